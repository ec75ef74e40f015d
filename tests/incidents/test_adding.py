"""Figures are added up only where nobody can be in two of them; elsewhere a sentence says why not."""

from typing import Any

import pytest

from incidents import Atlas, Claim
from incidents.adding import Sum, add_up
from incidents.errors import NotAdded
from tests.incidents.samples import atlas_of, campaign, claim, dataset, incident


def added(atlas: Atlas, *names: str) -> Sum:
    records = {each.id: each for each in atlas.campaigns}
    records |= {row: atlas.incident(row) for row in atlas.incidents()["id"]}  # type: ignore[dict-item]
    known: dict[str, Claim] = {each.id: each for record in records for each in atlas.claims_of(record)}
    return add_up([known[name] for name in names], records, atlas.contains, atlas.place_label)


def refusal(atlas: Atlas, *names: str) -> str:
    with pytest.raises(NotAdded) as refused:
        added(atlas, *names)
    return str(refused.value)


class TestEmbedded:
    def test_two_figures_of_the_same_militants(self, atlas: Atlas) -> None:
        names = ("militants-killed-197", "militants-neutralized-177")
        why = refusal(atlas, *(f"balochistan-2026.{name}" for name in names))
        assert why == (
            "197 (by Pakistani security forces) and 177 (by the Pakistani military) are not added up: "
            "197 (by Pakistani security forces) contests 177 (by the Pakistani military)"
        )

    def test_two_figures_of_state_forces_that_contest_each_other(self, atlas: Atlas) -> None:
        names = ("law-enforcement-killed-17", "security-personnel-killed-200")
        why = refusal(atlas, *(f"balochistan-2026.{name}" for name in names))
        assert why.endswith("17 (by unnamed reports) contests 200 (by the Balochistan Liberation Army (BLA))")


def made(*claims: dict[str, Any]) -> Atlas:
    incidents = [
        incident("pasni", place="town:pasni"),
        incident("turbat", place="town:turbat"),
        incident("gwadar", place="district:gwadar"),
        incident("pasni-later", place="town:pasni", first="2026-02-20"),
    ]
    return atlas_of(dataset(campaign=[campaign()], incident=incidents, claim=list(claims)))


def two(first: str, second: str, **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    return claim("a", first, 5, claimant="police", **more), claim("b", second, 7, claimant="military", **more)


class TestApart:
    def test_places_apart(self) -> None:
        found = added(made(*two("pasni", "turbat")), "made-up.a", "made-up.b")
        assert (found.low, found.high) == (12, 12)
        assert found.words == (
            "12 killed, a sum that nobody states: 5 (people, by police) and 7 (people, by the Pakistani military)"
        )

    def test_days_apart(self) -> None:
        assert added(made(*two("pasni", "pasni-later")), "made-up.a", "made-up.b").low == 12

    def test_groups_apart(self) -> None:
        claims = [claim("a", "c", 5, counted="civilians"), claim("b", "c", 7, counted="militants")]
        assert added(made(*claims), "made-up.a", "made-up.b").low == 12

    def test_an_open_end_stays_open(self) -> None:
        claims = [claim("a", "pasni", low=5, qualifier="at_least"), claim("b", "turbat", 7)]
        found = added(made(*claims), "made-up.a", "made-up.b")
        assert (found.low, found.high) == (12, None)
        assert found.words.startswith("12 to no upper end killed")


class TestOverlapping:
    def test_one_place_inside_the_other(self) -> None:
        why = refusal(made(*two("pasni", "gwadar")), "made-up.a", "made-up.b")
        assert why.endswith("the scopes overlap, both can count the same people in Pasni, 29 January 2026")

    def test_a_part_and_the_whole_campaign(self) -> None:
        assert "both can count the same people in Pasni" in refusal(made(*two("pasni", "c")), "made-up.a", "made-up.b")

    def test_a_scope_of_its_own_decides_not_the_record(self) -> None:
        scoped = {"scope": {"places": ["district:gwadar"], "first": "2026-01-29", "last": "2026-01-29"}}
        claims = [claim("a", "pasni", 5), claim("b", "c", 7, **scoped)]
        assert "in Pasni" in refusal(made(*claims), "made-up.a", "made-up.b")
        elsewhere = {"scope": {"places": ["town:turbat"]}}
        assert added(made(claims[0], claim("b", "c", 7, **elsewhere)), "made-up.a", "made-up.b").low == 12

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("police", "law_enforcement"),
            ("soldiers", "security_personnel"),
            ("people", "civilians"),
            ("status_unknown", "militants"),
        ],
    )
    def test_one_group_that_can_be_part_of_the_other(self, one: str, other: str) -> None:
        claims = [claim("a", "c", 5, counted=one), claim("b", "c", 7, counted=other)]
        assert "both can count the same people" in refusal(made(*claims), "made-up.a", "made-up.b")

    def test_running_counts_are_named(self) -> None:
        first, second = (
            {"kind": "cumulative", "first": "2026-01-01", "last": last} for last in ("2026-01-10", "2026-01-20")
        )
        claims = [claim("a", "c", 5, scope=first), claim("b", "c", 7, scope=second)]
        assert "the scopes of running counts overlap" in refusal(made(*claims), "made-up.a", "made-up.b")

    def test_parts_of_different_days_of_one_campaign_are_apart(self) -> None:
        parts = [
            claim("a", "c", 5, scope={"kind": "incremental", "first": "2026-01-01", "last": "2026-01-10"}),
            claim("b", "c", 7, scope={"kind": "incremental", "first": "2026-01-11", "last": "2026-01-20"}),
        ]
        assert added(made(*parts), "made-up.a", "made-up.b").low == 12

    def test_outcomes_that_one_person_can_be_counted_under_both(self) -> None:
        claims = [claim("a", "pasni", 5), claim("b", "turbat", 7, quantity="wounded")]
        assert "killed and wounded are different outcomes" in refusal(made(*claims), "made-up.a", "made-up.b")

    @pytest.mark.parametrize(
        ("link", "words"),
        [
            ("supersedes", "supersedes"),
            ("includes", "includes"),
            ("contests", "contests"),
            ("corroborates", "same people"),
        ],
    )
    def test_claims_that_name_each_other(self, link: str, words: str) -> None:
        one, other = two("pasni", "turbat")
        assert words in refusal(made(one, {**other, link: ["a"]}), "made-up.a", "made-up.b")

    def test_every_pair_that_overlaps_is_told(self) -> None:
        claims = [claim(name, "pasni", 5) for name in ("a", "b", "d")]
        with pytest.raises(NotAdded) as refused:
            added(made(*claims), "made-up.a", "made-up.b", "made-up.d")
        assert len(refused.value.reasons) == 3


def test_a_claim_without_a_figure_cannot_be_added() -> None:
    claims = [claim("a", "pasni", 5), claim("b", "turbat", qualifier="vague", as_written="dozens")]
    assert (
        refusal(made(*claims), "made-up.a", "made-up.b")
        == "dozens (by claimant not stated) gives no figure that could be added"
    )


def test_one_figure_is_no_sum() -> None:
    assert "at least two" in refusal(made(claim("a", "pasni", 5)), "made-up.a")


def test_a_sum_with_an_approximate_part_is_approximate() -> None:
    atlas = atlas_of(
        dataset(
            incident=[incident("i", place="town:pasni"), incident("j", place="town:zhob")],
            claim=[claim("a", "i", 5, qualifier="about"), claim("b", "j", 7)],
        )
    )
    names = {
        each.id.rpartition(".")[2]: each.id for record in atlas.incidents()["id"] for each in atlas.claims_of(record)
    }
    assert added(atlas, names["a"], names["b"]).words.startswith("about 12 killed, a sum that nobody states: about 5 ")
