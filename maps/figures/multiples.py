"""Small maps side by side: one for each period, or for each kind of event; all of one frame, one scale, one set of signs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from maps.figures import discs
from maps.figures.areas import draw_areas, visible_areas
from maps.figures.badges import draw_badges
from maps.figures.basemap import draw_ground, embedded_ground, zoom_of
from maps.figures.boxes import Box, Room
from maps.figures.discs import Discs
from maps.figures.frame import fit
from maps.figures.furniture import kilometres, round_length
from maps.figures.grid import HEAD, grid_of, most_maps
from maps.figures.keys import LAYER, Entry, of_sizes
from maps.figures.marks import type_order
from maps.figures.names import LAYERS, Names
from maps.figures.periods import DISTRICT, Cut
from maps.figures.sheet import Sheet
from maps.figures.spots import LEADERS, arranged, common_share, draw_spots
from maps.figures.strip import UNITS
from maps.figures.surround import SMALLEST_NOMINAL
from maps.figures.totals import is_wider
from maps.figures.towns import Towns
from maps.figures.words import Style, width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from maps.figures.frame import Bounds, Frame
    from maps.figures.marks import Mark
    from maps.figures.periods import Share
    from maps.figures.subject import Subject
    from maps.theme import Theme

LINE = 15.0
"""Nominal height of a further line of a heading."""

MOST = 24
SMALLER = 0.78
"""Lines and symbols of a small map, of their usual size."""

BAR_SHARE, LONGEST_BAR = 0.3, 110.0
"""How long the bar of their one scale is at most: of a small map's width, and nominally."""

A_COUNT, CROWDED, BARE = 22.0, 0.15, 0.45
"""What a count takes of a small map, nominal; from which share of it on some, and all, are left out."""

HARDLY, HARDLY_SMALLER = 1.05, 0.95
"""Times as many metres in a pixel are hardly a smaller scale; and times as large circles hardly smaller."""

MOST_LOST = 0.1
"""Share of their incidents in areas whose counts have no room, from which on all small maps have circles."""

NAMED = 3
"""So many places of a bare small map have their names, and the capital, before others."""

TOWNS_SOONER = 1.2
"""Zoom levels by which a small map names a town sooner than the live map."""


@dataclass(frozen=True)
class Part:
    """One small map: its heading, its records, how many of them may belong to another period, and how many years it shows."""

    title: str
    share: Share
    uncertain: int
    years: int = 1

    @property
    def records(self) -> pd.DataFrame:
        """The records that it shows."""
        return self.share.records


@dataclass(frozen=True)
class Parts:
    """All small maps with their places on the sheet, headings included, and what is to be said about how they were cut."""

    each: tuple[Part, ...]
    unit: str
    notes: tuple[str, ...]
    boxes: tuple[Box, ...]
    head: float
    """Height of a heading, nominal."""

    frame: Frame | None
    """Of the first map: all have its scale."""

    is_bare: bool = False
    """Whether so much stands on a small map that counts would tell little: towns are named on the first one instead."""

    bar_km: float = 0.0
    """The round number of kilometres that the legend's bar stands for ..."""

    bar_wide: float = 0.0
    """... and its length, nominal."""

    told: str = ""
    """For whoever makes the figure: why time is not cut as was asked."""

    discs: Discs | None = None
    """Where not all maps have room for the symbols of towns: the circles that all have instead, of one scale ..."""

    share: float = 1.0
    """... else how large symbols are on all, as a share of their usual size."""

    @property
    def empty_place(self) -> Box | None:
        """What is beside the last map where its row is not full; the top is that of the map itself."""
        last, right = self.boxes[-1], max(box.right for box in self.boxes)
        left = min((box.left for box in self.boxes if box.left > last.right), default=None)
        if left is None or self.frame is None:
            return None
        return Box(left, last.bottom - self.frame.box.height, right, last.bottom)

    def are_as_large_as(self, other: Parts) -> bool:
        """Return whether these are as many maps as others, hardly of a smaller scale, with circles that are as large beside their words."""
        if self.frame is None or other.frame is None:
            return True
        as_many = [part.title for part in self.each] == [part.title for part in other.each]
        if self.discs and other.discs and self.discs.nominal < HARDLY_SMALLER * other.discs.nominal:
            return False
        return as_many and self.frame.metres_per_px <= HARDLY * other.frame.metres_per_px


def is_one(subject: Subject) -> bool:
    """Return whether small maps of a selection would be one: of one kind, or because the same incidents may lie in every period."""
    if subject.recipe.by == "event_type":
        return subject.records["event_type"].nunique() == 1
    return subject.times.is_one(Cut(subject.recipe.by))


def parts_of(subject: Subject, room: Box, unit: float, *, circled: bool = False) -> Parts:
    """Return the small maps of a selection that have room; time is cut more coarsely, or kinds are joined, where they do not.

    They are `circled` where symbols would leave too many counts without room.
    """
    most, wording, asked = min(MOST, most_maps(room, unit)), subject.wording, subject.recipe.by
    if asked == "event_type":
        return _laid(subject, _by_kind(subject, most), "", [], room, unit, circled=circled)
    times = subject.times
    cut = times.cut(asked, UNITS, most)
    starts, lacking = times.whole(cut, most)
    runs = times.runs(starts, cut)
    each = [_period(subject, first, last, cut) for first, last in runs]
    notes: list[str] = []
    told = ""
    if len(runs) < len(starts):
        notes.append(wording.alike(cut.step, all_of_them=False))
        told = (
            f"Maps of one {cut.step} each would show the same incidents again, for none of these is dated to a single {cut.step}: "
            f"one map shows all the {cut.step}s that they may belong to. "
        )
    if cut != Cut(asked):
        told += (
            f"One map a {asked} has no room: there would be {len(times.starts(Cut(asked))):,}. "
            f"Choose a larger size, or fewer years, for shorter periods."
        )
    period = cut.step if cut.years == 1 else "period"
    if lacking:
        notes.append(wording.no_empty_maps(period))
    if len({part.years for part in each}) > 1:
        each = [part if part.years == cut.years else _as_shorter(subject, part, cut.years) for part in each]
        notes.append(wording.periods_differ())
    if any(part.uncertain for part in each):
        notes.append(wording.several_panels(period))
    return replace(_laid(subject, each, period, notes, room, unit, circled=circled), told=told.strip())


def _as_shorter(subject: Subject, part: Part, years: int) -> Part:
    return replace(part, title=subject.wording.shorter(part.title, part.years, years))


def _laid(
    subject: Subject, each: Sequence[Part], step: str, notes: Sequence[str], room: Box, unit: float, *, circled: bool
) -> Parts:
    """Return the small maps with their places; headings have more lines where words would not fit."""
    bounds, _ = subject.extent
    crowding, left_out = _crowding(each, room, unit), subject.wording.counts_left_out()
    shown = Parts(tuple(each), step, tuple(notes), (), HEAD, None, is_bare=crowding > BARE)
    boxes = grid_of(len(each), room, bounds, unit) if each else []
    strong, quiet = Style(12 * unit, subject.theme.text, weight=600), Style(10.5 * unit, subject.theme.muted)
    if boxes:
        wide = boxes[0].width
        more = max(len(_lines(part.title, strong, wide)) - 1 for part in each)
        more += max(len(_note(subject, shown, part, quiet, wide)) - 1 for part in each)
        head = HEAD + more * LINE
        boxes = grid_of(len(each), room, bounds, unit, head) if more else boxes
        box = boxes[0]
        frame = fitted(bounds, box._replace(top=box.top + head * unit))
        shown = replace(shown, **_manner(subject, each, frame, unit, circled=circled))
        if shown.discs or crowding > CROWDED:
            shown = replace(shown, notes=(*notes, left_out))
        bar_km = round_length(_per_px(frame) * min(BAR_SHARE * wide, LONGEST_BAR * unit))
        return replace(
            shown, boxes=tuple(boxes), head=head, frame=frame, bar_km=bar_km, bar_wide=bar_km / _per_px(frame) / unit
        )
    return shown


def _manner(subject: Subject, each: Sequence[Part], frame: Frame, unit: float, *, circled: bool) -> dict[str, Any]:
    """Return how all small maps are drawn, so that they can be compared: with symbols of one size, or else with circles of one scale."""
    share = None if circled else common_share([part.share.spots for part in each], frame, unit, SMALLER)
    if share is not None:
        return {"share": share}
    found = [part.share.totals for part in each]
    return {"discs": Discs.of(subject.times.everything.totals, found, frame, unit), "is_bare": True}


def lose_counts(subject: Subject, parts: Parts, unit: float) -> bool:
    """Return whether maps with symbols would have no room for the counts of so many incidents that all have circles instead."""
    if parts.discs or parts.frame is None:
        return False
    lost, every = 0, sum(len(part.records) for part in parts.each)
    for part in parts.each:
        sheet, room, areas = Sheet(1, 1, subject.theme.page), Room(), part.share.areas
        sheet.number = subject.wording.number
        _symbols(sheet, subject, part.share, parts.frame, room, unit, parts)
        visible = visible_areas(parts.frame, areas, SMALLER * unit)
        counted = {
            mark.place_id for mark in draw_badges(sheet, parts.frame, subject, areas, visible, room, unit, far=0.0)
        }
        lost += sum(area.count for area in areas if area.place_id in visible and area.place_id not in counted)
        if lost > MOST_LOST * every:
            return True
    return False


def fitted(bounds: Bounds, box: Box) -> Frame:
    """Return the frame of a small map."""
    return fit(bounds, box, window=embedded_ground().window, narrow=False)


def _crowding(each: Sequence[Part], room: Box, unit: float) -> float:
    """Return how much of a small map counts and symbols of its places would take, at most: a share of it."""
    places = max((part.records["place_id"].nunique() for part in each), default=0)
    return places * (A_COUNT * unit) ** 2 * max(len(each), 1) / (room.width * room.height)


def _period(subject: Subject, first: dt.date, last: dt.date, cut: Cut) -> Part:
    """Return the map of one period, or of several by the first days of the first and the last, with every record that may lie there."""
    times, start, end = subject.times, first, cut.last(last)
    if cut.years > 1:  # no year is named in which nothing can have been
        earliest, latest = times.years
        start, end = dt.date(max(start.year, earliest), 1, 1), dt.date(min(end.year, latest), 12, 31)
    inside = times.inside(start, end)
    precision = {"month": "month", "year": "year"}.get(cut.step, "day")
    title = subject.wording.date(start, end, precision)
    years = end.year - start.year + 1 if cut.years > 1 else 1
    return Part(title, inside, len(inside.records) - times.sure(start, end), years)


def _by_kind(subject: Subject, most: int) -> list[Part]:
    """Return a map for each kind in the order of the legend; the last holds those that have none of their own, of fewest incidents."""
    records, of_kinds = subject.records, subject.times.of_kinds
    kinds = type_order(records["event_type"])
    counts = records["event_type"].value_counts()
    kept = kinds if len(kinds) <= most else sorted(kinds, key=lambda kind: -counts[kind])[: max(most - 1, 1)]
    each = [Part(subject.wording.kind(kind), of_kinds([kind]), 0) for kind in kinds if kind in kept]
    rest = [kind for kind in kinds if kind not in kept]
    return [*each, Part(subject.wording.other_kinds(), of_kinds(rest), 0)] if rest else each


def entries_of(subject: Subject, parts: Parts, *, lacking: bool = False) -> list[Entry]:
    """Return what the legend has to say about the small maps: their one scale, sizes of symbols, and how they were cut.

    Where that is not among their notes, and is `lacking`, that not all names have room.
    """
    wording = subject.wording
    left_out = [wording.counts_left_out()] if lacking else []
    found = [Entry(note) for note in dict.fromkeys((*parts.notes, *left_out))]
    found[:0] = [discs.entry(parts.discs, wording)] if parts.discs else of_sizes(subject.spots, wording)
    if parts.frame is not None:
        long = f"{wording.number(parts.bar_km)} {kilometres(parts.frame, wording)}"
        found.insert(0, Entry(wording.scale_of_all(long), _scale, parts.bar_wide))
    return found


def draw(
    sheet: Sheet, subject: Subject, parts: Parts, bounds: Bounds, unit: float
) -> tuple[Frame | None, list[str], float]:
    """Draw the small maps; return the frame of the first, the names of places without room, and where the maps end."""
    frames: list[Frame] = []
    left_out: list[str] = []
    for number, (part, box) in enumerate(zip(parts.each, parts.boxes, strict=True)):
        _heading(sheet, subject, parts, part, box._replace(bottom=box.top + parts.head * unit), unit)
        frame = fitted(bounds, sheet.placed(box._replace(top=box.top + parts.head * unit)))
        frames.append(frame)
        with sheet.mirrored(False):
            left_out += _draw_part(sheet, subject, part.share, frame, unit, parts, first=number == 0)
    return next(iter(frames), None), left_out, max((box.bottom for box in parts.boxes), default=0.0)


def _heading(sheet: Sheet, subject: Subject, parts: Parts, part: Part, box: Box, unit: float) -> None:
    """Write what a small map shows and how many, each on two lines where it is long."""
    strong, quiet = Style(12 * unit, subject.theme.text, weight=600), Style(10.5 * unit, subject.theme.muted)
    notes, titles = _note(subject, parts, part, quiet, box.width), _lines(part.title, strong, box.width)
    top = box.top + (HEAD - 8 - LINE) * unit
    written = [*((line, strong) for line in titles), *((line, quiet) for line in notes)]
    for number, (line, style) in enumerate(written):
        sheet.write("panels", box.left, top + number * LINE * unit, line, style, kind="panel")


def _lines(words: str, style: Style, wide: float) -> list[str]:
    return wrap(words, style, wide, 3)


def _note(subject: Subject, parts: Parts, part: Part, style: Style, wide: float) -> list[str]:
    """Return how many incidents a small map shows, and how many of them may belong to another: on a line if that has room."""
    wording = subject.wording
    said = [
        wording.incidents(len(part.records)) if len(part.records) else wording.no_incidents,
        wording.panel_note(part.uncertain, parts.unit),
    ]
    whole = " · ".join(filter(None, said))
    return [whole] if width(whole, style) <= wide else [line for each in said for line in _lines(each, style, wide)]


def _draw_part(
    sheet: Sheet,
    subject: Subject,
    shown: Share,
    frame: Frame,
    unit: float,
    parts: Parts,
    *,
    first: bool,
) -> list[str]:
    """Draw a small map and return the names of places whose name or count has no room on it.

    Of a bare one the foremost places have names, and others where these stand plainly beside circles; the `first` of these has
    names of towns too.
    """
    room, small, theme = Room(), SMALLER * unit, subject.theme
    layers = [layer for layer in subject.layers if layer not in ("rivers", "tehsils", "towns")]
    draw_ground(sheet, frame, theme, layers, small)
    areas, left_out = shown.areas, list[str]()
    if parts.discs:
        areas = tuple(area for area in areas if is_wider(area, DISTRICT))
    visible = draw_areas(sheet, frame, theme, areas, small)
    for layer in (LEADERS, "symbols", *LAYERS):
        sheet.layer(layer)
    if parts.discs:
        marks, left_out = discs.draw(sheet, subject, frame, parts.discs, shown.totals, room, unit)
    else:
        marks = _symbols(sheet, subject, shown, frame, room, unit, parts)
    counts = draw_badges(sheet, frame, subject, areas, visible, room, unit, far=0.0)
    counted, marks = {mark.place_id for mark in counts}, [*marks, *counts]
    left_out += [area.name for area in areas if area.place_id in visible and area.place_id not in counted]
    names = Names(sheet, frame, theme, room, unit, subject.scripts[:1], subject.wording)
    names.least = SMALLEST_NOMINAL if parts.discs else names.least
    names.of_marks(marks, NAMED if parts.is_bare else None, plainly=parts.discs is not None)
    left_out += [mark.name for mark in marks if mark.name and mark.of not in names.owners.named]
    if parts.is_bare and first:
        Towns(names).draw(zoom_of(frame, unit) + TOWNS_SOONER, {mark.place_id for mark in marks})
    sheet.rectangle("map-frame", frame.box, edge=theme.line, wide=unit)
    sheet.note("map", "", frame.box)
    return left_out


def _symbols(
    sheet: Sheet, subject: Subject, shown: Share, frame: Frame, room: Room, unit: float, parts: Parts
) -> list[Mark]:
    """Draw the symbols of a small map and return their marks."""
    whole = arranged(frame, shown.spots, room, unit, SMALLER, sheet.number, parts.share)
    return draw_spots(sheet, frame, subject.theme, whole, room, unit)[0]


def _per_px(frame: Frame) -> float:
    """Return how many kilometres a pixel is in the middle of a small map."""
    return frame.true_km_per_px(*frame.box.centre)


def _scale(sheet: Sheet, theme: Theme, box: Box, unit: float) -> None:
    """Draw the sign of the one scale of all small maps: a bar as wide as its box."""
    (_, y), sides = box.centre, (box.left, box.right)
    ends = [np.array([(x, y - 4 * unit), (x, y + 4 * unit)]) for x in sides]
    sheet.stroke(LAYER, [np.array([(x, y) for x in sides]), *ends], theme.text, 1.2 * unit)
