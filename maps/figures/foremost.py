"""Which marks of a map are the foremost, by their numbers: they are named first, and none of them lacks its name."""

from __future__ import annotations

import functools
from collections import defaultdict
from typing import TYPE_CHECKING

from gazetteer import Gazetteer
from maps.layers import FOCUS, ground

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from maps.figures.boxes import Measured
    from maps.figures.marks import Mark

FIRST = 3
"""So many places with the highest numbers have their names."""

NUMBERED = ("badge", "disc", "gathered", "symbol-number")
"""What carries the number of a place."""

UNRANKED = 99.0
"""After every town of the ground."""


def in_turn(marks: Iterable[Mark], *, by_rank: bool = False) -> list[Mark]:
    """Return marks in the order in which they are named: the capital of the province, then high numbers, of equal ones larger towns.

    Marks in whose middle nothing is drawn come last. With `by_rank`, where no numbers are seen, larger towns come before busier ones.
    """
    known = list(marks)
    ranks = {town[5]: town[4] for town in ground()["towns"]}
    of_towns = [mark for mark in known if not mark.level]

    def key(mark: Mark) -> tuple[object, ...]:
        rank = ranks.get(mark.place_id, UNRANKED)
        importance = (rank, -mark.number) if by_rank else (-mark.number, rank)
        is_first = _is_capital(mark) and not (mark.level and any(_is_capital(each) for each in of_towns))
        return (not is_first, mark.is_plain, bool(mark.level) or not mark.end, *importance, mark.box.top, mark.name)

    return sorted(known, key=key)


def foremost(marks: Sequence[Mark], most: int = FIRST) -> list[Mark]:
    """Return the marks with the highest numbers, all that are equal to the last of them, and the capital of the province."""
    least = sorted((mark.number for mark in marks), reverse=True)[:most][-1:]
    return [mark for mark in marks if _is_capital(mark) or mark.number >= min(least, default=0)]


def first_of(marks: Iterable[Mark], most: int = FIRST) -> list[Mark]:
    """Return the marks to be named first: so many with the highest numbers, and the capital of the province before them."""
    ordered = in_turn(marks)
    return ordered[: most + bool(ordered and _is_capital(ordered[0]))]


@functools.cache
def capital() -> tuple[str, frozenset[str]]:
    """Return the name of the capital of the province that maps are mostly of, and the ids of the town and the areas called so.

    Examples
    --------
    >>> name, ids = capital()
    >>> name, "district:quetta" in ids
    ('Quetta', True)
    """
    gazetteer = Gazetteer.load()
    towns = (gazetteer.place(town[5]) for town in ground()["towns"])
    town = next(town for town in towns if FOCUS in town.parents)
    areas = (each for each in town.parents if gazetteer.place(each).name == town.name)
    return town.name, frozenset([town.id, *areas])


def _is_capital(mark: Mark) -> bool:
    name, ids = capital()
    return mark.place_id in ids or (not mark.level and mark.name.partition(" +")[0] == name)


def unnamed(things: Sequence[Measured]) -> list[str]:
    """Return in words each place with one of the highest numbers of a map that has no name there.

    Of equal numbers as many are named as belong to the first three; of equal circles, whose size tells the number, one at least
    where not all of them belong to these. Maps without any name are not looked at.

    Examples
    --------
    >>> from maps.figures.boxes import Box, Measured
    >>> sheet = Measured("map", "", Box(0, 0, 99, 99))
    >>> things = [sheet, Measured("badge", "208", Box(0, 0, 9, 9), ("quetta", "district")), Measured("label", "Kalat", Box(20, 0, 40, 9), ("kalat", "district"))]
    >>> unnamed(things)
    ['quetta, with 208 one of the highest numbers of its map, has no name']
    """
    found: list[str] = []
    for box in (thing.box for thing in things if thing.kind == "map"):
        here = [thing for thing in things if box.overlaps(thing.box)]
        named = {thing.of for thing in here if thing.kind == "label"}
        counts = _numbers(here)
        lacking = {of: count for of, count in counts.items() if of not in named} if named else {}
        circles = {thing.of for thing in here if thing.kind == "disc"}
        told = {count for of, count in counts.items() if of in circles & named and _is_shared(count, counts.values())}
        found += [
            f"{of[0]}, with {count:g} one of the highest numbers of its map, has no name"
            for of, count in lacking.items()
            if sum(other >= count for each, other in counts.items() if each not in lacking) < FIRST
            and sum(other > count for other in counts.values()) < FIRST
            and not (of in circles and count in told)
        ]
    return found


def _is_shared(count: float, counts: Collection[float]) -> bool:
    """Return whether not all places with a number belong to the first three.

    Examples
    --------
    >>> [_is_shared(count, (6, 5, 4, 4, 3)) for count in (6, 4)]
    [False, True]
    """
    return sum(other >= count for other in counts) > FIRST


def _numbers(things: Iterable[Measured]) -> Mapping[tuple[str, ...], float]:
    """Return the number of each place that has one, together for all of its symbols; a count with its name in its box has no other."""
    found: defaultdict[tuple[str, ...], float] = defaultdict(float)
    for thing in things:
        written = thing.words.replace(",", "")
        if thing.kind in NUMBERED and written.replace(".", "", 1).isdigit():
            found[thing.of[:2]] += float(written)
    return found
