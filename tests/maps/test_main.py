"""The command line of maps."""

from __future__ import annotations

import io
import json
import re
import shlex
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from maps.__main__ import app
from maps.package import written
from maps.recipe import FIELDS, Recipe, figure_id
from tests.maps.figure_samples import MADE, NO_HOME, embedded

RUN = CliRunner(env={"ATLAS_HOME": NO_HOME, "COLUMNS": "300"})
SMALL = ["--query", "places=town:pasni", "--made", "2026-03-05"]


def run(*words: object):
    return RUN.invoke(app, [str(word) for word in words])


@pytest.mark.parametrize(
    ("ending", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF"), ("zip", b"PK"), ("json", b"{")]
)
def test_the_ending_of_the_file_says_the_format(tmp_path, ending, start):
    to = tmp_path / f"map.{ending}"
    done = run("figure", "--query", "places=district:gwadar", "--to", to)
    assert done.exit_code == 0, done.output
    assert to.read_bytes().startswith(start)
    assert "Gwadar district" in done.output


def test_the_command_draws_what_the_package_does(tmp_path):
    to = tmp_path / "map.svg"
    done = run("figure", "--to", to, *SMALL, "--theme", "dark", "--size", "900x900", "--bounds", "61,24.8,66,27")
    assert done.exit_code == 0, done.output
    view = {"bounds": (61, 24.8, 66, 27)}
    sides = {"preset": "custom", "width": 900, "height": 900}
    recipe = Recipe(query="places=town:pasni", theme="dark", view=view, made=MADE, **sides)
    assert to.read_bytes() == written(embedded(), recipe, "svg")


def test_every_field_of_a_recipe_is_an_option():
    said = run("figure", "--help").output
    renamed = {"width": "size", "height": "size", "unit": "size", "view": "bounds", "population": "per"}
    for field in FIELDS:
        assert f"--{renamed.get(field, field)}" in said


def test_json_says_what_was_written(tmp_path):
    to = tmp_path / "map.png"
    done = run("figure", "--to", to, "--json")
    told = json.loads(done.stdout)
    assert told["bytes"] == to.stat().st_size
    assert told["incidents"] == 9
    assert told["figure"] == figure_id(Recipe.from_dict(told["recipe"]), embedded())
    assert "31 civilians killed, according to unnamed reports" in told["caption"]


def test_a_pages_address_can_be_given_as_it_is(tmp_path):
    query = "?places=town%3Apasni&view=7/28.5/65.5&theme=dark&figure=%7B%7D"
    done = run("figure", "--query", query, "--to", tmp_path / "map.svg", "--json")
    assert json.loads(done.stdout)["query"] == "places=town%3Apasni"


def test_a_recipe_remakes_the_same_bytes(tmp_path):
    first, second, recipe = (tmp_path / name for name in ("a.svg", "b.svg", "figure.json"))
    assert run("figure", "--to", recipe, *SMALL, "--preset", "double").exit_code == 0
    assert run("figure", "--to", first, *SMALL, "--preset", "double").exit_code == 0
    assert run("figure", "--to", second, "--recipe", recipe).exit_code == 0
    assert first.read_bytes() == second.read_bytes()


def test_options_change_a_recipe(tmp_path):
    recipe = tmp_path / "figure.json"
    sides = ["--size", "120x80mm", "--title", "Mine"]
    assert run("figure", "--to", recipe, *SMALL, *sides).exit_code == 0
    done = run("figure", "--to", tmp_path / "b.json", "--recipe", recipe, "--preset", "square", "--json")
    changed = json.loads(done.stdout)["recipe"]
    assert (changed["preset"], changed["width"], changed["title"]) == ("square", None, "Mine")


def test_a_batch_draws_what_it_can_and_tells_the_rest_once(tmp_path):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(Recipe(query="places=town:pasni", made=MADE).to_json())
    bad.write_text('{"planet": "mars"}')
    done = run("batch", good, bad, "--to", tmp_path / "out", "--format", "svg", "--format", "json", "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert [("error" in each) for each in told] == [False, False, True]
    assert "planet" in told[2]["error"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["good.json", "good.svg"]


@pytest.mark.parametrize("query", ["places=district:nowhere", "actors=nobody", "datasets=none"])
def test_a_recipe_that_names_what_the_atlas_does_not_have_is_refused(tmp_path, query):
    (tmp_path / "r.json").write_text(Recipe(query=query).to_json())
    for command in (("figure", "--query", query), ("figure", "--recipe", tmp_path / "r.json")):
        done = run(*command, "--to", tmp_path / "a.svg")
        assert done.exit_code == 2
        assert query.partition("=")[2] in done.stderr
    assert "has this id" in run("batch", tmp_path / "r.json", "--to", tmp_path).stdout


def test_recipes_of_one_name_do_not_overwrite_each_other(tmp_path):
    files = [tmp_path / folder / "figure.json" for folder in ("a", "b")]
    for file in files:
        file.parent.mkdir()
        file.write_text(Recipe(made=MADE, title=file.parent.name).to_json())
    assert run("batch", *files, "--to", tmp_path / "out", "--format", "json").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a-figure.json", "b-figure.json"]


def test_check_says_that_a_figure_still_holds(tmp_path):
    recipe = tmp_path / "figure.json"
    run("figure", "--to", recipe, *SMALL)
    done = run("check", recipe, "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)[0]["changes"] == []
    assert "what the atlas says today" in run("check", recipe).output


def test_check_fails_where_a_claim_is_no_longer_recorded(tmp_path):
    recipe = tmp_path / "figure.json"
    run("figure", "--to", recipe, *SMALL)
    held = json.loads(recipe.read_text())
    held["shown"]["claims"]["somewhere.old"] = "5 people, group not stated killed, according to Nobody"
    recipe.write_text(json.dumps(held))
    done = run("check", recipe)
    assert done.exit_code == 1
    assert "no longer recorded: 5 people killed, group not stated, according to Nobody" in done.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'<?xml version="1.0"?><svg/>', "kept.file: this is a drawing or a page"),
        (b"\x89PNG\r\n", "kept.file: this is an image"),
        (b"PK\x03\x04", "an archive in which no figure.json can be read"),
        (b"<svg/>", "give the figure.json from the figure's ZIP"),
        (b'{"kind": \n!}', "kept.file: not a recipe file: it cannot be read as JSON in line 2, character 1"),
    ],
)
def test_a_file_that_is_no_recipe_is_named_with_what_to_give_instead(tmp_path, content, said):
    file = tmp_path / "kept.file"
    file.write_bytes(content)
    for done in (run("check", file), run("figure", "--recipe", file, "--to", tmp_path / "a.svg")):
        assert done.exit_code == 2
        assert said in done.output


def test_check_takes_the_figure_file_out_of_a_zip(tmp_path):
    recipe = tmp_path / "figure.json"
    run("figure", "--to", recipe, *SMALL)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(recipe, "figure.json")
    assert "what the atlas says today" in run("check", tmp_path / "all.zip").output


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--query", "planet=mars", "--to", "{}/a.svg"], "known: start"),
        (["--to", "{}/a.gif"], ".png, .svg, .pdf"),
        (["--to", "{}/a.svg", "--size", "wide"], "is not a size"),
        (["--to", "{}/a.svg", "--size", "120x80cm"], "the units are mm and px"),
        (["--to", "{}/a.svg", "--size", "10x10"], "240 to 6000 px"),
        (["--to", "{}/a.svg", "--size", "900x900", "--preset", "slide"], "has its own size"),
        (["--to", "{}/a.svg", "--bounds", "1,2,3"], "4 numbers"),
        (["--to", "{}/a.svg", "--theme", "sepia"], "sepia"),
        (["--to", "{}/a.svg", "--dpi", "5000"], "72 to 600"),
        (["--to", "{}/a.svg", "--query", "start=2030-01-01"], "no incident matches the filter “from 1 January 2030”"),
        (["--to", "{}/no/such/folder/a.svg"], "cannot write"),
        (["--to", "{}/a.svg", "--recipe", "{}/none.json"], "cannot read"),
        (["--to", "{}/a.svg", "--style", "{}/none.toml"], "cannot read"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_written(tmp_path, given, said):
    done = run("figure", *(part.format(tmp_path) for part in given))
    assert done.exit_code == 2
    assert said in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_zip_holds_every_format_and_the_words(tmp_path):
    to = tmp_path / "all.zip"
    assert run("figure", "--to", to, *SMALL).exit_code == 0
    with zipfile.ZipFile(io.BytesIO(to.read_bytes())) as archive:
        endings = {name.rpartition(".")[2] for name in archive.namelist()}
        assert {"png", "svg", "pdf", "html", "json", "txt"} <= endings


def test_html_writes_a_page_that_works_from_the_file(tmp_path):
    to = tmp_path / "map.html"
    done = run("html", "--query", "places=town:pasni", "--to", to, "--json")
    assert done.exit_code == 0, done.output
    assert to.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html")
    assert json.loads(done.stdout)["incidents"] == 1


def test_check_fails_where_a_file_records_nothing(tmp_path):
    recipe = tmp_path / "recipe.json"
    recipe.write_text("{}")
    done = run("check", recipe)
    assert done.exit_code == 1
    assert "Nothing was checked" in done.output


def test_check_says_in_a_line_that_a_dataset_is_not_there(tmp_path):
    recipe = tmp_path / "figure.json"
    run("figure", "--to", recipe, *SMALL)
    held = json.loads(recipe.read_text())
    held["shown"]["datasets"]["gtd"] = "0"
    recipe.write_text(json.dumps(held))
    done = run("check", recipe)
    assert done.exit_code == 1
    assert len(done.output.splitlines()) == 1
    assert "the dataset 'gtd', which this figure shows, is not in this atlas" in done.output


def test_a_title_that_no_font_has_is_told_of_and_drawn_without(tmp_path):
    done = run("figure", "--to", tmp_path / "map.svg", *SMALL, "--title", "Pasni \u4e2d")
    assert done.exit_code == 0
    assert "The title is drawn with [?] for \u4e2d" in done.stderr


def test_every_command_of_the_page_on_figures_does_what_it_says(tmp_path, monkeypatch):
    page = (Path(__file__).parents[2] / "docs" / "figures.md").read_text(encoding="utf-8")
    commands = [
        shlex.split(line, comments=True)[3:] for line in page.splitlines() if line.startswith("python -m maps ")
    ]
    assert len(commands) > 5
    monkeypatch.chdir(tmp_path)
    people = re.search(r"^admin2,population,source\n([^`\n]+\n)+", page, re.MULTILINE)
    Path("population.csv").write_text(people[0], encoding="utf-8")
    small = Recipe(query="places=town:pasni", preset="single", made=MADE).to_json()
    Path("recipes").mkdir()
    Path("recipes/one.json").write_text(small, encoding="utf-8")
    assert run("figure", "--recipe", "recipes/one.json", "--to", "figure.json").exit_code == 0
    for words in commands:
        plain = ["recipes/one.json" if word == "recipes/*.json" else word for word in words]
        done = run(*(["100" if word == "600" else word for word in plain]))  # the same figure with fewer dots
        assert done.exit_code == 0, (words, done.output)
