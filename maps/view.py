"""Where a map stands: a view as links and recipes hold it, checked, and its edges in degrees."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from maps.errors import BadRecipe

if TYPE_CHECKING:
    Bounds = tuple[float, float, float, float]

TILE_PX = 256.0
"""Side of the whole world at zoom 0 of the live map, in Mercator's projection."""

FARTHEST = 85.0
_VIEW: Final = ("latitude", "longitude", "zoom", "bounds", "layers")
_LAYERS: Final = 40
LONGEST_NAME: Final = 80


def edges_of(view: Mapping[str, Any], size: tuple[float, float]) -> Bounds | None:
    """Return west, south, east and north of a view: its own edges, else those of a map of so many pixels at its centre and zoom.

    Examples
    --------
    >>> [round(edge, 2) for edge in edges_of({"latitude": 28.5, "longitude": 65.5, "zoom": 6}, (1024, 512)) or ()]
    [54.25, 23.45, 76.75, 33.32]
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


def checked_view(value: object) -> dict[str, Any] | None:
    """Return a view as a recipe holds it: what it gives of centre, zoom, edges and layers. Raises `BadRecipe`."""
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise BadRecipe(f"view holds latitude, longitude, zoom, bounds and layers, not {value!r:.80}")
    given = cast("Mapping[str, Any]", value)
    for key in given:
        if key not in _VIEW:
            raise BadRecipe(f"a view has no {key!r:.80}; known: {', '.join(_VIEW)}")
    readers = {"latitude": _number, "longitude": _number, "zoom": _number, "bounds": _bounds, "layers": _layers}
    return {key: readers[key](key, given[key]) for key in _VIEW if given.get(key) is not None}


def _number(name: str, value: Any) -> float:
    most = {"latitude": 90, "longitude": 360, "zoom": 24}.get(name, 360)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > most:
        raise BadRecipe(f"{name} of a view is a number up to {most}, not {value!r:.80}")
    return float(value) + 0.0  # no minus zero


def _bounds(name: str, value: Any) -> list[float]:
    if isinstance(value, str) or not hasattr(value, "__len__") or len(value) != 4:
        raise BadRecipe(f"{name} of a view are west, south, east, north in degrees, not {value!r:.80}")
    west, south, east, north = (_number(name, edge) for edge in value)
    if west >= east or south >= north:
        raise BadRecipe(
            f"{name} of a view are west, south, east, north in degrees, not {value!r:.80}: check their order"
        )
    return [west, south, east, north]


def _layers(name: str, value: Any) -> list[str]:
    if isinstance(value, str) or not hasattr(value, "__len__") or len(value) > _LAYERS:
        raise BadRecipe(f"{name} of a view are at most {_LAYERS} names of layers, not {value!r:.80}")
    for each in value:
        if not isinstance(each, str) or len(each) > LONGEST_NAME or each != each.encode(errors="ignore").decode():
            raise BadRecipe(f"layers of a view are names of at most {LONGEST_NAME} characters, not {each!r:.100}")
    return list(value)
