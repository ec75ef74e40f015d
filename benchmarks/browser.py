"""Pages in Chromium that are changed over and over, with a clock in the page from the click until it has settled."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Error, Route, ViewportSize, sync_playwright

from benchmarks.result import Result
from benchmarks.served import ROOT, Server, served, wait

HERE = Path(__file__).parent
SETTLED = (HERE / "settled.js").read_text(encoding="utf-8")
PROBES = (HERE / "probes.js").read_text(encoding="utf-8")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
WEBGL = ("--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")
"""Let pages draw with WebGL in software where there is no graphics card."""

HOLD = 120
"""Milliseconds that a page must stay settled to count as settled; not part of the time."""

LIMIT = 30_000
"""Milliseconds after which a page that has not settled is a failure."""

PATIENCE = 90_000
"""Milliseconds that a page may take to be shown for the first time."""

REST = 1000
"""Milliseconds that a page is left alone for once it is shown: what it still does then is no part of a change."""

WARM_UP = 3
"""Changes on each page that do not count."""

SCREEN: ViewportSize = {"width": 1440, "height": 900}


@dataclass(frozen=True)
class Look:
    """Something a settled page shows: what a probe finds, or an element's attribute, or its text."""

    selector: str
    value: str
    attribute: str | None = None
    probe: str | None = None


@dataclass(frozen=True)
class Change:
    """A click on a control, and what it leads to."""

    control: str
    expected: tuple[Look, ...]


@dataclass
class Subject:
    """A page that is changed over and over, and the numbers taken from it; it is `ready` once it shows that selector."""

    name: str
    script: Path
    home: Path
    ready: str
    changes: Iterator[Change]
    python: str = sys.executable
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    settings: Path = ROOT
    limit: int = LIMIT
    patience: int = PATIENCE
    times: list[float] = field(default_factory=list[float])
    runs: list[float] = field(default_factory=list[float])
    received: list[float] = field(default_factory=list[float])

    def serve(self, stack: ExitStack, folder: Path) -> None:
        """Start its server; `wait` until it answers."""
        self.log = folder / f"{self.name.replace(':', '').replace('/', '')}.log"
        self.server: Server = stack.enter_context(
            served(
                self.script,
                self.home,
                self.log,
                python=self.python,
                environment=self.environment,
                settings=self.settings,
            )
        )

    def open(
        self, browser: Browser, first: Sequence[Look] = (), files: Mapping[str, Path] | None = None, rest: int = REST
    ) -> None:
        """Open the page and wait until it has come to rest.

        Parameters
        ----------
        first : sequence of Look
            What probes find once it has.
        files : mapping of str to Path, optional
            What a page that wants files of other hosts gets, by file name; for any other it gets an empty answer.
        rest : int
            Milliseconds that it is left alone for after it is shown.
        """
        wait(self.server, self.log)
        self.bytes = 0
        self.page = browser.new_page(viewport=SCREEN)
        self.page.add_init_script(PROBES)
        if files is not None:
            self.page.route(lambda url: not url.startswith(self.server.address), _from_here(files))
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._count))
        self.page.goto(self.server.address)
        self.page.wait_for_selector(self.ready, state="attached", timeout=self.patience)
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=self.patience)
        for look in first:
            self.page.wait_for_function(
                "look => atlasProbes[look.probe]() === look.value", arg=asdict(look), timeout=self.patience
            )
        self.page.wait_for_timeout(rest)

    def _count(self, frame: bytes | str) -> None:
        self.bytes += len(frame)

    def change(self) -> float:
        """Make the next change; keep and return the milliseconds until settled, keep the script's runs and the bytes received."""
        change = next(self.changes)
        asked = {"control": change.control, "expected": [asdict(look) for look in change.expected]}
        self.page.bring_to_front()
        self.bytes = 0
        told = self.page.evaluate(SETTLED, asked | {"hold": HOLD, "limit": self.limit})
        self.times.append(told["milliseconds"])
        self.runs.append(told["runs"])
        self.received.append(self.bytes / 1024)
        return told["milliseconds"]

    def close(self) -> None:
        """End its server, which may still be at work, and close the page, whatever state it is in."""
        with suppress(ProcessLookupError):
            os.kill(self.server.process, signal.SIGKILL)
        with suppress(Error):
            self.page.close()

    def result(self, skip: int = WARM_UP) -> Result:
        """Return its times without the first ones."""
        runs, received = median(self.runs[skip:]), median(self.received[skip:])
        note = f"{runs:g} script run{'s' if runs != 1 else ''}, {received:.1f} KiB received"
        return Result.of(self.name, "ms", self.times[skip:], note)

    def ratio(self, other: Subject, skip: int = WARM_UP, aim: float | None = None) -> Result:
        """Return the ratio of each change to the one on the other page in the same turn."""
        pairs = zip(self.times[skip:], other.times[skip:], strict=True)
        note = "" if aim is None else f"aim {aim:g}"
        return Result.of(f"{self.name} : {other.name}", "times", [mine / theirs for mine, theirs in pairs], note)


def take_turns(subjects: Sequence[Subject], turns: int) -> None:
    """Change each page once a turn, another one first in each, so that noise hits all alike."""
    for turn in range(turns):
        for step in range(len(subjects)):
            subjects[(turn + step) % len(subjects)].change()


def launch(stack: ExitStack, *more: str) -> Browser:
    """Start Chromium."""
    path = os.environ.get("ATLAS_CHROMIUM")
    if not path:
        sys.exit("no Chromium to measure in: set ATLAS_CHROMIUM to one's path, or use 'make bench', which finds one")
    playwright = stack.enter_context(sync_playwright())
    browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *more])
    stack.callback(browser.close)
    return browser


def _from_here(files: Mapping[str, Path]) -> Any:
    """Answer a request to another host with the file of that name, or with nothing."""

    def answer(route: Route) -> None:
        file = files.get(route.request.url.rpartition("/")[2].partition("?")[0])
        if file:
            route.fulfill(path=file)
        elif route.request.url.endswith((".json", "style")):
            route.fulfill(json={"version": 8, "sources": {}, "layers": []})
        else:
            route.fulfill(body="")

    return answer
