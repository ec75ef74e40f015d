"""The ledger as JSON Lines: everything goes out and comes back the same; what was changed on the way is refused."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import URL

from gazetteer import Gazetteer
from incidents.curated import Curated, LedgerError, NotAllowed, RecordRefused
from incidents.curated.backup import backup, restore_backup
from incidents.curated.lines import SCHEMA, import_lines, lines, record_lines, schema
from tests.incidents.curated.made_up import EDITOR, OTHER, REVIEWER, campaign, claim, incident, source

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


def filled(ledger: Curated) -> Curated:
    kept = ledger.save(source(note="نوشکی\u0000\u2028\x85"), EDITOR, "first")
    ledger.save(kept.edited(author="A. Khan"), OTHER)
    ledger.save(campaign(), EDITOR)
    ledger.save(incident(campaign="raids", sources=("wire",)).replace(contributor="Gul Khan"), EDITOR)
    ledger.save(claim("c", 5), EDITOR)
    ledger.review(ledger.get("wire"), "accepted", REVIEWER)
    ledger.undo(2, REVIEWER)
    return ledger


def test_a_ledger_comes_back_the_same(ledger: Curated, tmp_path: Path) -> None:
    written = list(lines(filled(ledger)))
    with Curated.open(tmp_path / "other") as other:
        done = import_lines(other, written, REVIEWER)
        assert done.added == len(ledger.history())
        assert list(lines(other)) == written
        assert (other.entries(), other.shown()) == (ledger.entries(), ledger.shown())
        assert other.check().is_good


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(st.tuples(st.sampled_from(["title", "author", "note", "language"]), TEXT), max_size=5), reason=TEXT
)
def test_any_text_comes_back_the_same(edits: list[tuple[str, str]], reason: str, tmp_path_factory: pytest.TempPathFactory) -> None:  # fmt: skip
    with Curated.open(tmp_path_factory.mktemp("one")) as one, Curated.open(tmp_path_factory.mktemp("two")) as two:
        kept = one.save(source(), EDITOR)
        for field, text in edits:
            kept = one.save(kept.edited(**{field: text}), EDITOR, reason.replace("\x00", ""))
        import_lines(two, lines(one), REVIEWER)
        assert list(lines(two)) == list(lines(one))
        assert two.get("wire") == kept


def test_a_ledger_goes_on_from_a_file_and_takes_only_what_is_new(local: Curated, tmp_path: Path) -> None:
    first = list(lines(filled(local)))
    with Curated.open(tmp_path / "other") as other:
        import_lines(other, first, REVIEWER)
        local.save(source("later"), EDITOR)
        assert import_lines(other, lines(local), REVIEWER).added == 1
        assert import_lines(other, lines(local), REVIEWER).added == 0


def test_two_ledgers_that_went_apart_are_not_mixed(local: Curated, tmp_path: Path) -> None:
    with Curated.open(tmp_path / "other") as other:
        other.save(source("mine"), EDITOR)
        with pytest.raises(RecordRefused, match="has revisions up to 1 that the file does not have"):
            import_lines(other, lines(filled(local)), REVIEWER)
        assert [each.id for each in other.entries()] == ["mine"]


def test_an_editor_does_not_import_history(local: Curated) -> None:
    with pytest.raises(NotAllowed):
        import_lines(local, [], EDITOR)


def change(position: int, **fields: object) -> Callable[[list[str]], list[str]]:
    def changed(written: list[str]) -> list[str]:
        line = json.dumps({**json.loads(written[position]), **fields})
        return [*written[:position], line, *written[position + 1 :]]

    return changed


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda written: written[:-1], "it is not whole"),
        (lambda written: [written[0], *written[2:]], "line 2 does not follow"),
        (lambda written: [written[0], written[2], written[1], *written[3:]], "line 2 does not follow"),
        (lambda written: written[1:], "the first line is not that of a ledger"),
        (lambda _: [], "line 1 is no JSON object"),
        (lambda written: [*written[:3], "{", *written[4:]], "line 4 is no JSON object"),
        (lambda written: [*written[:3], "[" * 100_000, *written[4:]], "line 4 is no JSON object"),
        (change(2, actor="Somebody"), "line 3 does not follow"),
        (change(2, record="other"), "line 3 does not follow"),
        (change(2, content={"kind": "source"}), "line 3 is no revision"),
        (change(0, version=99), "this Atlas reads 1"),
        (change(0, head="0" * 64), "it is not whole"),
    ],
)
def test_a_file_that_was_changed_is_refused_whole(
    local: Curated, tmp_path: Path, spoil: Callable[[list[str]], list[str]], message: str
) -> None:
    written = spoil(list(lines(filled(local))))
    with Curated.open(tmp_path / "other") as other:
        with pytest.raises(RecordRefused, match=message):
            import_lines(other, written, REVIEWER)
        assert other.history() == ()


def test_every_line_is_as_the_schema_in_the_package_says(local: Curated) -> None:
    written = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert written == schema(), (
        "write it again: python -m incidents ledger schema > incidents/curated/data/ledger.schema.json"
    )
    check = jsonschema.Draft202012Validator(written)
    filled(local)
    for line in (*lines(local), *record_lines(local.shown(), Gazetteer.load())):
        check.validate(json.loads(line))
    assert not check.is_valid({"type": "revision", "number": 1})


class TestBackup:
    @pytest.mark.parametrize("name", ["backup.jsonl", "backup.sqlite"])
    def test_a_backup_is_put_back_while_the_ledger_is_open(self, ledger: Curated, tmp_path: Path, name: str) -> None:
        filled(ledger)
        if name.endswith("sqlite") and not ledger.database.is_file:
            with pytest.raises(RecordRefused, match=r"ends in \.jsonl"):
                backup(ledger, tmp_path / name)
            return
        then = list(lines(ledger))
        done = backup(ledger, tmp_path / name)
        ledger.save(source("later"), EDITOR)
        later = list(lines(ledger))
        back = restore_backup(ledger, tmp_path / name, REVIEWER)
        assert (list(lines(ledger)), back.head) == (then, done.head)
        assert ledger.check().is_good
        assert back.before is not None
        restore_backup(ledger, back.before, REVIEWER)
        assert list(lines(ledger)) == later, "what was there before the restoring is kept as well"

    def test_a_backup_never_overwrites(self, local: Curated, tmp_path: Path) -> None:
        (tmp_path / "kept.jsonl").write_text("mine", encoding="utf-8")
        with pytest.raises(RecordRefused, match="never overwrites"):
            backup(local, tmp_path / "kept.jsonl")

    @pytest.mark.parametrize("name", ["bad.jsonl", "bad.sqlite", "missing.jsonl"])
    def test_what_is_no_backup_leaves_the_ledger_as_it_is(self, local: Curated, tmp_path: Path, name: str) -> None:
        filled(local)
        if not name.startswith("missing"):
            (tmp_path / name).write_bytes(b"\xff nothing of the kind" * 100)
        before = list(lines(local))
        with pytest.raises(LedgerError):
            restore_backup(local, tmp_path / name, REVIEWER)
        assert list(lines(local)) == before
        assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith(".")) == []

    def test_a_folder_that_is_not_there_is_told(self, url: URL, tmp_path: Path) -> None:
        with Curated.open(url=url) as ledger, pytest.raises(LedgerError, match=r"nothing was written"):
            backup(ledger, tmp_path / "nowhere" / "backup.jsonl")
