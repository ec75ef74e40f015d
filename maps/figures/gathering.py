"""Counts places together whose symbols would run into each other: one circle, with the number of incidents in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from maps.figures.circles import Circle, radius_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from numpy.typing import NDArray

    from maps.figures.boxes import Box
    from maps.figures.marks import Point, Spot

CROWDED = 0.25
"""Share of places too near others from which on kinds are told apart at no place: a map of both would be read wrongly."""

MANY, CELL = 2_000, 12.0
"""From so many points on, those in one cell of a grid, of this nominal side, are joined before others."""

FEW = 0.1
"""Share of symbols among the signs of a map up to which circles take their place too."""

GAP = 4.0
"""Nominal: least distance between two circles."""

REGROUPED = 2
"""So often each place is given to the circle that came to lie nearest."""

ON_IT = 1 / 3
"""Share of its incidents from which on a circle stands on its busiest place: else on the one in the middle."""

STEPS = 40
"""So often circles of different districts that meet move apart, each by no more than its radius: its place stays under it."""

FAR_OFF = 1e6
"""Pixels between districts where only what is in one of them is looked for."""


@dataclass(frozen=True)
class Gathering:
    """The circles of a map, and the numbers of the spots that have symbols of their own."""

    circles: tuple[Circle, ...] = ()
    alone: tuple[int, ...] = ()
    is_crowded: bool = False
    """Whether circles of different districts have no room apart: then each is to be the total of a whole area."""


def gathered(
    shown: Sequence[tuple[Spot, Point]],
    radii: Sequence[float],
    number: Callable[[float], str],
    frame: Box,
    unit: float,
    folded: Collection[Point] = (),
) -> Gathering:
    """Return which spots are counted together so that no two signs of a map run into each other.

    `radii` are those of the symbols. The kinds of a place that is too near to another one have one circle, as have those of places
    to be `folded` anyway. Places of one district whose signs would still meet are joined two by two, those that overlap most first,
    until none do; circles of different districts move apart.
    """
    heap = _Heap(shown, np.asarray(radii), number, frame, unit, folded)
    heap.join_all()
    for _ in range(REGROUPED):
        heap.regroup()
        heap.join_all()
    heap.fold_the_last()
    heap.part()
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
        folded: Collection[Point],
    ) -> None:
        self.number, self.frame, self.unit = number, frame, unit
        self.gaps = np.array([max(GAP * unit, float(radii.min())), GAP * unit])
        self.spots, points = [spot for spot, _ in shown], np.array([point for _, point in shown])
        self.points, self.at = _distinct(points)
        self.numbers = np.array([spot.number for spot, _ in shown])
        self.counts = np.bincount(self.at, self.numbers).astype(int)
        self.kinds = np.bincount(self.at)
        districts = np.zeros(len(self.points), dtype=np.intp)
        districts[self.at] = np.unique([spot.within for spot in self.spots], return_inverse=True)[1]
        self.districts = districts
        self.of = self._cells() if len(self.points) > MANY else np.arange(len(self.points))
        row = np.bincount(self.at, radii)
        high = np.zeros(len(row))
        np.maximum.at(high, self.at, radii)
        self.rows = np.column_stack([row, high])
        chosen = {point for _, point in shown if point in folded}
        self.folded = np.array([(x, y) in chosen for x, y in self.points.tolist()])
        self._measure()
        near = np.zeros(len(self.total), dtype=bool)
        near[np.unique(self._meeting()[0])] = True
        crowded = (near | self.folded[self.first]).mean() > CROWDED
        self.folded |= near[self.of] | ((self.kinds > 1) & crowded)
        self._measure()

    def _cells(self) -> NDArray[np.intp]:
        """Return very many places joined at once that lie in one cell, narrower than any circle, and one district."""
        cells = np.floor(self.points / (CELL * self.unit)).astype(np.int64)
        return _distinct(np.column_stack([self.districts, cells]))[1]

    def _measure(self) -> None:
        """Work out where the sign of each unit stands, and half of its width and height."""
        self.joined = np.bincount(self.of)
        self.total = np.bincount(self.of, self.counts).astype(int)
        self.first = np.zeros(len(self.total), dtype=np.intp)
        self.first[self.of[::-1]] = np.arange(len(self.of))[::-1]
        self.district = self.districts[self.first]
        self.middles = self.points[self._anchors()]
        self.halves = np.empty((len(self.total), 2))
        self.is_circle = (self.joined > 1) | self.folded[self.first]
        self.halves[:] = self.rows[self.first]
        counts, of = np.unique(self.total[self.is_circle], return_inverse=True)
        radii = [radius_of(count, self.number(count), self.unit) for count in counts.tolist()]
        self.halves[self.is_circle] = np.array(radii)[of, None] if radii else 0.0
        self.middles = np.where(self.is_circle[:, None], self._kept(self.middles), self.middles)

    def _anchors(self) -> NDArray[np.intp]:
        """Return on which of its places each unit stands: the busiest, or the one nearest to the middle of its incidents."""
        order = np.lexsort((-self.counts, self.of))
        starts = np.unique(self.of[order], return_index=True)[1]
        busiest = order[starts]
        middles = np.column_stack([np.bincount(self.of, self.counts * axis) / self.total for axis in self.points.T])
        away = np.hypot(*(self.points - middles[self.of]).T)
        nearest = np.lexsort((away, self.of))[starts]
        return np.where(self.counts[busiest] >= ON_IT * self.total, busiest, nearest)

    def _kept(self, middles: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return middles at which signs lie inside the frame."""
        inside = np.array(self.frame.grown(-2 * self.unit))
        low, high = inside[:2] + self.halves, inside[2:] - self.halves
        return np.clip(middles, low, np.maximum(low, high))

    def _meeting(self, *, within: bool = False) -> NDArray[np.intp]:
        """Return which units are too near to which others, those `within` one district or all, as two rows of numbers."""
        low, high = self.middles - self.halves, self.middles + self.halves
        shift = np.column_stack([self.district * FAR_OFF, np.zeros(len(low))]) * within
        gap = self.gaps.max()
        boxes = shapely.box(*(low + shift).T, *(high + shift).T)
        grown = shapely.box(*(low + shift - gap).T, *(high + shift + gap).T)
        one, other = shapely.STRtree(boxes).query(grown)
        apart = np.abs(self.middles[one] - self.middles[other]) - self.halves[one] - self.halves[other]
        least = self.gaps[(self.is_circle[one] | self.is_circle[other]).astype(int)]
        return np.array([one, other])[:, (one != other) & (apart.max(axis=1) < least - 1e-9)]

    def closest(self) -> tuple[NDArray[np.intp], NDArray[np.intp]] | None:
        """Return pairs of units to be joined, each the nearest of the other by their sizes; None where no two are too near."""
        one, other = self._meeting(within=True)
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
        """Join units until no two of a district are too near."""
        while (pairs := self.closest()) is not None:
            self.join(*pairs)

    def regroup(self) -> None:
        """Count each place that is joined with others in the circle of its district whose middle is nearest."""
        circles, (places,) = np.flatnonzero(self.joined > 1), np.nonzero(self.joined[self.of] > 1)
        if len(circles):
            shifts = FAR_OFF * np.array([[1.0, 0.0]])
            middles = shapely.points(self.middles[circles] + self.district[circles, None] * shifts)
            points = shapely.points(self.points[places] + self.districts[places, None] * shifts)
            nearest = shapely.STRtree(np.asarray(middles)).query_nearest(np.asarray(points), all_matches=False)
            self.of[places] = circles[nearest[1]]
            self.of = _renumbered(self.of)
            self._measure()

    def join(self, ones: NDArray[np.intp], others: NDArray[np.intp]) -> None:
        """Count the incidents of some units with those of others."""
        into = np.arange(len(self.total))
        into[others] = ones
        self.of = _renumbered(into[self.of])
        self._measure()

    def fold_the_last(self) -> None:
        """Let the few places that still have symbols have circles too, where nearly all have."""
        if 0 < (~self.is_circle).mean() < FEW:
            self.folded[:] = True
            self._measure()
            self.join_all()

    def part(self) -> None:
        """Move circles apart that meet others: none farther than its radius, so that its place stays under it."""
        homes, most = self.middles.copy(), self.halves * self.is_circle[:, None]
        for _ in range(STEPS):
            one, other = self._meeting()
            if not len(one):
                return
            between = self.middles[one] - self.middles[other]
            between += 1e-3 * np.column_stack([one - other, one + other]) * (np.abs(between).sum(axis=1) == 0)[:, None]
            lack = self.halves[one] + self.halves[other] + self.gaps.max() - np.abs(between)
            axis = np.argmin(lack, axis=1)
            pushed = np.zeros_like(self.middles)
            np.add.at(
                pushed, (one, axis), np.sign(np.take_along_axis(between, axis[:, None], 1)[:, 0]) * lack.min(axis=1) / 2
            )
            moved = self._kept(np.clip(self.middles + 0.6 * pushed, homes - most, homes + most))
            self.middles = np.where(self.is_circle[:, None], moved, self.middles)

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
        alone = tuple(np.flatnonzero(~self.is_circle[units]).tolist())
        return Gathering(tuple(circles), alone, is_crowded=bool(self._meeting().size))


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
