"""Answers that are remembered by a 64-bit key, for whole columns of keys: each key is asked once in the life of a file."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np

from incidents.readers.spool import Numbers


class Known:
    """Whole numbers by key; threads may share one.

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
        with self._lock:
            new = np.flatnonzero(~self._met(keys))
            if len(new):
                unique, first = np.unique(keys[new], return_index=True)
                merged = np.concatenate([self._keys, unique])
                values = np.concatenate([self._values, np.asarray(ask(new[first]), dtype=np.int64)])
                order = np.argsort(merged, kind="stable")
                self._keys, self._values = merged[order], values[order]
            return self._values[np.searchsorted(self._keys, keys)]

    def _met(self, keys: Numbers) -> Numbers:
        if not len(self._keys):
            return np.zeros(len(keys), dtype=bool)
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return self._keys[at] == keys
