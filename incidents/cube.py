"""Incidents by place, period and type as a few small arrays: all that a playback in the browser needs, sent once."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from incidents.periods import PERIODS, period_index, period_start

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from incidents.coding import Codes, Mask
    from incidents.columns import Frame

MOST_BYTES: Final = 1 << 20
"""Bytes of a cube as JSON, about."""

PLACE_BYTES: Final = 65
LEAST: Final = 2
"""Bytes that a line takes at least, before base64, however it is written."""

_STEPS: Final = (
    *(("spot", each) for each in PERIODS[:3]),
    *(("place", "month"), ("district", "week"), ("district", "month"), ("place", "year"), ("district", "year")),
    *(("province", "month"), ("province", "year")),
)
"""What one line's place and period are, finer ones first."""


@dataclass(frozen=True)
class Cube:
    """How many incidents of which type lie in which period at which place.

    An incident that lies within one period is in the lines of `certain`; one whose days touch several periods happened in
    one or more of them, not said which (or, with precision day, lasted through them), and is in the lines of `uncertain`
    with the first and the last of them. The two are never the same incident: added up, they are the whole selection.

    Attributes
    ----------
    period : str
        day, week, month or year.
    starts : array of datetime64[D]
        The first day of each period, in order without gaps, and of the period after the last.
    gathered : str
        What one place is: a "spot" (a point, or the area known to), "place" of the gazetteer, "district" or "province".
    places : DataFrame
        ``place_id, level, lat, lon`` (degrees, NaN where only an area is known); lines name them by their number.
    types : tuple of str
        Event types; lines name them by their number.
    certain : DataFrame
        ``place, period, type, count``, sorted by period.
    uncertain : DataFrame
        ``place, first, last, type, count``: the first and last period, inclusive; sorted by first.
    count : int
        Incidents in all.
    """

    period: str
    starts: npt.NDArray[np.datetime64]
    gathered: str
    places: Frame
    types: tuple[str, ...]
    certain: Frame
    uncertain: Frame
    count: int

    def to_dict(self) -> dict[str, Any]:
        """Return it JSON-ready: columns of lines as base64 of little-endian whole numbers, with their widths in bytes."""
        return {
            "period": self.period,
            "starts": [str(day) for day in self.starts],
            "gathered": self.gathered,
            "places": {
                "id": self.places["place_id"].tolist(),
                "level": self.places["level"].tolist(),
                "lat": [None if value != value else value for value in self.places["lat"].tolist()],
                "lon": [None if value != value else value for value in self.places["lon"].tolist()],
            },
            "types": list(self.types),
            "certain": {name: _packed(self.certain[name]) for name in self.certain.columns},
            "uncertain": {name: _packed(self.uncertain[name]) for name in self.uncertain.columns},
            "count": self.count,
        }


def _packed(column: Any) -> dict[str, Any]:
    """Return whole numbers as {bytes, data}: the width of each, and all of them in base64."""
    values = column.to_numpy()
    width = _width(int(values.max(initial=0)))
    return {"bytes": width, "data": base64.b64encode(values.astype(f"<u{width}").tobytes()).decode("ascii")}


def _width(most: int) -> int:
    """Return how many bytes hold whole numbers up to `most`."""
    return 1 if most < 1 << 8 else 2 if most < 1 << 16 else 4


@dataclass(frozen=True)
class Lines:
    """Incidents counted by spot, days and type.

    Attributes
    ----------
    spots : DataFrame
        ``place_id, level, lat, lon`` (degrees, NaN for an area).
    types : tuple of str
        Event types.
    spot, type : arrays
        Their numbers.
    first, last : arrays of days from 1 January 1970, both inclusive
    count : array
        How many incidents.
    """

    spots: Frame
    types: tuple[str, ...]
    spot: Codes
    type: Codes
    first: Codes
    last: Codes
    count: Codes


def cube_of(
    lines: Lines,
    period: str | None,
    area: Callable[[str, str], str],
    most: int = MOST_BYTES,
    size: Callable[[Cube], int] | None = None,
) -> Cube:
    """Return the cube of incidents; coarser in time, then in space, until it is small.

    Parameters
    ----------
    lines : Lines
        The incidents.
    period : str or None
        The finest period wanted; None for the finest that fits.
    area : callable
        Gives the id of the area of a level ("district", "province") that holds a place; itself where none does.
    most : int, optional
        How large it may be as JSON, bytes.
    size : callable, optional
        Gives the bytes that a cube takes, where it is written otherwise than by `Cube.to_dict`.
    """
    sized = size or _size
    making = _Making(lines, area)
    steps = [
        (gathered, wanted) for gathered, wanted in _STEPS if PERIODS.index(wanted) >= PERIODS.index(period or "day")
    ]
    for gathered, wanted in steps[:-1]:
        if making.about(gathered, wanted) < 1.2 * most and sized(cube := making.cube(gathered, wanted)) <= most:
            return cube
    return making.cube(*steps[-1])


def _size(cube: Cube) -> int:
    """Return about how many bytes a cube takes as JSON."""
    lines = sum(
        4 * len(part) * _width(int(part[name].max())) // 3
        for part in (cube.certain, cube.uncertain)
        for name in part.columns
        if len(part)
    )
    return lines + PLACE_BYTES * len(cube.places) + 13 * len(cube.starts)


class _Making:
    """Makes cubes of the same lines by different periods and places."""

    def __init__(self, lines: Lines, area: Callable[[str, str], str]) -> None:
        self._lines, self._area = lines, area
        self._periods: dict[str, tuple[Codes, Codes, npt.NDArray[np.datetime64]]] = {}
        self._places: dict[str, tuple[Frame, Codes]] = {}

    def about(self, gathered: str, period: str) -> float:
        """Return about how large a cube would be at least, bytes, from a sixteenth of its lines."""
        places, _ = self._gathered(gathered)
        first, last, starts = self._indexed(period)
        sizes = (len(places), len(starts), len(starts), len(self._lines.types))
        key = _key(sizes, self._gathered(gathered)[1], first, last, self._lines.type)
        mixed = key.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(60)
        different = 16 * len(np.unique(key[mixed == 0]))
        return 4 / 3 * LEAST * different + PLACE_BYTES * min(len(places), different)

    def cube(self, gathered: str, period: str) -> Cube:
        """Return the cube by a period and kind of place."""
        lines, (places, place), (first, last, starts) = self._lines, self._gathered(gathered), self._indexed(period)
        within = first == last
        certain = self._summed(within, {"period": first, "place": place, "type": lines.type})
        uncertain = self._summed(~within, {"first": first, "last": last, "place": place, "type": lines.type})
        named = np.unique(np.concatenate([certain["place"].to_numpy(np.int64), uncertain["place"].to_numpy(np.int64)]))
        certain, uncertain = (each.assign(place=np.searchsorted(named, each["place"])) for each in (certain, uncertain))
        return Cube(
            period=period,
            starts=starts,
            gathered=gathered,
            places=places.iloc[named].reset_index(drop=True),
            types=lines.types,
            certain=certain[["place", "period", "type", "count"]],
            uncertain=uncertain[["place", "first", "last", "type", "count"]],
            count=int(lines.count.sum()),
        )

    def _summed(self, chosen: Mask, columns: Mapping[str, Codes]) -> Frame:
        """Return lines with the same codes as one, in the order of the codes."""
        sizes = [int(column.max(initial=0)) + 1 for column in columns.values()]
        key = _key(sizes, *(column[chosen] for column in columns.values()))
        unique, inverse = np.unique(key, return_inverse=True)
        counts = np.bincount(inverse, weights=self._lines.count[chosen], minlength=len(unique)).astype(np.int64)
        found = dict(zip(columns, np.unravel_index(unique, sizes), strict=True))
        return pd.DataFrame({**found, "count": counts})

    def _indexed(self, period: str) -> tuple[Codes, Codes, npt.NDArray[np.datetime64]]:
        """Return the first and last period of each line, from 0, and the first day of every period."""
        if period not in self._periods:
            first, last = (
                period_index(days.astype(np.int64), period) for days in (self._lines.first, self._lines.last)
            )
            earliest, latest = (int(first.min()), int(last.max())) if len(first) else (0, -1)
            starts = period_start(np.arange(earliest, latest + 2), period).astype("datetime64[D]")
            self._periods[period] = first - earliest, last - earliest, starts
        return self._periods[period]

    def _gathered(self, gathered: str) -> tuple[Frame, Codes]:
        """Return the places of a kind, and which of them each line is at."""
        lines = self._lines
        if gathered == "spot":
            return lines.spots, lines.spot
        if gathered not in self._places:
            ids = lines.spots["place_id"].to_numpy()
            known = {each: each if gathered == "place" else self._area(each, gathered) for each in set(ids)}
            codes, unique = pd.factorize(np.array([known[each] for each in ids], dtype=object))
            levels = [str(each).partition(":")[0] for each in unique]
            places = pd.DataFrame({"place_id": unique, "level": levels, "lat": np.nan, "lon": np.nan})
            self._places[gathered] = places, np.asarray(codes, dtype=np.int64)[lines.spot]
        return self._places[gathered]


def _key(sizes: Sequence[int], *columns: Codes) -> Codes:
    """Return one whole number for each combination of codes below some sizes."""
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for size, column in zip(sizes, columns, strict=True):
        key = key * size + column
    return key
