"""The list of the ledger's records: by words, kind and review, those that wait for a reviewer first."""

from typing import Any

import streamlit as st

from incidents.curated import Entry
from incidents.record import Claim, Incident
from incidents.wording import counted, date_words
from pages.edit_ledger import names, title
from pages.edit_saving import STATUS_WORDS, go
from pages.elements import Element, cell, el, show

KINDS = {"": "All kinds", "incident": "Incidents", "campaign": "Campaigns", "claim": "Claims", "source": "Sources"}
AT_ONCE = 100
_ORDER = ("in_review", "draft", "rejected", "accepted")


def list_records(found: tuple[Entry, ...]) -> None:
    """Draw the list with its search."""
    wanted: dict[str, Any] = st.session_state.setdefault(
        "ledger-list", {"words": "", "kind": "", "status": "", "most": AT_ONCE}
    )
    shown = chosen(found, wanted["words"], wanted["kind"], wanted["status"])
    more = len(shown) - wanted["most"]
    show(
        _search(found, wanted),
        _table(shown[: wanted["most"]]) if shown else el("p", "No record fits.", class_="muted"),
        el("button", f"Show more ({more} left)", type="button", class_="link", send={"more": True})
        if more > 0
        else None,
        key="ledger-list-shown",
        on_send=_sent,
    )


def chosen(found: tuple[Entry, ...], words: str, kind: str, status: str) -> list[Entry]:
    """The records that fit, those that wait for a reviewer first, then as they were begun."""
    folded = words.casefold().split()
    fits = [
        each
        for each in found
        if kind in ("", each.kind)
        and status in ("", each.review.status)
        and all(word in f"{title(each)} {each.id}".casefold() for word in folded)
    ]
    return sorted(fits, key=lambda each: _ORDER.index(each.review.status))


def _search(found: tuple[Entry, ...], wanted: dict[str, Any]) -> Element:
    words = el(
        "input",
        type="search",
        value=wanted["words"],
        class_="field",
        placeholder="title or id",
        send={"field": "words"},
    )
    kinds = [el("option", label, value=kind, selected=kind == wanted["kind"]) for kind, label in KINDS.items()]
    kind = el("select", *kinds, class_="field", value=wanted["kind"], send={"field": "kind"})
    counts = {status: sum(each.review.status == status for each in found) for status in STATUS_WORDS}
    statuses = [
        el(
            "button",
            label if status == "" else f"{label} {counts[status]}",
            type="button",
            class_="chip",
            aria_pressed="true" if wanted["status"] == status else "false",
            send={"field": "status", "value": status},
        )
        for status, label in {"": "All", **STATUS_WORDS}.items()
        if status == "" or counts[status]
    ]
    return el(
        "div",
        el("div", el("label", "Look for", words), el("label", "Kind", kind), class_="fields"),
        el("div", *statuses, class_="chips"),
        class_="looking",
    )


def _table(shown: list[Entry]) -> Element:
    heads = ("Record", "Kind", "Of when, or about", "Review", "Version", "Last by")
    return el(
        "div",
        el(
            "table",
            el("caption", counted(len(shown), "record"), class_="hidden-text"),
            el("thead", el("tr", *(el("th", words, scope="col") for words in heads))),
            el("tbody", *(_row(each) for each in shown)),
        ),
        class_="scroll",
        tabindex="0",
        role="region",
        aria_label="Records",
    )


def _row(each: Entry) -> Element:
    return el(
        "tr",
        cell(el("button", el("bdi", title(each)), type="button", class_="link", send={"open": each.id})),
        el("td", each.kind.capitalize()),
        cell(el("bdi", _beside(each))),
        el("td", STATUS_WORDS[each.review.status]),
        el("td", str(each.version), class_="number"),
        cell(el("bdi", each.review.by or "–")),
        data_key=each.id,
    )


def _beside(each: Entry) -> str:
    record = each.record
    if isinstance(record, Claim):
        return names(record.about)
    if isinstance(record, Incident):
        return (
            f"{date_words(record.when.first, record.when.last, record.when.precision)}, {names(record.where.place_id)}"
        )
    when = getattr(record, "when", None)
    return date_words(when.first, when.last, when.precision) if when else getattr(record, "publisher", "") or "–"


def _sent(message: dict[str, Any]) -> None:
    wanted = st.session_state["ledger-list"]
    if message.get("open"):
        go(entry=message["open"])
    elif message.get("more"):
        st.session_state["ledger-list"] = wanted | {"most": wanted["most"] + AT_ONCE}
    else:
        st.session_state["ledger-list"] = wanted | {message["field"]: str(message.get("value") or ""), "most": AT_ONCE}
