"""An Urdu figure reads from the right, has no English of ours, and the same numbers."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest

from incidents import Atlas, Dataset, Incident, When, Where
from maps.figures.languages import wording_of
from maps.figures.layout import subject_of
from maps.figures.marks import spots_of
from maps.figures.style import House
from maps.fonts import is_right_to_left
from maps.layers import ground
from maps.recipe import KINDS, Recipe
from tests.maps.drawn_figures import drawn, texts
from tests.maps.figure_samples import MADE, embedded


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return embedded()


@pytest.mark.parametrize("kind", KINDS)
def test_an_urdu_figure_reads_from_the_right_and_has_no_english_of_ours(atlas, kind):
    composed = drawn(atlas, kind=kind, language="ur", labels="urdu", by="day")
    (title,) = (thing for thing in composed.sheet.measure() if thing.kind == "title")
    assert composed.sheet.width - title.box.right < title.box.left
    ours = " ".join(text for text in texts(composed) if not re.search("geoBoundaries|Escalating|January to", text))
    ours = re.sub(r"[0-9a-f]{4}-[0-9a-f]{4}|\bMIT\b|\b[0-9a-f]{8}\b|\bDelhi\b|\bJaipur\b|\bSukkur\b", "", ours)
    assert not re.search("[A-Za-z]{3,}", ours), re.findall("[A-Za-z]{3,}", ours)


def test_an_urdu_figure_has_the_same_numbers_as_the_english_one(atlas):
    english, urdu = (" ".join(texts(drawn(atlas, language=language), "claims")) for language in ("en", "ur"))
    assert sorted(re.findall(r"\d+", english)) == sorted(re.findall(r"\d+", urdu))


def test_ids_versions_and_latin_words_keep_their_digits_and_the_scale_bar_follows_the_style(atlas):
    composed = drawn(atlas, language="ur", style={"digits": "urdu"})
    printed = " ".join(texts(composed, "small-print"))
    assert composed.identifier in printed
    assert "29 January to 2 February 2026" in printed
    assert not any(digit in " ".join(texts(composed, "scale")) for digit in "123456789")


def test_urdu_digits_are_used_when_the_house_style_says_so(atlas):
    said = " ".join(texts(drawn(atlas, language="ur", style={"digits": "urdu"}), "claims"))
    assert "۱۹۷" in said
    assert not re.search("[0-9]", said)


def test_the_map_itself_is_not_mirrored(atlas):
    composed = drawn(atlas, language="ur")
    west, _ = composed.frame.point(61, 28)
    east, _ = composed.frame.point(69, 28)
    assert west < east


def test_countries_and_seas_have_urdu_names_in_an_urdu_figure(atlas):
    wording = wording_of("ur", atlas, House())
    assert [g["name"] for g in ground()["grounds"] if not is_right_to_left(wording.ground(g["name"], g["name_ur"]))] == []  # fmt: skip


def test_filters_are_worded_in_urdu(atlas):
    recipe = Recipe(language="ur", query="start=2026-01-29&end=2026-01-30&precisions=district&bounds=61,24,68,32", made=MADE)  # fmt: skip
    filters = subject_of(atlas, recipe).filters
    assert not re.search("[A-Za-z]", wording_of("ur", atlas, House()).filters(filters))


@pytest.mark.parametrize("rule", ["lowest", "latest", "claimant:bla"])
def test_an_urdu_figure_says_by_which_rule_and_who_says_otherwise(atlas, rule):
    english, urdu = (subject_of(atlas, Recipe(query=f"rule={rule}", language=each)) for each in ("en", "ur"))
    told = [[each.wording.toll(toll) for said in each.said for toll in said.tolls] for each in (english, urdu)]
    assert [bool(note) for *_, note in told[0]] == [bool(note) for *_, note in told[1]]
    assert not re.search("[A-Za-z]", " ".join(f"{headline} {note}" for headline, _, _, note in told[1]))


def test_what_of_a_figure_belongs_to_single_places_is_said_in_urdu(atlas):
    toll = subject_of(atlas, Recipe()).said[0].tolls[0]
    wording = wording_of("ur", atlas, House())
    for english in (
        "20–30 of it in 2 incidents; 40 or more not allocated to any place.",
        "3 incidents of it have figures that can overlap; they are not subtracted.",
    ):
        *_, note = wording.toll(dataclasses.replace(toll, unallocated=english))
        assert note
        assert not re.search("[A-Za-z]", note)


@pytest.mark.parametrize(
    ("title", "urdu"),
    [
        ("Bombing in Killa Saifullah", "قلعہ سیف اللہ میں بم دھماکہ"),
        ("Night of fire in Loralai", "Night of fire in Loralai"),
    ],
)
def test_a_title_made_of_kind_and_district_is_said_in_urdu_and_one_that_was_given_stays(title, urdu):
    where = Where(place_id="district:killa-saifullah", level="district")
    one = Incident(id="one", dataset="d", title=title, when=When(first=MADE, last=MADE), where=where, event_type="bombing")  # fmt: skip
    made = Atlas.of([Dataset("d", "D", incidents=(one,))])
    place = made.gazetteer.place(where.place_id)
    said = wording_of("ur", made, House()).incident("one", title, place.name_ur, "", ())
    assert said.title == urdu


def test_a_point_off_a_town_that_its_record_names_has_the_towns_name_in_both_scripts():
    day = dt.date(2025, 5, 26)
    where = {"place_id": "town:kabul", "level": "town", "latitude": 34.55, "longitude": 69.2}
    named, beside = (
        Incident(id="i", dataset="d", title="-", when=When(first=day, last=day), where=Where(toponym=toponym, **where), event_type="bombing")
        for toponym in ("Kabul", "near Kabul")
    )  # fmt: skip
    names = [spots_of(held.incidents(), held.gazetteer)[0][1:3] for held in (Atlas.of([Dataset("d", "D", incidents=(each,))]) for each in (named, beside))]  # fmt: skip
    assert names == [("Kabul", "کابل"), ("near Kabul", "")]
