"""What of a file may hold incidents and is not read: other sheets of its workbook, and a second table beside the first."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from incidents.readers.alike_sheets import kind_of_name
from incidents.readers.columns import nulls
from incidents.readers.header import SAMPLE_ROWS
from incidents.readers.layouts import folded
from incidents.wording import counted, listed

if TYPE_CHECKING:
    from incidents.readers.draft import Draft
    from incidents.readers.recognise import Plan
    from incidents.readers.spool import Spool
    from incidents.readers.titled_sheets import Looked

_LISTED: Final = 5
_NUMBERED: Final = re.compile(r"_\d+$")  # a heading that was there before


def sheets_left_out(
    sheets: Mapping[str, str], read: Collection[str], looked: Mapping[str, Looked]
) -> tuple[list[str], list[str]]:
    """Return which sheets are not read, and a warning of those that have dates and places, with how many rows they have.

    Parameters
    ----------
    sheets : mapping
        The titles of the sheets.
    read : collection
        Those that are read.
    looked : mapping
        The headers and first rows of those that were looked at.
    """
    others = [each for each in sheets if each not in read]
    notes = [f"other sheets left out: {', '.join(repr(sheets[each]) for each in others[:_LISTED])}"] if others else []
    return notes, dated_tables({repr(sheets[each]): looked[each] for each in others if each in looked}, "sheets")


def dated_tables(unread: Mapping[str, Looked], kind: str) -> list[str]:
    """Return a warning of tables that are not read, by their names, though they have dates and places; nothing where none has."""
    told = [f"{name} ({words})" for name, table in unread.items() if (words := _rows(table))]
    if not told:
        return []
    more = f" and {counted(len(told) - _LISTED, f'more {kind[:-1]}')}" if len(told) > _LISTED else ""
    has, its = ("has", "its columns are") if len(told) == 1 else ("have", "their columns are")
    return [
        f"{', '.join(told[:_LISTED])}{more} {has} dates and places and {'is' if len(told) == 1 else 'are'} not read, as {its} not those of the "
        f"{kind} that are: give them the same names, or save each as a file of its own and import that"
    ]


def _rows(sheet: Looked) -> str:
    """Return how many rows a sheet has, in words; empty where it has no dates, or no places."""
    if not {"date", "place"} <= {kind_of_name(name) for name in sheet.header.names}:
        return ""
    rows = sum(any(cell.strip() for cell in row) for row in sheet.rows[sheet.header.skipped :])
    return f"{'at least ' if len(sheet.rows) >= SAMPLE_ROWS else ''}{counted(rows, 'row')}" if rows else ""


@dataclass
class BesideTable:
    """A second table to the right of the first: columns of which nothing is read, with dates, places or people again as the first has them."""

    headings: Sequence[str] = ()
    dates: str = ""
    rows: int = 0

    @classmethod
    def of(cls, spool: Spool, how: Plan) -> BesideTable:
        """Return that of a table; nothing of what has none.

        Columns are those of another table if they stand side by side and are called as columns that are read, but for words before that or a number behind.
        """
        read = [name for name in spool.names if name in {*how.rename.values()}]
        last = {_last(name) for name in read}
        begin = max((spool.names.index(name) for name in read if kind_of_name(_last(name)) == "date"), default=-1)
        pairs = list(zip(spool.names, spool.headings, strict=True))
        behind = pairs[begin + 1 :] if how.kind == "table" and begin >= 0 else []
        again = [(name, heading) for name, heading in behind if _last(name) in last and name not in read]
        dates = next((name for name, _ in again if kind_of_name(_last(name)) == "date"), "")
        side_by_side = bool(again) and [*dict(again)] == [*dict(behind[behind.index(again[0]) :][: len(again)])]
        if not dates or not side_by_side or "place" not in {kind_of_name(_last(name)) for name, _ in again}:
            return cls()
        return cls([heading or name for name, heading in again], dates)

    def look_at(self, draft: Draft) -> None:
        """Count the rows that it has."""
        if self.dates:
            self.rows += int(np.count_nonzero(~nulls(draft.batch.text(self.dates))))

    def warnings(self) -> list[str]:
        """Return what has to be known of it; nothing where there is none."""
        if not self.rows:
            return []
        return [
            f"{listed([repr(each) for each in self.headings])} look like a second table beside the first, with {counted(self.rows, 'row')}: nothing of it "
            "is read; put its rows below those of the first, under the same names, and import the file again"
        ]


def _last(name: str) -> str:
    """Return the last word of a folded name, without the number that makes it the only one."""
    return folded(_NUMBERED.sub("", name)).rpartition("_")[2]
