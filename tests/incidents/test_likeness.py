"""A newer export under another name is proposed as a version of the dataset whose events it has, and never made one unasked."""

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
from typer.testing import CliRunner

from incidents.__main__ import app
from incidents.likeness import is_of_others, likeness, mended, newer_export, spread_over
from incidents.sandbox import Worker
from incidents.snapshot import Snapshots
from tests.incidents.readers.made import ACLED, UCDP, acled, text, ucdp

Import = Callable[[str, str], None]


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as child:
        yield child


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worker: Worker) -> Path:
    """A folder of its own; commands import in the child process of all these tests: to start another takes a second."""
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("incidents.__main__.Worker", lambda **_: nullcontext(worker))
    return tmp_path


@pytest.fixture
def imported(home: Path, worker: Worker) -> Import:
    def imports(name: str, content: str) -> None:
        path = home / f"{name}.csv"
        path.write_text(content, encoding="utf-8")
        Snapshots().add(path, worker=worker)

    return imports


def test_a_newer_export_under_another_name_is_proposed_and_stays_a_dataset_of_its_own(
    home: Path, imported: Import
) -> None:
    imported("january", text(ACLED, [acled(number) for number in range(40)]))
    later = home / "february.csv"
    later.write_text(text(ACLED, [acled(number) for number in range(10, 50)]), encoding="utf-8")
    told = json.loads(CliRunner().invoke(app, ["import", str(later), "--json"]).stdout)
    assert told["newer_export_of"] == {"dataset": "january", "version": 1, "shared": 30, "looked_at": 40}
    assert (told["dataset"], told["version"]) == ("february", 1)
    assert {each.dataset: each.version for each in Snapshots().datasets()} == {"january": 1, "february": 1}


def test_another_kind_other_events_and_a_small_part_are_proposed_as_nothing(imported: Import) -> None:
    imported("january", text(ACLED, [acled(number) for number in range(40)]))
    imported("other-kind", text(UCDP, [ucdp(number, id=f"PAK{number}") for number in range(40)]))
    imported("other-events", text(ACLED, [acled(number) for number in range(100, 140)]))
    imported("a-part", text(ACLED, [acled(number) for number in range(12)]))
    there = Snapshots().datasets()
    assert [newer_export(each, there) for each in there if each.dataset not in ("january", "a-part")] == [None, None]
    part = next(each for each in there if each.dataset == "a-part")
    assert newer_export(part, there) is None


def test_rows_that_come_back_are_known_by_the_marks_of_their_dataset(imported: Import) -> None:
    bad = acled(3, event_date="31/02/2024")
    imported("mine", text(ACLED, [acled(1), bad]))
    imported("other", text(ACLED, [acled(5), acled(6)]))
    sheet = Path(Snapshots().newest("mine").folder) / "rejected.csv"
    (row,) = csv.DictReader(sheet.read_text(encoding="utf-8-sig").splitlines())
    there = Snapshots().datasets()
    assert mended([row["atlas_reject"]], there) == "mine"
    assert [mended(marks, there) for marks in ([], ["r0000000000000000"])] == ["", ""]


def test_numbers_of_rows_tell_nothing_of_a_table(imported: Import) -> None:
    table = "no,date,town,killed\n" + "".join(f"{at},2024-03-{at:02},Turbat,1\n" for at in range(1, 20))
    imported("one", table)
    assert likeness(spread_over([str(at) for at in range(1, 20)]), Snapshots().datasets()) is None


MINE = "id,date,town,killed\nA1,2024-03-01,Turbat,1\nA2,2024-03-02,Pasni,2\n"
OTHERS = "ref,day,city,dead,news\nX7,2019-05-01,Quetta,4,a\nX8,2019-05-02,Sibi,5,b\n"


LATER = "id,date,town,killed\nA3,2024-04-01,Turbat,1\nA4,2024-04-02,Pasni,2\n"


@pytest.mark.parametrize("content", [OTHERS, OTHERS.replace("ref", "no").replace("X", ""), LATER])
def test_a_file_of_other_events_replaces_no_dataset_unless_it_is_asked_to(
    home: Path, imported: Import, content: str
) -> None:
    imported("data", MINE)
    path = home / "b" / "data.csv"
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    refused = CliRunner().invoke(app, ["import", str(path)])
    assert refused.exit_code
    assert "--append --dataset data" in " ".join(refused.stderr.split())
    assert Snapshots().newest("data").version == 1
    assert not [each for each in (home / "home/imported").iterdir() if each.name.startswith(".importing")]
    done = CliRunner().invoke(app, ["import", str(path), "--dataset", "data"])
    assert done.exit_code == 0 and "remove data --version 2, then import it with --append" in done.stdout
    assert Snapshots().newest("data").version == 2


def test_a_file_is_of_others_where_it_has_no_event_of_the_dataset(imported: Import) -> None:
    imported("data", MINE)
    (there,) = Snapshots().datasets()
    columns = ["ID", "Date", "Town", "Killed"]
    assert is_of_others(["ref", "day"], ["X7"], [], there)
    assert is_of_others(columns, ["B1"], [], there)
    assert not is_of_others([*columns, "source"], ["A1"], [], there)


def test_of_tables_whose_ids_count_rows_the_rows_say_whether_one_is_of_others(imported: Import) -> None:
    columns, table = (
        ["no", "date", "town"],
        "no,date,town\n" + "".join(f"{at},2024-03-{at:02},Turbat\n" for at in range(1, 9)),
    )
    imported("data", table)
    (there,) = Snapshots().datasets()
    rows = parquet.read_table(Path(there.folder) / "incidents.parquet")["digest"].to_pylist()
    assert not is_of_others(columns, ["1"], [*range(9), rows[3]], there)
    assert is_of_others(columns, ["1"], range(9), there)
    assert not is_of_others(columns, ["1"], range(2), there)
