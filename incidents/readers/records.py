"""Reads JSON of records, as the programming interfaces of ACLED and UCDP answer: a few at a time, what is nested in a record in columns of its own."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any, Final

from incidents.problem import shorten
from incidents.readers.errors import Refused, TooMuch
from incidents.readers.header import named
from incidents.readers.json_tables import Listed, Record, left_out, tables_of
from incidents.readers.limits import MAX_CELL, MAX_CELLS, MAX_COLUMNS, MAX_RECORD, MB
from incidents.readers.nested import Route, headings, routes
from incidents.readers.spool import ROWS, Spool, SpoolWriter

if TYPE_CHECKING:
    from pathlib import Path

PART: Final = 5_000
_FEATURES: Final = re.compile(rb'"type"\s*:\s*"(Feature(Collection)?|GeometryCollection|Topology)"')
_LISTED: Final = re.compile(r'"((?:[^"\\]|\\.){1,100})"\s*:\s*\[\s*(?=\{)')
_ALL: Final = re.compile(r"total_?count|total_?records|total", re.IGNORECASE)
_ALL_TEXT: Final = re.compile(rf'"({_ALL.pattern})"\s*:\s*"?(\d{{1,12}})', re.IGNORECASE)
_HELD: Final = 16 * MB  # of a document in which records are looked for wherever they stand
_NESTED: Final = re.compile(r"\{|\[\s*\[")
_BLANK: Final = "\x1e \t\r\n"
_BETWEEN: Final = re.compile(r"[\s,]*")
_UNWRITABLE: Final = re.compile("[\x00\ud800-\udfff]")
_DECODER: Final = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=lambda _: None)

Progress = Callable[[int], None]


def is_geojson(head: bytes) -> bool:
    """Return whether JSON begins as GeoJSON does.

    Examples
    --------
    >>> is_geojson(b'{"type": "FeatureCollection"'), is_geojson(b'{"status": 200, "data": [{"event_id_cnty"')
    (True, False)
    """
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] != b"[" and _FEATURES.search(head) is not None


def read_records(path: Path, work: Path, progress: Progress) -> Spool:
    """Return the records of a JSON file as rows: a list of objects, by itself, in an object or one a line, or columns by their names.

    What is nested in a record is a column of its own, such as ``location.name``.

    Raises
    ------
    Refused
        If it holds no such list, or is damaged.
    TooMuch
        If a record is larger than any row of a table.
    """
    tables, told = _in_document(path)
    found: dict[Route, bool] = {}  # whether a record has anything there
    for record in _every(
        tables, path, [], lambda done: progress(done // 2)
    ):  # it is read twice: for its fields, and for its rows
        for route, value in routes(record):
            found[route] = found.get(route, False) or value is not None
        if len(found) > MAX_COLUMNS:
            raise TooMuch(f"its records have more than {MAX_COLUMNS:,} different fields")
    if not found:
        large = f"; columns by their names are read of up to {_HELD // MB} MB: write an object for each record"
        more = large if path.stat().st_size > _HELD else ""
        raise Refused(f"the JSON holds no records: no list of objects with fields was found in it{more}")
    above = {route[:at] for route in found for at in range(1, len(route))}
    columns = [route for route, filled in found.items() if filled or route not in above]
    header = named(headings(columns), 0, ())
    notes = list(told)
    with SpoolWriter(work / ROWS, header.names, header.headings) as writer:
        rows: list[list[str]] = []
        done, half = 0, path.stat().st_size // 2
        for record in _every(tables, path, notes, lambda read: progress(half + read // 2)):
            cells = dict(routes(record))
            rows.append([_text(cells.get(route)) for route in columns])
            if len(rows) >= PART:
                done = _write(writer, rows, done)
                rows = []
        done = _write(writer, rows, done)
        writer.spool.notes = [note for note in notes if not note.startswith(_WHOLE)]
        for each in [note for note in notes if note.startswith(_WHOLE)]:
            if (whole := int(each.removeprefix(_WHOLE))) > done:
                writer.spool.notes.append(f"the file is one page of an answer: it holds {done:,} of {whole:,} records")
        if above:
            nested = ", ".join(
                repr(heading) for heading, route in zip(header.headings, columns, strict=True) if len(route) > 1
            )
            writer.spool.notes.append(f"what is nested in the records is in columns of its own: {shorten(nested, 200)}")
        if len(tables) > 1:
            before = accumulate((len(each.records) for each in tables), initial=0)
            writer.spool.sections = [(at, f"list {each.name()!r}") for at, each in zip(before, tables, strict=False)]
    return writer.spool


def _in_document(path: Path) -> tuple[list[Listed], list[str]]:
    """Return the records of a document that is small enough to be held, and what is told of it; nothing where they are listed one after the other."""
    if path.stat().st_size > _HELD:
        return [], []
    text = "".join(_pieces(path, lambda _: None)).lstrip(_BLANK)
    if not _NESTED.match(text) or _is_record(text):
        return [], []
    try:
        document = _DECODER.decode(text.rstrip(_BLANK))
    except (ValueError, RecursionError):
        return [], []  # it is read as far as it goes, and where it is damaged is told
    tables, others = tables_of(document)
    if not tables:
        return [], []
    notes = [f"read as JSON, {', '.join(each.words() for each in tables[:12])}", *left_out(others)]
    if len(tables) > 1:
        notes.append("the lists have the same fields and are read as one; rows are numbered on from list to list")
    return tables, [*notes, *(f"{_WHOLE}{whole}" for whole in _whole(document, tables[0].path))]


def _whole(document: Any, route: Sequence[str]) -> Iterator[int]:
    """Yield how many records there are in all, where an answer says so beside its list."""
    for name in route:
        for key, value in document.items():
            if _ALL.fullmatch(key) and isinstance(value, str | int) and re.fullmatch(r"\d{1,12}", str(value)):
                yield int(value)
        document = document[name]


def _every(tables: Sequence[Listed], path: Path, notes: list[str], progress: Progress) -> Iterator[Record]:
    """Yield the records of tables that are held, else those of a file, and note where they stand."""
    if tables:
        progress(path.stat().st_size)
        yield from chain.from_iterable(each.records for each in tables)
    else:
        yield from _records(path, notes, progress)


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
        notes += [f"{_WHOLE}{each[2]}" for each in [_ALL_TEXT.search(text[: found.start()])] if each]
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
