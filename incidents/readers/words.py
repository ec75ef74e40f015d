"""Columns of few different words, held as codes: what is done to a row is done to a number, not to a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from incidents.readers.spool import Array, Numbers, codes_in

NONE: Final = -1


@dataclass(frozen=True)
class Words:
    """A column of words: row i has ``words[codes[i]]``, or no word where its code is -1.

    Examples
    --------
    >>> precision = Words.either(np.array([True, False, False]), "day", "month").put(np.array([False, False, True]), None)
    >>> precision.array().to_pylist(), precision.are("month", "year").tolist(), precision[0]
    (['day', 'month', None], [False, True, False], 'day')
    """

    codes: Numbers
    words: tuple[str, ...]

    @classmethod
    def of(cls, words: Sequence[str | None], codes: Numbers, missing: str | None = None) -> Words:
        """Return a column of which row i has ``words[codes[i]]``, or `missing` where its code is -1."""
        known: dict[str, int] = {}
        at = [NONE if each is None else known.setdefault(each, len(known)) for each in (*words, missing)]
        return cls(np.array(at, dtype=np.int32)[codes], tuple(known))

    @classmethod
    def same(cls, word: str | None, rows: int) -> Words:
        """Return a column that has the same word, or none, in every row."""
        return cls.of((), np.full(rows, NONE), word)

    @classmethod
    def either(cls, condition: Numbers, word: str | None, other: str | None) -> Words:
        """Return `word` where the condition holds, else `other`."""
        return cls.of((other, word), condition.astype(np.intp))

    @classmethod
    def by(cls, numbers: Numbers, words: Mapping[int, str], missing: str | None = None) -> Words:
        """Return the words that numbers stand for, `missing` for those that stand for none."""
        codes = np.full(len(numbers), NONE)
        for at, number in enumerate(words):
            codes[numbers == number] = at
        return cls.of(tuple(words.values()), codes, missing)

    def put(self, rows: Numbers, word: str | None) -> Words:
        """Return the column with a word, or none, in some rows."""
        known = {each: at for at, each in enumerate(self.words)}
        at = NONE if word is None else known.setdefault(word, len(known))
        return Words(np.where(rows, np.int32(at), self.codes), tuple(known))

    def take(self, rows: Numbers) -> Words:
        """Return the column of some rows."""
        return Words(self.codes[rows], self.words)

    def are(self, *words: str) -> Numbers:
        """Return which rows have one of some words."""
        return np.array([*(each in words for each in self.words), False])[self.codes]

    @property
    def none(self) -> Numbers:
        """Which rows have no word."""
        return self.codes == NONE

    def array(self) -> Array:
        """Return the column as a dictionary array; null where there is no word."""
        codes = pa.array(self.codes, mask=self.none if self.none.any() else None)
        return pa.DictionaryArray.from_arrays(codes, pa.array(self.words, pa.string()))

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.codes)

    def __getitem__(self, row: int) -> str | None:
        """Return the word of a row."""
        code = int(self.codes[row])
        return None if code == NONE else self.words[code]


def unified(columns: Sequence[Words]) -> tuple[list[Numbers], tuple[str, ...]]:
    """Return the codes of several columns by the same list of words, and this list."""
    known: dict[str, int] = {}
    tables = [
        np.array([*(known.setdefault(word, len(known)) for word in each.words), NONE], dtype=np.int32)
        for each in columns
    ]
    return [table[each.codes] for table, each in zip(tables, columns, strict=True)], tuple(known)


def combinations(columns: Sequence[Array]) -> tuple[list[tuple[str | None, ...]], Numbers]:
    """Return the different combinations of texts that dictionary arrays have in a row, and which of them each row has.

    Examples
    --------
    >>> one, other = (pa.array(texts).dictionary_encode() for texts in (["a", "a", "b", "a"], ["c", None, "c", "c"]))
    >>> texts, codes = combinations([one, other])
    >>> texts, codes.tolist()
    ([('a', 'c'), ('a', None), ('b', 'c')], [0, 1, 2, 0])
    """
    numbers = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        numbers = numbers * (len(column.dictionary) + 1) + (codes_in(column) + 1)
    encoded = pa.array(numbers).dictionary_encode()
    left, texts = encoded.dictionary.to_numpy(), list[list[str | None]]()
    for column in reversed(columns):
        left, at = np.divmod(left, len(column.dictionary) + 1)
        texts.insert(0, column.dictionary.take(pa.array(at - 1, mask=at == 0)).to_pylist())
    return list(zip(*texts, strict=True)), codes_in(encoded)
