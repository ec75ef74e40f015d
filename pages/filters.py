"""The filters in the sidebar: dates with a histogram, text, and one list of choices with counts for each facet."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

import streamlit as st

from incidents import Atlas, Facet, Selection, SelectionError
from incidents.names_in_text import in_a_sentence
from incidents.periods import Histogram
from incidents.toll import claimant_label
from incidents.vocabulary import RULES
from maps import symbol_of
from pages import link
from pages.elements import Element, el, show_written, written_elements
from pages.kept import kept

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
BARS = 48
#: Share of the height that is seen at least.
LEAST = 1 / 30
#: Choices of a facet that are sent to the page; the others are found by words.
KEPT = 40
#: Choices above which those that are folded away are sent once their list is opened.
LONG = 20


def filters(atlas: Atlas, selection: Selection) -> None:
    """Draw the filters; a choice goes into the address bar, which every page reads."""
    what = ("filters", selection.meaning(), unfolded(), *(_sought(field) for field, _, _ in LISTS))
    with st.sidebar:
        show_written(kept(atlas, what, lambda: written_elements(_filters(atlas, selection))), "filters", sent)


def _filters(atlas: Atlas, selection: Selection) -> Element:
    facets = atlas.facets(selection)
    return el(
        "div",
        _dates(atlas, selection),
        _views(atlas, selection),
        _text(selection),
        *(facet_list(field, heading, facets.get(field, ()), selection, most) for field, heading, most in LISTS),
        _claims(facets.get("contested", ()), selection),
        class_="filters",
    )


def sent(message: dict[str, Any]) -> None:
    """Take what was chosen, typed or opened in the filters."""
    if "find" in message:
        st.session_state[f"find-{message['find']}"] = str(message.get("value") or "")
        _unfold([message["find"]])
        return
    if "unfolded" in message:
        _unfold(message["unfolded"])
        return
    field, value = message["field"], message["value"] if "choice" not in message else message["choice"]
    if field in ("start", "end", "as_known_on", "text", "rule"):
        _typed(field, str(value or ""))
    else:
        link.toggle(field, value)


def _typed(field: str, text: str) -> None:
    selection = link.selection()
    try:
        link.choose(selection.replace(**{field: text or getattr(Selection(), field)}))
    except SelectionError as problem:
        st.session_state["atlas-notice"] = f"not changed: {problem}"


def _dates(atlas: Atlas, selection: Selection) -> Element:
    found = atlas.histogram(selection, BARS)
    parts = [_histogram(found, selection), _ends(found.first, found.last)] if found else []
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


def _histogram(found: Histogram, selection: Selection) -> Element:
    """Return the bars as four shapes at most: what lies within a bar and what may, of chosen days and of others."""
    most = max(*found.touching, 1)
    after, before = selection.start or found.first, selection.end or found.last
    starts = [found.first + timedelta(days=found.step * n) for n in range(len(found.within))]
    chosen = [day <= before and day + timedelta(days=found.step - 1) >= after for day in starts]
    sure = [(0, count / most) for count in found.within]
    unsure = [(one / most, any_ / most) for one, any_ in zip(found.within, found.touching, strict=True)]
    shapes = [
        el(
            "i",
            vars={"--shape": shape},
            class_=" ".join([*(["unsure"] if bars is unsure else []), *(["in"] if on else [])]),
        )
        for bars in (sure, unsure)
        for on in (True, False)
        if (shape := _shape([bar if is_on is on else (0, 0) for bar, is_on in zip(bars, chosen, strict=True)]))
    ]
    words = f"incidents by date, at most {most:,} in one bar; hatched where the date is one of several"
    return el("div", *shapes, class_="days", role="img", aria_label=words)


def _shape(bars: Sequence[tuple[float, float]]) -> str:
    """Return bars side by side, each from one height to another, as one shape of CSS; empty where there is none.

    Examples
    --------
    >>> _shape([(0, 0.5), (1, 1)]), _shape([(0, 0)])
    ('polygon(0% 100%,0% 50%,50% 50%,50% 100%,0% 100%,0% 100%)', '')
    """
    wide = 100 / len(bars)
    corners = [
        f"{left}% 100%,{left}% {top}%,{right}% {top}%,{right}% {bottom}%,{left}% {bottom}%,{left}% 100%"
        for at, (low, high) in enumerate(bars)
        for left, right in [(f"{wide * at:.4g}", f"{wide * (at + 1):.4g}")]
        for top, bottom in [(f"{100 * (1 - max(high, low + LEAST)):.4g}", f"{100 * (1 - low):.4g}")]
        if high > low
    ]
    return f"polygon({','.join(corners)})" if corners else ""


def _ends(first: date, last: date) -> Element:
    return el("div", el("span", _day(first)), el("span", _day(last)), class_="ends")


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _views(atlas: Atlas, selection: Selection) -> Element:
    """By which rule figures are shown, and as known on which day; on every page."""
    summary = atlas.summary(selection)
    rules = {rule: term.label for rule, term in RULES.items() if rule != "claimant"}
    for view in summary.campaigns:
        known = {line.claim_id for toll in view.tolls for line in toll.lines}
        for claim in (each for each in atlas.claims_of(view.campaign.id) if each.id in known):
            rules[f"claimant:{claim.claimant}"] = f"As claimed by {in_a_sentence(claimant_label(claim))}"
    rules.setdefault(selection.rule, selection.rule)
    options = [el("option", words, value=rule, selected=rule == selection.rule) for rule, words in rules.items()]
    chosen = selection.as_known_on.isoformat() if selection.as_known_on else ""
    rule = el("select", *options, class_="field", value=selection.rule, send={"field": "rule"})
    day = el("input", type="date", class_="field", value=chosen, send={"field": "as_known_on"})
    labels = el("label", "Figures shown", rule), el("label", "As known on", day)
    return el("fieldset", el("legend", "Claims as views", class_="label"), el("div", *labels, class_="dates choices"))


def _text(selection: Selection) -> Element:
    field = el(
        "input", type="search", class_="field", value=selection.text, placeholder="Words in titles, places, notes",
        aria_label="Search words", maxlength=200, send={"field": "text"},
    )  # fmt: skip
    return el("fieldset", el("legend", "Words", class_="label"), field)


def facet_list(field: str, heading: str, facets: tuple[Facet, ...], selection: Selection, most: int) -> Element | None:
    """Return one filter: its choices in their order, of which the open part shows the first and all that are on.

    Of a long list that nobody has opened, the rest is left out: it would be most of what a change sends.
    """
    if not facets:
        return None
    chosen = getattr(selection, field)
    find = _find(field, heading, len(facets)) if len(facets) > KEPT else None
    facets = _kept(field, facets, chosen)
    ahead = _ahead(facets, chosen, most)
    folded = len(facets) - len(ahead)
    waits = len(facets) > LONG and folded > 1 and field not in unfolded() and not _sought(field)
    lines = [
        _line(field, facet, facet.value in chosen, facet.value in ahead or folded == 1)
        for facet in facets
        if facet.value in ahead or not waits
    ]
    words = el("summary", el("span", f"{folded} more", class_="closed"), el("span", "Fewer", class_="opened"))
    more = (
        el("details", words, open=bool(_sought(field)), send={"unfolded": field} if waits else None, data_key="more")
        if folded > 1
        else None
    )
    return el("fieldset", el("legend", heading, class_="label"), find, *lines, more)


def _ahead(facets: tuple[Facet, ...], chosen: tuple[object, ...], most: int) -> set[object]:
    """The choices that stand open: those that are on, and those with most in the chosen datasets; what now counts none gives way."""
    used = [facet for facet in facets if facet.count]
    ranked = sorted(facets, key=lambda facet: (not facet.count, -facet.total))
    return {facet.value for facet in ranked[: min(most, max(len(used), 3))]} | {*chosen} & {
        each.value for each in facets
    }


def _kept(field: str, facets: tuple[Facet, ...], chosen: tuple[object, ...]) -> tuple[Facet, ...]:
    """The choices that are sent: those that are on, and of the others the `KEPT` with most incidents, or those sought."""
    if len(facets) <= KEPT:
        return facets
    words = _sought(field).casefold().split()
    wanted = [facet for facet in facets if all(word in facet.label.casefold() for word in words)]
    kept = {facet.value for facet in sorted(wanted, key=lambda facet: -facet.count)[:KEPT]}
    return tuple(facet for facet in facets if facet.value in kept or facet.value in chosen)


def _sought(field: str) -> str:
    return str(st.session_state.get(f"find-{field}", ""))


def _unfold(fields: Sequence[str]) -> None:
    opened = {*unfolded(), *fields}
    st.session_state["unfolded"] = tuple(field for field, _, _ in LISTS if field in opened)


def unfolded() -> tuple[str, ...]:
    """Return the facets whose whole list was opened, or looked through by words, since the visit began."""
    return st.session_state.get("unfolded", ())


def _find(field: str, heading: str, choices: int) -> Element:
    words = f"Find one of {choices:,}"
    return el(
        "input", type="search", class_="field", value=_sought(field), placeholder=words,
        aria_label=f"{heading}: {words[0].lower()}{words[1:]}", maxlength=80, send={"find": field},
    )  # fmt: skip


def _line(field: str, facet: Facet, on: bool, ahead: bool = True) -> Element:
    sign = _sign(str(facet.value)) if field == "event_types" else el("span", class_="box")
    classes = [
        "facet",
        "on" if on else "",
        "" if facet.count else "zero",
        f"depth{facet.depth}",
        "" if ahead else "rest",
    ]
    return el(
        "label",
        el("input", type="checkbox", checked=on, send={"field": field, "choice": facet.value}),
        sign,
        el("span", facet.label, class_="words"),
        el("span", f"{facet.count:,}", class_="count"),
        class_=" ".join(filter(None, classes)),
        data_key=facet.value,
    )


@cache
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
