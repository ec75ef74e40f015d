"""Reads numbers of people as written in sheets: "12", "6-8", "at least 12", "dozens"; the wording is kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final

from incidents.clauses import without_others

_SMALL: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_TENS: Final = ("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_URDU: Final = ("صفر", "ایک", "دو", "تین", "چار", "پانچ", "چھ", "سات", "آٹھ", "نو", "دس", "گیارہ", "بارہ")
_WORDS: Final = {word: number for words in (_SMALL, _URDU) for number, word in enumerate(words)} | dict(
    zip(_TENS, range(30, 100, 10), strict=True)
)
_COMPOUND: Final = rf"(?:twenty|{'|'.join(_TENS)})[- ](?:{'|'.join(_SMALL[1:10])})"
THOUSANDS_OR_FRACTION: Final = r"(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?![.,]?\d)"  # 2.000: two thousand, or two
_NUMBER: Final = rf"(?:\d{{1,3}}(?:[,\s']\d{{3}})+|(?!{THOUSANDS_OR_FRACTION})\d{{1,8}}(?:\.0+)?|{_COMPOUND}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_DOZENS: Final = {"half a": 6, "a": 12, "one": 12, "two": 24, "three": 36, "four": 48, "five": 60, "ایک": 12, "دو": 24}
_DOZEN: Final = re.compile(rf"\b({'|'.join(_DOZENS)})[\s-]+(?:dozen|درجن)\b")
_WHO: Final = (
    r"people|persons?|men|man|women|woman|child|children|civilians?|militants?|terrorists?|insurgents?|rebels?|fighters?|"
    r"attackers?|gunmen|(?:(?:fc|army|levies|police|security|pakistani)\s)?(?:soldiers?|troops|personnel|officers?|officials?|men)|"
    r"fc|levies|police(?:m[ae]n)?|sho|dsp|asi|constables?|nos|labou?rers?|workers?|"
    r"passengers?|victims?|others?|(?:dead )?bod(?:y|ies)(?: found| recovered)?|افراد|شخص|اشخاص|لوگ|اہلکار|شہری|مزدور|دہشت\s?گرد"
)
_WHAT: Final = (
    r"killed|dead|died|deaths?|fatalities|casualties|martyred|shaheed|wounded|injured|hurt|"
    r"ہلاک|جاں\s?بحق|شہید|زخمی"
)
_PEOPLE: Final = rf"(?:\s*(?:{_WHO})?\s*(?:were\s+|are\s+)?(?:{_WHAT})?)"
_RANGE: Final = re.compile(
    rf"(?P<between>between\s+)?(?P<low>{_NUMBER})\s*(?:-|–|—|to|or|سے|(?(between)and|(?!)))\s*(?P<high>{_NUMBER}){_PEOPLE}"
)
_ABOUT: Final = r"about|around|approximately|approx\.?|some|nearly|almost|roughly|circa|ca\.?|c\.|~|≈|تقریباً?|لگ بھگ"
_LEAST: Final = r"at least|no fewer than|not less than|minimum(?: of)?|min\.?|more than|over|above|>=|≥|>|کم از کم"
_MOST: Final = (
    r"at most|no more than|not more than|up to|maximum(?: of)?|max\.?|fewer than|less than|under|below|<=|≤|<|"
    r"زیادہ سے زیادہ"
)
_ABOUT_BEHIND: Final = r"\s*(?:or so|approx\.?|approximately|-?\s?odd|-?ish|کے قریب|کے لگ بھگ)"
_LEAST_BEHIND: Final = r"\s*(?:\+|or more|and above|سے زائد|سے زیادہ)"
_MOST_BEHIND: Final = r"\s*(?:or (?:fewer|less)|تک|سے کم)"
_QUALIFIED: Final = re.compile(
    rf"(?:(?P<about>{_ABOUT})|(?P<least>{_LEAST})|(?P<most>{_MOST}))?\s*"
    rf"(?P<number>{_NUMBER})(?:(?P<so>{_ABOUT_BEHIND})|(?P<plus>{_LEAST_BEHIND})|(?P<below>{_MOST_BEHIND}))?{_PEOPLE}(?P<unsure>\s*\?)?"
)
_STRICT: Final = re.compile(r"\s*(?:more than|over|above|>|fewer than|less than|under|below|<|سے زائد|سے زیادہ|سے کم)$")
_VAGUE: Final = re.compile(
    r"(?=.*(?:several|many|few|some|scores|dozen|hundred|thousand|tens|multiple|number|numerous))"
    r"(?:(?:several|many|a few|few|some|scores|dozens?|hundreds?|thousands?|tens|multiple|a number|numerous|"
    r"a dozen|at least|more than|over|of|and|a)\s*)+" + _PEOPLE
)
_VAGUE_URDU: Final = re.compile(r"(?:درجنوں|متعدد|کئی|سینکڑوں|چند)" + _PEOPLE)
_UNKNOWN: Final = frozenset(
    {
        *("unknown", "not known", "n/a", "na", "nan", "null", "-", "--", "?", "unclear", "unspecified"),
        *("not stated", "not given", "not available", "tbd", "tbc", "نامعلوم"),
    }
)
_NOBODY: Final = re.compile(
    r"(?:nil|nobody|no one|none|کوئی نہیں|none\s+(?:killed|dead|died|wounded|injured|hurt)|no\s+(?:casualties|casualty|deaths?|fatalities|one\s+\w+|injuries|loss of life)(?: reported| confirmed)?)"
)
_OUTCOMES: Final = {
    "killed": re.compile(
        r"\b(?:killed|dead|died|deaths?|fatalit(?:y|ies)|martyred|shaheed|ہلاک|جاں\s?بحق|شہید)\b", re.IGNORECASE
    ),
    "wounded": re.compile(r"\b(?:wounded|injured|injur(?:y|ies)|hurt|زخمی)\b", re.IGNORECASE),
}
_NOTE_MARK: Final = re.compile(
    r"(?<=[\w+?])\s*(?:\*{1,3}|[†‡§]|[¹²³⁰⁴-⁹]+|\[(?:\d{1,3}|[a-z]|note \d{1,2})\])+$", re.IGNORECASE
)
_INCLUDED: Final = re.compile(
    r"\s*(?:\((?:including|incl\.?|among them)\b[^()]*\)|,?\s+(?:including|incl|among them)\b[^()]*$)", re.IGNORECASE
)
_AGE: Final = re.compile(r"\b(?:aged?\s+\d{1,3}|\d{1,3}[\s-](?:years?|yrs?|months?)\b)", re.IGNORECASE)
_MADE_UP: Final = re.compile(
    r"(?P<whole>\d{1,7})\s*\((?P<parts>\s*\d{1,7}\s[^\d()]+(?:\d{1,7}\s[^\d()]+)+)\)\s*(?P<more>[^()]*)"
)
_ASIDE: Final = re.compile(
    r"\s*(?P<whole>\d{1,7})\s*(?:\((?P<round>[^()]*[^\W\d_][^()]*)\)|\[(?P<square>[^\[\]]*[^\W\d_][^\[\]]*)\])\s*"
)
_REFERENCE: Final = re.compile(
    r"\s*(?:fir|case|sections?|sec\.?|u/s|see|notes?|ref(?:erence)?|page|p\.?|no\.?|number)\b[^()\[\]:=]*",
    re.IGNORECASE,
)
"""Words in brackets with a number that is none of people: of a report to the police, a law, a note."""
_BRACKETS: Final = re.compile(r"\s*[(\[]([^()\[\]]+)[)\]]\s*$")
_PART: Final = re.compile(
    rf"\s*(?:{_NUMBER})\s+(?!(?:as|per|by|in|on|at|to|from|according|says?|said|claim\w*|ispr|official\w*)\b)[^\W\d_][^\d:]*",
    re.IGNORECASE,
)
_AND_MORE: Final = re.compile(rf"(?P<low>{_NUMBER})\s*\(\+\s*(?P<high>{_NUMBER})\)")
"""The dead and, beside them, those who attacked: "2 (+1)" in lists of encyclopedias; two or three."""

_ROUGH: Final = re.compile(
    r"\s*(?P<number>\d{1,7})\s*[(\[]\s*(?P<words>about|around|approximately|approx\.?|roughly|circa|ca\.?|c\.|at least|no fewer than|"
    r"not less than|minimum|min\.?|at most|no more than|not more than|up to|maximum|max\.?)\s*[)\]]\s*",
    re.IGNORECASE,
)
_PAIR: Final = re.compile(r"\s*(\d{1,7}|[-–?])\s*[/|+&]\s*(\d{1,7}|[-–?])\s*")
_DASHED_PAIR: Final = re.compile(r"\s*(\d{1,7})\s*[-–]\s*(\d{1,7})\s*")
_DASHED: Final = re.compile(
    r"\b(?:k|killed|dead)\s*[-–]\s*[iw]|\b(?:[iw]|injured|wounded)\s*[-–]\s*[kd]", re.IGNORECASE
)
"""The name of a column in which "3-5" is no range: K-I, Killed - Injured."""
_NEXT: Final = re.compile(
    rf"\b(killed|dead|martyred|wounded|injured|hurt|ہلاک|شہید|زخمی)\s+(?={_NUMBER}\b)", re.IGNORECASE
)
_PARTS: Final = re.compile(r"\s*(?:[;،/&()]|(?<=\s)\+|\+(?=\s*\d)|,(?!\d{3})|\b(?:and|with)\b)\s*", re.IGNORECASE)
_OF_EITHER: Final = re.compile(r"\b(?:casualt(?:y|ies)|victims?)\b", re.IGNORECASE)
_HOW_MANY: Final = re.compile(
    rf"\d|\b(?:{'|'.join(_WORDS)}|an?|no(?:ne|t|body)?|nil|un\w+|several|many|few|some|others|scores|dozens?|hundreds?|multiple|numerous)\b|"
    r"درجنوں|متعدد|کئی|سینکڑوں|چند|نامعلوم",
    re.IGNORECASE,
)
"""What a part of a cell has that says how many: one without shares the number of the other, as “injured” in “12 killed and injured”."""
NONE: Final = "None"
"""What programs write for an unknown number, and people for nobody: `readers/none_cells.py` tells by the column."""
MAX: Final = 10_000_000
LONGEST: Final = 100  # characters of a text that is read as words; a longer one is no number


@dataclass(frozen=True)
class Amount:
    """A number of people as written.

    `low`, `value` and `high` are None where the words leave them open; `qualifier` is a key of `QUALIFIERS`.
    """

    low: int | None
    value: int | None
    high: int | None
    qualifier: str
    as_written: str


def read_amount(text: str) -> Amount | None:
    """Return the number of people that a text means; None for a blank.

    Raises
    ------
    ValueError
        If the text cannot be read as a number of people.

    Examples
    --------
    >>> read_amount("6-8")
    Amount(low=6, value=None, high=8, qualifier='range', as_written='6-8')
    >>> read_amount("at least 12").low
    12
    >>> read_amount("dozens").qualifier
    'vague'
    """
    plain = (
        re.sub(r"\s+", " ", unicodedata.normalize("NFKC", _bare(text) if len(text) <= LONGEST else text))
        .strip()
        .casefold()
    )
    plain = "".join(str(unicodedata.digit(each)) if each.isdigit() else each for each in plain)
    plain = re.sub(r"(?<=[^\W_])\.$", "", plain)
    if not plain:
        return None
    if plain in _UNKNOWN or text.strip() == NONE or re.fullmatch(r"-9{1,2}(?:\.0*)?", plain):
        return Amount(None, None, None, "unknown", text)
    if _NOBODY.fullmatch(plain):
        return Amount(0, 0, 0, "exact", text)
    exact = _DOZEN.sub(lambda match: str(_DOZENS[match[1]]), plain) if len(plain) <= LONGEST else ""
    if exact and (found := _qualified(exact, text) or _ranged(exact, text)):
        return (
            replace(found, low=None, high=None, qualifier="about")
            if exact != plain and found.qualifier == "exact"
            else found
        )
    if len(plain) <= LONGEST and (_VAGUE_URDU.fullmatch(plain) or _VAGUE.fullmatch(plain)):
        return Amount(None, None, None, "vague", text)
    raise ValueError(_why_not(plain))


def _bare(text: str) -> str:
    """Return a text without marks of notes behind it, without whom of the people counted it names besides, or of whom they are made up."""
    text = _NOTE_MARK.sub("", text.strip())
    if rough := _ROUGH.fullmatch(text):
        return f"{rough['words']} {rough['number']}"
    if aside(text):
        return re.split(r"[(\[]", text)[0]
    made_up = _MADE_UP.fullmatch(text)
    if made_up and _sum_of(made_up["parts"]) <= int(made_up["whole"]):
        found, without = made_up["parts"], f"{made_up['whole']} {made_up['more']}".strip()
    else:
        found, without = "".join(_INCLUDED.findall(text)[:1]), _INCLUDED.sub("", text, count=1)
    return text if any(names(found, each) for each in _OUTCOMES) or is_below_parts(text) else without


def _sum_of(parts: str) -> int:
    """Return the sum of the numbers in the words for parts of a whole, other than ages."""
    return sum(map(int, re.findall(r"\d+", _AGE.sub("", parts))))


def _only_parts(words: str) -> bool:
    """Return whether each number in the words in brackets behind another is that of some of the people, by its words."""
    pieces = re.split(r"[,;&+]|\band\b", _AGE.sub("", words))
    return all(_PART.fullmatch(piece) for piece in pieces if re.search(rf"\d|\b{_NUMBER}\b", piece.casefold()))


def is_below_parts(text: str) -> bool:
    """Return whether a number includes more people than it counts.

    Examples
    --------
    >>> is_below_parts("4 killed including 6 militants"), is_below_parts("3 (5 children)"), is_below_parts("4, including a 6-year-old")
    (True, True, False)
    """
    found = (_INCLUDED.search(text) or _BRACKETS.search(text)) if len(text) <= LONGEST else None
    whole = re.search(r"\d{1,7}", text[: found.start()]) if found else None
    if not found or not whole or (found.re is _BRACKETS and not _only_parts(found[0].strip(" ()[]"))):
        return False
    return _sum_of(found[0]) > int(whole[0]) and not any(names(found[0], each) for each in _OUTCOMES)


def aside(text: str) -> str:
    """Return the words in brackets behind a plain number that are not read; empty where they change what it counts, or are read.

    They change it where they have a number that is not that of some of the people.

    Examples
    --------
    >>> aside("3 (1 child)"), aside("5 [BLA]"), aside("6 (including 2 women)"), aside("3 (5 injured)"), aside("5 (approx)")
    ('1 child', 'BLA', '', '', '')
    >>> aside("5 (BLA says 12)"), aside("3 (5 children)"), aside("5 (FIR 23)"), aside("5 (see note 3)")
    ('', '', 'FIR 23', 'see note 3')
    """
    match = _ASIDE.fullmatch(_NOTE_MARK.sub("", text.strip())) if len(text) <= LONGEST else None
    words = (match["round"] or match["square"]) if match else ""
    read = bool(words) and (
        any(names(words, each) for each in _OUTCOMES)
        or any(pattern.fullmatch(text) for pattern in (_MADE_UP, _ROUGH))
        or _INCLUDED.search(text)
        or not (_only_parts(words) or _REFERENCE.fullmatch(words))
        or is_below_parts(text)
    )
    return "" if read else words


_INITIALS: Final = re.compile(
    r"(?<![^\W_])(?:(?P<first>k)\s*[/|&+–-]\s*[iw]|[iw]\s*[/|&+–-]\s*k)(?![^\W_])", re.IGNORECASE
)


def spelled(heading: str) -> str:
    """Return the name of a column with both outcomes in words where it has their initials.

    Examples
    --------
    >>> spelled("Casualties (K/I)"), spelled("W-K"), spelled("Plan K")
    ('Casualties (killed/injured)', 'injured/killed', 'Plan K')
    """
    return _INITIALS.sub(lambda match: "killed/injured" if match["first"] else "injured/killed", heading)


def paired(text: str, heading: str) -> str:
    """Return what two numbers say, such as "3/5", in a column named for both outcomes in their order; any other text as it is.

    Examples
    --------
    >>> paired("3/5", "Killed/Injured"), paired("3/5", "Killed"), paired("3-5", "Killed/Injured"), paired("3-5", "I-K"), paired("1/-", "K/I")
    ('3 killed, 5 wounded', '3/5', '3-5', '3 wounded, 5 killed', '1 killed')
    """
    match = _PAIR.fullmatch(text) if len(text) <= LONGEST else None
    match = match or (_DASHED_PAIR.fullmatch(text) if _DASHED.search(heading) else None)
    first = _outcomes_in(heading)
    if match is None or len(first) != len(_OUTCOMES) or not any(map(str.isdigit, text)):
        return text
    said = zip(match.groups(), sorted(first, key=first.__getitem__), strict=True)
    return ", ".join(f"{number} {each}" for number, each in said if number.isdigit())


def _outcomes_in(heading: str) -> dict[str, int]:
    """Return where the name of a column names each outcome."""
    plain = spelled(heading).replace("_", " ")
    return {each: found.start() for each, pattern in _OUTCOMES.items() if (found := pattern.search(plain))}


def is_of_both(heading: str) -> bool:
    """Return whether a column is named for the killed and the wounded.

    Examples
    --------
    >>> is_of_both("Civ K/I"), is_of_both("Civilians killed")
    (True, False)
    """
    return len(_outcomes_in(heading)) == len(_OUTCOMES)


def names(text: str, outcome: str) -> bool:
    """Return whether a text names an outcome, "killed" or "wounded"."""
    return outcome in _OUTCOMES and _OUTCOMES[outcome].search(text) is not None


def read_outcome(text: str, outcome: str) -> Amount | None:
    """Return the number of people of one outcome, "killed" or "wounded", that a text in a column of it means; None for a blank.

    Raises
    ------
    ValueError
        If the text cannot be read as a number of people, or names only another outcome.

    Examples
    --------
    >>> both = "12 killed, 5 injured"
    >>> [read_outcome(both, each).value for each in ("killed", "wounded")]
    [12, 5]
    >>> read_outcome("12", "killed").value
    12
    """
    amount = read_amount(words_of(text, outcome))
    return amount and replace(amount, as_written=text)


def words_of(text: str, outcome: str) -> str:
    """Return the words of a text in a column of one outcome that are of it.

    Raises
    ------
    ValueError
        If it names only another outcome, or both for one number, or may count people of both.

    Examples
    --------
    >>> words_of("12 soldiers killed, 5 injured", "killed"), words_of("12", "killed"), words_of("3 killed, 2 abducted", "killed")
    ('12 soldiers killed', '12', '3 killed')
    """
    text = without_others(text, lambda clause: any(names(clause, each) for each in _OUTCOMES))
    if not any(names(text, each) for each in _OUTCOMES):
        if _OF_EITHER.search(text) and not _NOBODY.fullmatch(text.strip(" .").casefold()):
            raise ValueError("casualties and victims may be killed or wounded people")
        return text
    bare = _bare(text)
    parts = [part for part in _PARTS.split(_NEXT.sub(r"\1; ", bare)) if part]
    outcomes = [[each for each in _OUTCOMES if names(part, each)] for part in parts]
    if any(len(each) != 1 for each in outcomes):
        parts, outcomes = [bare], [[each for each in _OUTCOMES if names(text, each)]]
    ours = [part for part, each in zip(parts, outcomes, strict=True) if each == [outcome]]
    if len(ours) != 1 or (len({*map(tuple, outcomes)}) > 1 and not all(map(_HOW_MANY.search, parts))):
        raise ValueError(f"not one number of people {outcome}")
    return ours[0]


def _why_not(plain: str) -> str:
    if plain[0] in "=+@":
        return "a formula or sign, not a number of people"
    if re.fullmatch(rf"[-−]\s*{_NUMBER}", plain):
        return "a number of people cannot be negative"
    if re.search(THOUSANDS_OR_FRACTION, plain):
        return "a number that may be thousands or a fraction, as 2.000 may be 2,000 or 2; write it without the point"
    if re.fullmatch(r"\d+[.,]\d+", plain):
        return "not a whole number of people"
    return "not a number of people"


def _number(text: str) -> int:
    if text[0].isalpha():
        return sum(_WORDS[word] for word in re.split(r"[- ]", text))
    number = int(re.sub(r"\.0+$|[,\s']", "", text))
    if number > MAX:
        raise ValueError(f"more than {MAX:,} people")
    return number


def _ranged(plain: str, text: str) -> Amount | None:
    match = _RANGE.fullmatch(plain) or _AND_MORE.fullmatch(plain)
    if match is None:
        return None
    low, high = _number(match["low"]), _number(match["high"])
    high += low if match.re is _AND_MORE else 0
    if low > high:
        raise ValueError("the range ends below its start")
    return Amount(low, None, high, "range", text) if low < high else Amount(low, low, low, "exact", text)


def _qualified(plain: str, text: str) -> Amount | None:
    match = _QUALIFIED.fullmatch(plain)
    if match is None:
        return None
    number = _number(match["number"])
    least, most = (match[before] or match[behind] for before, behind in (("least", "plus"), ("most", "below")))
    if match["about"] or ((match["so"] or match["unsure"]) and not (least or most)):
        return Amount(None, number, None, "about", text)
    beyond = int(bool(_STRICT.fullmatch(least or most or "")))
    if least:
        return Amount(number + beyond, None, None, "at_least", text)
    if most:
        return Amount(None, None, max(number - beyond, 0), "at_most", text)
    return Amount(number, number, number, "exact", text)
