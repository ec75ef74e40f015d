"""A person's own places: reading their file, refusing rows that cannot be used, keeping it in the data folder."""

import csv
import io
import json
import math
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from gazetteer.errors import BadPlaceFile
from gazetteer.home import home
from gazetteer.spelling import plain

COLUMNS: tuple[str, ...] = ("name", "latitude", "longitude", "level", "aliases", "name_ur", "radius_km")
"""What is kept of a row. A CSV needs the first three; ``aliases`` are separated by ``|`` or ``;``."""

LEVELS = ("town", "site")
"""Levels that a point can have; areas need polygons, which are embedded."""

SYNONYMS = {"": "town", "city": "town", "village": "town", "settlement": "town", "locality": "town", "point": "site"}
LARGEST = 200_000_000
"""Bytes of a file that is read."""

GEONAMES_COLUMNS = 19
LONGEST_NAME = 120

Fields = dict[str, str]


@dataclass(frozen=True)
class RowProblem:
    """Why a row cannot be used. ``row`` counts from 1 for the first line of the file, header included."""

    row: int
    column: str
    value: str
    remedy: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: {self.value!r}: {self.remedy}"


@dataclass(frozen=True)
class Extension:
    """What was taken from a file: kept beside the places as JSON."""

    file: str
    sha256: str
    added: str
    rows: int
    skipped: int
    layout: str
    path: str


def extend(file: Path, folder: Path | None = None) -> Extension:
    """Check a person's file of places and keep it where :meth:`Gazetteer.load` finds it.

    Parameters
    ----------
    file : a CSV with a header (name, latitude, longitude; optional level, aliases, name_ur, radius_km), or a GeoNames
        dump (tab-separated, 19 columns, no header), of which populated places and features are taken.
    folder : where to keep it; the ``gazetteer`` folder of the data folder when left out.

    Raises
    ------
    BadPlaceFile
        The file cannot be read, or has rows that cannot be used; ``problems`` lists all of them. Nothing is kept.
    """
    content = read(file)
    text = decode(content)
    is_dump = looks_like_geonames(text)
    rows, problems, skipped = check(geonames_rows(text) if is_dump else csv_rows(text))
    if problems:
        raise BadPlaceFile(
            f"{len(problems)} of the values in {file.name!r} cannot be used; nothing was added", tuple(problems)
        )
    if not rows:
        raise BadPlaceFile(f"{file.name!r} has no place; it needs a header with name, latitude, longitude")
    target = folder or home() / "gazetteer"
    stem = f"{re.sub('[^a-z0-9]+', '-', file.stem.lower()).strip('-') or 'places'}-{sha256(content).hexdigest()[:8]}"
    record = Extension(
        file.name,
        sha256(content).hexdigest(),
        datetime.now(UTC).isoformat(timespec="seconds"),
        len(rows),
        skipped,
        "geonames" if is_dump else "csv",
        str(target / f"{stem}.csv"),
    )
    target.mkdir(parents=True, exist_ok=True)
    write_whole(target / f"{stem}.csv", table(rows))
    write_whole(target / f"{stem}.json", json.dumps(asdict(record), indent=2, ensure_ascii=False) + "\n")
    return record


def read(file: Path) -> bytes:
    """The bytes of a file that is there and not too large."""
    try:
        if file.stat().st_size > LARGEST:
            raise BadPlaceFile(f"{file.name!r} is larger than {LARGEST // 1_000_000} MB; cut it to the places you need")
        return file.read_bytes()
    except OSError as error:
        raise BadPlaceFile(f"cannot read {str(file)!r}: {error.strerror or error}") from error


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, with or without a byte order mark."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise BadPlaceFile(f"row {row} is not UTF-8; save the file as 'CSV UTF-8'") from error


def looks_like_geonames(text: str) -> bool:
    """Whether the first line has the 19 columns of a GeoNames dump.

    >>> looks_like_geonames("name,latitude,longitude")
    False
    """
    return text.split("\n", 1)[0].count("\t") == GEONAMES_COLUMNS - 1


def csv_rows(text: str) -> Iterator[tuple[int, Fields | None]]:
    """(line, fields) of every row of a CSV with a header."""
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="more columns than the header")
    reader.fieldnames = [str(name).strip().lower() for name in reader.fieldnames or ()]
    if missing := [name for name in COLUMNS[:3] if name not in reader.fieldnames]:
        raise BadPlaceFile(
            f"no column {', '.join(repr(name) for name in missing)}; the header needs name, latitude, longitude"
        )
    try:
        for row in reader:
            if any((value or "") if isinstance(value, str) else value for value in row.values()):
                yield reader.line_num, {key: value if isinstance(value, str) else "" for key, value in row.items()}
    except csv.Error as error:
        raise BadPlaceFile(f"row {reader.line_num} is not CSV: {error}") from error


def geonames_rows(text: str) -> Iterator[tuple[int, Fields | None]]:
    """(line, fields) of every row of a GeoNames dump; None for an area, whose polygon a point cannot give."""
    for number, line in enumerate(text.split("\n"), 1):
        cells = line.rstrip("\r").split("\t")
        if cells == [""]:
            continue
        if len(cells) != GEONAMES_COLUMNS:
            yield number, {"name": cells[0], "latitude": "", "longitude": "", "columns": str(len(cells))}
        elif cells[6] in ("A", "L"):
            yield number, None
        else:
            aliases = "|".join(name for name in cells[3].split(",") if len(name) > 3)
            level = "town" if cells[6] == "P" else "site"
            yield (
                number,
                {"name": cells[1], "latitude": cells[4], "longitude": cells[5], "level": level, "aliases": aliases},
            )


def check(rows: Iterable[tuple[int, Fields | None]]) -> tuple[list[Fields], list[RowProblem], int]:
    """(rows that can be used, every problem, number of areas left out)."""
    kept: list[Fields] = []
    problems: list[RowProblem] = []
    skipped = 0
    for number, fields in rows:
        if fields is None:
            skipped += 1
            continue
        found = list(problems_of(number, fields))
        problems += found
        if not found:
            kept.append(tidy(fields))
    return kept, problems, skipped


def problems_of(number: int, fields: Mapping[str, str]) -> Iterator[RowProblem]:
    """What is wrong with a row, value by value."""
    if "columns" in fields:
        yield RowProblem(number, "columns", fields["columns"], f"a GeoNames row has {GEONAMES_COLUMNS} columns")
        return
    name = fields.get("name", "").strip()
    if not plain(name):
        yield RowProblem(number, "name", name, "give the name in letters")
    elif len(name) > LONGEST_NAME:
        yield RowProblem(number, "name", name[:40] + "…", f"use at most {LONGEST_NAME} characters")
    for column, most in (("latitude", 90), ("longitude", 180)):
        if remedy := wrong_number(fields.get(column, ""), -most, most):
            yield RowProblem(number, column, fields.get(column, ""), remedy)
    level = fields.get("level", "").strip().lower()
    if SYNONYMS.get(level, level) not in LEVELS:
        yield RowProblem(number, "level", level, "use town or site; areas need polygons and are embedded")
    if (radius := fields.get("radius_km", "").strip()) and (remedy := wrong_number(radius, 0.01, 500)):
        yield RowProblem(number, "radius_km", radius, remedy)


def wrong_number(text: str, least: float, most: float) -> str | None:
    """What to do about a number, or None when it is in range.

    >>> wrong_number("25.26", -90, 90) is None, wrong_number("25,26", -90, 90)
    (True, 'write a decimal number with a point, between -90 and 90')
    """
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    return None if least <= number <= most else f"write a decimal number with a point, between {least:g} and {most:g}"


def tidy(fields: Mapping[str, str]) -> Fields:
    """The columns that are kept, in their plain form."""
    level = fields.get("level", "").strip().lower()
    aliases = (part.strip() for part in re.split(r"[|;]", fields.get("aliases", "")))
    return {column: " ".join(fields.get(column, "").split()) for column in COLUMNS} | {
        "level": SYNONYMS.get(level, level),
        "aliases": "|".join(dict.fromkeys(alias for alias in aliases if alias and len(alias) <= LONGEST_NAME)),
    }


def table(rows: Iterable[Fields]) -> str:
    """The rows as CSV text."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-", suffix=path.suffix)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def kept_files(folder: Path) -> tuple[Path, ...]:
    """The files of places in a folder, in a stable order."""
    return (
        tuple(sorted(path for path in folder.glob("*.csv") if not path.name.startswith("."))) if folder.is_dir() else ()
    )


def kept_rows(path: Path) -> tuple[list[Fields], list[RowProblem]]:
    """The usable rows of a kept file, and the problems of one that was changed by hand."""
    try:
        rows, problems, _ = check(csv_rows(decode(read(path))))
    except BadPlaceFile as error:
        return [], [RowProblem(1, "file", path.name, str(error))]
    return rows, problems
