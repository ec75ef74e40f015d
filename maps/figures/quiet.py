"""How busy a part of a map is with coasts, borders, areas and symbols: what only helps to read it goes where least is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from maps.figures.boxes import Box

SYMBOL_PX, AREA_PX = 40.0, 80.0
"""How many pixels of line are as bad as a symbol beneath, and as lying on an area with records."""


@dataclass(frozen=True)
class Busy:
    """What is drawn on one map, in pixels."""

    lines: shapely.STRtree
    areas: NDArray[np.object_]
    points: NDArray[np.float64]

    @classmethod
    def of(cls, lines: NDArray[np.object_], areas: NDArray[np.object_], points: NDArray[np.float64]) -> Busy:
        """Return the measure of lines of the ground, areas with records, and symbols at points, each a row (x, y)."""
        return cls(shapely.STRtree(lines), areas, points.reshape(-1, 2))

    def within(self, box: Box) -> float:
        """Return how much lies in a box, as pixels of line.

        Examples
        --------
        >>> from maps.figures.boxes import Box
        >>> nothing, line = np.array([], dtype=object), np.array([shapely.LineString([(0, 5), (99, 5)])])
        >>> busy = Busy.of(line, nothing, np.array([(50.0, 50.0)]))
        >>> busy.within(Box(0, 0, 10, 10)), busy.within(Box(40, 40, 60, 60)), busy.within(Box(70, 70, 90, 90))
        (10.0, 40.0, 0.0)
        """
        near = self.lines.geometries[self.lines.query(shapely.box(*box))]
        crossed = float(shapely.length(shapely.clip_by_rect(near, *box)).sum())
        x, y = self.points.T
        symbols = int(((x > box.left) & (x < box.right) & (y > box.top) & (y < box.bottom)).sum())
        on_areas = bool(shapely.intersects(self.areas, shapely.box(*box)).any())
        return crossed + SYMBOL_PX * symbols + AREA_PX * on_areas

    def quietest(self, boxes: Sequence[Box], margin: float) -> int:
        """Return which of some boxes, with a margin around each, has least in it: of equal ones the first."""
        found = [self.within(box.grown(margin)) for box in boxes]
        return found.index(min(found))
