"""What a page can do, a command can do: in words and in JSON, with an exit code, without a traceback."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from incidents.__main__ import app
from tests.incidents.test_dataset import GOOD
from tests.incidents.test_importing import sheet, two_hundred

A = "balochistan-2026.coordinated-attacks"


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def told(*words: str) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_every_command_speaks_json() -> None:
    from typer.main import get_command

    commands = get_command(app).commands  # type: ignore[attr-defined]
    known = {"list", "summary", "facets", "show", "validate", "add", "import", "report", "datasets", "remove", "export"}
    assert set(commands) == known
    assert all(any("--json" in option.opts for option in command.params) for command in commands.values())


def test_list_is_a_json_array() -> None:
    rows = told("list")
    assert isinstance(rows, list)
    assert len(rows) == 9
    assert rows[0]["start"] == "2026-01-29"
    assert rows[0]["fatalities_low"] is None
    assert rows[8]["place_id"] == "town:pasni"


def test_list_follows_a_query() -> None:
    assert [row["toponym"] for row in told("list", "--query", "places=town:pasni")] == ["Pasni"]
    assert told("list", "--query", "event_types=bombing") == []


def test_list_in_words_is_a_line_an_incident() -> None:
    lines = run("list").stdout.splitlines()
    assert len(lines) == 9
    assert "29–30 January 2026" in lines[0]


def test_what_a_query_cannot_mean_is_told_and_the_rest_followed() -> None:
    result = run("list", "--query", "places=town:pasni&foo=1&start=soon")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1
    assert "not understood: foo='1'" in result.stderr
    assert "start is not a date: 'soon'" in result.stderr


def test_summary_says_who_claims_what() -> None:
    text = run("summary").stdout
    assert text.startswith("Coordinated attacks in nine places of Balochistan, 29–30 January 2026")
    for words in (
        "Militants: 177–197 [contested]",
        "State forces: 17, or 200",
        "Civilians: 31 [attributed]",
        "not added up",
    ):
        assert words in text
    found = told("summary", "--query", "places=town:pasni")
    assert found["count"] == 1
    assert [view["title"] for view in found["campaigns"]] == [
        "Coordinated attacks, whole campaign",
        "Security operations, whole campaign",
    ]


def test_facets_have_counts() -> None:
    assert {each["value"]: each["count"] for each in told("facets")["precisions"]} == {
        "district": 6,
        "town": 2,
        "tehsil": 1,
    }


@pytest.mark.parametrize(("record", "claims"), [(A, 3), ("balochistan-2026.pasni", 0)])
def test_show_gives_a_record_with_its_claims(record: str, claims: int) -> None:
    found = told("show", record)
    assert found["record"]["id"] == record
    assert len(found["claims"]) == claims


def test_the_embedded_dataset_is_valid() -> None:
    from incidents.atlas import EMBEDDED

    assert told("validate", str(EMBEDDED)) == []
    assert run("validate", str(EMBEDDED)).stdout == "no problems\n"


def test_validate_fails_and_lists_record_field_value_and_remedy(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD.replace('"clash"', '"clsh"'), encoding="utf-8")
    result = run("validate", str(path), "--json")
    assert result.exit_code == 1
    (problem,) = json.loads(result.stdout)
    assert (problem["record"], problem["field"], problem["value"]) == ("two", "event_type", "clsh")
    assert "did you mean 'clash'" in problem["remedy"]


def test_add_lists_exactly_the_ten_rows_that_could_not_be_used(tmp_path: Path) -> None:
    path = tmp_path / "two hundred.csv"
    path.write_bytes(sheet(two_hundred()))
    added = told("add", str(path))
    assert (added["incidents"], added["report"]["rejected_rows"]) == (190, 10)
    reasons = [each["reason"].partition(" (")[0] for each in added["report"]["rejected"]]
    assert sorted(reasons) == ["ambiguous place"] * 5 + ["not a date"] * 3 + ["outside Pakistan"] * 2
    assert len(told("list", "--query", "datasets=two-hundred")) == 190
    assert len(told("datasets")["problems"]) == 10


def test_add_name_list_and_remove(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("place,date\nPasni,2026\n", encoding="utf-8")
    assert run("add", str(path), "--name", "My year").stdout.startswith("added: my-year, 1 incident, in ")
    assert [each["id"] for each in told("datasets")["datasets"]] == ["balochistan-2026", "my-year"]
    assert told("add", str(path))["already_there"] is True
    assert run("remove", "my-year").stdout == "removed my-year\n"
    assert len(told("datasets")["datasets"]) == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("add", "/no/such.csv"), "cannot read '/no/such.csv'"),
        (("add", "/no/such.toml"), "nothing to add"),
        (("remove", "gone"), "no added dataset is called 'gone'"),
        (("show", "gone"), "no incident has the id 'gone'"),
        (("validate", "/no/such.csv"), "cannot read"),
    ],
)
def test_an_error_is_a_line_and_an_exit_code(words: tuple[str, ...], message: str) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert message in result.stderr
    assert "Traceback" not in result.output


def test_control_characters_never_reach_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('place,date,title\nPasni,2026,"\x1b[31mred\u202eevil\x00"\n', encoding="utf-8")
    run("add", str(path))
    result = run("list", "--query", "datasets=a")
    assert not {"\x1b", "\u202e", "\x00"} & set(result.stdout)
    assert told("list", "--query", "datasets=a")[0]["title"] == "\x1b[31mred\u202eevil\x00"
