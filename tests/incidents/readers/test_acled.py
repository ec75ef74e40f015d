"""ACLED exports, in every layout and with every habit that is known."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from incidents.readers import Refused
from incidents.readers.second_headers import AGAIN
from incidents.readers.stated_years import FLAG
from tests.incidents.readers.made import ACLED, ACLED_2022, acled, done, text


def rows(count: int = 6) -> list[dict[str, object]]:
    return [acled(number) for number in range(1, count + 1)]


@pytest.mark.parametrize("columns", [ACLED, ACLED_2022], ids=["2023 onwards", "until 2023"])
def test_reads_each_layout_with_counts_dates_and_deaths(tmp_path: Path, columns: tuple[str, ...]) -> None:
    found = done(tmp_path, text(columns, rows()))
    assert found.report.kind == "acled"
    assert (found.report.rows, found.report.taken) == (6, 6)
    assert (found.report.first, found.report.last) == ("2024-03-02", "2024-03-07")
    assert [(each.column, each.total) for each in found.report.sums] == [("fatalities", 9.0)]
    assert "not a toll" in found.report.sums[0].label


def test_reads_asia_2015_with_capitals_gwno_and_divisions_as_admin2(tmp_path: Path) -> None:
    columns = [
        "GWNO",
        "EVENT_ID_CNTY",
        "EVENT_DATE",
        "YEAR",
        "TIME_PRECISION",
        "EVENT_TYPE",
        "ACTOR1",
        "ALLY_ACTOR_1",
        "INTER1",
        "ACTOR2",
    ]
    columns += [
        "ALLY_ACTOR_2",
        "INTER2",
        "INTERACTION",
        "COUNTRY",
        "ADMIN1",
        "ADMIN2",
        "LOCATION",
        "LATITUDE",
        "LONGITUDE",
        "GEO_PRECISION",
    ]
    columns += ["SOURCE", "NOTES", "FATALITIES"]
    made = [{key.upper(): value for key, value in acled(number).items()} for number in (1, 2)]
    made = [
        {
            **each,
            "GWNO": 770,
            "EVENT_DATE": "16-Feb-15",
            "ADMIN2": "Makran",
            "EVENT_TYPE": "Battle-No change of territory",
            "INTER1": 2,
            "INTER2": 1,
            "INTERACTION": 12,
            "ALLY_ACTOR_1": "Lashkar-e-Balochistan",
        }
        for each in made
    ]
    found = done(tmp_path, text(columns, made))
    assert found.report.kind == "acled"
    assert found.report.first == found.report.last == "2015-02-16"
    first = found.incidents.iloc[0]
    assert first["event_type"] == "clash"
    assert [each["name"] for each in first["actors"]][-1] == "Lashkar-e-Balochistan"
    assert found.rows("far_from_named_area") == 0


def test_reads_trimmed_copies_without_an_id(tmp_path: Path) -> None:
    columns = ["event_date", "event_type", "sub_event_type", "actor1", "admin1", "latitude", "longitude", "fatalities"]
    found = done(tmp_path, text(columns, rows()))
    assert (found.report.kind, found.report.taken) == ("acled", 6)
    assert found.incidents["id"].is_unique


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-04-01", "2025-04-01"),
        ("01 November 2024", "2024-11-01"),
        ("16-Feb-19", "2019-02-16"),
        ("9-May-20", "2020-05-09"),
        ("18-February-2024", "2024-02-18"),
    ],
)
def test_reads_each_date_format(tmp_path: Path, written: str, day: str) -> None:
    found = done(tmp_path, text(ACLED, [acled(1, event_date=written)]))
    assert found.report.first == found.report.last == day


@pytest.mark.parametrize("codes", [("2", "1", "12"), ("Rebel group", "State forces", "State forces-Rebel group")])
def test_inter_codes_are_read_as_figures_and_as_words(tmp_path: Path, codes: tuple[str, str, str]) -> None:
    row = acled(1, actor1="", inter1=codes[0], inter2=codes[1], interaction=codes[2])
    actors = done(tmp_path, text(ACLED, [row])).incidents.iloc[0]["actors"]
    assert actors[0]["actor"] == "rebel_group"
    assert actors[0]["native_kind"] == codes[0]
    assert {each["role"] for each in actors} == {"named"}


def test_precision_codes_become_spans_and_areas(tmp_path: Path) -> None:
    made = [
        acled(2, event_date="2024-03-13", time_precision=1, geo_precision=1),
        acled(4, event_date="2024-03-13", time_precision=2, geo_precision=2),
        acled(6, event_date="2024-03-13", time_precision=3, geo_precision=3),
    ]
    found = done(tmp_path, text(ACLED, made))
    frame = found.incidents
    assert frame["date_precision"].tolist() == ["day", "range", "month"]
    assert [str(day) for day in frame["start"]] == ["2024-03-13", "2024-03-11", "2024-03-01"]
    assert [str(day) for day in frame["end"]] == ["2024-03-13", "2024-03-17", "2024-03-31"]
    assert frame["level"].tolist() == ["town", "district", "province"]
    assert frame["place_id"].tolist() == ["town:pasni", "district:gwadar", "province:balochistan"]
    assert frame["native_place_precision"].tolist() == ["1", "2", "3"]
    assert (found.report.first, found.report.last) == ("2024-03-13", "2024-03-13")
    assert (found.report.first_covered, found.report.last_covered) == ("2024-03-01", "2024-03-31")
    told = "a row known only to a week or longer counts on all its days, in all from 2024-03-01 to 2024-03-31"
    assert told in found.report.lines()[2]


def test_imputed_and_split_figures_are_flagged_and_each_figure_is_the_coders_claim(tmp_path: Path) -> None:
    made = [
        acled(1, notes="Several were killed. Fatalities coded as 3.", fatalities=3),
        acled(2, notes="10 killed in total, split across 2 events.", fatalities=5),
    ]
    found = done(tmp_path, text(ACLED, made))
    assert (found.rows("imputed"), found.rows("split_event")) == (1, 1)
    assert set(found.claims["claimant_name"]) == {"ACLED, coder’s estimate"}
    assert found.claims["value"].tolist() == [3, 5]


def test_an_unreadable_death_count_is_unknown_and_not_zero(tmp_path: Path) -> None:
    made = [acled(1, fatalities="http://example.org"), acled(2, fatalities="6-8"), acled(3, fatalities="Unknown")]
    found = done(tmp_path, text(ACLED, made))
    assert found.rows("unreadable_number") == 1
    assert np.isnan(found.incidents["fatalities_best"]).all()
    assert found.incidents["fatalities_low"].tolist()[1] == 6
    assert found.claims["as_written"].tolist() == ["http://example.org", "6-8", "Unknown"]
    assert found.report.sums[0].unknown == 2


def test_weekly_aggregates_are_refused_with_the_reason(tmp_path: Path) -> None:
    columns = ["week", "region", "country", "admin1", "event_type", "sub_event_type", "events", "fatalities"]
    columns += ["disorder_type", "id", "centroid_latitude", "centroid_longitude"]
    row = {**acled(1), "week": "2024-03-02", "events": 3, "centroid_latitude": 28.0, "centroid_longitude": 66.0}
    with pytest.raises(Refused, match="holds no events"):
        done(tmp_path, text(columns, [row]))


def test_an_exact_repeat_is_merged_and_an_id_used_twice_is_flagged(tmp_path: Path) -> None:
    found = done(tmp_path, text(ACLED, [acled(1), acled(1), acled(1, notes="Another made-up event.")]))
    assert (found.report.taken, found.report.repeated) == (2, 1)
    assert found.rows("repeated_id") == 1
    assert found.incidents["id"].tolist() == ["pak1", "pak1-r4"]


def test_a_row_for_each_actor_is_one_incident_with_both_and_its_deaths_count_once(tmp_path: Path) -> None:
    rows = [acled(number, fatalities="5") for number in (1, 2)]
    sides = [(f"{name}1", f"{name}2") for name in ("actor", "assoc_actor_", "inter")]
    swap = {one: other for pair in sides for one, other in (pair, pair[::-1])}
    turned = [{name: row[swap.get(name, name)] for name in row} for row in rows]
    other_deaths = {**turned[1], "fatalities": "6"}
    found = done(tmp_path, text(ACLED, [rows[0], turned[0], rows[1], other_deaths]))
    assert (found.report.taken, found.report.repeated, found.report.sums[0].total) == (3, 1, 16)
    assert [len(each) for each in found.incidents["actors"]] == [2, 2, 2]
    assert any("a row for each actor" in note for note in found.report.notes)


def test_a_row_for_each_actor_is_one_incident_where_rows_are_numbered_by_an_id_of_their_own(tmp_path: Path) -> None:
    row = acled(1, fatalities="5")
    rows = [{**row, "data_id": "1"}, {**row, "data_id": "2", "actor1": row["actor2"], "actor2": row["actor1"]}]
    found = done(tmp_path, text([*ACLED, "data_id"], rows))
    assert (found.report.taken, found.report.repeated, found.report.sums[0].total) == (1, 1, 5)


def test_rows_with_one_actor_each_are_one_incident_of_all_of_them(tmp_path: Path) -> None:
    alone = {"actor1": "actor", "assoc_actor_1": "assoc_actor", "inter1": "inter"}
    columns = [alone.get(each, each) for each in ACLED if each not in {"actor2", "assoc_actor_2", "inter2"}]
    rows = [{**{alone.get(name, name): cell for name, cell in acled(1, fatalities="5").items()}, "assoc_actor": ""}] * 3
    named = [{**row, "actor": actor} for row, actor in zip(rows, ("Rebels of Kech", "Levies", "Traders"), strict=True)]
    found = done(tmp_path, text(columns, [named[0], named[1], named[1], named[2]]))
    assert (found.report.taken, found.report.repeated, found.report.sums[0].total) == (1, 3, 5)
    assert [each["name"] for each in found.incidents["actors"][0]] == ["Rebels of Kech", "Levies", "Traders"]


def test_a_row_without_a_date_is_rejected_with_number_column_value_and_reason(tmp_path: Path) -> None:
    found = done(tmp_path, text(ACLED, [acled(1), acled(2, event_date="31 February 2024"), acled(3)]))
    (told,) = found.report.rejects
    assert (told.row, told.column, told.value) == (3, "event_date", "31 February 2024")
    assert "29 days" in told.reason
    assert found.rejected[0]["event_id_cnty"] == "PAK2"


def test_rejected_rows_can_be_mended_and_imported(tmp_path: Path) -> None:
    first = done(tmp_path, text(ACLED, [acled(1), acled(2, event_date="31 February 2024")]))
    mended = (
        (first.folder / "rejected.csv")
        .read_text(encoding="utf-8-sig")
        .replace("31 February 2024", "28 February 2024", 1)
    )
    again = done(tmp_path, mended)
    assert (again.report.kind, again.report.taken, again.report.rejected) == ("acled", 1, 0)
    assert not [name for name in again.incidents.columns if "atlas_" in name]


def test_all_columns_of_the_file_are_kept_as_they_were(tmp_path: Path) -> None:
    frame = done(tmp_path, text(ACLED, [acled(1, tags="crowd size=no report")])).incidents
    assert frame["native.tags"].tolist() == ["crowd size=no report"]
    assert [name for name in frame.columns if name.startswith("native.")] == [f"native.{name}" for name in ACLED]
    assert isinstance(frame, pd.DataFrame)


def test_monthly_counts_by_district_are_refused_too(tmp_path: Path) -> None:
    sheet = "Country,Admin1,Admin2,ISO3,Month,Year,Events,Fatalities\nPakistan,Balochistan,Kech,PAK,January,2024,3,4\n"
    with pytest.raises(Refused, match="holds no events"):
        done(tmp_path, sheet)


def test_rows_that_a_spreadsheet_program_ended_early_are_taken(tmp_path: Path) -> None:
    head, *lines = text(ACLED, [acled(number, tags="", timestamp="") for number in range(1, 31)]).splitlines()
    found = done(tmp_path, "\n".join([head, *lines[:4], *(line.rstrip(",") for line in lines[4:])]))
    assert (found.report.taken, found.report.rejected) == (30, 0)
    assert any("26 rows end before the last column" in note for note in found.report.notes)


def test_a_row_cut_in_two_by_a_line_break_is_rejected_and_not_half_taken(tmp_path: Path) -> None:
    lines = text(ACLED, [acled(number, notes=f"Made up {number}") for number in range(1, 9)]).splitlines()
    lines = [line.replace("Made up", "Made\nup") if at in (2, 4, 6) else line for at, line in enumerate(lines)]
    found = done(tmp_path, "\n".join(lines))
    assert (found.report.taken, found.report.rejected) == (5, 6)


def test_a_stray_quotation_mark_does_not_shift_the_cells_behind_it(tmp_path: Path) -> None:
    lines = text(ACLED, [acled(number, tags="", timestamp="") for number in range(1, 5)]).splitlines()
    found = done(tmp_path, "\n".join(lines).replace("A made-up event, number 2", 'A "made"-up event, number 2'))
    assert (found.report.taken, [each.row for each in found.report.rejects]) == (3, [3])


def test_the_line_of_column_names_of_a_second_file_below_is_called_so(tmp_path: Path) -> None:
    below = text(ACLED, [acled(2)], end="\n")
    found = done(tmp_path, text(ACLED, [acled(1)], end="\n") + below)
    assert (found.report.taken, [each.reason for each in found.report.rejects]) == (2, [AGAIN])


def test_precision_codes_hold_for_rows_placed_by_name(tmp_path: Path) -> None:
    blank = {"latitude": "", "longitude": ""}
    frame = done(tmp_path, text(ACLED, [acled(2 * code, geo_precision=code, **blank) for code in (1, 2, 3)])).incidents
    assert frame["place_id"].tolist() == ["town:pasni", "district:gwadar", "province:balochistan"]
    assert frame["level"].tolist() == ["town", "district", "province"]
    assert frame["place_note"].tolist()[1] == "the dataset says that the place is known no better than to this area"


def test_unknown_codes_are_told_and_read_as_the_least_that_the_codebook_has(tmp_path: Path) -> None:
    odd = {"geo_precision": 7, "time_precision": 9, "event_type": "Duels", "sub_event_type": ""}
    found = done(tmp_path, text(ACLED, [acled(2, **odd)]))
    told = {(each.column, each.value) for each in found.report.unknown_values}
    assert told == {("geo_precision", "7"), ("time_precision", "9"), ("sub_event_type", "Duels")}
    row = found.incidents.iloc[0]
    assert (row["level"], row["date_precision"], row["event_type"]) == ("province", "month", "other")


def test_an_unknown_event_type_is_told_beside_a_known_kind(tmp_path: Path) -> None:
    (told,) = done(tmp_path, text(ACLED, [acled(1, event_type="Duels")])).report.unknown_values
    assert told.value == "Duels > Armed clash"


def test_a_year_that_is_not_that_of_the_date_is_told_and_the_date_is_kept(tmp_path: Path) -> None:
    rows = [acled(1, year=2023, event_date="2024-01-02"), acled(2), acled(3, year="", event_date="2024-01-02")]
    found = done(tmp_path, text(ACLED, rows))
    assert [FLAG in flags for flags in found.incidents["flags"]] == [True, False, False]
    assert str(found.incidents["start"].iloc[0]) == "2024-01-02"
    assert any("(row 2: year says 2023, event_date 2024-01-02)" in note for note in found.report.notes)


def test_coordinates_just_over_a_border_leave_a_row_in_the_district_that_it_names(tmp_path: Path) -> None:
    beyond = {
        "admin2": "Noshki",
        "admin3": "Dak",
        "location": "Goth Belkhel",
        "latitude": 29.7868,
        "longitude": 65.9696,
    }
    rows = [acled(1, **beyond, geo_precision=2), acled(2, **beyond, geo_precision=1)]
    found = done(tmp_path, text(ACLED, rows)).incidents
    assert found["place_id"].tolist() == ["district:noshki", "tehsil:dak"]
    assert found["latitude"].tolist() == [29.7868, 29.7868]


def test_second_areas_that_are_divisions_leave_the_district_to_the_third_and_that_is_told(tmp_path: Path) -> None:
    places = [("Makran", "Kech", "Turbat", 26.0, 63.05), ("Kalat", "Khuzdar", "Khuzdar", 27.8, 66.61)]
    places += [("Nasirabad", "Kachhi", "Mach", 29.86, 67.33), ("Quetta", "Nushki", "Nushki", 29.55, 66.02)]
    names = ("admin2", "admin3", "location", "latitude", "longitude")
    rows = [acled(at, **dict(zip(names, each, strict=True)), geo_precision=2) for at, each in enumerate(places)]
    found = done(tmp_path, text(ACLED, rows))
    assert found.incidents["place_id"].tolist() == [
        f"district:{each}" for each in ("kech", "khuzdar", "kachhi", "noshki")
    ]
    assert not found.rows("far_from_named_area")
    told = "the names in 'admin2' are of divisions, such as 'Makran': the district is that in 'admin3'"
    assert told in found.report.notes


def test_second_areas_are_districts_where_one_of_them_is_no_division(tmp_path: Path) -> None:
    names = ("admin2", "admin3", "location", "latitude", "longitude")
    odd = dict(zip(names, ("Kalat", "Khuzdar", "Khuzdar", 27.8, 66.61), strict=True))
    found = done(tmp_path, text(ACLED, [acled(1), acled(2, **odd)]))
    assert found.rows("far_from_named_area") == 1 and not any("divisions" in note for note in found.report.notes)
