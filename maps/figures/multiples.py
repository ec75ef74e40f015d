"""Small maps side by side: one for each period, or for each kind of event; all of one frame, one scale, one set of signs."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from maps.figures.areas import draw_areas
from maps.figures.badges import draw_badges
from maps.figures.basemap import draw_ground, embedded_ground, zoom_of
from maps.figures.boxes import Box, Room
from maps.figures.cartography import draw_gathered
from maps.figures.frame import fit
from maps.figures.furniture import kilometres, round_length
from maps.figures.keys import LAYER, Entry, of_sizes
from maps.figures.marks import areas_of, spots_of, type_order
from maps.figures.names import LAYERS, Names
from maps.figures.spots import LEADERS, common_share, draw_spots
from maps.figures.strip import UNITS, next_step, step_start
from maps.figures.words import Style, width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maps.figures.frame import Bounds, Frame
    from maps.figures.marks import Area, Spot
    from maps.figures.sheet import Sheet
    from maps.figures.subject import Subject
    from maps.theme import Theme

GAP, HEAD, LINE = 14.0, 34.0, 15.0
LEAST_WIDTH, LEAST_HEIGHT = 118.0, 96.0
MOST = 24
MOST_DAYS = 40_000
SMALLER = 0.78
"""Lines and symbols of a small map, of their usual size."""

BAR_SHARE, LONGEST_BAR = 0.3, 110.0
"""How long the bar of their one scale is at most: of a small map's width, and nominally."""

TALLER = 1.1
"""A small map is at most so much higher than what it shows needs: more of the surroundings rather than empty paper."""

A_COUNT, CROWDED, BARE = 22.0, 0.15, 0.45
"""What a count takes of a small map, nominal; from which share of it on some, and all, are left out."""

TOWNS_SOONER = 1.2
"""Zoom levels by which a small map names a town sooner than the live map."""

YEARS = (2, 5, 10, 20, 50, 100, 1000)
"""So many years have one map where single years have no room."""


@dataclass(frozen=True)
class Part:
    """One small map: its heading, its records, how many of them may belong to another period, and how many years it shows."""

    title: str
    records: pd.DataFrame
    uncertain: int
    years: int = 1


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


def parts_of(subject: Subject, room: Box, unit: float) -> Parts:
    """Return the small maps of a selection that have room; time is cut more coarsely, or kinds are joined, where they do not."""
    most = min(MOST, _most(room, unit))
    if subject.recipe.by == "event_type":
        return _laid(subject, _by_kind(subject, most), "", [], room, unit)
    asked = subject.recipe.by
    steps = UNITS[UNITS.index(asked) :]
    cut = {step: _starts(subject.records, step) for step in steps}
    step = next((step for step in steps if len(cut[step]) <= most), "year")
    starts, years = _joined(cut[step], most) if step == "year" else (cut[step], 1)
    runs = _runs(subject.records, starts, step) if years == 1 else [(start, start) for start in starts]
    each = [_period(subject, *run, step, years) for run in runs]
    notes: list[str] = []
    told = ""
    if len(runs) < len(starts):
        notes.append(subject.wording.alike(step, all_of_them=len(runs) == 1))
        told = (
            f"Maps of one {step} each would show the same incidents again, for none of these is dated to a single {step}: "
            f"one map shows all the {step}s that they may belong to. "
        )
    if step != asked or years > 1:
        notes.append(subject.wording.each_map(step, years))
        told += (
            f"One map a {asked} has no room: there would be {len(cut[asked]):,}. "
            f"Choose a larger size, or fewer years, for shorter periods."
        )
    if len({part.years for part in each}) > 1:
        each = [part if part.years == years else _as_shorter(subject, part, years) for part in each]
        notes.append(subject.wording.periods_differ())
    if any(part.uncertain for part in each):
        notes.append(subject.wording.several_panels())
    return replace(_laid(subject, each, step if years == 1 else "period", notes, room, unit), told=told.strip())


def _as_shorter(subject: Subject, part: Part, years: int) -> Part:
    return replace(part, title=subject.wording.shorter(part.title, part.years, years))


def _joined(starts: Sequence[dt.date], most: int) -> tuple[list[dt.date], int]:
    """Return the first days of periods of so many years, which have room, that hold years with records.

    Examples
    --------
    >>> _joined([dt.date(year, 1, 1) for year in range(2010, 2016)], 3)
    ([datetime.date(2010, 1, 1), datetime.date(2012, 1, 1), datetime.date(2014, 1, 1)], 2)
    """
    for years in (1, *YEARS):
        found = sorted({max(start.year - start.year % years, 1) for start in starts})
        if len(found) <= most or years == YEARS[-1]:
            return [dt.date(year, 1, 1) for year in found[-most:]], years
    raise AssertionError


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
        bar_km = round_length(_per_px(frame) * min(BAR_SHARE * wide, LONGEST_BAR * unit))
        return replace(
            shown, boxes=tuple(boxes), head=head, frame=frame, bar_km=bar_km, bar_wide=bar_km / _per_px(frame) / unit
        )
    return shown


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


def _starts(records: pd.DataFrame, step: str) -> list[dt.date]:
    """Return the first day of every period that holds a record, and of those between while there are few."""
    found: set[dt.date] = set()
    for first, last in records[["start", "end"]].drop_duplicates().itertuples(index=False):
        day = step_start(first.date(), step)
        while day <= last.date() and len(found) < MOST_DAYS:
            found.add(day)
            day = next_step(day, step)
    return sorted(found)


def _runs(records: pd.DataFrame, starts: Sequence[dt.date], step: str) -> list[tuple[dt.date, dt.date]]:
    """Return the periods by their first days, neighbours together in which the very same records may be: (first, last)."""
    found: list[tuple[dt.date, dt.date]] = []
    before = b""
    for start in starts:
        begins, ends = pd.Timestamp(start), pd.Timestamp(next_step(start, step) - dt.timedelta(1))
        inside = ((records["start"] <= ends) & (records["end"] >= begins)).to_numpy().tobytes()
        if found and inside == before and next_step(found[-1][1], step) == start:
            found[-1] = found[-1][0], start
        else:
            found.append((start, start))
        before = inside
    return found


def _period(subject: Subject, start: dt.date, until: dt.date, step: str, years: int = 1) -> Part:
    """Return the map of a period from its first day to the end of the step of another, with every record that may belong to it."""
    after = next_step(until, step) if years == 1 else dt.date(min(start.year - start.year % years + years, 9999), 1, 1)
    records = subject.records
    end = after - dt.timedelta(1)
    if years > 1:  # no year is named in which nothing can have been
        first, last = records["start"].min().year, records["end"].max().year
        start, end = dt.date(max(start.year, first), 1, 1), dt.date(min(end.year, last), 12, 31)
    begins, ends = pd.Timestamp(start), pd.Timestamp(end)
    inside = records[(records["start"] <= ends) & (records["end"] >= begins)]
    sure = ((inside["start"] >= begins) & (inside["end"] <= ends)).sum()
    precision = {"month": "month", "year": "year"}.get(step, "day")
    title = subject.wording.date(start, end, precision)
    return Part(title, inside, len(inside) - int(sure), end.year - start.year + 1 if years > 1 else 1)


def _by_kind(subject: Subject, most: int) -> list[Part]:
    records = subject.records
    kinds = type_order(records["event_type"])
    counts = records["event_type"].value_counts()
    if len(kinds) > most:
        kept = sorted(kinds, key=lambda kind: -counts[kind])[: max(most - 1, 1)]
        kinds = [kind for kind in kinds if kind in kept]
    each = [Part(subject.wording.kind(kind), records[records["event_type"] == kind], 0) for kind in kinds]
    rest = records[~records["event_type"].isin(kinds)]
    return [*each, Part(subject.wording.other_kinds(), rest, 0)] if len(rest) else each


def entries_of(subject: Subject, parts: Parts, *, lacking: bool = False) -> list[Entry]:
    """Return what the legend has to say about the small maps: their one scale, sizes of symbols, and how they were cut.

    Where that is not among their notes, and is `lacking`, that not all names have room.
    """
    wording = subject.wording
    left_out = [wording.counts_left_out()] if lacking else []
    found = [Entry(note) for note in dict.fromkeys((*parts.notes, *left_out))]
    found[:0] = of_sizes(subject.spots, wording)
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
    marks = [(areas_of(part.records), spots_of(part.records, subject.atlas.gazetteer)) for part in parts.each]
    share = 1.0
    for box in parts.boxes:
        placed = sheet.placed(box._replace(top=box.top + parts.head * unit))
        frames.append(fitted(bounds, placed))
    if frames:
        share = common_share([spots for _, spots in marks], frames[0], unit, SMALLER)
    for number, (part, box, frame, (areas, spots)) in enumerate(
        zip(parts.each, parts.boxes, frames, marks, strict=True)
    ):
        _heading(sheet, subject, parts, part, box._replace(bottom=box.top + parts.head * unit), unit)
        with sheet.mirrored(False):
            left_out += _draw_part(
                sheet,
                subject,
                areas,
                spots,
                frame,
                unit,
                share,
                bare=parts.is_bare,
                first=number == 0,
            )
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
    said = [wording.incidents(len(part.records)), wording.panel_note(part.uncertain, parts.unit)]
    whole = " · ".join(filter(None, said))
    return [whole] if width(whole, style) <= wide else [line for each in said for line in _lines(each, style, wide)]


def _draw_part(
    sheet: Sheet,
    subject: Subject,
    areas: Sequence[Area],
    spots: Sequence[Spot],
    frame: Frame,
    unit: float,
    share: float,
    *,
    bare: bool,
    first: bool,
) -> list[str]:
    """Draw a small map and return the names of places whose name or count has no room on it.

    A bare one has no counts, and only the `first` of these has names: those of towns.
    """
    room, small, theme = Room(), SMALLER * unit, subject.theme
    layers = [layer for layer in subject.layers if layer not in ("rivers", "tehsils", "towns")]
    draw_ground(sheet, frame, theme, layers, small)
    visible = draw_areas(sheet, frame, theme, areas, small)
    for layer in (LEADERS, "symbols", *LAYERS):
        sheet.layer(layer)
    marks, found = draw_spots(sheet, frame, theme, spots, room, unit, SMALLER, share=share, numbered=False)
    names = Names(sheet, frame, theme, room, unit, subject.scripts[:1], subject.wording)
    left_out: list[str] = []
    counts = [] if bare else draw_badges(sheet, frame, subject, areas, visible, room, unit, far=0.0)
    marks += draw_gathered(sheet, subject, found, counts, () if bare else areas, visible, frame, unit)
    if not bare:
        names.of_marks([*marks, *counts])
        counted = {mark.place_id for mark in counts}
        left_out = [*names.left_out, *(area.name for area in areas if area.place_id not in counted)]
    elif first:
        names.of_marks(marks, most=0)
        names.of_towns(zoom_of(frame, unit) + TOWNS_SOONER, ())
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
