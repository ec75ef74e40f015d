"""Composes a figure: measures the words, gives the picture what is left, and draws every part from the selection."""

from __future__ import annotations

import datetime as dt
import math
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from maps.errors import BadFigure
from maps.figures import choropleth, furniture, keys, multiples, places, refusal, timeline
from maps.figures.boxes import Box
from maps.figures.cartography import draw_map, has_many_districts, is_crowded
from maps.figures.column import LEAST_TOLLS, place_claims
from maps.figures.extent import extent_of, frame_of
from maps.figures.refusal import TooSmallError
from maps.figures.shares import LEAST_MAP, kept_for_picture
from maps.figures.sheet import Sheet
from maps.figures.small_print import small_print
from maps.figures.strip import strip_of
from maps.figures.style import House
from maps.figures.subject import Subject
from maps.figures.themes import FIGURE_THEMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents import Atlas
    from maps.figures.choropleth import Shading
    from maps.figures.column import Claims
    from maps.figures.frame import Frame
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
    try:
        plan = plan_of(subject, sheet, identifier, least)
    except TooSmallError as error:
        raise BadFigure(_refusal(subject, sheet, identifier, least, error)) from None
    frame, left_out = _draw(plan)
    description = subject.wording.alt(subject.summary, subject.records, subject.drawn_as)
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


@dataclass(frozen=True)
class Learnt:
    """What shows only once a figure has been planned.

    Attributes
    ----------
    wider : float
        Pixels by which claims beside the map grow, where the basemap ends before the map's room does.
    lines : int
        Lines that the small print, which names the map's projection, takes more than was thought.
    across : bool
        Whether the legend takes the figure's whole width, for under the map alone it would leave this too little.
    tight : bool
        Whether there is no room unless something gives way: a timeline's single spans, names of the bars' kinds, claims.
    """

    wider: float = 0.0
    lines: int = 0
    across: bool = False
    tight: bool = False


MOST_LEGEND = 0.24
"""Of the body's height, what a legend under a map with claims beside it may take; a higher one takes the whole width."""


def plan_of(subject: Subject, sheet: Sheet, identifier: str = "", least: float = LEAST_ON_PAPER) -> Plan:
    """Measure from the outside inwards: heading above, small print below, claims beside, legend under the picture.

    Where there is no room for all, what a reader misses least gives way. Raises `TooSmallError` where this is not enough.
    """
    try:
        return _planned(subject, sheet, identifier, least, Learnt())
    except TooSmallError:
        return _planned(subject, sheet, identifier, least, Learnt(tight=True))


def _planned(subject: Subject, sheet: Sheet, identifier: str, least: float, learnt: Learnt) -> Plan:
    """Return the plan; what shows only at the end is planned again with what was learnt."""
    theme, recipe = subject.theme, subject.recipe
    unit = unit_of(sheet.width, sheet.height, theme, least)
    margin = min(MARGIN * unit, 0.035 * max(sheet.width, 0.7 * sheet.height))
    page = sheet.box.grown(-margin)
    heading = furniture.heading(subject.title, subject.subtitle, _filters(subject), theme, unit, page.width)
    bounds, exact = extent_of(subject)

    def fitted(room: Box, *, narrow: bool = True) -> Frame:
        return frame_of(subject, bounds, exact, room, narrow=narrow)

    has_map = recipe.kind != "timeline"
    logo = _logo_width(subject, unit)
    print_width = page.width - logo
    printed = small_print(
        subject, fitted(page) if has_map else None, unit, print_width, sheet.height, identifier, tight=learnt.tight
    )
    printed_top = page.bottom - _stacked(printed, 2 * unit) - learnt.lines * printed[0].leading
    gap = min(16 * unit, 0.6 * margin)
    body = Box(page.left, page.top + _stacked(heading, 3 * unit) + gap, page.right, printed_top - 10 * unit - gap)
    said = subject.said if recipe.kind != "locator" else ()
    shading = choropleth.shading_of(subject) if recipe.kind == "choropleth" else None
    strip = (
        strip_of(subject, 0.0 if learnt.tight else (0.3 if has_map else 0.5) * body.height, body.width, unit)
        if "timeline" in recipe.kind
        else None
    )
    whole, low = body, 0.0
    if has_map and (strip is not None or learnt.across):
        arranged, low = keys.arrange(_entries(subject, shading, strip, None, learnt), theme, unit, body.width)
        strip_height = (strip.least_height if learnt.tight else strip.good_height)(unit) if strip else 0.0
        low += strip_height + 22 * unit if strip else 10 * unit
        body = body._replace(bottom=body.bottom - low)
    legend = None if low else keys.arrange(_entries(subject, shading, strip, None, learnt), theme, unit, body.width)[1]
    keep = kept_for_picture(strip, legend, sheet.height, unit, of_map=has_map)
    claims = place_claims(
        sheet,
        subject,
        said,
        body,
        unit,
        least,
        keep,
        may_stand_beside=has_map,
        wider=learnt.wider,
        least_tolls=1 if learnt.tight else LEAST_TOLLS,
    )
    if strip is not None and not strip.is_empty and not has_map and not claims.beside:
        spare = claims.room.height - strip.most_height(unit) - (legend or 0.0) - 26 * unit
        claims = claims.lifted(max(spare, 0.0))
    room = claims.room
    parts = _parts(subject, room, theme, unit, learnt) if recipe.kind == "multiples" else None
    across = whole if low else room
    arranged, legend_height = keys.arrange(_entries(subject, shading, strip, parts, learnt), theme, unit, across.width)
    foot = legend_height + 10 * unit if arranged else 0.0
    frame_room = room if low else room._replace(bottom=room.bottom - foot)
    below = Box(whole.left, body.bottom + 12 * unit, whole.right, whole.bottom - foot) if low else frame_room
    if claims.beside and not low and not exact and recipe.kind != "multiples" and foot > MOST_LEGEND * body.height:
        return _planned(subject, sheet, identifier, least, replace(learnt, across=True))
    _check_room(frame_room, unit)
    frame = fitted(frame_room, narrow=claims.beside) if has_map else None
    spare = frame_room.width - frame.box.width if frame and claims.beside and not exact else 0.0
    if spare > 8 * unit and not learnt.wider and recipe.kind != "multiples":
        return _planned(subject, sheet, identifier, least, replace(learnt, wider=spare))
    printed = small_print(subject, frame, unit, print_width, sheet.height, identifier, tight=learnt.tight)
    if _stacked(printed, 2 * unit) > page.bottom - printed_top + 0.5 and learnt.lines < 3:
        return _planned(subject, sheet, identifier, least, replace(learnt, lines=learnt.lines + 1))
    return Plan(sheet, subject, unit, margin, heading, arranged, foot, printed, printed_top, logo, frame_room, below, frame, exact, claims, shading, strip, parts)  # fmt: skip


def _refusal(subject: Subject, sheet: Sheet, identifier: str, least: float, error: TooSmallError) -> str:
    """Return in words the smallest size near the one asked for at which the figure has room."""

    locator = replace(subject, recipe=subject.recipe.replace(kind="locator"))

    def tried(width: float, height: float, subject: Subject = subject) -> Plan:
        return plan_of(subject, Sheet(width, height, subject.theme.page), identifier, least)

    def has_room(width: float, height: float, subject: Subject) -> bool:
        with suppress(TooSmallError):
            return bool(tried(width, height, subject))
        return False

    in_mm, size = subject.recipe.size.unit == "mm", (sheet.width, sheet.height)
    needed = refusal.smallest(size, error, refusal.PX_PER_MM if in_mm else 1.0, tried)
    return refusal.words(size, needed, in_mm=in_mm, locator=error.of_claims and has_room(*size, locator))


def _check_room(room: Box, unit: float) -> None:
    """Raise `TooSmallError` where words at their least size leave no room for the picture."""
    more = LEAST_MAP * unit - min(room.height, room.width)
    if more > 0:
        low = room.height < room.width
        raise TooSmallError((0.0, more) if low else (more, 0.0))


def _parts(subject: Subject, room: Box, theme: Theme, unit: float, learnt: Learnt) -> Parts:
    """Return the small maps that have room over the legend, which then says how they were cut."""
    parts = None
    for _ in range(2):
        legend = keys.arrange(_entries(subject, None, None, parts, learnt), theme, unit, room.width)[1]
        parts = multiples.parts_of(subject, room._replace(bottom=room.bottom - legend - 10 * unit), unit)
    assert parts is not None
    return parts


def _filters(subject: Subject) -> str:
    """Return the filters that are on, and that no figure was known by then where claims would stand beside the map."""
    unknown = subject.selection.as_known_on and subject.summary.campaigns and not subject.said
    none = subject.wording.none_yet if unknown and subject.recipe.kind != "locator" else ""
    return "  ·  ".join(filter(None, (subject.wording.filters(subject.filters) if subject.filters else "", none)))


def _entries(
    subject: Subject, shading: Shading | None, strip: Strip | None, parts: Parts | None, learnt: Learnt
) -> list[Entry]:
    kind = subject.recipe.kind
    if subject.records.empty and kind != "choropleth":
        return []
    if kind == "locator":
        return places.entries_of(subject)
    if shading is not None:
        note = [keys.Entry(subject.wording.no_room())] if has_many_districts(shading) else []
        return [*choropleth.entries_of(subject, shading), *note]
    found = keys.entries_of(subject) if kind != "timeline" else []
    if kind in ("symbol", "map_timeline") and is_crowded(subject.areas, subject.spots):
        found.append(keys.Entry(subject.wording.no_room()))
    if strip is not None:
        found += timeline.entries_of(subject, strip, kinds=kind == "timeline", tight=learnt.tight)
    found += multiples.entries_of(subject, parts) if parts else []
    return sorted(found, key=lambda entry: entry.draw is None)


def _logo_width(subject: Subject, unit: float) -> float:
    return 96 * unit if subject.house.logo else 0.0


def _stacked(parts: Sequence[Lines], gap: float) -> float:
    return sum(part.height for part in parts) + gap * max(len(parts) - 1, 0)


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
        first, bottom = multiples.draw(sheet, subject, plan.parts, extent_of(subject)[0], unit)
        bottom = bottom or room.top
        return first, [], bottom
    if plan.frame is None:
        return None, [], timeline.draw(sheet, plan.strip, plan.below, unit) if plan.strip else room.bottom
    frame = plan.frame.at(sheet.placed(plan.frame.box))
    with sheet.mirrored(False):
        left_out = draw_map(sheet, subject, frame, unit, plan.shading)
    if plan.strip:
        return frame, left_out, timeline.draw(sheet, plan.strip, plan.below, unit)
    return frame, left_out, plan.below.top - 12 * unit if plan.below != plan.room else frame.box.bottom


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
