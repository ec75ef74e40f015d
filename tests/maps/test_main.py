"""The command line of maps."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from incidents import Selection
from maps.__main__ import app
from maps.figures import description, figure
from tests.maps.figure_samples import MADE, NO_HOME, embedded

RUN = CliRunner(env={"ATLAS_HOME": NO_HOME})


@pytest.mark.parametrize(("ending", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_the_ending_of_the_file_says_the_format(tmp_path, ending, start):
    to = tmp_path / f"map.{ending}"
    done = RUN.invoke(app, ["figure", "--query", "places=district:gwadar", "--to", str(to)])
    assert done.exit_code == 0, done.output
    assert to.read_bytes().startswith(start)
    assert "Gwadar district" in done.output


def test_the_command_draws_what_the_function_does(tmp_path):
    to = tmp_path / "map.svg"
    given = [
        "--query",
        "places=town:pasni",
        "--theme",
        "dark",
        "--size",
        "900x900",
        "--bounds",
        "61,24.8,66,27",
        "--made",
        "2026-03-05",
    ]
    assert RUN.invoke(app, ["figure", "--to", str(to), *given]).exit_code == 0
    view = {"bounds": (61, 24.8, 66, 27)}
    expected = figure(
        embedded(), Selection(places=("town:pasni",)), view, fmt="svg", theme="dark", size=(900, 900), made=MADE
    )
    assert to.read_bytes() == expected


def test_json_says_what_was_written(tmp_path):
    to = tmp_path / "map.png"
    done = RUN.invoke(app, ["figure", "--to", str(to), "--json"])
    written = json.loads(done.stdout)
    assert written["bytes"] == to.stat().st_size
    assert written["incidents"] == 9
    assert written["description"] == description(embedded(), Selection())


def test_a_pages_address_can_be_given_as_it_is(tmp_path):
    to = tmp_path / "map.svg"
    query = "?places=town%3Apasni&view=7/28.5/65.5&theme=dark"
    done = RUN.invoke(app, ["figure", "--query", query, "--to", str(to), "--json"])
    assert json.loads(done.stdout)["query"] == "places=town%3Apasni"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--query", "planet=mars", "--to", "{}/a.svg"], "planet"),
        (["--to", "{}/a.gif"], ".png, .svg, .pdf"),
        (["--to", "{}/a.svg", "--size", "wide"], "2 numbers"),
        (["--to", "{}/a.svg", "--size", "10x10"], "out of reach"),
        (["--to", "{}/a.svg", "--bounds", "1,2,3"], "4 numbers"),
        (["--to", "{}/a.svg", "--theme", "sepia"], "sepia"),
        (["--to", "{}/no/such/folder/a.svg"], "cannot write"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_written(tmp_path, given, said):
    done = RUN.invoke(app, ["figure", *(part.format(tmp_path) for part in given)], env={"COLUMNS": "300"})
    assert done.exit_code == 2
    assert said in done.output
    assert list(tmp_path.iterdir()) == []


def test_html_writes_a_page_that_works_from_the_file(tmp_path):
    to = tmp_path / "map.html"
    done = RUN.invoke(app, ["html", "--query", "places=town:pasni", "--to", str(to), "--json"])
    assert done.exit_code == 0, done.output
    assert to.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html")
    assert json.loads(done.stdout)["incidents"] == 1
