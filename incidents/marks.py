"""Where incidents are, as many lines as a screen can show: one a spot or area and type, or gathered in a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from incidents.columns import Frame

MOST_MARKS: Final = 20_000
GRID: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
"""Steps of a grid, degrees, the finest first."""

_WIDE: Final = 1 << 24  # more cells than a grid of any step has from the middle of the earth to its edge


def gathered(spots: Frame, cells: float | None = None) -> Frame:
    """Return lines of incidents by spot or area and type, gathered in a grid where asked for or where they are too many.

    Parameters
    ----------
    spots : DataFrame
        ``place_id, level, lat, lon`` (degrees, NaN for an area), ``event_type``, ``count``.
    cells : float, optional
        The step of the grid, degrees; by default none.

    Returns
    -------
    DataFrame
        The same columns and ``spots``: how many spots a line gathers. With a grid (`attrs["cells"]`, its step; else None)
        the points are one line a cell and type, at the mean of their positions, with the place and level of the spot that
        holds most of them. Areas stay as they are. Never more than `MOST_MARKS` lines of points.
    """
    at_point = spots["lat"].notna().to_numpy()
    if cells is None and at_point.sum() <= MOST_MARKS:
        made = spots.take(np.argsort(at_point, kind="stable")).reset_index(drop=True).assign(spots=1)
        made.attrs["cells"] = None
        return made
    areas, points = spots[~at_point].assign(spots=1), spots[at_point]
    steps = [each for each in GRID if each > (cells or 0)]
    step = cells or steps.pop(0)
    grid = _grid(points, step)
    while len(grid) > MOST_MARKS and steps:
        step = steps.pop(0)
        grid = _grid(points, step)
    made = pd.concat([areas, grid], ignore_index=True)
    made.attrs["cells"] = step
    return made


def _grid(points: Frame, step: float) -> Frame:
    """Return points gathered in cells of a grid, one line a cell and type."""
    lat, lon, count = (points[name].to_numpy() for name in ("lat", "lon", "count"))
    types, kinds = pd.factorize(points["event_type"], sort=True)
    row, column = (np.floor(axis / step).astype(np.int64) for axis in (lat, lon))
    key = ((row + _WIDE) * 2 * _WIDE + column + _WIDE) * max(len(kinds), 1) + types
    _, first, cell = np.unique(key, return_index=True, return_inverse=True)
    total = np.bincount(cell, count)
    largest = first.copy()
    order = np.argsort(count, kind="stable")  # the spot that comes last into a cell has most incidents
    largest[cell[order]] = order
    return pd.DataFrame(
        {
            "place_id": points["place_id"].take(largest).array,
            "level": points["level"].take(largest).array,
            "lat": np.round(np.bincount(cell, lat * count) / total, 4),
            "lon": np.round(np.bincount(cell, lon * count) / total, 4),
            "event_type": points["event_type"].take(first).array,
            "count": total.astype(np.int64),
            "spots": np.bincount(cell),
        }
    )
