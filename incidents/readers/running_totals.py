"""Knows columns of people that only grow from day to day at each place: totals so far, of which the sum counts the same people many times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from incidents.readers.draft import Draft
from incidents.readers.spool import Numbers, plain

_MOST: Final = 5_000  # rows of a table that people keep by hand
_STEPS: Final = 5  # from row to row at one place: so many without a fall are hardly chance
Names = tuple[str | None, ...]


@dataclass
class _Place:
    """The last row at a place: its day and number, how many steps there were to it, and how many of them rose."""

    day: dt.date
    value: float
    steps: int = 0
    rises: int = 0


@dataclass
class _Column:
    """A column as long as it never fell."""

    places: dict[Names, _Place] = field(default_factory=dict[Names, _Place])
    fell: bool = False


@dataclass
class RunningTotals:
    """The columns of figures of a file, whose parts are looked at in their order."""

    _rows: int = 0
    _columns: dict[str, _Column] = field(default_factory=dict[str, _Column])

    def look_at(self, draft: Draft, usable: Numbers) -> None:
        """Look at the usable rows of a part."""
        self._rows += int(usable.sum())
        if self._rows > _MOST:
            return
        names = (draft.names[name] for name in ("admin1", "admin2", "location"))
        places = [*zip(*(plain(name).to_pylist() for name in names), strict=True)]
        for each in draft.counted:
            for name, read in each.columns():
                column = self._columns.setdefault(name, _Column())
                rows = np.flatnonzero(usable & ~np.isnan(read.value)).tolist()
                _follow(column, ((places[row], draft.dates.first[row].item(), float(read.value[row])) for row in rows))

    def warnings(self) -> list[str]:
        """Return what has to be known before figures are used; nothing where every column falls somewhere."""
        return list(self._warnings())

    def _warnings(self) -> Iterator[str]:
        for name, column in self._columns.items() if self._rows <= _MOST else ():
            longest = max(column.places.values(), key=lambda place: place.steps, default=None)
            if column.fell or longest is None or longest.steps < _STEPS or 2 * longest.rises < longest.steps:
                continue
            yield (
                f"{name!r} never falls from day to day at a place: it may be a total so far, of which the sum over the rows counts the same "
                f"people again and again; if it is one, give a mapping without it"
            )


def _follow(column: _Column, rows: Iterable[tuple[Names, dt.date, float]]) -> None:
    """Go on with a column, by place, day and number of its rows, until it falls, or the days do."""
    for place, day, value in rows if not column.fell else ():
        last = column.places.get(place)
        if last is None:
            column.places[place] = _Place(day, value)
        elif value < last.value or day < last.day:
            column.fell = True
            return
        else:
            column.places[place] = _Place(day, value, last.steps + 1, last.rises + (value > last.value))
