"""Whose name it is: a name stands nearer to what it names than to anything else, and this is measured on what was drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from maps.figures.boxes import Box, Measured

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

NAMES = ("label", "town")
MARKS = ("symbol", "symbol-number", "gathered", "disc", "badge", "dot", "centre", "leader-end")

JOINED = 4.0
"""Pixels that may be between the squares noted along a line and what it leads to: they begin where the margin of its mark ends."""

CLOSE = 1.6
"""Heights of its first line that a name may be from its mark without a line between them."""

OFF, ASIDE, OFF_A_NAMED = 1.0, 2.8, 0.7
"""Such heights that lie at least between a name and another mark above or below, one on its line, and between an area's and a named town."""

TWICE = 2.0
"""So many times as far as its own mark is another that a name stands straight beside."""


AS_ONE = 0.25
"""Share of its width within which another mark has its middle that hides it, or is hidden by it: either has its name there."""

OFF_POINTS = 3.0
"""Nominal: between a name and points of a crowd, which take no room of their own."""


def free_of(points: NDArray[np.float64], boxes: NDArray[np.float64], margin: float) -> NDArray[np.bool_]:
    """Return of each box, a row each, whether no point (x, y) lies in it or nearer than a margin.

    Examples
    --------
    >>> free_of(np.array([[5.0, 5.0]]), np.array([[0.0, 0, 4, 4], [0, 0, 6, 6]]), 0.5).tolist()
    [True, False]
    """
    if not len(points):
        return np.ones(len(boxes), dtype=bool)
    x, y = points.T[:, None]
    left, top, right, bottom = (boxes + margin * np.array([-1, -1, 1, 1])).T[..., None]
    return ~((left < x) & (x < right) & (top < y) & (y < bottom)).any(axis=1)


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


def elsewhere(others: NDArray[np.float64], own: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return of each of some marks whether it is seen apart from all of one's own: nearly at its point the two are one to the eye.

    Examples
    --------
    >>> elsewhere(np.array([[1.0, 0, 9, 8], [6, 0, 14, 8]]), np.array([[0.0, 0, 8, 8]])).tolist()
    [False, True]
    """
    middles, mine = ((each[:, :2] + each[:, 2:]) / 2 for each in (others, own))
    away = np.hypot(*(middles[:, None] - mine[None]).transpose(2, 0, 1))
    return np.asarray((away >= AS_ONE * (own[:, 2] - own[:, 0])).all(axis=1))


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


def astray(
    names: NDArray[np.float64],
    lines: NDArray[np.float64],
    own: NDArray[np.float64],
    others: NDArray[np.float64],
    *,
    led: bool = False,
    slack: float = 0.0,
) -> NDArray[np.bool_]:
    """Return of each name, with its first line, whether it stands so near straight beside another mark that it is read as that one's.

    One on the line of its own mark may have another at its far end; one to which a thin line leads stands where no name without one might.

    Examples
    --------
    >>> name, mark = np.array([[12.0, 0, 40, 9]]), np.array([[0.0, 0, 9, 9]])
    >>> [astray(name, name, mark, mark + [x, 0, x, 0]).tolist() for x in (46, 56)], astray(name, name, mark, mark + [56, 0, 56, 0], led=True)
    ([[True], [False]], array([ True]))
    """
    highs, near = lines[:, 3] - lines[:, 1], gaps(lines, own).min(axis=1)
    within = off(highs, near, led=led)
    on_line = _level(lines, own, 1, 0.0).any(axis=1)
    aside = np.maximum(within, np.where(on_line & (not led), CLOSE, ASIDE) * highs)
    over, level = _level(names, others, 0, 0.0), _level(names, others, 1, highs[:, None] / 2)
    apart = gaps(names, others) - slack
    return np.asarray(((over & (apart < within[:, None])) | (level & (apart < aside[:, None]))).any(axis=1))


def off(highs: NDArray[np.float64], near: NDArray[np.float64], *, led: bool) -> NDArray[np.float64]:
    """Return how far other marks are at least above and below names, by the height of their first lines and how far their own is."""
    return CLOSE * highs if led else np.maximum(OFF * highs, TWICE * near)


def over_towns(areas: NDArray[np.float64], towns: NDArray[np.float64], is_named: NDArray[np.bool_], highs: NDArray[np.float64]) -> NDArray[np.bool_]:  # fmt: skip
    """Return of each area's name, with nothing drawn that it stands beside, whether it might be read as that of one of some towns.

    Of a town without a name that is farther off than of one with its own.

    Examples
    --------
    >>> name, town, high = np.array([[0.0, 0, 40, 10]]), np.array([[10.0, 18, 15, 23]]), np.array([10.0])
    >>> over_towns(name, town, np.array([False]), high), over_towns(name, town, np.array([True]), high)
    (array([ True]), array([False]))
    """
    least = highs[:, None] * np.where(is_named, OFF_A_NAMED, CLOSE)
    return np.asarray((gaps(areas, towns) < least).any(axis=1))


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
    >>> kalat, quetta = ("symbol", Box(0, 0, 9, 9), ("kalat",)), ("symbol", Box(57, 0, 66, 9), ("quetta",))
    >>> marks = [Measured(kind, "", box, of) for kind, box, of in (kalat, quetta)]
    >>> misread([*marks, Measured("label", "Kalat", Box(12, 0, 40, 9), ("kalat",))])
    []
    >>> misread([*marks, Measured("label", "Kalat", Box(23, 0, 51, 9), ("kalat",))])
    ["label 'Kalat' is nearer to another mark than to its own"]
    """
    known = list(things)
    marks = [thing for thing in known if thing.kind in MARKS]
    lines = [thing for thing in known if thing.kind == "name-leader"]
    whole = _whole(thing for thing in known if thing.kind in NAMES and thing.of)
    named = {name.of for _, name in whole}
    found: list[str] = []
    for first, name in whole:
        mine = [mark.of[: len(name.of)] == name.of for mark in marks]
        own = _boxes(mark for mark, is_own in zip(marks, mine, strict=True) if is_own)
        others = [mark for mark, is_own in zip(marks, mine, strict=True) if not is_own]
        if len(own) and others:
            others = [mark for mark, is_apart in zip(others, elsewhere(_boxes(others), own), strict=True) if is_apart]
        here = next(
            (each.box for each in known if each.kind == "map" and each.box.overlaps(name.box)), name.box.grown(1e4)
        )
        line = _boxes(step for step in lines if step.of == name.of and here.overlaps(step.box))
        box, lead = _boxes([name]), _boxes([first])
        ((near, other),) = nearest(box, own, _boxes(others))
        called, seen = f"{name.kind} {name.words!r}", [mark for mark in others if mark.kind != "centre"]
        is_plain = any(mark.kind == "centre" for mark, is_own in zip(marks, mine, strict=True) if is_own)
        if not len(own):
            said = [f"{called} has no mark"]
        elif len(line):
            said = _broken(called, box, line, own, _boxes(seen))
        elif near >= other:
            said = [f"{called} is nearer to another mark than to its own"]
        else:
            said = [] if beside(lead, own).any() else [f"{called} is not beside its mark and has no line to it"]
        if not said and astray(box, lead, own, _boxes(seen), led=bool(len(line))).any():
            said = [f"{called} stands beside another mark as its name would"]
        elif (
            not said and is_plain and over_towns(box, _boxes(seen), _named(seen, named), lead[:, 3] - lead[:, 1]).any()
        ):
            said = [f"{called} is an area's and stands by a town as its name would"]
        found += said
    return found


def _boxes(things: Iterable[Measured]) -> NDArray[np.float64]:
    return np.array([thing.box for thing in things]).reshape(-1, 4)


def _named(marks: Sequence[Measured], names: Collection[tuple[str, ...]]) -> NDArray[np.bool_]:
    """Return of each mark whether it has a name: names are of no more than their marks are."""
    return np.array([any(mark.of[:count] in names for count in (1, 2)) for mark in marks], dtype=bool)


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
