"""How the height of a figure is shared between its picture and the claims below it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from maps.figures.strip import Strip

LEAST_MAP = 110.0
"""Nominal: a picture lower or narrower than this says nothing."""

MAP_SHARE = 0.3
"""Of the figure's height, what a map over claims keeps for itself."""

OVER_STRIP, LEAST_OVER_STRIP = 0.2, 0.14
"""What it keeps where a timeline stands below it too, and what it keeps before any claim is left out."""


class Kept(NamedTuple):
    """Pixels of the height that claims leave to the picture.

    In any case, before one is left out, usually, and before they are set larger.
    """

    bare: float
    least: float
    usual: float
    wanted: float


def kept_for_picture(strip: Strip | None, legend: float | None, high: float, unit: float, *, of_map: bool) -> Kept:
    """Return what claims leave to the picture of a figure so `high`, a legend of a height included where it stands there."""
    around = 18 * unit if legend is None else legend + 28 * unit
    if strip is not None and not of_map:
        good = max(strip.good_height(unit), LEAST_MAP * unit) + around
        bare = max(strip.least_height(unit), LEAST_MAP * unit) + around
        return Kept(bare, good, good, good + strip.most_height(unit) - strip.good_height(unit))
    least, usual = (LEAST_OVER_STRIP, OVER_STRIP) if legend is None else (MAP_SHARE, MAP_SHARE)
    least, usual = (max(LEAST_MAP * 1.02 * unit, share * high) + around for share in (least, usual))
    return Kept(LEAST_MAP * 1.02 * unit + around, least, usual, math.inf)
