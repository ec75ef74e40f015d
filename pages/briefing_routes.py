"""What the server answers about briefings: the presenter, the kiosk and its news, and a briefing as a file."""

import hashlib
import json
import logging
import math
from collections.abc import Callable
from functools import cache
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from briefing import BadBriefing, Briefing, BriefingError, Library, UnknownBriefing
from briefing.exports import KINDS, written
from briefing.live import LIVE, live
from briefing.presenter import presenter, talk
from briefing.state import today
from incidents import Atlas, Selection
from incidents.selection import FIELDS
from maps import document_csp
from maps.errors import MapError
from pages.opened import opened
from pages.view import PAGE_KEYS, view_from_query

#: Seconds that a kiosk shows a scene and waits between two questions, and how much faster a simulation runs: least, usual, most.
KIOSK = {"cycle": (2.0, 15.0, 600.0), "poll": (2.0, 30.0, 3600.0), "speed": (1.0, 1.0, 120.0)}
#: So many documents are made at once; those who wait hold no thread that the pages need.
MAKING = 2
_PLAIN = """body{margin:0;background:#fff;color:#23221e;font:17px/1.5 system-ui,sans-serif}main{max-width:40rem;margin:12vh auto;padding:0 24px}
h1{font-size:26px;line-height:1.25}p{overflow-wrap:anywhere}a{color:#a3401a}
@media(prefers-color-scheme:dark){body{background:#171715;color:#eceae2}a{color:#f0945f}}"""
_LOCKED = {"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "no-store"}
_told: dict[tuple[Any, ...], tuple[Atlas, dict[str, Any], str]] = {}


@cache
def _making() -> CapacityLimiter:
    return CapacityLimiter(MAKING)


def _read(request: Request) -> tuple[Atlas, Briefing]:
    """The briefing of an address; ``live`` is the selection of its query."""
    atlas, query = opened(), urlsplit(str(request.url)).query
    briefing_id: str = request.path_params["id"]
    if briefing_id != LIVE:
        _refuse_filters(request)
        return atlas, Library().read(briefing_id)
    own = (*PAGE_KEYS, *KIOSK, "have")
    pairs = [(key, value) for key, value in parse_qsl(query, keep_blank_values=True) if key not in own]
    view = view_from_query(query)[0]
    if "view" in request.query_params and view is None:
        raise BadBriefing(
            f"view = {request.query_params['view']!r:.80}: not zoom/latitude/longitude; take it from the address of the map page"
        )
    return atlas, live(atlas, Selection.from_query(urlencode(pairs)), view)


def _refuse_filters(request: Request) -> None:
    """A briefing shows its own selections; whoever filters it in its address would take what is shown for the filtered one."""
    filters = [key for key in request.query_params if key in FIELDS]
    if filters:
        given = f"{filters[0]} = {request.query_params[filters[0]]!r:.80}"
        raise BadBriefing(f"{given}: a briefing shows what its scenes select; leave it out, or filter {LIVE!r} instead")


def _talk(atlas: Atlas, briefing: Briefing) -> tuple[dict[str, Any], str]:
    """What a kiosk shows, and its fingerprint; made once for the same data, version and day."""
    key = (id(atlas), today(), briefing.model_dump_json())
    if key not in _told:
        told = talk(atlas, briefing)
        digest = hashlib.sha256(
            json.dumps(told, sort_keys=True, default=str).encode("utf-8", "surrogatepass")
        ).hexdigest()
        while len(_told) >= 8:
            _told.pop(next(iter(_told)), None)
        _told[key] = (atlas, told, digest[:16])
    return _told[key][1:]


async def _answer(request: Request, make: Callable[[Request], Response]) -> Response:
    """Make the answer in a thread; what goes wrong is told in words: to a program as text, to a person as a page."""
    try:
        return await run_sync(make, request, limiter=_making())
    except UnknownBriefing as problem:
        return _told_why(request, "There is no such briefing", str(problem), 404)
    except (BriefingError, MapError) as problem:
        return _told_why(request, "This briefing cannot be shown", str(problem), 400)
    except Exception as problem:
        logging.getLogger(__name__).error("a briefing could not be shown", exc_info=problem)
        return _told_why(request, "This briefing could not be shown", "a fault of the atlas, told in its log", 500)


def _told_why(request: Request, title: str, reason: str, status: int) -> Response:
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(f"{title[:1].lower()}{title[1:]}: {reason}", status, headers=_LOCKED)
    home = request.scope.get("root_path", "")
    words = f"{reason[:1].upper()}{reason[1:]}{'' if reason.endswith('.') else '.'}"
    html = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title><style>{_PLAIN}</style></head>'
        f"<body><main><h1>{escape(title)}</h1><p>{escape(words)}</p>"
        f'<p>What there is stands on the page <a href="{escape(home)}/briefings">Briefings</a>.</p></main></body></html>'
    )
    headers = _LOCKED | {"Content-Security-Policy": f"{document_csp(html)}; frame-ancestors 'none'"}
    return Response(html, status, headers, "text/html")


async def address(request: Request) -> Response:
    """The address of a briefing by itself: its presenter."""
    return await _answer(request, _address)


def _address(request: Request) -> Response:
    _read(request)
    return RedirectResponse(f"{request.url.path.rstrip('/')}/present")


async def present(request: Request) -> Response:
    """The standalone document as the presenter: sandboxed, with leave to open the speaker's window, which stays in touch."""
    return await _answer(request, _present)


def _present(request: Request) -> Response:
    html = presenter(*_read(request), own_policy=False)
    policy = f"sandbox allow-scripts allow-popups; {document_csp(html)}; frame-ancestors 'none'"
    return _page(html, policy)


def _page(html: str, policy: str) -> Response:
    headers = {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Cross-Origin-Opener-Policy": "unsafe-none",
    }
    return Response(html, media_type="text/html", headers=headers)


async def kiosk(request: Request) -> Response:
    """The same document going round by itself and asking this server, and no other, for news."""
    return await _answer(request, _kiosk)


def _kiosk(request: Request) -> Response:
    atlas, briefing = _read(request)
    settings = {name: _amount(request, name) for name in KIOSK}
    query = urlsplit(str(request.url)).query
    address = f"news?{query}" if query else "news"
    told = settings | {"data": address, "fingerprint": _talk(atlas, briefing)[1]}
    html = presenter(atlas, briefing, own_policy=False, kiosk=told)
    return _page(html, f"{document_csp(html)}; connect-src 'self'; frame-ancestors 'none'")


def _amount(request: Request, name: str) -> float:
    least, usual, most = KIOSK[name]
    given = request.query_params.get(name, str(usual))
    try:
        wanted = float(given)
    except ValueError:
        wanted = math.nan
    if not least <= wanted <= most:
        raise BadBriefing(f"{name} = {given!r:.80}: give a number from {least:g} to {most:g}, or leave it out")
    return wanted


async def news(request: Request) -> Response:
    """What a kiosk shows now, or only its fingerprint where that is the one that it ``have``s."""
    return await _answer(request, _news)


def _news(request: Request) -> Response:
    told, fingerprint = _talk(*_read(request))
    same = request.query_params.get("have") == fingerprint
    body = {"fingerprint": fingerprint} | ({} if same else told)
    return Response(json.dumps(body), media_type="application/json", headers=_LOCKED)


async def briefing_file(request: Request) -> Response:
    """A briefing as a file to take away."""
    ending = request.path_params["ending"]
    if ending not in KINDS:
        return PlainTextResponse(f"no such kind of briefing file: {ending!r:.40}; ask for {', '.join(KINDS)}", 404)
    return await _answer(request, _file)


def _file(request: Request) -> Response:
    atlas, briefing = _read(request)
    ending: str = request.path_params["ending"]
    attached = {"Content-Disposition": f'attachment; filename="{briefing.id}.{ending}"'}
    return Response(written(atlas, briefing, ending), media_type=KINDS[ending], headers=attached | _LOCKED)


BRIEFING_ROUTES = [
    Route("/atlas/briefing/{id}", address),
    Route("/atlas/briefing/{id}/present", present),
    Route("/atlas/briefing/{id}/kiosk", kiosk),
    Route("/atlas/briefing/{id}/news", news),
    Route("/atlas/briefing/{id}/file.{ending}", briefing_file),
]
