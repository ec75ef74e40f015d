"""Any table through a mapping: newsroom sheets, exports of other programs, and what real files do to text."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pytest
import shapely

from incidents.dates import Days, Order
from incidents.readers import Ambiguous, Mapping, Refused, columns, read_mapping
from incidents.readers.recognise import read_rows
from tests.incidents.readers.made import ACLED, Done, acled, done, text, workbook, zipped

SUICIDE = "S#,Date,Islamic Date,Blast Day Type,Holiday Type,Time,City,Latitude,Longitude,Province,Location,"
SUICIDE += "Location Category,Target Type,Killed Min,Killed Max,Injured Min,Injured Max,No. of Suicide Blasts\n"


def counts(found: Done) -> dict[tuple[str, str, str], str]:
    return {
        (each["quantity"], each["counted"], each["bound"]): each["column"] for each in found.report.mapping["counts"]
    }


def test_a_newsroom_sheet_is_read_by_a_proposed_mapping(tmp_path: Path) -> None:
    sheet = SUICIDE + (
        "1,Sunday-November 19-1995,25 Jumaada,Working,None,10:00,Quetta,30.1841,67.0014,Balochistan,Cantt,Office,"
        "Police,14,15,60,,2\n2,Monday-November 20-1995,26 Jumaada,Working,None,,Turbat,26.0012,63.0485,Balochistan,,,"
        "Government,,3,,7,1\n"
    )
    found = done(tmp_path, sheet)
    columns = found.report.mapping["columns"]
    assert (columns["date"], columns["place"], columns["admin1"]) == ("Date", "City", "Province")
    assert counts(found) == {
        ("killed", "people", "low"): "Killed Min",
        ("killed", "people", "high"): "Killed Max",
        ("wounded", "people", "low"): "Injured Min",
        ("wounded", "people", "high"): "Injured Max",
    }
    assert found.report.first == "1995-11-19"
    first = found.incidents.iloc[0]
    assert (first["fatalities_low"], first["fatalities_high"], first["place_id"]) == (14, 15, "town:quetta")
    assert np.isnan(first["fatalities_best"])


def test_a_drone_sheet_with_a_typo_and_a_totals_row(tmp_path: Path) -> None:
    sheet = (
        'Date ,Place , Longitude,Latitude ,Total Died Min,Total Died Mix \n"Friday, June 18, 2004",Turbat,63.0485,26.0012,'
        '5,8\n"Saturday, June 19, 2004",Pasni,63.4692,25.2631,1,2\nTotal,,,,6,10\n'
    )
    found = done(tmp_path, sheet)
    assert (found.report.taken, found.report.rejected) == (2, 1)
    assert "totals" in found.report.rejects[0].reason
    assert [(each.column, each.total) for each in found.report.sums] == [("Total Died Min", 6), ("Total Died Mix", 10)]
    assert found.incidents["fatalities_high"].tolist() == [8, 2]
    assert any("slip of the pen" in note for note in found.report.notes)
    assert found.incidents["latitude"].tolist() == [26.0012, 25.2631]


def test_a_row_of_totals_without_the_word_has_no_date_and_is_rejected(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town,killed\n2024-03-15,Pasni,2\n2024-03-16,Turbat,3\n,,5\n")
    assert (found.report.taken, found.report.sums[0].total) == (2, 5)


def test_year_month_and_day_in_columns_of_their_own(tmp_path: Path) -> None:
    found = done(tmp_path, "Year,Month,Day,City,Killed\n2024,March,15,Turbat,1\n2024,4,0,Turbat,2\n2023,,,Turbat,0\n")
    assert found.incidents["date_precision"].tolist() == ["day", "month", "year"]


def test_ushahidi_entities_and_newlines_in_cells(tmp_path: Path) -> None:
    sheet = '"#","INCIDENT TITLE","INCIDENT DATE","LOCATION","DESCRIPTION","LATITUDE","LONGITUDE"\n'
    sheet += '"7","A &amp; B","2024-03-15 10:00:00","Turbat","One\ntwo &quot;three&quot;","26.0012","63.0485"\n'
    found = done(tmp_path, sheet)
    first = found.incidents.iloc[0]
    assert (first["title"], first["note"]) == ("A & B", 'One\ntwo "three"')


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(tmp_path: Path, delimiter: str, end: str) -> None:
    found = done(tmp_path, text(ACLED, [acled(1), acled(2)], delimiter, end))
    assert (found.report.kind, found.report.taken, found.report.sums[0].total) == ("acled", 2, 3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_are_found_out_and_told(tmp_path: Path, encoding: str) -> None:
    found = done(tmp_path, text(ACLED, [acled(1, notes="A café — “quoted”")]).encode(encoding))
    assert found.incidents["note"].tolist() == ["A café — “quoted”"]
    assert any(note.startswith("encoding") for note in found.report.notes)


def test_stray_bytes_are_replaced_and_told(tmp_path: Path) -> None:
    content = text(ACLED, [acled(1, notes="کوئٹہ میں", source="stray BYTE")]).encode().replace(b"BYTE", b"\xff\xfe")
    found = done(tmp_path, content)
    assert found.incidents["note"].tolist() == ["کوئٹہ میں"]
    assert "�" in found.incidents["source"].iloc[0]
    assert any("no encoding" in note for note in found.report.notes)


def test_one_byte_of_windows_among_utf_8_is_its_letter_and_its_line_is_told(tmp_path: Path) -> None:
    rows = [acled(1, notes="کوئٹہ میں"), acled(2, notes="a cafBYTE")]
    found = done(tmp_path, text(ACLED, rows).encode().replace(b"BYTE", b"\xe9"))
    assert found.incidents["note"].tolist() == ["کوئٹہ میں", "a café"]
    assert any("1 byte of Windows-1252 (byte E9 in line 3, read as 'é')" in note for note in found.report.notes)


def test_a_byte_of_windows_far_down_is_its_letter_too(tmp_path: Path) -> None:
    rows = [
        acled(number, notes="کوئٹہ " * 1_200) for number in range(500)
    ]  # more than is looked at before rows are read
    found = done(tmp_path, text(ACLED, [*rows, acled(500, notes="a cafBYTE")]).encode().replace(b"BYTE", b"\xe9"))
    assert (found.report.taken, found.incidents["note"].iloc[-1]) == (501, "a café")
    assert any("1 byte of Windows-1252 (byte E9 in line 502, read as 'é')" in note for note in found.report.notes)


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


def test_columns_named_in_urdu_are_read_with_their_digits_and_months(tmp_path: Path) -> None:
    sheet = "تاریخ,مقام,ضلع,صوبہ,ہلاک,زخمی,نمبر\n۳ جنوری ۲۰۲۴,Pasni,Gwadar,Balochistan,۱۲,۳,1\n۵ مارچ ۲۰۲۴,Turbat,Kech,Balochistan,۲,,2\n"
    found = done(tmp_path, sheet)
    assert (found.report.taken, found.report.first, found.report.last) == (2, "2024-01-03", "2024-03-05")
    assert {each.column: each.total for each in found.report.sums} == {"ہلاک": 14, "زخمی": 3}
    assert found.incidents["admin2"].tolist() == ["Gwadar", "Kech"]


def test_hard_spaces_in_numbers_and_names(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town,killed\n2024-03-15,\xa0Turbat\xa0,1\xa0234\n".replace("1\xa0234", '"1,234"'))
    assert found.incidents["place_id"].tolist() == ["town:turbat"]
    assert found.report.sums[0].total == 1234


def test_long_cells_with_newlines(tmp_path: Path) -> None:
    note = "line\n" * 1_000
    assert done(tmp_path, text(ACLED, [acled(1, notes=note), acled(2)])).incidents["note"].iloc[0] == note.strip()


@pytest.mark.parametrize(
    ("dates", "days", "word"),
    [
        (("8/5/05", "17/06/2004"), ("2005-05-08", "2004-06-17"), "day first"),
        (("03/25/2024", "03/04/2024"), ("2024-03-25", "2024-03-04"), "month first"),
    ],
)
def test_the_whole_column_shows_day_or_month_first(
    tmp_path: Path, dates: tuple[str, str], days: tuple[str, str], word: str
) -> None:
    found = done(tmp_path, "date,town\n" + "".join(f"{each},Turbat\n" for each in dates))
    assert tuple(str(day) for day in found.incidents["start"]) == days
    assert any(word in note for note in found.report.notes)


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


def test_an_id_that_is_always_the_same_gives_each_row_its_own(tmp_path: Path) -> None:
    found = done(tmp_path, "id,date,town\n" + "".join(f"GDELT,2024-03-{day:02},Turbat\n" for day in range(1, 11)))
    assert found.incidents["id"].is_unique
    assert found.rows("repeated_id") == 9


def test_an_empty_header_cell_gets_a_name(tmp_path: Path) -> None:
    found = done(tmp_path, "date,,town\n2024-03-15,x,Turbat\n2024-03-16,y,Pasni\n")
    assert found.incidents["native.unnamed_2"].tolist() == ["x", "y"]


@pytest.mark.parametrize("blank", ["", ",,", '"","",""', " , ,", " ", ",", ",,,,"])
def test_a_blank_record_is_no_row_and_is_told(tmp_path: Path, blank: str) -> None:
    found = done(tmp_path, f"date,town,note\n2024-03-15,Turbat,a\n{blank}\n2024-03-16,Pasni,b\n")
    report = found.report
    assert (report.rows, report.taken, report.rejected, report.blank) == (2, 2, 0, 1)
    assert found.incidents["row"].tolist() == [2, 4]
    assert "2 rows: 2 taken, 0 exact repeats, 0 rejected; 1 blank record left out" in report.lines()


def test_blank_rows_between_those_of_a_sheet_are_told_and_its_margin_is_not(tmp_path: Path) -> None:
    cells = [("2024-03-15", "Turbat"), (None, None), (" ", ""), ("2024-03-16", "Pasni"), (None, "")]
    rows = [{"date": day, "town": town} for day, town in cells]
    report = done(tmp_path, workbook(tmp_path / "made.xlsx", ["date", "town"], rows)).report
    assert (report.rows, report.taken, report.rejected, report.blank) == (2, 2, 0, 2)


def test_a_file_of_blank_records_has_no_rows(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="a header but no rows"):
        done(tmp_path, "date,town\n,\n\n,\n")


@pytest.mark.parametrize("word", ["NA", "nan", "N/A", "null", "-", "-99"])
def test_words_for_nothing(tmp_path: Path, word: str) -> None:
    found = done(tmp_path, f"date,town,lat,lon,killed\n2024-03-15,Turbat,{'NA' if word == '-99' else word},NA,{word}\n")
    assert found.incidents["place_id"].tolist() == ["town:turbat"]
    assert np.isnan(found.incidents["fatalities_best"]).all()
    assert found.rows("unreadable_number") == 0


def test_spellings_and_trailing_blanks(tmp_path: Path) -> None:
    found = done(tmp_path, "date,province,district\n2024-03-15,Baluchistan ,Kech \n2024-03-15,Balochistan,KECH\n")
    assert found.incidents["place_id"].tolist() == ["district:kech"] * 2


def test_formulas_and_markup_stay_text_and_are_flagged(tmp_path: Path) -> None:
    found = done(
        tmp_path, 'date,town,note\n2024-03-15,Turbat,"=HYPERLINK(""x"")"\n2024-03-16,Pasni,<script>x</script>\n'
    )
    assert found.incidents["note"].tolist() == ['=HYPERLINK("x")', "<script>x</script>"]
    assert found.rows("markup") == 2


def test_a_line_of_column_names_among_the_rows_is_called_so(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town,note\n2024-03-15,Turbat,a\nDate,Town,Note\n2024-03-17,Turbat,e\n")
    (told,) = found.report.rejects
    assert (told.row, told.reason) == (3, "the line of column names once more, not an incident")


def test_only_a_row_with_quotation_marks_is_said_to_have_some_to_check(tmp_path: Path) -> None:
    found = done(tmp_path, 'date,town,note\n2024-03-15,Turbat,a\n2024-03-16\n2024-03-17,Turbat,"a "b, c", d\n')
    one, other = found.report.rejects
    assert one.reason == "it has 1 cell where the header has 3"
    assert other.reason.endswith("cells where the header has 3: check its quotation marks")


def test_how_far_a_file_in_another_encoding_is_read_is_told_in_its_own_bytes(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes(("date,town,note\n" + "2024-03-15,Turbat,éééé\n" * 2_000).encode("latin-1"))
    told: list[int] = []
    read_rows(path, tmp_path, told.append)
    assert told[-1] == path.stat().st_size


def test_a_row_with_too_many_cells_is_rejected_and_kept(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town,note\n2024-03-15,Turbat,a\n2024-03-16,Pasni,b,c,d\n2024-03-17,Turbat,e,,\n")
    assert (found.report.taken, found.report.rejected) == (2, 1)
    assert found.report.rejects[0].row == 3
    assert "5 cells" in found.report.rejects[0].reason
    assert found.rejected[0]["town"] == ""
    assert found.rejected[0]["atlas_value"] == "2024-03-16,Pasni,b,c,d"


def test_lines_above_the_header_are_left_out(tmp_path: Path) -> None:
    found = done(tmp_path, "Incidents of March\n\ndate,town,note\n2024-03-15,Turbat,a\n2024-03-16,Pasni,b\n")
    assert found.report.taken == 2


def test_a_mapping_is_kept_can_be_edited_and_used_again(tmp_path: Path) -> None:
    first = done(
        tmp_path, "Tag,Ort,Tote\n2024-03-15,Turbat,3\n", mapping=Mapping(columns={"date": "Tag", "place": "Ort"})
    )
    kept = first.folder / "mapping.toml"
    edited = kept.read_text(encoding="utf-8") + '\n[[counts]]\ncolumn = "Tote"\nquantity = "killed"\n'
    kept.write_text(edited, encoding="utf-8")
    again = done(tmp_path, "Tag,Ort,Tote\n2024-03-15,Turbat,3\n", mapping=read_mapping(kept))
    assert again.report.sums[0].total == 3


def test_a_mapping_may_be_json_and_says_what_is_wrong_in_it(tmp_path: Path) -> None:
    file = tmp_path / "mapping.json"
    file.write_text(json.dumps({"columns": {"date": "When", "place": "Nowhere"}}))
    with pytest.raises(Refused, match="'Nowhere'"):
        done(tmp_path, "When,Town\n2024-03-15,Turbat\n", mapping=read_mapping(file))


def test_a_file_with_its_names_swapped_is_known_by_its_content(tmp_path: Path) -> None:
    assert done(tmp_path, text(ACLED, [acled(1)]), "gtd.xlsx").report.kind == "acled"


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "parquet"])
def test_reads_files_with_geometry(tmp_path: Path, suffix: str) -> None:
    frame = gpd.GeoDataFrame(
        {"date": ["2024-03-15", "2024-03-16"], "town": ["Turbat", "Pasni"], "killed": [1, 2]},
        geometry=[shapely.Point(63.0485, 26.0012), shapely.Point(63.4692, 25.2631)],
        crs="EPSG:4326",
    )
    path = tmp_path / f"made.{suffix}"
    if suffix == "parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path, driver={"geojson": "GeoJSON", "gpkg": "GPKG"}[suffix])
    found = done(tmp_path, path)
    assert found.incidents["latitude"].tolist() == [26.0012, 25.2631]
    assert found.report.sums[0].total == 3


def test_a_workbook_with_a_title_and_dates_as_dates(tmp_path: Path) -> None:
    import datetime as dt

    made = [{"date": dt.date(2024, 3, 15), "town": "Turbat", "killed": 2}]
    found = done(tmp_path, workbook(tmp_path / "made.xlsx", ["date", "town", "killed"], made))
    assert (found.report.first, found.report.sums[0].total) == ("2024-03-15", 2)


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


def test_places_outside_the_gazetteer_are_kept_and_told(tmp_path: Path) -> None:
    found = done(
        tmp_path,
        "date,country,town,lat,lon\n2024-03-15,Nigeria,Maiduguri,11.84,13.15\n2024-03-15,Nigeria,Maiduguri,,\n",
    )
    assert (found.report.taken, found.report.on_map) == (2, 1)
    assert (found.rows("outside_gazetteer"), found.rows("place_unknown")) == (1, 1)
    assert found.incidents["latitude"].tolist()[0] == 11.84


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02" * 2000, b"%PDF-1.7 x", b"just one line of words", b"<html><body>"]
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refused):
        done(tmp_path, content)


def test_a_workbook_is_known_by_its_content_too(tmp_path: Path) -> None:
    path = workbook(tmp_path / "made.xlsx", ["date", "town"], [{"date": "2024-03-15", "town": "Turbat"}])
    assert done(tmp_path, path.rename(tmp_path / "made.csv")).report.taken == 1


def test_a_stray_cell_far_from_the_table_is_refused_with_the_remedy(tmp_path: Path) -> None:
    from tests.hostile_imports import bombs

    with pytest.raises(Refused, match="delete the stray cell"):
        done(tmp_path, bombs()["cells A1 and XFD1048576"]())


def test_a_header_in_two_lines_names_the_groups_before_the_columns(tmp_path: Path) -> None:
    sheet = ",,Killed,,,,Injured,,\nDate,District,Army,FC,Police,Civilians,Army,FC,Civilians\n2014-01-15,Kech,1,2,3,4,5,6,7\n"
    found = done(tmp_path, sheet)
    assert {key: each.split()[-1] for key, each in counts(found).items()} == {
        ("killed", "soldiers", "value"): "Army",
        ("killed", "security_personnel", "value"): "FC",
        ("killed", "police", "value"): "Police",
        ("killed", "civilians", "value"): "Civilians",
        ("wounded", "soldiers", "value"): "Army",
        ("wounded", "security_personnel", "value"): "FC",
        ("wounded", "civilians", "value"): "Civilians",
    }
    assert [each.total for each in found.report.sums] == [1, 2, 3, 4, 5, 6, 7]


def test_a_header_that_goes_on_in_the_gaps_of_its_first_line_is_read_as_one(tmp_path: Path) -> None:
    sheet = (
        "Incidents of 2014,,,,,\nSr. No,Date,District,Tactics,Killed,\n,,,,Army,Civilians\n1,2014-01-15,Kech,IED,1,4\n"
    )
    found = done(tmp_path, sheet)
    assert counts(found) == {
        ("killed", "soldiers", "value"): "Killed Army",
        ("killed", "civilians", "value"): "Killed Civilians",
    }
    assert (found.report.taken, found.report.mapping["columns"]["date"]) == (1, "Date")


def test_cells_under_a_header_that_ends_in_empty_cells_are_kept(tmp_path: Path) -> None:
    found = done(
        tmp_path, "date,town,killed,\n2014-01-15,Turbat,2,seen by two\n2014-01-16,Turbat,1,\n2014-01-17,Turbat,1,x\n"
    )
    assert (found.report.taken, found.incidents["native.unnamed_4"][0]) == (3, "seen by two")


@pytest.mark.parametrize(
    ("names", "date"),
    [
        ("Incident Year,Incident Month,Incident Day,Town / Location", "2011,03,05"),
        ("SQLDATE,MonthYear,Year,ActionGeo_FullName", "20110305,201103,2011"),
    ],
)
def test_dates_are_found_under_the_names_that_datasets_give_them(tmp_path: Path, names: str, date: str) -> None:
    report = done(tmp_path, f"{names},killed\n{date},Turbat,2\n").report
    assert (report.first, report.last, report.sums[0].total) == ("2011-03-05", "2011-03-05", 2)


def test_event_types_of_acled_are_known_in_a_table_that_keeps_little_else(tmp_path: Path) -> None:
    found = done(tmp_path, "event_date,event_type,location,fatalities\n05-Mar-24,Riots,Turbat,2\n")
    assert (found.report.kind, found.incidents["event_type"].tolist()) == ("table", ["riot"])


def test_a_mapping_that_states_only_the_order_of_dates_leaves_the_rest_to_be_proposed(tmp_path: Path) -> None:
    file = tmp_path / "m.toml"
    file.write_text('date_order = "day first"\n')
    sheet = "date,town,killed,remarks\n03/04/2024,Turbat,2,a\n05/06/2024,Pasni,3,b\n"
    found = done(tmp_path, sheet, mapping=read_mapping(file))
    assert (found.report.first, found.report.on_map, found.report.sums[0].total) == ("2024-04-03", 2, 5)
    assert read_mapping(next(tmp_path.rglob("mapping.toml"))).columns["place"] == "town"


def test_a_column_that_a_mapping_leaves_blank_is_not_proposed(tmp_path: Path) -> None:
    file = tmp_path / "m.toml"
    file.write_text('[columns]\nnote = ""\n')
    found = done(tmp_path, "date,town,remarks\n2024-04-03,Turbat,a\n", mapping=read_mapping(file))
    assert set(found.report.mapping["columns"]) == {"date", "place"}


def test_months_together_unknown_parts_and_unlikely_years_are_kept(tmp_path: Path) -> None:
    found = done(
        tmp_path,
        "date,town\nJan-Feb 2020,Turbat\n2020-00-00,Pasni\n00/00/2004,Pasni\n1899-05-06,Pasni\n2099-05-06,Pasni\n",
    )
    spans = [(str(row["start"]), str(row["end"])) for _, row in found.incidents.iterrows()]
    assert spans[:3] == [("2020-01-01", "2020-02-29"), ("2020-01-01", "2020-12-31"), ("2004-01-01", "2004-12-31")]
    assert (found.report.taken, found.rows("unlikely_year")) == (5, 2)


def test_a_file_without_a_header_is_told_so_with_the_way_to_name_its_columns(tmp_path: Path) -> None:
    row = "\t".join(["1000001", "20240115", "202401", "2024", "PAK", *["x"] * 10, "Turbat, Pakistan", "26.0", "63.05"])
    with pytest.raises(Refused, match=r'has no line of column names.*date = "column_2"'):
        done(tmp_path, f"{row}\n" * 5)


def test_years_of_two_digits_behind_points_are_read_by_the_order_of_the_column(tmp_path: Path) -> None:
    lines = "".join(f"{day:02}.04.15,Turbat\n" for day in range(1, 31))
    found = done(tmp_path, f"date,town\n{lines}")
    assert (found.report.taken, found.report.rejected) == (30, 0)
    assert [str(day) for day in found.incidents["start"]] == [f"2015-04-{day:02}" for day in range(1, 31)]


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


@pytest.mark.parametrize("separator", ["", "\x1e"])
def test_geojson_with_a_feature_a_line_is_read(tmp_path: Path, separator: str) -> None:
    feature = {"type": "Feature", "properties": {"date": "2024-03-15", "town": "Turbat", "killed": 2}}
    feature["geometry"] = {"type": "Point", "coordinates": [63.0485, 26.0012]}
    found = done(tmp_path, "".join(f"{separator}{json.dumps(feature | {'id': number})}\n" for number in range(3)))
    assert (found.report.rows, found.incidents["latitude"].tolist()[:1]) == (3, [26.0012])


def test_times_counted_in_seconds_are_read_as_days_and_that_is_told(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town\n1735689600,Turbat\n1735700400000,Pasni\n")
    assert (found.report.first, found.report.last) == ("2025-01-01", "2025-01-01")
    assert any("'1735689600' are counted in seconds or milliseconds since 1970" in note for note in found.report.notes)


def test_months_of_another_language_are_refused_with_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"'janvier' is no month in English or Urdu.*such as 12 January 2025"):
        done(tmp_path, "date,town\n12 janvier 2025,Turbat\n")


@pytest.mark.parametrize("heading", ['"Name of\nTown"', "Place (جگہ)", "Incident location (nearest)", "Town/Village"])
def test_a_column_of_places_is_known_by_a_word_of_its_name(tmp_path: Path, heading: str) -> None:
    found = done(
        tmp_path, f"Date (تاریخ),Location category,{heading},n\n2024-03-15,Office,Turbat,1\n2024-03-16,Road,Pasni,2\n"
    )
    assert found.incidents["place_id"].tolist() == ["town:turbat", "town:pasni"]


@pytest.mark.parametrize("names", ["Date From,Date To", "From,To", "start date,end date"])
def test_the_last_day_is_found_beside_the_first(tmp_path: Path, names: str) -> None:
    report = done(tmp_path, f"{names},Town\n2024-03-15,2024-03-17,Turbat\n").report
    assert (report.first, report.last) == ("2024-03-15", "2024-03-17")


def test_months_with_their_year_are_dates(tmp_path: Path) -> None:
    report = done(tmp_path, "Month,Town,n\nMar-2024,Turbat,1\nApr-2024,Pasni,2\n").report
    assert (report.first, report.last) == ("2024-03-01", "2024-04-30")
