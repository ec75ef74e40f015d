"""Whose name it is: a name stands nearer to what it names than to anything else, and this is measured on what was drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from maps.figures.boxes import Box, Measured

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

NAMES = ("label", "town")
MARKS = ("symbol", "symbol-number", "badge", "dot", "centre", "leader-end")

JOINED = 4.0
"""Pixels that may be between the end of a line and what it leads to."""

CLOSE = 1.6
"""Heights of its first line that a name may be from its mark without a line between them."""


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


def beside(lines: NDArray[np.float64], marks: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return of each first line of a name whether it is close beside, above or below one of some marks: not at a corner.

    Examples
    --------
    >>> line, mark = np.array([[12, 0, 40, 9]]), np.array([[0, 0, 9, 9]])
    >>> beside(line, mark), beside(line + 14, mark), beside(line + [40, 0, 40, 0], mark)
    (array([ True]), array([False]), array([False]))
    """
    highs = (lines[:, 3] - lines[:, 1])[:, None]
    return np.asarray(((gaps(lines, marks) <= CLOSE * highs) & (_level(lines, marks, 0, 0.0) | _level(lines, marks, 1, highs / 2))).any(axis=1))  # fmt: skip


def _level(lines: NDArray[np.float64], marks: NDArray[np.float64], axis: int, slack: Any) -> NDArray[np.bool_]:
    """Return of each line and mark whether along an axis one holds the other's middle."""
    low, high = lines[:, axis, None], lines[:, axis + 2, None]
    first, last = marks[:, axis], marks[:, axis + 2]
    middle, own = (first + last) / 2, (low + high) / 2
    return ((low - slack <= middle) & (middle <= high + slack)) | ((first <= own) & (own <= last))


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
    lines = [thing for thing in known if thing.kind == "name-leader"]
    found: list[str] = []
    for first, name in _whole(thing for thing in known if thing.kind in NAMES and thing.of):
        mine = [mark.of[: len(name.of)] == name.of for mark in marks]
        own = np.array([mark.box for mark, is_own in zip(marks, mine, strict=True) if is_own]).reshape(-1, 4)
        others = np.array([mark.box for mark, is_own in zip(marks, mine, strict=True) if not is_own]).reshape(-1, 4)
        here = next(
            (each.box for each in known if each.kind == "map" and each.box.overlaps(name.box)), name.box.grown(1e4)
        )
        line = np.array([step.box for step in lines if step.of == name.of and here.overlaps(step.box)]).reshape(-1, 4)
        ((near, other),) = nearest(np.array([name.box]), own, others)
        called = f"{name.kind} {name.words!r}"
        if not len(own):
            found.append(f"{called} has no mark")
        elif len(line):
            found += _broken(called, np.array([name.box]), line, own, others)
        elif near >= other:
            found.append(f"{called} is nearer to another mark than to its own")
        elif not beside(np.array([first.box]), own).any():
            found.append(f"{called} is not beside its mark and has no line to it")
    return found


def _broken(called: str, name: NDArray[np.float64], line: NDArray[np.float64], own: NDArray[np.float64], others: NDArray[np.float64]) -> list[str]:  # fmt: skip
    """Return what is wrong with the line from a name to its mark: it must touch both, and nothing else."""
    ends = [gaps(line, each).min() <= JOINED for each in (name, own)]
    found = [] if all(ends) else [f"the line of {called} does not reach from it to its mark"]
    met = len(others) and (gaps(line, others) == 0).any()
    return [*found, f"the line of {called} meets another mark"] if met else found


def _whole(lines: Iterable[Measured]) -> Sequence[tuple[Measured, Measured]]:
    """Return the first line of each name, and the name with its lines joined, which are measured one after the other."""
    found: list[tuple[Measured, Measured]] = []
    for line in lines:
        first, last = found[-1] if found else (line, None)
        if last and last.of == line.of and abs(line.box.top - last.box.bottom) < 2 * line.box.height:
            found[-1] = first, last._replace(box=around([last.box, line.box]))
        else:
            found.append((line, line))
    return found


def around(boxes: Sequence[Box]) -> Box:
    """Return the least box that holds all of some."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))
