"""How the height of a figure is shared between its picture and the claims below it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from maps.figures.strip import Strip

LEAST_MAP = 110.0
"""Nominal: a picture lower or narrower than this says nothing."""

MAP_SHARE = 0.3
"""Of the figure's height, what a map over claims keeps for itself before any of them is left out."""

LEAST_OVER_STRIP = 0.22
"""What it keeps where a timeline stands below it too."""

MOST_IN_FULL, MOST_IN_LINES = 0.36, 0.45
"""Of the body's height, what claims below a map may take with their scales, and in lines of their own."""


MOST_OF_NATURAL = 1.2
"""How much higher than it needs a map over claims may be before these are set larger, or with their scales."""


class Kept(NamedTuple):
    """Pixels of the height that claims leave to the picture, its key and what else stands over them.

    In any case, before one is left out, when they are set in lines, with their scales, and before they are set larger.
    """

    bare: float
    least: float
    lines: float
    scales: float
    wanted: float

    def of(self, density: str) -> float:
        """Return what claims leave that are set so densely."""
        return {"scales": self.scales, "lines": self.lines}.get(density, self.least)


def kept_for_picture(
    strip: Strip | None,
    around: float,
    high: float,
    body: float,
    unit: float,
    *,
    of_map: bool,
    column: bool,
    natural: float,
    flattest: float = 0.0,
) -> Kept:
    """Return what claims below leave to the picture of a figure so `high`, in a `body` so high.

    `around` is the height of keys and of what else stands between picture and claims, `natural` that of a picture which
    fills its width: in a `column`, whose figure is as high as it needs, it has just that, and a map of a tall sheet hardly more.
    A column's map is a tenth lower before a claim is left out, but no flatter than `flattest`.
    """
    around += 18 * unit
    bare = LEAST_MAP * 1.02 * unit + around
    if not of_map:
        bare = max(strip.least_height(unit) if strip else 0.0, LEAST_MAP * unit) + around
    if column:
        whole = natural + around - 4 * unit  # so that a height that was found to do does when it is rounded
        return Kept(bare, max(bare, max(0.9 * natural, min(natural, flattest)) + around), whole, whole, math.inf)
    if not of_map:
        good = max(strip.good_height(unit) if strip else 0.0, LEAST_MAP * unit) + around
        grown = good + (strip.most_height(unit) - strip.good_height(unit) if strip else 0.0)
        return Kept(bare, good, good, good, grown)
    least = max(bare, (LEAST_OVER_STRIP if strip else MAP_SHARE) * high + around)
    enough = MOST_OF_NATURAL * natural + around
    lines, scales = (min(max(least, (1 - share) * body), enough) for share in (MOST_IN_LINES, MOST_IN_FULL))
    return Kept(bare, min(least, enough), lines, scales, enough)
