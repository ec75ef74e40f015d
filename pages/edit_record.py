"""One record of the ledger in its form: a source, a campaign or an incident, new or there already."""

from typing import Any

import streamlit as st

from gazetteer import Gazetteer
from incidents.curated import SITE, Curated, Entry, StaleSave, Status
from incidents.curated.actor import Actor
from incidents.curated.compared import field_label
from incidents.curated.entry import entry_of
from incidents.record import Campaign, Incident
from pages import edit_campaign, edit_incident, edit_source
from pages.edit_form import Values, area, form, group, propose, text, ticked, ticks, typed, written
from pages.edit_ledger import new_id
from pages.edit_merge import merge_stale
from pages.edit_saving import conflict, go, keep, save_acts, with_status
from pages.elements import Element
from pages.opened import opened

EDITED = ("source", "campaign", "incident")
MARKS = {
    "source": ("author", "url", "archive_url", "note"),
    "campaign": ("note", "context", "actors"),
    "incident": (SITE, "note", "actors", "sources", "type_as_written"),
    "claim": ("note", "evidence", "relayed_by", "claimant_name"),
}


def record_form(kind: str, entry: Entry | None) -> None:
    """Draw the form of a record, or both people's changes where somebody saved it meanwhile."""
    name = form_name(kind, entry)
    found = conflict(name)
    if isinstance(found, StaleSave):
        merge_stale(name, found)
        return
    values = values_of(kind, entry)
    shown = typed(name, values)
    form(name, entry.began if entry else "0", values, _elements(kind, entry, shown, name), lambda sent: _sent(kind, entry, sent))  # fmt: skip


def form_name(kind: str, entry: Entry | None) -> str:
    """What a form's text is kept under."""
    return f"{kind}/{entry.id if entry else 'new'}"


def values_of(kind: str, entry: Entry | None) -> Values:
    """A record as its form's values; of None, those of an empty form."""
    record: Any = entry.record if entry else None
    own: Values = {
        "sensitive": list(entry.sensitive) if entry else [],
        "contributor": entry.contributor if entry else "",
        "reason": "",
    }
    if kind == "source":
        return edit_source.values_of(record) | own
    if kind == "campaign":
        return edit_campaign.values_of(record, _gazetteer()) | own
    return edit_incident.values_of(record) | own


def entry_of_values(kind: str, base: Entry | None, values: Values, gazetteer: Gazetteer) -> Entry:
    """What was written, as an entry that can be saved. Raises `RecordRefused`, naming field, value and remedy."""
    own = {"sensitive": ticked(values, "sensitive"), "contributor": written(values, "contributor")}
    fields = _fields_of(kind, base.record if base else None, values, gazetteer)
    if base is not None:
        return base.edited(**fields).replace(**own)
    checked = entry_of({"kind": kind, "record": {"id": "new", **fields}, **own})
    return checked.edited(id=new_id(str(fields["title"]), kind))


def _fields_of(kind: str, record: Any, values: Values, gazetteer: Gazetteer) -> dict[str, Any]:
    if kind == "source":
        return edit_source.record_of(values)
    if kind == "campaign":
        return edit_campaign.record_of(values, record if isinstance(record, Campaign) else None, gazetteer)
    return edit_incident.record_of(values, record if isinstance(record, Incident) else None, gazetteer)


def _gazetteer() -> Gazetteer:
    return opened().gazetteer


def _elements(kind: str, entry: Entry | None, values: Values, name: str) -> list[Element | None]:
    if kind == "source":
        fields = edit_source.fields(values, entry.id if entry else "")
    elif kind == "campaign":
        fields = edit_campaign.fields(values)
    else:
        fields = edit_incident.fields(values, _gazetteer())
    return [*fields, own_fields(kind), _reason(entry), save_acts(name)]


def own_fields(kind: str) -> Element:
    """What readers never get: who contributed it, and the fields that are marked."""
    marks = {
        mark: "Exact place (readers get the district)" if mark == SITE else field_label(mark) for mark in MARKS[kind]
    }
    return group(
        "Kept from readers",
        ticks("sensitive", "Left out of pages, pictures and exports", marks),
        text("contributor", "Contributor", "Who gave the information; never shown to readers.", most=200),
    )


def _reason(entry: Entry | None) -> Element:
    return group(
        "Why", area("reason", "Reason, for the history" if entry else "Remark, for the history", rows=2, most=2000)
    )


# What is sent


def _sent(kind: str, entry: Entry | None, message: dict[str, Any]) -> None:
    name, values = form_name(kind, entry), message["values"]
    if message.get("open"):
        go(entry=message["open"])
    elif message.get("ask"):
        _answer(name, values, message["ask"])
    elif message.get("status"):
        _save(kind, entry, values, str(message["version"]), message["status"])


def _answer(name: str, values: Values, asked: str) -> None:
    """Propose what follows from a field: the place that a name means, the fields that a citation holds."""
    proposed: Values = {}
    if asked == "place":
        proposed = edit_incident.proposed_place(values, _gazetteer())
    elif asked == "level":
        proposed = edit_incident.proposed_level(values, _gazetteer())
    elif asked == "citation":
        proposed = edit_source.proposed_fields(values)
    if proposed:
        propose(name, proposed)


def _save(kind: str, entry: Entry | None, values: Values, began: str, status: Status) -> None:
    name = form_name(kind, entry)

    def change(ledger: Curated, actor: Actor) -> Entry:
        base = ledger.begun(entry.id, began) if entry else None
        wanted = with_status(entry_of_values(kind, base, values, _gazetteer()), base, status)
        return ledger.save(wanted, actor, written(values, "reason"))

    kept = keep(name, change)
    if kept is not None:
        if entry is not None and kept.version == int(began.partition(".")[0]):
            st.session_state["atlas-notice"] = f"Nothing was changed; version {kept.version} stays."
        go(entry=kept.id)
