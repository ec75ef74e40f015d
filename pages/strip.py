"""The time strip under the map: each kind of incident and each campaign as the span it is known to, never a spike."""

from datetime import date, timedelta

from incidents import Span, Summary
from maps import symbol_of
from pages.elements import Element, el, show

LETTER = 0.012
"""A letter's share of an axis."""


def strip(summary: Summary) -> None:
    """Draw the spans of the summary on one axis of days."""
    if not summary.lanes:
        return
    first = min(span.start for span in summary.lanes) - timedelta(days=1)
    last = max(span.end for span in summary.lanes) + timedelta(days=2)
    show(
        el(
            "div",
            el("span"),
            axis(first, last),
            *(part for span in summary.lanes for part in _lane(span, first, last)),
            class_="strip",
            role="img",
            aria_label="; ".join(f"{s.label}: {s.start.isoformat()} to {s.end.isoformat()}" for s in summary.lanes),
        ),
        key="strip",
    )


def part(day: date, first: date, last: date) -> float:
    """Where on an axis a day stands, 0 to 1."""
    return (day - first).days / (last - first).days


def axis(first: date, last: date) -> Element:
    """Days along an axis, at most nine named, each to the right of where it stands: not where its words would be cut."""
    days = (last - first).days
    step = next(step for step in (1, 2, 7, 14, 31, 92, 183, 366, 1830, 99999) if days / step <= 9)
    marks = [first + timedelta(days=step * n) for n in range(-(-days // step))]
    words = [_mark(day, previous) for day, previous in zip(marks, [None, *marks], strict=False)]
    named = [(part(day, first, last), text) for day, text in zip(marks, words, strict=True)]
    spans = [el("span", text, vars={"--at": at}) for at, text in named if at + len(text) * LETTER <= 1]
    return el("div", *spans, class_="axis")


def _mark(day: date, previous: date | None) -> str:
    if previous is None or previous.year != day.year:
        return f"{day.day} {day:%b %Y}"
    return f"{day.day} {day:%b}" if previous.month != day.month else str(day.day)


def _lane(span: Span, first: date, last: date) -> tuple[Element, Element]:
    end = span.end + timedelta(days=1)
    hue = symbol_of(span.event_type).hue if span.event_type else "blue"
    vars_ = {"--from": part(span.start, first, last), "--to": part(end, first, last), "--steps": (last - first).days}
    note = el("span", span.note) if vars_["--to"] < 0.6 else None
    lane = el("div", el("i"), note, class_="lane", vars=vars_ | {"--claim-hue": f"var(--atlas-hue-{hue})"})
    name = f"{span.label} ({span.count:,})" if span.count else span.label
    return el("span", name, class_="name"), lane
