"""What a selection puts on the map: areas for what is known to an area, spots for what is known to a town or site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import shapely
from matplotlib.path import Path

from maps.figures.basemap import lines_of, rings_of
from maps.figures.boxes import Box
from maps.figures.sheet import circle, joined
from maps.figures.words import Style, clean, ink
from maps.symbols import MIXED_HUE, POINT_LEVELS, SYMBOLS, Symbol, radius_px, symbol_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from maps.figures.boxes import Room
    from maps.figures.frame import Frame
    from maps.figures.sheet import Sheet
    from maps.theme import Theme

    Point = tuple[float, float]

CROWD = 400
"""From so many spots on, symbols are small and stand for themselves: names may be set over them, with a halo."""

RASTER_FROM = 1000
HATCH_STEP_PX = 6.5
LEAST_PART_PX = 40.0
"""An area cut by the frame gets its badge when what is visible is as large as a square of this side."""

_AREA_SIZE = ("country", "province", "division", "district", "tehsil")


@dataclass(frozen=True)
class Area:
    """Records known only to one area."""

    place_id: str
    name: str
    name_ur: str
    level: str
    count: int
    hue: str
    geometry: BaseGeometry
    longitude: float
    latitude: float

    @property
    def is_wide(self) -> bool:
        """Whether it is coarser than a district: hatched more openly, with a broken outline."""
        return self.level not in ("district", "tehsil")


@dataclass(frozen=True)
class Spot:
    """Records of one event type at one point."""

    place_id: str
    name: str
    name_ur: str
    count: int
    event_type: str
    longitude: float
    latitude: float
    radius_km: float


@dataclass(frozen=True)
class Mark:
    """Something drawn that can carry a name: the box that it fills, and for an area its level."""

    name: str
    name_ur: str
    count: int
    box: Box
    place_id: str
    level: str = ""


def areas_of(records: pd.DataFrame) -> tuple[Area, ...]:
    """Return the areas of records (see `Atlas.incidents`), larger levels first, so that smaller ones are drawn over them."""
    rows = records[~records["level"].isin(POINT_LEVELS)]
    found = [_area(str(place_id), group) for place_id, group in rows.groupby("place_id", sort=True) if _shape(group)]
    return tuple(sorted(found, key=lambda area: (_level_rank(area.level), area.place_id)))


def _level_rank(level: str) -> int:
    return _AREA_SIZE.index(level) if level in _AREA_SIZE else len(_AREA_SIZE)


def _shape(group: pd.DataFrame) -> BaseGeometry | None:
    shape = cast("Any", group["geometry"].iloc[0])
    return None if shape is None or shape.is_empty else shape


def _area(place_id: str, group: pd.DataFrame) -> Area:
    first = group.iloc[0]
    shape = cast("Any", _shape(group))
    types = sorted(set(group["event_type"]))
    point = shapely.Point(first["longitude"], first["latitude"])
    inside = point if shape.covers(point) else shape.representative_point()
    hue = symbol_of(types[0]).hue if len(types) == 1 else MIXED_HUE
    name, urdu = clean(first["place"]), clean(_text(first["place_ur"]))
    return Area(place_id, name, urdu, str(first["level"]), len(group), hue, shape, inside.x, inside.y)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def spots_of(records: pd.DataFrame) -> tuple[Spot, ...]:
    """Return the spots of records: one for each event type at each point, the busiest last so that none hides it."""
    rows = records[records["level"].isin(POINT_LEVELS)]
    rows = rows[np.isfinite(rows["longitude"].astype(float)) & np.isfinite(rows["latitude"].astype(float))]
    if rows.empty:
        return ()
    relative = rows["radius_km"].where(rows["how"] == "relative", 0.0)
    keys = {"x": rows["longitude"].astype(float).round(4), "y": rows["latitude"].astype(float).round(4)}
    grouped = rows.assign(**keys, radius_km=relative.fillna(0.0)).groupby(["x", "y", "event_type"], sort=True)
    first = grouped[["place_id", "place", "place_ur"]].first()
    columns = zip(
        first["place_id"],
        first["place"],
        first["place_ur"],
        grouped.size(),
        first.index,
        grouped["radius_km"].max(),
        strict=True,
    )
    spots = [
        Spot(
            str(place_id),
            clean(place),
            clean(_text(urdu)),
            int(count),
            str(event_type),
            float(x),
            float(y),
            float(radius),
        )
        for place_id, place, urdu, count, (x, y, event_type), radius in columns  # pyright: ignore[reportGeneralTypeIssues]
    ]
    return tuple(sorted(spots, key=lambda spot: (spot.count, spot.event_type, spot.longitude, spot.latitude)))


def draw_areas(sheet: Sheet, frame: Frame, theme: Theme, areas: Sequence[Area], unit: float) -> dict[str, BaseGeometry]:
    """Hatch and tint each area and return the visible part of each in pixels, by place id."""
    shown = dict(zip((a.place_id for a in areas), frame.project(np.array([a.geometry for a in areas], dtype=object)), strict=True))  # fmt: skip
    visible = {place_id: shape for place_id, shape in shown.items() if not shape.is_empty and shape.area > 1}
    for wide, hue in sorted({(area.is_wide, area.hue) for area in areas}, reverse=True):
        chosen = [area for area in areas if area.hue == hue and area.is_wide == wide]
        shapes = [visible[area.place_id] for area in chosen if area.place_id in visible]
        if not shapes:
            continue
        colour = theme.hues[hue]
        sheet.fill("area-tints", joined(rings_of(shapes)), colour, clip=frame.box, alpha=0.05 if wide else 0.10)
        hatches = [line for shape in shapes for line in hatch(shape, HATCH_STEP_PX * (2 if wide else 1) * unit)]
        sheet.stroke("area-hatches", hatches, _blend(colour, theme.land, 0.62), 0.8 * unit, clip=frame.box)
        dashes = (6 * unit, 4 * unit) if wide else ()
        sheet.stroke("area-outlines", list(rings_of(shapes)), colour, 1.25 * unit, clip=frame.box, dashes=dashes)
    return {area.place_id: shape for area in areas if (shape := _worth_a_badge(area, visible, frame, unit))}


def _worth_a_badge(area: Area, visible: dict[str, BaseGeometry], frame: Frame, unit: float) -> BaseGeometry | None:
    """Return the part of an area inside the frame, None for a sliver of one that lies outside: a count would mislead there."""
    shape = visible.get(area.place_id)
    if shape is None:
        return None
    inside = shapely.clip_by_rect(shape, *frame.box)
    if inside.is_empty:
        return None
    reaches_out = inside.area < 0.999 * shape.area
    return None if reaches_out and inside.area < (LEAST_PART_PX * unit) ** 2 else inside


def hatch(shape: BaseGeometry, step: float) -> list[NDArray[np.float64]]:
    """Return lines at 45 degrees across a shape in pixels; those of neighbours are in line.

    Examples
    --------
    >>> len(hatch(shapely.box(0, 0, 10, 10), 5))
    3
    """
    left, top, right, bottom = shape.bounds
    first, last = np.ceil((left + top) / step), np.floor((right + bottom) / step)
    sums = np.arange(first, last + 1) * step
    lines = (
        shapely.multilinestrings([[(left - 1, c - left + 1), (right + 1, c - right - 1)] for c in sums])
        if len(sums)
        else None
    )
    return [] if lines is None else [line for line in lines_of([shapely.intersection(shape, lines)]) if len(line) > 1]


def _blend(colour: str, ground: str, share: float) -> str:
    """Return `colour` mixed with the ground, which stays the same where lines cross, unlike transparency."""
    from matplotlib.colors import to_hex, to_rgb

    mixed = share * np.array(to_rgb(colour)) + (1 - share) * np.array(to_rgb(ground))
    return to_hex(tuple(map(float, mixed)))


def draw_badges(
    sheet: Sheet,
    frame: Frame,
    theme: Theme,
    areas: Sequence[Area],
    visible: dict[str, BaseGeometry],
    room: Room,
    unit: float,
) -> list[Mark]:
    """Put a count in a small box on each visible area, where no other mark is, and return the marks."""
    style = Style(11.5 * unit, theme.badge_text, weight=600)
    marks: list[Mark] = []
    for area in sorted(areas, key=lambda a: (visible[a.place_id].area if a.place_id in visible else 0, a.place_id)):
        if area.place_id not in visible:
            continue
        number = f"{area.count:,}"
        extent = ink(0, 0, number, style)
        wide, high = max(extent.width + 9 * unit, 17 * unit), 17 * unit
        home = tuple(map(float, frame.to_pixels([area.longitude], [area.latitude])[0]))
        box = _free_box(visible[area.place_id], home, wide, high, room, frame.box)
        room.take(box.grown(1.5 * unit))
        _leader(sheet, theme, visible[area.place_id], box, home, unit)
        sheet.pill("badges", box, 3 * unit, fill=theme.badge, edge=theme.badge_line, wide=0.9 * unit)
        sheet.note("badge", number, box)
        x, y = box.centre
        sheet.write("badges", x, y + extent.height / 2, number, style, anchor="middle", kind="badge-number")
        marks.append(Mark(area.name, area.name_ur, area.count, box, area.place_id, area.level))
    return marks


def _free_box(shape: BaseGeometry, home: Point, wide: float, high: float, room: Room, frame: Box) -> Box:
    """Return the box nearest to `home` that is free: first inside the shape, else around it."""
    across = Box(-wide / 2, -high / 2, wide / 2, high / 2)
    inside = frame.grown(-2)
    boxes = [across.moved(x, y) for x, y in _candidates(shape, home, min(wide, high) * 0.8)]
    return next((box for box in boxes if inside.holds(box) and room.is_free(box.grown(1))), boxes[0])


def _candidates(shape: BaseGeometry, home: Point, step: float) -> Iterator[Point]:
    shapely.prepare(shape)
    start = shapely.Point(home)
    if not shape.covers(start):
        start = shape.representative_point()
    yield start.x, start.y
    steps = range(-14, 15)
    around = sorted((i * i + j * j, i, j) for i in steps for j in steps if i or j)
    points = [(start.x + i * step, start.y + j * step) for _, i, j in around]
    covered = shapely.intersects_xy(shape, *np.array(points).T)
    yield from (point for point, within in zip(points, covered, strict=True) if within)
    yield from (point for point, within in zip(points, covered, strict=True) if not within)


def _leader(sheet: Sheet, theme: Theme, shape: BaseGeometry, box: Box, home: Point, unit: float) -> None:
    """Join a badge that found no room inside its area to the area with a thin line."""
    x, y = box.centre
    if shape.intersects(shapely.box(*box)):
        return
    end = home if shape.covers(shapely.Point(home)) else shape.representative_point().coords[0]
    sheet.stroke("badge-leaders", [np.array([(x, y), end])], theme.badge_line, 0.9 * unit)


def draw_spots(sheet: Sheet, frame: Frame, theme: Theme, spots: Sequence[Spot], room: Room, unit: float) -> list[Mark]:
    """Draw each spot's symbol, those of one point side by side, and return the marks, which take their room."""
    shown = _visible_spots(frame, spots)
    if not shown:
        return []
    crowd = len(spots) >= CROWD
    radii = [3.2 * unit if crowd else radius_px(spot.count) * unit for spot, _ in shown]
    places = [point for _, point in shown] if crowd else _side_by_side(shown, radii)
    sheet.layer("symbols").set_rasterized(len(shown) >= RASTER_FROM)
    for event_type in _types_in_order(spot.event_type for spot, _ in shown):
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
            ring = circle(x, y, spot.radius_km / frame.true_km_per_px(x, y)).to_polygons()[0]
            colour = theme.hues[symbol_of(spot.event_type).hue]
            sheet.stroke("symbol-reaches", [ring], colour, unit, clip=frame.box, dashes=(3 * unit, 3 * unit))


def _types_in_order(event_types: Iterable[str]) -> list[str]:
    order = list(SYMBOLS)
    return sorted(set(event_types), key=lambda t: (order.index(t) if t in SYMBOLS else len(order), t))


def _visible_spots(frame: Frame, spots: Sequence[Spot]) -> list[tuple[Spot, Point]]:
    if not spots:
        return []
    points = frame.to_pixels([spot.longitude for spot in spots], [spot.latitude for spot in spots])
    box = frame.box.grown(-3)
    inside = (
        (points[:, 0] > box.left) & (points[:, 0] < box.right) & (points[:, 1] > box.top) & (points[:, 1] < box.bottom)
    )
    return [(spot, (float(x), float(y))) for spot, (x, y), shown in zip(spots, points, inside, strict=True) if shown]


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
    wide = radius * (1.0 if spot.count == 1 else 1.6)
    return Mark(spot.name, spot.name_ur, spot.count, Box(x - radius, y - radius, x + wide, y + radius), spot.place_id)


def _counts(sheet: Sheet, theme: Theme, marks: Sequence[Mark], unit: float) -> None:
    """Write the number of records at the upper right of each symbol that stands for several."""
    style = Style(10.5 * unit, theme.label, weight=600, halo=theme.halo)
    for mark in marks:
        if mark.count > 1:
            x, y = mark.box.right - unit, mark.box.top + 4 * unit
            sheet.write("symbol-counts", x, y, f"{mark.count:,}", style, kind="symbol-number")


def shape_path(sign: Symbol) -> Path:
    """Return a sign's outline of radius one as a matplotlib path; a collection's own y runs upwards."""
    vertices = [(x, -y) for x, y in sign.shape.vertices]
    return Path(vertices, list(sign.shape.codes))
