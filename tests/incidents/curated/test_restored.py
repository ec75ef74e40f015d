"""After a backup was restored: what somebody began before it is refused as stale, never put over what is there now."""

from pathlib import Path

import pytest

from incidents.curated import Curated, StaleSave
from incidents.curated.backup import backup, restore_backup
from incidents.curated.errors import UnknownRecord
from tests.incidents.curated.made_up import EDITOR, OTHER, REVIEWER, source


def test_an_edit_from_before_is_stale_though_its_version_is_there_again(ledger: Curated, tmp_path: Path) -> None:
    first = ledger.save(source(), EDITOR)
    backup(ledger, tmp_path / "kept.jsonl")
    began = ledger.save(first.edited(author="A. Khan"), EDITOR)
    restore_backup(ledger, tmp_path / "kept.jsonl", REVIEWER)
    theirs = ledger.save(ledger.get("wire").edited(url="https://example.org/a"), OTHER)
    assert began.version == theirs.version
    with pytest.raises(StaleSave) as refused:
        ledger.save(began.edited(language="en"), EDITOR)
    assert (refused.value.theirs, refused.value.base) == (theirs, None)
    with pytest.raises(StaleSave):
        ledger.review(began, "accepted", REVIEWER)
    assert ledger.get("wire") == theirs


def test_an_edit_of_a_version_that_is_gone_is_stale(ledger: Curated, tmp_path: Path) -> None:
    first = ledger.save(source(), EDITOR)
    backup(ledger, tmp_path / "kept.jsonl")
    began = ledger.save(first.edited(author="A. Khan"), EDITOR)
    restore_backup(ledger, tmp_path / "kept.jsonl", REVIEWER)
    with pytest.raises(StaleSave):
        ledger.save(began.edited(language="en"), EDITOR)
    assert ledger.get("wire") == first


def test_a_form_that_was_open_meanwhile_is_stale_too(local: Curated, tmp_path: Path) -> None:
    first = local.save(source(), EDITOR)
    backup(local, tmp_path / "kept.jsonl")
    form = local.save(first.edited(author="A. Khan"), EDITOR).began
    restore_backup(local, tmp_path / "kept.jsonl", REVIEWER)
    for gone in (True, False):
        with pytest.raises(StaleSave):
            local.save(local.begun("wire", form).edited(language="en"), EDITOR)
        if gone:
            local.save(local.get("wire").edited(url="https://example.org/a"), OTHER)
    present = local.get("wire")
    assert local.save(local.begun("wire", present.began).edited(language="en"), EDITOR).version == present.version + 1


def test_an_edit_of_a_record_that_is_gone_says_so(local: Curated, tmp_path: Path) -> None:
    local.save(source("other"), EDITOR)
    backup(local, tmp_path / "kept.jsonl")
    began = local.save(source(), EDITOR)
    restore_backup(local, tmp_path / "kept.jsonl", REVIEWER)
    with pytest.raises(UnknownRecord, match="any more"):
        local.save(began.edited(language="en"), EDITOR)
