"""Incidents by day, week, month or year: counted where they lie within one, as spans where they may lie in several."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from incidents.errors import SelectionError

if TYPE_CHECKING:
    from incidents.cells import Cells
    from incidents.columns import Frame

Days: TypeAlias = npt.NDArray[np.int64]

PERIODS: Final = ("day", "week", "month", "year")
MOST_BARS: Final = 6_000
MOST_SPANS: Final = 2_000
_MONDAY: Final = 3  # 1 January 1970 was a Thursday, three days after a Monday
_UNITS: Final[Mapping[str, str]] = {"day": "D", "month": "M", "year": "Y"}


def period_index(days: Days, period: str) -> Days:
    """Return the number of the period that each day (counted from 1 January 1970) lies in; weeks begin on Monday.

    Examples
    --------
    >>> period_index(np.array([0, 3, 4, 31]), "week").tolist()
    [0, 0, 1, 4]
    """
    if period == "week":
        return (days + _MONDAY) // 7
    if period not in _UNITS:
        raise SelectionError(f"no period is called {period!r}; known: {', '.join(PERIODS)}")
    return days.astype("datetime64[D]").astype(f"datetime64[{_UNITS[period]}]").astype(np.int64)


def period_start(index: Days, period: str) -> Days:
    """Return the first day (counted from 1 January 1970) of each period; the inverse of `period_index`."""
    if period == "week":
        return index * 7 - _MONDAY
    return index.astype(f"datetime64[{_UNITS[period]}]").astype("datetime64[D]").astype(np.int64)


def bars_and_spans(cells: Frame, period: str) -> tuple[Frame, Frame]:
    """Split incidents into those known to lie within one period, counted by period and type, and the spans of the others.

    Parameters
    ----------
    cells : DataFrame
        ``first``, ``last`` (days counted from 1 January 1970, inclusive), ``event_type``, ``count``.
    period : str
        One of `PERIODS`.

    Returns
    -------
    bars, spans : DataFrame
        ``from``, ``to`` (half-open), ``event_type``, ``count``. At most `MOST_BARS` bars, of a coarser period where there
        would be more (`bars.attrs["period"]` says which), and the `MOST_SPANS` spans with most incidents
        (`spans.attrs` says in ``spans_left_out`` how many others there are, in ``left_out`` how many incidents they hold).

    Examples
    --------
    >>> one = pd.DataFrame({"first": [20482], "last": [20483], "event_type": ["attack"], "count": [1]})
    >>> [len(part) for part in bars_and_spans(one, "day")], [len(part) for part in bars_and_spans(one, "month")]
    ([0, 1], [1, 0])
    """
    first, last = (cells[end].to_numpy(np.int64) for end in ("first", "last"))
    within = period_index(first, period) == period_index(last, period)
    bars = _bars(cells[within], period)
    for coarser in PERIODS[PERIODS.index(period) + 1 :]:
        if len(bars) <= MOST_BARS:
            break
        period, within = coarser, period_index(first, coarser) == period_index(last, coarser)
        bars = _bars(cells[within], coarser)
    bars.attrs["period"] = period
    return bars, _spans(cells[~within])


def _bars(cells: Frame, period: str) -> Frame:
    index = period_index(cells["first"].to_numpy(np.int64), period)
    starts, ends = period_start(index, period), period_start(index + 1, period)
    return _grouped(cells, starts, ends)


def _spans(cells: Frame) -> Frame:
    spans = _grouped(cells, cells["first"].to_numpy(np.int64), cells["last"].to_numpy(np.int64) + 1)
    kept = (
        spans if len(spans) <= MOST_SPANS else spans.nlargest(MOST_SPANS, "count").sort_index().reset_index(drop=True)
    )
    kept.attrs["spans_left_out"] = len(spans) - len(kept)
    kept.attrs["left_out"] = int(spans["count"].sum() - kept["count"].sum())
    return kept


def _grouped(cells: Frame, starts: Days, ends: Days) -> Frame:
    kinds, count = pd.Categorical(cells["event_type"]), cells["count"].to_numpy()
    longest, origin = int((ends - starts).max(initial=0)) + 1, int(starts.min(initial=0))
    at, found = pd.factorize(
        ((starts - origin) * longest + ends - starts) * max(1, len(kinds.categories)) + kinds.codes, sort=True
    )
    spans, kind = np.divmod(found, max(1, len(kinds.categories)))
    start = spans // longest + origin
    days = {"from": start, "to": start + spans % longest}
    columns: dict[str, Any] = {
        name: value.astype("datetime64[D]").astype("datetime64[s]") for name, value in days.items()
    }
    columns["event_type"] = pd.Categorical.from_codes(kind, kinds.categories)
    columns["count"] = np.bincount(at, count, minlength=len(found)).astype(np.int64)
    return pd.DataFrame(columns)


@dataclass(frozen=True)
class Histogram:
    """Incidents by equal stretches of days.

    Attributes
    ----------
    first, last : date
        The first and last day of all, both inclusive.
    step : int
        Days of a stretch; the last may reach beyond `last`.
    within, touching : tuple of int
        Incidents that lie within each stretch, and those whose days touch it.
    """

    first: dt.date
    last: dt.date
    step: int
    within: tuple[int, ...]
    touching: tuple[int, ...]


def histogram(cells: Cells, bars: int) -> Histogram | None:
    """Return at most so many stretches of days; None for no incidents.

    Parameters
    ----------
    cells : Cells
        The incidents by their days.
    bars : int
        How many there may be.

    Examples
    --------
    >>> from incidents.cells import Cells
    >>> first, last, code, count = np.array([0, 1]), np.array([0, 3]), np.array([0, 0]), np.array([2, 1])
    >>> found = histogram(Cells(first, last, code, code, count, ["day"], ["attack"]), 2)
    >>> found.step, found.within, found.touching
    (2, (2, 0), (3, 1))
    """
    if not len(cells):
        return None
    first, last, count = (column.astype(np.int64) for column in (cells.first, cells.last, cells.count))
    start, end = int(first.min()), int(last.max())
    step = max(1, -(-(end - start + 1) // bars))
    size = -(-(end - start + 1) // step)
    begins, ends = (first - start) // step, (last - start) // step
    inside = begins == ends
    within = np.bincount(begins[inside], count[inside], minlength=size)
    more = np.bincount(begins, count, minlength=size + 1) - np.bincount(ends + 1, count, minlength=size + 1)
    touching = np.cumsum(more)[:size]
    return Histogram(to_date(start), to_date(end), step, tuple(map(int, within)), tuple(map(int, touching)))


def fitting(first: dt.date, last: dt.date) -> str:
    """Return the period by which some days make neither too few nor too many bars.

    Examples
    --------
    >>> fitting(dt.date(2026, 1, 1), dt.date(2026, 1, 31)), fitting(dt.date(2010, 1, 1), dt.date(2026, 1, 31))
    ('day', 'year')
    """
    days = (last - first).days
    return "day" if days <= 62 else "week" if days <= 400 else "month" if days <= 3700 else "year"


def day_number(day: Any) -> int:
    """Return a date as the number of days since 1 January 1970."""
    return (day - dt.date(1970, 1, 1)).days


def to_date(number: Any) -> dt.date:
    """Return the date of a number of days since 1 January 1970."""
    return dt.date(1970, 1, 1) + dt.timedelta(days=int(number))
