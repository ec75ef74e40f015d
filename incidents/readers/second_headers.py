"""Lines of column names that stand among the rows of a table: those of the header once more, in another order, or of another table put below it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from incidents.problem import shorten
from incidents.readers.arrow import pc
from incidents.readers.claimants import KILLED, WOUNDED
from incidents.readers.column_names import NAMES
from incidents.readers.layouts import KNOWN, folded
from incidents.readers.spool import Array, Numbers, Part, Spool, coded, plain
from incidents.readers.whom import group_of, has, parts_of
from incidents.sheet import plain_name
from incidents.wording import counted

if TYPE_CHECKING:
    from incidents.readers.recognise import Plan

AGAIN: Final = "the line of column names once more, not an incident"
MOVED: Final = "the column names once more in another order, not an incident: the rows below are read by it"
OTHERS: Final = "a line of other column names than those above"
BELOW: Final = "it stands below other column names than those at the top"
REMEDY: Final = "put it and the rows below it into a file of their own, or move their cells under the names above"
_DATES: Final = frozenset(name for name in (*NAMES["date"], *NAMES["year"], "iyear", "start") if len(name) > 2)
_EXACT: Final = (
    "date",
    "end_date",
    "year",
    "month",
    "day",
    "latitude",
    "longitude",
    "coordinates",
    "longitude_latitude",
)
_FIELDS: Final = {name: target for target, names in NAMES.items() for name in names if len(name) > 2}


@dataclass(frozen=True)
class Line:
    """A line of column names: what kind it is, and from which column each is read below it, where that says so; -1 for none."""

    kind: str
    order: tuple[int, ...] = ()


@dataclass
class SecondHeaders:
    """The lines of column names that a file has among its rows, by the numbers of their rows."""

    _lines: dict[int, Line] = field(default_factory=dict[int, Line])
    _said: list[str] = field(default_factory=list[str])
    _rows: dict[str, int] = field(default_factory=lambda: {MOVED: 0, OTHERS: 0})
    _sections: tuple[int, ...] = ()

    def moved(self, spool: Spool, how: Plan, parts: Iterator[Part]) -> Iterator[Part]:
        """Yield parts of a file; of rows below names in another order the cells are put below the names at the top."""
        asked = (*how.date_columns, how.rename.get("year", "year"), "iyear")
        dates = next((each for each in asked if each in spool.names), "")
        if not dates:
            yield from parts
            return
        self._sections = tuple(before for before, _ in spool.sections)
        exact = {how.rename.get(name, name) for name in _EXACT} | {
            how.rename.get(f"count:{each.column}", "") for each in how.mapping.counts
        }
        exact = exact if how.kind == "table" else {*spool.names}
        for numbers, columns in parts:
            for row in _candidates(columns, dates):
                cells = [str(column[row].as_py() or "").strip() for column in columns.values()]
                if line := line_of(cells, [*columns], exact):
                    self._lines[int(numbers[row])] = line
                    if line.kind != AGAIN:
                        told = ", ".join(shorten(cell, 30) for cell in cells if cell)
                        self._said.append(f"row {int(numbers[row]):,} {_SAID[line.kind]} ({told})")
            yield numbers, self._in_order(numbers, columns)

    def found(self, number: int) -> str:
        """Return what a row is that is a line of column names; empty for any other."""
        return self._lines[number].kind if number in self._lines else ""

    def below(self, numbers: Numbers, usable: Numbers) -> Numbers:
        """Return which usable rows stand below names that are not those at the top, and count them."""
        for kind in self._rows:
            self._rows[kind] += int(
                sum((rows & usable).sum() for line, rows in self._under(numbers) if line.kind == kind)
            )
        return usable & np.any(
            [np.zeros_like(usable), *(rows for line, rows in self._under(numbers) if line.kind == OTHERS)], axis=0
        )

    def _under(self, numbers: Numbers) -> list[tuple[Line, Numbers]]:
        """Return the rows below each line that is not as the one at the top."""
        if not self._lines:
            return []
        begins = sorted((dict(self._lines) | dict.fromkeys(self._sections, Line(AGAIN))).items())
        last = np.searchsorted([number for number, _ in begins], numbers, side="left") - 1
        return [
            (begins[at][1], last == at) for at in np.unique(last[last >= 0]).tolist() if begins[at][1].kind != AGAIN
        ]

    def _in_order(self, numbers: Numbers, columns: dict[str, Array]) -> dict[str, Array]:
        names = [*columns]
        for line, rows in self._under(numbers):
            if line.order and rows.any():
                here = {name: plain(column) for name, column in columns.items()}
                columns = {
                    name: coded(pc.if_else(pa.array(rows), here[names[at]] if at >= 0 else "", here[name]))
                    for name, at in zip(names, line.order, strict=True)
                }
        return columns

    def warnings(self) -> list[str]:
        """Return what has to be known before figures are used; nothing where there is no line of other names."""
        rows = self._rows
        told = {
            MOVED: f"{counted(rows[MOVED], 'row')} below {'is' if rows[MOVED] == 1 else 'are'} read by that order",
            OTHERS: f"{counted(rows[OTHERS], 'row')} below {'is' if rows[OTHERS] == 1 else 'are'} rejected, as the names at the top may not be theirs; {REMEDY}",
        }
        found: list[str] = []
        for kind, words in told.items():
            if rows[kind]:
                said = [each for each in self._said if _SAID[kind] in each]
                found.append(f"{said[0]}{f', as do {len(said) - 1:,} more rows' if len(said) > 1 else ''}: {words}")
        return found


_SAID: Final = {
    MOVED: "has the column names once more, in another order",
    OTHERS: "looks like the column names of another table",
}


def _candidates(columns: dict[str, Array], dates: str) -> list[int]:
    """Return which rows may be a line of column names: there is no figure where a date is expected, and a cell is what such a column is called."""
    dated = columns[dates]
    without = pc.match_substring_regex(coded(dated).dictionary, r"^\D{0,60}$")
    rows = np.flatnonzero(pc.fill_null(without.take(coded(dated).indices), True).to_numpy(zero_copy_only=False))
    if not len(rows):
        return []
    named = np.zeros(len(rows), dtype=bool)
    for column in columns.values():
        some = coded(column.take(pa.array(rows)))
        texts = pc.replace_substring_regex(pc.utf8_lower(some.dictionary), r"[\s\p{P}]+", "")
        known = pc.is_in(texts, value_set=pa.array(sorted(_DATES)))
        named |= pc.fill_null(known.take(some.indices), False).to_numpy(zero_copy_only=False)
    return rows[named].tolist()


def line_of(cells: Sequence[str], names: Sequence[str], exact: Collection[str] = ()) -> Line | None:
    """Return what the cells of a row are as names of columns; None where they are none.

    Of the columns `exact`, such as those of dates and numbers, nothing is read below a name that says something else.

    Examples
    --------
    >>> names = ("date", "town", "killed", "injured", "link")
    >>> line_of(("Date", "Town", "Killed", "Injured", "URL"), names).kind == AGAIN
    True
    >>> line_of(("Date", "Town", "Wounded", "Dead", "Link"), names).order
    (0, 1, 3, 2, 4)
    >>> line_of(("Date", "Town", "Houses", "Vehicles", "Link"), names, ("killed", "injured")).kind == OTHERS
    True
    >>> line_of(("no date", "Turbat", "2", "", ""), names) is None
    True
    """
    if any(map(_is_figure, cells)):
        return None
    pairs = [(folded(cell), re.sub(r"_\d+$", "", name)) for cell, name in zip(cells, names, strict=True) if cell]
    dated = any(plain_name(cell) in _DATES for cell, _ in pairs)
    alike = sum(_meaning(cell) == _meaning(name) or {*cell.split("_")} < {*name.split("_")} for cell, name in pairs)
    if alike == len(pairs) >= 2 and (dated or 2 * alike >= max(len(names), 4)):
        return Line(AGAIN)
    known = sum(cell in names or cell in KNOWN or plain_name(cell) in _FIELDS for cell, _ in pairs)
    if not dated or known < 2 or 2 * known < len(pairs):
        return None
    order = _order(cells, names, exact)
    return Line(OTHERS) if not order else Line(AGAIN) if order == tuple(range(len(names))) else Line(MOVED, order)


def _order(cells: Sequence[str], names: Sequence[str], exact: Collection[str]) -> tuple[int, ...]:
    """Return in which place of a line each column's name stands, -1 where it does not; nothing where a name is no column's alone."""
    order = [-1] * len(names)
    others: list[int] = []
    for at, cell in enumerate(cells):
        alike = [place for place, name in enumerate(names) if folded(cell) == name]
        alike = alike or [place for place, name in enumerate(names) if _meaning(folded(cell)) == _meaning(name)]
        if not cell or not alike:
            others.append(at)
        elif len(alike) > 1 or order[alike[0]] >= 0:
            return ()
        else:
            order[alike[0]] = at
    for at in others:  # a column that is none of those at the top, or has no name, stays where it is
        if order[at] >= 0 or (cells[at] and names[at] in exact) or isinstance(_meaning(folded(cells[at])), tuple):
            return ()
        order[at] = at
    return tuple(order)


def _meaning(name: str) -> Any:
    """Return the same for folded names that say the same of their columns."""
    outcomes = [has(name, words) for words in (KILLED, WOUNDED)]
    if any(outcomes):
        return *outcomes, group_of(name), *parts_of(name)
    return _FIELDS.get(plain_name(name), name)


def _is_figure(cell: str) -> bool:
    return any(each.isdigit() for each in cell) and not any(each.isalpha() for each in cell)
