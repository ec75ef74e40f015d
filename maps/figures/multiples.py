"""Small maps side by side: one for each period, or for each kind of event; all of one frame, one scale, one set of signs."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from maps.figures.areas import draw_areas
from maps.figures.badges import draw_badges
from maps.figures.basemap import draw_ground
from maps.figures.boxes import Box, Room
from maps.figures.furniture import clear_scale_bar, draw_scale_bar, kilometres
from maps.figures.keys import Entry
from maps.figures.marks import areas_of, spots_of, type_order
from maps.figures.spots import draw_spots
from maps.figures.strip import UNITS, next_step, step_start
from maps.figures.words import Style, width, wrap

if TYPE_CHECKING:
    from collections.abc import Callable

    from maps.figures.frame import Bounds, Frame
    from maps.figures.sheet import Sheet
    from maps.figures.subject import Subject

GAP, HEAD, LINE = 14.0, 34.0, 15.0
LEAST_WIDTH, LEAST_HEIGHT = 118.0, 96.0
MOST = 24
MOST_DAYS = 40_000
SMALLER = 0.78
"""Lines and symbols of a small map, of their usual size."""

TALLER = 1.35
"""A small map is at most so much higher than what it shows needs: more of the surroundings rather than empty paper."""


@dataclass(frozen=True)
class Part:
    """One small map: its heading, its records, and how many of them may belong to another period."""

    title: str
    records: pd.DataFrame
    uncertain: int


@dataclass(frozen=True)
class Parts:
    """All small maps, and what is to be said about how they were cut."""

    each: tuple[Part, ...]
    unit: str
    notes: tuple[str, ...]
    shown: str = ""
    """That only the latest periods are drawn: for the subtitle, since the title gives the days of all."""


def parts_of(subject: Subject, room: Box, unit: float) -> Parts:
    """Return the small maps of a selection that have room; time is cut more coarsely, or kinds are joined, where they do not."""
    most = min(MOST, _most(room, unit))
    if subject.recipe.by == "event_type":
        return _by_kind(subject, most, room, unit)
    asked = subject.recipe.by
    steps = UNITS[UNITS.index(asked) :]
    cut = {step: _starts(subject.records, step) for step in steps}
    step = next((step for step in steps if len(cut[step]) <= most), "year")
    starts = cut[step][-most:]
    each = tuple(_period(subject, start, step) for start in starts)
    notes: list[str] = []
    if step != asked:
        notes.append(subject.wording.coarser(asked, step, len(cut[asked])))
    shown = subject.wording.last_periods(len(starts), len(cut[step])) if len(starts) < len(cut[step]) else ""
    if any(part.uncertain for part in each):
        notes.append(subject.wording.several_panels())
    return Parts(each, step, (*notes, *_crowded(subject, each, room, unit)), shown)


def _crowded(subject: Subject, each: tuple[Part, ...], room: Box, unit: float) -> list[str]:
    """Return that counts may be left out, where a small map has too many areas for all of them."""
    areas = max((part.records["place_id"].nunique() for part in each), default=0)
    cell = room.width * room.height / max(len(each), 1)
    return [subject.wording.counts_left_out()] if areas * (22 * unit) ** 2 > 0.15 * cell else []


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


def _period(subject: Subject, start: dt.date, step: str) -> Part:
    """Return the map of a period, with every record that may belong to it."""
    end = next_step(start, step) - dt.timedelta(1)
    records = subject.records
    begins, ends = pd.Timestamp(start), pd.Timestamp(end)
    inside = records[(records["start"] <= ends) & (records["end"] >= begins)]
    sure = ((inside["start"] >= begins) & (inside["end"] <= ends)).sum()
    precision = {"month": "month", "year": "year"}.get(step, "day")
    return Part(subject.wording.date(start, end, precision), inside, len(inside) - int(sure))


def _by_kind(subject: Subject, most: int, room: Box, unit: float) -> Parts:
    records = subject.records
    kinds = type_order(records["event_type"])
    counts = records["event_type"].value_counts()
    if len(kinds) > most:
        kept = sorted(kinds, key=lambda kind: -counts[kind])[: max(most - 1, 1)]
        kinds = [kind for kind in kinds if kind in kept]
    each = [Part(subject.wording.kind(kind), records[records["event_type"] == kind], 0) for kind in kinds]
    rest = records[~records["event_type"].isin(kinds)]
    if len(rest):
        each.append(Part(subject.wording.other_kinds(), rest, 0))
    return Parts(tuple(each), "", tuple(_crowded(subject, tuple(each), room, unit)))


def notes_of(parts: Parts) -> list[Entry]:
    """Return what the legend has to say about the small maps."""
    return [Entry(note) for note in parts.notes]


def grid_of(count: int, room: Box, bounds: Bounds, unit: float, head: float = HEAD) -> list[Box]:
    """Return the boxes of so many small maps, headings included, in the columns that make the maps largest.

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
        return min(wide, high * shape)

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
    sheet: Sheet,
    subject: Subject,
    parts: Parts,
    room: Box,
    bounds: Bounds,
    frame_of: Callable[[Box], Frame],
    unit: float,
) -> tuple[Frame | None, float]:
    """Draw the small maps; return the frame of the first and where they end. A scale bar stands in the last, true for all."""
    boxes, head = grid_of(len(parts.each), room, bounds, unit) if parts.each else [], HEAD
    strong = Style(12 * unit, subject.theme.text, weight=600)
    if boxes and any(width(part.title, strong) > boxes[0].width for part in parts.each):
        head = HEAD + LINE
        boxes = grid_of(len(parts.each), room, bounds, unit, head)
    frame = None
    for number, (part, box) in enumerate(zip(parts.each, boxes, strict=True)):
        _heading(sheet, subject, parts, part, box._replace(bottom=box.top + head * unit), unit)
        below = sheet.placed(Box(box.left, box.top + head * unit, box.right, box.bottom))
        with sheet.mirrored(False):
            drawn = frame_of(below)
            _draw_part(sheet, subject, part, drawn, unit, bar=number == len(boxes) - 1)
        frame = frame or drawn
    return frame, max((box.bottom for box in boxes), default=room.top)


def _heading(sheet: Sheet, subject: Subject, parts: Parts, part: Part, box: Box, unit: float) -> None:
    """Write what a small map shows, on two lines where it is long, and how many: in fewer words where the map is narrow."""
    strong, quiet = Style(12 * unit, subject.theme.text, weight=600), Style(10.5 * unit, subject.theme.muted)
    lines = wrap(part.title, strong, box.width, 2 if box.height > HEAD * unit else 1)
    y = box.bottom - (8 + LINE * len(lines)) * unit
    for number, line in enumerate(lines):
        sheet.write("panels", box.left, y + (number * LINE - 1) * unit, line, strong, kind="panel")
    said = _counted(subject, parts, part)
    note = next((words for words in said if width(words, quiet) <= box.width), said[-1])
    sheet.write("panels", box.left, box.bottom - 8 * unit, note, quiet, kind="panel")


def _counted(subject: Subject, parts: Parts, part: Part) -> list[str]:
    """Return how many incidents a small map shows, in fewer and fewer words."""
    wording, number = subject.wording, len(part.records)
    uncertain = wording.panel_note(part.uncertain, parts.unit)
    named, alone = wording.incidents(number), wording.number(number)
    return [*(f"{words} · {uncertain}" for words in (named, alone) if uncertain), named, alone]


def _draw_part(sheet: Sheet, subject: Subject, part: Part, frame: Frame, unit: float, *, bar: bool) -> None:
    room, small, theme = Room(), SMALLER * unit, subject.theme
    layers = [layer for layer in subject.layers if layer not in ("rivers", "tehsils", "towns")]
    draw_ground(sheet, frame, theme, layers, small)
    areas, spots = areas_of(part.records), spots_of(part.records, subject.atlas.gazetteer)
    km = kilometres(frame, subject.wording)
    scale = clear_scale_bar(frame, unit, km, spots)
    visible = draw_areas(sheet, frame, theme, areas, small)
    if bar:
        room.take(scale.box)
    draw_spots(sheet, frame, theme, spots, room, unit, SMALLER)
    draw_badges(sheet, frame, subject, areas, visible, room, unit, far=0.0)
    if bar:
        draw_scale_bar(sheet, theme, scale, unit, km)
    sheet.rectangle("map-frame", frame.box, edge=theme.line, wide=unit)
    sheet.note("map", "", frame.box)
