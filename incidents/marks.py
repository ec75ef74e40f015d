"""Where incidents are, as many lines as a screen can show: one a spot or area and type, or gathered in a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from incidents.table import Frame

MOST_MARKS: Final = 20_000
GRID: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
"""Steps of a grid, degrees, the finest first."""


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
    at_point = spots["lat"].notna()
    areas, points = spots[~at_point].assign(spots=1), spots[at_point]
    if cells is None and len(points) <= MOST_MARKS:
        made = pd.concat([areas, points.assign(spots=1)], ignore_index=True)
        made.attrs["cells"] = None
        return made
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
    if points.empty:
        return points.assign(spots=1)
    at = pd.DataFrame(
        {
            "row": np.floor(points["lat"].to_numpy() / step).astype(np.int64),
            "column": np.floor(points["lon"].to_numpy() / step).astype(np.int64),
            "event_type": points["event_type"].to_numpy(),
            "count": points["count"].to_numpy(),
            "spots": 1,
            "lat": points["lat"].to_numpy() * points["count"].to_numpy(),
            "lon": points["lon"].to_numpy() * points["count"].to_numpy(),
        }
    )
    keys = ["row", "column", "event_type"]
    summed = at.groupby(keys, observed=True, sort=True)[["count", "spots", "lat", "lon"]].sum().reset_index()
    for axis in ("lat", "lon"):
        summed[axis] = (summed[axis] / summed["count"]).round(4)
    largest = (
        at.assign(at=np.arange(len(at))).sort_values("count", ascending=False, kind="stable").drop_duplicates(keys)
    )
    which: Any = largest.sort_values(keys)["at"].to_numpy()
    summed["place_id"], summed["level"] = points["place_id"].to_numpy()[which], points["level"].to_numpy()[which]
    return summed[["place_id", "level", "lat", "lon", "event_type", "count", "spots"]]
