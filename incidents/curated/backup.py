"""Copies of the ledger that are made, and put back, while the app runs."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import URL

from gazetteer import home as data_folder
from incidents.curated.errors import LedgerUnavailable, RecordRefused
from incidents.curated.lines import import_lines, lines, load, read_lines, write_lines
from incidents.curated.revision import Revision
from incidents.curated.store import Curated

if TYPE_CHECKING:
    from incidents.curated.actor import Actor

LINES: Final = ".jsonl"


@dataclass(frozen=True)
class Copied:
    """A backup, or what was put back from one: the file, how many revisions it has, and the hash of the last.

    `before` is the copy of what the ledger was before a backup was put back.
    """

    file: Path
    revisions: int
    head: str
    before: Path | None = None


def backup(ledger: Curated, to: Path) -> Copied:
    """Write a copy of the ledger as it is at one moment, checked, whole or not at all.

    A name that ends in ``.jsonl`` gets JSON Lines, which any database can take; another, of a ledger in a file, a
    SQLite database.

    Raises
    ------
    LedgerUnavailable
        If it cannot be written, or if the ledger is damaged.
    RecordRefused
        If the file is there already, or the ledger on a server is to be copied to anything but ``.jsonl``.
    """
    if to.exists():
        raise RecordRefused(f"{str(to)!r} is there already: a backup never overwrites, name another file")
    if to.suffix == LINES:
        write_lines(lines(ledger), to)
        revisions = read_lines(_lines_of(to))
        return Copied(to, len(revisions), revisions[-1].hash if revisions else ledger.head()[1])
    if not ledger.database.is_file:
        raise RecordRefused(f"a ledger on a server is backed up as JSON Lines: name a file that ends in {LINES}")
    return _copy(ledger.database.path, to)


def _copy(file: Path, to: Path) -> Copied:
    temporary = to.with_name(f".{to.name}.part")
    try:
        with closing(sqlite3.connect(file, timeout=60)) as source, closing(sqlite3.connect(temporary)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE").close()
        found = _checked(temporary)
        temporary.replace(to)
    except (sqlite3.Error, OSError) as error:
        raise LedgerUnavailable(f"cannot copy the ledger to {str(to)!r}: {error}; nothing was written") from error
    finally:
        for part in (temporary, *temporary.parent.glob(f"{temporary.name}-*")):
            part.unlink(missing_ok=True)
    return Copied(to, *found)


def _checked(file: Path) -> tuple[int, str]:
    """Return number and hash of the last revision of a file that is good; raises `LedgerUnavailable` otherwise."""
    with Curated.open(url=URL.create("sqlite", database=str(file))) as copy:
        found = copy.check()
        if not found.is_good:
            raise LedgerUnavailable(f"{str(file)!r} is damaged: {found.problems[0]}")
        return found.revisions, found.head


def restore_backup(ledger: Curated, file: Path, actor: Actor) -> Copied:
    """Put a backup in the place of the ledger; what the ledger was is kept as another backup beside it.

    Raises
    ------
    NotAllowed
        If the actor is no reviewer.
    LedgerUnavailable, RecordRefused
        If the file is no whole ledger, or cannot be read; the ledger stays as it is.
    """
    actor.require("reviewer", "restore a backup")
    if not file.is_file():
        raise RecordRefused(f"there is no file {str(file)!r}: name a backup")
    revisions = read_lines(_lines_of(file)) if file.suffix == LINES else _revisions_of(file)
    before = _safe(ledger)
    with ledger.writing(actor, "restore a backup") as together:
        together.clear()
        done = load(together, revisions)
    return Copied(file, done.added, done.head, before)


def _revisions_of(file: Path) -> tuple[Revision, ...]:
    """Return the revisions of a SQLite backup, read from a copy, so that the backup stays as it is."""
    copy = file.with_name(f".{file.name}.read")
    try:
        shutil.copyfile(file, copy)
        _checked(copy)
        with Curated.open(url=URL.create("sqlite", database=str(copy))) as ledger:
            return tuple(reversed(ledger.history()))
    except OSError as error:
        raise LedgerUnavailable(f"cannot read {str(file)!r}: {error.strerror or error}") from error
    finally:
        for part in (copy, *copy.parent.glob(f"{copy.name}-*")):
            part.unlink(missing_ok=True)


def _safe(ledger: Curated) -> Path:
    """Keep what the ledger is now, even if it is damaged, and return where: beside its file, or in the data folder."""
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%f")
    if not ledger.database.is_file:
        to = data_folder() / f"ledger-before-{stamp}{LINES}"
        to.parent.mkdir(parents=True, exist_ok=True)
        write_lines(lines(ledger), to)
        return to
    to = ledger.database.path.with_name(f"ledger-before-{stamp}.sqlite")
    try:
        with closing(sqlite3.connect(ledger.database.path, timeout=60)) as source, closing(sqlite3.connect(to)) as copy:
            source.backup(copy)
    except sqlite3.Error as error:
        raise LedgerUnavailable(f"cannot keep the ledger as it is now at {str(to)!r}: {error}") from error
    return to


def _lines_of(file: Path) -> Iterator[str]:
    try:
        with file.open(encoding="utf-8") as found:
            yield from found
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerUnavailable(f"cannot read {str(file)!r}: {error}") from error


def import_file(ledger: Curated, file: Path, actor: Actor) -> Copied:
    """Add the revisions of a JSON Lines file; see `import_lines`."""
    done = import_lines(ledger, _lines_of(file), actor)
    return Copied(file, done.added, done.head)
