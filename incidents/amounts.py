"""Reads numbers of people as written in sheets: "12", "6-8", "at least 12", "dozens"; the wording is kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final

_WORDS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_NUMBER: Final = rf"(?:\d{{1,3}}(?:[,\s']\d{{3}})+|\d{{1,8}}(?:\.0+)?|{'|'.join(reversed(_WORDS))})"
_PEOPLE: Final = (
    r"(?:\s*(?:people|persons?|men|women|children|civilians?|militants?|soldiers?|personnel|police(?:men)?|others?)?"
    r"\s*(?:were\s+|are\s+)?(?:killed|dead|died|deaths?|fatalities|casualties|wounded|injured|hurt)?)"
)
_RANGE: Final = re.compile(
    rf"(?P<between>between\s+)?(?P<low>{_NUMBER})\s*(?:-|–|—|to|or|(?(between)and|(?!)))\s*(?P<high>{_NUMBER}){_PEOPLE}"
)
_ABOUT: Final = r"about|around|approximately|approx\.?|some|nearly|almost|roughly|circa|ca\.?|c\.|~|≈"
_LEAST: Final = r"at least|no fewer than|not less than|minimum(?: of)?|min\.?|more than|over|above|>=|≥|>"
_MOST: Final = (
    r"at most|no more than|not more than|up to|maximum(?: of)?|max\.?|fewer than|less than|under|below|<=|≤|<"
)
_QUALIFIED: Final = re.compile(
    rf"(?:(?P<about>{_ABOUT})|(?P<least>{_LEAST})|(?P<most>{_MOST}))?\s*"
    rf"(?P<number>{_NUMBER})(?P<plus>\s*(?:\+|or more))?{_PEOPLE}"
)
_STRICT: Final = re.compile(r"(?:more than|over|above|>|fewer than|less than|under|below|<)$")
_VAGUE: Final = re.compile(
    r"(?=.*(?:several|many|few|some|scores|dozen|hundred|thousand|tens|multiple|number|numerous))"
    r"(?:(?:several|many|a few|few|some|scores|dozens?|hundreds?|thousands?|tens|multiple|a number|numerous|"
    r"a dozen|at least|more than|over|of|and|a)\s*)+" + _PEOPLE
)
_UNKNOWN: Final = frozenset(
    {
        *("unknown", "not known", "n/a", "na", "nan", "null", "none", "-", "--", "?", "unclear", "unspecified"),
        *("not stated", "not given", "not available", "tbd", "tbc"),
    }
)
_NOBODY: Final = re.compile(
    r"(?:nil|nobody|no one|no\s+(?:casualties|casualty|deaths?|fatalities|one\s+\w+|injuries|loss of life))"
)
_OUTCOMES: Final = {
    "killed": re.compile(r"\b(?:killed|dead|died|deaths?|fatalit(?:y|ies)|martyred|shaheed)\b", re.IGNORECASE),
    "wounded": re.compile(r"\b(?:wounded|injured|injur(?:y|ies)|hurt)\b", re.IGNORECASE),
}
_PARTS: Final = re.compile(r"\s*(?:[;/&+()]|,(?!\d{3})|\b(?:and|with)\b)\s*", re.IGNORECASE)
MAX: Final = 10_000_000


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
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()
    plain = "".join(str(unicodedata.digit(each)) if each.isdigit() else each for each in plain)
    if not plain:
        return None
    if plain in _UNKNOWN or re.fullmatch(r"-9{1,2}(?:\.0*)?", plain):
        return Amount(None, None, None, "unknown", text)
    if _NOBODY.fullmatch(plain):
        return Amount(0, 0, 0, "exact", text)
    if len(plain) <= 100 and (found := _ranged(plain, text) or _qualified(plain, text)):
        return found
    if len(plain) <= 100 and _VAGUE.fullmatch(plain):
        return Amount(None, None, None, "vague", text)
    raise ValueError(_why_not(plain))


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
    if not any(names(text, each) for each in _OUTCOMES):
        return read_amount(text)
    parts = [part for part in _PARTS.split(text) if part]
    outcomes = [[each for each in _OUTCOMES if names(part, each)] for part in parts]
    if any(len(each) != 1 for each in outcomes):
        parts, outcomes = [text], [[each for each in _OUTCOMES if names(text, each)]]
    ours = [part for part, each in zip(parts, outcomes, strict=True) if each == [outcome]]
    if len(ours) != 1:
        raise ValueError(f"not one number of people {outcome}")
    amount = read_amount(ours[0])
    return amount and replace(amount, as_written=text)


def _why_not(plain: str) -> str:
    if plain[0] in "=+@":
        return "a formula or sign, not a number of people"
    if re.fullmatch(rf"[-−]\s*{_NUMBER}", plain):
        return "a number of people cannot be negative"
    if re.fullmatch(r"\d+[.,]\d+", plain):
        return "not a whole number of people"
    return "not a number of people"


def _number(text: str) -> int:
    if text in _WORDS:
        return _WORDS.index(text)
    number = int(re.sub(r"\.0+$|[,\s']", "", text))
    if number > MAX:
        raise ValueError(f"more than {MAX:,} people")
    return number


def _ranged(plain: str, text: str) -> Amount | None:
    match = _RANGE.fullmatch(plain)
    if match is None:
        return None
    low, high = _number(match["low"]), _number(match["high"])
    if low > high:
        raise ValueError("the range ends below its start")
    return Amount(low, None, high, "range", text) if low < high else Amount(low, low, low, "exact", text)


def _qualified(plain: str, text: str) -> Amount | None:
    match = _QUALIFIED.fullmatch(plain)
    if match is None:
        return None
    number = _number(match["number"])
    if match["about"]:
        return Amount(None, number, None, "about", text)
    if match["least"] or match["plus"]:
        beyond = int(bool(match["least"] and _STRICT.fullmatch(match["least"])))
        return Amount(number + beyond, None, None, "at_least", text)
    if match["most"]:
        beyond = int(bool(_STRICT.fullmatch(match["most"])))
        return Amount(None, None, max(number - beyond, 0), "at_most", text)
    return Amount(number, number, number, "exact", text)
