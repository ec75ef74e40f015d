"""Damages made-up files in thousands of ways and builds bombs; every import must answer with a report or a sentence.

``python -m tests.hostile_imports`` runs 2,000 damaged files and the bombs, and says how long and how large it got.
"""

import io
import json
import random
import struct
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from incidents.readers import Refused
from incidents.sandbox import Limits, Worker
from tests.incidents.readers.made import ACLED, GTD, UCDP, acled, gtd, text, ucdp, workbook

SLOW = 10.0
MB = 1024 * 1024
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


# Bombs

_SHEET_XML = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def book(sheet: str | bytes, extra: dict[str, bytes] | None = None) -> bytes:
    """Return a workbook with a sheet of one's own making."""
    source, target = io.BytesIO(), io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        source.write(
            workbook(Path(folder) / "a.xlsx", ["date", "town"], [{"date": "2024-03-15", "town": "Turbat"}]).read_bytes()
        )
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return target.getvalue()


def archive(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def lying(content: bytes) -> bytes:
    """Return an archive whose directory says that a member is small."""
    made = bytearray(archive({"a.csv": content}))
    at = made.rfind(b"PK\x01\x02")
    made[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(made)


def bombs() -> dict[str, Callable[[], bytes]]:
    """Return 30 files made to harm, by name; each is built only when it is asked for."""
    row = '<row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
    far = row.format(1, "A") + row.format(1048576, "XFD")
    wide = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 2_000))
    entity = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    head = b"date,town,killed\n"
    line = b"2024-03-15,Turbat,1\n"
    point = '{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{},"geometry":{}}}]}}'
    return {
        "cells A1 and XFD1048576": lambda: book(_SHEET_XML.format(far)),
        "only the last column": lambda: book(_SHEET_XML.format(wide)),
        "a declared size beyond reason": lambda: book(
            _SHEET_XML.format(row.format(1, "A")).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
        ),
        "a sheet of zeros packed 1 to 1000": lambda: book(b"0" * (300 * MB)),
        "a workbook of entities": lambda: book(entity + "]><worksheet>&j;</worksheet>"),
        "shared strings of 300 MB": lambda: book(
            _SHEET_XML.format(far[:40]), {"xl/sharedStrings2.xml": b"<" * (300 * MB)}
        ),
        "a number with 100,000 digits in a sheet": lambda: book(
            _SHEET_XML.format(f'<row r="1"><c r="A1"><v>{"9" * 100_000}</v></c></row>')
        ),
        "a row number beyond reason": lambda: book(_SHEET_XML.format(row.format(999999999, "A"))),
        "a sheet without end": lambda: book("<worksheet><sheetData>" + "<row>" * 200_000),
        "ten thousand members": lambda: archive({f"{n}.csv": line for n in range(10_000)}),
        "zeros packed 1 to 1000": lambda: archive({"a.csv": b"0" * (400 * MB)}),
        "an archive in an archive in an archive": lambda: archive(
            {"a.zip": archive({"b.zip": archive({"c.csv": head})})}
        ),
        "a member that lies about its size": lambda: lying(head + line * 500_000),
        "a path out of the archive": lambda: archive({"../../../../tmp/out.csv": head + line}),
        "a workbook that is not one": lambda: archive({"xl/workbook.xml": b"<nothing/>"}),
        "a cell of 600 MB": lambda: head + b'2024-03-15,"' + b"x" * (600 * MB) + b'",1\n',
        "a line of 600 MB": lambda: head + b"x" * (600 * MB),
        "a quotation mark that never closes": lambda: head + b'2024-03-15,"Turbat,1\n' + line * 3_000_000,
        "a number with 100,000 digits": lambda: head + b"2024-03-15,Turbat," + b"9" * 100_000 + b"\n" + line,
        "100,000 columns": lambda: b",".join(b"c%d" % n for n in range(100_000)) + b"\n" + b"," * 99_999 + b"\n",
        "a million rows of another width": lambda: head + line * 10 + b"a,b\n" * 1_000_000,
        "ten million empty lines": lambda: head + line + b"\n" * 10_000_000,
        "a million different strange dates": lambda: (
            head + b"".join(b"%d/xx/%d,Turbat,1\n" % (n % 31, n) for n in range(1_000_000))
        ),
        "JSON nested a million deep": lambda: b'{"type":' + b"[" * 1_000_000,
        "JSON of braces a million deep": lambda: b'{"a":' * 1_000_000,
        "a number with 100,000 digits in JSON": lambda: point.format(
            f'{{"date":"2024-03-15","killed":{"9" * 100_000}}}', '{"type":"Point","coordinates":[63,26]}'
        ).encode(),
        "coordinates without end in JSON": lambda: point.format(
            "{}", '{"type":"Point","coordinates":[1e99999,' + "9" * 50_000 + "]}"
        ).encode(),
        "a collection within a collection": lambda: point.format(
            "{}", '{"type":"GeometryCollection","geometries":[' * 60 + "]}" * 60
        ).encode(),
        "Parquet that says it is large": lambda: b"PAR1" + b"\x15\x04" * 5_000 + struct.pack("<I", 2**31 - 1) + b"PAR1",
        "a database that is none": lambda: b"SQLite format 3\x00" + bytes(range(256)) * 4_000,
    }


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
