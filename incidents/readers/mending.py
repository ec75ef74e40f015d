"""Rows with more or fewer cells than the header: which of them can be kept as they are, and which nobody can be sure of."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, Final

from incidents.problem import shorten
from incidents.readers.header import Header
from incidents.readers.layouts import DATE, shape_score, shapes_of, unambiguous
from incidents.readers.spool import Malformed, Spool
from incidents.readers.unclosed import rows_in
from incidents.wording import counted

_DATES: Final = ("event_date", "date_start", "date", "incident_date", "iyear", "start")
_DOS_END: Final = "\x1a"  # old programs end a text with it
_HABIT: Final = 3  # rows that end early: so many are a program's habit, fewer are damage


def mend(
    odd: Sequence[Any],
    header: Header,
    delimiter: str,
    first: int,
    spool: Spool,
    apart: list[tuple[int, list[list[str]]]],
) -> tuple[list[tuple[int, list[str]]], list[str]]:
    """Return (number, cells) of the odd rows that lack or add nothing but empty cells at their end, and what is to be told.

    Parameters
    ----------
    odd : sequence
        The rows as Arrow reports them, with their text and their number from 1.
    header : Header
        The columns.
    delimiter : str
        What parts cells.
    first : int
        The row number of the first row of data.
    spool : Spool
        Gets the others as malformed, or as blank.
    apart : list
        Gets the rows that the lines of a record are, with its number, where an open quotation mark made one of them.
    """
    width = len(header.names)
    rows = [(_cells(row.text, delimiter), (row.number or 0) + first - 1, row.text) for row in odd]
    ended_early = _ended_early([(cells, number) for cells, number, _ in rows], header)
    kept: list[tuple[int, list[str]]] = []
    for cells, number, text in rows:
        longer = len(cells) > width and not _any(cells[width:]) and _well_quoted(text, delimiter)
        if number in ended_early or (longer and not _shifted(cells, header, delimiter)):
            kept.append((number, (cells + [""] * width)[:width]))
        elif lines := rows_in(text, header, delimiter):
            apart.append((number, lines))
        elif _any(cells):
            why = f"it has {counted(len(cells), 'cell')} where the header has {width}"
            why += _quotes(text, number) if '"' in text else ""
            spool.malformed.append(Malformed(number, text, why))
        else:
            spool.blank += 1
    notes: list[str] = []
    if ended_early:
        note = f"{counted(len(ended_early), 'row')} {'ends' if len(ended_early) == 1 else 'end'} before the last column, as a spreadsheet program leaves them"
        notes.append(f"{note}: the missing cells were taken as empty")
    return kept, notes


def _quotes(text: str, number: int) -> str:
    """Return what a row's quotation marks may have to do with it: one that is never closed swallows the lines below."""
    lines = text.strip("\r\n").splitlines()
    odd = [at for at, line in enumerate(lines) if line.count('"') % 2]
    if len(lines) == 1 or not odd:
        return ": check its quotation marks"
    opened, closed = odd[0], odd[1] if len(odd) > 1 else len(lines) - 1
    begins = shorten(lines[opened][lines[opened].rfind('"') :], 60)
    return (
        f": a quotation mark that begins in row {number} at {begins!r} is {'closed only below' if len(odd) > 1 else 'never closed'}, and "
        f"{counted(closed - opened, 'line')} after it went into its cell; close it in the file and import that, or part the lines into rows"
    )


def _cells(text: str, delimiter: str) -> list[str]:
    return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])


def _well_quoted(text: str, delimiter: str) -> bool:
    """Return whether quotation marks stand only where they may: else cells are parted where the row has no end of one."""
    try:
        return len(list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))) <= 1
    except csv.Error:
        return False


def _any(cells: Sequence[str]) -> bool:
    return any(cell.strip().strip(_DOS_END) for cell in cells)


def _shifted(cells: Sequence[str], header: Header, delimiter: str) -> bool:
    """Return whether cells do not look as their columns' names let expect, and more do once two are one: it has a delimiter inside."""
    shapes = shapes_of(header.names)
    here = [_fits(shape, cell) for shape, cell in zip(shapes, cells, strict=False)]
    if all(here[at] for at, shape in enumerate(shapes) if shape is not None and cells[at].strip()):
        return False
    behind = [_fits(shape, cell) for shape, cell in zip(shapes, cells[1:], strict=False)]
    before, after = [0, *accumulate(here)], [0, *accumulate(reversed(behind))][::-1]
    joined = (f"{cells[at]}{delimiter}{cells[at + 1]}" for at in range(len(shapes)))
    as_one = (before[at] + _fits(shapes[at], cell) + after[at + 1] for at, cell in enumerate(joined))
    return max(as_one, default=0) > before[-1]


def _fits(shape: re.Pattern[str] | None, cell: str) -> bool:
    return shape is not None and shape.fullmatch(cell.strip()) is not None


def _ended_early(rows: Sequence[tuple[list[str], int]], header: Header) -> set[int]:
    """Return the numbers of the rows of which only empty cells at the end are missing.

    A row that a line break cut in two is not among them: what follows it does not begin as a row does.
    """
    short = {number: _begins(cells, header) for cells, number in rows if 1 < len(cells) < len(header.names)}
    whole = {number for number, begins in short.items() if begins and short.get(number + 1, True)}
    return whole if len(whole) >= _HABIT else set()


def _begins(cells: Sequence[str], header: Header) -> bool:
    """Return whether cells begin as a row does: with a date in its column, and all else as the names let expect."""
    at = next((header.names.index(name) for name in _DATES if name in header.names), len(cells))
    dated = at < len(cells) and re.fullmatch(rf"{DATE}|\d{{4}}", cells[at].strip()) is not None
    return dated and (shape_score(header.names[: len(cells)], [cells]) == 1.0 or not unambiguous(header.names))
