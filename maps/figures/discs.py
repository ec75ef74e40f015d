"""Draws a circle for each district on small maps, all of one scale, over the same middle on every map, so that maps can be compared."""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from maps.figures.boxes import Box
from maps.figures.circles import LAYER, NUMBER, draw_disc
from maps.figures.keys import LAYER as KEY_LAYER
from maps.figures.keys import Entry
from maps.figures.marks import Mark
from maps.figures.periods import DISTRICT
from maps.figures.words import Style, ink

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from numpy.typing import NDArray

    from maps.figures.boxes import Room
    from maps.figures.frame import Frame
    from maps.figures.keys import Draw
    from maps.figures.marks import Area, Point
    from maps.figures.sheet import Sheet
    from maps.figures.subject import Subject
    from maps.figures.wording import Wording
    from maps.theme import Theme

    Points = NDArray[np.float64]

LARGEST, OF_SIDE = 15.0, 0.09
"""How large the largest circle is at most: nominally, and of the shorter side of a map."""

SMALLEST = 1.6
"""Nominal: so large is a circle at least, that it is seen."""

EDGE, ROUND, HARDLY = 1.5, 0.7, 0.05
"""Nominal: how far circles keep from the edge of their map, and numbers from that of their circle; and what is too little to be seen."""

STEPS, STRENGTH = 32, 0.6
"""So often circles that meet move apart, each by no more than its radius: its place stays under it; and how much of the way at once."""

APART = 0.8
"""Nominal: least distance between two circles."""

LESS, SIZES = 0.95, 24
"""Where circles meet still, those of all maps are smaller by this, so often at most."""

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
    middles : dict
        Longitude and latitude of the middle of each district's incidents, those of all maps together.
    known : tuple of int
        The numbers of which the key shows the circles: one of a smaller circle of the maps, and that of their largest.
    unit : float
        Pixels of a nominal length.
    """

    per_root: float
    middles: Mapping[str, Point]
    known: tuple[int, ...]
    unit: float

    @classmethod
    def of(cls, every: Sequence[Area], found: Sequence[Sequence[Area]], frame: Frame, unit: float) -> Discs:
        """Return the circles of maps of one frame: `every` has the middles of all together, `found` the totals of each map.

        They are as large as they can be without covering each other on any map.
        """
        middles = {area.place_id: (area.longitude, area.latitude) for area in every}
        whole = cls(1.0, middles, (), unit)
        maps = [whole.inside(each, frame) for each in found]
        counts = {area.count for inside, _ in maps for area in inside}
        room = min(LARGEST * unit, OF_SIDE * min(frame.box.width, frame.box.height))
        whole = replace(whole, per_root=room / math.sqrt(max(counts, default=1)), known=_known(counts))
        return whole._without_meeting(maps, frame.box)

    def _without_meeting(self, maps: Sequence[tuple[Sequence[Area], Points]], box: Box) -> Discs:
        """Return the circles so small that none meet on any of the maps, if that can be within reason."""
        sizes, chosen = [replace(self, per_root=LESS**step * self.per_root) for step in range(SIZES)], 0
        for inside, homes in maps:

            def are_apart(size: Discs, inside: Sequence[Area] = inside, homes: Points = homes) -> bool:
                return size.apart(inside, homes, box)[1]

            if not are_apart(sizes[chosen]):
                chosen = bisect.bisect_left(sizes, True, chosen + 1, SIZES - 1, key=are_apart)
        return sizes[min(chosen, SIZES - 1)]

    @property
    def nominal(self) -> float:
        """How large circles are beside words: the nominal radius for the root of a number."""
        return self.per_root / self.unit

    @property
    def radii(self) -> list[float]:
        """Pixels of radius of the circles in the key."""
        return [self.radius(count) for count in self.known]

    def radius(self, count: int) -> float:
        """Return the pixels of radius of a number's circle."""
        return max(self.per_root * math.sqrt(count), SMALLEST * self.unit)

    def inside(self, totals: Sequence[Area], frame: Frame) -> tuple[list[Area], Points]:
        """Return the totals whose middles lie inside a map's frame, and these in pixels."""
        homes = frame.to_pixels(*np.reshape([self.middles[area.place_id] for area in totals], (-1, 2)).T)
        within = np.all((homes >= np.array(frame.box[:2])) & (homes <= np.array(frame.box[2:])), axis=1)
        return [area for area, shown in zip(totals, within.tolist(), strict=True) if shown], homes[within]

    def apart(self, inside: Sequence[Area], homes: Points, box: Box) -> tuple[Points, bool]:
        """Return where the circles of a map stand so that they do not meet, each over its middle, and whether none do."""
        radii = np.array([self.radius(area.count) for area in inside])
        edge = (radii + EDGE * self.unit)[:, None]
        low, high = np.array(box[:2]) + edge, np.array(box[2:]) - edge
        least = radii[:, None] + radii + APART * self.unit
        middles = np.clip(homes, low, np.maximum(low, high))
        for step in range(STEPS):
            between = middles[:, None] - middles[None]
            away = np.hypot(between[..., 0], between[..., 1])
            lack = np.maximum(least - away, 0.0)
            np.fill_diagonal(lack, 0.0)
            if lack.max(initial=0.0) <= HARDLY * self.unit:
                return middles, True
            if step == STEPS - 1:
                break
            push = (between / np.maximum(away, 1e-6)[..., None] * lack[..., None]).sum(axis=1) / 2
            off = middles + STRENGTH * push - homes
            far = np.hypot(*off.T)
            middles = homes + off * np.minimum(1.0, radii / np.maximum(far, 1e-9))[:, None]
            middles = np.clip(middles, low, np.maximum(low, high))
        return middles, False


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


def draw(
    sheet: Sheet, subject: Subject, frame: Frame, discs: Discs, totals: Sequence[Area], room: Room, unit: float
) -> tuple[list[Mark], list[str]]:
    """Draw the circles of one map, large ones first, with their numbers where these have room inside.

    Returned are their marks, and the names of the districts whose number has no room.
    """
    theme, style = subject.theme, Style(NUMBER * unit, subject.theme.page, weight=600)
    inside, homes = discs.inside(sorted(totals, key=lambda area: (-area.count, area.place_id)), frame)
    middles, _ = discs.apart(inside, homes, frame.box)
    drawn: list[tuple[Area, Box]] = []
    for area, middle in zip(inside, middles.tolist(), strict=True):
        box = Box(*middle, *middle).grown(discs.radius(area.count))
        draw_disc(sheet, theme, LAYER, box, unit)
        sheet.note("disc", sheet.number(area.count), box, of=(area.place_id, area.level))
        room.take(box)
        drawn.append((area, box))
    unnumbered: list[str] = []
    for number, (area, box) in enumerate(drawn):
        words, (x, y) = sheet.number(area.count), box.centre
        extent = ink(0, 0, words, style)
        written = ink(x, y + extent.height / 2, words, style, "middle")
        has_room = math.hypot(extent.width, extent.height) / 2 + ROUND * unit <= box.width / 2
        if has_room and not any(written.overlaps(small) for _, small in drawn[number + 1 :]):
            sheet.write(LAYER, x, y + extent.height / 2, words, style, anchor="middle", kind="gathered-number")
        else:
            unnumbered.append(area.name)
    marks = [Mark(area.name, area.name_ur, area.count, box, area.place_id, area.level) for area, box in drawn]
    return marks, unnumbered


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
