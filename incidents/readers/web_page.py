"""Reads the table of a web page: portals hand out pages under the names of workbooks."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from incidents.readers.errors import Refused
from incidents.readers.limits import MAX_CELL, MAX_COLUMNS, MB
from incidents.readers.merged import stands_for_each
from incidents.readers.text import read_text
from incidents.wording import counted

if TYPE_CHECKING:
    from pathlib import Path

    from incidents.readers.spool import Spool

LARGEST: Final = 64 * MB
_FEWEST: Final = 2  # rows and columns of what is a table of data
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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, row or cell; an open one ends."""
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
            self._below[len(self._row)] = min(self._high, _LONGEST) - 1, text if stands_for_each(text) else ""
        self._row += [text, *[""] * (min(self._wide, MAX_COLUMNS) - 1)]

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
            self.tables[-1].append(self._row)
        self._row = None


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
    page.feed(_decoded(path.read_bytes()))
    page.close()
    tables = [rows for rows in page.tables if len(rows) >= _FEWEST and max(map(len, rows)) >= _FEWEST]
    if not tables:
        raise Refused(f"{path.name!r} is a web page without a table, perhaps under the name of a workbook: {to_do}")
    rows = max(tables, key=lambda each: sum(map(len, each)))
    text = work / "page.csv"
    with text.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    spool = read_text(text, work, progress, flowing)
    others = f"; {counted(len(tables) - 1, 'other table')} left out" if len(tables) > 1 else ""
    spool.notes = [
        f"a web page, perhaps under the name of a workbook: its table of {len(rows):,} lines is read{others}"
    ]
    return spool


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
