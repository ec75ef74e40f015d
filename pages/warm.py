"""Makes ready, while the server starts, what the first visitor would otherwise wait for: places, map document, fonts."""

import contextlib
import gc
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from incidents.snapshot import Snapshots
from maps.fonts import register
from pages.opened import opened
from pages.routes import map_html


def _make_ready() -> None:
    with contextlib.suppress(OSError):  # a data folder that cannot be read is told on the pages
        Snapshots().sweep()
    opened().summary()
    map_html()
    register()
    gc.collect()
    gc.freeze()  # what lasts as long as the server need not be looked through after every run of a page


@asynccontextmanager
async def warm(_app: Any) -> AsyncGenerator[dict[str, Any]]:
    """The server's lifespan: one thread makes things ready and holds nobody up."""
    threading.Thread(target=_make_ready, name="warm", daemon=True).start()
    yield {}
