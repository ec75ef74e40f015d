"""Brings a ledger's tables up to date, under a lock, or says that a newer Atlas made them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from incidents.curated.errors import LedgerUnavailable

if TYPE_CHECKING:
    from sqlalchemy import Connection

FOLDER: Final = Path(__file__).parent


@cache
def steps() -> ScriptDirectory:
    """Return the steps that this program knows."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def step_of(connection: Connection) -> str | None:
    """Return the step that a database is at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the steps that are missing; the connection is in a transaction that nobody else writes beside.

    Raises
    ------
    LedgerUnavailable
        If a newer program made the tables.
    """
    script = steps()
    known = {step.revision for step in script.walk_revisions()}
    present = step_of(connection)
    if present is not None and present not in known:
        raise LedgerUnavailable(f"the ledger was made by a newer Atlas (step {present!r}): install that one to open it")

    def missing(revision: Any, _: object) -> Any:
        return script._upgrade_revs(to, revision)  # pyright: ignore[reportPrivateUsage]  # as alembic.command does

    with EnvironmentContext(Config(), script, fn=missing, destination_rev=to) as context:
        context.configure(connection=connection, transactional_ddl=True)
        context.run_migrations()
