"""Draws one map into its frame: ground, areas, symbols, names, scale bar, inset and, where it is needed, a north arrow."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from maps.figures import choropleth, furniture, names
from maps.figures.areas import OUTLINES, draw_areas, visible_areas
from maps.figures.badges import NEAR_PX, Ground, draw_badges
from maps.figures.basemap import draw_ground, sea_in, zoom_of
from maps.figures.boxes import Room
from maps.figures.circles import MIXED, draw_circles, note_tally, over_areas, tally_of
from maps.figures.counted_kinds import as_counted, in_circles
from maps.figures.grounds import Grounds
from maps.figures.inset import draw_arrow, draw_inset, needs_arrow, place_inset
from maps.figures.names import Names
from maps.figures.places import draw_places
from maps.figures.quiet import Busy
from maps.figures.sheet import Sheet
from maps.figures.spots import arranged, draw_spots
from maps.figures.totals import LEVELS, draw_totals, visible_parts
from maps.figures.towns import Towns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from maps.figures.choropleth import Shading
    from maps.figures.frame import Frame
    from maps.figures.marks import Area, Mark, Spot
    from maps.figures.spots import Arrangement
    from maps.figures.subject import Subject

FINER_THAN_SCREEN = 0.1
"""Print resolves more than a screen: names appear this much earlier, in zoom levels of the live map."""

FURNITURE_APART = 6.0
"""Nominal: between the scale bar and any name, which would be read as one with its numbers."""

BENEATH_NAMES = ("area-tints", "area-hatches", "district-shades", "district-hatches", "areas")
"""What lies beneath the names and their halos: outlines of areas lie above these, else a halo would open them."""

ROOMY = 480.0
"""Nominal side of a map from which on its symbols have their usual size."""


def draw_map(
    sheet: Sheet, subject: Subject, frame: Frame, unit: float, shading: Shading | None = None, level: str = ""
) -> list[str]:
    """Draw a map of the kind that the recipe asks for; return names that found no room.

    With a `level` its circles are the totals of such areas or wider ones: so the key says.
    """
    room = Room()
    lines = draw_ground(sheet, frame, subject.theme, subject.layers, unit)
    areas = subject.areas if shading is None else choropleth.areas_of(subject, shading)
    spots = subject.spots if shading is None else ()
    points = frame.to_pixels([spot.longitude for spot in spots], [spot.latitude for spot in spots])
    busy = Busy.of(lines, frame.project(_shapes(areas)), points)
    kilometres = furniture.kilometres(frame, subject.wording)
    bar = furniture.clear_scale_bar(frame, unit, kilometres, busy)
    room.take(bar.box.grown(FURNITURE_APART * unit))
    inset = place_inset(frame, busy.points.tolist(), busy.areas, room, unit) if subject.recipe.inset else None
    if inset:
        room.take(inset.grown(9 * unit))
    if needs_arrow(frame):
        draw_arrow(sheet, subject, frame, room, unit, busy)
    marks, areas, _ = _draw_marks(sheet, frame, subject, areas, spots, shading, room, unit, level)
    dots = busy.points if subject.recipe.kind == "locator" else busy.points[:0]
    left_out = _draw_names(sheet, frame, subject, marks, areas, dots, room, unit)
    at_sea = sea_in(frame).covers(shapely.box(*bar.box))
    ground = subject.theme.water if at_sea else subject.theme.outside
    furniture.draw_scale_bar(sheet, subject.theme, bar, unit, kilometres, ground)
    if inset:
        draw_inset(sheet, subject, frame, inset, unit)
    sheet.rectangle("map-frame", frame.box, edge=subject.theme.line, wide=unit)
    sheet.note("map", "", frame.box)
    return left_out


class _Marks(NamedTuple):
    """What is drawn on a map: its marks, the areas that have counts, and how many incidents in sight are in no count."""

    marks: list[Mark]
    areas: Sequence[Area]
    lost: int = 0


def _draw_marks(
    sheet: Sheet,
    frame: Frame,
    subject: Subject,
    areas: Sequence[Area],
    spots: Sequence[Spot],
    shading: Shading | None,
    room: Room,
    unit: float,
    level: str,
) -> _Marks:
    theme = subject.theme
    for layer in (*BENEATH_NAMES, *names.LAYERS):
        sheet.layer(layer)
    if subject.recipe.kind == "locator":
        return _Marks(draw_places(sheet, frame, subject, areas, spots, room, unit), areas)
    if shading is not None:
        choropleth.draw_shades(sheet, frame, subject, areas, shading, unit)
        visible = visible_parts(frame, areas)
        far = NEAR_PX * unit if has_many_districts(shading) else None
        return _Marks(draw_badges(sheet, frame, subject, areas, visible, room, unit, far=far, largest_first=True), areas)  # fmt: skip
    visible = visible_areas(frame, areas, unit)
    draw = {each: partial(draw_totals, level=each) for each in LEVELS}
    whole = None if level else arranged(frame, spots, room, unit, symbol_share(frame, unit), sheet.number)
    if not (level or (whole and whole.found.is_crowded)):
        draw = {"": partial(_draw_symbols, visible=visible, whole=whole), **draw}
    if "" in draw and not is_crowded(areas, spots):
        chosen = ""
    else:
        chosen = _roomiest(sheet, frame, subject, areas, spots, room, unit, draw, level)
    sheet.layer(OUTLINES)
    found = _Marks(*draw[chosen](sheet, frame, subject, areas, spots, room, unit))
    hatched = as_counted(subject.atlas.gazetteer, areas, spots, chosen) if chosen else found.areas
    draw_areas(sheet, frame, theme, hatched, unit)
    return found


def _roomiest(
    sheet: Sheet,
    frame: Frame,
    subject: Subject,
    areas: Sequence[Area],
    spots: Sequence[Spot],
    room: Room,
    unit: float,
    draw: Mapping[str, Callable[..., tuple[list[Mark], Sequence[Area], int]]],
    level: str,
) -> str:
    """Return the first of some ways to draw counts, from `level` on, that leaves out next to none, else the one that leaves out least."""
    least, before = TOLERATED * len(subject.records), len(room)
    lost: dict[str, int] = {}
    for each in draw:
        if level and LEVELS.index(each) < LEVELS.index(level):
            continue
        tried = Sheet(sheet.width, sheet.height, subject.theme.page)
        tried.number = sheet.number
        lost[each] = draw[each](tried, frame, subject, areas, spots, room, unit)[2]
        room.give_back(before)
        if lost[each] <= least:
            return each
    return min(lost, key=lambda each: lost[each])


def _draw_symbols(
    sheet: Sheet,
    frame: Frame,
    subject: Subject,
    areas: Sequence[Area],
    spots: Sequence[Spot],
    room: Room,
    unit: float,
    *,
    visible: dict[str, BaseGeometry],
    whole: Arrangement | None,
) -> tuple[list[Mark], Sequence[Area], int]:
    """Draw the symbols and circles of places, and the counts of areas."""
    marks, found = draw_spots(sheet, frame, subject.theme, whole, room, unit)
    far = NEAR_PX * unit if is_crowded(areas, spots) else None
    counts = draw_badges(sheet, frame, subject, areas, visible, room, unit, far=far)
    have_own = {mark.place_id for mark in counts}
    others = [area for area in areas if area.place_id in visible and area.place_id not in have_own]
    circles = over_areas(found.circles, others, visible, sheet.number, unit)
    if circles:
        note_tally(sheet, tally_of(circles, frame), frame.box)
    beneath = in_circles(circles)
    lost = sum(area.count for area in others if area.place_id not in beneath)
    hatched = [beneath.get(area.place_id, area) for area in areas]
    if any(area.kind and not beneath[area.place_id].kind for area in areas if area.place_id in beneath):
        sheet.note(MIXED, "", frame.box)
    return marks + draw_circles(sheet, subject.theme, circles, unit) + counts, hatched, lost


TOLERATED = 0.02
"""Share of the incidents that may be in no count on a map, which its key says, before circles stand for wider areas."""

CROWDED_AREAS, CROWDED_SPOTS = 8, 40


def has_many_districts(shading: Shading) -> bool:
    """Return whether counts of shaded districts may have no room on a map; the legend then says so."""
    return len(shading.counts) >= 2 * CROWDED_AREAS


def is_crowded(areas: Sequence[Area], spots: Sequence[Spot]) -> bool:
    """Return whether counts and names may have no room on a map; the legend then says so."""
    return (len(areas) >= CROWDED_AREAS and len(spots) >= CROWDED_SPOTS) or len(spots) >= 2 * CROWDED_SPOTS


def symbol_share(frame: Frame, unit: float) -> float:
    """Return how large symbols are on a map: smaller than usual where it is a small one."""
    return min(max(math.sqrt(frame.box.width * frame.box.height) / (ROOMY * unit), 0.7), 1.0)


def _shapes(areas: Sequence[Area]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    found = np.empty(len(areas), dtype=object)
    found[:] = [area.geometry for area in areas]
    return found


def _empty(subject: Subject, areas: Sequence[Area]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Return the districts without records on a map on which most have some."""
    of_province = choropleth.districts_of(subject.atlas.gazetteer)
    left = sorted(of_province - {area.place_id for area in areas})
    shapes = [subject.atlas.gazetteer.place(each).geometry for each in left] if 2 * len(left) < len(of_province) else []
    found = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return found


def _draw_names(
    sheet: Sheet,
    frame: Frame,
    subject: Subject,
    marks: Sequence[Mark],
    areas: Sequence[Area],
    points: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    room: Room,
    unit: float,
) -> list[str]:
    zoom = zoom_of(frame, unit) + FINER_THAN_SCREEN
    named = Names(sheet, frame, subject.theme, room, unit, subject.scripts, subject.wording)
    named.areas = frame.project(_shapes(areas))
    named.ground = Ground.of(areas, {area.place_id: shape for area, shape in zip(areas, named.areas, strict=True)})
    named.empty = frame.project(_empty(subject, areas))
    named.by_rank = subject.recipe.kind == "locator"
    around = Towns(named)
    around.avoid(zoom, {mark.name for mark in marks})
    named.of_marks(marks)
    named.points = points
    towns = {mark.place_id for mark in marks}
    if "towns" in subject.layers:
        around.draw(zoom, towns, large=True)
    Grounds(named).draw(zoom)
    if "towns" in subject.layers:
        around.draw(zoom, towns)
    return [*named.left_out, *_without_count(sheet, subject, areas, named.areas)]


def _without_count(
    sheet: Sheet, subject: Subject, areas: Sequence[Area], shapes: np.ndarray[tuple[int], np.dtype[np.object_]]
) -> list[str]:
    """Return the names of areas in sight whose count had no room, and with it the name."""
    if subject.recipe.kind == "locator":
        return []
    counted = {of[0] for of in sheet.noted("badge")}
    return [
        area.name
        for area, shape in zip(areas, shapes, strict=True)
        if not shape.is_empty and area.place_id not in counted
    ]
