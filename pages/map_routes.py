"""What the map asks for while it is looked at: finer marks of a view, the list of a mark, the counts by period."""

import json
import math
from collections.abc import Callable
from functools import cache
from typing import Any

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

import maps
from incidents import Selection
from pages.opened import opened

#: Questions of maps that are answered at the same time; the pages themselves do not wait for them.
ANSWERING = 2
HEADERS = {"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "no-store"}
MAX_OFFSET = 10_000_000

Bounds = tuple[float, float, float, float]
Json = dict[str, Any]


class UnreadableQuestion(ValueError):
    """A parameter of an address is not what it should be."""


def _marks(selection: Selection, about: QueryParams) -> Json:
    return maps.payload(opened(), selection, within=_bounds("within", about.get("within", "")))


def _list(selection: Selection, about: QueryParams) -> Json:
    cell = _bounds("cell", about["cell"]) if "cell" in about else None
    place, level = about.get("place", ""), about.get("level", "")
    return maps.listing(opened(), selection, place=place, level=level, cell=cell, offset=_offset(about))


def _cube(selection: Selection, _about: QueryParams) -> Json:
    return maps.cube(opened(), selection)


def _bounds(name: str, text: str) -> Bounds:
    """Read bounds written as west,south,east,north."""
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        raise UnreadableQuestion(f"{name} is not west,south,east,north in degrees: {text[:80]!r}") from None
    known = all(map(math.isfinite, (west, south, east, north)))
    if not (known and -180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise UnreadableQuestion(f"{name} is not on earth, or not in the order west,south,east,north: {text[:80]!r}")
    return west, south, east, north


def _offset(about: QueryParams) -> int:
    text = about.get("offset", "0")
    if not (text.isascii() and text.isdigit()) or int(text[:9]) > MAX_OFFSET:
        raise UnreadableQuestion(f"offset is not a number of records: {text[:80]!r}")
    return int(text)


@cache
def _answering() -> CapacityLimiter:
    return CapacityLimiter(ANSWERING)


def _answered(answer: Callable[[Selection, QueryParams], Json], about: QueryParams) -> bytes:
    made = answer(Selection.from_query(about.get("selection", "")), about)
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8", "replace")


def _route(name: str, answer: Callable[[Selection, QueryParams], Json]) -> Route:
    async def answered(request: Request) -> Response:
        try:
            body = await run_sync(_answered, answer, request.query_params, limiter=_answering())
        except UnreadableQuestion as problem:
            return PlainTextResponse(str(problem), 400, headers=HEADERS)
        return Response(body, media_type="application/json", headers=HEADERS)

    return Route(f"/atlas/map-{name}", answered)


#: Each takes the selection as one parameter, ``selection``, and what it is about in others.
MAP_ROUTES = [_route("marks", _marks), _route("list", _list), _route("cube", _cube)]
