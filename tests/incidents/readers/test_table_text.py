"""Cells and lines of a text table as real files write them: encodings, delimiters, blanks, broken lines, headers in several lines."""

from pathlib import Path

import numpy as np
import pytest

from incidents.readers import Refused, in_encoding
from tests.incidents.readers.made import ACLED, acled, counts, done, text


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


def test_urdu_of_windows_is_told_by_its_words(tmp_path: Path) -> None:
    rows = [acled(1, notes="بم دھماکا، کوئٹہ"), acled(2, notes="الجيش “في” كويته")]
    found = done(tmp_path, text(ACLED, rows).encode("cp1256"))
    assert found.incidents["note"].tolist() == ["بم دھماکا، کوئٹہ", "الجيش “في” كويته"]
    assert "encoding Windows-1256, told by its words of Arabic letters" in found.report.notes


def test_an_encoding_that_a_person_states_is_used(tmp_path: Path) -> None:
    content = text(ACLED, [acled(1, notes="Взрыв на дороге")]).encode("cp1251")
    found = done(tmp_path, content, mapping=in_encoding(None, "windows-1251"))
    assert found.incidents["note"].tolist() == ["Взрыв на дороге"]
    assert (found.report.kind, found.report.mapping["encoding"]) == ("acled", "cp1251")


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


def test_hard_spaces_in_numbers_and_names(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town,killed\n2024-03-15,\xa0Turbat\xa0,1\xa0234\n".replace("1\xa0234", '"1,234"'))
    assert found.incidents["place_id"].tolist() == ["town:turbat"]
    assert found.report.sums[0].total == 1234


def test_long_cells_with_newlines(tmp_path: Path) -> None:
    note = "line\n" * 1_000
    assert done(tmp_path, text(ACLED, [acled(1, notes=note), acled(2)])).incidents["note"].iloc[0] == note.strip()


def test_an_empty_header_cell_gets_a_name(tmp_path: Path) -> None:
    found = done(tmp_path, "date,,town\n2024-03-15,x,Turbat\n2024-03-16,y,Pasni\n")
    assert found.incidents["native.unnamed_2"].tolist() == ["x", "y"]


@pytest.mark.parametrize("blank", ["", ",,", '"","",""', " , ,", " ", ",", ",,,,", "\x1a"])
def test_a_blank_record_is_no_row_and_is_told(tmp_path: Path, blank: str) -> None:
    found = done(tmp_path, f"date,town,note\n2024-03-15,Turbat,a\n{blank}\n2024-03-16,Pasni,b\n")
    report = found.report
    assert (report.rows, report.taken, report.rejected, report.blank) == (2, 2, 0, 1)
    assert found.incidents["row"].tolist() == [2, 4]
    assert "2 rows: 2 taken, 0 exact repeats, 0 rejected; 1 blank record left out" in report.lines()


def test_a_file_of_blank_records_has_no_rows(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="a header but no rows"):
        done(tmp_path, "date,town\n,\n\n,\n")


@pytest.mark.parametrize("word", ["NA", "nan", "N/A", "null", "-", "-99"])
def test_words_for_nothing(tmp_path: Path, word: str) -> None:
    found = done(tmp_path, f"date,town,lat,lon,killed\n2024-03-15,Turbat,{'NA' if word == '-99' else word},NA,{word}\n")
    assert found.incidents["place_id"].tolist() == ["town:turbat"]
    assert np.isnan(found.incidents["fatalities_best"]).all()
    assert found.rows("unreadable_number") == 0


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


@pytest.mark.parametrize(
    "lines",
    [
        '2024-03-16,Pasni,"Two dead,2\n2024-03-17,Mach,b,3\n2024-03-18,Mach,c,4\n',
        '2024-03-16,Pasni,"Two dead,2\n2024-03-17,Mach,"b",3\n2024-03-18,Mach,c,4\n',
        '2024-03-16,Pasni,a,"2\n2024-03-17,Mach,b,3\n2024-03-18,Mach,c,4',
    ],
)
def test_lines_that_an_open_quotation_mark_took_into_a_cell_are_rows_and_that_is_told(
    tmp_path: Path, lines: str
) -> None:
    found = done(tmp_path, f"date,town,note,killed\n2024-03-15,Turbat,a,1\n{lines}")
    assert (found.report.taken, found.report.sums[0].total, found.report.sums[0].stated) == (4, 10, 4)
    assert any("a quotation mark in row 3 is not closed in its line" in each for each in found.report.notes)


def test_lines_of_a_note_with_commas_stay_its_own(tmp_path: Path) -> None:
    note = "In Mach, two,\n2024-03-16, police said, more\nto, come,"
    found = done(tmp_path, f'date,town,note,killed\n2024-03-15,Turbat,"{note}",1\n')
    assert found.incidents["note"].tolist() == [note]


def test_an_open_quotation_mark_of_which_the_lines_are_no_rows_is_told_with_where_it_begins(tmp_path: Path) -> None:
    rows = "".join(f"2024-03-{day},Turbat,a,b,c\n" for day in range(18, 25))
    found = done(tmp_path, f'date,town,note,source\n2024-03-15,Turbat,a,b\n2024-03-16,Pasni,"Two dead,b\n{rows}')
    (told,) = found.report.rejects
    assert told.row == 3
    assert "begins in row 3 at '\"Two dead,b' is never closed, and 7 lines after it went into its cell" in told.reason


def test_a_comma_in_a_cell_of_the_first_row_makes_that_row_odd_not_the_header(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town,note,killed\n2024-03-15,Turbat,a, b,2\n2024-03-16,Mach,c,3\n")
    assert (found.report.taken, found.report.sums[0].total) == (1, 3)
    assert "it has 5 cells where the header has 4" in found.report.rejects[0].reason


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


def test_a_file_without_a_header_is_told_so_with_the_way_to_name_its_columns(tmp_path: Path) -> None:
    middle = [*["x"] * 47, "Turbat, Pakistan", "PK", "PK02", "", "26.0", "63.05", "", "20240115", "x"]
    row = "\t".join(["1000001", "20240115", "202401", "2024", "PAK", *middle])
    with pytest.raises(Refused, match=r'has no line of column names.*date = "column_2"'):
        done(tmp_path, f"{row}\n" * 5)


@pytest.mark.parametrize("above", ["", "Events of a week,,,,,,\n"])
def test_hxl_tags_alone_are_names_of_columns(tmp_path: Path, above: str) -> None:
    tags = "#date+occurred,#adm1+name,#adm2+code,#adm2+name,#geo+lat,#geo+lon,#affected+killed"
    rows = (
        "2024-03-05,Balochistan,PK202,Kech,26.0012,63.0485,2\n2024-03-06,Balochistan,PK201,Gwadar,25.2631,63.4692,1\n"
    )
    found = done(tmp_path, f"{above}{tags}\n{rows}")
    assert (found.report.taken, found.report.first, found.report.last) == (2, "2024-03-05", "2024-03-06")
    assert found.report.mapping["columns"]["admin2"] == "#adm2+name"
    assert [(each.column, each.total) for each in found.report.sums] == [("#affected+killed", 3)]
    assert any("one of HXL tags: columns are read by them" in note for note in found.report.notes)
    assert found.incidents["latitude"].tolist() == [26.0012, 25.2631]


def test_hxl_tags_above_names_of_columns_are_left_out(tmp_path: Path) -> None:
    found = done(tmp_path, "#date,#adm2+name\nDate,District\n2024-03-05,Kech\n")
    assert found.report.mapping["columns"] == {"date": "Date", "admin2": "District"}


def test_only_a_file_as_wide_as_gdelt_is_told_how_to_name_its_columns(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no line of column names") as few:
        done(tmp_path, "2024-03-05,x,1\n2024-03-06,y,1\n")
    assert "GDELT" not in str(few.value)


_LINES = ["id,date,place,killed", '1,2024-01-02,"Turbat, Kech",3', "2,2024-01-03,Pasni,4"]


@pytest.mark.parametrize("from_line", [0, 1])
def test_lines_that_stand_in_quotation_marks_as_a_whole_are_read(tmp_path: Path, from_line: int) -> None:
    wrapped = ['"' + line.replace('"', '""') + '"' if at >= from_line else line for at, line in enumerate(_LINES)]
    found = done(tmp_path, "\r\n".join([*wrapped, ""]))
    assert (found.report.taken, found.report.first, found.report.sums[0].total) == (2, "2024-01-02", 7)
    assert found.incidents["toponym"].tolist() == ["Turbat, Kech", "Pasni"]
    assert any("each line stood in quotation marks as a whole" in note for note in found.report.notes)


def test_a_table_whose_cells_stand_in_quotation_marks_is_read_as_it_is(tmp_path: Path) -> None:
    found = done(tmp_path, '"date","place","killed"\n"2024-01-02","Turbat","3"\n')
    assert (found.report.taken, found.report.sums[0].total) == (1, 3)
    assert not any("quotation marks" in note for note in found.report.notes)


def test_an_unknown_part_beside_a_known_name_is_placed_there_and_noted(tmp_path: Path) -> None:
    expected = {
        "Quetta, Sariab Road": "town:quetta",
        "Sariab Road, Quetta": "town:quetta",
        "Quetta (Hazarganji)": "town:quetta",
        "Absor, Turbat": "town:turbat",
        "Killi Xyz, Quetta": "district:quetta",
        "National Highway, Khuzdar": "district:khuzdar",
        "Xyz, Balochistan": None,  # says too little to be drawn: listed to be mended
        "Turbat, Gwadar district": None,
        "Quetta Road": None,  # may be in any town on the way there
        "Killi Xyz, Quetta Road": None,
    }
    rows = "".join(f'2024-01-05,"{place}",1\n' for place in expected)
    found = done(tmp_path, f"date,place,killed\n{rows}").incidents
    assert dict(zip(expected, (each or None for each in found["place_id"]), strict=True)) == expected
    assert "'Sariab Road' is not known" in found["place_note"].iloc[0]


def test_an_unknown_part_beside_a_name_of_another_district_stays_in_the_stated_one(tmp_path: Path) -> None:
    found = done(tmp_path, 'date,district,place,killed\n2024-01-05,Kech,"Quetta (Hazarganji)",1\n').incidents
    assert found["place_id"].tolist() == ["district:kech"]


def test_a_report_in_a_terminal_says_how_many_more_values_it_does_not_list(tmp_path: Path) -> None:
    rows = "".join(f"2024-01-{day:02},Pasni,words {day}\n" for day in range(1, 13))
    told = done(tmp_path, f"date,town,killed\n{rows}x,Pasni,1\n").report.lines()
    assert [line for line in told if "more unknown" in line] == [
        "2 more unknown values: see the report on its page or as JSON"
    ]
    assert not any("more rejected" in line for line in told)
