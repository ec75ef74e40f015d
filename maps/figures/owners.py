"""Whose mark is where: of each place for a name, whether it is beside its own mark and read as that of no other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from maps.figures.neighbours import ASIDE, astray, beside, elsewhere, gaps, off, over_towns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from maps.figures.block import Block, Spot
    from maps.figures.marks import Mark

PLAIN, ENOUGH = 2.0, 1.4
"""A name's nearest other mark is at least so many times as far as its own: rather twice, two fifths more in any case."""


@dataclass
class Owners:
    """What is marked on one map, and what of it has its name."""

    unit: float
    boxes: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 4)))
    """Of all that a name could be taken for: symbols of a place together, counts, the dots in which their lines end, middles of areas."""

    of: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    """What each of them is of."""

    seen: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 4)))
    """All single symbols, counts and dots that are drawn."""

    seen_of: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    """What each of these is of."""

    named: frozenset[tuple[str, ...]] = frozenset()
    """What has its name on the map."""

    @classmethod
    def of_marks(cls, marks: Iterable[Mark], unit: float) -> Owners:
        """Return what is marked, without names yet."""
        known = [(box, mark.of) for mark in marks for box in (mark.box, mark.end) if box]
        seen = [(box, mark.of) for mark in marks if not mark.is_plain for box in (*mark.drawn, mark.end) if box]
        boxes, drawn = (np.array([box for box, _ in each]).reshape(-1, 4) for each in (known, seen))
        return cls(unit, boxes, [of for _, of in known], drawn, [of for _, of in seen])

    def add(self, mark: Mark) -> None:
        """Mark one more place, which has its name."""
        self.boxes, self.of = np.vstack([self.boxes, mark.box]), [*self.of, mark.of]
        self.seen, self.seen_of = np.vstack([self.seen, mark.box]), [*self.seen_of, mark.of]

    def own(self, mark: Mark, block: Block, spots: Sequence[Spot], *times: float) -> list[NDArray[np.bool_]]:
        """Return of each spot whether a name there is beside its mark, so many times nearer than to any other, and its middle is nearer too.

        For each of some times, from the least on. Nor may it be read as the name of another mark.
        """
        boxes, lines, drawn = block.boxes(spots, 0.0), block.leads(spots), np.array(mark.drawn)
        near = gaps(lines, drawn).min(axis=1)
        others = self.others(mark, boxes, float((times[-1] * near + 0.5 * self.unit).max()))
        middles = np.tile((boxes[:, :2] + boxes[:, 2:]) / 2, 2)
        away = gaps(boxes, others).min(axis=1, initial=np.inf)
        enough = [away >= each * near + 0.5 * self.unit for each in times]
        own = beside(lines, drawn) & enough[0]
        own &= np.asarray((gaps(middles, others) >= gaps(middles, drawn).min(axis=1)[:, None]).all(axis=1))
        own[own] = self.is_clear(mark, boxes[own], lines[own])
        return [own & each for each in enough]

    def is_clear(self, mark: Mark, boxes: NDArray[np.float64], lines: NDArray[np.float64], *, led: bool = False) -> NDArray[np.bool_]:  # fmt: skip
        """Return of each box, with its first line, whether a name there is not read as that of another mark that is seen."""
        if not len(boxes):
            return np.ones(0, dtype=bool)
        drawn, slack = np.array(mark.drawn), 0.5 * self.unit
        near, highs = gaps(lines, drawn).min(axis=1), lines[:, 3] - lines[:, 1]
        reach = float(np.maximum(off(highs, near, led=led), ASIDE * highs).max()) + slack
        close = np.flatnonzero(gaps(_bounds(boxes), self.seen)[0] < reach + self.unit).tolist()
        chosen = [number for number in close if self.seen_of[number] != mark.of]
        chosen = np.array(chosen, dtype=np.intp)[elsewhere(self.seen[chosen], drawn)].tolist()
        others = self.seen[chosen]
        own = ~astray(boxes, lines, drawn, others, led=led, slack=slack)
        if mark.is_plain:
            named = np.array([self.seen_of[number] in self.named for number in chosen], dtype=bool)
            own &= ~over_towns(boxes, others, named, highs + slack)
        return own

    def others(
        self, mark: Mark, boxes: NDArray[np.float64], within: float, *, seen: bool = False
    ) -> NDArray[np.float64]:
        """Return the other marks near some boxes, or only what is `seen` of them."""
        every, of = (self.seen, self.seen_of) if seen else (self.boxes, self.of)
        close = gaps(_bounds(boxes), every)[0] < within
        found = every[[number for number in np.flatnonzero(close) if of[number] != mark.of]]
        return found[elsewhere(found, np.array(mark.drawn))]

    def at_its_point(self, mark: Mark) -> NDArray[np.float64]:
        """Return the other marks that are nearly at the point of one, and one with it to the eye."""
        own = np.array(mark.drawn)
        close = gaps(_bounds(own), self.seen)[0] <= 0
        found = self.seen[[number for number in np.flatnonzero(close) if self.seen_of[number] != mark.of]]
        return found[~elsewhere(found, own)]


def _bounds(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the least box that holds all of some, as a row."""
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])[None]
