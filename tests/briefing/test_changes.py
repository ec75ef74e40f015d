"""What a briefing says when its data changes: before the talk for a living one, never in the pictures of a frozen one."""

import dataclasses
import datetime as dt
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from typer.testing import CliRunner

from briefing import (
    BadBriefing,
    Briefing,
    Library,
    Scene,
    all_changes,
    atlas_of,
    board,
    boards,
    from_json,
    frozen,
    sample,
    stated,
    to_json,
)
from briefing.__main__ import app
from briefing.drafting import drafts
from briefing.exports import written
from briefing.live import live
from briefing.presenter import notice, talk
from briefing.unread import unread
from gazetteer import Gazetteer
from incidents import Atlas, Claim, Selection
from incidents.atlas import EMBEDDED
from incidents.curated import Curated
from incidents.curated.actor import Actor
from incidents.curated.claims import supersede
from incidents.curated.promoting import adopt
from incidents.dataset_file import read_toml
from maps.layers import ground
from maps.shown import shown

OLD = "balochistan-2026.militants-killed-197"
DAY = dt.date(2026, 3, 5)
EDITOR = Actor("Sana", "reviewer")


def atlas(**later: Any) -> Atlas:
    """The embedded dataset, with one claim more where values are given."""
    data = read_toml(EMBEDDED, Gazetteer.load())
    first = next(claim for claim in data.claims if claim.id == OLD)
    more: tuple[Claim, ...] = (first.model_copy(update={"id": "later", "contests": (), **later}),) if later else ()
    return Atlas.of([dataclasses.replace(data, claims=(*data.claims, *more))])


@pytest.fixture(scope="module")
def before() -> Atlas:
    return atlas()


@pytest.fixture(scope="module")
def after() -> Atlas:
    return atlas(value=201, low=201, high=201, supersedes=(OLD,), stated_on=dt.date(2026, 3, 9))


def told(before: Atlas) -> Briefing:
    scenes = [
        Scene(id="militants", headline="Militants", picture="claims", figures=("militants",)),
        Scene(id="pasni", headline="Pasni", query="places=town%3Apasni"),
    ]
    return Briefing(id="talk", title="Talk", scenes=tuple(stated(before, scene, DAY) for scene in scenes))


def take_over(home: Path) -> None:
    with Curated.open(home) as ledger:
        adopt(ledger, read_toml(EMBEDDED, Gazetteer.load()), EDITOR)


def replace_claim(home: Path, value: int) -> None:
    """The ledger's record of the 197 militants is superseded, and that is accepted."""
    with Curated.open(home) as ledger:
        first = ledger.get(OLD).record
        assert isinstance(first, Claim)
        values = {"value": value, "low": None, "high": None, "contests": (), "stated_on": dt.date(2026, 3, 9)}
        later = first.model_copy(update={"id": "later", **values})
        ledger.review(supersede(ledger, OLD, later, EDITOR), "accepted", EDITOR)


def command(home: Path, *words: str) -> Any:
    return json.loads(CliRunner().invoke(app, [*words, "--home", str(home), "--json"]).output)


def test_a_scene_whose_claim_was_superseded_says_so(before: Atlas, after: Atlas):
    briefing = told(before)
    assert all_changes(before, briefing) == {}
    words = [change.words for change in all_changes(after, briefing)["militants"]]
    assert len(words) == 1
    assert words[0].startswith(
        "superseded: 197 militants killed, according to Pakistani security forces; since then: 201"
    )


def test_a_scene_read_again_and_found_good_says_nothing_more(before: Atlas, after: Atlas):
    scene = told(before).scenes[0]
    assert all_changes(after, Briefing(id="talk", title="Talk", scenes=(stated(after, scene),))) == {}


def test_a_frozen_briefing_shows_the_same_after_its_claims_were_superseded_and_says_so(before: Atlas, after: Atlas):
    held = from_json(to_json(frozen(before, told(before), DAY)))
    shown = list(boards(atlas_of(held, before), held))
    assert list(boards(atlas_of(held, after), held)) == shown
    assert [line["figure"] for toll in shown[0]["tolls"] for line in toll["lines"]] == ["197", "177"]
    assert notice(before, held) == "Frozen on 5 March 2026."
    assert notice(after, held) == "Frozen on 5 March 2026; 1 claim in it was superseded since."
    assert "superseded" in talk(after, held)["boards"][0]["changes"][0]


def test_a_frozen_briefing_says_so_too_where_the_ledger_took_its_dataset_over(before: Atlas, tmp_path: Path):
    held = frozen(before, told(before), DAY)
    take_over(tmp_path)
    replace_claim(tmp_path, 201)
    after = Atlas.open(tmp_path)
    assert notice(after, held) == "Frozen on 5 March 2026; 1 claim in it was superseded since."
    assert list(boards(atlas_of(held, after), held)) == list(boards(atlas_of(held, before), held))
    assert unread(after, Selection(datasets=("balochistan-2026",))) == ()


def test_nothing_has_changed_where_the_ledger_took_the_same_records_over(before: Atlas, tmp_path: Path):
    held = frozen(before, sample(), DAY)
    take_over(tmp_path)
    after = Atlas.open(tmp_path)
    assert all_changes(after, held) == {}
    assert notice(after, held) == "Frozen on 5 March 2026."
    assert shown(after, Selection(datasets=("balochistan-2026",))).digest == held.scenes[0].state.digest  # type: ignore[union-attr]


def test_an_adopted_incident_that_was_edited_is_told_as_changed(before: Atlas, tmp_path: Path):
    held = frozen(before, sample(), DAY)
    take_over(tmp_path)
    with Curated.open(tmp_path) as ledger:
        entry = ledger.get("balochistan-2026.pasni")
        record = entry.record.model_copy(update={"note": "Read again."})
        ledger.review(ledger.save(entry.model_copy(update={"record": record}), EDITOR), "accepted", EDITOR)
    changed = all_changes(Atlas.open(tmp_path), held)
    assert "records of the dataset balochistan-2026 that it shows were changed" in [
        each.words for each in changed["where"]
    ]


@pytest.mark.parametrize("which", ["sample", "monday"])
def test_the_sample_and_a_copy_of_it_tell_of_a_superseded_claim_in_the_scenes_that_show_it(which: str, tmp_path: Path):
    command(tmp_path, "copy", "sample", "Monday")
    assert command(tmp_path, "check", which)["changes"] == {}
    take_over(tmp_path)
    replace_claim(tmp_path, 216)
    told = command(tmp_path, "check", which)["changes"]
    assert sorted(told) == ["all-figures", "militants", "what-happened"]
    assert {len(words) for words in told.values()} == {1}
    assert told["militants"][0].startswith("superseded: 197 militants killed")
    told_boards = {each["id"]: each["changes"] for each in boards(Atlas.open(tmp_path), Library(tmp_path).read(which))}
    assert {scene: words for scene, words in told_boards.items() if words} == told


def test_a_scene_that_names_a_superseded_figure_in_its_words_says_so_too(before: Atlas, after: Atlas):
    scene = Scene(id="a", headline="Security forces say 197", figures=("none",))
    briefing = Briefing(id="talk", title="Talk", scenes=(stated(before, scene, DAY),))
    assert [change.kind for change in all_changes(after, briefing)["a"]] == ["superseded"]


def test_a_copy_knows_what_the_data_said_when_it_was_copied(after: Atlas, tmp_path: Path):
    library = Library(tmp_path)
    library.save(Briefing(id="plain", title="Plain", scenes=(Scene(id="a", headline="Militants"),)))
    command(tmp_path, "copy", "plain", "Monday")
    assert [change.kind for change in all_changes(after, library.read("monday"))["a"]] == ["superseded"]


def test_a_copy_frozen_after_the_ledger_took_the_dataset_over_finds_its_records_by_the_datasets_id(tmp_path: Path):
    with Curated.open(tmp_path) as ledger:
        adopt(ledger, read_toml(EMBEDDED, Gazetteer.load()), Actor("Sana", "reviewer"))
    atlas = Atlas.open(tmp_path)
    held = frozen(atlas, sample(), DAY)
    assert {atlas_of(held, atlas).summary(scene.selection).count for scene in held.scenes} == {9}


def test_the_records_of_a_frozen_briefing_give_the_pictures_that_were_frozen(before: Atlas):
    held = frozen(before, told(before), DAY)
    inside = atlas_of(held, Atlas.of([]))
    assert held.frozen is not None
    assert [board(inside, scene, DAY) for scene in held.scenes] == list(held.frozen.boards)


def test_slides_handout_and_wall_of_a_frozen_briefing_draw_no_map_anew(before: Atlas, monkeypatch: pytest.MonkeyPatch):
    held = from_json(to_json(frozen(before, told(before), DAY)))
    assert held.frozen is not None
    monkeypatch.setattr("briefing.handout.draw_scene", None)
    monkeypatch.setattr("briefing.picture.draw_scene", None)
    monkeypatch.setattr(sys.modules["maps.document"], "ground", dict)
    slide = Presentation(io.BytesIO(written(before, held, "pptx"))).slides[1]
    picture: Any = next(shape for shape in slide.shapes if shape.name == "Map")
    assert picture.image.blob == held.frozen.pictures["pasni"].png
    assert b"/Subtype /Image" in written(before, held, "pdf")
    assert f'"home":{json.dumps(ground()["home"], separators=(",", ":"))}' in written(before, held, "html").decode()


@pytest.mark.parametrize(
    ("field", "value"), [("pictures", {"a": {"png": "aGFsbG8=", "alt": ""}}), ("ground", "[1]"), ("ground", "{")]
)
def test_a_frozen_file_with_a_map_that_no_atlas_drew_is_refused(before: Atlas, field: str, value: Any):
    values = json.loads(to_json(frozen(before, told(before).replace(scenes=()), DAY)))
    values["frozen"][field] = value
    with pytest.raises(BadBriefing, match=r"the atlas (drew|wrote)"):
        from_json(json.dumps(values))


def test_as_known_on_an_earlier_day_a_scene_shows_the_earlier_claim(after: Atlas):
    scene = Scene(id="a", headline="Then", query="as_known_on=2026-03-01", figures=("militants",))
    shown = board(after, scene, DAY)
    assert [line["figure"] for line in shown["tolls"][0]["lines"]] == ["197", "177"]
    assert shown["known"] == "Only what was known on 1 March 2026."


def test_a_drafted_sentence_names_a_reporter_as_its_source_words_it_and_a_kiosk_shows_no_claim_as_of_the_record():
    by_dawn = {"claimant": "named:reported-dawn", "claimant_name": "as reported by Dawn", "counted": "people"}
    data = read_toml(EMBEDDED, Gazetteer.load())
    claims = (claim.model_copy(update=by_dawn if claim.counted == "civilians" else {}) for claim in data.claims)
    reported = Atlas.of([dataclasses.replace(data, claims=tuple(claims))])
    sentences = drafts(reported, Selection())
    assert "31 people killed, as reported by Dawn." in sentences
    assert not any("according to as" in sentence for sentence in sentences)
    assert not any("killed" in sentence for sentence in live(reported, Selection()).scenes[0].sentences)
