"""Symbols of different places never run together: in a block where a row would, beside their place where a block would."""

from __future__ import annotations

import math

from maps.figures.apart import rows_of, settled
from maps.figures.boxes import Box, Room

FRAME = Box(0, 0, 400, 400)


def groups(*places: tuple[float, float, int]):
    """The symbols, six pixels in radius, of so many kinds at each of some points."""
    points = [(x, y) for x, y, count in places for _ in range(count)]
    kinds = [f"kind {number}" for *_, count in places for number in range(count)]
    found, are_apart = settled(rows_of(points, kinds, 1.0), [6.0] * len(points), FRAME, Room(), 1.0)
    assert are_apart
    return {group.point: group for group in found}


def test_kinds_at_a_place_alone_stand_in_a_row_on_it():
    (alone,) = groups((200, 200, 4)).values()
    assert alone.box == Box(176, 194, 224, 206)


def test_rows_that_would_meet_become_blocks_on_their_places():
    found = groups((200, 200, 4), (240, 200, 4))
    assert [group.box for group in found.values()] == [Box(188, 188, 212, 212), Box(228, 188, 252, 212)]


def test_of_two_places_too_near_for_blocks_each_dot_is_free_of_symbols():
    found = groups((200, 200, 1), (208, 200, 1))
    assert all(group.is_moved for group in found.values())
    for x, y in found:
        assert not any(group.box.overlaps(Box(x - 2, y - 2, x + 2, y + 2)) for group in found.values())
    one, other = (group.middle for group in found.values())
    assert math.dist(one, other) >= 18


def test_places_nearer_than_their_dots_are_wide_share_a_row():
    (one,) = groups((200, 200, 1), (203, 200, 1)).values()
    assert one.box == Box(188, 194, 212, 206)
