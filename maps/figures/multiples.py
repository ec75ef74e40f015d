"""Small maps side by side: one for each period, or for each kind of event; all of one frame, one scale, one set of signs."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from maps.figures import discs
from maps.figures.areas import draw_areas
from maps.figures.badges import draw_badges
from maps.figures.basemap import draw_ground, embedded_ground, zoom_of
from maps.figures.boxes import Box, Room
from maps.figures.discs import DISTRICT, Discs
from maps.figures.frame import fit
from maps.figures.furniture import kilometres, round_length
from maps.figures.keys import LAYER, Entry, of_sizes
from maps.figures.marks import type_order
from maps.figures.names import LAYERS, Names
from maps.figures.periods import Cut
from maps.figures.spots import LEADERS, arranged, common_share, draw_spots
from maps.figures.strip import UNITS
from maps.figures.totals import is_wider, totals_of
from maps.figures.towns import Towns
from maps.figures.words import Style, width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from maps.figures.frame import Bounds, Frame
    from maps.figures.marks import Area, Mark
    from maps.figures.periods import Share
    from maps.figures.sheet import Sheet
    from maps.figures.subject import Subject
    from maps.theme import Theme

GAP, HEAD, LINE = 14.0, 34.0, 15.0
LEAST_WIDTH, LEAST_HEIGHT = 118.0, 96.0
MOST = 24
SMALLER = 0.78
"""Lines and symbols of a small map, of their usual size."""

BAR_SHARE, LONGEST_BAR = 0.3, 110.0
"""How long the bar of their one scale is at most: of a small map's width, and nominally."""

TALLER = 1.1
"""A small map is at most so much higher than what it shows needs: more of the surroundings rather than empty paper."""

A_COUNT, CROWDED, BARE = 22.0, 0.15, 0.45
"""What a count takes of a small map, nominal; from which share of it on some, and all, are left out."""

HARDLY = 1.05
"""Times as many metres in a pixel are hardly a smaller scale."""

NAMED = 3
"""So many places of a bare small map have their names, where these have room."""

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

    def are_as_large_as(self, other: Parts) -> bool:
        """Return whether these are as many maps as others, and hardly of a smaller scale."""
        if self.frame is None or other.frame is None:
            return True
        as_many = [part.title for part in self.each] == [part.title for part in other.each]
        return as_many and self.frame.metres_per_px <= HARDLY * other.frame.metres_per_px


def is_one(subject: Subject) -> bool:
    """Return whether small maps of a selection would be one: of one kind, or because the same incidents may lie in every period."""
    if subject.recipe.by == "event_type":
        return subject.records["event_type"].nunique() == 1
    return subject.times.is_one(Cut(subject.recipe.by))


def parts_of(subject: Subject, room: Box, unit: float) -> Parts:
    """Return the small maps of a selection that have room; time is cut more coarsely, or kinds are joined, where they do not."""
    most, wording, asked = min(MOST, _most(room, unit)), subject.wording, subject.recipe.by
    if asked == "event_type":
        return _laid(subject, _by_kind(subject, most), "", [], room, unit)
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
    return replace(_laid(subject, each, period, notes, room, unit), told=told.strip())


def _as_shorter(subject: Subject, part: Part, years: int) -> Part:
    return replace(part, title=subject.wording.shorter(part.title, part.years, years))


def _laid(subject: Subject, each: Sequence[Part], step: str, notes: Sequence[str], room: Box, unit: float) -> Parts:
    """Return the small maps with their places; headings have more lines where words would not fit."""
    bounds, _ = subject.extent
    crowding = _crowding(each, room, unit)
    bare = crowding > BARE
    left_out = [subject.wording.counts_left_out()] if bare or crowding > CROWDED else []
    shown = Parts(tuple(each), step, (*notes, *left_out), (), HEAD, None, is_bare=bare)
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
        shown = replace(shown, **_manner(subject, each, frame, unit))
        bar_km = round_length(_per_px(frame) * min(BAR_SHARE * wide, LONGEST_BAR * unit))
        return replace(
            shown, boxes=tuple(boxes), head=head, frame=frame, bar_km=bar_km, bar_wide=bar_km / _per_px(frame) / unit
        )
    return shown


def _manner(subject: Subject, each: Sequence[Part], frame: Frame, unit: float) -> dict[str, Any]:
    """Return how all small maps are drawn, so that they can be compared: with symbols of one size, or else with circles of one scale."""
    share = common_share([part.share.spots for part in each], frame, unit, SMALLER)
    if share is not None:
        return {"share": share}
    found = [totals_of(subject.atlas.gazetteer, part.share.areas, part.share.spots, DISTRICT) for part in each]
    every = totals_of(subject.atlas.gazetteer, subject.areas, subject.spots, DISTRICT)
    return {"discs": Discs.of(every, found, frame, unit), "is_bare": True}


def fitted(bounds: Bounds, box: Box) -> Frame:
    """Return the frame of a small map."""
    return fit(bounds, box, window=embedded_ground().window, narrow=False)


def _crowding(each: Sequence[Part], room: Box, unit: float) -> float:
    """Return how much of a small map counts and symbols of its places would take, at most: a share of it."""
    places = max((part.records["place_id"].nunique() for part in each), default=0)
    return places * (A_COUNT * unit) ** 2 * max(len(each), 1) / (room.width * room.height)


def _most(room: Box, unit: float) -> int:
    across = int((room.width + GAP * unit) / ((LEAST_WIDTH + GAP) * unit))
    down = int((room.height + GAP * unit) / ((LEAST_HEIGHT + HEAD + GAP) * unit))
    return max(across, 1) * max(down, 1)


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


def grid_of(count: int, room: Box, bounds: Bounds, unit: float, head: float = HEAD) -> list[Box]:
    """Return the boxes of so many small maps, headings included, in the columns that make the maps largest and leave few gaps.

    Examples
    --------
    >>> [round(box.left) for box in grid_of(2, Box(0, 0, 800, 300), (60, 24, 70, 32), 1.0)]
    [0, 407]
    """
    west, south, east, north = bounds
    shape = (east - west) * math.cos(math.radians((south + north) / 2)) / (north - south)

    def cell(columns: int) -> tuple[float, float]:
        rows = math.ceil(count / columns)
        wide = (room.width - GAP * unit * (columns - 1)) / columns
        high = (room.height - GAP * unit * (rows - 1)) / rows - head * unit
        return wide, high

    def size(columns: int) -> float:
        wide, high = cell(columns)
        filled = count / (columns * math.ceil(count / columns))
        return min(wide, high * shape) * math.sqrt(filled)

    columns = max(range(1, count + 1), key=lambda n: (size(n), -n))
    wide, high = cell(columns)
    high = min(high, max(wide / shape * TALLER, LEAST_HEIGHT * unit))
    return [
        Box(left, top, left + wide, top + high + head * unit)
        for left, top in (
            (room.left + (n % columns) * (wide + GAP * unit), room.top + (n // columns) * (high + (GAP + head) * unit))
            for n in range(count)
        )
    ]


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

    A bare one has no counts but those in circles, and names of its foremost places alone; the `first` of these those of towns too.
    """
    room, small, theme = Room(), SMALLER * unit, subject.theme
    layers = [layer for layer in subject.layers if layer not in ("rivers", "tehsils", "towns")]
    draw_ground(sheet, frame, theme, layers, small)
    areas, spots = shown.areas, shown.spots
    marks, totals, left_out = list["Mark"](), tuple["Area", ...](), list[str]()
    if parts.discs:
        totals = totals_of(subject.atlas.gazetteer, areas, spots, DISTRICT)
        areas = [area for area in areas if is_wider(area, DISTRICT)]
    visible = draw_areas(sheet, frame, theme, areas, small)
    for layer in (LEADERS, "symbols", *LAYERS):
        sheet.layer(layer)
    if parts.discs:
        marks = discs.draw(sheet, subject, frame, parts.discs, totals, room, unit)
    else:
        whole = arranged(frame, spots, room, unit, SMALLER, sheet.number, parts.share)
        marks, _ = draw_spots(sheet, frame, theme, whole, room, unit)
    names = Names(sheet, frame, theme, room, unit, subject.scripts[:1], subject.wording)
    if not parts.is_bare or parts.discs:
        counts = draw_badges(sheet, frame, subject, areas, visible, room, unit, far=0.0)
        counted = {mark.place_id for mark in counts}
        left_out = [area.name for area in areas if area.place_id not in counted]
        if not parts.is_bare:
            names.of_marks([*marks, *counts])
            left_out += names.left_out
    if parts.is_bare:
        names.of_marks(marks, most=NAMED)
    if parts.is_bare and first:
        Towns(names).draw(zoom_of(frame, unit) + TOWNS_SOONER, {mark.place_id for mark in marks})
    sheet.rectangle("map-frame", frame.box, edge=theme.line, wide=unit)
    sheet.note("map", "", frame.box)
    return left_out


def _per_px(frame: Frame) -> float:
    """Return how many kilometres a pixel is in the middle of a small map."""
    return frame.true_km_per_px(*frame.box.centre)


def _scale(sheet: Sheet, theme: Theme, box: Box, unit: float) -> None:
    """Draw the sign of the one scale of all small maps: a bar as wide as its box."""
    (_, y), sides = box.centre, (box.left, box.right)
    ends = [np.array([(x, y - 4 * unit), (x, y + 4 * unit)]) for x in sides]
    sheet.stroke(LAYER, [np.array([(x, y) for x in sides]), *ends], theme.text, 1.2 * unit)
