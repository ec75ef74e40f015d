"""As known on a day: what was said later is in no output of any kind; as known now, it is in each."""

import dataclasses
import datetime as dt
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

import maps
from briefing.board import board
from briefing.scene import Scene
from incidents import Atlas, Selection
from incidents.export import export
from incidents.knowledge import between
from maps.captions import alt_text, caption, methods
from maps.recipe import Recipe
from tests.incidents.samples import atlas_of, campaign, claim, dataset, incident

LATER = "9137"  # a figure that is first claimed on 2 February
EARLIER = "8026"
ON = dt.date(2026, 2, 1)


def _claims(about: str) -> list[dict[str, object]]:
    said = {"counted": "people", "claimant": "military"}
    first = claim(f"{about}-old", about, int(EARLIER), stated_on="2026-01-30", **said)
    return [first, claim(f"{about}-new", about, int(LATER), stated_on="2026-02-02", supersedes=[f"{about}-old"], evidence=[{"source": "late"}], **said)]  # fmt: skip


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    records = {
        "campaign": [campaign("raids", first="2026-01-29", last="2026-02-05")],
        "incident": [incident("blast", campaign="raids", first="2026-01-29"), incident("next", first="2026-02-02", title="Begins later")],
        "source": [{"id": "late", "title": "A later bulletin", "published": "2026-02-02"}],
        "claim": [*_claims("raids"), *_claims("blast"), *_claims("next")],
    }  # fmt: skip
    return atlas_of(dataset(**records))


def _file(ending: str) -> Callable[[Atlas, Selection, Path], str]:
    def written(atlas: Atlas, selection: Selection, folder: Path) -> str:
        path = folder / f"found{ending}"
        export(atlas, selection, path, dt.date(2026, 3, 5))
        if ending in (".csv.zip", ".xlsx"):
            with zipfile.ZipFile(path) as whole:
                return "".join(whole.read(name).decode("utf-8", "replace") for name in whole.namelist())
        if ending == ".parquet":
            table = parquet.read_table(path)
            told = {**(table.schema.metadata or {})}
            return repr(table.drop_columns(["geometry"]).to_pylist()) + told[b"incident_atlas"].decode()
        return path.read_bytes().decode("utf-8", "replace")

    return written


def _recipe(selection: Selection, **more: object) -> Recipe:
    return Recipe(query=selection.to_query(), **more)  # type: ignore[arg-type]


def _standalone(atlas: Atlas, selection: Selection, _: Path) -> str:
    html = maps.standalone(atlas, selection, made_on=dt.date(2026, 3, 5))
    return html[html.index("atlas-payload") :].replace("\\u002c", ",")


def _figure(atlas: Atlas, selection: Selection, _: Path) -> str:
    return maps.draw(atlas, _recipe(selection, made=dt.date(2026, 3, 5)), "svg").decode()


OUTPUTS: dict[str, Callable[[Atlas, Selection, Path], str]] = {
    "summary": lambda atlas, selection, _: repr(dataclasses.asdict(atlas.summary(selection))),
    "ladder": lambda atlas, selection, _: repr(atlas.ladder_of("made-up.raids", selection)),
    "table": lambda atlas, selection, _: repr(atlas.page(selection).to_dict("records")),
    "map": lambda atlas, selection, _: json.dumps(maps.payload(atlas, selection)),
    "listing": lambda atlas, selection, _: json.dumps(maps.listing(atlas, selection, cell=(60.0, 20.0, 70.0, 30.0))),
    "standalone": _standalone,
    "caption": lambda atlas, selection, _: caption(atlas, _recipe(selection)),
    "alt text": lambda atlas, selection, _: alt_text(atlas, _recipe(selection)),
    "methods": lambda atlas, selection, _: methods(atlas, _recipe(selection)) + caption(atlas, _recipe(selection)),
    "figure": _figure,
    "scene": lambda atlas, selection, _: json.dumps(board(atlas, Scene(id="a", headline="Then", query=selection.to_query()))),
    **{f"export {ending}": _file(ending) for ending in (".csv.zip", ".xlsx", ".geojson", ".parquet", ".gpkg", ".kml")},
}  # fmt: skip


def numbers(text: str) -> str:
    return text.replace(",", "").replace("\N{NARROW NO-BREAK SPACE}", "")


@pytest.mark.parametrize("output", OUTPUTS)
def test_what_was_said_later_is_nowhere(atlas: Atlas, output: str, tmp_path: Path) -> None:
    then = numbers(OUTPUTS[output](atlas, Selection(as_known_on=ON), tmp_path))
    assert LATER not in then
    assert "Begins later" not in then
    assert "A later bulletin" not in then
    assert EARLIER in then


@pytest.mark.parametrize("output", OUTPUTS)
def test_as_known_now_it_is_there(atlas: Atlas, output: str, tmp_path: Path) -> None:
    assert LATER in numbers(OUTPUTS[output](atlas, Selection(), tmp_path))


def test_counts_and_choices_leave_out_what_had_not_begun(atlas: Atlas) -> None:
    then = Selection(as_known_on=ON)
    (facet,) = [each for each in atlas.facets(then)["event_types"] if each.value == "bombing"]
    histogram = atlas.histogram(then)
    assert histogram is not None
    assert (atlas.summary(then).count, facet.count, histogram.last, len(atlas.periods(then, "day")[0])) == (1, 1, dt.date(2026, 1, 29), 1)  # fmt: skip


def test_a_comparison_goes_no_further_than_its_later_day(atlas: Atlas) -> None:
    assert LATER not in numbers(repr(between(atlas, Selection(), dt.date(2026, 1, 31), ON)))
