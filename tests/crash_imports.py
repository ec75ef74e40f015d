"""Kills imports at random moments; afterwards the datasets of before are whole and nothing half is to be seen.

``python -m tests.crash_imports`` kills 50 of them, the command itself, its child process, or both, and says what it saw.
"""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from incidents.importers import file_hash
from incidents.sandbox import Worker
from incidents.snapshot import Snapshots
from tests.incidents.readers.made import ACLED, acled, text

ROOT = Path(__file__).resolve().parents[1]
TARGETS = ("command", "child", "both")
ROWS = 150_000  # so that most of an import is reading and writing, not starting


@dataclass
class Seen:
    """What came of the kills: how imports ended, in which stage, and what was wrong."""

    ended: Counter[str] = field(default_factory=Counter)
    stages: Counter[str] = field(default_factory=Counter)
    left: int = 0
    faults: list[str] = field(default_factory=list)


def run(kills: int, seed: int = 2026, rows: int = ROWS, tell: Callable[[str], Any] = lambda line: None) -> Seen:
    """Kill so many imports of a file, each at a random moment of the time that a whole import takes."""
    chance, seen = random.Random(seed), Seen()
    with tempfile.TemporaryDirectory() as name, Worker() as worker:
        folder = Path(name)
        home = folder / "home"
        first, second = folder / "first.csv", folder / "second.csv"
        first.write_text(text(ACLED, [acled(1), acled(2)]), encoding="utf-8")
        second.write_text(text(ACLED, [acled(number) for number in range(1, rows)]), encoding="utf-8")
        Snapshots(home).add(first, dataset="mine", worker=worker)
        before = state(home)
        whole = _uninterrupted(second, home)
        tell(f"a whole import takes {whole:.1f} s")
        for number in range(1, kills + 1):
            target, moment = chance.choice(TARGETS), chance.uniform(0.05, 1.05) * whole
            began = time.monotonic()
            ended = _killed(second, home, target, moment, seen)
            if ended == "was done":  # the machine has more time now than when it was measured
                whole = time.monotonic() - began
            seen.ended[f"{target}: {ended}"] += 1
            _check(home, before, f"kill {number} ({target} after {moment:.2f} s)", seen)
            tell(f"{number} of {kills}: {target} after {moment:.2f} s: {ended}")
        seen.left = len(_litter(home))
        Snapshots(home).add(first, dataset="swept", worker=worker)
        if _litter(home):
            seen.faults.append(f"not swept: {_litter(home)}")
    return seen


def state(home: Path) -> dict[str, str]:
    """Return the hash of each file of the datasets."""
    files = [path for path in (home / "imported").rglob("*") if path.is_file()]
    return {
        str(path.relative_to(home)): file_hash(path)
        for path in files
        if not any(part.startswith(".") for part in path.relative_to(home).parts)
    }


def _litter(home: Path) -> list[str]:
    return [path.name for path in (home / "imported").iterdir() if path.name.startswith((".importing-", ".removing-"))]


def _command(file: Path) -> list[str]:
    return [sys.executable, "-m", "incidents", "import", str(file), "--dataset", "mine"]


def _uninterrupted(file: Path, home: Path) -> float:
    began = time.monotonic()
    subprocess.run(_command(file), cwd=ROOT, env=_environment(home), check=True, capture_output=True)
    Snapshots(home).remove("mine", 2)
    return time.monotonic() - began


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "ATLAS_HOME": str(home), "PYTHONUNBUFFERED": "1"}


def _killed(file: Path, home: Path, target: str, moment: float, seen: Seen) -> str:
    """Start an import, kill it, and return how it ended."""
    process = subprocess.Popen(
        _command(file), cwd=ROOT, env=_environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(moment)
    while target == "child" and process.poll() is None and not _children(process.pid):
        time.sleep(0.05)
    children = _children(process.pid)
    victims = {"command": [process.pid], "child": children, "both": [process.pid, *children]}[target]
    for victim in victims:
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
    said, complained = process.communicate(timeout=120)
    _wait_for(children)
    seen.stages[(said.splitlines() or ["starting"])[-1].split(" ")[0]] += 1
    if "Traceback" in complained or (process.returncode == 1 and not complained.startswith("error: ")):
        seen.faults.append(f"{target}: {complained[-500:]}")
    if process.returncode == 0:
        return "was done"
    return "killed" if process.returncode < 0 else "told in a sentence"


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _wait_for(children: list[int]) -> None:
    """A child ends by itself once its parent is gone."""
    for _ in range(100):
        if not any(
            Path(f"/proc/{child}/statm").is_file() and Path(f"/proc/{child}/statm").read_text()[0] != "0"
            for child in children
        ):
            return
        time.sleep(0.1)


def _check(home: Path, before: dict[str, str], what: str, seen: Seen) -> None:
    """Compare with the state of before; a version that was finished is whole, and is taken away again."""
    versions = Snapshots(home).versions("mine")
    for made in versions[1:]:
        files = {name: file_hash(Path(made.folder) / name) for name in made.files}
        if files != dict(made.files) or made.rows != made.taken + made.repeated + made.rejected:
            seen.faults.append(f"{what}: version {made.version} is not whole")
        Snapshots(home).remove("mine", made.version)
    if state(home) != before:
        seen.faults.append(f"{what}: {sorted(set(state(home)) ^ set(before)) or 'a file changed'}")


def main() -> None:
    """Run everything and fail where anything was wrong."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    began = time.monotonic()
    seen = run(kills, tell=lambda line: print(line, flush=True))
    told = {
        "kills": kills,
        "ended": dict(seen.ended),
        "last words": dict(seen.stages),
        "left before sweeping": seen.left,
    }
    print(json.dumps(told | {"seconds": round(time.monotonic() - began), "faults": len(seen.faults)}))
    for fault in seen.faults:
        print("fault:", fault)
    sys.exit(bool(seen.faults))


if __name__ == "__main__":
    main()
