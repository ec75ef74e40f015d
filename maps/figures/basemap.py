"""The ground of a figure: sea, land, rivers and borders, from the same embedded layers as the live map."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from gazetteer import Gazetteer
from maps.figures.frame import EQUATOR_METRES_PER_PX
from maps.figures.sheet import joined
from maps.layers import ground

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from maps.figures.frame import Frame
    from maps.figures.sheet import Sheet
    from maps.theme import Theme

LAYERS = ("districts", "rivers", "tehsils", "towns", "urdu")
"""Names of layers that a reader can switch off on the live map."""

TEHSILS_FROM = 7.5
COUNTRY = "country:pakistan"

DOTS = (0.01, 2.4)
"""Of a disputed border, in widths of it: round dots, which no other border has."""

DASHES = (6, 4)
"""Of a tehsil's border, likewise: plainly no dots."""

LEAST_DISPUTED_PX = 5 / 25.4 * 96
"""A stretch of 5 mm."""


LEAST_RIVER, LEAST_LAKE = 36.0, 9.0
"""Nominal: the least length of a river, and the least side of a square as large as a lake, that are drawn."""

EDGE_STEP = 0.5
"""Degrees between points of straight edges, which a projection bends."""

ON_EDGE, WELD = 0.02, 0.8
"""Degrees: how near an end lies to the window's edge that it is on, and how far coarse and fine ends of one line may be apart."""


@dataclass(frozen=True)
class Ground:
    """The embedded layers as geometries in degrees."""

    land: NDArray[np.object_]
    country: NDArray[np.object_]
    """Pakistan as its own data has it, which is what it administers: disputed borders are dotted."""

    focus: NDArray[np.object_]
    lakes: NDArray[np.object_]
    rivers: tuple[tuple[float, NDArray[np.object_]], ...]
    is_cut: NDArray[np.bool_]
    """Whether each river ends at the window's edge, and is none of the country's own."""

    borders: dict[str, NDArray[np.object_]]
    window: tuple[float, float, float, float]
    around: NDArray[np.object_]
    """Land outside the window, coarse."""

    between: NDArray[np.object_]
    """Borders between countries there, joined to those of the window at its edge."""

    shores: NDArray[np.object_]
    """Coasts there."""

    own: NDArray[np.object_]
    """Borders of the country's own provinces."""


@functools.cache
def embedded_ground() -> Ground:
    """Return the ground decoded from what the live map embeds."""
    data = ground()
    scale = data["scale"]
    west, south, east, north = data["window"]
    world = data["world"]
    around = shapely.segmentize(_polygons(world["land"], world["scale"]), EDGE_STEP)
    edge = shapely.boundary(shapely.box(west, south, east, north))
    borders = {rank: _lines(lines, scale) for rank, lines in data["borders"].items()}
    middles = shapely.line_interpolate_point(borders["province"], 0.5, normalized=True)
    own = Gazetteer.load().place(COUNTRY).geometry
    rivers = tuple((float(river["from"]), _lines(river["lines"], scale)) for river in data["rivers"])
    courses = np.array([shapely.multilinestrings(list(lines)) for _, lines in rivers], dtype=object)
    return Ground(
        land=shapely.segmentize(_polygons(data["land"], scale), EDGE_STEP),
        country=shapely.get_parts(own),
        focus=_polygons(data["focus"], scale),
        lakes=_polygons(data["lakes"], scale),
        rivers=rivers,
        is_cut=shapely.dwithin(courses, edge, ON_EDGE) & ~shapely.intersects(courses, own),
        borders=borders,
        window=(west, south, east, north),
        around=around,
        between=_welded(_lines(world["borders"], world["scale"]), borders["country"], edge),
        shores=_welded(_off(shapely.boundary(around), edge), borders["coast"], edge),
        own=borders["province"][shapely.intersects(own, middles)],
    )


def _off(lines: NDArray[np.object_], edge: BaseGeometry) -> NDArray[np.object_]:
    """Return lines without what runs along an edge, or along the sides of the world."""
    sides = shapely.boundary(shapely.box(-180, -90, 180, 90))
    cut = shapely.difference(lines, shapely.buffer(shapely.union(edge, sides), ON_EDGE))
    return shapely.get_parts(shapely.line_merge(shapely.union_all(cut)))


def _welded(coarse: NDArray[np.object_], fine: NDArray[np.object_], edge: BaseGeometry) -> NDArray[np.object_]:
    """Return coarse lines that end where fine ones begin, on the edge between the two: they differ there by some kilometres."""
    ends = shapely.get_parts(shapely.boundary(shapely.multilinestrings(list(fine))))
    ends = shapely.get_coordinates(ends[shapely.distance(ends, edge) < 2 * ON_EDGE])
    found: list[BaseGeometry] = []
    for line in coarse:
        points = shapely.get_coordinates(line)
        for number in (0, -1):
            near = np.hypot(*(ends - points[number]).T) if len(ends) else np.array([np.inf])
            if shapely.distance(shapely.Point(points[number]), edge) < 2 * ON_EDGE and near.min() < WELD:
                points[number] = ends[int(near.argmin())]
        found.append(shapely.LineString(points))
    return _array(found)


def _decode(ring: Sequence[int], scale: int) -> NDArray[np.float64]:
    return np.cumsum(np.asarray(ring, dtype=np.int64).reshape(-1, 2), axis=0) / scale


def _polygons(shapes: Iterable[Sequence[Sequence[int]]], scale: int) -> NDArray[np.object_]:
    rings = ([_decode(ring, scale) for ring in shape] for shape in shapes)
    return _array([shapely.make_valid(shapely.Polygon(outer, holes)) for outer, *holes in rings])


def _lines(lines: Iterable[Sequence[int]], scale: int) -> NDArray[np.object_]:
    return _array([shapely.LineString(_decode(line, scale)) for line in lines if len(line) > 2])


def _array(shapes: Sequence[BaseGeometry]) -> NDArray[np.object_]:
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    return array


def zoom_of(frame: Frame, unit: float) -> float:
    """Return the zoom of the live map at which the ground would look as large as in the frame."""
    _, south, _, north = frame.reach
    stretch = math.cos(math.radians((south + north) / 2))
    return math.log2(EQUATOR_METRES_PER_PX * max(stretch, 0.01) / (frame.metres_per_px * unit))


def draw_ground(sheet: Sheet, frame: Frame, theme: Theme, layers: Collection[str], unit: float) -> NDArray[np.object_]:
    """Draw sea, land, lakes, rivers and borders into a frame, the quieter the lower their rank; return coasts and borders in pixels."""
    data = embedded_ground()
    zoom = zoom_of(frame, unit)
    sheet.rectangle("map-sea", frame.box, fill=theme.water)
    beyond = is_beyond_ground(frame)
    if beyond:
        _fill(sheet, frame, "map-around", data.around, theme.outside)
        _stroke(
            sheet, frame, "map-around", shapely.boundary(data.around), theme.outside, unit
        )  # no seam shows where the ground begins
    _fill(sheet, frame, "map-land", data.land, theme.outside)
    _fill(sheet, frame, "map-country", data.country, theme.country)
    _fill(sheet, frame, "map-province", data.focus, theme.land)
    if "rivers" in layers:
        _draw_waters(sheet, frame, theme, zoom, unit, beyond=beyond)
    borders = data.borders
    if "tehsils" in layers and zoom >= TEHSILS_FROM:
        _stroke(sheet, frame, "map-tehsils", borders["tehsil"], theme.border_tehsil, unit * 0.7, DASHES)
    drawn: list[NDArray[np.object_]] = []
    if "districts" in layers:
        drawn.append(_stroke(sheet, frame, "map-districts", borders["district"], theme.border_district, unit * 0.8))
    provinces = (
        data.own if beyond else borders["province"]
    )  # those of other countries would break off where the ground ends
    drawn.append(_stroke(sheet, frame, "map-provinces", provinces, theme.border_province, unit * 0.6))
    drawn.append(_stroke(sheet, frame, "map-focus", borders["focus"], theme.border_province, unit * 1.1))
    if beyond:
        drawn.append(_stroke(sheet, frame, "map-shores", data.shores, theme.coast, unit * 0.8))
        drawn.append(_stroke(sheet, frame, "map-between", data.between, theme.border_country, unit * 1.3))
    drawn.append(_stroke(sheet, frame, "map-coast", borders["coast"], theme.coast, unit * 0.8))
    drawn.append(_stroke(sheet, frame, "map-countries", borders["country"], theme.border_country, unit * 1.3))
    drawn.append(_stroke(sheet, frame, "map-disputed", borders["disputed"], theme.border_country, unit * 1.8, DOTS))
    return np.concatenate(drawn)


def _draw_waters(sheet: Sheet, frame: Frame, theme: Theme, zoom: float, unit: float, *, beyond: bool) -> None:
    """Draw lakes and rivers without scraps of either; where the map shows land beyond the ground, no foreign river that ends there."""
    data = embedded_ground()
    lakes = shapely.clip_by_rect(frame.project(data.lakes), *frame.box)
    rings = rings_of(lakes[shapely.area(lakes) >= (LEAST_LAKE * unit) ** 2])
    if rings:
        sheet.fill("map-lakes", joined(rings), theme.water, clip=frame.box)
    shown = [
        lines
        for river, (start, lines) in enumerate(data.rivers)
        if zoom >= start and not (beyond and data.is_cut[river])
    ]
    if shown:
        rivers = whole_rivers(frame.project(np.concatenate(shown)), frame, LEAST_RIVER * unit)
        sheet.stroke("map-rivers", lines_of(rivers), theme.river, unit * 0.9, clip=frame.box)


def whole_rivers(lines: NDArray[np.object_], frame: Frame, least: float) -> NDArray[np.object_]:
    """Return lines in pixels without those of which, with all that they run into, less than a length is in the frame."""
    seen = shapely.clip_by_rect(lines, *frame.box)
    lines, seen = lines[~shapely.is_empty(seen)], seen[~shapely.is_empty(seen)]
    beds = shapely.get_parts(shapely.union_all(shapely.buffer(shapely.simplify(seen, 0.5), 1.0, quad_segs=1)))
    river, bed = shapely.STRtree(beds).query(seen, predicate="intersects")
    _, first = np.unique(river, return_index=True)
    lengths = np.bincount(bed[first], shapely.length(seen[river[first]]), len(beds))
    return lines[lengths[bed[first]] >= least]


def shows_disputed(frame: Frame) -> bool:
    """Return whether so much of a disputed border is drawn that a reader can see that it is dotted."""
    lines = frame.project(np.asarray(embedded_ground().borders["disputed"], dtype=object))
    seen = (shapely.clip_by_rect(line, *frame.box).length for line in lines)
    return sum(seen) >= LEAST_DISPUTED_PX


@functools.lru_cache(maxsize=8)
def sea_in(frame: Frame) -> BaseGeometry:
    """Return the sea that the frame shows, in pixels."""
    data = embedded_ground()
    window = frame.project_one(shapely.segmentize(shapely.box(*data.window), 0.25))
    land = shapely.union_all(shapely.make_valid(frame.project(data.land)))
    return shapely.difference(shapely.make_valid(window), land)


def is_beyond_ground(frame: Frame) -> bool:
    """Return whether the frame shows more than the embedded basemap covers."""
    window = frame.project_one(shapely.segmentize(shapely.box(*embedded_ground().window), 0.25))
    return not window.covers(shapely.box(*frame.box.grown(-1)))


def _fill(sheet: Sheet, frame: Frame, layer: str, shapes: Any, colour: str) -> None:
    rings = rings_of(frame.project(np.asarray(shapes, dtype=object)))
    if rings:
        sheet.fill(layer, joined(rings), colour, clip=frame.box)


def _stroke(
    sheet: Sheet, frame: Frame, layer: str, shapes: Any, colour: str, wide: float, dashes: Sequence[float] = ()
) -> NDArray[np.object_]:
    """Draw lines and return them in pixels."""
    found = frame.project(np.asarray(shapes, dtype=object))
    sheet.stroke(layer, lines_of(found), colour, wide, clip=frame.box, dashes=[wide * step for step in dashes])
    return found


def rings_of(shapes: Iterable[BaseGeometry]) -> list[NDArray[np.float64]]:
    """Return each ring of the polygons among some shapes, in order."""
    parts = _parts(shapes)
    return _points_of(shapely.get_rings(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]))


def lines_of(shapes: Iterable[BaseGeometry]) -> list[NDArray[np.float64]]:
    """Return each line among some shapes, in order.

    Examples
    --------
    >>> [line.tolist() for line in lines_of([shapely.Point(0, 0), shapely.LineString([(0, 0), (1, 2)])])]
    [[[0.0, 0.0], [1.0, 2.0]]]
    """
    parts = _parts(shapes)
    kinds = (shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING)
    return _points_of(parts[np.isin(shapely.get_type_id(parts), kinds)])


def _points_of(lines: NDArray[np.object_]) -> list[NDArray[np.float64]]:
    ends = np.cumsum(shapely.get_num_coordinates(lines))
    return np.split(shapely.get_coordinates(lines), ends[:-1]) if len(lines) else []


def _parts(shapes: Iterable[BaseGeometry]) -> NDArray[np.object_]:
    """Return the shapes with collections taken apart, whatever they hold."""
    parts = _array(list(shapes))
    while len(parts) and (shapely.get_type_id(parts) >= shapely.GeometryType.MULTIPOINT).any():
        parts = shapely.get_parts(parts)
    return parts[~shapely.is_empty(parts)]
