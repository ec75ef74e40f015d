"""Rows of a worksheet that a filter or a hand has hidden: they are read like all others, and how many is told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from incidents.wording import counted

_HIDDEN: Final = re.compile(rb"<(?:\w+:)?row\b[^>]*?\bhidden=[\"'](?:1|true)[\"'][^>]*>")
_NUMBER: Final = re.compile(rb"\br=[\"'](\d{1,7})[\"']")
_LISTED: Final = 5


@dataclass
class HiddenRows:
    """The numbers of the hidden rows met so far, and of those of them that are read."""

    numbers: set[int] = field(default_factory=set[int])
    read: list[int] = field(default_factory=list[int])

    def look_at(self, part: bytes, before: int) -> None:
        """Take note of the hidden rows in a part of a sheet, whose rows are numbered on from `before`.

        Examples
        --------
        >>> found = HiddenRows()
        >>> found.look_at(b'<row r="2"><c r="A2"/></row><row r="3" spans="1:4" hidden="1"><c r="A3"/></row>', 10)
        >>> found.numbers
        {13}
        """
        if b"hidden=" in part:
            places = (_NUMBER.search(tag) for tag in _HIDDEN.findall(part))
            self.numbers.update(before + int(place[1]) for place in places if place)

    def met(self, number: int) -> None:
        """Take note that a row is read."""
        if number in self.numbers:
            self.read.append(number)

    def notes(self) -> list[str]:
        """Return what the report says; nothing where no hidden row is read."""
        if not self.read:
            return []
        more = " and others" if len(self.read) > _LISTED else ""
        word = "row" if len(self.read) == 1 else "rows"
        listed = ", ".join(f"{each:,}" for each in self.read[:_LISTED])
        told = f"{counted(len(self.read), 'row')} that a filter or a hand has hidden {'is' if len(self.read) == 1 else 'are'} read like all others ({word} {listed}{more})"
        return [f"{told}: to leave them out, delete them in the spreadsheet program, save, and import again"]
