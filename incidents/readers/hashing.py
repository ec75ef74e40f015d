"""Numbers of 64 bits that stand for texts and rows, the same on every machine; made for whole columns at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import pyarrow as pa

from incidents.readers.spool import Array, Numbers

_WORD: Final = 8  # bytes
_STEP: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
_AT_ONCE: Final = 1 << 16  # words, so that what is made of them stays in the processor's cache
_HALF: Final = np.uint64(33)
_MASKS: Final = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], dtype=np.uint64)


def _counting(size: int) -> tuple[Numbers, Numbers]:
    """Return the places of so many words, in bytes, and their numbers from 1 times the step: remembered, as often used."""
    numbers = np.arange(size, dtype=np.int64)
    return numbers * _WORD, (numbers.view(np.uint64) + np.uint64(1)) * _STEP


_COUNTING: Final = _counting(_AT_ONCE)


def text_hashes(texts: Array) -> Numbers:
    """Return a number for each text of a column, in which every byte and its place count.

    Texts are taken apart into words of eight bytes; the words, mixed with their places, are added up and mixed again.

    Examples
    --------
    >>> one, other, again, empty = text_hashes(pa.array(["Pasni", "Pasnj", "Pasni", ""]))
    >>> one == again, one == other, one == empty
    (np.True_, np.False_, np.False_)
    """
    text = texts.cast(pa.string())
    _, offsets, data = text.buffers()
    if not len(text):
        return np.zeros(0, dtype=np.uint64)
    ends = np.frombuffer(offsets, dtype=np.int32)[text.offset : text.offset + len(text) + 1].astype(np.int64)
    first, last = int(ends[0]), int(ends[-1])
    content = np.zeros(last - first + _WORD, dtype=np.uint8)
    if data is not None:
        content[: last - first] = np.frombuffer(data, dtype=np.uint8)[first:last]
    starts, sizes = ends[:-1] - first, np.diff(ends)
    totals = np.zeros(len(text), dtype=np.uint64)
    words = -(-sizes // _WORD)
    for rows in _parts(words):
        totals[rows] = _sums(content, starts[rows], sizes[rows], words[rows])
    return _mixed(totals ^ (sizes.astype(np.uint64) * _STEP))


def _parts(words: Numbers) -> Iterable[slice]:
    """Yield ranges of texts that have a bounded number of words together; a text alone may have more."""
    before = np.concatenate([[0], words.cumsum()])
    at = 0
    while at < len(words):
        end = max(int(np.searchsorted(before, before[at] + _AT_ONCE, side="right")) - 1, at + 1)
        yield slice(at, end)
        at = end


def _sums(content: Numbers, starts: Numbers, sizes: Numbers, words: Numbers) -> Numbers:
    """Return the sum of each text's words, each mixed with its place."""
    every = int(words.sum())
    sums = np.zeros(len(starts), dtype=np.uint64)
    if not every:
        return sums
    there = np.flatnonzero(words)
    counts = words[there]
    begin = counts.cumsum() - counts
    numbers, keys = (each[:every] for each in (_COUNTING if every <= _AT_ONCE else _counting(every)))
    at = np.repeat(starts[there] - _WORD * begin, counts)
    at += numbers
    eights = np.ndarray((len(content) - _WORD + 1,), dtype="<u8", buffer=content, strides=(1,))
    taken = eights[at]
    ends = begin + counts - 1
    taken[ends] &= _MASKS[sizes[there] - _WORD * (counts - 1)]
    place = np.repeat(begin.view(np.uint64) * _STEP, counts)
    taken ^= np.subtract(keys, place, out=place)  # the place in its text, from 1, times the step
    sums[there] = np.add.reduceat(_mixed(taken, place), begin)
    return sums


def _mixed(values: Numbers, room: Numbers | None = None) -> Numbers:
    """Return numbers in which every bit depends on every bit of those given; both arrays are written over."""
    shifted = np.right_shift(values, _HALF, out=room)
    values ^= shifted
    for factor in _MIX:
        values *= factor
        values ^= np.right_shift(values, _HALF, out=shifted)
    return values


def _column_hashes(column: Array, position: int) -> Numbers:
    """Return a number for each row of a column of texts, of a dictionary or not, in which the column's position counts."""
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    hashes = _mixed(np.append(text_hashes(encoded.dictionary), np.uint64(0)) + np.uint64(position))
    indices = encoded.indices
    indices = indices.fill_null(len(hashes) - 1) if indices.null_count else indices
    return hashes[indices.to_numpy(zero_copy_only=False)]


def row_hashes(columns: Iterable[Array], rows: int) -> Numbers:
    """Return a number for each row of several columns, in which their order counts.

    Examples
    --------
    >>> one, other = pa.array(["a", "b"]), pa.array(["b", "a"])
    >>> bool((row_hashes([one, other], 2) == row_hashes([other, one], 2)).any())
    False
    """
    total = np.zeros(rows, dtype=np.uint64)
    for position, column in enumerate(columns):
        total *= _STEP
        total += _column_hashes(column, position)
    return total
