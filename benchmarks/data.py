"""The made-up data of the other measurements: written as files in ACLED's layout and imported, once for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from benchmarks import acled_like
from benchmarks.filter_change import FEW, SIZES
from benchmarks.result import Result


def measure(sizes: Sequence[int] = SIZES) -> list[Result]:
    """Return the seconds that writing and importing took at each size; next to none where an earlier run has done it."""
    found: list[Result] = []
    for size in (FEW, *sizes):
        start = perf_counter()
        acled_like.home(size)
        found.append(Result.of(f"{size:,} made-up incidents, written and imported", "s", [perf_counter() - start]))
    return found
