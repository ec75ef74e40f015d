"""Read the embedded files, and a person's own, into places."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false, reportUnknownLambdaType=false

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.apart import great_circle_km
from gazetteer.extension import Fields, RowProblem, kept_files, kept_rows
from gazetteer.place import LEVELS, Place
from gazetteer.spelling import plain, slug

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


def _area(
    row: Row, shape: tuple[dict[str, Any], BaseGeometry], parents: Mapping[str, str], aliases: list[Row]
) -> Place:
    properties, polygon = shape
    source = "geoboundaries" if row["level"] != "country" or row["id"] == "country:pakistan" else "naturalearth"
    return Place(
        id=row["id"],
        name=row["name"],
        level=row["level"],
        latitude=properties["latitude"],
        longitude=properties["longitude"],
        radius_km=properties["radius_km"],
        parents=ancestry(row["id"], parents),
        geometry=polygon,
        name_ur=row["name_ur"] or None,
        aliases=tuple(alias["alias"] for alias in aliases),
        source=source,
    )


def _town(row: Row, parents: Mapping[str, str], aliases: list[Row]) -> Place:
    written = next((alias["alias"] for alias in aliases if alias["kind"] == "urdu"), "")
    names = [name for name in row["aliases"].split("|") if name] + [alias["alias"] for alias in aliases]
    return Place(
        id=row["id"],
        name=row["name"],
        level=row["level"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        radius_km=float(row["radius_km"]),
        parents=ancestry(row["id"], parents),
        name_ur=written or row["name_ur"] or None,
        aliases=tuple(dict.fromkeys(names)),
        source=row["source"],
    )


def own_places(
    folder: Path, embedded: Iterable[Place]
) -> tuple[tuple[Place, ...], tuple[tuple[Path, RowProblem], ...]]:
    """The person's places, with parents by point in polygon, and what is wrong in their files.

    A place that is embedded already, under the same name within ten kilometres, is left out.
    """
    known = list(embedded)
    rows: list[Fields] = []
    problems: list[tuple[Path, RowProblem]] = []
    for path in kept_files(folder):
        found, wrong = kept_rows(path)
        rows += found
        problems += [(path, problem) for problem in wrong]
    if not rows:
        return (), tuple(problems)
    points: defaultdict[str, list[Place]] = defaultdict(list)
    for place in known:
        if place.geometry is None:
            points[plain(place.name)].append(place)
    taken = {place.id for place in known}
    parents = parents_of([(float(row["latitude"]), float(row["longitude"])) for row in rows], known)
    places: list[Place] = []
    for row, line in zip(rows, parents, strict=True):
        place = _own_place(row, line, taken)
        if not any(_same_spot(place, other) for other in points[plain(place.name)]):
            taken.add(place.id)
            points[plain(place.name)].append(place)
            places.append(place)
    return tuple(places), tuple(problems)


def parents_of(points: list[tuple[float, float]], places: Iterable[Place]) -> list[tuple[str, ...]]:
    """For each (latitude, longitude) the areas that hold it, nearest first; tehsils are left out, as for towns."""
    shapes = [(place, place.geometry) for place in places if place.geometry is not None and place.level != "tehsil"]
    areas = [place for place, _ in shapes]
    tree = shapely.STRtree([shape for _, shape in shapes])
    spots = shapely.points([(longitude, latitude) for latitude, longitude in points])
    finest: dict[int, Place] = {}
    for at, index in zip(*tree.query(spots, predicate="intersects"), strict=True):
        area = areas[index]
        if at not in finest or LEVELS.index(area.level) > LEVELS.index(finest[at].level):
            finest[int(at)] = area
    return [(finest[at].id, *finest[at].parents) if at in finest else () for at in range(len(points))]


def _own_place(row: Fields, parents: tuple[str, ...], taken: set[str]) -> Place:
    latitude, longitude = float(row["latitude"]), float(row["longitude"])
    base = f"{row['level']}:{slug(row['name']) or f'at-{latitude:.3f}-{longitude:.3f}'.replace('.', '-')}"
    place_id = base if base not in taken or not parents else f"{base}-{parents[0].split(':')[1]}"
    number = 2
    while place_id in taken:
        place_id, number = f"{base}-{number}", number + 1
    return Place(
        id=place_id,
        name=row["name"],
        level=row["level"],
        latitude=latitude,
        longitude=longitude,
        radius_km=float(row["radius_km"] or 3),
        parents=parents,
        name_ur=row["name_ur"] or None,
        aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
        source="user",
    )


def _same_spot(one: Place, other: Place) -> bool:
    return great_circle_km((one.latitude, one.longitude), (other.latitude, other.longitude)) <= 10
