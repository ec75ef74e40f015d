"""Reads dates as people write them in sheets; what could be two dates is refused, never guessed."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from incidents.date_order import (
    NUMERIC,
    YEAR_FIRST,
    Days,
    NotADate,
    Order,
    Reading,
    plain_date,
    read_numeric,
    read_year_first,
    year_of,
)
from incidents.epoch import EPOCH, day_of_epoch

if TYPE_CHECKING:
    from collections.abc import Mapping

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
_SPLITS: Final = (re.compile(r"\s+(?:to|until|till|through|and|-)\s+"), re.compile(r"\s*[–—]\s*"), re.compile(r"/|--"))
SERIAL_FROM: Final = dt.date(1899, 12, 30)
_WORD: Final = re.compile(r"[^\W\d_]{3,}")


def _named(match: re.Match[str]) -> Reading:
    parts = match.groupdict()
    month = parts.get("month")
    return Reading(
        year_of(parts["year"]) if parts.get("year") else None,
        None if month is None else int(month) if month.isdigit() else MONTHS[month],
        int(parts["day"]) if parts.get("day") else None,
    )


_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
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
_NAME_OF_MONTH: Final = re.compile(_MONTH)
_FOUR_DIGITS: Final = re.compile(r"\d{4}")
_DAYS_OF_MONTH: Final = (
    re.compile(rf"(?P<first>\d{{1,2}})\s*(?:[-–—/&]|to|and)\s*(?P<day>\d{{1,2}})[\s-]+{_MONTH}[\s-]*{_YEAR}"),
    re.compile(rf"{_MONTH}\s*(?P<first>\d{{1,2}})\s*(?:[-–—/&]|to|and)\s*(?P<day>\d{{1,2}})\s+{_FULL_YEAR}"),
)
_TILL: Final = r"\s*(?:[-–—&]|to|and)\s*"
_IN_FIGURES: Final = (
    re.compile(rf"(?P<first>\d{{1,2}}){_TILL}(?P<day>\d{{1,2}})[/.](?P<month>\d{{1,2}})[/.]{_FULL_YEAR}"),
    re.compile(rf"(?P<first>\d{{1,2}})\s*/\s*(?P<day>\d{{1,2}})-(?P<month>\d{{1,2}})-{_FULL_YEAR}"),
)
_MONTH_FIRST: Final = re.compile(rf"(?P<month>\d{{1,2}})/(?P<first>\d{{1,2}}){_TILL}(?P<day>\d{{1,2}})/{_FULL_YEAR}")
_DAYS_LAST: Final = re.compile(
    rf"{_FULL_YEAR}([-/])(?P<month>\d{{1,2}})\2(?P<first>\d{{1,2}})(?:{_TILL}|/)(?P<day>\d{{1,2}})"
)
"""Days of a month all in figures, by where the days stand: two of them show that they are no month."""

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

_EMPTY: Final = re.compile(
    r"1900[-/.]0?0(?:[-/.]0?[01])?|1900[-/.]0?1[-/.]0?0|0?1[-/.]0?0[-/.]1900|0?0[-/.]0?1[-/.]1900|1899[-/.]12[-/.]3[01]|0{1,4}(?:[-/.]0{1,4}){1,2}"
)
"""What spreadsheets and databases show of an empty date: their day 0, and figures that are all 0."""

_MONTH_THEN_YEAR: Final = re.compile(rf"(?P<month>0?[1-9]|1[0-2])[/-]{_FULL_YEAR}")
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
    incidents.date_order.NotADate: not a date (February 2024 has 29 days, not 31)
    """
    plain = plain_date(text)
    if not plain:
        raise NotADate("no date", "give at least the year")
    if _EMPTY.fullmatch(plain):
        raise NotADate("no date (a program's way to write an empty one)", "give at least the year")
    if len(plain) > 100:
        raise NotADate("not a date")
    loose = _loosely(plain)
    read = loose or _single(plain, order or Order())
    return read.when() if read else _range(plain, order or Order())


def lacks_year(text: str) -> bool:
    """Return whether a text is a day and month without a year, or several days, such as "12-Mar" and "18-19 March".

    Examples
    --------
    >>> lacks_year("12-Mar"), lacks_year("March 12"), lacks_year("Mar-12"), lacks_year("12 March 2024")
    (True, True, False, False)
    """
    plain = plain_date(text)
    if len(text) > 40 or _FOUR_DIGITS.search(plain) or not _NAME_OF_MONTH.search(plain):
        return False
    return _days_in(f"{plain} 2024") and not _days_in(plain) and not is_loose(plain)


def _days_in(text: str) -> bool:
    try:
        return read_when(text).precision in ("day", "range")
    except NotADate:
        return False


def is_loose(text: str) -> bool:
    """Return whether a date is written in a way that only a month or year can hold, such as "early February 2026" or day 0.

    Examples
    --------
    >>> is_loose("early February 2026"), is_loose("Feb-26"), is_loose("February 2026")
    (True, True, False)
    """
    return len(text) <= 100 and _loosely(plain_date(text)) is not None


def _loosely(plain: str) -> Reading | None:
    """Return the month or year that a vaguer text lies in."""
    if match := _SHORT_MONTH.fullmatch(plain):
        year = int(match["short"]) + 2000
        return Reading(year, MONTHS[match["month"]]) if year <= dt.date.today().year + 1 else None
    for pattern in _DAYLESS:
        if match := pattern.fullmatch(plain):
            return Reading(int(match["year"]), int(match["month"]))
    part = _PART.match(plain)
    whole = _MONTH_OF_YEAR.fullmatch(plain[part.end() :]) if part else None
    return _named(whole) if whole else None


def _single(plain: str, order: Order) -> Reading | None:
    if match := _ONLY_YEAR.fullmatch(plain):
        return Reading(int(match["year"] or match["last"]))
    if match := YEAR_FIRST.fullmatch(plain):
        return read_year_first(match, order)
    if match := _MONTH_THEN_YEAR.fullmatch(plain):
        return Reading(int(match["year"]), int(match["month"]))
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(plain):
            return _named(match)
    if match := NUMERIC.fullmatch(plain):
        return read_numeric(match, order)
    if re.fullmatch(r"[2-7]\d{4}(?:\.0*)?", plain):
        day = SERIAL_FROM + dt.timedelta(days=int(float(plain)))
        return Reading(day.year, day.month, day.day)
    if EPOCH.fullmatch(plain):
        day = day_of_epoch(plain)
        return Reading(day.year, day.month, day.day)
    return None


def _range(plain: str, order: Order) -> Days:
    in_figures = (*_IN_FIGURES, *(() if order.day_first else (_MONTH_FIRST,)))
    in_figures += () if order.after_year in ("day", "both") else (_DAYS_LAST,)
    for pattern in (*_DAYS_OF_MONTH, *in_figures):
        if match := pattern.fullmatch(plain):
            last = _named(match)
            return span(Reading(last.year, last.month, int(match["first"])).when(), last.when())
    if match := _MONTHS_OF_YEAR.fullmatch(plain):
        last = _named(match)
        earlier = MONTHS[match["first"]] > (last.month or 12)
        return span(Reading((last.year or 0) - earlier, MONTHS[match["first"]]).when(), last.when())
    if match := _YEARS.fullmatch(plain):
        return span(Reading(int(match[1])).when(), Reading(int(match[2])).when())
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
    return span(Reading(last.year - earlier, start.month, start.day).when(), last.when())


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
