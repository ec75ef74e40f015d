"""Boxes: rectangles on a figure in CSS pixels, y downwards, and how they are checked for overlaps and cuts."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray


class Box(NamedTuple):
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        """The middle, as (x, y)."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def grown(self, by: float) -> Box:
        """Return the box with a margin around it; a negative one shrinks it."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def moved(self, x: float, y: float) -> Box:
        """Return the box shifted by (x, y)."""
        return Box(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def overlaps(self, other: Box) -> bool:
        """Return whether the two share some area; boxes that only touch do not."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        """Return whether the other lies wholly inside.

        Examples
        --------
        >>> Box(0, 0, 9, 9).holds(Box(1, 1, 9, 9)), Box(0, 0, 9, 9).holds(Box(1, 1, 10, 9))
        (True, False)
        """
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )


class Measured(NamedTuple):
    """One thing as it was drawn: its kind (``title``, ``label``, ``badge``, ``symbol`` ...), its words, its box, what it is of.

    A mark is of a place, and more closely of a kind and a point; a name is of a place.
    """

    kind: str
    words: str
    box: Box
    of: tuple[str, ...] = ()


MANY_PAIRS = 40_000
"""From so many pairs of boxes on, those near each other are found by a tree."""


class Room:
    """Which parts of the sheet are taken; many boxes are asked about at once."""

    def __init__(self) -> None:
        self._taken = np.empty((64, 4))
        self._count = 0

    def take(self, box: Box) -> None:
        """Mark a box as taken."""
        if self._count == len(self._taken):
            self._taken = np.concatenate([self._taken, np.empty_like(self._taken)])
        self._taken[self._count] = box
        self._count += 1

    def __len__(self) -> int:
        """Return how many boxes are taken."""
        return self._count

    def give_back(self, count: int) -> None:
        """Free what was taken after the first so many boxes."""
        self._count = count

    def is_free(self, box: Box) -> bool:
        """Return whether nothing taken overlaps the box."""
        return bool(self.free(np.array([box]))[0])

    def free(self, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return of each box, a row (left, top, right, bottom), whether nothing taken overlaps it.

        Examples
        --------
        >>> room = Room()
        >>> room.take(Box(0, 0, 9, 9))
        >>> room.free(np.array([[8, 8, 12, 12], [9, 0, 12, 9]])).tolist()
        [False, True]
        """
        if not len(boxes):
            return np.ones(0, dtype=bool)
        (left, top), (right, bottom) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
        taken = self._taken[: self._count]
        near = taken[(taken[:, 0] < right) & (taken[:, 2] > left) & (taken[:, 1] < bottom) & (taken[:, 3] > top)]
        if len(boxes) * len(near) < MANY_PAIRS:
            return np.asarray(~meets(boxes, near).any(axis=1))
        at, by = shapely.STRtree(shapely.box(*near.T)).query(shapely.box(*boxes.T))
        (left, top, right, bottom), others = boxes[at].T, near[by].T
        met = (left < others[2]) & (others[0] < right) & (top < others[3]) & (others[1] < bottom)
        free = np.ones(len(boxes), dtype=bool)
        free[at[met]] = False
        return free

    def crossed(self, starts: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return of each line, from a row (x, y) to another, whether it meets anything taken.

        Examples
        --------
        >>> room = Room()
        >>> room.take(Box(0, 0, 9, 9))
        >>> room.crossed(np.array([[-5.0, 5.0], [-5.0, 12.0]]), np.array([[20.0, 5.0], [20.0, 12.0]])).tolist()
        [True, False]
        """
        met = np.zeros(len(starts), dtype=bool)
        taken = shapely.STRtree(shapely.box(*self._taken[: self._count].T))
        met[taken.query(shapely.linestrings(np.stack([starts, ends], axis=1)), predicate="intersects")[0]] = True
        return met


def meets(boxes: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return whether each of some boxes, a row each, overlaps each of others."""
    met = (boxes[:, None, 0] < others[:, 2]) & (others[:, 0] < boxes[:, None, 2])
    return met & (boxes[:, None, 1] < others[:, 3]) & (others[:, 1] < boxes[:, None, 3])


def inside(boxes: NDArray[np.float64], frame: Box) -> NDArray[np.bool_]:
    """Return of each box, a row, whether a frame holds it whole."""
    left, top, right, bottom = frame
    return (boxes[:, 0] >= left) & (boxes[:, 1] >= top) & (boxes[:, 2] <= right) & (boxes[:, 3] <= bottom)


CELL = 48
"""Side of the squares in which `overlaps` looks for boxes that are near each other."""


def overlaps(things: Iterable[Measured], tolerance: float = 0.5) -> list[tuple[Measured, Measured]]:
    """Return each pair of things that cover one another by more than `tolerance` pixels.

    Examples
    --------
    >>> one, other = Measured("label", "a", Box(0, 0, 9, 9)), Measured("label", "b", Box(8, 0, 20, 9))
    >>> [(a.words, b.words) for a, b in overlaps([one, other])]
    [('a', 'b')]
    """
    found: list[tuple[Measured, Measured]] = []
    cells: dict[tuple[int, int], list[tuple[int, Measured]]] = defaultdict(list)
    shrunk = [thing._replace(box=thing.box.grown(-tolerance / 2)) for thing in things]
    for number, thing in enumerate(shrunk):
        met: dict[int, Measured] = {}
        for cell in _under(thing.box):
            met |= {index: other for index, other in cells[cell] if thing.box.overlaps(other.box)}
            cells[cell].append((number, thing))
        found += [(other, thing) for _, other in sorted(met.items())]
    return found


def _under(box: Box) -> Iterator[tuple[int, int]]:
    across = range(int(box.left // CELL), int(box.right // CELL) + 1)
    down = range(int(box.top // CELL), int(box.bottom // CELL) + 1)
    return product(across, down)


WITHIN = frozenset(
    {
        "map",
        "badge-number",
        "gathered-number",
        "counted-beneath",
        "tally",
        "mixed",
        "uncounted",
        "disc",
        "tag-words",
        "centre",
        "inset-name",
        "leader",
        "leader-step",
        "leader-end",
        "name-leader",
    }
)
"""Kinds that lie on another kind on purpose."""

ON_THE_MAP = frozenset(
    {
        "label",
        "badge",
        "symbol",
        "symbol-number",
        "gathered",
        "town",
        "dot",
        "country",
        "province",
        "sea",
        "scale",
        "inset",
    }
)
LEADERS_AVOID = ("badge", "symbol", "symbol-number", "gathered")
"""What the line from a count to its area would be taken to belong to, or be hidden by."""

WORDS_IN_FULL = frozenset({"title", "subtitle", "legend", "footer", "claim", "figure", "toll", "tag-words", "more"})
"""Kinds whose words are never shortened."""


def faults(things: Iterable[Measured], page: Box) -> list[str]:
    """Return in words what an editor would send back: things that overlap, or are cut by the map's frame or the page.

    Two symbols may overlap: each stands on its true place, and its number may touch it.

    Examples
    --------
    >>> page = Box(0, 0, 100, 100)
    >>> faults([Measured("title", "long", Box(90, 5, 120, 20))], page)
    ["title 'long' is cut by the page"]
    """
    known = list(things)
    pairs = [pair for pair in overlaps(thing for thing in known if thing.kind not in WITHIN) if not _may_meet(*pair)]
    found = [f"{one.kind} {one.words!r} overlaps {other.kind} {other.words!r}" for one, other in pairs]
    frames = [thing.box for thing in known if thing.kind == "map"]
    on_map = [thing for thing in known if thing.kind in ON_THE_MAP]
    found += [f"{thing.kind} {thing.words!r} is cut by the map's frame" for thing in cut(on_map, *frames)]
    found += crossed(known)
    return found + [f"{thing.kind} {thing.words!r} is cut by the page" for thing in cut(known, page)]


def crossed(things: Iterable[Measured]) -> list[str]:
    """Return in words each line from a count to its area that meets another count, a symbol or another line.

    Examples
    --------
    >>> step = Measured("leader-step", "", Box(4, 4, 7, 7), ("ziarat",))
    >>> crossed([step, Measured("badge", "7", Box(0, 0, 9, 9), ("pishin",))])
    ["the leader of the count of ziarat crosses badge '7' of pishin"]
    """
    known = [thing for thing in things if thing.kind in ("leader-step", *LEADERS_AVOID)]
    found = dict[str, None]()
    for pair in overlaps(known):
        for step, other in (pair, pair[::-1]):
            if step.kind == "leader-step" and step.of[:2] != other.of[:2]:
                words = f"{other.kind} {other.words!r} of {other.of[0] if other.of else '?'}"
                found[f"the leader of the count of {step.of[0]} crosses {words}"] = None
    return list(found)


def shortened(things: Iterable[Measured]) -> list[str]:
    """Return in words what was shortened that a reader needs in full: title, legend, claims, small print.

    Examples
    --------
    >>> shortened([Measured("footer", "Sources: a list of inci…", Box(0, 0, 9, 9))])
    ["footer 'Sources: a list of inci…' is shortened"]
    """
    return [f"{t.kind} {t.words!r} is shortened" for t in things if t.kind in WORDS_IN_FULL and t.words.endswith("…")]


def _may_meet(one: Measured, other: Measured) -> bool:
    kinds = {one.kind, other.kind}
    return kinds == {"symbol"} or (kinds == {"symbol", "symbol-number"} and one.of == other.of)


def cut(things: Iterable[Measured], *frames: Box, tolerance: float = 0.5) -> list[Measured]:
    """Return the things that no frame holds whole; none where there is no frame."""
    grown = [frame.grown(tolerance) for frame in frames]
    return [thing for thing in things if grown and not any(frame.holds(thing.box) for frame in grown)]
