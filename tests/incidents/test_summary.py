"""What a selection amounts to, in words that are right for one incident, for many, for mixed ones and for none."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents import Atlas, OwnFigures, Selection, one_line
from incidents.vocabulary import EVENT_TYPES
from incidents.wording import date_words, listed, span_words
from tests.incidents.samples import atlas_of, campaign, claim, dataset, incident


def said(*incidents: dict[str, Any], **tables: Any) -> tuple[str, str]:
    summary = atlas_of(dataset(incident=list(incidents), **tables)).summary()
    return summary.headline, summary.subline


class TestEmbedded:
    def test_the_headline_answers_what_where_when(self, atlas: Atlas) -> None:
        assert (
            atlas.summary().headline
            == "Coordinated attacks in two towns, one tehsil and six districts of Balochistan, 29–30 January 2026"
        )

    def test_the_subline_answers_how_many_by_whom_from_what(self, atlas: Atlas) -> None:
        assert atlas.summary().subline == (
            "9 incidents · claimed by the Balochistan Liberation Army (BLA) · "
            "one source, undated, on or after 2 February 2026"
        )

    def test_one_place_is_in_the_singular(self, atlas: Atlas) -> None:
        summary = atlas.summary(Selection(places=("town:pasni",)))
        assert summary.headline == "Coordinated attack in Pasni, 29–30 January 2026"
        assert summary.subline.startswith("Claimed by")

    def test_a_district_names_itself_as_the_common_area(self, atlas: Atlas) -> None:
        summary = atlas.summary(Selection(places=("district:gwadar",)))
        assert (
            summary.headline
            == "Coordinated attacks in one town and unspecified parts of Gwadar district, 29–30 January 2026"
        )

    def test_counts_and_days(self, atlas: Atlas) -> None:
        summary = atlas.summary()
        assert (summary.count, summary.places) == (9, 9)
        assert (summary.start, summary.end) == (dt.date(2026, 1, 29), dt.date(2026, 1, 30))
        assert [(each.value, each.count) for each in summary.by_type] == [("attack", 9)]
        assert sum(each.count for each in summary.by_place) == 9

    def test_time_is_a_span_and_a_campaign_without_incidents_has_its_own(self, atlas: Atlas) -> None:
        attacks, operations = atlas.summary().spans
        assert (attacks.label, attacks.count, attacks.precision) == ("Attacks", 9, "range")
        assert attacks.note == "day not given: drawn as a span of 29–30 January 2026"
        assert (operations.label, operations.count) == ("Security operations", 0)
        assert (operations.start, operations.end) == (dt.date(2026, 1, 29), dt.date(2026, 2, 2))

    def test_one_place_keeps_both_campaigns_headed_as_the_whole_campaigns(self, atlas: Atlas) -> None:
        views = atlas.summary(Selection(places=("town:pasni",))).campaigns
        assert [(view.title, view.scope) for view in views] == [
            ("Coordinated attacks, whole campaign", "Balochistan, 29–30 January 2026"),
            ("Security operations, whole campaign", "Balochistan, 29 January – 2 February 2026"),
        ]
        assert all("not to any place" in view.note and "not added up" in view.note for view in views)

    def test_the_whole_campaigns_actors_and_targets_are_with_it(self, atlas: Atlas) -> None:
        attacks, operations = atlas.summary().campaigns
        assert attacks.claimed_by == ("Balochistan Liberation Army (BLA)",)
        assert attacks.involved == ("Majeed Brigade", "Fidayeen Squad", "Special Tactical Operations Squad (STOS)")
        assert attacks.targets[0] == "Police station"
        assert operations.involved == ("Pakistani military", "Police", "Counter-terrorism units")

    @pytest.mark.parametrize(
        ("chosen", "campaigns"),
        [
            ({}, 2),
            ({"start": "2026-02-01"}, 1),
            ({"start": "2026-02-03"}, 0),
            ({"places": ("province:sindh",)}, 0),
            ({"places": ("district:zhob",)}, 2),
            ({"bounds": (73.0, 33.0, 74.0, 34.0)}, 0),
            ({"bounds": (63.0, 25.0, 64.0, 26.0)}, 2),
            ({"datasets": ("other",)}, 0),
            ({"event_types": ("bombing",)}, 2),
        ],
    )
    def test_campaigns_are_those_whose_area_and_days_are_touched(
        self, atlas: Atlas, chosen: dict[str, Any], campaigns: int
    ) -> None:
        assert len(atlas.summary(Selection(**chosen)).campaigns) == campaigns


def test_nothing_says_so_and_what_to_do(atlas: Atlas) -> None:
    summary = atlas.summary(Selection(event_types=("bombing",)))
    assert (summary.headline, summary.subline) == ("No incident matches", "Take a filter off to see more")
    assert (summary.start, summary.end, summary.count) == (None, None, 0)


def test_nothing_by_a_campaigns_target_says_that_only_the_campaign_carries_it(atlas: Atlas) -> None:
    summary = atlas.summary(Selection(target_kinds=("bank",)))
    assert summary.headline == "No incident matches"
    assert summary.subline == "Bank: named for a whole campaign, not for a place"


def test_an_empty_atlas_says_that_it_is() -> None:
    assert atlas_of().summary().subline == "The atlas holds no incidents"


def test_mixed_kinds_are_counted() -> None:
    many = [incident(f"a{number}", place, "2024-03-03") for number, place in enumerate(["town:pasni", "town:karachi"])]
    headline, subline = said(*many, incident("b", "town:lahore", "2026-01-30", event_type="clash"))
    assert headline == "3 incidents in 3 towns of Pakistan, March 2024 – January 2026"
    assert subline == "Source not stated"


def test_districts_are_not_counted_among_the_towns() -> None:
    places = ("town:pasni", "town:karachi", "tehsil:tump", "district:kech")
    assert said(*map(incident, "abcd", places))[0].startswith("Bombings in two towns, one tehsil and one district of")


def test_what_is_known_to_the_whole_area_only_is_no_place_of_it() -> None:
    headline, _ = said(incident("a", "town:pasni"), incident("b", "district:gwadar"))
    assert headline.startswith("Bombings in one town and unspecified parts of Gwadar district,")


def test_one_kind_in_several_places_of_a_district() -> None:
    headline, _ = said(incident("a", "town:pasni"), incident("b", "town:gwadar"), incident("c", "town:gwadar"))
    assert headline == "Bombings in two towns of Gwadar district, 29 January 2026"


def test_several_of_a_kind_in_one_place() -> None:
    headline, subline = said(incident("a", event_type="clash"), incident("b", event_type="clash"))
    assert headline == "Armed clashes in Pasni, 29 January 2026"
    assert subline == "2 incidents · source not stated"


def test_a_month_is_no_finer_than_it_is_known() -> None:
    headline, _ = said(incident("a", first="2026-01-01", last="2026-01-31", date_precision="month"))
    assert headline == "Bombing in Pasni, January 2026"


def test_claims_of_some_are_not_claims_of_all() -> None:
    claimed = [{"actor": "bla", "role": "claimed_responsibility"}]
    _, subline = said(incident("a", actors=claimed), incident("b"))
    assert "1 of the 2 incidents claimed by the Balochistan Liberation Army (BLA)" in subline


def test_a_claimant_that_the_vocabulary_lacks_is_called_as_written() -> None:
    _, subline = said(incident("a", actors=[{"name": "Local elders", "role": "claimed_responsibility"}]))
    assert "Claimed by local elders" in subline


def test_being_named_is_not_claiming() -> None:
    _, subline = said(incident("a", actors=[{"actor": "bla", "role": "accused"}]))
    assert "claimed" not in subline


def test_a_dated_source_and_several_sources() -> None:
    sources = [{"id": "a", "title": "A", "published": "2026-02-01"}, {"id": "b", "title": "B"}]
    _, one = said(incident("x", sources="a"), source=sources)
    _, two = said(incident("x", sources=["a", "b"]), source=sources)
    assert one.endswith("One source, published 1 February 2026")
    assert two.endswith("Two sources")


def test_a_campaign_without_claims_says_that_none_is_recorded() -> None:
    made = atlas_of(dataset(campaign=[campaign()], incident=[incident("a", campaign="c")]))
    (view,) = made.summary().campaigns
    assert (view.tolls, view.note) == ((), "No claim about numbers is recorded for this campaign.")


def test_figures_of_one_incident_are_not_in_any_campaigns_panel() -> None:
    made = dataset(campaign=[campaign()], incident=[incident("a", campaign="c")], claim=[claim("x", "a", 3)])
    (view,) = atlas_of(made).summary().campaigns
    assert view.tolls == ()


class TestFiguresOfTheirOwn:
    def test_none_is_nothing(self, atlas: Atlas) -> None:
        assert atlas.summary().figures == OwnFigures()

    def test_the_largest_are_listed_with_claimant_and_standing_and_never_added_up(self) -> None:
        claims = [claim(f"c{n}", f"i{n}", n, claimant="police", standing="unverified") for n in range(1, 13)]
        figures = atlas_of(dataset(incident=[incident(f"i{n}") for n in range(20)], claim=claims)).summary().figures
        assert (figures.count, figures.contested) == (12, 0)
        assert [each.title for each in figures.incidents] == [f"i{n}" for n in range(12, 4, -1)]
        (toll,) = figures.incidents[0].tolls
        assert (toll.headline, toll.lines[0].claimant) == ("People: 12", "Police")
        assert toll.lines[0].standing_label == "explicitly not verified"
        assert figures.note == (
            "12 of 20 incidents have figures of their own; they are shown per incident and not added up. "
            "The eight with the largest figures are listed."
        )

    def test_incidents_whose_every_figure_is_0_are_counted_and_not_listed(self) -> None:
        claims = [claim("a", "i", 0), claim("b", "j", 2), claim("c", "k", 0), claim("d", "k", 0, quantity="wounded")]
        made = atlas_of(dataset(incident=[incident(each) for each in "ijk"], claim=claims))
        figures = made.summary().figures
        assert (figures.count, [each.title for each in figures.incidents]) == (3, ["j"])
        assert figures.note.endswith("The one with the largest figures is listed; figures of 0 are not.")
        none = atlas_of(dataset(incident=[incident("i")], claim=claims[:1])).summary().figures
        assert (none.incidents, none.note.endswith("None is above 0.")) == ((), True)

    def test_the_killed_come_before_any_number_of_wounded(self) -> None:
        claims = [claim("a", "i", 1), claim("b", "j", 900, quantity="wounded"), claim("c", "k", as_written="dozens")]
        claims[2]["qualifier"] = "vague"
        made = atlas_of(dataset(incident=[incident(each) for each in "kji"], claim=claims))
        assert [each.title for each in made.summary().figures.incidents] == ["i", "j", "k"]

    def test_an_unknown_number_is_no_figure(self) -> None:
        unknown = claim("a", "i", qualifier="unknown", as_written="not known")
        assert atlas_of(dataset(incident=[incident("i")], claim=[unknown])).summary().figures.count == 0

    def test_only_the_selected_ones_and_only_what_was_known(self) -> None:
        claims = [claim("a", "i", 1, stated_on="2026-02-01"), claim("b", "j", 2, stated_on="2026-03-01")]
        claims.append(claim("c", "i", 3, stated_on="2026-04-01", supersedes=["a"]))
        made = atlas_of(dataset(incident=[incident("i"), incident("j", "town:turbat")], claim=claims))
        assert [made.summary(Selection(as_known_on=day)).figures.count for day in ("2026-01-31", "2026-02-01")] == [
            0,
            1,
        ]
        (one,) = made.summary(Selection(places=("town:pasni",))).figures.incidents
        assert (one.title, one.tolls[0].headline) == ("i", "People: 3")

    def test_an_incident_that_is_contested_itself_is_told_from_one_of_a_contested_campaign(self) -> None:
        made = atlas_of(
            dataset(
                campaign=[campaign()],
                incident=[incident("i"), incident("j", campaign="c"), incident("k"), incident("both", campaign="c")],
                claim=[
                    *(claim("a", "i", 1), claim("b", "i", 9, contests=["a"])),
                    *(claim("x", "c", 1), claim("y", "c", 9, contests=["x"])),
                    claim("z", "both", 4, standing="denied"),
                ],
            )
        )
        found = made.incidents()
        assert list(found["contested_by"]) == ["incident", "campaign", "", "incident"]
        assert list(found["contested"]) == [True, True, False, True]
        figures = made.summary().figures
        assert (figures.count, figures.contested) == (2, 2)
        assert [each.contested for each in figures.incidents] == [True, True]
        assert "2 incidents have contested figures" in figures.note

    def test_choices_say_whose_figures_are_contested(self, atlas: Atlas) -> None:
        assert atlas.facets()["contested"][0].label == "Contested figures (of the incident or its campaign)"


class TestLanes:
    def test_lanes_that_share_a_label_are_told_apart_by_date(self) -> None:
        made = atlas_of(
            dataset(incident=[incident("a"), incident("b", first="2026-02-02"), incident("c", event_type="clash")])
        )
        assert [each.label for each in made.summary().lanes] == [
            "Bombing, 29 January 2026",
            "Armed clash",
            "Bombing, 2 February 2026",
        ]  # fmt: skip

    def test_many_days_become_one_lane_a_type_that_says_how_many(self) -> None:
        days = [incident(f"a{n}", first=f"2026-01-{n:02}") for n in range(1, 21)]
        month = incident("m", first="2026-01-01", last="2026-01-31", date_precision="month")
        summary = atlas_of(dataset(incident=[*days, incident("z"), month], campaign=[campaign()])).summary()
        attacks, raids = summary.lanes
        assert (attacks.label, attacks.count, attacks.note) == ("Bombings", 22, "21 different days and 1 longer span")
        assert (attacks.start, attacks.end) == (dt.date(2026, 1, 1), dt.date(2026, 1, 31))
        assert raids.campaign == "made-up.c"
        assert sum(each.count for each in summary.spans) == 22

    def test_there_are_never_more_than_eight(self) -> None:
        kinds = list(EVENT_TYPES)
        many = [incident(f"a{n}", first=f"2026-01-{n + 1:02}", event_type=kinds[n % len(kinds)]) for n in range(30)]
        lanes = atlas_of(dataset(incident=many)).summary().lanes
        assert len(lanes) <= 8
        assert sum(each.count for each in lanes) == 30


def test_a_label_is_one_line_and_the_record_as_written() -> None:
    made = atlas_of(
        dataset(incident=[incident("a", title="one\r\ntwo\x1b", campaign="c")], campaign=[campaign(title="A\nB")])
    )
    assert made.incidents()["title"][0] == "one\r\ntwo\x1b"
    assert made.summary().campaigns[0].title == "A B, whole campaign"
    assert one_line(made.incidents()["title"][0]) == "one two␛"


@given(st.text())
def test_a_label_is_always_one_printable_line(text: str) -> None:
    shown = one_line(text)
    assert shown.replace("\u200c", "").replace("\u200d", "").isprintable()
    assert one_line(shown) == shown


def test_urdu_keeps_what_joins_and_parts_its_letters() -> None:
    assert one_line("می\u200cخواهم\n") == "می\u200cخواهم"


DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1))


@given(DAYS, DAYS, st.sampled_from(["day", "range", "month", "year"]))
def test_words_for_days_name_both_years_and_stay_short(one: dt.date, other: dt.date, precision: str) -> None:
    first, last = sorted((one, other))
    for words in (date_words(first, last, precision), span_words(first, last, precision)):
        assert str(last.year) in words
        assert first.year == last.year or str(first.year) in words
        assert len(words) <= 40


@pytest.mark.parametrize(
    ("parts", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_in_words(parts: list[str], words: str) -> None:
    assert listed(parts) == words


def test_what_was_learnt_later_is_not_told_as_known_on_an_earlier_day(atlas: Atlas) -> None:
    before, after = (atlas.summary(Selection(as_known_on=day)).subline for day in ("2026-01-30", "2026-02-02"))
    assert before == "9 incidents · recorded later, from one source, undated, on or after 2 February 2026"
    assert "claimed by the Balochistan Liberation Army" in after
