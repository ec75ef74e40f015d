"""Symbols of different places never run together: in a block where a row would, beside their place where a block would."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from maps.figures.apart import rows_of, settled, standing
from maps.figures.boxes import Box, Room
from maps.symbols import symbol_of

FRAME = Box(0, 0, 400, 400)

SIDE = 6.0 * symbol_of("kind 0").shape.reach
"""How far a symbol of these kinds reaches."""


def groups(*places: tuple[float, float, int]):
    """The symbols, six pixels in radius, of so many kinds at each of some points."""
    points = [(x, y) for x, y, count in places for _ in range(count)]
    kinds = [f"kind {number}" for *_, count in places for number in range(count)]
    found, are_apart = settled(rows_of(points, kinds, 1.0), [6.0] * len(points), FRAME, Room(), 1.0)
    assert are_apart
    return {group.point: group for group in found}


def test_kinds_at_a_place_alone_stand_in_a_row_on_it():
    (alone,) = groups((200, 200, 4)).values()
    assert alone.box == pytest.approx((200 - 4 * SIDE, 200 - SIDE, 200 + 4 * SIDE, 200 + SIDE))


def test_rows_that_would_meet_become_blocks_on_their_places():
    found = groups((200, 200, 4), (240, 200, 4))
    assert [group.box for group in found.values()] == [
        pytest.approx(Box(x, 200, x, 200).grown(2 * SIDE)) for x in (200, 240)
    ]


def test_of_two_places_too_near_for_blocks_each_dot_is_free_of_symbols():
    found = groups((200, 200, 1), (208, 200, 1))
    assert all(group.is_moved for group in found.values())
    for x, y in found:
        assert not any(group.box.overlaps(Box(x - 2, y - 2, x + 2, y + 2)) for group in found.values())
    one, other = (group.middle for group in found.values())
    assert math.dist(one, other) >= 18


def test_places_nearer_than_their_dots_are_wide_share_a_row():
    (one,) = groups((200, 200, 1), (203, 200, 1)).values()
    assert one.box == pytest.approx((200 - 2 * SIDE, 200 - SIDE, 200 + 2 * SIDE, 200 + SIDE))


def test_symbols_of_one_place_do_not_reach_into_each_other():
    kinds = ["abduction", "armed_assault", "assassination", "bombing", "protest", "sabotage"]
    (group,) = standing(rows_of([(0.0, 0.0)] * len(kinds), kinds, 1.0), [6.0] * len(kinds))
    reaches = [6 * max(abs(x) for x, _ in symbol_of(kinds[each]).shape.vertices) for each in group.members]
    sides = [(x - reach, x + reach) for (_, (x, _)), reach in zip(group.places, reaches, strict=True)]
    assert all(one[1] <= other[0] for one, other in pairwise(sides))
