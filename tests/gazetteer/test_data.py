"""The embedded files: where they come from, what they hold, that they are clean."""

import csv
import tomllib
from hashlib import sha256

import pytest
import shapely

from gazetteer import Gazetteer
from gazetteer.load import DATA
from gazetteer.polygons import area_km2
from gazetteer.provenance import count_rows
from gazetteer.spelling import is_arabic, plain

SOURCES = tomllib.loads((DATA / "sources.toml").read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


BY_HAND = {"areas.csv", "aliases.csv", "unlocated.csv"}


@pytest.mark.parametrize("key", SOURCES)
def test_a_source_says_what_it_is(key: str) -> None:
    source = SOURCES[key]
    assert source["title"]
    assert source["licence"]
    assert source["attribution"]
    by_hand = source["file"] in BY_HAND
    assert by_hand or (source["version"] and source["path"] and len(source["package_sha256"]) == 64)


@pytest.mark.parametrize("key", [key for key, source in SOURCES.items() if source["file"] not in BY_HAND])
def test_a_derived_file_is_as_it_was_built(key: str) -> None:
    source = SOURCES[key]
    content = (DATA / source["file"]).read_bytes()
    assert source["sha256"] == sha256(content).hexdigest(), "rebuild with python -m gazetteer.build --write"
    assert source["rows"] == count_rows(source["file"], content.decode())


def test_every_file_has_a_source() -> None:
    files = {path.name for path in DATA.iterdir() if path.is_file() and path.name != "sources.toml"}
    assert files == {source["file"] for source in SOURCES.values()}


def test_every_place_names_a_source(g: Gazetteer) -> None:
    assert {place.source for place in g.places()} <= set(SOURCES)


def test_the_embedded_files_stay_small() -> None:
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 3_000_000


@pytest.mark.parametrize("level", ["tehsil", "district", "division", "province"])
def test_areas_of_one_level_neither_overlap_nor_leave_gaps(g: Gazetteer, level: str) -> None:
    polygons = [place.geometry for place in g.places(level)]
    assert shapely.coverage_is_valid(polygons)
    assert all(shapely.is_valid(polygons))


def test_balochistan_has_no_holes_and_the_size_it_should_have(g: Gazetteer) -> None:
    province = g.place("province:balochistan").geometry
    assert province is not None
    assert sum(shapely.get_num_interior_rings(shapely.get_parts(province))) == 0
    assert area_km2(province) == pytest.approx(347_190, rel=0.01)


@pytest.mark.parametrize(
    ("parent_level", "child_level"), [("district", "tehsil"), ("division", "district"), ("province", "division")]
)
def test_areas_are_made_of_the_areas_below_them(g: Gazetteer, parent_level: str, child_level: str) -> None:
    for parent in g.places(parent_level):
        children = [child.geometry for child in g.children(parent.id) if child.level == child_level]
        if children:
            assert shapely.coverage_union_all(children).equals(parent.geometry)


def test_coordinates_have_four_decimals(g: Gazetteer) -> None:
    for place in g.places("district"):
        corners = shapely.get_coordinates(place.geometry)
        assert abs(corners - corners.round(4)).max() < 1e-9


def test_every_area_of_balochistan_has_an_urdu_name(g: Gazetteer) -> None:
    for place in g.places():
        if place.geometry is not None:
            assert place.name_ur, place.id
        if place.name_ur:
            assert is_arabic(place.name_ur), place.id


def test_aliases_belong_to_places_and_are_listed_once(g: Gazetteer) -> None:
    table = rows("aliases.csv")
    pairs = [(row["id"], row["alias"]) for row in table]
    assert len(pairs) == len(set(pairs))
    for row in table:
        place = g.place(row["id"])
        assert row["alias"].strip() == row["alias"] != ""
        assert plain(row["alias"]) != plain(place.name)
        assert row["kind"] in ("spelling", "former", "local", "official", "urdu", "2026")


AMBIGUOUS = {
    "Dasht", "دشت", "Khost", "Nasirabad", "Drug", "Nag", "Tank", "Alipur", "Hyderabad", "Kamra", "Sahiwal",
    "Saifullah", "Bella", "Lorelai",
}  # fmt: skip
"""Names that mean several places, a word or a person; a new alias must not add to them."""


def test_no_other_name_or_alias_is_ambiguous(g: Gazetteer) -> None:
    names = {name for place in g.places() for name in (place.name, *place.aliases, place.name_ur or place.name)}
    assert {name for name in names if g.resolve(name).place is None} == AMBIGUOUS


def test_unlocated_names_belong_to_a_district_and_are_no_places(g: Gazetteer) -> None:
    for row in rows("unlocated.csv"):
        assert g.place(row["area"]).level == "district"
        found = g.resolve(row["name"])
        assert (found.how, found.place) == ("unknown", None), row
        assert "is known by name only" in found.note


def test_each_district_is_in_the_division_of_the_2023_census(g: Gazetteer) -> None:
    counts = {
        place.name: sum(child.level == "district" for child in g.children(place.id)) for place in g.places("division")
    }
    assert counts == {
        "Kalat": 7, "Loralai": 4, "Makran": 3, "Nasirabad": 6, "Quetta": 4, "Rakhshan": 4, "Sibi": 5, "Zhob": 3,
    }  # fmt: skip
