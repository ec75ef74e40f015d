"""A name on the map, measured: in one or two lines, and where around a mark it may stand."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.figures.neighbours import around
from maps.figures.words import SHARE_BEFORE, Style, ink, strokes, width
from maps.fonts import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from maps.figures.boxes import Box

    Spot = tuple[float, float, str]

DIRECTIONS, UPRIGHT = 64, 0.2
"""In so many directions a place is looked for, and which share across still is straight above or below."""


def plain(name: str, style: Style, *, spaced: bool) -> Block:
    """Return the name of a country in spaced capitals, of a sea in italics; Arabic script has neither."""
    if is_right_to_left(name):
        style = replace(style, tracking=0, italic=False, size=style.size * 1.1)
    return Block(name.upper() if spaced else name, "", style, style)


@dataclass(frozen=True)
class Block:
    """A name in one or two lines: Latin script, and Urdu below."""

    latin: str
    urdu: str
    style: Style
    urdu_style: Style

    @property
    def drop(self) -> float:
        """From the Latin baseline to the Urdu one."""
        return self.style.size * 1.32

    def box(self, x: float, y: float, anchor: str) -> Box:
        """Return the box of its ink with the Latin baseline at (x, y)."""
        boxes = [ink(x, y, self.latin, self.style, anchor)]
        if self.urdu:
            boxes.append(ink(x, y + self.drop, self.urdu, self.urdu_style, anchor))
        return around(boxes)

    def leads(self, spots: Sequence[Spot]) -> NDArray[np.float64]:
        """Return the boxes of its first line at many places, by which its mark is looked for."""
        return replace(self, urdu="").boxes(spots, 0.0)

    def to_ink(self, spot: Spot, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what is inked of its first line nearest to each of some points, or of the second where that lies between, a row each."""
        x, y, anchor = spot
        lines = [(self.latin, self.style, y), *([(self.urdu, self.urdu_style, y + self.drop)] if self.urdu else [])]
        found: list[NDArray[np.float64]] = []
        for words, style, baseline in lines:
            left = np.array([x - SHARE_BEFORE[anchor] * width(words, style), baseline])
            shortest = shapely.shortest_line(strokes(words, style), shapely.points(points - left))
            found.append(shapely.get_coordinates(shortest)[::2] + left)
        away = [np.hypot(*(each - points).T) for each in found]
        is_between = away[-1] < away[0] - self.style.size / 2
        return np.where(is_between[:, None], found[-1], found[0])

    def boxes(self, spots: Sequence[Spot], grown: float) -> NDArray[np.float64]:
        """Return the boxes of its ink at many places, each a row, with a margin around them."""
        least = {anchor: _at_origin(self, anchor).grown(grown) for anchor in {anchor for _, _, anchor in spots}}
        found = np.array([least[anchor] for _, _, anchor in spots]).reshape(-1, 4)
        return found + np.array([(x, y, x, y) for x, y, _ in spots]).reshape(-1, 4)

    def all_around(self, mark: Box, aways: Sequence[float]) -> Iterator[Spot]:
        """Yield (x, baseline, anchor) in many directions from a mark, so far from its edges: the nearest first, of equally near ones those on its line."""
        (x, y), size = mark.centre, self.style.size
        middle = 0.36 * size - (self.drop / 2 if self.urdu else 0.0)
        angles = sorted(
            np.linspace(-math.pi, math.pi, DIRECTIONS, endpoint=False).tolist(), key=lambda angle: abs(math.sin(angle))
        )
        for away, angle in product(aways, angles):
            across, down = math.cos(angle), math.sin(angle)
            anchor = "middle" if abs(across) < UPRIGHT else "start" if across > 0 else "end"
            yield x + across * (mark.width / 2 + away), y + down * (mark.height / 2 + away) + middle, anchor

    def around(self, mark: Box, gap: float, *, on_it: bool = False) -> Iterator[Spot]:
        """Yield (x, baseline, anchor) around a mark, the best place first: that is on the mark itself where it may be.

        Straight beside comes before above and below, and these before the corners, where a name is least clearly the mark's.
        """
        x, y = mark.centre
        middle, size = y + self.style.size * 0.36, self.style.size
        right, left = mark.right + gap, mark.left - gap
        lower = self.drop if self.urdu else 0.0
        if on_it:
            yield from ((x, middle - lower / 2 + shift * size, "middle") for shift in (0.0, 0.7, -0.7))
        level, near = (-lower / 2,), (0.0, -lower, size * 0.5, -lower - size * 0.4, size)
        above, below = mark.top - gap - size * 0.25 - lower, mark.bottom + gap + size * 0.8
        for lifts, shifts in ((level, (0.0,)), (near, (0.45, -0.45))):
            yield from ((right, middle + lift, "start") for lift in lifts)
            yield from ((left, middle + lift, "end") for lift in lifts)
            for shift in shifts:
                yield x + shift * 4 * size, above, "middle"
                yield x + shift * 4 * size, below, "middle"


@functools.lru_cache(maxsize=2048)
def _at_origin(block: Block, anchor: str) -> Box:
    """Return the box of a name's ink with its baseline at the origin, which is asked for again at each way to set it."""
    return block.box(0, 0, anchor)
