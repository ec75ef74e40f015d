"""The Ledger page: the records that a team edits, to look for, add, edit, review, merge."""

from typing import Any
from urllib.parse import urlencode

import streamlit as st

from incidents.atlas import EMBEDDED
from incidents.curated import Curated, Entry
from incidents.curated.actor import Actor
from incidents.curated.promoting import adopt, promote_row
from incidents.dataset_file import read_toml
from incidents.errors import UnknownRecord
from incidents.record import Claim
from incidents.wording import counted
from pages import link
from pages.edit_claim import VERBS, claim_form
from pages.edit_claim_list import claim_list
from pages.edit_ledger import entries, entry, local_id, title
from pages.edit_list import list_records
from pages.edit_record import EDITED, record_form
from pages.edit_removing import bring_back, remove_form, removed, removed_words
from pages.edit_review import review_panel
from pages.edit_saving import STATUS_WORDS, attempt, go, may_edit, may_review
from pages.elements import Element, el, show
from pages.opened import opened
from pages.visitor import visitor

NEW = {"new-incident": "incident", "new-campaign": "campaign", "new-source": "source"}


def page() -> None:
    """Draw the page."""
    link.assert_left()
    if not may_edit():
        _heading("Ledger", f"{visitor().name} reads here: the Incidents page shows what is accepted.")
        return
    wanted, todo = _parameter("entry"), _parameter("act")
    found = entry(local_id(wanted)) if wanted else None
    if todo in NEW:
        _heading(f"New {NEW[todo]}", "", back=True)
        record_form(NEW[todo], None)
    elif wanted and found is None:
        _unknown(wanted)
    elif found is not None and (todo == "claim" or todo in VERBS):
        _claim(found, todo)
    elif found is not None:
        _record(found)
    else:
        _all()


def _parameter(name: str) -> str:
    return next(iter(link.parameters().get(name, [])), "")


def _heading(words: str, subline: str, *more: Element | None, back: bool = False) -> None:
    said = st.session_state.pop("atlas-notice", None)
    acts = [el("button", "← All records", type="button", class_="link", send={"all": True})] if back else []
    show(
        el(
            "header",
            el("h1", words),
            el("p", subline, class_="subline") if subline else None,
            el("div", *acts, *more, class_="briefing-files") if acts or more else None,
            el("p", said, class_="notice", role="status") if said else None,
            class_="headline",
        ),
        key="ledger-heading",
        on_send=_sent,
    )


def _sent(message: dict[str, Any]) -> None:
    if message.get("adopt"):
        _adopt()
    elif message.get("promote"):
        promote_incident(message["promote"])
    elif message.get("restore"):
        bring_back(message["restore"])
    else:
        go(entry=message.get("open"), do=message.get("do"))


# All records


def _all() -> None:
    found = entries()
    waiting = sum(each.review.status == "in_review" for each in found)
    wait = f" {waiting} {'waits' if waiting == 1 else 'wait'} for a reviewer." if waiting else ""
    kept = counted(len(found), "record") if found else "Records"
    subline = f"{kept} that this installation’s team keeps; every change stays in the history.{wait}"
    new = [el("button", f"New {kind}", type="button", class_="link", send={"do": todo}) for todo, kind in NEW.items()]
    _heading("Ledger", subline, *new)
    if not found:
        show(_empty(), key="ledger-empty", on_send=_sent)
        return
    list_records(found)


def _empty() -> Element:
    words = (
        "The ledger is empty. Begin with a source, then what it reports; or take the embedded dataset in: its incidents, "
        "campaigns, claims and sources become records that the team can edit, each with its history. The dataset’s file stays as it "
        "is; the pages show the ledger’s records in its place. Doing it again adds only what is missing."
    )
    button = el("button", "Take the embedded dataset in", type="button", class_="chip", send={"adopt": True})
    by = button if may_review() else el("p", "A reviewer can take it in.", class_="muted")
    return el("section", el("h2", "Nothing here yet"), el("p", words), el("p", by), class_="empty")


def _adopt() -> None:
    def change(ledger: Curated, actor: Actor) -> Entry | None:
        actor.require("reviewer", "take a dataset in")
        done = adopt(ledger, read_toml(EMBEDDED, opened().gazetteer), actor, "embedded dataset taken in")
        st.session_state["atlas-notice"] = f"Taken in: {counted(len(done), 'record')}."
        return None

    attempt("adopt", change)


# One record


def _record(found: Entry) -> None:
    _heading(title(found), _state(found), *_related(found), back=True)
    review_panel(found)
    if found.kind in EDITED:
        record_form(found.kind, found)
    if found.kind in ("incident", "campaign"):
        claim_list(found)
    if isinstance(found.record, Claim):
        about = entry(found.record.about)
        if about is not None:
            claim_list(about, found.id)
    remove_form(found)


def _state(found: Entry) -> str:
    seen = "readers see this version" if found.shown == found.version else f"readers see version {found.shown}"
    seen = seen if found.shown else "readers do not see it"
    return f"{found.kind.capitalize()}, version {found.version}, {STATUS_WORDS[found.review.status].lower()}; {seen}. Id: {found.id}"


def _related(found: Entry) -> list[Element]:
    """Who changed it, and what a claim is about."""
    log = [el("a", "Changes", href=f"./changes?{urlencode({'log': found.id})}")]
    about = entry(found.about) if found.about else None
    if about is None:
        return log
    return [*log, el("button", f"About: {title(about)}", type="button", class_="link", send={"open": about.id})]


def _claim(about: Entry, todo: str) -> None:
    earlier = entry(_parameter("claim")) if todo in VERBS else None
    if todo in VERBS and earlier is None:
        _heading(f"No claim {_parameter('claim')!r}", "It may have been taken out.", back=True)
        return
    words = f"{todo.capitalize()}: {title(earlier)}" if earlier else f"A claim about: {title(about)}"
    back = el("button", title(about), type="button", class_="link", send={"open": about.id})
    _heading(words, "", back, back=True)
    left, right = st.columns([1.7, 1], gap="large")
    with left:
        claim_form(about, todo, earlier)
    with right:
        claim_list(about, earlier.id if earlier else "", acts=False)


def _unknown(wanted: str) -> None:
    """What can be done with a record that the ledger does not have, or no longer."""
    if (gone := removed(local_id(wanted))) is not None:
        back = el("button", "Bring it back", type="button", class_="link", send={"restore": gone.record})
        _heading(f"Taken out: {title(gone.entry())}", removed_words(gone), back, back=True)
        return
    embedded = local_id(wanted).startswith("balochistan-2026.")
    words = "This record belongs to a dataset. Datasets stay as they were made; a record is edited once it is in the ledger."
    adopting = el("button", "Take the embedded dataset in", type="button", class_="link", send={"adopt": True})
    promoting = el("button", "Promote this one incident", type="button", class_="link", send={"promote": wanted})
    acts = [adopting if embedded and may_review() else None, promoting if _is_incident(wanted) else None]
    _heading("Not in the ledger", f"{words} Id: {wanted[:120]}", *filter(None, acts), back=True)


def _is_incident(wanted: str) -> bool:
    try:
        return bool(opened().incident(wanted))
    except UnknownRecord:
        return False


def promote_incident(wanted: str) -> None:
    """Make an incident of a dataset, with its claims and sources, records of the ledger; the link to it is kept."""
    name = f"promote/{wanted}"
    kept = attempt(
        name, lambda ledger, actor: promote_row(ledger, opened(), wanted, actor, "promoted on the Ledger page")
    )
    if kept is not None:
        go(entry=kept.id)
