"""Numbers of people that could not be read, or were probably not meant: what codebooks write for one that is not known."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from incidents.readers.columns import Amounts
from incidents.readers.draft import Draft
from incidents.readers.parts_and_whole import flag_parts
from incidents.readers.spool import Array, Numbers, codes_in

_NINES: Final = np.array([99, 999, 9999, 99999, 999999, 9999999], dtype=float)
_ABOVE: Final = 10  # times the highest of the others
_TWICE: Final = 99  # one that also counts people has to be there more than once


def flag_numbers(draft: Draft) -> None:
    """Mark rows by their numbers of people."""
    for each in draft.counted:
        draft.flag("unreadable_number", each.amounts.unreadable)
        for _, read in each.columns():
            draft.flag("number_in_words", read.qualifier.are("vague"))
            draft.flag("placeholder_number", placeholders(read.value))
    flag_parts(draft)


def without_nines(read: Amounts, cells: Array) -> tuple[Amounts, Numbers]:
    """Return a column's numbers with those unknown that stand for none and have no word beside them, and which these are."""
    rows = placeholders(read.value)
    if not rows.any():
        return read, rows
    bare: list[bool] = [text is not None and text.replace(".", "").isdigit() for text in cells.dictionary.to_pylist()]
    rows &= np.array([*bare, False])[codes_in(cells)]
    low, value, high = (np.where(rows, np.nan, each) for each in (read.low, read.value, read.high))
    return replace(read, low=low, value=value, high=high, qualifier=read.qualifier.put(rows, "unknown")), rows


def placeholders(values: Numbers) -> Numbers:
    """Return which numbers of a column stand for none: of nines alone, and far above all others.

    Examples
    --------
    >>> placeholders(np.array([2.0, 999.0, 12.0, np.nan])).tolist()
    [False, True, False, False]
    >>> placeholders(np.array([2.0, 99.0, 3.0])).any(), placeholders(np.array([2.0, 99.0, 99.0, 3.0])).sum()
    (np.False_, np.int64(2))
    >>> placeholders(np.array([999.0, 700.0])).any()
    np.False_
    """
    found = np.isin(values, _NINES)
    others = values[~found & ~np.isnan(values)]
    if not found.any() or not len(others):
        return np.zeros(len(values), dtype=bool)
    found &= values > max(others.max(), 1) * _ABOVE
    return found & ((values > _TWICE) | (int((values == _TWICE).sum()) > 1))
