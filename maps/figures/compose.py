"""Composes a figure: measures the words, gives the map what is left, and draws every part from the selection."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from maps.figures import alt, furniture
from maps.figures.areas import draw_areas, draw_badges
from maps.figures.basemap import LAYERS, draw_ground, embedded_ground, is_beyond_ground, zoom_of
from maps.figures.boxes import Box, Room
from maps.figures.column import place_claims
from maps.figures.frame import Frame, at_zoom, fit
from maps.figures.marks import areas_of, spots_of
from maps.figures.names import Names
from maps.figures.sheet import Sheet
from maps.figures.spots import CROWD, draw_spots
from maps.figures.words import clean
from maps.layers import FOCUS, HOME
from maps.symbols import legend_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from incidents import Atlas, Selection, Summary
    from maps.figures.column import Claims
    from maps.figures.furniture import Key, Lines
    from maps.theme import Theme

    Bounds = tuple[float, float, float, float]

DESIGN_WIDTH, DESIGN_HEIGHT = 1280.0, 800.0
"""The size, CSS pixels, at which type and lines have their nominal sizes; larger figures scale them."""

DEFAULT_SIZE = (1600.0, 1000.0)
"""Width and height, CSS pixels, where none is asked for."""

LEAST_HEIGHT, MOST_HEIGHT = 0.8, 1.35
"""How far the height may leave the default one to suit a view's proportions."""

MARGIN = 32.0
FINER_THAN_SCREEN = 0.1
"""Print resolves more than a screen: names appear this much earlier, in zoom levels of the live map."""


@dataclass(frozen=True)
class Composed:
    """A figure drawn on its sheet, with what its files say of it in words."""

    sheet: Sheet
    title: str
    description: str
    made: dt.date
    frame: Frame
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """Where each part of the figure lies: the map's `room`, the `frame` that it fills, and what stands around."""

    sheet: Sheet
    unit: float
    heading: list[Lines]
    keys: list[Key]
    foot: float
    small_print: list[Lines]
    small_print_top: float
    room: Box
    frame: Frame
    exact: bool
    claims: Claims


def unit_of(width: float, height: float, theme: Theme) -> float:
    """Return the factor on every nominal size for a figure of a size in CSS pixels: it grows with the shorter side."""
    scale = min(width / DESIGN_WIDTH, 1.4 * height / DESIGN_HEIGHT) if width > height else height / DESIGN_WIDTH
    return min(max(min(scale, 1.6 * width / DESIGN_WIDTH), 0.7), 3.0) * math.sqrt(theme.scale)


def compose(
    atlas: Atlas,
    selection: Selection,
    view: Mapping[str, Any] | None,
    theme: Theme,
    size: tuple[float, float] | None,
    made: dt.date,
) -> Composed:
    """Draw the figure of a selection and view onto a new sheet; without a size, as high as the view's proportions need."""
    subject = Subject(atlas, selection, view, theme, made)
    width, height = size or DEFAULT_SIZE
    plan = plan_of(subject, Sheet(width, height, theme.page))
    if size is None and plan.exact:
        height = _height_without_gap(plan, height)
        plan = plan_of(subject, Sheet(width, height, theme.page))
    left_out = _draw_map(plan, subject)
    _draw_words(plan, theme)
    description = alt.alt_text(subject.summary, subject.records)
    return Composed(plan.sheet, subject.title, description, made, plan.frame, tuple(left_out))


def _height_without_gap(plan: Plan, height: float) -> float:
    """Return the height at which a map of fixed proportions leaves least room empty, within reason."""
    needed = plan.frame.box.height * plan.room.width / plan.frame.box.width
    column = plan.claims.needed - plan.room.height - plan.foot if plan.claims.beside else -height
    change = max(needed - plan.room.height, column)
    return min(max(height + change, LEAST_HEIGHT * height), MOST_HEIGHT * height)


@dataclass(frozen=True)
class Subject:
    """What the figure shows: the arguments of `compose`, and what the atlas answers."""

    atlas: Atlas
    selection: Selection
    view: Mapping[str, Any] | None
    theme: Theme
    made: dt.date

    @functools.cached_property
    def records(self) -> gpd.GeoDataFrame:
        """The incidents."""
        return self.atlas.incidents(self.selection)

    @functools.cached_property
    def summary(self) -> Summary:
        """What they amount to."""
        return self.atlas.summary(self.selection)

    @property
    def title(self) -> str:
        """The headline, safe to draw."""
        return clean(self.summary.headline) if len(self.records) else alt.NO_MATCH

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers that are on."""
        chosen = self.view.get("layers") if self.view else None
        return LAYERS if chosen is None else tuple(layer for layer in LAYERS if layer in chosen)


def plan_of(subject: Subject, sheet: Sheet) -> Plan:
    """Measure from the outside inwards: heading above, small print below, claims beside, legend under the map."""
    theme, summary = subject.theme, subject.summary
    unit = unit_of(sheet.width, sheet.height, theme)
    page = sheet.box.grown(-MARGIN * unit)
    filters = [clean(label) for _, _, label in subject.selection.active(subject.atlas)]
    heading = furniture.heading(subject.title, clean(summary.subline), filters, theme, unit, page.width)
    bounds, exact = _extent(subject)

    def fitted(room: Box) -> Frame:
        return _fitted(subject.view, bounds, exact, room, unit)

    printed = _small_print(subject, fitted(page), unit, page.width)
    printed_top = page.bottom - _stacked(printed, 2 * unit)
    body = Box(page.left, page.top + _stacked(heading, 3 * unit) + 16 * unit, page.right, printed_top - 26 * unit)
    claims = place_claims(sheet, theme, summary, body, unit)
    room = claims.room
    keys, legend_height = furniture.arrange_legend(legend_of(subject.records), theme, unit, room.width)
    foot = legend_height + 10 * unit if keys else 0.0
    room = Box(room.left, room.top, room.right, room.bottom - foot)
    frame = fitted(room)
    printed = _small_print(subject, frame, unit, page.width)
    return Plan(sheet, unit, heading, keys, foot, printed, printed_top, room, frame, exact, claims)


def _small_print(subject: Subject, frame: Frame, unit: float, room: float) -> list[Lines]:
    """Return sources, claimants, credits, and how the figure was made."""
    atlas, records, summary = subject.atlas, subject.records, subject.summary
    disputed = any(not shape.is_empty for shape in frame.project(embedded_ground().borders["disputed"]))
    sentences = (
        alt.sources_sentence(alt.sources_of(atlas, records, summary)),
        alt.claimants_sentence(summary),
        alt.boundary_sentence(disputed=disputed, beyond=is_beyond_ground(frame)),
        alt.made_sentence(atlas, records, subject.made, frame.projection.name),
    )
    return furniture.footer([(sentence, 2) for sentence in sentences], subject.theme, unit, room)


def _stacked(parts: Sequence[Lines], gap: float) -> float:
    return sum(part.height for part in parts) + gap * max(len(parts) - 1, 0)


def _extent(subject: Subject) -> tuple[Bounds, bool]:
    """Return what the map shows, and whether it shows exactly that: the view's edges, else province and records."""
    view, records = subject.view, subject.records
    if view and view.get("bounds"):
        west, south, east, north = (float(edge) for edge in view["bounds"])
        if west < east and south < north:
            return (west, max(south, -85.0), min(east, west + 350.0), min(north, 85.0)), True
    inside = all(subject.atlas.gazetteer.contains(FOCUS, place_id) for place_id in set(records["place_id"]))
    if inside:
        return HOME, False
    west, south, east, north = (float(edge) for edge in records.total_bounds)
    return (
        min(west - 0.3, HOME[0]),
        min(south - 0.3, HOME[1]),
        max(east + 0.3, HOME[2]),
        max(north + 0.3, HOME[3]),
    ), False


def _fitted(view: Mapping[str, Any] | None, bounds: Bounds, exact: bool, room: Box, unit: float) -> Frame:
    centred = view and not exact and all(view.get(key) is not None for key in ("latitude", "longitude", "zoom"))
    if view and centred:
        return at_zoom(float(view["latitude"]), float(view["longitude"]), float(view["zoom"]), room, unit)
    return fit(bounds, room, exact=exact, window=embedded_ground().window)


def _draw_map(plan: Plan, subject: Subject) -> list[str]:
    """Draw ground, areas, badges, symbols, names and scale bar; return names that found no room."""
    sheet, theme, frame, unit, room = plan.sheet, subject.theme, plan.frame, plan.unit, Room()
    zoom = zoom_of(frame, unit) + FINER_THAN_SCREEN
    draw_ground(sheet, frame, theme, subject.layers, unit)
    bar = furniture.scale_bar(frame, unit)
    room.take(bar.box)
    areas, spots = areas_of(subject.records), spots_of(subject.records)
    visible = draw_areas(sheet, frame, theme, areas, unit)
    names_below = ("ground-names", "ground-names-outlines", "towns", "names-outlines")
    for layer in ("symbols", *names_below) if len(spots) >= CROWD else names_below:
        sheet.layer(layer)
    marks = draw_spots(sheet, frame, theme, spots, room, unit)
    marks += draw_badges(sheet, frame, theme, areas, visible, room, unit)
    names = Names(sheet, frame, theme, room, unit, urdu="urdu" in subject.layers)
    names.avoid_towns(zoom, {mark.name for mark in marks})
    names.of_marks(marks)
    names.of_grounds(zoom)
    if "towns" in subject.layers:
        names.of_towns(zoom, {mark.place_id for mark in marks})
    furniture.draw_scale_bar(sheet, theme, bar, unit)
    sheet.rectangle("map-frame", frame.box, edge=theme.line, wide=unit)
    sheet.note("map", "", frame.box)
    return names.left_out


def _draw_words(plan: Plan, theme: Theme) -> None:
    sheet, unit = plan.sheet, plan.unit
    page = sheet.box.grown(-MARGIN * unit)
    y = page.top - 4 * unit
    for part in plan.heading:
        y = part.draw(sheet, "heading", page.left, y) + 3 * unit
    furniture.draw_legend(sheet, theme, plan.keys, page.left, plan.frame.box.bottom + 10 * unit, unit)
    plan.claims.draw()
    y = plan.small_print_top
    sheet.rectangle("small-print", Box(page.left, y - 10 * unit, page.right, y - 9 * unit), fill=theme.line)
    for part in plan.small_print:
        y = part.draw(sheet, "small-print", page.left, y) + 2 * unit
