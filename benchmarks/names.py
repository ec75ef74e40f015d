"""How fast names become places: loading the gazetteer, exact names, misspelt names, a column of a sheet."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from time import perf_counter

from benchmarks.result import Result, milliseconds
from gazetteer import Gazetteer

_COLD = """
from time import perf_counter
start = perf_counter()
from gazetteer import Gazetteer
imported = perf_counter()
Gazetteer.load()
print((imported - start) * 1000, (perf_counter() - imported) * 1000)
"""


def measure(repetitions: int = 7, cells: int = 10_000) -> list[Result]:
    """Return the times of loading and the names resolved a second.

    Answers are remembered in a gazetteer, so each repetition asks one that has not been asked before.
    """
    exact = _names()
    misspelt = _misspelt(exact)
    column = random.Random(5).choices([*exact, *misspelt[: len(exact) // 10]], k=cells)
    return [
        *_load(repetitions),
        _speed("exact names", exact, repetitions),
        _speed("misspelt names", misspelt, repetitions),
        _column(column, repetitions),
    ]


def _load(repetitions: int) -> list[Result]:
    runs = [_cold_process() for _ in range(repetitions)]
    wholes, imports, loads = zip(*runs, strict=True)
    return [
        Result.of("new process that loads the gazetteer, start to end", "ms", wholes, "files in the system's cache"),
        Result.of("  of this: import gazetteer", "ms", imports),
        Result.of("  of this: Gazetteer.load()", "ms", loads),
        Result.of("Gazetteer.load() again, in the same process", "ms", milliseconds(Gazetteer.load, repetitions)),
    ]


def _cold_process() -> tuple[float, float, float]:
    start = perf_counter()
    told = subprocess.run([sys.executable, "-c", _COLD], check=True, stdout=subprocess.PIPE, text=True).stdout
    whole = (perf_counter() - start) * 1000
    imported, loaded = map(float, told.split())
    return whole, imported, loaded


def _names() -> list[str]:
    """The names of the data in Latin script, each once."""
    return list(dict.fromkeys(place.name for place in Gazetteer.load().places()))


def _misspelt(names: Sequence[str]) -> list[str]:
    """Names of five letters or more, each with one slip of the pen, that only the search for near spellings finds."""
    chance = random.Random(7)
    slips = (
        lambda name, at: name[:at] + name[at + 1 :],
        lambda name, at: name[:at] + name[at] + name[at:],
        lambda name, at: name[:at] + chance.choice("bdfgklmnprstz") + name[at + 1 :],
        lambda name, at: name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    )
    written = [chance.choice(slips)(name, chance.randrange(1, len(name) - 2)) for name in names if len(name) >= 5]
    gazetteer = Gazetteer.load()
    return [name for name in dict.fromkeys(written) if gazetteer.resolve(name).how == "fuzzy"]


def _speed(what: str, names: Sequence[str], repetitions: int) -> Result:
    speeds: list[float] = []
    for _ in range(repetitions):
        gazetteer = _fresh()
        start = perf_counter()
        for name in names:
            gazetteer.resolve(name)
        speeds.append(len(names) / (perf_counter() - start))
    ways = Counter(match.how for match in Gazetteer.load().resolve_all(names))
    return Result.of(what, "names/s", speeds, ", ".join(f"{count} {how}" for how, count in ways.most_common()))


def _column(column: Sequence[str], repetitions: int) -> Result:
    times = []
    for _ in range(repetitions):
        gazetteer = _fresh()
        start = perf_counter()
        gazetteer.resolve_all(column)
        times.append((perf_counter() - start) * 1000)
    spellings = len(set(column))
    return Result.of(
        f"resolve_all, a column of {len(column):,} cells", "ms", times, f"{spellings} spellings, some misspelt"
    )


def _fresh() -> Gazetteer:
    """A gazetteer that remembers no answer; one name is asked so that nothing is left to be made at first use."""
    gazetteer = Gazetteer(Gazetteer.load().places())
    gazetteer.resolve("Qila Saifulah")
    return gazetteer
