"""The classes of a choropleth's values, by a stated method, and their ends in figures."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_CLASSES = 5

FAR_ABOVE = 3.0
"""So many times the distance between the quartiles above the upper one lies what is far from all others (Tukey 1977, "far out")."""

DIGITS = (2, 3, 4, 5, 6, 8, 12)
"""Of the ends of classes: the first of these numbers of digits with which all classes differ."""


def classes(values: Sequence[float], method: str, most: int = MOST_CLASSES) -> tuple[tuple[float, float], ...]:
    """Return the least and greatest value of each class; equal values are never parted.

    Parameters
    ----------
    values : sequence of float
        Of the districts with any.
    method : str
        ``quantiles``: about as many districts in each; ``equal``: intervals of one width; ``natural``: least squared
        distance from the mean of the class (Fisher 1958, "On Grouping for Maximum Homogeneity").
    most : int
        How many classes at most.

    Examples
    --------
    >>> classes([1, 1, 2, 3, 9], "quantiles", 2)
    ((1, 1), (2, 9))
    >>> classes([1, 1, 2, 3, 9], "equal", 2)
    ((1, 3), (9, 9))
    >>> classes([1, 1, 2, 3, 9], "natural", 3)
    ((1, 1), (2, 3), (9, 9))
    """
    ordered = sorted(values)
    distinct = sorted(set(ordered))
    number = min(most, len(distinct))
    if number <= 1 or len(distinct) <= number:
        return tuple((value, value) for value in distinct)
    ends = {"quantiles": _quantiles, "equal": _equal, "natural": _natural}[method](ordered, number)
    groups: dict[int, list[float]] = {}
    for value in distinct:
        groups.setdefault(int(np.searchsorted(ends, value, side="left")), []).append(value)
    return tuple((group[0], group[-1]) for _, group in sorted(groups.items()))


def classes_apart(
    values: Sequence[float], method: str, most: int = MOST_CLASSES
) -> tuple[tuple[tuple[float, float], ...], int]:
    """Return classes as `classes` does, values far above all others in a last one of their own, and how many these are.

    Natural breaks part such values by themselves.

    Examples
    --------
    >>> classes_apart([1, 2, 3, 4, 5, 6, 7, 110], "quantiles", 3)
    (((1, 4), (5, 7), (110, 110)), 1)
    """
    far: list[float] = []
    if method != "natural" and values:
        low, high = np.percentile(values, (25, 75)).tolist()
        far = [value for value in values if high > low and value > high + FAR_ABOVE * (high - low)]
    if not far:
        return classes(values, method, most), 0
    others = [value for value in values if value < min(far)]
    return (*classes(others, method, max(most - 1, 2)), (min(far), max(far))), len(far)


def _quantiles(ordered: Sequence[float], number: int) -> list[float]:
    return [ordered[max(round(len(ordered) * n / number) - 1, 0)] for n in range(1, number)]


def _equal(ordered: Sequence[float], number: int) -> list[float]:
    return np.linspace(ordered[0], ordered[-1], number + 1)[1:-1].tolist()


def _natural(ordered: Sequence[float], number: int) -> list[float]:
    """Return the greatest value of each class but the last, found by trying every cut (n is some dozens)."""
    values = np.asarray(ordered)
    count = len(values)
    sums, squares = (np.concatenate([[0.0], np.cumsum(each)]) for each in (values, values**2))

    def spread(start: int, end: int) -> float:
        return float(squares[end] - squares[start] - (sums[end] - sums[start]) ** 2 / (end - start))

    best = {(1, end): (spread(0, end), 0) for end in range(1, count + 1)}
    for k in range(2, number + 1):
        for end in range(k, count + 1):
            best[k, end] = min((best[k - 1, cut][0] + spread(cut, end), cut) for cut in range(k - 1, end))
    ends: list[float] = []
    end = count
    for k in range(number, 1, -1):
        end = best[k, end][1]
        ends.append(float(values[end - 1]))
    return ends[::-1]


def class_words(classes: Sequence[tuple[float, float]], number: Callable[[float, int], str]) -> list[tuple[str, str]]:
    """Return the ends of each class in figures, rounded to as few digits as tell each class from the next.

    Examples
    --------
    >>> class_words([(0.093, 0.1712), (0.1741, 0.36)], lambda value, _: str(value))
    [('0.093', '0.171'), ('0.174', '0.36')]
    """
    digits = digits_of(classes, number)
    return [(number(rounded(a, digits), digits), number(rounded(b, digits), digits)) for a, b in classes]


def digits_of(classes: Sequence[tuple[float, float]], number: Callable[[float, int], str]) -> int:
    """Return with how few digits each class differs from the next."""
    ends = [(low[1], high[0]) for low, high in pairwise(classes)]
    apart = (d for d in DIGITS if all(number(rounded(a, d), d) != number(rounded(b, d), d) for a, b in ends))
    return next(apart, DIGITS[-1])


def rounded(value: float, digits: int) -> float:
    return value if float(value).is_integer() else float(f"{value:.{digits}g}")
