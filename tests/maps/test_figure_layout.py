"""A figure keeps its promises at any size and with much data: names beside their own marks, a map that can be read, nothing lost."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import replace

import numpy as np
import pytest
import shapely

from incidents import Atlas, Claim, Dataset, Incident, Where
from maps.errors import BadFigure
from maps.figures import badges, compose, leader
from maps.figures.boxes import Box, Measured, faults
from maps.figures.column import place_claims
from maps.figures.flank import flank_of
from maps.figures.layout import subject_of
from maps.figures.marks import spots_of
from maps.figures.neighbours import misread
from maps.figures.plan import Learnt
from maps.figures.refusal import TooSmallError
from maps.figures.shares import Kept
from maps.figures.sheet import Sheet
from maps.figures.surround import surround_of
from maps.gallery import busy, complaints
from maps.recipe import Recipe
from tests.maps.figure_samples import MADE, WHEN, crowd, embedded

SITES = ("Killi Alam", "Goth Bahram", "Kot Sahib", "Basti Noor", "Mauza Rahim", "Killi Zaman")


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return embedded()


@pytest.fixture(scope="module")
def near() -> Atlas:
    """Sites so near each other on a map that few of their names have room, all known to one district."""
    gazetteer = Atlas.of([]).gazetteer
    kalat = gazetteer.place("district:kalat")
    wheres = (
        Where(place_id=kalat.id, level="site", toponym=f"{SITES[n % 6]} {n}", latitude=kalat.latitude + 0.03 + 0.13 * (n // 9 - 4),
              longitude=kalat.longitude + 0.11 * (n % 9 - 4), radius_km=1.0)
        for n in range(81)
    )  # fmt: skip
    kinds = ("attack", "bombing", "clash")
    incidents = tuple(
        Incident(id=f"i{n}-{m}", dataset="near", title="-", when=WHEN, where=where, event_type=kinds[n % 3])
        for n, where in enumerate(wheres)
        for m in range(1 + n % 3)
    )
    return Atlas.of([Dataset("near", "Near", incidents=incidents)])


@pytest.fixture(scope="module")
def claimed() -> Atlas:
    """Thirty groups of people in ten campaigns, each with its claim."""
    made = busy()
    dataset = next(iter(made.datasets)).id
    campaigns = [f"c{n}" for n in range(10)]
    wave = made.summary().campaigns[0].campaign
    groups = ("civilians", "soldiers", "police")
    claims = tuple(
        Claim(id=f"k{n}-{group}", about=each, quantity="killed", counted=group, value=10 * n + 1, claimant="military")
        for n, each in enumerate(campaigns)
        for group in groups
    )
    incidents = tuple(
        Incident(id=f"i{n}", dataset=dataset, title="-", when=WHEN, where=Where(place_id="town:pasni", level="town"), event_type="attack", campaign=each)
        for n, each in enumerate(campaigns)
    )  # fmt: skip
    waves = tuple(wave.model_copy(update={"id": each, "title": f"Wave {each}", "sources": ()}) for each in campaigns)
    return Atlas.of([Dataset(dataset, "Claimed", campaigns=waves, incidents=incidents, claims=claims)])


def texts(composed, kind: str) -> str:
    return " ".join(words for each, words, *_ in composed.sheet.measure() if each == kind)


def test_a_name_is_nearer_to_its_own_mark_than_to_any_other(near):
    for preset in ("double", "single"):
        composed = compose(near, Recipe(preset=preset, made=MADE))
        assert misread(composed.sheet.measure()) == []
        assert any(kind == "label" for kind, *_ in composed.sheet.measure())


def test_the_check_of_a_figure_finds_a_name_beside_a_wrong_mark():
    page, name = Box(0, 0, 200, 100), Box(40, 10, 70, 20)
    own, other = (
        Measured("symbol", "", Box(x, 10, x + 10, 20), (where,)) for x, where in ((10, "here"), (75, "there"))
    )
    label = Measured("label", "Here", name, ("here",))
    assert faults([own, other, label], page) == []
    assert misread([own, other, label]) == ["label 'Here' is nearer to another mark than to its own"]
    assert misread([other, label]) == ["label 'Here' has no mark"]
    assert misread([own, other, label._replace(box=Box(23, 10, 58, 20))]) == []


def test_a_site_off_its_place_is_called_as_written_and_not_like_the_district_around_it(near):
    names = {spot.name for spot in spots_of(near.incidents(), near.gazetteer)}
    assert "Kalat" not in names
    assert {f"{SITES[n % 6]} {n}" for n in range(81)} == names


def test_numbers_of_symbols_meet_neither_each_other_nor_another_symbol(near):
    things = compose(near, Recipe(preset="double", made=MADE)).sheet.measure()
    assert sum(thing.kind == "symbol-number" for thing in things) > 3
    assert [fault for fault in faults(things, Box(0, 0, 1e4, 1e4)) if "symbol-number" in fault] == []


def test_symbols_of_a_crowded_map_are_smaller(atlas):
    def radius(drawn: Atlas) -> float:
        size = {"preset": "custom", "unit": "mm", "width": 183, "height": 150}
        things = compose(drawn, Recipe(**size, made=MADE)).sheet.measure()
        return min(thing.box.width for thing in things if thing.kind == "symbol")

    assert radius(crowd(350)) < 0.8 * radius(atlas)


@pytest.mark.parametrize("size", [(50, 220), (60, 300), (300, 102), (110, 130)])
@pytest.mark.parametrize("many", [False, True])
def test_every_claim_is_shown_or_counted_as_left_out(atlas, claimed, size, many):
    drawn = claimed if many else atlas
    recipe = Recipe(preset="custom", unit="mm", width=size[0], height=size[1], made=MADE)
    composed = compose(drawn, recipe)
    lines = [line for view in drawn.summary().campaigns for toll in view.tolls for line in toll.lines]
    left_out = re.search(r"(\d+) (?:more )?claims?[.,]", texts(composed, "more"))
    said = re.findall(r"\d+(?= |$)", texts(composed, "figure")) + re.findall(r":\s(\d+)", texts(composed, "claim"))
    assert len(said) + int(left_out[1] if left_out else 0) == len(lines)
    assert complaints(composed) == []


def test_a_size_without_room_for_any_contested_figure_is_refused_and_claims_are_named_as_the_cause(atlas):
    with pytest.raises(BadFigure, match=r"201 mm high or more; .* a locator, which shows no claims"):
        compose(atlas, Recipe(preset="custom", unit="mm", width=50, height=160, made=MADE))


def test_the_contested_figure_that_has_room_stays_with_its_claimants_and_the_others_are_counted_as_contested(atlas):
    composed = compose(atlas, Recipe(preset="custom", unit="mm", width=89, height=135, made=MADE))
    assert texts(composed, "toll") == "State forces: 17 or 200 killed, contested"
    assert re.search(r"BLA.*200.*Unnamed reports.*17", texts(composed, "claim"))
    assert "and 3 more claims, 2 of them contested: see the caption." in texts(composed, "more")
    assert complaints(composed) == []


def test_a_timeline_that_leaves_its_map_no_room_gives_up_single_spans_and_says_so():
    composed = compose(busy(), Recipe(kind="map_timeline", preset="custom", unit="mm", width=89, height=175, made=MADE))
    legend = texts(composed, "legend")
    assert re.search(
        r"Bars: incidents per month. Not drawn, for want of room: \d+ spans of dates, with \d+ incidents.", legend
    )
    assert "security operation" in legend  # for circles count kinds whose symbols the key of the map would have
    assert "140–260" in texts(composed, "toll")
    assert complaints(composed) == []


def test_the_check_of_a_figure_finds_a_count_that_stands_in_a_neighbours_area(atlas, monkeypatch):
    monkeypatch.setattr(badges, "_free_box", lambda shape, home, wide, high, room, frame, *_: (Box(9, 9, 9 + wide, 9 + high).moved(*frame[:2]), home))  # fmt: skip
    recipe = Recipe(kind="choropleth", preset="double", made=MADE)
    assert not any("stands outside it" in fault for fault in complaints(compose(atlas, recipe)))
    monkeypatch.setattr(leader, "draw", lambda *_: None)
    assert any("stands outside it" in fault for fault in complaints(compose(atlas, recipe)))


def test_the_check_of_a_figure_finds_a_count_joined_to_its_area_that_lies_on_another_with_a_count(monkeypatch):
    recipe = Recipe(kind="choropleth", preset="single", made=MADE)
    monkeypatch.setattr(badges.Ground, "is_bare", lambda _ground, _place, boxes: np.ones(len(boxes), dtype=bool))
    assert any(re.search(r"count .* of .* stands on ", fault) for fault in complaints(compose(busy(), recipe)))


def test_the_check_of_a_figure_finds_a_line_to_a_count_that_meets_another_count(atlas, monkeypatch):
    recipe, number = Recipe(kind="choropleth", preset="double", made=MADE), itertools.count()
    assert not any("crosses" in fault for fault in complaints(compose(atlas, recipe)))

    def in_a_row(_shape, _home, wide, high, _room, frame, *_):
        box = Box(0, 0, wide, high).moved(frame.left + 9 + 30 * next(number), frame.top + 9)
        return box, (frame.right - 9, box.centre[1])

    monkeypatch.setattr(badges, "_free_box", in_a_row)
    found = complaints(compose(atlas, recipe))
    assert any(re.match(r"the leader of the count of .* crosses badge ", fault) for fault in found)


def test_a_count_with_no_way_for_its_line_is_left_out_and_the_key_says_so(atlas, monkeypatch):
    monkeypatch.setattr(badges, "stands_in", lambda *_: False)
    monkeypatch.setattr(badges, "MUCH", 2.0)
    monkeypatch.setattr(badges, "_held", lambda *_: None)
    monkeypatch.setattr(badges, "_joined", lambda *_: None)
    composed = compose(atlas, Recipe(preset="double", made=MADE))
    assert texts(composed, "badge") == ""
    assert re.search(r"No room for the counts of \d+ incidents", texts(composed, "legend"))
    assert composed.left_out


def test_no_count_of_a_shaded_district_stands_on_another_and_the_largest_are_written():
    composed = compose(busy(), Recipe(kind="choropleth", preset="single", made=MADE))
    assert complaints(composed) == []
    counts = [int(thing.words) for thing in composed.sheet.measure() if thing.kind == "badge"]
    assert 8 < len(counts) <= 36
    assert max(counts) == 7


def test_a_count_of_a_province_has_its_name_so_that_it_is_taken_for_no_districts():
    places = (("province:balochistan", "province"), ("district:kech", "district"))
    incidents = tuple(Incident(id=level, dataset="d", title="-", when=WHEN, where=Where(place_id=at, level=level), event_type="attack") for at, level in places)  # fmt: skip
    composed = compose(Atlas.of([Dataset("d", "D", incidents=incidents)]), Recipe(preset="page", made=MADE))
    of = {thing.of[1]: thing.words for thing in composed.sheet.measure() if thing.kind == "badge"}
    assert of == {"province": "Balochistan: 1", "district": "1"}


def test_dotted_borders_are_explained_where_any_is_seen_and_only_there(atlas):
    reaches_kashmir = compose(atlas, Recipe(view={"bounds": (60, 22, 78, 38)}, made=MADE))
    assert "Dotted borders are disputed." in texts(reaches_kashmir, "footer")
    located = texts(compose(atlas, Recipe(kind="locator", preset="single", made=MADE)), "footer")
    assert "Dotted borders in the inset are disputed." in located
    alone = compose(atlas, Recipe(kind="locator", preset="single", inset=False, made=MADE))
    assert "Dotted" not in texts(alone, "footer")


def test_two_names_on_a_map_are_set_apart():
    from maps.figures.neighbours import gaps

    composed = compose(busy(), Recipe(kind="locator", preset="double", theme="dark", made=MADE))
    names = [thing for thing in composed.sheet.measure() if thing.kind == "label"]
    others = [(a, b) for a in names for b in names if a.of != b.of]
    assert min(gaps(np.array([a.box]), np.array([b.box]))[0, 0] for a, b in others) > 2


def test_a_claims_column_beside_a_narrow_map_becomes_several(claimed):
    subject, keep = subject_of(claimed, Recipe(preset="slide")), Kept(0.0, 0.0, 0.0, 0.0, math.inf)
    body = Box(0, 0, 1800, 500)
    placed = {
        wider: place_claims(
            Sheet(1800, 900, "#ffffff"), subject, subject.said, body, 1.5, 12.0, keep, beside=True, wider=wider
        )
        for wider in (0.0, 600.0)
    }
    assert [len({column.box.left for column in placed[wider].columns}) for wider in placed] == [1, 3]
    assert placed[600.0].beside


def test_the_largest_figures_stay_where_not_all_have_room(claimed):
    composed = compose(claimed, Recipe(preset="single", made=MADE))
    assert "91" in texts(composed, "claim")
    assert " 1" not in re.sub(r"\d\d+", "", texts(composed, "claim"))


@pytest.mark.parametrize("kind", ["symbol", "choropleth", "map_timeline"])
def test_a_map_over_many_claims_fills_its_column(claimed, kind):
    composed = compose(claimed, Recipe(preset="single", kind=kind, made=MADE))
    assert composed.frame.box.width > 0.85 * composed.sheet.width
    assert composed.frame.box.height > 0.6 * composed.frame.box.width


def test_a_map_over_many_claims_keeps_its_share_of_a_sheet_of_fixed_size(claimed):
    from maps.figures.shares import MAP_SHARE

    composed = compose(claimed, Recipe(preset="custom", unit="mm", width=89, height=200, made=MADE))
    assert composed.frame.box.height >= (MAP_SHARE - 0.01) * composed.sheet.height


def test_the_id_is_printed_whole_however_much_there_is_to_say():
    made = busy()
    dataset = next(iter(made.datasets)).id
    sources = tuple(made.source("made-up").model_copy(update={"id": f"s{n}", "title": f"{n} A long list of incidents " * 6}) for n in range(9))  # fmt: skip
    incidents = tuple(
        Incident(id=f"i{n}", dataset=dataset, title="-", when=WHEN, where=Where(place_id="town:pasni", level="town"), event_type="attack", sources=(source.id,))
        for n, source in enumerate(sources)
    )  # fmt: skip
    titled = Atlas.of([Dataset(dataset, "A title of many words " * 7, licence="A licence with much to say " * 5, sources=sources, incidents=incidents)])  # fmt: skip
    for language in ("en", "ur"):
        composed = compose(titled, Recipe(preset="single", language=language, made=MADE))
        assert composed.identifier in texts(composed, "footer")
        assert complaints(composed) == []


def test_the_size_named_in_a_refusal_is_one_that_works(atlas):
    recipe = Recipe(preset="custom", unit="mm", width=300, height=60, made=MADE)
    with pytest.raises(BadFigure, match="too small") as refused:
        compose(atlas, recipe)
    (high,) = re.findall(r"(\d+) mm high", str(refused.value))
    assert complaints(compose(atlas, recipe.replace(height=float(high)))) == []
    with pytest.raises(BadFigure):
        compose(atlas, recipe.replace(height=float(high) - 1))


def test_a_map_beside_a_column_is_no_lower_than_any_other():
    learnt, subject = Learnt(tight=True, flanked=True), subject_of(crowd(40), Recipe(preset="slide", made=MADE))
    sheet = Sheet(1280, 720, subject.theme.page)
    surround = surround_of(subject, sheet, "0000", 12.0, learnt)
    low = replace(surround, body=surround.body._replace(bottom=surround.body.top + 60))
    with pytest.raises(TooSmallError):
        flank_of(subject, sheet, low, None, 12.0, learnt)


def test_a_long_title_is_smaller_rather_than_cut(atlas):
    title = "Attacks in the mountains and along the coast of a province that is larger than many countries, in one week"
    composed = compose(atlas, Recipe(preset="custom", unit="mm", width=60, height=250, title=title, made=MADE))
    assert texts(composed, "title") == title


def test_the_grid_of_a_timeline_lies_beneath_its_words(atlas):
    composed = compose(atlas, Recipe(kind="timeline", preset="double", made=MADE))
    layers = re.findall(r"^\[([\w-]+)\]", composed.sheet.outline(), re.M)
    orders = {name: composed.sheet.layer(name).get_zorder() for name in layers}
    assert orders["timeline-grid"] < orders["timeline-outlines"] < orders["timeline"]


def test_every_mark_of_a_place_keeps_other_names_away_though_they_do_not_touch():
    from maps.figures.marks import Mark, one_a_place

    boxes = [Box(x, 0, x + 5, 5) for x in (0, 5, 40)]
    assert [mark.box for mark in one_a_place([Mark("Gadani", "", 1, box, "town:gadani") for box in boxes])] == [Box(0, 0, 10, 5), Box(40, 0, 45, 5)]  # fmt: skip


def test_a_scale_bar_keeps_off_symbols_where_a_corner_is_free(atlas):
    from maps.figures.furniture import clear_scale_bar, scale_bar
    from maps.figures.quiet import Busy

    frame = compose(atlas, Recipe(preset="double", made=MADE)).frame
    usual, nothing = scale_bar(frame, 0.8), np.array([], dtype=object)
    for beneath in (
        Busy.of(nothing, nothing, np.array([usual.box.centre])),
        Busy.of(np.array([shapely.LineString([usual.box[:2], usual.box[2:]])]), nothing, np.empty((0, 2))),
        Busy.of(nothing, np.array([shapely.box(*usual.box)]), np.empty((0, 2))),
    ):
        assert not clear_scale_bar(frame, 0.8, "km", beneath).box.overlaps(usual.box)
    assert clear_scale_bar(frame, 0.8, "km", Busy.of(nothing, nothing, np.empty((0, 2)))) == usual
