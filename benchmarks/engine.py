"""What a new selection costs in the engine at growing sizes, beside the same at ten rows: ``python -m benchmarks.engine``.

A selection is asked as the Map page asks: summary, facets, marks and the first page of the table. No two are equal, because an
atlas remembers its answers. All sizes take turns, so that whatever slows the machine slows all of them.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Annotated

import typer

from benchmarks.acled_like import home
from benchmarks.machine import load, machine
from benchmarks.result import Result
from incidents import Atlas, Selection

SIZES = (10, 10_000, 100_000, 1_000_000, 2_500_000)
_KINDS = (("bombing",), ("clash", "protest"), ("attack", "clash", "bombing"))
_PLACES = ((), ("district:kech",), ("province:balochistan",))


def _asked() -> Iterator[Selection]:
    """Yield selections, no two equal, that take in everything, some kinds, or some kinds in some places."""
    for number in count():
        start = date(1900, 1, 1) + timedelta(days=number)
        kinds = _KINDS[number % 3] if number % 4 else ()
        yield Selection(start=start, event_types=kinds, places=_PLACES[number % 3] if number % 2 else ())


def _answer(atlas: Atlas, selection: Selection) -> tuple[float, float]:
    """Return the milliseconds that a selection took, by the clock and of all processors."""
    clock, processor = time.perf_counter(), time.process_time()
    atlas.summary(selection)
    atlas.facets(selection)
    atlas.marks(selection)
    atlas.page(selection)
    return (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000


def measure(sizes: tuple[int, ...] = SIZES, repetitions: int = 24) -> list[Result]:
    """Return opening, a new selection and its ratio to the one at the smallest size, for each size."""
    results: list[Result] = []
    atlases: dict[int, Atlas] = {}
    for size in sizes:
        folder = home(size)
        clock = time.perf_counter()
        atlases[size] = Atlas.open(folder)
        results.append(Result.of(f"Atlas.open, {size:,} rows", "s", [time.perf_counter() - clock]))
    taken: dict[int, list[tuple[float, float]]] = {size: [] for size in sizes}
    asked = _asked()
    for atlas in atlases.values():
        _answer(atlas, next(asked))
    for _ in range(repetitions):
        selection = next(asked)
        for size, atlas in atlases.items():
            taken[size].append(_answer(atlas, selection))
    least = taken[sizes[0]]
    for size, times in taken.items():
        results.append(Result.of(f"new selection, {size:,} rows", "ms", [clock for clock, _ in times]))
        results.append(Result.of("  of this, processor time of all threads", "ms", [used for _, used in times]))
        ratios = [one[1] / other[1] for one, other in zip(times, least, strict=True)]
        results.append(Result.of(f"  processor time to {sizes[0]:,} rows", "times", ratios))
        facts = atlases[size].engine_facts
        results.append(Result.of("  engine's memory", "MB", [facts.memory / 1e6]))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return [*results, Result.of("most memory of the process, all sizes open", "MB", [most])]


def main(
    largest: Annotated[int, typer.Option(help="Leave out sizes beyond this.")] = SIZES[-1],
    repetitions: Annotated[int, typer.Option(help="Selections at each size.")] = 24,
) -> None:
    """Measure the engine; large sizes are made and imported first, which takes minutes."""
    facts = "; ".join(f"{name} {value}" for name, value in machine().items())
    typer.echo(f"{facts}; load before {load()}")
    for result in measure(tuple(size for size in SIZES if size <= largest), repetitions):
        typer.echo(result.line())
    typer.echo(f"load after {load()}")


if __name__ == "__main__":
    typer.run(main)
