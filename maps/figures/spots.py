"""Draws what is known to a town or site: a symbol for each kind at each spot, none hidden, apart from other places'."""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.path import Path

from maps.figures import leader
from maps.figures.apart import are_many, rows_of, settled, standing
from maps.figures.boxes import Box, Room, inside, meets
from maps.figures.gathering import Gathering, Tally, box_of, gathered
from maps.figures.marks import Mark, type_order
from maps.figures.neighbours import around
from maps.figures.sheet import ring
from maps.figures.words import Style, ink
from maps.symbols import Symbol, radius_px, symbol_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from maps.figures.apart import Group, Row
    from maps.figures.frame import Frame
    from maps.figures.marks import Point, Spot
    from maps.figures.sheet import Sheet
    from maps.theme import Theme

LESS = (0.86, 0.74, 0.64)
"""Where symbols of different places would meet, all are smaller by this."""

AMONG_CIRCLES = 0.75
"""How large symbols are, of their usual size, on a map on which most places are counted together."""

MOST_ROWS, MOST_KM = 600, 1_000
"""Points from which on none is looked for near another; and kilometres that a key has room for."""

FIRST = 1_000
"""Of more symbols so many are looked at first: where these are too near each other already, so are all."""

NUMBERS_APART = 3.0
"""Nominal: between the numbers of two symbols on one line, which would else be read as one."""

LEADERS = "symbol-leaders"
"""The layer, beneath the symbols, of lines to places beside which they stand."""

MOST_COVERED = 0.05
"""Share of the map that symbols may cover: where they would take more all of them are smaller ..."""

SMALLEST = 3.2 / 6.0
"""... down to this share of their usual size."""


def draw_spots(
    sheet: Sheet,
    frame: Frame,
    theme: Theme,
    spots: Sequence[Spot],
    room: Room,
    unit: float,
    size: float = 1.0,
    *,
    share: float | None = None,
    numbered: bool = True,
) -> tuple[list[Mark], Gathering]:
    """Draw each spot's symbol, those of one point together, and return the marks, which take their room.

    Where too many would run into each other, places are counted together: the circles that do so have their room and are not
    drawn yet. `size` is the share of their usual size; their numbers stay readable. With `share` they are not made smaller by
    what they would cover here, but as on other maps beside this one.
    """
    shown = _visible_spots(frame, spots)
    if not shown:
        return [], Gathering()
    usual = _radii(shown) * unit * size
    shares = [share] if share else _shares(usual, frame)
    share, groups, are_apart = _settled(shown, usual, shares, frame, room, unit)
    share = share if are_apart or len(shares) == 1 else AMONG_CIRCLES
    radii: list[float] = (usual * share).tolist()
    found = Gathering()
    if not are_apart:
        found = gathered(shown, radii, sheet.number, frame.box, unit)
        shown, radii = [shown[number] for number in found.alone], [radii[number] for number in found.alone]
        groups = standing(_rows(shown, unit), radii) if shown else []
    for each in found.circles:
        room.take(box_of(each).grown(unit))
    marks = _draw_symbols(sheet, frame, theme, shown, radii, groups, room, unit, share) if shown else []
    signs = [_sign_of(shown[number][0], group.point) for number, group in _in_order(groups)]
    for sign, mark in zip(signs, marks, strict=True):
        room.take(mark.box.grown(unit))
        sheet.note("symbol", mark.name, mark.box, of=sign)
    _reaches(sheet, frame, theme, shown, unit)
    if numbered and marks:
        taken = [group.line(unit) for group in groups] + [
            np.array([box_of(each).grown(2 * unit)]) for each in found.circles
        ]
        marks = _counted(sheet, theme, signs, marks, taken, room, frame.box, unit)
    return [replace(mark, name="", name_ur="") for mark in marks] if found.is_unnamed else marks, found


def foreseen(spots: Sequence[Spot], frame: Frame, unit: float, size: float) -> Tally | None:
    """Return the most that a key may have to say of the circles of a map; None where it has none."""
    shown = _visible_spots(frame, spots)
    if not shown:
        return None
    usual = _radii(shown) * unit * size
    if _settled(shown, usual, _shares(usual, frame), frame, Room(), unit)[2]:
        return None
    return Tally(len({spot.place_id for spot, _ in shown}), MOST_KM, 0)


def _in_order(groups: Sequence[Group]) -> list[tuple[int, Group]]:
    """Return each symbol's number, in order, with its group."""
    return sorted(((number, group) for group in groups for number in group.members), key=lambda each: each[0])


def _draw_symbols(
    sheet: Sheet,
    frame: Frame,
    theme: Theme,
    shown: Sequence[tuple[Spot, Point]],
    radii: Sequence[float],
    groups: Sequence[Group],
    room: Room,
    unit: float,
    share: float,
) -> list[Mark]:
    """Draw the symbols of spots where they stand, with lines to their places, and return the marks."""
    places = {number: place for group in groups for number, place in group.places}
    dots = _leaders(sheet, theme, shown, groups, room, unit)
    for (radius, event_type), chosen in _large_first(shown, radii):
        sign = symbol_of(event_type)
        sheet.shapes(
            "symbols",
            shape_path(sign),
            [places[i] for i in chosen],
            [radius] * len(chosen),
            fill=theme.hues[sign.hue],
            edge=theme.halo,
            wide=max(0.4, 1.0 if share == 1.0 else 0.8 * share) * unit,
            clip=frame.box,
        )
    return [
        replace(_spot_mark(spot, places[number], radius), end=dots.get(number))
        for number, ((spot, _), radius) in enumerate(zip(shown, radii, strict=True))
    ]


def _leaders(
    sheet: Sheet, theme: Theme, shown: Sequence[tuple[Spot, Point]], groups: Sequence[Group], room: Room, unit: float
) -> dict[int, Box]:
    """Join symbols that stand beside their place to a dot there; return the dot of each."""
    dots: dict[int, Box] = {}
    for group in groups:
        if group.is_moved:
            of = _sign_of(*shown[group.members[0]])[:2]
            dot = leader.draw(sheet, theme, LEADERS, group.box, group.point, room, unit, of)
            dots |= dict.fromkeys(group.members, dot)
    return dots


def has_moved(sheet: Sheet) -> bool:
    """Return whether symbols on a sheet stand beside their place."""
    return not sheet.noted("leader-end").isdisjoint(sign[:2] for sign in sheet.noted("symbol"))


def common_share(each: Sequence[Sequence[Spot]], frame: Frame, unit: float, size: float) -> float:
    """Return how large symbols are on several maps of one frame, as a share of their usual size: on each they have room."""
    maps = [(shown, _radii(shown) * unit * size) for spots in each if (shown := _visible_spots(frame, spots))]
    shares = min((_shares(usual, frame) for _, usual in maps), default=[1.0])
    have_room = (share for share in shares if all(_settled(*one, [share], frame, Room(), unit)[2] for one in maps))
    return next(have_room, shares[-1])


def _settled(
    shown: Sequence[tuple[Spot, Point]],
    usual: NDArray[np.float64],
    shares: Sequence[float],
    frame: Frame,
    room: Room,
    unit: float,
) -> tuple[float, list[Group], bool]:
    """Return the first of some shares of their usual size at which symbols have room apart, else the last.

    With it come where they stand, and whether they have that room.
    """
    share, groups, least = shares[-1], list["Group"](), (usual * shares[-1]).tolist()
    points = len({point for _, point in shown})
    if points > FIRST and are_many(_rows(shown[:FIRST], unit, points), least):
        return share, groups, False
    rows = _rows(shown, unit, points)
    if are_many(rows, least):
        return share, groups, False
    for share in shares:
        groups, are_apart = settled(rows, (usual * share).tolist(), frame.box, room, unit)
        if are_apart:
            return share, groups, True
    return share, groups, False


def _rows(shown: Sequence[tuple[Spot, Point]], unit: float, points: int = 0) -> list[Row]:
    """Return the symbols at each point; of very many `points`, among which these are, each by itself: they are counted together anyway."""
    if (points or len({point for _, point in shown})) > MOST_ROWS:
        unit = 0.0
    return rows_of([point for _, point in shown], [spot.event_type for spot, _ in shown], unit)


def _radii(shown: Sequence[tuple[Spot, Point]]) -> NDArray[np.float64]:
    """Return the usual size of each symbol."""
    radius = functools.cache(radius_px)
    return np.array([radius(spot.number) for spot, _ in shown])


def _share(radii: NDArray[np.float64], frame: Frame) -> float:
    """Return how large symbols are on a map that they would fill: a share of their usual size."""
    covered = float(math.pi * np.square(radii).sum()) / (frame.box.width * frame.box.height)
    return min(max(math.sqrt(MOST_COVERED / covered), SMALLEST), 1.0)


def _shares(radii: NDArray[np.float64], frame: Frame) -> list[float]:
    """Return how large symbols may be on a map, the largest first."""
    most = _share(radii, frame)
    return [most, *(most * less for less in LESS if most * less > SMALLEST)]


def _large_first(
    shown: Sequence[tuple[Spot, Point]], radii: Sequence[float]
) -> list[tuple[tuple[float, str], list[int]]]:
    """Return what is drawn together, by radius and kind, in the order in which no large symbol hides a small one."""
    order = type_order(spot.event_type for spot, _ in shown)
    found: defaultdict[tuple[float, str], list[int]] = defaultdict(list)
    for number, (radius, (spot, _)) in enumerate(zip(radii, shown, strict=True)):
        found[radius, spot.event_type].append(number)
    return sorted(found.items(), key=lambda each: (-each[0][0], order.index(each[0][1])))


def _sign_of(spot: Spot, point: Point) -> tuple[str, ...]:
    return (spot.place_id, spot.name, spot.event_type, f"{point[0]:.2f} {point[1]:.2f}")


def _reaches(sheet: Sheet, frame: Frame, theme: Theme, shown: Sequence[tuple[Spot, Point]], unit: float) -> None:
    """Draw how far each place may really lie that was given relative to another, such as 10 km west of a town."""
    for spot, (x, y) in shown:
        if spot.radius_km > 0:
            reach = ring(x, y, spot.radius_km / frame.true_km_per_px(x, y))
            colour = theme.hues[symbol_of(spot.event_type).hue]
            sheet.stroke("symbol-reaches", [reach], colour, unit, clip=frame.box, dashes=(3 * unit, 3 * unit))


def _visible_spots(frame: Frame, spots: Sequence[Spot]) -> list[tuple[Spot, Point]]:
    if not spots:
        return []
    points = frame.to_pixels([spot.longitude for spot in spots], [spot.latitude for spot in spots])
    box = frame.box.grown(-3)
    inside = (
        (points[:, 0] > box.left) & (points[:, 0] < box.right) & (points[:, 1] > box.top) & (points[:, 1] < box.bottom)
    )
    return [(spot, (x, y)) for spot, (x, y), shown in zip(spots, points.tolist(), inside, strict=True) if shown]


def _spot_mark(spot: Spot, place: Point, radius: float) -> Mark:
    x, y = place
    box = Box(x - radius, y - radius, x + radius, y + radius)
    return Mark(spot.name, spot.name_ur, spot.number, box, spot.place_id)


def _counted(
    sheet: Sheet,
    theme: Theme,
    signs: Sequence[tuple[str, ...]],
    marks: Sequence[Mark],
    lines: Sequence[NDArray[np.float64]],
    room: Room,
    frame: Box,
    unit: float,
) -> list[Mark]:
    """Write the number of records beside each symbol that stands for several, where it has room; return the marks with it.

    Busy ones come first; a number that would meet another symbol or number is left out, for the symbol's size says it too.
    """
    style = Style(10.5 * unit, theme.label, weight=600, halo=theme.halo)
    others = np.vstack([[mark.box for mark in marks], *lines])
    found = list(marks)
    for i in sorted(range(len(marks)), key=lambda i: (-marks[i].count, i)):
        if marks[i].count < 2:
            continue
        words = sheet.number(marks[i].count)
        own = others[i].copy()
        others[i] = np.nan  # meets nothing
        spots = _beside(marks[i].box, unit)
        boxes = np.array([ink(x, y, words, style, anchor) for x, y, anchor in spots])
        free = inside(boxes, frame.grown(-2 * unit)) & ~meets(boxes, others).any(axis=1)
        free &= ~meets(boxes + NUMBERS_APART * unit * np.array([-1, 0, 1, 0]), others[len(signs) :]).any(axis=1)
        others[i] = own
        if free.any():
            x, y, anchor = spots[int(np.argmax(free))]
            box = sheet.write("symbol-counts", x, y, words, style, anchor=anchor, kind="symbol-number", of=signs[i])
            others = np.vstack([others, box])
            room.take(box.grown(unit))
            found[i] = replace(marks[i], box=around([marks[i].box, box]), parts=(marks[i].box, box))
    return found


def _beside(box: Box, unit: float) -> list[tuple[float, float, str]]:
    """Return where a number may stand: at the corners, then above or below."""
    right, left, high = box.right - unit, box.left + unit, 7.6 * unit
    x, _ = box.centre
    corners = [(at, y, anchor) for y in (box.top + 4 * unit, box.bottom + high - 4 * unit) for at, anchor in ((right, "start"), (left, "end"))]  # fmt: skip
    return [*corners, (x, box.top - 1.5 * unit, "middle"), (x, box.bottom + high + 1.5 * unit, "middle")]


def shape_path(sign: Symbol) -> Path:
    """Return a sign's outline of radius one as a matplotlib path; a collection's own y runs upwards."""
    vertices = [(x, -y) for x, y in sign.shape.vertices]
    return Path(vertices, list(sign.shape.codes))
