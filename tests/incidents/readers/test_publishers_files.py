"""Files as publishers and spreadsheet programs hand them out, beyond the plain layout: right counts, days and deaths."""

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from incidents.readers import layouts
from incidents.readers.errors import Refused
from incidents.readers.recognise import read_rows
from tests.incidents.readers.made import ACLED, GTD, UCDP, acled, done, gtd, text, ucdp, zipped

ROWS = [acled(number) for number in range(1, 6)]  # 2 to 6 March 2024; 1 + 2 + 3 + 0 + 1 deaths
EVENTS = [ucdp(number) for number in range(1, 4)]
ATTACKS = [gtd(number, iyear=2024, imonth=3, iday=number, nkill=2) for number in range(1, 4)]


def _objects(columns: Any, rows: Any) -> list[dict[str, Any]]:
    return [{name: row.get(name) for name in columns} for row in rows]


ANSWER = {"status": 200, "success": True, "count": 5, "messages": [], "data": _objects(ACLED, ROWS), "filename": ""}
PAGE = {"TotalCount": 385, "NextPageUrl": "https://example.org/?page=2", "Result": _objects(UCDP, EVENTS)}
OLD = {"best": "best_est", "high": "high_est", "low": "low_est"}


@pytest.mark.parametrize(
    ("content", "kind", "taken", "first", "last", "deaths"),
    [
        (json.dumps(ANSWER), "acled", 5, "2024-03-02", "2024-03-06", 7),
        (json.dumps(_objects(ACLED, ROWS), indent=1), "acled", 5, "2024-03-02", "2024-03-06", 7),
        ("\n".join(map(json.dumps, _objects(ACLED, ROWS))), "acled", 5, "2024-03-02", "2024-03-06", 7),
        (json.dumps(PAGE), "ucdp", 3, "2024-03-01", "2024-03-01", 12),
        ("\ufeff" + text(ACLED, ROWS, ";"), "acled", 5, "2024-03-02", "2024-03-06", 7),
        (
            text(ACLED, [{**row, "latitude": "26,0012", "longitude": "63,0485"} for row in ROWS], ";"),
            *("acled", 5, "2024-03-02", "2024-03-06", 7),
        ),
        (
            text(
                ACLED,
                [{**row, "fatalities": f"{row['fatalities']}.0", "timestamp": "2024-04-02 10:00"} for row in ROWS],
            ),
            *("acled", 5, "2024-03-02", "2024-03-06", 7),
        ),
        (
            text(
                [OLD.get(name, name) for name in UCDP[:-2]],
                [{**row, **{OLD[at]: row[at] for at in OLD}} for row in EVENTS],
            ),
            *("ucdp", 3, "2024-03-01", "2024-03-01", 12),
        ),
        (
            text(
                UCDP,
                [{**row, "date_start": "3/1/2024 12:00:00 AM", "date_end": "3/31/2024 12:00:00 AM"} for row in EVENTS],
            ),
            *("ucdp", 3, "2024-03-01", "2024-03-31", 12),
        ),
        (
            text(["", *UCDP], [{**row, "": at, "best": "4.0"} for at, row in enumerate(EVENTS)]),
            *("ucdp", 3, "2024-03-01", "2024-03-01", 12),
        ),
        (
            text(GTD, [{**row, "nkill": "2,5", "latitude": "26,0012", "longitude": "63,0485"} for row in ATTACKS], ";"),
            *("gtd", 3, "2024-03-01", "2024-03-03", 7.5),
        ),
        (
            text(GTD, [{**row, "imonth": 0, "iday": 0, "summary": "café \x96 made up"} for row in ATTACKS]).encode(
                "latin-1"
            ),
            *("gtd", 3, "2024-01-01", "2024-12-31", 6),
        ),
        (text(GTD, [{**row, "eventid": "2.02E+11"} for row in ATTACKS]), "gtd", 3, "2024-03-01", "2024-03-03", 6),
    ],
    ids=[
        *(
            "acled-answer",
            "acled-list",
            "acled-lines",
            "ucdp-answer",
            "semicolons-and-mark",
            "decimal-commas",
            "floats",
        ),
        *(
            "ucdp-older-names",
            "ucdp-american-times",
            "ucdp-row-numbers",
            "gtd-decimal-commas",
            "gtd-latin-1",
            "gtd-ids",
        ),
    ],
)
def test_counts_days_and_deaths_are_those_of_the_file(
    tmp_path: Path, content: str | bytes, kind: str, taken: int, first: str, last: str, deaths: float
) -> None:
    report = done(tmp_path, content).report
    assert (report.kind, report.taken, report.rejected) == (kind, taken, 0)
    assert (report.first, report.last) == (first, last)
    assert report.sums[0].total == deaths


def test_a_page_of_an_answer_says_that_there_are_more(tmp_path: Path) -> None:
    assert (
        "the file is one page of an answer: it holds 3 of 385 records" in done(tmp_path, json.dumps(PAGE)).report.notes
    )


def test_numbers_of_a_record_stay_as_they_are_written_and_nothing_is_empty(tmp_path: Path) -> None:
    content = json.dumps(_objects(ACLED, [acled(1, tags=None, notes="a\ud800\x00b")])).replace("25.2631", "25.26310")
    content = content.replace("26.0012", "26.00120")
    kept = done(tmp_path, content).incidents
    assert kept["native.latitude"][0] == "26.00120"
    assert (kept["native.tags"][0], kept["note"][0]) == ("", "a\ufffd\ufffdb")


@pytest.mark.parametrize(
    "content",
    [b'{"status": 403, "data": []}', b'{"data": [{"a": 1}, {"a": ', b'[{"a": [[1, 2]]}] trailing', b"[1, 2, 3]"],
)
def test_json_without_usable_records_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        done(tmp_path, content)
    assert "geojson" not in str(refused.value).lower()


@pytest.mark.parametrize("written", ["99/99/2024", "31-02-2024", "2024-02-31"])
def test_one_impossible_date_costs_its_row_and_not_the_file(tmp_path: Path, written: str) -> None:
    read = done(tmp_path, text(ACLED, [*ROWS, acled(6, event_date=written)]))
    assert (read.report.taken, read.report.rejected) == (5, 1)
    assert read.rejected[0]["atlas_value"] == written


def test_a_rare_date_that_could_be_two_costs_its_row_and_this_is_told(tmp_path: Path) -> None:
    rows = [acled(number) for number in range(1, 150)]
    read = done(tmp_path, text(ACLED, [*rows, acled(150, event_date="03/04/2024")])).report
    assert (read.taken, read.rejected) == (149, 1)
    assert any("'03/04/2024' could be read day or month first" in note for note in read.notes)


@pytest.mark.parametrize(
    "names",
    [
        "country,year,fatalities",
        "country,month,year,fatalities",
        "country_id,country,region,year,sb_exist,sb_deaths_best,sb_deaths_low,sb_deaths_high",
        "conflict_id,location,side_a,side_b,year,intensity_level,start_date",
        "conflict_id,dyad_id,side_a,side_b,year,bd_best,bd_low,bd_high",
        "location_code,admin1_name,admin_level,event_type,events,fatalities,reference_period_start,reference_period_end",
        "country,admin1,month,year,total_forecast,battles_forecast,total_observed,timestamp",
        "year,incidents_of_killing,civilians,security_forces,terrorists_insurgents_extremists,not_specified,total",
        "year,province,incidents_of_killing,civilians_killed,security_forces_killed,total_killed",
        "month,militant_attacks,killed_civilians,killed_security_forces,injured",
        "week_ending,province,total_attacks,killed",
    ],
)
def test_sums_by_area_or_conflict_and_period_are_refused_as_no_events(names: str) -> None:
    assert layouts.is_aggregate(names.split(","))


def test_tables_of_events_are_not_taken_for_sums() -> None:
    for names in (*(each.columns for each in layouts.LAYOUTS), ("year", "month", "day", "district", "killed")):
        assert not layouts.is_aggregate(names)


def test_names_that_a_shapefile_cut_to_ten_letters_are_known(tmp_path: Path) -> None:
    found = done(
        tmp_path, text([name[:10] for name in UCDP], [{name[:10]: row[name] for name in UCDP} for row in EVENTS])
    )
    assert (found.report.kind, found.report.taken, found.rows("unknown_code")) == ("ucdp", 3, 0)
    assert found.incidents["event_type"].tolist() == done(tmp_path, text(UCDP, EVENTS)).incidents["event_type"].tolist()


def _book(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.sheet_state = "hidden" if title == "draft" else "visible"
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_table_is_found_behind_a_longer_sheet_of_explanations(tmp_path: Path) -> None:
    day = dt.datetime(2024, 3, 5)
    data = [list(ACLED), *([day if name == "event_date" else row[name] for name in ACLED] for row in ROWS)]
    told = done(tmp_path, _book(("README", [["a line of terms"] * 5] * 400), ("Data", data))).report
    assert (told.kind, told.taken, told.first, told.sums[0].total) == ("acled", 5, "2024-03-05", 7)
    assert "other sheets left out: 'README'" in told.notes


def test_sheets_with_the_same_columns_are_read_as_one_table(tmp_path: Path) -> None:
    names = ["date", "town", "killed"]
    first = [["Attacks of 2023"], [], names, ["2023-03-05", "Turbat", 1], ["Total", None, 1]]
    second = [names, ["2024-03-05", "Turbat", 2], ["no day", "Pasni", 4], ["2024-03-06", "Pasni", 8]]
    read = done(
        tmp_path, _book(("2023", first), ("Codes", [["FC", "Frontier Corps"]] * 9), ("2024", second), ("draft", second))
    )
    assert (read.report.taken, read.report.first, read.report.last) == (3, "2023-03-05", "2024-03-06")
    assert read.report.sums[0].total == 11
    assert [(each["atlas_row"], each["date"]) for each in read.rejected] == [("5", "Total"), ("8", "no day")]
    assert "sheets '2023', '2024' of 4" in read.report.notes
    assert "other sheets left out: 'Codes'" in read.report.notes
    assert any("hidden sheets left out: 'draft'" in note for note in read.report.notes)


def test_a_sheet_is_read_in_slices_with_its_own_row_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("incidents.readers.workbook.SLICE", 2_000)
    rows = [[f"2024-03-{1 + at % 28:02}", "Pasni", at] for at in range(60)]
    rows[50][0] = "no day"
    read = done(tmp_path, _book(("Data", [[], [], ["date", "place", "killed"], *rows[:40], [], *rows[40:]])))
    assert (read.report.taken, read.report.sums[0].total) == (59, sum(range(60)) - 50)
    assert [each["atlas_row"] for each in read.rejected] == ["55"]


def test_several_tables_in_an_archive_are_named_and_a_licence_beside_one_is_no_table(tmp_path: Path) -> None:
    table = text(ACLED, ROWS).encode()
    assert done(tmp_path, zipped(tmp_path / "a.zip", {"a.csv": table, "LICENSE": b"made up"})).report.taken == 5
    with pytest.raises(Refused, match=r"'a\.csv', 'b\.csv': take out"):
        done(tmp_path, zipped(tmp_path / "b.zip", {"a.csv": table, "b.csv": table}))


def test_of_two_columns_of_one_name_the_first_is_read_and_this_is_told(tmp_path: Path) -> None:
    found = done(tmp_path, "date,date,town,killed,killed\n2020-03-15,2021-03-15,Quetta,1,2\n")
    assert (found.report.first, found.report.sums[0].total) == ("2020-03-15", 1)
    assert any("several columns are named 'date'" in note for note in found.report.notes)


def test_a_table_packed_beside_its_codebook_is_found(tmp_path: Path) -> None:
    packed = zipped(
        tmp_path / "made.zip", {"codebook.pdf": b"%PDF", "GED.csv": text(UCDP, EVENTS).encode(), "readme.txt": b"read"}
    )
    assert done(tmp_path, packed).report.taken == 3


def test_progress_through_an_archive_ends_at_its_own_size(tmp_path: Path) -> None:
    packed = zipped(
        tmp_path / "made.zip", {"acled.csv": text(ACLED, [acled(number) for number in range(400)]).encode()}
    )
    told: list[int] = []
    work = tmp_path / "work"
    work.mkdir()
    for _ in read_rows(packed, work, told.append).batches():
        pass
    assert told
    assert max(told) == packed.stat().st_size


def test_the_tables_of_an_export_of_this_atlas_come_back_from_their_archive(tmp_path: Path) -> None:
    columns = (
        "id",
        "start",
        "end",
        "date_precision",
        "place_id",
        "level",
        "event_type",
        "attack_types",
        "fatalities_best",
    )
    row = ("a.1", "2026-01-29", "2026-01-30", "range", "town:pasni", "town", "attack", "", "3")
    table = text(columns, [dict(zip(columns, row, strict=True))]).encode()
    others = dict.fromkeys(("claims.csv", "sources.csv"), b"about,value\na.1,3\n")
    told = done(
        tmp_path, zipped(tmp_path / "e.zip", {"incidents.csv": table, **others, "citation.txt": b"cite"})
    ).report
    assert (told.kind, told.taken, told.first, told.last) == ("atlas", 1, "2026-01-29", "2026-01-30")
    assert any("left out: 'claims.csv', 'sources.csv', 'citation.txt'" in note for note in told.notes)


def test_an_address_among_the_wounded_is_unknown_and_told(tmp_path: Path) -> None:
    found = done(
        tmp_path, "date,town,killed,injured\n2024-01-01,Near Turbat,2,https://dawn.com/7\n2024-01-02,Pasni,1,3\n"
    )
    assert [(each.total, each.unknown) for each in found.report.sums] == [(3, 0), (3, 1)]
    assert found.rows("unreadable_number") == 1
