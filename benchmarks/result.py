"""One measured number with its spread, and the clock that takes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import Any


@dataclass(frozen=True)
class Result:
    """A number: the median of its samples, with the quartiles they lie between.

    Examples
    --------
    >>> Result.of("load", "ms", [3.0, 1.0, 2.0]).middle
    2.0
    """

    what: str
    unit: str
    middle: float
    lower: float
    upper: float
    samples: int
    note: str = ""

    @classmethod
    def of(cls, what: str, unit: str, samples: Sequence[float], note: str = "") -> Result:
        """Return the median and quartiles of some samples."""
        quarters = quantiles(samples, n=4, method="inclusive") if len(samples) > 1 else [samples[0]] * 3
        return cls(what, unit, median(samples), quarters[0], quarters[2], len(samples), note)

    def line(self) -> str:
        """Return the number as a line of the printed table."""
        spread = f"{_short(self.lower)} – {_short(self.upper)}" if self.samples > 1 else ""
        note = f"  {self.note}" if self.note else ""
        number = f"{_short(self.middle):>10} {self.unit:<8}"
        return f"  {self.what:<72}{number} {spread:<19} n={self.samples:<4}{note}".rstrip()


def _short(number: float) -> str:
    if number != number:  # not a number
        return "–"
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def milliseconds(call: Callable[[], Any], repetitions: int) -> list[float]:
    """Return how long each of some calls took, after one that does not count."""
    call()
    return [timed(call) for _ in range(repetitions)]


def timed(call: Callable[[], Any]) -> float:
    """Return how many milliseconds a call took."""
    start = perf_counter()
    call()
    return (perf_counter() - start) * 1000
