"""Finds the few texts of a column that need a closer look, by their bytes: long texts are not read again and again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa

from incidents.readers.arrow import pc
from incidents.readers.spool import Array, Numbers

SPACES: Final = frozenset(b"\t\n\v\f\r ")
_WIDE: Final = (0xC2, 0xE2)  # how a hard space and one of no width begin


class Bytes:
    """The bytes of a column of texts, with where each text begins and ends.

    Examples
    --------
    >>> seen = Bytes(pa.array(["a", " b", None, "c & d"]))
    >>> seen.edged(b" ").tolist(), seen.having(b"&").tolist()
    ([False, True, False, False], [False, False, False, True])
    """

    def __init__(self, texts: Array) -> None:
        _, offsets, data = texts.buffers()
        ends = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
        first, last = (int(ends[0]), int(ends[-1])) if len(ends) else (0, 0)
        whole = np.frombuffer(data, dtype=np.uint8) if data is not None else np.zeros(0, dtype=np.uint8)
        self._content = whole[first:last]
        self._ends = ends - first
        self.sizes = np.diff(self._ends)

    def edged(self, marks: bytes | frozenset[int]) -> Numbers:
        """Return which texts begin or end with one of some bytes."""
        return self.beginning(marks) | self._is(self._ends[1:] - 1, marks)

    def beginning(self, marks: bytes | frozenset[int]) -> Numbers:
        """Return which texts begin with one of some bytes."""
        return self._is(self._ends[:-1], marks)

    def _is(self, at: Numbers, marks: bytes | frozenset[int]) -> Numbers:
        found = np.zeros(len(self.sizes), dtype=bool)
        there = self.sizes > 0
        wanted = np.zeros(256, dtype=bool)
        wanted[list(marks)] = True
        found[there] = wanted[self._content[at[there]]]
        return found

    def having(self, marks: bytes) -> Numbers:
        """Return which texts have one of some bytes anywhere."""
        found = np.zeros(len(self.sizes), dtype=bool)
        whole = self._content.view(f"S{len(self._content)}") if len(self._content) else np.zeros(0, dtype="S1")
        there = (mark for mark in marks if (np.strings.find(whole, bytes([mark])) >= 0).any())  # mostly none is
        for mark in there:
            at = np.flatnonzero(self._content == mark)
            found[np.searchsorted(self._ends, at, side="right") - 1] = True
        return found

    def made_of(self, marks: frozenset[int], longest: int) -> Numbers:
        """Return which texts are made of some bytes alone: at least one, at most `longest`."""
        found = (self.sizes > 0) & (self.sizes <= longest)
        others = np.ones(len(self._content), dtype=bool)
        for first in sorted(marks - {mark + 1 for mark in marks}):  # of each run of marks
            last = next(mark for mark in range(first, 257) if mark not in marks)
            others &= (self._content - np.uint8(first)) >= np.uint8(last - first)
        found[np.searchsorted(self._ends, np.flatnonzero(others), side="right") - 1] = False
        return found


def untidy(texts: Array, seen: Bytes) -> Numbers:
    """Return which texts have blanks around them, hard spaces or entities of a web page, or may be a word for nothing."""
    found = seen.edged(SPACES) | (seen.sizes < 6)
    return found | matching(texts, "\u00a0|\u200b|&.+;", seen.having(bytes(_WIDE) + b"&"))


def either_case(pattern: str) -> str:
    """Return a pattern of small letters, none in square brackets, for both cases of each.

    Looking for both takes half the time of a search that ignores case.

    Examples
    --------
    >>> either_case(r"coded\\s+as")
    '[cC][oO][dD][eE][dD]\\\\s+[aA][sS]'
    """
    return re.sub(r"\\.|[a-z]", lambda each: each[0] if len(each[0]) > 1 else f"[{each[0]}{each[0].upper()}]", pattern)


def matching(texts: Array, pattern: str, rows: Numbers | None = None) -> Numbers:
    """Return which texts match a pattern; of some rows only, where they are given."""
    found = np.zeros(len(texts), dtype=bool)
    if rows is None:
        rows = ~found
    if rows.any():
        some = texts if rows.all() else texts.filter(pa.array(rows))
        matched = pc.fill_null(pc.match_substring_regex(some, pattern), False)
        found[rows] = matched.to_numpy(zero_copy_only=False)
    return found


def mentioning(texts: Array, patterns: Sequence[str]) -> list[Numbers]:
    """Return for each of some patterns of small letters which texts match it, whatever their case.

    A pattern that begins with a word is looked for by its first letter, in a fraction of the time of a search that tries all at once.
    """
    small = pc.ascii_lower(texts)
    return [matching(small, pattern) for pattern in patterns]


def marked_up(texts: Array, pattern: str) -> Numbers:
    """Return which texts match a pattern of markup, or of the beginning of a formula."""
    seen = Bytes(texts)
    return matching(texts, pattern, seen.beginning(SPACES | frozenset(b"=@+-")) | seen.having(b"<"))
