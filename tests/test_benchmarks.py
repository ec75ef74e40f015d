"""Each measurement of ``make bench`` runs and says what it should; how fast anything is, is not for a test."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import acled_like, names, pictures, records
from benchmarks.machine import machine
from benchmarks.madeup import fill
from benchmarks.result import Result, milliseconds
from gazetteer import Gazetteer
from incidents import Atlas, Selection
from incidents.importers import import_file
from tests.browser.chromium import find

ROOT = Path(__file__).parents[1]


def measured(results: list[Result]) -> dict[str, Result]:
    assert all(result.middle > 0 and result.samples >= 1 for result in results)
    return {result.what: result for result in results}


def test_a_result_is_the_median_with_its_quartiles():
    result = Result.of("load", "ms", [5.0, 1.0, 2.0, 3.0, 4.0])
    assert (result.lower, result.middle, result.upper, result.samples) == (2.0, 3.0, 4.0, 5)


def test_one_sample_is_its_own_median_and_shows_no_spread():
    result = Result.of("size", "KiB", [7.0])
    assert (result.lower, result.middle, result.upper) == (7.0, 7.0, 7.0)
    assert "–" not in result.line()


def test_the_first_call_does_not_count():
    calls = []
    assert len(milliseconds(lambda: calls.append(1), 3)) == 3
    assert len(calls) == 4


def test_the_machine_is_named_with_what_the_numbers_depend_on():
    assert {"processor", "cores", "python", "streamlit", "chromium"} <= machine("130.0").keys()


def test_loading_and_exact_and_misspelt_names_are_measured():
    found = measured(names.measure(repetitions=1, cells=50))
    assert "exact" in found["exact names"].note
    assert found["misspelt names"].note.endswith("fuzzy")
    assert any("resolve_all" in what for what in found)


def test_every_made_up_row_is_placed(tmp_path: Path):
    atlas = Atlas.open(fill(tmp_path / "home", 60))
    assert len(atlas.incidents(Selection(datasets=("made-up",)))) == 60


def test_the_same_made_up_rows_come_every_time(tmp_path: Path):
    sheets = [(fill(tmp_path / home, 60) / "made-up.csv").read_bytes() for home in ("one", "other")]
    assert sheets[0] == sheets[1]


def test_made_up_events_are_recognised_as_acled_and_all_taken_at_the_places_that_they_name(tmp_path: Path):
    file = acled_like.write(tmp_path / "events.csv", 300)
    report = import_file(file, tmp_path, Gazetteer.load())
    assert (report.kind, report.rows, report.taken, report.on_map) == ("acled", 300, 300, 300)
    assert report.unknown_values == ()


def test_the_same_made_up_events_come_every_time_and_others_for_another_seed(tmp_path: Path):
    one, same, other = (acled_like.write(tmp_path / f"{n}.csv", 50, seed) for n, seed in enumerate((1, 1, 2)))
    assert one.read_bytes() == same.read_bytes() != other.read_bytes()


def test_selections_of_few_and_many_records_are_measured():
    found = measured(records.measure(repetitions=1, records=60))
    assert {"atlas.summary, 9 records", "atlas.summary, 69 records", "atlas.facets, 69 records"} <= found.keys()


def test_documents_and_figures_are_measured():
    found = measured(pictures.measure(repetitions=1))
    assert {"map document, size", "standalone map", "figure PNG", "figure SVG"} <= found.keys()


@pytest.mark.browser
@pytest.mark.timeout(600)
def test_a_filter_change_is_measured_beside_a_one_widget_app_and_the_page_without_its_map():
    command = [
        sys.executable,
        "-m",
        "benchmarks",
        "--only",
        "filter-change",
        "--repetitions",
        "2",
        "--records",
        "0",
        "--json",
    ]
    environment = os.environ | {"ATLAS_CHROMIUM": find()}
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    report = json.loads(told.stdout)
    found = measured([Result(**result) for result in report["results"]["filter-change"]])
    assert found["Map page : one-widget app"].unit == "times"
    assert found["Map page : Map page without the map"].samples == 2
    assert report["machine"]["chromium"]
