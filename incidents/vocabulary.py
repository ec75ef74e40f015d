"""The words of the atlas: kinds of event, attack and target, actors, who is counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from incidents.term import Term


def _terms(*terms: Term) -> Mapping[str, Term]:
    return {term.id: term for term in terms}


EVENT_TYPES: Final = _terms(
    Term(
        "attack",
        "Attack, kind not stated",
        "The source speaks of an attack and does not say by what means.",
        one="Attack",
        aliases=(
            "attack, kind not stated",
            "attacks",
            "coordinated attack",
            "militant attack",
            "assault",
            "terrorist attack",
        ),
    ),
    Term(
        "armed_assault",
        "Armed assault",
        "Firing on people or a place; the other side is not said to have fought back.",
        aliases=("armed attack", "firing", "shooting", "gun attack", "gunfire", "ambush", "raid"),
    ),
    Term(
        "bombing",
        "Bombing",
        "An explosive device: planted, thrown, carried or driven.",
        aliases=(
            "blast",
            "bomb",
            "bomb blast",
            "explosion",
            "ied",
            "ied blast",
            "suicide attack",
            "suicide bombing",
            "suicide",
            "landmine",
            "grenade",
            "hand grenade",
            "grenade attack",
            "roadside bomb",
        ),
    ),
    Term(
        "clash",
        "Armed clash",
        "Two sides that both fought.",
        many="Armed clashes",
        aliases=("clashes", "battle", "encounter", "gunbattle", "gun battle", "exchange of fire", "fighting"),
    ),
    Term(
        "shelling",
        "Shelling or rocket fire",
        one="Shelling",
        many="Shellings",
        aliases=(
            "shelling",
            "rocket",
            "rocket attack",
            "mortar",
            "missile",
            "missile attack",
            "artillery",
            "rocket fire",
        ),
    ),
    Term(
        "air_strike",
        "Air or drone strike",
        aliases=("airstrike", "air strike", "drone strike", "drone", "drone attack"),
    ),
    Term(
        "assassination",
        "Targeted killing",
        aliases=("assassination", "target killing", "targeted killing", "killing", "murder", "beheading", "execution"),
    ),
    Term(
        "abduction",
        "Abduction or disappearance",
        "Taking people: kidnapping, hostage taking, enforced disappearance.",
        one="Abduction",
        aliases=("abduction", "kidnapping", "kidnap", "enforced disappearance", "disappearance", "hostage taking"),
    ),
    Term(
        "sexual_violence",
        "Sexual violence",
        one="Act of sexual violence",
        many="Acts of sexual violence",
        aliases=("rape",),
    ),
    Term(
        "sabotage",
        "Sabotage or destruction of property",
        one="Act of sabotage",
        many="Acts of sabotage",
        aliases=(
            "sabotage",
            "arson",
            "looting",
            "property destruction",
            "hijacking",
            "pipeline attack",
            "infrastructure attack",
        ),
    ),
    Term(
        "operation",
        "Security operation",
        "An operation by the army, police or counter-terrorism units.",
        aliases=(
            "security operation",
            "operation",
            "ibo",
            "search operation",
            "military operation",
            "arrest",
            "arrests",
        ),
    ),
    Term(
        "protest",
        "Protest",
        aliases=("demonstration", "rally", "sit-in", "strike", "shutter-down strike", "long march", "march"),
    ),
    Term(
        "riot",
        "Riot or mob violence",
        one="Riot",
        aliases=("riot", "mob violence", "violent protest", "unarmed assault"),
    ),
    Term(
        "development",
        "Other development",
        "Not itself violent: an agreement, a base set up, a change of a group.",
        aliases=("agreement", "development", "statement"),
    ),
    Term(
        "other",
        "Another kind, as written",
        "The sheet's own word, which the vocabulary does not have.",
        one="Other incident",
    ),
    Term(
        "unknown",
        "Kind not stated",
        one="Incident of a kind not stated",
        many="Incidents of a kind not stated",
        aliases=("not stated", "unspecified"),
    ),
)

ATTACK_TYPES: Final = _terms(
    Term(
        "coordinated_attack",
        "Coordinated attack",
        "The source's words; neither tactic nor weapon is implied.",
        aliases=("coordinated attacks",),
    ),
    Term("armed_assault", "Armed assault", aliases=("firing", "shooting", "armed attack")),
    Term("ambush", "Ambush", many="Ambushes"),
    Term("raid", "Raid"),
    Term(
        "bombing",
        "Bombing, device not stated",
        one="Bombing",
        aliases=("blast", "explosion", "bomb", "ied", "ied blast", "bomb blast"),
    ),
    Term("suicide_bombing", "Suicide bombing", aliases=("suicide", "suicide attack")),
    Term("vehicle_bomb", "Vehicle bomb"),
    Term("landmine", "Landmine", aliases=("mine",)),
    Term("grenade", "Grenade attack", aliases=("grenade", "hand grenade")),
    Term("shelling", "Shelling or rocket fire", one="Shelling", aliases=("rocket", "mortar", "missile", "artillery")),
    Term("air_strike", "Air or drone strike", aliases=("drone strike", "airstrike")),
    Term("chemical", "Chemical weapon"),
    Term("assassination", "Targeted killing", aliases=("target killing",)),
    Term("beheading", "Beheading"),
    Term("hijacking", "Hijacking"),
    Term("hostage_taking", "Hostage taking at a barricade", one="Hostage taking"),
    Term("abduction", "Abduction", aliases=("kidnapping", "kidnap", "enforced disappearance")),
    Term("sexual_violence", "Sexual violence", one="Act of sexual violence", many="Acts of sexual violence"),
    Term("sabotage", "Sabotage", one="Act of sabotage", many="Acts of sabotage", aliases=("arson", "looting")),
    Term("unarmed_assault", "Unarmed assault", aliases=("mob violence",)),
    Term("unknown", "Attack type unknown", one="Attack of unknown type", many="Attacks of unknown type"),
)

TARGET_KINDS: Final = _terms(
    Term("police", "Police", many="Police"),
    Term("police_station", "Police station"),
    Term("military", "Military", many="Military", aliases=("army", "fc", "frontier corps")),
    Term("checkpoint", "Security checkpoint", aliases=("check post", "checkpost", "security checkpoint")),
    Term("security_installation", "Sensitive security installation"),
    Term("training_facility", "Training facility", many="Training facilities"),
    Term("government_office", "Government office", aliases=("government", "government offices")),
    Term("diplomatic", "Diplomatic mission"),
    Term("bank", "Bank"),
    Term("market", "Market", aliases=("bazaar",)),
    Term("business", "Business", many="Businesses"),
    Term(
        "civilians",
        "Civilians and their property",
        one="Civilians",
        many="Civilians",
        aliases=("civilian", "private citizens"),
    ),
    Term("education", "School or university", many="Schools or universities", aliases=("school", "university")),
    Term("health", "Hospital or clinic", many="Hospitals or clinics", aliases=("hospital", "clinic")),
    Term(
        "religious",
        "Religious place or leader",
        many="Religious places or leaders",
        aliases=("mosque", "shrine", "imambargah", "church"),
    ),
    Term("media", "Journalists and media", many="Journalists and media", aliases=("journalist", "press")),
    Term("aid", "Aid organisation", aliases=("ngo",)),
    Term("transport", "Road or rail transport", many="Road or rail transport", aliases=("bus", "train", "railway")),
    Term("aviation", "Airport or aircraft", many="Airports or aircraft", aliases=("airport",)),
    Term("maritime", "Port or ship", many="Ports or ships", aliases=("port",)),
    Term(
        "utilities",
        "Gas, power or other utility",
        many="Gas, power or other utilities",
        aliases=("gas pipeline", "pipeline", "power line"),
    ),
    Term("telecommunication", "Telecommunication", many="Telecommunication", aliases=("mobile tower",)),
    Term("food_water", "Food or water supply", many="Food or water supplies"),
    Term("tourists", "Tourists", many="Tourists"),
    Term("party", "Political party", many="Political parties", aliases=("political party", "election rally")),
    Term("armed_group", "Armed group", aliases=("militants",)),
    Term("other", "Other target, as written"),
    Term("unknown", "Target not known"),
)

ACTORS: Final = _terms(
    Term(
        "bla",
        "Balochistan Liberation Army (BLA)",
        short="BLA",
        aliases=("balochistan liberation army", "baloch liberation army", "baluchistan liberation army"),
    ),
    Term("majeed_brigade", "Majeed Brigade", "Unit of the BLA."),
    Term("fidayeen_squad", "Fidayeen Squad", "Unit of the BLA."),
    Term(
        "stos",
        "Special Tactical Operations Squad (STOS)",
        "Unit of the BLA.",
        short="STOS",
        aliases=("special tactical operations squad",),
    ),
    Term("state_forces", "State forces, not named"),
    Term(
        "security_forces",
        "Pakistani security forces",
        short="Security forces",
        aliases=("security forces", "pakistan security forces"),
    ),
    Term(
        "military",
        "Pakistani military",
        short="Military",
        aliases=("military", "army", "pakistan army", "pakistan military", "ispr"),
    ),
    Term("police", "Police", aliases=("balochistan police",)),
    Term(
        "ctd",
        "Counter-terrorism units",
        short="Counter-terrorism units",
        aliases=("ctd", "counter terrorism department", "counter-terrorism department"),
    ),
    Term("government", "Government of Pakistan", aliases=("pakistan government", "islamabad")),
    Term("provincial_government", "Government of Balochistan", aliases=("balochistan government",)),
    Term("state_media", "State media"),
    Term(
        "unnamed_reports", "Unnamed reports", "The source says “reports” and does not say whose.", aliases=("reports",)
    ),
    Term("civilians", "Civilians", aliases=("civilian",)),
    Term("rebel_group", "Rebel group, not named", aliases=("militants", "separatists", "insurgents")),
    Term("political_militia", "Political militia, not named"),
    Term("identity_militia", "Communal militia, not named", aliases=("tribal militia",)),
    Term("rioters", "Rioters"),
    Term("protesters", "Protesters"),
    Term("external_forces", "External or other forces"),
    Term(
        "unknown",
        "Actor not known",
        aliases=("unidentified", "unknown gunmen", "unidentified gunmen", "unknown armed men"),
    ),
)

ROLES: Final = _terms(
    Term("claimed_responsibility", "claimed responsibility"),
    Term("named_as_involved", "named as involved"),
    Term("accused", "accused"),
    Term("conducted", "conducted it"),
    Term("targeted", "targeted"),
    Term("named", "named, role not stated"),
)

COUNTED: Final = _terms(
    Term("people", "People, group not stated", short="people", group="people"),
    Term("civilians", "Civilians", short="civilians", group="civilians"),
    Term("militants", "Militants", short="militants", group="militants"),
    Term("law_enforcement", "Members of law enforcement agencies", short="law enforcement", group="state_forces"),
    Term("security_personnel", "Security personnel", short="security personnel", group="state_forces"),
    Term("soldiers", "Soldiers", short="soldiers", group="state_forces"),
    Term("police", "Police", short="police", group="state_forces"),
    Term(
        "status_unknown",
        "People of whom it is not known who they were",
        short="people of unknown status",
        group="people",
    ),
    Term("women", "Women", "Women, or women and girls, as the source counts them.", short="women", group="women"),
    Term("men", "Men", "Men, or men and boys, as the source counts them.", short="men", group="men"),
    Term("children", "Children", short="children", group="children"),
)

COUNTED_GROUPS: Final = _terms(
    Term("militants", "Militants"),
    Term("state_forces", "State forces"),
    Term("civilians", "Civilians"),
    Term("people", "People"),
    Term("women", "Women"),
    Term("men", "Men"),
    Term("children", "Children"),
)

QUANTITIES: Final = _terms(
    Term("killed", "killed"),
    Term("neutralized", "“neutralized”", "The source's word; never read as killed."),
    Term("wounded", "wounded"),
    Term("captured", "captured"),
    Term("missing", "missing"),
    Term("attacks", "attacks"),
)

STANDINGS: Final = _terms(
    Term("attributed", "attributed", "Someone is named as saying it; nothing is said about checks."),
    Term("unverified", "explicitly not verified", short="not verified"),
    Term("unconfirmed", "explicitly not confirmed", short="not confirmed"),
    Term("corroborated", "corroborated", "Independent sources agree."),
    Term("denied", "denied", "Someone concerned says that it is not so."),
    Term("withdrawn", "withdrawn", "The claimant takes it back."),
)

QUALIFIERS: Final = _terms(
    Term("exact", "exactly"),
    Term("range", "between"),
    Term("at_least", "at least"),
    Term("at_most", "at most"),
    Term("about", "about"),
    Term("vague", "in words", "A word such as dozens: no number is read into it."),
    Term("unknown", "unknown"),
)

DATE_PRECISIONS: Final = _terms(
    Term("day", "known to the day"),
    Term("range", "on one or more of these days; which is not stated"),
    Term("month", "known to the month"),
    Term("year", "known to the year"),
)

PLACE_LEVELS: Final = _terms(
    Term("site", "Site"),
    Term("town", "Town"),
    Term("tehsil", "Tehsil"),
    Term("district", "District"),
    Term("division", "Division"),
    Term("province", "Province"),
    Term("country", "Country"),
)

UNKNOWN_PLACE: Final = "unknown"

PLACE_PRECISIONS: Final = {**PLACE_LEVELS, **_terms(Term(UNKNOWN_PLACE, "Not at all: place not found"))}
"""What a place can be known to: a level, or not at all, where no gazetteer has it and no coordinates are given."""

RULES: Final = _terms(
    Term("range", "Range of all claims"),
    Term("lowest", "Lowest claim"),
    Term("highest", "Highest claim"),
    Term("latest", "Latest of each claimant"),
    Term("claimant", "One claimant's figure"),
)
