"""Reads times that are counted in seconds or milliseconds since 1970 as days in Pakistan."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

PAKISTAN: Final = dt.timezone(dt.timedelta(hours=5))
EPOCH: Final = re.compile(r"(?:1\d{9}|[2-9]\d{8}|1\d{12})(?:\.\d*)?")
"""Such a time from 1976 to 2033; shorter numbers are other things."""


def day_of_epoch(text: str) -> dt.date:
    """Return the day in Pakistan of a time that is counted in seconds or milliseconds since 1970 (see `EPOCH`).

    Examples
    --------
    >>> day_of_epoch("1735689600"), day_of_epoch("1735671600000")
    (datetime.date(2025, 1, 1), datetime.date(2025, 1, 1))
    """
    whole = text.partition(".")[0]
    seconds = int(whole) // (1000 if len(whole) == 13 else 1)
    return dt.datetime.fromtimestamp(seconds, PAKISTAN).date()
