"""Circles of small maps, where they have no room for symbols: one scale, and a key that shows it."""

import numpy as np
import pytest

from maps.figures.layout import Composed
from maps.figures.neighbours import misread
from tests.maps.drawn_figures import drawn, texts
from tests.maps.figure_samples import crowd


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
