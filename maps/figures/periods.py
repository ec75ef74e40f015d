"""Time cut into periods, each with the incidents that may lie in it: what small maps show side by side."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from maps.figures.marks import areas_of, spots_of
from maps.figures.strip import next_step, step_start
from maps.figures.totals import totals_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer import Gazetteer
    from maps.figures.marks import Area, Spot

DISTRICT = "district"
"""What the totals of small maps are of."""

YEARS = (2, 3, 5, 10, 20, 50, 100, 10_000)
"""So many years have one map where single years have no room; the last of these holds all there are."""

DECADES = 5
"""From so many years on, periods begin with round years; shorter ones with the first year that has an incident."""

MOST_DAYS = 40_000
MOST_EMPTY = 0.5
"""Periods between others in which nothing was have a map too, unless they are more than such a share of these."""


class Cut(NamedTuple):
    """How time is cut: by days, weeks, months or years, or several years, counted from one."""

    step: str
    years: int = 1
    since: int = 0

    def start(self, day: dt.date) -> dt.date:
        """Return the first day of the period that holds a day.

        Examples
        --------
        >>> Cut("year", 2, 2019).start(dt.date(2022, 5, 1)), Cut("month").start(dt.date(2022, 5, 9))
        (datetime.date(2021, 1, 1), datetime.date(2022, 5, 1))
        """
        if self.years == 1:
            return step_start(day, self.step)
        return dt.date(max(day.year - (day.year - self.since) % self.years, 1), 1, 1)

    def after(self, start: dt.date) -> dt.date:
        """Return the first day of the period after one."""
        if self.years == 1:
            return next_step(start, self.step)
        return dt.date(min(start.year - (start.year - self.since) % self.years + self.years, 9999), 1, 1)

    def last(self, start: dt.date) -> dt.date:
        """Return the last day of a period."""
        return self.after(start) - dt.timedelta(1)


class Share:
    """Some of the records, with their marks, which are made once."""

    def __init__(self, records: pd.DataFrame, gazetteer: Gazetteer) -> None:
        self.records = records
        self._gazetteer = gazetteer

    @functools.cached_property
    def areas(self) -> tuple[Area, ...]:
        """What is known to an area."""
        return areas_of(self.records)

    @functools.cached_property
    def spots(self) -> tuple[Spot, ...]:
        """What is known to a town or site."""
        return spots_of(self.records, self._gazetteer)

    @functools.cached_property
    def totals(self) -> tuple[Area, ...]:
        """The districts with all that is known to a place there or to the district."""
        return totals_of(self._gazetteer, self.areas, self.spots, DISTRICT)


class Times:
    """The records of a selection by the time in which they lie, asked for again and again while a sheet is planned."""

    def __init__(self, records: pd.DataFrame, gazetteer: Gazetteer) -> None:
        self.records = pd.DataFrame(records)
        self._gazetteer = gazetteer
        self._first, self._last = (self.records[name].to_numpy("datetime64[D]") for name in ("start", "end"))
        spans = self.records[["start", "end"]].drop_duplicates()
        self.spans = [(first.date(), last.date()) for first, last in spans.itertuples(index=False)]
        self._starts: dict[Cut, list[dt.date]] = {}
        self._inside: dict[tuple[dt.date, dt.date], Share] = {}
        self._of_kinds: dict[frozenset[str], Share] = {}

    @property
    def years(self) -> tuple[int, int]:
        """The first year in which an incident may lie, and the last."""
        return min(first for first, _ in self.spans).year, max(last for _, last in self.spans).year

    @functools.cached_property
    def everything(self) -> Share:
        """All records."""
        return Share(self.records, self._gazetteer)

    def starts(self, cut: Cut) -> list[dt.date]:
        """Return the first day of every period in which a record may lie."""
        if cut not in self._starts:
            found: set[dt.date] = set()
            for first, last in self.spans:
                day = cut.start(first)
                while day <= last and len(found) < MOST_DAYS:
                    found.add(day)
                    day = cut.after(day)
                    if day.year >= 9999:
                        break
            self._starts[cut] = sorted(found)
        return self._starts[cut]

    def cut(self, asked: str, steps: Sequence[str], most: int) -> Cut:
        """Return the finest cut, from the one that was asked for on, that leaves at most so many periods."""
        cuts = [Cut(step) for step in steps[steps.index(asked) :]]
        since = self.years[0] if self.spans else 0
        cuts += [Cut("year", years, 0 if DECADES <= years < YEARS[-1] else since) for years in YEARS]
        return next((cut for cut in cuts if len(self.starts(cut)) <= most), cuts[-1])

    def is_one(self, cut: Cut) -> bool:
        """Return whether all records may lie in just the same periods."""
        return len({(cut.start(first), cut.start(last)) for first, last in self.spans}) == 1

    def whole(self, cut: Cut, most: int) -> tuple[list[dt.date], bool]:
        """Return the first days of periods, those between them in which nothing was too while these are few; and whether such are left out."""
        held = self.starts(cut)
        most = min(most, len(held) + max(int(len(held) * MOST_EMPTY), 1))
        found: list[dt.date] = []
        for day in held:
            while found and cut.after(found[-1]) < day and len(found) <= most:
                found.append(cut.after(found[-1]))
            found.append(day)
        return (found, False) if len(found) <= most else (held, True)

    def runs(self, starts: Sequence[dt.date], cut: Cut) -> list[tuple[dt.date, dt.date]]:
        """Return the periods by their first days, neighbours together in which the very same records may be: (first, last)."""
        found: list[tuple[dt.date, dt.date]] = []
        before = b""
        for start in starts:
            mask = self._may_lie(start, cut.last(start))
            inside = mask.tobytes() if mask.any() else b""
            if inside and inside == before and cut.after(found[-1][1]) == start:
                found[-1] = found[-1][0], start
            else:
                found.append((start, start))
            before = inside
        return found

    def inside(self, first: dt.date, last: dt.date) -> Share:
        """Return every record that may lie between two days."""
        if (first, last) not in self._inside:
            self._inside[first, last] = Share(self.records[self._may_lie(first, last)], self._gazetteer)
        return self._inside[first, last]

    def sure(self, first: dt.date, last: dt.date) -> int:
        """Return how many records lie between two days for sure."""
        return int(((self._first >= np.datetime64(first)) & (self._last <= np.datetime64(last))).sum())

    def of_kinds(self, kinds: Sequence[str]) -> Share:
        """Return every record of some kinds of event."""
        key = frozenset(kinds)
        if key not in self._of_kinds:
            self._of_kinds[key] = Share(self.records[self.records["event_type"].isin(key)], self._gazetteer)
        return self._of_kinds[key]

    def _may_lie(self, first: dt.date, last: dt.date) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return (self._first <= np.datetime64(last)) & (self._last >= np.datetime64(first))
