"""The words of the atlas: kinds of event, attack and target, actors, who is counted; with codes of other datasets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Term:
    """A word of the vocabulary.

    Attributes
    ----------
    id : str
        Stable, lower case, used in files and links.
    label : str
        For people.
    note : str
        What it means, where the label does not say it all.
    acled : tuple of str
        ACLED codes that mean this: ``sub_event_type`` for events, the ``inter`` code for actors.
    ucdp : tuple of int
        UCDP ``type_of_violence`` codes that mean this.
    gtd : tuple of int
        GTD ``attacktype`` codes (events, attacks) or ``targtype`` codes (targets).
    short : str
        A shorter label for a line of a chart; `label` where empty.
    one, many : str
        The word in a sentence, for one and for several; made from `label` where empty.
    group : str
        For who is counted: the group under which figures are shown side by side.
    aliases : tuple of str
        Other words in sheets that mean this, lower case.
    """

    id: str
    label: str
    note: str = ""
    acled: tuple[str, ...] = ()
    ucdp: tuple[int, ...] = ()
    gtd: tuple[int, ...] = ()
    short: str = ""
    one: str = ""
    many: str = ""
    group: str = ""
    aliases: tuple[str, ...] = ()

    def noun(self, count: int = 1) -> str:
        """Return the word for `count` of them: "Bombing", "Bombings"."""
        one = self.one or self.label
        return one if count == 1 else self.many or f"{one}s"

    def brief(self) -> str:
        """Return the short label."""
        return self.short or self.label


def _terms(*terms: Term) -> Mapping[str, Term]:
    return {term.id: term for term in terms}


EVENT_TYPES: Final = _terms(
    Term(
        "attack",
        "Attack, kind not stated",
        "The source speaks of an attack and does not say by what means.",
        acled=("Attack",),
        ucdp=(3,),
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
        gtd=(2,),
        aliases=("armed attack", "firing", "shooting", "gun attack", "gunfire", "ambush", "raid"),
    ),
    Term(
        "bombing",
        "Bombing",
        "An explosive device: planted, thrown, carried or driven.",
        acled=("Suicide bomb", "Remote explosive/landmine/IED", "Grenade"),
        gtd=(3,),
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
        acled=("Armed clash", "Government regains territory", "Non-state actor overtakes territory"),
        many="Armed clashes",
        aliases=("clashes", "battle", "encounter", "gunbattle", "gun battle", "exchange of fire", "fighting"),
    ),
    Term(
        "shelling",
        "Shelling or rocket fire",
        acled=("Shelling/artillery/missile attack", "Chemical weapon"),
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
        acled=("Air/drone strike",),
        aliases=("airstrike", "air strike", "drone strike", "drone", "drone attack"),
    ),
    Term(
        "assassination",
        "Targeted killing",
        gtd=(1,),
        aliases=("assassination", "target killing", "targeted killing", "killing", "murder", "beheading", "execution"),
    ),
    Term(
        "abduction",
        "Abduction or disappearance",
        "Taking people: kidnapping, hostage taking, enforced disappearance.",
        acled=("Abduction/forced disappearance",),
        gtd=(5, 6),
        one="Abduction",
        aliases=("abduction", "kidnapping", "kidnap", "enforced disappearance", "disappearance", "hostage taking"),
    ),
    Term(
        "sexual_violence",
        "Sexual violence",
        acled=("Sexual violence",),
        one="Act of sexual violence",
        many="Acts of sexual violence",
        aliases=("rape",),
    ),
    Term(
        "sabotage",
        "Sabotage or destruction of property",
        acled=("Looting/property destruction",),
        gtd=(4, 7),
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
        acled=("Arrests", "Disrupted weapons use"),
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
        acled=("Peaceful protest", "Protest with intervention", "Excessive force against protesters"),
        aliases=("demonstration", "rally", "sit-in", "strike", "shutter-down strike", "long march", "march"),
    ),
    Term(
        "riot",
        "Riot or mob violence",
        acled=("Violent demonstration", "Mob violence"),
        gtd=(8,),
        one="Riot",
        aliases=("riot", "mob violence", "violent protest", "unarmed assault"),
    ),
    Term(
        "development",
        "Other development",
        "Not itself violent: an agreement, a base set up, a change of a group.",
        acled=(
            "Agreement",
            "Change to group/activity",
            "Headquarters or base established",
            "Non-violent transfer of territory",
            "Other",
        ),
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
        ucdp=(1, 2),
        gtd=(9,),
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
    Term("armed_assault", "Armed assault", gtd=(2,), aliases=("firing", "shooting", "armed attack")),
    Term("ambush", "Ambush", many="Ambushes"),
    Term("raid", "Raid"),
    Term(
        "bombing",
        "Bombing, device not stated",
        acled=("Remote explosive/landmine/IED",),
        gtd=(3,),
        one="Bombing",
        aliases=("blast", "explosion", "bomb", "ied", "ied blast", "bomb blast"),
    ),
    Term("suicide_bombing", "Suicide bombing", acled=("Suicide bomb",), aliases=("suicide", "suicide attack")),
    Term("vehicle_bomb", "Vehicle bomb"),
    Term("landmine", "Landmine", aliases=("mine",)),
    Term("grenade", "Grenade attack", acled=("Grenade",), aliases=("grenade", "hand grenade")),
    Term(
        "shelling",
        "Shelling or rocket fire",
        acled=("Shelling/artillery/missile attack",),
        one="Shelling",
        aliases=("rocket", "mortar", "missile", "artillery"),
    ),
    Term("air_strike", "Air or drone strike", acled=("Air/drone strike",), aliases=("drone strike", "airstrike")),
    Term("chemical", "Chemical weapon", acled=("Chemical weapon",)),
    Term("assassination", "Targeted killing", gtd=(1,), aliases=("target killing",)),
    Term("beheading", "Beheading"),
    Term("hijacking", "Hijacking", gtd=(4,)),
    Term("hostage_taking", "Hostage taking at a barricade", gtd=(5,), one="Hostage taking"),
    Term(
        "abduction",
        "Abduction",
        acled=("Abduction/forced disappearance",),
        gtd=(6,),
        aliases=("kidnapping", "kidnap", "enforced disappearance"),
    ),
    Term(
        "sexual_violence",
        "Sexual violence",
        acled=("Sexual violence",),
        one="Act of sexual violence",
        many="Acts of sexual violence",
    ),
    Term(
        "sabotage",
        "Sabotage",
        acled=("Looting/property destruction",),
        gtd=(7,),
        one="Act of sabotage",
        many="Acts of sabotage",
        aliases=("arson", "looting"),
    ),
    Term("unarmed_assault", "Unarmed assault", acled=("Mob violence",), gtd=(8,), aliases=("mob violence",)),
    Term("unknown", "Attack type unknown", gtd=(9,), one="Attack of unknown type", many="Attacks of unknown type"),
)

TARGET_KINDS: Final = _terms(
    Term("police", "Police", gtd=(3,), many="Police"),
    Term("police_station", "Police station"),
    Term("military", "Military", gtd=(4,), many="Military", aliases=("army", "fc", "frontier corps")),
    Term("checkpoint", "Security checkpoint", aliases=("check post", "checkpost", "security checkpoint")),
    Term("security_installation", "Sensitive security installation"),
    Term("training_facility", "Training facility", many="Training facilities"),
    Term("government_office", "Government office", gtd=(2,), aliases=("government", "government offices")),
    Term("diplomatic", "Diplomatic mission", gtd=(7,)),
    Term("bank", "Bank"),
    Term("market", "Market", aliases=("bazaar",)),
    Term("business", "Business", gtd=(1,), many="Businesses"),
    Term(
        "civilians",
        "Civilians and their property",
        gtd=(14,),
        one="Civilians",
        many="Civilians",
        aliases=("civilian", "private citizens"),
    ),
    Term(
        "education", "School or university", gtd=(8,), many="Schools or universities", aliases=("school", "university")
    ),
    Term("health", "Hospital or clinic", gtd=(5,), many="Hospitals or clinics", aliases=("hospital", "clinic")),
    Term(
        "religious",
        "Religious place or leader",
        gtd=(15,),
        many="Religious places or leaders",
        aliases=("mosque", "shrine", "imambargah", "church"),
    ),
    Term("media", "Journalists and media", gtd=(10,), many="Journalists and media", aliases=("journalist", "press")),
    Term("aid", "Aid organisation", gtd=(12,), aliases=("ngo",)),
    Term(
        "transport",
        "Road or rail transport",
        gtd=(19,),
        many="Road or rail transport",
        aliases=("bus", "train", "railway"),
    ),
    Term("aviation", "Airport or aircraft", gtd=(6,), many="Airports or aircraft", aliases=("airport",)),
    Term("maritime", "Port or ship", gtd=(11,), many="Ports or ships", aliases=("port",)),
    Term(
        "utilities",
        "Gas, power or other utility",
        gtd=(21,),
        many="Gas, power or other utilities",
        aliases=("gas pipeline", "pipeline", "power line"),
    ),
    Term("telecommunication", "Telecommunication", gtd=(16,), many="Telecommunication", aliases=("mobile tower",)),
    Term("food_water", "Food or water supply", gtd=(9,), many="Food or water supplies"),
    Term("tourists", "Tourists", gtd=(18,), many="Tourists"),
    Term(
        "party", "Political party", gtd=(22,), many="Political parties", aliases=("political party", "election rally")
    ),
    Term("armed_group", "Armed group", gtd=(17,), aliases=("militants",)),
    Term("other", "Other target, as written", gtd=(13,)),
    Term("unknown", "Target not known", gtd=(20,)),
)

ACTORS: Final = _terms(
    Term(
        "bla",
        "Balochistan Liberation Army (BLA)",
        short="BLA",
        acled=("2",),
        aliases=("balochistan liberation army", "baloch liberation army", "baluchistan liberation army"),
    ),
    Term("majeed_brigade", "Majeed Brigade", "Unit of the BLA.", acled=("2",)),
    Term("fidayeen_squad", "Fidayeen Squad", "Unit of the BLA.", acled=("2",)),
    Term(
        "stos",
        "Special Tactical Operations Squad (STOS)",
        "Unit of the BLA.",
        short="STOS",
        acled=("2",),
        aliases=("special tactical operations squad",),
    ),
    Term("state_forces", "State forces, not named", acled=("1",)),
    Term(
        "security_forces",
        "Pakistani security forces",
        short="Security forces",
        acled=("1",),
        aliases=("security forces", "pakistan security forces"),
    ),
    Term(
        "military",
        "Pakistani military",
        short="Military",
        acled=("1",),
        aliases=("military", "army", "pakistan army", "pakistan military", "ispr"),
    ),
    Term("police", "Police", acled=("1",), aliases=("balochistan police",)),
    Term(
        "ctd",
        "Counter-terrorism units",
        short="Counter-terrorism units",
        acled=("1",),
        aliases=("ctd", "counter terrorism department", "counter-terrorism department"),
    ),
    Term("government", "Government of Pakistan", acled=("1",), aliases=("pakistan government", "islamabad")),
    Term("provincial_government", "Government of Balochistan", acled=("1",), aliases=("balochistan government",)),
    Term("state_media", "State media", acled=("1",)),
    Term(
        "unnamed_reports", "Unnamed reports", "The source says “reports” and does not say whose.", aliases=("reports",)
    ),
    Term("civilians", "Civilians", acled=("7",), aliases=("civilian",)),
    Term("rebel_group", "Rebel group, not named", acled=("2",), aliases=("militants", "separatists", "insurgents")),
    Term("political_militia", "Political militia, not named", acled=("3",)),
    Term("identity_militia", "Communal militia, not named", acled=("4",), aliases=("tribal militia",)),
    Term("rioters", "Rioters", acled=("5",)),
    Term("protesters", "Protesters", acled=("6",)),
    Term("external_forces", "External or other forces", acled=("8",)),
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
)

COUNTED_GROUPS: Final = _terms(
    Term("militants", "Militants"),
    Term("state_forces", "State forces"),
    Term("civilians", "Civilians"),
    Term("people", "People"),
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

PLACE_PRECISIONS: Final = _terms(
    Term("site", "Site"),
    Term("town", "Town"),
    Term("tehsil", "Tehsil"),
    Term("district", "District"),
    Term("division", "Division"),
    Term("province", "Province"),
    Term("country", "Country"),
)

RULES: Final = _terms(
    Term("range", "Range of all claims"),
    Term("lowest", "Lowest claim"),
    Term("highest", "Highest claim"),
    Term("latest", "Latest of each claimant"),
    Term("claimant", "One claimant's figure"),
)
