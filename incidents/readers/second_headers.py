"""Lines of column names that stand among the rows of a table: those of the header once more, or others, as of a table put below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from incidents.problem import shorten
from incidents.readers.column_names import NAMES
from incidents.readers.layouts import KNOWN, folded
from incidents.readers.spool import Numbers
from incidents.sheet import plain_name
from incidents.wording import counted

FLAG: Final = "other_names"
AGAIN: Final = "the line of column names once more, not an incident"
OTHERS: Final = "a line of other column names than those above"
REMEDY: Final = "put it and the rows below it into a file of their own, or move their cells under the names above"
_DATES: Final = frozenset(NAMES["date"]) | frozenset(NAMES["year"])
_EVERY: Final = frozenset(each for names in NAMES.values() for each in names if len(each) > 2)


@dataclass
class SecondHeaders:
    """The lines of column names that a file has among its rows, which are given in their order."""

    _under: bool = False
    _begins: list[tuple[int, bool]] = field(default_factory=list[tuple[int, bool]])
    _found: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    _rows: int = 0

    def kind(self, cells: Sequence[str], names: Sequence[str]) -> str:
        """Return whether the cells of a row without a date are names of columns, `AGAIN` or `OTHERS`; empty where they are none.

        Examples
        --------
        >>> names = ("date", "town", "killed", "injured")
        >>> SecondHeaders().kind(("Date", "Town", "Killed", "Injured"), names) == AGAIN
        True
        >>> SecondHeaders().kind(("Date", "Town", "Injured", "Killed"), names) == OTHERS
        True
        >>> SecondHeaders().kind(("no date", "Turbat", "2", ""), names)
        ''
        """
        pairs = [(folded(cell), re.sub(r"_\d+$", "", name)) for cell, name in zip(cells, names, strict=False) if cell]
        same = sum(cell == name for cell, name in pairs)
        of_others = sum(cell != name and cell in names for cell, name in pairs)
        if 2 * same >= max(len(names), 4) and not of_others:
            return AGAIN
        known = sum(cell in names or cell in KNOWN or plain_name(cell) in _EVERY for cell, _ in pairs)
        dated = any(plain_name(cell) in _DATES for cell, _ in pairs)
        return OTHERS if dated and known >= 2 and 2 * known >= len(pairs) and not any(map(_is_figure, cells)) else ""

    def begin(self, row: int, number: int, kind: str, cells: Sequence[str]) -> None:
        """Begin with rows below such a line: `row` is its place in the part, `number` that in the file."""
        self._begins.append((row, kind == OTHERS))
        if kind == OTHERS:
            self._found.append((number, ", ".join(shorten(cell, 30) for cell in cells if cell)))

    def below(self, usable: Numbers) -> Numbers:
        """Return which usable rows of a part stand below a line of other names, and go on to the next part."""
        under = np.full(len(usable), self._under)
        for row, others in sorted(self._begins):
            under[row:] = others
            self._under = others
        self._begins.clear()
        self._rows += int((under & usable).sum())
        return under & usable

    def warnings(self) -> list[str]:
        """Return what has to be known before figures are used; nothing where there is no line of other names."""
        if not self._found or not self._rows:
            return []
        (number, names), more = self._found[0], len(self._found) - 1
        return [
            f"row {number:,} looks like the column names of another table ({names}){f', as do {more:,} more rows' if more else ''}: "
            f"{counted(self._rows, 'row')} below are read under the names at the top, and may say something else; {REMEDY}"
        ]


def _is_figure(cell: str) -> bool:
    return any(each.isdigit() for each in cell) and not any(each.isalpha() for each in cell)
