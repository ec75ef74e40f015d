"""Nothing on a figure overlaps and nothing is cut, measured on what was drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents import Atlas, Selection
from maps.figures import compose, measure
from maps.figures.boxes import Box, Measured, Room, cut, faults, overlaps
from maps.recipe import Recipe
from tests.maps.figure_samples import MADE, busy, crowd, embedded

SIDES = st.floats(0, 300, allow_nan=False)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    left, top = draw(SIDES), draw(SIDES)
    return Box(left, top, left + draw(SIDES) + 1, top + draw(SIDES) + 1)


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return embedded()


@pytest.mark.parametrize("theme", ["light", "projector"])
@pytest.mark.parametrize("size", [(1600, 1000), (1080, 1080), (900, 1300), (1920, 1080), (672, 900), (420, 520)])
def test_no_size_or_theme_makes_things_overlap(atlas, size, theme):
    things = measure(atlas, Selection(), size=size, theme=theme, made=MADE)
    assert faults(things, Box(0, 0, *size)) == []


@pytest.mark.parametrize(
    "bounds",
    [(62.4, 24.9, 64.6, 25.9), (64.5, 28.5, 68.0, 31.0), (60, 22, 78, 38), (66.5, 29.5, 67.5, 30.5), (50, 10, 90, 45)],
)
def test_no_view_makes_things_overlap(atlas, bounds):
    things = measure(atlas, Selection(), {"bounds": bounds}, made=MADE)
    page = Box(0, 0, 1600, 1350)
    assert faults(things, page) == []


def test_a_busy_province_has_no_overlapping_names():
    assert faults(measure(busy(), Selection(), made=MADE), Box(0, 0, 1600, 1000)) == []


def test_names_over_a_crowd_do_not_overlap_each_other():
    assert faults(measure(crowd(1200), Selection(), made=MADE), Box(0, 0, 1600, 1000)) == []


def test_no_word_is_smaller_than_it_can_be_read(atlas):
    for preset, least in (("single", 8.0), ("slide", 12.0), ("square", 12.0)):
        composed = compose(atlas, Recipe(preset=preset, made=MADE))
        assert composed.least == least
        assert min(size for _, size in composed.sheet.sizes()) >= least


def test_what_is_measured_is_the_ink_of_the_drawn_words(atlas):
    """Measured against the pixels: the title's box holds ink on each of its sides, and none lies just outside."""
    import io

    import numpy as np
    from PIL import Image

    from maps.figures import figure

    (title,) = (thing for thing in measure(atlas, Selection(), made=MADE) if thing.kind == "title")
    picture = Image.open(io.BytesIO(figure(atlas, Selection(), dpi=192, made=MADE))).convert("L")
    dark = np.asarray(picture) < 200
    left, top, right, bottom = (round(2 * side) for side in title.box)
    assert dark[top : bottom + 1, left : right + 1].any()
    rows, columns = np.nonzero(dark[top - 12 : bottom + 8, left - 20 : right + 20])
    assert abs(rows.min() - 12) <= 2
    assert abs(rows.max() - (bottom - top + 12)) <= 2
    assert abs(columns.min() - 20) <= 2
    assert abs(columns.max() - (right - left + 20)) <= 2


def test_a_fault_is_found_when_there_is_one():
    page = Box(0, 0, 100, 100)
    frame = Measured("map", "", Box(0, 0, 80, 80))
    one, other = Measured("label", "a", Box(10, 10, 40, 20)), Measured("town", "b", Box(35, 12, 60, 22))
    assert faults([frame, one, other], page) == ["label 'a' overlaps town 'b'"]
    out = Measured("label", "c", Box(70, 70, 85, 78))
    assert faults([frame, out], page) == ["label 'c' is cut by the map's frame"]


@given(st.lists(boxes(), max_size=12))
def test_overlaps_are_those_of_comparing_each_with_each(some):
    things = [Measured("label", str(number), box) for number, box in enumerate(some)]
    found = {(one.words, other.words) for one, other in overlaps(things, tolerance=0)}
    expected = {(str(i), str(j)) for j in range(len(some)) for i in range(j) if some[i].overlaps(some[j])}
    assert found == expected


@given(st.lists(boxes(), max_size=12), boxes())
def test_room_is_free_where_nothing_was_taken(some, asked):
    room = Room()
    for box in some:
        room.take(box)
    assert room.is_free(asked) == (not any(asked.overlaps(box) for box in some))


@given(boxes(), boxes())
def test_a_box_is_cut_unless_it_is_held(frame, box):
    assert bool(cut([Measured("label", "", box)], frame, tolerance=0)) != frame.holds(box)
