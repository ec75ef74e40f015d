"""Whose name it is: a name stands nearer to what it names than to anything else, and this is measured on what was drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.figures.boxes import Box, Measured

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

NAMES = ("label", "town")
MARKS = ("symbol", "symbol-number", "badge", "dot", "centre")


def gaps(boxes: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far each of some boxes is from each of others, both as rows (left, top, right, bottom); 0 where they meet.

    Examples
    --------
    >>> gaps(np.array([[0, 0, 1, 1]]), np.array([[4, 5, 6, 7], [0.5, 0, 2, 2]])).tolist()
    [[5.0, 0.0]]
    """
    across = np.maximum(boxes[:, None, 0] - others[None, :, 2], others[None, :, 0] - boxes[:, None, 2])
    down = np.maximum(boxes[:, None, 1] - others[None, :, 3], others[None, :, 1] - boxes[:, None, 3])
    return np.hypot(np.maximum(across, 0), np.maximum(down, 0))


def nearest(boxes: NDArray[np.float64], own: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return of each box its distances to the nearest of its own marks and to the nearest other, infinite where there is none."""
    found = [gaps(boxes, each).min(axis=1) if len(each) else np.full(len(boxes), np.inf) for each in (own, others)]
    return np.column_stack(found)


def misread(things: Iterable[Measured]) -> list[str]:
    """Return in words each name that stands nearer to another's mark than to its own, or whose mark is not there.

    Examples
    --------
    >>> kalat, quetta = ("symbol", Box(0, 0, 9, 9), ("kalat",)), ("symbol", Box(50, 0, 59, 9), ("quetta",))
    >>> marks = [Measured(kind, "", box, of) for kind, box, of in (kalat, quetta)]
    >>> misread([*marks, Measured("label", "Kalat", Box(12, 0, 40, 9), ("kalat",))])
    []
    >>> misread([*marks, Measured("label", "Kalat", Box(18, 0, 46, 9), ("kalat",))])
    ["label 'Kalat' is nearer to another mark than to its own"]
    """
    known = list(things)
    marks = [thing for thing in known if thing.kind in MARKS]
    found: list[str] = []
    for name in _whole(thing for thing in known if thing.kind in NAMES and thing.of):
        mine = [mark.of[: len(name.of)] == name.of for mark in marks]
        own = np.array([mark.box for mark, is_own in zip(marks, mine, strict=True) if is_own]).reshape(-1, 4)
        others = np.array([mark.box for mark, is_own in zip(marks, mine, strict=True) if not is_own]).reshape(-1, 4)
        ((near, other),) = nearest(np.array([name.box]), own, others)
        if not len(own):
            found.append(f"{name.kind} {name.words!r} has no mark")
        elif near >= other:
            found.append(f"{name.kind} {name.words!r} is nearer to another mark than to its own")
    return found


def _whole(lines: Iterable[Measured]) -> Sequence[Measured]:
    """Return names with their lines joined, those of one name being measured one after the other, each below the last."""
    found: list[Measured] = []
    for line in lines:
        last = found[-1] if found else None
        if last and last.of == line.of and abs(line.box.top - last.box.bottom) < 2 * line.box.height:
            found[-1] = last._replace(box=around([last.box, line.box]))
        else:
            found.append(line)
    return found


def around(boxes: Sequence[Box]) -> Box:
    """Return the least box that holds all of some."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))
