"""What the server answers to whoever wants a selection as data: the file itself, or how far it is and then where it lies."""

import json
import secrets
import time
from collections.abc import AsyncIterator
from functools import cache
from urllib.parse import urlsplit

from anyio import CapacityLimiter, sleep
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from incidents.errors import ExportError
from incidents.export import KINDS
from pages.exports import Download, Writing
from pages.security import LOCKED

#: So many selections are written at once.
EXPORTING = 1
LOOKING = 0.2
"""Seconds after which it is asked again whether a file is written, and whether somebody still waits for it."""

PATIENCE = 60.0
"""Seconds in which a file that is ready has to be fetched."""

_ready: dict[str, Download] = {}


@cache
def _limited() -> CapacityLimiter:
    return CapacityLimiter(EXPORTING)


async def _exported(request: Request, kind: str) -> Download | None:
    """The file once it is written; None where the client has gone, and then nothing goes on writing it."""
    async with _limited():
        writing = await run_sync(Writing, kind, _query(request))
        try:
            while not writing.is_done():
                if await request.is_disconnected():
                    writing.stop()
                    return None
                await sleep(LOOKING)
            return await run_sync(writing.download)
        except BaseException:
            writing.stop()
            raise


async def export(request: Request) -> Response:
    """The selection of the query string as data, with its claims, sources and citation."""
    kind = request.path_params["kind"]
    if kind not in KINDS:
        return _unknown(kind)
    try:
        made = await _exported(request, kind)
    except ExportError as problem:
        return PlainTextResponse(_refusal(problem), 400, headers=LOCKED)
    return Response(status_code=499) if made is None else _sent(made)


async def exporting(request: Request) -> Response:
    """How far the file of the query string's selection is, a line of JSON at a time; the last one says where it can be fetched.

    Whoever stops listening stops the writing, too.
    """
    kind = request.path_params["kind"]
    if kind not in KINDS:
        return _unknown(kind)
    return StreamingResponse(_told(kind, _query(request)), media_type="application/x-ndjson", headers=LOCKED)


async def _told(kind: str, query: str) -> AsyncIterator[str]:
    token, writing = secrets.token_urlsafe(24), None
    try:
        if _limited().available_tokens < 1:
            yield _line(waiting=True)
        async with _limited():
            began = time.monotonic()
            writing = await run_sync(Writing, kind, query)
            while not writing.is_done():
                yield _line(seconds=round(time.monotonic() - began), bytes=writing.size())
                await sleep(LOOKING)
        _ready[token] = made = await run_sync(writing.download)
        yield _line(file=f"./atlas/exported/{token}", bytes=made.size)
        until = time.monotonic() + PATIENCE
        while token in _ready and time.monotonic() < until:
            await sleep(LOOKING)
        writing = writing if token in _ready else None  # it was fetched, and goes with the answer to that
    except ExportError as problem:
        yield _line(refused=_refusal(problem))
    finally:
        _ready.pop(token, None)
        if writing is not None:
            writing.stop()


async def exported(request: Request) -> Response:
    """A file that is ready; it can be fetched once."""
    made = _ready.pop(request.path_params["token"], None)
    if made is None:
        return PlainTextResponse("this file is not here any more: ask for it again", 404, headers=LOCKED)
    return _sent(made)


def _sent(made: Download) -> Response:
    attached = {"Content-Disposition": f'attachment; filename="{made.name}"', "Content-Length": str(made.size)}
    return StreamingResponse(made.pieces, media_type=made.media_type, headers=attached | LOCKED)


def _line(**told: object) -> str:
    return json.dumps(told) + "\n"


def _refusal(problem: ExportError) -> str:
    return f"the selection cannot be exported: {problem}"


def _unknown(kind: str) -> Response:
    return PlainTextResponse(f"no such kind of data file: {kind!r:.40}; ask for {', '.join(KINDS)}", 404)


def _query(request: Request) -> str:
    return urlsplit(str(request.url)).query


EXPORT_ROUTES = [
    Route("/atlas/export.{kind}", export),
    Route("/atlas/exporting.{kind}", exporting),
    Route("/atlas/exported/{token}", exported),
]
