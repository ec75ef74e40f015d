"""Areas for the embedded data: tehsils cleaned into one coverage, what they dissolve into, and countries."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false, reportUnknownLambdaType=false

import itertools
import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.load import Row, read_rows
from gazetteer.polygons import clean_coverage, dissolve, feature_collection, label_point, reach_km, rounded

PAKISTAN = "9618217B"
"""What every shape id of the Pakistan boundary set begins with; its country column is wrong for 25 rows."""

PROVINCE_ROWS: dict[str, tuple[range, ...]] = {
    "province:azad-jammu-and-kashmir": (range(18),),
    "province:khyber-pakhtunkhwa": (range(149, 196), range(216, 286), range(523, 528)),
    "province:islamabad": (range(196, 197),),
    "province:gilgit-baltistan": (range(197, 216),),
    "province:punjab": (range(286, 421), range(552, 554)),
    "province:sindh": (range(421, 523), range(528, 552)),
}
"""Rows of the boundary set by province. Row 148 is marked as disputed in the source and belongs to none."""

COUNTRY_IDS = {
    "004": "country:afghanistan",
    "364": "country:iran",
    "356": "country:india",
    "156": "country:china",
    "512": "country:oman",
    "784": "country:united-arab-emirates",
}

Table = list[Row]
Polygons = dict[str, BaseGeometry]


def area_polygons(areas: Table, boundaries: Path, atlas: Path) -> Polygons:
    """Place id -> polygon for every area: tehsils, what they dissolve into, other provinces, countries."""
    shape_ids, raw = raw_boundaries(boundaries)
    cleaned = dict(zip(shape_ids, clean_coverage(raw), strict=True))
    polygons = {row["id"]: cleaned[row["shape_id"]] for row in areas if row["level"] == "tehsil"}
    for level in ("district", "division", "province"):
        for row in areas:
            if row["level"] == level and (parts := [polygons[c["id"]] for c in areas if c["parent"] == row["id"]]):
                polygons[row["id"]] = dissolve(parts)
    for place_id, ranges in PROVINCE_ROWS.items():
        polygons[place_id] = dissolve(cleaned[shape_ids[index]] for rows in ranges for index in rows)
    polygons["country:pakistan"] = dissolve(polygons[row["id"]] for row in areas if row["level"] == "province")
    return polygons | countries_of(atlas, polygons["country:pakistan"])


def raw_boundaries(package: Path) -> tuple[list[str], list[BaseGeometry]]:
    """Shape ids and polygons of Pakistan in the order of the package's table."""
    data = package / "gazetteer" / "data"
    order = [row["shape_id"] for row in read_rows(data / "geo-boundaries.csv") if row["shape_id"].startswith(PAKISTAN)]
    with sqlite3.connect(data / "data.db") as connection:
        found = connection.execute(
            "select shape_id, coordinates from location_data where shape_id like ?", (f"{PAKISTAN}%",)
        )
        shapes = {shape_id: shapely.from_wkb(wkb) for shape_id, wkb in found}
    return order, [shapes[shape_id] for shape_id in order]


def countries_of(atlas: Path, pakistan: BaseGeometry) -> Polygons:
    """The neighbouring countries, simplified to about a kilometre and cut where Pakistan's polygon begins."""
    topology = json.loads((atlas / "countries-10m.json").read_text(encoding="utf-8"))
    shapes = decode_topology(topology, "countries")
    outlines = {COUNTRY_IDS[code]: shape for code, shape in shapes.items() if code in COUNTRY_IDS}
    return {
        place_id: rounded(shapely.difference(shapely.make_valid(shapely.simplify(shape, 0.01)), pakistan))
        for place_id, shape in sorted(outlines.items())
    }


def decode_topology(topology: Mapping[str, Any], layer: str) -> dict[str, BaseGeometry]:
    """Numeric ISO code (or name, where a territory has none) -> geometry, decoded from quantised TopoJSON arcs."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[tuple[float, float]]] = []
    for deltas in topology["arcs"]:
        x = y = 0
        arcs.append([((x := x + dx) * scale_x + move_x, (y := y + dy) * scale_y + move_y) for dx, dy in deltas])

    def ring(indices: list[int]) -> list[tuple[float, float]]:
        pieces = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in indices]
        return unbroken(pieces[0] + [point for piece in pieces[1:] for point in piece[1:]])

    def polygon(rings: list[list[int]]) -> BaseGeometry:
        shell, *holes = [ring(indices) for indices in rings]
        if len(shell) < 4:
            return shapely.Polygon()
        return shapely.make_valid(shapely.Polygon(shell, [hole for hole in holes if len(hole) >= 4]))

    decoded: dict[str, BaseGeometry] = {}
    for item in topology["objects"][layer]["geometries"]:
        parts = [item["arcs"]] if item["type"] == "Polygon" else item["arcs"]
        decoded[item.get("id") or item["properties"]["name"]] = shapely.union_all([polygon(rings) for rings in parts])
    return decoded


def unbroken(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A ring that crosses the 180th meridian, running on beyond it (up to 360 degrees) instead of around the earth.

    A ring around a pole stays as it is.

    >>> unbroken([(179, 0), (-179, 0), (-179, 1), (179, 0)])
    [(179, 0), (181, 0), (181, 1), (179, 0)]
    """
    turns, made = 0, ring[:1]
    for (before, _), (x, y) in itertools.pairwise(ring):
        turns += (x - before < -180) - (x - before > 180)
        made.append((x + 360 * turns, y))
    if turns:
        return ring
    back = 360 if min(x for x, _ in made) < -180 else 0
    return [(x + back, y) for x, y in made]


def areas_text(areas: Table, polygons: Polygons) -> str:
    """The GeoJSON of all areas: id, label point and reach beside the polygon."""
    features: list[tuple[dict[str, Any], BaseGeometry]] = []
    for row in areas:
        latitude, longitude = label_point(polygons[row["id"]])
        reach = reach_km(polygons[row["id"]], latitude, longitude)
        features.append(
            ({"id": row["id"], "latitude": latitude, "longitude": longitude, "radius_km": reach}, polygons[row["id"]])
        )
    return feature_collection(features)
