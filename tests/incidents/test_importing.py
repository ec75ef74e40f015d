"""A sheet becomes a dataset: every row is an incident or is listed with its true reason, and none loses another."""

import datetime as dt
import json
from itertools import cycle, islice
from typing import Any

import pytest

from gazetteer import Gazetteer
from incidents import SheetError, rejected_csv
from incidents.importing import Imported, import_sheet
from incidents.toll import figure
from tests.incidents.samples import atlas_of

SPELLINGS = (
    *("Pasni", "pasni", "PASNI", "Gwadar", "Gawadar", "Turbat", "Turbut", "Panjgur", "Panjgoor", "Tump"),
    *("Noshki", "Nushki", "Mastung", "Kharan", "Dalbandin", "Dalbandeen", "Quetta", "Queta", "Khuzdar", "Kalat"),
    *("Qilla Saifullah", "Killa Saifullah", "Chagai", "Chaghi", "Bolan", "Kachhi", "Zhob", "Loralai", "Sibi", "Hub"),
    *("Lasbela", "Awaran", "Washuk", "Ziarat", "Harnai", "Kohlu", "Barkhan", "Musakhel", "Sherani", "کوئٹہ"),
)
AMBIGUOUS = ("Dasht", "Nasirabad", "Dasht", "Nasirabad", "Dasht")
IMPOSSIBLE = ("31/02/2024", "2026-13-05", "30 February 2025")
OUTSIDE = ("Kandahar", "Zahedan")


def sheet(rows: list[dict[str, str]]) -> bytes:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    quoted = [[row.get(column, "").replace('"', '""') for column in columns] for row in rows]
    lines = [",".join(f'"{cell}"' for cell in cells) for cells in quoted]
    return "\n".join([",".join(columns), *lines]).encode()


def imported(*rows: dict[str, str]) -> Imported:
    return import_sheet(sheet(list(rows)), Gazetteer.load(), "made up.csv")


def row(place: str = "Pasni", date: str = "2026-01-29", **more: str) -> dict[str, str]:
    return {"place": place, "date": date, **more}


def two_hundred() -> list[dict[str, str]]:
    """190 rows in 40 spellings that can be placed, and ten that cannot, among them."""
    good = [
        row(place, f"{1 + n % 28} January 2026", killed="2") for n, place in enumerate(islice(cycle(SPELLINGS), 190))
    ]
    bad = [row(place, "29 January 2026") for place in (*AMBIGUOUS, *OUTSIDE)]
    bad += [row("Turbat", date) for date in IMPOSSIBLE]
    for number, each in enumerate(bad):
        good.insert(number * 19, each)
    return good


@pytest.fixture(scope="module")
def made() -> Imported:
    return import_sheet(sheet(two_hundred()), Gazetteer.load(), "two hundred.csv")


class TestTwoHundredRows:
    def test_there_are_forty_spellings(self) -> None:
        assert len(set(SPELLINGS)) == 40
        assert len(two_hundred()) == 200

    def test_exactly_ten_are_listed_and_the_others_placed(self, made: Imported) -> None:
        assert (made.report.rows, made.report.placed, made.report.rejected_rows) == (200, 190, 10)
        assert len(made.dataset.incidents) == 190
        assert len(made.report.rejected) == 10

    def test_each_of_the_ten_has_its_row_and_its_true_reason(self, made: Imported) -> None:
        listed = {(each.record, each.value): each.reason for each in made.report.rejected}
        expected: dict[tuple[str, str], str] = {}
        for number, each in enumerate(two_hundred(), start=2):
            if each["place"] in AMBIGUOUS:
                expected[f"row {number}", each["place"]] = "ambiguous place"
            elif each["place"] in OUTSIDE:
                expected[f"row {number}", each["place"]] = "outside Pakistan"
            elif each["date"] in IMPOSSIBLE:
                expected[f"row {number}", each["date"]] = "not a date"
        assert len(expected) == 10
        assert {key: reason.partition(" (")[0] for key, reason in listed.items()} == expected

    def test_the_ambiguous_name_their_candidates(self, made: Imported) -> None:
        remedies = [each.remedy for each in made.report.rejected if each.value == "Dasht"]
        assert len(remedies) == 3
        assert all("Dasht (tehsil, Kech)" in each and "Dasht (tehsil, Mastung)" in each for each in remedies)

    def test_every_spelling_is_told_with_what_it_was_read_as(self, made: Imported) -> None:
        assert {each.written for each in made.report.spellings} == set(SPELLINGS)
        assert sum(each.rows for each in made.report.spellings) == 193  # three of Turbat have no date
        read = {each.written: each.place_id for each in made.report.spellings}
        assert read["Noshki"] == read["Nushki"] == "district:noshki"
        assert read["Bolan"] == read["Kachhi"]
        assert read["Queta"] == read["Quetta"] == read["کوئٹہ"]

    def test_the_report_is_json(self, made: Imported) -> None:
        told = json.loads(json.dumps(made.report.to_dict(), allow_nan=False))
        assert len(told["rejected"]) == 10
        assert {"record", "field", "value", "reason", "remedy", "message"} <= told["rejected"][0].keys()


def test_the_report_counts_blank_rows_and_lists_flagged_ones_as_that_of_any_import() -> None:
    told = imported(
        row(killed="2.5"), row("", ""), row("Dasht", killed="-1"), row(type="Cyber attack")
    ).report.to_dict()
    assert (told["blank"], told["on_map"]) == (1, 2)
    assert [(each["flag"], each["first"]) for each in told["flagged"]] == [
        ("unreadable_number", (2,)),
        ("unknown_code", (5,)),
    ]


def test_a_row_with_two_mistakes_is_told_twice_and_counted_once() -> None:
    made = imported(row("Dasht", "31/02/2024"), row())
    assert [each.field for each in made.report.rejected] == ["date", "place"]
    assert made.report.rejected_rows == 1


def test_a_row_keeps_its_words() -> None:
    made = imported(row(type="IED blast", source="Dawn, 30 January", note="  as told ", title="A blast"))
    (incident,) = made.dataset.incidents
    assert (incident.title, incident.type_as_written, incident.note) == ("A blast", "IED blast", "  as told ")
    assert (incident.event_type, incident.attack_types) == ("bombing", ("bombing",))
    assert made.dataset.sources[0].title == "Dawn, 30 January"


def test_a_title_is_made_of_kind_and_place() -> None:
    titles = [each.title for each in imported(row(type="clash"), row("10 km west of Turbat")).dataset.incidents]
    assert titles == ["Armed clash in Pasni", "Incident of a kind not stated, 10 km west of Turbat"]


def test_a_type_that_the_vocabulary_lacks_is_kept_as_written_and_told_once() -> None:
    made = imported(*[row(type="Cyber attack")] * 3)
    assert {each.event_type for each in made.dataset.incidents} == {"other"}
    assert made.dataset.incidents[0].title == "Cyber attack in Pasni"
    assert [each.record for each in made.report.notices] == ["row 2 and 2 more"]
    assert made.report.rejected == ()


@pytest.mark.parametrize(
    ("killed", "figures"),
    [("12", (12, 12, 12)), ("6-8", (6, None, 8)), ("at least 12", (12, None, None)), ("dozens", (None, None, None))],
)
def test_the_killed_are_a_claim_with_its_wording(killed: str, figures: tuple[Any, ...]) -> None:
    (claim,) = imported(row(killed=killed, source="Dawn")).dataset.claims
    assert (claim.low, claim.value, claim.high) == figures
    assert claim.as_written == killed
    assert claim.claimant_name == "as reported by Dawn"


def test_a_blank_makes_no_claim_and_unknown_makes_one_without_a_number() -> None:
    claims = imported(row(killed=""), row(killed="unknown")).dataset.claims
    assert [(each.about, each.qualifier) for each in claims] == [("made-up.r3", "unknown")]


def test_a_number_that_cannot_be_read_keeps_its_row_and_is_told() -> None:
    made = imported(row(killed="2.5"))
    assert [str(each) for each in made.report.notices] == ["not a whole number of people: '2.5' @ row 2, killed"]
    (claim,) = made.dataset.claims
    assert (claim.low, claim.value, claim.high, claim.qualifier, claim.as_written) == (
        None,
        None,
        None,
        "unknown",
        "2.5",
    )
    assert figure(claim) == "unknown (written '2.5')"
    assert made.report.placed == 1


def test_the_claimant_column_stands_before_the_source() -> None:
    claims = imported(
        row(killed="1", source="Dawn", claimant="BLA"), row(killed="1", claimant="A witness")
    ).dataset.claims
    assert [(each.claimant, each.claimant_name) for each in claims] == [("bla", ""), ("named:a-witness", "A witness")]


def test_actors_and_targets_are_known_or_kept_as_written() -> None:
    (incident,) = imported(row(actor="BLA; Police", target="Police station;A well")).dataset.incidents
    assert [(each.actor, each.name, each.role) for each in incident.actors] == [
        ("bla", "", "named"),
        ("police", "", "named"),
    ]
    assert [(each.kind, each.note) for each in incident.targets] == [("police_station", ""), ("other", "A well")]


@pytest.mark.parametrize("text", ["BLA; Local elders", "x; y", "&lt;b&gt;", ";", "a ;; b"])
def test_a_cell_with_an_actor_that_is_not_known_is_one_actor_as_written(text: str) -> None:
    (incident,) = imported(row(actor=text, target=text)).dataset.incidents
    assert [each.name for each in incident.actors] == ([text] if text != ";" else [])
    assert [each.note for each in incident.targets] == ([text] if text != ";" else [])


def test_a_date_in_looser_words_is_known_to_its_month_and_keeps_its_words() -> None:
    made = imported(row(date="early February 2026", note="x"), row(date="Feb-26"))
    assert [each.when.precision for each in made.dataset.incidents] == ["month", "month"]
    assert [each.note for each in made.dataset.incidents] == [
        "x [date as written: early February 2026]",
        "[date as written: Feb-26]",
    ]
    assert [each.value for each in made.report.notices] == ["early February 2026", "Feb-26"]


def test_a_column_within_is_asked_for_only_where_it_can_tell_places_apart() -> None:
    dasht, nasirabad = (each.remedy for each in imported(row("Dasht"), row("Nasirabad")).report.rejected)
    assert dasht.endswith("say which in a column 'within'")
    assert "within" not in nasirabad
    assert "'Nasirabad division'" in nasirabad
    (unknown,) = imported(row("Qwertyville")).report.rejected
    assert "within" not in unknown.remedy
    assert "Quetta" not in unknown.remedy


@pytest.mark.parametrize("within", ["Mars", "Afghanistan", "Turbat", "x" * 10_000])
def test_an_area_that_the_atlas_does_not_have_is_refused(within: str) -> None:
    with pytest.raises(SheetError, match=r"^within "):
        import_sheet(sheet([row()]), Gazetteer.load(), within=within)


def test_an_area_decides_by_name_or_id() -> None:
    for within in ("Mastung", "district:mastung"):
        (incident,) = import_sheet(sheet([row("Dasht")]), Gazetteer.load(), within=within).dataset.incidents
        assert incident.where.place_id == "tehsil:dasht-mastung"


def test_an_end_date_makes_a_span_and_a_reversed_one_is_told() -> None:
    made = imported(row(end_date="2026-01-31"), row(end_date="2026-01-01"))
    assert made.dataset.incidents[0].when.last == dt.date(2026, 1, 31)
    (problem,) = made.report.rejected
    assert (problem.field, problem.value) == ("end_date", "2026-01-01")
    assert problem.reason.startswith("reversed dates")


def test_the_order_of_day_and_month_is_told() -> None:
    made = imported(row(date="03/04/2026"), row(date="29/01/2026"))
    assert made.dataset.incidents[0].when.first == dt.date(2026, 4, 3)
    assert "dates such as 03/04/2026 are read day first, as '29/01/2026' shows" in made.report.notes


def test_a_day_behind_its_year_is_known_by_the_others_and_told() -> None:
    made = imported(row(date="2026-05-01"), row(date="2026-29-01"))
    assert [each.when.first for each in made.dataset.incidents] == [dt.date(2026, 1, 5), dt.date(2026, 1, 29)]
    assert "dates such as 2021-03-04 are read year-day-month, as '2026-29-01' shows" in made.report.notes


def test_dates_whose_order_nothing_shows_are_listed() -> None:
    made = imported(row(date="03/04/2026"), row(date="05/06/2026"), row(date="07/07/2026"))
    assert [each.value for each in made.report.rejected] == ["03/04/2026", "05/06/2026"]


def test_a_district_or_province_column_says_which_place_is_meant() -> None:
    made = imported(row("Dasht", district="Mastung"), row("Dasht", province="Balochistan"))
    assert [each.where.place_id for each in made.dataset.incidents] == ["tehsil:dasht-mastung"]
    assert [each.record for each in made.report.rejected] == ["row 3"]


def test_repeated_rows_are_each_an_incident() -> None:
    assert len(imported(row(), row(), row()).dataset.incidents) == 3


def test_rows_that_are_the_same_as_an_earlier_one_are_told_as_they_count_once_more() -> None:
    told = "1 row is the same as an earlier one (row 4: row 2): each is an incident of its own"
    assert any(note.startswith(told) for note in imported(row(), row("Turbat"), row()).report.notes)


def test_a_sheet_with_days_as_a_spreadsheet_program_counts_them_says_so() -> None:
    assert any("days counted since 30 December 1899" in note for note in imported(row(date="45352")).report.notes)


def test_the_atlas_shows_a_sheet_like_any_dataset() -> None:
    made = imported(row(type="bombing", killed="3", source="Dawn"), row("Turbat", "January 2026", type="clash"))
    atlas = atlas_of(made.dataset)
    found = atlas.incidents()
    assert list(found["fatalities_best"].dropna()) == [3]
    assert list(found["date_precision"]) == ["day", "month"]
    assert atlas.summary().headline == "2 incidents in 2 towns of Makran division, 1–31 January 2026"
    (toll,) = atlas.tolls_of("made-up.r2")
    assert (toll.headline, toll.lines[0].label) == ("People: 3", "as reported by Dawn")


def test_texts_like_formulas_come_back_from_the_list_of_rejected_rows_as_they_were() -> None:
    texts = ("=1+1", "+92 300", "-x", "@me", "'quoted", "''two", "'=x", "plain")
    rejected = rejected_csv(imported(*(row("Zzzqx", note=text, source=text) for text in texts)))
    assert not any(cell.startswith(("=", "+", "@")) for cell in rejected.replace("\n", ",").split(","))
    back = import_sheet(rejected.replace("Zzzqx", "Pasni").encode(), Gazetteer.load(), "mended.csv").dataset
    assert [incident.note for incident in back.incidents] == list(texts)
    assert [source.title for source in back.sources] == list(texts)


def test_days_and_months_that_were_probably_exchanged_are_told_in_the_notes_of_their_rows() -> None:
    found = imported(*(row(date=each) for each in ("2024-03-04", "2024-05-01", "2024-11-02", "15/04/2024")))
    assert [each.note for each in found.dataset.incidents][::3] == [
        "[day and month of 2024-03-04 may be exchanged]",
        "",
    ]
    assert next(each.remedy for each in found.report.notices).endswith("write 4 March 2024 or 3 April 2024")
    assert "none has a day above 12" in found.report.notes[-1]


def test_a_number_of_others_is_no_number_of_the_killed() -> None:
    (noted,) = imported(row(killed="2 injured")).report.to_dict()["flagged"]
    assert (noted["flag"], noted["first"]) == ("unreadable_number", (2,))
