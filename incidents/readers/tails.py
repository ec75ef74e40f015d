"""What spreadsheet programs leave at the ends of lines: delimiters without a cell, on most of the lines; taken away and told."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from incidents.wording import counted

if TYPE_CHECKING:
    from pathlib import Path

    from incidents.readers.header import Header

SAMPLE: Final = 512 * 1024
"""Bytes of a text that are looked at to find out how it is made."""


@dataclass
class Text:
    """A file of UTF-8 text: where it lies, where in it the text begins, how it was found, and whether all of it was looked at."""

    path: Path
    start: int = 0
    notes: list[str] = field(default_factory=list)
    sure: bool = True


def unmangled(text: Text, work: Path) -> Text:
    """Return the text as it was before a spreadsheet program took commas for no delimiter and added ``;;;``."""
    with text.path.open("rb") as file:
        file.seek(text.start)
        first, *rest = (file.readline(SAMPLE).rstrip(b"\r\n\t ") for _ in range(21))
    below = [line for line in rest if line]
    tails = first.endswith(b";;") or sum(line.endswith(b";;") for line in below) > len(below) / 2
    if not tails or first.rstrip(b";").count(b",") < 3 or b";" in first.rstrip(b";"):
        return text
    target = work / "text.unmangled"
    source = io.TextIOWrapper(text.path.open("rb"), "utf-8", "replace", newline="")
    with source, target.open("w", encoding="utf-8", newline="") as out:
        for cells in csv.reader(source, delimiter=";"):
            while cells and not cells[-1]:
                cells.pop()
            out.write(";".join(cells) + "\n")
    note = "each line ended in ;;; as a spreadsheet program leaves it; the commas inside part the cells"
    return Text(target, 0, [*text.notes, note])


def without_spare_cells(text: Text, delimiter: str, header: Header, records: Sequence[list[str]], work: Path) -> Text:
    """Return the text without the empty cells that most rows have beyond the last column, as many in each.

    Parameters
    ----------
    text : Text
        The file.
    delimiter : str
        What parts cells.
    header : Header
        The columns.
    records : sequence
        The first records, those above the header included.
    work : Path
        A folder for temporary files.
    """
    width = len(header.names)
    rows = [cells for cells in records[header.skipped :] if cells]
    spare, often = Counter(_spare(cells, width) for cells in rows).most_common(1)[0] if rows else (0, 0)
    if not spare or often * 2 <= len(rows):
        return text
    target, trimmed = work / "text.trimmed", 0
    with text.path.open("rb") as file, target.open("w", encoding="utf-8", newline="") as out:
        file.seek(text.start)
        source, writer = io.TextIOWrapper(file, "utf-8", "replace", newline=""), csv.writer(out, delimiter=delimiter)
        for cells in csv.reader(source, delimiter=delimiter):
            mine = len(cells) == width + spare and _spare(cells, width) == spare
            trimmed += mine
            writer.writerow(cells[:width] if mine else cells)
    note = f"{counted(trimmed, 'row')} ended in {counted(spare, 'empty cell')} beyond the last column, as a spreadsheet program leaves them"
    return Text(target, 0, [*text.notes, f"{note}: left out"])


def _spare(cells: Sequence[str], width: int) -> int:
    """Return how many cells a row has beyond the last column, where all of them are empty."""
    return 0 if any(cells[width:]) else max(len(cells) - width, 0)
