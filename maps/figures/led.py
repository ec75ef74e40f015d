"""Names farther from their marks, each joined to it by a thin line that meets nothing: near by, or outside all areas with records."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from maps.figures import name_line
from maps.figures.neighbours import gaps
from maps.figures.territory import crossing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from maps.figures.block import Block, Spot
    from maps.figures.marks import Mark
    from maps.figures.names import Names

FAR, OFF_OTHERS = (10, 20, 32), 0.6
"""Nominal: how far from its mark a name may stand that a line joins to it; and from other marks, in sizes of its letters."""

FARTHER, FOREMOST = (14, 66, 8), (14, 118, 8)
"""The same in any direction, where there is no room nearer, from the least on; of the foremost names still farther."""

FARTHEST, FAR_ACROSS = (66, 258, 24), 0.25
"""The same of names that else were left out, and which share of the map's shorter side their lines may run over others' ground."""

ACROSS = 40.0
"""Nominal: so far the line of one of the foremost may run over others' ground, rather than that an outline runs through its name."""

BESIDE = 1.4
"""Of the size of its letters: what lies at least between a name and the next, which are else read as one."""

TRIED = 48
"""So many of the places farther off are tried for one whose line meets nothing."""


class Stood(NamedTuple):
    """Where a name stands: in which form, at which middle where it is not that of its mark, and with which line."""

    block: Block
    spot: Spot
    at: Mark | None = None
    line: NDArray[np.float64] | None = None


def far_off(names: Names, mark: Mark, block: Block, *, clear: bool = False) -> bool:
    """Set a name farther from its mark, joined to it by a thin line that meets nothing; with `clear`, no outline is beneath the name."""
    for away in FAR:
        spots = list(block.around(mark.box.grown(away * names.unit), 2 * names.unit))
        boxes = block.boxes(spots, 0.0)
        own = _off_others(names, mark, block, spots)
        own[own] = names.is_on_its_ground(mark, boxes[own])
        if clear:
            own &= names.is_off_empty(mark, boxes)
            own &= names.is_clear_of_edges(boxes)
        if _joined(names, mark, block, spots, own):
            return True
    return False


def outside(names: Names, mark: Mark, block: Block, across: float = math.inf) -> bool:
    """Set a name farther still, in any direction, on no area with records, joined to its mark by such a line, so far at most `across` others."""
    return _led_outside(names, mark, block, FOREMOST if mark.of in names.foremost else FARTHER, across * names.unit)


def farthest(names: Names, mark: Mark, block: Block) -> bool:
    """Set a name that else were left out as far off as it takes, on one line."""
    if block.urdu:
        return False
    return _led_outside(names, mark, block, FARTHEST, FAR_ACROSS * min(names.frame.box.width, names.frame.box.height))


def _led_outside(names: Names, mark: Mark, block: Block, aways: tuple[int, int, int], across: float) -> bool:
    spots = list(block.all_around(mark.box, [away * names.unit for away in range(*aways)]))
    free = np.flatnonzero(names.is_free(block, spots, BESIDE))
    spots = [spots[number] for number in free.tolist()]
    boxes = block.boxes(spots, 0.0)
    own = _may_be_joined(names, mark, boxes) & names.is_off_empty(mark, boxes)
    met = names.ground.tree.query(shapely.box(*boxes[own].T), predicate="intersects")[0]
    own[np.flatnonzero(own)[met]] = False
    spots, boxes = [spots[number] for number in np.flatnonzero(own).tolist()], boxes[own]
    if spots and aways != FARTHER:
        over = crossing(names.ground, mark, (boxes[:, :2] + boxes[:, 2:]) / 2)
        order = np.argsort(gaps(boxes, np.array([mark.box]))[:, 0] + over, kind="stable")
        spots = [spots[number] for number in order.tolist() if over[number] <= across]
    return bool(spots) and _joined(names, mark, block, spots, _off_others(names, mark, block, spots))


def _may_be_joined(names: Names, mark: Mark, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return of each box whether a straight line to it from what is drawn of a mark meets nothing, as far as is known without its letters."""
    starts, ends = name_line.rough(mark, boxes, names.unit)
    return ~names.room.crossed(starts, ends)


def _off_others(names: Names, mark: Mark, block: Block, spots: Sequence[Spot]) -> NDArray[np.bool_]:
    """Return of each spot whether a name there, joined to its mark by a line, is read as that of no other."""
    boxes, apart = block.boxes(spots, 0.0), OFF_OTHERS * block.style.size
    own = np.asarray((gaps(boxes, names.owners.others(mark, boxes, apart)) >= apart).all(axis=1))
    own[own] = names.owners.is_clear(mark, boxes[own], block.leads(spots)[own], led=True)
    return own


def _joined(names: Names, mark: Mark, block: Block, spots: Sequence[Spot], own: NDArray[np.bool_]) -> bool:
    """Set a name at the first of those of its own spots from which a line to its mark meets nothing, with the line."""
    own = own & names.is_free(block, spots, BESIDE)
    same = names.owners.at_its_point(mark) if own.any() else np.empty((0, 4))
    tried = np.flatnonzero(own)[:TRIED].tolist()
    found = (spots[number] for number in tried if _joins(names, mark, block, spots[number], same))
    spot = next(found, None)
    return spot is not None and names.set_at(mark, Stood(block, spot, line=name_line.ends(mark, block, spot)))


def _joins(names: Names, mark: Mark, block: Block, spot: Spot, same: NDArray[np.float64]) -> bool:
    """Return whether a line from a mark to its name would cross nothing, nor meet another mark, those at its own point aside."""
    squares = name_line.steps(mark, name_line.ends(mark, block, spot), names.unit)
    if len(same):
        squares = squares[(gaps(squares, same) > names.unit).all(axis=1)]
    if len(squares) < name_line.SEEN:
        return False
    apart = name_line.OFF_MARKS * names.unit if mark.is_plain else 0.0
    least = name_line.OFF_OTHERS * names.unit
    away = gaps(squares, names.owners.others(mark, squares, max(apart, least) + names.unit, seen=True))
    return bool(names.room.free(squares).all() and (away > least).all() and (away[0] > apart).all())
