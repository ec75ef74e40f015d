"""Measures the words of a figure and gives the picture what is left: where each of its parts lies."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from maps.figures import furniture, keys, multiples
from maps.figures.boxes import Box
from maps.figures.column import LEAST_TOLLS, place_claims, stands_beside, taken_beside
from maps.figures.extent import frame_of
from maps.figures.heights import is_column, reference_height, wanted_height
from maps.figures.lower import KEY_GAP, STRIP_GAP, lower_of, map_entries
from maps.figures.refusal import TooSmallError
from maps.figures.shares import LEAST_MAP, kept_for_picture
from maps.figures.small_print import small_print

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maps.figures.choropleth import Shading
    from maps.figures.column import Claims
    from maps.figures.frame import Frame
    from maps.figures.furniture import Lines
    from maps.figures.keys import Key
    from maps.figures.lower import Lower
    from maps.figures.multiples import Parts
    from maps.figures.sheet import Sheet
    from maps.figures.strip import Strip
    from maps.figures.subject import Subject
    from maps.theme import Theme

DESIGN_WIDTH, DESIGN_HEIGHT = 1280.0, 800.0
"""The size, CSS pixels, at which type and lines have their nominal sizes; larger figures scale them."""

LEAST_ON_PAPER = 8.0
"""No word is smaller, CSS pixels: 6 points where the size is in mm."""

SMALLEST_NOMINAL = 10.5
MARGIN = 32.0
MOST_LEGENDS = 4
"""So often small maps are cut anew, as their legend grows by what it says of the cut."""

MOST_LEGEND = 0.24
"""Of the body's height, what a legend under a map with claims beside it may take; a higher one takes the whole width."""

STAMP = 0.55
"""A map over a timeline that is flatter than this lets single spans and names of the bars' kinds give way."""

MOST_BESIDE = 1.25
"""How much higher than its map claims beside it may be in a column."""

MOST_MULTIPLES = 1.5
"""How high small maps may be in a column, of their width."""

LARGER_TYPE = (1.45, 1.3, 1.15)
"""A figure that leaves much of its sheet empty is set in larger type: in these steps, while all has room ..."""

MUCH, NARROWEST = 0.06, 420.0
"""... where it leaves more of its height than this, and is nominally no narrower in that type."""


@dataclass(frozen=True)
class Learnt:
    """What shows only once a figure has been planned, or drawn.

    Attributes
    ----------
    wider : float
        Pixels by which claims beside the map grow, where the basemap ends before the map's room does.
    lines : int
        Lines that the small print, which names the map's projection, takes more than was thought.
    across : bool
        Whether the map's key takes the figure's whole width, for under the map alone it would leave this too little.
    tight : bool
        Whether there is no room unless a timeline's single spans and the names of its bars' kinds give way.
    fewer : bool
        Whether there is no room unless most claims give way.
    larger : float
        How much larger than usual the type is, for there is room.
    lacking : bool
        Whether names had no room on the map, as the key then says.
    natural : float
        How high the picture of a column was found to be; 0 before that is known.
    """

    wider: float = 0.0
    lines: int = 0
    across: bool = False
    tight: bool = False
    fewer: bool = False
    larger: float = 1.0
    lacking: bool = False
    natural: float = 0.0


@dataclass(frozen=True)
class Plan:
    """Where each part of the figure lies, in the order of reading: mirrored on the sheet for a page read from the right.

    Attributes
    ----------
    room : Box
        Of the picture: a map, small maps or a timeline.
    foot : float
        Height of the picture's key and its gap, where it stands under the picture.
    keys, strip_keys : list of Key
        Of the picture, and of a timeline below it.
    keys_top : float or None
        Where the picture's key begins; None: where the picture ends.
    below : Box or None
        Of a timeline below a map.
    spare : float
        Pixels of the height that nothing takes.
    """

    sheet: Sheet
    subject: Subject
    unit: float
    margin: float
    heading: list[Lines]
    small_print: list[Lines]
    small_print_top: float
    room: Box
    foot: float
    keys: list[Key]
    keys_top: float | None
    below: Box | None
    strip_keys: list[Key]
    frame: Frame | None
    exact: bool
    claims: Claims
    shading: Shading | None
    strip: Strip | None
    parts: Parts | None
    spare: float

    @property
    def is_stamp(self) -> bool:
        """Whether a timeline leaves the map above it too little."""
        return self.below is not None and self.room.height < STAMP * min(self.room.width, self.sheet.height / 2)

    @property
    def says_so(self) -> bool:
        """Whether the map's key says that names had no room."""
        wording = self.subject.wording
        said = (wording.no_room(len(self.subject.records)), wording.names_left_out(), wording.towns_alone())
        return any(key.entry.words in said for key in self.keys)

    @property
    def page(self) -> Box:
        """The sheet without its margins."""
        return self.sheet.box.grown(-self.margin)


def unit_of(width: float, height: float, theme: Theme, least: float) -> float:
    """Return the factor on every nominal size for a figure of a size in CSS pixels: it grows with the shorter side.

    The smallest words of all have the least size.
    """
    scale = min(width / DESIGN_WIDTH, 1.4 * height / DESIGN_HEIGHT) if width > height else height / DESIGN_WIDTH
    scale = min(max(min(scale, 1.6 * width / DESIGN_WIDTH), 0.6), 3.0) * math.sqrt(theme.scale)
    return max(scale, (least + 0.01) / SMALLEST_NOMINAL)


def plan_of(
    subject: Subject, sheet: Sheet, identifier: str = "", least: float = LEAST_ON_PAPER, learnt: Learnt | None = None
) -> Plan:
    """Measure from the outside inwards: heading above, small print below, claims beside or below, each key under its picture.

    Where there is no room for all, what a reader misses least gives way; where much is left, type is larger. Raises
    `TooSmallError` where a picture has no room.
    """
    learnt = learnt or Learnt()
    plan = _with_room(subject, sheet, identifier, least, learnt)
    if is_column(subject.recipe) or plan.spare <= MUCH * sheet.height:
        return plan
    for larger in LARGER_TYPE:
        if plan.page.width < NARROWEST * plan.unit * larger:
            continue
        with suppress(TooSmallError):
            tried = _planned(subject, sheet, identifier, least, replace(learnt, larger=larger))
            if tried.claims.density == plan.claims.density:
                return tried
    return plan


def _with_room(subject: Subject, sheet: Sheet, identifier: str, least: float, learnt: Learnt) -> Plan:
    """Return the plan in which the least gives way."""
    tight = replace(learnt, tight=True)
    with suppress(TooSmallError):
        plan = _planned(subject, sheet, identifier, least, learnt)
        if not plan.is_stamp:
            return plan
    with suppress(TooSmallError):
        return _planned(subject, sheet, identifier, least, tight)
    return _planned(subject, sheet, identifier, least, replace(tight, fewer=True))


def _planned(subject: Subject, sheet: Sheet, identifier: str, least: float, learnt: Learnt) -> Plan:
    """Return the plan; what shows only at the end is planned again with what was learnt."""

    def again(**more: Any) -> Plan:
        return _planned(subject, sheet, identifier, least, replace(learnt, **more))

    recipe, theme, has_map = subject.recipe, subject.theme, subject.recipe.kind != "timeline"
    exact = has_map and subject.extent[1]
    unit = unit_of(sheet.width, sheet.height, theme, least) * learnt.larger
    high = reference_height(recipe, sheet.height)
    margin = min(MARGIN * unit, 0.035 * max(sheet.width, 0.7 * high))
    page = sheet.box.grown(-margin)
    heading = _heading(subject, unit, page.width)
    print_width = page.width - furniture.logo_width(subject.house, unit)

    def printed_for(frame: Frame | None) -> list[Lines]:
        return small_print(subject, frame, unit, print_width, high, identifier, tight=learnt.tight)

    printed = printed_for(frame_of(subject, page) if has_map else None)
    printed_top = page.bottom - furniture.stacked(printed, 2 * unit) - learnt.lines * printed[0].leading
    gap = min(16 * unit, 0.6 * margin)
    top = page.top + furniture.stacked(heading, 3 * unit) + gap
    body = Box(page.left, top, page.right, printed_top - 10 * unit - gap)
    lower = lower_of(subject, body, unit, high, learnt)
    picture = body._replace(bottom=body.bottom - lower.height - (lower.height and lower.key_height(body.width, unit)))
    beside = has_map and stands_beside(subject, picture, unit, any_height=is_column(recipe))
    claims = _claims(subject, sheet, body, lower, beside, unit, least, high, heading, learnt)
    room = claims.room._replace(bottom=claims.room.bottom - (0.0 if beside else lower.height))
    spare = body.bottom - lower.height - claims.room.bottom if beside else 0.0
    if is_column(recipe) and recipe.kind == "multiples":
        cut = max(room.height - MOST_MULTIPLES * room.width, 0.0)
        room, spare = room._replace(bottom=room.bottom - cut), spare + cut
    parts = _parts(subject, room, unit, learnt) if recipe.kind == "multiples" else None
    key_width = body.width if learnt.across else room.width
    arranged, key_height = keys.arrange(lower.entries(parts), theme, unit, key_width)
    foot = key_height + KEY_GAP * unit if arranged and not learnt.across else 0.0
    if beside and not learnt.across and not exact and parts is None and foot > MOST_LEGEND * body.height:
        return again(across=True)
    room = room._replace(bottom=room.bottom - foot)
    _check_room(room, unit)
    wanted = _wanted(subject, room, unit, lower.strip, parts)
    cut = max(room.height - max(wanted, claims.needed - foot if beside else 0.0), 0.0)
    room, spare = room._replace(bottom=room.bottom - cut), spare + cut
    frame = frame_of(subject, room, narrow=beside) if has_map else None
    narrower = room.width - frame.box.width if frame and beside and not exact else 0.0
    if narrower > 8 * unit and not learnt.wider and parts is None:
        return again(wider=narrower)
    printed = printed_for(frame)
    if furniture.stacked(printed, 2 * unit) > page.bottom - printed_top + 0.5 and learnt.lines < 3:
        return again(lines=learnt.lines + 1)
    lifted = claims if beside else claims.lifted(spare if is_column(recipe) else spare / 2)
    under = room.bottom + foot
    keys_top = under + KEY_GAP * unit if learnt.across else None
    below = None
    if has_map and lower.strip:
        top = under + lower.keys_height + STRIP_GAP * unit
        below = Box(body.left, top, body.right, top + lower.strip_height)
    return Plan(sheet, subject, unit, margin, heading, printed, printed_top, room, foot, arranged, keys_top, below, lower.strip_keys, frame, exact, lifted, lower.shading, lower.strip, parts, spare)  # fmt: skip


def _claims(
    subject: Subject,
    sheet: Sheet,
    body: Box,
    lower: Lower,
    beside: bool,
    unit: float,
    least: float,
    high: float,
    heading: Sequence[Lines],
    learnt: Learnt,
) -> Claims:
    """Return the claims where they stand, with what they leave of the body."""
    recipe, column = subject.recipe, is_column(subject.recipe)
    width = body.width - (taken_beside(unit) + learnt.wider if beside else 0.0)
    around = lower.height + lower.key_height(width, unit)
    if beside:
        body = body._replace(bottom=body.bottom - lower.height)
        if column:
            bounds, exact = subject.extent
            wanted = wanted_height(bounds, body.width - taken_beside(unit), exact=exact) + around - lower.height
            body = body._replace(bottom=min(body.bottom, body.top + MOST_BESIDE * wanted))
    natural = learnt.natural or _natural(subject, lower.strip, body.width, unit)
    of_map = recipe.kind != "timeline"
    keep = kept_for_picture(lower.strip, around, high, body.height, unit, of_map=of_map, column=column, natural=natural)
    said = subject.said if recipe.kind != "locator" else ()
    largest = heading[0].style.size if heading and heading[0].kind == "title" else math.inf
    return place_claims(
        sheet, subject, said, body, unit, least, keep,
        beside=beside, wider=learnt.wider, least_tolls=1 if learnt.fewer else LEAST_TOLLS, largest=0.95 * largest,
    )  # fmt: skip


def _wanted(subject: Subject, room: Box, unit: float, strip: Strip | None, parts: Parts | None) -> float:
    """Return how high the picture should be in a room: a map as high as the sheet allows, of a column as its area needs."""
    column = is_column(subject.recipe)
    if parts is not None:
        if parts.boxes:
            return max(box.bottom for box in parts.boxes) - room.top
        return LEAST_MAP * unit if column else math.inf
    if column:
        return _natural(subject, strip, room.width, unit)
    return strip.most_height(unit) if strip and subject.recipe.kind == "timeline" else math.inf


def _natural(subject: Subject, strip: Strip | None, width: float, unit: float) -> float:
    """Return how high a picture is that fills a width as its area, or its time, needs."""
    if subject.recipe.kind == "timeline":
        return max(strip.column_height(unit, width) if strip else 0.0, LEAST_MAP * unit)
    bounds, exact = subject.extent
    return wanted_height(bounds, width, exact=exact)


def _heading(subject: Subject, unit: float, width: float) -> list[Lines]:
    return furniture.heading(subject.title, subject.subtitle, _filters(subject), subject.theme, unit, width)


def _check_room(room: Box, unit: float) -> None:
    """Raise `TooSmallError` where words at their least size leave no room for the picture."""
    more = LEAST_MAP * unit - min(room.height, room.width)
    if more > 0:
        low = room.height < room.width
        raise TooSmallError((0.0, more) if low else (more, 0.0))


def _parts(subject: Subject, room: Box, unit: float, learnt: Learnt) -> Parts:
    """Return the small maps that have room over the legend, which then says how they were cut."""

    def legend(parts: Parts | None) -> float:
        return keys.arrange(map_entries(subject, None, None, parts, learnt), subject.theme, unit, room.width)[1]

    high, parts = 0.0, None
    for _ in range(MOST_LEGENDS):
        if parts is not None and legend(parts) <= high:
            break
        high = max(high, legend(parts))
        parts = multiples.parts_of(subject, room._replace(bottom=room.bottom - high - KEY_GAP * unit), unit)
    assert parts is not None
    return parts


def _filters(subject: Subject) -> str:
    """Return the filters that are on, and that no figure was known by then where claims would stand beside the map."""
    unknown = subject.selection.as_known_on and subject.summary.campaigns and not subject.said
    none = subject.wording.none_yet if unknown and subject.recipe.kind != "locator" else ""
    return "  ·  ".join(filter(None, (subject.wording.filters(subject.filters) if subject.filters else "", none)))
