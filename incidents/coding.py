"""Columns as codes: whole numbers that stand for the distinct values, so that rows are counted without their texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

Mask: TypeAlias = npt.NDArray[np.bool_]
Codes: TypeAlias = npt.NDArray[Any]

_SMALL: Final = ((np.uint8, 1 << 8), (np.int16, 1 << 15))


@dataclass(frozen=True)
class Coded:
    """A column: row i has ``values[codes[i]]``."""

    codes: Codes
    values: Sequence[Any]

    @classmethod
    def of(cls, values: Iterable[Any]) -> Coded:
        """Return a column of hashable values."""
        index: dict[Any, int] = {}
        codes = np.fromiter((index.setdefault(value, len(index)) for value in values), dtype=np.int32)
        return cls(codes, tuple(index))

    @classmethod
    def same(cls, value: Any, size: int) -> Coded:
        """Return a column that has the same value in every row."""
        return cls(np.zeros(size, dtype=np.int32), (value,))

    def map(self, function: Callable[[Any], Any]) -> Coded:
        """Return the column with a function applied to each value; equal results share a code."""
        made = Coded.of(function(value) for value in self.values)
        return Coded(made.codes[self.codes], made.values)

    def take(self) -> npt.NDArray[Any]:
        """Return the value of each row, as objects."""
        return self.take_at(slice(None))

    def texts(self) -> Any:
        """Return the value of each row, texts all, as a column of pandas that holds them as Arrow does."""
        return as_texts(pa.array(self.values, pa.string()).take(pa.array(self.codes)))

    def take_at(self, rows: Any) -> npt.NDArray[Any]:
        """Return the value of some rows, as objects."""
        return objects(self.values)[self.codes[rows]]


def as_texts(column: Any) -> Any:
    """Return an Arrow column of texts as pandas holds texts, without a copy; null is empty."""
    whole = pa.chunked_array([column]) if isinstance(column, pa.Array) else column
    return pd.array(whole.cast(pa.large_string()).fill_null(""), dtype="str")


def joined(columns: Sequence[Coded]) -> Coded:
    """Return columns of several tables under each other as one."""
    index: dict[Any, int] = {}
    parts = [
        np.array([index.setdefault(value, len(index)) for value in column.values], dtype=np.int32)[column.codes]
        for column in columns
    ]
    return Coded(np.concatenate(parts) if parts else np.zeros(0, dtype=np.int32), tuple(index))


def together(columns: Sequence[Codes]) -> tuple[Codes, Codes]:
    """Return one code for each combination of the codes of several columns, and a row that has each combination.

    Examples
    --------
    >>> together([np.array([0, 0, 1]), np.array([5, 5, 5])])
    (array([0, 0, 1], dtype=int32), array([0, 2]))
    """
    code = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        inner, different = _numbered(column)
        code, _ = _numbered(code * different + inner)
    found = np.zeros(int(code.max(initial=-1)) + 1, dtype=np.int64)
    found[code[::-1]] = np.arange(len(code) - 1, -1, -1)
    return code.astype(np.int32), found


def _numbered(values: Codes) -> tuple[Codes, int]:
    """Return the distinct values numbered from 0 in the order in which they occur, and how many there are."""
    codes, unique = pd.factorize(values)
    return np.asarray(codes, dtype=np.int64), len(unique)


def lists_of(offsets: Codes, values: Codes) -> tuple[Codes, Codes]:
    """Return a code for each distinct list of a column of lists of codes, and a row that has each.

    Parameters
    ----------
    offsets : array
        Where each list begins in `values`; one more than there are lists.
    values : array of codes from 0
    """
    starts, lengths = offsets[:-1].astype(np.int64), np.diff(offsets)
    columns = [lengths]
    for at in range(int(lengths.max(initial=0))):
        column = np.full(len(lengths), -1, dtype=np.int64)
        there = lengths > at
        column[there] = values[starts[there] + at]
        columns.append(column)
    return together(columns)


def words(column: Any) -> Coded:
    """Return an Arrow column of texts as codes; null is empty."""
    whole = pa.chunked_array([column]) if isinstance(column, pa.Array) else column
    if not pa.types.is_dictionary(whole.type):
        whole = whole.dictionary_encode()
    array = whole.unify_dictionaries().combine_chunks()
    array = array.chunk(0) if isinstance(array, pa.ChunkedArray) and array.num_chunks else array
    if isinstance(array, pa.ChunkedArray):
        return Coded(np.zeros(0, dtype=np.int32), ())
    dictionary, indices = array.dictionary, array.indices
    if len(dictionary) > len(indices):  # few rows of many: only the texts that they have
        indices, dictionary = _used(indices, dictionary)
    texts = dictionary.to_pylist()
    texts += [""] if array.null_count else []
    codes = indices.fill_null(len(texts) - 1).to_numpy(zero_copy_only=False)
    return Coded(codes.astype(np.int32), texts)


def _used(indices: Any, dictionary: Any) -> tuple[Any, Any]:
    """Return codes of the values that occur, and these; null stays null."""
    codes = pa.DictionaryArray.from_arrays(indices, dictionary).cast(dictionary.type).dictionary_encode()
    return codes.indices, codes.dictionary


def narrow(codes: Codes, size: int) -> Codes:
    """Return codes below `size` in as few bytes as hold them."""
    return codes.astype(next((kind for kind, most in _SMALL if size <= most), np.int32))


def objects(values: Iterable[Any]) -> npt.NDArray[Any]:
    """Return values as an array of objects, tuples too."""
    listed = list(values)
    array = np.empty(len(listed), dtype=object)
    for index, value in enumerate(listed):
        array[index] = value
    return array


@dataclass(frozen=True)
class Tags:
    """Which codes of a column carry which values: code `codes[i]` carries `values[carried[i]]`; it may carry several."""

    codes: Codes
    carried: Codes
    values: tuple[str, ...]
    size: int

    @classmethod
    def of(cls, values: Iterable[Sequence[str]]) -> Tags:
        """Return the tags of codes 0, 1, 2 ... that each carry a sequence of values."""
        index: dict[str, int] = {}
        size, pairs = 0, list[tuple[int, int]]()
        for code, carried in enumerate(values):
            size = code + 1
            pairs += [(code, index.setdefault(value, len(index))) for value in dict.fromkeys(carried)]
        both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return cls(both[:, 0], both[:, 1], tuple(index), size)

    def match(self, wanted: Iterable[str]) -> Mask:
        """Return which codes carry any of the wanted values."""
        sought = set(wanted)
        chosen = np.array([value in sought for value in self.values], dtype=bool)
        mask = np.zeros(self.size, dtype=bool)
        mask[self.codes[chosen[self.carried]]] = True
        return mask

    def count(self, counts: Codes) -> dict[str, int]:
        """Return how many rows carry each value, of how many have each code."""
        found = np.bincount(self.carried, weights=counts[self.codes], minlength=len(self.values))
        return dict(zip(self.values, found.astype(np.int64).tolist(), strict=True))
