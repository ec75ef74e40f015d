"""Cells of a workbook that say more, or less, than their values: months without a day, errors of the spreadsheet program."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from incidents.readers import Refused
from tests.incidents.readers.made import done, sheets, workbook

COLUMNS = ("date", "town", "killed")


def formatted(path: Path, cells: list[tuple[Any, str]]) -> Path:
    """Write rows at different towns, of which the date is stored and shown so."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(COLUMNS))
    for at, (value, form) in enumerate(cells):
        sheet.append([value, "Turbat", at])
        sheet.cell(sheet.max_row, 1).number_format = form
    book.save(path)
    return path


@pytest.mark.parametrize("form", ["mmm yyyy", "mmm-yy", "mmmm yyyy", "[$-409]MMMM\\ YYYY;@", 'yyyy"/"mm'])
def test_a_date_that_shows_only_its_month_is_that_month(tmp_path: Path, form: str) -> None:
    found = done(tmp_path, formatted(tmp_path / "made.xlsx", [(dt.date(2024, 3, 1), form)]))
    (row,) = found.incidents[["start", "end", "date_precision"]].astype(str).values.tolist()
    assert row == ["2024-03-01", "2024-03-31", "month"]
    assert any(
        "1 cell with a date that shows as its month or year alone, such as 'Mar 2024'" in note
        for note in found.report.notes
    )


def test_a_date_that_shows_only_its_year_is_that_year_and_days_that_it_hides_are_told(tmp_path: Path) -> None:
    cells = [(dt.date(2024, 1, 1), "yyyy"), (dt.date(2024, 3, 15), "mmm yyyy"), (dt.date(2024, 3, 15), "d mmm yyyy")]
    found = done(tmp_path, formatted(tmp_path / "made.xlsx", cells))
    assert found.incidents["date_precision"].tolist() == ["year", "month", "day"]
    assert any("in 1 of them a day is stored that is not shown" in note for note in found.report.notes)


def test_a_text_with_such_a_format_stays_what_it_is(tmp_path: Path) -> None:
    found = done(tmp_path, formatted(tmp_path / "made.xlsx", [("15 March 2024", "mmm yyyy")]))
    assert (found.report.first, found.report.last) == ("2024-03-15", "2024-03-15")


def test_errors_of_the_spreadsheet_program_are_unknown_and_told_with_row_column_and_remedy(tmp_path: Path) -> None:
    made = [
        {"date": "2024-03-15", "town": "Turbat", "killed": "#REF!"},
        {"date": "2024-03-16", "town": "Turbat", "killed": 2},
        {"date": "#VALUE!", "town": "Pasni", "killed": "#DIV/0!"},
    ]
    found = done(tmp_path, workbook(tmp_path / "made.xlsx", COLUMNS, made))
    assert [list(flags).count("error_cell") for flags in found.incidents["flags"]] == [1, 0]
    assert (found.report.sums[0].total, found.report.sums[0].unknown) == (2, 1)
    (note,) = (each for each in found.report.notes if each.startswith("3 cells with an error"))
    assert "#REF!" in note and "'killed' (rows 2, 4)" in note and "'date' (row 4)" in note
    assert [(each.row, each.reason) for each in found.report.rejects] == [(4, "an error of the spreadsheet program")]


def test_rows_that_are_struck_through_are_taken_and_flagged(tmp_path: Path) -> None:
    path = formatted(tmp_path / "made.xlsx", [(f"2024-03-0{at}", "General") for at in range(1, 5)])
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    sheet["C3"].font = Font(strike=True)
    sheet["C4"].font = Font(strike=False, bold=True)
    book.save(path)
    flags = done(tmp_path, path).incidents["flags"]
    assert ["struck_through" in each for each in flags] == [False, True, False, False]


def test_sheets_with_the_same_columns_in_another_order_or_one_less_are_one_table(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    first, second, third = book.worksheets[0], book.create_sheet("April"), book.create_sheet("May")
    for sheet, rows in (
        (first, (("Date", "Town", "Killed"), ("2024-03-01", "Turbat", 2))),
        (second, (("Date", "Town", "Killed", "Remarks"), ("2024-04-01", "Pasni", 3, "x"))),
        (
            third,
            (("Killed", "Date", "Town"), (4, "2024-05-01", "Quetta"), (None, "2024-05-01", None), (5, None, "Mach")),
        ),
    ):
        for cells in rows:
            sheet.append(cells)
    third.merge_cells("C2:C3")
    third.merge_cells("B3:B4")
    book.save(tmp_path / "made.xlsx")
    found = done(tmp_path, tmp_path / "made.xlsx")
    assert found.incidents["toponym"].tolist() == ["Turbat", "Pasni", "Quetta", "Quetta", "Mach"]
    assert (found.report.rejected, found.report.sums[0].total) == (0, 14)
    assert (
        "sheets without a column that others have: 'Remarks' in 'Sheet', 'May', where it is empty" in found.report.notes
    )


def test_sheets_of_years_with_columns_called_otherwise_misspelt_or_more_are_one_table(tmp_path: Path) -> None:
    made = {
        "2023": [("No", "Date", "Place", "Killed", "Injured"), (1, "2023-03-01", "Turbat", 2, 1)],
        "2024": [("Date", "Location", "Injuried", "Deaths", "Reporter"), ("2024-04-01", "Pasni", 4, 3, "x")],
        "Codes": [("Code", "Date", "Meaning"), (1, "2023-01-01", "Blast")],
        "By day": [("Date", "Place", "Killed", "a", "b", "c", "d"), ("2023-03-01", "Balochistan", 5, 1, 1, 1, 1)],
    }
    found = done(tmp_path, sheets(tmp_path / "made.xlsx", made))
    assert found.incidents["toponym"].tolist() == ["Turbat", "Pasni"]
    assert [each.total for each in found.report.sums] == [5, 5]
    notes = found.report.notes
    assert "in '2024' 'Injuried' is read as 'Injured'" in notes and "in '2024' 'Location' is read as 'Place'" in notes
    assert "other sheets left out: 'Codes', 'By day'" in notes or "other sheets left out: 'By day', 'Codes'" in notes


def test_a_sheet_with_dates_and_places_that_is_not_read_is_warned_of_with_its_rows(tmp_path: Path) -> None:
    made = {
        "A": [("Date", "District", "Killed", "Injured"), *(("2023-03-01", "Kech", 2, at) for at in range(4))],
        "B": [("Date", "Place", "Cause", "Houses"), ("2024-04-01", "Pasni", "x", 3), ("2024-04-02", "Pasni", "y", 4)],
        "Codes": [("Code", "Meaning"), (1, "Blast")],
    }
    (warning,) = done(tmp_path, sheets(tmp_path / "made.xlsx", made)).report.warnings
    assert warning.startswith("'B' (2 rows) has dates and places and is not read")


def test_sheets_named_for_places_that_no_column_has_are_refused_with_what_to_do(tmp_path: Path) -> None:
    made = {town: [("Date", "Killed", "Injured"), ("2024-03-01", 2, 1)] for town in ("Turbat", "Pasni")}
    with pytest.raises(Refused, match="named for their places, write these into a column of each sheet"):
        done(tmp_path, sheets(tmp_path / "made.xlsx", made))


@pytest.mark.parametrize(
    ("names", "warned"),
    [
        ("Date,District,Killed,Date,District,Killed", True),
        ("Date,District,Killed,KP Date,KP District,KP Killed", True),
        ("Date,District,Killed,Report date,Previous killed,x", False),
    ],
)
def test_a_second_table_beside_the_first_is_warned_of_with_its_rows(tmp_path: Path, names: str, warned: bool) -> None:
    rows = "2024-03-01,Kech,1,2024-03-02,Bannu,5\n2024-03-04,Kech,2,2024-03-09,Bannu,6\n2024-03-05,Kech,3,,,\n"
    report = done(tmp_path, f"{names}\n{rows}").report
    assert (report.taken, report.sums[0].total) == (3, 6)
    assert any("look like a second table beside the first, with 2 rows" in each for each in report.warnings) is warned


def test_names_of_different_people_are_no_slips_of_each_other() -> None:
    from incidents.readers.alike_sheets import _is_same  # pyright: ignore[reportPrivateUsage]

    pairs = [("killed", "injured"), ("killed_bla", "killed_blf"), ("actor1", "actor2"), ("soldiers_killed", "soldiers")]
    assert not any(_is_same(*each) for each in pairs)
