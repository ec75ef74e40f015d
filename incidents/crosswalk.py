"""From the codes of ACLED, UCDP GED and GTD to our terms: what each code of theirs means in our vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

from incidents.errors import UnknownCode
from incidents.term import Term
from incidents.vocabulary import ACTORS, ATTACK_TYPES, EVENT_TYPES, TARGET_KINDS

Code = TypeVar("Code", str, int)


def _by_code(terms: Mapping[str, Term], ids: Mapping[Code, str]) -> Mapping[Code, Term]:
    return {code: terms[term] for code, term in ids.items()}


#: ACLED's ``sub_event_type``.
ACLED_EVENTS: Final = _by_code(
    EVENT_TYPES,
    {
        "Attack": "attack",
        "Suicide bomb": "bombing",
        "Remote explosive/landmine/IED": "bombing",
        "Grenade": "bombing",
        "Armed clash": "clash",
        "Government regains territory": "clash",
        "Non-state actor overtakes territory": "clash",
        "Shelling/artillery/missile attack": "shelling",
        "Chemical weapon": "shelling",
        "Air/drone strike": "air_strike",
        "Abduction/forced disappearance": "abduction",
        "Sexual violence": "sexual_violence",
        "Looting/property destruction": "sabotage",
        "Arrests": "operation",
        "Disrupted weapons use": "operation",
        "Peaceful protest": "protest",
        "Protest with intervention": "protest",
        "Excessive force against protesters": "protest",
        "Violent demonstration": "riot",
        "Mob violence": "riot",
        "Agreement": "development",
        "Change to group/activity": "development",
        "Headquarters or base established": "development",
        "Non-violent transfer of territory": "development",
        "Other": "development",
    },
)
#: ACLED's event types, for rows without a sub-event type and for layouts before 2018.
ACLED_TYPES: Final = {
    "battles": "clash",
    "explosions/remote violence": "unknown",
    "violence against civilians": "attack",
    "protests": "protest",
    "riots": "riot",
    "riots/protests": "protest",
    "strategic developments": "development",
    "strategic development": "development",
    "remote violence": "unknown",
    "battle-no change of territory": "clash",
    "battle-government regains territory": "clash",
    "battle-non-state actor overtakes territory": "clash",
    "battle-rebels overtake territory": "clash",
    "battle-rebels gain territory": "clash",
    "headquarters or base established": "development",
    "non-violent transfer of territory": "development",
    "non-violent activity by a conflict actor": "development",
}
#: The means of attack, where a ``sub_event_type`` states one.
ACLED_ATTACKS: Final = _by_code(
    ATTACK_TYPES,
    {
        "Remote explosive/landmine/IED": "bombing",
        "Suicide bomb": "suicide_bombing",
        "Grenade": "grenade",
        "Shelling/artillery/missile attack": "shelling",
        "Air/drone strike": "air_strike",
        "Chemical weapon": "chemical",
        "Abduction/forced disappearance": "abduction",
        "Sexual violence": "sexual_violence",
        "Looting/property destruction": "sabotage",
        "Mob violence": "unarmed_assault",
    },
)
#: UCDP's ``type_of_violence``.
UCDP_EVENTS: Final = _by_code(EVENT_TYPES, {1: "unknown", 2: "unknown", 3: "attack"})
#: GTD's ``attacktype``, as a kind of event and as a means of attack.
GTD_EVENTS: Final = _by_code(
    EVENT_TYPES,
    {
        1: "assassination",
        2: "armed_assault",
        3: "bombing",
        4: "sabotage",
        5: "abduction",
        6: "abduction",
        7: "sabotage",
        8: "riot",
        9: "unknown",
    },
)
GTD_ATTACKS: Final = _by_code(
    ATTACK_TYPES,
    {
        1: "assassination",
        2: "armed_assault",
        3: "bombing",
        4: "hijacking",
        5: "hostage_taking",
        6: "abduction",
        7: "sabotage",
        8: "unarmed_assault",
        9: "unknown",
    },
)
#: GTD's ``targtype``.
GTD_TARGETS: Final = _by_code(
    TARGET_KINDS,
    {
        1: "business",
        2: "government_office",
        3: "police",
        4: "military",
        5: "health",
        6: "aviation",
        7: "diplomatic",
        8: "education",
        9: "food_water",
        10: "media",
        11: "maritime",
        12: "aid",
        13: "other",
        14: "civilians",
        15: "religious",
        16: "telecommunication",
        17: "armed_group",
        18: "tourists",
        19: "transport",
        20: "unknown",
        21: "utilities",
        22: "party",
    },
)

#: GTD's labels of attack types and target types, for files without the codes; labels drift, so codes come first.
GTD_ATTACK_LABELS: Final[Mapping[str, int]] = {
    "assassination": 1,
    "armed assault": 2,
    "bombing/explosion": 3,
    "hijacking": 4,
    "hostage taking (barricade incident)": 5,
    "hostage taking (barricade)": 5,
    "hostage taking (kidnapping)": 6,
    "facility/infrastructure attack": 7,
    "unarmed assault": 8,
    "unknown": 9,
}
GTD_TARGET_LABELS: Final[Mapping[str, int]] = {
    "business": 1,
    "government (general)": 2,
    "police": 3,
    "military": 4,
    "abortion related": 5,
    "airports & aircraft": 6,
    "government (diplomatic)": 7,
    "educational institution": 8,
    "food or water supply": 9,
    "journalists & media": 10,
    "maritime": 11,
    "ngo": 12,
    "other": 13,
    "private citizens & property": 14,
    "religious figures/institutions": 15,
    "telecommunication": 16,
    "terrorists/non-state militia": 17,
    "tourists": 18,
    "transportation": 19,
    "unknown": 20,
    "utilities": 21,
    "violent political party": 22,
    "violent political parties": 22,
}

#: ACLED's ``inter`` codes, in figures and in words, and our term for an actor of that kind who is not named.
ACLED_INTER: Final[Mapping[str, tuple[str, str]]] = {
    "1": ("State forces", "state_forces"),
    "2": ("Rebel group", "rebel_group"),
    "3": ("Political militia", "political_militia"),
    "4": ("Identity militia", "identity_militia"),
    "5": ("Rioters", "rioters"),
    "6": ("Protesters", "protesters"),
    "7": ("Civilians", "civilians"),
    "8": ("External/Other forces", "external_forces"),
}


def acled_event(sub_event_type: str) -> Term:
    """Return our event type for ACLED's ``sub_event_type``.

    Raises
    ------
    UnknownCode
        If ACLED's codebook has no such sub-event type.

    Examples
    --------
    >>> acled_event("Air/drone strike").id
    'air_strike'
    """
    return _get(ACLED_EVENTS, sub_event_type, "ACLED sub_event_type")


def acled_attack(sub_event_type: str) -> Term | None:
    """Return our attack type for ACLED's ``sub_event_type``; None where it states no means of attack."""
    acled_event(sub_event_type)
    return ACLED_ATTACKS.get(sub_event_type)


def acled_actor(inter: str | int) -> Term:
    """Return our term for an unnamed actor of an ACLED ``inter`` kind, given as a figure or in words.

    Examples
    --------
    >>> acled_actor(2).label, acled_actor("Civilians").id
    ('Rebel group, not named', 'civilians')
    """
    wanted = str(inter).strip()
    ids = {key: term for code, (words, term) in ACLED_INTER.items() for key in (code, words)}
    return ACTORS[_get(ids, wanted, "ACLED inter code")]


def ucdp_event(type_of_violence: int) -> Term:
    """Return our event type for UCDP's ``type_of_violence``.

    UCDP says who fought whom, not how: 1 (state-based) and 2 (non-state) say nothing of the kind of event, 3
    (one-sided) is an attack of a kind not stated.

    Examples
    --------
    >>> ucdp_event(3).label
    'Attack, kind not stated'
    """
    return _get(UCDP_EVENTS, type_of_violence, "UCDP type_of_violence")


def gtd_event(attacktype: int) -> Term:
    """Return our event type for GTD's ``attacktype`` (1 to 9)."""
    return _get(GTD_EVENTS, attacktype, "GTD attacktype")


def gtd_attack(attacktype: int) -> Term:
    """Return our attack type for GTD's ``attacktype`` (1 to 9)."""
    return _get(GTD_ATTACKS, attacktype, "GTD attacktype")


def gtd_target(targtype: int) -> Term:
    """Return our target kind for GTD's ``targtype`` (1 to 22)."""
    return _get(GTD_TARGETS, targtype, "GTD targtype")


Found = TypeVar("Found")


def _get(known: Mapping[Code, Found], code: Code, kind: str) -> Found:
    if code in known:
        return known[code]
    raise UnknownCode(f"no {kind} is {code!r}; known: {', '.join(map(str, known))}")
