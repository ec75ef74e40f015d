"""Makes ready, while the server starts, what the first visitor would otherwise wait for: places, map document, fonts."""

import contextlib
import gc
import sys
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import typer
from streamlit import config
from streamlit.web.server.server_util import get_url

from incidents.snapshot import Snapshots
from maps.fonts import register
from pages.opened import opened
from pages.routes import map_html

TURN = 0.0005
"""Seconds after which a thread lets another one run. By default 5 ms: a page whose parts are at hand would wait for that long
at each of its messages, while another page's are made."""


def _make_ready() -> None:
    with contextlib.suppress(OSError):  # a data folder that cannot be read is told on the pages
        Snapshots().sweep()
    opened().read_ahead()
    map_html()
    register()
    gc.collect()
    gc.freeze()  # what lasts as long as the server need not be looked through after every run of a page


@asynccontextmanager
async def warm(_app: Any) -> AsyncGenerator[dict[str, Any]]:
    """The server's lifespan: it says where the atlas is; one thread makes things ready and holds nobody up."""
    typer.echo(f"Incident Atlas: {get_url(config.get_option('server.address') or 'localhost')}")
    sys.setswitchinterval(TURN)
    threading.Thread(target=_make_ready, name="warm", daemon=True).start()
    yield {}
