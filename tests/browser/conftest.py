"""A running app on a free port with an empty home, and a Chromium that may reach nothing else."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.browser.chromium import find

ROOT = Path(__file__).parents[2]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
#: Machines that run tests may be busy; what never comes is still told.
expect.set_options(timeout=30_000)
SCREEN: ViewportSize = {"width": 1440, "height": 900}


class App:
    """A Streamlit server of this project on a port of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            "app.py",
            "--server.headless=true",
            f"--server.port={self.port}",
        ]
        environment = os.environ | {"ATLAS_HOME": str(self.home)}
        self.log = (self.home.parent / "server.log").open("w")
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=self.log, stderr=subprocess.STDOUT)
        for _ in range(300):
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2) as answer,
            ):
                if answer.status == 200:
                    return
            time.sleep(0.2)
        raise RuntimeError(f"the app did not start: {Path(self.log.name).read_text()}")

    def __enter__(self) -> "App":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)
        self.log.close()

    def said(self) -> str:
        return Path(self.log.name).read_text()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with App(tmp_path_factory.mktemp("atlas") / "home") as served:
        yield served


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser for tests that want a context of their own making."""
    launched = playwright.chromium.launch(executable_path=find(), args=QUIET)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def profile(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A browser that stays open: it knows Streamlit's scripts from before, which spares half of opening a page."""
    opened = playwright.chromium.launch_persistent_context(
        tmp_path_factory.mktemp("profile"), executable_path=find(), args=QUIET, viewport=SCREEN, accept_downloads=True
    )
    opened.grant_permissions(["clipboard-read", "clipboard-write"])
    yield opened
    opened.close()


@pytest.fixture
def refused() -> list[str]:
    """Addresses outside this machine that a page asked for; none has an answer."""
    return []


@pytest.fixture
def context(profile: BrowserContext, refused: list[str]) -> Iterator[BrowserContext]:
    """The browser as a new visitor has it: one empty page, and nothing kept from earlier tests."""
    asked: set[str] = set()

    def look(request: Request) -> None:
        address = urlsplit(request.url)
        if address.hostname in ("127.0.0.1", "localhost"):
            asked.add(f"{address.scheme}://{address.netloc}")
        elif address.hostname is not None:
            refused.append(request.url)

    before = list(profile.pages)
    profile.on("request", look)
    yield profile
    profile.remove_listener("request", look)
    profile.set_offline(False)
    for each in profile.pages:
        if each not in before:
            each.close()
    profile.clear_cookies()
    session = profile.new_cdp_session(before[0])
    for origin in asked:
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    session.detach()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    return opened
