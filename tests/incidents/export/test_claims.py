"""Every claim of a selection travels with it, each with its claimant, none given to a place or added up."""

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from incidents import Atlas, Selection
from incidents.export import export
from tests.incidents.export.read_back import KML, MADE, WITH_TABLE_OF_CLAIMS, Read, every_kind
from tests.incidents.samples import atlas_of, campaign, claim, dataset, incident

FIGURES = {("197", "security_forces"), ("177", "military"), ("17", "unnamed_reports"), ("31", "unnamed_reports"), ("200", "bla")}  # fmt: skip


@pytest.mark.parametrize("kind", WITH_TABLE_OF_CLAIMS)
def test_every_claim_stands_with_claimant_standing_and_word(
    kind: str, atlas: Atlas, taken: Callable[..., Read]
) -> None:
    claims = taken(kind, atlas).claims
    assert {(row["value"], row["claimant"]) for row in claims} == FIGURES
    assert len(claims) == 5
    assert {row["about_kind"] for row in claims} == {"campaign"}
    military = next(row for row in claims if row["claimant"] == "military")
    assert military["word"] == "neutralized"
    assert military["standing_label"] == "not verified by foreign sources"
    assert (military["contested"], military["superseded"]) == ("true", "false")
    assert military["contests"] == "balochistan-2026.militants-killed-197"
    assert military["stated"] == "on or after 2 February 2026"


def test_kml_tells_every_claim_in_the_description_of_the_document(atlas: Atlas, taken: Callable[..., Read]) -> None:
    words = taken("kml", atlas).claims[0]["words"]
    for line in (
        "197 Militants, killed, according to Pakistani security forces (attributed, contested; stated on or after 2 February 2026)",
        "177 Militants, neutralized, according to the Pakistani military (not verified by foreign sources, contested;",
        "31 Civilians, killed, according to unnamed reports (attributed;",
        "Whole campaign “Coordinated attacks”: 200 Security personnel, killed",
    ):
        assert line in words


@every_kind
def test_no_campaigns_figure_is_given_to_a_place_and_none_is_added_up(
    kind: str, atlas: Atlas, taken: Callable[..., Read]
) -> None:
    read = taken(kind, atlas)
    assert {row[f"fatalities_{end}"] for row in read.incidents for end in ("low", "best", "high")} == {""}
    numbers = {row.get(end, "") for row in read.claims for end in ("low", "value", "high")}
    assert numbers <= {"17", "31", "177", "197", "200", ""}
    for row in read.incidents:
        assert not {"17", "31", "177", "197", "200", "48", "217", "374"} & set(row.values())


def made_up() -> Atlas:
    """Two incidents with claims of their own, one of them replaced, and a campaign."""
    first = claim("early", "one", 4, claimant="police", stated_on="2026-01-30", contests=["rival"])
    rival = claim(
        "rival", "one", low=7, claimant="bla", stated_on="2026-01-30", standing="unconfirmed", contests=["early"]
    )
    late = claim("late", "one", 5, claimant="police", stated_on="2026-02-03", supersedes=["early"], contests=["rival"])
    hurt = claim("hurt", "two", 12, claimant="police") | {"quantity": "wounded"}
    return atlas_of(
        dataset(
            campaign=[campaign()],
            incident=[incident("one", campaign="c"), incident("two", "district:kech")],
            claim=[first | {"contests": ["rival"]}, rival, late, hurt, claim("all", "c", 40)],
        )
    )


@pytest.mark.parametrize("kind", WITH_TABLE_OF_CLAIMS)
def test_claims_of_incidents_stand_beside_those_of_campaigns(kind: str, taken: Callable[..., Read]) -> None:
    claims = {row["claim_id"].partition(".")[2]: row for row in taken(kind, made_up()).claims}
    assert {name: row["about_kind"] for name, row in claims.items()} == {
        "all": "campaign", "early": "incident", "rival": "incident", "late": "incident", "hurt": "incident",
    }  # fmt: skip
    assert (claims["rival"]["low"], claims["rival"]["value"], claims["rival"]["high"]) == ("7", "", "")
    assert claims["rival"]["figure"] == "at least 7"
    assert claims["early"]["superseded"] == "true"
    assert claims["late"]["supersedes"] == "made-up.early"


@pytest.mark.parametrize("kind", WITH_TABLE_OF_CLAIMS)
def test_claims_are_those_known_on_the_day(kind: str, taken: Callable[..., Read]) -> None:
    claims = taken(kind, made_up(), Selection(as_known_on=dt.date(2026, 1, 31))).claims
    assert "made-up.late" not in {row["claim_id"] for row in claims}
    assert {row["superseded"] for row in claims} == {"false"}


@every_kind
def test_figures_of_incidents_follow_the_rule(kind: str, taken: Callable[..., Read]) -> None:
    def figures(rule: str) -> list[str]:
        row = next(row for row in taken(kind, made_up(), Selection(rule=rule)).incidents if row["id"] == "made-up.one")
        return [row["fatalities_low"], row["fatalities_best"], row["fatalities_high"]]

    assert figures("range") == ["5", "", ""]
    assert figures("lowest") == ["5", "5", "5"]


def test_kml_tells_an_incidents_claims_in_its_own_description(tmp_path: Path) -> None:
    path = tmp_path / "x.kml"
    export(made_up(), Selection(), path, MADE)
    marks = {mark.findtext(f"{KML}name"): mark for mark in ET.parse(path).getroot().iter(f"{KML}Placemark")}
    words = marks["one"].findtext(f"{KML}description") or ""
    assert "at least 7" in words
    assert "replaced by a later claim" in words
    assert "40" not in words
    assert "12" in (marks["two"].findtext(f"{KML}description") or "")
