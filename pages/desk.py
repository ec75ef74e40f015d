"""The files that one browser tab has brought: received piece by piece onto the disk, never whole in memory."""

import secrets
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from weakref import WeakValueDictionary

import streamlit as st
from anyio.to_thread import run_sync
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from gazetteer.home import home
from incidents.arrival import Arrival
from incidents.curated import NotAllowed
from incidents.errors import cannot_write, no_room
from pages.visitor import visitor, visitor_of

MB = 1024 * 1024
MOST = 2048 * MB  # bytes of a file; the command line takes larger ones
FILES = 20  # files that a tab may have lying here
PATIENCE = (
    4 * 3600.0
)  # seconds after which files go of a tab that was not heard of, such as one of a browser that crashed

_desks: WeakValueDictionary[str, "Desk"] = WeakValueDictionary()


class Desk:
    """The files of one browser tab; they go when the tab has gone.

    Attributes
    ----------
    token : str
        What an upload has to know to get here; nobody can guess it.
    owner : str
        Whose desk it is; nobody else's files get here.
    """

    def __init__(self, folder: Path, owner: str) -> None:
        self.token = secrets.token_urlsafe(24)
        self.folder = folder
        self.owner = owner
        self.arrivals: dict[str, Arrival] = {}
        self.heard = time.monotonic()
        _desks[self.token] = self

    def arrive(self, name: str) -> Arrival:
        """Make room for a file."""
        arrival = Arrival(self.folder, name)
        self.arrivals[arrival.id] = arrival
        return arrival

    def clear(self) -> None:
        """Remove the files that nobody will come back to; an import that was begun goes on."""
        for arrival in list(self.arrivals.values()):
            if arrival.state not in ("waiting", "importing"):
                self.put_aside(arrival)

    def put_aside(self, arrival: Arrival) -> None:
        """Remove a file and stop what is being done with it."""
        self.arrivals.pop(arrival.id, None)
        arrival.put_aside()


def desk() -> Desk:
    """The desk of this browser tab."""
    if "desk" not in st.session_state:
        st.session_state["desk"] = Desk(home(), visitor().name)
    found: Desk = st.session_state["desk"]
    found.heard = time.monotonic()
    expire()
    return found


def expire() -> None:
    """Remove the files of tabs that were not heard of for long; an import that was begun goes on."""
    for each in list(_desks.values()):
        if time.monotonic() - each.heard > PATIENCE:
            each.clear()


async def upload(request: Request) -> Response:
    """One file, as the body of the request, onto the desk that the address names."""
    there = _desks.get(request.path_params["token"])
    if there is None or request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return PlainTextResponse("this page is no longer open on the server: load it again", 403)
    if refused := _not_theirs(there, request):
        return refused
    asked = parse_qs(urlsplit(str(request.url)).query, keep_blank_values=True)
    if "leave" in asked:
        await run_sync(there.clear)
        return Response(status_code=204)
    there.heard = time.monotonic()
    await run_sync(expire)
    if len(there.arrivals) >= FILES:
        return PlainTextResponse(f"{FILES} files lie here already: import them or put them aside first", 409)
    name = asked.get("name", [""])[0][:1000]
    try:
        arrival = there.arrive(name)
    except OSError as problem:
        return PlainTextResponse(str(cannot_write(there.folder, problem)), 507)
    refused = await _received(request, arrival)
    if refused is not None:
        there.put_aside(arrival)
        return refused
    arrival.look_at()
    return Response(status_code=204)


def _not_theirs(there: Desk, request: Request) -> Response | None:
    """Return the refusal of somebody whose desk this is not, or who may bring nothing."""
    try:
        sender = visitor_of(request)
        sender.require("editor", "bring files")
    except NotAllowed as problem:
        return PlainTextResponse(str(problem), 403)
    return None if sender.name == there.owner else PlainTextResponse("this page is somebody else's", 403)


async def _received(request: Request, arrival: Arrival) -> Response | None:
    """Write the body of a request; returns why not, or None."""
    written = 0
    try:
        with arrival.path.open("wb") as file:
            async for piece in request.stream():
                written += len(piece)
                if written > MOST:
                    return PlainTextResponse(f"it has more than {MOST // MB:,} MB, the most here", 413)
                file.write(piece)
    except ClientDisconnect:
        return Response(status_code=400)
    except OSError as problem:
        return PlainTextResponse(str(cannot_write(arrival.home, problem)), 507 if no_room(problem) else 500)
    return None
