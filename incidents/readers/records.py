"""Reads JSON whose records are flat objects, as the programming interfaces of ACLED and UCDP answer: a few at a time."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from incidents.problem import shorten
from incidents.readers.errors import Refused, TooMuch
from incidents.readers.header import named
from incidents.readers.limits import MAX_CELL, MAX_CELLS, MAX_COLUMNS, MAX_RECORD, MB
from incidents.readers.spool import ROWS, Spool, SpoolWriter

if TYPE_CHECKING:
    from pathlib import Path

PART: Final = 5_000
_GEOMETRY: Final = re.compile(
    rb'"type"\s*:\s*"(Feature(Collection)?|GeometryCollection|(Multi)?(Point|LineString|Polygon)|Topology)"'
)
_LISTED: Final = re.compile(r'"((?:[^"\\]|\\.){1,100})"\s*:\s*\[\s*(?=\{)')
_ALL: Final = re.compile(r'"(total_?count|total_?records|total)"\s*:\s*"?(\d{1,12})', re.IGNORECASE)
_BETWEEN: Final = re.compile(r"[\s,]*")
_UNWRITABLE: Final = re.compile("[\x00\ud800-\udfff]")
_DECODER: Final = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=lambda _: None)

Progress = Callable[[int], None]
Record = dict[str, Any]


def is_geojson(head: bytes) -> bool:
    """Return whether JSON begins as GeoJSON does.

    Examples
    --------
    >>> is_geojson(b'{"type": "FeatureCollection"'), is_geojson(b'{"status": 200, "data": [{"event_id_cnty"')
    (True, False)
    """
    return _GEOMETRY.search(head) is not None


def read_records(path: Path, work: Path, progress: Progress) -> Spool:
    """Return the records of a JSON file as rows: a list of flat objects, by itself, in an object or one a line.

    Raises
    ------
    Refused
        If it holds no such list, or is damaged.
    TooMuch
        If a record is larger than any row of a table.
    """
    names: dict[str, None] = {}
    for record in _records(
        path, [], lambda done: progress(done // 2)
    ):  # it is read twice: for its fields, and for its rows
        names.update(dict.fromkeys(record))
        if len(names) > MAX_COLUMNS:
            raise TooMuch(f"its records have more than {MAX_COLUMNS:,} different fields")
    if not names:
        raise Refused("the JSON holds no records: no list of objects with fields was found in it")
    notes: list[str] = []
    header = named(list(names), 0, ())
    with SpoolWriter(work / ROWS, header.names, header.headings) as writer:
        rows: list[list[str]] = []
        done, half = 0, path.stat().st_size // 2
        for record in _records(path, notes, lambda read: progress(half + read // 2)):
            rows.append([_text(record.get(name)) for name in names])
            if len(rows) >= PART:
                done = _write(writer, rows, done)
                rows = []
        done = _write(writer, rows, done)
        writer.spool.notes = notes
        for each in [note for note in notes if note.startswith(_WHOLE)]:
            notes.remove(each)
            if (whole := int(each.removeprefix(_WHOLE))) > done:
                notes.append(f"the file is one page of an answer: it holds {done:,} of {whole:,} records")
    return writer.spool


_WHOLE: Final = "records in all: "


def _write(writer: SpoolWriter, rows: list[list[str]], done: int) -> int:
    if (done + len(rows)) * len(writer.spool.names) > MAX_CELLS:
        raise TooMuch(f"the table has more than {MAX_CELLS:,} cells: split it")
    writer.write_rows(list(range(done + 1, done + len(rows) + 1)), rows)
    return done + len(rows)


def _records(path: Path, notes: list[str], progress: Progress) -> Iterator[Record]:
    """Yield the records in order, and note where they stand."""
    pieces = _pieces(path, progress)
    text = next(pieces, "")
    found = _LISTED.search(text) if text.lstrip()[:1] == "{" else None
    if found and not _is_record(text):
        notes.append(f"read as JSON, the records listed under {found[1]!r}")
        notes += [f"{_WHOLE}{each[2]}" for each in [_ALL.search(text[: found.start()])] if each]
        text = text[found.end() :]
    else:
        notes.append("read as JSON, a list of records")
        text = text.lstrip().removeprefix("[")
    yield from _objects(text, pieces)


def _is_record(text: str) -> bool:
    """Return whether text begins with one of several records, one a line."""
    try:
        _, end = _DECODER.raw_decode(text.lstrip())
    except (ValueError, RecursionError):
        return False
    return text.lstrip()[end:].lstrip()[:1] == "{"


def _objects(text: str, pieces: Iterator[str]) -> Iterator[Record]:
    """Yield objects one after another until a list ends or the text does."""
    at = 0
    while True:
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr] (it matches anything)
        if text[at : at + 1] == "]":
            return
        if text[at : at + 1] not in ("", "{"):
            told = f"the JSON's list holds {shorten(text[at : at + 99], 40)!r} where a record, an object with fields, is expected"
            raise Refused(f"{told}: take it out")
        try:
            record, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            piece = next(pieces, "")
            if not piece:
                if text[at:].strip():
                    raise Refused(f"the JSON is damaged after {text[:at][-60:]!r}: {str(error)[:80]}") from error
                return
            text, at = text[at:] + piece, 0
            if len(text) > MAX_RECORD + 2 * MB:
                raise TooMuch(f"a record is longer than {MAX_RECORD // MB} MB") from error
            continue
        yield record


def _pieces(path: Path, progress: Progress) -> Iterator[str]:
    with path.open("rb") as file:
        start = file.read(2)
        file.seek(0)
        encoding = "utf-16" if start in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        while part := file.read(MB):
            progress(file.tell())
            yield decoder.decode(part)
        yield decoder.decode(b"", final=True)


def _text(value: Any) -> str:
    """Return a value as text: lists joined by semicolons, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "; ".join(filter(None, map(_text, value)))  # pyright: ignore[reportUnknownArgumentType]
    text = _UNWRITABLE.sub("\ufffd", value if isinstance(value, str) else json.dumps(value))
    if len(text) > MAX_CELL:
        raise TooMuch(f"a cell holds {len(text):,} characters; the most is {MAX_CELL:,}")
    return text
