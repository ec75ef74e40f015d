"""How a whole sheet is composed: what a reader meets first is largest, each key stands under its own picture, none is left blank."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
import shapely

from incidents import Atlas, Dataset, Incident, Source, Where
from maps.figures import badges, compose, size_of
from maps.figures.alt import tail_once
from maps.figures.badges import Ground
from maps.figures.basemap import embedded_ground
from maps.figures.block import Block
from maps.figures.boxes import Box, Room
from maps.figures.forms import folded
from maps.figures.frame import fit
from maps.figures.furniture import heading
from maps.figures.gathering import Circle
from maps.figures.heights import MOST_MM
from maps.figures.inset import place_inset
from maps.figures.layout import planned, subject_of
from maps.figures.marks import Spot
from maps.figures.urdu import Urdu
from maps.figures.wording import Wording
from maps.figures.words import Style, wrap
from maps.gallery import busy, complaints
from maps.layers import HOME
from maps.recipe import KINDS, Recipe
from maps.theme import THEMES
from tests.maps.drawn_figures import drawn, texts
from tests.maps.figure_samples import MADE, WHEN, embedded

PX_PER_MM = 96 / 25.4


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return embedded()


def several_a_spot() -> Atlas:
    """Two incidents of a kind in each of three towns, from two undated sources."""
    towns = [Where(place_id=f"town:{name}", level="town") for name in ("quetta", "pasni", "turbat")]
    incidents = tuple(
        Incident(
            id=f"i{n}", dataset="d", title="-", when=WHEN, where=towns[n % 3], event_type="clash", sources=("a", "b")
        )
        for n in range(6)
    )
    sources = tuple(Source(id=each, title=f"A list {each}") for each in "ab")
    return Atlas.of([Dataset("d", "D", incidents=incidents, sources=sources)])


def many_and_areas() -> Atlas:
    """An incident at each of 400 sites, and one in each of two districts."""
    wheres = [Where(place_id="town:pasni", level="site", latitude=26 + n // 20 / 5, longitude=63 + n % 20 / 4, radius_km=1.0) for n in range(400)]  # fmt: skip
    wheres += [Where(place_id=f"district:{name}", level="district") for name in ("kech", "kalat")]
    incidents = tuple(
        Incident(id=f"i{n}", dataset="d", title="-", when=WHEN, where=where, event_type="clash")
        for n, where in enumerate(wheres)
    )
    return Atlas.of([Dataset("d", "D", incidents=incidents)])


def legend(composed) -> list[str]:
    """The lines of a figure's keys."""
    return [thing.words for thing in composed.sheet.measure() if thing.kind == "legend"]


def boxes(composed, kind: str):
    return [thing.box for thing in composed.sheet.measure() if thing.kind == kind]


def test_a_title_a_little_longer_than_a_double_column_stands_on_one_line():
    theme = THEMES["light"]
    title = "Bombings in fourteen towns and areas of Pakistan and Afghanistan, April – September 2025"
    (one,), two = (
        heading(words, "", "", "", theme, 1.0, 690)[0].words for words in (title, f"{title}, as far as known")
    )
    assert one == title
    assert len(two) == 2


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
        named["attack, kind not stated; the town is known"],
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
    composed = drawn(atlas, preset="custom", width=50, height=218, unit="mm")
    assert composed.left_out
    assert "names without room are left out." in " ".join(texts(composed, "legend"))


def test_the_words_over_a_span_begin_where_it_does(atlas):
    composed = drawn(atlas, kind="timeline", preset="single")
    named = {thing.words: thing.box for thing in composed.sheet.measure() if thing.kind == "span"}
    assert named["Security operations"].left == pytest.approx(named["Attacks"].left, abs=2)
    assert "whole campaign · 29 January – 2 February 2026" in named


@pytest.mark.parametrize(("preset", "language"), [("slide", "en"), ("slide", "ur"), ("square", "en")])
def test_a_map_with_a_timeline_of_many_incidents_is_the_main_thing_on_a_wide_sheet(preset, language):
    composed = drawn(busy(), kind="map_timeline", preset=preset, language=language)
    (frame,) = boxes(composed, "map")
    sheet = composed.sheet
    assert frame.width * frame.height > 0.38 * sheet.width * sheet.height
    assert frame.height > 0.55 * sheet.height
    assert boxes(composed, "tick")
    assert complaints(composed) == []


@pytest.mark.parametrize("kind", ["symbol", "choropleth"])
def test_a_map_on_a_very_flat_sheet_has_all_its_height(kind):
    composed = drawn(busy(), kind=kind, preset="custom", width=3000, height=560, unit="px")
    (frame,) = boxes(composed, "map")
    assert frame.height > 0.6 * composed.sheet.height
    assert complaints(composed) == []


@pytest.mark.parametrize("kind", ["symbol", "choropleth"])
def test_a_square_sheet_shows_the_province_on_most_of_its_width(kind):
    frame = planned(subject_of(busy(), Recipe(kind=kind, preset="square"))).frame
    (west, _), (east, _) = frame.to_pixels(HOME[::2], [28.5, 28.5])
    assert east - west > 0.52 * 1080


def test_outlines_of_areas_lie_above_the_halos_of_names_and_beneath_the_names():
    layers = drawn(busy(), kind="map_timeline", preset="single").sheet.layer
    order = ["area-hatches", "names-outlines", "area-outlines", "name-cuts", "names"]
    heights = [layers(name).get_zorder() for name in order]
    assert heights == sorted(heights)


@pytest.mark.parametrize("wide", [290, 330, 420, 560])
def test_the_small_map_keeps_off_the_border_of_the_province(wide):
    frame = fit(HOME, Box(0, 0, wide, 0.9 * wide), window=embedded_ground().window)
    box = place_inset(frame, [], np.array([], dtype=object), Room(), 1.0)
    border = shapely.boundary(shapely.union_all(frame.project(embedded_ground().focus)))
    assert box is None or shapely.distance(border, shapely.box(*box)) >= 10


@pytest.mark.parametrize(("side", "stands_beside"), [(22, True), (90, False)])
def test_a_count_that_would_hide_its_area_stands_beside_it(side, stands_beside):
    area, frame, ground = shapely.box(200, 200, 200 + side, 200 + side), Box(0, 0, 500, 500), Ground.of((), {})
    middle = (200 + side / 2, 200 + side / 2)
    _, end = badges._free_box(area, middle, 20.0, 17.0, Room(), frame, ground, "area", None, 1.0)
    assert (end is not None) == stands_beside


@pytest.mark.parametrize(
    ("name", "lines"),
    [("Killa Saifullah", ("Killa", "Saifullah")), ("Dera Allah Yar", ("Dera", "Allah Yar")), ("Quetta", ())],
)
def test_a_name_of_several_words_may_stand_on_two_lines(name, lines):
    style = Style(12, "#000000")
    found = folded(Block(name, "", style, style))
    assert [(block.latin, block.urdu) for block in found] == [lines] * bool(lines)


@pytest.mark.parametrize(("numbers", "name"), [((9,), "A"), ((9, 2, 1), "A +2"), ((4, 5), "B +1")])
def test_a_circle_has_the_name_of_the_place_with_most_of_its_incidents(numbers, name):
    spots = tuple(Spot(each, each, "", number, "attack", n, 0, 0) for n, (each, number) in enumerate(zip("ABC", numbers, strict=False)))  # fmt: skip
    assert Circle(spots, sum(numbers), (0, 0), 9, 9).names == (name, "")


@pytest.mark.parametrize(("language", "words"), [("en", "the number says how many"), ("ur", "عدد بتاتا ہے کہ کتنے")])
def test_numbers_beside_symbols_and_their_sizes_are_explained(language, words):
    composed = drawn(several_a_spot(), preset="page", language=language)
    assert boxes(composed, "symbol-number")
    assert any(words in text for text in legend(composed))


def test_sizes_are_not_explained_where_all_symbols_stand_for_one_incident(atlas):
    composed = drawn(atlas, preset="page", query="places=town:pasni")
    assert not any("larger symbol" in text for text in legend(composed))


@pytest.mark.parametrize(("atlas", "counted"), [(many_and_areas, True), (several_a_spot, False)])
def test_small_maps_explain_count_boxes_where_one_stands(atlas: Callable[[], Atlas], counted: bool):
    composed = drawn(atlas(), kind="multiples", by="day", preset="page")
    assert bool(boxes(composed, "badge")) is counted
    assert any("count in the box" in text for text in legend(composed)) is counted


def test_undated_sources_are_called_so_once():
    assert tail_once(["“A”, undated", "“B”, 2 May 2024"], ", undated", " (all undated)")[0] == "“A”, undated"
    composed = drawn(several_a_spot(), preset="page")
    assert " ".join(texts(composed, "small-print")).count("undated") == 1


def test_no_line_begins_with_what_parts_it_from_the_line_before():
    style = Style(12, "#000000")
    for room in range(60, 240):
        lines = wrap("12 incidents in 9 places · claimed by one group · 3 sources, undated", style, room, 9)
        assert not any(line.startswith("·") for line in lines)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_filter_that_spans_reach_into_says_so(language):
    says = Urdu.reaching_in if language == "ur" else Wording.reaching_in
    from_within, whole = (
        " ".join(texts(drawn(busy(), preset="page", language=language, query=query), "heading"))
        for query in ("start=2025-01-01", "start=2020-01-01")
    )
    assert says in from_within
    assert says not in whole
