"""The filters in the sidebar: dates with a histogram, text, and one list of choices with counts for each facet."""

from datetime import date, timedelta
from typing import Any

import streamlit as st

from incidents import Atlas, Facet, Selection, SelectionError
from maps import symbol_of
from pages import link
from pages.elements import Element, el, show

#: Facets in the order of the sidebar: field of the selection, heading, how many lines before "more".
LISTS = (
    ("event_types", "Event", 6),
    ("places", "Place", 6),
    ("precisions", "Known to the level of", 7),
    ("actors", "Actor", 5),
    ("attack_types", "Attack type", 5),
    ("target_kinds", "Target", 5),
    ("datasets", "Dataset", 5),
)


def filters(atlas: Atlas, selection: Selection) -> None:
    """Draw the filters; a choice goes into the address bar, which every page reads."""
    facets = atlas.facets(selection)
    with st.sidebar:
        show(
            el(
                "div",
                _dates(atlas, selection),
                _text(selection),
                *(
                    _facet_list(field, heading, facets.get(field, ()), selection, most)
                    for field, heading, most in LISTS
                ),
                _claims(facets.get("contested", ()), selection),
                class_="filters",
            ),
            key="filters",
            on_send=_chosen,
        )


def _chosen(message: dict[str, Any]) -> None:
    field, value = message["field"], message["value"] if "choice" not in message else message["choice"]
    if field in ("start", "end", "text"):
        _typed(field, str(value or ""))
    else:
        link.toggle(field, value)


def _typed(field: str, text: str) -> None:
    selection = link.selection()
    try:
        changed = text if field == "text" else date.fromisoformat(text) if text else None
        link.choose(selection.replace(**{field: changed}))
    except (ValueError, SelectionError) as problem:
        st.session_state["atlas-notice"] = f"dates not changed: {problem}"


def _dates(atlas: Atlas, selection: Selection) -> Element:
    undated = atlas.summary(selection.replace(start=None, end=None))
    first, last = undated.start, undated.end
    parts: list[Element] = []
    if first and last:
        parts = [_histogram(undated.spans, first, last, selection), _ends(first, last)]
    return el(
        "fieldset",
        el("legend", "Dates", class_="label"),
        *parts,
        el("div", _date_field("From", "start", selection), _date_field("To", "end", selection), class_="dates"),
    )


def _date_field(words: str, field: str, selection: Selection) -> Element:
    value = getattr(selection, field)
    value = value.isoformat() if value else ""
    return el("label", words, el("input", type="date", class_="field", value=value, send={"field": field}))


def _histogram(spans: Any, first: date, last: date, selection: Selection) -> Element:
    days = (last - first).days + 1
    step = max(1, -(-days // 48))
    starts = [first + timedelta(days=step * n) for n in range(-(-days // step))]
    ends = [day + timedelta(days=step - 1) for day in starts]
    sure = [
        sum(s.count for s in spans if day <= s.start and s.end <= end) for day, end in zip(starts, ends, strict=True)
    ]
    all_ = [
        sum(s.count for s in spans if s.start <= end and s.end >= day) for day, end in zip(starts, ends, strict=True)
    ]
    most = max([*all_, 1])
    after, before = selection.start or first, selection.end or last
    bars = [
        el(
            "i",
            vars={"--sure": one / most, "--part": any_ / most},
            class_="in" if day <= before and end >= after else "",
        )
        for day, end, one, any_ in zip(starts, ends, sure, all_, strict=True)
    ]
    words = f"incidents by date, at most {max(all_)} in one bar; hatched where the date is one of several"
    return el("div", *bars, class_="days", role="img", aria_label=words)


def _ends(first: date, last: date) -> Element:
    return el("div", el("span", _day(first)), el("span", _day(last)), class_="ends")


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _text(selection: Selection) -> Element:
    field = el(
        "input", type="search", class_="field", value=selection.text, placeholder="Words in titles, places, notes",
        aria_label="Search words", maxlength=200, send={"field": "text"},
    )  # fmt: skip
    return el("fieldset", el("legend", "Words", class_="label"), field)


def _facet_list(field: str, heading: str, facets: tuple[Facet, ...], selection: Selection, most: int) -> Element | None:
    if not facets:
        return None
    chosen = getattr(selection, field)
    lines = [_line(field, facet, facet.value in chosen) for facet in facets]
    used = sum(1 for facet in facets if facet.count or facet.value in chosen)
    most = min(most, max(used, 3))
    shown, folded = lines[:most], lines[most:]
    open_ = any(facet.value in chosen for facet in facets[most:])
    more = el("details", el("summary", f"{len(folded)} more"), *folded, open=open_) if len(folded) > 1 else None
    return el("fieldset", el("legend", heading, class_="label"), *(shown if more else lines), more)


def _line(field: str, facet: Facet, on: bool) -> Element:
    sign = _sign(str(facet.value)) if field == "event_types" else el("span", class_="box")
    classes = ["facet", "on" if on else "", "" if facet.count else "zero", f"depth{facet.depth}"]
    return el(
        "label",
        el("input", type="checkbox", checked=on, send={"field": field, "choice": facet.value}),
        sign,
        el("span", facet.label, class_="words"),
        el("span", str(facet.count), class_="count"),
        class_=" ".join(filter(None, classes)),
        data_key=facet.value,
    )


def _sign(event_type: str) -> Element:
    sign = symbol_of(event_type)
    path = el("path", d=sign.shape.svg(6, 8, 8), vars={"fill": f"var(--atlas-hue-{sign.hue})"})
    return el("svg", path, class_="sign", viewBox="0 0 16 16", aria_hidden="true")


def _claims(facets: tuple[Facet, ...], selection: Selection) -> Element | None:
    lines = [
        _line("contested", facet, selection.contested is facet.value)
        for facet in facets
    ]  # fmt: skip
    return el("fieldset", el("legend", "Claims", class_="label"), *lines) if lines else None
