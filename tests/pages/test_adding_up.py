"""Figures chosen on a page are added up, or refused with the reason in words."""

from typing import Any

import pytest

from incidents import Atlas, Selection
from pages import adding_up
from tests.incidents.samples import atlas_of, claim, dataset, incident
from tests.pages.test_claims_panel import texts


def drawn(atlas: Atlas, chosen: list[str], monkeypatch: pytest.MonkeyPatch, **selection: Any) -> str:
    monkeypatch.setattr(adding_up.st, "session_state", {adding_up.KEY: chosen})
    found = adding_up.adding_up(atlas, atlas.summary(Selection(**selection)))
    return texts(found) if found else ""


def test_figures_of_the_same_people_are_not_added(monkeypatch: pytest.MonkeyPatch) -> None:
    atlas = Atlas.open()
    ids = [claim.id for claim in atlas.claims if claim.value in (177, 197)]
    assert len(ids) == 2
    words = drawn(atlas, ids, monkeypatch)
    assert "Not added up:" in words
    assert "are not added up: " in words
    assert "374" not in words


def test_figures_apart_are_added_with_their_claimants(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"claimant": "military", "counted": "militants"}
    records = {
        "incident": [incident("one"), incident("two", place="town:turbat")],
        "claim": [claim("a", "one", 3, **said), claim("b", "two", 4, **said)],
    }
    atlas = atlas_of(dataset(**records))
    words = drawn(atlas, ["made-up.a", "made-up.b"], monkeypatch)
    assert "7 killed, a sum that nobody states: 3 (militants, by " in words


def test_one_figure_asks_for_a_second_and_unknown_ones_are_left_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    atlas = Atlas.open()
    first = next(claim.id for claim in atlas.claims if claim.value == 177)
    assert "Choose a second one." in drawn(atlas, [first, "not-here"], monkeypatch)


def test_without_figures_there_is_nothing_to_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(atlas_of(dataset(incident=[incident("one")])), [], monkeypatch) == ""
