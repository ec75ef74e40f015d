"""Twenty people at once: one in Chromium, the others as WebSocket clients; how long they wait, what the server holds."""

from __future__ import annotations

import asyncio
import random
import tempfile
import threading
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from benchmarks.browser import PATIENCE, Subject, launch
from benchmarks.filter_change import FEW, KINDS, MOST, map_page
from benchmarks.result import Result
from benchmarks.sessions import Visitor

VISITORS = 19
PAUSE = 2.0
"""Seconds between an answer and the next change, on average; from half to one and a half of it."""

AIM, MEMORY_AIM = 3.0, 1000


@dataclass
class Crowd:
    """A page with visitors, and the milliseconds that each of their changes took, a list a round."""

    subject: Subject
    times: list[list[float]] = field(default_factory=list[list[float]])
    in_chromium: list[list[float]] = field(default_factory=list[list[float]])


def measure(
    repetitions: int = 2, size: int = 1_000_000, visitors: int = VISITORS, seconds: float = 20, pause: float = PAUSE
) -> list[Result]:
    """Return how long filter changes take while many make them, beside the same on the page of ten; and the memory.

    Parameters
    ----------
    repetitions : int
        Rounds; in each, first the one page and then the other has its visitors.
    size : int
        Incidents of the large page.
    visitors : int
        WebSocket clients beside the one in Chromium.
    seconds : float
        How long a page has its visitors in a round.
    pause : float
        Seconds between an answer and that visitor's next change.
    """
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        few, many = (Crowd(map_page(each, MOST)) for each in (FEW, size))
        for crowd in (few, many):
            crowd.subject.limit = PATIENCE
            crowd.subject.serve(stack, Path(folder))
        browser = launch(stack)
        for crowd in (few, many):
            crowd.subject.open(browser)
        for number in range(repetitions):
            for crowd in (few, many) if number % 2 == 0 else (many, few):
                _round(crowd, visitors, seconds, pause, number)
        return [*_results(few, visitors), *_results(many, visitors), *_ratios(few, many)]


def _round(crowd: Crowd, visitors: int, seconds: float, pause: float, number: int) -> None:
    """Let all change filters for some seconds."""
    chance, subject = random.Random(number), crowd.subject
    with visited(subject.server.address, visitors, pause, number) as times:
        mine: list[float] = []
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            mine.append(subject.change())
            subject.page.wait_for_timeout(_pause(chance, pause) * 1000)
    crowd.times.append(times)
    crowd.in_chromium.append(mine)


@contextmanager
def visited(address: str, visitors: int, pause: float, seed: int) -> Generator[list[float]]:
    """Have visitors change filters of a page until the end of the block; give the list that their milliseconds go to.

    The block begins when all of them have seen the page. An error of one of them is raised at the end.
    """
    times: list[float] = []
    ready, over, failed = threading.Barrier(2), threading.Event(), list[Exception]()

    def run() -> None:
        try:
            asyncio.run(_visits(address, visitors, pause, seed, times, ready, over))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is raised where the block ends
            failed.append(error)
            ready.abort()

    thread = threading.Thread(target=run, name="visitors")
    thread.start()
    try:
        ready.wait(timeout=180)
        yield times
    finally:
        over.set()
        thread.join()
        if failed:
            raise failed[0]


async def _visits(
    address: str,
    visitors: int,
    pause: float,
    seed: int,
    times: list[float],
    ready: threading.Barrier,
    over: threading.Event,
) -> None:
    async def changes(visitor: Visitor, chance: random.Random) -> None:
        await asyncio.sleep(chance.uniform(0, pause))
        while not over.is_set():
            times.append(await visitor.switch(chance.choice(KINDS)) * 1000)
            await asyncio.sleep(_pause(chance, pause))

    everyone = [Visitor(address) for _ in range(visitors)]
    try:
        for visitor in everyone:
            await visitor.visit()
        ready.wait(timeout=60)
        await asyncio.gather(
            *(changes(visitor, random.Random(seed * 1000 + number)) for number, visitor in enumerate(everyone))
        )
    finally:
        for visitor in everyone:
            await visitor.close()


def _pause(chance: random.Random, pause: float) -> float:
    return pause * chance.uniform(0.5, 1.5)


def p95(samples: list[float]) -> float:
    """Return the time that one change in twenty exceeds."""
    return quantiles(samples, n=20, method="inclusive")[-1] if len(samples) > 1 else samples[0]


def _results(crowd: Crowd, visitors: int) -> list[Result]:
    name, now_and_most = crowd.subject.name, crowd.subject.server.memory()
    everyone = [each for times in crowd.times for each in times]
    chromium = [each for times in crowd.in_chromium for each in times]
    return [
        Result.of(f"{name}, {visitors} clients", "ms", everyone, "from sending to the end of the script"),
        Result.of("  one change in twenty is slower than", "ms", [p95(times) for times in crowd.times], "a round each"),
        Result.of("  in Chromium beside them", "ms", chromium, "click to settled"),
        Result.of("  one change in twenty is slower than", "ms", [p95(times) for times in crowd.in_chromium]),
        Result.of("  memory of the server", "MB", now_and_most[:1], f"resident; aim {MEMORY_AIM}"),
        Result.of("  the most it has held", "MB", now_and_most[1:], "resident, loading included"),
    ]


def _ratios(few: Crowd, many: Crowd) -> list[Result]:
    name = f"{many.subject.name} : {few.subject.name}, 95th percentile"
    return [
        Result.of(f"{name}, clients", "times", _by_round(few.times, many.times), f"aim {AIM:g}"),
        Result.of(f"{name}, Chromium", "times", _by_round(few.in_chromium, many.in_chromium), f"aim {AIM:g}"),
    ]


def _by_round(few: list[list[float]], many: list[list[float]]) -> list[float]:
    return [p95(more) / p95(less) for less, more in zip(few, many, strict=True)]
