"""Days that were probably not meant: what programs write for an empty date."""

from __future__ import annotations

from typing import Final

import numpy as np

from incidents.readers.spool import Numbers

_PLACEHOLDERS: Final = np.array(["1900-01-01", "1970-01-01"], dtype="datetime64[D]")
_DECADES: Final = np.timedelta64(30 * 365, "D")


def placeholders(days: Numbers) -> Numbers:
    """Return which days stand for no date in programs, and lie decades before the middle one of all.

    Examples
    --------
    >>> placeholders(np.array(["1970-01-01", "2024-03-05", "2024-03-06"], dtype="datetime64[D]")).tolist()
    [True, False, False]
    >>> placeholders(np.array(["1970-01-01", "1970-03-05"], dtype="datetime64[D]")).tolist()
    [False, False]
    """
    found = np.isin(days, _PLACEHOLDERS)
    if not found.any():
        return found
    known = np.sort(days[~np.isnat(days)])
    return found & (known[len(known) // 2] - days > _DECADES)
