"""Trusted hosts, admission, and security headers for every response, the map document's own policy included."""

import base64
import hashlib
import os
import re
from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.access import named_hosts
from pages.admission import Admission

#: Names the app answers to. More, separated by commas, come from the environment variable ``ATLAS_HOSTS``.
HOSTS = ["localhost", "127.0.0.1", "::1", "[::1]", *named_hosts(os.environ)]

#: Headers of a file to keep: as a page it could do nothing, and nothing on the way keeps it.
LOCKED = {"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "no-store"}


def inline_script_hashes(html: str) -> list[str]:
    """CSP sources for the inline scripts of a page.

    >>> inline_script_hashes("<script>x</script>")
    ["'sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE='"]
    """
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    return [f"'sha256-{digest}'" for digest in digests]


def app_policy() -> str:
    """The Content-Security-Policy of the pages: this host only; no inline script but the one Streamlit ships."""
    index = Path(st.__file__).parent / "static" / "index.html"
    scripts = " ".join(["'self'", "blob:", *inline_script_hashes(index.read_text(encoding="utf-8"))])
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "object-src 'none'",
        ]
    )


class SecurityHeaders:
    """Adds the security headers to each response; a response's own policy (the map document's) wins."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = {
            b"content-security-policy": app_policy().encode(),
            b"x-content-type-options": b"nosniff",
            b"referrer-policy": b"no-referrer",
            b"cross-origin-opener-policy": b"same-origin",
            b"permissions-policy": b"geolocation=(), camera=(), microphone=(), payment=(), fullscreen=*",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message.get("headers", [])}
                added = [(name, value) for name, value in self.headers.items() if name not in own]
                message["headers"] = [*message.get("headers", []), *added]
            await send(message)

        await self.app(scope, receive, send_with_headers)


class KnownOrigins:
    """Refuses a WebSocket that a page of another origin opens, before Streamlit looks up addresses to compare it with."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self.app = app
        self.hosts = set(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = dict(scope.get("headers", [])).get(b"origin", b"").decode("latin-1")
        if scope["type"] == "websocket" and origin and urlsplit(origin).hostname not in self.hosts:
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": "unknown origin"})
            return
        await self.app(scope, receive, send)


MIDDLEWARE = [
    Middleware(KnownOrigins, hosts=HOSTS),
    Middleware(SecurityHeaders),
    Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False),
    Middleware(Admission),
]
