"""The commands, for people and for programs."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gazetteer.__main__ import app


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_resolve_says_place_how_and_how_sure() -> None:
    result = run("resolve", "Nushki", "Dasht")
    assert result.exit_code == 0
    assert "Noshki (district in Rakhshan division)" in result.stdout
    assert "[alias 0.98]" in result.stdout
    assert "Dasht: ambiguous" in result.stdout


def test_resolve_gives_json_one_record_a_name() -> None:
    answers = json.loads(run("resolve", "Rakhni", "Atlantis", "--within", "Barkhan", "--json").stdout)
    assert [answer["how"] for answer in answers] == ["area", "area"]
    assert answers[0]["place"]["id"] == "district:barkhan"
    assert set(answers[0]) == {
        "query",
        "how",
        "score",
        "note",
        "latitude",
        "longitude",
        "radius_km",
        "place",
        "candidates",
    }


def test_resolve_takes_a_level_and_refuses_one_that_is_none() -> None:
    assert json.loads(run("resolve", "Quetta", "--level", "town", "--json").stdout)[0]["place"]["id"] == "town:quetta"
    refused = run("resolve", "Quetta", "--level", "county")
    assert refused.exit_code == 2
    assert "no level is called 'county'" in refused.output


def test_urdu_stays_readable_in_json() -> None:
    assert "کوئٹہ" in run("resolve", "کوئٹہ", "--json").stdout


def test_reverse_goes_from_fine_to_coarse() -> None:
    assert [place["level"] for place in json.loads(run("reverse", "25.263", "63.4692", "--json").stdout)][:3] == [
        "town",
        "tehsil",
        "district",
    ]
    assert run("reverse", "25.263", "63.4692").stdout.startswith("town:pasni")


def test_reverse_takes_negative_numbers() -> None:
    result = run("reverse", "-25.5", "-63.5")
    assert result.exit_code == 0
    assert "lies outside the data" in result.stdout
    assert json.loads(run("reverse", "-25.5", "-63.5", "--json").stdout) == []


def test_search_lists_names_that_begin_so() -> None:
    assert [place["id"] for place in json.loads(run("search", "gwad", "--limit", "1", "--json").stdout)] == [
        "district:gwadar"
    ]
    assert "no name begins with 'zzz'" in run("search", "zzz").stdout


def test_extend_adds_places_that_resolve_finds(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("name,latitude,longitude\nBalgatar,26.35,63.9\n", encoding="utf-8")
    assert "added 1 places from 'mine.csv'" in run("extend", str(file)).stdout
    assert json.loads(run("extend", str(file), "--json").stdout)["rows"] == 1
    assert json.loads(run("resolve", "Balgatar", "--json").stdout)[0]["place"]["source"] == "user"


def test_extend_lists_every_bad_row_and_fails(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("name,latitude,longitude\n,26.35,63.9\nX,north,63.9\n", encoding="utf-8")
    result = run("extend", str(file))
    assert result.exit_code == 1
    assert "row 2, name: ''" in result.output
    assert "row 3, latitude: 'north'" in result.output
    refused = run("extend", str(file), "--json")
    assert refused.exit_code == 1
    assert [problem["row"] for problem in json.loads(refused.stdout)["problems"]] == [2, 3]


def test_score_prints_precision_and_recall(tmp_path: Path) -> None:
    file = tmp_path / "known.csv"
    file.write_text(
        "name,within,latitude,longitude\nPasny,,25.263,63.469\nDasht,,25.7,62.7\nTurbat,,30,67\n", encoding="utf-8"
    )
    result = run("score", str(file))
    assert "3 names, 2 answered, 1 right" in result.stdout
    assert "precision 0.500, recall 0.333" in result.stdout
    assert "wrong: Turbat" in result.stdout
    data = json.loads(run("score", str(file), "--json").stdout)
    assert (data["precision"], data["recall"], data["names"]) == (0.5, 0.3333, 3)
    assert [miss["name"] for miss in data["unanswered"]] == ["Dasht"]


def test_score_counts_answers_to_names_that_are_no_places(tmp_path: Path) -> None:
    file = tmp_path / "known.csv"
    file.write_text("name,latitude,longitude\nPasni,25.263,63.469\nTurbat,,\nMustang,,\n", encoding="utf-8")
    shown = run("score", str(file)).stdout
    assert "2 that should not be answered: 1 left alone, 1 answered" in shown
    assert "should not be answered: Turbat" in shown
    data = json.loads(run("score", str(file), "--json").stdout)
    assert (data["negatives"], data["false_answers"], data["precision"]) == (2, 1, 0.5)


def test_control_characters_are_shown_not_sent_to_the_terminal() -> None:
    shown = run("resolve", "Quetta\x00", "\x1b[31mAtlantis\x07").stdout
    assert "Quetta\\x00: Quetta (district" in shown
    assert "\\x1b[31mAtlantis\\x07: unknown" in shown
    assert not {"\x00", "\x1b", "\x07"} & set(shown)


def test_score_refuses_a_file_without_positions(tmp_path: Path) -> None:
    file = tmp_path / "known.csv"
    file.write_text("name\nPasni\n", encoding="utf-8")
    result = run("score", str(file))
    assert result.exit_code == 2
    assert "has no column 'latitude'" in " ".join(result.output.replace("│", " ").split())


@pytest.mark.parametrize("command", ["resolve", "reverse", "search", "extend", "score"])
def test_every_command_explains_itself_and_has_json(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "--json" in result.output
