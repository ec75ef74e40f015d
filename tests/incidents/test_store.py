"""The data folder keeps a dataset whole or not at all, knows the same file again, and forgets it when told."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from gazetteer import Gazetteer
from incidents import Atlas, DatasetError, DatasetExists, Selection, SheetError, StoreError, UnknownRecord
from incidents.store import Store
from tests.incidents.test_dataset import GOOD

SHEET = "place,date,type,killed,source,note\nPasni,2026-03-01,bombing,12,Dawn,x\nDasht,2026-03-01,clash,,Dawn,=1+1\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "My sheet.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


@pytest.fixture
def toml(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def files(home: Path) -> set[str]:
    return {path.relative_to(home / "datasets").as_posix() for path in (home / "datasets").rglob("*")}


def test_a_sheet_is_kept_with_its_original_records_report_and_rejected_rows(
    sheet: Path, home: Path, gazetteer: Gazetteer
) -> None:
    added = Store().add(sheet, gazetteer)
    assert (added.dataset.id, added.dataset.incidents, added.dataset.rejected) == ("my-sheet", 1, 1)
    names = {"original.csv", "records.json", "report.json", "rejected.csv"}
    assert files(home) == {"my-sheet", *(f"my-sheet/{name}" for name in names)}
    assert (home / "datasets/my-sheet/original.csv").read_bytes() == sheet.read_bytes()


def test_rejected_rows_are_kept_as_they_were_with_their_reason(sheet: Path, home: Path, gazetteer: Gazetteer) -> None:
    Store().add(sheet, gazetteer)
    text = (home / "datasets/my-sheet/rejected.csv").read_text(encoding="utf-8-sig")
    header, row = csv.reader(io.StringIO(text))
    assert header == ["row", "field", "reason", "remedy", "place", "date", "type", "killed", "source", "note"]
    assert row[:3] == ["3", "place", "ambiguous place"]
    assert row[4:] == ["Dasht", "2026-03-01", "clash", "", "Dawn", "'=1+1"]


def test_the_atlas_shows_what_was_added_and_what_was_not(sheet: Path, gazetteer: Gazetteer) -> None:
    Store().add(sheet, gazetteer, name="March")
    atlas = Atlas.open()
    assert [(each.id, each.title, each.incidents) for each in atlas.datasets[1:]] == [("march", "March", 1)]
    assert [str(problem) for problem in atlas.problems] == ["ambiguous place: 'Dasht' @ row 3, place"]
    found = atlas.incidents(Selection(datasets=("march",)))
    assert list(zip(found["id"], found["fatalities_best"], strict=True)) == [("march.r2", 12)]


def test_what_is_read_again_is_what_was_made(sheet: Path, gazetteer: Gazetteer) -> None:
    from incidents.importing import import_sheet

    Store().add(sheet, gazetteer)
    (again,) = Store().read(gazetteer)
    made = import_sheet(sheet, gazetteer).dataset
    assert (again.incidents, again.claims, again.sources) == (made.incidents, made.claims, made.sources)
    assert again.problems == made.problems


def test_the_same_file_is_known_again(sheet: Path, home: Path, gazetteer: Gazetteer) -> None:
    first = Store().add(sheet, gazetteer)
    before = files(home)
    again = Store().add(sheet, gazetteer, name="Other name")
    assert again.already
    assert again.dataset.id == first.dataset.id
    assert again.report == first.to_dict()["report"]
    assert files(home) == before


def test_another_file_of_the_same_name_gets_a_number(sheet: Path, gazetteer: Gazetteer) -> None:
    Store().add(sheet, gazetteer)
    sheet.write_text(SHEET + "Turbat,2026-03-02,clash,,,\n", encoding="utf-8")
    assert Store().add(sheet, gazetteer).dataset.id == "my-sheet-2"
    assert {info.id for info in Atlas.open().datasets} == {"balochistan-2026", "my-sheet", "my-sheet-2"}


def test_a_name_that_is_asked_for_and_taken_is_refused(sheet: Path, gazetteer: Gazetteer) -> None:
    Store().add(sheet, gazetteer)
    sheet.write_text(SHEET + "\n\nTurbat,2026,,,,\n", encoding="utf-8")
    with pytest.raises(DatasetExists, match="another dataset has the name 'my-sheet'"):
        Store().add(sheet, gazetteer, name="my sheet")
    with pytest.raises(DatasetExists):
        Store().add(sheet, gazetteer, name="balochistan 2026", taken={"balochistan-2026"})


def test_a_file_that_cannot_be_read_leaves_nothing(tmp_path: Path, home: Path, gazetteer: Gazetteer) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"PK\x03\x04")
    with pytest.raises(SheetError):
        Store().add(bad, gazetteer)
    assert not home.exists()


def test_a_failure_while_writing_leaves_nothing(
    sheet: Path, home: Path, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("incidents.dataset_folder.rejected_csv", fail)
    with pytest.raises(StoreError, match="No space left"):
        Store().add(sheet, gazetteer)
    assert files(home) == set()


def test_a_dataset_is_removed_with_everything_kept_of_it(sheet: Path, home: Path, gazetteer: Gazetteer) -> None:
    Store().add(sheet, gazetteer)
    Store().remove("my-sheet")
    assert files(home) == set()
    assert len(Atlas.open().datasets) == 1


@pytest.mark.parametrize("name", ["gone", "", "..", "../datasets", "/", ".adding-x", "balochistan-2026"])
def test_only_what_was_added_can_be_removed(sheet: Path, home: Path, gazetteer: Gazetteer, name: str) -> None:
    Store().add(sheet, gazetteer)
    before = files(home)
    with pytest.raises(UnknownRecord, match="no added dataset is called"):
        Store().remove(name)
    assert files(home) == before


class TestToml:
    def test_it_is_kept_as_it_is(self, toml: Path, home: Path, gazetteer: Gazetteer) -> None:
        added = Store().add(toml, gazetteer)
        assert (added.dataset.id, added.dataset.incidents, added.problems) == ("mine", 2, ())
        assert (home / "datasets/mine/dataset.toml").read_text(encoding="utf-8") == GOOD
        assert len(Atlas.open().incidents(Selection(datasets=("mine",)))) == 2

    def test_the_same_file_is_known_again(self, toml: Path, gazetteer: Gazetteer) -> None:
        Store().add(toml, gazetteer)
        assert Store().add(toml, gazetteer).already

    def test_another_with_its_id_is_refused(self, toml: Path, gazetteer: Gazetteer) -> None:
        Store().add(toml, gazetteer)
        toml.write_text(GOOD + "\n# changed\n", encoding="utf-8")
        with pytest.raises(DatasetExists):
            Store().add(toml, gazetteer)

    def test_one_with_nothing_in_it_is_refused_with_its_problems(self, toml: Path, gazetteer: Gazetteer) -> None:
        toml.write_text("[dataset", encoding="utf-8")
        with pytest.raises(DatasetError, match=r"nothing to add in 'mine\.toml': not readable as TOML"):
            Store().add(toml, gazetteer)

    def test_one_with_a_mistake_is_kept_and_its_problems_are_shown(self, toml: Path, gazetteer: Gazetteer) -> None:
        toml.write_text(GOOD.replace('"clash"', '"clsh"'), encoding="utf-8")
        assert len(Store().add(toml, gazetteer).problems) == 1
        atlas = Atlas.open()
        assert [problem.record for problem in atlas.problems] == ["two"]
        assert len(atlas.incidents(Selection(datasets=("mine",)))) == 1

    def test_one_that_a_person_drops_into_the_folder_is_read(self, home: Path) -> None:
        (home / "datasets").mkdir(parents=True)
        (home / "datasets/dropped.toml").write_text(GOOD, encoding="utf-8")
        assert [info.id for info in Atlas.open().datasets] == ["balochistan-2026", "mine"]

    def test_one_with_the_id_of_another_is_a_problem_not_a_mixture(self, home: Path) -> None:
        (home / "datasets").mkdir(parents=True)
        copy = GOOD.replace('id = "mine"', 'id = "balochistan-2026"')
        (home / "datasets/copy.toml").write_text(copy, encoding="utf-8")
        atlas = Atlas.open()
        assert [problem.reason for problem in atlas.problems] == ["another dataset has this id"]
        assert len(atlas.incidents()) == 9


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"id": "x"}', '{"id": "x", "title": "x", "incidents": [{}]}', "\x00"]
)
def test_a_damaged_dataset_is_a_problem_and_the_atlas_opens(
    sheet: Path, home: Path, gazetteer: Gazetteer, content: str
) -> None:
    Store().add(sheet, gazetteer)
    (home / "datasets/my-sheet/records.json").write_text(content, encoding="utf-8")
    atlas = Atlas.open()
    assert atlas.problems
    assert len(atlas.incidents()) == 9


def test_a_folder_that_is_no_dataset_is_a_problem_and_the_atlas_opens(home: Path) -> None:
    (home / "datasets/empty").mkdir(parents=True)
    (problem,) = Atlas.open().problems
    assert problem.dataset == "empty"
    assert "the folder is empty" in problem.remedy
    assert "original.csv" not in problem.remedy


def test_hidden_and_other_files_are_left_alone(home: Path) -> None:
    (home / "datasets/.adding-x").mkdir(parents=True)
    (home / "datasets/readme.txt").write_text("mine", encoding="utf-8")
    assert Atlas.open().problems == ()


def test_a_place_that_left_the_gazetteer_is_a_problem_of_its_record(
    sheet: Path, home: Path, gazetteer: Gazetteer
) -> None:
    Store().add(sheet, gazetteer)
    records = home / "datasets/my-sheet/records.json"
    stored = json.loads(records.read_text(encoding="utf-8"))
    stored["incidents"][0]["where"]["place_id"] = "town:atlantis"
    records.write_text(json.dumps(stored), encoding="utf-8")
    atlas = Atlas.open()
    assert "place no longer in the gazetteer: 'town:atlantis' @ my-sheet.r2, place" in [str(p) for p in atlas.problems]
    lost = atlas.incidents().set_index("id").loc["my-sheet.r2"]
    assert (lost["level"], lost["place"], lost.geometry) == ("unknown", "", None)  # listed, and on no map


def test_a_data_folder_that_cannot_be_read_is_a_problem_and_the_atlas_opens(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "datasets").mkdir(parents=True)

    def refuse(self: Path) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    atlas = Atlas.open()
    assert "Permission denied" in atlas.problems[0].reason
    assert len(atlas.incidents()) == 9


def test_a_row_of_the_persons_gazetteer_that_cannot_be_used_is_a_problem_and_the_atlas_opens(home: Path) -> None:
    (home / "gazetteer").mkdir(parents=True)
    text = "name,latitude,longitude,level\nKolwa,north,64.9,town\n"
    (home / "gazetteer/mine.csv").write_text(text, encoding="utf-8")
    atlas = Atlas.open()
    assert [(each.dataset, each.record, each.value) for each in atlas.problems] == [("mine.csv", "row 2", "north")]
    assert len(atlas.incidents()) == 9


def test_a_folder_that_is_named_is_used_instead_of_the_usual_one(
    sheet: Path, tmp_path: Path, gazetteer: Gazetteer
) -> None:
    Store(tmp_path / "elsewhere").add(sheet, gazetteer)
    assert len(Atlas.open(tmp_path / "elsewhere").datasets) == 2
    assert len(Atlas.open().datasets) == 1
