"""Cells of people with words in brackets behind the number that are not read: “3 (1 child)”, “5 [BLA says 12]”."""

from __future__ import annotations

import numpy as np

from incidents.amounts import aside
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
    encoded = coded(cells)
    return np.array([*(bool(text and aside(text)) for text in encoded.dictionary.to_pylist()), False])[
        codes_in(encoded)
    ]
