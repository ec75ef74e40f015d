"""Cells that say "None" among numbers of people: nobody where a person wrote them, not known where a program did."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa

from incidents.readers.arrow import pc
from incidents.readers.columns import coded, plain
from incidents.readers.spool import Array, Numbers, codes_in

NOBODY, UNKNOWN = "nobody", "unknown"
_OF_A_PROGRAM: Final = re.compile(r"-?\d+\.0+|nan|NaN|NaT|null|NULL|<NA>")


def none_cells(written: Array) -> tuple[str, Numbers]:
    """Return what "None" means in a column of people as written, `NOBODY`, `UNKNOWN` or nothing, and in which rows it stands.

    A program writes it beside 5.0 or nan; a person beside whole numbers, and those in words such as "about 5".

    Examples
    --------
    >>> for column in (["None", "about 5"], ["None", "5.0"], ["None", ""], ["2", "3"]):
    ...     none_cells(pa.array(column))
    ('nobody', array([ True, False]))
    ('unknown', array([ True, False]))
    ('unknown', array([ True, False]))
    ('', array([False, False]))
    """
    encoded = coded(written)
    texts = [(text or "").strip() for text in encoded.dictionary.to_pylist()]
    there = [text.casefold() == "none" for text in texts]
    rows = np.array([*there, False])[codes_in(encoded)]
    return _meant(texts) if any(there) else "", rows


def _meant(texts: Sequence[str]) -> str:
    numbers = any(any(map(str.isdigit, text)) for text in texts)
    return NOBODY if numbers and not any(map(_OF_A_PROGRAM.fullmatch, texts)) else UNKNOWN


def with_none(cells: Array, rows: Numbers) -> Array:
    """Return cells with "none" in some rows.

    Examples
    --------
    >>> with_none(pa.array([None, "5"]), np.array([True, False])).to_pylist()
    ['none', '5']
    """
    return pc.if_else(pa.array(rows), "none", plain(cells)).dictionary_encode()
