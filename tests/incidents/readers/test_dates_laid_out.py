"""Dates as newsrooms lay them out: once for a group of rows, in the title of a sheet, with the year in a column beside them."""

from pathlib import Path

from tests.incidents.readers.made import done

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
