"""Fields that several forms share: days, actors with roles, kinds of targets, sources; and what was written in them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gazetteer import Gazetteer, Place
from gazetteer.answers import label
from incidents.curated import Entry, RecordRefused
from incidents.dates import NotADate, read_when
from incidents.record import Campaign, Incident, Participant, Target, When
from incidents.vocabulary import ACTORS, ATTACK_TYPES, DATE_PRECISIONS, EVENT_TYPES, ROLES, TARGET_KINDS
from pages.edit_form import (
    Values,
    area,
    choice,
    group,
    grouped,
    lines,
    numbered,
    options,
    suggestions,
    text,
    ticked,
    ticks,
    written,
)
from pages.edit_ledger import entries, entry, found_by_label, labelled, title
from pages.elements import Element

# What incidents and campaigns have in common


def common_values(record: Incident | Campaign | None) -> Values:
    """Title, note, days, kinds and sources as a form's values; of None, those of an empty form."""
    return {
        "title": record.title if record else "",
        "note": record.note if record else "",
        **when_values(record.when if record else None),
        **kind_values(record),
        **source_values(record.sources if record else ()),
    }


def common_of(values: Values, base: Incident | Campaign | None, untitled: str) -> dict[str, Any]:
    """The same as fields of a record; `untitled` says what a title should be. Raises `RecordRefused`."""
    if not written(values, "title"):
        raise RecordRefused(f"Title: empty ({untitled})")
    return {
        "title": written(values, "title"),
        "note": written(values, "note"),
        "when": when_of(values),
        "sources": sources_of(values),
        **kinds_of(values, base),
    }


# Days


def day(values: Values, name: str, words: str) -> dt.date | None:
    """The day in a field; None for none. Raises `RecordRefused`."""
    given = written(values, name)
    if not given:
        return None
    try:
        when = read_when(given)
    except NotADate as problem:
        raise RecordRefused(f"{words}: {problem.reason}: {given[:80]!r} ({problem.remedy})") from None
    if when.first != when.last:
        raise RecordRefused(f"{words}: not one day: {given[:80]!r} (write it as 2026-01-29)")
    return when.first


def shown_day(value: dt.date | None) -> str:
    """A day as its field shows it."""
    return value.isoformat() if value else ""


def when_fields(what: str) -> Element:
    """First and last day, and how well they are known."""
    return group(
        "When",
        text("first", "First day", kind="date"),
        text("last", "Last day", "Both days count; empty for the same day.", kind="date"),
        choice("precision", f"How well the days of the {what} are known", options(DATE_PRECISIONS)),
    )


def when_values(when: When | None) -> Values:
    """The days of a record as values."""
    if when is None:
        return {"first": "", "last": "", "precision": "day"}
    return {"first": when.first.isoformat(), "last": when.last.isoformat(), "precision": when.precision}


def when_of(values: Values) -> dict[str, Any]:
    """The days that were written. Raises `RecordRefused`."""
    first = day(values, "first", "First day")
    if first is None:
        raise RecordRefused("First day: empty (give the day, or the first day on which it may have happened)")
    last = day(values, "last", "Last day") or first
    return {"first": first, "last": last, "precision": written(values, "precision") or "day"}


# What and who


def kind_fields(values: Values) -> list[Element]:
    """Event type, attack types, targets, actors with their roles."""
    target = [choice("kind", "Kind", options(TARGET_KINDS, "–")), text("note", "What the source adds")]
    actor = [
        text("name", "Actor", choices="edit-actors"),
        choice("role", "Role in the source’s words", {"named": "", **options(ROLES)}),
    ]
    return [
        group(
            "What",
            choice("event_type", "Event type", options(EVENT_TYPES)),
            ticks("attack_types", "Attack types, as far as the source states them", options(ATTACK_TYPES)),
            lines("targets", "Targets", target, values, "Another target"),
            hint="Leave out what the source leaves out.",
        ),
        group(
            "Who",
            suggestions("edit-actors", actor_words()),
            lines("actors", "Actors", actor, values, "Another actor"),
            hint="A name that the list does not have is kept as it is written.",
        ),
    ]


def kind_values(record: Any) -> Values:
    """The kinds and actors of a record as values; of None, empty ones."""
    targets = [{"kind": each.kind, "note": each.note} for each in record.targets] if record else []
    actors = [{"name": actor_name(each), "role": each.role} for each in record.actors] if record else []
    return {
        "event_type": record.event_type if record else "unknown",
        "attack_types": list(record.attack_types) if record else [],
        **numbered("targets", targets, {"kind": "", "note": ""}),
        **numbered("actors", actors, {"name": "", "role": "named"}),
    }


def kinds_of(values: Values, record: Any) -> dict[str, Any]:
    """The kinds and actors that were written."""
    before: Sequence[Participant] = record.actors if record else ()
    return {
        "event_type": written(values, "event_type") or "unknown",
        "attack_types": in_order(ticked(values, "attack_types"), record.attack_types if record else ()),
        "targets": tuple(Target.model_validate(each).model_dump() for each in grouped(values, "targets")),
        "actors": tuple({**actor_of(each["name"], before), "role": each["role"]} for each in grouped(values, "actors")),
    }


def in_order(ticked_ones: Iterable[str], before: Sequence[str]) -> tuple[str, ...]:
    """What is ticked in the order that the record had, so that nothing changes by looking at it."""
    rank = {each: number for number, each in enumerate(before)}
    return tuple(sorted(ticked_ones, key=lambda each: rank.get(each, len(rank))))


def actor_words() -> tuple[str, ...]:
    """The actors of the vocabulary, by their labels."""
    return tuple(term.label for key, term in ACTORS.items() if key != "unknown")


def actor_name(participant: Participant) -> str:
    """An actor as its field shows it."""
    return participant.name or (ACTORS[participant.actor].label if participant.actor in ACTORS else participant.actor)


def actor_of(words: str, before: Sequence[Participant] = ()) -> dict[str, str]:
    """The actor that is written: one of the vocabulary by id, label or another name, else the name itself.

    Examples
    --------
    >>> actor_of("balochistan police")
    {'actor': 'police', 'name': ''}
    >>> actor_of("Local elders")
    {'actor': '', 'name': 'Local elders'}
    """
    for each in before:
        if actor_name(each) == words:
            return {"actor": each.actor, "name": each.name}
    folded = words.casefold()
    for key, term in ACTORS.items():
        if folded in (key, term.label.casefold(), term.short.casefold(), *term.aliases):
            return {"actor": key, "name": ""}
    return {"actor": "", "name": words}


# Sources


def source_list() -> Element:
    """The sources of the ledger, for fields to offer."""
    return suggestions("edit-sources", (labelled(each) for each in entries("source")))


def source_fields(values: Values) -> Element:
    """The sources of a record."""
    one = [text("label", "Source", choices="edit-sources")]
    return group(
        "Sources and note",
        source_list(),
        lines("sources", "Sources", one, values, "Another source", "A source that is not here is added on its own page first."),
        area("note", "Note"),
    )  # fmt: skip


def source_values(source_ids: Iterable[str]) -> Values:
    """The sources of a record as values."""
    return numbered("sources", ({"label": shown_record(each)} for each in source_ids), {"label": ""})


def sources_of(values: Values) -> tuple[str, ...]:
    """The ids of the sources that were written."""
    return tuple(found_by_label(each["label"], "source") for each in grouped(values, "sources"))


def shown_record(record_id: str) -> str:
    """A record as a field shows it, by its id."""
    found = entry(record_id) if record_id else None
    return labelled(found) if found else record_id


def records_to_choose(found: Iterable[Entry], none: str) -> Mapping[str, str]:
    """Records as options."""
    return {"": none, **{each.id: title(each) for each in found}}


# Places by name


def place_values(name: str, place_ids: Iterable[str], gazetteer: Gazetteer) -> Values:
    """Areas of a record as values."""
    return numbered(name, ({"place": shown_place(each, gazetteer)} for each in place_ids), {"place": ""})


def places_of(values: Values, name: str, words: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The ids of the places that were written. Raises `RecordRefused` where one is unknown or may be several."""
    return tuple(place_of(each["place"], words, gazetteer).id for each in grouped(values, name))


def place_of(written_name: str, words: str, gazetteer: Gazetteer) -> Place:
    """The one place that a name means; an id, or a name with its level as the field shows it, means just that."""
    try:
        return gazetteer.place(written_name)
    except KeyError:
        match = gazetteer.resolve(written_name)
    name, _, around = written_name.partition(" (")
    named = [each.place for each in gazetteer.resolve(name).candidates if around and label(each.place) == written_name]
    place = named[0] if named else match.place
    if place is None:
        said = match.note or f"no place is called {written_name[:80]!r}"
        remedy = "write another name, or name, level and area, as in “Gwadar (district in Makran division)”"
        raise RecordRefused(f"{words}: {said} ({remedy})")
    return place


def shown_place(place_id: str, gazetteer: Gazetteer) -> str:
    """A place as its field shows it: name, level and the area around it."""
    try:
        return label(gazetteer.place(place_id))
    except KeyError:
        return place_id
