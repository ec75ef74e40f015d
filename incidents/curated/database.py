"""The ledger's database: a SQLite file, or PostgreSQL by URL; one writer at a time, every failure in words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from gazetteer import home as data_folder
from incidents.curated.errors import LedgerUnavailable
from incidents.curated.migrations.running import step_of, steps, upgrade
from incidents.errors import IncidentsError

FILE: Final = "ledger.sqlite"
VARIABLE: Final = "ATLAS_DATABASE_URL"
PATIENCE_S: Final = 60
_LOCK: Final = text("SELECT pg_advisory_xact_lock(7245091, hashtext(current_schema()))")
_PRAGMAS: Final = ("synchronous = FULL", "foreign_keys = ON", f"busy_timeout = {PATIENCE_S}000")
_REMEDIES: Final = (
    ("full", "the disk is full: make room, then save again; nothing of this change was kept"),
    ("readonly", "the file may not be written: let the program write to the data folder"),
    ("locked", "another program holds the ledger: close it, then save again"),
    ("malformed", "the file is damaged: see python -m incidents ledger verify, or restore a backup"),
    (
        "not a database",
        "the file cannot be opened at all: stop the atlas, move the file away, and restore a backup in its place",
    ),
    ("disk I/O error", "the disk cannot be written (full, or failing): make room, then save again"),
    ("unable to open", "let the program read and write the data folder"),
    ("connect", f"start the server, or correct {VARIABLE}"),
)


def chosen_url(home: str | Path | None = None) -> URL:
    """Return where the ledger is: ``ATLAS_DATABASE_URL``, else a file in the data folder.

    A data folder other than ``ATLAS_HOME`` or the platform's always means the file in it.

    Raises
    ------
    LedgerUnavailable
        If the variable is no URL of a PostgreSQL server or a SQLite file.
    """
    written = os.environ.get(VARIABLE, "").strip()
    if written and (home is None or Path(home) == data_folder()):
        return _url(written)
    folder = Path(home) if home is not None else data_folder()
    return URL.create("sqlite", database=str(folder / FILE))


def _url(written: str) -> URL:
    try:
        url = make_url(written)
    except ArgumentError:
        raise LedgerUnavailable(f"{VARIABLE} is not a URL: write postgresql://user@host/database") from None
    backend = url.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and url.database:
        return url
    raise LedgerUnavailable(f"{VARIABLE} names {backend!r}: write postgresql://user@host/database, or sqlite:///file")


class Database:
    """One ledger's database, its tables brought up to date when it is opened."""

    def __init__(self, url: URL, upgraded: bool = True) -> None:
        self.url = url
        self.is_file = url.get_backend_name() == "sqlite"
        self.name = url.render_as_string(hide_password=True)
        with self._failures("open"):
            if self.is_file:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            self.engine = _engine(url, self.is_file)
        try:
            if upgraded:
                self._upgrade()
        except LedgerUnavailable:
            self.close()
            raise

    @property
    def path(self) -> Path:
        """The file; of SQLite only."""
        return Path(str(self.url.database))

    def _upgrade(self) -> None:
        head = steps().get_current_head()
        with self.reading() as connection:
            if step_of(connection) == head:
                return
        with self.writing() as connection:
            upgrade(connection)

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """Give a connection that sees the ledger as it is at one moment."""
        with self._failures("read"), self.engine.connect() as connection:
            if not self.is_file:
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """Give a connection that nobody else writes beside; all of it is kept at the end, or nothing."""
        with self._failures("write"), self.engine.connect() as connection:
            connection = connection.execution_options(immediate=True)
            with connection.begin():
                if not self.is_file:
                    connection.execute(_LOCK)
                yield connection

    @contextmanager
    def _failures(self, action: str) -> Generator[None]:
        """Turn what a database says into a message with a remedy."""
        try:
            yield
        except IncidentsError:
            raise
        except (DBAPIError, NoSuchModuleError, sqlite3.Error) as error:
            said = " ".join(str(getattr(error, "orig", error) or error).split())
            remedy = next((remedy for word, remedy in _REMEDIES if word in said), "see the message")
            raise LedgerUnavailable(f"cannot {action} the ledger {self.name}: {said[:300]}; {remedy}") from error
        except OSError as error:
            raise LedgerUnavailable(f"cannot {action} the ledger {self.name}: {error.strerror or error}") from error

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


def _engine(url: URL, is_file: bool) -> Engine:
    if not is_file:
        return create_engine(url, pool_pre_ping=True, pool_size=5, connect_args={"connect_timeout": 10})
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": PATIENCE_S})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _: object) -> None:
    """Set up a connection to a SQLite file; damaged bytes are read as they are, to be found by their hash."""
    connection.isolation_level = None
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        for pragma in (*_PRAGMAS, *_journal(connection)):
            connection.execute(f"PRAGMA {pragma}").close()
    except sqlite3.Error:
        connection.close()
        raise


def _journal(connection: Any) -> tuple[str, ...]:
    """Return what is left to do for a write-ahead log: nothing where the file has one."""
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    return () if mode == "wal" else ("journal_mode = WAL",)


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
