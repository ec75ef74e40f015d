"""What is needed to cite an export is inside it, and the same records give the same bytes on the same day."""

import datetime as dt
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyogrio

from incidents import Atlas, Selection
from incidents.export import export, exported
from tests.incidents.export.read_back import MADE, Read, every_kind, read_geojson


@every_kind
def test_what_is_needed_to_cite_it_is_inside(kind: str, atlas: Atlas, taken: Callable[..., Read]) -> None:
    selection = Selection.from_query(
        "start=2026-01-29&places=province:balochistan&as_known_on=2026-03-01&rule=highest&x=1"
    )
    about = taken(kind, atlas, selection).about
    for words in (
        "Coordinated attacks in two towns, one tehsil and six districts of Balochistan",
        "start=2026-01-29&places=province%3Abalochistan&as_known_on=2026-03-01&rule=highest",
        "Date: from 29 January 2026",
        "Place: Balochistan",
        "rule highest",
        "2026-03-05",
        "balochistan-2026",
        "version sha256:",
        "MIT",
        "recorded from one undated news article",
        "ODbL",
        "not authoritative",
        "no point in it is meant",
        "never added up",
        "no filter is called 'x'",
    ):
        assert words in about, words
    assert "2026-03-01" in about or "1 March 2026" in about


@every_kind
def test_each_row_names_its_dataset_with_version_and_licence(
    kind: str, atlas: Atlas, taken: Callable[..., Read]
) -> None:
    for row in taken(kind, atlas).incidents:
        assert row["dataset_title"] == "Balochistan, 29 January to 2 February 2026"
        assert row["dataset_licence"] == "MIT"
        assert row["dataset_version"].startswith("sha256:")
        assert "Escalating Violence" in row["source_titles"]


def test_a_geopackage_does_not_count_in_how_many_steps_it_was_written(atlas: Atlas) -> None:
    made = exported(atlas, Selection(), "gpkg", MADE)
    assert made[24:28] == made[92:96] == b"\0\0\0\1"


@every_kind
def test_the_same_day_and_records_give_the_same_bytes(kind: str, atlas: Atlas) -> None:
    first = exported(atlas, Selection(), kind, MADE)
    assert exported(Atlas.open(), Selection(), kind, MADE) == first
    assert exported(atlas, Selection(), kind, dt.date(2026, 3, 6)) != first


def test_no_clock_is_read_into_a_geopackage(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "x.gpkg"
    export(atlas, Selection(), path, MADE)
    database = sqlite3.connect(path)
    times = {each for (each,) in database.execute("SELECT last_change FROM gpkg_contents")}
    times |= {each for (each,) in database.execute("SELECT timestamp FROM gpkg_metadata_reference")}
    description = database.execute("SELECT description FROM gpkg_contents WHERE table_name = 'incidents'").fetchone()[0]
    database.close()
    assert times == {"2026-03-05T12:00:00.000Z"}
    assert description.startswith("Incident Atlas")
    assert pyogrio.read_info(path, layer="incidents")["dataset_metadata"]["citation"] == description


def test_the_day_is_that_of_karachi(atlas: Atlas, tmp_path: Path) -> None:
    before = dt.datetime.now(dt.timezone(dt.timedelta(hours=5))).date()
    made = export(atlas, Selection(), tmp_path / "x.kml").about.made
    assert made in (before, before + dt.timedelta(days=1))


def test_no_path_of_this_machine_leaves_it(atlas: Atlas, tmp_path: Path) -> None:
    for kind in ("geojson", "kml"):
        content = exported(atlas, Selection(), kind, MADE).decode()
        assert str(Path(__file__).parents[3]) not in content
        assert str(tmp_path) not in content


def test_an_imported_datasets_version_and_native_ids_travel_along(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from incidents.__main__ import app

    def run(*words: str) -> Any:
        result = CliRunner().invoke(app, [*words, "--json"])
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    sheet = tmp_path / "sheet.csv"
    sheet.write_text("place,date,type,killed,note\nPasni,2026-01-29,bombing,3,=1+1\n", encoding="utf-8")
    run("import", str(sheet), "--as", "table", "--dataset", "mine")
    done = run("export", "--query", "datasets=mine", "--to", str(tmp_path / "mine.geojson"), "--made", "2026-03-05")
    (noted,) = done["about"]["datasets"]
    assert (noted["id"], noted["incidents"], noted["version"][:19]) == ("mine", 1, "1 (sheet.csv, sha25")
    (row,) = read_geojson(Path(done["files"][0])).incidents
    assert (row["note"], row["fatalities_best"], row["dataset_version"]) == ("=1+1", "3", noted["version"])
