"""The places of a locator: areas outlined and tinted, towns and sites as dots, without counts; and the key that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.figures.basemap import embedded_ground, rings_of
from maps.figures.boxes import Box
from maps.figures.keys import LAYER, Entry
from maps.figures.marks import Mark, points_of
from maps.figures.sheet import circle, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from maps.figures.boxes import Room
    from maps.figures.frame import Frame
    from maps.figures.marks import Area, Spot
    from maps.figures.sheet import Sheet
    from maps.figures.subject import Subject
    from maps.theme import Theme

MANY_AREAS = 12
"""From so many areas on, they are outlined more thinly, so that their names stay readable."""

CROWD = 80
"""From so many dots on, they stand for themselves, and the larger towns are named over them, for no name would stand alone."""

MANY = 24
"""From so many places on, not every name may have room."""

RADIUS, SMALL_RADIUS = 4.6, 2.6
TINT = 0.16


def entries_of(subject: Subject) -> list[Entry]:
    """Return what a dot and an outlined area mean, how many there are, and which names are left out."""
    wording, dots, areas = subject.wording, len(subject.points), len(subject.areas)
    found = [Entry(wording.dots(dots), _dot)] if dots else []
    found += [Entry(wording.outlines(areas), _area)] if areas else []
    found += more_marks_than_places(subject)
    if dots >= CROWD:
        found.append(Entry(wording.towns_alone()))
    elif dots + areas >= MANY:
        found.append(Entry(wording.names_left_out()))
    return found


def more_marks_than_places(subject: Subject) -> list[Entry]:
    """Return why there are more marks on a map than places are counted, where there are."""
    places, wording = subject.summary.places, subject.wording
    if len(subject.points) + len(subject.areas) <= places:
        return []
    if subject.has_places_apart:
        return [Entry(wording.counted_with_areas(subject.records))]
    return [Entry(wording.several_a_place(places))]


def draw_places(
    sheet: Sheet,
    frame: Frame,
    subject: Subject,
    areas: Sequence[Area],
    spots: Sequence[Spot],
    room: Room,
    unit: float,
) -> list[Mark]:
    """Mark the places and return the marks that are to be named."""
    theme, points = subject.theme, points_of(spots)
    wide = (1.5 if len(areas) < MANY_AREAS else 0.7) * unit
    shapes = frame.project(np.array([area.geometry for area in areas], dtype=object)) if areas else ()
    if areas:
        _tint(sheet, frame, theme, shapely.union_all(shapely.make_valid(shapes)))
    for shape in shapes:
        if rings := rings_of([shape]):
            sheet.stroke("area-outlines", rings, theme.accent, wide, clip=frame.box)
    if len(points) >= CROWD:
        _draw_crowd(sheet, frame, theme, points, unit)
        return []
    return [*_dots(sheet, frame, theme, points, room, unit), *_centres(sheet, frame, areas, unit)]


def _tint(sheet: Sheet, frame: Frame, theme: Theme, whole: BaseGeometry) -> None:
    """Tint all areas at once, so that those within others are no darker, on the same ground as in the key."""
    home = shapely.union_all(shapely.make_valid(frame.project(embedded_ground().focus)))
    for shape, colour, alpha in ((shapely.difference(whole, home), theme.land, 1.0), (whole, theme.accent, TINT)):
        if rings := rings_of([shape]):
            sheet.fill("areas", joined(rings), colour, clip=frame.box, alpha=alpha)


def _draw_crowd(sheet: Sheet, frame: Frame, theme: Theme, points: Sequence[Spot], unit: float) -> None:
    at = frame.to_pixels([spot.longitude for spot in points], [spot.latitude for spot in points]).tolist()
    seen = [(x, y) for x, y in at if frame.box.holds(Box(x, y, x, y))]
    if seen:
        dot = circle(0, 0, 1)
        sheet.shapes("places", dot, seen, [SMALL_RADIUS * unit] * len(seen), fill=theme.accent, edge=theme.page, wide=0.5 * unit)  # fmt: skip


def _dots(sheet: Sheet, frame: Frame, theme: Theme, points: Sequence[Spot], room: Room, unit: float) -> list[Mark]:
    marks: list[Mark] = []
    radius = RADIUS * unit
    for spot in points:
        x, y = frame.point(spot.longitude, spot.latitude)
        box = Box(x - radius, y - radius, x + radius, y + radius)
        if frame.box.holds(box):
            sheet.fill("places", circle(x, y, radius), theme.page)
            sheet.fill("places", circle(x, y, radius - 1.1 * unit), theme.accent)
            room.take(box.grown(unit))
            sheet.note("symbol", spot.name, box, of=(spot.place_id, spot.name))
            marks.append(Mark(spot.name, spot.name_ur, spot.number, box, spot.place_id))
    return marks


def _centres(sheet: Sheet, frame: Frame, areas: Sequence[Area], unit: float) -> list[Mark]:
    marks: list[Mark] = []
    for area in areas:
        x, y = frame.point(area.longitude, area.latitude)
        box = Box(x - unit, y - unit, x + unit, y + unit)
        if frame.box.grown(-4 * unit).holds(box):
            sheet.note("centre", area.name, box, of=(area.place_id, area.level))
            marks.append(Mark(area.name, area.name_ur, area.count, box, area.place_id, area.level, is_plain=True))
    return marks


def _dot(sheet: Sheet, theme: Theme, box: Box, unit: float) -> None:
    sheet.fill(LAYER, circle(*box.centre, (RADIUS - 1.1) * unit), theme.accent)


def _area(sheet: Sheet, theme: Theme, box: Box, unit: float) -> None:
    outline = shapely.get_coordinates(shapely.box(*box))
    sheet.fill(LAYER, joined([outline]), theme.land)
    sheet.fill(LAYER, joined([outline]), theme.accent, alpha=TINT)
    sheet.stroke(LAYER, [outline], theme.accent, 1.1 * unit)
