"""What part of the ground a figure's map shows: the view's edges where they are given, else the province and the records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.figures.basemap import embedded_ground
from maps.figures.frame import at_zoom, fit
from maps.layers import FOCUS, HOME

if TYPE_CHECKING:
    from maps.figures.boxes import Box
    from maps.figures.frame import Bounds, Frame
    from maps.figures.subject import Subject


def extent_of(subject: Subject) -> tuple[Bounds, bool]:
    """Return what the map shows, and whether it shows exactly that: the view's edges, else province and records."""
    view, records = subject.view, subject.records
    if view.get("bounds"):
        west, south, east, north = (float(edge) for edge in view["bounds"])
        if west < east and south < north:
            return (west, max(south, -85.0), min(east, west + 350.0), min(north, 85.0)), True
    if subject.recipe.kind == "locator" and len(records):
        return _around(subject), False
    inside = all(subject.atlas.gazetteer.contains(FOCUS, place_id) for place_id in set(records["place_id"].unique()))
    if inside:
        return HOME, False
    west, south, east, north = (float(edge) for edge in records.total_bounds)
    aside = max(0.3, EDGE_SHARE * max(east - west, north - south))
    return (
        min(west - aside, HOME[0]),
        min(south - aside, HOME[1]),
        max(east + aside, HOME[2]),
        max(north + aside, HOME[3]),
    ), False


EDGE_SHARE = 0.04
"""Of a map's width, what lies between its outmost record and its edge, so that no symbol is cut."""

LEAST_DEGREES = 2.4
"""A locator shows at least so much around a place."""


def _around(subject: Subject) -> Bounds:
    """Return the area of a locator: its places with as much around them again."""
    west, south, east, north = (float(edge) for edge in subject.records.total_bounds)
    wide, high = max((east - west) * 0.25, 0.4), max((north - south) * 0.25, 0.4)
    wide = max(wide, (LEAST_DEGREES - (east - west)) / 2)
    high = max(high, (LEAST_DEGREES - (north - south)) / 2)
    return west - wide, max(south - high, -85.0), east + wide, min(north + high, 85.0)


def frame_of(subject: Subject, bounds: Bounds, exact: bool, room: Box, unit: float) -> Frame:
    view = subject.view
    centred = not exact and all(view.get(key) is not None for key in ("latitude", "longitude", "zoom"))
    if centred:
        return at_zoom(float(view["latitude"]), float(view["longitude"]), float(view["zoom"]), room, unit)
    return fit(bounds, room, exact=exact, window=embedded_ground().window)
