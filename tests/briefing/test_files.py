"""Slides, handout and the standalone document: text is text, notes are there, every number is the atlas's with its claimant."""

import io
import json
import re
from typing import Any

import pytest
from pptx import Presentation

from briefing import Briefing, Scene, board, sample
from briefing.drafting import drafts
from briefing.exports import written
from incidents import Atlas, Selection
from tests.maps.hostile import HOSTILE


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return Atlas.open(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def three() -> Briefing:
    chosen = [scene for scene in sample().scenes if scene.id in ("what-happened", "militants", "all-figures")]
    return sample().replace(scenes=tuple(chosen))


@pytest.fixture(scope="module")
def deck(atlas: Atlas, three: Briefing) -> Any:
    return Presentation(io.BytesIO(written(atlas, three, "pptx")))


def test_slides_hold_headline_sentences_and_notes_as_text(deck: Any, three: Briefing):
    for slide, scene in zip(deck.slides, three.scenes, strict=False):
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert slide.shapes.title.text_frame.text == scene.headline
        assert any(all(sentence in text for sentence in scene.sentences) for text in texts)
        assert slide.notes_slide.notes_text_frame.text.startswith(scene.notes.split("\n")[0])
    assert deck.slides[-1].shapes.title.text_frame.text == "Sources and data"


def test_the_figures_of_the_slides_are_those_of_the_atlas_each_with_its_claimant(deck: Any, atlas: Atlas):
    table = next(shape.table for shape in deck.slides[2].shapes if shape.has_table)
    rows = [[cell.text_frame.text for cell in row.cells] for row in table.rows]
    given = {(row[0], row[1].partition(":")[0]) for row in rows if row[1]}
    tolls = [toll for view in atlas.summary(Selection()).campaigns for toll in view.tolls]
    assert given == {(line.figure, line.claimant) for toll in tolls for line in toll.lines}
    assert len(given) == 5


def test_the_map_of_a_slide_has_alt_text_and_is_sharp(deck: Any):
    picture = next(shape for shape in deck.slides[0].shapes if shape.shape_type == 13)
    assert picture._element.nvPicPr.cNvPr.get("descr").startswith("Map. Coordinated attacks in two towns")
    assert picture.image.size[0] / (picture.width / 914_400) >= 200


def test_the_handout_has_a_page_for_each_scene_and_one_of_sources(atlas: Atlas, three: Briefing):
    pdf = written(atlas, three, "pdf")
    assert len(re.findall(rb"/Type /Page\b", pdf)) == len(three.scenes) + 1


@pytest.mark.parametrize("ending", ["html", "pptx", "pdf", "json"])
def test_hostile_words_become_files_and_stay_words(atlas: Atlas, ending: str):
    text = " ".join(HOSTILE[:16])
    scene = Scene(id="a", headline=text[:120], sentences=(text[:200],), notes=text, query="places=town%3Apasni")
    content = written(atlas, Briefing(id="x", title=text[:100], scenes=(scene,)), ending)
    if ending == "html":
        assert not re.search(r"<(img|iframe|svg/onload)", content.decode().partition("<body")[2])
    if ending == "pptx":
        assert "7 * 7" in Presentation(io.BytesIO(content)).slides[0].notes_slide.notes_text_frame.text
    assert content


def test_a_board_gives_every_figure_with_who_says_it(atlas: Atlas):
    for scene in sample().scenes:
        lines = [line for toll in board(atlas, scene)["tolls"] for line in toll["lines"]]
        assert all(line["figure"] and line["who"] for line in lines)


def test_a_scene_that_is_played_reaches_to_every_day_that_its_headline_speaks_of(atlas: Atlas):
    shown = board(atlas, sample().scene("when"))
    bars = {bar["label"]: (bar["first"], bar["last"], bar["lasted"]) for bar in shown["days"]["bars"]}
    assert bars == {
        "Attacks": ("2026-01-29", "2026-01-30", False),
        "Security operations": ("2026-01-29", "2026-02-02", True),
    }
    assert (shown["cube"]["starts"][0], shown["cube"]["starts"][-1]) == ("2026-01-29", "2026-02-03")


def test_drafted_sentences_name_a_claimant_for_every_figure(atlas: Atlas):
    figures = {
        line.figure for view in atlas.summary(Selection()).campaigns for toll in view.tolls for line in toll.lines
    }
    for sentence in drafts(atlas, Selection()):
        given = figures & set(re.findall(r"\d+", sentence))
        assert sentence.count("according to") == len(given)


def test_ten_scenes_in_one_file_stay_below_three_megabytes(atlas: Atlas):
    scenes = [
        scene.model_copy(update={"id": f"s{number}"})
        for number, scene in enumerate((*sample().scenes, *sample().scenes[:2]))
    ]
    assert len(written(atlas, sample().replace(scenes=tuple(scenes)), "html")) < 3_000_000


def test_the_command_line_makes_edits_checks_and_exports(tmp_path):
    from typer.testing import CliRunner

    from briefing.__main__ import app

    def run(*words: str) -> dict[str, Any]:
        result = CliRunner().invoke(app, [*words, "--home", str(tmp_path), "--json"])
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    assert run("new", "Monday")["id"] == "monday"
    assert run("add", "monday", "--query", "places=town:pasni")["version"] == 2
    assert run("duplicate", "monday", "scene-1")["scenes"] == ["scene-1", "scene-2"]
    assert run("move", "monday", "scene-1", "1")["scenes"] == ["scene-2", "scene-1"]
    assert run("remove", "monday", "scene-2")["scenes"] == ["scene-1"]
    assert run("check", "monday")["changes"] == {}
    assert run("freeze", "monday")["id"] == "monday-frozen"
    assert run("export", "monday", "--to", str(tmp_path / "m.json"))["bytes"] > 100
    assert run("import", str(tmp_path / "m.json"))["id"] == "monday-2"
    assert {each["id"] for each in run("list")} == {"monday", "monday-2", "monday-frozen", "sample"}
    refused = CliRunner().invoke(app, ["show", "../x", "--home", str(tmp_path)])
    assert (refused.exit_code, refused.stderr.startswith("error: ")) == (2, True)
