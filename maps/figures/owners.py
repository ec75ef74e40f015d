"""Whose mark is where: of each place for a name, whether it is beside its own mark and read as that of no other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from maps.figures.boxes import Box
from maps.figures.neighbours import astray, beside, gaps, over_towns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from maps.figures.block import Block, Spot
    from maps.figures.marks import Mark


@dataclass
class Owners:
    """What is marked on one map, and what of it has its name."""

    unit: float
    boxes: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 4)))
    """Of all that a name could be taken for: symbols of a place together, counts, the dots in which their lines end, middles of areas."""

    of: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    """What each of them is of."""

    seen: list[tuple[Box, tuple[str, ...]]] = field(default_factory=list[tuple[Box, tuple[str, ...]]])
    """All single symbols, counts and dots that are drawn, and what each is of."""

    named: frozenset[tuple[str, ...]] = frozenset()
    """What has its name on the map."""

    @classmethod
    def of_marks(cls, marks: Iterable[Mark], unit: float) -> Owners:
        """Return what is marked, without names yet."""
        known = [(box, mark.of) for mark in marks for box in (mark.box, mark.end) if box]
        seen = [(box, mark.of) for mark in marks if not mark.is_plain for box in (*mark.drawn, mark.end) if box]
        return cls(unit, np.array([box for box, _ in known]).reshape(-1, 4), [of for _, of in known], seen)

    def add(self, mark: Mark) -> None:
        """Mark one more place, which has its name."""
        self.boxes, self.of = np.vstack([self.boxes, mark.box]), [*self.of, mark.of]
        self.seen.append((mark.box, mark.of))

    def own(self, mark: Mark, block: Block, spots: Sequence[Spot], times: float) -> NDArray[np.bool_]:
        """Return of each spot whether a name there is beside its mark, so many times nearer than to any other, and its middle is nearer too.

        Nor may it be read as the name of another mark.
        """
        boxes, lines, drawn = block.boxes(spots, 0.0), block.leads(spots), np.array(mark.drawn)
        near = gaps(lines, drawn).min(axis=1)
        enough = times * near + 0.5 * self.unit
        others = self.others(mark, boxes, float(enough.max()))
        middles = np.tile((boxes[:, :2] + boxes[:, 2:]) / 2, 2)
        own = beside(lines, drawn) & np.asarray((gaps(boxes, others) >= enough[:, None]).all(axis=1))
        own &= np.asarray((gaps(middles, others) >= gaps(middles, drawn).min(axis=1)[:, None]).all(axis=1))
        own[own] = self.is_clear(mark, boxes[own], lines[own])
        return own

    def is_clear(self, mark: Mark, boxes: NDArray[np.float64], lines: NDArray[np.float64], *, led: bool = False) -> NDArray[np.bool_]:  # fmt: skip
        """Return of each box, with its first line, whether a name there is not read as that of another mark that is seen."""
        seen = [(box, of) for box, of in self.seen if of != mark.of]
        others, slack = np.array([box for box, _ in seen]).reshape(-1, 4), 0.5 * self.unit
        own = ~astray(boxes, lines, np.array(mark.drawn), others, led=led, slack=slack)
        if mark.is_plain:
            named = np.array([of in self.named for _, of in seen], dtype=bool)
            own &= ~over_towns(boxes, others, named, lines[:, 3] - lines[:, 1] + slack)
        return own

    def others(self, mark: Mark, boxes: NDArray[np.float64], within: float) -> NDArray[np.float64]:
        """Return the other marks near some boxes."""
        (left, top), (right, bottom) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
        close = gaps(np.array([(left, top, right, bottom)]), self.boxes)[0] < within
        return self.boxes[[number for number in np.flatnonzero(close) if self.of[number] != mark.of]]
