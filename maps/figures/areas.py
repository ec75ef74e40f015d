"""Draws what is known only to an area: hatched and tinted in the colour of its kind."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.figures.basemap import rings_of
from maps.figures.sheet import joined
from maps.figures.themes import mixed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from maps.figures.frame import Frame
    from maps.figures.marks import Area
    from maps.figures.sheet import Sheet
    from maps.theme import Theme

OUTLINES = "area-outlines"
"""The layer of the lines around areas, above the halos of names and beneath symbols."""

HATCH_STEP_PX = 6.5
SQUARE_STEP = math.sqrt(0.5)
"""Lines at 45 degrees whose ends lie `step` apart on the axes are this share of it apart."""

LEAST_LINE_PX = 0.01

SEVERAL = ""
"""Instead of a kind of event: several kinds in one area."""

PATTERNS: Mapping[str, tuple[tuple[float, ...], float]] = MappingProxyType(
    {
        "attack": ((45.0,), 0.0),
        "armed_assault": ((45.0,), 0.6),
        "assassination": ((0.0, 45.0, 135.0), 0.0),
        "bombing": ((135.0,), 0.0),
        "shelling": ((135.0,), 0.6),
        "sabotage": ((0.0, 135.0), 0.0),
        "operation": ((0.0,), 0.0),
        "development": ((0.0,), 0.6),
        "clash": ((90.0,), 0.0),
        "sexual_violence": ((90.0,), 0.6),
        "abduction": ((45.0, 135.0), 0.0),
        "protest": ((45.0, 135.0), 0.6),
        "air_strike": ((0.0, 90.0), 0.0),
        "riot": ((0.0, 90.0), 0.6),
        "other": ((45.0, 90.0), 0.0),
        "unknown": ((0.0,), 0.2),
        SEVERAL: ((20.0, 160.0), 0.0),
    }
)
"""The print theme's hatches by kind of event: angles in degrees, and the share of a line that is drawn (0 for all of it)."""

IN_COLOUR = (((45.0,), 0.0), ((135.0,), 0.0), ((45.0, 135.0), 0.0))
"""The other themes' hatches: of the first kind of a hue, the second and the third."""

LATER_IN_HUE: Mapping[str, int] = MappingProxyType(
    {
        "armed_assault": 1,
        "assassination": 2,
        "shelling": 1,
        "sabotage": 2,
        "sexual_violence": 1,
        "air_strike": 1,
        "abduction": 1,
        "riot": 2,
        "unknown": 1,
        "other": 1,
    }
)
"""Which kinds are not the first of their hue; areas of several kinds share theirs with what is called other."""

STRENGTH, QUIET = 0.62, 0.34
"""How strong the lines of a hatch are on the land, and those of several kinds, which are not to outshout symbols and colours."""

LEAST_PART_PX = 40.0
"""An area cut by the frame gets its badge when what is visible is as large as a square of this side."""


def draw_areas(sheet: Sheet, frame: Frame, theme: Theme, areas: Sequence[Area], unit: float) -> dict[str, BaseGeometry]:
    """Hatch and tint each area and return the visible part of each in pixels, by place id."""
    visible = _in_pixels(frame, areas)
    for wide, hue, kind in sorted({(area.is_wide, area.hue, area.kind) for area in areas}, reverse=True):
        chosen = [area for area in areas if (area.is_wide, area.hue, area.kind) == (wide, hue, kind)]
        shapes = [visible[area.place_id] for area in chosen if area.place_id in visible]
        if not shapes:
            continue
        colour = theme.hues[hue]
        tint = 0.05 if wide or kind == SEVERAL else 0.10
        sheet.fill("area-tints", joined(rings_of(shapes)), colour, clip=frame.box, alpha=tint)
        step = HATCH_STEP_PX * (2 if wide else 1) * unit
        drawn = [line for shape in shapes for line in hatches(shape, step, theme, kind)]
        lines, edge = line_colours(theme, hue, kind)
        sheet.stroke("area-hatches", drawn, lines, 0.8 * unit, clip=frame.box)
        dashes = (6 * unit, 4 * unit) if wide else ()
        sheet.stroke(OUTLINES, rings_of(shapes), edge, 1.25 * unit, clip=frame.box, dashes=dashes)
    return visible_areas(frame, areas, unit)


def visible_areas(frame: Frame, areas: Sequence[Area], unit: float) -> dict[str, BaseGeometry]:
    """Return the visible part of each area in pixels, by place id."""
    visible = _in_pixels(frame, areas)
    return {area.place_id: shape for area in areas if (shape := _worth_a_badge(area, visible, frame, unit))}


def _in_pixels(frame: Frame, areas: Sequence[Area]) -> dict[str, BaseGeometry]:
    shown = dict(zip((a.place_id for a in areas), frame.project(np.array([a.geometry for a in areas], dtype=object)), strict=True))  # fmt: skip
    return {place_id: shape for place_id, shape in shown.items() if not shape.is_empty and shape.area > 1}


def line_colours(theme: Theme, hue: str, kind: str) -> tuple[str, str]:
    """Return the colours of the lines across an area and of the one around it: of several kinds the quieter ones."""
    colour = theme.hues[hue]
    if kind == SEVERAL:
        return mixed(colour, theme.land, QUIET), mixed(colour, theme.land, STRENGTH)
    return mixed(colour, theme.land, STRENGTH), colour


def _worth_a_badge(area: Area, visible: dict[str, BaseGeometry], frame: Frame, unit: float) -> BaseGeometry | None:
    """Return the part of an area inside the frame, None for a sliver of one that lies outside: a count would mislead there."""
    shape = visible.get(area.place_id)
    if shape is None:
        return None
    inside = shapely.clip_by_rect(shape, *frame.box)
    if inside.is_empty:
        return None
    reaches_out = inside.area < 0.999 * shape.area
    return None if reaches_out and inside.area < (LEAST_PART_PX * unit) ** 2 else inside


def hatch(shape: BaseGeometry, step: float, turn: float = 45.0) -> list[NDArray[np.float64]]:
    """Return lines across a shape in pixels, rising by an angle in degrees; those of neighbours are in line.

    Each edge of the shape is met by the lines between its ends; along a line the meetings are, two by two, the ends of what
    lies inside.

    Examples
    --------
    >>> len(hatch(shapely.box(0, 0, 10, 10), 5))
    3
    """
    rings = rings_of([shape])
    if not rings:
        return []
    across, down, gap = math.sin(math.radians(turn)), math.cos(math.radians(turn)), step * SQUARE_STEP
    turned = [ring @ np.array([[across / gap, down], [down / gap, -across]]) for ring in rings]
    starts, ends = (np.concatenate([ring[part] for ring in turned]) for part in (slice(None, -1), slice(1, None)))
    first = np.ceil(np.minimum(starts[:, 0], ends[:, 0]))
    met = (np.ceil(np.maximum(starts[:, 0], ends[:, 0])) - first).astype(int)
    edge = np.repeat(np.arange(len(met)), met)
    line = first[edge] + np.arange(len(edge)) - np.repeat(np.cumsum(met) - met, met)
    share = (line - starts[edge, 0]) / (ends[edge, 0] - starts[edge, 0])
    along = starts[edge, 1] + share * (ends[edge, 1] - starts[edge, 1])
    order = np.lexsort((along, line))
    away, along = line[order] * gap, along[order]
    points = np.column_stack([away * across + along * down, away * down - along * across]).reshape(-1, 2, 2)
    return list(points[np.diff(along.reshape(-1, 2), axis=1)[:, 0] > LEAST_LINE_PX])


def hatches(shape: BaseGeometry, step: float, theme: Theme, kind: str) -> list[NDArray[np.float64]]:
    """Return the hatch of a kind of event: where colour tells most apart one for each kind of a hue, in the print theme for each of all."""
    in_print = theme.name == "print"
    turns, drawn = PATTERNS.get(kind, PATTERNS["unknown"]) if in_print else IN_COLOUR[LATER_IN_HUE.get(kind, 0)]
    wider = step * (1.0, 1.0, 1.35, 1.8)[len(turns)]
    whole = [line for turn in turns for line in hatch(shape, wider, turn)]
    return [part for line in whole for part in _broken(line, step, drawn)] if drawn else whole


def _broken(line: NDArray[np.float64], period: float, drawn: float) -> Iterator[NDArray[np.float64]]:
    """Yield the dashes of a straight line, one a period of pixels; where they begin does not depend on where it is cut."""
    start, end = line[0], line[-1]
    long = float(np.hypot(*(end - start)))
    if long < 0.01:
        return
    along = (end - start) / long
    at = -(float(start @ along) % period)
    while at < long:
        first, last = max(at, 0.0), min(at + drawn * period, long)
        if last > first:
            yield np.array([start + first * along, start + last * along])
        at += period
