"""What a page does with the ledger a command does, with --json, and says what went wrong in one line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from incidents.__main__ import app
from incidents.curated import Curated
from incidents.curated.commands import app as ledger_app
from tests.incidents.curated.made_up import EDITOR, source

DOCUMENTED = Path(__file__).parents[3] / "docs" / "team.md"


def run(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["ledger", *words])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def kept(home: Path) -> Path:
    with Curated.open(home) as ledger:
        first = ledger.save(source(), EDITOR, "first")
        ledger.save(first.edited(author="A. Khan"), EDITOR, "author")
    return home


def test_history_says_who_what_and_why(kept: Path) -> None:
    shown = run("history", "wire").output.splitlines()
    assert [line.split("\t")[2:] for line in shown] == [
        ["Sana (editor)", "edit", "wire v2: author"],
        ["Sana (editor)", "create", "wire v1: first"],
    ]
    assert [each["number"] for each in json.loads(run("history", "--json").output)] == [2, 1]


def test_undo_and_restore_version_name_who_asked(kept: Path) -> None:
    assert json.loads(run("undo", "2", "--by", "Mehr", "--json").output)["record"]["author"] == ""
    assert (
        json.loads(run("restore-version", "wire", "2", "--by", "Mehr", "--json").output)["record"]["author"]
        == "A. Khan"
    )
    assert [each["actor"] for each in json.loads(run("history", "--json").output)][:2] == ["Mehr", "Mehr"]


def test_verify_fails_where_something_is_damaged(kept: Path) -> None:
    head = json.loads(run("verify", "--json").output)["head"]
    with Curated.open(kept) as ledger, ledger.database.writing() as connection:
        connection.exec_driver_sql("UPDATE revision SET reason = 'other' WHERE number = 1")
    assert "wire\trevision 1" in run("verify", code=1).output
    assert "the end of the history is gone" in run("verify", "--head", "0" * 64, code=1).output
    assert json.loads(run("verify", "--head", head, "--json", code=1).output)["head_lost"] is False


def test_backup_export_import_and_restore(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, records, copy = (tmp_path / name for name in ("whole.jsonl", "records.jsonl", "copy.sqlite"))
    assert json.loads(run("export", "--to", str(whole), "--json").output)["lines"] == 3
    assert json.loads(run("export", "--records", "--to", str(records), "--json").output)["lines"] == 1
    assert json.loads(run("backup", "--to", str(copy), "--json").output)["revisions"] == 2
    assert "never overwrites" in run("export", "--to", str(whole), code=1).output
    run("undo", "2")
    assert json.loads(run("restore", str(copy), "--json").output)["revisions"] == 2
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "other"))
    assert "2 revisions added" in run("import", str(whole)).output
    assert "wire" in run("list").output


def test_a_record_that_is_not_there_is_one_line(home: Path) -> None:
    assert run("history", "nobody", code=1).output == (
        "error: the ledger has no record 'nobody'; see: python -m incidents ledger list\n"
    )


def test_a_sum_of_figures_that_overlap_is_refused_with_the_reason(home: Path) -> None:
    names = ("militants-killed-197", "militants-neutralized-177")
    told = run("add-up", *(f"balochistan-2026.{name}" for name in names), code=1).output
    assert "are not added up: 197 (by Pakistani security forces) contests 177" in told
    apart = ("civilians-killed-31", "law-enforcement-killed-17")
    assert (
        "48 killed, a sum that nobody states" in run("add-up", *(f"balochistan-2026.{each}" for each in apart)).output
    )


def test_adopt_takes_the_embedded_dataset_in(home: Path) -> None:
    assert len(json.loads(run("adopt", "--by", "Mehr", "--json").output)) == 17


def test_figures_are_named_as_the_ledger_lists_them_also_after_adopting(home: Path) -> None:
    run("adopt", "--by", "Mehr")
    apart = (f"balochistan-2026.{name}" for name in ("civilians-killed-31", "law-enforcement-killed-17"))
    assert "48 killed" in run("add-up", *apart).output


@pytest.mark.parametrize(
    "command", sorted(command.name or command.callback.__name__ for command in ledger_app.registered_commands)
)  # type: ignore[union-attr]
def test_every_command_is_documented(command: str) -> None:
    assert f"ledger {command}" in DOCUMENTED.read_text(encoding="utf-8")
