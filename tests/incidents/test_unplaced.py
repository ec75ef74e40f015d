"""Rows without coordinates at places that no gazetteer has: counted, listed and exported like all others, on no map, and mended."""

import csv
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest

from gazetteer import Gazetteer
from incidents import Atlas, Selection
from incidents.export import KINDS, export
from incidents.sandbox import Worker
from incidents.snapshot import Imported, Snapshots
from incidents.unplaced_sheet import unplaced_sheet
from maps import cube, legend, payload
from maps.captions import caption, methods
from maps.recipe import Recipe
from tests.incidents.readers.made import ACLED, acled, text

LOST = {"country": "Mali", "admin1": "Gao", "admin2": "", "location": "Gao", "latitude": "", "longitude": ""}
MINE = Selection(datasets=["mine"])
OFF = Selection(datasets=["mine"], precisions=["unknown"])


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as child:
        yield child


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, worker: Worker) -> Path:
    folder = tmp_path_factory.mktemp("unplaced")
    rows = [acled(1), acled(2, **LOST), acled(3, **LOST | {"notes": "=1+1, “so”\nit is"}), acled(4, event_date="soon")]
    added(folder, text(ACLED, rows), worker)
    return folder


@pytest.fixture(scope="module")
def atlas(folder: Path) -> Atlas:
    return Atlas.open(folder)


def added(folder: Path, content: str, worker: Worker, *, append: bool = False) -> Imported:
    file = folder / f"{len(content)}.csv"
    file.write_text(content, encoding="utf-8")
    return Snapshots(folder).add(file, dataset="mine", append=append, worker=worker)


def test_they_are_in_every_count_and_told_to_be_at_no_known_place(atlas: Atlas) -> None:
    summary = atlas.summary(MINE)
    assert (summary.count, summary.places, summary.unplaced) == (3, 1, 2)
    assert " and at places not known, " in summary.headline
    assert summary.subline.startswith("3 incidents, 1 in 1 town and 2 at places not known")
    assert sum(each.count for each in summary.by_type) == sum(each.count for each in summary.by_place) == 3
    assert sum(span.count for span in summary.spans) == 3
    assert {each.value: each.count for each in atlas.facets(MINE)["precisions"]}["unknown"] == 2
    assert next(each for each in atlas.datasets if each.id == "mine").incidents == 3


def test_they_are_listed_with_the_name_as_written_and_no_coordinates(atlas: Atlas) -> None:
    rows = atlas.page(OFF)
    assert rows["toponym"].tolist() == ["Gao", "Gao"]
    assert rows["place"].tolist() == ["", ""]
    assert rows["latitude"].isna().all() and (rows["admin1"] == "").all()
    assert atlas.incident("mine.pak2").where.level == "unknown"
    assert atlas.claims_of("mine.pak2")


def test_they_have_no_mark_on_the_map_and_none_in_its_playback(atlas: Atlas) -> None:
    shown = payload(atlas, MINE)
    assert (shown["counts"]["incidents"], shown["areas"]) == (1, [])
    assert cube(atlas, MINE)["count"] == 1
    assert not payload(atlas, OFF)["legend"] and not legend(atlas, OFF)
    json.dumps(payload(atlas, OFF), allow_nan=False)
    assert cube(atlas, OFF)["count"] == 0


def test_captions_and_methods_say_that_they_are_not_on_the_map(atlas: Atlas) -> None:
    recipe = Recipe(query="datasets=mine")
    assert "3 incidents, 1 in 1 town and 2 at places not known, which are not on the map" in caption(atlas, recipe)
    assert "1 known to the town and 2 not at all" in methods(atlas, recipe)
    assert methods(atlas, Recipe(query="datasets=mine", language="ur"))


def test_a_view_of_the_map_does_not_hold_them(atlas: Atlas) -> None:
    assert atlas.summary(MINE.replace(bounds=(-180, -90, 180, 90))).unplaced == 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_export_has_them_without_a_point(atlas: Atlas, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"out{KINDS[kind].endings[0]}"
    assert export(atlas, MINE, path).about.incidents == 3
    if kind == "geojson":
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        assert [each["geometry"] is None for each in features] == [False, True, True]
        assert [each["properties"]["place_id"] for each in features][1:] == ["", ""]
    elif kind in ("parquet", "gpkg"):
        frame = gpd.read_parquet(path) if kind == "parquet" else gpd.read_file(path, layer="incidents")
        assert frame.geometry.isna().tolist() == [False, True, True]
        assert frame["level"].tolist()[1:] == ["unknown", "unknown"]
    elif kind == "kml":
        marks = ET.parse(path).findall(".//{*}Placemark")
        assert [each.find("{*}Point") is None for each in marks] == [False, True, True]
        assert "place not found in the gazetteer" in str(marks[1].findtext("{*}description"))


def test_the_sheet_has_the_files_own_columns_and_says_why(folder: Path) -> None:
    rows = sheet(folder)
    assert [row["event_id_cnty"] for row in rows] == ["PAK2", "PAK3"]
    assert rows[1]["notes"] == "'=1+1, “so”\nit is"
    assert {row["atlas_value"] for row in rows} == {"Gao"}


def test_mended_rows_take_the_place_of_those_without_one(folder: Path, worker: Worker) -> None:
    head, *lines = csv.reader("".join(unplaced_sheet(newest(folder))).lstrip("\ufeff").splitlines(keepends=True))
    lines[0][head.index("latitude")], lines[0][head.index("longitude")] = "16.27", "-0.04"
    out = folder / "mended.csv"
    with out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *lines])
    told = Snapshots(folder).add(out, dataset="mine", append=True, worker=worker).report
    assert (told.rows, told.taken, told.repeated, told.rejected, told.on_map) == (4, 3, 0, 1, 2)
    assert told.sums[0].total == 1 + 2 + 3
    assert told.notes[0].startswith("0 rows of ") and told.notes[0].endswith(" were added to the 3 taken before")
    assert "2 rows without a place came back and took the place of what was there: 1 on the map now" in told.notes
    atlas = Atlas.open(folder)
    assert sorted(atlas.incidents(MINE)["id"]) == ["mine.pak1", "mine.pak2", "mine.pak3"]
    assert (atlas.incident("mine.pak2").where.latitude, atlas.summary(MINE).unplaced) == (16.27, 1)
    assert len(atlas.claims_of("mine.pak2")) == 1


def newest(folder: Path) -> Path:
    return Path(Snapshots(folder).newest("mine").folder)


def sheet(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader("".join(unplaced_sheet(newest(folder))).lstrip("\ufeff").splitlines(keepends=True)))


def test_the_gazetteer_has_no_such_name(atlas: Atlas) -> None:
    assert atlas.gazetteer.place("unplaced").name == "Place not found"
    assert Gazetteer.load().resolve("Place not found").place is None
