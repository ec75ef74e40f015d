"""Figures of imported rows say what the page says, and are made without reading the rows."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest

from incidents import Atlas, Selection
from incidents.snapshot import Snapshots
from maps import shown
from maps.captions import alt_text, caption, methods, phrases
from maps.figures.alt import said_below
from maps.package import credits_page, written
from maps.recipe import KINDS, Recipe
from tests.incidents.readers.made import ACLED, acled, text
from tests.maps.figure_samples import MADE, embedded

PLACES = [("Pasni", 25.2630, 63.4692), ("Turbat", 26.0031, 63.0544), ("Quetta", 30.1834, 66.9987)]
KINDS_OF_EVENT = [("Battles", "Armed clash"), ("Protests", "Peaceful protest")]


def row(number: int) -> dict[str, object]:
    """A made-up row of the ACLED layout."""
    name, latitude, longitude = PLACES[number % 3]
    kind, sub = KINDS_OF_EVENT[number % 2]
    return acled(
        number,
        event_date=f"{number % 27 + 1} January {2024 + number % 2}",
        year=2024 + number % 2,
        event_type=kind,
        sub_event_type=sub,
        location=name,
        latitude=latitude,
        longitude=longitude,
        fatalities=number % 5,
    )


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    """An atlas of sixty imported rows beside the embedded dataset."""
    home = tmp_path_factory.mktemp("imported")
    (home / "made.csv").write_text(text(ACLED, [row(n) for n in range(1, 61)]), encoding="utf-8")
    Snapshots(home).add(home / "made.csv")
    yield Atlas.open(home)


def words(content: bytes) -> str:
    """The texts of an SVG without any space."""
    texts = ET.fromstring(content).iter("{http://www.w3.org/2000/svg}text")
    return re.sub(r"\s+", "", "".join("".join(each.itertext()) for each in texts))


@pytest.mark.parametrize("chosen", ["", "places=town%3Apasni&start=2024-01-02&event_types=clash"])
def test_counts_tolls_claimants_and_filters_are_those_of_the_page(imported: Atlas, chosen: str):
    recipe = Recipe(query=chosen, preset="page", made=MADE)
    said, summary = words(written(imported, recipe, "svg")), imported.summary(recipe.selection)
    page = [summary.headline, said_below(summary)]
    page += [toll.heading for view in summary.campaigns for toll in view.tolls]
    page += [line.figure for view in summary.campaigns for toll in view.tolls for line in toll.lines]
    page += [label for _, _, label in recipe.selection.active(imported)]
    page += [each.title for each in summary.figures.incidents[:3]]
    for part in page:
        assert re.sub(r"\s+", "", part) in said, part
    assert f"{summary.count:,} " in caption(imported, recipe) or summary.count == 1


def test_the_outline_has_what_the_rows_have(imported: Atlas):
    for atlas in (imported, embedded()):
        rows, made = atlas.incidents(), atlas.outline()
        same = (
            "start",
            "end",
            "date_precision",
            "place_id",
            "place",
            "place_ur",
            "level",
            "event_type",
            "attack_types",
        )
        for name in (*same, "campaign", "dataset", "sources", "toponym"):
            assert made[name].tolist() == rows[name].tolist(), name
        assert (made[["latitude", "longitude"]] - rows[["latitude", "longitude"]]).abs().max().max() < 1e-4
        assert [[actor for actor, _ in dict(each).items()] for each in made["actors"]] == [list(e) for e in rows["actors"]]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_figure_of_many_incidents_reads_no_row(imported: Atlas, monkeypatch: pytest.MonkeyPatch, language: str):
    monkeypatch.setattr(shown, "MOST_NAMED", 10)
    monkeypatch.setattr(shown, "_remembered", type(shown._remembered)())
    monkeypatch.setattr(Atlas, "incidents", lambda *_: pytest.fail("all rows were read"))
    for kind in KINDS:
        recipe = Recipe(kind=kind, language=language, preset="page", by="month", made=MADE)
        if language == "en" and kind not in ("symbol", "timeline"):  # the two that are drawn in other kinds as well
            assert written(imported, recipe, "svg")
        assert caption(imported, recipe) and methods(imported, recipe) and alt_text(imported, recipe)
    assert "ACLED" in credits_page(imported, Recipe(made=MADE))


def test_the_digest_of_many_incidents_follows_what_is_shown(imported: Atlas, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shown, "MOST_NAMED", 10)
    monkeypatch.setattr(shown, "_remembered", type(shown._remembered)())
    whole, part = (shown.shown(imported, s).digest for s in (Selection(), Selection(event_types=("clash",))))
    assert whole != part
    assert shown.shown(imported, Selection()).incidents == ()


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_alt_text_has_the_figures_of_the_panel_with_who_says_them_in_the_words_of_the_caption(
    imported: Atlas, language: str
):
    recipe = Recipe(query="datasets=made", language=language)
    say, said = phrases(imported, recipe), alt_text(imported, recipe)
    sentences = [say.incident(each) for each in say.subject.summary.figures.incidents]
    assert [sentence in said for sentence in sentences[:4]] == [True, True, True, False]
    assert all("4" in sentence and "ACLED" in sentence for sentence in sentences[:3])
    assert say.subject.unsaid() in said


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_caption_counts_the_incidents_whose_figures_are_all_0_with_those_that_it_does_not_name(
    imported: Atlas, language: str
):
    recipe = Recipe(query="datasets=made&start=2024-01-05&end=2024-01-07", language=language)
    say = phrases(imported, recipe)
    own = say.subject.summary.figures
    assert (own.count, len(own.incidents)) == (5, 4)
    assert say.more_incidents(1) in caption(imported, recipe)
