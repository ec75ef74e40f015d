"""Says in words what differs between two versions of a record, field by field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

from incidents.curated.entry import Entry
from incidents.record import Evidence, ExternalId, Participant, Scope, Target, When, Where
from incidents.vocabulary import (
    ACTORS,
    ATTACK_TYPES,
    COUNTED,
    EVENT_TYPES,
    QUALIFIERS,
    QUANTITIES,
    ROLES,
    STANDINGS,
    TARGET_KINDS,
    Term,
)
from incidents.wording import date_words, day_words, known_words

LABELS: Final[Mapping[str, str]] = {
    "when": "When",
    "where": "Where",
    "event_type": "Event type",
    "type_as_written": "In the source’s words",
    "attack_types": "Attack types",
    "external_ids": "Ids in other datasets",
    "status": "Status of the record",
    "url": "Address",
    "published": "Published on",
    "not_before": "Not before",
    "accessed": "Read on",
    "archive_url": "Archived copy",
    "sha256": "SHA-256",
    "derived_from": "Repeats",
    "places": "Area",
    "low": "At least",
    "value": "Figure",
    "high": "At most",
    "word": "The source’s own word",
    "as_written": "Figure as written",
    "counted": "Who is counted",
    "quantity": "What is counted",
    "claimant_name": "Claimant as written",
    "sensitive": "Sensitive fields",
    "contributor": "Contributor",
    "link": "Promoted from",
    "removed": "Taken out",
}
_TERMS: Final[Mapping[str, Mapping[str, Term]]] = {
    "event_type": EVENT_TYPES,
    "attack_types": ATTACK_TYPES,
    "counted": COUNTED,
    "quantity": QUANTITIES,
    "qualifier": QUALIFIERS,
    "standing": STANDINGS,
    "claimant": ACTORS,
}
_OF_ENTRY: Final = ("sensitive", "contributor", "removed")
NOTHING: Final = "–"
Name = Callable[[str], str]


@dataclass(frozen=True)
class Change:
    """A field that differs: its name, its label, and its value before and after in words."""

    field: str
    label: str
    before: str
    after: str


def changes(before: Entry | None, after: Entry, name: Name = str) -> tuple[Change, ...]:
    """Return what differs between two versions of a record, in the order of its fields.

    Parameters
    ----------
    before : Entry or None
        The earlier version; None for none, so that all that is filled differs.
    after : Entry
        The later version.
    name : callable
        Gives the name of a record or place by its id.

    Examples
    --------
    >>> from incidents.curated.entry import made
    >>> from incidents.record import Source
    >>> one = made(Source(id="s", title="Report"))
    >>> [(each.label, each.before, each.after) for each in changes(one, one.edited(language="en"))]
    [('Language', '–', 'en')]
    """
    earlier, later = _values(before), _values(after)
    fields = [field for field in later if field not in ("id", "dataset") and (before or field != "status")]
    worded = ((field, value_words(field, earlier.get(field), name), value_words(field, later[field], name)) for field in fields)  # fmt: skip
    return tuple(
        Change(field, field_label(field), was or NOTHING, now or NOTHING) for field, was, now in worded if was != now
    )


def field_label(field: str) -> str:
    """Return a field's name for people.

    Examples
    --------
    >>> field_label("when"), field_label("stated_on")
    ('When', 'Stated on')
    """
    return LABELS.get(field) or field.replace("_", " ").capitalize()


def value_words(field: str, value: Any, name: Name = str) -> str:
    """Return a field's value in words; nothing for an empty one."""
    if value is None or value in ("", (), False):
        return ""
    if isinstance(value, tuple | list):
        items: Sequence[Any] = tuple(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        return "; ".join(value_words(field, item, name) for item in items)
    if isinstance(value, str):
        return _TERMS[field][value].label if value in _TERMS.get(field, {}) else _named(field, value, name)
    if isinstance(value, dt.date):
        return day_words(value)
    return _model(value, name) if isinstance(value, BaseModel) else "yes" if value is True else str(value)


def _values(entry: Entry | None) -> dict[str, Any]:
    if entry is None:
        return {}
    record = {field: getattr(entry.record, field) for field in type(entry.record).model_fields}
    return record | {field: getattr(entry, field) for field in _OF_ENTRY}


_IDS: Final = frozenset(
    {"campaign", "sources", "derived_from", "about", "places", "contests", "supersedes", "includes", "denies", "corroborates", "withdraws"}
)  # fmt: skip


def _named(field: str, value: str, name: Name) -> str:
    return name(value) if field in _IDS else value


def _model(value: BaseModel, name: Name) -> str:
    match value:
        case When():
            days = date_words(value.first, value.last, value.precision)
            return f"{days} (known to the {value.precision})" if value.precision != "day" else days
        case Where():
            point = "" if value.latitude is None else f", at {value.latitude}, {value.longitude}"
            around = "" if value.radius_km is None else f", within {value.radius_km:g} km"
            written = f", written “{value.toponym}”" if value.toponym else ""
            note = f". {value.note}" if value.note else ""
            return f"{name(value.place_id)}, {known_words(value.level)}{point}{around}{written}{note}"
        case Participant():
            who = value.name or (ACTORS[value.actor].label if value.actor in ACTORS else value.actor)
            return f"{who}: {ROLES[value.role].label}"
        case Target():
            return TARGET_KINDS[value.kind].label + (f" ({value.note})" if value.note else "")
        case Evidence():
            parts = [name(value.source), value.locator, f"“{value.quote}”" if value.quote else ""]
            return ", ".join(filter(None, parts))
        case ExternalId():
            return f"{value.scheme}: {value.id}"
        case Scope():
            return _scope(value, name)
        case _:
            return str(value)


def _scope(scope: Scope, name: Name) -> str:
    days = [day_words(day) if day else "" for day in (scope.first, scope.last)]
    kind = "" if scope.kind == "not stated" else scope.kind
    span = f"from {days[0] or 'the start'} to {days[1] or 'then'}" if any(days) else ""
    return ", ".join(filter(None, [kind, span, "; ".join(map(name, scope.places))]))
