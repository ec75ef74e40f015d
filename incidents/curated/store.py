"""The ledger of curated records: read it, save to it, review, undo; nothing is overwritten and nothing forgotten."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from sqlalchemy import select

from incidents.curated import tables
from incidents.curated.actor import Actor
from incidents.curated.checking import Check, check, readable
from incidents.curated.database import Database, chosen_url
from incidents.curated.entry import Entry, Kind, Review, Status
from incidents.curated.errors import RecordRefused, StaleSave, UndoRefused, UnknownRecord
from incidents.curated.merge import Merge, merge
from incidents.curated.revision import Revision
from incidents.curated.writing import Writing

if TYPE_CHECKING:
    from sqlalchemy import URL

_REVISION: Final = tables.revision


class Curated:
    """The ledger: curated sources, campaigns, incidents and claims, each change a revision.

    Every method that changes something takes the `Actor` who does it, checks the role, and either keeps the change
    whole with its revision or raises and keeps nothing.

    Examples
    --------
    >>> import tempfile
    >>> from incidents.curated import LOCAL, made
    >>> from incidents.record import Source
    >>> with tempfile.TemporaryDirectory() as home, Curated.open(home) as ledger:
    ...     kept = ledger.save(made(Source(id="wire", title="A wire report")), LOCAL, "first source")
    ...     ledger.save(kept.edited(language="en"), LOCAL, "language added").version
    2
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    def open(cls, home: str | Path | None = None, url: URL | None = None) -> Curated:
        """Return the ledger of a data folder, or of ``ATLAS_DATABASE_URL``; it is made where there is none.

        Parameters
        ----------
        home : path, optional
            The data folder; by default ``ATLAS_HOME`` or the platform's. Naming another leaves the variable aside.
        url : sqlalchemy.URL, optional
            The database itself.

        Raises
        ------
        LedgerUnavailable
            If it cannot be opened, or a newer Atlas made it.
        """
        return cls(Database(url or chosen_url(home)))

    def __enter__(self) -> Self:
        """Return the ledger, which is closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the database."""
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    # Reading

    def get(self, record_id: str) -> Entry:
        """Return the present entry of a record, whatever its review; raises `UnknownRecord`."""
        with self._reading() as ledger:
            return ledger.entry(record_id)

    def entries(self, kind: Kind | None = None) -> tuple[Entry, ...]:
        """Return the present entries that can be read, without those taken out, in the order they were begun.

        What is damaged is left out here and told by `check`.
        """
        with self.database.reading() as connection:
            present = readable(connection).present
        return tuple(entry for entry in present if not entry.removed and kind in (None, entry.kind))

    def shown(self) -> tuple[Entry, ...]:
        """Return the entries as readers see them: accepted versions only, of records not taken out."""
        with self.database.reading() as connection:
            return readable(connection).shown

    def history(
        self, record_id: str | None = None, limit: int | None = None, *, actor: str = "", before: int | None = None
    ) -> tuple[Revision, ...]:
        """Return the revisions of a record, or of the whole ledger, the newest first.

        Parameters
        ----------
        record_id : str, optional
            One record's only.
        limit : int, optional
            At most so many.
        actor : str, optional
            One person's only.
        before : int, optional
            Only those with a smaller number.

        Raises
        ------
        UnknownRecord
            If the ledger never had the record.
        """
        query = select(_REVISION).order_by(_REVISION.c.number.desc()).limit(limit)
        if record_id is not None:
            query = query.where(_REVISION.c.record == record_id)
        if actor:
            query = query.where(_REVISION.c.actor == actor)
        if before is not None:
            query = query.where(_REVISION.c.number < before)
        with self.database.reading() as connection:
            found = tuple(Revision.of(row) for row in connection.execute(query).mappings())
        if record_id is not None and not found and not actor and before is None:
            raise UnknownRecord(f"the ledger has no record {record_id!r}; see: python -m incidents ledger list")
        return found

    def authors(self) -> tuple[str, ...]:
        """Return the names of all who made a revision, in order."""
        with self.database.reading() as connection:
            return tuple(connection.scalars(select(_REVISION.c.actor).distinct().order_by(_REVISION.c.actor)))

    def version(self, record_id: str, version: int) -> Entry:
        """Return an earlier version of a record; raises `UnknownRecord`."""
        with self._reading() as ledger:
            return ledger.version(record_id, version).entry()

    def begun(self, record_id: str, began: str) -> Entry:
        """Return the version that a form began from (`Entry.began`), for saving what it holds.

        Where a restored backup does not have that version, the present one stands in for it, so that the save is
        refused as stale; raises `UnknownRecord` where the record is gone.
        """
        version, _, stamp = began.partition(".")
        with self._reading() as ledger:
            try:
                found = ledger.version(record_id, int(version)).entry()
            except UnknownRecord:
                found = ledger.entry(record_id)
        return found.model_copy(update={"version": int(version), "stamp": stamp})

    def head(self) -> tuple[int, str]:
        """Return number and hash of the last revision: note them outside, and `check` can tell if some are gone."""
        with self._reading() as ledger:
            return ledger.head()

    def check(self, full: bool = True) -> Check:
        """Return what is damaged, by record.

        Parameters
        ----------
        full : bool
            Whether to recompute the whole chain and check every page of the file; else only what readers see, and
            the end of the chain, in milliseconds.
        """
        with self.database.reading() as connection:
            return check(connection, full)

    # Changing

    def save(self, entry: Entry, actor: Actor, reason: str = "", operation: str = "") -> Entry:
        """Keep a new record, or a new version of one; return it with its version.

        Parameters
        ----------
        entry : Entry
            A new one (`made`), or one that was read and changed (`Entry.edited`, `Entry.replace`).
        actor : Actor
            An editor, whose change of an accepted record waits for review, or a reviewer.
        reason : str
            Why.

        Raises
        ------
        NotAllowed
            If the actor may not save.
        StaleSave
            If somebody saved the record meanwhile.
        RecordRefused
            If the record cannot be kept.
        """
        with self.writing(actor, "save") as ledger:
            return save(ledger, entry, reason, operation)

    def review(self, entry: Entry, status: Status, actor: Actor, reason: str = "") -> Entry:
        """Move an entry on: to ``"draft"``, ``"in_review"``, or as a reviewer to ``"accepted"`` or ``"rejected"``.

        Raises
        ------
        NotAllowed, StaleSave
            If the actor may not, or if somebody saved the record since it was read.
        RecordRefused
            If it is rejected without a reason.
        """
        if status == "rejected" and not reason.strip():
            raise RecordRefused("a rejection needs a reason: write what has to change")
        with self.writing(actor, f"set a record to {status!r}") as ledger:
            if status in ("accepted", "rejected"):
                actor.require("reviewer", f"set a record to {status!r}")
            current = _current(ledger, entry)
            reviewed = current.replace(review=Review(status=status, reason=reason.strip(), by=actor.name))
            return ledger.append(reviewed, "review", reason)

    def remove(self, entry: Entry, actor: Actor, reason: str) -> Entry:
        """Take a record out; its history stays, and `restore` brings it back.

        Raises
        ------
        RecordRefused
            If other records refer to it, or no reason is given.
        """
        if not reason.strip():
            raise RecordRefused("taking a record out needs a reason: write why")
        return self.save(entry.replace(removed=True), actor, reason, "remove")

    def undo(self, number: int, actor: Actor, reason: str = "") -> Entry:
        """Take back what a revision changed, as a new revision; later changes of other fields stay.

        Raises
        ------
        UndoRefused
            If later revisions changed the same fields.
        """
        with self.writing(actor, "undo") as ledger:
            done = ledger.revision(number)
            current = ledger.entry(done.record)
            undone = _proposed(before := _undone(ledger, done, current), current, actor)
            if actor.may("reviewer"):
                undone = undone.model_copy(update={"shown": before.shown})
            return ledger.append(undone, "undo", reason or f"undo of revision {number}")

    def restore(self, record_id: str, version: int, actor: Actor, reason: str = "") -> Entry:
        """Make an earlier version of a record the present one, as a new revision."""
        with self.writing(actor, "restore") as ledger:
            current = ledger.entry(record_id)
            earlier = ledger.version(record_id, version).entry().model_copy(update={"version": current.version})
            return ledger.append(_proposed(earlier, current, actor), "restore", reason or f"version {version} restored")

    @contextmanager
    def writing(self, actor: Actor, action: str = "write") -> Generator[Writing]:
        """Give the ledger inside one transaction, for several changes that are kept together or not at all."""
        actor.require("editor", action)
        with self.database.writing() as connection:
            yield Writing(connection, actor)

    @contextmanager
    def _reading(self) -> Generator[Writing]:
        with self.database.reading() as connection:
            yield Writing(connection, Actor("reading", "reader"))


def save(ledger: Writing, entry: Entry, reason: str, operation: str = "") -> Entry:
    """Keep an entry inside a transaction; see `Curated.save`."""
    current = ledger.find(entry.id)
    if current is None:
        if entry.version:
            raise UnknownRecord(f"the ledger has no record {entry.id!r} any more")
        return ledger.append(_proposed(entry, None, ledger.actor), operation or "create", reason)
    if _moved(current, entry):
        raise _stale(ledger, current, entry)
    if current.kind != entry.kind:
        raise RecordRefused(f"{entry.id!r} is a {current.kind} already: give the {entry.kind} an id of its own")
    if current.kind == "claim" and current.record != entry.record:
        raise RecordRefused(f"{entry.id!r} is a claim, and claims are never edited: supersede it with a new one")
    if current == entry.model_copy(update={"stamp": current.stamp}):
        return current
    return ledger.append(_proposed(entry, current, ledger.actor), operation or "edit", reason)


def _current(ledger: Writing, entry: Entry) -> Entry:
    current = ledger.entry(entry.id)
    if _moved(current, entry):
        raise _stale(ledger, current, entry)
    return current


def _moved(current: Entry, entry: Entry) -> bool:
    """Return whether the ledger has another version than the one that an entry began from."""
    return current.version != entry.version or not current.stamp.startswith(entry.stamp)


def _stale(ledger: Writing, current: Entry, yours: Entry) -> StaleSave:
    if yours.version == 0 or current.kind != yours.kind:
        return StaleSave(None, current, yours, Merge(current, merge(None, current, yours).conflicts))
    base = _base(ledger, yours)
    return StaleSave(base, current, yours, merge(base, current, yours))


def _base(ledger: Writing, yours: Entry) -> Entry | None:
    """Return the version that an entry began from; None where a restored backup does not have it."""
    try:
        base = ledger.version(yours.id, yours.version).entry()
    except UnknownRecord:
        return None
    return base if base.stamp.startswith(yours.stamp) else None


def _proposed(entry: Entry, current: Entry | None, actor: Actor) -> Entry:
    """Return the entry with the review that its saver may give it: an editor's change waits for a reviewer."""
    review = entry.review
    if not actor.may("reviewer") and review.status in ("accepted", "rejected"):
        review = Review(status="in_review", by=actor.name)
    elif current is None or review != current.review:
        review = review.model_copy(update={"by": actor.name})
    return entry.model_copy(update={"review": review, "shown": current.shown if current else 0})


def _undone(ledger: Writing, done: Revision, current: Entry) -> Entry:
    """Return the present entry without what a revision did."""
    after = done.entry()
    if done.version == 1:
        if current.record != after.record:
            raise UndoRefused(f"{done.record!r} was changed after it was made: take it out instead, with a reason")
        return current.model_copy(update={"removed": True, "shown": 0})
    before = ledger.version(done.record, done.version - 1).entry()
    if current.version == done.version:
        return before.model_copy(update={"version": current.version})
    both = merge(after, current, before)
    if both.conflicts:
        fields = ", ".join(conflict.field for conflict in both.conflicts)
        raise UndoRefused(
            f"later revisions of {done.record!r} changed {fields} again: restore an earlier version instead"
        )
    return both.entry.model_copy(update=_review_before(before, after, current))


def _review_before(before: Entry, after: Entry, current: Entry) -> dict[str, Any]:
    """Return review and shown version as they were before a revision, where it changed them."""
    back: dict[str, Any] = {} if before.review == after.review else {"review": before.review}
    return back if before.shown == after.shown or current.shown != after.shown else {**back, "shown": before.shown}


def history_lines(revisions: tuple[Revision, ...]) -> Iterator[str]:
    """Yield a line a revision, for people."""
    for each in revisions:
        reason = f": {each.reason}" if each.reason else ""
        yield f"{each.number}\t{each.at[:19]}Z\t{each.actor} ({each.role})\t{each.operation}\t{each.record} v{each.version}{reason}"
