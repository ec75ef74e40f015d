"""Any table through a mapping: proposed from names and values, kept, edited, and used again."""

import json
from pathlib import Path

import numpy as np
import pytest

from incidents.readers import Mapping, Refused, read_mapping
from incidents.readers.second_headers import AGAIN, BELOW, MOVED, OTHERS
from tests.incidents.readers.made import counts, done

SUICIDE = "S#,Date,Islamic Date,Blast Day Type,Holiday Type,Time,City,Latitude,Longitude,Province,Location,"
SUICIDE += "Location Category,Target Type,Killed Min,Killed Max,Injured Min,Injured Max,No. of Suicide Blasts\n"


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


AGAIN_BELOW = "Date,Town,Killed,Injured\n2024-03-04,Turbat,5,0\n"
ROWS_ABOVE = "Date,Town,Killed,Injured\n2024-03-01,Turbat,2,1\n2024-03-02,Pasni,3,1\n"


@pytest.mark.parametrize("names", ["Date,Town,Injured,Killed", "Date,Town,Wounded,Dead"])
def test_rows_below_the_column_names_in_another_order_are_read_by_it_and_that_is_told(
    tmp_path: Path, names: str
) -> None:
    found = done(tmp_path, f"{ROWS_ABOVE}{names}\n2024-03-03,Gwadar,7,9\n{AGAIN_BELOW}")
    assert [(each.total, each.stated) for each in found.report.sums] == [(19, 4), (9, 4)]
    assert [each.reason for each in found.report.rejects] == [MOVED, AGAIN]
    (warning,) = found.report.warnings
    assert warning.startswith("row 4 has the column names once more") and "1 row below is read by that order" in warning


def test_rows_below_the_names_of_another_table_are_rejected_and_told(tmp_path: Path) -> None:
    found = done(tmp_path, f"{ROWS_ABOVE}Date,District,Vehicles,Houses\n2024-03-03,Gwadar,7,9\n{AGAIN_BELOW}")
    assert (found.report.taken, found.report.sums[0].total) == (3, 10)
    assert [each.reason for each in found.report.rejects] == [OTHERS, BELOW, AGAIN]
    (warning,) = found.report.warnings
    assert warning.startswith("row 4 looks like the column names of another table") and ": 1 row below" in warning


def test_a_row_of_totals_without_the_word_has_no_date_and_is_rejected(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town,killed\n2024-03-15,Pasni,2\n2024-03-16,Turbat,3\n,,5\n")
    assert (found.report.taken, found.report.sums[0].total) == (2, 5)


def test_columns_named_in_urdu_are_read_with_their_digits_and_months(tmp_path: Path) -> None:
    sheet = "تاریخ,مقام,ضلع,صوبہ,ہلاک,زخمی,نمبر\n۳ جنوری ۲۰۲۴,Pasni,Gwadar,Balochistan,۱۲,۳,1\n۵ مارچ ۲۰۲۴,Turbat,Kech,Balochistan,۲,,2\n"
    found = done(tmp_path, sheet)
    assert (found.report.taken, found.report.first, found.report.last) == (2, "2024-01-03", "2024-03-05")
    assert {each.column: each.total for each in found.report.sums} == {"ہلاک": 14, "زخمی": 3}
    assert found.incidents["admin2"].tolist() == ["Gwadar", "Kech"]


@pytest.mark.parametrize(
    "names",
    [
        "Date,Lieu,Morts,Blessés",
        "Fecha,Lugar,Muertos,Heridos",
        "التاريخ,المدينة,القتلى,الجرحى",
        "تاریخ,شهر,کشته,مجروحین",
        "Tareekh,Jagah,Halak,Zakhmi",
        "Tarikh,Maqam,Halakatein,Zakhmi",
        "Дата,Город,Погибло,Ранено",
        "Tarih,Yer,Ölü,Yaralı",
        "نېټه,ځای,وژل شوي,ټپیان",
    ],
)
def test_columns_named_in_other_languages_are_read(tmp_path: Path, names: str) -> None:
    report = done(tmp_path, f"{names}\n15/03/2024,Turbat,3,4\n").report
    assert (report.first, [(each.quantity, each.total) for each in report.sums]) == (
        "2024-03-15",
        [("killed", 3), ("wounded", 4)],
    )


def test_columns_named_in_urdu_in_latin_letters_are_each_known(tmp_path: Path) -> None:
    names = "Tareekh,Sooba,Zila,Tehsil,Jagah,Waqia,Tafseel,Shaheed,Zariya"
    report = done(tmp_path, f"{names}\n15/03/2024,Balochistan,Gwadar,Pasni,Pasni,Dhamaka,x,3,Dawn\n").report
    fields = ("date", "admin1", "admin2", "admin3", "place", "title", "note", "source")
    assert report.mapping["columns"] == dict(zip(fields, (*names.split(",")[:7], "Zariya"), strict=True))
    assert (report.unused, report.sums[0].total) == ((), 3)


@pytest.mark.parametrize("name", ["What happened", "Incident details", "Circumstances"])
def test_a_column_that_tells_what_happened_is_the_note(tmp_path: Path, name: str) -> None:
    found = done(tmp_path, f"Date,Place,{name},Killed\n15/03/2024,Turbat,A van was hit,3\n")
    assert found.incidents["note"].tolist() == ["A van was hit"]


def test_an_id_that_is_always_the_same_gives_each_row_its_own(tmp_path: Path) -> None:
    found = done(tmp_path, "id,date,town\n" + "".join(f"GDELT,2024-03-{day:02},Turbat\n" for day in range(1, 11)))
    assert found.incidents["id"].is_unique
    assert found.rows("repeated_id") == 9


def test_spellings_and_trailing_blanks(tmp_path: Path) -> None:
    found = done(tmp_path, "date,province,district\n2024-03-15,Baluchistan ,Kech \n2024-03-15,Balochistan,KECH\n")
    assert found.incidents["place_id"].tolist() == ["district:kech"] * 2


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


def test_a_mapping_with_a_field_that_nothing_reads_is_refused_and_says_where_counts_go(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[columns]\nkilled = "dead"\n')
    with pytest.raises(Refused, match=r"'mine.toml' .*killed = \"dead\".*\[\[counts\]\].*fields are id, date"):
        read_mapping(file)
    with pytest.raises(Refused, match="unknown field 'killed'"):
        done(tmp_path, "date,town,dead\n2024-03-15,Turbat,3\n", mapping=Mapping(columns={"killed": "dead"}))


def test_places_outside_the_gazetteer_are_kept_and_told(tmp_path: Path) -> None:
    found = done(
        tmp_path,
        "date,country,town,lat,lon\n2024-03-15,Nigeria,Maiduguri,11.84,13.15\n2024-03-15,Nigeria,Maiduguri,,\n",
    )
    assert (found.report.taken, found.report.on_map) == (2, 1)
    assert (found.rows("outside_gazetteer"), found.rows("place_unknown")) == (1, 1)
    assert found.incidents["latitude"].tolist()[0] == 11.84


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


@pytest.mark.parametrize("heading", ['"Name of\nTown"', "Place (جگہ)", "Incident location (nearest)", "Town/Village"])
def test_a_column_of_places_is_known_by_a_word_of_its_name(tmp_path: Path, heading: str) -> None:
    found = done(
        tmp_path, f"Date (تاریخ),Location category,{heading},n\n2024-03-15,Office,Turbat,1\n2024-03-16,Road,Pasni,2\n"
    )
    assert found.incidents["place_id"].tolist() == ["town:turbat", "town:pasni"]


def test_headings_and_notes_among_the_rows_are_no_incidents(tmp_path: Path) -> None:
    rows = "January 2024,,\n2024-01-05,Turbat,2\nKech division,,\nsoon,Turbat,3\n,,\nSource:,Dawn,\nPage 2 of 3,,\n"
    report = done(tmp_path, f"date,town,killed\n{rows}").report
    assert (report.rows, report.taken, report.rejected, report.blank) == (6, 1, 5, 1)
    told = [each.row for each in report.rejects if each.reason.startswith("a heading or note")]
    assert told == [2, 4, 7, 8]


def test_names_in_three_lines_are_put_together_and_in_four_refused_with_what_to_do(tmp_path: Path) -> None:
    names = ",,,Killed,,,,Injured,\n,,,Forces,,Others,,Forces,Others\nDate,District,Area,FC,Army,BLA,Civilians,,\n"
    rows = "".join(f"2024-01-0{at},Kech,Turbat,1,0,2,0,1,0\n" for at in range(1, 9))
    report = done(tmp_path, names + rows).report
    assert [each.column for each in report.sums][:2] == ["Killed Forces FC", "Killed Others BLA"]
    assert "the header stands in three lines: the names of groups were put before those below them" in report.notes
    below = ",,,,Regular,,,,\n"
    with pytest.raises(Refused, match=r"columns have no name.*into one line directly above the rows"):
        done(tmp_path, names.replace("Date,District,Area", ",,") + "Date,District,Area,,,,,,\n" + below + rows)


@pytest.mark.parametrize(
    "head", ["District,2021,2022,2023", "S.No,District,Jan,Feb,March", "Province,District,Jan-24,Feb-24,Total"]
)
def test_a_table_with_a_column_for_each_year_or_month_is_refused_as_one_of_counts(tmp_path: Path, head: str) -> None:
    rows = "".join(f"Kech {at},2,{at},0,5\n"[: None if head.count(",") > 3 else -3] + "\n" for at in range(9))
    with pytest.raises(Refused, match=r"a table of counts by (year|month), with a column for each"):
        done(tmp_path, f"{head}\n{rows}")
