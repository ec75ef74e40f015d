"""The Changes page: what was claimed by one day against another, and who changed which record when, why and how."""

from datetime import date
from typing import Any

import streamlit as st

from incidents import Atlas, Selection
from incidents.curated import Entry, LedgerError, Revision
from incidents.curated.compared import changes
from incidents.errors import UnknownRecord
from incidents.knowledge import Between, between
from incidents.wording import one_line
from pages import link
from pages.edit_ledger import entries, ledger, local_id, names, title
from pages.edit_saving import keep, may_edit, sentence, told
from pages.elements import Element, cell, el, show
from pages.filters import filters
from pages.header import header
from pages.opened import opened
from pages.visitor import visitor

ROWS = 50
KEPT = 400  # characters of a value that the log shows
UNDO = "undo"


def page() -> None:
    """Draw the page."""
    atlas, selection = opened(), link.selection()
    filters(atlas, selection)
    header(atlas, selection, atlas.summary(selection))
    _compare(atlas, selection)
    _log()


# Two days


def _compare(atlas: Atlas, selection: Selection) -> None:
    then, now = _day("then"), _day("now")
    fields = [_date_field("Claimed by", "then", then), _date_field("against claimed by", "now", now)]
    parts: list[Element | None] = [
        el("h2", "Compare two days", class_="label"),
        el("div", *fields, class_="dates two-days"),
    ]
    if then is None or now is None:
        words = (
            "Choose two days to see which figures have changed between them for this selection, and by which claims."
        )
        parts.append(el("p", words, class_="muted"))
    elif now <= then:
        parts.append(el("p", "The second day has to be later than the first.", class_="notice", role="status"))
    else:
        parts += _found(between(atlas, selection, then, now), then, now)
    show(el("section", *parts, class_="changes", aria_label="Compare two days"), key="compare", on_send=_sent)


def _day(key: str) -> date | None:
    try:
        return date.fromisoformat(_parameter(key))
    except ValueError:
        return None


def _parameter(key: str) -> str:
    return next(iter(link.parameters().get(key, [])), "")


def _date_field(words: str, key: str, value: date | None) -> Element:
    shown = value.isoformat() if value else ""
    return el("label", words, el("input", type="date", class_="field", value=shown, send={"key": key}))


def _found(found: Between, then: date, now: date) -> list[Element]:
    if not found.figures:
        return [el("p", "No claim about numbers belonged to this selection on the later day.", class_="muted")]
    heads = ("About", "Outcome", f"By {_words(then)}", f"By {_words(now)}")
    figures = [
        el("tr", cell(each.title), cell(each.outcome), cell(each.then), cell(el("b", each.now) if each.changed else "the same"))
        for each in found.figures
    ]  # fmt: skip
    claims = [
        el("tr", *map(cell, (each.title, each.what, each.claimant, each.figure, each.stated, each.words)))
        for each in found.claims
    ]
    rest = el("p", "No claim was made, superseded, denied or taken back between these days.", class_="muted")
    happened = ("About", "What", "Claimant", "Figure", "Stated", "How")
    return [
        _table("Figures on two days", heads, figures),
        _table("Claims between the two days", happened, claims) if claims else rest,
    ]


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _table(caption: str, heads: tuple[str, ...], rows: list[Element]) -> Element:
    head = el("thead", el("tr", *(el("th", words, scope="col") for words in heads)))
    table = el("table", el("caption", caption, class_="hidden-text"), head, el("tbody", *rows))
    return el("div", table, class_="scroll", tabindex="0", role="region", aria_label=caption)


# The change log


def _log() -> None:
    heading = el("h2", "Change log", class_="label")
    if not may_edit():
        words = f"{visitor().name} reads here: who changed which record is shown to those who edit."
        show(el("section", heading, el("p", words, class_="muted"), class_="changes"), key="log")
        return
    record, author, before = local_id(_parameter("log")), _parameter("author"), st.session_state.get("log-before")
    try:
        there = bool(entries())
        found = ledger().history(record or None, ROWS + 1, actor=author, before=before) if there or record else ()
        authors = ledger().authors() if there else ()
    except UnknownRecord as problem:
        found, authors = (), ()
        st.session_state["edit-told-undo"] = sentence(str(problem))
    except LedgerError as problem:
        show(el("section", heading, el("p", sentence(str(problem)), class_="notice"), class_="changes"), key="log")
        return
    said = st.session_state.pop("atlas-notice", None)
    rows = [_revision(each) for each in found[:ROWS]]
    nothing = el("p", "No change matches." if record or author else "Nobody has changed a record yet.", class_="muted")
    heads = ("When, and by whom", "Record", "Changed", "Why", "")
    show(
        el(
            "section",
            heading,
            told(UNDO),
            el("p", said, class_="notice", role="status") if said else None,
            _choice(authors, author, record),
            _table("Changes, the newest first", heads, rows) if rows else nothing,
            _pager(found, before),
            class_="changes",
            aria_label="Change log",
        ),
        key="log",
        on_send=_sent,
    )


def _choice(authors: tuple[str, ...], author: str, record: str) -> Element:
    options = [el("option", "Everybody", value="", selected=not author)]
    options += [el("option", each, value=each, selected=each == author) for each in authors]
    by = el("label", "By", el("select", *options, class_="field", value=author, send={"key": "author"}))
    of = el("input", type="search", class_="field", value=record, placeholder="All records", send={"key": "log"})
    return el("div", by, el("label", "Record (its id)", of), class_="dates two-days")


def _pager(found: tuple[Revision, ...], before: int | None) -> Element | None:
    older = el("button", "Older changes", type="button", class_="link", send={"before": found[ROWS - 1].number}) if len(found) > ROWS else None  # fmt: skip
    newest = el("button", "Newest changes", type="button", class_="link", send={"before": None}) if before else None
    return el("p", newest, older, class_="chips") if older or newest else None


def _revision(revision: Revision) -> Element:
    after = _whole(revision)
    undo = el("button", "Undo", type="button", class_="link", aria_label=f"Undo change {revision.number}", send={"undo": revision.number})  # fmt: skip
    name = title(after) if after else revision.record
    record = el("button", one_line(name), type="button", class_="link", send={"record": revision.record})
    return el(
        "tr",
        _two(f"{revision.at[:16].replace('T', ' ')} UTC", f"{revision.actor}, {revision.role}"),
        _two(record, f"{revision.operation}, {revision.kind} version {revision.version}"),
        el("td", *_fields(revision, after)),
        cell(revision.reason or "–"),
        cell(undo),
        data_key=revision.number,
    )


def _two(first: Element | str, second: str) -> Element:
    """A cell of two lines."""
    return el("td", el("div", first, class_="first"), el("div", second, class_="muted small"))


def _whole(revision: Revision) -> Entry | None:
    try:
        return revision.entry() if revision.is_whole else None
    except ValueError:
        return None


def _fields(revision: Revision, after: Entry | None) -> list[Element]:
    """What changed, field by field; that the change is damaged, where it is."""
    if after is None:
        return [el("p", "This change is damaged; see: python -m incidents ledger verify", class_="notice")]
    try:
        before = ledger().version(revision.record, revision.version - 1) if revision.version > 1 else None
    except LedgerError as problem:
        return [el("p", sentence(str(problem)), class_="notice")]
    found = changes(before, after, names)
    lines = [el("div", el("b", f"{each.label}: "), _moved(each.before, each.after), class_="small") for each in found]
    if before is None or before.review != after.review:
        status = after.review.status.replace("_", " ")
        was = f"{before.review.status.replace('_', ' ')} → " if before else ""
        lines.insert(0, el("div", el("b", "Review: "), f"{was}{status}", class_="small"))
    return lines or [el("p", "No field.", class_="muted")]


def _moved(before: str, after: str) -> str:
    was, now = (each if len(each) <= KEPT else f"{each[:KEPT]} …" for each in (before, after))
    return now if was == "–" else f"{was} → {now}"


def _sent(message: dict[str, Any]) -> None:
    if "undo" in message:
        number = int(message["undo"])
        keep(UNDO, lambda ledger, actor: ledger.undo(number, actor))
    elif "before" in message:
        st.session_state["log-before"] = message["before"]
    else:
        st.session_state.pop("log-before", None)
        if "record" in message:
            link.go(log=message["record"])
            return
        link.go(**{message["key"]: str(message.get("value") or "") or None})
