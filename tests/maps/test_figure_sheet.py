"""How a whole sheet is composed: what a reader meets first is largest, each key stands under its own picture, none is left blank."""

from __future__ import annotations

import re

import pytest

from incidents import Atlas
from maps.figures import compose, size_of
from maps.figures.heights import MOST_MM
from maps.gallery import busy, complaints
from maps.recipe import KINDS, Recipe
from tests.maps.drawn_figures import drawn, texts
from tests.maps.figure_samples import MADE, embedded

PX_PER_MM = 96 / 25.4


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return embedded()


def boxes(composed, kind: str):
    return [thing.box for thing in composed.sheet.measure() if thing.kind == kind]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("preset", ["single", "double"])
def test_a_column_is_as_high_as_what_it_shows(atlas, kind, preset):
    composed = drawn(atlas, kind=kind, preset=preset, by="day")
    height = composed.sheet.height / PX_PER_MM
    assert height == pytest.approx(round(height), abs=0.01)
    assert height <= MOST_MM
    things = [thing.box.bottom for thing in composed.sheet.measure() if thing.kind != "footer"]
    print_begins = min(box.top for box in boxes(composed, "footer"))
    assert print_begins - max(things) < 13 * PX_PER_MM


def test_the_size_of_a_column_is_known_before_it_is_drawn(atlas):
    for kind in ("timeline", "symbol"):
        recipe = Recipe(kind=kind, preset="double", made=MADE)
        sheet = compose(atlas, recipe).sheet
        assert size_of(atlas, recipe) == (sheet.width, sheet.height)
    assert size_of(atlas, Recipe(preset="slide")) == (1920, 1080)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_column_with_a_map_and_a_timeline_gives_the_map_most_of_its_room(language):
    composed = drawn(busy(), kind="map_timeline", preset="single", language=language)
    (frame,) = boxes(composed, "map")
    assert frame.width > 0.85 * composed.sheet.width
    assert frame.height > 0.6 * frame.width


def test_each_key_stands_under_its_own_picture(atlas):
    composed = drawn(atlas, kind="map_timeline", preset="single")
    (frame,) = boxes(composed, "map")
    named = {thing.words: thing.box for thing in composed.sheet.measure()}
    of_map, of_strip = (
        named["attack, kind not stated; known to the town"],
        named["whole campaign; no town or district given"],
    )
    assert frame.bottom < of_map.top < named["30 Jan"].top < of_strip.top


@pytest.mark.parametrize("size", [(60, 300), (50, 300), (89, 200), (183, 247), (300, 120)])
@pytest.mark.parametrize("kind", ["symbol", "timeline"])
def test_no_words_are_larger_than_the_title(atlas, kind, size):
    composed = drawn(atlas, kind=kind, preset="custom", width=size[0], height=size[1], unit="mm")
    title = texts(composed, "heading")[0]
    sizes = composed.sheet.sizes()
    largest = next(size for words, size in sizes if words == title)
    assert max(size for words, size in sizes) <= largest + 0.01
    assert complaints(composed) == []


def test_no_line_ends_with_a_separator_or_within_a_date_or_the_figures_id(atlas):
    for width in (50, 56, 62, 68, 74, 80):
        composed = drawn(atlas, kind="timeline", preset="custom", width=width, height=260, unit="mm")
        lines = texts(composed)
        assert not [line for line in lines if line.endswith("·")]
        assert not [line for line in lines if line.endswith(" Figure")]
        assert not [line for line in lines if re.search(r"(after|to|–) 2$", line)]


def test_names_without_room_are_told_on_the_figure_whatever_its_size(atlas):
    composed = drawn(atlas, preset="custom", width=50, height=220, unit="mm")
    assert composed.left_out
    assert "Names without room on the map are left out." in " ".join(texts(composed, "legend"))


def test_the_words_over_a_span_begin_where_it_does(atlas):
    composed = drawn(atlas, kind="timeline", preset="single")
    named = {thing.words: thing.box for thing in composed.sheet.measure() if thing.kind == "span"}
    assert named["Security operations"].left == pytest.approx(named["Attacks"].left, abs=2)
    assert "whole campaign · 29 January – 2 February 2026" in named
