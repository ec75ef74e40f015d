"""Draws what is known to a town or site: a symbol for each kind at each spot, none hidden, none moved from its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.path import Path

from maps.figures.boxes import Box
from maps.figures.marks import Mark, type_order
from maps.figures.sheet import ring
from maps.figures.words import Style
from maps.symbols import Symbol, radius_px, symbol_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maps.figures.boxes import Room
    from maps.figures.frame import Frame
    from maps.figures.marks import Point, Spot
    from maps.figures.sheet import Sheet
    from maps.theme import Theme

CROWD = 400
"""From so many spots on, symbols are small and stand for themselves: names may be set over them, with a halo."""

RASTER_FROM = 1000


def draw_spots(
    sheet: Sheet, frame: Frame, theme: Theme, spots: Sequence[Spot], room: Room, unit: float, size: float = 1.0
) -> list[Mark]:
    """Draw each spot's symbol, those of one point side by side, and return the marks, which take their room.

    `size` is the share of their usual size; their numbers stay readable.
    """
    shown = _visible_spots(frame, spots)
    if not shown:
        return []
    crowd = len(spots) >= CROWD
    radii = [3.2 * unit if crowd else radius_px(spot.number) * unit * size for spot, _ in shown]
    places = [point for _, point in shown] if crowd else _side_by_side(shown, radii)
    sheet.layer("symbols").set_rasterized(len(shown) >= RASTER_FROM)
    for event_type in type_order(spot.event_type for spot, _ in shown):
        chosen = [i for i, (spot, _) in enumerate(shown) if spot.event_type == event_type]
        sign = symbol_of(event_type)
        sheet.shapes(
            "symbols",
            shape_path(sign),
            [places[i] for i in chosen],
            [radii[i] for i in chosen],
            fill=theme.hues[sign.hue],
            edge=theme.halo,
            wide=(0.4 if crowd else 1.0) * unit,
            alpha=0.8 if crowd else 1.0,
            clip=frame.box,
        )
    if crowd:
        return []
    marks = [_spot_mark(spot, place, radius) for (spot, _), place, radius in zip(shown, places, radii, strict=True)]
    for mark in marks:
        room.take(mark.box.grown(unit))
        sheet.note("symbol", mark.name, mark.box)
    _counts(sheet, theme, marks, unit)
    _reaches(sheet, frame, theme, shown, unit)
    return marks


def _reaches(sheet: Sheet, frame: Frame, theme: Theme, shown: Sequence[tuple[Spot, Point]], unit: float) -> None:
    """Draw how far each place may really lie that was given relative to another, such as 10 km west of a town."""
    for spot, (x, y) in shown:
        if spot.radius_km > 0:
            reach = ring(x, y, spot.radius_km / frame.true_km_per_px(x, y))
            colour = theme.hues[symbol_of(spot.event_type).hue]
            sheet.stroke("symbol-reaches", [reach], colour, unit, clip=frame.box, dashes=(3 * unit, 3 * unit))


def _visible_spots(frame: Frame, spots: Sequence[Spot]) -> list[tuple[Spot, Point]]:
    if not spots:
        return []
    points = frame.to_pixels([spot.longitude for spot in spots], [spot.latitude for spot in spots])
    box = frame.box.grown(-3)
    inside = (
        (points[:, 0] > box.left) & (points[:, 0] < box.right) & (points[:, 1] > box.top) & (points[:, 1] < box.bottom)
    )
    return [(spot, (x, y)) for spot, (x, y), shown in zip(spots, points.tolist(), inside, strict=True) if shown]


def _side_by_side(shown: Sequence[tuple[Spot, Point]], radii: Sequence[float]) -> list[Point]:
    """Return where each symbol stands: several at one point share it in a row."""
    rows: dict[Point, list[int]] = {}
    for index, (_, point) in enumerate(shown):
        rows.setdefault(point, []).append(index)
    places = [point for _, point in shown]
    for (x, y), row in rows.items():
        at = x - sum(radii[i] for i in row)
        for i in sorted(row, key=lambda i: shown[i][0].event_type):
            places[i] = (at + radii[i], y)
            at += 2 * radii[i]
    return places


def _spot_mark(spot: Spot, place: Point, radius: float) -> Mark:
    x, y = place
    wide = radius * (1.0 if spot.number == 1 else 1.6)
    return Mark(spot.name, spot.name_ur, spot.number, Box(x - radius, y - radius, x + wide, y + radius), spot.place_id)


def _counts(sheet: Sheet, theme: Theme, marks: Sequence[Mark], unit: float) -> None:
    """Write the number of records at the upper right of each symbol that stands for several."""
    style = Style(10.5 * unit, theme.label, weight=600, halo=theme.halo)
    for mark in marks:
        if mark.count > 1:
            x, y = mark.box.right - unit, mark.box.top + 4 * unit
            sheet.write("symbol-counts", x, y, sheet.number(mark.count), style, kind="symbol-number")


def shape_path(sign: Symbol) -> Path:
    """Return a sign's outline of radius one as a matplotlib path; a collection's own y runs upwards."""
    vertices = [(x, -y) for x, y in sign.shape.vertices]
    return Path(vertices, list(sign.shape.codes))
