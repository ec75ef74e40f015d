"""Incidents by day, week, month or year: counted where they lie within one, as spans where they may lie in several."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from incidents.errors import SelectionError

if TYPE_CHECKING:
    from incidents.cells import Cells
    from incidents.columns import Frame

Days: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]

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


@dataclass(frozen=True)
class Stretches:
    """Incidents counted by stretch of days and type, one such group an entry, in that order.

    Attributes
    ----------
    start, end : arrays of days from 1 January 1970, half-open
    kind : array of codes of `kinds`
    count : array
    kinds : sequence of str
        In alphabetical order.
    period : str
        What the stretches are: one of `PERIODS`, or "" for spans of any length.
    spans_left_out, left_out : int
        How many other groups there are, and how many incidents they hold.
    """

    start: Days
    end: Days
    kind: Days
    count: Days
    kinds: Sequence[str]
    period: str = ""
    spans_left_out: int = 0
    left_out: int = 0

    def __len__(self) -> int:
        """Return how many groups there are."""
        return len(self.count)

    def rows(self, most: int | None = None) -> Iterator[tuple[dt.date, dt.date, str, int]]:
        """Yield start, end, type and count of the first groups, by default of all."""
        starts, ends = (days[:most].astype("datetime64[D]").tolist() for days in (self.start, self.end))
        kinds = [self.kinds[int(code)] for code in self.kind[:most].tolist()]
        return zip(starts, ends, kinds, self.count[:most].tolist(), strict=True)

    def frame(self) -> Frame:
        """Return ``from``, ``to``, ``event_type`` and ``count`` as a table; what else is known of it is in its ``attrs``."""
        days = {"from": self.start, "to": self.end}
        columns: dict[str, Any] = {
            name: value.astype("datetime64[D]").astype("datetime64[s]") for name, value in days.items()
        }
        columns["event_type"] = pd.Categorical.from_codes(self.kind, pd.Index(list(self.kinds)))
        made = pd.DataFrame(columns | {"count": self.count})
        made.attrs |= {name: getattr(self, name) for name in ("period", "spans_left_out", "left_out")}
        return made


def bars_and_spans(cells: Cells, period: str) -> tuple[Stretches, Stretches]:
    """Split incidents into those known to lie within one period, counted by period and type, and the spans of the others.

    Parameters
    ----------
    cells : Cells
        The incidents by their days and type.
    period : str
        One of `PERIODS`.

    Returns
    -------
    bars, spans : Stretches
        At most `MOST_BARS` bars, of a coarser period where there would be more (`bars.period` says which), and the
        `MOST_SPANS` spans with most incidents.

    Examples
    --------
    >>> from incidents.cells import Cells
    >>> code = np.array([0])
    >>> one = Cells(np.array([20482]), np.array([20483]), code, code, np.array([1]), ["day"], ["attack"])
    >>> [len(part) for part in bars_and_spans(one, "day")], [len(part) for part in bars_and_spans(one, "month")]
    ([0, 1], [1, 0])
    """
    bars, within = _bars(cells, period)
    for coarser in PERIODS[PERIODS.index(period) + 1 :]:
        if len(bars) <= MOST_BARS:
            break
        bars, within = _bars(cells, coarser)
    return bars, _spans(cells.take(~within))


def _bars(cells: Cells, period: str) -> tuple[Stretches, Mask]:
    """Return what lies within one period, counted, and which groups do."""
    begins, ends = (period_index(days.astype(np.int64), period) for days in (cells.first, cells.last))
    within = begins == ends
    starts = begins[within]
    bars = _grouped(cells.take(within), period_start(starts, period), period_start(starts + 1, period))
    return replace(bars, period=period), within


def _spans(cells: Cells) -> Stretches:
    spans = _grouped(cells, cells.first.astype(np.int64), cells.last.astype(np.int64) + 1)
    if len(spans) <= MOST_SPANS:
        return spans
    kept = np.sort(np.argsort(-spans.count, kind="stable")[:MOST_SPANS])
    start, end, kind, count = (column[kept] for column in (spans.start, spans.end, spans.kind, spans.count))
    others = int(spans.count.sum() - count.sum())
    return Stretches(start, end, kind, count, spans.kinds, spans_left_out=len(spans) - MOST_SPANS, left_out=others)


def _grouped(cells: Cells, starts: Days, ends: Days) -> Stretches:
    kinds = sorted(cells.kinds)
    of_kind = np.array([kinds.index(kind) for kind in cells.kinds], dtype=np.int64)[cells.kind]
    longest, origin, most = int((ends - starts).max(initial=0)) + 1, int(starts.min(initial=0)), max(1, len(kinds))
    found, at = np.unique(((starts - origin) * longest + ends - starts) * most + of_kind, return_inverse=True)
    spans, kind = np.divmod(found, most)
    start = spans // longest + origin
    count = np.bincount(at, cells.count, minlength=len(found)).astype(np.int64)
    return Stretches(start, start + spans % longest, kind, count, kinds)


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
