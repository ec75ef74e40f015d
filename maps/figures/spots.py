"""Draws what is known to a town or site: a symbol for each kind at each spot, none hidden, apart from other places'."""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.path import Path

from maps.figures import leader
from maps.figures.apart import are_many, rows_of, settled, standing
from maps.figures.boxes import Box, Room
from maps.figures.circles import Tally, box_of
from maps.figures.gathering import Gathering, gathered
from maps.figures.marks import Mark, type_order
from maps.figures.neighbours import around
from maps.figures.sheet import ring
from maps.figures.symbol_numbers import SIZE
from maps.figures.symbol_numbers import standing as numbers_of
from maps.figures.words import Style
from maps.symbols import Symbol, radius_px, symbol_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from maps.figures.apart import Group, Row
    from maps.figures.frame import Frame
    from maps.figures.marks import Point, Spot
    from maps.figures.sheet import Sheet
    from maps.figures.symbol_numbers import Standing
    from maps.theme import Theme

LESS = (0.86, 0.74, 0.64)
"""Where symbols of different places would meet, all are smaller by this."""

AMONG_CIRCLES = 0.75
"""How large symbols are, of their usual size, on a map on which most places are counted together."""

ROOMY = 26.0
"""Nominal: between blocks of different places where both have room for their numbers there."""

MOST_FOLDED = 4
"""So often places have one circle because the numbers of their symbols have no room."""

MOST_ROWS, MOST_KM = 600, 1_000
"""Points from which on none is looked for near another; and kilometres that a key has room for."""

FIRST = 1_000
"""Of more symbols so many are looked at first: where these are too near each other already, so are all."""

LEADERS = "symbol-leaders"
"""The layer, beneath the symbols, of lines to places beside which they stand."""

MOST_COVERED = 0.05
"""Share of the map that symbols may cover: where they would take more all of them are smaller ..."""

SMALLEST = 3.2 / 6.0
"""... down to this share of their usual size."""


@dataclass(frozen=True)
class Arrangement:
    """Where the symbols of a map stand, which places are counted together, and where numbers are.

    Attributes
    ----------
    shown : list
        The spots that have symbols of their own, with their points.
    radii : list of float
        Of these.
    groups : list of Group
        Which of them stand together, and where.
    share : float
        Of their usual size.
    numbers : dict
        Where the number of each has room, by its place in `shown`; None where it has none.
    found : Gathering
        The circles.
    """

    shown: Sequence[tuple[Spot, Point]]
    radii: Sequence[float]
    groups: Sequence[Group]
    share: float
    numbers: Mapping[int, Standing | None]
    found: Gathering


def arranged(
    frame: Frame,
    spots: Sequence[Spot],
    room: Room,
    unit: float,
    size: float,
    number: Callable[[float], str],
    share: float | None = None,
) -> Arrangement | None:
    """Return how the spots of a map are drawn, `size` being the share of their usual size; None where it shows none.

    Each kind at a place has a symbol where all have room apart, with their numbers. Else the places that are too near others, or
    whose numbers have no room, have one circle with their total, and where these meet too, those of one district are counted
    together. With `share` symbols have that size and no numbers.
    """
    shown = _visible_spots(frame, spots)
    if not shown:
        return None
    usual = _radii(shown) * unit * size
    shares = [share] if share else _shares(usual, frame)
    numbered = share is None
    share, groups, are_apart = _settled(shown, usual, shares, frame, room, unit, number if numbered else None)
    share = share if are_apart or not numbered else AMONG_CIRCLES
    radii: list[float] = (usual * share).tolist()
    if are_apart:
        whole = Arrangement(shown, radii, groups, share, {}, Gathering())
        if not numbered:
            return whole
        whole = _numbered(whole, frame, room, number, unit)
        folded = _without_number(whole)
        if not folded:
            return whole
    else:
        folded: set[Point] = set()
    tries = 0
    while True:
        found = gathered(shown, radii, number, frame.box, unit, folded)
        alone, own = [shown[each] for each in found.alone], [radii[each] for each in found.alone]
        groups = standing(_rows(alone, unit), own) if alone else []
        whole = Arrangement(alone, own, groups, share, {}, found)
        whole = _numbered(whole, frame, room, number, unit) if numbered else whole
        more, tries = _without_number(whole), tries + 1
        if not more or tries >= MOST_FOLDED:
            return whole
        folded |= more


def _numbered(whole: Arrangement, frame: Frame, room: Room, number: Callable[[float], str], unit: float) -> Arrangement:
    """Return an arrangement with the numbers of its symbols where they have room."""
    taken = [group.line(unit) for group in whole.groups]
    taken += [np.array([box_of(each).grown(2 * unit)]) for each in whole.found.circles]
    of = {number: at for at, group in enumerate(whole.groups) for number in group.members}
    at = dict(place for group in whole.groups for place in group.places)
    boxes = np.array([_around(at[number], whole.radii[number]) for number in range(len(whole.shown))])
    counts = [spot.number for spot, _ in whole.shown]
    where = [of[number] for number in range(len(whole.shown))]
    others = np.vstack([np.empty((0, 4)), *taken])
    return replace(whole, numbers=numbers_of(counts, boxes, where, others, room, number, frame.box, unit))


def _without_number(whole: Arrangement) -> set[Point]:
    """Return the points of symbols that stand with one whose number has no room."""
    lacking = {number for number, standing in whole.numbers.items() if standing is None}
    return {
        whole.shown[each][1] for group in whole.groups if lacking.intersection(group.members) for each in group.members
    }


def draw_spots(
    sheet: Sheet, frame: Frame, theme: Theme, whole: Arrangement | None, room: Room, unit: float
) -> tuple[list[Mark], Gathering]:
    """Draw the symbols of an arrangement, those of one point together, and return the marks, which take their room.

    The circles of places counted together have their room and are not drawn yet.
    """
    if whole is None:
        return [], Gathering()
    shown, radii, groups, found = whole.shown, whole.radii, whole.groups, whole.found
    for each in found.circles:
        room.take(box_of(each).grown(unit))
    marks = _draw_symbols(sheet, frame, theme, shown, radii, groups, room, unit, whole.share) if shown else []
    signs = [_sign_of(shown[number][0], group.point) for number, group in _in_order(groups)]
    for sign, mark in zip(signs, marks, strict=True):
        room.take(mark.box.grown(unit))
        sheet.note("symbol", mark.name, mark.box, of=sign)
    _reaches(sheet, frame, theme, shown, unit)
    style = Style(SIZE * unit, theme.label, weight=600, halo=theme.halo)
    for i, at in whole.numbers.items():
        if at is not None:
            box = sheet.write("symbol-counts", at.x, at.y, at.words, style, anchor=at.anchor, kind="symbol-number", of=signs[i])  # fmt: skip
            room.take(box.grown(unit))
            marks[i] = replace(marks[i], box=around([marks[i].box, box]), parts=(marks[i].box, box))
    return marks, found


def foreseen(
    spots: Sequence[Spot], frame: Frame, unit: float, size: float, number: Callable[[float], str]
) -> Tally | None:
    """Return the most that a key may have to say of the circles of a map; None where it has none."""
    whole = arranged(frame, spots, Room(), unit, size, number)
    if whole is None or not whole.found.circles:
        return None
    return Tally(MOST_KM, 0)


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


def common_share(each: Sequence[Sequence[Spot]], frame: Frame, unit: float, size: float) -> float | None:
    """Return how large symbols are on several maps of one frame, as a share of their usual size: on each they have room; None where on one they never have."""
    maps = [(shown, _radii(shown) * unit * size) for spots in each if (shown := _visible_spots(frame, spots))]
    shares = min((_shares(usual, frame) for _, usual in maps), default=[1.0])
    have_room = (share for share in shares if all(_settled(*one, [share], frame, Room(), unit)[2] for one in maps))
    return next(have_room, None)


def _settled(
    shown: Sequence[tuple[Spot, Point]],
    usual: NDArray[np.float64],
    shares: Sequence[float],
    frame: Frame,
    room: Room,
    unit: float,
    number: Callable[[float], str] | None = None,
) -> tuple[float, list[Group], bool]:
    """Return the first of some shares of their usual size at which symbols have room apart, else the last.

    With it come where they stand, and whether they have that room. With `number` the numbers beside them are to have room as well:
    blocks stand so far apart that both have theirs, if that can be; else the first share at which symbols alone have room is returned.
    """
    share, groups, least = shares[-1], list["Group"](), (usual * shares[-1]).tolist()
    points = len({point for _, point in shown})
    if points > FIRST and are_many(_rows(shown[:FIRST], unit, points), least):
        return share, groups, False
    rows = _rows(shown, unit, points)
    if are_many(rows, least):
        return share, groups, False
    tight: tuple[float, list[Group], bool] | None = None
    for share in shares:
        radii: list[float] = (usual * share).tolist()
        for gap in (0.0, ROOMY * unit) if number else (0.0,):
            groups, are_apart = settled(rows, radii, frame.box, room, unit, gap)
            if not are_apart:
                continue
            tight = tight or (share, groups, True)
            if number is None or not _without_number(_numbered(Arrangement(shown, radii, groups, share, {}, Gathering()), frame, room, number, unit)):  # fmt: skip
                return share, groups, True
    return tight or (share, groups, False)


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
    return Mark(spot.name, spot.name_ur, spot.number, _around(place, radius), spot.place_id)


def _around(place: Point, radius: float) -> Box:
    return Box(*place, *place).grown(radius)


def shape_path(sign: Symbol) -> Path:
    """Return a sign's outline of radius one as a matplotlib path; a collection's own y runs upwards."""
    vertices = [(x, -y) for x, y in sign.shape.vertices]
    return Path(vertices, list(sign.shape.codes))
