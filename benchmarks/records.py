"""What a selection costs before it is drawn: opening the atlas, table, facets, summary, map data; few or many records."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from benchmarks.madeup import fill
from benchmarks.result import Result, milliseconds
from incidents import Atlas, Selection
from maps import payload


def measure(repetitions: int = 11, records: int = 10_000) -> list[Result]:
    """Return the costs for the embedded dataset and with a made-up one of so many records added."""
    with tempfile.TemporaryDirectory() as folder:
        empty, full = Path(folder) / "empty", fill(Path(folder) / "full", records)
        return [*_of(empty, repetitions), *_of(full, repetitions)]


def _unasked() -> Iterator[Selection]:
    """Yield selections that all take in every record: no two are equal, because an atlas remembers its answers."""
    for days in count():
        yield Selection(start=date(1900, 1, 1) + timedelta(days=days))


def _of(home: Path, repetitions: int) -> list[Result]:
    atlas, asked = Atlas.open(home), _unasked()
    size = f"{len(atlas.incidents()):,} records"
    calls = {
        "atlas.incidents": lambda: atlas.incidents(next(asked)),
        "atlas.facets": lambda: atlas.facets(next(asked)),
        "atlas.summary": lambda: atlas.summary(next(asked)),
        "maps.payload": lambda: payload(atlas, next(asked)),
    }
    opening = milliseconds(lambda: Atlas.open(home), min(repetitions, 5))
    sizes = [len(json.dumps(payload(atlas, Selection()), ensure_ascii=False, separators=(",", ":")).encode()) / 1024]
    return [
        Result.of(f"Atlas.open, {size}", "ms", opening, "gazetteer loaded before"),
        *(Result.of(f"{name}, {size}", "ms", milliseconds(call, repetitions)) for name, call in calls.items()),
        Result.of(f"data sent to the map, {size}", "KiB", sizes, "as JSON, not compressed"),
    ]
