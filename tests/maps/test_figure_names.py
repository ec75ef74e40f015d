"""A name is read for its own mark, in both scripts or in one, and what helps to read a map stands where it is quiet."""

from __future__ import annotations

import re

import numpy as np
import pytest
import shapely

from incidents import Atlas, Dataset, Incident, Where
from maps.figures import compose, draw, name_line, notes
from maps.figures.badges import Ground
from maps.figures.basemap import embedded_ground
from maps.figures.block import Block
from maps.figures.boxes import Box, Measured
from maps.figures.circles import Circle
from maps.figures.foremost import in_turn, unnamed
from maps.figures.layout import Composed
from maps.figures.marks import Area, Mark, Spot
from maps.figures.neighbours import misread
from maps.figures.territory import abroad, crossing
from maps.figures.themes import FIGURE_THEMES, mixed
from maps.figures.towns import ranked
from maps.figures.words import Style, strokes
from maps.gallery import atlas_of, run_together
from maps.recipe import Recipe
from maps.theme import contrast
from tests.maps.drawn_figures import drawn, texts
from tests.maps.figure_samples import MADE, WHEN, embedded

OWN = Measured("symbol", "", Box(10, 10, 20, 20), ("here",))


@pytest.fixture(scope="module")
def busy() -> Atlas:
    return atlas_of("busy")


@pytest.fixture(scope="module")
def located(busy) -> Composed:
    return compose(busy, Recipe(kind="locator", preset="double", made=MADE))


def a_name(left: float, top: float) -> Measured:
    return Measured("label", "Here", Box(left, top, left + 30, top + 10), ("here",))


@pytest.mark.parametrize(("left", "top"), [(24, 10), (0, 24), (24, 24), (40, 10)])
def test_a_name_without_a_line_is_straight_beside_its_mark(left, top):
    found = misread([OWN, a_name(left, top)])
    beside = (left, top) in ((24, 10), (0, 24))
    assert found == ([] if beside else ["label 'Here' is not beside its mark and has no line to it"])


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([22, 26, 30, 34, 38], []),
        ([30, 34, 38], ["the line of label 'Here' does not reach from it to its mark"]),
        ([22, 26], ["the line of label 'Here' does not reach from it to its mark"]),
    ],
)
def test_a_name_farther_off_has_a_line_from_it_to_its_mark(steps, said):
    line = [Measured("name-leader", "", Box(x, 14, x + 2, 16), ("here",)) for x in steps]
    assert misread([OWN, a_name(40, 10), *line]) == said


def test_the_line_of_a_name_meets_no_other_mark():
    line = [Measured("name-leader", "", Box(x, 14, x + 2, 16), ("here",)) for x in range(22, 40, 4)]
    other = Measured("badge", "3", Box(28, 12, 33, 18), ("there",))
    assert misread([OWN, other, a_name(40, 10), *line]) == ["the line of label 'Here' meets another mark"]


@pytest.mark.parametrize(("words", "x", "y"), [("Hub", 30, 60), ("Dera Allah Yar", -70, 20), ("حب", 40, 30), ("ڈیرہ اللہ یار", -80, 60)])  # fmt: skip
def test_the_line_of_a_name_runs_from_beneath_its_mark_to_the_ink_of_the_word(words, x, y):
    style = Style(13, "#000000", weight=600)
    start, end = name_line.ends(Mark("", "", 1, Box(-5, -5, 5, 5), "here"), Block(words, "", style, style), (x, y, "start"))  # fmt: skip
    assert tuple(start) == (0, 0)
    assert shapely.distance(shapely.Point(end - (x, y)), strokes(words, style)) < 0.01


def test_the_dot_in_which_a_counts_line_ends_is_not_taken_for_what_is_named_beside_it():
    end = Measured("leader-end", "", Box(56, 14, 58, 16), ("there",))
    assert misread([OWN, end, a_name(25, 10)]) == ["label 'Here' is nearer to another mark than to its own"]


@pytest.mark.parametrize(
    ("x", "y", "is_read_as_its"), [(64, 10, True), (90, 10, False), (64, 40, False), (34, 25, True)]
)
def test_a_name_with_a_line_to_its_mark_stands_nowhere_beside_the_count_of_another_place(x, y, is_read_as_its):
    line = [Measured("name-leader", "", Box(at, 14, at + 2, 16), ("here",)) for at in range(22, 30, 3)]
    other = Measured("badge", "1", Box(x, y, x + 10, y + 10), ("there",))
    said = ["label 'Here' stands beside another mark as its name would"] if is_read_as_its else []
    assert misread([OWN, other, a_name(30, 10), *line]) == said


@pytest.mark.parametrize(("away", "is_read_as_its"), [(8, True), (25, True), (30, False)])
def test_a_name_below_its_own_count_ends_well_before_the_next_count_on_its_line(away, is_read_as_its):
    left = 32 + away
    other = Measured("badge", "1", Box(left, 24, left + 10, 34), ("there",))
    said = ["label 'Here' stands beside another mark as its name would"] if is_read_as_its else []
    assert misread([OWN, other, a_name(2, 24)]) == said


@pytest.mark.parametrize(
    ("gap", "is_named", "is_read_as_its"), [(8, False, True), (8, True, False), (17, False, False)]
)
def test_the_name_of_an_area_stands_off_a_town_that_has_no_name(gap, is_named, is_read_as_its):
    area = [Measured("centre", "Here", Box(14, 14, 16, 16), ("here", "district")), Measured("label", "Here", Box(0, 10, 30, 20), ("here", "district"))]  # fmt: skip
    dot = Measured("symbol", "There", Box(33, 20 + gap, 39, 26 + gap), ("there", "There"))
    its_name = [Measured("label", "There", Box(42, 20 + gap, 70, 30 + gap), ("there", "There"))] if is_named else []
    said = ["label 'Here' is an area's and stands by a town as its name would"] if is_read_as_its else []
    assert misread([*area, dot, *its_name]) == said


@pytest.mark.parametrize("level", ["", "district"])
def test_of_a_name_and_its_line_it_is_known_how_much_lies_on_neighbouring_areas_with_records(level):
    shapes = {"own": shapely.box(0, 0, 100, 100), "other": shapely.box(100, 0, 200, 100)}
    areas = [Area(each, each, "", "district", 1, "red", shape, 0, 0) for each, shape in shapes.items()]
    mark = Mark("Here", "", 1, Box(40, 40, 60, 60), "own" if level else "town", level)
    boxes = np.array([[10.0, 40, 38, 50], [86, 40, 114, 50], [130, 40, 170, 50], [230, 40, 260, 50]])
    ground = Ground.of(areas, shapes)
    assert abroad(ground, mark, boxes).round(1).tolist() == [0, 0.4, 1, 0]
    assert crossing(ground, mark, np.array([[50.0, 200], [210, 50]])).round(-1).tolist() == [0, 100]


def test_beside_towns_the_names_of_districts_are_slanted_and_light(busy):
    svg = draw(busy, Recipe(kind="locator", preset="double", made=MADE), "svg").decode()
    styles = {
        words: bool(style) for style, words in re.findall(r'<text style="(font-style: italic|)[^>]*>([^<]+)<', svg)
    }
    assert [styles[name] for name in ("Khuzdar", "Panjgur", "Bhag", "Gwadar")] == [True, True, False, False]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_in_urdu_the_names_of_districts_are_readable_on_the_darkest_hatches(theme):
    svg = draw(
        embedded(), Recipe(kind="symbol", preset="single", language="ur", theme=theme, made=MADE), "svg"
    ).decode()
    (colour,) = re.findall(r'<text style="[^"]*fill: (#\w+)[^>]*>خاران<', svg)
    chosen = FIGURE_THEMES[theme]
    hatched = [mixed(mixed(hue, chosen.land, 0.62), chosen.land, 0.4) for hue in chosen.hues.values()]
    assert min(contrast(colour, ground) for ground in hatched) >= 4.5


@pytest.mark.parametrize("preset", ["single", "page"])
@pytest.mark.parametrize("data", ["embedded", "busy"])
def test_names_of_places_stand_in_both_scripts_or_all_in_one(data, preset, busy):
    atlas = busy if data == "busy" else embedded()
    labels = [words for kind, words, *_ in compose(atlas, Recipe(preset=preset, made=MADE)).sheet.measure() if kind == "label"]  # fmt: skip
    urdu = sum(not words.isascii() for words in labels)
    assert labels
    assert urdu in (0, len(labels) / 2)


def test_every_town_of_a_locator_has_its_name_before_areas_have_theirs(located):
    towns = {of[0] for of in located.sheet.noted("label") if of[0].startswith("town:")}
    assert len(towns) == 20


def test_the_key_says_how_many_names_have_no_room(located):
    said = [words for kind, words, *_ in located.sheet.measure() if kind == "legend"]
    assert f"{len(located.left_out)} names without room are left out." in said


def test_the_check_of_a_figure_finds_a_scale_bar_on_a_coast_a_sea_on_land_and_a_country_in_another(located):
    composed = located
    things = composed.sheet.measure()
    assert run_together(composed, things) == []
    sea = next(thing for thing in things if thing.kind == "sea")
    inland = sea._replace(box=sea.box.moved(0, -300))
    iran = next(thing for thing in things if thing.of == ("Iran",))
    abroad = iran._replace(box=iran.box.moved(200, 0))
    coast = shapely.get_parts(shapely.clip_by_rect(composed.frame.project(embedded_ground().borders["coast"]), *composed.frame.box))  # fmt: skip
    x, y = shapely.line_interpolate_point(max(coast, key=shapely.length), 0.5, normalized=True).coords[0]
    bar = Measured("scale", "100 km", Box(x - 4, y - 30, x + 4, y + 30))
    others = [thing for thing in things if thing.kind not in ("scale", "sea")]
    found = run_together(composed, [*others, inland, abroad, bar])
    assert f"{sea.words!r} is on land" in found
    assert f"{iran.words!r} is not in Iran" in found
    assert any(each.startswith("the scale bar crosses") for each in found)


def test_borders_beyond_the_detailed_ground_meet_those_of_it():
    ground = embedded_ground()
    edge = shapely.boundary(shapely.box(*ground.window))
    fine = shapely.get_parts(shapely.boundary(shapely.multilinestrings(list(ground.borders["country"]))))
    fine = fine[shapely.distance(fine, edge) < 0.04]
    coarse = shapely.get_parts(shapely.boundary(shapely.multilinestrings(list(ground.between))))
    met = shapely.distance(shapely.multipoints(fine), coarse[shapely.distance(coarse, edge) < 0.04])
    assert np.count_nonzero(met == 0) >= 4
    assert not met[(met > 0) & (met < 1)].any()


def test_names_that_no_font_can_draw_have_a_sign_and_their_maker_is_told():
    incident = Incident(id="i", dataset="x", title="-", when=WHEN, event_type="attack", where=Where(place_id="town:pasni", level="town", toponym="Pasni \u4e2d", latitude=25.4, longitude=63.6, how="coordinates"))  # fmt: skip
    atlas = Atlas.of([Dataset("x", "X", incidents=(incident,))])
    names = [words for kind, words, *_ in compose(atlas, Recipe(preset="double", made=MADE)).sheet.measure()]
    told = notes(atlas, Recipe(inset=False))
    assert "Pasni \u4e2d" in names
    assert told == (
        "The name of 1 place, such as 'Pasni \u4e2d', is drawn with [?] for \u4e2d: no font of the figure has it.",
    )


def counted(place: str, count: str, left: float) -> Measured:
    return Measured("badge", count, Box(left, 0, left + 9, 9), (place, "district"))


@pytest.mark.parametrize(
    ("named", "lacking"),
    [
        ("abc", []),
        ("abd", ["c"]),
        ("bcde", ["a"]),
        ("", []),  # a map without names
    ],
)
def test_the_three_highest_numbers_of_a_map_have_their_names(named, lacking):
    counts = [counted(place, count, 20.0 * at) for at, (place, count) in enumerate(zip("abcde", ("1,208", "90", "12", "9", "9"), strict=True))]  # fmt: skip
    names = [Measured("label", place, Box(0, 20, 9, 29), (place, "district")) for place in named]
    found = unnamed([Measured("map", "", Box(0, 0, 200, 99)), *counts, *names])
    assert [words.partition(",")[0] for words in found] == lacking


@pytest.mark.parametrize(("named", "is_enough"), [("bcd", True), ("bc", False)])
def test_of_equal_numbers_three_names_are_enough(named, is_enough):
    counts = [counted(place, "7", 20.0 * at) for at, place in enumerate("abcd")]
    names = [Measured("label", place, Box(0, 20, 9, 29), (place, "district")) for place in named]
    assert (not unnamed([Measured("map", "", Box(0, 0, 200, 99)), *counts, *names])) is is_enough


@pytest.mark.parametrize(("named", "lacking"), [("ab", ""), ("b", "a"), ("a", "bcd")])
def test_of_equal_circles_of_which_some_belong_to_the_first_three_one_name_is_enough(named, lacking):
    circles = [counted(place, count, 20.0 * at)._replace(kind="disc") for at, (place, count) in enumerate(zip("abcd", "6444", strict=True))]  # fmt: skip
    names = [Measured("label", place, Box(0, 20, 9, 29), (place, "district")) for place in named]
    found = unnamed([Measured("map", "", Box(0, 0, 200, 99)), *circles, *names])
    assert "".join(words[0] for words in found) == lacking


def test_the_capital_of_the_province_is_named_before_places_with_higher_numbers():
    marks = [Mark(name, "", count, Box(0, 0, 9, 9), f"town:{name.lower()}") for name, count in (("Surab", 8), ("Quetta", 2), ("Turbat", 9))]  # fmt: skip
    assert [mark.name for mark in in_turn(marks)] == ["Quetta", "Turbat", "Surab"]


def test_where_no_numbers_are_seen_larger_towns_are_named_before_busier_ones():
    marks = [Mark(name, "", count, Box(0, 0, 9, 9), f"town:{name.lower()}") for name, count in (("Surab", 8), ("Turbat", 2))]  # fmt: skip
    assert [mark.name for mark in in_turn(marks, by_rank=True)] == ["Turbat", "Surab"]


def test_a_rate_and_not_the_count_decides_which_names_come_first():
    marks = [Mark(name, "", count, Box(0, 0, 9, 9), name, "district", weight=rate) for name, count, rate in (("Khuzdar", 113, 3.6), ("Harnai", 69, 22.6))]  # fmt: skip
    assert [mark.name for mark in in_turn(marks)] == ["Harnai", "Khuzdar"]


def test_seats_of_divisions_and_larger_towns_come_before_others_of_their_zoom():
    names = [town[0] for town in ranked()]
    order = [names.index(name) for name in ("Turbat", "Sibi", "Kalat", "Khuzdar", "Noshki", "Surab")]
    assert order == sorted(order)


@pytest.mark.parametrize(("counts", "called"), [((5, 4, 3), "Turbat +2"), ((5, 9, 3), "Pasni +2")])
def test_a_circle_has_the_name_of_its_busiest_place_however_few_of_its_incidents_are_there(counts, called):
    spots = [Spot(f"town:{name.lower()}", name, "", count, "attack", 63.0, 26.0, 0.0) for name, count in zip(("Turbat", "Pasni", "Tump"), counts, strict=True)]  # fmt: skip
    assert Circle(tuple(spots), sum(counts), (0.0, 0.0), 9.0, 9.0).names[0] == called


def test_a_circle_that_counts_the_capital_has_its_name():
    spots = [Spot(f"town:{name.lower()}", name, "", count, "attack", 67.0, 30.0, 0.0) for name, count in (("Kuchlak", 5), ("Quetta", 4))]  # fmt: skip
    assert Circle(tuple(spots), 9, (0.0, 0.0), 9.0, 9.0).names[0] == "Quetta +1"


def test_a_mark_beneath_which_another_is_hidden_has_its_name_all_the_same():
    hidden = Measured("symbol", "", Box(11, 10, 21, 20), ("hidden",))
    assert misread([OWN, hidden, a_name(24, 10)]) == []


def test_the_gulf_west_of_the_arabian_sea_does_not_bear_its_name():
    composed = compose(embedded(), Recipe(kind="locator", preset="slide", made=MADE))
    seas = [composed.frame.degrees(*thing.box.centre) for thing in composed.sheet.measure() if thing.kind == "sea"]
    assert all(longitude > 61 for longitude, _ in seas)


@pytest.mark.parametrize(
    ("language", "division", "district"),
    [("en", "Nasirabad division: 1", "Nasirabad district"), ("ur", "ڈویژن نصیر آباد: 1", "ضلع نصیر آباد")],
)
def test_a_division_and_a_district_of_one_name_say_which_they_are(language, division, district):
    where = ("division:nasirabad", "district:nasirabad")
    incidents = tuple(
        Incident(id=f"i{n}", dataset="d", title="-", when=WHEN, where=Where(place_id=each, level=each.split(":")[0]), event_type="clash")
        for n, each in enumerate(where)
    )  # fmt: skip
    said = texts(drawn(Atlas.of([Dataset("d", "D", incidents=incidents)]), preset="double", language=language))
    assert division in said
    assert district in said
