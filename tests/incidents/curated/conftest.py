"""Ledgers to write to: a SQLite file, and a schema of a real PostgreSQL server that runs for the session."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from incidents.curated import Curated
from tests.incidents.curated.postgres import running, schema_of

BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def server() -> Iterator[URL]:
    """A PostgreSQL server that runs for the session."""
    with running() as url:
        yield url


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
