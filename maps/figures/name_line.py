"""The thin line from a mark to a name that stands away from it: from beneath the mark to the ink of the name, over nothing else."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from maps.figures.boxes import Box
from maps.figures.sheet import circle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from maps.figures.block import Block, Spot
    from maps.figures.marks import Mark
    from maps.figures.sheet import Sheet
    from maps.theme import Theme

LAYER = "name-leaders"
STEP = 3.0
"""Nominal side of the squares that the line takes of the room, one after the other."""

MARGIN = 1.6
"""Nominal: the room that marks take around them, where the first of the squares begins."""

SEEN = 2
"""So many squares it takes at least beyond its mark: a shorter one would be taken for a flaw of the mark."""

DOT = 1.6
"""Nominal radius of the dot in which it ends where nothing is drawn in the middle of an area."""

OFF_MARKS = 6.0
"""Nominal: from that dot to any mark, of which it would else be taken to be a part."""

OFF_OTHERS = 3.0
"""Nominal: from the line to any mark but its own."""


def rough(mark: Mark, boxes: NDArray[np.float64], unit: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return about where lines begin, beyond the margin of a mark, and end, at names in some boxes: a row (x, y) each."""
    middles = np.array([part.centre for part in mark.drawn])
    nearest = np.clip(middles[:, None], boxes[:, :2], boxes[:, 2:])
    each = np.argmin(np.hypot(*(nearest - middles[:, None]).transpose(2, 0, 1)), axis=0)
    starts, ends = middles[each], nearest[each, np.arange(len(boxes))]
    halves = np.array([(part.width, part.height) for part in mark.drawn])[each] / 2 + 2 * MARGIN * unit
    along = ends - starts
    share = np.min(np.divide(halves, np.abs(along), out=np.full_like(halves, np.inf), where=along != 0), axis=1)
    return starts + np.minimum(share, 1.0)[:, None] * along, ends


def ends(mark: Mark, block: Block, spot: Spot) -> NDArray[np.float64]:
    """Return the ends of the line from the middle of what is drawn of a mark, beneath it, to its name's ink, a row each."""
    middles = np.array([part.centre for part in mark.drawn])
    inked = block.to_ink(spot, middles)
    nearest = int(np.argmin(np.hypot(*(inked - middles).T)))
    return np.array([middles[nearest], inked[nearest]])


def steps(mark: Mark, line: NDArray[np.float64], unit: float) -> NDArray[np.float64]:
    """Return the squares along a line beyond the margin of its mark, a row each; of one that ends in a dot, with the dot."""
    (start, end), half = line, 0.4 * STEP * unit
    margins = [] if mark.is_plain else [part.grown(MARGIN * unit + 1.01 * half) for part in mark.drawn]
    left = max((_left(margin, start, end) for margin in margins), default=0.0)
    long = math.dist(start, end)
    if left >= 1:
        return np.empty((0, 4))
    count = max(math.ceil((1 - left) * long / (STEP * unit)), 1)
    points = start + np.linspace(left, 1, count + 1)[:, None] * (end - start)
    return np.hstack([points - half, points + half])


def _left(box: Box, start: NDArray[np.float64], end: NDArray[np.float64]) -> float:
    """Return at which share of its length a line leaves a box; 0 where it does not meet it.

    Examples
    --------
    >>> _left(Box(-1, -1, 1, 1), np.array([0.0, 0.0]), np.array([4.0, 0.0]))
    0.25
    """
    enters, leaves = 0.0, 1.0
    for low, high, at, to in ((box.left, box.right, start[0], end[0]), (box.top, box.bottom, start[1], end[1])):
        if at == to:
            if not low <= at <= high:
                return 0.0
            continue
        near, far = sorted(((low - at) / (to - at), (high - at) / (to - at)))
        enters, leaves = max(enters, near), min(leaves, far)
    return float(leaves) if enters < leaves else 0.0


def draw(
    sheet: Sheet, theme: Theme, mark: Mark, line: NDArray[np.float64], squares: Sequence[Box], unit: float
) -> None:
    """Draw the line, a lighter one beneath, so that it is seen on hatched and shaded areas too, and have it measured."""
    sheet.stroke(LAYER, [line], theme.halo, 2.6 * unit)
    sheet.stroke(LAYER, [line], theme.label, 0.8 * unit)
    if mark.is_plain:
        sheet.fill(LAYER, circle(float(line[0, 0]), float(line[0, 1]), DOT * unit), theme.label)
    for square in squares:
        sheet.note("name-leader", "", square, of=mark.of)
