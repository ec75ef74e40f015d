"""Names of towns without records, for orientation: the larger first, on what the names of marks leave."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gazetteer import Gazetteer
from gazetteer.load import DATA, read_rows
from maps.figures.boxes import Box
from maps.figures.forms import block_of
from maps.figures.marks import Mark
from maps.figures.neighbours import OFF_POINTS, free_of, gaps
from maps.figures.owners import ENOUGH
from maps.figures.sheet import joined, ring
from maps.figures.words import Style, clean
from maps.layers import FOCUS, ground

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from maps.figures.names import Names

IN_TWO = 8
"""Zoom from which on these have their name in two scripts, where those with records have."""

RADIUS, AVOIDED = 1.9, 3.0
"""Nominal radius of a town's dot, and of what the names of marks leave to it."""


LARGE = 100_000
"""People from which on a town of the province comes before the names of countries, as the seats of its divisions do."""

FARTHER_OUT, LARGEST = 0.6, 6.0
"""So do towns that a map would name so many zooms farther out too, at most the largest."""


@functools.cache
def ranked() -> tuple[tuple[Any, ...], ...]:
    """Return the towns of the ground in the order of their zooms; of one zoom the seats of divisions, then those with more people."""
    towns, people = ground()["towns"], _people()
    return tuple(
        sorted(map(tuple, towns), key=lambda town: (town[4], town[0] not in _seats(), -people[town[5]], town[0]))
    )


@functools.cache
def _people() -> Mapping[str, int]:
    """Return how many people live in each town, as far as that is known."""
    return Counter({row["id"]: int(row["population"] or 0) for row in read_rows(DATA / "towns.csv")})


@functools.cache
def _seats() -> frozenset[str]:
    """Return the names of the towns that divisions are called after."""
    return frozenset(place.name for place in Gazetteer.load().places("division"))


@functools.cache
def _large() -> frozenset[str]:
    """Return the ids of such towns, and of those with many people, in the province that maps are mostly of."""
    towns = (town for town in Gazetteer.load().places("town") if FOCUS in town.parents)
    return frozenset(town.id for town in towns if town.name in _seats() or _people()[town.id] >= LARGE)


def _is_large(town: Sequence[Any], zoom: float) -> bool:
    """Return whether a town is named before countries and provinces are."""
    return town[4] <= min(zoom - FARTHER_OUT, LARGEST) or town[5] in _large()


@dataclass(frozen=True)
class Towns:
    """The towns of one map.

    Attributes
    ----------
    names : Names
        The names of marks, whose room they keep off.
    """

    names: Names

    def avoid(self, zoom: float, marked: Collection[str]) -> None:
        """Have the names of marks keep off the towns that may be named later; not off those called like a mark."""
        names, radius = self.names, AVOIDED * self.names.unit
        towns = [town for town in ranked() if town[4] <= zoom and town[0] not in marked]
        for x, y in names.frame.to_pixels([town[3] for town in towns], [town[2] for town in towns]):
            if names.frame.box.holds(Box(x, y, x, y)):
                names.avoided.take(Box(x, y, x, y).grown(radius))

    def draw(self, zoom: float, named: Collection[str], *, large: bool = False) -> None:
        """Name towns by rank, or only the `large` ones; those that carry records are named already."""
        names, unit = self.names, self.names.unit
        style = Style(11.5 * unit, names.theme.label_muted, halo=names.theme.halo)
        dots: list[Box] = []
        names.lines, names.pending = names.lines if zoom >= IN_TWO else 1, []
        if not names.scripts:
            return
        radius = RADIUS * unit
        towns = [town for town in ranked() if town[4] <= zoom and not (large and not _is_large(town, zoom))]
        points = names.frame.to_pixels([town[3] for town in towns], [town[2] for town in towns])
        for (name, urdu, _, _, _, place_id), (x, y) in zip(towns, points, strict=True):
            dot = Box(x - radius, y - radius, x + radius, y + radius)
            if place_id in named or name in names.called or not self._may_name(dot):
                continue
            small = style.sized(10.5 * unit)
            town = Mark(clean(name), clean(names.wording.town(name, urdu)), 1, dot, place_id)
            block = block_of(names, town, style, small)
            spots = list(block.around(dot, 3.5 * unit))
            (own,) = names.owners.own(town, block, spots, ENOUGH)
            own = own & free_of(names.points, block.boxes(spots, 0.0), OFF_POINTS * unit)
            if names.fit(block, [spot for spot, good in zip(spots, own, strict=True) if good], "town", town):
                names.room.take(dot)
                names.owners.add(town)
                names.sheet.note("dot", town.name, dot, of=town.of)
                dots.append(dot)
        for draw in names.pending:
            draw()
        if dots:
            rings = (ring(*dot.centre, radius, corners=24) for dot in dots)
            names.sheet.fill("towns", joined(rings), names.theme.town)

    def _may_name(self, dot: Box) -> bool:
        names = self.names
        if not names.frame.box.grown(-4).holds(dot) or not names.room.is_free(dot):
            return False
        if not free_of(names.points, np.array([dot]), OFF_POINTS * names.unit).all():
            return False
        if not names.reach:
            return True
        away = gaps(np.array([dot]), np.array([box for box, _ in names.reach]))[0]
        return bool((away >= np.array([apart for _, apart in names.reach]) + names.unit).all())
