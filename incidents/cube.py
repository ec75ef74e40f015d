"""Incidents by place, period and type as a few small arrays: all that a playback in the browser needs, sent once."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from incidents.periods import PERIODS, period_index, period_start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from incidents.table import Frame

MOST_BYTES: Final = 1_000_000
"""Bytes of a cube as JSON, about; a line takes up to 8, a third more as base64, a place some 70."""

Codes: TypeAlias = npt.NDArray[np.int64]


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
    most = int(values.max(initial=0))
    width = 1 if most < 1 << 8 else 2 if most < 1 << 16 else 4
    return {"bytes": width, "data": base64.b64encode(values.astype(f"<u{width}").tobytes()).decode("ascii")}


def cube_of(lines: Frame, period: str | None, area: Callable[[str, str], str], most: int = MOST_BYTES) -> Cube:
    """Return the cube of incidents counted by spot, days and type; coarser in time, then in space, until it is small.

    Parameters
    ----------
    lines : DataFrame
        ``place_id, level, lat, lon`` (NaN for an area), ``first``, ``last`` (days from 1 January 1970), ``event_type``, ``count``.
    period : str or None
        The finest period wanted; None for the finest that fits.
    area : callable
        Gives the id of the area of a level ("district", "province") that holds a place; itself where none does.
    most : int, optional
        How large it may be as JSON, bytes.
    """
    spots = _Spots(lines, area)
    types, type_codes = np.unique(lines["event_type"].to_numpy(dtype=object).astype(str), return_inverse=True)
    tried = (
        _cube(lines, spots, gathered, wanted, (tuple(types.tolist()), type_codes))
        for wanted, gathered in _steps(period)
    )
    cube = next(tried)
    while _size(cube) > most and (coarser := next(tried, None)):
        cube = coarser
    return cube


def _size(cube: Cube) -> int:
    """Return about how many bytes a cube takes as JSON."""
    return 9 * len(cube.certain) + 12 * len(cube.uncertain) + 70 * len(cube.places) + 13 * len(cube.starts)


def _steps(period: str | None) -> Iterator[tuple[str, str]]:
    """Yield periods and places, coarser and coarser: days to months at spots, months at districts, then years."""
    from_ = PERIODS.index(period or "day")
    for gathered, wanted in (
        *(("spot", each) for each in PERIODS[:3]),
        *(("place", "month"), ("district", "week"), ("district", "month"), ("province", "month")),
        *(("district", "year"), ("province", "year")),
    ):
        if PERIODS.index(wanted) >= from_:
            yield wanted, gathered


class _Spots:
    """The spots of lines, and the coarser places that they lie in."""

    def __init__(self, lines: Frame, area: Callable[[str, str], str]) -> None:
        keys = ["place_id", "level", "lat", "lon"]
        self._codes: dict[str, Codes] = {}
        self._places: dict[str, Frame] = {}
        self._area = area
        self._lines = lines
        self._places["spot"] = lines[keys].drop_duplicates().reset_index(drop=True)
        self._codes["spot"] = lines.groupby(keys, sort=False, dropna=False).ngroup().to_numpy(np.int64)

    def codes(self, gathered: str) -> Codes:
        """Return the number of each line's place."""
        if gathered not in self._codes:
            spots = self._places["spot"]
            ids = spots["place_id"].to_numpy()
            if gathered != "place":
                known = {each: self._area(each, gathered) for each in set(ids)}
                ids = np.array([known[each] for each in ids], dtype=object)
            codes, unique = pd.factorize(ids)
            self._places[gathered] = pd.DataFrame(
                {"place_id": unique, "level": [each.partition(":")[0] for each in unique], "lat": np.nan, "lon": np.nan}
            )
            self._codes[gathered] = np.asarray(codes, dtype=np.int64)[self._codes["spot"]]
        return self._codes[gathered]

    def used(self, gathered: str, *parts: Frame) -> tuple[Frame, Codes]:
        """Return the places that lines name, and the number that each has among them."""
        named = np.unique(np.concatenate([part["place"].to_numpy(np.int64) for part in parts]))
        renumbered = np.zeros(len(self._places[gathered]), dtype=np.int64)
        renumbered[named] = np.arange(len(named))
        return self._places[gathered].iloc[named].reset_index(drop=True), renumbered


def _cube(lines: Frame, spots: _Spots, gathered: str, period: str, types: tuple[tuple[str, ...], Codes]) -> Cube:
    """Return the cube of lines by a period, at spots or at the places that they lie in."""
    first, last = (period_index(lines[end].to_numpy(np.int64), period) for end in ("first", "last"))
    earliest = int(first.min()) if len(first) else 0
    latest = int(last.max()) if len(last) else earliest - 1
    starts = period_start(np.arange(earliest, latest + 2), period).astype("datetime64[D]")
    frame = pd.DataFrame(
        {
            "place": spots.codes(gathered),
            "first": first - earliest,
            "last": last - earliest,
            "type": types[1],
            "count": lines["count"].to_numpy(np.int64),
        }
    )
    within = first == last
    certain = frame[within].groupby(["first", "place", "type"])["count"].sum().reset_index()
    uncertain = frame[~within].groupby(["first", "last", "place", "type"])["count"].sum().reset_index()
    places, renumbered = spots.used(gathered, certain, uncertain)
    certain, uncertain = (part.assign(place=renumbered[part["place"].to_numpy()]) for part in (certain, uncertain))
    certain = certain.rename(columns={"first": "period"})[["place", "period", "type", "count"]]
    uncertain = uncertain[["place", "first", "last", "type", "count"]]
    return Cube(period, starts, gathered, places, types[0], certain, uncertain, int(lines["count"].sum()))
