"""Ill-treats the ledger and counts what is lost: many writers, kills, a full disk, damaged bytes (`make torture`)."""

import argparse
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url

from incidents.curated import Actor, Curated, Entry, LedgerUnavailable, StaleSave, made
from incidents.record import Source
from tests.incidents.curated.postgres import running, schema_of

RECORDS = 20
FULL = {"processes": 8, "edits": 250, "kills": 200, "bytes": 40}
SHORT = {"processes": 3, "edits": 8, "kills": 2, "bytes": 3}


def prepared(url: URL, note: str = "0") -> list[str]:
    """Make the records that are ill-treated; return their ids."""
    names = [f"source-{number}" for number in range(RECORDS)]
    with Curated.open(url=url) as ledger, ledger.writing(Actor("Setup", "editor")) as together:
        for name in names:
            together.append(made(Source(id=name, title=f"Report {name}", note=note)), "create")
    return names


def in_file(folder: Path) -> URL:
    return URL.create("sqlite", database=str(folder / "ledger.sqlite"))


# Many writers


def edit_many(url: str, number: int, edits: int, results: Any) -> None:
    """Read, think and write `edits` times; every refused save is counted, and made again from what is there."""
    chance = random.Random(number)
    saved = conflicts = wrong = 0
    with Curated.open(url=make_url(url)) as ledger:
        for _ in range(edits):
            entry = ledger.get(f"source-{chance.randrange(RECORDS)}")
            while True:
                time.sleep(chance.random() * 0.01)
                try:
                    ledger.save(_counted(entry), Actor(f"Writer {number}", "editor"), "one more")
                except StaleSave as refused:
                    conflicts += 1
                    wrong += refused.theirs.version <= entry.version or refused.base != entry
                    entry = refused.theirs
                else:
                    saved += 1
                    break
    results.put((saved, conflicts, wrong))


def _counted(entry: Entry) -> Entry:
    assert isinstance(entry.record, Source)
    return entry.edited(note=str(int(entry.record.note) + 1))


def writers(url: URL, processes: int, edits: int) -> dict[str, Any]:
    """Let several processes edit the same records; return what was acknowledged, refused and lost."""
    prepared(url)
    context = get_context("fork")
    results = context.Queue()
    arguments = url.render_as_string(hide_password=False)
    started = [context.Process(target=edit_many, args=(arguments, each, edits, results)) for each in range(processes)]
    begun = time.monotonic()
    for process in started:
        process.start()
    told = [results.get(timeout=3_000) for _ in started]
    for process in started:
        process.join()
    saved, conflicts, wrong = (sum(column) for column in zip(*told, strict=True))
    with Curated.open(url=url) as ledger:
        kept = sum(int(entry.record.note) for entry in ledger.entries())  # type: ignore[union-attr]
        check = ledger.check()
    return {
        "acknowledged": saved,
        "lost": saved - kept,
        "conflicts shown": conflicts,
        "conflicts shown wrongly": wrong,
        "revisions": check.revisions - RECORDS,
        "problems": len(check.problems),
        "seconds": round(time.monotonic() - begun, 1),
        "good": saved == processes * edits == kept == check.revisions - RECORDS and check.is_good and not wrong,
    }


# Kills


def kills(folder: Path, times: int) -> dict[str, Any]:
    """Kill a writer in the middle of its work again and again; return what was acknowledged and lost."""
    prepared(in_file(folder))
    acknowledged: list[tuple[str, int]] = []
    broken = 0
    for number in range(times):
        acknowledged += _killed(folder, random.Random(number))
        with Curated.open(folder) as ledger:
            broken += not ledger.check(full=number % 20 == 19).is_good
    with Curated.open(folder) as ledger:
        kept = {(each.record, each.version) for each in ledger.history()}
        check = ledger.check()
    lost = len(set(acknowledged) - kept)
    return {
        "kills": times,
        "acknowledged": len(acknowledged),
        "lost": lost,
        "checks that failed": broken,
        "good": not lost and not broken and check.is_good and len(acknowledged) >= times,
    }


def _killed(folder: Path, chance: random.Random) -> list[tuple[str, int]]:
    """Start a writer, kill it a moment after its first save; return what it had acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with suppress(BaseException):
            _write_without_end(folder, chance, writing)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="ascii") as told:
        first = told.readline()
        time.sleep(chance.random() * 0.05)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines = [first, *told]
    return [(line.split()[0], int(line.split()[1])) for line in lines if line.endswith("\n")]


def _write_without_end(folder: Path, chance: random.Random, told: int) -> None:
    with Curated.open(folder) as ledger:
        while True:
            name = f"source-{chance.randrange(RECORDS)}"
            kept = ledger.save(_counted(ledger.get(name)), Actor("Victim", "editor"), "x" * chance.randrange(2_000))
            os.write(told, f"{name} {kept.version}\n".encode("ascii"))


# A full disk


def full_disk(folder: Path) -> dict[str, Any]:
    """Write until a limit on the size of files stops it; return what was said, kept and lost."""
    prepared(in_file(folder))
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.write(writing, json.dumps(_fill(folder)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        filled: dict[str, Any] = json.load(told)
    os.waitpid(child, 0)
    with Curated.open(folder) as ledger:
        check, kept = ledger.check(), len(ledger.history()) - RECORDS
        again = ledger.save(_counted(ledger.get("source-0")), Actor("Later", "editor"), "room again")
    good = check.is_good and kept == filled["acknowledged"] > 0 and again.version > 1
    clear = "make room" in filled["message"] and filled["readable"] == RECORDS
    return {**filled, "kept": kept, "good": good and clear}


def _fill(folder: Path) -> dict[str, Any]:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    acknowledged, message = 0, ""
    with Curated.open(folder) as ledger:
        try:
            while acknowledged < 10_000:
                entry = ledger.get(f"source-{acknowledged % RECORDS}")
                ledger.save(_counted(entry), Actor("Filler", "editor"), "x" * 1_500)
                acknowledged += 1
        except LedgerUnavailable as error:
            message = str(error)
        readable = len(ledger.entries())
    return {"acknowledged": acknowledged, "message": message, "readable": readable}


# Damaged bytes


def damaged(folder: Path, times: int) -> dict[str, Any]:
    """Change one byte of one record's content in the file, again and again; return how often it was told."""
    url = in_file(folder)
    names = prepared(url, note=str(10**300))
    file = Path(str(url.database))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE").close()
    whole = file.read_bytes()
    told = read = others = 0
    for number in range(times):
        chance = random.Random(number)
        name = chance.choice(names)
        file.write_bytes(_spoilt(whole, name, chance))
        with Curated.open(folder) as ledger:
            told += {problem.record for problem in ledger.check(full=False).problems} == {name}
            found = {entry.id for entry in ledger.entries()}
        read += name in found
        others += found >= set(names) - {name}
    return {
        "bytes": times,
        "reported": told,
        "others readable": others,
        "read from its other copy": read,
        "good": told == others == times,
    }


def _spoilt(whole: bytes, name: str, chance: random.Random) -> bytes:
    """Return a file with one byte changed in one of the two copies of a record."""
    start = f'"id":"{name}","language"'.encode()
    places = _all(whole, start)
    at = chance.choice(places) + chance.randrange(400)
    return whole[:at] + bytes([whole[at] ^ chance.randrange(1, 256)]) + whole[at + 1 :]


def _all(whole: bytes, part: bytes) -> list[int]:
    found, at = [], whole.find(part)
    while at >= 0:
        found.append(at)
        at = whole.find(part, at + 1)
    return found


def main() -> int:
    """Run all, print a line each and the whole as JSON at the end; return 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="A few seconds instead of minutes.")
    parser.add_argument("--only", help="One of: sqlite, postgresql, kills, full-disk, bytes.")
    chosen = parser.parse_args()
    many = SHORT if chosen.short else FULL
    runs: dict[str, Callable[[Path], dict[str, Any]]] = {
        "sqlite": lambda folder: writers(in_file(folder), many["processes"], many["edits"]),
        "postgresql": lambda _: _on_server(many, durable=not chosen.short),
        "kills": lambda folder: kills(folder, many["kills"]),
        "full-disk": full_disk,
        "bytes": lambda folder: damaged(folder, many["bytes"]),
    }
    found: dict[str, Any] = {}
    for name, run in runs.items():
        if chosen.only in (None, name):
            folder = Path(tempfile.mkdtemp(prefix="atlas-torture-"))
            found[name] = run(folder)
            shutil.rmtree(folder, ignore_errors=True)
            print(f"{name}: {found[name]}", file=sys.stderr, flush=True)
    print(json.dumps(found))
    return 0 if all(each["good"] for each in found.values()) else 1


def _on_server(many: dict[str, int], durable: bool) -> dict[str, Any]:
    with running(durable) as server:
        return writers(schema_of(server), many["processes"], many["edits"])


if __name__ == "__main__":
    sys.exit(main())
