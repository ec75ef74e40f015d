"""What a timeline holds, measured before it is drawn: a row a span while they fit, else bars by a step of time, and lanes."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incidents.summary import Span
from incidents.vocabulary import EVENT_TYPES
from maps.figures.words import Style, width, wrap
from maps.symbols import families

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from incidents import Summary
    from maps.figures.subject import Subject

UNITS = ("day", "week", "month", "year")
MOST_BARS = {"day": 62, "week": 80, "month": 100}
"""From more steps than this on, time is cut into longer ones ..."""

LEAST_STEP_PX = 3.0
"""... as where each would be narrower than this, nominal: bars of one or two pixels differ in width as they fall on these."""

LEAST_ROW, MOST_ROW = 36.0, 120.0
AXIS = 26.0
LINE, MOST_LINES = 14.0, 4
"""Height of another line of words over a span, and the lines that a name or its dates may take."""

LANE, MOST_LANES = 13.0, 9
LANE_WORDS, GAP = 10.5, 8.0
GUTTER = 30.0
"""Left of the axis where there are bars, for their numbers."""

LEAST_BARS, MOST_BAR_ROWS = 80.0, 3
BARS_SHARE = 0.4
"""How high the bars of a column's timeline are, of its width."""

MOST_ROWS = 14
"""From more spans than this on, time is cut into steps."""


@dataclass(frozen=True)
class Laid:
    """A span in a lane, with the words after it or, where there is no room, before it."""

    span: Span
    words: str
    is_after: bool


@dataclass(frozen=True)
class Strip:
    """A timeline measured before it is drawn.

    Attributes
    ----------
    rows : tuple of Span
        Spans drawn one by one with their words; where there are bars, whole campaigns.
    lanes : tuple of tuple of Laid
        Where there are bars, the incidents that no bar can hold, those that do not meet side by side.
    hidden : tuple of int
        How many spans have no room, and how many incidents these hold.
    bars : dict
        Number of incidents by first day of a step and family of event types; empty where each span has its row.
    families : dict
        The event types of each family by the one that it is drawn as.
    unit : str
        The step of the bars.
    row : float
        How high a row has to be for its words, nominal.
    """

    subject: Subject
    rows: tuple[Span, ...]
    lanes: tuple[tuple[Laid, ...], ...]
    hidden: tuple[int, int]
    bars: dict[tuple[dt.date, str], int]
    families: dict[str, tuple[str, ...]]
    unit: str
    row: float = LEAST_ROW

    @property
    def in_spans(self) -> int:
        """How many incidents stand in no bar."""
        drawn = (*self.rows, *(laid.span for lane in self.lanes for laid in lane))
        return sum(span.count for span in drawn) + self.hidden[1]

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The first and last day of the axis, whole steps where there are bars."""
        ends = [day for span in self.subject.summary.spans for day in (span.start, span.end)]
        first, last = min(ends), max(ends)
        if self.bars:
            return step_start(first, self.unit), next_step(step_start(last, self.unit), self.unit) - dt.timedelta(1)
        spare = dt.timedelta(max(1, (last - first).days // 12)) if (last - first).days < 4000 else dt.timedelta(0)
        return first - spare, last + spare

    @property
    def has_spans(self) -> bool:
        """Whether any span is drawn by itself."""
        return bool(self.rows or self.lanes)

    @property
    def has_more(self) -> bool:
        """Whether below those that are drawn it says how many are not."""
        return self.has_spans and bool(self.hidden[0])

    def drawn_as(self, event_type: str) -> str:
        """Return the kind of event whose colour another has."""
        return next((first for first, types in self.families.items() if event_type in types), event_type)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.rows and not self.bars

    def least_height(self, unit: float) -> float:
        """Return how high the strip has to be."""
        bars = (LEAST_BARS if self.bars else 0.0) + (20.0 if self.has_more else 0.0)
        return (AXIS + bars + self.row * len(self.rows) + LANE * len(self.lanes)) * unit

    def most_height(self, unit: float) -> float:
        """Return how high the strip may be."""
        return math.inf if self.bars else (AXIS + MOST_ROW * len(self.rows)) * unit

    def column_height(self, unit: float, across: float) -> float:
        """Return how high the strip is in a column so wide, which has no height of its own."""
        if self.bars:
            return max(self.least_height(unit) + BARS_SHARE * across - LEAST_BARS * unit, self.good_height(unit))
        return self.least_height(unit) + 18.0 * len(self.rows) * unit

    def good_height(self, unit: float) -> float:
        """Return how high the strip looks best."""
        return self.least_height(unit) + (0.75 * LEAST_BARS if self.bars else 8.0 * len(self.rows)) * unit


def strip_of(subject: Subject, room: float, across: float, unit: float, *, whole: bool = False) -> Strip:
    """Return the timeline of a selection in a room so many pixels high and wide: a row a span while they fit, else bars.

    Below bars, spans have lanes as far as they have room; where `whole`, all of them have or none.
    """
    spans = subject.summary.spans
    alone = Strip(subject, spans, (), (0, 0), {}, {}, "day")
    alone = replace(alone, row=_row(alone, spans[:MOST_ROWS], across - 12 * unit, unit))
    if len(spans) <= min(max(1, int((room / unit - AXIS) / alone.row)), MOST_ROWS):
        return alone
    bars, others = _binned(subject, int((across / unit - GUTTER - 6) / LEAST_STEP_PX))
    if bars.empty and len(spans) <= MOST_ROWS:  # no step holds anything: the rows have room, or the size is refused
        return alone
    step = str(bars.attrs["period"])
    own = families([count.value for count in subject.summary.by_type])
    drawn_as = {event_type: first for first, types in own.items() for event_type in types}
    counts: dict[tuple[dt.date, str], int] = {}
    for start, kind, number in zip(*(bars[name].tolist() for name in ("from", "event_type", "count")), strict=True):
        key = (start.date(), drawn_as[str(kind)])
        counts[key] = counts.get(key, 0) + int(number)
    spare = room / unit - AXIS - LEAST_BARS - 20
    campaigns = [span for span in spans if not span.count]
    strip = Strip(subject, (), (), (0, 0), counts, own, step)
    row = _row(strip, campaigns[:MOST_BAR_ROWS], across - (GUTTER + 6) * unit, unit)
    rows = max(0, min(len(campaigns), MOST_BAR_ROWS, int(spare / row)))
    strip = replace(strip, rows=tuple(campaigns[:rows]), row=row)
    most = max(0, min(MOST_LANES, int((spare - rows * row) / LANE)))
    columns = (others[name].tolist() for name in ("from", "to", "event_type", "count"))
    uncertain = [_span(start, end, kind, number) for start, end, kind, number in zip(*columns, strict=True)]
    lanes = _lanes(strip, uncertain, across, unit, most)
    most = 0 if whole and len(lanes) > most else most
    hidden = [*(laid.span for lane in lanes[most:] for laid in lane), *campaigns[rows:]]
    more = (len(hidden) + others.attrs["spans_left_out"], sum(span.count for span in hidden) + others.attrs["left_out"])
    return replace(strip, lanes=tuple(lanes[:most]), hidden=more)


def _binned(subject: Subject, most: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the bars, at `most` so many, and what no bar can hold: by longer steps of time where the usual one could hold nothing."""
    step = _step(subject.summary, most)
    bars, others = subject.atlas.periods(subject.selection, step)
    while bars.empty and step != UNITS[-1] and len(subject.summary.spans) > MOST_ROWS:
        step = UNITS[UNITS.index(step) + 1]
        bars, others = subject.atlas.periods(subject.selection, step)
    return bars, others


def row_words(strip: Strip, span: Span, strong: Style, quiet: Style, across: float) -> list[tuple[str, str]]:
    """Return the lines above a span of an axis so wide, each its name and its note.

    Both on one line where that fits from the span's beginning on, else one below the other.
    """
    wording = strip.subject.wording
    name, note = wording.span(span), wording.span_note(span)
    if width(name, strong) + width(note, quiet) + 0.7 * strong.size <= _room_after(strip, span, across):
        return [(name, note)]
    notes = [note] if width(note, quiet) <= across else note.split(" · ")
    lines = [("", line) for part in notes for line in wrap(part, quiet, across, MOST_LINES)]
    return [(line, "") for line in wrap(name, strong, across, MOST_LINES)] + lines


def _room_after(strip: Strip, span: Span, across: float) -> float:
    """Return how much of an axis so many pixels wide is left for words that begin where a span does, half of it at least."""
    first, last = strip.days
    return across * max(1 - max((span.start - first).days, 0) / ((last - first).days + 1), 0.5)


def _row(strip: Strip, spans: Sequence[Span], across: float, unit: float) -> float:
    strong, quiet = Style(12 * unit, "#000000", weight=600), Style(11 * unit, "#000000")
    each = (len(row_words(strip, span, strong, quiet, across)) for span in spans)
    return LEAST_ROW + LINE * (max(each, default=1) - 1)


def _span(start: pd.Timestamp, end: pd.Timestamp, kind: str, count: int) -> Span:
    noun = EVENT_TYPES[kind].noun(count) if kind in EVENT_TYPES else kind
    return Span(noun, start.date(), end.date() - dt.timedelta(1), "range", str(kind), int(count))


def _lanes(strip: Strip, spans: Sequence[Span], across: float, unit: float, most: int) -> list[tuple[Laid, ...]]:
    """Return spans side by side in as few lanes as they need, each with its number, and its kind where its colour does not tell it.

    With the number alone to save lanes.
    """
    alone = {types[0] for types in strip.families.values() if len(types) == 1 and strip.subject.theme.name != "print"}
    wording = strip.subject.wording
    said = [(span, *([] if span.event_type in alone else [wording.some(span)]), _number(strip, span)) for span in spans]
    full = _packed(strip, [(span, tuple(words)) for span, *words in said], across, unit)
    if len(full) <= most:
        return full
    return _packed(strip, [(span, (_number(strip, span),)) for span in spans], across, unit)


def _number(strip: Strip, span: Span) -> str:
    return strip.subject.wording.number(span.count) if span.count > 1 else ""


def _packed(
    strip: Strip, spans: Sequence[tuple[Span, tuple[str, ...]]], across: float, unit: float
) -> list[tuple[Laid, ...]]:
    """Return spans with the first of some words that has room after or before them, in lanes where none meets another."""
    first, last = (day.toordinal() for day in strip.days)
    days = (last - first + 1) / max(across - (GUTTER + 6) * unit, 1.0)
    style = Style(LANE_WORDS * unit, "#000000")
    found: list[tuple[float, float, Laid]] = []
    for span, words in spans:
        start, end = span.start.toordinal(), span.end.toordinal() + 1
        for said in words:
            wide = (width(said, style) + 6 * unit) * days if said else 0.0
            if end + wide <= last + 1:
                found.append((start, end + wide, Laid(span, said, True)))
                break
            if start - wide >= first:
                found.append((start - wide, end, Laid(span, said, False)))
                break
        else:
            found.append((start, end, Laid(span, words[-1], False)))
    lanes: list[tuple[float, list[Laid]]] = []
    for start, end, laid in sorted(found, key=lambda each: (each[0], -each[1], each[2].span.event_type)):
        free = next((n for n, (taken, _) in enumerate(lanes) if start - taken > GAP * unit * days), None)
        if free is None:
            lanes.append((end, [laid]))
        else:
            lanes[free] = (end, [*lanes[free][1], laid])
    return [tuple(lane) for _, lane in lanes]


def _days(summary: Summary) -> int:
    return (summary.end - summary.start).days + 1 if summary.start and summary.end else 0


def _step(summary: Summary, most: int) -> str:
    days = _days(summary)
    lengths = {"day": 1, "week": 7, "month": 30.4}
    return next((unit for unit, long in lengths.items() if days / long <= min(MOST_BARS[unit], most)), "year")


def step_start(day: dt.date, unit: str) -> dt.date:
    """Return the first day of the step that holds a day; weeks begin on Monday.

    Examples
    --------
    >>> step_start(dt.date(2026, 1, 29), "week"), step_start(dt.date(2026, 1, 29), "year")
    (datetime.date(2026, 1, 26), datetime.date(2026, 1, 1))
    """
    if unit == "week":
        return day - dt.timedelta(day.weekday())
    return day if unit == "day" else day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def next_step(day: dt.date, unit: str) -> dt.date:
    """Return the first day of the step after one."""
    if unit in ("day", "week"):
        return day + dt.timedelta(7 if unit == "week" else 1)
    return step_start(day + dt.timedelta(32), "month") if unit == "month" else dt.date(day.year + 1, 1, 1)
