"""Reads the ledger even where it is damaged, and says by record what the damage is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from incidents.curated import tables
from incidents.curated.canonical import FIRST
from incidents.curated.entry import Entry, read_content
from incidents.curated.revision import Revision
from incidents.problem import Problem

if TYPE_CHECKING:
    from sqlalchemy import Connection

_RECORD, _REVISION = tables.record, tables.revision
LEDGER: Final = "ledger"
RECENT: Final = 100  # revisions at the end of the chain that are checked at start
_RESTORE: Final = "restore a backup (python -m incidents ledger restore), or save the record again"
_REBUILD: Final = "nothing is lost, the history has it: save the record once more, or restore its last version"


@dataclass(frozen=True)
class Check:
    """What a check found.

    Attributes
    ----------
    problems : tuple of Problem
        One for each damaged record or revision, and for the file itself.
    revisions : int
        How many revisions were checked.
    head : str
        The hash of the last one.
    """

    problems: tuple[Problem, ...]
    revisions: int
    head: str

    @property
    def is_good(self) -> bool:
        """Whether nothing is damaged."""
        return not self.problems


@dataclass(frozen=True)
class Readable:
    """What can be read: present entries, the versions that readers see, and what is damaged."""

    present: tuple[Entry, ...]
    shown: tuple[Entry, ...]
    problems: tuple[Problem, ...]


def check(connection: Connection, full: bool) -> Check:
    """Return what is damaged; see `Curated.check`."""
    found = readable(connection)
    revisions = _revisions(connection, 0 if full else RECENT)
    problems = [*found.problems, *_chain(revisions, complete=full)]
    if full:
        problems += _file(connection)
    told = tuple({(each.record, each.field, each.reason): each for each in problems}.values())
    return Check(told, len(revisions), revisions[-1].hash if revisions else FIRST)


def readable(connection: Connection) -> Readable:
    """Return the entries that can be read, each checked against the hash of the revision that made it."""
    last: dict[str, Entry] = {}
    versions: dict[tuple[str, int], Entry] = {}
    problems: list[Problem] = []
    rows = _rows(connection)
    for row in rows.records:
        made_by = rows.revisions.get((row["id"], row["version"]))
        entry, problem = _present(row, made_by)
        problems += [problem] if problem else []
        if entry is not None:
            last[entry.id] = entry
    for key in {(entry.id, entry.shown) for entry in last.values() if entry.shown}:
        entry = last[key[0]] if last[key[0]].version == key[1] else _entry(rows.revisions.get(key))
        if entry is None:
            problems.append(_problem(key[0], f"version {key[1]}", "the version that readers see is damaged", _RESTORE))
        else:
            versions[key] = entry
    shown = tuple(versions[key] for entry in last.values() if (key := (entry.id, entry.shown)) in versions)
    return Readable(tuple(last.values()), shown, (*rows.problems, *problems))


@dataclass(frozen=True)
class _Rows:
    records: list[dict[str, Any]]
    revisions: dict[tuple[str, int], Revision]  # those that made a present or a shown version
    problems: tuple[Problem, ...]


def _rows(connection: Connection) -> _Rows:
    """Return the rows that make up the present state; one by one from the history where the tables are damaged."""
    needed = select(_REVISION).join(_RECORD, _RECORD.c.id == _REVISION.c.record)
    needed = needed.where((_REVISION.c.version == _RECORD.c.version) | (_REVISION.c.version == _RECORD.c.shown))
    try:
        records = [dict(row) for row in connection.execute(select(_RECORD).order_by(_RECORD.c.id)).mappings()]
        made_by = [Revision.of(row) for row in connection.execute(needed).mappings()]
    except DatabaseError as error:
        return _salvaged(connection, error)
    revisions = {(each.record, each.version): each for each in made_by}
    first = {each.record: each.number for each in made_by}
    records.sort(key=lambda row: first[row["id"]] if row["id"] in first else int(row["revision"]))
    return _Rows(records, revisions, ())


def _salvaged(connection: Connection, error: DatabaseError) -> _Rows:
    """Return the state that the revisions tell that can still be read, one at a time."""
    revisions = {(each.record, each.version): each for each in _one_by_one(connection)}
    last: dict[str, Revision] = {}
    for each in revisions.values():
        if each.is_whole and each.version >= (last[each.record].version if each.record in last else 0):
            last[each.record] = each
    records = [
        {"id": each.record, "version": each.version, "content": each.content, "shown": 0, "revision": each.number}
        for each in last.values()
    ]
    said = " ".join(str(error.orig or error).split())
    problem = _problem("", "file", f"the file is damaged ({said[:120]}); records come from the history", _RESTORE)
    return _Rows(records, revisions, (problem,))


def _one_by_one(connection: Connection) -> Iterator[Revision]:
    """Yield the revisions that can be read, skipping those that cannot."""
    missing = 0
    number = 0
    while missing < RECENT:
        number += 1
        try:
            row = connection.execute(select(_REVISION).where(_REVISION.c.number == number)).mappings().first()
        except DatabaseError:
            row = None
        missing = missing + 1 if row is None else 0
        if row is not None:
            yield Revision.of(row)


def _present(row: dict[str, Any], made_by: Revision | None) -> tuple[Entry | None, Problem | None]:
    """Return the entry of a row, from whichever copy of it fits the hash, and what is damaged."""
    name, version = str(row["id"]), row["version"]
    if made_by is None:
        return None, _problem(name, f"version {version}", "no revision made this version", _RESTORE)
    if made_by.is_whole:
        entry = _entry(made_by)
        if row["content"] == made_by.content:
            return entry, None
        return entry, _problem(name, f"version {version}", "the record differs from its last revision", _REBUILD)
    if made_by.rehashed(row["content"]) == made_by.hash:
        entry = read_content(row["content"], version, made_by.hash)
        return entry, _problem(
            name, f"revision {made_by.number}", "the revision is damaged; the record is whole", _RESTORE
        )
    return None, _problem(name, f"revision {made_by.number}", "the record's last revision is damaged", _RESTORE)


def _entry(revision: Revision | None) -> Entry | None:
    if revision is None or not revision.is_whole:
        return None
    try:
        return revision.entry()
    except ValueError:
        return None


def _revisions(connection: Connection, recent: int) -> list[Revision]:
    """Return the last `recent` revisions, or all, the oldest first."""
    query = select(_REVISION).order_by(_REVISION.c.number.desc())
    try:
        rows = connection.execute(query.limit(recent) if recent else query).mappings().all()
    except DatabaseError:
        return list(_one_by_one(connection))
    return [Revision.of(row) for row in reversed(rows)]


def _chain(revisions: Iterable[Revision], complete: bool) -> Iterator[Problem]:
    """Yield where the chain of hashes is broken."""
    number, previous = 0, FIRST
    started = complete
    for each in revisions:
        if not each.is_whole:
            yield _problem(each.record, f"revision {each.number}", "the revision is not as it was written", _RESTORE)
        if started and each.number != number + 1:
            yield _problem("", f"revision {number + 1}", "a revision is missing", _RESTORE)
        elif started and each.previous != previous:
            yield _problem(
                each.record, f"revision {each.number}", "the revision does not follow the one before", _RESTORE
            )
        number, previous, started = each.number, each.hash, True


def _file(connection: Connection) -> Iterator[Problem]:
    """Yield what the database says of its own pages and of references between tables; of SQLite only."""
    if connection.dialect.name == "sqlite":
        for pragma in ("integrity_check", "foreign_key_check"):
            try:
                said = [" ".join(map(str, row)) for row in connection.execute(text(f"PRAGMA {pragma}"))]
            except DatabaseError as error:
                said = [" ".join(str(error.orig or error).split())]
            for line in said[:20]:
                if line != "ok":
                    yield _problem("", "file", line.strip()[:200], _RESTORE)
    counted = connection.scalar(select(func.count()).select_from(_RECORD))
    recorded = connection.scalar(select(func.count(func.distinct(_REVISION.c.record))))
    if counted != recorded:
        yield _problem("", "record", f"{counted} records, but the history tells of {recorded}", _RESTORE)


def _problem(record: str, field: str, reason: str, remedy: str) -> Problem:
    return Problem(LEDGER, record, field, "", reason, remedy)
