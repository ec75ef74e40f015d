"""Rows of a worksheet with cells that are struck through, as people mark what they have withdrawn."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from incidents.readers.unread_cells import tags

STRUCK: Final = "struck_through"
_NUMBER: Final = re.compile(rb"\br=[\"'][A-Z]{1,3}(\d{1,7})[\"']")


@dataclass
class StruckRows:
    """The numbers of such rows of a table."""

    numbers: set[int] = field(default_factory=set[int])
    _struck: re.Pattern[bytes] | None = None

    def begin(self, formats: Collection[int]) -> None:
        """Begin with a workbook in which cells of these formats, by their numbers, are struck through."""
        if formats:
            self._struck = re.compile(rb"\bs=[\"'](?:%b)[\"']" % "|".join(map(str, sorted(formats))).encode())

    def look_at(self, part: bytes, before: int) -> None:
        """Take note of those in a part of a sheet, whose rows are numbered on from `before`.

        Examples
        --------
        >>> found = StruckRows()
        >>> found.begin({3})
        >>> found.look_at(b'<row r="2"><c r="A2" s="3"/></row><row r="3"><c r="A3" s="3"><v>1</v></c></row>', 10)
        >>> found.numbers
        {13}
        """
        if self._struck is not None:
            filled = (_NUMBER.search(tag) for tag, _ in tags(part, self._struck) if not tag.endswith(b"/"))
            self.numbers.update(before + int(place[1]) for place in filled if place)
