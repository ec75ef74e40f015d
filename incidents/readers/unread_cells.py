"""Cells of a worksheet without a value: formulas whose result is not stored, and errors of the spreadsheet program."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from typing import Final

from incidents.readers.limits import MB
from incidents.readers.merged import column_at
from incidents.wording import counted

MOST: Final = 200_000  # cells of a kind that are looked for
_LISTED: Final = 5
_PREFIX: Final = re.compile(rb"<(\w+:)sheetData\b")
_PLACE: Final = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_TEXT: Final = re.compile(rb"\bt=[\"']str[\"']")  # a result that is an empty text
_ERROR: Final = re.compile(rb"\bt=[\"']e[\"']")
_CLOSED: Final = b"c>"  # of a cell, with or without a prefix; a formula has its sign for "greater" escaped
_SAID: Final = re.compile(rb"<(?:\w+:)?v>\s*(#[^<]{1,20}?)\s*</")


@dataclass(frozen=True)
class Kind:
    """A kind of cells without a value: the flag of their rows, what is wrong with them, what to do."""

    flag: str
    reason: str
    remedy: str


UNCALCULATED: Final = Kind(
    "uncalculated",
    "a formula whose result is not stored in the file",
    "open the file in the spreadsheet program, save it again, and import that",
)
ERROR: Final = Kind(
    "error_cell",
    "an error of the spreadsheet program",
    "correct the formula, or write what is meant, save, and import that",
)
KINDS: Final = (UNCALCULATED, ERROR)
Unread = dict[str, dict[str, frozenset[int]]]
"""For each kind, by its flag, and for each column the numbers of the rows in which it has such a cell."""


@dataclass
class UnreadCells:
    """The cells of a table without a value: for each kind of each row, by its number, the columns from 0; and how many there are.

    `errors` are the texts that the program shows for errors, and how often; `moved` is where columns of the sheet stand in the table.
    """

    rows: dict[str, dict[int, list[int]]] = field(
        default_factory=lambda: {kind.flag: defaultdict(list) for kind in KINDS}
    )
    cells: Counter[str] = field(default_factory=Counter[str])
    errors: Counter[str] = field(default_factory=Counter[str])
    moved: MappingType[int, int] = field(default_factory=dict[int, int])

    def look_at(self, part: bytes, before: int) -> set[int]:
        """Take note of those in a part of a sheet, whose rows are numbered on from `before`; return in which of its rows they are.

        Examples
        --------
        >>> found = UnreadCells()
        >>> part = b'<c r="D2"><f>1+1</f><v></v></c><c r="E2"><f>2+2</f><v>4</v></c><c r="F3" t="e"><v>#REF!</v></c>'
        >>> found.look_at(part, 0), found.cells.total(), dict(found.errors)
        ({2, 3}, 2, {'#REF!': 1})
        """
        there: set[int] = set()
        for kind, cells in ((UNCALCULATED, _without_results(part)), (ERROR, self._errors(part))):
            for cell in cells:
                place = _PLACE.search(cell)
                if place is None:
                    continue
                if self.cells[kind.flag] >= MOST:
                    break
                self.cells[kind.flag] += 1
                there.add(int(place[2]))
                self.rows[kind.flag][before + int(place[2])].append(self.moved.get(at := column_at(place[1]), at))
        return there

    def _errors(self, part: bytes) -> Iterator[bytes]:
        """Yield the opening tags of cells with an error, and count what they show."""
        for cell, after in tags(part, _ERROR):
            if said := _SAID.search(part, after, part.find(_CLOSED, after)):
                self.errors[said[1].decode("ascii", "replace")] += 1
            yield cell

    def in_row(self, number: int) -> bool:
        """Return whether a row has such a cell."""
        return any(number in rows for rows in self.rows.values())

    def by_column(self, names: Sequence[str]) -> Unread:
        """Return the rows of each column, by its name."""
        found: dict[str, dict[str, set[int]]] = {kind.flag: defaultdict(set) for kind in KINDS}
        for flag, rows in self.rows.items():
            for number, columns in rows.items():
                for column in columns:
                    if column < len(names):
                        found[flag][names[column]].add(number)
        return {flag: {name: frozenset(rows) for name, rows in each.items()} for flag, each in found.items()}

    def notes(self, unread: Unread, headings: MappingType[str, str]) -> list[str]:
        """Return what the report says: which columns, in which rows, and what to do; nothing where there are none."""
        return [self._note(kind, unread[kind.flag], headings) for kind in KINDS if unread.get(kind.flag)]

    def _note(self, kind: Kind, by_column: MappingType[str, Collection[int]], headings: MappingType[str, str]) -> str:
        told = ", ".join(
            f"{headings[name]!r} ({'row' if len(rows) == 1 else 'rows'} {', '.join(map(str, sorted(rows)[:_LISTED]))}"
            f"{f' and {len(rows) - _LISTED:,} more' if len(rows) > _LISTED else ''})"
            for name, rows in by_column.items()
        )
        cells = sum(map(len, by_column.values()))
        shown = (
            f" ({', '.join(each for each, _ in self.errors.most_common(_LISTED))})"
            if kind is ERROR and self.errors
            else ""
        )
        return (
            f"{counted(cells, 'cell')}{' or more' if cells >= MOST else ''} with {kind.reason}{shown}, in column {told}: "
            f"what they say is unknown; {kind.remedy}"
        )


def tags(part: bytes, attribute: re.Pattern[bytes]) -> Iterator[tuple[bytes, int]]:
    """Yield the opening tags of cells that have an attribute, and where each ends.

    Examples
    --------
    >>> [*tags(b'<row s="2"><c r="A1" s="2"/><c r="B1"><v>s="2"</v></c></row>', re.compile(rb'\\bs="2"'))]
    [(b'<c r="A1" s="2"/', 27)]
    """
    for found in attribute.finditer(part):
        begin, after = part.rfind(b"<", 0, found.start()), part.find(b">", found.end())
        tag = part[begin:after]
        if b">" not in tag and re.match(rb"<(?:\w+:)?c\s", tag):
            yield tag, after


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
            cell = part[begin : part.find(b">", begin, last)]
            if begin >= 0 and not _TEXT.search(cell) and not _ERROR.search(cell):
                yield cell
