"""What locates a map: a small map of the country with the frame on it, and an arrow to the north where that is not plainly up."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import shapely

from gazetteer import Gazetteer
from maps.figures import basemap
from maps.figures.basemap import embedded_ground, lines_of, rings_of
from maps.figures.block import plain
from maps.figures.boxes import Box
from maps.figures.frame import fit
from maps.figures.grounds import home_outline, middles
from maps.figures.sheet import joined
from maps.figures.words import Style, ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from maps.figures.boxes import Room
    from maps.figures.frame import Bounds, Frame
    from maps.figures.quiet import Busy
    from maps.figures.sheet import Sheet
    from maps.figures.subject import Subject

COUNTRY = (60.4, 23.4, 77.2, 37.3)
"""What the small map shows: Pakistan, (west, south, east, north)."""

SHARE, LEAST, MOST = 0.24, 62.0, 170.0
SMALLER, CLEAR = (1.0, 0.86, 0.72, 0.6), 10.0
"""Sizes that are tried, the usual one first; and nominally how far the small map is from the border of the province at least."""

MOST_SHOWN = 0.5
"""Share of the country on the map itself from which on a small map of the country says nothing new."""

MOST_ARROW = 0.12
"""How large an arrow is at most, of the shorter side of its map."""

OFF_FRAME = 3.0
"""Nominal: between the country's name on the small map and the frame of the large one, and the border."""

TURNED = 5.0
"""Degrees that north may lean from upright before an arrow is needed."""


def place_inset(
    frame: Frame, points: Sequence[tuple[float, float]], areas: NDArray[np.object_], room: Room, unit: float
) -> Box | None:
    """Return a corner of the frame for the small map where fewest marks lie; None where none is free or it would not help.

    Points and areas are those of the marks, in pixels: the small map covers none.

    It would not where the map itself shows much of the country. It is smaller where it would else lie on the border of the
    province, whose tip a reader would miss, or is left out.
    """
    if shows_the_country(frame):
        return None
    side = min(frame.box.width, frame.box.height) * SHARE
    usual = min(max(side * 1.1, LEAST * unit), MOST * unit)
    border = shapely.boundary(shapely.union_all(shapely.make_valid(frame.project(embedded_ground().focus))))
    found = (_corner(frame, max(usual * share, LEAST * unit), points, areas, border, room, unit) for share in SMALLER)
    return next((box for box in found if box), None)


def _corner(
    frame: Frame,
    wide: float,
    points: Sequence[tuple[float, float]],
    areas: NDArray[np.object_],
    border: BaseGeometry,
    room: Room,
    unit: float,
) -> Box | None:
    """Return the corner of a frame where a small map so `wide` lies on nothing that it would hide, the one with fewest marks near it."""
    high = wide * 0.9
    if high > 0.45 * frame.box.height or wide > 0.4 * frame.box.width:
        return None
    margin = 8 * unit
    left, right = frame.box.left + margin, frame.box.right - margin - wide
    top, bottom = frame.box.top + margin, frame.box.bottom - margin - high
    corners = [Box(x, y, x + wide, y + high) for x, y in ((left, bottom), (left, top), (right, top), (right, bottom))]
    free = [box for box in corners if room.is_free(box)]
    ranked = sorted(free, key=lambda box: _near(box.grown(34 * unit), points))
    clear = (box for box in ranked if not shapely.intersects(border, shapely.box(*box.grown(CLEAR * unit))))
    return next((box for box in clear if not _covers(box.grown(4 * unit), points, areas)), None)


def shows_the_country(frame: Frame) -> bool:
    """Return whether a map shows so much of the country that a small map of it says nothing new."""
    west, south, east, north = frame.reach
    shown = max(min(east, COUNTRY[2]) - max(west, COUNTRY[0]), 0) * max(
        min(north, COUNTRY[3]) - max(south, COUNTRY[1]), 0
    )
    return shown > MOST_SHOWN * (COUNTRY[2] - COUNTRY[0]) * (COUNTRY[3] - COUNTRY[1])


def _covers(box: Box, points: Sequence[tuple[float, float]], areas: NDArray[np.object_]) -> bool:
    return _near(box, points) > 0 or bool(shapely.intersects(areas, shapely.box(*box)).any())


def _near(box: Box, points: Sequence[tuple[float, float]]) -> int:
    """Return how many points a box holds."""
    at = np.asarray(points, dtype=float).reshape(-1, 2)
    return int(((at >= box[:2]) & (at <= box[2:])).all(axis=1).sum())


def draw_inset(sheet: Sheet, subject: Subject, frame: Frame, box: Box, unit: float) -> None:
    """Draw the country with the map's frame on it."""
    theme, data = subject.theme, embedded_ground()
    outline = _outline(frame)
    small = fit(_with(COUNTRY, outline), box)
    layer = "inset"
    sheet.rectangle(layer, box, fill=theme.water)
    for shapes, colour in ((data.land, theme.outside), (data.country, theme.country), (data.focus, theme.land)):
        rings = rings_of(small.project(np.asarray(shapes, dtype=object)))
        sheet.fill(layer, joined(rings), colour, clip=box)
    for rank, wide in (("coast", 0.5), ("focus", 0.6), ("disputed", 0.6), ("country", 0.8)):
        lines = lines_of(small.project(np.asarray(data.borders[rank], dtype=object)))
        dashes = (0.01, 1.8 * unit) if rank == "disputed" else ()
        sheet.stroke(layer, lines, theme.border_country, wide * unit, clip=box, dashes=dashes)
    points = small.to_pixels(outline[:, 0], outline[:, 1])
    sheet.fill(layer, joined([points]), theme.accent, clip=box, alpha=0.12)
    sheet.stroke(layer, [points], theme.accent, 1.4 * unit, clip=box)
    _name_country(sheet, subject, small, outline, unit)
    sheet.rectangle(layer, box, edge=theme.border_province, wide=unit)
    sheet.note("inset", "", box)


def _name_country(sheet: Sheet, subject: Subject, small: Frame, outline: NDArray[np.float64], unit: float) -> None:  # fmt: skip
    """Name the country on a small map where the name has room on it, beside the frame of the large one or within, never across."""
    theme, country = subject.theme, Gazetteer.load().place(basemap.COUNTRY)
    words = subject.wording.ground(country.name, country.name_ur or "")
    spaced = Style(10.5 * unit, theme.label_country, tracking=1, halo=theme.country)
    blocks = [plain(words, style, spaced=True) for style in (spaced, replace(spaced, tracking=0))]
    if not subject.scripts:
        return
    land, edge = small.project_one(home_outline()), OFF_FRAME * unit
    shown = shapely.make_valid(shapely.Polygon(small.to_pixels(outline[:, 0], outline[:, 1])))
    for ground, block in product((shapely.difference(land, shown), shapely.intersection(land, shown)), blocks):
        if spots := middles(ground, block, edge):
            x, y, anchor = spots[0]
            sheet.write("inset", x, y, block.latin, block.style, anchor=anchor, kind="inset-name")
            return


def _with(country: Bounds, outline: NDArray[np.float64]) -> Bounds:
    """Return what holds a country and an outline, with a margin around the latter."""
    (west, south), (east, north) = outline.min(axis=0) - 0.4, outline.max(axis=0) + 0.4
    return min(country[0], west), min(country[1], south), max(country[2], east), max(country[3], north)


def _outline(frame: Frame) -> NDArray[np.float64]:
    """Return the frame's edge in degrees."""
    edge = shapely.get_coordinates(shapely.segmentize(shapely.box(*frame.box), frame.box.width / 24))
    return np.array([frame.degrees(x, y) for x, y in edge])


def north_turn(frame: Frame, x: float, y: float) -> float:
    """Return by how many degrees north leans to the right of upright at a point of the sheet."""
    longitude, latitude = frame.degrees(x, y)
    east, north = frame.point(longitude, latitude + 0.01)
    return math.degrees(math.atan2(east - x, y - north))


def needs_arrow(frame: Frame) -> bool:
    """Return whether north leans anywhere in the frame so far that a reader would take a wrong direction for it."""
    box = frame.box
    corners = [(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
    turns = [north_turn(frame, x, y) for x, y in corners]
    return any(not math.isfinite(turn) or abs(turn) > TURNED for turn in turns)


def draw_arrow(sheet: Sheet, subject: Subject, frame: Frame, room: Room, unit: float, busy: Busy) -> None:
    """Draw an arrow to the north, true where it stands, in the free corner where least is beneath it: at the top if it can be."""
    size, margin = min(40 * unit, MOST_ARROW * min(frame.box.width, frame.box.height)), 12 * unit
    left, top, right, bottom = frame.box.grown(-margin)
    corners = [(x, y) for y in (top, bottom - 1.35 * size) for x in (right - size, left)]
    free = [box for box in (Box(x, y, x + size, y + 1.35 * size) for x, y in corners) if room.is_free(box)]
    if not free:
        return
    box = free[busy.quietest(free, 8 * unit)]
    room.take(box)
    x, y = box.centre
    y += 6 * unit
    turn = math.radians(north_turn(frame, x, y))
    theme = subject.theme
    style = Style(11 * unit, theme.label, weight=600, halo=theme.halo)

    def turned(across: float, down: float) -> tuple[float, float]:
        return x + across * math.cos(turn) - down * math.sin(turn), y + across * math.sin(turn) + down * math.cos(turn)

    half = size * 0.42
    arrow = np.array(
        [turned(*point) for point in ((0, -half), (half * 0.45, half), (0, half * 0.55), (-half * 0.45, half))]
    )
    sheet.fill("north", joined([np.vstack([arrow, arrow[:1]])]), theme.label)
    word = subject.wording.north
    at = turned(0, -half - 8 * unit)
    high = ink(0, 0, word, style).height
    sheet.write("north", at[0], at[1] + high / 2, word, style, anchor="middle", kind="north")
