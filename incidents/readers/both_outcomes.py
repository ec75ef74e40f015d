"""Cells with two numbers, such as "3/5", in a column that is named for both of them: Killed/Injured."""

from __future__ import annotations

import pyarrow as pa

from incidents.amounts import paired
from incidents.readers.columns import coded
from incidents.readers.spool import Array


def in_words(cells: Array, heading: str) -> Array:
    """Return the cells of a column of people, two numbers in words.

    Examples
    --------
    >>> in_words(pa.array(["3/5", "3", None]), "Killed/Injured").to_pylist()
    ['3 killed, 5 wounded', '3', None]
    """
    encoded = coded(cells)
    written = [text or "" for text in encoded.dictionary.to_pylist()]
    said = [paired(text, heading) for text in written]
    return cells if said == written else pa.array(said, pa.string()).take(encoded.indices).dictionary_encode()
