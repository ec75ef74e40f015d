"""Dates in a table: as people write them, in columns of their own, of a zone, in either order of day and month."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest

from incidents.dates import Days, Order
from incidents.readers import Ambiguous, Mapping, Refused, columns
from incidents.readers.mapping import read_mapping
from incidents.readers.stated_years import FLAG
from tests.incidents.readers.made import ACLED, acled, done, text, workbook


def test_year_month_and_day_in_columns_of_their_own(tmp_path: Path) -> None:
    rows = "2024,March,15,Turbat,1,2024,4,2\n2024,4,0,Turbat,2,,,\n2023,,,Turbat,0,2023,,\n"
    found = done(tmp_path, f"Year,Month,Day,City,Killed,End Year,End Month,End Day\n{rows}")
    assert found.incidents["date_precision"].tolist() == ["range", "month", "year"]
    assert [str(day) for day in found.incidents["end"]] == ["2024-04-02", "2024-04-30", "2023-12-31"]


def test_days_alone_in_a_column_called_date_are_joined_to_month_and_year(tmp_path: Path) -> None:
    found = done(tmp_path, "Year,Month,Date,City\n2024,January,5,Turbat\n2024,February,27,Pasni\n")
    assert [str(day) for day in found.incidents["start"]] == ["2024-01-05", "2024-02-27"]
    assert "'Date' has days alone: their month and year are taken from 'Month' and 'Year'" in found.report.notes


def test_several_days_in_a_column_of_days_are_a_span(tmp_path: Path) -> None:
    rows = "2024,Feb,14-15,Gwadar\n2024,3,4 to 6,Turbat\n2024,May,30-32,Turbat\n2024,June,7,Turbat\n2024,7,99,Turbat\n"
    found = done(tmp_path, f"Year,Month,Day,City\n{rows}")
    days = [
        (str(first), str(last)) for first, last in zip(found.incidents["start"], found.incidents["end"], strict=True)
    ]
    assert days[:2] == [("2024-02-14", "2024-02-15"), ("2024-03-04", "2024-03-06")]
    assert days[2:] == [("2024-06-07", "2024-06-07"), ("2024-07-01", "2024-07-31")], "99 is a day that is not known"
    assert found.report.rejects[0].row == 4


def test_a_year_of_two_digits_in_a_column_of_its_own_is_read_as_in_dates(tmp_path: Path) -> None:
    found = done(tmp_path, "Day,Month,Year,City\n15,Mar,24,Turbat\n16,Mar,98,Turbat\n17,Mar,9,Pasni\n")
    assert [str(day) for day in found.incidents["start"]] == ["2024-03-15", "1998-03-16"]
    assert found.report.rejected == 1


def test_a_time_with_a_zone_keeps_its_written_day_and_that_is_told(tmp_path: Path) -> None:
    rows = [acled(1, event_date="2024-03-02T20:30:00Z"), acled(2, event_date="2024-03-03T00:00:00Z")]
    found = done(tmp_path, text(ACLED, rows))
    assert (found.report.first, found.report.last) == ("2024-03-02", "2024-03-03")
    assert any("'2024-03-02T20:30:00Z' state their zone" in note for note in found.report.notes)
    assert any("1 different time would be on another day in Pakistan" in note for note in found.report.notes)


def test_a_time_that_two_threads_read_at_once_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    both, read_when = threading.Barrier(2), columns.read_when

    def together(text: str, order: Order) -> Days:
        both.wait(10)  # neither goes on before the other reads the same text
        return read_when(text, order)

    monkeypatch.setattr(columns, "read_when", together)
    reader, column = columns.DateReader(Order(day_first=True)), pa.array(["2024-03-02T20:30:00Z"]).dictionary_encode()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(reader, [column, column]))
    assert "; 1 different time would be" in reader.zones.notes()[0]


@pytest.mark.parametrize(
    ("dates", "days", "word"),
    [
        (("8/5/05", "17/06/2004"), ("2005-05-08", "2004-06-17"), "day first"),
        (("03/25/2024", "03/04/2024"), ("2024-03-25", "2024-03-04"), "month first"),
        (("۱۶/۳/۲۰۲۴", "۱/۳/۲۰۲۴"), ("2024-03-16", "2024-03-01"), "day first"),
        (("٠١-٠٣-٢٠٢٤", "١٦-٠٣-٢٠٢٤"), ("2024-03-01", "2024-03-16"), "day first"),
    ],
)
def test_the_whole_column_shows_day_or_month_first(
    tmp_path: Path, dates: tuple[str, str], days: tuple[str, str], word: str
) -> None:
    found = done(tmp_path, "date,town\n" + "".join(f"{each},Turbat\n" for each in dates))
    assert tuple(str(day) for day in found.incidents["start"]) == days
    assert any(word in note for note in found.report.notes)


@pytest.mark.parametrize("form", ["%Y-%d-%m", "%Y/%d/%m %H:%M", "%Y%d%m", "%Y-%d-%mT%H:%M:%SZ"])
def test_a_year_with_the_day_behind_it_is_known_by_the_whole_column(tmp_path: Path, form: str) -> None:
    days = [dt.datetime(2021, 4, 17), dt.datetime(2021, 4, 5), dt.datetime(2021, 2, 3)]
    found = done(tmp_path, "date,town\n" + "".join(f"{day.strftime(form)},Turbat\n" for day in days))
    assert [str(day) for day in found.incidents["start"]] == ["2021-04-17", "2021-04-05", "2021-02-03"]
    assert any(f"read year-day-month, as {days[0].strftime(form)!r} shows" in note for note in found.report.notes)
    assert read_mapping(found.folder / "mapping.toml").date_order == "year-day-month"


def test_a_year_comes_before_the_month_where_nothing_shows_the_day_behind_it(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town\n2021-05-04,Turbat\n2021-03-02,Pasni\n")
    assert [str(day) for day in found.incidents["start"]] == ["2021-05-04", "2021-03-02"]
    assert not any("year-" in note for note in found.report.notes)


def test_a_few_impossible_months_exchange_no_other_day(tmp_path: Path) -> None:
    months = "".join(f"2021-{month:02}-01,Turbat\n" for month in range(1, 14))
    found = done(tmp_path, f"date,town\n{months}")
    assert [str(day) for day in found.incidents["start"]] == [f"2021-{month:02}-01" for month in range(1, 13)]
    assert [each.value for each in found.report.rejects] == ["2021-13-01"]
    told = "dates are read year-month-day; in some there is no such month (2021-13-01): their rows are rejected"
    assert told in found.report.notes


def test_an_impossible_month_is_told_beside_a_date_that_shows_the_order(tmp_path: Path) -> None:
    days = "".join(f"2021-03-{day},Turbat\n" for day in range(13, 29))
    notes = done(tmp_path, f"date,town\n2021-13-01,Pasni\n{days}").report.notes
    assert any(
        "year-month-day, as '2021-03-13' shows; in some there is no such month (2021-13-01)" in each for each in notes
    )


def test_a_weekday_that_contradicts_its_date_is_flagged_and_moves_nothing(tmp_path: Path) -> None:
    dates = (
        "Wednesday 3 January 2024",
        "Thursday 3 January 2024",
        "Fri 5 Jan 2024",
        "منگل 3 جنوری 2024",
        "Mon-Tue, May 2024",
    )
    found = done(tmp_path, "town;date\n" + "".join(f"Turbat;{each}\n" for each in dates))
    assert ["weekday_differs" in flags for flags in found.incidents["flags"]][:4] == [False, True, False, True]
    assert [str(day) for day in found.incidents["start"]][:2] == ["2024-01-03", "2024-01-03"]


def test_where_days_and_months_follow_the_year_what_could_be_either_is_rejected(tmp_path: Path) -> None:
    dates = ["2021-17-04", "2021-18-04", "2021-03-20", "2021-03-02"]
    found = done(tmp_path, "date,town\n" + "".join(f"{each},Turbat\n" for each in dates))
    assert [str(day) for day in found.incidents["start"]] == ["2021-04-17", "2021-04-18", "2021-03-20"]
    assert [each.remedy for each in found.report.rejects] == ["write 2 March 2021 or 3 February 2021"]
    mapping = Mapping(complete=False, date_order="year-month-day")
    assert [each.value for each in done(tmp_path, found.folder / "rejected.csv", mapping=mapping).report.rejects] == []


def test_a_mapping_that_says_day_first_leaves_what_follows_a_year_to_the_column(tmp_path: Path) -> None:
    mapping = Mapping(complete=False, date_order="day first")
    found = done(tmp_path, "date,town\n03/04/2021,Turbat\n2021-17-04,Pasni\n2021-05-04,Pasni\n", mapping=mapping)
    assert [str(day) for day in found.incidents["start"]] == ["2021-04-03", "2021-04-17", "2021-04-05"]
    assert read_mapping(found.folder / "mapping.toml").date_order == "day first, year-day-month"


def _typed(path: Path, form: str) -> tuple[Path, list[dt.date]]:
    """Write days as typed into a program that puts the other of day and month first: what it takes for dates of its own is exchanged."""
    days = [dt.date(2024, 1, 16) + dt.timedelta(days=17 * at) for at in range(20)]
    cells = [dt.date(day.year, day.day, day.month) if day.day <= 12 else day.strftime(form) for day in days]
    return workbook(path, ("date", "town"), [{"date": cell, "town": "Turbat"} for cell in cells]), days


@pytest.mark.parametrize("form", ["%d/%m/%Y", "%m/%d/%Y"])
def test_dates_that_a_spreadsheet_program_exchanged_are_told_and_flagged(tmp_path: Path, form: str) -> None:
    sheet, days = _typed(tmp_path / "typed.xlsx", form)
    found = done(tmp_path, sheet)
    exchanged = [day.day <= 12 and day.day != day.month for day in days]
    assert found.rows("exchanged_date") == sum(exchanged)
    assert [list(each) == ["exchanged_date"] for each in found.incidents["flags"].map(_dated)] == exchanged
    (note,) = (note for note in found.report.notes if "none has a day above 12" in note)
    assert 'date_order = "year-day-month" exchanges them' in note
    assert [str(day) for day in found.incidents["start"]] != [str(day) for day in days]


def _dated(flags: list[str]) -> list[str]:
    return [flag for flag in flags if "date" in flag]


@pytest.mark.parametrize(("order", "right"), [("year-day-month", True), ("year-month-day", False)])
def test_a_mapping_decides_whether_days_and_months_were_exchanged(tmp_path: Path, order: str, right: bool) -> None:
    sheet, days = _typed(tmp_path / "typed.xlsx", "%d/%m/%Y")
    found = done(tmp_path, sheet, mapping=Mapping(complete=False, date_order=order))
    assert ([str(day) for day in found.incidents["start"]] == [str(day) for day in days]) == right
    assert found.rows("exchanged_date") == 0


def test_rows_of_text_that_flow_are_looked_at_for_exchanged_days_too(tmp_path: Path) -> None:
    dates = ["2024-03-04", "2024-05-01", "2024-11-02", "15/04/2024", "16/04/2024"]
    sheet, mapping = (
        "date,town\n" + "".join(f"{each},Turbat\n" for each in dates),
        Mapping(complete=False, date_order="day first"),
    )
    assert done(tmp_path, sheet, mapping=mapping).rows("exchanged_date") == 3


@pytest.mark.parametrize(
    "dates",
    [
        ("2024-04-01", "2024-04-05", "2024-04-09", "15/04/2024", "16/04/2024"),  # the days of one month, as they stand
        ("2024-03-04", "2024-05-01", "2024-11-22", "15/04/2024", "16/04/2024"),
        ("2024-03-04", "2024-05-01", "2024-11-02", "15/04/2024", "06/04/2024"),
        ("2024-03-04", "15/04/2024"),
    ],
)
def test_dates_that_show_nothing_of_the_kind_are_not_doubted(tmp_path: Path, dates: tuple[str, ...]) -> None:
    found = done(tmp_path, "date,town\n" + "".join(f"{each},Turbat\n" for each in dates))
    assert found.rows("exchanged_date") == 0


def test_a_refused_column_is_told_with_all_orders_that_it_allows(tmp_path: Path) -> None:
    with pytest.raises(Ambiguous, match=r"day first or year first, such as '19-01-05'.* years with four digits"):
        done(tmp_path, "date,town\n19-01-05,Turbat\n19-02-06,Pasni\n")


def test_a_column_that_stays_ambiguous_is_refused_until_the_mapping_says(tmp_path: Path) -> None:
    sheet = "date,town\n03/04/2024,Turbat\n05/06/2024,Pasni\n"
    with pytest.raises(Ambiguous, match="date_order"):
        done(tmp_path, sheet)
    mapping = Mapping(columns={"date": "date", "place": "town"}, date_order="day first")
    assert done(tmp_path, sheet, mapping=mapping).report.first == "2024-04-03"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("15 April 2022", "2022-04-15"),
        ("2021-01-02T00:00:00Z", "2021-01-02"),
        ("13th Jun 2024", "2024-06-13"),
        ("45366", "2024-03-15"),
        ("45366.0", "2024-03-15"),
    ],
)
def test_dates_as_people_write_them(tmp_path: Path, written: str, day: str) -> None:
    assert done(tmp_path, f"date,town\n{written},Turbat\n").report.first == day


def test_a_range_of_dates(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town\n2024-03-15 - 2024-03-17,Turbat\n")
    assert (found.report.first, found.report.last) == ("2024-03-15", "2024-03-17")
    assert found.incidents["date_precision"].tolist() == ["range"]


@pytest.mark.parametrize(
    ("names", "date"),
    [
        ("Incident Year,Incident Month,Incident Day,Town / Location", "2011,03,05"),
        ("SQLDATE,MonthYear,Year,ActionGeo_FullName", "20110305,201103,2011"),
        ("Start Year,Start Month,Start Day,End Year,End Month,End Day,Region,Location", "2011,3,5,2011,3,5,Asia"),
        ("Kennung,Datum,Distrikt,Breite,Länge,Ort", '7,05.03.2011,Kech,"26,01","63,05"'),
    ],
)
def test_dates_are_found_under_the_names_that_datasets_give_them(tmp_path: Path, names: str, date: str) -> None:
    mapping = Mapping(date_order="day first", complete=False)
    report = done(tmp_path, f"{names},killed\n{date},Turbat,2\n", mapping=mapping).report
    assert (report.first, report.last, report.sums[0].total) == ("2011-03-05", "2011-03-05", 2)
    assert "admin1" not in report.mapping["columns"]


def test_months_together_unknown_parts_and_unlikely_years_are_kept(tmp_path: Path) -> None:
    found = done(
        tmp_path,
        "date,town\nJan-Feb 2020,Turbat\n2020-00-00,Pasni\n00/00/2004,Pasni\n1899-05-06,Pasni\n2099-05-06,Pasni\n",
    )
    spans = [(str(row["start"]), str(row["end"])) for _, row in found.incidents.iterrows()]
    assert spans[:3] == [("2020-01-01", "2020-02-29"), ("2020-01-01", "2020-12-31"), ("2004-01-01", "2004-12-31")]
    assert (found.report.taken, found.rows("unlikely_year")) == (5, 2)


def test_years_of_two_digits_behind_points_are_read_by_the_order_of_the_column(tmp_path: Path) -> None:
    lines = "".join(f"{day:02}.04.15,Turbat\n" for day in range(1, 31))
    found = done(tmp_path, f"date,town\n{lines}")
    assert (found.report.taken, found.report.rejected) == (30, 0)
    assert [str(day) for day in found.incidents["start"]] == [f"2015-04-{day:02}" for day in range(1, 31)]


def test_times_counted_in_seconds_are_read_as_days_and_that_is_told(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town\n1735689600,Turbat\n1735700400000,Pasni\n")
    assert (found.report.first, found.report.last) == ("2025-01-01", "2025-01-01")
    assert any("'1735689600' are counted in seconds or milliseconds since 1970" in note for note in found.report.notes)


@pytest.mark.parametrize(
    ("names", "written"),
    [
        ("Date (Hijri),Date (Gregorian)", "05/09/1445"),
        ("Date,Gregorian", "5 Ramadan 1445"),
        ("ہجری,عیسوی", "1445-09-05"),
    ],
)
def test_of_two_columns_of_dates_the_one_is_read_that_has_dates_of_this_calendar(
    tmp_path: Path, names: str, written: str
) -> None:
    report = done(tmp_path, f"{names},Town\n{written},15/03/2024,Turbat\n").report
    other, read = names.split(",")
    assert (report.first, report.mapping["columns"]["date"], report.unused) == ("2024-03-15", read, (other,))
    assert any(f"{other!r} was not: it has {written!r}, not a date" in note for note in report.notes)


@pytest.mark.parametrize(
    ("names", "read"),
    [
        ("Published,Occurred on", "Occurred on"),
        ("Date,Incident Date", "Incident Date"),
        ("FIR date,Date of death", "Date of death"),
        ("Day of the attack,Day it was reported", "Day of the attack"),
    ],
)
def test_the_day_of_the_event_is_read_and_not_that_of_its_report(tmp_path: Path, names: str, read: str) -> None:
    report = done(tmp_path, f"{names},Town\n2024-03-15,2024-03-15,Turbat\n").report
    assert report.mapping["columns"]["date"] == read
    assert len(report.unused) == 1


def test_a_day_decades_from_all_others_is_flagged(tmp_path: Path) -> None:
    rows = "".join(f"{year}-03-0{at},Turbat\n" for at, year in enumerate((2024, 1924, 2023, 2024, 2024, 2022), start=1))
    found = done(tmp_path, f"date,town\n{rows}")
    assert [("far_date" in flags) for flags in found.incidents["flags"]] == [False, True, *[False] * 4]


def test_months_of_another_language_are_refused_with_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"'janvier' is no month in English or Urdu.*such as 12 January 2025"):
        done(tmp_path, "date,town\n12 janvier 2025,Turbat\n")


@pytest.mark.parametrize("names", ["Date From,Date To", "From,To", "start date,end date", "Start,End", "Von,Bis"])
def test_the_last_day_is_found_beside_the_first(tmp_path: Path, names: str) -> None:
    report = done(tmp_path, f"{names},Town\n2024-03-15,2024-03-17,Turbat\n").report
    assert (report.first, report.last) == ("2024-03-15", "2024-03-17")


def test_months_with_their_year_are_dates(tmp_path: Path) -> None:
    report = done(tmp_path, "Month,Town,n\nMar-2024,Turbat,1\nApr-2024,Pasni,2\n").report
    assert (report.first, report.last) == ("2024-03-01", "2024-04-30")


def test_a_year_beside_the_date_that_is_another_is_told(tmp_path: Path) -> None:
    rows = "2023,2024-01-02,Turbat\n2024,2024-01-02,Pasni\n2023-24,2024-01-02,Pasni\n1445,2024-01-02,Gwadar\n"
    found = done(tmp_path, f"Year,Date,Town\n{rows}")
    assert found.rows(FLAG) == 1
    assert any("(row 2: Year says 2023, Date 2024-01-02)" in note for note in found.report.notes)


def test_days_as_a_spreadsheet_program_counts_them_are_read_and_told(tmp_path: Path) -> None:
    report = done(tmp_path, "date,town\n45352,Turbat\n45353.25,Pasni\n2024-03-05,Pasni\n").report
    assert (report.taken, report.first, report.last) == (3, "2024-03-01", "2024-03-05")
    assert any(
        note.startswith("dates such as '45352' are days counted") and note.endswith("2024-03-01")
        for note in report.notes
    )


def test_days_without_a_year_have_that_of_the_column_of_years_beside_them(tmp_path: Path) -> None:
    found = done(tmp_path, "Year,Incident Date,Town\n2023,12-Mar,Turbat\n2024,3 April,Pasni\n2024.0,May 5,Mach\n")
    assert [str(day) for day in found.incidents["start"]] == ["2023-03-12", "2024-04-03", "2024-05-05"]
    assert "the days in 'Incident Date' have no year: it is taken from 'Year'" in found.report.notes
