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

    commands = dict(get_command(app).commands)  # type: ignore[attr-defined]
    of_ledger = commands.pop("ledger").commands
    known = {"list", "summary", "facets", "show", "validate", "add", "import", "report", "datasets", "remove", "export"}
    assert set(commands) == known
    spoken = (*commands.values(), *(command for name, command in of_ledger.items() if name != "schema"))
    assert all(any("--json" in option.opts for option in command.params) for command in spoken)


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


@pytest.mark.parametrize("command", ["list", "summary", "facets"])
@pytest.mark.parametrize(
    ("query", "key", "remedy"),
    [
        ("start=2026-99-01", "start='2026-99-01'", "write 2026-01-29"),
        ("start=2026-02-01&end=2026-01-01", "end='2026-01-01'", "swap them"),
        ("foo=bar", "foo='bar'", "known: start, end"),
        ("contested=perhaps", "contested='perhaps'", "write yes or no"),
        ("bounds=1,2", "bounds='1,2'", "(west, south, east, north)"),
        ("places=town:atlantis", "places='town:atlantis'", "python -m gazetteer search"),
        ("datasets=gone", "datasets='gone'", "python -m incidents datasets"),
        ("actors=named:nobody", "actors='named:nobody'", "python -m incidents facets"),
        ("rule=claimant:named:nobody", "rule='claimant:named:nobody'", "python -m incidents facets"),
    ],
)
def test_a_query_that_cannot_be_followed_whole_fails_and_lists_nothing(
    command: str, query: str, key: str, remedy: str
) -> None:
    result = run(command, "--query", query)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"error: {key}: ")
    assert remedy in result.stderr.splitlines()[0]


def test_a_query_may_be_followed_as_far_as_it_goes() -> None:
    result = run("list", "--lenient", "--query", "places=town:pasni&foo=1&start=soon")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1
    assert "not understood: foo='1'" in result.stderr
    assert "start is not a date: 'soon'" in result.stderr


def test_summary_says_who_claims_what() -> None:
    text = run("summary").stdout
    assert text.startswith(
        "Coordinated attacks in two towns, one tehsil and six districts of Balochistan, 29–30 January 2026"
    )
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
    result = run("list")
    assert result.stderr == "10 problems in 1 dataset; see: python -m incidents datasets, or the Add data page\n"
    lines = [line for line in run("datasets").stdout.splitlines() if line.startswith("two-hundred: ")]
    assert len(lines) == 10
    assert all(line.endswith(")") for line in lines), "each has its remedy"


def test_numbers_that_cannot_be_read_are_told_wherever_a_sheet_is_checked_or_added(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("place,date,killed\nPasni,2026,-4\nPasni,2026,3.5\nPasni,2026,=1+1\n", encoding="utf-8")
    for command in ("validate", "add", "add"):
        result = run(command, str(path))
        assert result.exit_code == 0
        assert "3 values kept as written, not read; the rows are used:" in result.stdout
        assert "cannot be negative: '-4' @ row 2, killed (write 12, 6-8" in result.stdout
    assert [each["value"] for each in told("add", str(path))["notices"]] == ["-4", "3.5", "=1+1"]
    assert [(each["value"], each["kept"]) for each in told("validate", str(path))] == [
        ("-4", True),
        ("3.5", True),
        ("=1+1", True),
    ]
    assert "People: unknown (written '-4')" not in run("summary").stdout, "an unknown number is no figure"


def test_the_report_of_a_plain_sheet_is_shown_as_that_of_any_import(tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("place,date,killed\nPasni,2026,-4\nAtlantis,2026,1\n", encoding="utf-8")
    run("add", str(path))
    lines = run("report", "plain").stdout.splitlines()
    assert lines[:2] == ["plain.csv: a plain sheet", "2 rows: 1 taken, 1 rejected"]
    assert lines[2] == "from 2026-01-01 to 2026-12-31, as the rows are dated"
    assert lines[3].startswith("sum of the dataset’s own column 'killed'")
    assert any("'Atlantis' @ row 3" in line for line in lines) and any("'-4' @ row 2" in line for line in lines)
    assert told("report", "plain")["report"]["placed"] == 1
    assert run("report", "other").exit_code == run("report", "..").exit_code == 1


def test_the_summary_says_which_claim_is_superseded(tmp_path: Path) -> None:
    path = tmp_path / "made-up.toml"
    claim = '[[claim]]\nabout = "one"\nquantity = "killed"\n'
    path.write_text(
        '[dataset]\nid = "made-up"\ntitle = "Made up"\n'
        '[[incident]]\nid = "one"\ntitle = "Raid"\nplace = "town:pasni"\nfirst = 2026-01-05\nevent_type = "attack"\n'
        f'{claim}id = "old"\nvalue = 17\n{claim}id = "new"\nvalue = 19\nsupersedes = ["old"]\n',
        encoding="utf-8",
    )
    run("add", str(path))
    assert "17 (attributed; superseded by 19" in run("summary").stdout


def test_the_figures_of_single_incidents_are_in_the_summary_in_words_and_json(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("place,date,killed,source\nPasni,2026,4,Dawn\nPasni,2026,,\n", encoding="utf-8")
    run("add", str(path))
    text = run("summary").stdout
    assert "1 of 11 incidents has figures of its own; they are shown per incident and not added up." in text
    assert "People: 4 [attributed] killed" in text
    assert "as reported by Dawn: 4 (attributed; Dawn, undated)" in text
    assert told("summary")["figures"]["count"] == 1


@pytest.mark.parametrize("within", ["Mars", "Afghanistan", "Pasni", "Dasht"])
def test_an_area_that_cannot_decide_is_refused(tmp_path: Path, within: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("place,date\nPasni,2026\n", encoding="utf-8")
    result = run("add", str(path), "--within", within)
    assert result.exit_code == 1
    assert within in result.stderr
    assert "district" in result.stderr
    assert [each["id"] for each in told("datasets")["datasets"]] == ["balochistan-2026"]


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


def test_import_takes_a_plain_sheet_for_what_the_page_takes_it_for(tmp_path: Path) -> None:
    file = tmp_path / "plain.csv"
    file.write_text("date,place,killed\n2024-01-02,Pasni,3\n2024-01-03,Nowhere at all,1\n", encoding="utf-8")
    found = told("import", str(file))
    assert (found["dataset"], found["version"], found["report"]["kind"]) == ("plain", 0, "sheet")
    assert [found["report"][each] for each in ("rows", "taken", "repeated", "rejected")] == [2, 1, 0, 1]
    assert [found["report"][each] for each in ("first", "last")] == ["2024-01-02", "2024-01-02"]
    assert [(each["column"], each["total"], each["unknown"]) for each in found["report"]["sums"]] == [("killed", 3, 0)]
    assert found["problems"][0]["value"] == "Nowhere at all"
    assert told("import", str(file))["already_there"]


def test_import_takes_a_table_with_columns_beyond_the_plain_ones_by_a_mapping(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("date,place,killed,police killed\n2024-01-02,Pasni,3,1\n", encoding="utf-8")
    assert told("import", str(file))["report"]["kind"] == "table"
