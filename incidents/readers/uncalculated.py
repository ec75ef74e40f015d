"""Cells of a worksheet with a formula whose result is not stored, as programs write them that do not calculate."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from typing import Final

from incidents.readers.merged import column_at
from incidents.wording import counted

MOST: Final = 200_000  # cells that are known one by one
REASON: Final = "a formula whose result is not stored in the file"
REMEDY: Final = "open the file in the spreadsheet program, save it again, and import that"
_LISTED: Final = 5
_CELL: Final = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*)>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_PLACE: Final = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_TEXT: Final = re.compile(rb"\bt=[\"']str[\"']")  # a result that is an empty text


@dataclass
class Uncalculated:
    """The cells of a table with a formula and no result: of each row, by its number, the columns from 0; and how many there are."""

    rows: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    cells: int = 0

    def look_at(self, part: bytes, before: int) -> None:
        """Take note of those in a part of a sheet, whose rows are numbered on from `before`.

        Examples
        --------
        >>> found = Uncalculated()
        >>> found.look_at(b'<c r="D2"><f>1+1</f><v></v></c><c r="E2"><f>2+2</f><v>4</v></c>', 0)
        >>> dict(found.rows), found.cells
        ({2: [3]}, 1)
        """
        if b"</" not in part or b"f" not in part:
            return
        for match in _CELL.finditer(part):
            place = _PLACE.search(match[1])
            if _TEXT.search(match[1]) or place is None:
                continue
            self.cells += 1
            if self.cells <= MOST:
                self.rows[before + int(place[2])].append(column_at(place[1]))

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
    cells = counted(sum(map(len, by_column.values())), "cell")
    return [f"{cells} with {REASON}, in column {told}: what they say is unknown; {REMEDY}"]
