"""Draws a circle for each district on small maps, all of one scale and at one place on every map, so that maps can be compared."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from maps.figures.boxes import Box
from maps.figures.circles import LAYER, NUMBER, draw_disc, least_radius
from maps.figures.keys import LAYER as KEY_LAYER
from maps.figures.keys import Entry
from maps.figures.marks import Mark
from maps.figures.words import Style, ink

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from maps.figures.boxes import Room
    from maps.figures.frame import Frame
    from maps.figures.keys import Draw
    from maps.figures.marks import Area, Point
    from maps.figures.sheet import Sheet
    from maps.figures.subject import Subject
    from maps.figures.wording import Wording
    from maps.theme import Theme

DISTRICT = "district"
"""What each circle is the total of."""

LARGEST, OF_SIDE = 15.0, 0.09
"""How large the largest circle is at most: nominally, and of the shorter side of a map."""

SMALLEST = 1.6
"""Nominal: so large is a circle at least, that it is seen."""

STEPS, MOST = 60, 8.0
"""So often circles that meet move apart, and how far from their place at most, nominal."""

SMALLER = 0.25
"""The smaller of two circles in the key is the one that occurs nearest to so much of the largest."""

BETWEEN = 1.5
"""Nominal: between the two."""


@dataclass(frozen=True)
class Discs:
    """The circles of several small maps.

    Attributes
    ----------
    per_root : float
        Pixels of radius for the root of a number.
    shifts : dict
        How far from the middle of its incidents a district's circle stands, in pixels, by place.
    middles : dict
        Longitude and latitude of these middles.
    known : tuple of int
        The numbers of which the key shows the circles: one of a smaller circle of the maps, and that of their largest.
    unit : float
        Pixels of a nominal length.
    """

    per_root: float
    shifts: Mapping[str, Point]
    middles: Mapping[str, Point]
    known: tuple[int, ...]
    unit: float

    @classmethod
    def of(cls, every: Sequence[Area], found: Sequence[Sequence[Area]], frame: Frame, unit: float) -> Discs:
        """Return the circles of maps of one frame: `every` has the middles of all together, `found` the totals of each map."""
        most: dict[str, int] = {}
        for area in (area for each in found for area in each):
            most[area.place_id] = max(most.get(area.place_id, 0), area.count)
        homes = frame.to_pixels([area.longitude for area in every], [area.latitude for area in every])
        drawn = {
            area.place_id for area, inside in zip(every, _within(homes, frame.box).tolist(), strict=True) if inside
        }
        counts = {area.count for each in found for area in each if area.place_id in drawn}
        room = min(LARGEST * unit, OF_SIDE * min(frame.box.width, frame.box.height))
        per_root = room / math.sqrt(max(counts, default=1))
        radii = np.array([_radius(most.get(area.place_id, 0), per_root, unit) for area in every])
        moved = _kept(_apart(homes, radii, MOST * unit, unit), homes, radii + 1.5 * unit, frame.box)
        shifts = {area.place_id: (x, y) for area, (x, y) in zip(every, (moved - homes).tolist(), strict=True)}
        return cls(per_root, shifts, {a.place_id: (a.longitude, a.latitude) for a in every}, _known(counts), unit)

    @property
    def radii(self) -> list[float]:
        """Pixels of radius of the circles in the key."""
        return [_radius(count, self.per_root, self.unit) for count in self.known]


def _radius(count: int, per_root: float, unit: float) -> float:
    return max(per_root * math.sqrt(count), SMALLEST * unit)


def _known(counts: Set[int]) -> tuple[int, ...]:
    """Return the largest of the numbers that circles have, and before it a smaller one that is told from it.

    Examples
    --------
    >>> _known({1, 2, 3, 8, 9}), _known({2})
    ((2, 9), (2,))
    """
    largest = max(counts, default=1)
    smaller = min(counts - {largest}, key=lambda count: (abs(count - SMALLER * largest), count), default=largest)
    return (smaller, largest) if smaller < largest else (largest,)


def _within(
    homes: np.ndarray[tuple[int, int], np.dtype[np.float64]], box: Box
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which points lie inside a map's frame."""
    return np.all((homes >= np.array(box[:2])) & (homes <= np.array(box[2:])), axis=1)


def _kept(
    middles: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    homes: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    radii: np.ndarray[tuple[int], np.dtype[np.float64]],
    box: Box,
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return middles at which the circles of places inside a map's frame lie inside it."""
    low, high = np.array(box[:2]) + radii[:, None], np.array(box[2:]) - radii[:, None]
    return np.where(_within(homes, box)[:, None], np.clip(middles, low, np.maximum(low, high)), middles)


def _apart(
    homes: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    radii: np.ndarray[tuple[int], np.dtype[np.float64]],
    most: float,
    unit: float,
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return where circles stand so that they meet less, each near its place."""
    middles = homes.copy()
    for _ in range(STEPS if len(homes) > 1 else 0):
        between = middles[:, None] - middles[None]
        away = np.hypot(*between.transpose(2, 0, 1))
        np.fill_diagonal(away, np.inf)
        lack = np.maximum(radii[:, None] + radii + 0.8 * unit - away, 0.0)
        if not lack.any():
            break
        push = (between / np.maximum(away, 1e-6)[..., None] * lack[..., None]).sum(axis=1) / 2
        middles = middles + 0.5 * push
        off = middles - homes
        far = np.hypot(*off.T)
        middles = homes + off * np.minimum(1.0, most / np.maximum(far, 1e-9))[:, None]
    return middles


def draw(
    sheet: Sheet, subject: Subject, frame: Frame, discs: Discs, totals: Sequence[Area], room: Room, unit: float
) -> list[Mark]:
    """Draw the circles of one map, large ones first, with their numbers where these have room inside; return their marks."""
    theme, style = subject.theme, Style(NUMBER * unit, subject.theme.page, weight=600)
    in_turn = sorted(totals, key=lambda area: (-area.count, area.place_id))
    where = [discs.middles[area.place_id] for area in in_turn]
    points = frame.to_pixels([x for x, _ in where], [y for _, y in where]).tolist()
    drawn: list[tuple[Area, Box]] = []
    for area, (x, y) in zip(in_turn, points, strict=True):
        across, down = discs.shifts[area.place_id]
        middle = x + across, y + down
        box = Box(*middle, *middle).grown(_radius(area.count, discs.per_root, unit))
        if frame.box.grown(-unit).holds(box):
            draw_disc(sheet, theme, LAYER, box, unit)
            sheet.note("disc", sheet.number(area.count), box, of=(area.place_id, area.level))
            room.take(box)
            drawn.append((area, box))
    for number, (area, box) in enumerate(drawn):
        words, (x, y) = sheet.number(area.count), box.centre
        half = ink(0, 0, words, style).height / 2
        inside = ink(x, y + half, words, style, "middle")
        if least_radius(words, unit) <= box.width / 2 and not any(
            inside.overlaps(small) for _, small in drawn[number + 1 :]
        ):
            sheet.write(LAYER, x, y + half, words, style, anchor="middle", kind="gathered-number")
    return [Mark(area.name, area.name_ur, area.count, box, area.place_id, area.level) for area, box in drawn]


def entry(discs: Discs, wording: Wording) -> Entry:
    """Return what the circles stand for, with the largest of the maps and a smaller one."""
    wide = sum(2 * radius / discs.unit for radius in discs.radii) + BETWEEN * (len(discs.known) - 1)
    return Entry(wording.discs(DISTRICT, *discs.known), _sign(discs), wide, high=2 * max(discs.radii) / discs.unit)


def _sign(discs: Discs) -> Draw:
    def draw(sheet: Sheet, theme: Theme, box: Box, unit: float) -> None:
        x, (_, y) = box.left, box.centre
        for count, radius in zip(discs.known, discs.radii, strict=True):
            sign = Box(x, y - radius, x + 2 * radius, y + radius)
            draw_disc(sheet, theme, KEY_LAYER, sign, unit)
            sheet.note("key-disc", sheet.number(count), sign)
            x = sign.right + BETWEEN * unit

    return draw
