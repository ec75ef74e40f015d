"""Importing a large file in ACLED's layout, beside DuckDB's own way from the same CSV to Parquet, in turns."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from unittest.mock import patch

import duckdb

from benchmarks.acled_like import write
from benchmarks.result import Result
from incidents.snapshot import Snapshots

ROWS = 1_000_000


def measure(repetitions: int = 3, size: int = ROWS) -> list[Result]:
    """Return the seconds of both, the ratio of their medians, and the most memory that the importing process had.

    Parameters
    ----------
    repetitions : int
        Turns; in each DuckDB goes first and the import second.
    size : int
        Rows of the made-up file, each of 31 columns.
    """
    plain: list[float] = []
    ours: list[float] = []
    peaks: list[float] = []
    with tempfile.TemporaryDirectory(prefix="incident-atlas-import-") as folder, _compiled(Path(folder)):
        file = write(Path(folder) / "events.csv", size)
        for turn in range(repetitions):
            plain.append(_copied(file, Path(folder) / f"plain-{turn}.parquet"))
            seconds, peak = _imported(file, Path(folder) / f"home-{turn}", size)
            ours.append(seconds)
            peaks.append(peak)
    note = "child process, hashes, validation, places, flags and claims included"
    return [
        Result.of(f"DuckDB: {size:,} rows from CSV to Parquet", "s", plain, "two threads, columns' types sniffed"),
        Result.of(f"import of {size:,} rows", "s", ours, note),
        Result.of("ratio of the medians", "x", [median(ours) / median(plain)], "aim 2.0"),
        Result.of("most memory of the importing process", "MB", peaks, "aim 1,024"),
    ]


@contextmanager
def _compiled(folder: Path) -> Generator[None]:
    """Let Python keep the modules that it compiled, as it does where it is installed, and compile those of an import."""
    kept = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    with patch.dict(os.environ, kept, clear=True):
        _imported(write(folder / "first.csv", 1_000), folder / "home-first", 1_000)
        yield


def _copied(file: Path, target: Path) -> float:
    """Return how long DuckDB takes to read the file and write all of it."""
    with duckdb.connect(config={"threads": 2}) as connection:
        start = perf_counter()
        connection.read_csv(str(file)).write_parquet(str(target))
        taken = perf_counter() - start
    target.unlink()
    return taken


def _imported(file: Path, home: Path, size: int) -> tuple[float, float]:
    """Return how long an import into a new data folder takes, and its peak of memory."""
    start = perf_counter()
    report = Snapshots(home).add(file).report
    taken = perf_counter() - start
    if report.taken != size:
        raise RuntimeError(f"of {size} made-up rows {report.taken} were taken")
    return taken, report.peak_mb
