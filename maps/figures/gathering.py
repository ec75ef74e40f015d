"""Counts places together whose symbols would run into each other: one circle, with the number of incidents in it."""

from __future__ import annotations

import functools
import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely
from matplotlib.path import Path

from maps.figures.boxes import Box
from maps.figures.marks import Mark
from maps.figures.words import Style, ink
from maps.symbols import MIXED_HUE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from maps.figures.frame import Frame
    from maps.figures.marks import Area, Point, Spot
    from maps.figures.sheet import Sheet
    from maps.theme import Theme

LAYER, SEVERAL = "gathered", -1
"""The layer of the circles; and instead of the number of a kind, that a place has several."""

CROWDED = 0.25
"""Share of places too near others from which on kinds are told apart at no place: a map of both would be read wrongly."""

NUMBER, ROUND = 10.5, 1.6
"""Nominal size of the number in a circle, and how far its corners keep from the edge."""

PER_INCIDENT, LARGEST = 0.7, 13.0
"""Nominal: the radius of a circle is so many times the root of its number of incidents, at most so large, at least as its number needs."""

GAP, GROWTH = 4.0, 0.9
"""Nominal: least distance between two circles, and by how much one grows for what is counted in it later."""

BENEATH = "counted-beneath"
"""What is noted of an area whose count is in a circle on it, or close beside it."""

MANY, CELL = 2_000, 12.0
"""From so many points on, those in one cell of a grid, of this nominal side, are joined before others."""

BESIDE = 10.0
"""Nominal: how far from such an area a circle is at most."""

TALLY = "tally"
"""What is noted of a map with circles: the numbers of its `Tally`."""

REGROUPED = 2
"""So often each place is given to the circle that came to lie nearest."""

MOSTLY = 0.6
"""Share of a circle's incidents at places that are those of one, whose name it then has."""

UNNAMED = 0.5
"""Share of places counted together from which on no single place is named: only towns are, for orientation."""


@dataclass(frozen=True)
class Circle:
    """A circle with a number: the spots whose incidents it counts, and how far apart they are."""

    spots: tuple[Spot, ...]
    count: int
    middle: Point
    radius: float
    reach: float
    """Pixels from its middle to the farthest of its points."""

    beneath: tuple[Area, ...] = ()
    """The areas whose counts have no other room."""

    @property
    def is_place(self) -> bool:
        """Whether it stands for the kinds of a single point."""
        first = self.spots[0]
        return all((spot.longitude, spot.latitude) == (first.longitude, first.latitude) for spot in self.spots)

    @property
    def main(self) -> Spot:
        """A spot of the place with most of its incidents."""
        counts = self._counts
        return max(self.spots, key=lambda spot: (counts[spot.place_id], spot.number))

    @property
    def names(self) -> tuple[str, str]:
        """The name of that place where it has most of the incidents, with how many other places are counted in it; else nothing."""
        counts, main = self._counts, self.main
        if counts[main.place_id] < MOSTLY * counts.total():
            return "", ""
        others = f" +{len(counts) - 1}" if len(counts) > 1 else ""
        return f"{main.name}{others}", main.name_ur and f"{main.name_ur}{others}"

    @property
    def _counts(self) -> Counter[str]:
        return sum((Counter({spot.place_id: spot.number}) for spot in self.spots), Counter())


class Tally(NamedTuple):
    """What a key says of circles: of how many places they count the incidents of several, how near these are, and areas' incidents."""

    places: int
    kilometres: int
    beneath: int
    brief: bool = False
    """Whether there is no room to say more than that incidents are counted together."""


@dataclass(frozen=True)
class Gathering:
    """The circles of a map, and the numbers of the spots that have symbols of their own."""

    circles: tuple[Circle, ...] = ()
    alone: tuple[int, ...] = ()

    @property
    def is_unnamed(self) -> bool:
        """Whether so many places are counted together that the names of the others would say little."""
        joined = sum(len(each.spots) for each in self.circles if not each.is_place)
        whole = sum(len(each.spots) for each in self.circles) + len(self.alone)
        return joined > UNNAMED * whole


@functools.cache
def radius_of(count: int, words: str, unit: float) -> float:
    """Return the radius of the circle of so many incidents: its area grows with them, and the number has room in it.

    Examples
    --------
    >>> radius_of(400, "400", 1.0), radius_of(10_000, "10,000", 1.0) > 13
    (13.0, True)
    """
    return max(_least(words, unit), min(PER_INCIDENT * math.sqrt(count), LARGEST) * unit)


def _least(words: str, unit: float) -> float:
    box = ink(0, 0, words, Style(NUMBER * unit, "#000", weight=600))
    return math.hypot(max(box.width, box.height), box.height) / 2 + ROUND * unit


def gathered(
    shown: Sequence[tuple[Spot, Point]], radii: Sequence[float], number: Callable[[float], str], frame: Box, unit: float
) -> Gathering:
    """Return which spots are counted together so that no two signs of a map run into each other.

    `radii` are those of the symbols. Places whose signs would meet are joined two by two, those that overlap most first,
    until none do; the kinds of a place that is too near to another one have one circle.
    """
    heap = _Heap(shown, np.asarray(radii), number, frame, unit)
    heap.join_all()
    for _ in range(REGROUPED):
        heap.regroup()
        heap.join_all()
    return heap.gathering()


class _Heap:
    """The places of a map, and which of them are joined so far."""

    def __init__(
        self,
        shown: Sequence[tuple[Spot, Point]],
        radii: NDArray[np.float64],
        number: Callable[[float], str],
        frame: Box,
        unit: float,
    ) -> None:
        self.number, self.frame, self.unit = number, frame, unit
        self.gaps = np.array([max(GAP * unit, float(radii.min())), GAP * unit])
        self.spots, points = [spot for spot, _ in shown], np.array([point for _, point in shown])
        self.points, self.at = _distinct(points)
        self.numbers = np.array([spot.number for spot, _ in shown])
        self.counts = np.bincount(self.at, self.numbers).astype(int)
        self.kinds = np.bincount(self.at)
        self.of = self._cells() if len(self.points) > MANY else np.arange(len(self.points))
        row = np.bincount(self.at, radii)
        high = np.zeros(len(row))
        np.maximum.at(high, self.at, radii)
        self.rows = np.column_stack([row, high])
        self.folded = np.zeros(len(row), dtype=bool)
        self._measure()
        near = np.zeros(len(self.total), dtype=bool)
        near[np.unique(self._meeting()[0])] = True
        self.folded = (self.kinds > 1) & (near[self.of] | (near.mean() > CROWDED))
        self._measure()

    def _cells(self) -> NDArray[np.intp]:
        """Return very many places joined at once that lie in one cell, narrower than any circle."""
        cells = np.floor(self.points / (CELL * self.unit)).astype(np.int64)
        return _distinct(cells)[1]

    def _measure(self) -> None:
        """Work out where the sign of each unit stands, and half of its width and height."""
        self.joined = np.bincount(self.of)
        self.total = np.bincount(self.of, self.counts).astype(int)
        self.middles = np.column_stack(
            [np.bincount(self.of, self.counts * axis) / self.total for axis in self.points.T]
        )
        self.halves = np.empty((len(self.total), 2))
        first = np.zeros(len(self.total), dtype=int)
        first[self.of[::-1]] = np.arange(len(self.of))[::-1]
        self.is_circle = (self.joined > 1) | self.folded[first]
        self.halves[:] = self.rows[first]
        counts, of = np.unique(self.total[self.is_circle], return_inverse=True)
        radii = [radius_of(count, self.number(count), self.unit) for count in counts.tolist()]
        self.halves[self.is_circle] = np.array(radii)[of, None] if radii else 0.0
        inside = np.array(self.frame.grown(-2 * self.unit))
        low, high = inside[:2] + self.halves, inside[2:] - self.halves
        kept = np.clip(self.middles, low, np.maximum(low, high))
        self.middles = np.where(self.is_circle[:, None], kept, self.middles)

    def _meeting(self) -> NDArray[np.intp]:
        """Return which units are too near to which others, as two rows of numbers."""
        low, high = self.middles - self.halves, self.middles + self.halves
        boxes = shapely.box(*low.T, *high.T)
        grown = shapely.box(*(low - self.gaps.max()).T, *(high + self.gaps.max()).T)
        one, other = shapely.STRtree(boxes).query(grown)
        apart = np.abs(self.middles[one] - self.middles[other]) - self.halves[one] - self.halves[other]
        least = self.gaps[(self.is_circle[one] | self.is_circle[other]).astype(int)]
        return np.array([one, other])[:, (one != other) & (apart.max(axis=1) < least - 1e-9)]

    def closest(self) -> tuple[NDArray[np.intp], NDArray[np.intp]] | None:
        """Return pairs of units to be joined, each the nearest of the other by their sizes; None where no two are too near."""
        one, other = self._meeting()
        if not len(one):
            return None
        away = np.abs(self.middles[one] - self.middles[other]).max(axis=1)
        away = np.round(away / (self.halves[one] + self.halves[other]).max(axis=1), 9)
        low, high = np.minimum(one, other), np.maximum(one, other)
        order = np.lexsort((high, low, away, one))
        firsts = order[np.unique(one[order], return_index=True)[1]]
        best = np.full(len(self.total), -1)
        best[one[firsts]] = other[firsts]
        units = np.flatnonzero(best >= 0)
        mutual = units[(best[best[units]] == units) & (units < best[units])]
        return mutual, best[mutual]

    def join_all(self) -> None:
        """Join units until no two are too near."""
        while (pairs := self.closest()) is not None:
            self.join(*pairs)

    def regroup(self) -> None:
        """Count each place that is joined with others in the circle whose middle is nearest."""
        circles, (places,) = np.flatnonzero(self.joined > 1), np.nonzero(self.joined[self.of] > 1)
        if len(circles):
            middles, points = (
                np.asarray(shapely.points(each)) for each in (self.middles[circles], self.points[places])
            )
            nearest = shapely.STRtree(middles).query_nearest(points, all_matches=False)
            self.of[places] = circles[nearest[1]]
            self.of = _renumbered(self.of)
            self._measure()

    def join(self, ones: NDArray[np.intp], others: NDArray[np.intp]) -> None:
        """Count the incidents of some units with those of others."""
        into = np.arange(len(self.total))
        into[others] = ones
        self.of = _renumbered(into[self.of])
        self._measure()

    def gathering(self) -> Gathering:
        """Return the circles that there are now."""
        units = self.of[self.at]
        reach = np.zeros(len(self.total))
        np.maximum.at(reach, self.of, np.hypot(*(self.points - self.middles[self.of]).T))
        order = np.argsort(units, kind="stable")
        members = np.split(order, np.cumsum(np.bincount(units))[:-1])
        circles = [
            Circle(
                tuple(self.spots[spot] for spot in members[n].tolist()),
                int(self.total[n]),
                (float(self.middles[n, 0]), float(self.middles[n, 1])),
                float(self.halves[n, 0]),
                float(reach[n]),
            )
            for n in np.flatnonzero(self.is_circle).tolist()
        ]
        return Gathering(tuple(circles), tuple(np.flatnonzero(~self.is_circle[units]).tolist()))


def _renumbered(of: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return numbers from 0 on without gaps, in the same order.

    Examples
    --------
    >>> _renumbered(np.array([5, 0, 5, 3])).tolist()
    [2, 0, 2, 1]
    """
    return np.asarray(np.cumsum(np.bincount(of) > 0) - 1)[of]


def _distinct(rows: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """Return the rows of pairs that differ, in order, and the number of each row among them: as `np.unique`, in a fifth of the time.

    Examples
    --------
    >>> found, at = _distinct(np.array([[2, 1], [1, 5], [2, 1]]))
    >>> found.tolist(), at.tolist()
    ([[1, 5], [2, 1]], [1, 0, 1])
    """
    order = np.lexsort(rows.T[::-1])
    is_new = np.append(True, (np.diff(rows[order], axis=0) != 0).any(axis=1))
    at = np.empty(len(rows), dtype=np.intp)
    at[order] = np.cumsum(is_new) - 1
    return rows[order][is_new], at


def over_areas(
    circles: Sequence[Circle],
    areas: Sequence[Area],
    visible: Mapping[str, BaseGeometry],
    number: Callable[[float], str],
    unit: float,
) -> list[Circle]:
    """Return the circles with the incidents of areas whose own count has no room: each in the one nearest to the middle of its area.

    It stands on the area, or close beside a small one, and the larger number has room in it.
    """
    found = list(circles)
    if not found:
        return found
    middles = shapely.points([each.middle for each in found])
    reaches = np.array([each.radius for each in found]) + BESIDE * unit
    for area in areas:
        shape = visible[area.place_id]
        away = shapely.distance(middles, shapely.point_on_surface(shape))
        on_it = shapely.distance(middles, shape) <= reaches
        for each in np.argsort(away, kind="stable").tolist():
            grown = _with(found[each], area, number, unit) if on_it[each] else None
            if grown:
                found[each] = grown
                break
    return found


def _with(each: Circle, area: Area, number: Callable[[float], str], unit: float) -> Circle | None:
    """Return a circle with an area's incidents, hardly larger than it was; None where the number would have no room."""
    count, first = each.count + area.count, sum(spot.number for spot in each.spots)
    before = radius_of(first, number(first), unit)
    radius = min(radius_of(count, number(count), unit), before + GROWTH * unit)
    if _least(number(count), unit) - (ROUND - 0.4) * unit > radius:
        return None
    return replace(each, count=count, radius=radius, beneath=(*each.beneath, area))


def draw_circles(sheet: Sheet, theme: Theme, circles: Sequence[Circle], *, named: bool, unit: float) -> list[Mark]:
    """Draw circles with their numbers and return the marks: with the name of the place that most of each is of, where places are named."""
    style = Style(NUMBER * unit, theme.page, weight=600)
    marks: list[Mark] = []
    for fill, rim in ((theme.halo, 0.0), (theme.hues[MIXED_HUE], 0.8 * unit)):
        middles, radii = [each.middle for each in circles], [each.radius - rim for each in circles]
        if circles:
            sheet.shapes(LAYER, Path.unit_circle(), middles, radii, fill=fill, edge="none", wide=0)
    for number, each in enumerate(circles):
        (x, y), spot, words = each.middle, each.main, sheet.number(each.count)
        box = box_of(each)
        names = each.names if named else ("", "")
        mark = Mark(*names, each.count, box, spot.place_id if each.is_place else f"{LAYER} {number}")
        sheet.note(LAYER, words, box, of=mark.of)
        for area in each.beneath:
            sheet.note(BENEATH, area.name, box, of=(area.place_id, area.level))
        half = ink(0, 0, words, style).height / 2
        sheet.write(LAYER, x, y + half, words, style, anchor="middle", kind=f"{LAYER}-number")
        marks.append(mark)
    return marks


def box_of(each: Circle) -> Box:
    """Return what a circle fills."""
    return Box(*each.middle, *each.middle).grown(each.radius)


def tally_of(circles: Sequence[Circle], frame: Frame) -> Tally:
    """Return what a key says of the circles of a map."""
    several = [each for each in circles if not each.is_place]
    places = {spot.place_id for each in several for spot in each.spots}
    reach = max((each.reach * frame.true_km_per_px(*each.middle) for each in several), default=0.0)
    return Tally(len(places), math.ceil(reach), sum(area.count for each in circles for area in each.beneath))


def tallied(sheet: Sheet) -> Tally | None:
    """Return what a key says of all the circles on a sheet; None where there are none."""
    found = [tuple(map(int, of)) for of in sheet.noted(TALLY)]
    if not found:
        return None
    places, kilometres, beneath = map(max, zip(*found, strict=True))
    return Tally(places, kilometres, beneath)
