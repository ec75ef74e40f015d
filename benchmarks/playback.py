"""How many frames a second the map's playback reaches in Chromium, drawn in software, over a million incidents."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from playwright.sync_api import Frame, Page

from benchmarks.browser import launch
from benchmarks.filter_change import map_page
from benchmarks.result import Result

AIM = 30
PLAY = """async ({ speed, seconds }) => {
  const playback = Atlas.app.playback
  if (!await playback.open()) throw new Error("nothing to play")
  playback.pause()
  playback.setPeriod(0)
  playback.setWindow(1)
  playback.play({ speed: speed || playback.speed })
  await new Promise((done) => setTimeout(done, seconds * 1000))
  playback.pause()
  return { ...playback.rate, speed: playback.speed, unit: playback.cube.period }
}"""


def measure(repetitions: int = 3, size: int = 1_000_000, seconds: float = 5) -> list[Result]:
    """Return frames a second at the speed that the playback chooses itself and at its highest, and the cube's size.

    Parameters
    ----------
    repetitions : int
        How often it plays at each speed.
    size : int
        Incidents.
    seconds : float
        How long it plays.
    """
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        subject = map_page(size, 1)
        subject.serve(stack, Path(folder))
        subject.open(launch(stack))
        sizes: list[float] = []
        subject.page.on(
            "response", lambda told: sizes.append(len(told.body()) / 1024) if "/atlas/map-cube" in told.url else None
        )
        frame = map_frame(subject.page)
        played = {speed: [_play(frame, speed, seconds) for _ in range(repetitions)] for speed in (0, 30)}
        subject.page.wait_for_timeout(200)
    found = [result for speed in played.values() for result in _results(speed, size)]
    return [*found, *(Result.of("  cube of the playback", "KiB", [each], "as JSON; aim 1,024") for each in sizes[:1])]


def map_frame(page: Page) -> Frame:
    """Return the frame that the map document runs in."""
    return next(frame for frame in page.frames if "/atlas/map" in frame.url)


def _play(frame: Frame, speed: int, seconds: float) -> dict[str, Any]:
    return frame.evaluate(PLAY, {"speed": speed, "seconds": seconds})


def _results(played: list[dict[str, Any]], size: int) -> list[Result]:
    pace = f"{played[0]['speed']:g} {played[0]['unit']}s a second"
    return [
        Result.of(
            f"playback, {size:,} incidents, {pace}", "frames/s", [each["perSecond"] for each in played], f"aim {AIM}"
        ),
        Result.of("  longest time between two frames", "ms", [each["longest"] for each in played]),
    ]
