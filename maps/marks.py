"""Which records share a mark on a map, counted by kind: an area, a spot and kind, a whole spot, or a cell of a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from maps.symbols import POINT_LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from incidents import Atlas, Selection

    Codes = npt.NDArray[np.int64]
    Bounds = tuple[float, float, float, float]

MAX_MARKS = 200
"""Areas, symbols and bins on one map: beyond this number symbols are gathered into bins, first those of one spot."""

MIN_BINS = 60
MAX_SIGNS = 4
"""Kinds that stand side by side at one spot; where there are more, the spot is a bin."""

STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0, 20.0)
"""Cells that records are gathered in, degrees of latitude and longitude."""

DIGITS = 4
"""Decimals of a degree that tell two spots apart: about 11 m."""


def counted(atlas: Atlas, selection: Selection, within: Bounds | None = None) -> pd.DataFrame:
    """Return how many records of each kind are known to each area and at each spot; see `Atlas.marks`."""
    rows = atlas.marks(selection, within)
    return rows.sort_values(["place_id", "event_type"], kind="stable", ignore_index=True)


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


def are_points(rows: pd.DataFrame) -> pd.Series:
    """Return which rows lie at a spot, and not somewhere in an area."""
    return rows["level"].isin(POINT_LEVELS)


def gathered(points: pd.DataFrame, room: int) -> pd.DataFrame:
    """Return rows at points with the ``mark`` each belongs to, whether it is ``binned``, and its ``cell``.

    Parameters
    ----------
    points : DataFrame
        ``lat``, ``lon``, ``event_type``.
    room : int
        How many marks there may be: those of a spot and kind, else whole spots, else cells of the finest grid that fits.

    Returns
    -------
    DataFrame
        The same rows; ``cell`` is the cell's size in degrees, 0 where a mark stands for one spot.
    """
    spots = codes(points["lat"], points["lon"])
    if spots.max(initial=-1) < room:
        kinds = points.groupby(spots)["event_type"].transform("nunique").to_numpy()
        signs = codes(spots, points["event_type"])
        for most in (MAX_SIGNS, 1):
            binned = kinds > most
            marks = np.where(binned, -1 - spots, signs)
            if len(np.unique(marks)) <= room:
                return points.assign(mark=marks, binned=binned, cell=0.0)
        return points.assign(mark=spots, binned=True, cell=0.0)
    step, cells = in_cells(points, room)
    return points.assign(mark=cells, binned=True, cell=step)


def in_cells(points: pd.DataFrame, room: int, steps: Iterable[float] = STEPS) -> tuple[float, Codes]:
    """Return the size of the finest cells of which no more than `room` hold a record, and each row's cell as a number."""
    cells, size = np.zeros(len(points), dtype=np.int64), 0.0
    for size in steps:
        cells = codes(np.floor(points["lat"] / size), np.floor(points["lon"] / size))
        if cells.max(initial=-1) < room:
            break
    return size, cells


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


def codes(*columns: pd.Series | Codes) -> Codes:
    """Return a number for each row, the same where all columns are; numbers run from 0 without a gap."""
    code = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        values, distinct = pd.factorize(np.asarray(column))
        code = pd.factorize(code * max(1, len(distinct)) + values)[0].astype(np.int64)
    return code
