"""Merges two people's changes to one record, field by field against the version that both started from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from incidents.curated.entry import Entry, entry_of
from incidents.curated.errors import RecordRefused

LISTS: Final = frozenset({"sources", "external_ids"})  # merged element by element; order says nothing in them
OWN: Final = ("sensitive", "contributor", "link", "removed")  # fields of the entry itself


@dataclass(frozen=True)
class Conflict:
    """A field that two people changed differently: its value at the start, theirs, and yours."""

    field: str
    base: Any
    theirs: Any
    yours: Any


@dataclass(frozen=True)
class Merge:
    """Two changes together.

    Attributes
    ----------
    entry : Entry
        Both changes; theirs where the two conflict. It carries the present version, so that it can be saved.
    conflicts : tuple of Conflict
        The fields where a person has to choose.
    """

    entry: Entry
    conflicts: tuple[Conflict, ...]


def merge(base: Entry | None, theirs: Entry, yours: Entry) -> Merge:
    """Return two versions of a record merged against their base.

    Parameters
    ----------
    base : Entry or None
        The version that both started from; None where both made the record.
    theirs : Entry
        What the ledger has.
    yours : Entry
        What was to be saved.

    Examples
    --------
    >>> from incidents.curated.entry import made
    >>> from incidents.record import Source
    >>> base = made(Source(id="s", title="Report"))
    >>> both = merge(base, base.edited(author="A. Khan"), base.edited(url="https://example.org"))
    >>> both.entry.record.author, both.entry.record.url, both.conflicts
    ('A. Khan', 'https://example.org', ())
    """
    conflicts: list[Conflict] = []
    of_record = _merged(_fields(base), _fields(theirs), _fields(yours), conflicts)
    of_entry = _merged(_own(base), _own(theirs), _own(yours), conflicts)
    try:
        both = entry_of({**_whole(theirs), **of_entry, "record": of_record})
    except RecordRefused as error:
        return Merge(theirs, (*conflicts, Conflict("record", "", "", str(error))))
    return Merge(both, tuple(conflicts))


def _whole(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in type(entry).model_fields}


def _fields(entry: Entry | None) -> dict[str, Any]:
    return {name: getattr(entry.record, name) for name in type(entry.record).model_fields} if entry else {}


def _own(entry: Entry | None) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in OWN} if entry else {}


def _merged(
    base: dict[str, Any], theirs: dict[str, Any], yours: dict[str, Any], conflicts: list[Conflict]
) -> dict[str, Any]:
    both: dict[str, Any] = {}
    for field, their in theirs.items():
        start, your = base.get(field), yours.get(field)
        if their == your or your == start:
            both[field] = their
        elif their == start:
            both[field] = your
        elif field in LISTS:
            both[field] = _elements(start or (), their, your or ())
        else:
            both[field] = their
            conflicts.append(Conflict(field, start, their, your))
    return both


def _elements(base: Sequence[Any], theirs: Sequence[Any], yours: Sequence[Any]) -> tuple[Any, ...]:
    """Return the elements that either added, less those that either took out."""
    kept = [each for each in theirs if each in yours or each not in base]
    return (*kept, *(each for each in yours if each not in base and each not in kept))
