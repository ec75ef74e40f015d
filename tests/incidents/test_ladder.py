"""A ladder of made-up reports over a week, worked out by hand: what stands on each day, by each rule.

Two sides count two groups. Of militants killed:
    30 January   the military says 41, in two districts.
    31 January   the military says 92, and that these include the 41.
    1 February   the chief minister says 145, and that these include both.
    2 February   the military says 177, a running count for the whole province.
    3 February   the security forces say 197, a running count.
    5 February   the military says 216, its running count.
Of security personnel killed:
    31 January   the BLA says 84, and does not say what the number covers.
    1 February   the BLA says 150 or more, a running count. A wire agency reports 17; four outlets repeat it.
    3 February   the BLA says 200 or more, its running count.
    4 February   the wire agency takes the 17 back.
"""

import datetime as dt
from typing import Any

import pytest

from incidents import Atlas, Selection, TollView
from tests.incidents.samples import atlas_of, campaign, claim, dataset, incident

AREA = ["province:balochistan"]
RUNNING = {"places": AREA, "first": "2026-01-29", "kind": "cumulative"}
MINISTER = {"claimant": "named:chief-minister", "claimant_name": "Chief minister"}
OUTLETS = ("outlet-1", "outlet-2", "outlet-3", "outlet-4")


def of_militants(name: str, value: int, day: str, claimed_by: str, **more: Any) -> dict[str, Any]:
    return claim(name, "raids", value, counted="militants", stated_on=day, **{"claimant": claimed_by, **more})


def of_personnel(name: str, day: str, claimant: str, **more: Any) -> dict[str, Any]:
    return claim(name, "raids", counted="security_personnel", stated_on=day, claimant=claimant, **more)


CLAIMS = [
    of_militants(
        "m41",
        41,
        "2026-01-30",
        "military",
        scope={"places": ["district:harnai", "district:panjgur"], "kind": "incremental"},
    ),
    of_militants("m92", 92, "2026-01-31", "military", scope=RUNNING, includes=["m41"]),
    of_militants("m145", 145, "2026-02-01", "", **MINISTER, scope=RUNNING, includes=["m41", "m92"]),
    of_militants("m177", 177, "2026-02-02", "military", scope=RUNNING),
    of_militants("m197", 197, "2026-02-03", "security_forces", scope=RUNNING, contests=["m177"]),
    of_militants("m216", 216, "2026-02-05", "military", scope=RUNNING),
    of_personnel("s84", "2026-01-31", "bla", value=84),
    of_personnel("s150", "2026-02-01", "bla", low=150, qualifier="at_least", as_written="150+", scope=RUNNING),
    of_personnel("s200", "2026-02-03", "bla", low=200, qualifier="at_least", as_written="200+", scope=RUNNING),
    of_personnel(
        "s17",
        "2026-02-01",
        "unnamed_reports",
        value=17,
        evidence=[{"source": each} for each in ("wire", *OUTLETS)],
    ),
    of_personnel("s17-back", "2026-02-04", "unnamed_reports", qualifier="unknown", withdraws=["s17"]),
]
SOURCES = [
    {"id": "wire", "title": "Wire agency, 1 February", "published": "2026-02-01"},
    {"id": "paper", "title": "A paper of its own", "published": "2026-02-03"},
    *({"id": each, "title": each, "published": "2026-02-01", "derived_from": "wire"} for each in OUTLETS),
]


@pytest.fixture(scope="module")
def ladder() -> Atlas:
    raids = campaign("raids", first="2026-01-29", last="2026-02-05")
    return atlas_of(dataset(source=SOURCES, campaign=[raids], claim=CLAIMS))


def told(ladder: Atlas, on: str, rule: str) -> dict[str, TollView]:
    views = ladder.tolls_of("made-up.raids", Selection(as_known_on=dt.date.fromisoformat(on), rule=rule))
    return {view.counted: view for view in views}


# Each cell: the figure, and how many current claims give another one.
MILITANTS = {
    # Only the military has spoken.
    "2026-01-30": {"range": ("41", 0), "lowest": ("41", 0), "highest": ("41", 0), "latest": ("41", 0), "military": ("41", 0)},
    # 92 include the 41 by its own word: 41 is no rival figure any more.
    "2026-01-31": {"range": ("92", 0), "lowest": ("92", 0), "highest": ("92", 0), "latest": ("92", 0), "military": ("92", 0)},
    # The minister's 145 include the 92, but the military itself still says 92.
    "2026-02-01": {"range": ("92–145", 0), "lowest": ("92", 1), "highest": ("145", 1), "latest": ("92–145", 0), "military": ("92", 1)},
    # The military's running count has grown to 177; the minister has not spoken again.
    "2026-02-02": {"range": ("145–177", 0), "lowest": ("145", 1), "highest": ("177", 1), "latest": ("145–177", 0), "military": ("177", 1)},
    # A third claimant: 145, 177 and 197 stand side by side.
    "2026-02-03": {"range": ("145–197", 0), "lowest": ("145", 2), "highest": ("197", 2), "latest": ("145–197", 0), "military": ("177", 2)},
    "2026-02-04": {"range": ("145–197", 0), "lowest": ("145", 2), "highest": ("197", 2), "latest": ("145–197", 0), "military": ("177", 2)},
    # The military's count goes from 177 to 216; 145 and 197 remain others' words.
    "2026-02-05": {"range": ("145–216", 0), "lowest": ("145", 2), "highest": ("216", 2), "latest": ("145–216", 0), "military": ("216", 2)},
}  # fmt: skip
PERSONNEL = {
    "2026-01-31": {"range": ("84", 0), "lowest": ("84", 0), "highest": ("84", 0), "latest": ("84", 0), "bla": ("84", 0)},
    # 84, "150 or more" and 17. What the 84 cover is not stated, so that it stays beside the running count, except
    # where only the last word of each claimant is asked for.
    "2026-02-01": {"range": ("17 or more", 0), "lowest": ("17", 2), "highest": ("at least 150", 2), "latest": ("17 or more", 1), "bla": ("at least 150", 2)},
    "2026-02-02": {"range": ("17 or more", 0), "lowest": ("17", 2), "highest": ("at least 150", 2), "latest": ("17 or more", 1), "bla": ("at least 150", 2)},
    # 200 or more takes the place of 150 or more.
    "2026-02-03": {"range": ("17 or more", 0), "lowest": ("17", 2), "highest": ("at least 200", 2), "latest": ("17 or more", 1), "bla": ("at least 200", 2)},
    # The 17 are taken back: the BLA's figures are left.
    "2026-02-04": {"range": ("84 or more", 0), "lowest": ("84", 1), "highest": ("at least 200", 1), "latest": ("at least 200", 1), "bla": ("at least 200", 1)},
    "2026-02-05": {"range": ("84 or more", 0), "lowest": ("84", 1), "highest": ("at least 200", 1), "latest": ("at least 200", 1), "bla": ("at least 200", 1)},
}  # fmt: skip


def cells(table: dict[str, dict[str, tuple[str, int]]]) -> list[tuple[str, str, str, int]]:
    return [(day, rule, *cell) for day, rules in table.items() for rule, cell in rules.items()]


@pytest.mark.parametrize(("day", "rule", "figure", "dissent"), cells(MILITANTS))
def test_militants(ladder: Atlas, day: str, rule: str, figure: str, dissent: int) -> None:
    view = told(ladder, day, "claimant:military" if rule == "military" else rule)["militants"]
    assert (view.headline, view.dissent) == (f"Militants: {figure}", dissent)


@pytest.mark.parametrize(("day", "rule", "figure", "dissent"), cells(PERSONNEL))
def test_security_personnel(ladder: Atlas, day: str, rule: str, figure: str, dissent: int) -> None:
    view = told(ladder, day, "claimant:bla" if rule == "bla" else rule)["state_forces"]
    assert (view.headline, view.dissent) == (f"State forces: {figure}", dissent)


def test_before_the_first_report_nothing_is_claimed(ladder: Atlas) -> None:
    assert told(ladder, "2026-01-29", "range") == {}
    assert list(told(ladder, "2026-01-30", "range")) == ["militants"]


def test_what_was_claimed_stays_in_sight_with_why_it_no_longer_counts(ladder: Atlas) -> None:
    lines = {line.claim_id.partition(".")[2]: line for line in told(ladder, "2026-02-05", "range")["militants"].lines}
    assert {name: line.state for name, line in lines.items()} == {
        "m216": "",
        "m197": "",
        "m145": "",
        "m177": "counted in 216, 5 February 2026",
        "m92": "counted in 216, 5 February 2026",
        "m41": "counted in 216, 5 February 2026",
    }
    assert [name for name, line in lines.items() if line.superseded] == ["m177", "m92", "m41"]


def test_a_retraction_is_dated_and_both_stay_in_sight(ladder: Atlas) -> None:
    before, after = (told(ladder, day, "range")["state_forces"].lines for day in ("2026-02-03", "2026-02-04"))
    assert not [line for line in before if line.state.startswith("taken back") or line.claim_id.endswith("back")]
    taken = {line.claim_id.partition(".")[2]: line for line in after}
    assert (taken["s17"].superseded, taken["s17"].standing_label) == (True, "withdrawn 4 February 2026")
    assert taken["s17-back"].figure == "takes it back"


def test_four_outlets_that_repeat_one_agency_are_one_origin(ladder: Atlas) -> None:
    view = told(ladder, "2026-02-01", "range")["state_forces"]
    line = next(line for line in view.lines if line.claim_id.endswith("s17"))
    assert line.origins == "5 reports, one origin: “Wire agency, 1 February”"


def test_a_contest_lasts_while_both_figures_are_current(ladder: Atlas) -> None:
    contested = {day: told(ladder, day, "range")["militants"].contested for day in MILITANTS}
    assert [day for day, found in contested.items() if found] == ["2026-02-03", "2026-02-04"]


@pytest.mark.parametrize(
    ("rule", "label"),
    [
        ("range", "Range of all claims"),
        ("lowest", "Lowest claim"),
        ("highest", "Highest claim"),
        ("latest", "Latest of each claimant"),
        ("claimant:military", "As claimed by the Pakistani military"),
    ],
)
def test_each_view_says_its_rule_and_what_belongs_to_no_place(ladder: Atlas, rule: str, label: str) -> None:
    view = told(ladder, "2026-02-05", rule)["militants"]
    assert view.rule_label == label
    assert view.unallocated == "None of it is allocated to single places."


class TestStanding:
    """What one claim makes of another, as of a day."""

    def current(self, claims: list[dict[str, Any]], on: str, rule: str = "range") -> str:
        atlas = atlas_of(dataset(campaign=[campaign("raids")], claim=claims))
        (view,) = atlas.tolls_of("made-up.raids", Selection(as_known_on=dt.date.fromisoformat(on), rule=rule))
        return view.headline

    def test_a_running_count_that_is_withdrawn_lets_the_one_before_stand_again(self) -> None:
        claims = [
            of_militants("a", 92, "2026-01-31", "military", scope=RUNNING),
            of_militants("b", 177, "2026-02-02", "military", scope=RUNNING),
            claim("c", "raids", counted="militants", qualifier="unknown", stated_on="2026-02-04", withdraws="b"),
        ]
        days = ("2026-02-01", "2026-02-03", "2026-02-04")
        assert [self.current(claims, day) for day in days] == ["Militants: 92", "Militants: 177", "Militants: 92"]

    def test_a_running_count_of_another_area_is_another_figure(self) -> None:
        small = {"places": ["district:quetta"], "kind": "cumulative"}
        claims = [
            of_militants("a", 92, "2026-01-31", "military", scope=RUNNING),
            of_militants("b", 100, "2026-02-02", "military", scope=small),
        ]
        assert self.current(claims, "2026-02-03") == "Militants: 92–100"

    def test_a_running_count_of_a_wider_area_takes_in_the_smaller(self) -> None:
        small = {"places": ["district:quetta"], "kind": "cumulative"}
        claims = [
            of_militants("a", 12, "2026-01-31", "military", scope=small),
            of_militants("b", 100, "2026-02-02", "military", scope=RUNNING),
        ]
        assert self.current(claims, "2026-02-03") == "Militants: 100"

    def test_running_counts_of_two_claimants_stand_side_by_side(self) -> None:
        claims = [
            of_militants("a", 92, "2026-01-31", "military", scope=RUNNING),
            of_militants("b", 177, "2026-02-02", "security_forces", scope=RUNNING),
        ]
        assert self.current(claims, "2026-02-03") == "Militants: 92–177"

    def test_running_counts_of_nobody_in_particular_are_not_one_claimant_s(self) -> None:
        claims = [
            of_militants("a", 92, "2026-01-31", "unnamed_reports", scope=RUNNING),
            of_militants("b", 177, "2026-02-02", "unnamed_reports", scope=RUNNING),
        ]
        assert self.current(claims, "2026-02-03") == "Militants: 92–177"

    def test_claims_that_include_each_other_do_not_hang(self) -> None:
        claims = [
            of_militants("a", 92, "2026-01-31", "military", includes=["b"]),
            of_militants("b", 177, "2026-01-31", "military", includes=["a"]),
        ]
        assert self.current(claims, "2026-02-03") == "Militants: 177"

    def test_when_every_figure_is_withdrawn_none_stands(self) -> None:
        claims = [
            of_militants("a", 92, "2026-01-31", "military"),
            claim("b", "raids", counted="militants", qualifier="unknown", stated_on="2026-02-04", withdraws="a"),
        ]
        assert self.current(claims, "2026-02-05") == "Militants: no figure stands"


class TestDenials:
    def view(self, *more: dict[str, Any], on: str = "2026-02-05", rule: str = "range") -> TollView:
        claims = [of_militants("a", 92, "2026-01-31", "military", evidence=[{"source": "wire"}]), *more]
        atlas = atlas_of(dataset(source=SOURCES, campaign=[campaign("raids")], claim=claims))
        (view,) = atlas.tolls_of("made-up.raids", Selection(as_known_on=dt.date.fromisoformat(on), rule=rule))
        return view

    def denial(self) -> dict[str, Any]:
        statement = {"qualifier": "unknown", "denies": ["a"], "stated_on": "2026-02-03"}
        return claim("d", "raids", counted="militants", claimant="bla", **statement)

    def test_a_denial_contests_the_claim_from_its_day_on_and_is_dissent(self) -> None:
        assert self.view(self.denial(), on="2026-02-02").tag == "attributed"
        view = self.view(self.denial())
        assert (view.headline, view.tag, view.dissent) == ("Militants: 92", "contested", 1)
        assert {line.figure: line.standing_label for line in view.lines}["92"] == "denied by the BLA"

    @pytest.mark.parametrize(
        ("source", "standing"),
        [("paper", "corroborated"), ("outlet-1", "attributed"), (None, "attributed")],
        ids=["another origin", "a repost of the same wire", "no source"],
    )
    def test_only_a_confirmation_from_another_origin_corroborates(self, source: str | None, standing: str) -> None:
        evidence = [{"source": source}] if source else []
        confirming = of_militants("c", 92, "2026-02-03", "police", corroborates=["a"], evidence=evidence)
        lines = {line.claim_id: line.standing for line in self.view(confirming).lines}
        assert lines["made-up.a"] == standing


class TestAllocation:
    def note(self, *claims: dict[str, Any], **selection: Any) -> str:
        incidents = [
            incident("pasni", place="town:pasni", campaign="raids"),
            incident("turbat", place="town:turbat", campaign="raids"),
            incident("pasni-again", place="town:pasni", campaign="raids"),
        ]
        whole = of_militants("whole", 100, "2026-01-31", "military")
        atlas = atlas_of(dataset(campaign=[campaign("raids")], incident=incidents, claim=[whole, *claims]))
        return atlas.tolls_of("made-up.raids", Selection(**selection))[0].unallocated

    def at(self, place: str, value: int, **more: Any) -> dict[str, Any]:
        return claim(f"at-{place}", place, value, counted="militants", stated_on="2026-02-01", **more)

    def test_what_single_places_have_is_told_and_the_rest(self) -> None:
        told = self.note(self.at("pasni", 10), self.at("turbat", 5))
        assert told == "15 of it in 2 incidents; 85 not allocated to any place."

    def test_as_known_before_the_places_figures_nothing_is_allocated(self) -> None:
        assert self.note(self.at("pasni", 10), as_known_on="2026-01-31") == "None of it is allocated to single places."

    def test_figures_of_one_place_that_can_overlap_are_not_subtracted(self) -> None:
        told = self.note(self.at("pasni", 10), self.at("pasni-again", 5))
        assert told == "2 incidents of it have figures that can overlap; they are not subtracted."

    def test_other_groups_and_outcomes_are_not_part_of_it(self) -> None:
        other = claim("c", "pasni", 10, counted="civilians", stated_on="2026-02-01")
        wounded = {**self.at("turbat", 4), "quantity": "wounded"}
        assert self.note(other, wounded) == "None of it is allocated to single places."
