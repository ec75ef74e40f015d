"""Draws one circle for each district, or wider area, with all incidents there: where circles of single towns have no room apart."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from maps.figures.badges import NEAR_PX, draw_badges
from maps.figures.circles import BENEATH, UNCOUNTED, Tally, note_tally
from maps.figures.marks import Area, level_rank
from maps.figures.words import clean
from maps.symbols import MIXED_HUE, POINT_LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shapely.geometry.base import BaseGeometry

    from gazetteer import Gazetteer, Place
    from maps.figures.boxes import Room
    from maps.figures.frame import Frame
    from maps.figures.marks import Mark, Spot
    from maps.figures.sheet import Sheet
    from maps.figures.subject import Subject

LEVELS = ("district", "division", "province", "country")
"""What circles may be the totals of, the finest first."""

OF_NO_SHAPE = 0.05
"""Degrees around its points that stand for an area of which no outline is known."""


def area_over(gazetteer: Gazetteer, place_id: str, level: str) -> Place:
    """Return the area of a level that is a place or holds it, else the next wider one."""
    place = gazetteer.place(place_id)
    areas = [each for each in (place, *gazetteer.ancestors(place_id)) if each.level not in POINT_LEVELS]
    return next((each for each in areas if level_rank(each.level) <= level_rank(level)), areas[-1] if areas else place)


def totals_of(gazetteer: Gazetteer, areas: Iterable[Area], spots: Iterable[Spot], level: str) -> tuple[Area, ...]:
    """Return the areas of a level with all incidents in each, whether known to a town or only to an area, in the middle of these."""
    found: defaultdict[str, list[tuple[float, float, int]]] = defaultdict(list)
    places: dict[str, Place] = {}
    known = [(each.place_id, (each.longitude, each.latitude, each.number)) for each in spots]
    known += [
        (each.place_id, (each.longitude, each.latitude, each.count)) for each in areas if not is_wider(each, level)
    ]
    over: dict[str, Place] = {}
    for place_id, where in known:
        if place_id not in over:
            over[place_id] = area_over(gazetteer, place_id, level)
        places[over[place_id].id] = over[place_id]
        found[over[place_id].id].append(where)
    return tuple(_total(places[each], np.array(found[each], dtype=float)) for each in sorted(found))


def is_wider(area: Area, level: str) -> bool:
    """Return whether an area is wider than those of a level: its own count is in none of their totals."""
    return level_rank(area.level) < level_rank(level)


def _total(place: Place, where: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Area:
    count = where[:, 2]
    x, y = (float((where[:, axis] * count).sum() / count.sum()) for axis in (0, 1))
    shape = place.geometry
    if shape is None or shape.is_empty:
        shape = shapely.MultiPoint(where[:, :2]).buffer(OF_NO_SHAPE)
    if not shape.covers(shapely.Point(x, y)):
        inside = shapely.point_on_surface(shape)
        x, y = inside.x, inside.y
    names = clean(place.name), clean(place.name_ur or "")
    return Area(place.id, *names, place.level, int(count.sum()), MIXED_HUE, shape, x, y)


def draw_totals(
    sheet: Sheet,
    frame: Frame,
    subject: Subject,
    areas: Sequence[Area],
    spots: Sequence[Spot],
    room: Room,
    unit: float,
    level: str,
) -> tuple[list[Mark], tuple[Area, ...], int]:
    """Draw a circle with its total for each area of a level, and boxes for what is known only to wider ones.

    Returned are the marks, the areas, and how many incidents in sight have no room.
    """
    totals = totals_of(subject.atlas.gazetteer, areas, spots, level)
    wider = [area for area in areas if is_wider(area, level)]
    every = (*totals, *wider)
    visible = visible_parts(frame, every)
    marks = draw_badges(sheet, frame, subject, totals, visible, room, unit, far=NEAR_PX * unit, largest_first=True, round_ones=True)  # fmt: skip
    marks += draw_badges(sheet, frame, subject, wider, visible, room, unit)
    drawn = {mark.place_id: mark for mark in marks}
    lost = [area for area in every if area.place_id in visible and area.place_id not in drawn]
    for area in lost:
        sheet.note(UNCOUNTED, area.name, frame.box, of=(area.place_id, str(area.count)))
    for area in (area for area in areas if not is_wider(area, level)):
        over = area_over(subject.atlas.gazetteer, area.place_id, level).id
        if over in drawn:
            sheet.note(BENEATH, area.name, drawn[over].box, of=(area.place_id, area.level))
    note_tally(sheet, Tally(0, 0, level=level), frame.box)
    return marks, every, sum(area.count for area in lost)


def visible_parts(frame: Frame, areas: Sequence[Area]) -> dict[str, BaseGeometry]:
    """Return what a frame shows of areas, in pixels, by place; nothing of those that lie outside."""
    shapes = np.empty(len(areas), dtype=object)
    shapes[:] = [area.geometry for area in areas]
    shown: Any = shapely.clip_by_rect(frame.project(shapes), *frame.box)
    return {area.place_id: shape for area, shape in zip(areas, shown, strict=True) if not shape.is_empty}
