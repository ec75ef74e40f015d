"""Whom a column of people counts, by its name beside those of the others: never everyone where a word says that it is some."""

import numpy as np
import pyarrow as pa
import pytest

from incidents.readers.columns import Batch
from incidents.readers.layouts import folded
from incidents.readers.mapping import Mapping
from incidents.readers.proposing import propose


def proposed(columns: str) -> Mapping:
    """Return how columns of numbers are read, the second of which are higher than the first."""
    headings = columns.split(",")
    cells = {folded(each): pa.array([str(at), str(at + 1)]).dictionary_encode() for at, each in enumerate(headings)}
    return propose(headings, Batch(np.arange(2), cells))


@pytest.mark.parametrize(
    ("columns", "counted"),
    [
        ("Fitna-al-Khawarij killed,FC killed,Civilians killed", ["militants", "security_personnel", "civilians"]),
        ("Khawarij killed,Soldiers martyred", ["militants", "soldiers"]),
        ("BLA killed,Army killed", ["militants", "soldiers"]),
        ("SF KIA,TTP/BLA KIA", ["security_personnel", "militants"]),
        ("Killed (Army),Killed (BLA)", ["soldiers", "militants"]),
        ("Shaheed,Militants killed", ["security_personnel", "militants"]),
        ("Killed-FC,Killed-Police,Killed-Mil", ["security_personnel", "police", "militants"]),
        ("Killed-Army,Killed-Mil,Injured-Mil", ["soldiers", "militants", "militants"]),
        ("Killed-FC,Killed-Mil,Killed-Militants", ["security_personnel", "soldiers", "militants"]),
        ("Killed-Civ,Killed-Mil", ["civilians", "soldiers"]),
        ("جاں بحق سویلین,شہید اہلکار,ہلاک دہشت گرد", ["civilians", "security_personnel", "militants"]),
        ("پولیس اہلکار شہید,سکیورٹی فورسز شہید,دہشتگرد ہلاک", ["police", "security_personnel", "militants"]),
        ("Labourers killed,Passengers killed", []),
        ("Army and FC killed,Police and civilians killed", ["security_personnel"]),
        ("Killed excluding militants", []),
        ("Killed,Killed (BLA)", ["people"]),
        ("Killed (incl. attackers)", ["people"]),
        ("No. of persons killed in the incident", ["people"]),
        ("Reported killed", ["people"]),
        ("Fatalities in Balochistan Total", ["people"]),
        ("Fatalities in Dera Bugti 2024 Total", ["people"]),
        ("Labourers killed in Kech 2024,Passengers killed in Kech 2024", []),
        ("Killed as per hospital", ["people"]),
        ("How many people were killed?", ["people"]),
    ],
)
def test_a_word_for_some_of_the_people_makes_no_toll_of_everyone(columns: str, counted: list[str]) -> None:
    assert [each.counted for each in proposed(columns).counts] == counted


def test_a_column_of_people_for_whom_there_is_no_group_is_told() -> None:
    notes = proposed("Labourers killed,Police killed").notes
    assert any(
        note.startswith("'Labourers killed' was not read as a count: by 'labourers' it counts only some of the people")
        for note in notes
    )


@pytest.mark.parametrize(
    ("columns", "whom"),
    [("Killed-FC,Killed-Mil", "militants, as 'Killed-FC' stands"), ("Killed-Mil", "soldiers: a guess")],
)
def test_whom_mil_is_taken_for_is_told(columns: str, whom: str) -> None:
    assert any(f"“Mil” of 'Killed-Mil' is taken for {whom}" in note for note in proposed(columns).notes)


def test_the_only_column_of_the_killed_is_everyones_whatever_its_name_says_and_that_is_told() -> None:
    found = proposed("Killed near Kech,Injured")
    assert [(each.counted, each.quantity) for each in found.counts] == [("people", "killed"), ("people", "wounded")]
    assert any(note.startswith("'Killed near Kech' is read as everyone killed") for note in found.notes)


def test_those_killed_by_somebody_are_not_his_dead() -> None:
    found = proposed("Killed by BLA,Killed by security forces")
    assert not found.counts
    assert all("says by whom or by what people were killed, not who they were" in note for note in found.notes)


def test_the_dead_of_several_armed_groups_are_some_of_the_militants() -> None:
    counts = proposed("BLA killed,TTP killed").counts
    assert [(each.column, each.counted, each.bound) for each in counts] == [
        ("BLA killed", "militants", "some"),
        ("TTP killed", "militants", "some"),
    ]


def test_the_dead_of_one_armed_group_beside_all_militants_are_left_out() -> None:
    assert [each.column for each in proposed("BLA killed,Militants killed").counts] == ["Militants killed"]


def test_k_is_the_killed_and_i_the_injured_where_they_stand_side_by_side() -> None:
    assert [each.quantity for each in proposed("K,I").counts] == ["killed", "wounded"]


def test_a_column_of_what_some_group_claims_names_no_claimant() -> None:
    who = [each.claimant for each in proposed("ISPR killed,Claimed by group (killed)").counts]
    assert who == ["ISPR", "claimed (by whom is not stated)"]


def test_a_claimant_before_a_colon_is_one_where_another_column_has_one() -> None:
    assert [each.claimant for each in proposed("ISPR: killed,BLA: killed").counts] == ["ISPR", "BLA"]


@pytest.mark.parametrize("columns", ["Initial toll,Revised death toll", "Revised death toll,Total initial toll"])
def test_a_revised_toll_is_read_before_the_one_that_it_replaces_which_is_told(columns: str) -> None:
    found = proposed(columns)
    assert [each.column for each in found.counts] == ["Revised death toll"]
    assert any("left out: only 'Revised death toll' is read" in note for note in found.notes)


def shown(headings: str, *rows: str) -> Mapping:
    """Return how columns with these numbers in their rows are read."""
    names = headings.split(",")
    cells = zip(*(row.split(",") for row in rows), strict=True)
    columns = {folded(name): pa.array(each).dictionary_encode() for name, each in zip(names, cells, strict=True)}
    return propose(names, Batch(np.arange(len(rows)), columns))


@pytest.mark.parametrize("columns", ["Martyred,Killed", "شہید,ہلاک", "Shaheed,Halak"])
def test_the_killed_beside_the_martyred_are_everyone_only_where_no_row_has_fewer_of_them(columns: str) -> None:
    martyred, killed = columns.split(",")
    apart, whole = shown(columns, "2,0", "1,4"), shown(columns, "2,2", "1,4")
    assert not apart.counts
    assert any(note.startswith(f"{killed!r} was not read") and "in 1 of 2 rows" in note for note in apart.notes)
    assert [(each.column, each.counted) for each in whole.counts] == [(killed, "people")]
    assert any(note.startswith(f"{martyred!r} was not read") for note in whole.notes)


def test_a_total_beside_the_martyred_is_everyone_and_martyred_soldiers_stay() -> None:
    assert [each.column for each in shown("Martyred,Total killed", "2,0", "1,4").counts] == ["Total killed"]
    assert [each.counted for each in shown("Soldiers martyred,Killed", "2,0", "1,4").counts] == ["soldiers"]


def test_a_column_of_somebodys_claim_is_of_the_killed_where_the_table_counts_nobody_else() -> None:
    found = shown("Dead,Official claim,BLA claim", "1,1,5", "2,2,6")
    assert [(each.quantity, each.claimant) for each in found.counts] == [
        ("killed", who) for who in ("", "Official", "BLA")
    ]
    beside = shown("Dead,Injured,BLA claim", "1,1,5", "2,2,6")
    assert [each.claimant for each in beside.counts] == ["", ""]
    assert any(
        note.startswith("'BLA claim' holds numbers, and no name says whether of killed") for note in beside.notes
    )


def test_columns_named_for_groups_or_accounts_alone_are_told() -> None:
    assert any(
        note.startswith("'Army', 'FC' and 'Hospital' hold numbers") for note in proposed("Army,FC,Hospital").notes
    )


@pytest.mark.parametrize(
    "columns",
    [
        *("Martyred,Neutralized", "Martyred (ISPR),Eliminated", "Shaheed,Khawarij", "Martyred,Terrorists"),
        *("Shuhada,Fitna al Hindustan", "Martyred,Hostiles", "شہید,فتنہ الخوارج"),
        *("شہید,دہشت گرد", "شہید,ہلاک دہشتگرد", "Martyrs,Civilians killed"),
    ],
)
def test_the_martyred_are_not_everyone_beside_a_column_of_others(columns: str) -> None:
    found = shown(columns, "0,4", "2,1")
    martyred, other = columns.split(",")
    assert (found.counts[0].column, found.counts[0].counted) == (martyred, "security_personnel")
    assert any(note.startswith(f"{martyred!r} beside {other!r} is read as security") for note in found.notes)


@pytest.mark.parametrize("other", ["Labourers killed", "Enemy"])
def test_the_martyred_beside_others_killed_who_are_no_group_are_not_read_which_is_told(other: str) -> None:
    found = shown(f"Martyred,{other}", "0,4", "2,1")
    assert not found.counts
    assert any(note.startswith(f"'Martyred' was not read as a count: beside {other!r}") for note in found.notes)


def test_a_column_that_names_the_attackers_leaves_the_martyred_everyone() -> None:
    assert [each.counted for each in shown("Martyred,Terrorists", "0,BLA", "2,TTP").counts] == ["people"]


@pytest.mark.parametrize(
    ("column", "read"),
    [
        ("Neutralised", [("neutralized", "militants")]),
        ("Terrorists killed/neutralized", [("neutralized", "militants")]),
        ("IEDs neutralized", []),
        ("Neutralized by SF", []),
    ],
)
def test_the_neutralized_are_militants_and_never_killed(column: str, read: list[tuple[str, str]]) -> None:
    found = proposed(column)
    assert [(each.quantity, each.counted) for each in found.counts] == read
    assert any(repr(column) in note for note in found.notes)


def test_groups_of_which_a_column_says_that_they_are_parts_count_what_the_one_before_counts() -> None:
    found = proposed("Total killed,of which civilians,of whom women,of which unknown,Injured,of which police")
    assert [(each.column, each.quantity, each.counted) for each in found.counts] == [
        ("Total killed", "killed", "people"),
        ("of which civilians", "killed", "civilians"),
        ("of whom women", "killed", "women"),
        ("Injured", "wounded", "people"),
        ("of which police", "wounded", "police"),
    ]


@pytest.mark.parametrize(
    ("columns", "rows", "read"),
    [
        ("Civilians,SFs,Terrorists,Not Specified,Total", ("1,0,2,1,4", "0,1,0,0,1", "1,1,1,0,4"), True),
        ("Civilians,Security Forces,Terrorists/Insurgents/Extremists,Total", ("1,0,2,3", "0,1,0,1"), True),
        ("Civilians,SFs,Terrorists,Not Specified,Total", ("1,0,2,1,9", "0,1,0,0,7", "1,1,1,0,3"), False),
        ("Civilians,SFs,Terrorists,Total,Injured", ("1,0,2,3,1", "0,1,0,1,1"), False),
    ],
)
def test_a_list_whose_groups_add_up_to_its_total_is_of_people_killed_which_is_told(
    columns: str, rows: tuple[str, ...], read: bool
) -> None:
    found = shown(columns, *rows)
    groups = ["civilians", "security_personnel", "militants", "people"] if read else []
    assert [each.counted for each in found.counts if each.quantity == "killed"] == groups
    assert any("are taken for people killed, as SATP's lists" in note for note in found.notes) is read


def test_columns_named_in_urdu_for_groups_alone_are_told() -> None:
    notes = proposed("ہلاک,سویلین,اہلکار,دہشت گرد").notes
    assert any(note.startswith("'سویلین', 'اہلکار' and 'دہشت گرد' hold numbers") for note in notes)


@pytest.mark.parametrize("word", ["Leaders", "Foreigners", "Journalists", "VIP", "Police officers"])
def test_some_of_the_people_alone_are_never_everyone(word: str) -> None:
    (found,) = proposed(f"{word} killed,Rank").counts
    assert (found.counted, found.bound) in {("people", "some"), ("police", "value")}


@pytest.mark.parametrize(
    ("columns", "read"),
    [
        ("leaders_killed,total_low,total_high,total_avg", ["low", "high", "value"]),
        ("officers_killed,Total (min),Total (max)", ["low", "high"]),
        ("IBC code,Reported Minimum,Reported Maximum", ["low", "high"]),
    ],
)
def test_bounds_of_a_total_are_those_of_the_killed_where_the_others_make_that_plain(
    columns: str, read: list[str]
) -> None:
    assert [(each.counted, each.bound) for each in proposed(columns).counts] == [("people", each) for each in read]


@pytest.mark.parametrize("columns", ["Total (min),Total (max)", "Killed,Min,Max", "Leaders killed,Injured,total_low"])
def test_bounds_of_which_nothing_says_of_what_are_told(columns: str) -> None:
    found = proposed(columns)
    assert not {"low", "high"} & {each.bound for each in found.counts}
    assert any("no name says of whom" in note for note in found.notes)


@pytest.mark.parametrize("column", ["Age of deceased", "age_dead", "Year of death", "Deceased ID", "Date killed"])
def test_what_somebody_dead_was_is_no_number_of_people(column: str) -> None:
    found = proposed(f"{column},Rank")
    assert not found.counts and any(note.startswith(f"'{column}' was not read as a count") for note in found.notes)


def test_fatal_without_nonfatal_is_told_as_not_read() -> None:
    found = proposed("Fatal,Injured")
    assert [each.quantity for each in found.counts] == ["wounded"]
    assert any("'Fatal' may say how many were killed or only whether anybody was" in note for note in found.notes)


def test_fatal_beside_nonfatal_are_the_killed_and_the_injured() -> None:
    assert [each.quantity for each in proposed("Fatal,Non-fatal").counts] == ["killed", "wounded"]


@pytest.mark.parametrize(
    ("totals", "injured", "counted"), [("4 5", "1 0", "people"), ("5 5", "1 0", ""), ("4 5", "0 0", "")]
)
def test_a_total_is_of_the_killed_where_their_groups_add_up_to_it(totals: str, injured: str, counted: str) -> None:
    headings = ["Civilians killed", "Police killed", "Injured", "Total"]
    cells = [["2", "0"], ["2", "5"], injured.split(), totals.split()]
    columns = {folded(each): pa.array(cell).dictionary_encode() for each, cell in zip(headings, cells, strict=True)}
    counts = propose(headings, Batch(np.arange(2), columns)).counts
    assert next((each.counted for each in counts if each.column == "Total"), "") == counted
