"""Damages made-up files in thousands of ways and builds bombs; every import must answer with a report or a sentence.

``python -m tests.hostile_imports`` runs 2,000 damaged files and the bombs, and says how long and how large it got.
"""

import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from incidents.readers import Refused
from incidents.sandbox import Limits, Worker
from tests.hostile_bombs import bombs
from tests.incidents.readers.made import ACLED, GTD, UCDP, acled, gtd, text, ucdp, workbook

SLOW = 10.0
SHEET = "date,town,district,lat,lon,killed,note\n" + "".join(
    f"2024-03-{day:02},Turbat,Kech,26.0012,63.0485,{day},made up\n" for day in range(1, 29)
)


def good(folder: Path) -> list[bytes]:
    """Return good files of all kinds, as bytes."""
    import geopandas as gpd
    import shapely

    frame = gpd.GeoDataFrame(
        {"date": ["2024-03-15"] * 9, "killed": range(9)}, geometry=[shapely.Point(63, 26)] * 9, crs=4326
    )
    for name, driver in (("a.geojson", "GeoJSON"), ("a.gpkg", "GPKG")):
        frame.to_file(folder / name, driver=driver)
    frame.to_parquet(folder / "a.parquet")
    workbook(folder / "a.xlsx", GTD, [gtd(number) for number in range(9)])
    texts = (
        text(ACLED, [acled(number) for number in range(30)]),
        text(UCDP, [ucdp(number) for number in range(30)], ";"),
        text(GTD, [gtd(number) for number in range(9)], "\t"),
        SHEET,
    )
    made = [each.encode() for each in texts] + [texts[0].encode("utf-16"), texts[2].encode("cp1252", "replace")]
    return made + [(folder / f"a.{suffix}").read_bytes() for suffix in ("geojson", "gpkg", "parquet", "xlsx")]


def flip(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.randint(1, 40)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(1, len(content))]


def double(content: bytes, chance: random.Random) -> bytes:
    at, length = chance.randrange(len(content)), chance.randint(1, 2_000)
    return content[:at] + content[at : at + length] * chance.randint(2, 30) + content[at:]


def drop(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + content[at + chance.randint(1, 500) :]


def insert(content: bytes, chance: random.Random) -> bytes:
    nasty = (
        b'"',
        b"\x00",
        b"\xff\xfe",
        b"\r",
        b"\n\n",
        b";;;",
        b"=cmd|' /C calc'!A0",
        b"9" * 5_000,
        b"NaN",
        b"1e308",
        b"-",
        b"\xe2\x80\xae",
    )
    for _ in range(chance.randint(1, 10)):
        at = chance.randrange(len(content))
        content = content[:at] + chance.choice(nasty) + content[at:]
    return content


def shuffle(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def cells(content: bytes, chance: random.Random) -> bytes:
    """Change whole cells of a text to strange values."""
    strange = (
        b"",
        b"-99",
        b"31/02/2024",
        b"0",
        b"1e999",
        b"nan",
        b"\xd9\xa1\xd9\xa2",
        b"x" * 3_000,
        b"99999999999",
        b"9999-12-31",
        b"0001-01-01",
    )
    lines = content.split(b"\n")
    for _ in range(chance.randint(1, 30)):
        at = chance.randrange(len(lines))
        parts = lines[at].split(b",")
        parts[chance.randrange(len(parts))] = chance.choice(strange)
        lines[at] = b",".join(parts)
    return b"\n".join(lines)


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (flip, cut, double, drop, insert, shuffle, cells)


def damaged(count: int, folder: Path, seed: int = 2026) -> Iterator[bytes]:
    """Yield good files with one to three kinds of damage each."""
    chance = random.Random(seed)
    files = good(folder)
    for _ in range(count):
        content = chance.choice(files)
        for _ in range(chance.randint(1, 3)):
            content = chance.choice(DAMAGES)(content, chance) or b"x"
        yield content


class Tally:
    """What came of many imports."""

    def __init__(self) -> None:
        self.answers: Counter[str] = Counter()
        self.slowest = 0.0
        self.largest_mb = 0.0
        self.faults: list[str] = []

    def add(self, name: str, worker: Worker, path: Path, slow: float = SLOW) -> None:
        """Import a file and note what came of it."""
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            try:
                report = worker.run({"file": str(path), "folder": folder}, path.stat().st_size)
                self.answers["taken"] += 1
                self._check(name, report)
                self.largest_mb = max(self.largest_mb, report["peak_mb"])
            except Refused as error:
                self.answers["refused"] += 1
                if "Traceback" in str(error) or "without an answer" in str(error):
                    self.faults.append(f"{name}: {error}")
                if str(error).startswith("not readable: "):
                    self.faults.append(f"{name}: {error}")
        seconds = time.monotonic() - began
        self.slowest = max(self.slowest, seconds)
        if seconds > slow:
            self.faults.append(f"{name}: took {seconds:.1f} s")

    def _check(self, name: str, report: dict[str, Any]) -> None:
        if report["rows"] != report["taken"] + report["repeated"] + report["rejected"]:
            self.faults.append(f"{name}: {report['rows']} rows do not add up")


def run(count: int, seed: int = 2026, with_bombs: bool = True, tell: Callable[[str], Any] = lambda line: None) -> Tally:
    """Import damaged files and bombs, and return what came of them."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as name, Worker(Limits()) as worker:
        folder = Path(name)
        for number, content in enumerate(damaged(count, folder, seed), start=1):
            path = folder / "damaged"
            path.write_bytes(content)
            tally.add(f"damaged file {number}", worker, path)
            if number % 100 == 0:
                tell(f"{number:,} of {count:,}: {dict(tally.answers)}, slowest {tally.slowest:.1f} s")
        for bomb, build in bombs().items() if with_bombs else ():
            path = folder / "bomb"
            path.write_bytes(build())
            before = time.monotonic()
            tally.add(bomb, worker, path)
            tell(f"{bomb}: {time.monotonic() - before:.1f} s")
    return tally


def main() -> None:
    """Run everything and fail where anything was wrong."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    began = time.monotonic()
    tally = run(count, tell=lambda line: print(line, flush=True))
    told = {
        "files": count,
        "bombs": len(bombs()),
        "answers": dict(tally.answers),
        "slowest_seconds": round(tally.slowest, 1),
        "largest_mb": tally.largest_mb,
        "seconds": round(time.monotonic() - began),
    }
    print(json.dumps(told))
    for fault in tally.faults:
        print("fault:", fault)
    sys.exit(bool(tally.faults))


if __name__ == "__main__":
    main()
