"""Takes a record out, with a reason, and brings it back; its history stays."""

from typing import Any

from incidents.curated import Curated, Entry, Revision
from incidents.curated.actor import Actor
from incidents.errors import UnknownRecord
from pages.edit_form import Values, act, form, text, written
from pages.edit_ledger import is_there, ledger
from pages.edit_saving import attempt, go, keep, told
from pages.elements import el


def remove_form(entry: Entry) -> None:
    """Draw the form, folded away."""
    name = f"remove/{entry.id}"
    values: Values = {"reason": ""}
    inside = el(
        "details",
        el("summary", "Take this record out"),
        el("p", "Readers no longer see it; the history keeps it. Records that refer to it are taken out first.", class_="hint"),
        text("reason", "Reason", "Needed, for the history.", wide=True, most=2000),
        el("div", act("Take it out", remove=True), class_="acts"),
    )  # fmt: skip
    form(name, entry.version, values, [el("section", inside, told(name))], lambda sent: _sent(entry, sent))


def _sent(entry: Entry, message: dict[str, Any]) -> None:
    def change(ledger: Curated, actor: Actor) -> Entry:
        return ledger.remove(entry, actor, written(message["values"], "reason"))

    if keep(f"remove/{entry.id}", change) is not None:
        go(entry=entry.about)


def removed(record_id: str) -> Revision | None:
    """The last change of a record that was taken out; None where it is there, or never was."""
    try:
        last = ledger().history(record_id, limit=1)[0] if is_there() else None
    except UnknownRecord:
        return None
    return last if last is not None and last.entry().removed else None


def removed_words(last: Revision) -> str:
    """Who took a record out, when and why."""
    reason = f": {last.reason}" if last.reason else ""
    return f"By {last.actor}, {last.at[:10]}{reason}. Id: {last.record}"


def bring_back(record_id: str) -> None:
    """Make the version before a record was taken out the present one. Call it from a callback."""

    def change(ledger: Curated, actor: Actor) -> Entry | None:
        last = removed(record_id)
        return ledger.restore(record_id, last.version - 1, actor, "brought back") if last else None

    attempt(f"restore/{record_id}", change)
