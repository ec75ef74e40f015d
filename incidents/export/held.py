"""Columns of an export as they are held while it is written: distinct values and codes where values repeat, else Arrow; and as texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa

from incidents.coding import Coded
from incidents.export.cells import SEPARATOR, legible, plain
from incidents.formulas import QUOTE, TRIGGERS, neutral
from incidents.readers.arrow import pc

if TYPE_CHECKING:
    from incidents.columns import Frame

Held: TypeAlias = Any  # Coded, or an Arrow array of large_string, date32, float64 or bool: Arrow has no types that a strict check can use
Piece: TypeAlias = Mapping[str, Held]
"""Some rows of a table, by column; those of incidents have ``geometry`` as well, an array of shapes."""

TEXT: Final = pa.large_string()
_ILLEGIBLE: Final = r"[\x00-\x08\x0b-\x1f\x{fffe}\x{ffff}]"
_TRIGGER: Final = f"^[{''.join(re.escape(each) for each in (*TRIGGERS, QUOTE))}]"
_FEW: Final = 4  # rows for each distinct text, from which on texts are held as codes


def piece_of(frame: Frame) -> dict[str, Held]:
    """Return a table's columns as they are held."""
    return {str(name): held(frame[name]) for name in frame.columns if name != "geometry"}


def held(values: pd.Series) -> Held:
    """Return a column as it is held.

    Examples
    --------
    >>> held(pd.Series([("a", "b"), ("a", "b")], dtype=object)).values
    [('a', 'b'), None]
    """
    if isinstance(values.dtype, pd.StringDtype):
        return _few(_whole(values.array.__arrow_array__()).cast(TEXT))
    if values.dtype.kind == "M":
        return pa.array(values.to_numpy().astype("datetime64[D]"), from_pandas=True)
    if values.dtype.kind in "fiub":
        return pa.array(values.to_numpy(), pa.bool_() if values.dtype.kind == "b" else pa.float64(), from_pandas=True)
    codes, distinct = pd.factorize(values.to_numpy(dtype=object))
    return Coded(np.where(codes < 0, len(distinct), codes), [*distinct.tolist(), None])


def _few(texts: Any) -> Held:
    """Return texts by their codes, where they repeat."""
    encoded = texts.dictionary_encode()
    if len(encoded.dictionary) * _FEW > len(texts):
        return texts
    return Coded(encoded.indices.fill_null(len(encoded.dictionary)).to_numpy(), [*encoded.dictionary.to_pylist(), None])


def _whole(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def rows_in(piece: Piece) -> int:
    """Return how many rows a piece has."""
    first = next(iter(piece.values()))
    return len(first.codes) if isinstance(first, Coded) else len(first)


def values_of(column: Held, kind: str) -> list[Any]:
    """Return a column's values by its kind (see `Column`): legible text, whole numbers, dates; None for what is missing."""
    if isinstance(column, Coded):
        made = plain(column.values, kind)
        return [made[code] for code in column.codes.tolist()]
    return plain(column.to_pylist(), kind)


def coded(column: Held) -> Coded:
    """Return a column by its codes."""
    return column if isinstance(column, Coded) else Coded.of(column.to_pylist())


def as_texts(column: Held) -> Any:
    """Return a column of texts as Arrow."""
    return arrow(column, "text", TEXT)


def rendered(column: Held, kind: str, each: Callable[[Any], str], whole: Callable[[Any], Any]) -> Any:
    """Return a column as Arrow texts, one a row and none of them null.

    Parameters
    ----------
    column : Coded or Arrow array
    kind : str
        See `Column`.
    each : callable
        Writes one value of `values_of`: each distinct one once.
    whole : callable
        Writes an Arrow array of legible texts.
    """
    if isinstance(column, Coded):
        made = pa.array([each(value) for value in plain(column.values, kind)], TEXT)
        return made.take(pa.array(column.codes))
    if pa.types.is_large_string(column.type):
        return whole(legible_texts(column))
    encoded = column.dictionary_encode()
    made = [each(value) for value in plain([*encoded.dictionary.to_pylist(), None], kind)]
    return pa.array(made, TEXT).take(encoded.indices.fill_null(len(made) - 1))


def legible_texts(texts: Any) -> Any:
    """Return `legible` of each text; nothing for null."""
    return mended(texts.fill_null(""), _ILLEGIBLE, legible)


def neutral_texts(texts: Any) -> Any:
    """Return `neutral` of each text."""
    return mended(texts, _TRIGGER, neutral)


def mended(texts: Any, odd: str, mend: Callable[[str], str]) -> Any:
    """Return texts with a function applied to those in which a pattern is found: such as are rare."""
    found = pc.match_substring_regex(texts, odd)
    if not pc.any(found).as_py():
        return texts
    return pc.replace_with_mask(texts, found, pa.array(map(mend, texts.filter(found).to_pylist()), TEXT))


def joined(parts: Sequence[Any], between: str = "") -> Any:
    """Return texts put together row by row; constants stand for a text that every row has."""
    texts = [pa.scalar(each, TEXT) if isinstance(each, str) else each for each in parts]
    return pc.binary_join_element_wise(*texts, pa.scalar(between, TEXT))


def content(rows: Any) -> memoryview:
    """Return texts one after the other as UTF-8, without a copy."""
    _, offsets, data = rows.buffers()
    ends = np.frombuffer(offsets, np.int64)[[rows.offset, rows.offset + len(rows)]]
    return memoryview(data)[ends[0] : ends[1]] if len(rows) else memoryview(b"")


def arrow(column: Held, kind: str, type_: pa.DataType) -> Any:
    """Return a column as an Arrow array of a type; lists become one text where the type is that."""
    if isinstance(column, Coded):
        made = plain(column.values, kind)
        flat = [SEPARATOR.join(each) for each in made] if kind == "list" and not pa.types.is_list(type_) else made
        return pa.array(flat, type_).take(pa.array(column.codes))
    if pa.types.is_large_string(column.type):
        return legible_texts(column).cast(type_)
    return column.cast(type_)


def taken(column: Held, rows: Any) -> Held:
    """Return some rows of a column."""
    return Coded(column.codes[rows], column.values) if isinstance(column, Coded) else column.take(pa.array(rows))
