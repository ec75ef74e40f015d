"""Review: what a version changes of what readers see, and a reviewer's yes, or no with a reason."""

from collections.abc import Sequence
from typing import Any

from incidents.curated import Curated, Entry, Status
from incidents.curated.actor import Actor
from incidents.curated.compared import Change, changes
from incidents.errors import IncidentsError
from pages.edit_form import Values, act, area, form, written
from pages.edit_ledger import ledger, names
from pages.edit_saving import STATUS_WORDS, go, keep, may_review, told
from pages.elements import Element, cell, el


def review_panel(entry: Entry) -> None:
    """Draw how far a record has come, what differs from what readers see, and what can be done."""
    if entry.review.status == "accepted":
        return
    name = f"review/{entry.id}"
    values: Values = {"reason": ""}
    elements = [
        el("h2", _heading(entry)),
        el("p", f"Reason: {entry.review.reason}") if entry.review.reason else None,
        difference_table(differences(entry)),
        _reason(),
        told(name),
        _acts(entry),
    ]
    form(name, entry.began, values, [el("section", *(each for each in elements if each))], lambda sent: _sent(entry, sent))  # fmt: skip


def differences(entry: Entry) -> tuple[Change, ...]:
    """What differs between an entry and the version that readers see, or all it holds where they see none."""
    try:
        before = ledger().version(entry.id, entry.shown) if entry.shown else None
    except IncidentsError:
        before = None  # damaged; the frame says so among the problems
    return changes(before, entry, names)


def difference_table(found: Sequence[Change]) -> Element:
    """Differences field by field."""
    if not found:
        return el("p", "Nothing differs from what readers see.", class_="muted")
    rows = [
        el("tr", el("th", each.label, scope="row"), cell(el("bdi", each.before)), cell(el("bdi", each.after)), data_key=each.field)
        for each in found
    ]  # fmt: skip
    heads = ("Field", "Readers see", "This version")
    head = el("thead", el("tr", *(el("th", words, scope="col") for words in heads)))
    caption = el("caption", "What differs from what readers see", class_="hidden-text")
    table = el("table", caption, head, el("tbody", *rows))
    return el("div", table, class_="scroll merge", tabindex="0", role="region", aria_label="Differences")


def _heading(entry: Entry) -> str:
    by = f", by {entry.review.by}" if entry.review.by else ""
    seen = f"readers see version {entry.shown}" if entry.shown else "readers do not see it"
    return f"{STATUS_WORDS[entry.review.status]}{by}; {seen}"


def _reason() -> Element | None:
    if not may_review():
        return None
    return area("reason", "Reason; a rejection needs one", rows=2, most=2000)


def _acts(entry: Entry) -> Element:
    status = entry.review.status
    buttons = [act("Submit for review", review="in_review")] if status in ("draft", "rejected") else []
    if may_review():
        buttons = [act("Accept", review="accepted"), *buttons]
        buttons += [act("Reject", review="rejected")] if status != "rejected" else []
    if status == "in_review":
        buttons.append(act("Back to draft", review="draft"))
    return el("div", *buttons, class_="acts")


def _sent(entry: Entry, message: dict[str, Any]) -> None:
    status: Status = message["review"]

    def change(ledger: Curated, actor: Actor) -> Entry:
        seen = ledger.begun(entry.id, str(message["version"]))
        return ledger.review(seen, status, actor, written(message["values"], "reason"))

    kept = keep(f"review/{entry.id}", change)
    if kept is not None:
        go(entry=kept.id)
