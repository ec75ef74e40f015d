"""Measures the words of a figure and gives the picture what is left: where each of its parts lies."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from maps.figures import choropleth, keys
from maps.figures.boxes import Box
from maps.figures.column import LEAST_TOLLS, place_claims, stands_beside, taken_beside
from maps.figures.extent import frame_of
from maps.figures.flank import flank_of, stands_under
from maps.figures.heights import FLATTEST, is_column, wanted_height
from maps.figures.key_room import parts_with_key
from maps.figures.lower import KEY_GAP, STRIP_GAP, lower_of
from maps.figures.refusal import TooSmallError
from maps.figures.shares import LEAST_MAP, kept_for_picture
from maps.figures.surround import surround_of

if TYPE_CHECKING:
    from maps.figures.choropleth import Shading
    from maps.figures.circles import Tally
    from maps.figures.column import Claims
    from maps.figures.frame import Frame
    from maps.figures.furniture import Lines
    from maps.figures.keys import Key
    from maps.figures.lower import Lower
    from maps.figures.multiples import Parts
    from maps.figures.sheet import Sheet
    from maps.figures.strip import Strip
    from maps.figures.subject import Subject
    from maps.figures.surround import Surround

LEAST_ON_PAPER = 8.0
"""No word is smaller, CSS pixels: 6 points where the size is in mm."""

MOST_LINES = 3
"""More of the small print than was thought."""

MOST_WIDENED = 2
"""So often claims beside a map take what it leaves them."""

MOST_LEGEND = 0.24
"""Of the body's height, what a legend under a map with claims beside it may take; a higher one takes the whole width."""

STAMP = 0.55
"""A map over a timeline that is flatter than this lets single spans and names of the bars' kinds give way."""

MOST_BESIDE = 1.25
"""How much higher than its map claims beside it may be in a column."""

MOST_MULTIPLES = {"single": 1.5, "double": 0.85}
"""How high small maps may be in a column, of their width."""

ENOUGH = 0.7
"""Share of that which they keep before claims are set more densely."""

LARGER_TYPE = (1.45, 1.3, 1.15)
"""A figure that leaves much of its sheet empty is set in larger type: in these steps, while all has room ..."""

LARGER_MAP, LARGER_WITH_STRIP, FLAT = 1.05, 1.15, 0.95
"""Any map on a sheet so much wider than high, and one with a timeline on any, has all else beside it where it is so many times as large then ..."""

MUCH_LARGER_MAP, TALL = 1.5, 1.2
"""... or so many times on a sheet so much higher than wide, beside whose map a timeline is narrow."""

MUCH, NARROWEST = 0.06, 420.0
"""... where it leaves more of its height than this, and is nominally no narrower in that type."""


@dataclass(frozen=True)
class Learnt:
    """What shows only once a figure has been planned, or drawn.

    Attributes
    ----------
    wider : float
        Pixels by which claims beside the map grow, where the map ends before its room does.
    widened : int
        How often they have grown: a key under a narrower map may be higher, and the map narrower again.
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
    moved : bool
        Whether symbols had no room at their place, as the key then says.
    gathered : Tally or None
        What the key says of circles that count several places together; None where there are none.
    grown : float
        Pixels of a column's height that nothing takes, which the timeline may have for spans.
    natural : float
        How high the picture of a column was found to be; 0 before that is known.
    flanked : bool
        Whether all but the map stands in a column beside it; the small print is then one paragraph.
    circled : bool
        Whether small maps have circles, for symbols left many counts no room.
    """

    wider: float = 0.0
    widened: int = 0
    lines: int = 0
    across: bool = False
    tight: bool = False
    fewer: bool = False
    larger: float = 1.0
    lacking: bool = False
    moved: bool = False
    gathered: Tally | None = None
    grown: float = 0.0
    natural: float = 0.0
    flanked: bool = False
    circled: bool = False


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
    keys_at : tuple of float, or None
        Where the picture's key begins; None: where the picture ends, on the left of the page.
    below : Box or None
        Of a timeline below a map.
    spare : float
        Pixels of the height that nothing takes.
    learnt : Learnt
        What was known when it was made.
    """

    sheet: Sheet
    subject: Subject
    unit: float
    surround: Surround
    small_print: list[Lines]
    room: Box
    foot: float
    keys: list[Key]
    keys_at: tuple[float, float] | None
    below: Box | None
    strip_keys: list[Key]
    frame: Frame | None
    exact: bool
    claims: Claims
    shading: Shading | None
    strip: Strip | None
    parts: Parts | None
    spare: float
    learnt: Learnt

    @property
    def is_stamp(self) -> bool:
        """Whether a timeline leaves the map above it too little."""
        return self.below is not None and self.room.height < STAMP * min(self.room.width, self.sheet.height / 2)

    @property
    def says_so(self) -> bool:
        """Whether the map's key says that names had no room."""
        wording = self.subject.wording
        said = (wording.no_room(len(self.subject.records)), wording.names_left_out(), wording.towns_alone(), wording.counts_left_out())  # fmt: skip
        return any(key.entry.words in said for key in self.keys)

    @property
    def says_moved(self) -> bool:
        """Whether the map's key says that symbols stand beside their place."""
        return any(key.entry.words == self.subject.wording.moved_key for key in self.keys)

    def has_as_large_maps_as(self, other: Plan) -> bool:
        """Return whether small maps are as many as those of another plan, and hardly smaller; also where there are none."""
        return not (self.parts and other.parts) or self.parts.are_as_large_as(other.parts)

    @property
    def page(self) -> Box:
        """The sheet without its margins."""
        return self.surround.page


def plan_of(
    subject: Subject, sheet: Sheet, identifier: str = "", least: float = LEAST_ON_PAPER, learnt: Learnt | None = None
) -> Plan:
    """Measure from the outside inwards: heading above, small print below, claims beside or below, each key under its picture.

    Where there is no room for all, what a reader misses least gives way; where much is left, type is larger. Raises
    `TooSmallError` where a picture has no room.
    """
    learnt = learnt or Learnt()
    flanked = _flanked(subject, sheet, identifier, least, learnt)
    try:
        plan = _with_room(subject, sheet, identifier, least, learnt)
    except TooSmallError:
        if flanked is None:
            raise
        return flanked
    larger = LARGER_WITH_STRIP if subject.recipe.kind == "map_timeline" else LARGER_MAP
    larger = MUCH_LARGER_MAP if sheet.height > TALL * sheet.width else larger
    if flanked is not None and (stands_under(subject) or _metres(flanked) * larger < _metres(plan)):
        return flanked
    if is_column(subject.recipe) or plan.spare <= MUCH * sheet.height:
        return plan
    for larger in LARGER_TYPE:
        if plan.page.width < NARROWEST * plan.unit * larger:
            continue
        with suppress(TooSmallError):
            tried = _planned(subject, sheet, identifier, least, replace(learnt, larger=larger * learnt.larger))
            if tried.claims.density == plan.claims.density and tried.has_as_large_maps_as(plan):
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


def _metres(plan: Plan) -> float:
    return plan.frame.metres_per_px if plan.frame else 0.0


def _flanked(subject: Subject, sheet: Sheet, identifier: str, least: float, learnt: Learnt) -> Plan | None:
    """Return the plan in which all but the map stands in a column beside it; None where the sheet is no such one, or has no room."""
    kind, is_flat = subject.recipe.kind, sheet.width > FLAT * sheet.height
    if is_column(subject.recipe) or not (kind == "map_timeline" or (is_flat and kind in ("symbol", "choropleth"))):
        return None
    learnt = replace(learnt, tight=True, flanked=True)
    surround = surround_of(subject, sheet, identifier, least, learnt)
    shading = choropleth.shading_of(subject) if kind == "choropleth" else None
    try:
        flank = flank_of(subject, sheet, surround, shading, least, learnt)
    except TooSmallError:
        return None
    printed = surround.printed_for(flank.frame)
    if not surround.has_room_for(printed) and learnt.lines < MOST_LINES:
        return _flanked(subject, sheet, identifier, least, replace(learnt, lines=learnt.lines + 1))
    return Plan(sheet, subject, surround.unit, surround, printed, flank.frame.box, 0.0, flank.keys, flank.keys_at, flank.below, flank.strip_keys, flank.frame, subject.extent[1], flank.claims, shading, flank.strip, None, 0.0, learnt)  # fmt: skip


def _planned(subject: Subject, sheet: Sheet, identifier: str, least: float, learnt: Learnt) -> Plan:
    """Return the plan; what shows only at the end is planned again with what was learnt."""

    def again(**more: Any) -> Plan:
        return _planned(subject, sheet, identifier, least, replace(learnt, **more))

    recipe, theme, has_map = subject.recipe, subject.theme, subject.recipe.kind != "timeline"
    exact = has_map and subject.extent[1]
    surround = surround_of(subject, sheet, identifier, least, learnt)
    unit, high, body = surround.unit, surround.high, surround.body
    lower = lower_of(subject, body, unit, high, learnt)
    picture = body._replace(bottom=body.bottom - lower.height - (lower.height and lower.key_height(body.width, unit)))
    beside = has_map and stands_beside(subject, picture, unit, any_height=is_column(recipe))
    claims = _claims(subject, sheet, surround, lower, beside, least, learnt)
    room = claims.room._replace(bottom=claims.room.bottom - (0.0 if beside else lower.height))
    spare = body.bottom - lower.height - claims.room.bottom if beside else 0.0
    if is_column(recipe) and recipe.kind == "multiples":
        cut = max(room.height - MOST_MULTIPLES[recipe.preset] * room.width, 0.0)
        room, spare = room._replace(bottom=room.bottom - cut), spare + cut
    parts, among = parts_with_key(subject, room, unit, learnt) if recipe.kind == "multiples" else (None, None)
    key_width = among.width if among else body.width if learnt.across else room.width
    arranged, key_height = keys.arrange(lower.entries(parts), theme, unit, key_width)
    foot = key_height + KEY_GAP * unit if arranged and not (learnt.across or among) else 0.0
    if beside and not learnt.across and not exact and parts is None and foot > MOST_LEGEND * body.height:
        return again(across=True)
    room = room._replace(bottom=room.bottom - foot)
    _check_room(room, unit)
    wanted = _wanted(subject, room, unit, lower.strip, parts)
    cut = max(room.height - max(wanted, claims.needed - foot if beside else 0.0), 0.0)
    room, spare = room._replace(bottom=room.bottom - cut), spare + cut
    frame = frame_of(subject, room, beside=beside) if has_map else None
    if frame and parts is None and not beside:
        cut = room.bottom - frame.box.bottom
        room, spare = room._replace(bottom=frame.box.bottom), spare + cut
    narrower = room.width - frame.box.width if frame and beside and not exact else 0.0
    if narrower > 8 * unit and learnt.widened < MOST_WIDENED and parts is None:
        return again(wider=learnt.wider + narrower, widened=learnt.widened + 1)
    printed = surround.printed_for(frame)
    if not surround.has_room_for(printed) and learnt.lines < MOST_LINES:
        return again(lines=learnt.lines + 1)
    lifted = claims if beside else claims.lifted(spare if is_column(recipe) else spare / 2)
    under = room.bottom + foot
    keys_at = (among.left, among.top) if among else (body.left, under + KEY_GAP * unit) if learnt.across else None
    if frame and parts is None and not learnt.across and frame.box.left > room.left:
        keys_at = (max(min(frame.box.left, room.right - keys.wide(arranged, unit)), room.left), under - key_height)
    below = None
    if has_map and lower.strip:
        top = under + lower.keys_height + STRIP_GAP * unit
        below = Box(body.left, top, body.right, top + lower.strip_height)
    return Plan(sheet, subject, unit, surround, printed, room, foot, arranged, keys_at, below, lower.strip_keys, frame, exact, lifted, lower.shading, lower.strip, parts, spare, learnt)  # fmt: skip


def _claims(
    subject: Subject,
    sheet: Sheet,
    surround: Surround,
    lower: Lower,
    beside: bool,
    least: float,
    learnt: Learnt,
) -> Claims:
    """Return the claims where they stand, with what they leave of the body."""
    recipe, column = subject.recipe, is_column(subject.recipe)
    body, unit, high = surround.body, surround.unit, surround.high
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
    keep = kept_for_picture(
        lower.strip,
        around,
        high,
        body.height,
        unit,
        of_map=of_map,
        column=column,
        natural=natural,
        flattest=FLATTEST * body.width,
    )
    said = subject.said if recipe.kind != "locator" else ()
    return place_claims(
        sheet, subject, said, body, unit, surround.least_said(least), keep,
        beside=beside, wider=learnt.wider, least_tolls=0 if learnt.fewer else LEAST_TOLLS, largest=surround.largest,
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
    high = wanted_height(bounds, width, exact=exact)
    recipe = subject.recipe
    if recipe.kind == "multiples" and is_column(recipe):
        return min(high, ENOUGH * MOST_MULTIPLES[recipe.preset] * width)
    return high


def _check_room(room: Box, unit: float) -> None:
    """Raise `TooSmallError` where words at their least size leave no room for the picture."""
    more = LEAST_MAP * unit - min(room.height, room.width)
    if more > 0:
        low = room.height < room.width
        raise TooSmallError((0.0, more) if low else (more, 0.0))
