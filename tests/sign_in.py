"""Signs people in for real, with a provider of its own and with a proxy's header, and tries to get in without (`make signin`).

Two servers of the app run on loopback; a Chromium goes through the provider's page. Every line that is printed was seen to hold.
"""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from playwright.sync_api import BrowserContext, Page, sync_playwright
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from incidents import Atlas
from tests.browser.chromium import find
from tests.browser.conftest import QUIET, ROOT

SHEET = "place,date,type,killed,source,note\nNushki,2026-01-29,attack,,Example newspaper,made up\n"
PEOPLE = {
    "sana@example.org": {"email_verified": True, "name": "Sana"},
    "omar@example.org": {"email_verified": True, "name": "sana@example.org"},
    "mallory": {"email": "sana@example.org", "email_verified": False, "name": "Sana"},
}


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Provider:
    """An OpenID provider that believes whoever chooses a name on its page."""

    def __init__(self) -> None:
        self.port, self.key = free_port(), RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
        self.url = f"http://127.0.0.1:{self.port}"
        self.asked: dict[str, dict[str, str]] = {}
        routes = [
            Route("/.well-known/openid-configuration", self.about), Route("/authorize", self.authorize),
            Route("/chosen", self.chosen), Route("/token", self.token, methods=["POST"]), Route("/keys", self.keys),
        ]  # fmt: skip
        self.server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=self.port, log_level="error"))
        threading.Thread(target=self.server.run, daemon=True).start()

    async def about(self, _request: Request) -> Response:
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        told: dict[str, Any] = {name: f"{self.url}/{end}" for name, end in ends.items()}
        return JSONResponse(told | {
            "issuer": self.url, "id_token_signing_alg_values_supported": ["RS256"], "response_types_supported": ["code"],
            "subject_types_supported": ["public"], "code_challenge_methods_supported": ["S256"],
        })  # fmt: skip

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        links = [f'<p><a href="/chosen?{urlencode(asked | {"who": name})}">{name}</a></p>' for name in PEOPLE]
        return HTMLResponse("".join(links))

    async def chosen(self, request: Request) -> Response:
        asked, code = dict(request.query_params), secrets.token_urlsafe(8)
        self.asked[code] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    async def token(self, request: Request) -> Response:
        sent = {key: values[0] for key, values in parse_qs((await request.body()).decode()).items()}
        asked, now = self.asked.pop(sent["code"]), int(time.time())
        claims = {"email": asked["who"], "sub": f"id-of-{asked['who']}"} | PEOPLE[asked["who"]]
        claims |= {"iss": self.url, "aud": "atlas", "iat": now, "exp": now + 600, "nonce": asked["nonce"]}
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "expires_in": 600, "id_token": signed})

    async def keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})


@contextmanager
def served(home: Path, settings: dict[str, str], port: int, *flags: str) -> Generator[str]:
    """Start the app; gives its address."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}", *flags]
    with (home.parent / "server.log").open("a") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"ATLAS_HOME": str(home)} | settings, stdout=log, stderr=log
        )
        try:
            for _ in range(300):
                with suppress(OSError), urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=2):
                    break
                time.sleep(0.2)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def status(address: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> int:
    """Return how a request is answered that a script sends."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, body, headers or {}), timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as problem:
        return problem.code


def told(address: str, headers: dict[str, str] | None = None) -> bytes:
    """Return all that the WebSocket tells somebody who asks for the page with its records."""
    back = BackMsg()
    back.rerun_script.query_string = ""
    got = b""
    with connect(
        address.replace("http", "ws") + "/_stcore/stream", origin=address, additional_headers=headers, subprotocols=["streamlit"],
    ) as wire, suppress(TimeoutError, ConnectionClosed):  # fmt: skip
        wire.send(back.SerializeToString())
        while True:
            piece = wire.recv(timeout=12)
            got += piece if isinstance(piece, bytes) else piece.encode()
    return got


def held(words: str, condition: bool) -> None:
    """Print what was seen to hold; stop where it does not."""
    if not condition:
        raise SystemExit(f"does not hold: {words}")
    print(f"holds: {words}", flush=True)


def signed_in(context: BrowserContext, address: str, name: str) -> Page:
    """Sign somebody in by the page's button and the provider's link."""
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(address)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("button", name="Sign out").wait_for()
    return page


def with_provider(new: Callable[[], BrowserContext], folder: Path, pictures: Path | None) -> None:
    """What an atlas does whose people sign in with OpenID Connect."""
    provider, title = Provider(), next(iter(Atlas.open(folder / "none").incidents().title))
    file = folder / "secrets.toml"
    settings = {"ATLAS_EDITORS": "sana@example.org", "ATLAS_HOSTS": "atlas.example"}
    port = free_port()
    file.write_text(
        f'[auth]\nredirect_uri = "http://localhost:{port}/oauth2callback"\ncookie_secret = "{secrets.token_urlsafe(32)}"\n'
        f'client_id = "atlas"\nclient_secret = "made up"\nserver_metadata_url = "{provider.url}/.well-known/openid-configuration"\n'
    )
    with served(folder / "home", settings, port, f"--secrets.files={file}") as address:
        data = f"{address}/atlas/export.csv"
        held("without a session an export is refused", status(data) == 401)
        forged = {
            "X-Forwarded-User": "sana@example.org",
            "X-Atlas-Visitor": "reviewer sana",
            "Cookie": "_streamlit_user=x",
        }
        held("forged headers and cookies change nothing", status(data, forged) == 401)
        held("without a session the WebSocket tells no record", title.encode() not in told(address, forged))
        stranger = new().new_page()
        stranger.goto(f"{address}/timeline")
        stranger.get_by_role("button", name="Sign in").wait_for()
        _picture(stranger, pictures, "sign-in")
        there = stranger.locator("[data-testid=stSidebarNav], [data-testid=stPageLink], iframe").count()
        held("a page shows the sign-in page only", title not in stranger.content() and not there)

        context = new()
        page = signed_in(context, address, "sana@example.org")
        page.wait_for_selector(".map[data-drawn]")
        held("an editor signs in by the provider and sees the map", page.get_by_text("sana@example.org").is_visible())
        _picture(page, pictures, "editor")
        held("an editor's session gets the export", context.request.get(data).status == 200)
        page.goto(f"{address}/add_data")
        page.locator("input[type=file]").first.set_input_files(
            {"name": "a.csv", "mimeType": "text/csv", "buffer": SHEET.encode()}
        )
        page.get_by_role("button", name="Add 1 incident").click()
        page.get_by_text("are in the atlas now").wait_for()
        held("an editor brings and imports a file", (folder / "home" / "datasets").is_dir())
        with page.expect_download() as download:
            page.get_by_role("button", name="Download an example sheet").click()
        media = download.value.url
        held(
            "a media address is there with the session",
            context.request.get(media).status == 200 if media.startswith("http") else True,
        )
        held(
            "the same address without a session gives nothing",
            status(f"{address}/media/x.csv") == 401 and (not media.startswith("http") or status(media) == 401),
        )

        other = new()
        reader = signed_in(other, address, "omar@example.org")
        held("a display name gives no role", reader.get_by_text(", reader").is_visible())
        held("a reader's session gets the export", other.request.get(data).status == 200)
        for where, control in (
            ("add_data", "input[type=file]"),
            ("briefings", "text=Begin a briefing"),
            ("", ".add-view"),
            ("ledger", "form"),
        ):
            reader.goto(f"{address}/{where}")
            reader.get_by_role("heading", level=1).wait_for()
            reader.wait_for_timeout(1500)
            held(f"a reader finds no control to write on /{where}", reader.locator(control).count() == 0)
            _picture(reader, pictures, f"reader-{where or 'map'}")
        doubted = signed_in(new(), address, "mallory")
        held("an address that the provider doubts gives no role", doubted.get_by_text("id-of-mallory").is_visible())

        page.goto(address)
        page.get_by_role("button", name="Sign out").click()
        page.get_by_role("button", name="Sign in").wait_for()
        held("signing out ends the session", context.request.get(data).status == 401)
    provider.server.should_exit = True


def with_proxy(folder: Path) -> None:
    """What an atlas does behind a proxy that signs people in."""
    title = next(iter(Atlas.open(folder / "none").incidents().title))
    proof = secrets.token_urlsafe(32)
    settings = {
        "ATLAS_PROXY_HEADER": "X-Forwarded-User", "ATLAS_PROXY_ADDRESSES": "127.0.0.1,::1", "ATLAS_PROXY_SECRET": proof,
        "FORWARDED_ALLOW_IPS": "", "ATLAS_HOSTS": "atlas.example",
    }  # fmt: skip
    with served(folder / "home2", settings, free_port()) as address:
        data, user = f"{address}/atlas/export.csv", {"X-Forwarded-User": "sana", "X-Forwarded-For": "10.1.2.3"}
        held("the name alone is not believed", status(data, user) == 401 and status(address, user) == 401)
        held("name and proof of the proxy are", status(data, user | {"X-Atlas-Proxy-Secret": proof}) == 200)
        held(
            "a reader cannot upload",
            status(f"{address}/atlas/upload/x", user | {"X-Atlas-Proxy-Secret": proof}, b"x") == 403,
        )
        held(
            "the WebSocket tells the records to who comes by the proxy",
            title.encode() in told(address, user | {"X-Atlas-Proxy-Secret": proof}),
        )
        with suppress(InvalidStatus):
            told(address, user)
            held("the WebSocket is closed to who does not", False)
        held("the WebSocket is closed to who does not", True)


def _picture(page: Page, pictures: Path | None, name: str) -> None:
    if pictures:
        page.screenshot(path=pictures / f"{name}.png")


def main() -> None:
    """Do all of it; ``ATLAS_PICTURES`` names a folder for screenshots."""
    pictures = Path(os.environ["ATLAS_PICTURES"]) if os.environ.get("ATLAS_PICTURES") else None
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=QUIET)
        with_provider(lambda: browser.new_context(viewport={"width": 1280, "height": 800}), Path(name), pictures)
        browser.close()
        with_proxy(Path(name))


if __name__ == "__main__":
    main()
