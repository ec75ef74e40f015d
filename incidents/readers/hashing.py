"""Numbers of 64 bits that stand for texts and rows, the same on every machine; made for whole columns at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import pyarrow as pa

from incidents.readers.arrow import pc
from incidents.readers.spool import Array, Numbers

_WORD: Final = 8  # bytes
_STEP: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
_AT_ONCE: Final = 1 << 16  # words, so that what is made of them stays in the processor's cache
_SHORT: Final = 8  # words of the longest text of a column that is looked at place by place
_HALF: Final = np.uint64(33)
_ZEROS: Final = pa.array(["\0" * size for size in range(_WORD)])


def _counting(size: int) -> Numbers:
    """Return the numbers of so many words, from 1, times the step."""
    return np.arange(1, size + 1, dtype=np.uint64) * _STEP


_COUNTING: Final = _counting(_AT_ONCE)  # remembered, as it is often used


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
    text = text.fill_null("") if text.null_count else text
    sizes = pc.binary_length(text).to_numpy().astype(np.int64)
    words = -(-sizes // _WORD)
    longest = int(words.max(initial=0))
    totals = _short(text, words, longest) if longest <= _SHORT else _long(text, sizes, words)
    return _mixed(totals ^ (sizes.astype(np.uint64) * _STEP))


def _short(text: Array, words: Numbers, longest: int) -> Numbers:
    """Return the sum of each text's mixed words: all texts are made as long as the longest, and each place is summed at once."""
    totals = np.zeros(len(text), dtype=np.uint64)
    if not longest:
        return totals
    filled = pc.ascii_rpad(text, longest * _WORD, "\0").buffers()[2]
    eights = np.frombuffer(filled, dtype="<u8", count=len(text) * longest).reshape(-1, longest)
    for place in range(longest):
        rows = np.flatnonzero(words > place)
        totals[rows] += _mixed(eights[rows, place] ^ _COUNTING[place])
    return totals


def _long(text: Array, sizes: Numbers, words: Numbers) -> Numbers:
    """Return the same of texts of any length: each is made as long as its words, some are summed at once."""
    totals = np.zeros(len(text), dtype=np.uint64)
    filled = pc.binary_join_element_wise(text, _ZEROS.take(pa.array(-sizes % _WORD)), "")
    eights = np.frombuffer(filled.buffers()[2], dtype="<u8", count=int(words.sum()))
    for rows, inside in _parts(words):
        totals[rows] = _sums(eights[inside], words[rows])
    return totals


def _parts(words: Numbers) -> Iterable[tuple[slice, slice]]:
    """Yield ranges of texts that have a bounded number of words together, and of those; a text alone may have more."""
    before = np.concatenate([[0], words.cumsum()])
    at = 0
    while at < len(words):
        end = max(int(np.searchsorted(before, before[at] + _AT_ONCE, side="right")) - 1, at + 1)
        yield slice(at, end), slice(int(before[at]), int(before[end]))
        at = end


def _sums(eights: Numbers, words: Numbers) -> Numbers:
    """Return the sum of each text's words, of which it has so many, each mixed with its place."""
    sums = np.zeros(len(words), dtype=np.uint64)
    if not len(eights):
        return sums
    there = np.flatnonzero(words)
    counts = words[there]
    begin = counts.cumsum() - counts
    numbers = _COUNTING[: len(eights)] if len(eights) <= _AT_ONCE else _counting(len(eights))
    taken = np.repeat(begin.view(np.uint64) * _STEP, counts)
    np.subtract(numbers, taken, out=taken)  # the place in its text, from 1, times the step
    taken ^= eights
    sums[there] = np.add.reduceat(_mixed(taken), begin)
    return sums


def _mixed(values: Numbers) -> Numbers:
    """Return numbers in which every bit depends on every bit of those given, which are written over."""
    shifted = np.right_shift(values, _HALF)
    values ^= shifted
    for factor in _MIX:
        values *= factor
        values ^= np.right_shift(values, _HALF, out=shifted)
    return values


def _column_hashes(column: Array, position: int, times: Numbers) -> Numbers:
    """Return a number for each row of a column of texts, of a dictionary or not, in which the column's position counts."""
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    hashes = _mixed(np.append(text_hashes(encoded.dictionary), np.uint64(0)) + np.uint64(position))
    indices = encoded.indices
    indices = indices.fill_null(len(hashes) - 1) if indices.null_count else indices
    hashes *= times  # of distinct texts, not of rows
    return pc.take(pa.array(hashes), indices, boundscheck=False).to_numpy()  # the codes are Arrow's own


def two_hashes(columns: Iterable[tuple[Array, bool]], rows: int) -> tuple[Numbers, Numbers]:
    """Return `row_hashes` of all columns, and a number for each row without those that are said to stand apart."""
    whole, apart = np.zeros(rows, dtype=np.uint64), np.zeros(rows, dtype=np.uint64)
    every = list(columns)
    for position, (column, stands_apart) in enumerate(every):
        hashes = _column_hashes(column, position, _power(len(every) - 1 - position))
        whole += hashes
        if stands_apart:
            apart += hashes
    return whole, whole - apart


def row_hashes(columns: Iterable[Array], rows: int) -> Numbers:
    """Return a number for each row of several columns, in which their order counts.

    Examples
    --------
    >>> one, other = pa.array(["a", "b"]), pa.array(["b", "a"])
    >>> bool((row_hashes([one, other], 2) == row_hashes([other, one], 2)).any())
    False
    """
    return two_hashes(((column, False) for column in columns), rows)[0]


def _power(exponent: int) -> Numbers:
    """Return the step to a power, as numbers of 64 bits are multiplied."""
    return np.uint64(pow(int(_STEP), exponent, 1 << 64))
