"""Tables that stand in a file twice: no sum is doubled without a word."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import shapely

from tests.incidents.readers.made import ACLED, Done, acled, done, text

NAMES = ["S#", "date", "town", "killed", "note"]
ROWS = [[at, f"2024-03-{at:02}", ("Turbat", "Pasni")[at % 2], at % 4, f"made up {at}"] for at in range(1, 9)]


def _sheets(tmp_path: Path, **sheets: list[list[Any]]) -> Done:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for row in (NAMES, *rows):
            sheet.append(row)
    book.save(tmp_path / "made.xlsx")
    return done(tmp_path, tmp_path / "made.xlsx")


def test_a_copy_of_a_sheet_under_other_ids_is_taken_flagged_and_told_with_what_it_adds_to_the_sums(
    tmp_path: Path,
) -> None:
    found = _sheets(tmp_path, Data=ROWS, Copy_of_Data=[[row[0] + 100, *row[1:]] for row in ROWS])
    assert (found.report.taken, found.rows("alike")) == (16, 8)
    assert (found.report.sums[0].total, found.report.sums[0].alike) == (24, 12)
    (told,) = found.report.warnings
    assert told.startswith(
        "sheet 'Copy of Data' repeats 8 of its 8 rows from sheet 'Data': 8 in every column but 'S#' (row 2 repeats row 2) are taken"
    )
    assert f"Note: {told}" in found.report.lines()
    assert any(
        line.endswith("12 of it in rows that repeat an earlier one but for the id") for line in found.report.lines()
    )


def test_a_copy_of_a_sheet_without_ids_is_told_too(tmp_path: Path) -> None:
    found = _sheets(tmp_path, Data=ROWS, Second=[[None, *row[1:]] for row in ROWS])
    assert (found.report.sums[0].alike, len(found.report.warnings)) == (12, 1)


def test_a_sheet_that_repeats_another_in_every_column_is_merged_and_told(tmp_path: Path) -> None:
    found = _sheets(tmp_path, Data=ROWS, Second=[*ROWS[:6], [9, "2024-04-01", "Pasni", 1, "new"]])
    assert (found.report.taken, found.report.repeated, found.report.sums[0].alike) == (9, 6, 0)
    told = "sheet 'Second' repeats 6 of its 7 rows from sheet 'Data', in every column: they are merged and count once"
    assert found.report.warnings == (told,)


def test_a_column_that_numbers_the_rows_is_an_id_under_whatever_name(tmp_path: Path) -> None:
    names = ["Entry", "date", "town", "killed"]
    rows = [dict(zip(names, [at, f"2024-03-{1 + at % 8:02}", "Turbat", 1], strict=True)) for at in range(1, 17)]
    found = done(tmp_path, text(names, rows))
    assert (found.rows("alike"), found.report.sums[0].alike) == (8, 8)
    assert found.report.warnings[0].startswith("8 of 16 rows repeat an earlier one in every column but 'Entry'")


def test_few_rows_alike_in_one_table_are_flagged_without_a_warning(tmp_path: Path) -> None:
    rows = [acled(at) for at in range(1, 21)]
    again = {**rows[3], "event_id_cnty": "PAK900", "data_id": 5, "event_id_no_cnty": 900}
    found = done(tmp_path, text(ACLED, [*rows, again]))
    assert (found.rows("alike"), found.report.warnings) == (1, ())


def test_rows_that_differ_in_anything_else_are_not_alike(tmp_path: Path) -> None:
    found = _sheets(tmp_path, Data=ROWS, Second=[[row[0] + 100, *row[1:3], 9, row[4]] for row in ROWS])
    assert (found.rows("alike"), found.report.warnings) == (0, ())


def test_a_layer_that_repeats_another_is_told(tmp_path: Path) -> None:
    path, place = tmp_path / "made.gpkg", [shapely.Point(63.0485, 26.0012)]
    for layer, number in (("events", 1), ("events_2", 2)):
        frame = gpd.GeoDataFrame(
            {"id": [number], "date": ["2024-03-15"], "killed": [2]}, geometry=place, crs="EPSG:4326"
        )
        frame.to_file(path, driver="GPKG", layer=layer)
    assert (
        done(tmp_path, path)
        .report.warnings[0]
        .startswith("layer 'events_2' repeats 1 of its 1 row from layer 'events'")
    )


def test_a_blank_at_the_end_of_a_cell_does_not_hide_an_exact_repeat(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town,killed\n2024-03-05,Turbat,2\n2024-03-05 ,Turbat,2\n2024-03-05,Turbat,3 \n")
    assert (found.report.taken, found.report.repeated, found.report.sums[0].total) == (2, 1, 5)
