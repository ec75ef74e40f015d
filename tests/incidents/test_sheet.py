"""A sheet is read in whatever encoding, delimiter and header it comes; its limits are stated, its cells stay text."""

from pathlib import Path

import pytest

from incidents import SheetError
from incidents.sheet import MAX_BYTES, MAX_CELL, MAX_ROWS, Sheet, read_sheet

ROWS = [["place", "date", "killed", "note"], ["Pasni", "2026-01-29", "12", "naïve – “quoted”, text"]]


def written(delimiter: str = ",", line_end: str = "\r\n") -> str:
    lines = [delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in ROWS]
    return line_end.join(lines) + line_end


def cells(sheet: Sheet) -> list[str]:
    (row,) = sheet.rows
    return [row[name] for name in ROWS[0]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_any_usual_encoding_delimiter_and_line_end(encoding: str, delimiter: str, line_end: str) -> None:
    sheet = read_sheet(written(delimiter, line_end).encode(encoding))
    assert cells(sheet) == ROWS[1]


def test_stray_bytes_are_kept_and_told() -> None:
    sheet = read_sheet(b"place,date,note\nPasni,2026,\x81\x8d caf\xe9\n")
    assert sheet.rows[0]["note"].endswith("café")
    assert "latin-1" in sheet.notes[0]


@pytest.mark.parametrize(
    "header",
    [
        "PLACE,Date,Killed,Notes",
        " place , date ,killed , note ",
        "Place Name,Event_Date,Deaths,Description",
        "location,event date,fatalities,Remarks",
        "\ufeffplace,date,killed,note",
    ],
)
def test_the_header_is_read_however_it_is_written(header: str) -> None:
    sheet = read_sheet(f"{header}\nPasni,2026-01-29,12,x\n".encode())
    assert cells(sheet)[:3] == ["Pasni", "2026-01-29", "12"]


@pytest.mark.parametrize(
    "header",
    [
        "Place of incident,Date of incident,killed,note",
        "Town / village,Incident date (PKT),Killed,Note",
        "incidentPlace,attackDate,killed,note",
        "مقام,تاریخ,ہلاک,تفصیل",
        "مقام,واقعہ کی تاریخ,جاں بحق,نوٹ",
        "جگه,تاريخ,ہلاکتیں,تفصيل",
    ],
)
def test_a_header_in_other_words_or_in_urdu_is_recognised(header: str) -> None:
    sheet = read_sheet(f"{header}\nPasni,2026-01-29,12,x\n".encode())
    assert cells(sheet) == ["Pasni", "2026-01-29", "12", "x"]


def test_how_a_column_with_other_words_is_read_is_told() -> None:
    assert read_sheet(b"Place,Date of incident,Date of report\nPasni,2026,2027\n").notes == (
        "column 'Date of incident' is read as the date",
        "columns not used: Date of report",
    )


@pytest.mark.parametrize("header", ["place,date of report", "place,attack date,arrest date", "place,date precision"])
def test_a_column_that_may_be_another_date_is_not_taken_for_it(header: str) -> None:
    with pytest.raises(SheetError, match="no column for the date"):
        read_sheet(f"{header}\nPasni,2026,2026\n".encode())


@pytest.mark.parametrize("delimiter", ["|", ";", ",", "\t", "^"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_the_delimiter_that_the_first_line_names_is_used(delimiter: str, line_end: str) -> None:
    content = (
        f"sep={delimiter}{line_end}place{delimiter}date{delimiter}note{line_end}Pasni{delimiter}2026{delimiter}a, b; c"
    )
    if delimiter in ",;":
        content = content.replace("a, b; c", '"a, b; c"')
    sheet = read_sheet(content.encode("utf-8-sig"))
    (only,) = sheet.rows
    assert (only["place"], only["date"], only["note"], only.number) == ("Pasni", "2026", "a, b; c", 2)
    assert f"the delimiter {delimiter!r}" in sheet.notes[0]


@pytest.mark.parametrize(
    "above", ["Incidents in 2026", "Incidents; by place, date, 2026", '"A title\nof two lines",,,']
)
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_title_above_the_header_is_skipped_and_told(above: str, delimiter: str) -> None:
    sheet = read_sheet(f"{above}\n\nplace,date,killed\nPasni,2026,3\n".replace(",", delimiter).encode())
    (only,) = sheet.rows
    assert (only["place"], only["killed"], only.number) == ("Pasni", "3", 4)
    assert sheet.notes[0].startswith("1 line above the header skipped: ")


def test_columns_that_are_not_used_are_told() -> None:
    assert read_sheet(b"place,date,colour\nPasni,2026,red\n").notes == ("columns not used: colour",)


def test_rows_are_numbered_as_a_spreadsheet_program_does() -> None:
    sheet = read_sheet(b'\nplace,date,note\nPasni,2026,"two\nlines"\n,,\nTurbat,2026,x\n')
    assert [row.number for row in sheet.rows] == [3, 5]
    assert sheet.notes == ("1 blank row skipped",)


def test_a_row_with_too_many_cells_is_a_problem_of_that_row_only() -> None:
    sheet = read_sheet(b"place,date\nPasni,2026,Gwadar\nTurbat,2026,,\n")
    assert [str(each) for each in sheet.problems] == ["more cells (3) than columns (2): 'Gwadar' @ row 2"]


def test_a_mark_that_is_not_closed_and_takes_rows_into_a_cell_is_a_problem_of_its_row() -> None:
    header, note = "date,place,killed,note", '2026-01-02,Pasni,1,"roads, shops, offices,\nschools, closed, for, days"'
    assert read_sheet(f"{header}\n{note}\n".encode()).problems == ()
    (problem,) = read_sheet(f'{header}\n2026-01-02,Pasni,1,"open\n2026-01-03,Turbat,4,ok\n'.encode()).problems
    assert (problem.record, problem.field) == ("row 2", "note")
    assert "not closed" in problem.reason


def test_a_cell_beyond_the_limit_is_a_problem_that_states_it() -> None:
    sheet = read_sheet(f"place,date,note\nPasni,2026,{'x' * (MAX_CELL + 1)}\nPasni,2026,{'x' * MAX_CELL}\n".encode())
    (problem,) = sheet.problems
    assert (problem.record, problem.field) == ("row 2", "note")
    assert "20,001 characters; a cell may have 20,000" in problem.reason


def test_a_cell_of_a_megabyte_stops_neither_this_nor_other_readers() -> None:
    import csv

    before = csv.field_size_limit()
    assert len(read_sheet(f"place,date,note\nPasni,2026,{'x' * 10**6}\n".encode()).problems) == 1
    assert csv.field_size_limit() == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "is empty"),
        (b"place,date\n", "has a header and no row under it: write a row"),
        (b"place,date\n,\n\n", "has a header and no row under it"),
        (b"%PDF-1.7\nplace,date\nPasni,2026\n", "is not a CSV"),
        (b"\x89PNG\r\n\x1a\n", "is not a CSV"),
        (bytes(range(256)) * 20, "is not a CSV"),
        (b"place,date\nPasni,\x00\x8d\n", "is not a CSV"),
        (b"place,date\n" + bytes(200), "is not a CSV"),
        (b"PK\x03\x04 workbook", "is a workbook: save it as CSV"),
        (b"settlement,day of week\nPasni,Monday\n", "no column for the place"),
        (b"place,note\nPasni,x\n", "no column for the date; its header is: place, note"),
        (b"latitude,date\n1,2026\n", "a latitude but no longitude"),
        (b"place,town,date\nPasni,Pasni,2026\n", "2 columns for the place: ['place', 'town']"),
        (b"x" * (MAX_BYTES + 1), "a sheet may have 20,971,520"),
        (b"place,date" + b",x" * 300 + b"\n", "a row may have 200"),
    ],
)
def test_a_sheet_that_cannot_be_read_says_why(content: bytes, message: str) -> None:
    with pytest.raises(SheetError) as raised:
        read_sheet(content)
    assert message in str(raised.value)


def test_too_many_rows_are_refused_with_the_limit() -> None:
    with pytest.raises(SheetError, match="more than 100,000 rows"):
        read_sheet(b"place,date\n" + b"a,2\n" * (MAX_ROWS + 1))


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="cannot read"):
        read_sheet(tmp_path / "none.csv")


def test_a_formula_and_a_repeated_row_are_text() -> None:
    sheet = read_sheet(b"place,date,note\nPasni,2026,=1+1\nPasni,2026,=1+1\n")
    assert [row["note"] for row in sheet.rows] == ["=1+1", "=1+1"]
    assert sheet.problems == ()
