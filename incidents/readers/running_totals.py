"""Knows columns of people that only grow from day to day at each place: totals so far, of which the sum counts the same people many times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from incidents.readers.draft import Draft
from incidents.readers.spool import Numbers

_MOST: Final = 20_000  # rows of a table that people keep by hand
_STEPS: Final = 5  # from row to row at one place: so many without a fall are hardly chance


@dataclass
class _Place:
    """The last row at a place: its day and number, how many steps there were to it, and how many of them rose."""

    day: dt.date
    value: float
    steps: int = 0
    rises: int = 0


@dataclass
class _Column:
    """A column as long as it never fell, and has no more rows than are looked at."""

    quantity: str
    places: dict[tuple[str, ...], _Place] = field(default_factory=dict[tuple[str, ...], _Place])
    fell: bool = False
    rows: int = 0


@dataclass
class RunningTotals:
    """The columns of figures of a file, whose parts are looked at in their order."""

    _columns: dict[str, _Column] = field(default_factory=dict[str, _Column])

    def look_at(self, draft: Draft, usable: Numbers) -> None:
        """Look at the usable rows of a part."""
        for each in draft.counted:
            for name, read in each.columns():
                column = self._columns.setdefault(name, _Column(each.quantity))
                if not column.fell:
                    _follow(column, draft, np.flatnonzero(usable & ~np.isnan(read.value)), read.value)

    def warnings(self) -> list[str]:
        """Return what has to be known before figures are used; nothing where every column falls somewhere."""
        return list(self._warnings())

    def _warnings(self) -> Iterator[str]:
        for name, column in self._columns.items():
            longest = max(column.places.values(), key=lambda place: place.steps, default=None)
            if column.fell or longest is None or longest.steps < _STEPS or 2 * longest.rises < longest.steps:
                continue
            yield (
                f"{name!r} never falls from day to day at a place: it may be a total so far, of which the sum over the rows counts the same "
                f"people again and again; if it is one, give a mapping without it"
            )


def _follow(column: _Column, draft: Draft, rows: Numbers, values: Numbers) -> None:
    """Go on with a column until it falls, or the days do."""
    column.rows += len(rows)
    column.fell = column.rows > _MOST
    names = [draft.names[name] for name in ("admin1", "admin2", "location")]
    for row in [] if column.fell else rows.tolist():
        place = tuple(str(name[row].as_py() or "") for name in names)
        day, value = draft.dates.first[row].item(), float(values[row])
        last = column.places.get(place)
        if last is None:
            column.places[place] = _Place(day, value)
            continue
        if value < last.value or day < last.day:
            column.fell = True
            column.places.clear()
            return
        column.places[place] = _Place(day, value, last.steps + 1, last.rises + (value > last.value))
