"""Which records share a mark on a map, counted by kind: an area, a spot and kind, a whole spot, or a cell of a grid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from incidents import Atlas, Selection

    Codes = npt.NDArray[Any]
    Bounds = tuple[float, float, float, float]

MAX_MARKS = 200
"""Areas, symbols and bins on one map: beyond this number symbols are gathered into bins, first those of one spot."""

MIN_BINS = 60
MAX_SIGNS = 4
"""Kinds that stand side by side at one spot; where there are more, the spot is a bin."""

STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0, 20.0)
"""Cells that records are gathered in, degrees of latitude and longitude."""

_WIDE = 1 << 20
"""More cells than the finest grid has around the earth."""

DIGITS = 4
"""Decimals of a degree that tell two spots apart: about 11 m."""


@dataclass(frozen=True)
class Rows:
    """Records counted by area or spot and kind, one such group an entry of each array; columns as in `Atlas.marks`.

    ``mark``, ``binned`` and ``cell`` say what `gathered` made of those at points.
    """

    place_id: Codes
    level: Codes
    lat: Codes
    lon: Codes
    event_type: Codes
    count: Codes
    spots: Codes
    mark: Codes
    binned: Codes
    cell: Codes

    def __len__(self) -> int:
        """Return how many groups there are."""
        return len(self.count)

    def take(self, chosen: Codes) -> Rows:
        """Return some of the groups, by a mask or their numbers."""
        return Rows(**{name: column[chosen] for name, column in vars(self).items()})

    def at_points(self) -> Codes:
        """Return which groups lie at a spot, and not somewhere in an area."""
        return ~np.isnan(self.lat)


def counted(atlas: Atlas, selection: Selection, within: Bounds | None = None) -> Rows:
    """Return how many records of each kind are known to each area and at each spot, in the order of places and kinds."""
    made = atlas.marks(selection, within)
    place, kind, level = (pd.Categorical(made[name]) for name in ("place_id", "event_type", "level"))
    order = np.lexsort((kind.codes, place.codes))
    none = np.zeros(len(made), dtype=np.int64)
    columns = {name: made[name].to_numpy() for name in ("lat", "lon", "count", "spots")}
    columns |= {"place_id": _texts(place), "event_type": _texts(kind), "level": _texts(level)}
    return Rows(**columns, mark=none, binned=none > 0, cell=none * 0.0).take(order)


def _texts(column: pd.Categorical) -> Codes:
    return np.array(column.categories, dtype=object)[column.codes]


def overlap(one: Bounds | None, other: Bounds | None) -> Bounds | None:
    """Return the bounds that lie in both, where None is everywhere; None also where they do not meet.

    Examples
    --------
    >>> overlap((60, 20, 70, 30), (65, 25, 80, 40)), overlap(None, (1, 2, 3, 4))
    ((65, 25, 70, 30), (1, 2, 3, 4))
    """
    if one is None or other is None:
        return one or other
    west, south, east, north = (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )
    return (west, south, east, north) if west <= east and south <= north else None


def gathered(points: Rows, room: int) -> Rows:
    """Return rows at points with the ``mark`` each belongs to, whether it is ``binned``, and its ``cell``.

    Parameters
    ----------
    points : Rows
        Those at points.
    room : int
        How many marks there may be: those of a spot and kind, else whole spots, else cells of the finest grid that fits.

    Returns
    -------
    Rows
        The same rows; ``cell`` is the cell's size in degrees, 0 where a mark stands for one spot.
    """
    spots, every = codes(points.lat, points.lon), np.ones(len(points), dtype=bool)
    if spots.max(initial=-1) < room:
        kinds = different(spots, points.event_type)[spots]
        signs = codes(spots, points.event_type)
        for most in (MAX_SIGNS, 1):
            binned = kinds > most
            marks = np.where(binned, -1 - spots, signs)
            if len(np.unique(marks)) <= room:
                return replace(points, mark=marks, binned=binned)
        return replace(points, mark=spots, binned=every)
    step, cells = in_cells(points, room)
    return replace(points, mark=cells, binned=every, cell=np.full(len(points), step))


def in_cells(points: Rows, room: int, steps: Iterable[float] = STEPS) -> tuple[float, Codes]:
    """Return the size of the finest cells of which no more than `room` hold a record, and each row's cell as a number."""
    cells, size = np.zeros(len(points), dtype=np.int64), 0.0
    for size in steps:
        row, column = (np.floor(axis / size).astype(np.int64) for axis in (points.lat, points.lon))
        cells = pd.factorize(row * _WIDE + column)[0]
        if cells.max(initial=-1) < room:
            break
    return size, cells


def different(groups: Codes, values: Codes) -> Codes:
    """Return how many different values each group has; groups are numbered from 0.

    Examples
    --------
    >>> different(np.array([0, 1, 1, 1]), np.array(["a", "a", "b", "a"])).tolist()
    [1, 2]
    """
    first = np.unique(codes(groups, values), return_index=True)[1]
    return np.bincount(groups[first])


def cell_bounds(latitude: float, longitude: float, size: float) -> list[float]:
    """Return the bounds of the cell that a spot lies in, such that no spot lies in two.

    Examples
    --------
    >>> cell_bounds(25.26, 63.47, 0.5)
    [63.0, 25.0, 63.49995, 25.49995]
    >>> cell_bounds(25.26, 63.47, 0)
    [63.46995, 25.25995, 63.47005, 25.26005]
    """
    half = 10.0**-DIGITS / 2
    if not size:
        edges = (longitude - half, latitude - half, longitude + half, latitude + half)
    else:
        south, west = np.floor(latitude / size) * size, np.floor(longitude / size) * size
        edges = (west, south, west + size - half, south + size - half)
    return [round(float(edge), DIGITS + 1) for edge in edges]


def codes(*columns: Codes) -> Codes:
    """Return a number for each row, the same where all columns are; numbers run from 0 without a gap."""
    code = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        values, distinct = pd.factorize(np.asarray(column))
        code = pd.factorize(code * max(1, len(distinct)) + values)[0].astype(np.int64)
    return code
