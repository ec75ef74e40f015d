"""Each measurement of ``make bench`` runs and says what it should; how fast anything is, is not for a test."""

import importlib
import inspect
import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks import acled_like, filter_change, names, pictures, records
from benchmarks.browser import Subject
from benchmarks.machine import machine
from benchmarks.madeup import fill
from benchmarks.plan import PARTS, Name, module_of
from benchmarks.report import Report
from benchmarks.result import Result, milliseconds
from benchmarks.sessions import Visitor
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
    assert {"processor", "cores", "memory", "python", "streamlit", "duckdb"} <= machine().keys()


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


def test_no_selection_comes_twice_and_each_is_one_switch_from_the_one_before():
    chosen = [selection.event_types for _, selection in filter_change.selections(filter_change.MOST)]
    assert len(set(chosen)) == len(chosen)
    assert all(len({*one} ^ {*other}) == 1 for one, other in pairwise([(), *chosen]))


def test_a_visitor_learns_from_streamlits_messages_what_to_send_back():
    visitor, page = Visitor("http://127.0.0.1:1"), ForwardMsg()
    page.navigation.page_script_hash = "abc"
    filters = ForwardMsg(hash="1" * 32)
    filters.metadata.cacheable = True
    filters.delta.new_element.bidi_component.id = "$$ID-0-filters"
    end = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
    assert [visitor.take(each.SerializeToString()) for each in (page, filters, end)] == [False, False, True]
    assert (visitor.page, visitor.filters, [*visitor.kept]) == ("abc", "$$ID-0-filters", ["1" * 32])


def test_a_visitor_does_not_count_a_page_that_failed():
    failed = ForwardMsg()
    failed.delta.new_element.exception.message = "no such column"
    with pytest.raises(RuntimeError, match="no such column"):
        Visitor("http://127.0.0.1:1").take(failed.SerializeToString())


def test_a_measurement_that_failed_says_so_beside_the_others():
    report = Report({"cores": 2}, {Name.NAMES: [Result.of("exact names", "names/s", [5.0])]})
    report.failed[Name.USERS] = "the server did not start"
    report.seconds = {Name.NAMES: 1, Name.USERS: 2}
    assert "exact names" in report.as_text()
    assert "failed: the server did not start" in report.as_text()
    assert json.loads(report.as_json())["failed"] == {"users": "the server did not start"}


def test_every_measurement_has_a_module_and_takes_what_its_quick_form_asks():
    for name, part in PARTS.items():
        known = inspect.signature(importlib.import_module(module_of(name)).measure).parameters
        assert set(part.quick) <= set(known), name


def subject(name: str, *times: float) -> Subject:
    return Subject(name, ROOT / "app.py", ROOT, "h1", iter(()), times=[*times])


def test_a_ratio_is_that_of_the_changes_of_the_same_turn_without_the_first_ones():
    large, small = subject("large", 900, 20, 60), subject("small", 1, 10, 20)
    ratio = large.ratio(small, skip=1, aim=1.5)
    assert (ratio.what, ratio.middle, ratio.samples, ratio.note) == ("large : small", 2.5, 2, "aim 1.5")


@pytest.mark.browser
@pytest.mark.timeout(600)
def test_a_filter_change_is_measured_beside_a_one_widget_app():
    command = [sys.executable, "-m", "benchmarks", "--only", "filter-change", "--repetitions", "1", "--sizes", "10"]
    environment = os.environ | {"ATLAS_CHROMIUM": find()}
    told = subprocess.run([*command, "--json"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    report = json.loads(told.stdout)
    found = measured([Result(**result) for result in report["results"]["filter-change"]])
    assert found["Map page, 10 incidents"].samples == 1
    assert found["Map page, 10 incidents : one-widget app"].unit == "times"
    assert report["machine"]["chromium"]
