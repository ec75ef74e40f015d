"""Finds where the number of records beside each symbol has room, so that nobody takes it for another symbol's or place's."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.figures.boxes import Box, inside, meets
from maps.figures.words import Style, ink

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from maps.figures.boxes import Room

SIZE = 10.5
"""Nominal size of a number."""

BETWEEN = 3.0
"""Nominal: between two numbers on a line, which are else read as one."""

FOREIGN = 4.0
"""Nominal: between a number and the symbols and numbers of another place."""


class Standing(NamedTuple):
    """Where a number stands: its words, the point and side that they are set from, and the box that they fill."""

    words: str
    x: float
    y: float
    anchor: str
    box: Box


def standing(
    counts: Sequence[int],
    boxes: NDArray[np.float64],
    places: Sequence[int],
    taken: NDArray[np.float64],
    room: Room,
    number: Callable[[float], str],
    frame: Box,
    unit: float,
) -> dict[int, Standing | None]:
    """Return where the number of each symbol that stands for several records has room, None where it has none.

    `boxes` are those of the symbols, a row each, `places` says which stand at one place, `taken` is what else is drawn, and `room`
    what was before. Busy symbols come first.
    """
    if not len(boxes):
        return {}
    style, at, numbers = Style(SIZE * unit, "#000", weight=600), np.asarray(places), list[Box]()
    wide = FOREIGN * unit * np.array([-1, -1, 1, 1])
    owners, found = list[int](), dict[int, Standing | None]()
    for i in sorted((i for i, count in enumerate(counts) if count > 1), key=lambda i: (-counts[i], i)):
        words, own = number(counts[i]), at == at[i]
        spots = _beside(Box(*boxes[i].tolist()), unit)
        tried = np.array([ink(x, y, words, style, anchor) for x, y, anchor in spots])
        others = np.concatenate([boxes[own & (np.arange(len(boxes)) != i)], boxes[~own] + wide, taken])
        free = inside(tried, frame.grown(-2 * unit)) & ~meets(tried, others).any(axis=1) & room.free(tried)
        if numbers:
            same = np.array([owner == at[i] for owner in owners])[:, None]
            near = np.where(same, BETWEEN * unit * np.array([-1, 0, 1, 0]), wide)
            free &= ~meets(tried, np.array(numbers) + near).any(axis=1)
        if free.any():
            best = int(np.argmax(free))
            box = Box(*tried[best].tolist())
            numbers.append(box)
            owners.append(int(at[i]))
            found[i] = Standing(words, *spots[best], box)
        else:
            found[i] = None
    return found


def _beside(box: Box, unit: float) -> list[tuple[float, float, str]]:
    """Return where a number may stand: at the corners, then above or below."""
    right, left, high = box.right - unit, box.left + unit, 7.6 * unit
    x, _ = box.centre
    corners = [(at, y, anchor) for y in (box.top + 4 * unit, box.bottom + high - 4 * unit) for at, anchor in ((right, "start"), (left, "end"))]  # fmt: skip
    return [*corners, (x, box.top - 1.5 * unit, "middle"), (x, box.bottom + high + 1.5 * unit, "middle")]
