"""Dates as newsrooms lay them out: once for a group of rows, in the title of a sheet, with the year in a column beside them."""

from pathlib import Path

import pytest

from incidents.readers import Refused
from incidents.readers.mapping import Mapping
from tests.incidents.readers.made import done, sheets

GROUPED = (
    ("03", "Turbat"),
    ("", "Pasni"),
    ("04", "Quetta"),
    ("09", "Gwadar"),
    ("", "Mach"),
    ("", "Turbat"),
    ("11", "Pasni"),
)


def grouped(days: tuple[tuple[str, str], ...], head: str = "Date,Town,Killed", more: str = ",1") -> str:
    """Return a table of which some rows have no date."""
    rows = (f"{day and f'2024-01-{day}'},{town}{more}" for day, town in days)
    return "\n".join((head, *rows, ""))


def test_dates_in_the_first_row_of_each_group_are_carried_down_and_that_is_told(tmp_path: Path) -> None:
    found = done(tmp_path, grouped(GROUPED) + ",Total,7\n")
    days = [str(day)[-2:] for day in found.incidents["start"]]
    assert days == ["03", "03", "04", "09", "09", "09", "11"]
    assert found.rows("date_from_above") == 3
    assert (
        "'Date' is filled in the first row of each group only: 3 rows below have the date of the row above"
        in found.report.notes
    )
    assert [each.reason for each in found.report.rejects] == ["a row of totals, not an incident"]


def test_dates_are_not_carried_down_where_the_table_does_not_show_that_it_is_laid_out_so(tmp_path: Path) -> None:
    few = (
        *((f"{day:02}", "Turbat") for day in range(1, 25)),
        ("", "Pasni"),
        ("", "Mach"),
        ("", "Quetta"),
        ("26", "Mach"),
    )
    each_day_again = (("03", "Turbat"), ("03", "Mach"), *GROUPED[1:])
    out_of_order = (("09", "Turbat"), *GROUPED[1:3], ("02", "Mach"), *GROUPED[4:])
    undated_above = GROUPED[1:]
    tables = [grouped(each) for each in (few, each_day_again, out_of_order, undated_above)]
    tables += [
        grouped(GROUPED, "Date,Town,Date reported", ",2024-02-01"),
        grouped(tuple((day, "x" if day else "") for day, _ in GROUPED)),
    ]
    for table in tables:
        found = done(tmp_path, table)
        assert found.report.rejected >= 3 and not found.rows("date_from_above"), table


def test_a_stated_year_wins_where_all_dates_have_the_one_year_of_typing_and_that_is_told(tmp_path: Path) -> None:
    days = ("01-10", "03-29", "05-02", "08-14", "11-28")
    rows = "".join(f"{2023 + at % 2},2026-{day},Turbat\n" for at, day in enumerate(days))
    found = done(tmp_path, f"Year,Date,Town\n{rows}")
    assert [str(day) for day in found.incidents["start"]] == [f"{2023 + at % 2}-{day}" for at, day in enumerate(days)]
    assert any("all dates in 'Date' are of 2026" in note and "taken from 'Year'" in note for note in found.report.notes)


def test_dates_keep_their_year_beside_a_financial_year_or_where_they_are_of_several(tmp_path: Path) -> None:
    for days in (
        ("2024-01-10", "2024-03-29", "2024-05-02", "2024-05-14", "2024-06-28"),
        ("2024-08-01",) * 4 + ("2025-01-01",),
    ):
        rows = "".join(f"2023,{day},Turbat {at}\n" for at, day in enumerate(days))
        found = done(tmp_path, f"Year,Date,Town\n{rows}")
        assert (found.report.first, found.rows("year_differs")) == (days[0], 5)


def test_days_have_the_month_and_year_that_name_their_sheet_and_notes_below_get_none(tmp_path: Path) -> None:
    head, note = ("Day", "Town", "Killed"), ("", "Note: provisional", "")
    made = {
        "January 2024": [head, (3, "Turbat", 1), (9, "Pasni", 2), ("Total", "", 3)],
        "Feb-24": [("Town", "Day", "Killed"), ("Mach", 29, 1), ("Quetta", 30, 1), note],
    }
    found = done(tmp_path, sheets(tmp_path / "made.xlsx", made))
    assert [str(day) for day in found.incidents["start"]] == ["2024-01-03", "2024-01-09", "2024-02-29"]
    assert [each.reason for each in found.report.rejects] == [
        "a row of totals, not an incident",
        "not a date (February 2024 has 29 days, not 30)",
        "a heading or note, not an incident: nothing else stands in its row",
    ]
    assert any(
        "'Day' has days alone: their year and month are taken from the name of the sheet" in each
        for each in found.report.notes
    )


def test_dates_without_a_year_have_that_above_the_columns_of_their_sheet(tmp_path: Path) -> None:
    made = {
        "Sheet1": [
            ("Incidents of 2023",),
            ("Date", "Town", "Killed"),
            ("3 Jan", "Turbat", 1),
            ("9-Feb", "Mach", 2),
            ("1 May", "Pasni", 0),
        ]
    }
    found = done(tmp_path, sheets(tmp_path / "made.xlsx", made))
    assert [str(day) for day in found.incidents["start"]] == ["2023-01-03", "2023-02-09", "2023-05-01"]


def test_days_stay_days_where_no_sheet_names_their_month(tmp_path: Path) -> None:
    made = {"Sheet1": [("Day", "Town", "Killed"), *((at, "Turbat", 1) for at in range(1, 9))]}
    with pytest.raises(Refused, match="no column of dates"):
        done(tmp_path, sheets(tmp_path / "made.xlsx", made))


LISTED = "Date,Place,Killed\nJanuary-4,Turbat,4\nJanuary-12,Pasni,1\nJanuary 18–19,Mach,2\n30 January,Quetta,1\n"


def test_days_without_a_year_are_of_the_year_in_the_files_name_and_that_is_told(tmp_path: Path) -> None:
    found = done(tmp_path, LISTED, name="attacks_2024.csv")
    days = [str(day) for day in found.incidents["start"]]
    assert days == ["2024-01-04", "2024-01-12", "2024-01-18", "2024-01-30"]
    assert str(found.incidents["end"][2]) == "2024-01-19"
    assert any("the days in 'Date' have no year: 2024 is taken, from the name" in each for each in found.report.notes)


def test_days_without_a_year_are_of_the_year_that_a_mapping_says(tmp_path: Path) -> None:
    found = done(
        tmp_path,
        LISTED,
        name="attacks_2024.csv",
        mapping=Mapping.from_dict({"kind": "", "year": "2021", "complete": False}),
    )
    assert {str(day)[:4] for day in found.incidents["start"]} == {"2021"}


def test_days_of_which_nothing_tells_the_year_are_refused_with_the_remedies(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"no year: say which in a mapping .* give each row its own in a column Year"):
        done(tmp_path, LISTED, name="attacks_2023-2024.csv")


@pytest.mark.parametrize(
    "rows",
    [
        "January 2024,,\n4,Turbat,2\n17,Mach,1\nFebruary 2024,,\n2,Pasni,4\n",
        "2024,,\nJan 4,Turbat,2\n17 January,Mach,1\nFeb 2,Pasni,4\n",
    ],
)
def test_days_below_rows_with_their_month_or_year_alone_are_of_these_and_that_is_told(
    tmp_path: Path, rows: str
) -> None:
    found = done(tmp_path, f"Date,Place,Killed\n{rows}")
    assert [str(day) for day in found.incidents["start"]] == ["2024-01-04", "2024-01-17", "2024-02-02"]
    assert {each.reason for each in found.report.rejects} == {
        "a heading or note, not an incident: nothing else stands in its row"
    }
    assert any("'Date' has days below rows with their month or year alone" in each for each in found.report.notes)


def test_whole_dates_below_a_row_with_a_month_stay_as_they_are(tmp_path: Path) -> None:
    found = done(tmp_path, "Date,Place\nJanuary 2024,\n2024-02-04,Turbat\n2024-03-17,Mach\n")
    assert [str(day) for day in found.incidents["start"]] == ["2024-02-04", "2024-03-17"]


def test_a_row_of_totals_and_a_whole_date_do_not_hide_that_days_lack_their_year(tmp_path: Path) -> None:
    rows = "Date,Place\n3 January,Turbat\n14 February 2024,Mach\n25-26 August,Pasni\nTotal,\n"
    with pytest.raises(Refused, match=r'year = "2021"'):
        done(tmp_path, rows)


def test_a_day_that_lacks_its_year_or_month_is_rejected_as_that(tmp_path: Path) -> None:
    found = done(tmp_path, "Date,Place\n3 January 2024,Turbat\n14 February 2024,Mach\n25 August,Pasni\n17,Mach\n")
    reasons = [each.reason for each in found.report.rejects]
    assert (reasons, found.report.taken) == (["a day without a year", "a day without its month and year"], 2)


def test_days_that_run_on_into_another_year_are_not_all_of_the_one_in_the_files_name(tmp_path: Path) -> None:
    rows = "Date,Place\nDec 26,Turbat\nDec 28,Pasni\nJan 2,Mach\n"
    with pytest.raises(Refused, match="where they are of several, give each row its own"):
        done(tmp_path, rows, name="attacks_2023.csv")


def test_a_year_of_a_mapping_that_is_none_is_refused() -> None:
    with pytest.raises(Refused, match="year is '20214'; write one from 1800 to 2199 or nothing"):
        Mapping.from_dict({"year": "20214"})


def test_the_year_in_a_files_name_is_no_part_of_the_mapping_by_which_the_next_file_may_be_read(tmp_path: Path) -> None:
    kept = done(tmp_path, LISTED, name="attacks_2024.csv").report.mapping
    assert kept["year"] == ""
    known = Mapping.from_dict({key: value for key, value in kept.items() if key in Mapping.__dataclass_fields__})
    found = done(tmp_path, LISTED, name="attacks_2025.csv", mapping=known)
    assert {str(day)[:4] for day in found.incidents["start"]} == {"2025"}


def test_a_year_that_the_mapping_says_against_the_files_name_is_told(tmp_path: Path) -> None:
    mapping = Mapping.from_dict({"kind": "", "year": "2021", "complete": False})
    notes = done(tmp_path, LISTED, name="attacks_2024.csv", mapping=mapping).report.notes
    assert any("2021 is taken, as the mapping says, though the file's name says 2024" in each for each in notes)
