"""Sends a request to an ASGI app without a server, and says what came back and whether the app behind was reached."""

from typing import Any

from starlette.types import Receive, Scope, Send

from tests.awaiting import awaited

Headers = list[tuple[bytes, bytes]]


class Behind:
    """An app that answers everything and keeps what it was asked."""

    def __init__(self) -> None:
        self.scopes: list[Scope] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"answered"})


def ask(
    app: Any,
    path: str,
    *,
    headers: dict[str, str] | None = None,
    peer: str = "127.0.0.1",
    method: str = "GET",
    kind: str = "http",
) -> tuple[int, str]:
    """Return status and words of the answer; of a WebSocket 101 or the code it was closed with."""
    path, _, query = path.partition("?")
    given: Headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in (headers or {}).items()]
    scope: Scope = {
        "type": kind, "method": method, "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": [(b"host", b"localhost"), *given], "client": (peer, 50000), "server": ("localhost", 80),
        "scheme": "ws" if kind == "websocket" else "http", "root_path": "", "http_version": "1.1",
    }  # fmt: skip
    messages: list[Any] = []

    async def receive() -> Any:
        return {"type": "websocket.connect" if kind == "websocket" else "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        messages.append(message)

    awaited(app(scope, receive, send))
    first = messages[0]
    if kind == "websocket":
        return (101, "") if first["type"] == "websocket.accept" else (first["code"], first["reason"])
    body = b"".join(message.get("body", b"") for message in messages[1:])
    return first["status"], body.decode("utf-8", "replace")
