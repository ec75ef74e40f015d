"""Takes a record out, with a reason; its history stays."""

from typing import Any

from incidents.curated import Curated, Entry
from incidents.curated.actor import Actor
from pages.edit_form import Values, act, form, text, written
from pages.edit_saving import go, keep, told
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
