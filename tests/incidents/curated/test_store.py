"""The ledger keeps what is saved, refuses what is stale, and forgets nothing; on SQLite and on PostgreSQL."""

import json
from pathlib import Path

import pytest
from sqlalchemy import URL, text

from incidents.curated import (
    LOCAL,
    Actor,
    Curated,
    LedgerUnavailable,
    NotAllowed,
    RecordRefused,
    StaleSave,
    UndoRefused,
)
from incidents.curated.canonical import canonical
from incidents.errors import UnknownRecord
from tests.incidents.curated.made_up import EDITOR, OTHER, READER, REVIEWER, campaign, claim, incident, source


def test_what_is_saved_is_read_again_after_reopening(url: URL) -> None:
    with Curated.open(url=url) as ledger:
        kept = ledger.save(source(note="نوشکی “quoted”"), EDITOR, "first")
    with Curated.open(url=url) as ledger:
        assert ledger.get("wire") == kept
        assert ledger.check().is_good


def test_each_change_is_a_revision_that_names_who_when_what_and_why(ledger: Curated) -> None:
    kept = ledger.save(source(), EDITOR, "seen on paper")
    ledger.save(kept.edited(language="en"), OTHER, "language")
    second, first = ledger.history("wire")
    assert [(each.actor, each.role, each.operation, each.reason, each.version) for each in (first, second)] == [
        ("Sana", "editor", "create", "seen on paper", 1),
        ("Bilal", "editor", "edit", "language", 2),
    ]
    assert second.at > first.at
    assert second.at.endswith("+00:00")
    assert json.loads(second.content)["record"]["language"] == "en"
    assert second.previous == first.hash


def test_a_stale_save_is_refused_with_base_theirs_and_yours(ledger: Curated) -> None:
    kept = ledger.save(source(), EDITOR)
    ledger.save(kept.edited(author="A. Khan"), EDITOR)
    with pytest.raises(StaleSave, match="saved by somebody else meanwhile") as refused:
        ledger.save(kept.edited(author="B. Baloch"), OTHER)
    error = refused.value
    assert (error.base.record.author, error.theirs.record.author, error.yours.record.author) == (
        "",
        "A. Khan",
        "B. Baloch",
    )  # type: ignore[union-attr]
    assert [(each.field, each.theirs, each.yours) for each in error.merge.conflicts] == [
        ("author", "A. Khan", "B. Baloch")
    ]
    assert ledger.get("wire").record.author == "A. Khan"  # type: ignore[union-attr]
    assert len(ledger.history()) == 2


def test_changes_of_different_fields_are_offered_merged_and_can_be_saved(ledger: Curated) -> None:
    kept = ledger.save(incident(), EDITOR)
    ledger.save(kept.edited(title="Bombing in Pasni"), EDITOR)
    with pytest.raises(StaleSave) as refused:
        ledger.save(kept.edited(note="Seen from the harbour."), OTHER)
    assert refused.value.merge.conflicts == ()
    both = ledger.save(refused.value.merge.entry, OTHER, "both")
    assert (both.record.title, both.record.note) == ("Bombing in Pasni", "Seen from the harbour.")  # type: ignore[union-attr]


def test_two_people_who_make_one_id_are_told(ledger: Curated) -> None:
    ledger.save(source(), EDITOR)
    with pytest.raises(StaleSave) as refused:
        ledger.save(source(author="B. Baloch"), OTHER)
    assert refused.value.base is None


def test_a_save_that_changes_nothing_adds_no_revision(ledger: Curated) -> None:
    kept = ledger.save(source(), EDITOR)
    assert ledger.save(kept, EDITOR) == kept
    assert len(ledger.history()) == 1


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (incident(sources=("nowhere",)), "sources"),
        (incident(campaign="nowhere"), "campaign"),
        (claim("c", 5, about="nowhere"), "about"),
        (source(derived_from="nowhere"), "derived_from"),
    ],
)
def test_a_reference_to_nothing_is_refused(local: Curated, entry: object, field: str) -> None:
    with pytest.raises(RecordRefused, match=f"{field} of .* names 'nowhere', which the ledger does not have"):
        local.save(entry, EDITOR)  # type: ignore[arg-type]
    assert local.history() == ()


def test_a_reference_to_another_kind_is_refused(local: Curated) -> None:
    local.save(source(), EDITOR)
    with pytest.raises(RecordRefused, match="names the source 'wire': name a campaign"):
        local.save(incident(campaign="wire"), EDITOR)


def test_reposts_that_lead_back_to_themselves_are_refused(local: Curated) -> None:
    wire = local.save(source("wire"), EDITOR)
    local.save(source("outlet", derived_from="wire"), EDITOR)
    with pytest.raises(RecordRefused, match="leads back to itself"):
        local.save(wire.edited(derived_from="outlet"), EDITOR)


def test_a_claim_is_never_edited(ledger: Curated) -> None:
    ledger.save(campaign(), EDITOR)
    kept = ledger.save(claim("c", 5), EDITOR)
    with pytest.raises(RecordRefused, match="claims are never edited: supersede it"):
        ledger.save(kept.edited(value=6, low=6, high=6), REVIEWER)


class TestRoles:
    def test_a_reader_can_do_nothing(self, local: Curated) -> None:
        kept = local.save(source(), EDITOR)
        for attempt in (
            lambda: local.save(kept.edited(note="x"), READER),
            lambda: local.review(kept, "in_review", READER),
            lambda: local.remove(kept, READER, "no"),
            lambda: local.undo(1, READER),
            lambda: local.restore("wire", 1, READER),
        ):
            with pytest.raises(NotAllowed, match="'Rahim' is a reader and may not"):
                attempt()
        assert len(local.history()) == 1

    def test_an_editor_cannot_accept(self, local: Curated) -> None:
        kept = local.save(source(), EDITOR)
        with pytest.raises(NotAllowed, match="ask a reviewer"):
            local.review(kept, "accepted", EDITOR)
        forged = local.save(kept.replace(review={"status": "accepted"}, shown=1), EDITOR)
        assert (forged.review.status, forged.shown) == ("in_review", 0)

    @pytest.mark.parametrize("name", ["", "  ", "a\x00b", "x" * 201, "a\nb"])
    def test_a_name_that_says_nothing_is_refused(self, name: str) -> None:
        with pytest.raises(NotAllowed):
            Actor(name, "editor")

    def test_a_role_that_does_not_exist_is_refused(self) -> None:
        with pytest.raises(NotAllowed, match="unknown role"):
            Actor("Sana", "owner")  # type: ignore[arg-type]


class TestReview:
    def test_drafts_are_not_shown_to_readers(self, ledger: Curated) -> None:
        ledger.save(source(), EDITOR)
        assert ledger.shown() == ()
        assert len(ledger.entries()) == 1

    def test_an_accepted_record_is_shown_until_its_change_is_accepted(self, ledger: Curated) -> None:
        first = ledger.review(ledger.save(source(), EDITOR), "accepted", REVIEWER)
        changed = ledger.save(first.edited(author="A. Khan"), EDITOR)
        assert changed.review.status == "in_review"
        assert [each.record.author for each in ledger.shown()] == [""]  # type: ignore[union-attr]
        ledger.review(changed, "accepted", REVIEWER)
        assert [each.record.author for each in ledger.shown()] == ["A. Khan"]  # type: ignore[union-attr]

    def test_a_rejection_needs_a_reason_and_keeps_it(self, ledger: Curated) -> None:
        kept = ledger.save(source(), EDITOR)
        with pytest.raises(RecordRefused, match="needs a reason"):
            ledger.review(kept, "rejected", REVIEWER, "  ")
        rejected = ledger.review(kept, "rejected", REVIEWER, "no such report")
        assert (rejected.review.status, rejected.review.reason, rejected.review.by) == (
            "rejected",
            "no such report",
            "Mehr",
        )

    def test_a_review_of_what_changed_meanwhile_is_refused(self, ledger: Curated) -> None:
        kept = ledger.save(source(), EDITOR)
        ledger.save(kept.edited(note="changed"), OTHER)
        with pytest.raises(StaleSave):
            ledger.review(kept, "accepted", REVIEWER)

    def test_an_editor_s_removal_is_shown_only_once_accepted(self, ledger: Curated) -> None:
        kept = ledger.review(ledger.save(source(), EDITOR), "accepted", REVIEWER)
        gone = ledger.remove(kept, EDITOR, "entered twice")
        assert len(ledger.shown()) == 1
        ledger.review(gone, "accepted", REVIEWER)
        assert ledger.shown() == ()


class TestUndo:
    def test_an_edit_is_undone_as_a_new_revision(self, ledger: Curated) -> None:
        kept = ledger.save(source(), EDITOR)
        ledger.save(kept.edited(author="A. Khan"), EDITOR)
        undone = ledger.undo(2, OTHER)
        assert (undone.record.author, undone.version) == ("", 3)  # type: ignore[union-attr]
        assert [each.operation for each in ledger.history("wire")] == ["undo", "edit", "create"]

    def test_later_changes_of_other_fields_stay(self, ledger: Curated) -> None:
        kept = ledger.save(source(), EDITOR)
        kept = ledger.save(kept.edited(author="A. Khan"), EDITOR)
        ledger.save(kept.edited(language="en"), EDITOR)
        undone = ledger.undo(2, EDITOR).record
        assert (undone.author, undone.language) == ("", "en")  # type: ignore[union-attr]

    def test_what_was_changed_again_is_not_undone(self, ledger: Curated) -> None:
        kept = ledger.save(source(), EDITOR)
        kept = ledger.save(kept.edited(author="A. Khan"), EDITOR)
        ledger.save(kept.edited(author="B. Baloch"), EDITOR)
        with pytest.raises(UndoRefused, match="changed author again"):
            ledger.undo(2, EDITOR)

    def test_the_making_of_a_record_is_undone_and_can_be_restored(self, ledger: Curated) -> None:
        ledger.save(source(), EDITOR)
        ledger.undo(1, EDITOR)
        assert ledger.entries() == ()
        ledger.restore("wire", 1, EDITOR)
        assert [each.id for each in ledger.entries()] == ["wire"]

    def test_an_undo_is_undone(self, ledger: Curated) -> None:
        kept = ledger.save(source(), EDITOR)
        ledger.save(kept.edited(author="A. Khan"), EDITOR)
        ledger.undo(2, EDITOR)
        assert ledger.undo(3, EDITOR).record.author == "A. Khan"  # type: ignore[union-attr]

    def test_an_acceptance_undone_by_a_reviewer_hides_the_record_again(self, ledger: Curated) -> None:
        ledger.review(ledger.save(source(), EDITOR), "accepted", REVIEWER)
        ledger.undo(2, EDITOR)
        assert len(ledger.shown()) == 1
        ledger.undo(2, REVIEWER)
        assert ledger.shown() == ()

    def test_a_record_that_others_lean_on_is_not_taken_out(self, ledger: Curated) -> None:
        kept = ledger.save(source(), EDITOR)
        ledger.save(incident(sources=("wire",)), EDITOR)
        with pytest.raises(RecordRefused, match="'blast' refers to 'wire': take out those first"):
            ledger.remove(kept, EDITOR, "not needed")
        with pytest.raises(RecordRefused, match="take out those first"):
            ledger.undo(1, EDITOR)

    def test_a_revision_that_does_not_exist(self, ledger: Curated) -> None:
        with pytest.raises(UnknownRecord, match="there is no revision 7"):
            ledger.undo(7, EDITOR)


def test_several_changes_are_kept_together_or_not_at_all(ledger: Curated) -> None:
    with pytest.raises(RecordRefused), ledger.writing(EDITOR) as together:
        together.append(source(), "create")
        together.append(claim("c", 5, about="nowhere"), "create")
    assert ledger.history() == ()
    assert ledger.check().is_good


class TestDamage:
    def break_one(self, ledger: Curated, statement: str) -> None:
        with ledger.database.writing() as connection:
            connection.execute(text(statement))

    def test_a_record_that_differs_from_its_history_is_reported_and_read_from_it(self, ledger: Curated) -> None:
        kept = ledger.review(ledger.save(source(), EDITOR), "accepted", REVIEWER)
        self.break_one(ledger, "UPDATE record SET content = replace(content, 'Report', 'Rexort') WHERE id = 'wire'")
        found = ledger.check(full=False)
        assert [(each.record, each.reason) for each in found.problems] == [
            ("wire", "the record differs from its last revision")
        ]
        assert ledger.shown() == (kept,)

    def test_a_damaged_revision_is_reported_and_the_record_is_read_from_its_own_copy(self, ledger: Curated) -> None:
        kept = ledger.save(source(), EDITOR)
        self.break_one(ledger, "UPDATE revision SET content = replace(content, 'Report', 'Rexort') WHERE number = 1")
        assert {each.record for each in ledger.check().problems} == {"wire"}
        assert ledger.entries() == (kept,)

    def test_one_damaged_record_does_not_keep_the_others_from_being_read(self, ledger: Curated) -> None:
        ledger.save(source("one"), EDITOR)
        ledger.save(source("two"), EDITOR)
        for table in ("record", "revision"):
            self.break_one(ledger, f"UPDATE {table} SET content = 'x' WHERE content LIKE '%\"one\"%'")
        assert [each.id for each in ledger.entries()] == ["two"]
        assert {each.record for each in ledger.check(full=False).problems} == {"one"}

    @pytest.mark.parametrize(
        "change", ["actor = 'Nobody'", "at = '2020-01-01'", "reason = 'other'", "operation = 'undo'"]
    )
    def test_a_history_that_was_rewritten_is_told(self, ledger: Curated, change: str) -> None:
        kept = ledger.save(source(), EDITOR, "why")
        ledger.save(kept.edited(author="A. Khan"), EDITOR, "why")
        self.break_one(ledger, f"UPDATE revision SET {change} WHERE number = 1")
        assert [each.field for each in ledger.check().problems] == ["revision 1"]

    def test_a_revision_that_was_taken_out_is_told(self, ledger: Curated) -> None:
        kept = ledger.save(source(), EDITOR)
        kept = ledger.save(kept.edited(author="A. Khan"), EDITOR)
        ledger.save(kept.edited(author="B. Baloch"), EDITOR)
        self.break_one(ledger, "DELETE FROM revision WHERE number = 2")
        assert "a revision is missing" in [each.reason for each in ledger.check().problems]


def test_a_ledger_of_a_newer_atlas_is_refused(url: URL) -> None:
    with Curated.open(url=url) as ledger, ledger.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '999'"))
    with pytest.raises(LedgerUnavailable, match="newer Atlas"):
        Curated.open(url=url)


def test_a_file_that_is_no_ledger_is_told(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(LedgerUnavailable, match="move the file away, and restore a backup"):
        Curated.open(tmp_path)


def test_a_server_that_does_not_answer_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_DATABASE_URL", "postgresql://sana:secret@/atlas?host=/nowhere")
    with pytest.raises(LedgerUnavailable, match="start the server") as told:
        Curated.open()
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("written", ["mysql://x/y", "nonsense", "sqlite://"])
def test_another_kind_of_database_is_refused(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("ATLAS_DATABASE_URL", written)
    with pytest.raises(LedgerUnavailable, match="ATLAS_DATABASE_URL"):
        Curated.open()


def test_one_person_alone_accepts_their_own(local: Curated) -> None:
    local.save(source().replace(review={"status": "accepted"}), LOCAL)
    assert [each.review.by for each in local.shown()] == ["local user"]


def test_canonical_json_does_not_depend_on_order() -> None:
    assert canonical({"a": 1, "b": [1, "é"]}) == canonical({"b": [1, "é"], "a": 1}) == '{"a":1,"b":[1,"é"]}'
