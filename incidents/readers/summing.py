"""Makes one figure of the numbers of several columns: their sum, or the largest where some people may be in two."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from incidents.readers.columns import Amounts
from incidents.readers.words import Words


def added(parts: Sequence[Amounts]) -> Amounts:
    """Return the sums of numbers of people of whom nobody is in two: at least the sum of those known, where one is not.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from incidents.readers.columns import amounts
    >>> sums = added([amounts(pa.array(["1", "2", None])), amounts(pa.array(["4", None, None]))])
    >>> sums.low.tolist(), sums.high.tolist(), sums.qualifier.array().to_pylist()
    ([5.0, 2.0, nan], [5.0, nan, nan], ['exact', 'at_least', 'unknown'])
    """
    low, value, high = (np.stack([getattr(each, axis) for each in parts]) for axis in ("low", "value", "high"))
    some = ~np.isnan(low).all(axis=0)
    bottom = np.where(some, np.nansum(low, axis=0), np.nan)
    total, top = value.sum(axis=0), high.sum(axis=0)
    qualifier = Words.either((bottom == total) & (total == top), "exact", "range")
    qualifier = qualifier.put(np.isnan(top), "at_least").put(~some, "at_most").put(~some & np.isnan(top), "unknown")
    unreadable, stated = (np.any([getattr(each, name) for each in parts], axis=0) for name in ("unreadable", "stated"))
    return Amounts(bottom, total, top, qualifier, unreadable, stated)


def largest(some: Sequence[Amounts], others: bool = False) -> Amounts:
    """Return how many people there are at least by numbers of whom some may be in two: as many as the largest; nobody where all say so.

    Where there may be others than all of these, nobody among these says nothing of how many there are.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from incidents.readers.columns import amounts
    >>> least = largest([amounts(pa.array(["1", "0", None])), amounts(pa.array(["4", "0", None]))])
    >>> least.low.tolist(), least.high.tolist(), least.qualifier.array().to_pylist()
    ([4.0, 0.0, nan], [nan, 0.0, nan], ['at_least', 'exact', 'unknown'])
    """
    sums = added(some)
    low = np.fmax.reduce([each.low for each in some])
    nobody = sums.high == 0
    if others:
        low, nobody = np.where(low > 0, low, np.nan), np.zeros(len(low), dtype=bool)
    value, high = np.where(nobody, sums.value, np.nan), np.where(nobody, 0.0, np.nan)
    qualifier = Words.either(nobody, "exact", "at_least").put(np.isnan(low), "unknown")
    return Amounts(low, value, high, qualifier, sums.unreadable, sums.stated)
