"""Composes a figure: measures the words, gives the map what is left, and draws every part from the selection."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from maps.figures import alt, furniture
from maps.figures.basemap import LAYERS, draw_ground, embedded_ground, is_beyond_ground, zoom_of
from maps.figures.boxes import Box, Room
from maps.figures.claims import Panel, split
from maps.figures.frame import Frame, at_zoom, fit
from maps.figures.marks import areas_of, draw_areas, draw_badges, draw_spots, spots_of
from maps.figures.names import Names
from maps.figures.sheet import Sheet
from maps.figures.words import clean
from maps.layers import FOCUS, HOME
from maps.symbols import legend_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import geopandas as gpd

    from incidents import Atlas, Selection, Summary
    from maps.figures.claims import Piece
    from maps.figures.furniture import Key, Lines
    from maps.theme import Theme

    Bounds = tuple[float, float, float, float]

DESIGN_WIDTH, DESIGN_HEIGHT = 1280.0, 800.0
"""The size, CSS pixels, at which type and lines have their nominal sizes; larger figures scale them."""

MARGIN, GUTTER, COLUMN = 32.0, 28.0, 292.0
SHRINK = (1.0, 0.94, 0.88, 0.82)


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
    """Where each part of the figure lies."""

    unit: float
    heading: list[Lines]
    keys: list[Key]
    legend_top: float
    small_print: list[Lines]
    small_print_top: float
    frame: Frame
    column: Column | None


@dataclass(frozen=True)
class Column:
    """The claims: where they lie, and their pieces, in several columns side by side under a tall figure's map."""

    panel: Panel
    pieces: list[list[Piece]]
    box: Box

    def draw(self) -> None:
        """Draw the columns, each as far as it fits."""
        step = self.panel.width + GUTTER * self.panel.unit
        for number, pieces in enumerate(self.pieces):
            self.panel.draw(pieces, self.box.left + number * step, self.box.top, self.box.height)


def unit_of(width: float, height: float, theme: Theme) -> float:
    """Return the factor on every nominal size for a figure of a size in CSS pixels."""
    scale = math.sqrt(width * height / (DESIGN_WIDTH * DESIGN_HEIGHT))
    narrow = width / (0.62 * DESIGN_WIDTH)
    return min(max(min(scale, narrow), 0.7), 3.0) * math.sqrt(theme.scale)


def compose(
    atlas: Atlas,
    selection: Selection,
    view: Mapping[str, Any] | None,
    theme: Theme,
    size: tuple[float, float],
    made: dt.date,
) -> Composed:
    """Draw the figure of a selection and view onto a new sheet."""
    records, summary = atlas.incidents(selection), atlas.summary(selection)
    title = clean(summary.headline) if len(records) else alt.NO_MATCH
    sheet = Sheet(*size, ground=theme.page)
    plan = _plan(sheet, theme, atlas, selection, view, records, summary, title, made)
    layers = _layers(view)
    left_out = _draw_map(sheet, theme, plan, layers, records)
    _draw_words(sheet, theme, plan)
    description = alt.alt_text(summary, records)
    return Composed(sheet, title, description, made, plan.frame, tuple(left_out))


def _layers(view: Mapping[str, Any] | None) -> tuple[str, ...]:
    chosen = view.get("layers") if view else None
    return LAYERS if chosen is None else tuple(layer for layer in LAYERS if layer in chosen)


def _plan(
    sheet: Sheet,
    theme: Theme,
    atlas: Atlas,
    selection: Selection,
    view: Mapping[str, Any] | None,
    records: gpd.GeoDataFrame,
    summary: Summary,
    title: str,
    made: dt.date,
) -> Plan:
    """Measure from the outside inwards: heading above, small print below, claims beside, legend under the map."""
    unit = unit_of(sheet.width, sheet.height, theme)
    page = sheet.box.grown(-MARGIN * unit)
    filters = [clean(label) for _, _, label in selection.active(atlas)]
    heading = furniture.heading(title, clean(summary.subline), filters, theme, unit, page.width)
    body_top = page.top + _stacked(heading, 3 * unit) + 16 * unit
    bounds, exact = _extent(atlas, view, records)

    def small_print(frame: Frame) -> list[Lines]:
        disputed = any(not shape.is_empty for shape in frame.project(embedded_ground().borders["disputed"]))
        notes = alt.boundary_sentence(disputed=disputed, beyond=is_beyond_ground(frame))
        sources = alt.sources_sentence(alt.sources_of(atlas, records, summary), summary)
        credit = alt.made_sentence(atlas, records, made, frame.projection.name)
        return furniture.footer([(sources, 2), (f"{notes} {credit}", 2)], theme, unit, page.width)

    trial = _fitted(view, bounds, exact, page, unit)
    height = _stacked(small_print(trial), 2 * unit)
    body = Box(page.left, body_top, page.right, page.bottom - height - 26 * unit)
    column = _column(sheet, theme, summary, body, unit)
    room = _beside(body, column, unit)
    keys, legend_height = furniture.arrange_legend(legend_of(records), theme, unit, room.width)
    foot = legend_height + 10 * unit if keys else 0.0
    frame = _fitted(view, bounds, exact, Box(room.left, room.top, room.right, room.bottom - foot), unit)
    legend_top = frame.box.bottom + 10 * unit
    printed = small_print(frame)
    return Plan(unit, heading, keys, legend_top, printed, page.bottom - _stacked(printed, 2 * unit), frame, column)


def _stacked(parts: Sequence[Lines], gap: float) -> float:
    return sum(part.height for part in parts) + gap * max(len(parts) - 1, 0)


def _extent(atlas: Atlas, view: Mapping[str, Any] | None, records: gpd.GeoDataFrame) -> tuple[Bounds, bool]:
    """Return what the map shows, and whether it shows exactly that: the view's edges, else province and records."""
    if view and view.get("bounds"):
        west, south, east, north = (float(edge) for edge in view["bounds"])
        if west < east and south < north:
            return (west, max(south, -85.0), min(east, west + 350.0), min(north, 85.0)), True
    inside = all(atlas.gazetteer.contains(FOCUS, place_id) for place_id in set(records["place_id"]))
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
    return fit(bounds, room, exact=exact)


def _column(sheet: Sheet, theme: Theme, summary: Summary, body: Box, unit: float) -> Column | None:
    """Return the claims: at the right of a wide figure, below the map of a tall one; set smaller rather than cut."""
    wide = body.width > 1.25 * body.height
    columns = 1 if wide else max(1, round(body.width / (COLUMN * unit)))
    across = COLUMN * unit if wide else (body.width - (columns - 1) * GUTTER * unit) / columns
    most = body.height if wide else body.height * 0.55
    pieces: list[list[Piece]] = []
    height = 0.0
    for shrink in SHRINK:
        panel = Panel(sheet, theme, unit * shrink, across)
        pieces = split(panel.pieces(summary), columns)
        height = max(sum(piece.height for piece in column) for column in pieces)
        if height <= most:
            break
    if not pieces[0]:
        return None
    left, top = (body.right - across, body.top) if wide else (body.left, body.bottom - min(height, most))
    return Column(panel, pieces, Box(left, top, body.right, body.bottom))


def _beside(body: Box, column: Column | None, unit: float) -> Box:
    if column is None:
        return body
    if column.box.left > body.left:
        return Box(body.left, body.top, column.box.left - GUTTER * unit, body.bottom)
    return Box(body.left, body.top, body.right, column.box.top - 14 * unit)


def _draw_map(sheet: Sheet, theme: Theme, plan: Plan, layers: tuple[str, ...], records: gpd.GeoDataFrame) -> list[str]:
    """Draw ground, areas, badges, symbols, names and scale bar; return names that found no room."""
    frame, unit, room = plan.frame, plan.unit, Room()
    zoom = zoom_of(frame, unit)
    draw_ground(sheet, frame, theme, layers, unit)
    bar = furniture.scale_bar(frame, unit)
    room.take(bar.box)
    areas, spots = areas_of(records), spots_of(records)
    visible = draw_areas(sheet, frame, theme, areas, unit)
    for layer in ("ground-names-outlines", "ground-names", "towns", "names-outlines", "symbols"):
        sheet.layer(layer)
    spot_marks = draw_spots(sheet, frame, theme, spots, room, unit)
    marks = draw_badges(sheet, frame, theme, areas, visible, room, unit) + spot_marks
    names = Names(sheet, frame, theme, room, unit, urdu="urdu" in layers)
    names.of_marks(marks)
    names.of_grounds(zoom)
    if "towns" in layers:
        names.of_towns(zoom, {mark.place_id for mark in marks})
    furniture.draw_scale_bar(sheet, theme, bar, unit)
    sheet.rectangle("map-frame", frame.box, edge=theme.line, wide=unit, kind="frame")
    return names.left_out


def _draw_words(sheet: Sheet, theme: Theme, plan: Plan) -> None:
    unit, page = plan.unit, sheet.box.grown(-MARGIN * plan.unit)
    y = page.top - 4 * unit
    for part in plan.heading:
        y = part.draw(sheet, "heading", page.left, y) + 3 * unit
    furniture.draw_legend(sheet, theme, plan.keys, page.left, plan.legend_top, unit)
    if plan.column:
        plan.column.draw()
    y = plan.small_print_top
    sheet.rectangle("small-print", Box(page.left, y - 10 * unit, page.right, y - 9 * unit), fill=theme.line)
    for part in plan.small_print:
        y = part.draw(sheet, "small-print", page.left, y) + 2 * unit
