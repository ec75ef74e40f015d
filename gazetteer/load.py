"""Read the embedded files, and a person's own, into places."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.place import Place

DATA = Path(__file__).parent / "data"

Row = dict[str, str]


def read_rows(path: Path) -> list[Row]:
    """Rows of a CSV file as dictionaries of text."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def embedded_places() -> tuple[Place, ...]:
    """Every place of ``gazetteer/data``: areas with their polygons, then towns and sites."""
    areas = read_rows(DATA / "areas.csv")
    towns = read_rows(DATA / "towns.csv")
    aliases = aliases_by_id(read_rows(DATA / "aliases.csv"))
    parents = {row["id"]: row["parent"] for row in [*areas, *towns]}
    shapes = read_shapes(DATA / "areas.geojson")
    return tuple(
        [_area(row, shapes[row["id"]], parents, aliases[row["id"]]) for row in areas]
        + [_town(row, parents, aliases[row["id"]]) for row in towns]
    )


def aliases_by_id(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    """Rows of the alias table by the place they belong to."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["id"]].append(row)
    return found


def read_shapes(path: Path) -> dict[str, tuple[dict[str, Any], BaseGeometry]]:
    """Place id -> its properties and polygon."""
    text = path.read_text(encoding="utf-8")
    properties = [feature["properties"] for feature in json.loads(text)["features"]]
    polygons = shapely.get_parts(shapely.from_geojson(text))
    return {known["id"]: (known, polygon) for known, polygon in zip(properties, polygons, strict=True)}


def ancestry(place_id: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    """Ids of the areas that hold a place, nearest first.

    >>> ancestry("c", {"c": "b", "b": "a", "a": ""})
    ('b', 'a')
    """
    found: list[str] = []
    while place_id := parents.get(place_id, ""):
        found.append(place_id)
    return tuple(found)


def _area(row: Row, shape: tuple[dict[str, Any], BaseGeometry], parents: Mapping[str, str], aliases: list[Row]) -> Place:
    properties, polygon = shape
    source = "geoboundaries" if row["level"] != "country" or row["id"] == "country:pakistan" else "naturalearth"
    return Place(
        id=row["id"], name=row["name"], level=row["level"],
        latitude=properties["latitude"], longitude=properties["longitude"], radius_km=properties["radius_km"],
        parents=ancestry(row["id"], parents), geometry=polygon, name_ur=row["name_ur"] or None,
        aliases=tuple(alias["alias"] for alias in aliases), source=source,
    )  # fmt: skip


def _town(row: Row, parents: Mapping[str, str], aliases: list[Row]) -> Place:
    written = next((alias["alias"] for alias in aliases if alias["kind"] == "urdu"), "")
    names = [name for name in row["aliases"].split("|") if name] + [alias["alias"] for alias in aliases]
    return Place(
        id=row["id"], name=row["name"], level=row["level"],
        latitude=float(row["latitude"]), longitude=float(row["longitude"]), radius_km=float(row["radius_km"]),
        parents=ancestry(row["id"], parents), name_ur=written or row["name_ur"] or None,
        aliases=tuple(dict.fromkeys(names)), source=row["source"],
    )  # fmt: skip
