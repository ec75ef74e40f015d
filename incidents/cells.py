"""Incidents counted by their days and type, as columns of numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from incidents.coding import Codes


@dataclass(frozen=True)
class Cells:
    """Incidents with the same days, precision and type, one such group an entry, in that order.

    Attributes
    ----------
    first, last : arrays of days from 1 January 1970, both inclusive
    precision, kind : arrays of codes of `precisions` and `kinds`
    count : array
        How many incidents there are.
    """

    first: Codes
    last: Codes
    precision: Codes
    kind: Codes
    count: Codes
    precisions: Sequence[str]
    kinds: Sequence[str]

    def __len__(self) -> int:
        """Return how many groups there are."""
        return len(self.count)

    def take(self, chosen: Any) -> Cells:
        """Return some of the groups: a slice, a mask or their numbers."""
        return Cells(
            first=self.first[chosen],
            last=self.last[chosen],
            precision=self.precision[chosen],
            kind=self.kind[chosen],
            count=self.count[chosen],
            precisions=self.precisions,
            kinds=self.kinds,
        )

    def by_kind(self) -> Iterator[Cells]:
        """Yield the groups of each type, in the order in which the types occur."""
        order = np.argsort(self.kind, kind="stable")
        ends = np.flatnonzero(np.diff(self.kind[order])) + 1
        bounds = [0, *ends.tolist(), len(self)] if len(self) else [0]
        found = self.take(order)
        for start, end in sorted(pairwise(bounds), key=lambda each: order[each[0]]):
            yield found.take(slice(start, end))

    def rows(self) -> Iterator[tuple[int, int, str, str, int]]:
        """Yield first and last day, precision, type and count of each group."""
        precisions = [self.precisions[int(code)] for code in self.precision.tolist()]
        kinds = [self.kinds[int(code)] for code in self.kind.tolist()]
        return zip(self.first.tolist(), self.last.tolist(), precisions, kinds, self.count.tolist(), strict=True)

    def types(self) -> dict[str, int]:
        """Return how many incidents are of each type that occurs."""
        counts = np.bincount(self.kind, self.count, minlength=len(self.kinds))
        return {self.kinds[code]: int(counts[code]) for code in np.flatnonzero(counts).tolist()}
