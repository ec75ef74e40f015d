"""Composes a figure: measures the words, gives the picture what is left, and draws every part from the selection."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maps.errors import BadFigure
from maps.figures import choropleth, furniture, keys, multiples, timeline
from maps.figures.basemap import embedded_ground, is_beyond_ground
from maps.figures.boxes import Box
from maps.figures.cartography import draw_map
from maps.figures.column import place_claims
from maps.figures.frame import at_zoom, fit
from maps.figures.sheet import Sheet
from maps.figures.strip import strip_of
from maps.figures.style import House
from maps.figures.subject import Subject
from maps.figures.themes import FIGURE_THEMES
from maps.figures.words import clean
from maps.layers import FOCUS, HOME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents import Atlas
    from maps.figures.choropleth import Shading
    from maps.figures.column import Claims
    from maps.figures.frame import Bounds, Frame
    from maps.figures.furniture import Lines
    from maps.figures.keys import Entry, Key
    from maps.figures.multiples import Parts
    from maps.figures.strip import Strip
    from maps.recipe import Recipe
    from maps.theme import Theme

DESIGN_WIDTH, DESIGN_HEIGHT = 1280.0, 800.0
"""The size, CSS pixels, at which type and lines have their nominal sizes; larger figures scale them."""

LEAST_ON_PAPER, LEAST_ON_SCREEN = 8.0, 12.0
"""No word is smaller, CSS pixels: 6 points where the size is in mm, 12 pixels where it is in pixels."""

SMALLEST_NOMINAL = 10.5
MARGIN = 32.0
KARACHI = dt.timezone(dt.timedelta(hours=5), "Asia/Karachi")


@dataclass(frozen=True)
class Composed:
    """A figure drawn on its sheet, with what its files say of it in words.

    Attributes
    ----------
    sheet : Sheet
        What is drawn.
    title, description : str
        Title and alt text.
    language : str
        ``en`` or ``ur``.
    made : date
        The date printed on it.
    identifier : str
        Its id; empty where it has none.
    frame : Frame or None
        Of its map, or the first of several; None for a timeline.
    left_out : tuple of str
        Names for which the map had no room.
    least : float
        The size below which no word may be set, CSS pixels.
    """

    sheet: Sheet
    title: str
    description: str
    language: str
    made: dt.date
    identifier: str
    frame: Frame | None
    left_out: tuple[str, ...]
    least: float


@dataclass(frozen=True)
class Plan:
    """Where each part of the figure lies, in the order of reading: mirrored on the sheet for a page read from the right."""

    sheet: Sheet
    subject: Subject
    unit: float
    margin: float
    heading: list[Lines]
    keys: list[Key]
    foot: float
    small_print: list[Lines]
    small_print_top: float
    logo: float
    room: Box
    below: Box
    frame: Frame | None
    exact: bool
    claims: Claims
    shading: Shading | None
    strip: Strip | None
    parts: Parts | None

    @property
    def page(self) -> Box:
        """The sheet without its margins."""
        return self.sheet.box.grown(-self.margin)


def compose(
    atlas: Atlas,
    recipe: Recipe,
    theme: Theme | None = None,
    *,
    identifier: str | None = None,
    least: float | None = None,
) -> Composed:
    """Draw the figure of a recipe onto a new sheet.

    Parameters
    ----------
    atlas : Atlas
        The records.
    recipe : Recipe
        What to draw.
    theme : Theme, optional
        Instead of the recipe's, such as that of a projector.
    identifier : str, optional
        The id to print; that of recipe and data where not given.
    least : float, optional
        The smallest size of words, CSS pixels; by the recipe's unit where not given.
    """
    subject = subject_of(atlas, recipe, theme)
    if least is None:
        least = LEAST_ON_PAPER if recipe.size.unit == "mm" else LEAST_ON_SCREEN
    if identifier is None:
        from maps.recipe import figure_id

        identifier = figure_id(recipe, atlas)
    width, height = (round(side, 6) for side in recipe.css_size)
    sheet = Sheet(width, height, subject.theme.page)
    sheet.number = subject.wording.number
    plan = plan_of(subject, sheet, identifier, least)
    frame, left_out = _draw(plan)
    description = subject.wording.alt(subject.summary, subject.records, recipe.kind)
    return Composed(sheet, subject.title, description, recipe.language, subject.made, identifier, frame, tuple(left_out), least)  # fmt: skip


def subject_of(atlas: Atlas, recipe: Recipe, theme: Theme | None = None) -> Subject:
    """Return what a recipe shows, its house style checked. Raises `BadFigure`."""
    from maps.figures.languages import wording_of

    house = House.of(recipe.style)
    dressed = house.dressed(theme or FIGURE_THEMES[recipe.theme])
    made = recipe.made or dt.datetime.now(KARACHI).date()
    return Subject(atlas, recipe, dressed, wording_of(recipe.language, atlas, house), house, made)


def unit_of(width: float, height: float, theme: Theme, least: float) -> float:
    """Return the factor on every nominal size for a figure of a size in CSS pixels: it grows with the shorter side.

    The smallest words of all have the least size.
    """
    scale = min(width / DESIGN_WIDTH, 1.4 * height / DESIGN_HEIGHT) if width > height else height / DESIGN_WIDTH
    scale = min(max(min(scale, 1.6 * width / DESIGN_WIDTH), 0.6), 3.0) * math.sqrt(theme.scale)
    return max(scale, (least + 0.01) / SMALLEST_NOMINAL)


def plan_of(
    subject: Subject, sheet: Sheet, identifier: str = "", least: float = LEAST_ON_PAPER, wider: float = 0.0
) -> Plan:
    """Measure from the outside inwards: heading above, small print below, claims beside, legend under the picture.

    Where the basemap ends before the map's room does, the claims beside become so many pixels `wider`.
    """
    theme, recipe = subject.theme, subject.recipe
    unit = unit_of(sheet.width, sheet.height, theme, least)
    margin = min(MARGIN * unit, 0.035 * max(sheet.width, 0.7 * sheet.height))
    page = sheet.box.grown(-margin)
    heading = furniture.heading(subject.title, subject.subtitle, _filters(subject), theme, unit, page.width)
    bounds, exact = _extent(subject)

    def fitted(room: Box) -> Frame:
        return _fitted(subject, bounds, exact, room, unit)

    has_map = recipe.kind != "timeline"
    logo = _logo_width(subject, unit)
    print_width = page.width - logo
    printed = _small_print(subject, fitted(page) if has_map else None, unit, print_width, identifier)
    printed_top = page.bottom - _stacked(printed, 2 * unit)
    gap = min(16 * unit, 0.6 * margin)
    body = Box(page.left, page.top + _stacked(heading, 3 * unit) + gap, page.right, printed_top - 10 * unit - gap)
    said = subject.said if recipe.kind != "locator" else ()
    shading = choropleth.shading_of(subject) if recipe.kind == "choropleth" else None
    strip = strip_of(subject, (0.3 if has_map else 0.5) * body.height, unit) if "timeline" in recipe.kind else None
    whole, low = body, 0.0
    if has_map and strip is not None:
        arranged, low = keys.arrange(_entries(subject, shading, strip, None), theme, unit, body.width)
        low += strip.good_height(unit) + 22 * unit
        body = body._replace(bottom=body.bottom - low)
    keep = _kept_for_picture(subject, shading, strip, body, unit, of_map=has_map, with_legend=not low)
    claims = place_claims(sheet, subject, said, body, unit, least, keep, may_stand_beside=has_map, wider=wider)
    if strip is not None and not strip.is_empty and not has_map and not claims.beside:
        legend = keys.arrange(_entries(subject, shading, strip, None), theme, unit, body.width)[1] + 26 * unit
        spare = claims.room.height - strip.most_height(unit) - legend
        claims = claims.lifted(max(spare, 0.0))
    room = claims.room
    parts = multiples.parts_of(subject, room, unit) if recipe.kind == "multiples" else None
    across = whole if low else room
    arranged, legend_height = keys.arrange(_entries(subject, shading, strip, parts), theme, unit, across.width)
    foot = legend_height + 10 * unit if arranged else 0.0
    frame_room = room if low else room._replace(bottom=room.bottom - foot)
    below = Box(whole.left, body.bottom + 12 * unit, whole.right, whole.bottom - foot) if low else frame_room
    _check_room(subject, sheet, frame_room, unit)
    frame = fitted(frame_room) if has_map else None
    spare = min(frame_room.width - frame.box.width, MOST_WIDER * unit) if frame and claims.beside and not exact else 0.0
    if spare > 8 * unit and not wider and recipe.kind != "multiples":
        return plan_of(subject, sheet, identifier, least, spare)
    printed = _small_print(subject, frame, unit, print_width, identifier)
    return Plan(sheet, subject, unit, margin, heading, arranged, foot, printed, printed_top, logo, frame_room, below, frame, exact, claims, shading, strip, parts)  # fmt: skip


MOST_WIDER = 150.0
"""Nominal: claims in wider columns than this are hard to follow from the name to the figure."""


def _kept_for_picture(
    subject: Subject,
    shading: Shading | None,
    strip: Strip | None,
    body: Box,
    unit: float,
    *,
    of_map: bool,
    with_legend: bool,
) -> float:
    """Return how many pixels of the height claims leave to the picture at least."""
    least = (
        LEAST_MAP * (1.3 if with_legend else 1.02) * unit
        if of_map or strip is None
        else max(strip.good_height(unit), LEAST_MAP * unit)
    )
    legend = (
        keys.arrange(_entries(subject, shading, strip, None), subject.theme, unit, body.width)[1]
        if with_legend
        else 0.0
    )
    return least + legend + (28 if with_legend else 18) * unit


LEAST_MAP = 110.0
"""Nominal: a picture lower or narrower than this says nothing."""


def _check_room(subject: Subject, sheet: Sheet, room: Box, unit: float) -> None:
    """Raise `BadFigure` where words at their least size leave no room for the picture."""
    more = LEAST_MAP * unit - min(room.height, room.width)
    if more <= 0:
        return
    in_mm = subject.recipe.size.unit == "mm"
    side, name = (sheet.height, "high") if room.height < room.width else (sheet.width, "wide")
    needed = (side + more) * (25.4 / 96 if in_mm else 1.0)
    smallest = "6 points" if in_mm else "12 pixels"
    raise BadFigure(
        f"the size is too small: with words of at least {smallest} the figure is {needed:.0f} {'mm' if in_mm else 'px'} "
        f"{name} or more; make it larger or its title shorter"
    )


def _filters(subject: Subject) -> str:
    return subject.wording.filters(subject.filters) if subject.filters else ""


def _entries(subject: Subject, shading: Shading | None, strip: Strip | None, parts: Parts | None) -> list[Entry]:
    kind = subject.recipe.kind
    if subject.records.empty and kind != "choropleth":
        return []
    if kind == "locator":
        return []
    if shading is not None:
        return choropleth.entries_of(subject, shading)
    found = keys.entries_of(subject) if kind != "timeline" else []
    if strip is not None:
        found += timeline.entries_of(subject, strip, kinds=kind == "timeline")
    return found + (multiples.notes_of(parts) if parts else [])


def _small_print(subject: Subject, frame: Frame | None, unit: float, room: float, identifier: str) -> list[Lines]:
    """Return sources, claimants, credits, and how the figure was made."""
    atlas, records, summary, wording = subject.atlas, subject.records, subject.summary, subject.wording
    from maps.figures.alt import sources_of

    ground = ""
    if frame is not None:
        disputed = any(not shape.is_empty for shape in frame.project(embedded_ground().borders["disputed"]))
        ground = wording.boundaries(disputed=disputed, beyond=is_beyond_ground(frame))
    projection = frame.projection if frame else None
    sentences = (
        wording.sources(sources_of(atlas, records, summary)),
        wording.claimants(summary) if subject.recipe.kind != "locator" else "",
        ground,
        wording.made(records, subject.made, projection, identifier, subject.versions),
        clean(subject.house.credit),
    )
    lines = 2 if room > 420 * unit else 3
    return furniture.footer([(sentence, lines) for sentence in sentences], subject.theme, unit, room)


def _logo_width(subject: Subject, unit: float) -> float:
    return 96 * unit if subject.house.logo else 0.0


def _stacked(parts: Sequence[Lines], gap: float) -> float:
    return sum(part.height for part in parts) + gap * max(len(parts) - 1, 0)


def _extent(subject: Subject) -> tuple[Bounds, bool]:
    """Return what the map shows, and whether it shows exactly that: the view's edges, else province and records."""
    view, records = subject.view, subject.records
    if view.get("bounds"):
        west, south, east, north = (float(edge) for edge in view["bounds"])
        if west < east and south < north:
            return (west, max(south, -85.0), min(east, west + 350.0), min(north, 85.0)), True
    if subject.recipe.kind == "locator" and len(records):
        return _around(subject), False
    inside = all(subject.atlas.gazetteer.contains(FOCUS, place_id) for place_id in set(records["place_id"].unique()))
    if inside:
        return HOME, False
    west, south, east, north = (float(edge) for edge in records.total_bounds)
    return (
        min(west - 0.3, HOME[0]),
        min(south - 0.3, HOME[1]),
        max(east + 0.3, HOME[2]),
        max(north + 0.3, HOME[3]),
    ), False


LEAST_DEGREES = 2.4
"""A locator shows at least so much around a place."""


def _around(subject: Subject) -> Bounds:
    """Return the area of a locator: its places with as much around them again."""
    west, south, east, north = (float(edge) for edge in subject.records.total_bounds)
    wide, high = max((east - west) * 0.25, 0.4), max((north - south) * 0.25, 0.4)
    wide = max(wide, (LEAST_DEGREES - (east - west)) / 2)
    high = max(high, (LEAST_DEGREES - (north - south)) / 2)
    return west - wide, max(south - high, -85.0), east + wide, min(north + high, 85.0)


def _fitted(subject: Subject, bounds: Bounds, exact: bool, room: Box, unit: float) -> Frame:
    view = subject.view
    centred = not exact and all(view.get(key) is not None for key in ("latitude", "longitude", "zoom"))
    if centred:
        return at_zoom(float(view["latitude"]), float(view["longitude"]), float(view["zoom"]), room, unit)
    return fit(bounds, room, exact=exact, window=embedded_ground().window)


def _draw(plan: Plan) -> tuple[Frame | None, list[str]]:
    """Draw picture and words; of a page read from the right all but the map itself is mirrored."""
    with plan.sheet.mirrored(plan.subject.wording.right_to_left):
        frame, left_out, bottom = _draw_picture(plan)
        _draw_words(plan, bottom)
    return frame, left_out


def _draw_picture(plan: Plan) -> tuple[Frame | None, list[str], float]:
    """Draw map, maps or timeline; return the frame, names without room, and where the picture ends."""
    sheet, subject, unit, room = plan.sheet, plan.subject, plan.unit, plan.room
    if plan.parts is not None:
        bounds, _ = _extent(subject)

        def frame_of(box: Box) -> Frame:
            return fit(bounds, box, window=embedded_ground().window)

        first, bottom = multiples.draw(sheet, subject, plan.parts, room, bounds, frame_of, unit)
        return first, [], bottom
    if plan.frame is None:
        return None, [], timeline.draw(sheet, plan.strip, plan.below, unit) if plan.strip else room.bottom
    frame = plan.frame.at(sheet.placed(plan.frame.box))
    with sheet.mirrored(False):
        left_out = draw_map(sheet, subject, frame, unit, plan.shading)
    if plan.strip:
        return frame, left_out, timeline.draw(sheet, plan.strip, plan.below, unit)
    return frame, left_out, frame.box.bottom


def _draw_words(plan: Plan, bottom: float) -> None:
    sheet, unit, page, theme = plan.sheet, plan.unit, plan.page, plan.subject.theme
    y = page.top - min(4 * unit, plan.margin / 3)
    for part in plan.heading:
        y = part.draw(sheet, "heading", page.left, y) + 3 * unit
    keys.draw(sheet, theme, plan.keys, page.left, bottom + 10 * unit, unit)
    plan.claims.draw()
    y = plan.small_print_top
    sheet.rectangle("small-print", Box(page.left, y - 10 * unit, page.right, y - 9 * unit), fill=theme.line)
    if plan.subject.house.logo:
        furniture.draw_logo(sheet, plan.subject.house.logo, Box(page.right - 84 * unit, y, page.right, page.bottom))
    for part in plan.small_print:
        y = part.draw(sheet, "small-print", page.left, y) + 2 * unit
