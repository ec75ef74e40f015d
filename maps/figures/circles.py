"""Draws the circles that count places together, each with its number; what a key says of them."""

from __future__ import annotations

import functools
import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from matplotlib.path import Path

from maps.figures.boxes import Box
from maps.figures.foremost import capital
from maps.figures.marks import Mark
from maps.figures.sheet import circle
from maps.figures.words import Style, ink
from maps.symbols import MIXED_HUE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from maps.figures.frame import Frame
    from maps.figures.marks import Area, Point, Spot
    from maps.figures.sheet import Sheet
    from maps.theme import Theme

LAYER = "gathered"
"""The layer of the circles."""

NUMBER, ROUND = 10.5, 1.6
"""Nominal size of the number in a circle, and how far its corners keep from the edge."""

PER_INCIDENT, LARGEST = 0.7, 13.0
"""Nominal: the radius of a circle is so many times the root of its number of incidents, at most so large, at least as its number needs."""

GROWTH = 0.9
"""Nominal: by how much a circle grows for what is counted in it later."""

BENEATH = "counted-beneath"
"""What is noted of an area whose count is in a circle on it, or close beside it."""

MIXED = "mixed"
"""What is noted of a map on which areas of one kind are counted in circles with others, and hatched as areas of several kinds."""

UNCOUNTED = "uncounted"
"""What is noted of an area whose circle has no room: its number of incidents."""

BESIDE = 10.0
"""Nominal: how far from such an area a circle is at most."""

TALLY = "tally"
"""What is noted of a map with circles: the numbers of its `Tally`."""


@dataclass(frozen=True)
class Circle:
    """A circle with a number: the spots whose incidents it counts, and how far apart they are."""

    spots: tuple[Spot, ...]
    count: int
    middle: Point
    radius: float
    reach: float
    """Pixels from its middle to the farthest of its points."""

    beneath: tuple[Area, ...] = ()
    """The areas whose counts have no other room."""

    @property
    def is_place(self) -> bool:
        """Whether it stands for the kinds of a single point."""
        first = self.spots[0]
        return all((spot.longitude, spot.latitude) == (first.longitude, first.latitude) for spot in self.spots)

    @property
    def main(self) -> Spot:
        """A spot of the place with most of its incidents."""
        counts = self._counts
        return max(self.spots, key=lambda spot: (counts[spot.place_id], spot.number))

    @property
    def names(self) -> tuple[str, str]:
        """The name of that place, of the capital where it is counted in it, with how many other places are."""
        counts, main = self._counts, self.main
        main = next((spot for spot in self.spots if spot.place_id in capital()[1]), main)
        others = f" +{len(counts) - 1}" if len(counts) > 1 else ""
        return f"{main.name}{others}", main.name_ur and f"{main.name_ur}{others}"

    @property
    def _counts(self) -> Counter[str]:
        found = Counter[str]()
        for spot in self.spots:
            found[spot.place_id] += spot.number
        return found


class Tally(NamedTuple):
    """What a key says of circles: within how many kilometres of its place each counts others, and how many incidents of areas."""

    kilometres: int
    beneath: int
    brief: bool = False
    """Whether there is no room to say more than that incidents are counted together."""
    level: str = ""
    """Where each circle is the total of an area: the level of these."""


@functools.cache
def radius_of(count: int, words: str, unit: float) -> float:
    """Return the radius of the circle of so many incidents: its area grows with them, and the number has room in it.

    Examples
    --------
    >>> radius_of(400, "400", 1.0), radius_of(10_000, "10,000", 1.0) > 13
    (13.0, True)
    """
    return max(least_radius(words, unit), min(PER_INCIDENT * math.sqrt(count), LARGEST) * unit)


def least_radius(words: str, unit: float) -> float:
    """Return the radius of the least circle that a number has room in."""
    box = ink(0, 0, words, Style(NUMBER * unit, "#000", weight=600))
    return math.hypot(max(box.width, box.height), box.height) / 2 + ROUND * unit


def over_areas(
    circles: Sequence[Circle],
    areas: Sequence[Area],
    visible: Mapping[str, BaseGeometry],
    number: Callable[[float], str],
    unit: float,
) -> list[Circle]:
    """Return the circles with the incidents of areas whose own count has no room: each in the one nearest to the middle of its area.

    It stands on the area, or close beside a small one, and the larger number has room in it; that of a district is of a place there.
    """
    found = list(circles)
    if not found:
        return found
    middles = shapely.points([each.middle for each in found])
    reaches = np.array([each.radius for each in found]) + BESIDE * unit
    for area in areas:
        shape = visible[area.place_id]
        away = shapely.distance(middles, shapely.point_on_surface(shape))
        own = np.array([area.level != "district" or each.spots[0].within == area.place_id for each in found])
        on_it = own & (shapely.distance(middles, shape) <= reaches)
        for each in np.argsort(away, kind="stable").tolist():
            grown = _with(found[each], area, number, unit) if on_it[each] else None
            if grown:
                found[each] = grown
                break
    return found


def _with(each: Circle, area: Area, number: Callable[[float], str], unit: float) -> Circle | None:
    """Return a circle with an area's incidents, hardly larger than it was; None where the number would have no room."""
    count, first = each.count + area.count, sum(spot.number for spot in each.spots)
    before = radius_of(first, number(first), unit)
    radius = min(radius_of(count, number(count), unit), before + GROWTH * unit)
    if least_radius(number(count), unit) - (ROUND - 0.4) * unit > radius:
        return None
    return replace(each, count=count, radius=radius, beneath=(*each.beneath, area))


def draw_circles(sheet: Sheet, theme: Theme, circles: Sequence[Circle], unit: float) -> list[Mark]:
    """Draw circles with their numbers and return the marks, each with the name of the place that most of it is of."""
    style = Style(NUMBER * unit, theme.page, weight=600)
    marks: list[Mark] = []
    for fill, rim in ((theme.halo, 0.0), (theme.hues[MIXED_HUE], 0.8 * unit)):
        middles, radii = [each.middle for each in circles], [each.radius - rim for each in circles]
        if circles:
            sheet.shapes(LAYER, Path.unit_circle(), middles, radii, fill=fill, edge="none", wide=0)
    for number, each in enumerate(circles):
        (x, y), words = each.middle, sheet.number(each.count)
        box = box_of(each)
        mark = Mark(*each.names, each.count, box, each.main.place_id if each.is_place else f"{LAYER} {number}")
        sheet.note(LAYER, words, box, of=mark.of)
        for area in each.beneath:
            sheet.note(BENEATH, area.name, box, of=(area.place_id, area.level))
        half = ink(0, 0, words, style).height / 2
        sheet.write(LAYER, x, y + half, words, style, anchor="middle", kind=f"{LAYER}-number")
        marks.append(mark)
    return marks


def draw_disc(sheet: Sheet, theme: Theme, layer: str, box: Box, unit: float) -> None:
    """Draw a circle without its number."""
    (x, y), radius = box.centre, box.width / 2
    sheet.fill(layer, circle(x, y, radius), theme.halo)
    sheet.fill(layer, circle(x, y, radius - 0.8 * unit), theme.hues[MIXED_HUE])


def box_of(each: Circle) -> Box:
    """Return what a circle fills."""
    return Box(*each.middle, *each.middle).grown(each.radius)


def tally_of(circles: Sequence[Circle], frame: Frame) -> Tally:
    """Return what a key says of the circles of a map."""
    several = [each for each in circles if not each.is_place]
    reach = max((each.reach * frame.true_km_per_px(*each.middle) for each in several), default=0.0)
    return Tally(math.ceil(reach), sum(area.count for each in circles for area in each.beneath))


def tallied(sheet: Sheet) -> Tally | None:
    """Return what a key says of all the circles on a sheet; None where there are none."""
    found = sheet.noted(TALLY)
    if not found:
        return None
    kilometres, beneath = (max(int(of[part]) for of in found) for part in range(2))
    return Tally(kilometres, beneath, level=max(of[2] for of in found))


def note_tally(sheet: Sheet, tally: Tally, box: Box) -> None:
    """Note what a key is to say of the circles of a map."""
    sheet.note(TALLY, "", box, of=(*map(str, tally[:2]), tally.level))
