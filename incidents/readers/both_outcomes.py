"""Cells with two numbers, such as "3/5", in a column that is named for both of them: Killed/Injured."""

from __future__ import annotations

import re
from typing import Final

import pyarrow as pa

from incidents.amounts import names, paired
from incidents.readers.claimants import WORDED
from incidents.readers.columns import coded
from incidents.readers.spool import Array

_ALONE: Final = re.compile(r"^\d{1,7}$")
_WORDED: Final = re.compile(rf"(?<![^\W_])(?:{WORDED})(?![^\W_])", re.IGNORECASE)


def in_words(cells: Array, heading: str) -> Array:
    """Return the cells of a column of people, two numbers in words; one that is alone among such is of nobody knows which outcome.

    Examples
    --------
    >>> in_words(pa.array(["3/5", "3", "0", None]), "Killed/Injured").to_pylist()
    ['3 killed, 5 wounded', '3 killed/injured', '0 killed, 0 wounded', None]
    >>> in_words(pa.array(["3", None]), "Killed/Injured").to_pylist()
    ['3', None]
    >>> in_words(pa.array(["3 dead", "4"]), "Casualties").to_pylist()
    ['3 dead', '4 casualties']
    """
    encoded = coded(cells)
    written = [text or "" for text in encoded.dictionary.to_pylist()]
    said = [paired(text, heading) for text in written]
    if said != written:
        said = [
            _ALONE.sub(lambda match: f"{match[0]} killed/injured" if int(match[0]) else "0 killed, 0 wounded", text)
            for text in said
        ]
    elif _WORDED.search(heading) and any(names(text, each) for text in written for each in ("killed", "wounded")):
        said = [
            _ALONE.sub(lambda match: f"{match[0]} casualties" if int(match[0]) else match[0], text) for text in said
        ]
    return cells if said == written else pa.array(said, pa.string()).take(encoded.indices).dictionary_encode()
