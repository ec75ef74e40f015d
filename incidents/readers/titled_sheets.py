"""Gives rows the month and year that stand in the name of their sheet or above its columns, where a column has the days alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from incidents.date_order import year_of
from incidents.dates import MONTHS, lacks_year
from incidents.readers.alike_sheets import Joined
from incidents.readers.column_names import words_for
from incidents.readers.header import Header
from incidents.sheet import plain_name

_NAMES: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_PERIODS: Final = tuple(
    re.compile(each, re.IGNORECASE)
    for each in (
        rf"(?<![^\W_])(?P<month>{_NAMES})(?![^\W\d_])\W*{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}[\W_]*(?P<month>{_NAMES})(?![^\W_])",
        rf"(?<![^\W_])(?P<month>{_NAMES})\W{{1,2}}(?P<year>\d\d)(?!\d)",
        rf"(?<!\d){_YEAR}[-_./ ](?P<month>0?[1-9]|1[0-2])(?!\d)",
        rf"(?<!\d)(?P<month>0?[1-9]|1[0-2])[-_./ ]{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}(?!\d)",
    )
)
_DAY: Final = re.compile(r"0?[1-9]|[12]\d|3[01]")
_MOST: Final = 0.9  # of the cells of a column
_FEWEST: Final = 3
ADDED: Final = ("Year (from the name of the sheet)", "Month (from the name of the sheet)")


@dataclass(frozen=True)
class Looked:
    """A sheet that was looked at: its header, and its first rows with what stands above them."""

    header: Header
    rows: Sequence[Sequence[str]]

    @property
    def above(self) -> str:
        """What stands above the names of the columns."""
        return " ".join(cell for row in self.rows[: self.header.skipped - 1] for cell in row if cell)


@dataclass
class Periods:
    """Year and month of the rows of a table, by the sheet that they are in: given where the column of days has one.

    `day` is the column of days, `values` what the last columns get in the rows behind each of `begins`.
    """

    day: int = -1
    values: Sequence[tuple[str, ...]] = ()
    begins: list[int] = field(default_factory=list[int])

    def filled(self, number: int, row: list[str]) -> list[str]:
        """Return a row with year and month; rows without a day, such as notes and totals, get none.

        Examples
        --------
        >>> periods = Periods(0, [("2024", "1"), ("2024", "2")], [0, 40])
        >>> periods.filled(40, ["7", "Turbat", "", ""]), periods.filled(41, ["7", "Turbat", "", ""])
        (['7', 'Turbat', '2024', '1'], ['7', 'Turbat', '2024', '2'])
        """
        if self.day < 0 or not any(map(str.isdigit, row[self.day])):
            return row
        values = self.values[bisect_left(self.begins, number) - 1]
        return [*row[: len(row) - len(values)], *values]


def period_in(text: str) -> tuple[str, str]:
    """Return the year and month that a text names, each empty for none.

    Examples
    --------
    >>> period_in("Incidents, January 2024"), period_in("Feb-24"), period_in("2024-03"), period_in("2023"), period_in("Sheet1")
    (('2024', '1'), ('2024', '2'), ('2024', '3'), ('2023', ''), ('', ''))
    """
    match = next((match for pattern in _PERIODS if (match := pattern.search(text))), None)
    if match is None:
        return "", ""
    month = match.groupdict().get("month") or ""
    return str(year_of(match["year"])), str(
        int(month) if month.isdigit() else MONTHS[month.casefold()]
    ) if month else ""


def with_periods(
    joined: Joined, looked: Mapping[str, Looked], titles: Mapping[str, str]
) -> tuple[Joined, Periods, list[str]]:
    """Return the table with columns of year and month where its dates lack them and its sheets name them, how rows get them, and what to tell."""
    first = next(iter(joined.parts))
    header = joined.header or looked[first].header
    at = next(
        (at for at, name in enumerate(header.names) if plain_name(name) in {*words_for("date"), *words_for("day")}), -1
    )
    plain = {plain_name(name) for name in header.names}
    if at < 0 or not plain.isdisjoint(words_for("year")):
        return joined, Periods(), []
    has_month = not plain.isdisjoint(words_for("month"))
    cells = [cell for each, order in joined.parts.items() for cell in _cells(looked[each], order[at])]
    days, yearless = (sum(bool(test(cell)) for cell in cells) for test in (_DAY.fullmatch, lacks_year))
    enough = max(_MOST * len(cells), _FEWEST)
    wanted = (1 if has_month else 2) if days >= enough else 1 if yearless >= enough else 0
    periods = [_period(looked[each], titles[each])[:wanted] for each in joined.parts]
    if not wanted or not all(map(all, periods)):
        return joined, Periods(), []
    names, headings = list(header.names), [*header.headings, *ADDED[:wanted]]
    if days >= enough and plain_name(names[at]) not in words_for("day"):
        names[at] = "day"
    whole = replace(header, names=(*names, *("year", "month")[:wanted]), headings=tuple(headings), skipped=0)
    parts = {each: (*order, *[None] * wanted) for each, order in joined.parts.items()}
    what = ("dates without a year: it is", "days alone: their year and month are")[wanted - 1]
    told = f"{header.headings[at]!r} has {what} taken from the name of the sheet or the lines above its columns, as for {titles[first]!r}"
    return replace(joined, header=whole, parts=parts), Periods(at, periods), [told]


def _period(sheet: Looked, title: str) -> tuple[str, str]:
    """Return the year and month that the name of a sheet and what stands above its columns say, one perhaps each."""
    named, above = period_in(title), period_in(sheet.above)
    month = next((MONTHS[word] for word in re.findall(r"[^\W\d_]+", title.casefold()) if word in MONTHS), "")
    return named[0] or above[0], named[1] or str(month) or above[1]


def _cells(sheet: Looked, at: int | None) -> list[str]:
    """Return what stands in a column of the first rows of a sheet, where it stands beside something."""
    if at is None:
        return []
    rows = sheet.rows[sheet.header.skipped :]
    return [row[at].strip() for row in rows if len(row) > at and row[at].strip() and sum(map(bool, row)) > 2]
