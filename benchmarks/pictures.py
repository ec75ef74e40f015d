"""What a picture costs: the map document, the standalone file, and the figure as PNG and SVG."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable

import maps
from benchmarks.result import Result, timed
from incidents import Atlas, Selection

_FIRST = """
from time import perf_counter
start = perf_counter()
import maps
from incidents import Atlas, Selection
maps.figure(Atlas.open(), Selection())
print((perf_counter() - start) * 1000)
"""


def measure(repetitions: int = 5) -> list[Result]:
    """Return sizes, and times to make each picture of the embedded dataset."""
    with tempfile.TemporaryDirectory() as home:
        atlas = Atlas.open(home)
    everything = Selection()
    return [
        _size("map document", maps.document().encode()),
        *_picture("standalone map", lambda: maps.standalone(atlas, everything, None).encode(), repetitions),
        Result.of("figure PNG, first in a new process", "ms", [_first() for _ in range(min(repetitions, 3))]),
        *_picture("figure PNG", lambda: maps.figure(atlas, everything, None, fmt="png"), repetitions),
        *_picture("figure SVG", lambda: maps.figure(atlas, everything, None, fmt="svg"), repetitions),
    ]


def _picture(what: str, make: Callable[[], bytes], repetitions: int) -> list[Result]:
    first = make()
    return [Result.of(what, "ms", [timed(make) for _ in range(repetitions)]), _size(what, first)]


def _size(what: str, made: bytes) -> Result:
    return Result.of(
        f"{what}, size", "KiB", [len(made) / 1024], f"{len(gzip.compress(made)) / 1024:,.0f} KiB compressed"
    )


def _first() -> float:
    """Return the milliseconds until the first figure, imports included."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"ATLAS_HOME": home}
        command = [sys.executable, "-c", _FIRST]
        return float(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout)
