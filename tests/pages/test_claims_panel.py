"""The claims panel says why a figure no longer counts, how many origins reports have, and what belongs to no place."""

from typing import Any

from incidents import Atlas, Selection
from pages.claims import _panel, _toll
from tests.incidents.samples import atlas_of, campaign, dataset, incident
from tests.incidents.test_ladder import CLAIMS, SOURCES


def texts(element: Any) -> str:
    """Return all words of an element and of what is in it."""
    if isinstance(element, str):
        return element
    return "".join(texts(child) for child in element.get("children", ()))


def panel(atlas: Atlas, on: str) -> list[str]:
    views = atlas.tolls_of("made-up.raids", Selection(as_known_on=on))  # type: ignore[arg-type]
    return [texts(_toll(view, 216)) for view in views]


def test_the_panel_of_a_week_of_reports() -> None:
    inside = incident("pasni", campaign="raids", first="2026-01-30")
    own = {"id": "own", "about": "pasni", "quantity": "killed", "counted": "militants", "value": 12}
    raids = campaign("raids", first="2026-01-29", last="2026-02-05")
    atlas = atlas_of(dataset(source=SOURCES, campaign=[raids], incident=[inside], claim=[*CLAIMS, own]))
    militants, forces = panel(atlas, "2026-02-05")
    assert "Military (attributed) (superseded) · counted in 216, 5 February 2026" in militants
    assert "12 of it in 1 incident; 133–204 not allocated to any place." in militants
    assert "Unnamed reports (withdrawn) · taken back, 4 February 2026" in forces
    assert "5 reports, one origin: “Wire agency, 1 February”" in forces
    assert "allocated" not in forces, "that nothing is allocated stands once, below the campaign"


def test_beside_a_campaign_the_figures_of_few_single_incidents_are_seen_and_the_rest_is_folded() -> None:
    own = [
        {"id": f"o{n}", "about": f"i{n}", "quantity": "killed", "counted": "militants", "value": n + 1}
        for n in range(5)
    ]
    single = [incident(f"i{n}") for n in range(5)]
    alone = atlas_of(dataset(incident=single, claim=own))
    assert "more" not in texts(_panel(alone, alone.summary()))
    member, raids = incident("member", campaign="raids"), campaign("raids")
    toll = {"id": "toll", "about": "raids", "quantity": "killed", "counted": "militants", "value": 9}
    atlas = atlas_of(dataset(campaign=[raids], incident=[member, *single], claim=[toll, *own]))
    (more,) = [
        each for each in _panel(atlas, atlas.summary())["children"] if "more" in each["attributes"].get("class", "")
    ]
    assert texts(more).startswith("2 more")


def test_figures_of_single_incidents_stand_under_their_own_heading_alone_and_each_says_whose_it_is() -> None:
    own = {"id": "own", "about": "pasni", "quantity": "killed", "counted": "militants", "value": 12}
    atlas = atlas_of(dataset(incident=[incident("pasni")], claim=[own]))
    said = texts(_panel(atlas, atlas.summary()))
    assert said.startswith("Figures of single incidents")
    assert "Militants killed: Claimant not stated (attributed)" in said
    assert texts(_panel(atlas_of(dataset()), atlas_of(dataset()).summary())).startswith(
        "Who says whatNo claim about numbers belongs to this selection."
    )
