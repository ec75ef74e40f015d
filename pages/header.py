"""The headline of a page: what, where, when, according to whom; and the active filters as chips that can be taken off."""

from typing import Any

import streamlit as st

from incidents import Atlas, Selection, Summary
from pages import link
from pages.briefing_add import add_view
from pages.elements import Element, el, show
from pages.visitor import may


def header(atlas: Atlas, selection: Selection, summary: Summary) -> None:
    """Draw the headline made from the selection, the chips, and what could not be read in the link."""
    said = st.session_state.pop("atlas-notice", None)
    unread = [
        f"Not understood in this link: {key} = {value[:80]!r}, {why}" for key, value, why in atlas.reported(selection)
    ]
    wrong = _problem_words(atlas)
    words = [*([said] if said else []), *unread, *([wrong] if wrong else [])]
    show(
        el(
            "header",
            el("h1", summary.headline),
            el("p", summary.subline, class_="subline"),
            _chips(atlas, selection),
            *(el("p", notice, class_="notice", role="status") for notice in words),
            class_="headline",
        ),
        key="headline",
        on_send=_sent,
    )


def _problem_words(atlas: Atlas) -> str:
    count, files = len(atlas.problems), sorted({problem.dataset for problem in atlas.problems})
    if not count:
        return ""
    mistakes = "1 mistake" if count == 1 else f"{count} mistakes"
    return f"{mistakes} in {', '.join(files)}: the records concerned are left out; the Add data page lists them with the remedy."


def _sent(message: dict[str, Any]) -> None:
    if message.get("clear"):
        link.clear()
        return
    if message.get("add_view"):
        add_view()
        return
    selection, field = link.selection(), message["field"]
    present = getattr(selection, field)
    if isinstance(present, tuple) and field != "bounds":
        link.choose(selection.replace(**{field: tuple(v for v in present if str(v) != message["choice"])}))
    else:
        link.choose(selection.replace(**{field: getattr(Selection(), field)}))


def _chips(atlas: Atlas, selection: Selection) -> Element:
    chips = [
        el(
            "button",
            el("span", label, class_="words"),
            el("span", "✕", class_="x", aria_hidden="true"),
            type="button",
            class_="chip",
            aria_label=f"take off the filter {label}",
            send={"field": field, "choice": str(value)},
            data_key=f"{field} {value}",
        )
        for field, value, label in selection.active(atlas)
    ]
    clear = el("button", "Clear all", type="button", class_="link", send={"clear": True}) if chips else None
    nothing = el("span", "No filter: everything in the atlas is shown", class_="muted small") if not chips else None
    return el("div", *chips, clear, nothing, _add_view() if may("editor") else None, class_="chips")


def _add_view() -> Element:
    words = "Add this view to the briefing"
    return el(
        "button", words, type="button", class_="link small add-view", send={"add_view": True}, data_key="add-view"
    )
