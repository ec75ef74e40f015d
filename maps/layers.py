"""The ground of the map document: land, borders, rivers, towns and areas as compact whole numbers, ready to embed."""

from __future__ import annotations

import functools
import json
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import shapely

from gazetteer import Gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

    from gazetteer import Place

SCALE = 10_000
"""Steps per degree: 0.0001 degree is about 11 m."""

COARSE_SCALE = 100
"""The same for the rest of the world: about 1.1 km."""

FOCUS = "province:balochistan"
HOME = (60.7, 24.25, 70.5, 32.2)
"""Bounds of the first view, (west, south, east, north): the focus with a margin."""

WINDOW = (57.0, 21.0, 80.0, 39.0)
"""Bounds of the basemap: outlines of larger countries end there."""

EMBEDDED_LEVELS = ("province", "division", "district", "tehsil")
"""Levels whose polygons lie in the document; payloads bring those of countries and of a person's own areas."""

COARSE = {"country": 0.02, "province": 0.002}
"""How much the outlines of large areas are simplified, degrees."""

CREDIT = "Boundaries: geoBoundaries (ODbL), not authoritative. Basemap: Natural Earth. Places: GeoNames (CC BY)."

SEAS = (
    (
        "Arabian Sea",
        "بحیرہ عرب",
        (
            (24.55, 64.3),
            (24.5, 65.3),
            (24.3, 63.6),
            (24.2, 61.8),
            (24.0, 65.6),
            (23.4, 63.0),
            (23.2, 65.5),
            (22.2, 62.0),
        ),
    ),
)

Feature = tuple[dict[str, Any], "BaseGeometry"]


@functools.cache
def ground() -> dict[str, Any]:
    """Return everything that the document draws below the incidents.

    Returns
    -------
    dict
        ``scale``, ``credit``, ``home`` and ``window`` (bounds); ``world`` (land and borders around the window); ``land``, ``focus`` and ``lakes`` (polygons),
        ``rivers`` and ``borders`` by rank (lines); ``grounds`` (countries, provinces and seas to be named); ``towns``;
        ``areas`` by place id. Coordinates are as `encode` writes them.
    """
    places = Gazetteer.load()
    country = _shape(places.place("country:pakistan"))
    land = _land(country)
    return {
        "scale": SCALE,
        "credit": CREDIT,
        "home": HOME,
        "window": [round(edge, 2) for edge in land.bounds],
        "world": _world(),
        "land": _polygons(shapely.simplify(land, 0.002)),
        "focus": _polygons(_shape(places.place(FOCUS))),
        "lakes": [polygon for _, shape in _read("lakes") for polygon in _polygons(shape)],
        "rivers": [
            {"from": _river_zoom(about["scalerank"]), "lines": _lines(shape)} for about, shape in _read("rivers")
        ],
        "borders": {rank: _lines(shape) for rank, shape in _borders(places, country, land).items()},
        "grounds": [*_seas(), *map(_named, large_areas())],
        "towns": _towns(places),
        "areas": {
            area.id: area_json(area) for level in EMBEDDED_LEVELS for area in places.places(level) if is_embedded(area)
        },
    }


def _world() -> dict[str, Any]:
    """Return the land and the borders of the world around the window."""
    shapes = {about["kind"]: shape for about, shape in _read("world")}
    land, borders = _polygons(shapes["land"], COARSE_SCALE), _lines(shapes["borders"], COARSE_SCALE)
    return {"scale": COARSE_SCALE, "land": land, "borders": borders}


def is_embedded(place: Place) -> bool:
    """Return whether the document carries an area: the person's own come with the data instead."""
    return place.geometry is not None and place.source != "user" and place.level in EMBEDDED_LEVELS


def encode(points: Iterable[Sequence[float]], scale: int = SCALE) -> list[int]:
    """Return (longitude, latitude) pairs as whole steps of 1/`scale` degree, each relative to the one before.

    Examples
    --------
    >>> encode([(63.5, 25.25), (63.5001, 25.2498)])
    [635000, 252500, 1, -2]
    """
    steps = [(round(x * scale), round(y * scale)) for x, y in points]
    moves = [(u - x, v - y) for (x, y), (u, v) in pairwise(steps)]
    return [number for step in (*steps[:1], *moves) for number in step]


def area_json(area: Place) -> dict[str, Any]:
    """Return an area as the document takes it: names, level, label point and polygons, as far as the basemap reaches."""
    return _drawn(area, _shape(area))


@functools.lru_cache(maxsize=64)
def _drawn(area: Place, shape: BaseGeometry) -> dict[str, Any]:
    shown = shape if shapely.box(*WINDOW).contains(shape) else shapely.clip_by_rect(shape, *WINDOW)
    label = shapely.Point(area.longitude, area.latitude)
    if not shown.is_empty and not shapely.box(*WINDOW).contains(label):
        label = shapely.point_on_surface(shown)
    return {
        "name": area.name,
        "name_ur": area.name_ur or "",
        "level": area.level,
        "label": [round(label.y, 4), round(label.x, 4)],
        "polygons": _polygons(shapely.simplify(shown, COARSE.get(area.level, 0))),
    }


def _shape(place: Place) -> BaseGeometry:
    return place.geometry if place.geometry is not None else shapely.Point(place.longitude, place.latitude)


def _polygons(shape: BaseGeometry, scale: int = SCALE) -> list[list[list[int]]]:
    parts = [part for part in _parts(shape) if part.geom_type == "Polygon"]
    return [[encode(ring.coords, scale) for ring in (part.exterior, *part.interiors)] for part in parts]


def _lines(shape: BaseGeometry, scale: int = SCALE) -> list[list[int]]:
    return [encode(part.coords, scale) for part in _parts(shape) if part.geom_type == "LineString"]


def _parts(shape: BaseGeometry) -> Iterator[Any]:
    for part in shapely.get_parts(shape):
        yield from _parts(part) if hasattr(part, "geoms") else (part,)


def _read(layer: str) -> list[Feature]:
    text = resources.files("maps").joinpath("data", f"{layer}.geojson").read_text(encoding="utf-8")
    return [(f["properties"], shapely.from_geojson(json.dumps(f["geometry"]))) for f in json.loads(text)["features"]]


def _land(country: BaseGeometry) -> BaseGeometry:
    """Return all land, with the country's own coast: the two sources differ there by up to some kilometres."""
    shapes = {about["name"]: shape for about, shape in _read("countries")}
    own = shapes.pop("Pakistan")
    others = shapely.union_all(list(shapes.values()))
    between = shapely.intersection(own, shapely.buffer(others, 0.25))
    return shapely.union_all([others, country, between])


def _borders(places: Gazetteer, country: BaseGeometry, land: BaseGeometry) -> dict[str, BaseGeometry]:
    """Return each line once, under the highest rank that it has."""
    window = shapely.boundary(shapely.box(*land.bounds))
    coast = shapely.difference(shapely.boundary(land), shapely.buffer(window, 0.001))
    near_coast = shapely.buffer(coast, 0.002)
    own = shapely.difference(shapely.boundary(country), near_coast)
    foreign = [(about, shape) for about, shape in _read("borders") if "Pakistan" not in about["between"]]
    contested = shapely.buffer(_union(s for about, s in _read("borders") if about["standing"] == "disputed"), 0.35)
    agreed = _union(shape for about, shape in foreign if about["standing"] == "agreed")
    disputed = _union(shape for about, shape in foreign if about["standing"] == "disputed")
    focus = shapely.boundary(_shape(places.place(FOCUS)))
    inland = shapely.difference(focus, near_coast)
    district = _edges(places, "district", focus)
    provinces = _read("admin1")
    own_lines = _union(shape for about, shape in provinces if about["adm0_a3"] == "PAK")
    abroad = shapely.difference(_union(shape for about, shape in provinces if about["adm0_a3"] != "PAK"), country)
    beyond = shapely.difference(_union([own_lines, abroad]), shapely.buffer(focus, 0.001))
    return {
        "coast": coast,
        "country": _merged(agreed, shapely.difference(own, contested)),
        "disputed": _merged(disputed, shapely.intersection(own, contested)),
        "focus": inland,
        "province": shapely.simplify(_merged(beyond), 0.004),
        "district": district,
        "tehsil": _edges(places, "tehsil", _union([focus, district])),
    }


def _edges(places: Gazetteer, level: str, higher: BaseGeometry) -> BaseGeometry:
    edges = _union(shapely.boundary(_shape(area)) for area in places.places(level))
    return _merged(shapely.difference(edges, shapely.buffer(higher, 0.0005)))


def _union(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    return shapely.union_all(list(shapes))


def _merged(*shapes: BaseGeometry) -> BaseGeometry:
    lines = [part for shape in shapes for part in _parts(shape) if part.geom_type == "LineString"]
    return shapely.line_merge(shapely.MultiLineString(lines))


def _river_zoom(scalerank: int) -> float:
    return 0 if scalerank <= 5 else 5.5 if scalerank == 6 else 6.0 if scalerank <= 8 else 7.0


def seas() -> list[tuple[str, str]]:
    """Return the names of the seas that maps name, in English and Urdu."""
    return [(name, urdu) for name, urdu, _ in SEAS]


def _seas() -> list[dict[str, Any]]:
    return [
        {"kind": "sea", "name": name, "name_ur": urdu, "from": 0, "until": 24, "at": at, "room": [2.0] * len(at)}
        for name, urdu, at in SEAS
    ]


class LargeArea(NamedTuple):
    """A country or province that a map names: ``kind``, names, its outline in degrees, and the zooms from and until which it does."""

    kind: str
    name: str
    name_ur: str
    shape: BaseGeometry
    start: float
    until: float


@functools.cache
def large_areas() -> tuple[LargeArea, ...]:
    """Return the countries and provinces that maps name, as far as the basemap reaches; Pakistan without its focus.

    Examples
    --------
    >>> [area.name for area in large_areas() if area.kind == "country"][:3]
    ['Afghanistan', 'China', 'India']
    """
    places = Gazetteer.load()
    urdu = {country.name: country.name_ur or "" for country in places.places("country")}
    focus = _shape(places.place(FOCUS))
    shapes = {about["name"]: shape for about, shape in _read("countries") if shape.area > 1}
    shapes["Pakistan"] = shapely.difference(_shape(places.place("country:pakistan")), shapely.buffer(focus, 0.3))
    countries = (LargeArea("country", name, urdu.get(name, ""), shape, 0, 9) for name, shape in sorted(shapes.items()))
    provinces = [place for place in places.places("province") if place.geometry and place.geometry.area > 0.5]
    return (*countries, *(LargeArea("province", p.name, p.name_ur or "", _shape(p), 6.25, 10) for p in provinces))


def _named(area: LargeArea) -> dict[str, Any]:
    kind, name, urdu, shape, start, until = area
    points = _label_points(shape)
    room = [_room(shape, latitude, longitude) for latitude, longitude in points]
    return {"kind": kind, "name": name, "name_ur": urdu, "from": start, "until": until, "at": points, "room": room}


def _room(shape: BaseGeometry, latitude: float, longitude: float) -> float:
    """Return how many degrees a point may be left or right of before the shape ends."""
    west, _, east, _ = shape.bounds
    across = shapely.intersection(shape, shapely.LineString([(west - 1, latitude), (east + 1, latitude)]))
    here = shapely.Point(longitude, latitude)
    stretch = next((part.bounds for part in _parts(across) if shapely.distance(part, here) < 1e-9), None)
    return round(min(longitude - stretch[0], stretch[2] - longitude), 2) if stretch else 0.0


def _label_points(shape: BaseGeometry, limit: int = 40) -> list[list[float]]:
    """Return [latitude, longitude] of points inside a shape where its name may stand, those with most room first."""
    west, south, east, north = shape.bounds
    step = max(0.3, (shape.area / 150) ** 0.5)
    columns, rows = int((east - west) / step) + 1, int((north - south) / step) + 1
    grid = [
        shapely.Point(west + (c + 0.5) * step, south + (r + 0.5) * step) for c in range(columns) for r in range(rows)
    ]
    edge, home = shapely.boundary(shape), shapely.box(*HOME)
    inside = [point for point in grid if shapely.contains(shape, point)]
    inside.sort(
        key=lambda p: (shapely.distance(p, home) > 3, -min(2.0, shapely.distance(p, edge)), shapely.distance(p, home))
    )
    return [[round(point.y, 2), round(point.x, 2)] for point in inside[:limit]]


def _towns(places: Gazetteer) -> list[list[Any]]:
    """Return towns as [name, Urdu name, latitude, longitude, zoom that shows the name, place id], larger ones first.

    Urdu names are given inside Pakistan only: abroad the sources carry other languages in the same script.
    """
    towns = [town for town in places.places("town") if town.source != "user"]
    known = _ranked(towns)
    rows: list[list[Any]] = []
    for town in towns:
        name, rank, capital = known.get(town.id, (town.name, None, False))
        urdu = (town.name_ur or "") if "country:pakistan" in town.parents else ""
        start = _town_zoom(places, town, rank, capital)
        rows.append([name, urdu, round(town.latitude, 4), round(town.longitude, 4), start, town.id])
    return sorted(rows, key=lambda row: (row[4], row[0]))


def _ranked(towns: Sequence[Place]) -> dict[str, tuple[str, int, bool]]:
    """Return (name, scale rank, whether a capital) of towns in Natural Earth: its name nearby, else the nearest."""
    tree = shapely.STRtree([shapely.Point(town.longitude, town.latitude) for town in towns])
    found: dict[str, tuple[str, int, bool]] = {}
    for about, point in _read("places"):
        near = [towns[index] for index in tree.query(point, predicate="dwithin", distance=0.15)]
        near.sort(
            key=lambda t: (t.name != about["name"], shapely.distance(point, shapely.Point(t.longitude, t.latitude)))
        )
        if near:
            own = "country:pakistan" in near[0].parents or near[0].name == about["name"]
            name = near[0].name if own else about["name"]
            found.setdefault(near[0].id, (name, about["scalerank"], about["capital"]))
    return found


def _town_zoom(places: Gazetteer, town: Place, rank: int | None, capital: bool) -> float:
    """Return the zoom at which a town earns its name: by scale rank, and earlier for the seats of districts."""
    by_rank = {None: 9.0, 1: 4.5, 2: 4.5, 3: 5.0, 4: 5.75, 6: 6.75, 7: 7.25}.get(rank, 7.75)
    if capital:
        return min(by_rank, 5.0)
    if FOCUS not in town.parents:
        return by_rank
    districts = [places.place(parent).name for parent in town.parents if parent.startswith("district:")]
    return min(6.0 if rank is not None else 7.5, 6.5 if town.name in districts else 7.5, by_rank - 1)
