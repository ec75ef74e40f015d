"""Cells of people with words behind the number that are not read (“3 (1 child)”), or that say that it includes more than it counts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from incidents.amounts import aside, is_below_parts
from incidents.readers.columns import coded
from incidents.readers.spool import Array, Numbers, codes_in


def with_aside(cells: Array) -> Numbers:
    """Return in which rows words in brackets behind a number are not read.

    Examples
    --------
    >>> import pyarrow as pa
    >>> with_aside(pa.array(["3 (1 child)", "3", None])).tolist()
    [True, False, False]
    """
    return _rows(cells, aside)


def below_parts(cells: Array) -> Numbers:
    """Return in which rows a number includes more people than it counts.

    Examples
    --------
    >>> import pyarrow as pa
    >>> below_parts(pa.array(["4 killed including 6 militants", "3", None])).tolist()
    [True, False, False]
    """
    return _rows(cells, is_below_parts)


def _rows(cells: Array, test: Callable[[str], object]) -> Numbers:
    encoded = coded(cells)
    return np.array([*(bool(text and test(text)) for text in encoded.dictionary.to_pylist()), False])[codes_in(encoded)]
