"""Numbers of 64 bits that were met before, for whole columns at once: which come again, and what was answered about each.

Numbers are looked for in their order, which takes a fifth of the time of looking for them as they come.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

import numpy as np
import pyarrow as pa

from incidents.readers.spool import Numbers

_BITS: Final = 23  # the first of a key's 64: eight million ways to begin


class Seen:
    """Keys in their order, such as hashes of rows: which of them come again.

    Examples
    --------
    >>> seen = Seen()
    >>> seen.before(np.array([7, 5, 7], dtype=np.uint64)).tolist(), seen.before(np.array([5], dtype=np.uint64)).tolist()
    ([False, False, True], [True])
    """

    def __init__(self) -> None:
        self._runs: list[Numbers] = []  # each in order and less than half as long as the one before
        self._begun = np.zeros(1 << _BITS, dtype=bool)  # how keys begin that were met: most new ones begin otherwise

    def before(self, keys: Numbers) -> Numbers:
        """Return which keys were there before, in earlier parts or earlier in this one; and remember them."""
        order = np.argsort(keys)
        ordered = keys[order]
        again = np.zeros(len(keys), dtype=bool)
        again[1:] = ordered[1:] == ordered[:-1]
        if again.any():  # of equal ones the first is to stay the first, which takes longer
            order = np.argsort(keys, kind="stable")
        new = ordered[~again]
        begins = (ordered >> np.uint64(64 - _BITS)).astype(np.intp)
        likely = np.flatnonzero(self._begun[begins])
        for run in self._runs if len(likely) else ():
            again[likely] |= _in(run, ordered[likely])
        self._begun[begins] = True
        found = np.zeros(len(keys), dtype=bool)
        found[order] = again
        self._remember(new)
        return found

    def _remember(self, keys: Numbers) -> None:
        """Keep keys in order; runs are put together so that there are few."""
        self._runs.append(keys)
        while len(self._runs) > 1 and len(self._runs[-1]) * 2 > len(self._runs[-2]):
            last, before = self._runs.pop(), self._runs.pop()
            self._runs.append(np.sort(np.concatenate([before, last]), kind="stable"))


def _in(run: Numbers, keys: Numbers) -> Numbers:
    """Return which keys are in a run of keys in order."""
    if not len(run):
        return np.zeros(len(keys), dtype=bool)
    return run[np.minimum(np.searchsorted(run, keys), len(run) - 1)] == keys


class Known:
    """Whole numbers by key, each asked once in the life of a file; threads may share one.

    Examples
    --------
    >>> known = Known()
    >>> known(np.array([7, 5, 7], dtype=np.uint64), lambda rows: rows * 10).tolist()
    [0, 10, 0]
    """

    def __init__(self) -> None:
        self._keys = np.zeros(0, dtype=np.uint64)
        self._values = np.zeros(0, dtype=np.int64)
        self._lock = threading.Lock()

    def __call__(self, keys: Numbers, ask: Callable[[Numbers], Numbers]) -> Numbers:
        """Return the value of each key; `ask` is given the positions of keys not met before, one for each such key."""
        encoded = pa.array(keys).dictionary_encode()
        unique, codes = encoded.dictionary.to_numpy(), encoded.indices.to_numpy()
        with self._lock:
            new = np.flatnonzero(~_in(self._keys, unique))
            if len(new):
                first = np.empty(len(unique), dtype=np.int64)
                first[codes[::-1]] = np.arange(len(keys))[::-1]
                merged = np.concatenate([self._keys, unique[new]])
                values = np.concatenate([self._values, np.asarray(ask(first[new]), dtype=np.int64)])
                order = np.argsort(merged, kind="stable")
                self._keys, self._values = merged[order], values[order]
            return self._values[np.searchsorted(self._keys, unique)][codes]
