"""The measurements: what each is called, how large it is in the full and in the quick form, and how long it may take."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from benchmarks.result import Result


class Name(StrEnum):
    """The measurements, in the order in which they run."""

    DATA = "data"
    FILTER_CHANGE = "filter-change"
    RIVALS = "rivals"
    PLAYBACK = "playback"
    PAYLOADS = "payloads"
    USERS = "users"
    IMPORT = "import"
    NAMES = "names"
    RECORDS = "records"
    PICTURES = "pictures"


@dataclass(frozen=True)
class Part:
    """A measurement: its heading, the minutes it takes on two idle cores, those after which it counts as failed, its quick form.

    `module` is its module, where that has another name than the measurement.
    """

    title: str
    usual: float
    minutes: float
    quick: Mapping[str, Any] = field(default_factory=dict[str, Any])
    module: str = ""


FEW_SIZES = (10_000, 100_000)
QUICK_MINUTES = 0.5
"""That a measurement takes in its quick form, on average."""

PARTS: Mapping[Name, Part] = {
    Name.DATA: Part("Made-up data", 2, 10, {"sizes": FEW_SIZES}),
    Name.FILTER_CHANGE: Part(
        "Filter change on the Map page, in Chromium: click to settled", 2.5, 10, {"repetitions": 6, "sizes": FEW_SIZES}
    ),
    Name.RIVALS: Part(
        "The same filter change on maps of other makers, beside the whole Map page",
        5,
        15,
        {"repetitions": 1, "sizes": FEW_SIZES[:1]},
    ),
    Name.PLAYBACK: Part(
        "Playback on the map, in Chromium", 1, 5, {"repetitions": 1, "size": FEW_SIZES[-1], "seconds": 3}
    ),
    Name.PAYLOADS: Part("What is sent to the map", 0.5, 3, {"repetitions": 4, "sizes": FEW_SIZES}),
    Name.USERS: Part(
        "Twenty people at once, on one server", 2.5, 8, {"repetitions": 1, "size": FEW_SIZES[-1], "seconds": 6}
    ),
    Name.IMPORT: Part("Import of a large file", 1, 8, {"repetitions": 1, "size": FEW_SIZES[-1]}, "importing"),
    Name.NAMES: Part("Gazetteer", 0.5, 3, {"repetitions": 2}),
    Name.RECORDS: Part("Records", 0.5, 3, {"repetitions": 3}),
    Name.PICTURES: Part("Pictures", 0.5, 3, {"repetitions": 1}),
}


def module_of(name: Name) -> str:
    """Return the module that takes a measurement."""
    return f"benchmarks.{PARTS[name].module or name.replace('-', '_')}"


def expected(names: Sequence[Name], quick: bool) -> str:
    """Return in words how long some measurements take."""
    minutes = sum(QUICK_MINUTES if quick else PARTS[name].usual for name in names)
    return f"{len(names)} measurements, some {max(1, round(minutes))} minutes"


def measure(name: Name, *, quick: bool, repetitions: int | None, sizes: Sequence[int]) -> Iterable[Result]:
    """Run a measurement in this process; what it has found by the time it fails is kept where it gives its results one by one.

    Parameters
    ----------
    name : Name
        Which.
    quick : bool
        Whether in the quick form.
    repetitions : int, optional
        Samples of each number; by default what suits each.
    sizes : sequence of int
        Incidents; a measurement that knows one size takes the last. By default what suits each.
    """
    call = importlib.import_module(module_of(name)).measure
    asked: dict[str, Any] = dict(PARTS[name].quick) if quick else {}
    if repetitions is not None:
        asked["repetitions"] = repetitions
    if sizes:
        asked |= {"sizes": tuple(sizes), "size": sizes[-1], "rows": sizes[-1], "records": sizes[0]}
    known = inspect.signature(call).parameters
    return call(**{key: value for key, value in asked.items() if key in known})
