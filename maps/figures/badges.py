"""Puts the count of each area in a small box: inside the area, or on bare ground with a line to it, never on another's."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from maps.figures import leader
from maps.figures.boxes import Box, inside
from maps.figures.circles import BENEATH, NUMBER, TALLY, UNCOUNTED, draw_disc, radius_of
from maps.figures.marks import LIKE_A_DISTRICT, Mark, level_rank, with_level
from maps.figures.words import Style, ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from maps.figures.boxes import Room
    from maps.figures.frame import Frame
    from maps.figures.marks import Area, Point
    from maps.figures.sheet import Sheet
    from maps.figures.subject import Subject

NEAR_PX = 12.0
"""How far from its area a badge may stand on a crowded map, where many long lines would tell nobody anything."""

FAR_PX, MOST_FAR = 60.0, 2
"""So many counts that have no room near their areas stand farther away, rather than not at all."""

MUCH = 0.55
"""Share of a badge that lies in its area, from which on nobody takes it for a neighbour's."""

PLAINLY = 0.8
"""Share from which on it stands rather there than beside the area with a line to it."""

RATHER_FAR, RATHER_SHARE = 3.0, 0.04
"""So many times as far it may stand, rather than on a border, at most such a share of the map's width."""

MOST_HIDDEN = 0.45
"""Share of an area that its badge may hide before it stands beside it, if it has room there."""

NEAREST = 150
"""So many of the nearest boxes on bare ground are tried for one whose leader meets nothing."""

AT_ONCE = 16
"""So many boxes have the leaders to all of their ends tried together."""

SPOTS = 4
"""Further ends of a leader that are tried for each box."""


@dataclass(frozen=True)
class Ground:
    """What badges, and names of areas, may stand on: the visible part of each area that has one, in pixels."""

    ids: tuple[str, ...]
    ranks: NDArray[np.int64]
    tree: shapely.STRtree
    minds: dict[str, NDArray[np.bool_]] = field(default_factory=dict[str, Any])
    """Of each area asked about, which others it minds."""

    @classmethod
    def of(cls, areas: Sequence[Area], visible: dict[str, BaseGeometry]) -> Ground:
        """Return the ground of areas."""
        shown = [area for area in areas if area.place_id in visible]
        ranks = np.array([level_rank(area.level) for area in shown], dtype=np.int64)
        shapes = np.array([visible[area.place_id] for area in shown], dtype=object)
        shapely.prepare(shapes)
        return cls(tuple(area.place_id for area in shown), ranks, shapely.STRtree(shapes))

    def is_bare(self, place_id: str, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return of each box whether no other area is beneath it, those around the area itself aside.

        An area finer than a province minds no province beneath it: that one's count has its name.
        """
        if place_id not in self.ids or not len(boxes):
            return np.ones(len(boxes), dtype=bool)
        minds = self.minded_by(place_id)
        bare, shapes = np.ones(len(boxes), dtype=bool), shapely.box(*boxes.T)
        box, area = self.tree.query(shapes)
        box, area = box[minds[area]], area[minds[area]]
        met = shapely.intersects(self.tree.geometries[area], shapes[box])
        bare[box[met]] = False
        return bare

    def minded_by(self, place_id: str) -> NDArray[np.bool_]:
        """Return of each area whether one of them minds it beneath its count or its name."""
        if place_id not in self.minds:
            self.minds[place_id] = self._minded_by(self.ids.index(place_id))
        return self.minds[place_id]

    def _minded_by(self, own: int) -> NDArray[np.bool_]:
        """Return of each area whether another minds it beneath its count."""
        minds = self.ranks >= min(self.ranks[own], level_rank("district"))
        holding = self.tree.query(shapely.point_on_surface(self.tree.geometries[own]), predicate="within")
        minds[holding[self.ranks[holding] < self.ranks[own]]] = minds[own] = False
        return minds


def draw_badges(
    sheet: Sheet,
    frame: Frame,
    subject: Subject,
    areas: Sequence[Area],
    visible: dict[str, BaseGeometry],
    room: Room,
    unit: float,
    *,
    far: float | None = None,
    largest_first: bool = False,
    round_ones: bool = False,
) -> list[Mark]:
    """Put a count in a small box on each visible area, where no other mark is, and return the marks.

    Where it has no room in its area the box stands on bare ground nearby, joined to it by a line that meets no other count, symbol
    or line; where there is no such place it is left out. With `far` it stands more than so many pixels from its area only once
    all others have their place. Small areas come first, or large counts. Where an area is wide the
    box has its name too, for the count would be taken for a district's. `round_ones` are circles that grow with the count.
    """
    badges = _Badges(sheet, frame, subject, visible, room, unit, Ground.of(areas, visible), round_ones)
    sheet.layer("badge-leaders")  # beneath the badges, whichever is drawn first
    shown = [area for area in areas if area.place_id in visible]
    in_turn = sorted(shown, key=lambda a: (-a.weight if largest_first else visible[a.place_id].area, a.place_id))
    points = frame.to_pixels([area.longitude for area in in_turn], [area.latitude for area in in_turn])
    homes = {area.place_id: (x, y) for area, (x, y) in zip(in_turn, points.tolist(), strict=True)}
    marks = [(area, badges.put(area, homes[area.place_id], far)) for area in in_turn]
    homeless = [area for area, mark in marks if mark is None]
    if far and len(homeless) <= MOST_FAR:
        marks += [(area, badges.put(area, homes[area.place_id], FAR_PX * unit)) for area in homeless]
    return [mark for _, mark in marks if mark is not None]


@dataclass(frozen=True)
class _Badges:
    """The counts of one map, which take the room that they stand in."""

    sheet: Sheet
    frame: Frame
    subject: Subject
    visible: dict[str, BaseGeometry]
    room: Room
    unit: float
    ground: Ground
    round_ones: bool = False
    placed: list[Box] = field(default_factory=list[Box])

    def put(self, area: Area, home: Point, far: float | None) -> Mark | None:
        """Draw the count of an area, whose middle is `home`, where it has room, at most `far` from it, and return its mark."""
        sheet, theme, unit = self.sheet, self.subject.theme, self.unit
        style = Style(11.5 * unit, theme.badge_text, weight=600)
        words = area.told or sheet.number(area.count)
        if self.round_ones:
            style = Style(NUMBER * unit, theme.page, weight=600)
        elif area.is_wide:
            wording, names = self.subject.wording, (area.name, area.name_ur)
            apart = with_level(*names, area.level, wording) if area.level == LIKE_A_DISTRICT else names
            words = f"{wording.place(*apart)}: {words}"
        shape, of = self.visible[area.place_id], (area.place_id, area.level)
        extent = ink(0, 0, words, style)
        wide, high = max(extent.width + 9 * unit, 17 * unit), max(extent.height + 6 * unit, 17 * unit)
        if self.round_ones:
            wide = high = 2 * radius_of(area.count, words, unit)
        found = _free_box(
            shape, home, wide, high, self.room, self.frame.box, self.ground, area.place_id, far, unit, self.placed
        )
        if found is None:
            return None
        (box, end), dot = found, None
        self.placed.append(box)
        self.room.take(box.grown(1.5 * unit))
        if end is not None:
            dot = leader.draw(sheet, theme, "badge-leaders", box, end, self.room, unit, of)
        if self.round_ones:
            draw_disc(sheet, theme, "badges", box, unit)
        else:
            sheet.pill("badges", box, 3 * unit, fill=theme.badge, edge=theme.badge_line, wide=0.9 * unit)
        sheet.note("badge", words, box, of=of)
        x, y = box.centre
        sheet.write("badges", x, y - extent.centre[1], words, style, anchor="middle", kind="badge-number")
        if area.is_wide and not self.round_ones:
            return Mark("", "", area.count, box, *of, end=dot, weight=area.rate, boxed=area.name)
        return Mark(area.name, area.name_ur, area.count, box, *of, end=dot, weight=area.rate)


def uncounted(sheet: Sheet, areas: Sequence[Area]) -> int:
    """Return how many records are in areas that have no count on a sheet: of its totals where it has these."""
    if any(of[-1] for of in sheet.noted(TALLY)):
        return sum(int(of[-1]) for of in sheet.noted(UNCOUNTED))
    drawn = {of[0] for of in sheet.noted("badge") | sheet.noted(BENEATH)}
    return sum(area.count for area in areas if area.place_id not in drawn)


def _free_box(
    shape: BaseGeometry,
    home: Point,
    wide: float,
    high: float,
    room: Room,
    frame: Box,
    ground: Ground,
    place_id: str,
    far: float | None,
    unit: float,
    placed: Sequence[Box] = (),
) -> tuple[Box, Point | None] | None:
    """Return the box nearest to `home` that is free: inside the shape, else nearly so, else on bare ground around it, else mostly inside.

    A small shape that would be hidden has it rather beside. On bare ground it comes with the end of its leader. Where there is none at all the count has no place.
    """
    half = np.array([wide / 2, high / 2])
    boxes = _candidates(shape, home, half, room, frame, far)
    if not len(boxes):
        return None
    met = np.asarray(shapely.intersects(shape, shapely.box(*boxes.T)))
    over, bare = boxes[met], ground.is_bare(place_id, boxes[met])
    inside_it = (box for box in map(Box._make, over[bare].tolist()) if stands_in(shape, home, box))
    chosen = next(inside_it, None) or _held(shape, home, half, room, frame)
    share = 1.0 if chosen else 0.0
    if not chosen:
        chosen, share = _mostly_in(shape, over[~bare])
    if chosen and share >= PLAINLY and share_hidden(shape, chosen) <= MOST_HIDDEN:
        return chosen, None
    near = boxes if far is None else boxes[np.asarray(shapely.dwithin(shape, shapely.box(*boxes.T), far))]
    near = near[_read_apart(near, placed)]
    beside = _joined(shape, home, near[ground.is_bare(place_id, near)], room, unit)
    farther = min(RATHER_FAR * far, RATHER_SHARE * frame.width) if far else 0.0
    if not beside and far and farther > far and chosen and share < PLAINLY:
        boxes = _candidates(shape, home, half, room, frame, farther)
        boxes = boxes[_read_apart(boxes, placed)]
        beside = _joined(shape, home, boxes[ground.is_bare(place_id, boxes)], room, unit)
    return beside or ((chosen, None) if chosen else None)


def _read_apart(boxes: NDArray[np.float64], placed: Sequence[Box]) -> NDArray[np.bool_]:
    """Return of each box whether it stands in no row with one that is placed, less than its height from it, so that two numbers are read as one.

    Examples
    --------
    >>> seven = Box(0, 0, 10, 10)
    >>> _read_apart(np.array([[16.0, 2, 26, 12], [16, 6, 26, 16], [22, 2, 32, 12]]), [seven]).tolist()
    [False, True, True]
    """
    if not placed:
        return np.ones(len(boxes), dtype=bool)
    others, high = np.array(placed), (boxes[:, 3] - boxes[:, 1])[:, None]
    across = np.maximum(boxes[:, None, 0] - others[:, 2], others[:, 0] - boxes[:, None, 2])
    in_row = np.abs(boxes[:, None, 1] + boxes[:, None, 3] - others[:, 1] - others[:, 3]) < high
    return np.asarray(~(in_row & (across < high)).any(axis=1))


def _held(shape: BaseGeometry, home: Point, half: NDArray[np.float64], room: Room, frame: Box) -> Box | None:
    """Return the free box nearest to the middle of an area that lies wholly inside it, looked for in half as wide steps."""
    points = np.asarray(_within(shape, home)) + _steps_around() * half.min() / 2
    points = points[np.asarray(shapely.intersects_xy(shape, *points.T))]
    boxes = np.hstack([points - half, points + half])
    boxes = boxes[inside(boxes, frame.grown(-2)) & room.free(boxes + np.array([-1, -1, 1, 1]))]
    held = boxes[np.asarray(shapely.covers(shape, shapely.box(*boxes.T)))]
    return Box(*held[0].tolist()) if len(held) else None


def _mostly_in(shape: BaseGeometry, boxes: NDArray[np.float64]) -> tuple[Box | None, float]:
    """Return the box of which most is in an area, the first of those as good, and how much that is; none where no area would have it."""
    shares = [(round(share_in(shape, box), 1), box) for box in map(Box._make, boxes[:NEAREST].tolist())]
    share, box = max(shares, key=lambda each: each[0], default=(0.0, None))
    return (box, share) if share >= MUCH else (None, 0.0)


def _joined(
    shape: BaseGeometry, home: Point, boxes: NDArray[np.float64], room: Room, unit: float
) -> tuple[Box, Point] | None:
    """Return the box nearest to a shape whose leader meets nothing, and where that ends; None where there is none."""
    if not len(boxes):
        return None
    away = shapely.distance(shape, shapely.box(*boxes.T))
    nearest = boxes[np.argsort(away, kind="stable")[:NEAREST]]
    core = next(core for inset in (2, 1, 0) if not (core := shape.buffer(-inset * leader.STEP * unit)).is_empty)
    spots = _spots_in(core)
    for some in np.split(nearest, range(AT_ONCE, len(nearest), AT_ONCE)):
        ends = _ends(_within(shape, home), core, spots, some)
        each = ends.shape[1]
        squares, of = leader.steps(np.repeat(some, each, axis=0), ends.reshape(-1, 2), unit)
        clear = np.bincount(of, ~room.free(squares), len(some) * each) == 0
        clear &= leader.is_seen(np.repeat(some, each, axis=0), ends.reshape(-1, 2), unit)
        if clear.any():
            first = int(np.argmax(clear))
            x, y = ends.reshape(-1, 2)[first].tolist()
            return Box(*some[first // each].tolist()), (x, y)
    return None


def _ends(
    middle: Point, core: BaseGeometry, spots: NDArray[np.float64], boxes: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return where the leader of each box may end, the best end first.

    In the middle of an area, else well inside it on the side of the box, else at the spots nearest to that.
    """
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    sides = shapely.get_coordinates(shapely.shortest_line(core, shapely.points(centres)))[::2]
    away = np.hypot(*(spots - centres[:, None]).transpose(2, 0, 1))
    nearest = spots[np.argsort(away, axis=1, kind="stable")[:, :SPOTS]]
    return np.concatenate([np.broadcast_to(middle, (len(boxes), 1, 2)), sides[:, None], nearest], axis=1)


def _spots_in(core: BaseGeometry) -> NDArray[np.float64]:
    """Return the points of a coarse grid over a shape that lie in it."""
    left, top, right, bottom = core.bounds
    x, y = (
        axis.ravel() for axis in np.meshgrid(np.linspace(left, right, 2 * SPOTS), np.linspace(top, bottom, 2 * SPOTS))
    )
    within = np.asarray(shapely.intersects_xy(core, x, y))
    return np.column_stack([x[within], y[within]])


def _candidates(
    shape: BaseGeometry, home: Point, half: NDArray[np.float64], room: Room, frame: Box, far: float | None
) -> NDArray[np.float64]:
    """Return free boxes of half a width and height around `home` in a frame, about `far` from a shape at most.

    The nearest come first, those with their middle inside the shape before the others.
    """
    points = np.asarray(_within(shape, home)) + _steps_around() * half.min()
    if far is not None:
        around = np.array(Box(*shape.bounds).grown(far + 1))
        near = (points + half > around[:2]) & (points - half < around[2:])
        points = points[near.all(axis=1)]
    boxes = np.hstack([points - half, points + half])
    chosen = inside(boxes, frame.grown(-2))
    chosen[chosen] = room.free(boxes[chosen] + np.array([-1, -1, 1, 1]))
    points, boxes, firsts = points[chosen], boxes[chosen], int(chosen[0])
    within = np.asarray(shapely.intersects_xy(shape, *points.T))
    within[:firsts] = True
    return boxes[np.argsort(~within, kind="stable")]


@functools.cache
def _steps_around() -> NDArray[np.float64]:
    """Return the steps of a grid around a point, the nearest first."""
    steps = range(-22, 23)
    return np.array([(i, j) for _, i, j in sorted((i * i + j * j, i, j) for i in steps for j in steps)], dtype=float)


def share_in(shape: BaseGeometry, box: Box) -> float:
    """Return how much of a box lies in a shape, 0 to 1."""
    return float(shapely.clip_by_rect(shape, *box).area / (box.width * box.height))


def share_hidden(shape: BaseGeometry, box: Box) -> float:
    """Return how much of a shape is beneath a box, 0 to 1."""
    return float(shapely.clip_by_rect(shape, *box).area / shape.area)


def stands_in(shape: BaseGeometry, home: Point, box: Box) -> bool:
    """Return whether a badge is seen to be of an area: much of it lies inside, or the middle of the area in it.

    Examples
    --------
    >>> stands_in(shapely.box(0, 0, 40, 40), (20, 20), Box(35, 10, 55, 30))
    False
    """
    x, y = _within(shape, home)
    return share_in(shape, box) >= MUCH or box.grown(-0.25 * box.height).holds(Box(x, y, x, y))


def _within(shape: BaseGeometry, home: Point) -> Point:
    """Return the middle of an area, or of what is visible of it."""
    if shape.covers(shapely.Point(home)):
        return home
    x, y = shape.representative_point().coords[0]
    return x, y
