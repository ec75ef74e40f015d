"""The timeline: bars of what is dated within one step of time, and spans at their full length for what is not."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.figures.areas import hatches
from maps.figures.boxes import Box
from maps.figures.furniture import title_size
from maps.figures.keys import Entry
from maps.figures.marks import type_order
from maps.figures.sheet import joined
from maps.figures.strip import (
    AXIS,
    GUTTER,
    LANE,
    LANE_WORDS,
    LINE,
    MOST_ROW,
    next_step,
    row_words,
    step_start,
)
from maps.figures.themes import mixed
from maps.figures.words import Style, ink, width
from maps.legends import AREA, SYMBOL
from maps.symbols import symbol_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents.summary import Span
    from maps.figures.keys import Draw
    from maps.figures.sheet import Sheet
    from maps.figures.strip import Laid, Strip
    from maps.figures.subject import Subject
    from maps.theme import Theme

LAYER, GRID, GROUNDS = "timeline", "timeline-grid", "timeline-grounds"
"""Grounds keep the grid from running through words."""


@dataclass(frozen=True)
class Axis:
    """Days along a line of pixels."""

    first: dt.date
    last: dt.date
    left: float
    right: float

    def at(self, day: dt.date) -> float:
        """Return where a day begins."""
        days = (self.last - self.first).days + 1
        return self.left + (self.right - self.left) * (day - self.first).days / days

    def reach(self, first: dt.date, last: dt.date) -> tuple[float, float]:
        """Return where a span of whole days begins and ends."""
        return self.at(max(first, self.first)), self.at(min(last, self.last) + dt.timedelta(1))


def entries_of(subject: Subject, strip: Strip, *, kinds: bool, tight: bool = False) -> list[Entry]:
    """Return the legend of a timeline: kinds where no map's legend has them, and what a hatched or dashed bar means.

    A tight one says in a line that bars are in the colours of the map's symbols, unless these are told apart by hatches.
    """
    wording = subject.wording
    by_colour = tight and not kinds and bool(strip.bars) and subject.theme.name != "print"
    of_map = {each for item in subject.legend if item.kind in (SYMBOL, AREA) for each in item.event_types}
    found = [
        Entry(wording.family(types), _solid(event_type))
        for event_type, types in strip.families.items()
        if not by_colour or not of_map.issuperset(types)
    ]
    if strip.lanes or any(_is_uncertain(span) for span in strip.rows):
        found.append(Entry(wording.span_key, _hatched))
    if any(not span.count for span in strip.rows):
        found.append(Entry(wording.campaign_key, _dashed))
    if strip.bars:
        alone = strip.hidden[0] and not strip.has_spans
        binned = (
            wording.binned_alone(strip.unit, *strip.hidden) if alone else wording.binned(strip.unit, strip.in_spans)
        )
        found.append(Entry(f"{binned} {wording.bar_colours()}" if by_colour else binned))
    return found


def _is_uncertain(span: Span) -> bool:
    return bool(span.count) and (span.precision != "day" or span.start != span.end)


def draw(sheet: Sheet, strip: Strip, box: Box, unit: float) -> float:
    """Draw bars above, spans below them, and the axis at the foot; return where it ends."""
    if strip.is_empty:
        return box.top
    bottom = box.bottom - AXIS * unit
    gutter = GUTTER * unit if strip.bars else 6 * unit
    axis = Axis(*strip.days, box.left + gutter, box.right - 6 * unit)
    count = len(strip.rows)
    high = min(max((bottom - box.top) / count, strip.row * unit), MOST_ROW * unit) if count else 0.0
    high = strip.row * unit if strip.bars and count else high
    lanes = len(strip.lanes) * LANE * unit
    first = bottom - count * high - lanes if strip.bars else box.top
    if not strip.bars:
        bottom = box.top + count * high
    _grid(sheet, strip, axis, Box(box.left, box.top, box.right, bottom), unit)
    if strip.bars:
        note = 20 * unit if strip.has_more else 0.0
        foot = first - note - (8 * unit if strip.has_spans else 0.0)
        _draw_bars(sheet, strip, axis, Box(axis.left, box.top, axis.right, foot), unit)
        _draw_hidden(sheet, strip, axis.left, first - 6 * unit, unit)
        for number, lane in enumerate(strip.lanes):
            _draw_lane(sheet, strip, axis, lane, first + number * LANE * unit, unit)
        first += lanes
    rows = [
        (span, Box(axis.left, first + n * high, axis.right, first + (n + 1) * high))
        for n, span in enumerate(strip.rows)
    ]
    larger = min((_larger(strip, axis, span, row, unit) for span, row in rows), default=1.0)
    for span, row in rows:
        _draw_row(sheet, strip, axis, span, row, unit, larger)
    return bottom + AXIS * unit


def _grid(sheet: Sheet, strip: Strip, axis: Axis, box: Box, unit: float) -> None:
    """Draw thin lines up from the ticks, and their words below; a year where it changes."""
    theme, wording = strip.subject.theme, strip.subject.wording
    style = Style(11 * unit, theme.muted)
    ticks, step, every = _ticks(axis, strip.subject, style)
    at_line = step != "day" and (every > 1 or bool(strip.bars))
    down = (20 if at_line else 4) * unit
    strokes = [np.array([(axis.at(day), box.top), (axis.at(day), box.bottom + down)]) for day in ticks]
    sheet.stroke(GRID, strokes, theme.line, 0.9 * unit)
    sheet.layer(GROUNDS)
    sheet.stroke(LAYER, [np.array([(axis.left, box.bottom), (axis.right, box.bottom)])], theme.border_province, unit)
    taken = -math.inf
    for day in ticks:
        words = wording.tick(day, step)
        half = width(words, style) / 2
        middle = axis.at(day) + 4 * unit + half if at_line else tick_middle(axis, strip, day, step)
        if at_line and middle + half > box.right:  # a line without room for its words after it
            continue
        middle = min(max(middle, box.left + half), box.right - half)
        if middle - half >= taken:
            sheet.write(LAYER, middle, box.bottom + 18 * unit, words, style, anchor="middle", kind="tick")
            taken = middle + half + 4 * unit


def tick_middle(axis: Axis, strip: Strip, day: dt.date, step: str) -> float:
    """Return where the words of a tick stand that name what lies between two lines: below the middle of a day, week, month or year."""
    named = "week" if strip.bars and strip.unit == "week" and step == "day" else step
    left, right = axis.reach(day, next_step(day, named) - dt.timedelta(1))
    return (left + right) / 2


def _ticks(axis: Axis, subject: Subject, style: Style) -> tuple[list[dt.date], str, int]:
    """Return the finest round dates whose words have room, whether these are days, months or years, and of how many each is the first."""
    steps = [("day", n) for n in (1, 2, 7, 14)] + [("month", n) for n in (1, 3, 6)] + [("year", n) for n in (1, 2, 5, 10, 20, 50, 100)]  # fmt: skip
    for unit, every in steps:
        days = {"day": 1.0, "month": 30.4, "year": 365.25}[unit] * every
        room = (axis.right - axis.left) * days / ((axis.last - axis.first).days + 1)
        if room >= width(subject.wording.tick(dt.date(2026, 9, 28), unit), style) * 1.35:
            ticks = _every(axis, unit, every)
            return (ticks, unit, every) if len(ticks) > 1 else _two_days(axis, subject, style) or (ticks, unit, every)
    return [step_start(axis.first, "year")], "year", 1


def _two_days(axis: Axis, subject: Subject, style: Style) -> tuple[list[dt.date], str, int] | None:
    """Return the first day and another whose words stand beside each other, by whole weeks, where no round dates do: one alone tells no scale."""
    days = (axis.last - axis.first).days + 1
    needed = width(subject.wording.tick(dt.date(2026, 9, 28), "day"), style) * 1.1
    every = math.ceil(needed * days / (axis.right - axis.left))
    every = whole if every > 7 and (whole := math.ceil(every / 7) * 7) < days else every
    return (_every(axis, "day", every), "day", every) if every < days else None


def _every(axis: Axis, unit: str, every: int) -> list[dt.date]:
    found: list[dt.date] = []
    day = step_start(axis.first, unit) if unit != "day" else axis.first
    while day <= axis.last:
        number = day.toordinal() - axis.first.toordinal() if unit == "day" else day.month - 1 if unit == "month" else day.year  # fmt: skip
        if number % every == 0 and day >= axis.first:
            found.append(day)
        day = next_step(day, unit)
        if day.year > 9990:
            break
    return found or [axis.first]


def _draw_row(sheet: Sheet, strip: Strip, axis: Axis, span: Span, box: Box, unit: float, larger: float) -> None:
    """Draw one span with its words above it, all of a strip so many times as large as usual."""
    theme = strip.subject.theme
    strong = Style(12 * larger * unit, theme.text, weight=600, halo=theme.page)
    quiet = Style(11 * larger * unit, theme.muted, halo=theme.page)
    left, right = axis.reach(span.start, span.end)
    lines = row_words(strip, span, strong, quiet, axis.right - axis.left)
    low = max(
        ink(0, 0, words, style).bottom for name, note in lines for words, style in ((name, strong), (note, quiet))
    )
    below = max(5 * unit, low + 3 * unit)
    bar, more = 13 * larger * larger * unit - (below - 5 * unit), LINE * larger * unit * (len(lines) - 1)
    gap = max((box.height - bar - more - below - 11 * larger * unit) / 2, 2 * unit)
    baseline = box.top + gap + 11 * larger * unit
    for number, (name, note) in enumerate(lines):
        between = 8 * unit if name and note else 0.0
        wide = width(name, strong) + between + width(note, quiet)
        x, y = min(max(left, axis.left), max(axis.right - wide, axis.left)), baseline + number * LINE * larger * unit
        sheet.rectangle(
            GROUNDS,
            Box(x - 4 * unit, y - strong.size, x + wide + 4 * unit, y + max(0.3 * strong.size, low)),
            fill=theme.page,
        )
        sheet.write(LAYER, x, y, name, strong, kind="span")
        sheet.write(LAYER, x + width(name, strong) + between, y, note, quiet, kind="span")
    top = baseline + more + below
    drawn = replace(span, event_type=strip.drawn_as(span.event_type))
    _draw_span(sheet, theme, drawn, Box(left, top, max(right, left + 3 * unit), top + bar), unit)


def _draw_lane(sheet: Sheet, strip: Strip, axis: Axis, lane: Sequence[Laid], top: float, unit: float) -> None:
    """Draw spans side by side, each with its words."""
    style = Style(LANE_WORDS * unit, strip.subject.theme.text)
    for laid in lane:
        left, right = axis.reach(laid.span.start, laid.span.end)
        box = Box(left, top + 2 * unit, max(right, left + 3 * unit), top + (LANE - 2) * unit)
        drawn = replace(laid.span, event_type=strip.drawn_as(laid.span.event_type))
        _draw_span(sheet, strip.subject.theme, drawn, box, unit)
        if laid.words:
            x, anchor = (box.right + 3 * unit, "start") if laid.is_after else (box.left - 3 * unit, "end")
            y = min(box.bottom - 0.5 * unit, box.bottom + unit - ink(0, 0, laid.words, style).bottom)
            sheet.rectangle(GROUNDS, ink(x, y, laid.words, style, anchor).grown(unit), fill=strip.subject.theme.page)
            sheet.write(LAYER, x, y, laid.words, style, anchor=anchor, kind="tick")


def _larger(strip: Strip, axis: Axis, span: Span, box: Box, unit: float) -> float:
    """Return how much larger than usual a row may be set: as its height and the width of its words allow."""
    room = axis.right - axis.left
    strong, quiet = Style(12 * unit, "#000000", weight=600), Style(11 * unit, "#000000")
    lines = row_words(strip, span, strong, quiet, room)
    words = max(width(f"{name}  {note}".strip(), strong) for name, note in lines)
    most = 0.85 * title_size(unit, box.width) / strong.size
    return max(min(box.height / (strip.row * unit) * 0.75, 1.5, most, 0.95 * room / max(words, 1)), 1.0)


def _draw_span(sheet: Sheet, theme: Theme, span: Span, box: Box, unit: float) -> None:
    """Draw a span: solid where the day is known, hatched where it is one of several, an open dashed frame for a campaign."""
    hue = symbol_of(span.event_type).hue
    colour = theme.hues[hue]
    outline = shapely.get_coordinates(shapely.box(*box))
    if not span.count:
        sheet.stroke(LAYER, [outline], colour, 1.2 * unit, dashes=(5 * unit, 3 * unit))
    elif _is_uncertain(span):
        sheet.fill(LAYER, joined([outline]), mixed(colour, theme.page, 0.12))
        lines = hatches(shapely.box(*box), 5.5 * unit, theme, span.event_type)
        sheet.stroke(LAYER, lines, mixed(colour, theme.page, 0.62), 0.8 * unit)
        sheet.stroke(LAYER, [outline], colour, 1.2 * unit)
    else:
        sheet.fill(LAYER, joined([outline]), colour)


def _draw_bars(sheet: Sheet, strip: Strip, axis: Axis, box: Box, unit: float) -> None:
    """Draw the bars, kinds upon one another, with lines at round numbers."""
    theme, counts = strip.subject.theme, strip.bars
    starts = sorted({day for day, _ in counts})
    totals = {day: sum(n for (at, _), n in counts.items() if at == day) for day in starts}
    top = max(totals.values(), default=1)
    style = Style(11 * unit, theme.muted)
    step = _round_step(top, box.height / (26 * unit))
    high = max(math.ceil(top / step) * step, 1)
    plain = Box(box.left, box.top + 8 * unit, box.right, box.bottom)
    for value in range(step, high + 1, step):
        y = plain.bottom - plain.height * value / high
        sheet.stroke(LAYER, [np.array([(axis.left, y), (axis.right, y)])], theme.line, 0.8 * unit)
        words = sheet.number(value)
        sheet.write(LAYER, axis.left - 5 * unit, y + 4 * unit, words, style, anchor="end", kind="tick")
    sheet.stroke(
        LAYER, [np.array([(axis.left, plain.bottom), (axis.right, plain.bottom)])], theme.border_province, unit
    )
    below = dict.fromkeys(starts, 0)
    for event_type in type_order({event_type for _, event_type in counts}):
        for day in starts:
            number = counts.get((day, event_type), 0)
            if number:
                bar = _bar(strip, axis, plain, day, below[day] / high, (below[day] + number) / high, unit)
                _draw_bar(sheet, theme, bar, event_type, unit)
                below[day] += number


def _bar(strip: Strip, axis: Axis, box: Box, day: dt.date, low: float, high: float, unit: float) -> Box:
    left, right = axis.reach(day, next_step(day, strip.unit) - dt.timedelta(1))
    gap = min(0.12 * (right - left), 3 * unit)
    return Box(left + gap, box.bottom - high * box.height, right - gap, box.bottom - low * box.height)


def _draw_bar(sheet: Sheet, theme: Theme, box: Box, kind: str, unit: float) -> None:
    outline = shapely.get_coordinates(shapely.box(*box))
    sheet.fill(LAYER, joined([outline]), theme.hues[symbol_of(kind).hue])
    if theme.name == "print":
        sheet.stroke(LAYER, hatches(shapely.box(*box), 6 * unit, theme, kind), theme.page, 0.9 * unit)
    sheet.stroke(LAYER, [outline], theme.page, 0.7 * unit)


def _round_step(top: int, lines: float) -> int:
    """Return a round step with at most so many lines up to `top`.

    Examples
    --------
    >>> _round_step(9, 5), _round_step(140, 4)
    (2, 50)
    """
    least = max(top / max(lines, 1), 1)
    power = 10 ** math.floor(math.log10(least))
    return int(next(power * n for n in (1, 2, 5, 10) if power * n >= least))


def _draw_hidden(sheet: Sheet, strip: Strip, x: float, y: float, unit: float) -> None:
    if strip.has_more:
        style = Style(11 * unit, strip.subject.theme.muted, italic=True)
        words = strip.subject.wording.more_spans(*strip.hidden)
        sheet.rectangle(GROUNDS, ink(x, y, words, style).grown(unit), fill=strip.subject.theme.page)
        sheet.write(LAYER, x, y, words, style, kind="text")


def _solid(event_type: str) -> Draw:
    def draw(sheet: Sheet, theme: Theme, box: Box, unit: float) -> None:
        _draw_bar(sheet, theme, box, event_type, unit)

    return draw


def _hatched(sheet: Sheet, theme: Theme, box: Box, unit: float) -> None:
    outline = shapely.get_coordinates(shapely.box(*box))
    sheet.stroke(LAYER, hatches(shapely.box(*box), 5.5 * unit, theme, "attack"), theme.muted, 0.8 * unit)
    sheet.stroke(LAYER, [outline], theme.text, 1.1 * unit)


def _dashed(sheet: Sheet, theme: Theme, box: Box, unit: float) -> None:
    outline = shapely.get_coordinates(shapely.box(*box))
    sheet.stroke(LAYER, [outline], theme.text, 1.1 * unit, dashes=(5 * unit, 3 * unit))
