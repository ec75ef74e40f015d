"""The thin line from a count or from symbols that stand beside their place to the place: it ends there in a dot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.figures.boxes import Box
from maps.figures.sheet import circle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.figures.boxes import Room
    from maps.figures.marks import Point
    from maps.figures.sheet import Sheet
    from maps.theme import Theme

DOT = 2.0
"""Nominal radius of the dot in which a leader ends."""

STEP = 3.0
"""Nominal side of the squares that a leader takes of the room, one after the other, and of those that are measured."""

LEAST = 4.0
"""Nominal length of the line that is seen at least, so that its dot is not taken for a flaw of the box."""

LEADER = "label_muted"
"""Its colour; below it lies a line of the halo's, so that it is seen on shaded areas too."""


def steps(
    boxes: NDArray[np.float64], ends: NDArray[np.float64], unit: float
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return the squares along leaders from the edges of their boxes to their ends, and the number of the leader of each.

    An end has a wider one for its dot.
    """
    starts = (boxes[:, :2] + boxes[:, 2:]) / 2
    counts = np.maximum((np.hypot(*(ends - starts).T) / (STEP * unit)).astype(int), 1) + 1
    of = np.repeat(np.arange(len(boxes)), counts)
    step = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
    along = np.tile(starts[of] + (step / (counts[of] - 1))[:, None] * (ends - starts)[of], 2)
    squares = along + STEP / 2 * unit * np.array([-1, -1, 1, 1])
    outside = (squares[:, :2] >= boxes[of, 2:]).any(axis=1) | (squares[:, 2:] <= boxes[of, :2]).any(axis=1)
    dots = np.tile(ends, 2) + STEP * unit * np.array([-1, -1, 1, 1])
    return np.concatenate([squares[outside], dots]), np.concatenate([of[outside], np.arange(len(boxes))])


def is_seen(boxes: NDArray[np.float64], ends: NDArray[np.float64], unit: float) -> NDArray[np.bool_]:
    """Return of each box whether the dot at the end of its leader is off it, with some of the line between the two.

    Examples
    --------
    >>> is_seen(np.array([[0.0, 0, 20, 10]] * 2), np.array([[23.0, 5], [28.0, 5]]), 1.0).tolist()
    [False, True]
    """
    off = np.maximum(np.maximum(boxes[:, :2] - ends, ends - boxes[:, 2:]), 0)
    return np.asarray(np.hypot(*off.T) >= (DOT + LEAST) * unit)


def draw(
    sheet: Sheet, theme: Theme, layer: str, box: Box, end: Point, room: Room, unit: float, of: tuple[str, ...]
) -> Box:
    """Draw the line from a box to the end, take its room, and return the box of its dot."""
    colour = getattr(theme, LEADER)
    line = [np.array([box.centre, end])]
    sheet.stroke(layer, line, theme.halo, 2.9 * unit)
    sheet.fill(layer, circle(*end, 3.0 * unit), theme.halo)
    sheet.stroke(layer, line, colour, 1.1 * unit)
    sheet.fill(layer, circle(*end, DOT * unit), colour)
    sheet.note("leader", "", box, of=of)
    for step in steps(np.array([box]), np.array([end]), unit)[0].tolist():
        room.take(Box(*step))
        sheet.note("leader-step", "", Box(*step), of=of)
    dot = Box(*end, *end).grown(DOT * unit)
    sheet.note("leader-end", "", dot, of=of)
    return dot
