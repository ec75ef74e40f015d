"""What a selection costs before it is drawn: opening the atlas, table, facets, summary, map data; few or many records."""

from __future__ import annotations

import json
import tempfile
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


def _of(home: Path, repetitions: int) -> list[Result]:
    atlas = Atlas.open(home)
    everything = Selection()
    count = f"{len(atlas.incidents(everything)):,} records"
    calls = {
        "atlas.incidents": lambda: atlas.incidents(everything),
        "atlas.facets": lambda: atlas.facets(everything),
        "atlas.summary": lambda: atlas.summary(everything),
        "maps.payload": lambda: payload(atlas, everything),
    }
    opening = milliseconds(lambda: Atlas.open(home), min(repetitions, 5))
    sizes = [len(json.dumps(payload(atlas, everything), ensure_ascii=False, separators=(",", ":")).encode()) / 1024]
    return [
        Result.of(f"Atlas.open, {count}", "ms", opening, "gazetteer loaded before"),
        *(Result.of(f"{name}, {count}", "ms", milliseconds(call, repetitions)) for name, call in calls.items()),
        Result.of(f"data sent to the map, {count}", "KiB", sizes, "as JSON, not compressed"),
    ]
