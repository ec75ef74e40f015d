"""Figures of people in a table: as people write them, by group, with an open end; unknown where they cannot be read."""

from pathlib import Path

import numpy as np
import pytest

from incidents.readers import CountColumn, Mapping
from incidents.readers.claimants import spoken
from tests.incidents.readers.made import done


def test_killed_by_group_are_claims_of_their_own(tmp_path: Path) -> None:
    sheet = "Date,District,Killed Army,Killed FC,Killed Police,Killed Levies,Killed Militants,Killed Civilians,Injured Army\n"
    found = done(tmp_path, sheet + "2024-03-15,Kech,1,2,3,4,5,6,7\n")
    told = {(row["counted"], row["quantity"]): row["value"] for _, row in found.claims.iterrows()}
    assert told == {
        ("soldiers", "killed"): 1,
        ("security_personnel", "killed"): 2,
        ("police", "killed"): 3,
        ("law_enforcement", "killed"): 4,
        ("militants", "killed"): 5,
        ("civilians", "killed"): 6,
        ("soldiers", "wounded"): 7,
    }
    assert np.isnan(found.incidents["fatalities_best"]).all()


def test_numbers_as_people_write_them(tmp_path: Path) -> None:
    written = [
        "6-8",
        "10-15",
        "Unknown",
        '"1,234"',
        "at least 12",
        "dozens",
        "N/A",
        "",
        "https://example.org/x",
        "-99",
        "9" * 100_000,
    ]
    sheet = "date,town,killed\n" + "".join(f"2024-03-{at + 1:02},Turbat,{each}\n" for at, each in enumerate(written))
    found = done(
        tmp_path, sheet, mapping=Mapping(columns={"date": "date", "place": "town"}, counts=(CountColumn("killed"),))
    )
    assert found.report.taken == len(written)
    low = found.incidents["fatalities_low"].tolist()
    assert low[:2] == [6, 10] and low[3:5] == [1234, 12]
    assert all(np.isnan(low[at]) for at in (2, 5, 6, 7, 8, 9, 10))
    assert found.rows("unreadable_number") == 2


def test_none_is_nobody_where_a_person_wrote_it_and_unknown_where_a_program_did(tmp_path: Path) -> None:
    sheet = (
        "date,town,killed,injured\n2024-03-01,Turbat,None,None\n2024-03-02,Turbat,5,5.0\n2024-03-03,Pasni,several,2.0\n"
    )
    found = done(tmp_path, sheet)
    assert np.array_equal(found.incidents["fatalities_best"], [0, 5, np.nan], equal_nan=True)
    assert [(each.quantity, each.unknown) for each in found.report.sums] == [("killed", 1), ("wounded", 1)]
    flags = ("none_is_nobody", "none_is_unknown", "number_in_words")
    assert [found.rows(each) for each in flags] == [1, 1, 1]
    assert found.claims["as_written"].tolist()[:2] == ["none", "5"]


def test_groups_above_everyone_are_told_by_row_column_and_value_and_stand_as_written(tmp_path: Path) -> None:
    sheet = "date,district,killed,militants killed,civilians killed\n"
    rows = ("0,4,0", "2,2,1", "at least 2,3,", ",2,1", "5,2,3", "0,0,0")
    found = done(tmp_path, sheet + "".join(f"2024-03-0{day},Kech,{row}\n" for day, row in enumerate(rows, 1)))
    first = {each.flag: each.first for each in found.report.flagged}
    assert (first["parts_above_total"], first["no_total"]) == ((2, 3), (5,))
    (told,) = (each for each in found.report.warnings if "more people than everyone" in each)
    assert "row 2 has 'killed' 0 and 'militants killed' 4; row 3 has 'killed' 2, 'militants killed' 2" in told
    assert [each.total for each in found.report.sums] == [9, 13, 5]


def test_of_several_columns_that_count_people_the_total_is_taken(tmp_path: Path) -> None:
    names = "date,town,nationals killed,internationals killed,total killed,incidents of killing"
    found = done(tmp_path, f"{names}\n2014-01-15,Turbat,1,2,3,1\n")
    assert [(each.column, each.total) for each in found.report.sums] == [("total killed", 3)]
    assert sum("nationals' it counts only some of the people killed" in note for note in found.report.notes) == 2
    assert any("'incidents of killing' was not read as a count" in note for note in found.report.notes)


def test_every_column_of_figures_is_summed_by_itself_as_the_file_has_it(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town,killed min,killed max\n2024-03-15,Turbat,12,2\n2024-03-16,Pasni,3,\n")
    assert [(each.column, each.total) for each in found.report.sums] == [("killed min", 15), ("killed max", 2)]
    assert found.incidents["fatalities_low"].tolist() == [2, 3]


def test_a_column_named_killed_is_read_though_hardly_a_cell_is_a_number(tmp_path: Path) -> None:
    written = ("-5", "inf", "99999999999", "3", "nan", "2020-01-06")
    found = done(
        tmp_path, "date,town,killed\n" + "".join(f"2020-01-0{at},Quetta,{each}\n" for at, each in enumerate(written, 1))
    )
    assert [(each.total, each.stated, each.unknown) for each in found.report.sums] == [(3, 1, 5)]
    assert next(each.first for each in found.report.flagged if each.flag == "unreadable_number") == (2, 3, 4, 7)
    assert {each.value for each in found.report.unknown_values} == {"-5", "inf", "99999999999", "2020-01-06"}
    assert any("'killed' was read by its name" in note for note in found.report.notes)


def test_a_column_of_words_that_names_the_dead_is_told_of(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town,killed,killed by\n2020-01-01,Quetta,2,gunmen\n")
    assert [each.column for each in found.report.sums] == ["killed"]
    assert any("'killed by' was not read as a count" in note for note in found.report.notes)


def test_the_sums_of_open_figures_are_in_order_and_say_how_many_are_open(tmp_path: Path) -> None:
    written = ("12+", "6-8", "about 20", "at most 5", "3", "dozens")
    found = done(
        tmp_path,
        "date,town,injured max\n" + "".join(f"2020-01-0{at},Quetta,{each}\n" for at, each in enumerate(written, 1)),
    )
    (told,) = found.report.sums
    assert (told.low, told.total, told.high) == (41, 41, 48)
    assert (told.stated, told.unknown, told.open) == (5, 1, 1)


def test_a_point_parts_thousands_of_people_where_decimals_have_a_comma(tmp_path: Path) -> None:
    sheet = "date;town;lat;lon;killed\n2022-01-15;Turbat;26,0012;63,0485;1.234\n2022-01-16;Turbat;26,0012;63,0485;0,5\n"
    found = done(tmp_path, sheet)
    assert found.incidents["fatalities_best"].tolist() == [1234, 0.5]
    assert found.rows("fractional_number") == 1
    assert found.report.mapping["decimal"] == "comma"


def test_figures_out_of_order_are_one_claim_that_spans_them_and_are_told(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town,killed min,killed,killed max\n2024-03-01,Turbat,5,3,4\n2024-03-02,Turbat,1,2,3\n")
    claim = found.claims.iloc[0]
    assert (claim["low"], claim["value"], claim["high"], claim["as_written"]) == (3, 3, 5, "5 to 3 to 4")
    assert {each.column: each.total for each in found.report.sums} == {"killed min": 6, "killed": 5, "killed max": 7}
    assert {each.flag: each.rows for each in found.report.flagged}["disordered_figures"] == 1


def test_whole_numbers_with_a_decimal_comma_are_those_numbers(tmp_path: Path) -> None:
    found = done(tmp_path, "date;town;killed\n2024-03-01;Turbat;3,0\n2024-03-02;Turbat;12,00\n")
    assert (found.report.sums[0].total, found.claims["qualifier"].tolist()) == (15, ["exact", "exact"])


ABOVE = "id,date,district,title,killed\n1,2024-01-05,Kech,Clash,3\n2,2024-02-05,Quetta,Raid,4\n"


@pytest.mark.parametrize(
    "row",
    [
        *("TOTAL,2024-12-31,Balochistan,,7", "Total for 2024,2024,Quetta,,", ",2024,Total,,7", ",2024,کل,,7"),
        *("3,2024-12-31,Quetta total,,7", "3,2024-12-31,Quetta,Total of 2024,7"),
        *(",2024-12-31,Subtotal January,,9", ",2024,All districts,,9"),
        *(",2024-12-31,Overall,,8", ",2024-12-31,Total Jan-Feb,,7"),
    ],
)
def test_a_row_of_totals_with_a_date_is_rejected_and_not_counted(tmp_path: Path, row: str) -> None:
    found = done(tmp_path, f"{ABOVE}{row}\n")
    assert (found.report.taken, found.report.sums[0].total) == (2, 7)
    assert found.report.rejects[0].reason == "a row of totals, not an incident"


@pytest.mark.parametrize(
    ("row", "taken"),
    [
        *((",2024-12-31,,,16", 3), (",2024-12-31,Balochistan,,16", 3), (",2024-12-31,All Balochistan,,16", 3)),
        *((",2024-12-31,Panjgur,,16", 4), (",2024-12-31,,Raid on a camp,16", 4), (",2024-12-31,,,17", 4)),
    ],
)
def test_the_sum_of_the_rows_above_is_no_incident_unless_it_has_a_place_or_title(
    tmp_path: Path, row: str, taken: int
) -> None:
    found = done(tmp_path, f"{ABOVE}3,2024-03-05,Gwadar,Raid,9\n{row}\n")
    assert found.report.taken == taken
    assert found.rows("looks_like_total") == (taken == 4 and row.endswith("16"))


def test_totals_of_parts_of_a_table_are_known_by_what_stands_since_the_last(tmp_path: Path) -> None:
    more = "3,2024-03-05,Gwadar,Raid,5\n4,2024-03-06,Gwadar,Raid,1\n,2024,Gwadar total,,6\n,2024-03-31,All districts,,6\n,2024,Sum,,13\n"
    found = done(tmp_path, f"{ABOVE},2024,Kech total,,7\n{more}")
    assert (found.report.taken, found.report.rejected, found.report.sums[0].total) == (4, 4, 13)


@pytest.mark.parametrize("row", ["3,2024-03-05,Kech total,,8", "3,2024-03-05,Kech,Total of 8 dead in a raid,8"])
def test_what_only_looks_like_a_total_is_taken_and_flagged(tmp_path: Path, row: str) -> None:
    found = done(tmp_path, f"{ABOVE}{row}\n")
    assert (found.report.taken, found.report.sums[0].total, found.rows("looks_like_total")) == (3, 15, 1)


@pytest.mark.parametrize("row", ["3,2024-03-05,Totalai,Total shutdown,7", "3,2024-03-05,Kech,Kul,7"])
def test_a_place_or_title_with_the_word_in_it_is_no_total(tmp_path: Path, row: str) -> None:
    found = done(tmp_path, f"{ABOVE}{row}\n")
    assert (found.report.taken, found.rows("looks_like_total")) == (3, 0)


@pytest.mark.parametrize(
    "column",
    [
        *("cumulative deaths", "killed since 2000", "death rate per 100k", "killed (%)", "killed_prev_year"),
        *("not killed", "livestock killed", "non-fatal injuries", "casualties", "killed & injured total"),
        "Incidents of Killing",
    ],
)
def test_a_column_that_is_no_number_of_people_of_the_event_is_left_out_and_told(tmp_path: Path, column: str) -> None:
    found = done(tmp_path, f"date,town,{column},attackers killed\n2024-03-01,Turbat,40,3\n")
    assert [(each.column, each.total) for each in found.report.sums] == [("attackers killed", 3)]
    assert any(column in note and "not read as a count" in note for note in found.report.notes)


@pytest.mark.parametrize(
    ("columns", "sums"),
    [
        ("civ. deaths,mil. deaths", {("civilians", "killed", 1), ("soldiers", "killed", 5)}),
        ("Civ K,Civ I", {("civilians", "killed", 1), ("civilians", "wounded", 5)}),
        ("SF K,SF W", {("security_personnel", "killed", 1), ("security_personnel", "wounded", 5)}),
        ("KIA,WIA", {("people", "killed", 1), ("people", "wounded", 5)}),
        ("Lives lost,Injured", {("people", "killed", 1), ("people", "wounded", 5)}),
        ("Getötet,Verwundet", {("people", "killed", 1), ("people", "wounded", 5)}),
        ("Shaheed,Plan K", {("people", "killed", 1)}),
    ],
)
def test_columns_of_people_are_known_by_their_abbreviations_and_other_words(
    tmp_path: Path, columns: str, sums: set[tuple[str, str, int]]
) -> None:
    found = done(tmp_path, f"date,town,{columns}\n2024-03-01,Turbat,1,5\n")
    assert {(each.counted, each.quantity, each.total) for each in found.report.sums} == sums


def test_columns_that_are_not_used_are_listed_and_it_is_told_that_none_counts_the_killed(tmp_path: Path) -> None:
    report = done(tmp_path, "date,town,Plan K,injured,Rank\n2024-03-01,Turbat,1,5,4\n").report
    assert report.unused == ("Plan K", "Rank") and "not used: Plan K, Rank" in report.lines()
    assert any("no column of people killed was found" in line for line in report.lines())


@pytest.mark.parametrize(
    ("deaths", "warned"),
    [("1 2 2 5 9 12", True), ("1 2 2 5 4 12", False), ("0 0 0 0 1 1", False), ("1 2 3 4 5", False)],
)
def test_a_column_that_only_grows_at_a_place_may_be_a_total_so_far(tmp_path: Path, deaths: str, warned: bool) -> None:
    rows = "".join(
        f"2024-07-0{at},Kech,{each}\n2024-07-0{at},Gwadar,1\n" for at, each in enumerate(deaths.split(), start=1)
    )
    warnings = done(tmp_path, f"date,district,deaths\n{rows}").report.warnings
    assert ["never falls from day to day" in each for each in warnings] == [True] * warned


@pytest.mark.parametrize(
    ("cells", "sums"),
    [("3 killed, 2 injured|1 injured|Nil", [("killed", 3)]), ("3 killed, 2 injured|8", []), ("4|8", [])],
)
def test_casualties_are_read_where_most_numbers_say_of_what(
    tmp_path: Path, cells: str, sums: list[tuple[str, int]]
) -> None:
    rows = "".join(f'2024-03-0{at},Turbat,"{each}"\n' for at, each in enumerate(cells.split("|"), start=1))
    report = done(tmp_path, f"date,town,casualties\n{rows}").report
    assert [(each.quantity, each.total) for each in report.sums if each.quantity == "killed"] == sums


def test_people_who_died_of_their_injuries_are_dead(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town,died of injuries\n2024-03-01,Turbat,4\n")
    assert [(each.column, each.total) for each in found.report.sums] == [("died of injuries", 4)]


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ("1,1 2,2 3,3", "'Killed' left out: 'Deaths (total)' counts the same in each of 3 rows"),
        ("1,1 ,2 3,3", "'Killed' left out: 'Deaths (total)' counts the same in each of 3 rows"),
        (
            "1,1 2,5 3,",
            "but of 3 rows in 1 the figures of the two differ and in 1 only the one left out has a figure; a mapping",
        ),
        ("6-8,6-8 6-8,6", "but of 2 rows in 1 the figures of the two differ; a mapping says"),
    ],
)
def test_of_two_columns_for_the_same_it_is_told_in_how_many_rows_they_differ(
    tmp_path: Path, figures: str, told: str
) -> None:
    rows = "".join(f"2024-03-0{at},Turbat,{each}\n" for at, each in enumerate(figures.split(), start=1))
    report = done(tmp_path, f"date,town,Killed,Deaths (total)\n{rows}").report
    assert [each.column for each in report.sums] == ["Deaths (total)"]
    assert any(told in note for note in report.notes)
    assert report.unused == ("Killed",)


def test_a_second_column_of_the_same_name_is_compared_and_listed_as_not_used(tmp_path: Path) -> None:
    report = done(tmp_path, "date,town,Fatalities,Fatalities\n2024-03-01,Turbat,1,4\n2024-03-02,Pasni,2,2\n").report
    assert report.sums[0].total == 3
    assert any("of 2 rows in 1 the figures of the two differ; rename it" in note for note in report.notes)
    assert report.unused == ("Fatalities (a second column of this name)",)


@pytest.mark.parametrize(
    ("columns", "claims"),
    [
        ("killed (official),killed (BLA claim)", {("official", "people"), ("bla", "people")}),
        ("killed,deaths according to ISPR", {("unknown", "people"), ("military", "people")}),
        ("killed_official,killed_police", {("official", "people"), ("police", "people")}),
        ("killed_army,killed_police", {("unknown", "soldiers"), ("unknown", "police")}),
        ("killed,killed (claimed)", {("unknown", "people"), ("claimed (by whom is not stated)", "people")}),
        ("militants killed (police claim),killed civilians", {("police", "militants"), ("unknown", "civilians")}),
        ("killed women,children killed", {("unknown", "women"), ("unknown", "children")}),
        ("#affected+killed+f,#affected+killed+m", {("unknown", "women"), ("unknown", "men")}),
        ("killed,women and children killed", {("unknown", "people")}),
        ("reported killed,girls killed", {("unknown", "people")}),
    ],
)
def test_each_claimant_and_each_part_of_the_people_is_a_claim_of_its_own(
    tmp_path: Path, columns: str, claims: set[tuple[str, str]]
) -> None:
    found = done(tmp_path, f"date,town,{columns}\n2024-03-01,Turbat,1,5\n")
    told = {
        (row["claimant_name"] or row["claimant"], row["counted"]): row["value"] for _, row in found.claims.iterrows()
    }
    assert set(told) == claims
    everyone = [value for (_, counted), value in told.items() if counted == "people"]
    ends = found.incidents[["fatalities_low", "fatalities_high"]].iloc[0].tolist()
    assert ends == [min(everyone), max(everyone)] if everyone else np.isnan(ends).all()


def test_parts_are_added_up_where_a_mapping_says_so(tmp_path: Path) -> None:
    sheet = "date,town,killed women,killed men\n2024-03-01,Turbat,1,5\n2024-03-02,Turbat,2,\n"
    parts = tuple(CountColumn(f"killed {each}", bound="part") for each in ("women", "men"))
    mapping = Mapping(columns={"date": "date", "place": "town"}, counts=parts)
    found = done(tmp_path, sheet, mapping=mapping)
    assert found.claims[["low", "qualifier", "as_written"]].values.tolist() == [
        [6, "exact", "1 + 5"],
        [2, "at_least", "2"],
    ]
    assert [(each.column, each.total) for each in found.report.sums] == [("killed women", 3), ("killed men", 5)]


@pytest.mark.parametrize(
    ("columns", "cells", "claims"),
    [
        ("killed", '"12 killed, 5 injured"', {("killed", 12), ("wounded", 5)}),
        ("killed", "2 injured", {("wounded", 2)}),
        ("killed,injured", "2 injured,", {("wounded", 2)}),
        ("killed,injured", '"3 killed, 2 injured",4', {("killed", 3), ("wounded", 4)}),
    ],
)
def test_the_injured_in_a_column_of_the_killed_are_no_dead(
    tmp_path: Path, columns: str, cells: str, claims: set[tuple[str, int]]
) -> None:
    found = done(tmp_path, f"date,town,{columns}\n2024-03-01,Turbat,{cells}\n")
    known = found.claims[found.claims["value"].notna()]
    assert set(zip(known["quantity"], known["value"], strict=True)) == claims


@pytest.mark.parametrize(
    "header",
    [
        "date,place,Toll,,\n,,official,BLA,UBA",
        ",,Toll,,\ndate,place,official,BLA,UBA",
        ",,Killed,,\ndate,place,official,BLA,UBA",
        "When,Where,Toll,,\ndate,place,official,BLA,UBA",
    ],
)
def test_columns_of_claimants_under_a_toll_are_claims_of_their_own(tmp_path: Path, header: str) -> None:
    found = done(tmp_path, f"{header}\n2024-01-02,Turbat,3,5,6\n2024-01-03,Turbat,1,2,3\n")
    assert {each["claimant"]: each["column"].split()[-1] for each in found.report.mapping["counts"]} == {
        "official": "official",
        "BLA": "BLA",
        "UBA": "UBA",
    }
    assert [each.total for each in found.report.sums] == [4, 7, 9]


def test_groups_above_names_that_say_enough_leave_them_as_they_are(tmp_path: Path) -> None:
    found = done(tmp_path, ",Location,,Casualties,\ndate,district,town,Killed,Injured\n2024-01-02,Kech,Turbat,3,5\n")
    assert found.report.mapping["columns"] == {"date": "date", "admin2": "district", "place": "town"}
    assert {each.column: each.total for each in found.report.sums} == {"Killed": 3, "Injured": 5}


@pytest.mark.parametrize(
    ("heading", "claimant"),
    [
        ("ISPR says killed", "ISPR"),
        ("As per police dead", "police"),
        ("According to ISPR: killed", "ISPR"),
        ("Killed per BLA", "BLA"),
        ("ISPR's figure killed", "ISPR"),
        ("killed per day", ""),
    ],
)
def test_a_phrase_in_the_name_of_a_column_says_whose_figure_it_is(heading: str, claimant: str) -> None:
    assert spoken(heading).claimant == claimant


def test_a_toll_of_which_nothing_else_is_said_counts_the_killed(tmp_path: Path) -> None:
    found = done(tmp_path, "date,place,Toll,Injured toll\n2024-01-02,Turbat,3,5\n")
    assert {each.column: each.quantity for each in found.report.sums} == {"Toll": "killed", "Injured toll": "wounded"}
    assert "'Toll' is read as people killed; if others are in it, say so in the mapping" in found.report.notes


def test_two_numbers_below_killed_and_injured_are_a_claim_each(tmp_path: Path) -> None:
    report = done(tmp_path, "date,town,Killed/Injured\n2024-01-05,Pasni,3/5\n2024-01-06,Quetta,1 / 0\n").report
    assert {(each.quantity, each.total) for each in report.sums} == {("killed", 4), ("wounded", 5)}
