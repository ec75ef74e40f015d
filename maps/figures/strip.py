"""What a timeline holds, measured before it is drawn: a row a span while they fit, else bars by a step of time, and lanes."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incidents.summary import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from incidents import Summary
    from maps.figures.subject import Subject

UNITS = ("day", "week", "month", "year")
MOST_BARS = {"day": 62, "week": 80, "month": 100}
"""From more steps than this on, time is cut into longer ones."""

LEAST_ROW, MOST_ROW = 36.0, 120.0
AXIS = 26.0
LANE, MOST_LANES = 13.0, 9
LEAST_BARS, MOST_BAR_ROWS = 80.0, 3


@dataclass(frozen=True)
class Strip:
    """A timeline measured before it is drawn.

    Attributes
    ----------
    rows : tuple of Span
        Spans drawn one by one with their words; where there are bars, whole campaigns.
    lanes : tuple of tuple of Span
        Where there are bars, the incidents that no bar can hold, those that do not meet side by side.
    hidden : tuple of int
        How many spans have no room, and how many incidents these hold.
    bars : dict
        Number of incidents by first day of a step and event type; empty where each span has its row.
    unit : str
        The step of the bars.
    """

    subject: Subject
    rows: tuple[Span, ...]
    lanes: tuple[tuple[Span, ...], ...]
    hidden: tuple[int, int]
    bars: dict[tuple[dt.date, str], int]
    unit: str

    @property
    def in_spans(self) -> int:
        """How many incidents stand in no bar."""
        drawn = (*self.rows, *(span for lane in self.lanes for span in lane))
        return sum(span.count for span in drawn) + self.hidden[1]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.rows and not self.bars

    def least_height(self, unit: float) -> float:
        """Return how high the strip has to be."""
        bars = (LEAST_BARS if self.bars else 0.0) + (20.0 if self.hidden[0] else 0.0)
        return (AXIS + bars + LEAST_ROW * len(self.rows) + LANE * len(self.lanes)) * unit

    def most_height(self, unit: float) -> float:
        """Return how high the strip may be."""
        return math.inf if self.bars else (AXIS + MOST_ROW * len(self.rows)) * unit

    def good_height(self, unit: float) -> float:
        """Return how high the strip looks best."""
        return self.least_height(unit) + (0.25 * LEAST_BARS if self.bars else 8.0 * len(self.rows)) * unit


def strip_of(subject: Subject, room: float, unit: float) -> Strip:
    """Return the timeline of a selection in a room so many pixels high: a row a span while they fit, else bars."""
    spans = subject.summary.spans
    most = max(1, int((room / unit - AXIS) / LEAST_ROW))
    if len(spans) <= min(most, 14):
        return Strip(subject, spans, (), (0, 0), {}, "day")
    step = _step(subject.summary)
    bars, others = subject.atlas.periods(subject.selection, step)
    step = str(bars.attrs["period"])
    columns = (bars[name].tolist() for name in ("from", "event_type", "count"))
    counts = {(start.date(), str(kind)): int(number) for start, kind, number in zip(*columns, strict=True)}
    spare = room / unit - AXIS - LEAST_BARS - 20
    campaigns = [span for span in spans if not span.count]
    rows = max(0, min(len(campaigns), MOST_BAR_ROWS, int(spare / LEAST_ROW)))
    lanes = _lanes([_span(*row) for row in others.itertuples(index=False)], _days(subject.summary) * 0.03)
    most = max(0, min(MOST_LANES, int((spare - rows * LEAST_ROW) / LANE)))
    hidden = [*(span for lane in lanes[most:] for span in lane), *campaigns[rows:]]
    more = (len(hidden) + others.attrs["spans_left_out"], sum(span.count for span in hidden) + others.attrs["left_out"])
    return Strip(subject, tuple(campaigns[:rows]), tuple(lanes[:most]), more, counts, step)


def _span(start: pd.Timestamp, end: pd.Timestamp, event_type: str, count: int) -> Span:
    return Span("", start.date(), end.date() - dt.timedelta(1), "range", str(event_type), int(count))


def _lanes(spans: Sequence[Span], gap: float) -> list[tuple[Span, ...]]:
    """Return spans in as few lanes as they need so that none meets another, at least `gap` days apart; long ones first."""
    lanes: list[list[Span]] = []
    for span in sorted(spans, key=lambda span: (span.start, span.start - span.end, span.event_type)):
        free = next((lane for lane in lanes if (span.start - lane[-1].end).days > gap), None)
        if free is None:
            lanes.append([span])
        else:
            free.append(span)
    return [tuple(lane) for lane in lanes]


def _days(summary: Summary) -> int:
    return (summary.end - summary.start).days + 1 if summary.start and summary.end else 0


def _step(summary: Summary) -> str:
    days = _days(summary)
    lengths = {"day": 1, "week": 7, "month": 30.4}
    return next((unit for unit, long in lengths.items() if days / long <= MOST_BARS[unit]), "year")


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
