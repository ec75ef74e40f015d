"""Finds in the name of a column of people whose figure it is: “killed (official)”, “deaths according to ISPR”, “killed_claimed”."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType
from typing import Final, NamedTuple

KILLED: Final = (
    r"kill(?:ed|s|ing)?|dead|died|deaths?|fatalit(?:y|ies)|martyred|shaheed|shuhada|deceased|kia|halaa?k|jaa?n_?bah?a?[qk]|lives_lost|loss_of_li(?:fe|ves)|nkill|n_?deaths?|n_?killed|getötete?n?|tote|todesopfer|ہلاک(?:تیں)?|اموات|جاں_بحق|martyrs?|شہید|شہدا(?:ء)?|شہادتیں"
    r"|کشته(?:_?ها|_شدگان)?|(?:ال)?قتل[ىي]|morts?|tuée?s?|décès|décédée?s?|muert[oa]s?|fallecid[oa]s?"
    r"|halak(?:at|aten|atein|tein)|уби(?:то|тые|тых)|погиб(?:ло|ших|шие)|ölü|ölen|ölenler|وژل_شوي|مړه"
)
WOUNDED: Final = r"inj(?:ur(?:ed|ies|y))?|wounded|hurt|wia|zakhmi|zakhmee|ранен(?:о|ые|ых)|yaralı|ټپیان|nwound|n_?wounded|n_?injured|verwundete?n?|verletzte|زخمی|مجروح(?:ین|ان)?|(?:ال)?جرح[ىي]|blessée?s?|herid[oa]s?"
NEUTRALIZED: Final = r"neutrali[sz](?:ed|ations?)|eliminat(?:ed|ions?)"
"""Says of people no more than that they fight no longer: by the word nobody knows whether they are dead."""

BOUNDS: Final[MappingType[str, str]] = {"low": r"min(?:imum)?|low(?:est)?", "high": r"max(?:imum)?|high(?:est)?|mix"}
TOLL: Final = r"tolls?"
"""Says that the killed are counted where nothing else does."""

FILLING: Final = r"no|nr|num|number|stats|statistics?|of|the|people|persons?|reported|count|est|value|total|totals|all|overall|best|toll|affected|\d+"
WORDED: Final = r"casualt(?:y|ies)|consequences?|outcomes?|results?|impacts?|effects?|loss(?:es)?"
"""Words of columns whose cells may say in words who was killed and who injured."""
NO_TOLL: Final = (
    r"cum|cumulative|running|to_date|since|so_far|rates?|ratio|per|percent(?:age)?|pct|share|average|avg|mean|"
    r"incidents?_(?:of|with|in_which|where)|"
    rf"prev|previous|prior|last_(?:year|month|week)|no[nt]_(?:{KILLED}|{WOUNDED}|fatal)|"
    r"livestock|animals?|cattle|sheep|goats?|camels?|"
    r"ages?(?!_\d)|dob|birth|years?|dates?|names?|ids?|code|gender|sex|occupation"
)
"""Words of columns that hold no number of people of the one event: sums so far, rates, incidents, other times, animals, what somebody dead was."""

NOT_STATED: Final = " (by whom is not stated)"

_NO_NAME: Final = re.compile("|".join((KILLED, WOUNDED, *BOUNDS.values(), FILLING)), re.IGNORECASE)
_BY: Final = re.compile(
    r"\b(?:according to|as per|as (?:reported|stated|claimed) by|(?:claimed|reported|stated|announced|confirmed) by|(?-i:[Pp]er(?=\s+[A-Z]{2})))\s+"
    r"(?P<who>[^()\[\],;:|–]+)",
    re.IGNORECASE,
)
_CLAIM: Final = re.compile(
    r"claims?|claimed|says|said|states|statement|version|account|figures?|estimates?", re.IGNORECASE
)
_STATUS: Final = re.compile(
    r"claimed|claims?|confirmed|unconfirmed|verified|unverified|alleged|reported|estimated?", re.IGNORECASE
)
_SPEAKERS: Final = re.compile(r"official|officially|ispr|picss|pips|satp|hrcp|acled|ucdp|gtd|سرکاری", re.IGNORECASE)
_TAIL: Final = re.compile(
    r"^(?P<first>[^:#]+):(?=\s*\w)|[(\[](?P<held>[^()\[\]]+)[)\]]\s*$|[_\-–+]\s*(?P<last>[^\W\d_]+)\s*$"
)
_NAMED: Final = re.compile(
    rf"(?i:{KILLED}|{WOUNDED}|{FILLING})(?:\s+(?i:{KILLED}|{WOUNDED}|{FILLING}))*\s+(?P<held>(?P<last>[A-Z]{{2,}}))"
)
_ANY_GROUP: Final = re.compile(
    r"(?:the |an? |any )?(?:(?:armed|militant|insurgent|terrorist|separatist|responsible|claiming) )?(?:groups?|organi[sz]ations?|outfits?)",
    re.IGNORECASE,
)
"""Says that some group claims the figure, and not which."""
_NOT_A_NAME: Final = re.compile(r"(?:by|in|at|of|from|during|on|per|incl|including|excl|excluding)\b", re.IGNORECASE)


class Spoken(NamedTuple):
    """Whose figure a column says that it holds, empty where it says none, and its name without these words."""

    claimant: str
    rest: str


def spoken(heading: str) -> Spoken:
    """Return whose figure a column of people is by its name.

    Examples
    --------
    >>> spoken("killed (BLA claim)"), spoken("Deaths according to ISPR")
    (Spoken(claimant='BLA', rest='killed'), Spoken(claimant='ISPR', rest='Deaths'))
    >>> spoken("killed_claimed").claimant, spoken("killed civilians").claimant
    ('claimed (by whom is not stated)', '')
    """
    said = _spoken(heading)
    return said._replace(claimant=f"claimed{NOT_STATED}") if _ANY_GROUP.fullmatch(said.claimant) else said


def _spoken(heading: str) -> Spoken:
    plain = re.sub(r"[\s_+#]+", " ", heading).strip()
    if said := _BY.search(plain):
        name, more = _name_first(said["who"].split())
        if name:
            return Spoken(
                " ".join(name), _tidy(" ".join([plain[: said.start()], *more, plain[said.end() :]]).strip(" :–-"))
            )
    parts = [part.split() for part in re.split(r"[()\[\],;:|/–]|\s-\s", plain)]
    for part in parts:
        for at, word in enumerate(part):
            if _CLAIM.fullmatch(word) and (who := _name_before(part[:at])):
                return Spoken(re.sub("['’]s$", "", " ".join(who)), _without(parts, {*who, word}))
    words = [word for part in parts for word in part]
    if speaker := next((word for word in words if _SPEAKERS.fullmatch(word)), ""):
        return Spoken(speaker, _without(parts, {speaker}))
    if status := next((word for word in words if _STATUS.fullmatch(word)), ""):
        return Spoken(f"{status.casefold()}{NOT_STATED}", _without(parts, {status}))
    return Spoken("", heading)


def _name_first(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the words up to one that says what is counted, and that and those behind it."""
    at = next((at for at, word in enumerate(words) if _NO_NAME.fullmatch(word)), len(words))
    return words[:at], words[at:]


def _name_before(words: list[str]) -> list[str]:
    """Return the words that stand last before one of claiming, up to one that says what is counted."""
    at = len(words)
    while at and not _NO_NAME.fullmatch(words[at - 1]):
        at -= 1
    return words[at:]


def _without(parts: list[list[str]], words: set[str]) -> str:
    return " ".join(word for part in parts for word in part if word not in words)


def _tidy(text: str) -> str:
    return re.sub(r"[()\[\]\s]+", " ", text).strip()


def is_speaker(name: str) -> bool:
    """Return whether a name is that of somebody who tells of the dead and has none among them, such as ISPR, or says official."""
    return _SPEAKERS.fullmatch(name) is not None


def word_of(quantity: str, heading: str) -> str:
    """Return the word that a column of the neutralized has for it, where it is another; empty for none.

    Examples
    --------
    >>> word_of("neutralized", "Terrorists eliminated"), word_of("neutralized", "Neutralised"), word_of("killed", "Dead")
    ('eliminated', '', '')
    """
    return "eliminated" if quantity == "neutralized" and "eliminat" in heading.casefold() else ""


def last_words(heading: str) -> str:
    """Return what stands in brackets at the end of a column's name, or is joined to it as its last word, or before a colon.

    Where other columns are claimants' figures, these words are a claimant too. So is a name in capitals behind what is counted.
    Empty for no name.

    Examples
    --------
    >>> last_words("killed (local media)"), last_words("killed_police"), last_words("killed (in custody)")
    ('local media', 'police', '')
    >>> last_words("Toll BLA"), last_words("BLA: killed"), last_words("killed later")
    ('BLA', 'BLA', '')
    """
    found = _TAIL.search(heading) or _NAMED.fullmatch(heading)
    words = next((each.strip() for each in found.groupdict().values() if each), "") if found else ""
    names = [word for word in words.split() if not _NO_NAME.fullmatch(word)]
    return "" if not names or len(names) > 4 or _NOT_A_NAME.match(words) else words
