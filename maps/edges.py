"""The edges of a map's view in degrees, where a link gives only its centre and zoom."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    Bounds = tuple[float, float, float, float]

TILE_PX = 256.0
"""Side of the whole world at zoom 0 of the live map, in Mercator's projection."""

FARTHEST = 85.0


def edges_of(view: Mapping[str, Any], size: tuple[float, float]) -> Bounds | None:
    """Return west, south, east and north of a view: its own edges, else those of a map of so many pixels at its centre and zoom.

    Examples
    --------
    >>> [round(edge, 2) for edge in edges_of({"latitude": 28.5, "longitude": 65.5, "zoom": 6}, (1024, 512)) or ()]
    [54.25, 23.44, 76.75, 33.33]
    >>> edges_of({"zoom": 6}, (1024, 512)) is None
    True
    """
    if view.get("bounds"):
        west, south, east, north = (float(edge) for edge in view["bounds"])
        return west, south, east, north
    if any(view.get(key) is None for key in ("latitude", "longitude", "zoom")):
        return None
    latitude, longitude, zoom = (float(view[key]) for key in ("latitude", "longitude", "zoom"))
    world = TILE_PX * 2**zoom
    aside = min(180.0 * size[0] / world, 180.0)
    middle, half = _down(min(max(latitude, -FARTHEST), FARTHEST)), size[1] / world * math.pi
    south, north = (_latitude(middle + part) for part in (-half, half))
    return longitude - aside, max(south, -FARTHEST), longitude + aside, min(north, FARTHEST)


def _down(latitude: float) -> float:
    return math.asinh(math.tan(math.radians(latitude)))


def _latitude(down: float) -> float:
    return math.degrees(math.atan(math.sinh(down)))
