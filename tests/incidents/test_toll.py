"""Figures are views of claims by a rule; dissent stays in sight, and nothing is ever added up."""

import datetime as dt
from typing import Any

import pytest

import incidents
from incidents import Atlas, Selection, TollView
from incidents.toll import campaign_note
from tests.incidents.samples import atlas_of, campaign, claim, dataset, incident

A = "balochistan-2026.coordinated-attacks"
B = "balochistan-2026.security-operations"


def views(*claims: dict[str, Any], rule: str = "range", on: str | None = None, **tables: Any) -> tuple[TollView, ...]:
    atlas = atlas_of(dataset(campaign=[campaign()], claim=list(claims), **tables))
    return atlas.tolls_of("made-up.c", Selection(rule=rule, as_known_on=on))  # type: ignore[arg-type]


def view(*claims: dict[str, Any], **more: Any) -> TollView:
    (only,) = views(*claims, **more)
    return only


@pytest.mark.parametrize(
    ("groups", "may"),
    [
        (("civilians",), False),
        (("soldiers", "civilians"), False),
        (("soldiers", "police"), True),
        (("civilians", "militants"), True),
        (("people", "soldiers"), True),
    ],
)
def test_that_figures_may_count_the_same_people_is_said_only_where_they_can(groups: tuple[str, ...], may: bool) -> None:
    tolls = views(*(claim(f"k{number}", "c", 5, counted=group) for number, group in enumerate(groups)))
    assert ("the same people" in campaign_note(tolls)) == may


class TestEmbedded:
    def test_militants_are_a_contested_range(self, atlas: Atlas) -> None:
        (toll,) = atlas.tolls_of(B)
        assert toll.headline == "Militants: 177–197"
        assert (toll.low, toll.high, toll.contested, toll.tag) == (177, 197, True, "contested")
        assert toll.outcome == "killed, or “neutralized” in the military’s word"

    def test_each_line_says_who_with_standing_source_and_date(self, atlas: Atlas) -> None:
        forces, military = atlas.tolls_of(B)[0].lines
        assert (forces.label, forces.claimant, forces.value) == (
            "Security forces: killed",
            "Pakistani security forces",
            197,
        )
        assert (military.label, military.value) == ("Military: “neutralized” (not verified)", 177)
        assert military.standing_label == "not verified by foreign sources"
        assert military.word == "neutralized"
        assert military.stated == "on or after 2 February 2026"
        assert military.source_title.startswith("Escalating Violence")

    def test_state_forces_are_two_figures_of_two_groups(self, atlas: Atlas) -> None:
        forces, _ = atlas.tolls_of(A)
        assert forces.headline == "State forces: 17, or 200"
        assert forces.outcome == "killed; two groups, partly the same people"
        assert [(line.label, line.value) for line in forces.lines] == [
            ("BLA: security personnel (not confirmed)", 200),
            ("Unnamed reports: law enforcement", 17),
        ]
        assert forces.lines[0].standing_label == "not independently confirmed"

    def test_civilians_are_attributed(self, atlas: Atlas) -> None:
        _, civilians = atlas.tolls_of(A)
        assert (civilians.headline, civilians.tag, civilians.contested) == ("Civilians: 31", "attributed", False)
        assert [line.label for line in civilians.lines] == ["Unnamed reports"]

    def test_a_heading_says_what_happened_and_what_else_it_is_called_stands_beside_it(self, atlas: Atlas) -> None:
        tolls = [toll for view in atlas.summary().campaigns for toll in view.tolls]
        assert [(toll.heading, toll.beside) for toll in tolls] == [
            ("State forces: 17 or 200 killed", "two groups, partly the same people"),
            ("Civilians: 31 killed", ""),
            ("Militants: 177–197 killed or “neutralized”", "“neutralized” in the military’s word"),
        ]

    @pytest.mark.parametrize(
        ("rule", "headlines"),
        [
            ("lowest", ["State forces: 17", "Civilians: 31", "Militants: 177"]),
            ("highest", ["State forces: 200", "Civilians: 31", "Militants: 197"]),
            ("latest", ["State forces: 17, or 200", "Civilians: 31", "Militants: 177–197"]),
            ("claimant:military", ["State forces: no figure from Pakistani military",
                                   "Civilians: no figure from Pakistani military", "Militants: 177"]),
        ],
    )  # fmt: skip
    def test_a_rule_chooses_the_headline(self, atlas: Atlas, rule: str, headlines: list[str]) -> None:
        summary = atlas.summary(Selection(rule=rule))
        assert [toll.headline for each in summary.campaigns for toll in each.tolls] == headlines

    @pytest.mark.parametrize("rule", ["range", "lowest", "highest", "latest", "claimant:bla", "claimant:nobody"])
    def test_every_claim_and_the_contest_stay_in_sight_under_every_rule(self, atlas: Atlas, rule: str) -> None:
        tolls = [toll for record in (A, B) for toll in atlas.tolls_of(record, Selection(rule=rule))]
        assert sorted(line.value or 0 for toll in tolls for line in toll.lines) == [17, 31, 177, 197, 200]
        assert [toll.contested for toll in tolls] == [True, False, True]

    def test_dissent_is_counted(self, atlas: Atlas) -> None:
        assert [toll.dissent for toll in atlas.tolls_of(A)] == [0, 0]
        assert [toll.dissent for toll in atlas.tolls_of(A, Selection(rule="lowest"))] == [1, 0]

    def test_before_the_source_could_be_written_there_is_no_claim(self, atlas: Atlas) -> None:
        before, after = (Selection(as_known_on=dt.date(2026, 2, day)) for day in (1, 2))
        assert atlas.tolls_of(A, before) == ()
        assert len(atlas.tolls_of(A, after)) == 2
        assert not atlas.incidents(before)["contested"].any()
        assert atlas.incidents(after)["contested"].all()

    def test_no_sum_of_figures_stands_anywhere(self, atlas: Atlas) -> None:
        shown = repr([atlas.summary(Selection(rule=rule)) for rule in ("range", "lowest", "highest", "latest")])
        for total in (17 + 31, 17 + 200, 177 + 197, 197 + 17 + 31, 177 + 17 + 31, 31 + 200, 197 + 200):
            assert str(total) not in shown


@pytest.mark.parametrize(
    ("given", "heading"),
    [
        ({"low": 5}, "At least 5 killed"),
        ({"qualifier": "vague", "as_written": "dozens"}, "People killed: dozens"),
        ({"value": 3, "counted": "women"}, "Women: 3 killed"),
    ],
)
def test_a_heading_is_a_phrase_of_figure_and_outcome(given: dict[str, Any], heading: str) -> None:
    assert view(claim("a", "c", **given)).heading == heading


def test_nothing_is_offered_that_adds_figures_up() -> None:
    offered = {*dir(incidents), *dir(incidents.Atlas), *dir(incidents.TollView), *dir(incidents.CampaignView)}
    assert not [name for name in offered if name.lower().startswith(("sum_", "add_up", "total", "grand"))]


def test_same_people_without_a_contest_are_a_range_whose_figures_differ() -> None:
    toll = view(claim("a", "c", 5), claim("b", "c", 7))
    assert (toll.headline, toll.tag, toll.contested) == ("People: 5–7", "figures differ", False)


def test_equal_figures_are_one_figure() -> None:
    assert view(claim("a", "c", 5), claim("b", "c", 5)).headline == "People: 5"


def test_different_groups_that_nobody_contests_stand_side_by_side() -> None:
    toll = view(claim("a", "c", 5, counted="police"), claim("b", "c", 7, counted="soldiers"))
    assert toll.headline == "State forces: 5 police and 7 soldiers"
    assert toll.outcome == "killed"


def test_neutralized_stands_apart_where_nothing_contests() -> None:
    found = views(
        claim("a", "c", 5, counted="militants"),
        claim("b", "c", 7, counted="militants", quantity="neutralized", claimant="military"),
    )
    assert [(each.headline, each.outcome) for each in found] == [
        ("Militants: 5", "killed"),
        ("Militants: 7", "“neutralized”"),
    ]


def test_killed_and_wounded_are_never_in_one_figure() -> None:
    found = views(claim("a", "c", 5), claim("b", "c", 7, quantity="wounded"))
    assert [(each.headline, each.outcome) for each in found] == [("People: 5", "killed"), ("People: 7", "wounded")]


@pytest.mark.parametrize(
    ("figures", "headline", "low", "high"),
    [
        ({"low": 6, "high": 8, "qualifier": "range"}, "People: 6–8", 6, 8),
        ({"low": 12, "qualifier": "at_least"}, "People: at least 12", 12, None),
        ({"high": 12, "qualifier": "at_most"}, "People: at most 12", None, 12),
        ({"value": 1200, "qualifier": "about"}, "People: about 1,200", 1200, 1200),
        ({"qualifier": "vague", "as_written": "dozens"}, "People: dozens", None, None),
        ({"qualifier": "unknown"}, "People: no number", None, None),
    ],
)
def test_a_figure_is_as_exact_as_its_claim(figures: dict[str, Any], headline: str, low: int, high: int) -> None:
    toll = view(claim("a", "c", **figures))
    assert (toll.headline, toll.low, toll.high) == (headline, low, high)


def test_an_open_end_stays_open_in_a_range() -> None:
    toll = view(claim("a", "c", 5), claim("b", "c", low=8, qualifier="at_least"))
    assert (toll.headline, toll.low, toll.high) == ("People: 5 or more", 5, None)


def test_a_vague_claim_is_a_line_beside_a_figure() -> None:
    toll = view(claim("a", "c", 5), claim("b", "c", qualifier="vague", as_written="dozens"))
    assert toll.headline == "People: 5"
    assert sorted(line.figure for line in toll.lines) == ["5", "dozens"]


def test_a_superseded_claim_leaves_the_headline_and_stays_a_line() -> None:
    old = claim("a", "c", 5, stated_on="2026-02-01")
    new = claim("b", "c", 9, stated_on="2026-02-05", supersedes="a")
    now = view(old, new)
    assert now.headline == "People: 9"
    assert [(line.figure, line.superseded) for line in now.lines] == [("9", False), ("5", True)]
    assert view(old, new, on="2026-02-03").headline == "People: 5"


def test_the_latest_claim_is_the_one_stated_last() -> None:
    toll = view(claim("a", "c", 5, stated_on="2026-02-01"), claim("b", "c", 9, stated_on="2026-02-05"), rule="latest")
    assert (toll.headline, toll.dissent) == ("People: 9", 1)
    assert toll.note == "Latest of each claimant; one claim gives another figure."


def test_a_denied_claim_is_contested() -> None:
    assert view(claim("a", "c", 5, standing="denied")).tag == "contested"


def test_a_contest_counts_only_while_both_claims_are_known() -> None:
    claims = [
        claim("a", "c", 5, stated_on="2026-02-01", contests="b"),
        claim("b", "c", 9, stated_on="2026-02-05", contests="a"),
    ]
    assert view(*claims, on="2026-02-03").contested is False
    assert view(*claims).contested is True


CONTESTED = (
    claim("a", "c", 5, stated_on="2026-02-01", contests="b"),
    claim("b", "c", 9, stated_on="2026-02-02", contests="a"),
)


def test_what_supersedes_a_contested_claim_stays_contested() -> None:
    second = claim("d", "c", 6, stated_on="2026-02-05", supersedes="a")
    third = claim("e", "c", 7, stated_on="2026-02-06", supersedes="d")
    assert view(*CONTESTED, second).tag == "contested"
    assert (
        view(*CONTESTED, second, third, claim("f", "c", 11, stated_on="2026-02-07", supersedes="b")).tag == "contested"
    )


@pytest.mark.parametrize(
    "how", [{"value": 9}, {"value": 6, "corroborates": "b"}, {"value": 6, "supersedes": ["a", "b"]}]
)
def test_a_contest_ends_when_a_later_claim_agrees(how: dict[str, Any]) -> None:
    assert not view(*CONTESTED, claim("d", "c", **{"stated_on": "2026-02-05", "supersedes": "a", **how})).contested


def test_a_superseded_line_says_by_what() -> None:
    toll = view(*CONTESTED, claim("d", "c", 6, stated_on="2026-02-05", supersedes="a"))
    assert [line.vouched for line in toll.lines if line.superseded] == ["attributed; superseded by 6, 5 February 2026"]


def test_an_undated_claim_without_a_source_counts_from_the_first_day_of_what_it_is_about() -> None:
    atlas = atlas_of(dataset(campaign=[campaign()], claim=[claim("a", "c", 5)]))
    assert atlas.tolls_of("made-up.c", Selection(as_known_on=dt.date(2025, 12, 31))) == ()
    (toll,) = atlas.tolls_of("made-up.c", Selection(as_known_on=dt.date(2026, 1, 1)))
    assert toll.lines[0].stated == "undated"


class TestKilledInOneIncident:
    """The columns fatalities_low, _best, _high, worked by hand."""

    def figures(self, *claims: dict[str, Any], **chosen: Any) -> list[float | None]:
        atlas = atlas_of(dataset(incident=[incident("i")], claim=list(claims)))
        row = atlas.incidents(Selection(**chosen)).iloc[0]
        found = [row[f"fatalities_{end}"] for end in ("low", "best", "high")]
        return [None if value != value else value for value in found]

    def test_no_claim_gives_no_figure(self) -> None:
        assert self.figures() == [None, None, None]

    def test_one_exact_claim(self) -> None:
        assert self.figures(claim("a", "i", 5)) == [5, 5, 5]

    def test_zero_is_a_figure(self) -> None:
        assert self.figures(claim("a", "i", 0)) == [0, 0, 0]

    def test_two_claims_are_a_range_without_a_best(self) -> None:
        assert self.figures(claim("a", "i", 5), claim("b", "i", 9)) == [5, None, 9]

    def test_at_least_leaves_the_upper_end_open(self) -> None:
        assert self.figures(claim("a", "i", low=5, qualifier="at_least")) == [5, None, None]
        assert self.figures(claim("a", "i", low=5, qualifier="at_least"), claim("b", "i", 9)) == [5, None, None]

    def test_a_word_gives_no_figure(self) -> None:
        assert self.figures(claim("a", "i", qualifier="vague", as_written="dozens")) == [None, None, None]

    @pytest.mark.parametrize(("rule", "figure"), [("lowest", 5), ("highest", 9), ("claimant:bla", 9)])
    def test_a_rule_chooses_a_claim(self, rule: str, figure: int) -> None:
        claims = [
            claim("a", "i", 5, stated_on="2026-02-01"),
            claim("b", "i", 9, stated_on="2026-02-02", claimant="bla"),
            claim("c", "i", 7, stated_on="2026-02-03"),
        ]
        assert self.figures(*claims, rule=rule) == [figure, figure, figure]

    def test_the_latest_claim_of_each_claimant_is_looked_at(self) -> None:
        claims = [
            claim("a", "i", 5, stated_on="2026-02-01", claimant="military"),
            claim("b", "i", 9, stated_on="2026-02-02", claimant="bla"),
            claim("c", "i", 7, stated_on="2026-02-03", claimant="military"),
        ]
        assert self.figures(*claims, rule="latest") == [7, None, 9]

    @pytest.mark.parametrize("rule", ["range", "lowest", "highest", "latest"])
    def test_groups_of_people_are_not_added_up_at_least_as_many_died_as_of_the_largest(self, rule: str) -> None:
        both = [claim("a", "i", 5, counted="police"), claim("b", "i", 2, counted="civilians")]
        assert self.figures(*both, rule=rule) == [5, None, None]
        assert self.figures(both[1], rule=rule) == [2, None, None]

    def test_of_several_claims_of_one_group_the_least_is_certain(self) -> None:
        contested = [claim("a", "i", 5, counted="police"), claim("b", "i", 9, counted="police")]
        assert self.figures(*contested, claim("c", "i", 2, counted="civilians")) == [5, None, None]
        assert self.figures(*contested, rule="highest") == [9, None, None]

    @pytest.mark.parametrize(
        "some", [{"value": 0}, {"value": 5, "qualifier": "about"}, {"high": 5, "qualifier": "at_most"}]
    )
    def test_a_group_of_whom_nobody_need_have_died_says_nothing_of_everyone(self, some: dict[str, Any]) -> None:
        assert self.figures(claim("a", "i", counted="police", **some)) == [None, None, None]

    def test_a_total_that_is_unknown_says_no_less_than_none(self) -> None:
        assert self.figures(claim("a", "i", 5, counted="police"), claim("b", "i", qualifier="unknown")) == [
            5,
            None,
            None,
        ]

    def test_an_approximate_number_alone_has_open_ends(self) -> None:
        about = [claim(each, "i", 5, qualifier="about") for each in "ab"]
        assert self.figures(about[0]) == self.figures(*about) == [None, 5, None]

    def test_an_approximate_number_beside_others_stands_as_it_is(self) -> None:
        about = claim("a", "i", 5, qualifier="about")
        assert self.figures(about, claim("b", "i", 9)) == [5, None, 9]
        assert self.figures(about, claim("b", "i", 5)) == [5, 5, 5]
        assert self.figures(about, claim("b", "i", 9), rule="lowest") == [None, 5, None]

    def test_a_claim_of_everyone_stands_before_those_of_groups(self) -> None:
        assert self.figures(claim("a", "i", 5, counted="police"), claim("b", "i", 8)) == [8, 8, 8]

    def test_a_claim_of_everyone_without_a_lower_end_has_that_of_the_largest_group(self) -> None:
        most = claim("b", "i", high=8, qualifier="at_most")
        assert self.figures(claim("a", "i", 5, counted="police"), most) == [5, None, 8]
        assert self.figures(claim("a", "i", 9, counted="police"), most) == [None, None, 8]

    def test_wounded_and_neutralized_are_not_killed(self) -> None:
        others = [claim("a", "i", 5, quantity="wounded"), claim("b", "i", 5, quantity="neutralized")]
        assert self.figures(*others) == [None, None, None]

    def test_what_was_not_known_yet_is_left_out(self) -> None:
        claims = [claim("a", "i", 5, stated_on="2026-02-01"), claim("b", "i", 9, stated_on="2026-02-05")]
        assert self.figures(*claims, as_known_on="2026-02-03") == [5, 5, 5]

    def test_what_is_superseded_is_left_out(self) -> None:
        claims = [claim("a", "i", 5), claim("b", "i", 9, supersedes="a")]
        assert self.figures(*claims) == [9, 9, 9]
