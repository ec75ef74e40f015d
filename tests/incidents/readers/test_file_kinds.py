"""What a file is shows in what it holds: text, workbooks, archives, files with geometry, the atlas's own exports, no table at all."""

import contextlib
import json
import sqlite3
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely

from incidents.readers import Refused, web_page
from incidents.readers.recognise import read_rows
from tests.hostile_bombs import archive
from tests.incidents.readers.made import ACLED, acled, done, text, workbook, zipped


def test_blank_rows_between_those_of_a_sheet_are_told_and_its_margin_is_not(tmp_path: Path) -> None:
    cells = [("2024-03-15", "Turbat"), (None, None), (" ", ""), ("2024-03-16", "Pasni"), (None, "")]
    rows = [{"date": day, "town": town} for day, town in cells]
    report = done(tmp_path, workbook(tmp_path / "made.xlsx", ["date", "town"], rows)).report
    assert (report.rows, report.taken, report.rejected, report.blank) == (2, 2, 0, 2)


def test_how_far_a_file_in_another_encoding_is_read_is_told_in_its_own_bytes(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes(("date,town,note\n" + "2024-03-15,Turbat,éééé\n" * 2_000).encode("latin-1"))
    told: list[int] = []
    read_rows(path, tmp_path, told.append)
    assert told[-1] == path.stat().st_size


def test_a_file_with_its_names_swapped_is_known_by_its_content(tmp_path: Path) -> None:
    assert done(tmp_path, text(ACLED, [acled(1)]), "gtd.xlsx").report.kind == "acled"


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "parquet", "sqlite"])
def test_reads_files_with_geometry(tmp_path: Path, suffix: str) -> None:
    frame = gpd.GeoDataFrame(
        {"date": ["2024-03-15", "2024-03-16"], "town": ["Turbat", "Pasni"], "killed": [1, 2]},
        geometry=[shapely.Point(63.0485, 26.0012), shapely.Point(63.4692, 25.2631)],
        crs="EPSG:4326",
    )
    path = tmp_path / f"made.{suffix}"
    if suffix == "parquet":
        frame.to_parquet(path)
    elif suffix == "sqlite":
        with contextlib.closing(sqlite3.connect(path)) as database:
            table = frame.assign(lat=frame.geometry.y, lon=frame.geometry.x).drop(columns="geometry")
            pd.DataFrame(table).to_sql("events", database, index=False)
    else:
        frame.to_file(path, driver={"geojson": "GeoJSON", "gpkg": "GPKG"}[suffix])
    found = done(tmp_path, path)
    assert found.incidents["latitude"].tolist() == [26.0012, 25.2631]
    assert found.report.sums[0].total == 3
    named = {
        "geojson": "GeoJSON, layer",
        "gpkg": "GeoPackage, layer",
        "parquet": "GeoParquet",
        "sqlite": "SQLite, table",
    }
    assert found.report.notes[0].startswith(f"read as {named[suffix]}")


def test_layers_with_the_same_columns_are_one_table_and_others_are_named_with_their_rows(tmp_path: Path) -> None:
    path, place = tmp_path / "made.gpkg", [shapely.Point(63.0485, 26.0012)]
    for layer, columns in {
        "y2023": {"date": ["2023-03-15"], "killed": [1]},
        "y2024": {"killed": [2], "date": ["2024-03-15"]},
        "roads": {"name": ["M8"]},
    }.items():
        gpd.GeoDataFrame(columns, geometry=place, crs="EPSG:4326").to_file(path, driver="GPKG", layer=layer)
    report = done(tmp_path, path).report
    assert (report.taken, report.first, report.last, report.sums[0].total) == (2, "2023-03-15", "2024-03-15", 3)
    assert report.notes[0] == "read as GeoPackage, layers 'y2023', 'y2024' of 3"
    assert "other layers left out: 'roads' (1 row); to take one, save it as a file of its own" in report.notes


def test_a_workbook_with_a_title_and_dates_as_dates(tmp_path: Path) -> None:
    import datetime as dt

    made = [{"date": dt.date(2024, 3, 15), "town": "Turbat", "killed": 2}]
    found = done(tmp_path, workbook(tmp_path / "made.xlsx", ["date", "town", "killed"], made))
    assert (found.report.first, found.report.sums[0].total) == ("2024-03-15", 2)


def test_a_formula_whose_result_is_not_stored_is_unknown_and_told_with_row_column_and_remedy(tmp_path: Path) -> None:
    made = [
        {"date": "2024-03-15", "town": "Turbat", "killed": "=1+1"},
        {"date": "=A2+1", "town": "Turbat", "killed": 3},
        {"date": "=A3+1", "town": "=B3", "killed": "=C3"},
    ]
    found = done(tmp_path, workbook(tmp_path / "made.xlsx", ["date", "town", "killed"], made))
    assert (found.report.taken, found.rows("uncalculated"), found.report.sums[0].unknown) == (1, 1, 1)
    note = next(each for each in found.report.notes if each.startswith("5 cells with a formula"))
    assert "'killed' (rows 2, 4)" in note and "'date' (rows 3, 4)" in note
    for at, each in zip((3, 4), found.report.rejects, strict=True):
        assert (each.row, each.column, each.reason) == (at, "date", "a formula whose result is not stored in the file")
        assert each.remedy.endswith("save it again, and import that")


def test_one_file_in_an_archive_is_unpacked(tmp_path: Path) -> None:
    path = zipped(tmp_path / "made.zip", {"a/made.csv": text(ACLED, [acled(1)]).encode(), "__MACOSX/x": b""})
    assert done(tmp_path, path).report.kind == "acled"


def test_the_atlas_reads_what_it_exports(tmp_path: Path) -> None:
    from incidents import Atlas

    frame = Atlas.open().incidents()
    frame.to_csv(tmp_path / "out.csv", index=False)
    found = done(tmp_path, tmp_path / "out.csv")
    assert (found.report.kind, found.report.taken) == ("atlas", len(frame))
    assert found.incidents["place_id"].tolist() == frame["place_id"].tolist()
    assert found.incidents["level"].tolist() == frame["level"].tolist()
    assert [str(day) for day in found.incidents["start"]] == [str(day.date()) for day in frame["start"]]


def test_an_exported_toll_is_read_as_exact_as_it_was(tmp_path: Path) -> None:
    from incidents import Atlas

    none = float("nan")
    tolls = {"about": (none, 5, none), "at_least": (5, none, none), "at_most": (none, none, 5), "range": (3, 4, 5), "exact": (5, 5, 5)}  # fmt: skip
    frame = Atlas.open().incidents().head(len(tolls))
    for at, end in enumerate(("low", "best", "high")):
        frame[f"fatalities_{end}"] = [toll[at] for toll in tolls.values()]
    frame.to_csv(tmp_path / "out.csv", index=False)
    assert sorted(done(tmp_path, tmp_path / "out.csv").claims["qualifier"]) == sorted(tolls)


_OLD = b"\xd0\xcf\x11\xe0"
_ODS = archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"\x00\x01\x02" * 2000, "it holds binary data"),
        (b"%PDF-1.7 x", "is a PDF"),
        (b"just one line of words", "no table found"),
        (
            b"<html><body><p>x</p></body></html>",
            "is a web page without a table.*: open it in a spreadsheet program and save it as XLSX",
        ),
        (b'<?xml version="1.0"?><Workbook>', "is XML, not a table: open it in a spreadsheet program"),
        (b"\x00\x00\x27\x0a" + bytes(96), "is a shapefile"),
        (_OLD + bytes(600), "an old Excel file"),
        (_OLD + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "locked with a password: save it without one"),
        (_ODS, "an OpenDocument sheet .*: save it as XLSX or CSV"),
        (b'[1,"a",null,{"date":"2024-01-05"}]', "the JSON's list holds '1,\"a\""),
        (b'[{"date":"2024-01-05"}, 7, {"date":"2024-01-06"}]', "the JSON's list holds '7, "),
        (b'date,town,killed\n"' + b"x" * 600_000, "row 2: it has 1 cell .*: check its quotation marks"),
        (b"date,latitude,longitude\n2024-01-05,north,63.0\n", "'latitude' has 'north', not a coordinate"),
        (b",".join(b"c%d" % n for n in range(21)) + b"\n" + b"1," * 20 + b"x\n", '"c19"] and 1 more column'),
    ],
)
def test_what_is_no_table_is_refused_with_the_cause(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        done(tmp_path, content)


def test_tables_of_a_web_page_with_the_same_columns_are_one_and_others_with_dates_and_places_are_warned_of(
    tmp_path: Path,
) -> None:
    head = "<tr><th>Date</th><th>Location</th><th>Dead</th></tr>"
    months = (f"{head}<tr><td>2024-0{at}-05</td><td>Turbat</td><td>{at}</td></tr>" for at in (1, 2))
    other = "<tr><th>Date</th><th>Place</th></tr><tr><td>2023-01-05</td><td>Pasni</td></tr>"
    page = "".join(f"<table>{rows}</table>" for rows in (*months, other))
    report = done(tmp_path, f"<html><body>{page}</body></html>").report
    assert (report.taken, report.sums[0].total) == (2, 3)
    assert "its 2 tables with the same columns, 3 lines, are read; 1 other table left out" in report.notes[0]
    assert report.warnings[0].startswith("table 3 (1 row) has dates and places and is not read")


def test_the_largest_table_of_a_web_page_under_the_name_of_a_workbook_is_read(tmp_path: Path) -> None:
    rows = "<tr><td rowspan=2>2024-03-15<td>Turbat &amp; Kech<br>town<td><b>2</b></tr><TR><td>Pasni</td><td>3</td></TR>"
    page = f"<HTML><body><table><tr><td>menu</table><style>x</style><table><tr><th>Date<th>Town<th>Killed</tr>{rows}"
    found = done(tmp_path, f"{page}<tr><td>2024-03-16<td>Mach<td>1</table></body>", name="events.xls")
    assert found.incidents["toponym"].tolist() == ["Turbat & Kech town", "Pasni", "Mach"]
    assert [str(day) for day in found.incidents["start"]] == ["2024-03-15", "2024-03-15", "2024-03-16"]
    assert found.report.sums[0].total == 6
    assert any(
        "web page, perhaps under the name of a workbook: its table of 4 lines is read" in each
        for each in found.report.notes
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<!--" * 200, "has no end within 0 MB: open it in a spreadsheet program"),
        (b"<td colspan=600>" * 3, "line 2 of the web page's table has more than 1,000 cells"),
        (b"<td rowspan=9>" * 9 + b"<tr>" * 9, "more than 80 cells"),
        (b"</p>" * 51, "more than 50 tags"),
    ],
)
def test_a_web_page_made_to_keep_its_reader_busy_is_refused(
    content: bytes, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit, most in {"_UNENDED": 500, "_MAX_CELLS": 80, "_MAX_PARTS": 50}.items():
        monkeypatch.setattr(web_page, limit, most)
    page = tmp_path / "page.xls"
    page.write_bytes(b"<html><table><tr><th>Date<th>Town<tr>" + content)
    with pytest.raises(Refused, match=why):
        web_page.read_web_page(page, tmp_path, lambda _: None)


def test_what_stands_behind_an_unclosed_comment_of_a_web_page_is_told(tmp_path: Path) -> None:
    rows = "<tr><td>2024-03-15<td>Turbat<tr><td>2024-03-16<td>Mach<!-- <tr><td>2024-03-17<td>Pasni"
    notes = done(tmp_path, f"<table><tr><th>Date<th>Town{rows}</table>", name="events.xls").report.notes
    assert any(each.startswith("the page ends inside of '<!-- <tr>") for each in notes)


def test_a_number_merged_over_several_rows_of_a_web_page_is_told(tmp_path: Path) -> None:
    rows = "<tr><td>2024-03-15<td>Turbat<td rowspan=2>7<tr><td>2024-03-16<td>Mach"
    found = done(tmp_path, f"<table><tr><th>Date<th>Town<th>Killed{rows}</table>", name="events.xls")
    assert any("1 cell merged downwards has one number for several rows" in each for each in found.report.notes)
    assert found.report.sums[0].unknown == 1


def test_a_workbook_is_known_by_its_content_too(tmp_path: Path) -> None:
    path = workbook(tmp_path / "made.xlsx", ["date", "town"], [{"date": "2024-03-15", "town": "Turbat"}])
    assert done(tmp_path, path.rename(tmp_path / "made.csv")).report.taken == 1


def test_a_stray_cell_far_from_the_table_is_refused_with_the_remedy(tmp_path: Path) -> None:
    from tests.hostile_imports import bombs

    with pytest.raises(Refused, match="delete the stray cell"):
        done(tmp_path, bombs()["cells A1 and XFD1048576"]())


def test_dates_merged_over_several_rows_stand_for_each_of_them_and_numbers_for_the_first(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    for cells in (
        ("Attacks of May", None, None, None),
        ("Date", "District", "Details", "Killed"),
        ("2022-05-01", "Kech", "a", 3),
        (None, None, "b", None),
        ("2022-05-02", "Gwadar", "c", 1),
        (None, "Kech", "d", 2),
        (None, "Kech", "e", 4),
    ):
        sheet.append(cells)
    for cells in ("A1:D1", "A3:A4", "B3:B4", "D3:D4", "A5:A6"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "made.xlsx")
    found = done(tmp_path, tmp_path / "made.xlsx")
    assert [str(day) for day in found.incidents["start"]] == ["2022-05-01", "2022-05-01", "2022-05-02", "2022-05-02"]
    assert found.incidents["admin2"].tolist() == ["Kech", "Kech", "Gwadar", "Kech"]
    assert (found.report.sums[0].total, found.report.rejected) == (6, 1)
    assert (
        "2 rows in cells merged downwards: dates and names are read in each row, numbers in the first"
        in found.report.notes
    )
    assert any(
        each.startswith("1 cell merged downwards has one number for several rows") for each in found.report.notes
    )


@pytest.mark.parametrize("separator", ["", "\x1e"])
def test_geojson_with_a_feature_a_line_is_read(tmp_path: Path, separator: str) -> None:
    feature = {"type": "Feature", "properties": {"date": "2024-03-15", "town": "Turbat", "killed": 2}}
    feature["geometry"] = {"type": "Point", "coordinates": [63.0485, 26.0012]}
    found = done(tmp_path, "".join(f"{separator}{json.dumps(feature | {'id': number})}\n" for number in range(3)))
    assert (found.report.rows, found.incidents["latitude"].tolist()[:1]) == (3, [26.0012])


def test_a_sheet_of_whole_lines_in_its_first_column_is_read_as_the_text_they_are(tmp_path: Path) -> None:
    lines = ["date,town,killed", '2024-03-15,"Turbat, Kech",2', "no day,Pasni,1", "2024-03-16,Pasni,4"]
    rows = [{lines[0]: each} for each in lines[1:]]
    found = done(tmp_path, workbook(tmp_path / "made.xlsx", lines[:1], rows))
    assert (found.report.taken, found.report.sums[0].total) == (2, 6)
    assert [each["atlas_row"] for each in found.rejected] == ["3"]
    assert any("the first column holds whole lines" in note for note in found.report.notes)


def test_rows_that_a_filter_hides_are_read_and_told(tmp_path: Path) -> None:
    made = [{"date": f"2024-03-{day:02}", "town": "Turbat", "killed": 1} for day in range(1, 6)]
    path = workbook(tmp_path / "made.xlsx", ["date", "town", "killed"], made)
    book = openpyxl.load_workbook(path)
    for row in (3, 5, 9):
        book.worksheets[0].row_dimensions[row].hidden = True
    book.save(path)
    report = done(tmp_path, path).report
    assert (report.taken, report.sums[0].total) == (5, 5)
    told = "2 rows that a filter or a hand has hidden are read like all others (rows 3, 5)"
    assert any(note.startswith(told) for note in report.notes)
