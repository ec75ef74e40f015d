"""Lets in who has shown who they are: every request, file, upload and WebSocket; without that there is nothing to be had."""

import hmac
import json
import re
from http.cookies import CookieError, SimpleCookie
from typing import Any

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from incidents.curated import Actor
from pages.access import PROOF_HEADER, Access, access, is_loopback
from pages.visitor import HEADER, note

Headers = list[tuple[bytes, bytes]]

#: Says that the server runs, and nothing else.
HEALTH = "/_stcore/health"
#: What the sign-in page is made of: the empty shell of any page, its scripts, fonts and styles, and the way to the provider.
#: No record, no file and no figure is among it. The WebSocket gives somebody without a session the sign-in page only.
OPEN = re.compile(
    r"/[a-z_]*|/static/.+|/[a-z-]+\.(?:png|json|svg|ico)|/_stcore/(?:health|host-config|stream)"
    r"|/auth/(?:login|logout)|/oauth2callback|/atlas/(?:fonts|parts)/[^/]+"
)
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")


class Admission:
    """Works out the visitor of each request, writes them into it for pages and routes, and refuses everybody else."""

    def __init__(self, app: ASGIApp, chosen: Access | None = None) -> None:
        self.app = app
        self.access = chosen or access()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers: Headers = [each for each in scope["headers"] if each[0].lower() != HEADER.encode()]
        found = visitor_in(self.access, scope, headers)
        if isinstance(found, Actor):
            headers.append((HEADER.encode(), note(found).encode()))
        elif not _is_open(self.access, scope):
            await _refused(found, scope, receive, send)
            return
        await self.app({**scope, "headers": headers}, receive, send)


class Turned(str):
    """Why somebody is not let in: a sentence, and whether it is for want of a session or of leave."""

    status = 401

    @classmethod
    def away(cls, words: str) -> "Turned":
        """Return the refusal of somebody who is known and may not."""
        turned = cls(words)
        turned.status = 403
        return turned


def visitor_in(found: Access, scope: Scope, headers: Headers) -> Actor | Turned:
    """Return who sends a request, or why they are not let in."""
    ask = {"local": _local, "oidc": _signed_in, "proxy": _by_proxy}[found.how]
    name = ask(found, scope, headers)
    if isinstance(name, Turned):
        return name
    return found.actor(name) or Turned.away(f"{name!r:.200} has no role in this atlas; ask whoever runs it")


def _local(_found: Access, scope: Scope, headers: Headers) -> str | Turned:
    """Take whoever is at this computer for its one user; what came through a proxy is from somebody else."""
    names = {name.decode("latin-1").lower() for name, _ in headers}
    forwarded = next((name for name in _FORWARDED if name in names), None)
    if forwarded:
        return Turned.away(
            f"this atlas answers this computer only, and a proxy sent this (header {forwarded}); see docs/team.md"
        )
    if not is_loopback(_peer(scope)):
        return Turned.away("this atlas answers this computer only; see docs/team.md")
    return "local user"


def _by_proxy(found: Access, scope: Scope, headers: Headers) -> str | Turned:
    """Believe the header of the trusted proxy, and of nobody else."""
    proxy = found.proxy
    assert proxy is not None
    if not proxy.stands_at(_peer(scope)):
        return Turned("this atlas is reached through its proxy only")
    secrets, names = _values(headers, PROOF_HEADER), _values(headers, proxy.header)
    if proxy.secret and not (len(secrets) == 1 and hmac.compare_digest(secrets[0], proxy.secret.encode())):
        return Turned(f"the proxy did not prove itself: it has to send {PROOF_HEADER}")
    name = names[0].decode("utf-8", "replace").strip() if len(names) == 1 else ""
    return name or Turned(f"the proxy did not say who you are: it has to send {proxy.header} once")


def _signed_in(found: Access, _scope: Scope, headers: Headers) -> str | Turned:
    """Read the session's cookie, which Streamlit signed when the provider had said who somebody is."""
    claims = session_claims(b"; ".join(_values(headers, "cookie")).decode("latin-1"), found.origin)
    return person(claims) or Turned("sign in first: open the atlas in this browser")


def session_claims(cookies: str, origin: str) -> dict[str, Any]:
    """Return what the provider said of the person whose cookies these are; nothing where no session is in them."""
    try:
        sent = {name: morsel.value for name, morsel in SimpleCookie(cookies).items()}
    except CookieError:
        return {}
    secret = get_cookie_secret()

    def one(name: str) -> bytes | None:
        return decode_signed_value(secret, name, sent[name]) if secret and name in sent else None

    try:
        claims = json.loads(get_cookie_with_chunks(one, USER_COOKIE_NAME) or b"{}")
    except ValueError:
        return {}
    kept = isinstance(claims, dict) and claims.get("is_logged_in") is True and claims.get("origin") == origin
    return claims if kept else {}


def person(claims: dict[str, Any]) -> str:
    """Return who somebody is: their e-mail address, unless the provider doubts it, else its own id of them.

    >>> person({"email": "sana@example.org", "sub": "17"})
    'sana@example.org'
    >>> person({"email": "sana@example.org", "email_verified": False, "sub": "17"})
    '17'
    >>> person({"name": "sana@example.org"})
    ''
    """
    doubted = str(claims.get("email_verified", True)).lower() == "false"
    email, own = str(claims.get("email") or "").strip(), str(claims.get("sub") or "").strip()
    provider = str(claims.get("provider") or "default")
    if email and not doubted:
        return email
    return own if provider == "default" or not own else f"{provider}:{own}"


def _is_open(found: Access, scope: Scope) -> bool:
    """Return whether a request is answered without a session."""
    path: str = scope["path"]
    if path == HEALTH and scope["type"] == "http":
        return True
    return found.how == "oidc" and OPEN.fullmatch(path) is not None and ".." not in path


async def _refused(why: Turned, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": "not signed in"})
        return
    words = PlainTextResponse(f"{why}\n", why.status, headers={"Cache-Control": "no-store"})
    await words(scope, receive, send)


def _values(headers: Headers, name: str) -> list[bytes]:
    return [value for each, value in headers if each.lower() == name.encode()]


def _peer(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""
