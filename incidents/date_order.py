"""Which part of a date in figures is the year, the month and the day, as the whole of its column shows."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

_WEEKDAY: Final = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b[\s,-]*|\b(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b(?:[,.-]\s*|\s+)"
    r"|\b(?:پیر|منگل|بدھ|جمعرات|جمعہ|ہفتہ|اتوار)\b[\s،,-]*"
)
_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
TIME: Final = re.compile(
    r"(?<=\d)[t\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?P<zone>(?:[ap]m\s*)?(?:z|utc|gmt|pkt|pst)?(?:[+-]\d{2}(?::?\d{2})?)?)$"
)
NUMERIC: Final = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})")
YEAR_FIRST: Final = re.compile(r"(\d{4})(?:[-/. ](\d{1,2})[-/. ](\d{1,2})|(\d{2})(\d{2})(?:\d{6})?)")
_PART_OF_DAY: Final = r"(?:late |early )?(?:night|overnight|midnight|evening|morning|afternoon|noon|midday|dawn|dusk)"
_DAYTIME: Final = re.compile(rf"^(?:(?:on )?(?:the )?{_PART_OF_DAY} (?:of|between|on) (?:the )?|on (?=[a-z\d]))")
"""Before a date: which part of its day it was, or of which two days the night."""

_BRACKETS: Final = re.compile(
    rf"(?:\s*(?:\({_PART_OF_DAY}\)|\[(?:\d{{1,3}}|[a-z]|note \d{{1,2}})\]|\([a-z ]*\btime\)|\(\s*\)))+$"
)
"""Behind a date: footnotes, as tables copied from encyclopedias have them, names of zones, part of the day, and what is left of "(Friday)"."""

_DAY_OF: Final = re.compile(r"(?<=\d)\s+of\s+(?=[a-z])")
_LETTERS: Final = str.maketrans({"ي": "ی", "ك": "ک", "،": " ", ",": " ", "−": "-"})
_OF_THE_ERA: Final = re.compile(r"(?<=\d)\s*ء")  # as Urdu marks a year of this calendar
WRITE: Final = "write it as 2026-01-29, 29 January 2026, 29-30 January 2026, January 2026 or 2026"
YEARS: Final = range(1800, 2200)
_ISLAMIC: Final = range(1300, 1500)  # recent years of the lunar and of the solar calendar


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
    is whether a value shows that years of two digits come first, as in 03/12/31. `after_year` is what follows a year of
    four digits: "day" as in 2021-17-04, "month", "both" where many values show each, or empty where none shows the day;
    `after_shown` are the values that show it. `doubt` says why the two figures behind it may be exchanged (`exchanged_days`).
    `left` are the orders, as letters, that every value allows.
    """

    day_first: bool | None = None
    shown_by: str = ""
    conflict: bool = False
    year_first: bool = False
    after_year: str = ""
    after_shown: str = ""
    doubt: str = ""
    left: frozenset[str] = field(default=frozenset(), repr=False)

    @classmethod
    def infer(cls, texts: Iterable[str], others: int = 0) -> Order:
        """Return the order that a whole column shows, which has so many other texts that show none.

        Examples
        --------
        >>> Order.infer(["03/04/2026", "31/01/2026"]).day_first
        True
        >>> Order.infer(["03/04/2026", "05/04/2026"]).day_first is None
        True
        >>> Order.infer(["2021-05-04", "2021-17-04"]).after_year
        'day'
        """
        shown: dict[frozenset[str], str] = {}
        firsts, lasts = set[str](), set[str]()
        after = _AfterYear(others)
        for text in texts:
            after.seen += 1
            plain = plain_date(text)
            if match := YEAR_FIRST.fullmatch(plain):
                after.add(text, readings_after_year(match))
            elif (match := NUMERIC.fullmatch(plain)) and (readings := _readings(match)):
                shown.setdefault(frozenset(readings), text)
                firsts.add(match[1])
                lasts.add(match[3])
        order = cls._shown(shown, days_first=len(firsts) > len(lasts))
        return replace(order, after_year=after.order(), after_shown=after.shown())

    @classmethod
    def _shown(cls, shown: Mapping[frozenset[str], str], *, days_first: bool) -> Order:
        """Return the order by what each value can be; `days_first`: the figures in front differ more than those at the end.

        Day or month first is preferred to a year of two digits in front, where figures in front do not look like years.
        """
        if not shown:
            return cls()
        left = frozenset.intersection(*shown)
        if not left:
            narrow = [text for forms, text in shown.items() if not any(other < forms for other in shown)]
            return cls(conflict=True, shown_by=" and ".join(narrow))
        narrowest = shown[min(shown, key=len)]
        if list(left) == ["ymd"]:
            return cls(None, narrowest, year_first=True, left=left)
        if len(left - {"ymd"}) == 1 and ("ymd" not in left or days_first):
            return cls("dmy" in left, narrowest, left=left)
        return cls(left=left)

    @classmethod
    def of(cls, words: str, shown_by: str = "") -> Order:
        """Return the order that words of a mapping state (see `words`); raises ValueError for others.

        Examples
        --------
        >>> Order.of("day first").day_first, Order.of("year-day-month").after_year, Order.of("")
        (True, 'day', Order(day_first=None, shown_by='', conflict=False, year_first=False, after_year='', after_shown='', doubt=''))
        """
        parts = words.split(", ") if words else []
        first, after = ([each for each in parts if each in known] for known in (_FIRST, _AFTER))
        if len(first) > 1 or len(after) > 1 or len(first) + len(after) != len(parts):
            raise ValueError(f"no order of dates: {words!r}")
        return cls(
            _FIRST[first[0]] if first else None,
            shown_by,
            after_year=_AFTER[after[0]] if after else "",
            after_shown=shown_by if after else "",
        )

    @property
    def words(self) -> str:
        """The order in the words of a mapping; empty where it is not known.

        Examples
        --------
        >>> Order(True).words, Order(False, after_year="day").words, Order().words
        ('day first', 'month first, year-day-month', '')
        """
        first = [word for word, day_first in _FIRST.items() if day_first is self.day_first]
        return ", ".join([*first, *(word for word, after in _AFTER.items() if after == self.after_year)])

    @property
    def form(self) -> str:
        """The order as letters: dmy, mdy or ymd; empty where the column does not show it."""
        return "ymd" if self.year_first else "" if self.day_first is None else "dmy" if self.day_first else "mdy"


_FIRST: Final = {"day first": True, "month first": False}
_AFTER: Final = {"year-day-month": "day", "year-month-day": "month"}
_FORMS: Final = {"dmy": "day", "mdy": "month", "ymd": "year"}
ORDERS: Final = (*_FIRST, *_AFTER)
"""What words can state of an order; one of the first two and one of the last two can stand together, with a comma."""

_SLIPS: Final = 10  # one date in so many may have an impossible month by mistake


class _AfterYear:
    """What the dates of a column that begin with their year show of the two figures behind it."""

    def __init__(self, others: int) -> None:
        self.seen = others
        self.only: dict[str, list[str]] = {"day": [], "month": []}

    def add(self, text: str, readings: Mapping[str, Reading]) -> None:
        if len(readings) == 1:
            self.only[next(iter(readings))].append(text)

    def order(self) -> str:
        """Return what follows the year; a few impossible months among many other dates are mistakes and change no other date."""
        days, months = len(self.only["day"]), len(self.only["month"])
        if not days or days > months > 0:
            return "both" if days else ""
        return "day" if not months and days * _SLIPS >= self.seen else "month"

    def shown(self) -> str:
        return " and ".join(texts[0] for texts in self.only.values() if texts) if self.only["day"] else ""


def readings_after_year(match: re.Match[str]) -> dict[str, Reading]:
    """Return the dates that 2021-05-04 can be, by what follows the year."""
    year, *parts = (int(part) for part in match.groups() if part)
    readings = {"month": Reading(year, parts[0], parts[1]), "day": Reading(year, parts[1], parts[0])}
    return {follows: each for follows, each in readings.items() if each.exists()}


def has_day_last(text: str) -> bool:
    """Return whether a date begins with its year and can only have the day last.

    Examples
    --------
    >>> has_day_last("2021-04-17"), has_day_last("2021-04-05"), has_day_last("2021-17-04")
    (True, False, False)
    """
    match = YEAR_FIRST.fullmatch(plain_date(text))
    return match is not None and list(readings_after_year(match)) == ["month"]


def read_year_first(match: re.Match[str], order: Order) -> Reading:
    """Return the reading of 2021-05-04 by the order of the column: year, month and day where nothing shows another.

    Raises
    ------
    NotADate
        If many dates of the column are in each order, and this one could be in either.
    """
    year, *parts = (int(part) for part in match.groups() if part)
    if order.after_year not in ("day", "both"):
        return Reading(year, parts[0], parts[1])
    readings = readings_after_year(match)
    if order.after_year == "both" and len(set(readings.values())) > 1:
        words = (f"{each.day} {calendar.month_name[each.month or 0]} {year}" for each in readings.values())
        why = f"year-month-day or year-day-month: both occur: {order.after_shown}"
        raise NotADate(f"ambiguous date ({why})", f"write {' or '.join(words)}")
    return readings.get("day") or readings.get("month") or Reading(year, parts[1], parts[0])


def _readings(match: re.Match[str]) -> dict[str, Reading]:
    """Return the dates that 03/04/2026 or 01/02/03 can be, by the order of their parts.

    Years of two digits come first only where every part has two and the day is not in the future; they never lie far in it at the end.
    """
    first, second, year = int(match[1]), int(match[2]), year_of(match[3])
    readings = {"dmy": Reading(year, second, first), "mdy": Reading(year, first, second)}
    if all(len(part) == 2 for part in match.groups()):
        in_front, today = Reading(2000 + first, second, int(match[3])), dt.date.today()
        if in_front.exists() and dt.date(2000 + first, second, int(match[3])) <= today:
            late = 2000 + int(match[3]) > today.year + 1
            readings = {**({} if late else readings), "ymd": in_front}
    return {form: each for form, each in readings.items() if each.exists()}


def could_be_two(text: str) -> bool:
    """Return whether a date such as 03/04/2026 can be two different days.

    Examples
    --------
    >>> could_be_two("03/04/2026"), could_be_two("05/05/2026"), could_be_two("31/01/2026"), could_be_two("99/99/2026")
    (True, False, False, False)
    """
    match = NUMERIC.fullmatch(plain_date(text))
    return match is not None and len(set(_readings(match).values())) > 1


def _exists(year: int, month: int, day: int) -> bool:
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def year_of(text: str) -> int:
    """Return a year; one of two digits is the latest that is not in the future by more than a year."""
    year = int(text)
    if len(text) > 2:
        return year
    latest = dt.date.today().year + 1
    return latest - (latest - year) % 100


_WEEKDAYS: Final = (
    ("mo", "پیر"),
    ("tu", "منگل"),
    ("we", "بدھ"),
    ("th", "جمعرات"),
    ("fr", "جمعہ"),
    ("sa", "ہفتہ"),
    ("su", "اتوار"),
)


def weekday_in(text: str) -> int:
    """Return the day of the week that a date names, from 0 for Monday; -1 for none, or several.

    Examples
    --------
    >>> weekday_in("Thursday, 4 January 2024"), weekday_in("4-1-2024"), weekday_in("جمعہ، ۵ جنوری ۲۰۲۴")
    (3, -1, 4)
    """
    found = _WEEKDAY.findall(text.casefold().replace("ي", "ی"))
    return next((at for at, names in enumerate(_WEEKDAYS) if found[0].startswith(names)), -1) if len(found) == 1 else -1


def plain_date(text: str) -> str:
    """Return the text with plain digits and small letters, without weekdays, ordinals, brackets behind it and time of day."""
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    if not folded.isascii():
        folded = "".join(str(unicodedata.digit(each)) if each.isdigit() else each for each in folded)
    folded = _DAY_OF.sub(" ", _ORDINAL.sub("", _WEEKDAY.sub("", folded)))
    folded = _OF_THE_ERA.sub(
        "", (_BRACKETS.sub("", folded) if folded.endswith(("]", ")")) else folded).translate(_LETTERS)
    )
    folded = re.sub(r"\s+", " ", TIME.sub("", folded)).strip()
    return _DAYTIME.sub("", folded) if folded[:1].isalpha() else folded


@dataclass(frozen=True)
class Reading:
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
            asked = "; is it of the Islamic calendar?" if self.year in _ISLAMIC else ""
            raise NotADate(f"not a date (the year {self.year} is not between {YEARS[0]} and {YEARS[-1]}{asked})")
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


def read_numeric(match: re.Match[str], order: Order) -> Reading:
    """Return the reading of 03/04/2026 by the order of the column, or the only one that exists."""
    readings = _readings(match)
    readings = {form: each for form, each in readings.items() if form in order.left} or readings
    different = set(readings.values())
    if len(different) > 1:
        if order.form in readings:
            return readings[order.form]
        why = f"both orders occur: {order.shown_by}" if order.conflict else "no value of the column shows which"
        *others, last = (word for form, word in _FORMS.items() if form in readings)
        what = f"{', '.join(others)} or {last} first"
        raise NotADate(f"ambiguous date ({what}: {why})", f"write {' or '.join(sorted(map(str, different)))}")
    if different:
        return different.pop()
    first, second, year = int(match[1]), int(match[2]), year_of(match[3])
    return Reading(year, first, second) if first <= 12 < second else Reading(year, second, first)
