"""Tolls of sheets in forms of their own: words in brackets, two numbers in one cell, short names of groups."""

from pathlib import Path

import pytest

from incidents.readers.mapping import Mapping
from tests.incidents.readers.made import done


def test_words_in_brackets_behind_a_number_are_told_as_not_read(tmp_path: Path) -> None:
    found = done(
        tmp_path,
        "date,town,killed\n2024-03-01,Turbat,3 (1 child)\n2024-03-02,Pasni,5 [BLA]\n2024-03-03,Pasni,4\n",
    )
    assert (found.report.sums[0].total, found.rows("brackets_unread"), found.rows("unreadable_number")) == (12, 2, 0)
    assert found.claims["as_written"].tolist() == ["3 (1 child)", "5 [BLA]", "4"]


@pytest.mark.parametrize(
    ("heading", "sums"),
    [
        ("Casualties (K/I)", {("killed", 4), ("wounded", 5)}),
        ("K-W", {("killed", 4), ("wounded", 5)}),
        ("Killed - Injured", {("killed", 4), ("wounded", 5)}),
        ("I/K", {("wounded", 4), ("killed", 5)}),
    ],
)
def test_initials_of_both_outcomes_make_two_numbers_a_claim_each(
    tmp_path: Path, heading: str, sums: set[tuple[str, int]]
) -> None:
    report = done(tmp_path, f"date,town,{heading}\n2024-01-05,Pasni,3/5\n2024-01-06,Quetta,1 / 0\n").report
    assert {(each.quantity, each.total) for each in report.sums} == sums
    assert not report.warnings
    if "-" in heading:
        dashed = done(tmp_path, f"date,town,{heading}\n2024-01-05,Pasni,3-5\n2024-01-06,Quetta,1-0\n").report
        assert {(each.quantity, each.total) for each in dashed.sums} == sums


def test_one_number_among_pairs_of_killed_and_injured_is_of_neither(tmp_path: Path) -> None:
    found = done(
        tmp_path,
        "date,town,K/I\n2024-01-05,Pasni,3/5\n2024-01-05,Mach,1/0\n2024-01-06,Quetta,4\n2024-01-07,Pasni,0/1\n2024-01-07,Quetta,0\n2024-01-08,Pasni,1/-\n",
    )
    assert [(each.quantity, each.total, each.stated) for each in found.report.sums] == [
        ("killed", 5, 5),
        ("wounded", 6, 4),
    ]
    assert [each.value for each in found.report.unknown_values] == ["4"]


def test_casualties_in_words_are_read_and_a_number_alone_among_them_is_unknown(tmp_path: Path) -> None:
    rows = '2024-01-05,Pasni,"5 killed, 12 injured"\n2024-01-06,Quetta,1 dead\n2024-01-07,Quetta,4\n'
    found = done(tmp_path, f"date,town,Casualties\n{rows}2024-01-07,Mach,3 injured\n")
    assert [(each.quantity, each.total, each.stated) for each in found.report.sums] == [
        ("killed", 6, 2),
        ("wounded", 15, 2),
    ]
    assert (found.report.warnings, "4" in {each.value for each in found.report.unknown_values}) == ((), True)


def test_a_column_of_casualties_that_is_not_read_is_warned_of(tmp_path: Path) -> None:
    report = done(tmp_path, "date,town,killed,casualties,rank\n2024-01-05,Pasni,3,3/5,1\n").report
    assert [each.split(" is of")[0] for each in report.warnings] == ["'casualties'"]


@pytest.mark.parametrize(
    ("heading", "quantity"),
    [("ndeath", "killed"), ("statistics.killed_low", "killed"), ("n_killed", "killed"), ("Inj", "wounded")],
)
def test_short_names_of_tolls_that_datasets_use_are_known(tmp_path: Path, heading: str, quantity: str) -> None:
    (found,) = done(tmp_path, f"date,town,{heading}\n2024-01-05,Pasni,3\n2024-01-06,Quetta,1\n").report.sums
    assert (found.quantity, found.total) == (quantity, 4)


def test_the_eliminated_are_claimed_in_the_word_of_their_column(tmp_path: Path) -> None:
    claims = done(tmp_path, "date,town,Martyred,Eliminated\n2024-01-05,Pasni,0,4\n2024-01-06,Quetta,2,1\n").claims
    assert {*zip(claims["quantity"], claims["counted"], claims["word"], strict=True)} == {
        ("killed", "security_personnel", ""),
        ("neutralized", "militants", "eliminated"),
    }


def test_two_names_of_one_armed_group_are_never_added_up(tmp_path: Path) -> None:
    found = done(
        tmp_path,
        "date,town,Khawarij killed,Killed (TTP)\n2024-01-05,Pasni,4,4\n2024-01-06,Quetta,1,5\n2024-01-06,Turbat,0,0\n",
    )
    claims = found.claims[["counted", "low", "qualifier", "as_written"]]
    assert claims.values.tolist() == [
        ["militants", 4, "at_least", "4; 4"],
        ["militants", 5, "at_least", "1; 5"],
        ["militants", 0, "exact", "0; 0"],
    ]
    assert sum("may count the same people" in note for note in found.report.notes) == 2


def test_initials_of_both_outcomes_behind_a_group_make_two_claims_about_it(tmp_path: Path) -> None:
    report = done(tmp_path, "date,town,Civ K/I,Mil K/I\n2024-01-05,Pasni,3/5,2/1\n2024-01-06,Quetta,1/0,4/4\n").report
    assert {(each.quantity, each.counted, each.total) for each in report.sums} == {
        ("killed", "civilians", 4),
        ("wounded", "civilians", 5),
        ("killed", "soldiers", 6),
        ("wounded", "soldiers", 5),
    }


def test_a_word_in_brackets_that_says_how_sure_a_number_is_is_read(tmp_path: Path) -> None:
    found = done(
        tmp_path,
        "date,town,killed\n2024-03-01,Turbat,5 (approx.)\n2024-03-02,Pasni,12 [at least]\n2024-03-03,Pasni,4\n",
    )
    assert found.claims["qualifier"].tolist() == ["about", "at_least", "exact"]
    assert found.rows("brackets_unread") == 0


def test_a_number_that_refers_to_a_report_or_note_is_none_of_people(tmp_path: Path) -> None:
    rows = "2024-03-01,Turbat,5 (FIR 23)\n2024-03-02,Pasni,6 (see note 3)\n2024-03-03,Pasni,4\n"
    found = done(tmp_path, f"date,town,killed\n{rows}")
    assert (found.report.sums[0].total, found.rows("brackets_unread")) == (15, 2)


def test_figures_of_two_claimants_in_a_cell_are_a_claim_of_each(tmp_path: Path) -> None:
    found = done(
        tmp_path,
        'date,town,killed\n2024-03-01,Turbat,"official 3, BLA 12"\n2024-03-02,Pasni,"FC 3, BLA 12"\n2024-03-03,Pasni,4\n',
    )
    claims = found.claims.fillna(-1).sort_values(["about", "value"])
    assert [*zip(claims["about"], claims["value"], claims["claimant"], strict=True)] == [
        ("r2", 3, "named:official"),
        ("r2", 12, "bla"),
        ("r3", -1, "unknown"),
        ("r4", 4, "unknown"),
    ]
    assert (found.incidents["fatalities_low"][0], found.incidents["fatalities_high"][0]) == (3, 12)
    assert found.rows("unreadable_number") == 1, "FC and BLA may be the dead"


def test_groups_that_a_cell_counts_one_after_the_other_are_a_claim_each_and_nobody_adds_them_up(tmp_path: Path) -> None:
    found = done(
        tmp_path,
        'date,town,killed\n2024-03-01,Turbat,"Two soldiers martyred, three militants killed"\n2024-03-02,Pasni,4\n',
    )
    assert {(each.counted, each.total) for each in found.report.sums} == {
        ("people", 4),
        ("soldiers", 2),
        ("militants", 3),
    }
    assert (found.rows("no_total"), found.rows("unreadable_number")) == (1, 0)


@pytest.mark.parametrize(
    ("cell", "claims"),
    [
        ("5 (ISPR: 3)", {("unknown", 5), ("military", 3)}),
        ("0 (BLA: 12)", {("unknown", 0), ("bla", 12)}),
        ("5 (10 per BLA)", {("unknown", 5), ("bla", 10)}),
        ("10 (BLA), 2 (ISPR)", {("bla", 10), ("military", 2)}),
        ("BLA says 10, army says 2", {("bla", 10), ("military", 2)}),
        ("8 per DC; 11 per Edhi", {("named:dc", 8), ("named:edhi", 11)}),
        ("ISPR: 5", {("military", 5)}),
    ],
)
def test_numbers_beside_names_of_those_who_say_them_are_their_claims(
    tmp_path: Path, cell: str, claims: set[tuple[str, int]]
) -> None:
    found = done(tmp_path, f'date,town,killed\n2024-03-01,Turbat,"{cell}"\n2024-03-02,Pasni,4\n').claims
    of_cell = found[found["as_written"] == cell]
    assert {*zip(of_cell["claimant"], of_cell["value"], strict=True)} == claims


@pytest.mark.parametrize("cell", ["6 (toll rose to 8)", "15 (BLA: 12)", "7 (initial reports 9)", "12 killed & injured"])
def test_a_number_beside_another_of_which_nobody_says_whose_it_is_is_unknown(tmp_path: Path, cell: str) -> None:
    found = done(tmp_path, f'date,town,killed\n2024-03-01,Turbat,"{cell}"\n2024-03-02,Pasni,4\n')
    assert (found.report.sums[0].total, found.rows("unreadable_number")) == (4, 1)


@pytest.mark.parametrize(
    ("cell", "groups"),
    [
        ("4 militants", {("militants", 4)}),
        ("2 soldiers martyred", {("soldiers", 2)}),
        ("4 soldiers killed, 2 men injured", {("soldiers", 4)}),
        ("2 police, 1 child", {("police", 2), ("children", 1)}),
        ("1 policeman & 2 civilians", {("police", 1), ("civilians", 2)}),
        *((each, {("people", 3)}) for each in ("3 people", "3 labourers killed", "3 men", "3 (2 FC, 1 Levies)")),
    ],
)
def test_a_number_of_a_group_is_a_claim_of_it_and_leaves_open_how_many_there_were(
    tmp_path: Path, cell: str, groups: set[tuple[str, int]]
) -> None:
    found = done(tmp_path, f'date,town,killed\n2024-03-01,Turbat,"{cell}"\n2024-03-02,Pasni,4\n').claims
    of_cell = found[(found["as_written"] == cell) & (found["quantity"] == "killed")]
    assert {*zip(of_cell["counted"], of_cell["value"], strict=True)} == groups


def test_a_group_in_the_cells_of_its_own_column_is_the_whole_of_it(tmp_path: Path) -> None:
    (found,) = done(tmp_path, "date,town,soldiers killed\n2024-03-01,Turbat,4 soldiers\n").report.sums
    assert (found.counted, found.total) == ("soldiers", 4)


def test_a_number_below_its_parts_is_unknown_and_flagged(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town,killed\n2024-03-01,Turbat,4 killed including 6 militants\n2024-03-02,Pasni,4\n")
    assert (found.report.sums[0].total, found.rows("number_below_parts")) == (4, 1)


@pytest.mark.parametrize(
    ("figures", "rows", "total"),
    [("1 999 12 999", 2, 13), ("1 99 3 2", 0, 105), ("99 99 3 2", 2, 5), ("999 900 1 2", 0, 1902)],
)
def test_nines_that_stand_for_no_number_are_flagged_and_unknown(
    tmp_path: Path, figures: str, rows: int, total: int
) -> None:
    lines = "".join(f"2024-03-0{at},Turbat,{each}\n" for at, each in enumerate(figures.split(), start=1))
    found = done(tmp_path, f"date,town,killed\n{lines}")
    assert (found.rows("nines_unknown"), found.report.sums[0].total) == (rows, total)
    assert found.claims["as_written"].tolist() == figures.split()


def test_nines_with_a_word_behind_them_are_the_number_and_flagged(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town,killed\n2024-03-01,Turbat,999 people\n2024-03-02,Turbat,3\n")
    assert (found.rows("placeholder_number"), found.rows("nines_unknown"), found.report.sums[0].total) == (1, 0, 1002)


def test_a_number_that_may_be_a_thousand_or_a_fraction_is_neither(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town,killed\n2024-03-01,Turbat,1.200\n2024-03-02,Pasni,1.5\n")
    assert (found.report.sums[0].total, found.rows("unreadable_number")) == (1.5, 1)


def test_none_of_some_of_the_people_says_nothing_of_everyone(tmp_path: Path) -> None:
    claims = done(tmp_path, "date,town,leaders killed\n2024-03-01,Turbat,2\n2024-03-02,Pasni,0\n").claims
    assert claims[["qualifier", "as_written"]].values.tolist() == [["at_least", "2"], ["unknown", "0"]]


@pytest.mark.parametrize(("totals", "counted"), [("3,5 1,1", {"people", "militants"}), ("9,9 5,5", {"people"})])
def test_groups_that_add_up_to_the_killed_with_the_same_bounds_are_of_the_killed_too(
    tmp_path: Path, totals: str, counted: set[str]
) -> None:
    header = "date,town,leaders_killed,militants_low,militants_high,unknown_low,unknown_high,total_low,total_high"
    first, second = totals.split()
    rows = f"2024-03-01,Turbat,1,2,3,1,2,{first}\n2024-03-02,Pasni,0,1,1,0,0,{second}\n"
    assert {each.counted for each in done(tmp_path, f"{header}\n{rows}").report.sums} == counted


@pytest.mark.parametrize(
    ("cells", "figures", "told"),
    [
        ("2.000 3", [None, 3], "may be a fraction or have thousands"),
        ("1.204 3", [None, 3], "may be a fraction or have thousands"),
        ("about_2.000 3", [None, 3], "may be a fraction or have thousands"),
        ("2.000 1.204.000", [2000, 1204000], "points part thousands"),
        ("2.000 0,5", [2000, 0.5], "decimals are written with a comma"),
        ("2.000 3.000 12.000 1.000 2.000", [2, 3, 12, 1, 2], "have three decimals"),
        ("2.000 0.000 1.333 1", [2, 0, 1.333, 1], "have three decimals"),
        ("2.0 3.00 1200.000", [2, 3, 1200], ""),
    ],
)
def test_three_digits_behind_a_point_are_thousands_or_a_fraction_only_where_other_cells_show_it(
    tmp_path: Path, cells: str, figures: list[float | None], told: str
) -> None:
    rows = "".join(f"2024-03-{at};Turbat;{each.replace('_', ' ')}\n" for at, each in enumerate(cells.split(), start=10))
    found = done(tmp_path, f"date;town;killed\n{rows}")
    assert [None if each != each else each for each in found.claims["value"]] == figures
    assert found.rows("unreadable_number") == figures.count(None)
    assert any(told in note for note in found.report.notes)


@pytest.mark.parametrize(("decimal", "total"), [("comma", 2003), ("point", 5), ("", 3)])
def test_a_mapping_says_whether_three_digits_behind_a_point_are_thousands(
    tmp_path: Path, decimal: str, total: int
) -> None:
    mapping = Mapping.from_dict({"decimal": decimal, "complete": False})
    found = done(tmp_path, "date,town,killed\n2024-03-01,Turbat,2.000\n2024-03-02,Pasni,3\n", mapping=mapping)
    assert found.report.sums[0].total == total
    assert any("may be a fraction" in note for note in found.report.notes) == (not decimal)


def test_consequences_in_words_are_read_without_what_was_stolen_or_who_is_missing(tmp_path: Path) -> None:
    cells = (
        "6 killed, 8 injured, 700 goats stolen",
        "3 killed, 2 missing",
        "20 cows stolen; no casualties reported.",
        "2 killed; cows stolen",
        "5",
    )
    rows = "".join(f'2024-03-0{at},Turbat,"{each}"\n' for at, each in enumerate(cells, start=1))
    found = done(tmp_path, f"date,town,Consequences\n{rows}")
    killed, wounded = (found.claims[found.claims["quantity"] == each] for each in ("killed", "wounded"))
    assert [None if each != each else each for each in killed["value"]] == [6, 3, 0, 2, None]
    assert (wounded["value"].sum(), found.rows("unreadable_number")) == (8, 1)
    assert any("'Consequences' killed and wounded are read by the words" in note for note in found.report.notes)
