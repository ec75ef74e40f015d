"""The basemap's layers: where they come from, what they hold, that they can be drawn."""

import json
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import shapely

import maps

DATA = Path(maps.__file__).parent / "data"
SOURCES = tomllib.loads((DATA / "sources.toml").read_text(encoding="utf-8"))
LAYERS = ["admin1", "borders", "countries", "lakes", "places", "rivers"]


def features(layer: str) -> list[tuple[dict[str, Any], Any]]:
    data = json.loads((DATA / f"{layer}.geojson").read_text(encoding="utf-8"))
    return [(feature["properties"], shapely.geometry.shape(feature["geometry"])) for feature in data["features"]]


@pytest.mark.parametrize("key", SOURCES)
def test_a_source_says_what_it_is_and_its_file_is_unchanged(key: str) -> None:
    source = SOURCES[key]
    content = (DATA / source["file"]).read_bytes()
    assert source["sha256"] == sha256(content).hexdigest(), "rebuild with python -m maps.build --write"
    assert source["rows"] == len(json.loads(content)["features"])
    assert source["licence"]
    assert source["attribution"]


def test_every_layer_has_a_source() -> None:
    assert {path.name for path in DATA.glob("*.geojson")} == {source["file"] for source in SOURCES.values()}


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_is_valid_small_and_inside_the_window(layer: str) -> None:
    shapes = [shape for _, shape in features(layer)]
    west, south, east, north = shapely.total_bounds(shapes)
    assert all(shapely.is_valid(shapes))
    assert not any(shapely.is_empty(shapes))
    assert (west, south) >= (57, 21)
    assert east <= 80
    assert north <= 39
    assert (DATA / f"{layer}.geojson").stat().st_size < 200_000


def test_countries_meet_without_gaps_or_overlaps() -> None:
    found = features("countries")
    assert shapely.coverage_is_valid([shape for _, shape in found])
    assert {"Pakistan", "Iran", "Afghanistan", "India"} <= {properties["name"] for properties, _ in found}


def test_disputed_borders_are_marked() -> None:
    standings = [properties["standing"] for properties, _ in features("borders")]
    assert set(standings) == {"agreed", "disputed"}


@pytest.mark.parametrize("layer", ["admin1", "borders", "rivers"])
def test_line_layers_hold_lines_only(layer: str) -> None:
    assert {shape.geom_type for _, shape in features(layer)} <= {"LineString", "MultiLineString"}


def test_rivers_and_places_have_a_rank_to_show_them_by() -> None:
    assert {"Indus", "Helmand"} <= {properties["name"] for properties, _ in features("rivers")}
    assert {"Quetta", "Gwadar", "Karachi"} <= {properties["name"] for properties, _ in features("places")}
    for layer in ("rivers", "places"):
        assert all(isinstance(properties["scalerank"], int) for properties, _ in features(layer))


def test_province_lines_of_pakistan_come_from_the_district_polygons() -> None:
    names = {properties["name"] for properties, _ in features("admin1") if properties["adm0_a3"] == "PAK"}
    assert "Balochistan - Sindh" in names
