"""On whose ground names and their lines are: how much of each lies on areas with records that are not those of its mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.figures.marks import level_rank

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.figures.badges import Ground
    from maps.figures.marks import Mark

ACROSS, DOWN, ALONG = 7, 3, 16
"""Points at which it is asked of a name whose ground is beneath it, and of a line."""

AT_BORDER = 2.0
"""Pixels from the border of an area within which a town may belong to it as well."""


def abroad(ground: Ground, mark: Mark, boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how much of each box, a row each, lies on areas with records in which its mark is not, 0 to 1."""
    across, down = ((np.arange(count) + 0.5) / count for count in (ACROSS, DOWN))
    u, v = (axis.ravel() for axis in np.meshgrid(across, down))
    x = boxes[:, :1] + u * (boxes[:, 2:3] - boxes[:, :1])
    y = boxes[:, 1:2] + v * (boxes[:, 3:] - boxes[:, 1:2])
    return _share(ground, mark, x, y)


def crossing(ground: Ground, mark: Mark, ends: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how much of the line from a mark to each end, a row (x, y) each, lies on such areas, in pixels."""
    (left, top), along = mark.box.centre, (np.arange(ALONG) + 0.5) / ALONG
    across, down = ends[:, :1] - left, ends[:, 1:] - top
    return _share(ground, mark, left + along * across, top + along * down) * np.hypot(across, down)[:, 0]


def _share(ground: Ground, mark: Mark, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return which share of some points, those of one thing in a row, lies on other areas."""
    on = np.zeros(x.shape, dtype=bool)
    if not len(x) or not len(ground.ids):
        return on.sum(axis=1) / ALONG
    bounds = shapely.box(x.min(axis=1), y.min(axis=1), x.max(axis=1), y.max(axis=1))
    row, area = ground.tree.query(bounds)
    minds = _others(ground, mark)
    row, area = row[minds[area]], area[minds[area]]
    for each in np.unique(area).tolist():
        rows = row[area == each]
        on[rows] |= shapely.contains_xy(ground.tree.geometries[each], x[rows], y[rows])
    return np.asarray(on.mean(axis=1))


def _others(ground: Ground, mark: Mark) -> NDArray[np.bool_]:
    """Return of each area whether a mark is not in it, provinces and wider ones aside."""
    if mark.place_id in ground.ids:
        return ground.minded_by(mark.place_id)
    minds = ground.ranks >= level_rank("district")
    middle = shapely.points(*(mark.end or mark.box).centre)
    minds[ground.tree.query(middle, predicate="dwithin", distance=AT_BORDER)] = False
    return minds
