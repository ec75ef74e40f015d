"""Finds small maps and their key room: the key stands in the empty place beside an odd last map where that holds it, else under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.figures import keys, multiples
from maps.figures.heights import is_column
from maps.figures.lower import KEY_GAP, map_entries

if TYPE_CHECKING:
    from maps.figures.boxes import Box
    from maps.figures.multiples import Parts
    from maps.figures.plan import Learnt
    from maps.figures.subject import Subject

MOST_LEGENDS = 4
"""So often small maps are cut anew, as their legend grows by what it says of the cut."""


def parts_with_key(subject: Subject, room: Box, unit: float, learnt: Learnt) -> tuple[Parts, Box | None]:
    """Return the small maps that have room beside their key, which says how they were cut; and its place where it is not under them.

    In a column, which is as high as it needs, it is always under them.
    """

    def key_height(parts: Parts | None, width: float) -> float:
        return keys.arrange(map_entries(subject, None, None, parts, learnt), subject.theme, unit, width)[1]

    high, parts = 0.0, None
    for _ in range(MOST_LEGENDS):
        if parts is not None and key_height(parts, room.width) <= high:
            break
        high = max(high, key_height(parts, room.width))
        over = room._replace(bottom=room.bottom - high - KEY_GAP * unit)
        parts = multiples.parts_of(subject, over, unit, circled=learnt.circled)
    assert parts is not None
    if parts.boxes and parts.empty_place and not is_column(subject.recipe):
        alone = multiples.parts_of(subject, room, unit, circled=learnt.circled)
        place = alone.empty_place
        if place and alone.are_as_large_as(parts) and key_height(alone, place.width) <= place.height:
            return alone, place
    return parts, None
