"""Rows at places that the gazetteer does not have: shown wherever all others are, by their own coordinates and names."""

from collections.abc import Iterator

import pytest

from incidents import Atlas, Selection
from incidents.sandbox import Worker
from incidents.snapshot import Snapshots
from maps import cube, payload
from tests.incidents.readers.made import ACLED, acled, text

GAO = {"country": "Mali", "admin1": "Gao", "admin2": "Gao", "location": "Gao", "latitude": 16.27, "longitude": -0.04}
KYIV = {"country": "Ukraine", "admin1": "Київ", "admin2": "", "location": "Kyiv", "latitude": 50.45, "longitude": 30.52}
FAR = Selection(places=["outside:mali", "outside:ukraine"])


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    folder = tmp_path_factory.mktemp("outside")
    rows = [
        acled(1),
        acled(2, **GAO),
        acled(3, **GAO, geo_precision=3),
        acled(4, **KYIV),
        acled(5, **GAO | {"latitude": "", "longitude": ""}),
    ]
    file = folder / "far.csv"
    file.write_text(text(ACLED, rows), encoding="utf-8")
    with Worker() as worker:
        done = Snapshots(folder).add(file, dataset="far", worker=worker)
    assert (done.report.taken, done.report.on_map) == (5, 4)
    yield Atlas.open(folder)


def test_they_are_listed_with_country_division_and_name_as_written(atlas: Atlas) -> None:
    found = atlas.incidents(FAR).set_index("id")
    assert found.loc["far.pak2", ["place", "admin1", "toponym", "level"]].tolist() == ["Gao", "Gao", "Gao", "town"]
    assert found.loc["far.pak4", ["place_id", "place"]].tolist() == ["outside:київ~ukraine", "Київ"]
    assert (found.geometry["far.pak2"].y, found.geometry["far.pak3"].y) == (16.27, 16.27)
    where = atlas.incident("far.pak2").where
    assert (where.place_id, where.latitude) == ("outside:gao~mali", 16.27)


def test_they_are_counted_by_the_countries_that_the_dataset_names(atlas: Atlas) -> None:
    counts = {each.value: (each.label, each.count) for each in atlas.facets(Selection(datasets=["far"]))["places"]}
    assert counts["outside:mali"][1] == 2
    assert counts["outside:ukraine"] == ("Ukraine", 1)
    assert (summary := atlas.summary(Selection(datasets=["far"]))).count == 5
    assert (summary.places, summary.unplaced) == (3, 1)


def test_they_stand_on_the_map_at_their_own_coordinates_and_in_the_playback(atlas: Atlas) -> None:
    shown = payload(atlas, FAR)
    assert {(each["lat"], each["lon"]) for each in shown["symbols"]} == {(16.27, -0.04), (50.45, 30.52)}
    (area,) = shown["areas"]
    assert (area["name"], area["count"], area["polygons"]) == ("Gao", 1, [])
    west, south, east, north = shown["bounds"]
    assert west < -0.04 and south < 16.27 and east > 30.52 and north > 50.45
    assert cube(atlas, FAR)["starts"]


def test_no_name_leads_to_them(atlas: Atlas) -> None:
    assert atlas.gazetteer.place("outside:mali").level == "country"
    assert atlas.gazetteer.resolve("Gao").place is None
