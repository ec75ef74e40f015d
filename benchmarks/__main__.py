"""Runs the measurements and prints a line a number: ``python -m benchmarks --help`` says what can be asked."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from benchmarks import plan
from benchmarks.machine import chromium, load, machine
from benchmarks.plan import PARTS, Name
from benchmarks.report import Report
from benchmarks.result import Result

Only = Annotated[list[Name] | None, typer.Option("--only", help="Run this measurement; may be given more than once.")]
Repetitions = Annotated[int | None, typer.Option(min=1, help="Samples of each number; by default what suits each.")]
Sizes = Annotated[str, typer.Option(help="Incidents, as in 10000,1000000; by default what suits each measurement.")]
Quick = Annotated[bool, typer.Option("--quick", help="Small sizes and few samples: some two minutes.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
To = Annotated[Path | None, typer.Option("--to", help="Write the report to this file too, after each measurement.")]
Alone = Annotated[bool, typer.Option("--alone", hidden=True, help="Run one measurement in this process.")]

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    only: Only = None,
    repetitions: Repetitions = None,
    sizes: Sizes = "",
    quick: Quick = False,
    as_json: AsJson = False,
    to: To = None,
    alone: Alone = False,
) -> None:
    """Measure the atlas on this machine: median, quartiles, number of samples. A measurement that fails stops no other."""
    wanted = list(only or Name)
    if not alone and not os.environ.get("ATLAS_CHROMIUM"):
        _say("ATLAS_CHROMIUM is not set: what needs a browser will fail; 'make bench' sets it")
    if alone:
        numbers = [int(size) for size in sizes.split(",") if size]
        for result in plan.measure(wanted[0], quick=quick, repetitions=repetitions, sizes=numbers):
            print(json.dumps(asdict(result)), flush=True)
        return
    options = [*(["--quick"] if quick else []), *(["--sizes", sizes] if sizes else [])]
    options += [] if repetitions is None else ["--repetitions", str(repetitions)]
    report, start = Report(machine() | chromium() | {"load before": load()}), perf_counter()
    _say(f"{plan.expected(wanted, quick)} on two idle cores; each measurement is printed when it has ended")
    for name in wanted:
        _measure(report, name, options)
        report.machine |= {"load after": load(), "seconds": round(perf_counter() - start)}
        if to:
            to.write_text(report.as_text() + "\n", encoding="utf-8")
        if not as_json:
            print(report.section(name), flush=True)
    print(report.as_json() if as_json else report.heading())
    raise typer.Exit(1 if report.failed else 0)


def _measure(report: Report, name: Name, options: list[str]) -> None:
    """Run a measurement in a process of its own, so that whatever happens to it happens to it alone; keep what it has found."""
    _say(f"measuring: {name}, at most {PARTS[name].minutes:g} minutes ...")
    start = perf_counter()
    command = [sys.executable, "-m", "benchmarks", "--alone", "--only", name, *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        told, wrong = process.communicate(timeout=PARTS[name].minutes * 60)
        if process.returncode:
            report.failed[name] = next(
                (line for line in reversed(wrong.splitlines()) if line.strip()), "no reason told"
            )
    except subprocess.TimeoutExpired:
        report.failed[name] = f"it took more than {PARTS[name].minutes:g} minutes"
        _end(process)
        told, _ = process.communicate()
    finally:
        _end(process)
    report.results[name] = [Result(**json.loads(line)) for line in told.splitlines() if line.startswith("{")]
    report.seconds[name] = round(perf_counter() - start)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _end(process: subprocess.Popen[str]) -> None:
    """End a measurement and all that it has started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
    process.wait()


if __name__ == "__main__":
    app()
