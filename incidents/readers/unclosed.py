"""Lines of a text that a quotation mark, never closed or closed only in a later line, took into one cell: they are rows again."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from incidents.readers.arrow import pc
from incidents.readers.column_names import words_for
from incidents.readers.header import Header
from incidents.readers.scanning import Bytes
from incidents.readers.spool import Numbers, codes_in
from incidents.sheet import plain_name
from incidents.wording import counted

_FEWEST: Final = 3  # cells of a row by which a line is known to be one
_DATED: Final = frozenset((*words_for("date"), *words_for("year"), "eventdate", "datestart", "iyear", "start"))
_LONGEST: Final = 60  # characters of a date


def rows_in(text: str, header: Header, delimiter: str) -> list[list[str]]:
    """Return the rows that the lines of a record are; none unless each has the header's cells, a figure where the date is expected among them.

    Examples
    --------
    >>> header = Header(("date", "note", "killed"), ("Date", "Note", "Killed"), 1, ())
    >>> rows_in('3/1/2024,"a,2\\n4/1/2024,b,1\\n', header, ",")
    [['3/1/2024', 'a', '2'], ['4/1/2024', 'b', '1']]
    >>> rows_in('3/1/2024,"first, then\\nthe others",2', header, ",")
    []
    """
    lines = text.strip("\r\n").splitlines()
    width = len(header.names)
    dated = next((at for at, name in enumerate(header.names) if plain_name(name) in _DATED), None)
    if len(lines) < 2 or width < _FEWEST or dated is None:
        return []
    rows: list[list[str]] = []
    for line in lines:
        row = _cells(line, delimiter)
        date = row[dated] if len(row) == width else ""
        if len(date) > _LONGEST or not any(map(str.isdigit, date)):
            return []
        rows.append(row)
    return rows


def _cells(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line; a quotation mark that is alone in its cell says nothing."""
    if line.count('"') % 2 == 0:
        return next(csv.reader([line], delimiter=delimiter), [])
    cells = next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])
    return [cell.strip().strip('"') if cell.count('"') == 1 else cell for cell in cells]


def swallowing(batch: Any, header: Header, delimiter: str) -> dict[int, list[list[str]]]:
    """Return the rows of a batch of which a cell holds lines that are rows, with these rows.

    Such a row has as many cells as any other where the mark was closed in the same column. Then the cell has the delimiters of a row with each line.
    """
    width = len(header.names)
    found = np.zeros(batch.num_rows, dtype=bool)
    for column in batch.columns:
        is_coded = pa.types.is_dictionary(column.type)
        likely = _full_of_rows(column.dictionary if is_coded else column, delimiter, width)
        if likely.any():
            found |= np.append(likely, False)[codes_in(column)] if is_coded else likely
    rows: dict[int, list[list[str]]] = {}
    for row in np.flatnonzero(found).tolist():
        cells = [str(column[row].as_py() or "") for column in batch.columns]
        if lines := rows_in(delimiter.join(cells), header, delimiter):
            rows[row] = lines
    return rows


def _full_of_rows(texts: Any, delimiter: str, width: int) -> Numbers:
    """Return which texts have, with each end of a line, as many delimiters as a row."""
    found = Bytes(texts).having(b"\n")
    at = np.flatnonzero(found)
    if len(at):
        some = pc.utf8_rtrim_whitespace(texts.take(at))
        ends, delimiters = (pc.count_substring(some, each).to_numpy() for each in ("\n", delimiter))
        found[at] = (ends > 0) & (delimiters == ends * (width - 1))
    return found


def numbered(apart: Sequence[tuple[int, list[list[str]]]], last: int) -> tuple[list[tuple[int, list[str]]], list[str]]:
    """Return the rows that records were, with numbers, and what is to be told: the first has the record's, the others have those after the last."""
    if not apart:
        return [], []
    every: list[tuple[int, list[str]]] = []
    for number, (first, *others) in apart:
        every.append((number, first))
        for row in others:
            last += 1
            every.append((last, row))
    numbers = [number for number, _ in apart]
    more = f" and {counted(len(numbers) - 1, 'more row')}" if len(numbers) > 1 else ""
    begin = last - len(every) + len(apart) + 1
    as_rows = f"row {last:,}" if begin == last else f"rows {begin:,} to {last:,}"
    return every, [
        f"a quotation mark in row {numbers[0]:,}{more} is not closed in its line and took the lines after it into one cell: "
        f"{counted(len(every), 'line')} are read as the rows that they are, those after the first as {as_rows}"
    ]
