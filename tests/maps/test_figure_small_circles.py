"""Circles of small maps, where they have no room for symbols: one scale, and a key that shows it."""

import itertools
import math

import numpy as np
import pytest
import shapely

from incidents import Atlas, Dataset, Incident, Where
from maps.figures.boxes import Box
from maps.figures.discs import APART, HARDLY, Discs
from maps.figures.frame import Frame, fit
from maps.figures.layout import Composed
from maps.figures.marks import Area
from maps.figures.neighbours import misread
from tests.maps.drawn_figures import drawn, texts
from tests.maps.figure_samples import WHEN, crowd


@pytest.fixture(scope="module")
def circled() -> Composed:
    return drawn(crowd(400), kind="multiples", by="event_type", preset="single")


def test_where_one_small_map_has_no_room_for_symbols_all_have_circles_of_one_scale(circled):
    things = circled.sheet.measure()
    circles = [thing for thing in things if thing.kind == "disc"]
    assert not any(thing.kind == "symbol" for thing in things)
    assert sum(int(thing.words) for thing in circles) == 400
    assert np.ptp([thing.box.width**2 / int(thing.words) for thing in circles]) < 1e-6
    assert any("incidents of a district" in text for text in texts(circled, "legend"))
    for here in (thing.box for thing in things if thing.kind == "map"):
        shown = [thing for thing in things if here.overlaps(thing.box)]
        largest = max((thing for thing in shown if thing.kind == "disc"), key=lambda thing: int(thing.words))
        assert largest.of in {thing.of for thing in shown if thing.kind == "label"}
    assert misread(things) == []


def test_the_key_of_circles_of_small_maps_has_their_largest_and_a_smaller_one_at_the_one_scale_of_the_maps(circled):
    things = circled.sheet.measure()
    circles = {int(thing.words): thing.box.width for thing in things if thing.kind == "disc"}
    shown = {int(thing.words): thing.box.width for thing in things if thing.kind == "key-disc"}
    assert len(shown) == 2
    assert max(shown) == max(circles)
    assert shown == pytest.approx({count: circles[count] for count in shown})


def _district(number: int, count: int) -> Area:
    """Return one of 25 districts that stand close together."""
    x, y = 66.5 + 0.35 * (number % 5), 28.5 + 0.35 * (number // 5)
    return Area(f"district:{number}", "-", "", "district", count, "mixed", shapely.Point(x, y).buffer(0.1), x, y)


@pytest.fixture(scope="module")
def frame() -> Frame:
    return fit((61.0, 25.0, 70.0, 32.0), Box(0, 0, 190, 180), narrow=False)


def test_circles_of_no_small_map_cover_each_other_and_each_lies_over_its_middle(frame):
    maps = [[_district(number, (number * step) % 7 + 1) for number in range(25)] for step in (3, 5)]
    discs = Discs.of(maps[0], maps, frame, 1.0)
    for totals in maps:
        inside, homes = discs.inside(totals, frame)
        middles, are_apart = discs.apart(inside, homes, frame.box)
        radii = [discs.radius(area.count) for area in inside]
        assert are_apart
        assert all(math.dist(at, home) <= radius + 1e-6 for at, home, radius in zip(middles, homes, radii, strict=True))
        for (at, radius), (other, its) in itertools.combinations(zip(middles, radii, strict=True), 2):
            assert math.dist(at, other) >= radius + its + APART - HARDLY - 1e-6


def test_circles_that_do_not_meet_are_as_large_as_they_may_be(frame):
    far_apart = [_district(0, 9), _district(24, 4)]
    assert Discs.of(far_apart, [far_apart], frame, 1.0).radius(9) == pytest.approx(15.0)


def test_the_line_on_counts_and_names_without_room_is_not_there_where_all_have_room(circled):
    assert not circled.left_out
    assert not any("without room" in text for text in texts(circled, "legend"))


def _of_districts() -> Atlas:
    """Return incidents of two kinds in turn, each known to a district."""
    incidents = tuple(
        Incident(id=f"i{number}", dataset="d", title="-", when=WHEN, where=Where(place_id=place.id, level="district"), event_type=("attack", "protest")[number % 2])
        for number, place in enumerate(Atlas.of([]).gazetteer.places("district"))
        if "province:balochistan" in place.parents
    )  # fmt: skip
    return Atlas.of([Dataset("d", "D", incidents=incidents)])


@pytest.mark.parametrize(("language", "line"), [("en", "Counts and names without room are left out."), ("ur", "جن تعداد اور ناموں کی جگہ نہیں وہ چھوڑ دیے گئے ہیں۔")])  # fmt: skip
def test_the_line_on_counts_and_names_without_room_is_there_where_one_is_left_out(language, line):
    composed = drawn(_of_districts(), kind="multiples", by="event_type", preset="single", language=language)
    assert any(thing.kind == "disc" for thing in composed.sheet.measure())
    assert composed.left_out
    assert line in " ".join(texts(composed, "legend"))
