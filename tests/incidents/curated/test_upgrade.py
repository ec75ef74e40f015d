"""A data folder of the release before (`tests/old_data_folder.py`, kept as a file) opens with everything that was in it."""

import hashlib
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from briefing.library import Library
from incidents import Atlas, Selection
from incidents.curated import Curated, LedgerUnavailable
from incidents.curated.migrations import running
from incidents.curated.promoting import promote_row
from tests.incidents.curated.made_up import REVIEWER

KEPT = Path(__file__).with_name("data") / "previous-release.zip"
NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "002"
down_revision = "001"


def upgrade():
    op.add_column("record", sa.Column("colour", sa.Text(), server_default="none"))
    {then}
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The data folder as the release before left it."""
    with zipfile.ZipFile(KEPT) as whole:
        whole.extractall(tmp_path / "home")
    return tmp_path / "home"


def files(home: Path) -> dict[str, str]:
    found = (path for path in home.rglob("*") if path.is_file() and path.suffix not in (".sqlite-wal", ".sqlite-shm"))
    return {str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def test_every_record_and_revision_is_there_and_the_chain_is_good(old: Path) -> None:
    with Curated.open(old) as ledger:
        check, history = ledger.check(), ledger.history()
        present = {entry.id: entry.version for entry in ledger.entries()}
        site = ledger.get("blast")
    assert (check.is_good, check.revisions, len(history)) == (True, 11, 11)
    assert present == {"wire": 2, "repost": 1, "raids": 1, "blast": 1, "draft": 1, "c92": 1, "c145": 1, "back": 1}
    assert (site.sensitive, site.contributor) == (("site",), "Gul")
    assert [each.operation for each in history[:2]] == ["remove", "create"]


def test_readers_see_what_they_saw(old: Path) -> None:
    atlas = Atlas.open(old)
    assert {info.id: info.incidents for info in atlas.datasets} == {"balochistan-2026": 9, "made": 3, "sheet": 1, "curated": 1}  # fmt: skip
    assert atlas.problems == ()
    assert atlas.incident("curated.blast").where.place_id == "district:gwadar"
    (toll,) = [each for each in atlas.tolls_of("curated.raids") if each.counted == "militants"]
    (line,) = toll.lines  # the others are drafts
    assert (line.claim_id, line.figure, line.word) == ("curated.c92", "92", "neutralized")
    assert atlas.incidents(Selection(datasets=["made"]))["fatalities_best"].tolist() == [1.0, 2.0, 3.0]
    assert len(Library(old).read("told-to-the-team").scenes) == 8


def test_opening_changes_no_file(old: Path) -> None:
    before = files(old)
    Atlas.open(old)
    with Curated.open(old) as ledger:
        ledger.check()
    assert files(old) == before


def test_work_goes_on_from_there(old: Path) -> None:
    with Curated.open(old) as ledger:
        ledger.save(ledger.get("wire").edited(author="A. Khan"), REVIEWER, "author found")
        row = Atlas.open(old).incidents(Selection(datasets=["made"]))["id"].iloc[0]
        promote_row(ledger, Atlas.open(old), row, REVIEWER, "to be edited")
        assert ledger.check().is_good


class TestPromotedRowsOfAnImportedDataset:
    """A row that was promoted is shown once, as the curated record, by everything that counts."""

    @pytest.fixture
    def promoted(self, old: Path) -> tuple[Atlas, Atlas, str]:
        before = Atlas.open(old)
        row = before.incidents(Selection(datasets=["made"]))["id"].iloc[1]
        with Curated.open(old) as ledger:
            promote_row(ledger, before, row, REVIEWER)
        return before, Atlas.open(old, earlier=before), row

    def test_it_is_counted_once(self, promoted: tuple[Atlas, Atlas, str]) -> None:
        before, after, row = promoted
        everything = Selection(datasets=["made", "curated"])
        assert after.summary(everything).count == before.summary(everything).count == 4
        assert {each.value: each.count for each in after.facets(Selection())["datasets"]}["made"] == 3
        assert after.summary(Selection(datasets=["made"])).count == 3, "it is found by the dataset that it came from"
        assert int(after.marks(everything)["count"].sum()) == 4
        assert sum(line.count for line in after.summary(everything).by_type) == 4
        listed = set(after.page(everything)["id"])
        assert (row in listed, f"curated.{row}" in listed, len(listed)) == (False, True, 4)

    def test_it_is_played_and_exported_once(self, promoted: tuple[Atlas, Atlas, str], tmp_path: Path) -> None:
        from incidents.export import export

        _, after, row = promoted
        everything = Selection(datasets=["made", "curated"])
        assert int(after.cube(everything).certain["count"].sum() + after.cube(everything).uncertain["count"].sum()) == 4
        export(after, everything, tmp_path / "found.geojson")
        written = (tmp_path / "found.geojson").read_text(encoding="utf-8")
        assert written.count('"type": "Feature"') == 4
        assert f'"id": "{row}"' not in written

    def test_its_claims_come_along_and_the_link_is_told(self, promoted: tuple[Atlas, Atlas, str]) -> None:
        before, after, row = promoted
        said = [(claim.value, claim.claimant) for claim in before.claims_of(row)]
        assert [(claim.value, claim.claimant) for claim in after.claims_of(f"curated.{row}")] == said
        assert (
            after.promoted_from(f"curated.{row}") == f"promoted from made, version 1, row {row.removeprefix('made.')}"
        )
        assert "1 of its rows are shown as curated records." in next(each.note for each in after.datasets if each.id == "made")  # fmt: skip

    def test_a_second_row_of_the_same_source_can_be_promoted(self, promoted: tuple[Atlas, Atlas, str], old: Path) -> None:  # fmt: skip
        _, after, _ = promoted
        found = after.incidents(Selection(datasets=["made"]))
        rows = found["id"][found["dataset"] == "made"].tolist()
        with Curated.open(old) as ledger:
            for row in rows:
                promote_row(ledger, after, row, REVIEWER)
            assert ledger.check().is_good
        assert {info.id: info.incidents for info in Atlas.open(old).datasets}["made"] == 0

    def test_taken_out_again_the_row_is_shown_in_its_dataset(self, promoted: tuple[Atlas, Atlas, str], old: Path) -> None:  # fmt: skip
        _, after, row = promoted
        with Curated.open(old) as ledger:
            for claim in [each for each in ledger.entries("claim") if each.about == row]:
                ledger.remove(claim, REVIEWER, "not needed")
            ledger.remove(ledger.get(row), REVIEWER, "not needed")
        assert row in set(Atlas.open(old, earlier=after).incidents()["id"])


class TestMigrating:
    """A step that a later release adds is run on the old file: in one transaction, and nothing is lost."""

    def steps(self, folder: Path, then: str, monkeypatch: pytest.MonkeyPatch) -> None:
        there = folder / "migrations"
        shutil.copytree(running.FOLDER, there)
        (there / "versions" / "step_002.py").write_text(NEXT.format(then=then), encoding="utf-8")
        config = Config()
        config.set_main_option("script_location", str(there))
        config.set_main_option("path_separator", "os")
        script: Any = ScriptDirectory.from_config(config)
        for module in ("incidents.curated.migrations.running", "incidents.curated.database"):
            monkeypatch.setattr(f"{module}.steps", lambda: script)

    def test_from_the_first_step_to_the_next(self, old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with Curated.open(old) as ledger:
            head, entries = ledger.head(), ledger.entries()
        self.steps(tmp_path, "pass", monkeypatch)
        with Curated.open(old) as ledger:
            assert (ledger.head(), ledger.entries(), ledger.check().is_good) == (head, entries, True)
        with closing(sqlite3.connect(old / "ledger.sqlite")) as connection:
            assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("002",)]
            assert connection.execute("SELECT DISTINCT colour FROM record").fetchall() == [("none",)]

    def test_a_step_that_fails_changes_nothing(
        self, old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as later:
            self.steps(tmp_path, 'op.execute("UPDATE nowhere SET a = 1")', later)
            with pytest.raises(LedgerUnavailable, match="nowhere"):
                Curated.open(old)
        with Curated.open(old) as ledger:
            assert (ledger.check().is_good, ledger.check().revisions) == (True, 11)

    def test_a_file_of_a_newer_release_is_refused_and_not_changed(self, old: Path) -> None:
        with closing(sqlite3.connect(old / "ledger.sqlite")) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '999'")
            connection.commit()
        before = files(old)
        with pytest.raises(LedgerUnavailable, match="newer Atlas"):
            Curated.open(old)
        assert ["newer Atlas" in each.reason for each in Atlas.open(old).problems] == [True]
        assert files(old) == before
