"""Reads the cells of a person's sheet: encoding, delimiter and header as they come, every cell kept as text."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import threading
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from incidents.errors import SheetError
from incidents.problem import Problem, shorten

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_ROWS: Final = 100_000
MAX_CELL: Final = 20_000
MAX_COLUMNS: Final = 200
DELIMITERS: Final = (",", ";", "\t", "|")
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "place": ("place", "placename", "location", "town", "city", "village", "toponym", "where"),
    "date": ("date", "eventdate", "startdate", "datestart", "start", "day", "when", "incidentdate"),
    "end_date": ("enddate", "dateend", "end", "until", "lastdate"),
    "type": ("type", "eventtype", "kind", "incidenttype", "category", "event"),
    "killed": ("killed", "deaths", "dead", "fatalities", "nkill", "deathtoll"),
    "wounded": ("wounded", "injured", "nwound", "injuries"),
    "source": ("source", "sources", "reportedby", "scite1"),
    "note": ("note", "notes", "description", "summary", "remarks", "comment", "comments"),
    "title": ("title", "headline", "name"),
    "actor": ("actor", "actors", "actor1", "group", "gname", "perpetrator"),
    "target": ("target", "targets", "targettype", "targetkind"),
    "within": ("within", "in", "area"),
    "district": ("district", "admin2"),
    "province": ("province", "admin1", "state", "provstate"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "precision": ("precision", "geoprecision", "level"),
    "claimant": ("claimant", "claimedby", "accordingto"),
}
_NAMES: Final = {name: column for column, names in COLUMNS.items() for name in names}
_FIELD_LIMIT = threading.Lock()


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet program counts (the header is 1), and its cells by our column names."""

    number: int
    cells: Mapping[str, str]
    raw: tuple[str, ...]

    def __getitem__(self, column: str) -> str:
        """Return a cell without the blanks around it; empty where the sheet has no such column."""
        return self.cells.get(column, "").strip()


@dataclass(frozen=True)
class Sheet:
    """The cells of a sheet, and what reading it found worth telling."""

    name: str
    sha256: str
    header: tuple[str, ...]
    columns: tuple[str | None, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    content: bytes


def read_sheet(file: str | Path | bytes, name: str = "") -> Sheet:
    """Return the cells of a CSV sheet.

    Parameters
    ----------
    file : path or bytes
        The file, or its content.
    name : str, optional
        The file's name, for messages.

    Raises
    ------
    SheetError
        If it is too large, empty, not text, or has no column for the place or for the date.
    """
    content = file if isinstance(file, bytes) else _content(Path(file))
    name = name or ("sheet.csv" if isinstance(file, bytes) else Path(file).name)
    if len(content) > MAX_BYTES:
        raise SheetError(f"{name!r} has {len(content):,} bytes; a sheet may have {MAX_BYTES:,}: split it")
    text, encoding = _decode(content, name)
    table = _parse(text, name)
    header = next((cells for _, cells in table if any(cell.strip() for cell in cells)), None)
    if header is None:
        raise SheetError(
            f"{name!r} is empty: its first line names the columns, such as place,date,type,killed,source,note"
        )
    columns = _columns(header, name)
    rows, problems, blanks = _rows(table, header, columns, name)
    notes = _notes(encoding, header, columns, blanks)
    digest = hashlib.sha256(content).hexdigest()
    return Sheet(name, digest, tuple(header), columns, tuple(rows), tuple(problems), notes, content)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SheetError(
                f"{path.name!r} has {path.stat().st_size:,} bytes; a sheet may have {MAX_BYTES:,}: split it"
            )
        return path.read_bytes()
    except OSError as error:
        raise SheetError(f"cannot read {str(path)!r}: {error.strerror or error}") from error


def _decode(content: bytes, name: str) -> tuple[str, str]:
    """Return the text and the encoding it was read in: by its mark, else UTF-8, else what Excel writes."""
    if content[:4] == b"PK\x03\x04" or content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise SheetError(f"{name!r} is a workbook: save it as CSV (UTF-8) and add that")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace").removeprefix("\ufeff"), "utf-16"
    for encoding in _guesses(content):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1"), "latin-1"


def _guesses(content: bytes) -> tuple[str, ...]:
    sample = content[:2000]
    zeros = sample[1::2].count(0), sample[::2].count(0)
    if max(zeros) > len(sample) // 5:
        return ("utf-16-le" if zeros[0] > zeros[1] else "utf-16-be", "utf-8-sig", "cp1252")
    return ("utf-8-sig", "cp1252")


def _parse(text: str, name: str) -> list[tuple[int, list[str]]]:
    """Return the rows with their numbers; the limit of the csv module is lifted meanwhile, ours is checked later."""
    with _FIELD_LIMIT:
        before = csv.field_size_limit(MAX_BYTES)
        try:
            return list(_numbered(text, name))
        except csv.Error as error:
            raise SheetError(f"{name!r} is not readable as CSV: {error}") from error
        finally:
            csv.field_size_limit(before)


def _numbered(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    for number, cells in enumerate(reader, start=1):
        if number > MAX_ROWS + 1:
            raise SheetError(f"{name!r} has more than {MAX_ROWS:,} rows, which is the most a sheet may have: split it")
        if len(cells) > MAX_COLUMNS:
            raise SheetError(f"row {number} of {name!r} has {len(cells)} cells; a row may have {MAX_COLUMNS}")
        yield number, cells


def _delimiter(text: str) -> str:
    """Return the delimiter that gives the first line most columns that are known."""
    first = next((line for line in io.StringIO(text[:100_000], newline="") if line.strip()), "")

    def known(delimiter: str) -> int:
        return sum(_plain(cell) in _NAMES for cell in next(csv.reader([first], delimiter=delimiter), []))

    return max(DELIMITERS, key=lambda delimiter: (known(delimiter), first.count(delimiter)))


def _plain(cell: str) -> str:
    folded = unicodedata.normalize("NFKC", cell).casefold()
    return re.sub(r"[\W_]+", "", folded)


def _columns(header: Sequence[str], name: str) -> tuple[str | None, ...]:
    columns = tuple(_NAMES.get(_plain(cell)) for cell in header)
    doubled = {column for column in columns if column and columns.count(column) > 1}
    if doubled:
        column = min(doubled)
        cells = [cell for cell, each in zip(header, columns, strict=True) if each == column]
        raise SheetError(f"{name!r} has {len(cells)} columns for the {column}: {cells!r}; rename all but one")
    for needed in (("place", "latitude"), ("date",)):
        if not any(column in columns for column in needed):
            seen = ", ".join(shorten(cell.strip(), 30) for cell in header[:20])
            raise SheetError(
                f"{name!r} has no column for the {needed[0]}; its header is: {seen}. Name one {needed[0]!r}"
            )
    if "place" not in columns and "longitude" not in columns:
        raise SheetError(f"{name!r} has a latitude but no longitude, and no column for the place: add either")
    return columns


def _rows(
    table: Sequence[tuple[int, list[str]]], header: Sequence[str], columns: Sequence[str | None], name: str
) -> tuple[list[Row], list[Problem], int]:
    rows: list[Row] = []
    problems: list[Problem] = []
    blanks = 0
    begun = False
    for number, cells in table:
        if not begun:
            begun = cells is header
        elif not any(cell.strip() for cell in cells):
            blanks += 1
        else:
            named = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
            rows.append(Row(number, named, tuple(cells)))
            problems += _malformed(number, cells, header, name)
    return rows, problems, blanks


def _malformed(number: int, cells: Sequence[str], header: Sequence[str], name: str) -> Iterator[Problem]:
    """Yield why a row cannot be trusted: more cells than the header has columns, or a cell beyond the limit."""
    extra = [cell for cell in cells[len(header) :] if cell.strip()]
    if extra:
        reason = f"more cells ({len(cells)}) than columns ({len(header)})"
        yield Problem(name, f"row {number}", "", extra[0], reason, "put quotes around a cell that holds the delimiter")
    for position, cell in enumerate(cells[: len(header)]):
        if len(cell) > MAX_CELL:
            reason = f"cell of {len(cell):,} characters; a cell may have {MAX_CELL:,}"
            yield Problem(name, f"row {number}", header[position].strip(), shorten(cell), reason, "shorten it")


def _notes(encoding: str, header: Sequence[str], columns: Sequence[str | None], blanks: int) -> tuple[str, ...]:
    notes: list[str] = []
    if encoding not in ("utf-8-sig", "utf-16"):
        notes.append(f"read as {encoding}: check letters such as é; save as UTF-8 to be sure")
    ignored = [
        shorten(cell.strip(), 40) for cell, column in zip(header, columns, strict=True) if not column and cell.strip()
    ]
    if ignored:
        notes.append(f"columns not used: {', '.join(ignored)}")
    if blanks:
        notes.append(f"{blanks:,} blank {'row' if blanks == 1 else 'rows'} skipped")
    return tuple(notes)
