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

SEEN = 2
"""So many squares it takes at least beyond its mark: a shorter one would be taken for a flaw of the mark."""

DOT = 1.6
"""Nominal radius of the dot in which it ends where nothing is drawn in the middle of an area."""

OFF_MARKS = 6.0
"""Nominal: from that dot to any mark, of which it would else be taken to be a part."""


def ends(mark: Mark, block: Block, spot: Spot) -> NDArray[np.float64]:
    """Return the ends of the line from the middle of what is drawn of a mark, beneath it, to its name's ink, a row each."""
    middles = np.array([part.centre for part in mark.drawn])
    inked = block.to_ink(spot, middles)
    nearest = int(np.argmin(np.hypot(*(inked - middles).T)))
    return np.array([middles[nearest], inked[nearest]])


def steps(mark: Mark, line: NDArray[np.float64], unit: float) -> NDArray[np.float64]:
    """Return the squares along a line beyond the margin of its mark, a row each; of one that ends in a dot, with the dot."""
    start, end = line
    count = max(math.ceil(math.dist(start, end) / (STEP * unit)), 1)
    points = start + np.linspace(0, 1, count + 1)[:, None] * (end - start)
    margins = [] if mark.is_plain else [part.grown(2 * unit) for part in mark.drawn]
    off = [not any(margin.holds(Box(x, y, x, y)) for margin in margins) for x, y in points.tolist()]
    half = 0.4 * STEP * unit
    return np.hstack([points - half, points + half])[np.array(off)]


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
