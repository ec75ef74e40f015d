"""Reads the table of a web page: portals hand out pages under the names of workbooks."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import islice
from typing import TYPE_CHECKING, Final

from incidents.problem import shorten
from incidents.readers.errors import Refused
from incidents.readers.header import find_header
from incidents.readers.layouts import folded
from incidents.readers.left_out import dated_tables
from incidents.readers.limits import MAX_CELL, MAX_COLUMNS, MB
from incidents.readers.merged import shared_notes, stands_for_each
from incidents.readers.text import read_text
from incidents.readers.titled_sheets import Looked
from incidents.wording import counted

if TYPE_CHECKING:
    from pathlib import Path

    from incidents.readers.spool import Spool

LARGEST: Final = 16 * MB
_PIECE: Final = MB // 4  # what is looked at at once
_UNENDED: Final = 8 * MB  # the longest comment, script or tag: programs for charts are written into pages whole
_MAX_CELLS: Final = 2_000_000  # with those that are repeated below
_MAX_PARTS: Final = 2_000_000  # tags and texts between them
_FEWEST: Final = 2  # rows and columns of what is a table of data
_LOOKED_AT: Final = 100  # tables that are not read, for being such as are
_LONGEST: Final = 1_000  # rows over which a cell may stand
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)


class _Tables(HTMLParser):
    """The tables of a page that stand in no other: their rows of cells, those over several rows repeated where they stand for each."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._depth = 0
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._wide = self._high = 1
        self._below: dict[int, tuple[int, str]] = {}
        self._unseen = 0
        self._cells = self._parts = self.shared = 0

    def read(self, page: str) -> None:
        """Take a page in pieces: what stands open at its end is left out and told, for looking at it again and again has no bound."""
        for begin in range(0, len(page), _PIECE):
            self.feed(page[begin : begin + _PIECE])
            if len(self.rawdata) > _UNENDED:
                raise Refused(f"a tag, comment or script of the web page has no end within {_UNENDED // MB} MB")
            if self._parts > _MAX_PARTS:
                raise Refused(f"the web page has more than {_MAX_PARTS:,} tags and texts")
        self._end_row()

    def open_notes(self) -> list[str]:
        """Return what is told of a tag, comment or script that the end of the page stands in."""
        left = self.rawdata.strip()
        if not left:
            return []
        return [
            f"the page ends inside of {shorten(left, 40)!r}, which is not closed: its last {counted(len(left), 'character')} are not read"
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, row or cell; an open one ends."""
        self._parts += 1
        if tag in ("script", "style"):
            self._unseen += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
                self._below = {}
        elif self._depth == 1 and tag == "tr":
            self._end_row()
            self._row = []
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            spans = {name: value or "" for name, value in attrs}
            self._wide, self._high = (
                int(number) if (number := spans.get(name, "")).isdecimal() and len(number) < 5 else 1
                for name in ("colspan", "rowspan")
            )
            self._cell = []
        elif tag in ("br", "p", "div", "li") and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a table, row or cell."""
        self._parts += 1
        if tag in ("script", "style"):
            self._unseen = max(self._unseen - 1, 0)
        elif tag == "table":
            if self._depth == 1:
                self._end_row()
            self._depth = max(self._depth - 1, 0)
        elif self._depth == 1 and tag == "tr":
            self._end_row()
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """Take text of a cell."""
        self._parts += 1
        if self._cell is not None and not self._unseen:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        if self._row is None:
            self._row = []
        text, self._cell = " ".join("".join(self._cell).split())[:MAX_CELL], None
        self._from_above()
        if self._high > 1:
            each = stands_for_each(text)
            self.shared += bool(text) and not each
            self._below[len(self._row)] = min(self._high, _LONGEST) - 1, text if each else ""
        self._row += [text, *[""] * (min(self._wide, MAX_COLUMNS) - 1)]
        if len(self._row) > MAX_COLUMNS:
            self._count(self._row)

    def _from_above(self) -> None:
        """Put into a row the cells that reach down into it where it stands now."""
        while self._row is not None and (above := self._below.pop(len(self._row), None)):
            rows, text = above
            if rows > 1:
                self._below[len(self._row)] = rows - 1, text
            self._row.append(text)

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None:
            self._from_above()
            self._count(self._row)
            self.tables[-1].append(self._row)
        self._row = None

    def _count(self, row: list[str]) -> None:
        """Count the cells of a row, of which there may be so many and no more."""
        self._cells += len(row)
        if len(row) > MAX_COLUMNS:
            raise Refused(
                f"line {len(self.tables[-1]) + 1} of the web page's table has more than {MAX_COLUMNS:,} cells"
            )
        if self._cells > _MAX_CELLS:
            raise Refused(f"the web page's tables have more than {_MAX_CELLS:,} cells")


def read_web_page(path: Path, work: Path, progress: Callable[[int], None], flowing: bool = False) -> Spool:
    """Return the rows of the largest table of a web page.

    Raises
    ------
    Refused
        If it is too large, or has no table of data.
    """
    to_do = "open it in a spreadsheet program and save it as XLSX or CSV"
    if path.stat().st_size > LARGEST:
        raise Refused(f"{path.name!r} is a web page of more than {LARGEST // MB} MB: {to_do}")
    page = _Tables()
    try:
        page.read(_decoded(path.read_bytes()))
    except Refused as refused:
        raise Refused(f"{refused}: {to_do}") from None
    tables = [rows for rows in page.tables if len(rows) >= _FEWEST and max(map(len, rows)) >= _FEWEST]
    if not tables:
        raise Refused(f"{path.name!r} is a web page without a table, perhaps under the name of a workbook: {to_do}")
    largest = max(tables, key=lambda each: sum(map(len, each)))
    same = [each for each in tables if [*map(folded, each[0])] == [*map(folded, largest[0])]]
    rows = [largest[0], *(row for each in same for row in each[1:])]
    text = work / "page.csv"
    with text.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    spool = read_text(text, work, progress, flowing)
    ours = {id(each) for each in same}
    unread = {f"table {at}": each for at, each in enumerate(tables, start=1) if id(each) not in ours}
    others = f"; {counted(len(unread), 'other table')} left out" if unread else ""
    its = (
        f"table of {len(rows):,} lines is"
        if len(same) == 1
        else f"{len(same):,} tables with the same columns, {len(rows):,} lines, are"
    )
    looked = ((name, _looked(rows)) for name, rows in islice(unread.items(), _LOOKED_AT))
    spool.warnings += dated_tables({name: each for name, each in looked if each}, "tables")
    spool.notes = [
        f"a web page, perhaps under the name of a workbook: its {its} read{others}",
        *shared_notes(page.shared),
        *page.open_notes(),
    ]
    return spool


def _looked(rows: list[list[str]]) -> Looked | None:
    """Return the header and rows of a table; None where it has none."""
    try:
        return Looked(find_header(rows), rows)
    except Refused:
        return None


def _decoded(content: bytes) -> str:
    """Return the text of a page: in UTF-8, else in what it says it is, else in Windows' letters."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    said = _CHARSET.search(content[:4096])
    for encoding in ("utf-8-sig", said[1].decode("ascii") if said else ""):
        try:
            return content.decode(encoding or "cp1252", "strict" if encoding else "replace")
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("cp1252", "replace")
