"""Reads dates as people write them in sheets; what could be two dates is refused, never guessed."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from incidents.epoch import EPOCH, day_of_epoch

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_URDU: Final = (
    *("جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون"),
    *("جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر"),
)
MONTHS: Final[Mapping[str, int]] = {
    **{name.lower(): number for number, name in enumerate(calendar.month_name) if name},
    **{name.lower(): number for number, name in enumerate(calendar.month_abbr) if name},
    **{name: number for number, name in enumerate(_URDU, start=1)},
    "sept": 9,
}
_MONTH: Final = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_YEAR: Final = r"(?P<year>\d{4}|\d{2})"
_FULL_YEAR: Final = r"(?P<year>\d{4})"
_GAP: Final = r"[\s./-]*"
_WEEKDAY: Final = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b[\s,-]*|\b(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b(?:[,.]\s*|\s+)"
    r"|\b(?:پیر|منگل|بدھ|جمعرات|جمعہ|ہفتہ|اتوار)\b[\s،,-]*"
)
_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
TIME: Final = re.compile(
    r"(?<=\d)[t\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?P<zone>(?:[ap]m\s*)?(?:z|utc|gmt|pkt|pst)?(?:[+-]\d{2}(?::?\d{2})?)?)$"
)
_NUMERIC: Final = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})")
_SPLITS: Final = (re.compile(r"\s+(?:to|until|till|through|and|-)\s+"), re.compile(r"\s*[–—]\s*"), re.compile(r"/|--"))
_EXCEL_EPOCH: Final = dt.date(1899, 12, 30)
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_LETTERS: Final = str.maketrans({"ي": "ی", "ك": "ک", "،": " ", ",": " ", "−": "-"})
_OF_THE_ERA: Final = re.compile(r"(?<=\d)\s*ء")  # as Urdu marks a year of this calendar
WRITE: Final = "write it as 2026-01-29, 29 January 2026, 29-30 January 2026, January 2026 or 2026"
YEARS: Final = range(1800, 2200)


class NotADate(ValueError):
    """Raised when a text is not one date: `reason` says why, `remedy` what to do."""

    def __init__(self, reason: str, remedy: str = WRITE) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True)
class Days:
    """The span of days that a text means: `first` and `last`, both inclusive, and how well they are known."""

    first: dt.date
    last: dt.date
    precision: str


@dataclass(frozen=True)
class Order:
    """Whether the day or the month comes first in dates such as 03/04/2026, and which value of the column shows it.

    `day_first` is None where no value shows it, or where values show both; `conflict` then tells which. `year_first`
    is whether a value shows that years of two digits come first, as in 03/12/31.
    """

    day_first: bool | None = None
    shown_by: str = ""
    conflict: bool = False
    year_first: bool = False

    @classmethod
    def infer(cls, texts: Iterable[str]) -> Order:
        """Return the order that a whole column shows.

        Examples
        --------
        >>> Order.infer(["03/04/2026", "31/01/2026"]).day_first
        True
        >>> Order.infer(["03/04/2026", "05/04/2026"]).day_first is None
        True
        """
        shown: dict[str, str] = {}
        for text in texts:
            match = _NUMERIC.fullmatch(_plain(text))
            readings = _readings(match) if match else {}
            if len(readings) == 1:
                shown.setdefault(next(iter(readings)), text)
        if len(shown) == 1:
            form, text = next(iter(shown.items()))
            return cls(None, text, year_first=True) if form == "ymd" else cls(form == "dmy", text)
        return cls(conflict=len(shown) > 1, shown_by=" and ".join(shown.values()))

    @property
    def form(self) -> str:
        """The order as letters: dmy, mdy or ymd; empty where the column does not show it."""
        return "ymd" if self.year_first else "" if self.day_first is None else "dmy" if self.day_first else "mdy"


def _readings(match: re.Match[str]) -> dict[str, _Reading]:
    """Return the dates that 03/04/2026 or 01/02/03 can be, by the order of their parts.

    Years of two digits come first only where every part has two, and never lie far in the future.
    """
    first, second, year = int(match[1]), int(match[2]), _year(match[3])
    readings = {"dmy": _Reading(year, second, first), "mdy": _Reading(year, first, second)}
    if all(len(part) == 2 for part in match.groups()):
        readings["ymd"] = _Reading(2000 + first, second, int(match[3]))
        recent = {"ymd": readings["ymd"].year, "dmy": 2000 + int(match[3]), "mdy": 2000 + int(match[3])}
        latest = dt.date.today().year + 1
        if any((recent[form] or 0) <= latest and reading.exists() for form, reading in readings.items()):
            readings = {form: each for form, each in readings.items() if (recent[form] or 0) <= latest}
        else:
            del readings["ymd"]
    return {form: each for form, each in readings.items() if each.exists()}


def could_be_two(text: str) -> bool:
    """Return whether a date such as 03/04/2026 can be two different days.

    Examples
    --------
    >>> could_be_two("03/04/2026"), could_be_two("05/05/2026"), could_be_two("31/01/2026"), could_be_two("99/99/2026")
    (True, False, False, False)
    """
    match = _NUMERIC.fullmatch(_plain(text))
    return match is not None and len(set(_readings(match).values())) > 1


def _exists(year: int, month: int, day: int) -> bool:
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _year(text: str) -> int:
    """Return a year; one of two digits is the latest that is not in the future by more than a year."""
    year = int(text)
    if len(text) > 2:
        return year
    latest = dt.date.today().year + 1
    return latest - (latest - year) % 100


def _plain(text: str) -> str:
    """Return the text with plain digits and small letters, without weekdays, ordinals and time of day."""
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    folded = "".join(str(unicodedata.digit(each)) if each.isdigit() else each for each in folded)
    folded = _OF_THE_ERA.sub("", _ORDINAL.sub("", _WEEKDAY.sub("", folded)).translate(_LETTERS))
    return re.sub(r"\s+", " ", TIME.sub("", folded)).strip()


@dataclass(frozen=True)
class _Reading:
    """One date as written: a year may be missing while a range is read, month and day where they are not given."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """Return the day as it should be written."""
        return f"{self.year}-{self.month or 1:02}-{self.day or 1:02}"

    def exists(self) -> bool:
        """Return whether there is such a day."""
        return _exists(self.year or 0, self.month or 0, self.day or 0)

    def when(self) -> Days:
        """Return the span of days that this means."""
        if self.year is None:
            raise NotADate("not a date (no year)")
        if self.year not in YEARS:
            raise NotADate(f"not a date (the year {self.year} is not between {YEARS[0]} and {YEARS[-1]})")
        if self.month is None:
            return Days(first=dt.date(self.year, 1, 1), last=dt.date(self.year, 12, 31), precision="year")
        if not 1 <= self.month <= 12:
            raise NotADate(f"not a date (there is no month {self.month})", "correct the month")
        days = calendar.monthrange(self.year, self.month)[1]
        if self.day is None:
            first = dt.date(self.year, self.month, 1)
            return Days(first=first, last=first.replace(day=days), precision="month")
        if not 1 <= self.day <= days:
            name = calendar.month_name[self.month]
            raise NotADate(f"not a date ({name} {self.year} has {days} days, not {self.day})", "correct the day")
        day = dt.date(self.year, self.month, self.day)
        return Days(first=day, last=day, precision="day")


def _named(match: re.Match[str]) -> _Reading:
    parts = match.groupdict()
    month = parts.get("month")
    return _Reading(
        _year(parts["year"]) if parts.get("year") else None,
        None if month is None else int(month) if month.isdigit() else MONTHS[month],
        int(parts["day"]) if parts.get("day") else None,
    )


_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_FULL_YEAR}[-/. ](?P<month>\d{{1,2}})[-/. ](?P<day>\d{{1,2}})",
        rf"{_FULL_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})(?:\d{{6}})?",
        rf"{_FULL_YEAR}-(?P<month>\d{{1,2}})",
        _FULL_YEAR,
        rf"(?P<day>\d{{1,2}}){_GAP}{_MONTH}[\s./'’-]*{_YEAR}",
        rf"{_MONTH}{_GAP}(?P<day>\d{{1,2}})[\s./-]+{_YEAR}",
        rf"{_FULL_YEAR}{_GAP}{_MONTH}{_GAP}(?P<day>\d{{1,2}})",
        rf"{_MONTH}{_GAP}{_FULL_YEAR}",
    )
)
_MONTH_OF_YEAR: Final = re.compile(rf"(?:{_MONTH}{_GAP})?{_FULL_YEAR}")
_SHORT_MONTH: Final = re.compile(rf"{_MONTH}\s?[-'’]\s?(?P<short>\d{{2}})")  # as Excel shows a month: Feb-26
_PART: Final = re.compile(
    r"(?:the )?(?:(?:very )?(?:early|mid|middle|late|beginning|start|end)"
    r"|(?:first|second|third|fourth|last) (?:week|half|days|quarter))[\s-]*(?:(?:of|in) )?(?:the )?"
)
_YEARLESS: Final = tuple(
    re.compile(pattern) for pattern in (rf"(?P<day>\d{{1,2}})\s*{_MONTH}", rf"{_MONTH}\s*(?P<day>\d{{1,2}})", _MONTH)
)
_DAYS_OF_MONTH: Final = (
    re.compile(rf"(?P<first>\d{{1,2}})\s*(?:[-–—/&]|to|and)\s*(?P<day>\d{{1,2}})[\s-]+{_MONTH}[\s-]*{_YEAR}"),
    re.compile(rf"{_MONTH}\s*(?P<first>\d{{1,2}})\s*(?:[-–—/&]|to|and)\s*(?P<day>\d{{1,2}})\s+{_FULL_YEAR}"),
)
_MONTHS_OF_YEAR: Final = re.compile(
    rf"(?P<first>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?\s*[-–—/&]\s*{_MONTH}[\s./-]+{_FULL_YEAR}"
)
_ONLY_YEAR: Final = re.compile(rf"{_FULL_YEAR}[-/.]0?0[-/.]0?0|0?0[-/.]0?0[-/.](?P<last>\d{{4}})")
_DAYLESS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_FULL_YEAR}[-/.](?P<month>0?[1-9]|1[0-2])[-/.]0?0",
        rf"{_FULL_YEAR}(?P<month>0[1-9]|1[0-2])00",
        rf"0?0[-/.](?P<month>0?[1-9]|1[0-2])[-/.]{_FULL_YEAR}",
        rf"(?P<month>0?[1-9]|1[0-2])[-/.]0?0[-/.]{_FULL_YEAR}",
    )
)
"""Day 0, by which datasets say that only the month is known."""

_YEARS: Final = re.compile(r"(\d{4})\s*[-–—]\s*(\d{4})")


def read_when(text: str, order: Order | None = None) -> Days:
    """Return the span of days that a text means.

    Parameters
    ----------
    text : str
        As a person wrote it.
    order : Order, optional
        Which of day and month comes first in the column (see `Order.infer`).

    Raises
    ------
    NotADate
        If the text is no date, an impossible one, or could be two.

    "early February 2026", "Feb-26" and "2026-02-00" are February 2026: see `is_loose`.

    Examples
    --------
    >>> read_when("29-30 January 2026")
    Days(first=datetime.date(2026, 1, 29), last=datetime.date(2026, 1, 30), precision='range')
    >>> read_when("January 2026").precision
    'month'
    >>> read_when("31/02/2024")
    Traceback (most recent call last):
    incidents.dates.NotADate: not a date (February 2024 has 29 days, not 31)
    """
    plain = _plain(text)
    if not plain:
        raise NotADate("no date", "give at least the year")
    if len(plain) > 100:
        raise NotADate("not a date")
    loose = _loosely(plain)
    read = loose or _single(plain, order or Order())
    return read.when() if read else _range(plain, order or Order())


def is_loose(text: str) -> bool:
    """Return whether a date is written in a way that only a month or year can hold, such as "early February 2026" or day 0.

    Examples
    --------
    >>> is_loose("early February 2026"), is_loose("Feb-26"), is_loose("February 2026")
    (True, True, False)
    """
    return len(text) <= 100 and _loosely(_plain(text)) is not None


def _loosely(plain: str) -> _Reading | None:
    """Return the month or year that a vaguer text lies in."""
    if match := _SHORT_MONTH.fullmatch(plain):
        year = int(match["short"]) + 2000
        return _Reading(year, MONTHS[match["month"]]) if year <= dt.date.today().year + 1 else None
    for pattern in _DAYLESS:
        if match := pattern.fullmatch(plain):
            return _Reading(int(match["year"]), int(match["month"]))
    part = _PART.match(plain)
    whole = _MONTH_OF_YEAR.fullmatch(plain[part.end() :]) if part else None
    return _named(whole) if whole else None


def _single(plain: str, order: Order) -> _Reading | None:
    if match := _ONLY_YEAR.fullmatch(plain):
        return _Reading(int(match["year"] or match["last"]))
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(plain):
            return _named(match)
    if match := _NUMERIC.fullmatch(plain):
        return _numeric(match, order)
    if re.fullmatch(r"[2-7]\d{4}(?:\.0*)?", plain):
        day = _EXCEL_EPOCH + dt.timedelta(days=int(float(plain)))
        return _Reading(day.year, day.month, day.day)
    if EPOCH.fullmatch(plain):
        day = day_of_epoch(plain)
        return _Reading(day.year, day.month, day.day)
    return None


def _numeric(match: re.Match[str], order: Order) -> _Reading:
    """Return the reading of 03/04/2026 by the order of the column, or the only one that exists."""
    readings = _readings(match)
    different = set(readings.values())
    if len(different) > 1:
        if order.form in readings:
            return readings[order.form]
        why = f"both orders occur: {order.shown_by}" if order.conflict else "no value of the column shows which"
        what = "day, month or year first" if "ymd" in readings else "day or month first"
        raise NotADate(f"ambiguous date ({what}: {why})", f"write {' or '.join(sorted(map(str, different)))}")
    if different:
        return different.pop()
    first, second, year = int(match[1]), int(match[2]), _year(match[3])
    return _Reading(year, first, second) if first <= 12 < second else _Reading(year, second, first)


def _range(plain: str, order: Order) -> Days:
    for pattern in _DAYS_OF_MONTH:
        if match := pattern.fullmatch(plain):
            last = _named(match)
            return span(_Reading(last.year, last.month, int(match["first"])).when(), last.when())
    if match := _MONTHS_OF_YEAR.fullmatch(plain):
        last = _named(match)
        earlier = MONTHS[match["first"]] > (last.month or 12)
        return span(_Reading((last.year or 0) - earlier, MONTHS[match["first"]]).when(), last.when())
    if match := _YEARS.fullmatch(plain):
        return span(_Reading(int(match[1])).when(), _Reading(int(match[2])).when())
    for separator in _SPLITS:
        parts = separator.split(plain)
        if len(parts) == 2 and (found := _ends(parts[0], parts[1], order)):
            return found
    raise _unread(plain)


def _unread(plain: str) -> NotADate:
    """Return why a text is no date: a month of another language is named, with what to write instead."""
    words = [each for each in _WORD.findall(plain) if each not in MONTHS]
    if len(words) == 1 and re.search(r"\d", plain) and not MONTHS.keys() & set(_WORD.findall(plain)):
        remedy = "write the month in English or Urdu or as a number, such as 12 January 2025 or 2025-01-12"
        return NotADate(f"not a date ({words[0]!r} is no month in English or Urdu)", remedy)
    return NotADate("not a date")


def _ends(left: str, right: str, order: Order) -> Days | None:
    """Return the span from one date to another; the first may leave out its year."""
    last = _single(right, order)
    first = _single(left, order) if last else None
    if last is None or first is not None:
        return span(first.when(), last.when()) if first and last else None
    match = next((match for pattern in _YEARLESS if (match := pattern.fullmatch(left))), None)
    if match is None or last.year is None:
        return None
    start = _named(match)
    earlier = (start.month or 0) > (last.month or 12)
    return span(_Reading(last.year - earlier, start.month, start.day).when(), last.when())


_COARSENESS: Final = ("day", "range", "month", "year")


def span(first: Days, last: Days) -> Days:
    """Return the span from one date to another, on one or more days of which something happened.

    Raises
    ------
    NotADate
        If it ends before it starts.
    """
    if last.last < first.first:
        raise NotADate(f"reversed dates ({last.last} is before {first.first})", "swap or correct them")
    coarsest = max(first.precision, last.precision, key=_COARSENESS.index)
    precision = "range" if coarsest == "day" and first.first != last.last else coarsest
    return Days(first=first.first, last=last.last, precision=precision)
