"""Two people, one claim: the second sees what the first made of it, and supersedes that, contests it, or withdraws."""

from typing import Any

import streamlit as st

from incidents.curated import AlreadySuperseded, Curated, Entry, claims
from incidents.curated.actor import Actor
from incidents.record import Claim
from incidents.wording import day_words
from pages.edit_form import act, forget, form, typed, written
from pages.edit_ledger import claim_words, source_of
from pages.edit_saving import go, keep, settled, told
from pages.elements import Element, el

WORDS = {
    "supersede theirs": ("Supersede theirs", "yours takes the place of theirs: it is the later word"),
    "contest theirs": ("Contest theirs", "both stand side by side: they count the same people differently"),
    "withdraw yours": ("Withdraw yours", "theirs says it already: nothing of yours is kept"),
}


def superseded(name: str, found: AlreadySuperseded) -> None:
    """Draw both claims beside the one that both are about, and the three things that can be done."""
    elements = [
        el(
            "div",
            el("h2", "Superseded by somebody else meanwhile"),
            el("p", "Your claim is not kept yet. This is what stands there now."),
            role="status",
        ),
        claim_box("The claim that both of you wanted to replace", found.claim),
        *(claim_box("What is there in its place now", each) for each in found.theirs),
        claim_box("Yours", found.yours),
        told(name),
        _acts(found),
    ]
    form(f"superseded/{name}", 0, {}, elements, lambda sent: _sent(name, found, sent))


def claim_box(heading: str, entry: Entry) -> Element:
    """A claim with its wording, its days and its evidence."""
    record = entry.record
    if not isinstance(record, Claim):
        return el("div")
    return el(
        "section",
        el("h3", heading),
        el("p", el("bdi", claim_words(record)), class_="strong"),
        *(el("p", el("bdi", each), class_="muted small") for each in beside(entry, record)),
    )


def beside(entry: Entry, record: Claim) -> list[str]:
    """What stands beside a claim: its wording, when it was said, where that can be read, who entered it."""
    said = [f"stated on {day_words(record.stated_on)}" if record.stated_on else "undated"]
    said += [f"as of {day_words(record.as_of)}"] if record.as_of else []
    said += [f"“{record.as_written}”"] if record.as_written else []
    said += [f"in the source’s word “{record.word}”"] if record.word else []
    said += [f"relayed by {record.relayed_by}"] if record.relayed_by else []
    found = [", ".join(said)]
    for item in record.evidence:
        source = source_of(item.source)
        parts = [source.title if source else item.source, item.locator, f"“{item.quote}”" if item.quote else ""]
        found.append(", ".join(filter(None, parts)))
    return [*found, *([f"entered by {entry.review.by}"] if entry.review.by else [])]


def _acts(found: AlreadySuperseded) -> Element:
    rows = [
        el("div", act(WORDS[each][0], choice=each), el("span", WORDS[each][1], class_="hint"), class_="acts")
        for each in found.choices
    ]
    return el("section", el("h3", "What to do with yours"), *rows)


def _sent(name: str, found: AlreadySuperseded, message: dict[str, Any]) -> None:
    choice = message["choice"]
    about = str(found.claim.about)
    values = typed(name, {})
    settled(name)

    def change(ledger: Curated, actor: Actor) -> Entry | None:
        return claims.resolve(ledger, found, choice, actor, written(values, "reason"))

    kept = keep(name, change)
    if kept is None and choice != "withdraw yours":
        return
    if kept is None:
        forget(name)
        st.session_state["atlas-notice"] = "Your claim was withdrawn; theirs stands."
    go(entry=about)
