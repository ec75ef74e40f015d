"""The list of datasets is that of the atlas, though the rows of imported ones are not loaded for it."""

from pathlib import Path

import pytest

from incidents import Atlas, Snapshots
from incidents.catalogue import catalogue, own_ids
from incidents.curated import Actor, Curated
from incidents.curated.promoting import promote_row
from incidents.imported import ImportedPart
from tests.incidents.readers.made import ACLED, acled, text


def imported(tmp_path: Path, name: str, *rows: dict[str, object]) -> None:
    path = tmp_path / f"{name}.csv"
    path.write_text(text(ACLED, list(rows)), encoding="utf-8")
    Snapshots().add(path)


def test_it_describes_datasets_as_the_atlas_does_and_loads_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = {"admin1": "", "admin2": "", "admin3": "", "latitude": "", "longitude": "", "country": "Nigeria"}
    imported(tmp_path, "one", acled(1), acled(2, **nowhere, location="Nowhere"), acled(3))
    imported(tmp_path, "two", acled(4), acled(5))
    damaged = Path(Snapshots().newest("two").folder) / "incidents.parquet"
    damaged.write_bytes(b"PAR1 damaged")
    with Curated.open() as ledger:
        promote_row(ledger, Atlas.open(), "one.pak1", Actor("tester", "editor"))
    atlas = Atlas.open()
    monkeypatch.setattr(ImportedPart, "__init__", lambda *_: pytest.fail("loaded"))
    found = catalogue()
    assert found.datasets == atlas.datasets
    assert found.problems == atlas.problems
    assert found.problems
    assert own_ids() == {"balochistan-2026", "curated"}


def test_an_atlas_of_some_datasets_leaves_the_other_imported_ones_unread(tmp_path: Path) -> None:
    imported(tmp_path, "one", acled(1))
    imported(tmp_path, "two", acled(4), acled(5))
    assert [each.id for each in Atlas.open(only=("two",)).datasets] == ["balochistan-2026", "two"]
