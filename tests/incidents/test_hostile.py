"""Hostile text is data: kept as written in every field, through sheet, folder and atlas; nothing breaks, nothing runs."""

import csv
import io
import json
from pathlib import Path

import pytest

from gazetteer import Gazetteer
from incidents import Atlas, Selection, one_line, shorten
from incidents.importing import import_sheet
from incidents.store import Store
from tests.incidents.samples import atlas_of, claim, dataset, incident

STRINGS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}",
    "{% raw %}{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "${7*7}`${alert(1)}`",
    "\\u003cscript\\u003e\\",
    "\u202eevil\u202c\u2066",
    "a\x00b",
    "x" * 10_000,
    "</script><!--",
    '"; drop table incidents; --',
    "=HYPERLINK(\"http://example.org\",\"x\")",
    "+1+1",
    "@SUM(A1:A9)",
    "%s%n%x {0} {x!r}",
    "🏴\u200d☠️ " * 50,
    "آ" * 200,
    "../../etc/passwd",
    "a\r\nb\tc",
    "\ufeff\u200b",
    "'",
    "&lt;b&gt;",
]  # fmt: skip


def rows(text: str) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(["place", "date", "type", "killed", "source", "note", "title", "actor", "target", "claimant"])
    writer.writerow(["Pasni", "2026-01-29", text, text, text, text, text, text, text, text])
    writer.writerow([text, "2026-01-29", "", "", "", "", "", "", "", ""])
    writer.writerow(["Pasni", text, "", "", "", "", "", "", "", ""])
    writer.writerow(["Turbat", "2026-01-29", "", "", "", "", "", "", "", ""])
    return written.getvalue().encode()


@pytest.mark.parametrize("text", STRINGS)
def test_every_cell_of_a_sheet_is_kept_as_written(text: str, tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "hostile.csv"
    path.write_bytes(rows(text))
    added = Store().add(path, gazetteer)
    assert json.loads(json.dumps(added.to_dict()))["report"]["rejected_rows"] == 2
    atlas = Atlas.open()
    mine = atlas.incidents(Selection(datasets=("hostile",)))
    assert list(mine["id"]) == ["hostile.r2", "hostile.r5"]
    first = atlas.incident("hostile.r2")
    assert first.note == text
    assert first.title == (text.strip() or "Incident of a kind not stated in Pasni")
    assert first.type_as_written == text.strip()
    assert atlas.claims_of("hostile.r2")[0].as_written == text.strip()
    assert {problem.dataset for problem in atlas.problems} == {"hostile"}
    summary = atlas.summary(Selection(datasets=("hostile",)))
    assert summary.count == 2
    assert len(summary.headline) < 300


@pytest.mark.parametrize("text", STRINGS)
def test_every_field_of_a_record_is_kept_as_written(text: str) -> None:
    made = dataset(
        source=[{"id": "s", "title": text, "note": text}],
        incident=[incident("i", title=text, written=text, note=text, sources="s", actors=[{"name": text or "x"}])],
        claim=[claim("c", "i", 3, word=text, claimant_name=text, note=text, evidence=[{"source": "s", "quote": text}])],
    )
    atlas = atlas_of(made)
    row = atlas.incidents().iloc[0]
    assert (row["title"], row["toponym"], row["note"]) == (text, text, text)
    (toll,) = atlas.tolls_of("made-up.i")
    assert toll.lines[0].word == (text or "killed")
    assert toll.lines[0].source_title == text
    actor = atlas.incident("made-up.i").actors[0].actor
    assert atlas.incident("made-up.i").actors[0].name == text
    assert atlas.actor_label(actor) == shorten(one_line(text), 80)
    assert len(actor) < 80


@pytest.mark.parametrize("text", STRINGS)
def test_a_selection_of_hostile_text_finds_it_and_goes_through_a_link(text: str) -> None:
    atlas = atlas_of(dataset(incident=[incident("i", note=text)]))
    selection = Selection(text=text[:900], places=(text,), datasets=(text,), actors=(text,))
    assert Selection.from_query(selection.to_query()) == selection
    assert atlas.summary(selection).count == 0
    assert atlas.summary(Selection(text=text[:900])).count == 1
    assert all(label for *_, label in selection.active(atlas))


def test_actors_of_different_hostile_names_stay_different() -> None:
    names = ["x" * 10_000, "x" * 9_999, "<b>", "<i>", "!!!", "???"]
    people = [{"name": name} for name in names]
    atlas = atlas_of(dataset(incident=[incident("i", actors=people)]))
    assert len(set(atlas.incidents()["actors"].iloc[0])) == 6


def test_a_place_of_ten_thousand_characters_is_shown_shortened_in_the_report_only(gazetteer: Gazetteer) -> None:
    made = import_sheet(b"place,date\n" + b"x" * 10_000 + b",2026\n", gazetteer)
    (problem,) = made.report.rejected
    assert problem.value == "x" * 10_000
    assert len(str(problem)) < 200
