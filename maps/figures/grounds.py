"""Names of seas, countries and provinces: each in the middle of what the map shows of it, wholly inside, or not at all."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import shapely

from gazetteer import Gazetteer
from maps.figures.basemap import COUNTRY, embedded_ground, sea_in
from maps.figures.block import plain
from maps.figures.boxes import Box
from maps.figures.neighbours import OFF_POINTS, free_of
from maps.figures.words import Style
from maps.layers import large_areas, seas

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from maps.figures.block import Block, Spot
    from maps.figures.boxes import Measured
    from maps.figures.frame import Frame
    from maps.figures.names import Names
    from maps.layers import LargeArea

APART = 34.0
"""Nominal: between the names of a country and of a province, in spaced capitals, that might be read as one."""

HOME, PROVINCE = "Pakistan", "Balochistan"
"""The country whose land is tinted, and the province that maps are mostly of, which has its name at any scale."""

COARSE = 0.01
"""Degrees by which outlines are simplified: a name stands farther than that from any."""

TIGHTER = (1, 2, 4)
"""By what the spaces between its letters are divided until a name has room."""

ACROSS = 14
"""So many places are tried across what is visible, and as many down."""

MOST = 80
"""So many of the best are tried for one that nothing else takes."""

NAMED_SEA = (61.0, 5.0, 78.0, 27.0)
"""What is called the Arabian Sea: west of it is the Gulf of Oman."""

EDGE = 6.0
"""Nominal: between a name and the border of what it names, or the edge of the map."""


@dataclass
class Grounds:
    """The names of large areas on one map.

    Attributes
    ----------
    names : Names
        The other names, whose room they keep off.
    """

    names: Names
    boxes: list[Box] = field(default_factory=list[Box])
    """Of the names set."""

    def draw(self, zoom: float) -> None:
        """Name seas, countries and provinces in the quietest way."""
        names, unit = self.names, self.names.unit
        theme, names.pending = names.theme, []
        water = Style(13 * unit, theme.label_water, italic=True, tracking=1, halo=theme.water)
        abroad = Style(11.5 * unit, theme.label_country, tracking=4, halo=theme.outside)
        home = Style(13 * unit, theme.label_country, tracking=8, halo=theme.country)
        province = Style(10.5 * unit, theme.label_country, tracking=2, halo=theme.country)
        focus = Style(11.5 * unit, theme.label_country, tracking=4, halo=theme.land)
        for name, urdu in seas():
            self._name(name, urdu, "sea", _named_sea(names.frame), water)
        for area, shape in zip(large_areas(), names.frame.project(_outlines()), strict=True):
            if (area.start <= zoom or area.name == PROVINCE) and not shape.is_empty:
                style = {HOME: home, PROVINCE: focus}.get(area.name, province if area.kind == "province" else abroad)
                self._name(area.name, area.name_ur, area.kind, shape, style)
        for draw in names.pending:
            draw()

    def _name(self, name: str, urdu: str, kind: str, shape: BaseGeometry, style: Style) -> None:
        """Set the name of an area in what is visible of it, its letters closer together where it has no room else."""
        names, words = self.names, self.names.wording.ground(name, urdu)
        edge = EDGE * names.unit
        within = shapely.box(*names.within.grown(-edge / 2))
        visible = shapely.intersection(shapely.simplify(shape, names.unit / 2), within)
        tracking = sorted({max(style.tracking // by, 1) for by in TIGHTER}, reverse=True)
        for part, closer in product(self._parts(name, visible), tracking):
            block = plain(words, replace(style, tracking=closer), spaced=kind != "sea")
            if not names.scripts or part.is_empty:
                continue
            spots = self._free(block, self._ranked(name, block, middles(part, block, edge)))
            if spot := names.fit(block, spots, kind, of=(name,)):
                self.boxes.append(block.box(*spot))
                return

    def _parts(self, name: str, visible: BaseGeometry) -> list[BaseGeometry]:
        """Return where a name is looked for: the country's beside the province that maps are mostly of, else across its border."""
        return [shapely.difference(visible, self._focus), visible] if name == HOME else [visible]

    def _ranked(self, name: str, block: Block, spots: list[Spot]) -> list[Spot]:
        """Return spots of the country's name, those first at which it stands across the border of the province."""
        if name != HOME:
            return spots
        across = shapely.intersects(shapely.boundary(self._focus), shapely.box(*block.boxes(spots, 0.0).T))
        return [spots[number] for number in np.argsort(~across, kind="stable").tolist()]

    @functools.cached_property
    def _focus(self) -> BaseGeometry:
        """The province that maps are mostly of, in pixels."""
        return shapely.union_all(shapely.make_valid(self.names.frame.project(embedded_ground().focus)))

    def _free(self, block: Block, spots: Sequence[Spot]) -> list[Spot]:
        """Return the spots at which a name stands near no other of its sort, on no point, and on no area with records."""
        boxes = block.boxes(spots, 0.0)
        free = np.ones(len(spots), dtype=bool)
        apart = APART * self.names.unit
        for left, top, right, bottom in (box.grown(apart) for box in self.boxes):
            free &= (boxes[:, 0] > right) | (boxes[:, 2] < left) | (boxes[:, 1] > bottom) | (boxes[:, 3] < top)
        free &= free_of(self.names.points, boxes, OFF_POINTS * self.names.unit)
        free[self.names.ground.tree.query(shapely.box(*boxes.T), predicate="intersects")[0]] = False
        return [spots[number] for number in np.flatnonzero(free).tolist()]


def _named_sea(frame: Frame) -> BaseGeometry:
    """Return what a frame shows of the sea that is named, in pixels, without the gulf to the west, which is called otherwise."""
    named = frame.project_one(shapely.segmentize(shapely.box(*NAMED_SEA), 0.25))
    return shapely.intersection(sea_in(frame), shapely.make_valid(named))


@functools.cache
def _outlines() -> NDArray[np.object_]:
    """Return the outline of each large area: of countries without contested land, and of Pakistan and its neighbours as its own data has it."""
    areas = large_areas()
    own = Gazetteer.load().place(COUNTRY).geometry
    contested = shapely.convex_hull(shapely.union_all(embedded_ground().borders["disputed"]))
    shapes = np.empty(len(areas), dtype=object)
    shapes[:] = [_own(area, own, contested) for area in areas]
    return shapely.simplify(shapes, COARSE)


def home_outline() -> BaseGeometry:
    """Return the outline of the country at home without contested land."""
    return next(shape for area, shape in zip(large_areas(), _outlines(), strict=True) if area.name == HOME)


def strayed(frame: Frame, things: Iterable[Measured]) -> list[str]:
    """Return in words each name of a country or province that is not wholly on what it names, in a frame."""
    shapes = dict(zip((area.name for area in large_areas()), frame.project(_outlines()), strict=True))
    kinds = {area.kind for area in large_areas()}
    return [
        f"{t.words!r} is not in {t.of[0]}"
        for t in things
        if t.kind in kinds and not shapes[t.of[0]].covers(shapely.box(*t.box))
    ]


def _own(area: LargeArea, country: BaseGeometry | None, contested: BaseGeometry) -> BaseGeometry:
    if area.kind == "province":
        return area.shape
    if country is None:
        return shapely.difference(area.shape, contested)
    if area.name == HOME:
        return shapely.difference(country, contested)
    return shapely.difference(shapely.difference(area.shape, contested), country)


def middles(shape: BaseGeometry, block: Block, edge: float) -> list[Spot]:
    """Return where a name stands wholly in a shape in pixels, at least `edge` from its border: farthest from it first.

    Of places equally far those nearest to the shape's middle come first.
    """
    least = block.box(0.0, 0.0, "middle")
    half = np.array([least.width, least.height]) / 2 + edge
    found: list[NDArray[np.float64]] = []
    for part in shapely.get_parts(shape):
        left, top, right, bottom = part.bounds
        room = np.array([right - left, bottom - top]) - 2 * half
        if (room >= 0).all():
            found.append(_in_part(part, half, np.array([left, top]) + half, room))
    best = sorted((each for some in found for each in some.tolist()), key=lambda each: each[2])[:MOST]
    drop = (least.top + least.bottom) / 2
    return [(x, y - drop, "middle") for x, y, _ in best]


def _in_part(part: BaseGeometry, half: NDArray[np.float64], start: NDArray[np.float64], room: NDArray[np.float64]) -> NDArray[np.float64]:  # fmt: skip
    """Return the middles of boxes that a polygon holds, a row (x, y, rank) each; the middle of a row of places is always tried."""
    steps = (np.arange(ACROSS + 1) / ACROSS)[:, None] * room + start
    x, y = (axis.ravel() for axis in np.meshgrid(*steps.T))
    shapely.prepare(part)
    for across, down in ((0, 0), (-1, -1), (1, -1), (-1, 1), (1, 1)):
        inside = np.asarray(shapely.contains_xy(part, x + across * half[0], y + down * half[1]))
        x, y = x[inside], y[inside]
    boxes = shapely.box(x - half[0], y - half[1], x + half[0], y + half[1])
    held = np.asarray(shapely.covers(part, boxes))
    x, y = x[held], y[held]
    clear = np.round(shapely.distance(boxes[held], shapely.boundary(part)) / half[1], 1)
    middle = shapely.centroid(part)
    away = np.hypot(x - middle.x, y - middle.y) / (1 + np.hypot(*room))
    return np.column_stack([x, y, away - clear])
