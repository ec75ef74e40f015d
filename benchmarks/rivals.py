"""The same filter change on maps of other makers, beside our whole Map page, at the sizes that each survives."""

from __future__ import annotations

import json
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which

import pandas as pd
from playwright.sync_api import Browser, Error

from benchmarks import acled_like
from benchmarks.browser import WEBGL, Change, Look, Subject, launch
from benchmarks.filter_change import KINDS, map_page, selections
from benchmarks.result import Result
from benchmarks.served import ROOT
from incidents.importers import INCIDENTS

APPS = Path(__file__).parent / "rival_apps"
PYTHON = ROOT / ".venv-bench" / "bin" / "python"
SIZES = (10_000, 100_000, 1_000_000)
LIMIT = 20.0
"""Seconds that a filter change may take; a rival that takes longer, or breaks, is not asked at larger sizes."""

PATIENCE = 45.0
"""Seconds that a rival may take to be shown for the first time."""

SKIP = 1
"""Changes at each size that do not count."""

#: Versions of the scripts and styles that folium asks other hosts for, by npm's names.
FILES = ("leaflet@1.9.3", "leaflet.markercluster@1.1.0", "jquery@3.7.1", "bootstrap@5.2.2")


@dataclass
class Rival:
    """A map of another maker: its script, what finds out how many events it has drawn, and where it stopped."""

    name: str
    script: str
    probe: str
    ready: str
    stopped: str = ""
    subject: Subject = field(init=False)


def rivals() -> list[Rival]:
    """Return the maps that are compared."""
    return [
        Rival("folium MarkerCluster", "marker_cluster.py", "markers", "iframe"),
        Rival("folium FastMarkerCluster", "fast_marker_cluster.py", "markers", "iframe"),
        Rival("st.map", "st_map.py", "instances", "canvas"),
        Rival("pydeck", "deck.py", "instances", "canvas"),
        Rival("plotly", "plot.py", "points", ".js-plotly-plot"),
    ]


def measure(repetitions: int = 2, sizes: Sequence[int] = SIZES, limit: float = LIMIT) -> Iterator[Result]:
    """Yield times of a filter change and ratios to our page's, at each size that a map survives; and where it stops.

    Parameters
    ----------
    repetitions : int
        Changes on each page, in turns.
    sizes : sequence of int
        Incidents.
    limit : float
        Seconds that a change may take.
    """
    if not PYTHON.exists():
        raise RuntimeError("the other makers' packages are not installed: use 'make bench', which installs them")
    every = rivals()
    with tempfile.TemporaryDirectory() as folder:
        files = _files(Path(folder), every)
        yield from (_stop(rival, sizes[0]) for rival in every if rival.stopped)
        for size in sizes:
            left = [rival for rival in every if not rival.stopped]
            yield from _at(size, left, repetitions, limit, files)


def _files(folder: Path, every: Sequence[Rival]) -> dict[str, Path]:
    """Return what folium fetches; where it cannot be had, its maps are left out."""
    try:
        return packed(folder)
    except (RuntimeError, subprocess.SubprocessError) as error:
        for rival in every:
            rival.stopped = f"not measured: {error}" if rival.ready == "iframe" else ""
        return {}


def _at(size: int, left: list[Rival], repetitions: int, limit: float, files: Mapping[str, Path]) -> list[Result]:
    """Measure at one size what has not stopped yet."""
    turns = SKIP + repetitions
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        ours = map_page(size, turns)
        ours.serve(stack, Path(folder))
        for rival in left:
            rival.subject = _subject(rival, size, turns, limit)
            rival.subject.serve(stack, Path(folder))
        browser = launch(stack, *WEBGL)
        ours.open(browser)
        there = [rival for rival in left if _survives(rival, lambda rival: _open(rival, browser, size, files))]
        for _ in range(turns):
            ours.change()
            there = [rival for rival in there if _survives(rival, lambda rival: rival.subject.change())]
        results = [ours.result(SKIP)]
        results += [_stop(rival, size) if rival.stopped else rival.subject.result(SKIP) for rival in left]
        return results + [rival.subject.ratio(ours, SKIP) for rival in there]


def _subject(rival: Rival, size: int, turns: int, limit: float) -> Subject:
    home = acled_like.home(size)
    environment = {"BENCHMARK_EVENTS": str(_events(home)), "BENCHMARK_KINDS": ",".join(KINDS)}
    return Subject(
        f"{rival.name}, {size:,} incidents",
        APPS / rival.script,
        home,
        rival.ready,
        _changes(rival.probe, home, turns),
        python=str(PYTHON),
        environment=environment,
        settings=home,
        limit=int(limit * 1000),
        patience=int(PATIENCE * 1000),
    )


def _events(home: Path) -> Path:
    return next(home.glob(f"imported/*/v1/{INCIDENTS}"))


def _changes(probe: str, home: Path, turns: int) -> Iterator[Change]:
    """The filters of the Map page's changes, and how many events each leads to."""
    counts = pd.read_parquet(_events(home), columns=["event_type"])["event_type"].value_counts()
    for kind, selection in selections(turns):
        count = sum(int(counts.get(each, 0)) for each in selection.event_types)
        said = Look(".st-key-count p", f"{count} incidents")
        yield Change(f'input[aria-label="{kind}"]', (said, Look("", str(count), probe=probe)))


def _open(rival: Rival, browser: Browser, size: int, files: Mapping[str, Path]) -> None:
    rival.subject.open(browser, [Look("", str(size), probe=rival.probe)], files)


def _survives(rival: Rival, step: Callable[[Rival], object]) -> bool:
    """Take a step; where it fails, note why and close the page."""
    try:
        step(rival)
    except (Error, RuntimeError) as error:
        rival.stopped = str(error).partition("\n")[0]
        rival.subject.close()
    return not rival.stopped


def _stop(rival: Rival, size: int) -> Result:
    return Result.of(f"{rival.name} stops at {size:,}", "", [float("nan")], rival.stopped)


def packed(folder: Path) -> dict[str, Path]:
    """Return files of npm packages by their names: what folium would fetch from other hosts, fetched once with npm.

    They are unpacked into a folder and used from there, never kept.
    """
    npm = which("npm")
    if npm is None:
        raise RuntimeError("npm is needed for the scripts that folium fetches from other hosts")
    for name in FILES:
        told = subprocess.run(
            [npm, "pack", "--json", name], cwd=folder, check=True, capture_output=True, text=True, timeout=120
        )
        with tarfile.open(folder / json.loads(told.stdout)[0]["filename"]) as archive:
            archive.extractall(folder / name.partition("@")[0], filter="data")
    return {path.name: path for path in folder.rglob("dist/**/*") if path.is_file()}
