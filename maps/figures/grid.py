"""Where small maps stand on a sheet: in the columns that make them largest and leave few gaps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from maps.figures.boxes import Box

if TYPE_CHECKING:
    from maps.figures.frame import Bounds

GAP, HEAD = 14.0, 34.0
"""Nominal: between small maps, and the height of a heading."""

LEAST_WIDTH, LEAST_HEIGHT = 118.0, 96.0
"""Nominal size of a small map at least."""

TALLER = 1.1
"""A small map is at most so much higher than what it shows needs: more of the surroundings rather than empty paper."""


def most_maps(room: Box, unit: float) -> int:
    """Return how many small maps have room."""
    across = int((room.width + GAP * unit) / ((LEAST_WIDTH + GAP) * unit))
    down = int((room.height + GAP * unit) / ((LEAST_HEIGHT + HEAD + GAP) * unit))
    return max(across, 1) * max(down, 1)


def grid_of(count: int, room: Box, bounds: Bounds, unit: float, head: float = HEAD) -> list[Box]:
    """Return the boxes of so many small maps, headings included, in the columns that make the maps largest and leave few gaps.

    Examples
    --------
    >>> [round(box.left) for box in grid_of(2, Box(0, 0, 800, 300), (60, 24, 70, 32), 1.0)]
    [0, 407]
    """
    west, south, east, north = bounds
    shape = (east - west) * math.cos(math.radians((south + north) / 2)) / (north - south)

    def cell(columns: int) -> tuple[float, float]:
        rows = math.ceil(count / columns)
        wide = (room.width - GAP * unit * (columns - 1)) / columns
        high = (room.height - GAP * unit * (rows - 1)) / rows - head * unit
        return wide, high

    def size(columns: int) -> float:
        wide, high = cell(columns)
        filled = count / (columns * math.ceil(count / columns))
        return min(wide, high * shape) * math.sqrt(filled)

    columns = max(range(1, count + 1), key=lambda n: (size(n), -n))
    wide, high = cell(columns)
    high = min(high, max(wide / shape * TALLER, LEAST_HEIGHT * unit))
    return [
        Box(left, top, left + wide, top + high + head * unit)
        for left, top in (
            (room.left + (n % columns) * (wide + GAP * unit), room.top + (n // columns) * (high + (GAP + head) * unit))
            for n in range(count)
        )
    ]
