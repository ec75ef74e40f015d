"""From the click on a filter to the settled page, in Chromium: Map page, one-widget app, Map page without its map."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from benchmarks.madeup import fill
from benchmarks.result import Result
from benchmarks.served import ROOT, served, wait
from incidents import Atlas, Selection

HERE = Path(__file__).parent
SETTLED = (HERE / "settled.js").read_text(encoding="utf-8")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
HOLD = 120
"""Milliseconds that a page must stay settled to count as settled; not part of the time."""

LIMIT = 30_000
"""Milliseconds after which a page that has not settled is a failure."""

WARM_UP = 4
"""Changes on each page that do not count."""

SWITCH, DRAWN = "input[type=checkbox]", ".map[data-drawn]"
ONE_WIDGET, WITHOUT_MAP, MAP = "one-widget app", "Map page without the map", "Map page"


@dataclass(frozen=True)
class Look:
    """Something a settled page shows: an element's attribute, or its text where no attribute is named."""

    selector: str
    value: str
    attribute: str | None = None


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
    times: list[float] = field(default_factory=list)
    runs: list[float] = field(default_factory=list)
    received: list[float] = field(default_factory=list)

    def open(self, browser: Browser, address: str) -> None:
        """Open the page and wait until it has come to rest."""
        self.bytes = 0
        self.page = browser.new_page(viewport={"width": 1440, "height": 900})
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._count))
        self.page.goto(address)
        self.page.wait_for_selector(self.ready, state="attached", timeout=90_000)
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        self.page.wait_for_timeout(1000)

    def _count(self, frame: bytes | str) -> None:
        self.bytes += len(frame)

    def change(self) -> None:
        """Make the next change and keep the milliseconds until settled, the script's runs and the bytes received."""
        change = next(self.changes)
        expected = [look.__dict__ for look in change.expected]
        self.page.bring_to_front()
        self.bytes = 0
        told = self.page.evaluate(
            SETTLED, {"control": change.control, "expected": expected, "hold": HOLD, "limit": LIMIT}
        )
        self.times.append(told["milliseconds"])
        self.runs.append(told["runs"])
        self.received.append(self.bytes / 1024)


def measure(repetitions: int = 40, records: int = 10_000) -> tuple[list[Result], str]:
    """Return times and ratios of a filter change, and the browser's version.

    Parameters
    ----------
    repetitions : int
        Changes on each page, interleaved, after `WARM_UP` that do not count.
    records : int
        Made-up records of the fullest page; 0 leaves it out.
    """
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        subjects = _subjects(Path(folder), records)
        browser = _launch(stack)
        _serve(subjects, stack, browser, Path(folder))
        for turn in range(WARM_UP + repetitions):
            for step in range(len(subjects)):
                subjects[(turn + step) % len(subjects)].change()
        return _results(subjects), browser.version


def _subjects(folder: Path, records: int) -> list[Subject]:
    empty = folder / "empty"
    empty.mkdir()
    districts = _districts(Atlas.open(empty))
    without = _filters(empty, districts, with_map=False)
    found = [
        Subject(ONE_WIDGET, HERE / "one_widget.py", empty, SWITCH, _switches()),
        Subject(WITHOUT_MAP, HERE / "without_map.py", empty, ".headline h1", without),
        Subject(MAP, ROOT / "app.py", empty, DRAWN, _filters(empty, districts, with_map=True)),
    ]
    if records:
        full = fill(folder / "full", records)
        filters = _filters(full, districts, with_map=True)
        found.append(Subject(f"{MAP}, {records:,} more records", ROOT / "app.py", full, DRAWN, filters))
    return found


def _districts(atlas: Atlas) -> list[str]:
    """Return the filters that are switched: the districts of the embedded incidents."""
    places = [str(facet.value) for facet in atlas.facets(Selection())["places"]]
    return [place for place in places if atlas.gazetteer.place(place).level == "district"]


def _switches() -> Iterator[Change]:
    for word in cycle(("on", "off")):
        yield Change(SWITCH, (Look("[data-testid=stMarkdown] p", word),))


def _filters(home: Path, districts: Sequence[str], with_map: bool) -> Iterator[Change]:
    """Switch one district at a time so that no selection comes twice: Streamlit does not send again what it has sent.

    The order is that of a Gray code: the step's lowest bit that is set names the district.
    """
    atlas, places = Atlas.open(home), ()
    for step in count(1):
        place = districts[min((step & -step).bit_length(), len(districts)) - 1]
        places = tuple(each for each in places if each != place) if place in places else (*places, place)
        selection = Selection(places=places)
        headline = Look(".headline h1", atlas.summary(selection).headline)
        drawn = (Look(".map", selection.to_query(), "data-drawn"),) if with_map else ()
        yield Change(f'.facet[data-key="{place}"] input', (headline, *drawn))


def _launch(stack: ExitStack) -> Browser:
    path = os.environ.get("ATLAS_CHROMIUM")
    if not path:
        sys.exit(
            "no Chromium to measure in: set ATLAS_CHROMIUM to the path of one, or use 'make bench', which finds one"
        )
    playwright = stack.enter_context(sync_playwright())
    browser = playwright.chromium.launch(executable_path=path, args=QUIET)
    stack.callback(browser.close)
    return browser


def _serve(subjects: list[Subject], stack: ExitStack, browser: Browser, folder: Path) -> None:
    """Start all servers at once, then open their pages one after the other."""
    logs = [folder / f"{number}.log" for number in range(len(subjects))]
    running = [served(subject.script, subject.home, log) for subject, log in zip(subjects, logs, strict=True)]
    addresses = [stack.enter_context(server) for server in running]
    for subject, address, log in zip(subjects, addresses, logs, strict=True):
        wait(address, log)
        subject.open(browser, address)


def _results(subjects: list[Subject]) -> list[Result]:
    one_widget, without_map, *with_map = subjects
    times = [Result.of(each.name, "ms", each.times[WARM_UP:], _told(each)) for each in subjects]
    ratios = [_ratio(each, other) for each in with_map for other in (one_widget, without_map)]
    return [*times, *ratios]


def _told(subject: Subject) -> str:
    runs, received = median(subject.runs[WARM_UP:]), median(subject.received[WARM_UP:])
    return f"{runs:g} script run{'s' if runs != 1 else ''}, {received:.1f} KiB received"


def _ratio(subject: Subject, other: Subject) -> Result:
    """Return the ratio of each change to the one on the other page in the same turn."""
    pairs = zip(subject.times[WARM_UP:], other.times[WARM_UP:], strict=True)
    return Result.of(f"{subject.name} : {other.name}", "times", [mine / theirs for mine, theirs in pairs])
