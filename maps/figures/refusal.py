"""A size that is too small for a figure, and the smallest one near it that is not."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_TRIES = 30
PX_PER_MM = 96 / 25.4


class TooSmallError(Exception):
    """Words at their least size leave the picture no room: so many more pixels of width and height may do.

    `of_claims` says whether it is the claims, of which none may be left out without a word.
    """

    def __init__(self, more: tuple[float, float], *, of_claims: bool = False) -> None:
        super().__init__(more)
        self.more, self.of_claims = more, of_claims


def smallest(
    size: tuple[float, float], error: TooSmallError, step: float, tried: Callable[[float, float], object]
) -> tuple[float, float]:
    """Return the size, in whole steps of so many pixels, at which `tried` no longer raises `TooSmallError`.

    Examples
    --------
    >>> def tried(width, height):
    ...     if height < 70:
    ...         raise TooSmallError((0, 12))
    >>> smallest((100, 50), TooSmallError((0, 12)), 1.0, tried)
    (100, 70.0)
    """
    least, (width, height) = size, size
    for _ in range(MOST_TRIES):
        across, down = error.more
        width = math.ceil((width + across) / step - 1e-6) * step if across else width
        height = math.ceil((height + down) / step - 1e-6) * step if down else height
        try:
            tried(width, height)
        except TooSmallError as again:
            error, least = again, (width, height)
        else:
            break
    return _smaller(least, (width, height), step, tried)


def _smaller(
    least: tuple[float, float], most: tuple[float, float], step: float, tried: Callable[[float, float], object]
) -> tuple[float, float]:
    """Return the smallest size, in whole steps, between one that has no room and one that has."""
    parts = max(math.ceil((b - a) / step - 1e-6) for a, b in zip(least, most, strict=True))
    low, high = 0, parts

    def size(part: int) -> tuple[float, float]:
        width, height = (max(b - (parts - part) * step, a) for a, b in zip(least, most, strict=True))
        return width, height

    while high - low > 1:
        middle = (low + high) // 2
        try:
            tried(*size(middle))
        except TooSmallError:
            low = middle
        else:
            high = middle
    return size(high)


def words(size: tuple[float, float], needed: tuple[float, float], *, in_mm: bool, locator: bool = False) -> str:
    """Return what to tell somebody whose figure has no room at a size, both in pixels, and whether a locator has.

    Examples
    --------
    >>> words((400, 300), (400, 340), in_mm=False)[:91]
    'the size is too small: with words of at least 12 pixels the figure is 340 px high or more; '
    """
    unit, least, factor = ("mm", "6 points", 1 / PX_PER_MM) if in_mm else ("px", "12 pixels", 1.0)
    sides = zip(size, needed, ("wide", "high"), strict=True)
    grown = [f"{now * factor:.0f} {unit} {name}" for before, now, name in sides if now > before]
    other = "its title shorter, or draw a locator, which shows no claims" if locator else "its title shorter"
    return f"the size is too small: with words of at least {least} the figure is {' and '.join(grown)} or more; make it larger or {other}"
