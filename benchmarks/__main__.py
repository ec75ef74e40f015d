"""Runs the measurements and prints a line a number: ``python -m benchmarks --help`` says what can be asked."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from enum import StrEnum
from time import perf_counter
from typing import Annotated

import typer

from benchmarks import filter_change, names, pictures
from benchmarks import records as record_costs
from benchmarks.machine import load, machine
from benchmarks.result import Result


class Name(StrEnum):
    """The measurements, in the order in which they run."""

    FILTER_CHANGE = "filter-change"
    NAMES = "names"
    RECORDS = "records"
    PICTURES = "pictures"


TITLES = {
    Name.FILTER_CHANGE: "Filter change on the Map page, in Chromium: click to settled",
    Name.NAMES: "Gazetteer",
    Name.RECORDS: "Records",
    Name.PICTURES: "Pictures",
}
Only = Annotated[list[Name] | None, typer.Option("--only", help="Run this measurement; may be given more than once.")]
Repetitions = Annotated[int | None, typer.Option(min=1, help="Samples of each number; by default what suits each.")]
Records = Annotated[int, typer.Option(min=0, help="Made-up records of the full atlas.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    only: Only = None, repetitions: Repetitions = None, records: Records = 10_000, as_json: AsJson = False
) -> None:
    """Measure the atlas on this machine: median, quartiles, number of samples."""
    start, facts = perf_counter(), machine() | {"load before": load()}
    found: dict[str, list[Result]] = {}
    for name in only or list(Name):
        print(f"measuring: {name} ...", file=sys.stderr, flush=True)
        found[name], browser = _run(name, repetitions, records)
        facts |= browser
    facts |= {"load after": load(), "seconds": round(perf_counter() - start)}
    print(_as_json(facts, found) if as_json else _as_text(facts, found))


def _run(name: Name, repetitions: int | None, made_up: int) -> tuple[list[Result], dict[str, str]]:
    asked = {} if repetitions is None else {"repetitions": repetitions}
    match name:
        case Name.FILTER_CHANGE:
            results, version = filter_change.measure(records=made_up, **asked)
            return results, {"chromium": version}
        case Name.NAMES:
            return names.measure(**asked), {}
        case Name.RECORDS:
            return record_costs.measure(records=made_up, **asked), {}
        case Name.PICTURES:
            return pictures.measure(**asked), {}


def _as_json(facts: dict[str, str | int], found: dict[str, list[Result]]) -> str:
    results = {name: [asdict(result) for result in each] for name, each in found.items()}
    return json.dumps({"machine": facts, "results": results}, ensure_ascii=False, indent=1)


def _as_text(facts: dict[str, str | int], found: dict[str, list[Result]]) -> str:
    lines = ["; ".join(f"{name} {value}" for name, value in facts.items())]
    lines.append("median, unit, quartiles (a quarter of the samples lies below, a quarter above), number of samples")
    for name, results in found.items():
        lines += ["", TITLES[Name(name)], *(result.line() for result in results)]
    return "\n".join(lines)


if __name__ == "__main__":
    app()
