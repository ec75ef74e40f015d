"""Streamlit's empty page for the address of each of our pages, saying where its server is: else the browser asks beneath the page first."""

from functools import cache
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from pages.component_files import kept_file

#: Addresses of the pages but the first, at which there is nothing to be found beneath the page.
NAMES = ("timeline", "incidents", "figures", "briefings", "ledger", "changes", "add_data", "about")
_SERVER = 'window.__streamlit = { BACKEND_BASE_URL: new URL("../..", document.currentScript.src).href }\n'


@cache
def shell() -> str:
    """Return the page that Streamlit ships, with a script before its own, and our title until the page has come."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    script = f'<script src="./atlas/parts/{kept_file("server", "js", _SERVER)}"></script>'
    return page.replace("<head>", f"<head>{script}", 1).replace(
        "<title>Streamlit</title>", "<title>Incident Atlas</title>", 1
    )


async def _page(_request: Request) -> Response:
    return HTMLResponse(shell(), headers={"Cache-Control": "no-cache"})


PAGES = [Route(f"/{name}", _page) for name in NAMES]
