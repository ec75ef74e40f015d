"""One change to the ledger, in one transaction: what is there now, and the revision that is added to it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from incidents.curated import tables
from incidents.curated.actor import Actor
from incidents.curated.canonical import FIRST
from incidents.curated.entry import Entry, references
from incidents.curated.errors import LedgerUnavailable, RecordRefused, UnknownRecord
from incidents.curated.revision import MAX_REASON, Revision, now
from incidents.record import CLAIM_LINKS

if TYPE_CHECKING:
    from sqlalchemy import Connection

_RECORD, _REVISION = tables.record, tables.revision


class Writing:
    """The ledger inside a transaction that nobody else writes beside."""

    def __init__(self, connection: Connection, actor: Actor) -> None:
        self._connection = connection
        self.actor = actor
        self.expected: set[str] = set()  # ids that are added later in the same transaction

    def find(self, record_id: str) -> Entry | None:
        """Return the present entry of a record; None where there is none."""
        row = self._connection.execute(select(_RECORD).where(_RECORD.c.id == record_id)).mappings().first()
        return self.version(record_id, row["version"]).entry() if row else None

    def entry(self, record_id: str) -> Entry:
        """Return the present entry of a record that has not been taken out; raises `UnknownRecord`."""
        found = self.find(record_id)
        if found is None:
            raise UnknownRecord(f"the ledger has no record {record_id!r}; see: python -m incidents ledger list")
        return found

    def version(self, record_id: str, version: int) -> Revision:
        """Return the revision that made a version of a record; raises `UnknownRecord`."""
        query = select(_REVISION).where(_REVISION.c.record == record_id, _REVISION.c.version == version)
        return self._one(query, f"{record_id!r} has no version {version}")

    def revision(self, number: int) -> Revision:
        """Return a revision by its number; raises `UnknownRecord`."""
        return self._one(select(_REVISION).where(_REVISION.c.number == number), f"there is no revision {number}")

    def _one(self, query: Any, otherwise: str) -> Revision:
        row = self._connection.execute(query).mappings().first()
        if row is None:
            raise UnknownRecord(f"{otherwise}; see: python -m incidents ledger history")
        found = Revision.of(row)
        if not found.is_whole:
            raise LedgerUnavailable(
                f"revision {found.number} of {found.record!r} is damaged: see python -m incidents ledger verify"
            )
        return found

    def claims_about(self, record_id: str) -> list[Entry]:
        """Return the present claims about a record, without those taken out."""
        query = select(_RECORD.c.id).where(_RECORD.c.about == record_id).order_by(_RECORD.c.revision)
        found = [self.entry(each) for each in self._connection.scalars(query)]
        return [entry for entry in found if not entry.removed]

    def append(self, entry: Entry, operation: str, reason: str = "") -> Entry:
        """Add a revision that makes `entry` the present one of its record; return it with its new version."""
        version = entry.version + 1
        accepted = entry.review.status == "accepted"
        shown = (0 if entry.removed else version) if accepted else entry.shown
        kept = entry.model_copy(update={"version": version, "shown": shown})
        self._check(kept)
        made = self._chained(kept, operation, _plain(reason))
        self.insert(made)
        return kept.model_copy(update={"stamp": made.hash})

    def _chained(self, entry: Entry, operation: str, reason: str) -> Revision:
        number, head = self.head()
        draft = Revision(
            number=number + 1,
            at=now(),
            actor=self.actor.name,
            role=self.actor.role,
            record=entry.id,
            kind=entry.kind,
            version=entry.version,
            operation=operation,
            reason=reason,
            content=entry.content(),
            previous=head,
            hash="",
        )
        return dataclasses.replace(draft, hash=draft.rehashed())

    def head(self) -> tuple[int, str]:
        """Return number and hash of the last revision."""
        query = select(_REVISION.c.number, _REVISION.c.hash).order_by(_REVISION.c.number.desc()).limit(1)
        row = self._connection.execute(query).first()
        return (row.number, row.hash) if row else (0, FIRST)

    def insert(self, revision: Revision) -> None:
        """Keep a revision as it is, and make its entry the present one of its record."""
        entry = revision.entry()
        self._connection.execute(insert(_REVISION).values(revision.to_dict()))
        values = {
            "kind": entry.kind,
            "about": entry.about,
            "version": revision.version,
            "revision": revision.number,
            "shown": entry.shown,
            "content": revision.content,
        }
        if revision.version == 1:
            self._connection.execute(insert(_RECORD).values(id=entry.id, **values))
        else:
            self._connection.execute(update(_RECORD).where(_RECORD.c.id == entry.id).values(**values))

    def clear(self) -> None:
        """Take everything out; for restoring a backup in the same transaction."""
        self._connection.execute(delete(_RECORD))
        self._connection.execute(delete(_REVISION))

    def _check(self, entry: Entry) -> None:
        """Refuse an entry that refers to what is not there, or that is taken out while others refer to it."""
        if entry.removed:
            leaning = self._leaning_on(entry.id)
            if leaning:
                some = ", ".join(map(repr, leaning[:5]))
                raise RecordRefused(
                    f"{some} refer{'s' if len(leaning) == 1 else ''} to {entry.id!r}: take out those first"
                )
            return
        for field, ids in references(entry.record).items():
            if entry.id in ids:
                raise RecordRefused(f"{field} of {entry.id!r} names the record itself: name another")
            missing = sorted(set(ids) - self.expected - self._there(ids))
            if missing:
                raise RecordRefused(
                    f"{field} of {entry.id!r} names {missing[0]!r}, which the ledger does not have: add it first"
                )
        self._check_kinds(entry)

    def _check_kinds(self, entry: Entry) -> None:
        for field, ids in references(entry.record).items():
            for record_id in ids:
                kind = self._kind(record_id)
                if kind is not None and kind not in TARGETS[field]:
                    raise RecordRefused(
                        f"{field} of {entry.id!r} names the {kind} {record_id!r}: name a {' or '.join(TARGETS[field])}"
                    )
        if entry.kind == "source":
            self._check_chain(entry)

    def _kind(self, record_id: str) -> str | None:
        return self._connection.scalar(select(_RECORD.c.kind).where(_RECORD.c.id == record_id))

    def _check_chain(self, entry: Entry) -> None:
        """Refuse a source that would repeat itself through others."""
        seen, next_one = {entry.id}, getattr(entry.record, "derived_from", "")
        while next_one:
            if next_one in seen:
                raise RecordRefused(f"derived_from of {entry.id!r} leads back to itself: name the original")
            seen.add(next_one)
            repeated = self.find(next_one)
            next_one = getattr(repeated.record, "derived_from", "") if repeated else ""

    def _there(self, ids: Iterable[str]) -> set[str]:
        found = (self.find(each) for each in set(ids))
        return {entry.id for entry in found if entry is not None and not entry.removed}

    def _leaning_on(self, record_id: str) -> list[str]:
        """Return the records that refer to one; only a few contents hold its id at all."""
        pattern = f'%"{record_id}"%'
        query = select(_RECORD.c.id).where(_RECORD.c.content.like(pattern), _RECORD.c.id != record_id)
        found = (self.entry(each) for each in self._connection.scalars(query).all())
        return [
            entry.id
            for entry in found
            if not entry.removed and any(record_id in ids for ids in references(entry.record).values())
        ]

    def count(self) -> int:
        """Return how many revisions there are."""
        return int(self._connection.scalar(select(func.count()).select_from(_REVISION)) or 0)


TARGETS = {
    "derived_from": ("source",),
    "evidence": ("source",),
    "sources": ("source",),
    "campaign": ("campaign",),
    "about": ("incident", "campaign"),
    **dict.fromkeys(CLAIM_LINKS, ("claim",)),
}


def _plain(reason: str) -> str:
    """Return a reason as it can be kept; raises `RecordRefused` where no database could."""
    if len(reason) > MAX_REASON:
        raise RecordRefused(f"the reason has {len(reason):,} letters; write at most {MAX_REASON:,}")
    if "\x00" in reason or (not reason.isascii() and reason.encode("utf-8", "replace").decode() != reason):
        raise RecordRefused("the reason holds half a character or a zero byte: write it again")
    return reason.strip()
