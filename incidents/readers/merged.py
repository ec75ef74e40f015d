"""Cells of a worksheet that are merged down several rows: a date or a name stands for each of them, a number for all together."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from incidents.amounts import read_amount
from incidents.dates import NotADate, Order, read_when
from incidents.readers.limits import MB
from incidents.wording import counted

LARGEST: Final = 64 * MB  # of a sheet that is looked through for merged cells: people merge by hand
_CLOSED: Final = re.compile(rb"</(?:\w+:)?sheetData>")
_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})[\"']")
_DAY_FIRST: Final = Order(day_first=True, after_year="day")


@dataclass
class Merged:
    """The cells that are merged downwards in the sheets of a table, by the number of the row in which each begins.

    `rows` counts the rows to which something was given, `shared` the numbers that stand for several rows together.
    """

    begins: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    rows: int = 0
    shared: int = 0
    _open: dict[int, tuple[int, str]] = field(default_factory=dict[int, tuple[int, str]])

    def add(self, archive: zipfile.ZipFile, member: str, before: int, moved: Mapping[int, int]) -> None:
        """Take note of the merged cells of a sheet, whose rows are numbered on from `before`, and of whose columns some are `moved`."""
        if archive.getinfo(member).file_size > LARGEST:
            return
        *_, after = _CLOSED.split(archive.read(member), maxsplit=1)
        for letters, top, bottom in _MERGED.findall(after):
            if int(bottom) > int(top):
                self.begins[before + int(top)].append((moved.get(at := column_at(letters), at), before + int(bottom)))

    def filled(self, number: int, row: list[str]) -> list[str]:
        """Return a row with what stands merged above it; rows are given in their order."""
        given = {column: text for column, (bottom, text) in self._open.items() if number <= bottom}
        self._open = {column: each for column, each in self._open.items() if number <= each[0]}
        gaps = {column: text for column, text in given.items() if column < len(row) and not row[column]}
        if gaps and any(row):
            self.rows += 1
            row = [gaps.get(column, text) for column, text in enumerate(row)]
        for column, bottom in self.begins.get(number, ()):
            if column < len(row) and stands_for_each(row[column]):
                self._open[column] = (bottom, row[column])
            else:
                self.shared += column < len(row) and row[column] != ""
        return row

    def notes(self) -> list[str]:
        """Return what the report says; nothing where no row was given anything."""
        told = f"{counted(self.rows, 'row')} in cells merged downwards: dates and names are read in each row, numbers in the first"
        return [*([told] if self.rows else []), *shared_notes(self.shared)]


def shared_notes(numbers: int) -> list[str]:
    """Return what the report says of numbers that stand for several rows together."""
    if not numbers:
        return []
    cells = f"{counted(numbers, 'cell')} merged downwards {'has' if numbers == 1 else 'have'}"
    return [
        f"{cells} one number for several rows together: it is read in the first of them, and not known of the others; if each row has its own, write it there"
    ]


def column_at(letters: bytes) -> int:
    """Return the place of a column from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def stands_for_each(text: str) -> bool:
    """Return whether what stands in a merged cell is meant for each of its rows: a date or words, no number of people.

    Examples
    --------
    >>> [stands_for_each(text) for text in ("2022-05-01", "Turbat", "12", "6-8", "at least 12", "")]
    [True, True, False, False, False, False]
    """
    try:
        read_when(text, _DAY_FIRST)
    except NotADate:
        try:
            return bool(text.strip()) and read_amount(text) is None
        except ValueError:
            return True
    return True
