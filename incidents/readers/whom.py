"""Finds in the name of a column of people whom it counts: everyone, a group or part of them, or some for whom there is no group."""

from __future__ import annotations

import re
from typing import Final

from incidents.readers.claimants import BOUNDS, FILLING, KILLED, NEUTRALIZED, TOLL, WOUNDED
from incidents.vocabulary import COUNTED

EVERYONE: Final = "people"
OTHERS: Final = ""
"""Some of the people, for whom the atlas has no group: never everyone."""

EXCEPT: Final = "excl|excluding|except|other_than|besides"
"""Words of a column that leaves some out."""

ARMED: Final = r"bla|blf|bra|brg|uba|bna|bras|sra|ttp|iskp?|isis|isil|daesh|jua|lej|aqis|fitnah?(?:_[au]l_(?:khawarij|khwarij|khwaraj|hindustan))?|khawarij|khwarij|khwaraj|(?:فتن(?:ہ|ۃ|تہ|ة)_)?(?:ال_?)?خوارج|(?:فتن(?:ہ|ۃ|تہ|ة)_)?الہندوستان"
"""Names of armed groups, whose dead are militants."""

ENEMY: Final = r"enem(?:y|ies)|دشمن"
"""Says of people that they are of the other side than whoever made the table."""

MARTYRED: Final = r"martyred|martyrs?|martyrdoms?|shaheed|shuhada|شہید|شہدا(?:ء)?|شہادتیں"

_GROUPS: Final = {
    "soldiers": r"army|soldiers?|mil|military|troops|jawans?|فوجی",
    "security_personnel": r"fc|sfs?|frontier|security|forces?|rangers|ایف_سی|سی?ک(?:یو|و)رٹی|فورسز|(?<!پولیس_)(?<!لیویز_)اہلکار(?:وں)?",
    "police": r"police(?:m[ae]n)?|sho|dsp|constables?|پولیس",
    "law_enforcement": r"levies|khasadar|law|leas?|لیویز",
    "militants": rf"militants?|terrorists?|hostiles?|attackers?|insurgents?|bombers?|extremists?|taliban|al_qaeda|(?:عسکریت|شدت)_?پسند(?:وں)?|دہشت_?گرد(?:وں)?|حملہ_آور(?:وں)?|{ARMED}",
    "civilians": r"civ|civs|civilians?|public|شہری(?:وں)?|عام_(?:شہری(?:وں)?|افراد|لوگ)|سوی?لین",
}
_ANY: Final = "|".join(_GROUPS.values())
_SEXES_AND_AGES: Final = {
    "women": r"wom[ae]n|females?|f|خواتین",
    "men": r"m[ae]n|males?|m|مرد",
    "children": r"child|children|kids|minors?|بچے",
    "": r"boys?|girls?|infants?|adults?|adolescents?|elderly|aged|age_\d+\w*|under_\d+",
}
"""Parts by sex or age; the last are parts for which the atlas has no group."""

_SOME: Final = (
    r"(?!(?:numb|centr?e?r?|quart|ov|und|aft|paper|news.*)ers?(?:_|$))[a-z]+(?:ers|ors|ists|ees|ians|ants|men|women)|"
    r"vips?|leaders?|commanders?|chiefs?|officers?|officials?|staff|foreign|nationals?|journalists?|labou?rs?|miners?|pilgrims?|students?|pupils?|"
    r"doctors?|nurses?|elders?|politicians?|activists?|drivers?|shias?|shi_?ites?|sunnis?|hazaras?|hindus?|sikhs?|christians?|ahmadis?|baloch|"
    r"pashtuns?|punjabis?|sindhis?|chinese|americans?|us|tourists?|hostages?|refugees?|idps|suspects?|relatives|famil(?:y|ies)|members?|"
    r"guards?|clerics?|imams?|judges?|locals?|others?|notables?|combatants?|non_?combatants?|medics?|healthcare"
)
"""Words for people of a kind: without a group of their own in the atlas, but never everyone."""

STANDING: Final = {
    -1: r"revised|final|updated?|latest|corrected|current",
    1: r"initial(?:ly)?|first|early|preliminary|provisional|original",
}
"""Words of a toll that stands in another's place, and of one in whose place another stands."""

_PLAIN: Final = (
    rf"{FILLING}|{TOLL}|{'|'.join(BOUNDS.values())}|{'|'.join(STANDING.values())}|"
    r"numbers|nos|nb|n|[xy]|tot|tally|sum|grand|combined|counts|counted|figures?|estimate[sd]?|approx(?:imate(?:ly)?)?|known|"
    r"individuals?|ind|humans?|victims?|bod(?:y|ies)|casualt(?:y|ies)|fatal|loss(?:es)?|lives|life|lost|pax|pers|ppl|"
    r"every(?:one|body)|any|both|sides?|outcome|impact|details?|data|reports?|recorded|confirmed|claimed|official|verified|"
    r"in|at|on|during|from|to|and|or|with|for|if|were|was|been|how|many|who|have|please|enter|here|"
    r"incidents?|events?|attacks?|action|balochistan|baluchistan|pakistan|province|"
    r"de|des|du|les?|la|las|los|nombre|n[úu]mero|personnes|personas|v[ií]ctim[ae]s|anzahl|zahl|der|die|personen|opfer|"
    r"تعداد|کل|افراد|لوگ|عدد|مجموع|ہوئے|ہونے|والے"
)
"""Words beside those of killed and wounded that leave the figure everyone's."""

_SETTING: Final = r"_(?:in|during)_(?:the_)?(?:(?:terror(?:ist|ism)?|militant)_)?(?:attack|incident|event)s?(?=_|$)"
_TITLE: Final = (
    r"(?<![^_])in_(?:[^_]+_){1,2}\d{4}(?=_|$)"  # a place and year above the name: "Fatalities in Kech 2024 Total"
)
_BESIDES: Final = r"_(?:incl|including)_.*"
_BY: Final = re.compile(rf"(?:^|_)(?:{KILLED}|{WOUNDED}|{NEUTRALIZED})_by_")


def has(name: str, pattern: str) -> bool:
    """Return whether words of a folded name are those of a pattern."""
    return re.search(rf"(?:^|_)(?:{pattern})(?=_|$)", name) is not None


def is_by_whom(name: str) -> bool:
    """Return whether the folded name of a column says who killed or wounded the people: they are not its dead.

    Examples
    --------
    >>> is_by_whom("killed_by_security_forces"), is_by_whom("security_forces_killed"), is_by_whom("killed_claimed_by_bla")
    (True, False, False)
    """
    return _BY.search(name) is not None


def is_mil(name: str) -> bool:
    """Return whether a folded name says "Mil" and no other word for soldiers: sheets mean the military by it, or militants.

    Examples
    --------
    >>> is_mil("killed_mil"), is_mil("killed_army_mil"), is_mil("killed_military")
    (True, False, False)
    """
    return has(name, "mil") and group_of(re.sub(r"(?:^|_)mil(?=_|$)", "", name)) == EVERYONE


def parts_of(name: str) -> list[str]:
    """Return the sexes and ages that a folded name has; one without a name is a part for which there is no group."""
    return [each for each, pattern in _SEXES_AND_AGES.items() if has(name, pattern)]


def group_of(name: str) -> str:
    """Return the group that a column counts by its folded name: `EVERYONE` where it names none, `OTHERS` for one that there is not.

    Examples
    --------
    >>> group_of("killed_army"), group_of("ttp_bla_kia"), group_of("no_of_persons_killed"), group_of("labourers_killed")
    ('soldiers', 'militants', 'people', '')
    >>> group_of("army_and_fc_killed"), group_of("police_and_civilians_killed"), group_of("killed_incl_attackers")
    ('security_personnel', '', 'people')
    """
    name = re.sub(rf"{_SETTING}|{_TITLE}|{_BESIDES}", "", name)
    if has(name, EXCEPT):
        return OTHERS
    groups = [each for each, pattern in _GROUPS.items() if has(name, pattern)]
    if len(groups) > 1:
        return "security_personnel" if {COUNTED[each].group for each in groups} == {"state_forces"} else OTHERS
    return groups[0] if groups else OTHERS if qualifying(name) else EVERYONE


def is_group(name: str) -> bool:
    """Return whether a folded name is that of a group of people, or of several, and says nothing else.

    Examples
    --------
    >>> is_group("security_forces"), is_group("army_vehicles"), is_group("دہشت_گرد"), is_group("personnel"), is_group("enemy")
    (True, False, True, False, True)
    """
    rest = re.sub(rf"(?<![^_])(?:{_ANY}|{ENEMY})(?![^_])", "", name)
    return rest != name and not re.sub(r"personnel|_", "", rest)


def qualifying(name: str) -> str:
    """Return the words of a folded name that say of whom, or of what kind, the killed or wounded are.

    Examples
    --------
    >>> qualifying("labourers_killed"), qualifying("lives_lost_total")
    ('labourers', '')
    """
    rest = re.sub(rf"(?<![^_])(?:{KILLED}|{MARTYRED}|{WOUNDED}|{NEUTRALIZED})(?![^_])", "", name)
    return " ".join(word for word in rest.split("_") if word and not re.fullmatch(_PLAIN, word))


def is_some(name: str) -> bool:
    """Return whether a folded name of a column of people says of which kind they are: there may be others.

    Examples
    --------
    >>> is_some("leaders_killed"), is_some("deaths_vip"), is_some("numbers_killed"), is_some("killed_in_western_kech")
    (True, True, False, False)
    """
    return any(re.fullmatch(_SOME, word) for word in qualifying(name).split())


def standing(name: str) -> int:
    """Return -1 for a toll that by its folded name stands in the place of others, 1 for one that came first, else 0."""
    return next((each for each, pattern in STANDING.items() if has(name, pattern)), 0)
