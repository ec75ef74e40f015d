"""How far the cells of a worksheet are spread, from its XML read as a stream: looked at before it is unpacked into cells."""

from __future__ import annotations

from typing import IO, Any, Final

import numpy as np

from incidents.readers.limits import MB

_WIDTH: Final = 10  # three letters and seven digits
_SPACE: Final = b" \t\r\n"
_UPPER: Final = bytes(range(256)).upper()
_LONGEST: Final = 4096  # no tag is longer; one may be cut by the end of a part


def sheet_extent(stream: IO[bytes]) -> tuple[int, int, int]:
    """Return (rows, columns, cells) of a worksheet's XML: the far corner and what is there."""
    rows = columns = cells = 0
    tail = b""
    while part := stream.read(MB):
        block = tail + part
        cut = max(block.rfind(b"<"), len(block) - _LONGEST, 0)
        rows, columns, cells = _extended(block[:cut], rows, columns, cells)
        tail = block[cut:]
    return _extended(tail, rows, columns, cells)


def _extended(block: bytes, rows: int, columns: int, cells: int) -> tuple[int, int, int]:
    numbers, letters = references(block)
    return max(rows, int(numbers.max(initial=0))), max(columns, int(letters.max(initial=0))), cells + len(numbers)


def references(block: bytes) -> tuple[Any, Any]:
    """Return the rows and columns of the cells in a part of a worksheet's XML, from 1, in whatever way it is written.

    Examples
    --------
    >>> [each.tolist() for each in references(b"<row r='7'><c r='A7' s='1'/><c r = 'xfd1048576'>")]
    [[7, 1048576], [1, 16384]]
    """
    close = block.translate(_UPPER, _SPACE)
    content = np.frombuffer(close + bytes(_WIDTH + 4), dtype=np.uint8)
    size = len(close)
    at = np.flatnonzero((content[:size] == ord("R")) & (content[1 : size + 1] == ord("=")))
    at = at[np.isin(content[at + 2], np.frombuffer(b"\"'", dtype=np.uint8))]
    text = content[at[:, None] + np.arange(3, 3 + _WIDTH + 1)].astype(np.int64)
    column, row = np.zeros(len(at), dtype=np.int64), np.zeros(len(at), dtype=np.int64)
    lettered, digits = np.ones(len(at), dtype=bool), np.zeros(len(at), dtype=bool)
    for place in text.T:
        letter = lettered & (place >= ord("A")) & (place <= ord("Z"))
        digit = ((place >= ord("0")) & (place <= ord("9"))) & (digits | lettered)
        column[letter] = column[letter] * 26 + place[letter] - ord("A") + 1
        row[digit] = row[digit] * 10 + place[digit] - ord("0")
        lettered, digits = letter, digit
    cell = (column > 0) & (row > 0)
    return row[cell], column[cell]
