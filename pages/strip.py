"""When, under the map: bars by period and kind, or a few incidents each as the span it is known to, never a spike."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np

from incidents import Atlas, Selection, Span, Summary
from incidents.periods import Stretches, fitting, to_date
from incidents.summary import LANES
from incidents.wording import counted, date_words
from maps import symbol_of
from maps.symbols import families, family_label
from pages import link
from pages.elements import Element, el, show_written, written_elements
from pages.kept import kept
from pages.time_axis import axis, part

#: Steps across and up of the drawing of bars.
WIDE, HIGH = 10_000, 1_000
#: Days that are parted by lines.
MOST_DAYS = 60


def strip(atlas: Atlas, selection: Selection, summary: Summary) -> None:
    """Draw when the selected incidents were; a bar that is chosen narrows every page to its days."""
    if not (summary.groups or summary.beside):
        return
    what = ("strip", selection.meaning())
    show_written(kept(atlas, what, lambda: written_elements(drawn(atlas, selection, summary))), "strip", _chosen)


def drawn(atlas: Atlas, selection: Selection, summary: Summary) -> Element:
    """Return the strip of a selection that has a summary: bars where its incidents have more days and kinds than there are lanes."""
    return _bars(atlas, selection, summary) if summary.groups > LANES else _lanes(summary)


def _chosen(message: dict[str, Any]) -> None:
    selection = link.selection()
    first, last = (date.fromisoformat(day) for day in message["days"])
    link.choose(selection.replace(start=max(first, selection.start or first), end=min(last, selection.end or last)))


def _lanes(summary: Summary) -> Element:
    """Return every span on one axis of days."""
    first = min(span.start for span in summary.lanes) - timedelta(days=1)
    last = max(span.end for span in summary.lanes) + timedelta(days=2)
    return el(
        "div",
        el("span"),
        axis(first, last),
        *(part for span in summary.lanes for part in _lane(span, first, last)),
        class_="strip",
        role="img",
        aria_label="; ".join(f"{s.label}: {s.start.isoformat()} to {s.end.isoformat()}" for s in summary.lanes),
    )


def _lane(span: Span, first: date, last: date) -> tuple[Element, Element]:
    end = span.end + timedelta(days=1)
    hue = symbol_of(span.event_type).hue if span.event_type else "blue"
    vars_ = {
        "--from": part(span.start, first, last),
        "--to": part(end, first, last),
        "--steps": days if (days := (last - first).days) <= MOST_DAYS else 1,
    }
    note = el("span", span.note) if vars_["--to"] < 0.6 else None
    lane = el("div", el("i"), note, class_="lane", vars=vars_ | {"--hue": f"var(--atlas-hue-{hue})"})
    name = f"{span.label} ({span.count:,})" if span.count else span.label
    return el("span", name, class_="name"), lane


def _bars(atlas: Atlas, selection: Selection, summary: Summary) -> Element:
    """Return incidents by day, week, month or year and kind, those of uncertain period as spans, and campaigns."""
    wanted = fitting(summary.start, summary.end) if summary.start and summary.end else "day"
    within, uncertain = atlas.stretches(selection, wanted)
    period, kinds = within.period, families(each.value for each in summary.by_type)
    edges = [each for each in (within, uncertain) if len(each)]
    first = min(*(to_date(each.start.min()) for each in edges), *(span.start for span in summary.beside), date.max)
    last = max(*(to_date(each.end.max()) for each in edges), *(span.end for span in summary.beside), date.min)
    unsure = summary.count - int(within.count.sum())
    return el(
        "div",
        el("span"),
        axis(first, last),
        *_histogram(within, period, kinds, first, last),
        *(_uncertain(uncertain, period, kinds, unsure, first, last) if unsure else ()),
        *(each for span in summary.beside for each in _lane(span, first, last)),
        el("span"),
        kinds_legend(kinds),
        class_="strip",
        role="group",
        aria_label=f"Incidents by {period} and kind",
    )


def _histogram(within: Stretches, period: str, kinds: Mapping[str, Sequence[str]], first: date, last: date) -> tuple[Element, Element]:  # fmt: skip
    names = {each: name for name, types in kinds.items() for each in types}
    heights: dict[tuple[date, date], dict[str, int]] = {}
    for start, end, kind, count in within.rows():
        bar = heights.setdefault((start, end), dict.fromkeys(kinds, 0))
        bar[names.get(kind, kind)] = bar.get(names.get(kind, kind), 0) + count
    tallest = max((sum(bar.values()) for bar in heights.values()), default=1)
    top = _round_number(tallest)
    paths = dict.fromkeys(kinds, "")
    for (start, end), bar in heights.items():
        left, right = (round(part(day, first, last) * WIDE) for day in (start, end))
        gap = min(30, (right - left) // 6)
        below = np.cumsum([0, *bar.values()]) / tallest * HIGH
        for name, (low, high) in zip(bar, pairwise(below.round().astype(int).tolist()), strict=True):
            if high > low:
                paths[name] += f"M{left + gap} {HIGH - low}V{HIGH - high}H{right - gap}V{HIGH - low}z"
    drawn = [el("path", d=path, vars={"--hue": _hue(name)}) for name, path in paths.items() if path]
    chart = el("svg", *drawn, viewBox=f"0 0 {WIDE} {HIGH}", preserveAspectRatio="none", aria_hidden="true")
    line = el("i", vars={"--up": top / tallest})
    buttons = [
        _button(*days, sum(bar.values()), period, first, last, n) for n, (days, bar) in enumerate(heights.items())
    ]
    name = el("span", el("b", f"{top:,}", vars={"--up": top / tallest}), f"Incidents by {period}", class_="name")
    return name, el("div", chart, line, *buttons, class_="columns", data_roving="")


def _button(start: date, end: date, count: int, period: str, first: date, last: date, number: int) -> Element:
    until = end - timedelta(days=1)
    when = f"{date_words(start, until, period)}" if period in ("month", "year") else date_words(start, until)
    at = part(start, first, last)
    return el(
        "button",
        type="button",
        class_="late" if at > 0.5 else None,
        aria_label=f"{when}: {counted(count, 'incident')}",
        tabindex=-1 if number else 0,
        vars={"--from": round(at, 4), "--to": round(part(end, first, last), 4)},
        send={"days": [start.isoformat(), until.isoformat()]},
    )


def _uncertain(spans: Stretches, period: str, kinds: Mapping[str, Sequence[str]], count: int, first: date, last: date) -> tuple[Element, Element]:  # fmt: skip
    names = {each: name for name, types in kinds.items() for each in types}
    paths = dict.fromkeys(kinds, "")
    for start, end, kind, _ in spans.rows(200):
        left, right = (round(part(day, first, last) * WIDE) for day in (start, end))
        paths[names.get(kind, kind)] += f"M{left} 0H{max(right, left + 30)}V{HIGH}H{left}z"
    drawn = [el("path", d=path, vars={"--hue": _hue(name)}) for name, path in paths.items() if path]
    chart = el("svg", *drawn, viewBox=f"0 0 {WIDE} {HIGH}", preserveAspectRatio="none", aria_hidden="true")
    name = el("span", f"In one of several {period}s ({count:,})", class_="name")
    return name, el("div", chart, class_="columns unsure")


def kinds_legend(kinds: Mapping[str, Sequence[str]]) -> Element:
    """Return the colours of the kinds in bars, as a list."""
    lines = [
        el("li", el("i", vars={"--hue": _hue(name)}), family_label(symbol_of(each).label for each in types))
        for name, types in kinds.items()
    ]
    return el("ul", *lines, class_="kinds")


def _hue(kind: str) -> str:
    return f"var(--atlas-hue-{symbol_of(kind).hue})"


def _round_number(most: int) -> int:
    """Return the largest of 1, 2, 5, 10, 20, 50 and so on that is not beyond a number.

    >>> _round_number(1), _round_number(236), _round_number(99)
    (1, 200, 50)
    """
    power = 10 ** (len(str(most)) - 1)
    return next(step * power for step in (5, 2, 1) if step * power <= most)
