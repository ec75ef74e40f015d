"""Keeps symbols of different places apart: in a row at their place, else in a block, else beside it with a line to it."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from maps.figures import leader
from maps.figures.boxes import Box, Room, inside
from maps.figures.neighbours import gaps
from maps.symbols import symbol_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from maps.figures.boxes import Measured
    from maps.figures.marks import Point

DIRECTIONS = 16
AWAY = (7.0, 11.0, 16.0, 22.0, 28.0, 34.0)
"""Nominal: how long the line to symbols beside their place may be, the shortest that has room first."""

MOST_MOVED = 24
"""Of more places none stands aside: so many lines would tell nobody anything. They are counted together then."""

PULL = 100.0
"""Nominal: within this other places push symbols to the side away from them."""

DOT_ROOM = 4.0
"""Nominal: around the dot at a place, where no symbol stands."""

TOGETHER = 2 * leader.STEP
"""Nominal: places nearer than this, half a symbol, are drawn as one: the dots of both would meet."""

SIGNED, TOLERANCE = 4, 0.1
"""What a symbol is of has so many parts, the last of them its point; and pixels by which a gap may fall short."""


class Form(NamedTuple):
    """How the symbols of a place stand: the middle of each from the middle of all, and how wide and high they are."""

    centres: tuple[Point, ...]
    wide: float
    high: float

    def at(self, x: float, y: float) -> Box:
        """Return the box that they fill around a point."""
        return Box(x - self.wide / 2, y - self.high / 2, x + self.wide / 2, y + self.high / 2)


@dataclass(frozen=True)
class Group:
    """The symbols of one point: their numbers in the order of kinds, and how and around what they stand."""

    point: Point
    members: tuple[int, ...]
    form: Form
    middle: Point
    reach: float = 1.0

    @functools.cached_property
    def box(self) -> Box:
        """What they fill."""
        return self.form.at(*self.middle)

    @property
    def is_moved(self) -> bool:
        """Whether they stand beside their place."""
        return self.middle != self.point

    def line(self, unit: float) -> NDArray[np.float64]:
        """Return the squares along the line to their place, none where they stand there."""
        return (
            leader.steps(np.array([self.box]), np.array([self.point]), unit)[0] if self.is_moved else np.empty((0, 4))
        )

    @property
    def places(self) -> list[tuple[int, Point]]:
        """Return the number of each symbol with its middle."""
        x, y = self.middle
        return [(number, (x + u, y + v)) for number, (u, v) in zip(self.members, self.form.centres, strict=True)]


def form_of(radii: Sequence[float], columns: int, reach: float = 1.0) -> Form:
    """Return how symbols stand in so many columns, those of the last row in its middle.

    Several have so many times their radius to each side: as far as the widest of their shapes reaches.

    Examples
    --------
    >>> form_of([3, 3, 3], 2)
    Form(centres=((-3.0, -3.0), (3.0, -3.0), (0.0, 3.0)), wide=12.0, high=12.0)
    """
    radii = [radius * (reach if len(radii) > 1 else 1.0) for radius in radii]
    rows = [radii[at : at + columns] for at in range(0, len(radii), columns)]
    high, centres = 2 * sum(max(row) for row in rows), list[tuple[float, float]]()
    top = -high / 2
    for row in rows:
        left = -sum(row)
        for radius in row:
            centres.append((left + radius, top + max(row)))
            left += 2 * radius
        top += 2 * max(row)
    return Form(tuple(centres), 2 * max(sum(row) for row in rows), high)


class Row(NamedTuple):
    """What stands at one point: its symbols by their numbers, in the order of kinds."""

    point: Point
    members: tuple[int, ...]
    reach: float = 1.0
    """How many times its radius the widest of their shapes reaches to the side."""


def rows_of(points: Sequence[Point], kinds: Sequence[str], unit: float) -> list[Row]:
    """Return the symbols at each point; points that lie too near for two dots are one."""
    rows: dict[Point, list[int]] = {}
    known, count = np.empty((len(points), 2)), 0
    for number in sorted(range(len(points)), key=lambda number: kinds[number]):
        point = points[number]
        if unit and point not in rows:
            near = np.flatnonzero(np.abs(known[:count] - point).max(axis=1) < TOGETHER * unit)
            if len(near):
                point = (float(known[near[0], 0]), float(known[near[0], 1]))
            else:
                known[count], count = point, count + 1
        rows.setdefault(point, []).append(number)
    reach = functools.cache(lambda kind: symbol_of(kind).shape.reach)
    return [Row(point, tuple(members), max(reach(kinds[each]) for each in members)) for point, members in rows.items()]


def are_many(rows: Sequence[Row], radii: Sequence[float]) -> bool:
    """Return whether so many places have symbols too near to others' that not all can stand beside their place.

    Measured on the blocks that they would stand in. `radii` are those of all symbols, of which the rows may have some.
    """
    counts = np.array([len(row.members) for row in rows])
    columns = np.maximum(np.sqrt(counts - 1).astype(int) + (counts > 2), 1)
    most = np.array([max(radii[number] for number in row.members) for row in rows])
    halves = np.column_stack([columns, -(-counts // columns)]) * most[:, None]
    middles, gap = np.array([row.point for row in rows]), min(radii)
    boxes, grown = (np.hstack([middles - halves - by, middles + halves + by]) for by in (0.0, gap))
    one, other = shapely.STRtree(shapely.box(*boxes.T)).query(shapely.box(*grown.T))
    return len(np.unique(one[one != other])) > 2 * MOST_MOVED


def settled(
    rows: Sequence[Row], radii: Sequence[float], frame: Box, room: Room, unit: float, gap: float = 0.0
) -> tuple[list[Group], bool]:
    """Return where the symbols of each point stand, and whether between those of two points there is half of the smallest, or `gap`, at least.

    Nor does a line to symbols beside their place meet others then.
    A row that would come too near another becomes a block; of blocks still too near the busiest stay, others move beside their
    place, and stay where there is no room for that.
    """
    apart = _Apart(radii, frame, room, unit, max(min(radii), gap))
    groups = standing(rows, radii)
    near = apart.near(groups)
    groups = [
        replace(group, form=apart.block(group)) if close else group for group, close in zip(groups, near, strict=True)
    ]
    moved = apart.moved(groups)
    return moved, not (apart.near(moved).any() or apart.crosses(moved))


def standing(rows: Sequence[Row], radii: Sequence[float]) -> list[Group]:
    """Return the symbols of each point in a row on it."""
    return [
        Group(point, members, form_of([radii[i] for i in members], len(members), reach), point, reach)
        for point, members, reach in rows
    ]


@dataclass(frozen=True)
class _Apart:
    radii: Sequence[float]
    frame: Box
    room: Room
    unit: float
    gap: float

    def block(self, group: Group) -> Form:
        """Return a group's symbols one above the other, or in a square."""
        columns = max(math.isqrt(len(group.members) - 1) + (len(group.members) > 2), 1)
        return form_of([self.radii[number] for number in group.members], columns, group.reach)

    def near(self, groups: Sequence[Group]) -> NDArray[np.bool_]:
        """Return of each group whether another stands too near."""
        boxes = np.array([group.box for group in groups])
        between = gaps(boxes, boxes)
        np.fill_diagonal(between, np.inf)
        return np.asarray((between < self.gap).any(axis=1))

    def crosses(self, groups: Sequence[Group]) -> bool:
        """Return whether the line to one of some groups meets another: one for which there was no room beside its place."""
        for group in (group for group in groups if group.is_moved):
            others = np.array([other.box for other in groups if other != group]).reshape(-1, 4)
            if (gaps(group.line(self.unit), others) < self.unit).any():
                return True
        return False

    def moved(self, groups: Sequence[Group]) -> list[Group]:
        """Return the groups, those too near to others beside their place."""
        near = self.near(groups)
        if not near.any():
            return list(groups)
        found = [group for group, close in zip(groups, near, strict=True) if not close]
        crowded = [group for group, close in zip(groups, near, strict=True) if close]
        stays = self._staying(np.array([group.box for group in crowded]), np.array([group.point for group in crowded]))
        homeless = [group for group, stay in zip(crowded, stays, strict=True) if not stay]
        if len(homeless) > MOST_MOVED:
            return list(groups)
        found += [group for group, stay in zip(crowded, stays, strict=True) if stay]
        points, ways = np.tile([group.point for group in crowded], 2), Room()
        for group in sorted(homeless, key=lambda group: (-len(group.members), group.point)):
            found.append(self._beside(group, found, points, ways))
        return found

    def _staying(self, boxes: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which of some groups may stay: in turn those that cover no other's place, and are too near to none that stays."""
        covers = gaps(boxes, np.tile(points, 2)) < DOT_ROOM * self.unit
        np.fill_diagonal(covers, False)
        near, stays = gaps(boxes, boxes) < self.gap, np.zeros(len(boxes), dtype=bool)
        for number in np.flatnonzero(~covers.any(axis=1)).tolist():
            stays[number] = not (near[number] & stays).any()
        return stays

    def _beside(self, group: Group, placed: Sequence[Group], points: NDArray[np.float64], ways: Room) -> Group:
        """Return a group at the nearest place beside its own that is free, rather on the side away from others."""
        form = self.block(group)
        middles, halves = self._tried(group, form, placed), np.array([form.wide, form.high]) / 2
        boxes = np.hstack([middles - halves, middles + halves])
        within = np.array([[*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)]])
        others = np.array([each.box for each in placed]).reshape(-1, 4)
        others = others[gaps(within, others)[0] < self.gap]
        points = points[gaps(within, points)[0] < DOT_ROOM * self.unit]
        good = inside(boxes, self.frame.grown(-2 * self.unit)) & self.room.free(boxes) & ways.free(boxes)
        good &= (gaps(boxes, others) >= self.gap).all(axis=1)
        good &= (gaps(boxes, points) >= DOT_ROOM * self.unit).all(axis=1)
        points = points[(points[:, :2] != group.point).any(axis=1)]
        for number in np.flatnonzero(good).tolist():
            x, y = middles[number].tolist()
            tried = replace(group, form=form, middle=(x, y))
            squares = tried.line(self.unit)
            free = self.room.free(squares).all() and ways.free(squares).all()
            if free and not (gaps(squares, np.concatenate([others, points])) < self.unit).any():
                for square in squares.tolist():
                    ways.take(Box(*square))
                return tried
        return group

    def _tried(self, group: Group, form: Form, placed: Sequence[Group]) -> NDArray[np.float64]:
        """Return where the middle of a group may be: beside its place, near ones first, of those as near the ones away from others."""
        x, y = group.point
        near = (each.point for each in placed if 0 < math.dist((x, y), each.point) < PULL * self.unit)
        pulls = [(x - u, y - v) for u, v in near]
        away = math.atan2(sum(v / (u * u + v * v) for u, v in pulls), sum(u / (u * u + v * v) for u, v in pulls))
        turns = [away + 2 * math.pi * ((n + 1) // 2 * (-1) ** n) / DIRECTIONS for n in range(DIRECTIONS)]
        ways = [(math.cos(turn), math.sin(turn)) for turn in turns]
        reaches = [
            (across, down, min(form.wide / 2 / max(abs(across), 1e-9), form.high / 2 / max(abs(down), 1e-9)))
            for across, down in ways
        ]
        return np.array(
            [
                (x + across * (reach + far * self.unit), y + down * (reach + far * self.unit))
                for far, (across, down, reach) in product(AWAY, reaches)
            ]
        )


def too_near(things: Iterable[Measured]) -> list[str]:
    """Return in words each two symbols of different points that are nearer than half the smaller of them.

    Examples
    --------
    >>> from maps.figures.boxes import Measured
    >>> gadani, hub = ("gadani", "Gadani", "clash", "10 10"), ("hub", "Hub", "clash", "22 10")
    >>> too_near([Measured("symbol", "Gadani", Box(4, 4, 16, 16), gadani), Measured("symbol", "Hub", Box(18, 4, 30, 16), hub)])
    ["symbols of 'Gadani' and 'Hub' are 2.0 pixels apart"]
    """
    known = list(things)
    maps = [thing.box for thing in known if thing.kind == "map"]
    symbols = [thing for thing in known if thing.kind == "symbol" and len(thing.of) == SIGNED]
    here = [[symbol for symbol in symbols if box.overlaps(symbol.box)] for box in maps] if maps else [symbols]
    return list(dict.fromkeys(words for each in here if each for words in _near_on(each)))


def _near_on(symbols: Sequence[Measured]) -> Iterator[str]:
    boxes = np.array([symbol.box for symbol in symbols])
    wide, between = boxes[:, 2] - boxes[:, 0], gaps(boxes, boxes)
    least = np.minimum(wide[:, None], wide) / 2
    for i, j in np.argwhere(np.triu(between < least - TOLERANCE)).tolist():
        if symbols[i].of[-1] != symbols[j].of[-1]:
            one, other = symbols[i].words, symbols[j].words
            yield f"symbols of {one!r} and {other!r} are {between[i, j]:.1f} pixels apart"
