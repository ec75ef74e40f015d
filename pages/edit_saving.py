"""Keeps what a form holds, and remembers what came of it: a notice, a refusal in words, or another person's change."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from incidents.curated import AlreadySuperseded, Curated, Entry, LedgerError, Review, StaleSave, Status
from incidents.curated.actor import Actor
from incidents.errors import IncidentsError
from pages import link
from pages.edit_form import act, forget
from pages.edit_ledger import ledger
from pages.elements import Element, el
from pages.visitor import visitor

STATUS_WORDS = {"draft": "Draft", "in_review": "In review", "accepted": "Accepted", "rejected": "Rejected"}


def may_edit() -> bool:
    """Whether the person whose page runs may change records."""
    return visitor().may("editor")


def may_review() -> bool:
    """Whether the person whose page runs may accept and reject."""
    return visitor().may("reviewer")


def keep(name: str, change: Callable[[Curated, Actor], Entry | None]) -> Entry | None:
    """Do what a form asks for, in a callback; returns what was kept, and None where nothing was.

    A refusal is shown above the form (`told`), another person's change is remembered (`conflict`) for the page to
    show; what was typed stays in both cases.
    """
    st.session_state.pop(_key("told", name), None)
    try:
        kept = change(ledger(), visitor())
    except (StaleSave, AlreadySuperseded) as found:
        st.session_state[_key("conflict", name)] = found
        return None
    except (LedgerError, IncidentsError) as problem:
        st.session_state[_key("told", name)] = f"Not saved. {sentence(str(problem))}"
        return None
    settled(name)
    if kept is not None:
        forget(name)
        st.session_state["atlas-notice"] = saved_words(kept)
    return kept


def attempt(name: str, change: Callable[[Curated, Actor], Entry | None]) -> Entry | None:
    """Do what a button asks for that has no form: as `keep`, but a refusal stands at the head of the page."""
    kept = keep(name, change)
    if words := st.session_state.pop(_key("told", name), None):
        st.session_state["atlas-notice"] = words
    return kept


def conflict(name: str) -> Any:
    """What another person did meanwhile: a `StaleSave`, an `AlreadySuperseded`, or None."""
    return st.session_state.get(_key("conflict", name))


def settled(name: str) -> None:
    """Forget another person's change, which has been dealt with."""
    st.session_state.pop(_key("conflict", name), None)


def told(name: str) -> Element | None:
    """The refusal of what a form held, if there was one."""
    words = st.session_state.get(_key("told", name))
    return el("p", words, class_="notice told", role="alert") if words else None


def _key(what: str, name: str) -> str:
    return f"edit-{what}-{name}"


def sentence(text: str) -> str:
    """A message as a sentence on a page."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', ')')) else '.'}"


def saved_words(kept: Entry) -> str:
    """What a save amounts to, for the person who saved."""
    if kept.removed:
        return "Taken out: readers no longer see it; the history keeps it, and an earlier version can be restored."
    seen = f"readers see version {kept.shown} until then" if kept.shown else "readers do not see it until then"
    words = {
        "accepted": "accepted: readers see it",
        "in_review": f"waits for a reviewer; {seen}",
        "draft": f"a draft until it is submitted and accepted; {seen}",
        "rejected": f"rejected; readers see version {kept.shown}" if kept.shown else "rejected",
    }
    what = "Claim kept" if kept.kind == "claim" else f"Saved as version {kept.version}"
    return f"{what}, {words[kept.review.status]}."


def with_status(entry: Entry, base: Entry | None, status: Status) -> Entry:
    """An entry that is to be saved as a draft, for review, or accepted; as it is where nothing was changed."""
    if entry == base and entry.review.status == status:
        return entry
    return entry.replace(review=Review(status=status, by=visitor().name))


def save_acts(name: str) -> Element:
    """The buttons below a form, under the refusal of what was sent last: what a person may do with what they wrote."""
    buttons = [
        act("Save and submit for review", main=not may_review(), status="in_review"),
        act("Save as draft", status="draft"),
    ]
    if may_review():
        buttons.insert(0, act("Save and accept", main=True, status="accepted"))
    kept = "Ctrl+Enter does the first. What you type stays in this browser until it is saved."
    return el("div", told(name), *buttons, el("span", kept, class_="hint"), class_="acts")


def go(entry: str | None = None, do: str | None = None, claim: str | None = None) -> None:
    """Go to a record of the ledger, to something to be done with it, or to the list. Call it from a callback."""
    link.go(entry=entry, act=do, claim=claim)
