"""Cells of a worksheet with a formula whose result is not stored, as programs write them that do not calculate."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from typing import Final

from incidents.readers.limits import MB
from incidents.readers.merged import column_at
from incidents.wording import counted

MOST: Final = 200_000  # cells that are looked for
REASON: Final = "a formula whose result is not stored in the file"
REMEDY: Final = "open the file in the spreadsheet program, save it again, and import that"
_LISTED: Final = 5
_PREFIX: Final = re.compile(rb"<(\w+:)sheetData\b")
_PLACE: Final = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_TEXT: Final = re.compile(rb"\bt=[\"']str[\"']")  # a result that is an empty text


@dataclass
class Uncalculated:
    """The cells of a table with a formula and no result: of each row, by its number, the columns from 0; and how many there are."""

    rows: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    cells: int = 0

    def look_at(self, part: bytes, before: int) -> set[int]:
        """Take note of those in a part of a sheet, whose rows are numbered on from `before`; return in which of its rows they are.

        Examples
        --------
        >>> found = Uncalculated()
        >>> _ = found.look_at(b'<c r="D2"><f>1+1</f><v></v></c><c r="E2"><f>2+2</f><v>4</v></c>', 0)
        >>> dict(found.rows), found.cells
        ({2: [3]}, 1)
        """
        there: set[int] = set()
        for cell in _without_results(part):
            place = _PLACE.search(cell)
            if place is None or _TEXT.search(cell):
                continue
            if self.cells >= MOST:
                break
            self.cells += 1
            there.add(int(place[2]))
            self.rows[before + int(place[2])].append(column_at(place[1]))
        return there

    def by_column(self, names: Sequence[str]) -> dict[str, frozenset[int]]:
        """Return the rows of each column, by its name."""
        found: dict[str, set[int]] = defaultdict(set)
        for number, columns in self.rows.items():
            for column in columns:
                if column < len(names):
                    found[names[column]].add(number)
        return {name: frozenset(rows) for name, rows in found.items()}


def words(by_column: MappingType[str, Collection[int]], headings: MappingType[str, str]) -> list[str]:
    """Return what the report says: which columns, in which rows, and what to do; nothing where there are none."""
    if not by_column:
        return []
    told = ", ".join(
        f"{headings[name]!r} ({'row' if len(rows) == 1 else 'rows'} {', '.join(map(str, sorted(rows)[:_LISTED]))}"
        f"{f' and {len(rows) - _LISTED:,} more' if len(rows) > _LISTED else ''})"
        for name, rows in by_column.items()
    )
    cells = sum(map(len, by_column.values()))
    return [
        f"{counted(cells, 'cell')}{' or more' if cells >= MOST else ''} with {REASON}, in column {told}: what they say is unknown; {REMEDY}"
    ]


def _without_results(part: bytes) -> Iterator[bytes]:
    """Yield the opening tags of cells with a formula and no result."""
    found = _PREFIX.search(part[:MB])
    prefix = found[1] if found else b""
    empty = rb"\s*(?:<%bv\s*/>|<%bv>\s*</%bv>)?\s*</%bc>" % ((prefix,) * 4)
    for formula in (rb"</%bf>" % prefix, rb"<%bf [^<>]*/>" % prefix):
        last = 0
        for match in re.finditer(formula + empty, part):
            begin = part.rfind(b"<%bc " % prefix, last, match.start())
            last = match.end()
            if begin >= 0:
                yield part[begin : part.find(b">", begin, last)]
