"""Names on the map, placed greedily: the most important first, none over another, over a mark or across the frame."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.figures.badges import Ground
from maps.figures.basemap import sea_in
from maps.figures.block import Block
from maps.figures.boxes import Box, Room, inside
from maps.figures.marks import Mark
from maps.figures.neighbours import around, gaps
from maps.figures.sheet import joined, ring
from maps.figures.words import Style, clean, shorten
from maps.fonts import is_right_to_left
from maps.layers import ground

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from maps.figures.block import Spot
    from maps.figures.frame import Frame
    from maps.figures.sheet import Sheet
    from maps.figures.wording import Wording
    from maps.theme import Theme

SAME_NAME_WITHIN_PX = 90
PLAIN, ENOUGH = 2.0, 1.25
"""A name's nearest other mark is at least so many times as far as its own: rather twice, a quarter more in any case."""

LONGEST_NAME_PX = 240
BESIDE, ABOVE = 0.6, 0.45
"""Of the size of its letters: what lies at least between a name and the next, which are else read as one."""

GROUNDS_APART = 34.0
"""Nominal: between the names of a country and of a province, in spaced capitals, that might be read as one."""


UNRANKED = 99.0
"""After every town of the ground."""


LAYERS = ("name-leaders", "ground-names", "ground-names-outlines", "towns", "names-outlines")
"""What names are drawn into, from below."""


@dataclass
class Names:
    """The names of one map, and the room that they leave each other."""

    sheet: Sheet
    frame: Frame
    theme: Theme
    room: Room
    unit: float
    scripts: tuple[str, ...]
    wording: Wording
    avoided: Room = field(default_factory=Room)
    set: Room = field(default_factory=Room)
    placed: dict[str, list[Box]] = field(default_factory=lambda: defaultdict(list))
    left_out: list[str] = field(default_factory=list[str])
    marks: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 4)))
    """Boxes of all that a name could be taken for."""

    of: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    """What each of them is of."""

    areas: NDArray[np.object_] = field(default_factory=lambda: np.empty(0, dtype=object))
    """What is hatched or shaded, in pixels."""

    ground: Ground = field(default_factory=lambda: Ground.of((), {}))
    """The same by place, so that the name of an area stands on no other."""

    grounds: list[Box] = field(default_factory=list[Box])
    """Names of seas, countries and provinces."""

    reach: list[tuple[Box, float]] = field(default_factory=list[tuple[Box, float]])
    """The names set, each with how far it is from its own mark."""

    def of_marks(self, marks: Sequence[Mark], most: int | None = None) -> None:
        """Name the marks: the busiest first, of equal ones the larger town, or only the first few; rather beside towns than over them."""
        size = min(max(self.frame.box.width / 46, 11.5 * self.unit), 13.5 * self.unit)
        style = Style(size, self.theme.label, weight=600, halo=self.theme.halo)
        second = Style(size * 0.96, self.theme.label_muted, halo=self.theme.halo)
        named = _told_apart(_one_a_place(marks), self.wording)
        self.marks = np.array([mark.box for mark in named]).reshape(-1, 4)
        self.of = [mark.of for mark in named]
        ranks = {town[5]: town[4] for town in ground()["towns"]}
        in_turn = sorted(named, key=lambda mark: (not mark.is_plain, -mark.count, ranks.get(mark.place_id, UNRANKED), mark.box.top, mark.name))  # fmt: skip
        for mark in [mark for mark in in_turn if mark.name][:most]:
            if self._is_named_nearby(mark):
                continue
            tries = [self._block(mark, style, second, lines) for lines in (2, 1)]
            spots = [list(block.around(mark.box, 5 * self.unit, on_it=mark.is_plain)) for block in tries]
            if tries[0].latin and not self._place(mark, tries, spots) and not self._far_off(mark, tries):
                self.left_out.append(mark.name)

    def _is_named_nearby(self, mark: Mark) -> bool:
        """Return whether a mark of the same place is named so near that its name would stand there twice."""
        near = (math.dist(mark.box.centre, box.centre) for box in self.placed.get(mark.name.casefold(), ()))
        return self.of.count(mark.of) > 1 and any(distance < SAME_NAME_WITHIN_PX * self.unit for distance in near)

    def _place(self, mark: Mark, tries: Sequence[Block], spots: Sequence[Sequence[Spot]]) -> bool:
        """Set a name at the first of its spots that is free, rather one clearly its own and off the towns around."""
        boxes = np.vstack([block.boxes(each, 0.0) for block, each in zip(tries, spots, strict=True)])
        grown = boxes + 1.5 * self.unit * np.array([-1, -1, 1, 1])
        own = self._own(mark, boxes, ENOUGH)
        free = self.room.free(grown) & inside(grown, self._inside) & self._apart(boxes, tries[0]) & own
        if not free.any():
            return False
        plain, off_towns = free & self._own(mark, boxes, PLAIN), self.avoided.free(boxes)
        for good in (plain & off_towns, free & off_towns, plain, free):
            if good.any():
                chosen = [(block, spot) for block, each in zip(tries, spots, strict=True) for spot in each]
                block, spot = chosen[int(np.argmax(good))]
                return bool(self._fit(block, [spot], "label", mark))
        return False

    def _own(self, mark: Mark, boxes: NDArray[np.float64], times: float) -> NDArray[np.bool_]:
        """Return of each box whether a name in it is so many times nearer to its mark than to any other, and its middle is nearer too."""
        near = gaps(boxes, np.array(mark.drawn)).min(axis=1)
        enough = times * near + 0.5 * self.unit
        (left, top), (right, bottom) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
        close = gaps(np.array([(left, top, right, bottom)]), self.marks)[0] < enough.max()
        others = [number for number in np.flatnonzero(close) if self.of[number] != mark.of]
        own = np.asarray((gaps(boxes, self.marks[others]) >= enough[:, None]).all(axis=1))
        middles = np.tile((boxes[:, :2] + boxes[:, 2:]) / 2, 2)
        own &= np.asarray(
            (gaps(middles, self.marks[others]) >= gaps(middles, np.array(mark.drawn)).min(axis=1)[:, None]).all(axis=1)
        )
        if mark.level:
            own[own] = self.ground.is_bare(mark.place_id, boxes[own])
        return own

    def _far_off(self, mark: Mark, tries: Sequence[Block]) -> bool:
        """Set a name farther from its mark, joined to it by a thin line that meets nothing."""
        for block in tries:
            boxes = [mark.box.grown(away * self.unit) for away in (12, 22)]
            spots = [spot for box in boxes for spot in block.around(box, 2 * self.unit)]
            own = self._own(mark, block.boxes(spots, 0.0), PLAIN)
            spots = [
                spot for spot, good in zip(spots, own, strict=True) if good and self._joins(mark, block.box(*spot))
            ]
            if spot := self._fit(block, spots, "label", mark):
                self._join(mark.box, block.box(*spot))
                return True
        return False

    def _joins(self, mark: Mark, name: Box) -> bool:
        """Return whether a line from a mark to its name would cross nothing."""
        start, end = _between(mark.box, name)
        points = np.linspace(start, end, 9)[1:-1]
        points = points[[not mark.box.grown(2 * self.unit).holds(Box(x, y, x, y)) for x, y in points.tolist()]]
        return not len(points) or bool(self.room.free(np.hstack([points - 0.1, points + 0.1])).all())

    def _join(self, mark: Box, name: Box) -> None:
        line = np.array(_between(mark, name))
        self.sheet.stroke("name-leaders", [line], self.theme.label_muted, 0.8 * self.unit)

    def avoid_towns(self, zoom: float, marked: Collection[str]) -> None:
        """Have the names of marks keep off the towns that may be named later; not off those called like a mark."""
        radius = 3 * self.unit
        towns = [town for town in ground()["towns"] if town[4] <= zoom and town[0] not in marked]
        for x, y in self.frame.to_pixels([town[3] for town in towns], [town[2] for town in towns]):
            if self.frame.box.holds(Box(x, y, x, y)):
                self.avoided.take(Box(x - radius, y - radius, x + radius, y + radius))

    def of_grounds(self, zoom: float) -> None:
        """Name seas, countries and provinces in the quietest way."""
        land = Style(10.5 * self.unit, self.theme.label_country, tracking=4, halo=self.theme.outside)
        province = Style(10.5 * self.unit, self.theme.label_country, tracking=2, halo=self.theme.halo)
        water = Style(13 * self.unit, self.theme.label_water, italic=True, tracking=1, halo=self.theme.water)
        for item in ground()["grounds"]:
            if not item["from"] <= zoom < item["until"]:
                continue
            sea = item["kind"] == "sea"
            style = {"sea": water, "country": land, "province": province}[item["kind"]]
            block = self._plain(self.wording.ground(item["name"], item["name_ur"]), style, spaced=not sea)
            points = self.frame.to_pixels([at[1] for at in item["at"]], [at[0] for at in item["at"]])
            spots = [(float(x), float(y), "middle") for x, y in points]
            spots = self._on_water(block, spots) if sea else self._quiet(block, spots, item["kind"])
            if spot := self._fit(block, spots, item["kind"], margin=6 * self.unit):
                self.grounds.append(block.box(*spot))

    def _quiet(self, block: Block, spots: Sequence[Spot], kind: str) -> list[Spot]:
        """Return the spots at which a name stands near no other of its sort, those off areas with records first.

        A province's name never stands on such areas.
        """
        boxes = [block.box(*spot) for spot in spots]
        others = [box.grown(GROUNDS_APART * self.unit) for box in self.grounds]
        apart = [(spot, box) for spot, box in zip(spots, boxes, strict=True) if not any(map(box.overlaps, others))]
        off = [spot for spot, box in apart if not shapely.intersects(self.areas, shapely.box(*box)).any()]
        return off if kind == "province" else [*off, *(spot for spot, _ in apart if spot not in off)]

    def _on_water(self, block: Block, spots: list[Spot]) -> list[Spot]:
        """Return the spots, and others on open water, at which no part of a sea's name would stand on land."""
        water = shapely.intersection(sea_in(self.frame), shapely.box(*self.frame.box))
        return [spot for spot in (*spots, *self._open(water)) if water.covers(shapely.box(*block.box(*spot)))]

    def _open(self, water: BaseGeometry) -> list[Spot]:
        """Return points of the visible sea, those farthest from any coast first."""
        if water.is_empty:
            return []
        step = 18 * self.unit
        box = self.frame.box
        grid = [(x, y) for x in np.arange(box.left, box.right, step) for y in np.arange(box.top, box.bottom, step)]
        shapely.prepare(water)
        covered = shapely.contains_xy(water, *np.array(grid).T)
        inside = shapely.points(np.array(grid)[np.asarray(covered)])
        far = shapely.distance(inside, shapely.boundary(water))
        xs, ys = shapely.get_x(inside), shapely.get_y(inside)
        order = np.lexsort((ys, xs, -np.round(far)))[:80]
        return [(x, y, "middle") for x, y in np.column_stack([xs, ys])[order].tolist()]

    def of_towns(self, zoom: float, named: Collection[str]) -> None:
        """Name towns by rank, for orientation; those that carry records are named already."""
        style = Style(11.5 * self.unit, self.theme.label_muted, halo=self.theme.halo)
        dots: list[Box] = []
        if not self.scripts:
            return
        radius = 1.9 * self.unit
        towns = [town for town in ground()["towns"] if town[4] <= zoom]
        points = self.frame.to_pixels([town[3] for town in towns], [town[2] for town in towns])
        for (name, urdu, _, _, _, place_id), (x, y) in zip(towns, points, strict=True):
            dot = Box(x - radius, y - radius, x + radius, y + radius)
            if place_id in named or not self._may_name(name, dot):
                continue
            small = style.sized(10.5 * self.unit)
            town = Mark(clean(name), clean(self.wording.town(name, urdu)), 1, dot, place_id)
            block = self._block(town, style, small, 2 if zoom >= 8 else 1)
            spots = list(block.around(dot, 3.5 * self.unit))
            own = self._own(town, block.boxes(spots, 0.0), ENOUGH)
            if self._fit(block, [spot for spot, good in zip(spots, own, strict=True) if good], "town", town):
                self.room.take(dot)
                self.marks, self.of = np.vstack([self.marks, dot]), [*self.of, town.of]
                self.sheet.note("dot", town.name, dot, of=town.of)
                dots.append(dot)
        if dots:
            rings = (ring(*dot.centre, radius, corners=24) for dot in dots)
            self.sheet.fill("towns", joined(rings), self.theme.town)

    def _may_name(self, name: str, dot: Box) -> bool:
        if not self.frame.box.grown(-4).holds(dot) or not self.room.is_free(dot):
            return False
        if self.reach:
            away = gaps(np.array([dot]), np.array([box for box, _ in self.reach]))[0]
            if (away < ENOUGH * np.array([near for _, near in self.reach]) + self.unit).any():
                return False
        x, y = dot.centre
        near = (math.dist((x, y), box.centre) for box in self.placed.get(name.casefold(), ()))
        return all(distance > SAME_NAME_WITHIN_PX * self.unit for distance in near)

    def _block(self, mark: Mark, style: Style, second: Style, lines: int) -> Block:
        """Return a mark's name in the scripts that are wanted, the leading one in bold; where it has none, in the other."""
        longest = LONGEST_NAME_PX * self.unit
        names = {"latin": mark.name, "urdu": mark.name_ur}
        if not self.scripts:
            return Block("", "", style, second)
        first, *others = [names[script] for script in self.scripts if names[script]] or [mark.name]
        other = others[0] if others and lines > 1 else ""
        return Block(shorten(first, style, longest), shorten(other, second, longest), style, second)

    def _plain(self, name: str, style: Style, *, spaced: bool) -> Block:
        """Return the name of a country in spaced capitals, of a sea in italics; Arabic script has neither."""
        if not self.scripts:
            return Block("", "", style, style)
        if is_right_to_left(name):
            style = replace(style, tracking=0, italic=False, size=style.size * 1.1)
        return Block(name.upper() if spaced else name, "", style, style)

    def _fit(
        self,
        block: Block,
        spots: Iterable[Spot],
        kind: str,
        mark: Mark | None = None,
        *,
        margin: float = 0.0,
    ) -> Spot | None:
        """Draw a name at the first spot that is free, and take its room; return the spot, None where there was none."""
        tried = list(spots)
        if not block.latin or not tried:
            return None
        boxes = block.boxes(tried, 1.5 * self.unit)
        good = self.room.free(boxes) & inside(boxes, self._inside.grown(-margin))
        good &= self._apart(block.boxes(tried, 0.0), block)
        if not good.any():
            return None
        chosen = int(np.argmax(good))
        self._draw(block, *tried[chosen], kind, mark.of if mark else ())
        box = Box(*boxes[chosen].tolist())
        self.room.take(box)
        self.set.take(block.box(*tried[chosen]))
        self.placed[(mark.name if mark else block.latin).casefold()].append(box)
        if mark:
            drawn = block.box(*tried[chosen])
            self.reach.append((drawn, float(gaps(np.array([drawn]), np.array(mark.drawn)).min())))
        return tried[chosen]

    def _apart(self, boxes: NDArray[np.float64], block: Block) -> NDArray[np.bool_]:
        """Return of each box whether a name in it would be read apart from those set."""
        return self.set.free(boxes + block.style.size * np.array([-BESIDE, -ABOVE, BESIDE, ABOVE]))

    @property
    def _inside(self) -> Box:
        """Where names may stand."""
        return self.frame.box.grown(-5 * self.unit)

    def _draw(self, block: Block, x: float, y: float, anchor: str, kind: str, of: tuple[str, ...]) -> None:
        layer = "names" if kind == "label" else "ground-names"
        self.sheet.write(layer, x, y, block.latin, block.style, anchor=anchor, kind=kind, of=of)
        if block.urdu:
            self.sheet.write(layer, x, y + block.drop, block.urdu, block.urdu_style, anchor=anchor, kind=kind, of=of)


def _between(mark: Box, name: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the ends of the line from a mark to its name."""
    (x, y), (u, v) = mark.centre, name.centre
    start = min(max(u, mark.left), mark.right), min(max(v, mark.top), mark.bottom)
    return start, (min(max(x, name.left), name.right), min(max(y, name.top), name.bottom))


def _told_apart(marks: Sequence[Mark], wording: Wording) -> list[Mark]:
    """Return the marks with the level added to areas that share their name with another mark: "Kalat district"."""
    shared = Counter(mark.name for mark in marks)
    return [
        replace(
            mark,
            name=f"{mark.name} {mark.level}",
            name_ur=mark.name_ur and wording.level(mark.name_ur, mark.level),
        )
        if mark.name and mark.level and shared[mark.name] > 1
        else mark
        for mark in marks
    ]


def _one_a_place(marks: Sequence[Mark]) -> list[Mark]:
    """Return one mark for each place and point, as wide as all of its symbols together, which stand side by side."""
    grouped: dict[tuple[str, ...], list[Mark]] = defaultdict(list)
    for mark in marks:
        same = grouped[mark.of]
        at = next((n for n, known in enumerate(same) if known.box.grown(1).overlaps(mark.box)), len(same))
        known = same[at] if at < len(same) else replace(mark, count=0)
        parts = (*known.drawn, *mark.drawn) if at < len(same) else mark.drawn
        joined_box = around([known.box, mark.box])
        same[at : at + 1] = [replace(known, box=joined_box, count=known.count + mark.count, parts=parts)]
    return [mark for same in grouped.values() for mark in same]
