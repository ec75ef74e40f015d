"""Days that are known badly or were probably not meant: those of empty dates, of years to come, with day and month exchanged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import numpy as np

from incidents.date_order import weekday_in
from incidents.dates import Order
from incidents.exchanged_days import both_readings
from incidents.readers.arrow import pc
from incidents.readers.columns import Each, spread
from incidents.readers.draft import Draft
from incidents.readers.spool import Numbers

_PLACEHOLDERS: Final = np.array(["1900-01-01", "1970-01-01"], dtype="datetime64[D]")
_FEWEST: Final = 5  # rows, so that one of them can be far from the others
_DECADES: Final = np.timedelta64(30 * 365, "D")


def flag_days(draft: Draft, order: Order, columns: Sequence[str]) -> None:
    """Mark rows by their days; `order` and `columns` are that of day and month, and the file's columns of dates."""
    draft.flag("date_coarse", draft.dates.precision.are("month", "year"))
    draft.flag("unlikely_year", _unlikely(draft.dates.first))
    draft.flag("placeholder_date", placeholders(draft.dates.first))
    draft.flag("far_date", alone(draft.dates.first))
    if columns and pc.any(pc.match_substring_regex(draft.batch.text(columns[0]).dictionary, _NAMES)).as_py():
        draft.flag("weekday_differs", _of_another_weekday(draft, columns[0]))
    if order.doubt:
        for column in (draft.batch.text(name) for name in columns):
            draft.flag("exchanged_date", spread(*_EITHER(column), bool, False))


_EITHER: Final = Each(lambda text: both_readings(text) is not None)


_NAMES: Final = r"(?i)(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|پیر|منگل|بدھ|جمعرات|جمعہ|ہفتہ|اتوار"
_WEEKDAY: Final = Each(weekday_in)


def _of_another_weekday(draft: Draft, column: str) -> Numbers:
    """Return which days are of another day of the week than that which their cell names."""
    named = spread(*_WEEKDAY(draft.batch.text(column)), np.int64, -1)
    days = draft.dates.as_coded()[0].astype("datetime64[D]")
    return (
        (named >= 0) & ~np.isnat(days) & draft.dates.precision.are("day") & ((days.astype(np.int64) + 3) % 7 != named)
    )


def _unlikely(days: Numbers) -> Numbers:
    """Return which days lie before 1900 or in a year still to come."""
    years = days.astype("datetime64[Y]")
    return (years < np.datetime64("1900")) | (years > np.datetime64(dt.date.today(), "Y"))


def alone(days: Numbers) -> Numbers:
    """Return which few days lie decades before or after all others, as a slip in the year makes them.

    Examples
    --------
    >>> alone(np.array(["1924-03-05"] + ["2024-03-05"] * 9, dtype="datetime64[D]")).sum()
    np.int64(1)
    >>> alone(np.array(["1924-03-05"] * 5 + ["2024-03-05"] * 5, dtype="datetime64[D]")).any()
    np.False_
    """
    known = days[~np.isnat(days)]
    few = max(len(known) // 20, 1)
    found = np.zeros(len(days), dtype=bool)
    if len(known) < _FEWEST or known.max() - known.min() <= _DECADES:
        return found
    known.sort()
    wide = np.flatnonzero(np.diff(known) > _DECADES)
    for at in wide[(wide < few) | (wide >= len(known) - few - 1)].tolist():
        found |= days <= known[at] if at < few else days >= known[at + 1]
    return found


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
