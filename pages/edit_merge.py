"""Two people, one record: their changes side by side, both kept where they touch different fields, a choice where not."""

from typing import Any

import streamlit as st

from incidents.curated import Curated, Entry, StaleSave
from incidents.curated.actor import Actor
from incidents.curated.compared import NOTHING, changes, field_label, value_words
from incidents.record import Claim
from pages.edit_form import Values, act, area, forget, form, written
from pages.edit_ledger import names, title
from pages.edit_saving import go, keep, settled, told
from pages.elements import Element, cell, el

UNFIT = "record"  # the field of a conflict that is about the record as a whole, see `incidents.curated.merge`
OF_ENTRY = ("sensitive", "contributor", "link", "removed")


def merge_stale(name: str, stale: StaleSave) -> None:
    """Draw both people's changes field by field, with a choice for each field that both changed."""
    fields = _choices(stale)
    values: Values = {**{f"choice-{field}": "theirs" for field in fields}, "reason": ""}
    form(
        f"merge/{name}",
        stale.theirs.version,
        values,
        [_heading(stale), _table(stale), _reason(), _acts(stale, told(name))],
        lambda sent: _sent(name, stale, sent),
    )


def _heading(stale: StaleSave) -> Element:
    who = stale.theirs.review.by
    by = f" by {who}" if who else ""
    began = f"; you began from version {stale.base.version}" if stale.base else ""
    unfit = next((str(each.yours) for each in stale.merge.conflicts if each.field == UNFIT), "")
    if unfit:
        todo = f"Together the two changes do not fit ({unfit}): withdraw yours, then make it again on theirs."
    elif stale.merge.conflicts:
        count = len(stale.merge.conflicts)
        todo = f"Choose for {'the field' if count == 1 else f'each of the {count} fields'} that both changed; all other changes are kept."
    else:
        todo = "The two changes touch different fields: saving keeps both."
    return el(
        "div",
        el("h2", f"Saved by somebody else meanwhile: {title(stale.theirs)}"),
        el(
            "p", f"Version {stale.theirs.version} was saved{by} while you wrote{began}. Nothing was overwritten. {todo}"
        ),
        role="status",
    )


def _table(stale: StaleSave) -> Element:
    conflicts = _choices(stale)
    touched = [
        each.field
        for each in (*changes(stale.base, stale.theirs, names), *changes(stale.base, stale.yours, names))
        if stale.base is not None or each.field in conflicts
    ]
    rows = [_row(stale, field, both=field in conflicts) for field in dict.fromkeys((*touched, *sorted(conflicts)))]
    heads = ("Field", "When you began", "Theirs", "Yours", "Kept")
    head = el("thead", el("tr", *(el("th", words, scope="col") for words in heads)))
    table = el("table", el("caption", "Both changes, field by field", class_="hidden-text"), head, el("tbody", *rows))
    return el("div", table, class_="scroll merge", tabindex="0", role="region", aria_label="Both changes")


def _row(stale: StaleSave, field: str, *, both: bool) -> Element:
    base, theirs, yours = (_words(each, field) for each in (stale.base, stale.theirs, stale.yours))
    label = field_label(field)
    if both:
        kept: Element | str = el(
            "div", _pick(field, "theirs", "Theirs", label), _pick(field, "yours", "Yours", label), role="radiogroup"
        )
    else:
        kept = "Theirs" if yours == base else "Yours" if theirs == base else "Both"
    return el(
        "tr",
        el("th", label, scope="row"),
        *(cell(el("bdi", words)) for words in (base, theirs, yours)),
        el("td", kept),
        data_key=field,
    )


def _pick(field: str, value: str, words: str, label: str) -> Element:
    box = el("input", type="radio", name=f"choice-{field}", value=value, aria_label=f"{label}: {words.lower()}")
    return el("label", box, el("span", words), class_="pick")


def _words(entry: Entry | None, field: str) -> str:
    if entry is None:
        return NOTHING
    holder: Any = entry if field in OF_ENTRY else entry.record
    return value_words(field, getattr(holder, field, None), names) or NOTHING


def _reason() -> Element:
    return area("reason", "Reason, for the history", rows=2, most=2000)


def _acts(stale: StaleSave, refusal: Element | None) -> Element:
    unfit = any(each.field == UNFIT for each in stale.merge.conflicts)
    words = "Save what is chosen" if stale.merge.conflicts else "Save both together"
    save = None if unfit else act(words, main=True, save=True)
    return el("div", refusal, save, act("Withdraw mine", withdraw=True), class_="acts")


def _choices(stale: StaleSave) -> set[str]:
    return {each.field for each in stale.merge.conflicts if each.field != UNFIT}


def _sent(name: str, stale: StaleSave, message: dict[str, Any]) -> None:
    if message.get("withdraw"):
        settled(name)
        forget(name)
        st.session_state["atlas-notice"] = "Your change was withdrawn; the record is as the other person saved it."
        go(entry=stale.theirs.id)
    elif message.get("save"):
        values: Values = message["values"]
        settled(name)

        def change(ledger: Curated, actor: Actor) -> Entry:
            return ledger.save(chosen(stale, values), actor, written(values, "reason"))

        kept = keep(name, change)
        if kept is not None:
            forget(f"merge/{name}")
            go(entry=kept.id)


def chosen(stale: StaleSave, values: Values) -> Entry:
    """Both changes together, with what was chosen where both changed a field."""
    own: dict[str, Any] = {"review": stale.yours.review}
    fields: dict[str, Any] = {}
    for each in stale.merge.conflicts:
        if written(values, f"choice-{each.field}") == "yours":
            holder = own if each.field in OF_ENTRY else fields
            holder[each.field] = each.yours
    entry = stale.merge.entry
    return (entry if isinstance(entry.record, Claim) else entry.edited(**fields)).replace(**own)
