"""Rejected rows come back mended: they join the dataset they were rejected from, and the counts still add up."""

import csv
import io
from pathlib import Path

import geopandas as gpd
import pytest

from incidents import Atlas, Selection
from incidents.errors import UnknownRecord
from incidents.export import export
from incidents.readers.mapping import read_mapping
from incidents.sandbox import Worker
from incidents.snapshot import Imported, Snapshots
from incidents.unplaced_sheet import unplaced_sheet
from tests.incidents.readers.made import ACLED, acled, text


@pytest.fixture(scope="module")
def worker():
    with Worker() as child:
        yield child


MANY = 400
"""Rows of which texts that are hardly there twice are kept otherwise than those of a few rows."""


def lost(number: int) -> dict[str, object]:
    """Return a row at a place that no gazetteer has."""
    nowhere = {"country": "Mali", "admin1": "Gao", "admin2": "", "location": "Gao", "latitude": "", "longitude": ""}
    return acled(number, **nowhere)


def add(tmp_path: Path, rows: list[dict[str, object]], name: str, worker: Worker, **how: object):
    path = tmp_path / name
    path.write_text(text(ACLED, rows), encoding="utf-8")
    return Snapshots().add(path, dataset="mine", worker=worker, **how)  # type: ignore[arg-type]


def test_mended_rows_join_the_dataset_and_are_rejected_no_longer(tmp_path: Path, home: Path, worker: Worker) -> None:
    rows = [acled(1), acled(2), acled(3, event_date="2024-02-31"), acled(4, event_date="soon")]
    first = add(tmp_path, rows, "a.csv", worker)
    rejected = (Path(first.manifest.folder) / "rejected.csv").read_text(encoding="utf-8-sig")
    mended = tmp_path / "mended.csv"
    mended.write_text(rejected.replace("2024-02-31", "2024-02-28"), encoding="utf-8-sig")
    both = Snapshots().add(mended, dataset="mine", append=True, worker=worker)
    told = both.report
    assert (told.rows, told.taken, told.repeated, told.rejected) == (4, 3, 0, 1)
    assert [each.row for each in told.rejects] == [3]  # as the mended file counts
    assert told.sums[0].total == 1 + 2 + 3
    assert "2 rejected rows came back: 1 mended, 1 rejected again" in told.notes
    assert both.manifest.difference is not None
    assert (both.manifest.difference.added, both.manifest.difference.same) == (1, 2)
    left = (Path(both.manifest.folder) / "rejected.csv").read_text(encoding="utf-8-sig")
    assert "soon" in left and "2024-02-2" not in left


def test_many_rows_take_mended_rejected_and_unplaced_ones_and_are_compared(
    tmp_path: Path, home: Path, worker: Worker
) -> None:
    rows = [*(acled(number) for number in range(1, MANY)), acled(MANY, event_date="soon"), lost(MANY + 1)]
    first = add(tmp_path, rows, "a.csv", worker)
    rejected = (Path(first.manifest.folder) / "rejected.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "mended.csv").write_text(rejected.replace("soon", "2024-02-28"), encoding="utf-8")
    both = Snapshots().add(tmp_path / "mended.csv", dataset="mine", append=True, worker=worker)
    assert (both.report.rows, both.report.taken, both.report.rejected) == (MANY + 1, MANY + 1, 0)
    (row,) = csv.DictReader("".join(unplaced_sheet(Path(both.manifest.folder))).lstrip("\ufeff").splitlines())
    row |= {"latitude": "16.27", "longitude": "-0.04"}
    (tmp_path / "placed.csv").write_text(text(list(row), [row]), encoding="utf-8")
    placed = Snapshots().add(tmp_path / "placed.csv", dataset="mine", append=True, worker=worker)
    assert (placed.report.taken, placed.report.on_map) == (MANY + 1, MANY + 1)
    assert [each and (each.added, each.changed, each.gone, each.same) for each in (
        both.manifest.difference, placed.manifest.difference
    )] == [(1, 0, 0, MANY), (0, 1, 0, MANY)]  # fmt: skip
    files = [(each.file, each.sha256[:16]) for each in (first.manifest, both.manifest, placed.manifest)]
    assert placed.manifest.made_of == "; ".join(f"{name}, sha256:{digest}" for name, digest in files)
    frame = gpd.read_parquet(Path(placed.manifest.folder) / "incidents.parquet")
    notes = frame["native.notes"].astype(object).fillna(frame["note"])
    assert set(notes) == {row["notes"] for row in rows}


def test_a_row_on_no_map_gives_way_to_that_very_row_not_to_another_of_its_id(
    tmp_path: Path, home: Path, worker: Worker
) -> None:
    head = "date,place,killed,note\n"
    (tmp_path / "a.csv").write_text(head + "2024-03-01,Nowhere at all,1,old\n2024-03-20,Quetta,2,\n")
    first = Snapshots().add(tmp_path / "a.csv", dataset="mine", worker=worker)
    sheet = "".join(unplaced_sheet(Path(first.manifest.folder))).replace("Nowhere at all", "Pasni")
    (tmp_path / "b.csv").write_text(head + "2024-04-01,Elsewhere at all,7,new\n2024-04-20,Quetta,2,\n")
    Snapshots().add(tmp_path / "b.csv", dataset="mine", worker=worker)
    (tmp_path / "placed.csv").write_text(sheet, encoding="utf-8")
    both = Snapshots().add(tmp_path / "placed.csv", dataset="mine", append=True, worker=worker)
    assert (both.report.taken, both.report.on_map) == (3, 2)
    frame = gpd.read_parquet(Path(both.manifest.folder) / "incidents.parquet")
    assert {"old", "new"} <= {*frame["note"]}


def test_datasets_of_few_and_of_many_rows_are_counted_listed_and_exported_together(
    tmp_path: Path, home: Path, worker: Worker
) -> None:
    add(tmp_path, [acled(number) for number in range(1, MANY + 1)], "a.csv", worker)
    path = tmp_path / "few.csv"
    path.write_text(text(ACLED, [acled(9_001), acled(9_002)]), encoding="utf-8")
    Snapshots().add(path, dataset="few", worker=worker)
    atlas, both = Atlas.open(home), Selection(datasets=["mine", "few"])
    assert sum(each.count for each in atlas.facets(both)["event_types"]) == MANY + 2
    assert len(atlas.incidents(both)) == MANY + 2
    assert len(atlas.page(both.replace(text="number 9001"))) == 1
    for name in ("all.csv", "all.parquet"):
        assert export(atlas, both, tmp_path / name).about.incidents == MANY + 2


NASTY = (
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    '=HYPERLINK("x","y")',
    "'tis",
    "''twas",
    "'=1",
    "-1+2",
    "-0.04",
    "'-0.04",
    "＝1",
    "+92",
    "'",
)


def test_no_cell_of_a_sheet_to_be_mended_is_a_formula_and_all_come_back_as_they_were(
    tmp_path: Path, home: Path, worker: Worker
) -> None:
    rows = [acled(0)] + [acled(at, event_date="soon", notes=each, source=each) for at, each in enumerate(NASTY, 1)]
    rows += [lost(at + 100) | {"notes": each, "source": each} for at, each in enumerate(NASTY)]
    folder = Path(add(tmp_path, rows, "a.csv", worker).manifest.folder)
    unplaced = "".join(unplaced_sheet(folder))
    for nth, content in enumerate(((folder / "rejected.csv").read_text(encoding="utf-8-sig"), unplaced)):
        cells = [cell for row in csv.reader(content.lstrip("\ufeff").splitlines()) for cell in row]
        assert not [each for each in cells if each.startswith(("=", "@", "+", "＝")) or each == "-1+2"]
        (tmp_path / f"{nth}.csv").write_text(content.replace("soon", "2024-02-28"), encoding="utf-8")
        Snapshots().add(tmp_path / f"{nth}.csv", dataset="mine", append=True, worker=worker)
        frame = gpd.read_parquet(Path(Snapshots().newest("mine").folder) / "incidents.parquet")
        for column, own in (("note", "notes"), ("source", "source")):
            assert sorted(frame[column]) == sorted([acled(0)[own], *NASTY, *NASTY])


def test_a_line_that_could_not_be_split_is_in_the_sheet_whole_and_stays_rejected_until_it_is_mended(
    tmp_path: Path, home: Path, worker: Worker
) -> None:
    head = "id,date,town,note\n"
    swallowed = 'E2,2024-03-02,Pasni,"not closed\nE3,2024-03-03,Turbat,"closed, and more", beyond'
    long = f"E4,2024-03-04,Pasni,{'x' * 40_000},beyond,the,header"
    path = tmp_path / "a.csv"
    path.write_text(f"{head}E1,2024-03-01,Turbat,a\n{swallowed}\n{long}\nE5,2024-03-05,Turbat,b\n", encoding="utf-8")
    for turn in range(3):
        done = Snapshots().add(path, dataset="mine", append=turn > 0, worker=worker)
        assert (done.report.rows, done.report.taken, done.report.rejected) == (4 + turn, 2 + turn, 2)
        sheet = (Path(done.manifest.folder) / "rejected.csv").read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(sheet, newline="")))
        assert [row["atlas_value"] for row in rows] == [swallowed, long]
        assert not any(row["date"] or row["town"] for row in rows)
        path = tmp_path / f"{turn}.csv"  # as it is, with one more row, so that some of it can be used
        path.write_text(f"{sheet}N{turn},2024-04-07,Pasni,c,,,,,,\n", encoding="utf-8")


def test_rows_that_are_there_are_repeats_and_an_id_that_is_taken_gets_the_version(
    tmp_path: Path, home: Path, worker: Worker
) -> None:
    add(tmp_path, [acled(1), acled(2)], "a.csv", worker)
    told = add(tmp_path, [acled(2), acled(1, fatalities=9), acled(5)], "b.csv", worker, append=True)
    frame = gpd.read_parquet(Path(told.manifest.folder) / "incidents.parquet")
    assert sorted(frame["id"]) == ["pak1", "pak1-v2", "pak2", "pak5"]
    report = told.report
    assert (report.rows, report.taken, report.repeated, report.rejected) == (5, 4, 1, 0)
    assert report.sums[0].stated == 4


def test_rows_added_that_repeat_others_under_other_ids_are_told_with_what_they_add_to_the_sums(
    tmp_path: Path, home: Path, worker: Worker
) -> None:
    rows = [acled(at, fatalities=2) for at in range(1, 7)]
    ids = ("event_id_cnty", "data_id", "event_id_no_cnty")
    again: list[dict[str, object]] = [{**row, **dict.fromkeys(ids, f"NEW{at}")} for at, row in enumerate(rows)]
    add(tmp_path, rows, "a.csv", worker)
    told = add(tmp_path, [acled(8, fatalities=2), *again, rows[0]], "b.csv", worker, append=True)
    frame = gpd.read_parquet(Path(told.manifest.folder) / "incidents.parquet")
    assert sorted(frame["native_id"][["alike" in each for each in frame["flags"]]]) == [f"NEW{at}" for at in range(6)]
    report = told.report
    assert ((report.sums[0].total, report.sums[0].alike), report.repeated) == ((26, 12), 1)
    assert any(
        each.startswith("6 of 8 rows added repeat one that was there in every column but") for each in report.warnings
    )
    assert next(each for each in report.flagged if each.flag == "alike").first == (3, 4, 5, 6, 7, 8)


def test_rows_are_only_added_to_a_dataset_that_is_there(tmp_path: Path, home: Path, worker: Worker) -> None:
    with pytest.raises(UnknownRecord, match="mine"):
        add(tmp_path, [acled(1)], "a.csv", worker, append=True)


def test_one_version_is_removed_and_the_one_before_is_shown_again(tmp_path: Path, home: Path, worker: Worker) -> None:
    add(tmp_path, [acled(1)], "a.csv", worker)
    add(tmp_path, [acled(1), acled(2)], "b.csv", worker)
    Snapshots().remove("mine", 2)
    assert [each.version for each in Snapshots().versions("mine")] == [1]
    with pytest.raises(UnknownRecord, match="no version 7"):
        Snapshots().report("mine", 7)


def test_the_sum_of_a_highest_figure_stays_when_rows_are_added(tmp_path: Path, home: Path, worker: Worker) -> None:
    head = "Date,Town,Killed Min,Killed Max\n"
    for name, rows in (
        ("a.csv", "2024-02-01,Pasni,1,3\n2024-02-02,Quetta,2,2\n"),
        ("b.csv", "2024-02-03,Gwadar,4,9\n"),
    ):
        (tmp_path / name).write_text(head + rows, encoding="utf-8")
    Snapshots().add(tmp_path / "a.csv", dataset="mine", worker=worker)
    told = Snapshots().add(tmp_path / "b.csv", dataset="mine", append=True, worker=worker).report
    assert {each.column: (each.total, each.stated, each.unknown) for each in told.sums} == {
        "Killed Min": (7, 3, 0),
        "Killed Max": (14, 3, 0),
    }


def sheet_of(done: Imported) -> str:
    return (Path(done.manifest.folder) / "rejected.csv").read_text(encoding="utf-8-sig")


def test_a_mended_row_of_another_version_strikes_out_no_rejected_row_of_the_newest(
    tmp_path: Path, home: Path, worker: Worker
) -> None:
    head = "id,date,town,killed\n"
    rest = "A2,2021-03-01,Quetta,1\nA3,2021-03-20,Sibi,1\n"
    done: list[Imported] = []
    for name, row in (("1.csv", "A1,2021-02-31,Quetta,5\n"), ("2.csv", "B1,2021-13-01,Turbat,7\n")):
        (tmp_path / name).write_text(head + row + rest, encoding="utf-8")
        done.append(Snapshots().add(tmp_path / name, dataset="q", worker=worker))
    (tmp_path / "m.csv").write_text(sheet_of(done[0]).replace("2021-02-31", "2021-02-28", 1), encoding="utf-8")
    told = Snapshots().add(tmp_path / "m.csv", dataset="q", append=True, worker=worker)
    assert "B1,2021-13-01,Turbat,7" in sheet_of(told)
    assert (told.report.rows, told.report.taken, told.report.rejected) == (4, 3, 1)
    assert [each.value for each in told.report.rejects] == ["2021-13-01"]
    assert any("1 row of the sheet is of no row rejected from the version before" in each for each in told.report.notes)


def test_rejected_rows_of_two_files_with_the_same_number_are_told_apart(
    tmp_path: Path, home: Path, worker: Worker
) -> None:
    add(tmp_path, [acled(1), acled(2, event_date="soon")], "a.csv", worker)
    both = add(tmp_path, [acled(3), acled(4, event_date="soon")], "b.csv", worker, append=True)
    lines = sheet_of(both).splitlines(keepends=True)
    (tmp_path / "m.csv").write_text(lines[0] + lines[2].replace("soon", "2024-02-28", 1), encoding="utf-8")
    told = Snapshots().add(tmp_path / "m.csv", dataset="mine", append=True, worker=worker)
    assert (told.report.rows, told.report.taken, told.report.rejected) == (4, 3, 1)
    assert "pak2" in sheet_of(told).casefold() and "pak4" not in sheet_of(told).casefold()


def test_sheets_of_rejected_rows_made_before_rows_were_marked_are_still_taken(
    tmp_path: Path, home: Path, worker: Worker
) -> None:
    first = add(tmp_path, [acled(1), acled(2, event_date="soon")], "a.csv", worker)
    path = Path(first.manifest.folder) / "rejected.csv"
    rows = [row[:-1] for row in csv.reader(io.StringIO(sheet_of(first), newline=""))]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    (tmp_path / "m.csv").write_text(sheet_of(first).replace("soon", "2024-02-28", 1), encoding="utf-8")
    told = Snapshots().add(tmp_path / "m.csv", dataset="mine", append=True, worker=worker)
    assert (told.report.rows, told.report.taken, told.report.rejected) == (2, 2, 0)


DESK = "date,town,killed\n13/1/2021,Quetta,1\n3/1/2021,Sibi,2\n"


def test_mended_rows_whose_dates_show_no_order_are_read_as_those_of_their_dataset(
    tmp_path: Path, home: Path, worker: Worker
) -> None:
    (tmp_path / "desk.csv").write_text(f"{DESK}31/2/2021,Turbat,3\n30/2/2021,Pasni,4\n", encoding="utf-8")
    first = Snapshots().add(tmp_path / "desk.csv", dataset="desk", worker=worker)
    mended = sheet_of(first).replace("31/2/2021", "10/01/2021", 1).replace("30/2/2021", "11/01/2021", 1)
    (tmp_path / "m.csv").write_text(mended, encoding="utf-8")
    told = Snapshots().add(tmp_path / "m.csv", dataset="desk", append=True, worker=worker)
    frame = gpd.read_parquet(Path(told.manifest.folder) / "incidents.parquet")
    days = sorted(str(each)[:10] for each in frame["start"])
    assert days == ["2021-01-03", "2021-01-10", "2021-01-11", "2021-01-13"]
    assert told.report.rejected == 0
    assert any("read day first, as those of the dataset are" in each for each in told.report.notes)


@pytest.mark.parametrize("mend", ["2021-10-01", "2021-01-31"])
def test_mended_rows_have_the_day_behind_the_year_as_those_of_their_dataset(
    tmp_path: Path, home: Path, worker: Worker, mend: str
) -> None:
    dates = ["2021-13-01", "2021-03-01", "2021-31-02", "2021-30-02"]
    (tmp_path / "desk.csv").write_text(
        "date,town,killed\n" + "".join(f"{each},Quetta,1\n" for each in dates), encoding="utf-8"
    )
    first = Snapshots().add(tmp_path / "desk.csv", dataset="desk", worker=worker)
    mended = sheet_of(first).replace("2021-31-02", mend, 1).replace("2021-30-02", "2021-11-01", 1)
    (tmp_path / "m.csv").write_text(mended, encoding="utf-8")
    told = Snapshots().add(tmp_path / "m.csv", dataset="desk", append=True, worker=worker)
    frame = gpd.read_parquet(Path(told.manifest.folder) / "incidents.parquet")
    days = {str(each)[:10] for each in frame["start"]}
    assert days == {"2021-01-13", "2021-01-03", "2021-01-11", "2021-01-31" if "31" in mend else "2021-01-10"}
    assert told.report.rejected == 0
    assert any("read year-day-month" in each for each in told.report.notes)


def test_rows_added_to_acled_have_the_day_behind_the_year_where_its_rows_had(
    tmp_path: Path, home: Path, worker: Worker
) -> None:
    add(tmp_path, [acled(1, event_date="2024-17-04"), acled(2, event_date="2024-05-04")], "a.csv", worker)
    more = add(tmp_path, [acled(3, event_date="2024-06-04")], "b.csv", worker, append=True)
    assert (more.report.first, more.report.last) == ("2024-04-05", "2024-04-17")
    assert any("are read year-day-month, as those of the dataset are" in each for each in more.report.notes)
    odd = add(
        tmp_path,
        [acled(number, event_date=f"2024-04-{number + 3}") for number in (4, 18)],
        "c.csv",
        worker,
        append=True,
    )
    assert odd.report.rejects[-1].remedy == "write 7 April 2024 or 4 July 2024"


def test_the_order_of_dates_that_a_file_shows_is_in_its_mapping_and_read_by_others(
    tmp_path: Path, home: Path, worker: Worker
) -> None:
    (tmp_path / "desk.csv").write_text(DESK, encoding="utf-8")
    first = Snapshots().add(tmp_path / "desk.csv", worker=worker)
    mapping = read_mapping(Path(first.manifest.folder) / "mapping.toml")
    assert mapping.date_order == "day first"
    assert Snapshots().add(tmp_path / "desk.csv", mapping=mapping, worker=worker).already
    (tmp_path / "next.csv").write_text("date,town,killed\n10/01/2021,Quetta,1\n", encoding="utf-8")
    told = Snapshots().add(tmp_path / "next.csv", mapping=mapping, worker=worker)
    assert told.report.first == "2021-01-10"
