"""Cells of a worksheet that hold a date and show its month or year alone, as their format says: they mean no day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from incidents.readers.merged import column_at
from incidents.readers.unread_cells import tags
from incidents.wording import counted

_LITERAL: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|[_*].')  # what a format shows as it is, or that shows nothing
_PLACE: Final = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_STYLE: Final = re.compile(rb"\bs=[\"'](\d+)[\"']")
_MONTH: Final = "%b %Y"
_YEAR: Final = "%Y"


def shown_by(code: str) -> str:
    """Return how a date looks whose format shows its month or year alone; empty for one that shows more, less or no date.

    Examples
    --------
    >>> [shown_by(code) for code in ("mmm yyyy", "[$-409]mmm\\\\-yy;@", "YYYY", "d mmm yyyy", "mmmm", "0.00", "mm:ss")]
    ['%b %Y', '%b %Y', '%Y', '', '', '', '']
    """
    parts = set(_LITERAL.sub("", code.partition(";")[0]).casefold()) & set("ymdhsgeb0#?")
    return {frozenset("ym"): _MONTH, frozenset("y"): _YEAR}.get(frozenset(parts), "")


@dataclass
class ShownMonths:
    """The cells of a part of a sheet that show no day; `cells` and `hidden` count those met so far, and those that hold another day than the first."""

    cells: int = 0
    hidden: int = 0
    example: str = ""
    _styles: dict[int, str] = field(default_factory=dict[int, str])
    _pattern: re.Pattern[bytes] | None = None
    _at: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])

    def begin(self, formats: dict[int, str]) -> None:
        """Begin with a workbook whose cells have these formats, by their numbers."""
        self._styles = {number: shown for number, code in formats.items() if (shown := shown_by(code))}
        if self._styles:
            numbers = "|".join(map(str, self._styles)).encode()
            self._pattern = re.compile(rb"\bs=[\"'](?:%b)[\"']" % numbers)

    def look_at(self, part: bytes) -> None:
        """Take note of such cells in the part of a sheet of which the rows come next."""
        self._at.clear()
        if self._pattern is None:
            return
        for tag, _ in tags(part, self._pattern):
            place, style = _PLACE.search(tag), _STYLE.search(tag)
            if place and style:
                self._at[int(place[2]), column_at(place[1])] = self._styles[int(style[1])]

    def as_shown(self, number: int, cells: Sequence[Any]) -> Sequence[Any]:
        """Return the cells of a row with those that show no day as texts."""
        if not self._at:
            return cells
        return [self._shown(cell, self._at.get((number, column), "")) for column, cell in enumerate(cells)]

    def _shown(self, cell: Any, form: str) -> Any:
        if not form or not isinstance(cell, dt.date):
            return cell
        text = cell.strftime(form)
        self.cells += 1
        self.hidden += cell.day > 1 or (form == _YEAR and cell.month > 1)
        self.example = self.example or text
        return text

    def notes(self) -> list[str]:
        """Return what the report says; nothing where every date shows its day."""
        if not self.cells:
            return []
        hidden = (
            f"; in {self.hidden:,} of them a day is stored that is not shown: to have it read, give the cells a format with a day, save, and "
            "import again"
        )
        return [
            f"{counted(self.cells, 'cell')} with a date that shows as its month or year alone, such as {self.example!r}: read as that"
            f"{hidden if self.hidden else ''}"
        ]
