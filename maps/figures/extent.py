"""What part of the ground a figure's map shows: the view's edges where they are given, else the province and the records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.figures.basemap import embedded_ground
from maps.figures.choropleth import district_of
from maps.figures.frame import fit
from maps.layers import FOCUS, HOME

if TYPE_CHECKING:
    from maps.figures.boxes import Box
    from maps.figures.frame import Bounds, Frame
    from maps.figures.subject import Subject


def extent_of(subject: Subject) -> tuple[Bounds, bool]:
    """Return what the map shows, and whether it shows exactly that: the view's edges, else province and records.

    Of a choropleth's records only those count for which it shades a district.
    """
    records = subject.records
    if subject.recipe.kind == "choropleth":
        gazetteer = subject.atlas.gazetteer
        shaded = [each for each in records["place_id"].unique() if district_of(gazetteer, str(each))]
        records = records[records["place_id"].isin(shaded)]
    if edges := subject.recipe.edges:
        west, south, east, north = edges
        return (west, max(south, -85.0), min(east, west + 350.0), min(north, 85.0)), True
    if subject.recipe.kind in ("locator", "multiples") and len(records):
        return around(subject), False
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
"""A locator, and small maps, show at least so much around a place."""

ASIDE = 0.12
"""What lies beside their places, of these places' width and height."""

LEAST_ASIDE = 0.4
"""The same in degrees, at least."""

TALLEST = 1.5
"""A locator is at most so much higher than its places need: more of the country around rather than half a continent."""


def around(subject: Subject) -> Bounds:
    """Return the area of a locator: its places with a share of their width and height on each side."""
    west, south, east, north = (float(edge) for edge in subject.records.total_bounds)
    wide, high = max((east - west) * ASIDE, LEAST_ASIDE), max((north - south) * ASIDE, LEAST_ASIDE)
    wide = max(wide, (LEAST_DEGREES - (east - west)) / 2)
    high = max(high, (LEAST_DEGREES - (north - south)) / 2)
    return west - wide, max(south - high, -85.0), east + wide, min(north + high, 85.0)


def frame_of(subject: Subject, room: Box, *, narrow: bool = True) -> Frame:
    """Return the frame that shows the extent of a subject in a room; a locator's is no higher than its places need, within reason."""
    window, (bounds, exact) = embedded_ground().window, subject.extent
    if subject.recipe.kind == "locator" and not exact and len(subject.records):
        needed = fit(bounds, room, exact=True).box
        room = room._replace(bottom=min(room.bottom, room.top + TALLEST * needed.height))
    return fit(bounds, room, exact=exact, window=window, narrow=narrow)
