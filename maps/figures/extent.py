"""What part of the ground a figure's map shows: the view's edges where they are given, else the places asked for, or the province."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from maps.figures.basemap import embedded_ground
from maps.figures.choropleth import district_of
from maps.figures.frame import fit
from maps.layers import FOCUS, HOME

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from maps.figures.boxes import Box
    from maps.figures.frame import Bounds, Frame
    from maps.figures.subject import Subject


def extent_of(subject: Subject) -> tuple[Bounds, bool]:
    """Return what the map shows, and whether it shows exactly that: the view's edges, else the places asked for and the records.

    Where no places were asked for and the records lie all over the province, it is the province, with whatever lies beyond.
    Of a choropleth's records only those count for which it shades a district.
    """
    if edges := subject.recipe.edges:
        west, south, east, north = edges
        return (west, max(south, -85.0), min(east, west + 350.0), min(north, 85.0)), True
    records, kind = subject.records, subject.recipe.kind
    if kind == "locator" and len(records) and (subject.selection.places or _is_small(_bounds_of(records))):
        return around(_bounds_of(records)), False
    asked = [*_asked_for(subject), *_drawn(subject)]
    if not asked:
        return HOME, False
    bounds = _together(asked)
    if subject.selection.places or _is_small(bounds):
        return closely(bounds), False
    if all(subject.atlas.gazetteer.contains(FOCUS, place_id) for place_id in set(records["place_id"].unique())):
        return HOME, False
    if kind in ("locator", "multiples"):
        return around(bounds), False
    west, south, east, north = bounds
    aside = max(0.3, EDGE_SHARE * max(east - west, north - south))
    return _together([(west - aside, south - aside, east + aside, north + aside), HOME]), False


def _asked_for(subject: Subject) -> list[Bounds]:
    """Return the bounds of the places that were asked for."""
    places = map(subject.atlas.gazetteer.place, subject.selection.places)
    return [place.geometry.bounds for place in places if place.geometry is not None]


def _drawn(subject: Subject) -> list[Bounds]:
    """Return the bounds of what the map draws: of its records, of a choropleth the districts that it shades."""
    if subject.recipe.kind != "choropleth":
        return [_bounds_of(subject.records)] if len(subject.records) else []
    gazetteer = subject.atlas.gazetteer
    districts = (district_of(gazetteer, str(place_id)) for place_id in subject.records["place_id"].unique())
    return [each.geometry.bounds for each in districts if each and each.geometry is not None]


def _bounds_of(records: gpd.GeoDataFrame) -> Bounds:
    west, south, east, north = (float(edge) for edge in records.total_bounds)
    return west, south, east, north


def _together(each: Sequence[Bounds]) -> Bounds:
    west, south, east, north = zip(*each, strict=True)
    return min(west), min(south), max(east), max(north)


def _is_small(bounds: Bounds) -> bool:
    """Return whether an area would be a small part of a map of the province."""
    west, south, east, north = bounds
    return max((east - west) / (HOME[2] - HOME[0]), (north - south) / (HOME[3] - HOME[1])) < SMALL


SMALL = 0.4
"""Of the province's width and height: where records take up less, the map is of these and not of the province."""

LEAST_KM = 80.0
"""The least width and height of ground that a map shows."""

EDGE_SHARE = 0.04
"""Of a map's width, what lies between its outmost record and its edge, so that no symbol is cut."""

LEAST_DEGREES = 2.4
"""A locator, and small maps of many places, show at least so much around a place."""

ASIDE = 0.12
"""What lies beside their places, of these places' width and height."""

KM_PER_DEGREE = 111.2
"""Of latitude."""

LEAST_ASIDE = 0.4
"""The same in degrees, at least."""

TALLEST = 1.3
"""A locator is at most so much higher than its places need: more of the country around rather than half a continent."""


TALLER, WIDEST, WIDEST_BESIDE = 1.4, 2.4, 1.5
"""How many times as high and as wide as it needs a map is at most, and how wide where words stand beside it, which need room too.

What is around the province is drawn in detail, however high its map is.
"""

FLATTEST = 0.65
"""The map of a flat place may always be so many times as high as it is wide, which is a map rather than a strip."""


def around(bounds: Bounds) -> Bounds:
    """Return the area of a locator: its places with a share of their width and height on each side, and much around a place."""
    return _widened(bounds, LEAST_ASIDE, (LEAST_DEGREES, LEAST_DEGREES))


def closely(bounds: Bounds) -> Bounds:
    """Return the area of a map of some places: these with a share of their width and height on each side, and some kilometres."""
    high = LEAST_KM / KM_PER_DEGREE
    middle = min(max(abs(bounds[1] + bounds[3]) / 2, 0.0), 80.0)
    return _widened(bounds, 0.0, (high / math.cos(math.radians(middle)), high))


def _widened(bounds: Bounds, aside: float, least: tuple[float, float]) -> Bounds:
    """Return an area with a share of its width and height on each side, and so many degrees, and at least so wide and high."""
    west, south, east, north = bounds
    wide, high = max((east - west) * ASIDE, aside), max((north - south) * ASIDE, aside)
    wide, high = max(wide, (least[0] - (east - west)) / 2), max(high, (least[1] - (north - south)) / 2)
    return west - wide, max(south - high, -85.0), east + wide, min(north + high, 85.0)


def frame_of(subject: Subject, room: Box, *, beside: bool = True) -> Frame:
    """Return the frame that shows the extent of a subject in a room; it is no wider or higher than that needs, within reason.

    With words `beside` it, it lies at the room's left, and ends where the detailed basemap does; else in the middle.
    """
    window, (bounds, exact) = embedded_ground().window, subject.extent
    if not exact and len(subject.records):
        needed = fit(bounds, room, exact=True).box
        tallest = TALLEST if subject.recipe.kind == "locator" else math.inf if bounds == HOME else TALLER
        least = 0.0 if subject.recipe.kind == "locator" else FLATTEST * needed.width
        wide = min(room.width, (WIDEST_BESIDE if beside else WIDEST) * needed.width)
        left = room.left if beside else room.left + (room.width - wide) / 2
        high = min(room.height, max(tallest * needed.height, least))
        room = room._replace(left=left, right=left + wide, bottom=room.top + high)
    return fit(bounds, room, exact=exact, window=window, narrow=beside)
