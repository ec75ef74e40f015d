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

from incidents.encodings import ARABIC, is_arabic
from incidents.errors import SheetError
from incidents.formulas import is_handed_out, restored
from incidents.problem import Problem, shorten

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_ROWS: Final = 100_000
MAX_CELL: Final = 20_000
MAX_COLUMNS: Final = 200
DELIMITERS: Final = (",", ";", "\t", "|")
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "place": (
        "place",
        "placename",
        "location",
        "town",
        "city",
        "village",
        "toponym",
        "where",
        "incidentlocation",
        "مقام",
        "جگہ",
        "شہر",
        "علاقہ",
    ),
    "date": (
        "date",
        "eventdate",
        "startdate",
        "datestart",
        "start",
        "day",
        "when",
        "incidentdate",
        "تاریخ",
        "واقعہ کی تاریخ",
        "تاریخ وقوعہ",
        "دن",
    ),
    "end_date": ("enddate", "dateend", "end", "until", "lastdate", "اختتامی تاریخ", "تاریخ اختتام"),
    "type": ("type", "eventtype", "kind", "incidenttype", "category", "event", "قسم", "نوعیت", "واقعہ کی نوعیت"),
    "killed": (
        "killed",
        "deaths",
        "dead",
        "fatalities",
        "nkill",
        "deathtoll",
        "peoplekilled",
        "numberkilled",
        "noofkilled",
        "numberofdeaths",
        "ہلاک",
        "ہلاکتیں",
        "اموات",
        "جاں بحق",
    ),
    "wounded": ("wounded", "injured", "nwound", "injuries", "peoplewounded", "peopleinjured", "زخمی"),
    "source": ("source", "sources", "reportedby", "scite1", "ذریعہ", "ماخذ", "ذرائع"),
    "note": ("note", "notes", "description", "summary", "remarks", "comment", "comments", "تفصیل", "تفصیلات", "نوٹ"),
    "title": ("title", "headline", "name", "عنوان", "سرخی"),
    "actor": ("actor", "actors", "actor1", "group", "gname", "perpetrator", "گروہ", "تنظیم"),
    "target": ("target", "targets", "targettype", "targetkind", "ہدف"),
    "within": ("within", "in", "area"),
    "district": ("district", "admin2", "ضلع"),
    "province": ("province", "admin1", "state", "provstate", "صوبہ"),
    "latitude": ("latitude", "lat", "عرض بلد"),
    "longitude": ("longitude", "lon", "lng", "long", "طول بلد"),
    "precision": ("precision", "geoprecision", "level"),
    "claimant": ("claimant", "claimedby", "accordingto", "دعویدار"),
}
TITLE_LINES: Final = 20  # the header is looked for in this many lines
_WORDS: Final[Mapping[str, frozenset[str]]] = {
    "place": frozenset({"place", "location", "town", "city", "village"}),
    "date": frozenset({"date", "dates"}),
}
# Words that make a column something else, such as the date of the report or the precision of the place.
_OTHER: Final = frozenset(
    {
        *("report", "reported", "reporting", "publish", "published", "publication", "source", "article", "news"),
        *("update", "updated", "modified", "accessed", "access", "retrieved", "entry", "entered", "added", "created"),
        *("end", "last", "until", "birth", "precision", "accuracy", "type", "kind", "id", "code", "note", "notes"),
        *("latitude", "longitude", "lat", "lon", "x", "y", "count", "number", "uncertain", "known"),
    }
)
_BINARY: Final = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF", b"SQLite format 3", b"PAR1")
_LETTERS: Final = str.maketrans("يىكه", "ییکہ")  # as Arabic keyboards write letters of Urdu
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
    blank: int = 0


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
    text, delimiter = _named_delimiter(text)
    parted_by = delimiter or _delimiter(text)
    table = _parse(text, name, parted_by)
    header, above = _header(table, name)
    if is_handed_out(header):
        table = [(number, [restored(cell) for cell in cells]) for number, cells in table]
        header, above = _header(table, name)
    columns = _columns(header, name)
    rows, problems, blanks = _rows(table, header, columns, name, parted_by)
    if not rows:
        remedy = "write a row for each incident below it"
        raise SheetError(f"{name!r} has a header and no row under it: {remedy}")
    notes = (*_layout_notes(delimiter, above, header, columns), *_notes(encoding, header, columns, blanks))
    digest = hashlib.sha256(content).hexdigest()
    return Sheet(name, digest, tuple(header), columns, tuple(rows), tuple(problems), notes, content, blanks)


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
    if content.startswith(_BINARY):
        raise SheetError(f"{name!r} is not a CSV: save the sheet as CSV (UTF-8) and add that")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace").removeprefix("\ufeff"), "utf-16"
    for encoding in (*_guesses(content), "latin-1"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_binary(text, encoding):
            raise SheetError(f"{name!r} is not a CSV, it holds bytes that are no text: save the sheet as CSV (UTF-8)")
        return text, encoding
    raise AssertionError("latin-1 reads any bytes")


def _is_binary(text: str, encoding: str) -> bool:
    """Return whether control characters show that this is no text; a stray one in a cell does not."""
    sample = text[:20_000]
    controls = sum(unicodedata.category(each) == "Cc" and each not in "\t\r\n" for each in sample)
    return controls > len(sample) // 10 or (encoding == "latin-1" and "\x00" in text)


def _named_delimiter(text: str) -> tuple[str, str]:
    """Return the text without Excel's first line ``sep=|``, and the delimiter that this names; else empty."""
    match = re.match(r"\ufeff?\"?sep=([^\w\s\"']|\t)\"?[,;\t|]*(?:\r\n|\r|\n)", text, flags=re.IGNORECASE)
    return (text[match.end() :], match[1]) if match else (text, "")


def _guesses(content: bytes) -> tuple[str, ...]:
    sample = content[:2000]
    zeros = sample[1::2].count(0), sample[::2].count(0)
    if max(zeros) > len(sample) // 5:
        return ("utf-16-le" if zeros[0] > zeros[1] else "utf-16-be", "utf-8-sig", "cp1252")
    return ("utf-8-sig", ARABIC if is_arabic([content]) else "cp1252")


def _parse(text: str, name: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Return the rows with their numbers; the limit of the csv module is lifted meanwhile, ours is checked later."""
    with _FIELD_LIMIT:
        before = csv.field_size_limit(MAX_BYTES)
        try:
            return list(_numbered(text, name, delimiter))
        except csv.Error as error:
            raise SheetError(f"{name!r} is not readable as CSV: {error}") from error
        finally:
            csv.field_size_limit(before)


def _numbered(text: str, name: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for number, cells in enumerate(reader, start=1):
        if number > MAX_ROWS + 1:
            raise SheetError(f"{name!r} has more than {MAX_ROWS:,} rows, which is the most a sheet may have: split it")
        if len(cells) > MAX_COLUMNS:
            raise SheetError(f"row {number} of {name!r} has {len(cells)} cells; a row may have {MAX_COLUMNS}")
        yield number, cells


def _delimiter(text: str) -> str:
    """Return the delimiter that gives one of the first lines most columns that are known."""
    lines = [line[:20_000] for line in io.StringIO(text[:100_000], newline="") if line.strip()][:TITLE_LINES]

    def known(delimiter: str) -> tuple[int, int]:
        rows = [line.strip("\r\n").replace('"', "").split(delimiter) for line in lines]
        return max((sum(map(bool, _named(cells))) for cells in rows), default=0), lines[0].count(delimiter)

    return max(DELIMITERS, key=known) if lines else ","


def _header(table: Sequence[tuple[int, list[str]]], name: str) -> tuple[list[str], list[str]]:
    """Return the cells of the header, and the first cells of the lines of title above it."""
    lines = [cells for _, cells in table[: TITLE_LINES * 2] if any(cell.strip() for cell in cells)][:TITLE_LINES]
    if not lines:
        raise SheetError(
            f"{name!r} is empty: its first line names the columns, such as place,date,type,killed,source,note"
        )
    found = max(range(len(lines)), key=lambda row: _is_header(_named(lines[row])) and 1 + _known(lines[row]))
    return lines[found], [next(cell.strip() for cell in cells if cell.strip()) for cells in lines[:found]]


def _known(cells: Sequence[str]) -> int:
    return sum(plain_name(cell) in _NAMES for cell in cells)


def _is_header(columns: Sequence[str | None]) -> bool:
    return "date" in columns and ("place" in columns or {"latitude", "longitude"} <= set(columns))


def _named(cells: Sequence[str]) -> tuple[str | None, ...]:
    """Return the columns that cells name: by a known name, else the one cell with a word for place or date in it."""
    columns = [_NAMES.get(plain_name(cell)) for cell in cells]
    for column, words in _WORDS.items():
        if column in columns:
            continue
        having = [
            position
            for position, cell in enumerate(cells)
            if columns[position] is None and len(cell) <= 60 and _has_word(cell, words)
        ]
        if len(having) == 1:
            columns[having[0]] = column
    return tuple(columns)


def _has_word(cell: str, words: frozenset[str]) -> bool:
    found = set(re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cell).casefold()))
    return bool(found & words) and not found & _OTHER


def plain_name(cell: str) -> str:
    """Return a column's name in small letters without blanks and marks, letters of Urdu as its keyboards write them.

    Examples
    --------
    >>> plain_name(" Event_Date "), plain_name("مقام")
    ('eventdate', 'مقام')
    """
    folded = unicodedata.normalize("NFKC", cell).casefold().translate(_LETTERS)
    return re.sub(r"[\W_]+", "", folded)


_NAMES: Final = {plain_name(name): column for column, names in COLUMNS.items() for name in names}


def _columns(header: Sequence[str], name: str) -> tuple[str | None, ...]:
    columns = _named(header)
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
    table: Sequence[tuple[int, list[str]]],
    header: Sequence[str],
    columns: Sequence[str | None],
    name: str,
    delimiter: str,
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
            problems += _malformed(number, cells, header, name, delimiter)
    return rows, problems, blanks


def _malformed(
    number: int, cells: Sequence[str], header: Sequence[str], name: str, delimiter: str
) -> Iterator[Problem]:
    """Yield why a row cannot be trusted: more cells than the header has columns, lines in one of them, or one beyond the limit."""
    extra = [cell for cell in cells[len(header) :] if cell.strip()]
    if extra:
        reason = f"more cells ({len(cells)}) than columns ({len(header)})"
        yield Problem(name, f"row {number}", "", extra[0], reason, "put quotes around a cell that holds the delimiter")
    for position, cell in enumerate(cells[: len(header)]):
        if len(cell) > MAX_CELL:
            reason = f"cell of {len(cell):,} characters; a cell may have {MAX_CELL:,}"
            yield Problem(name, f"row {number}", header[position].strip(), shorten(cell), reason, "shorten it")
        if any(_may_be_a_row(line.split(delimiter), header) for line in cell.splitlines()[1:]):
            reason = "a quotation mark is not closed in its line: the cell holds lines that look like rows"
            yield Problem(name, f"row {number}", header[position].strip(), shorten(cell), reason, "close or delete it")


def _may_be_a_row(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Return whether cells have a figure where the header has the date."""
    dates = [cell for cell, column in zip(cells, _named(header), strict=False) if column == "date"]
    return len(cells) == len(header) > 1 and any(map(str.isdigit, "".join(dates)))


def _layout_notes(
    delimiter: str, above: Sequence[str], header: Sequence[str], columns: Sequence[str | None]
) -> Iterator[str]:
    if delimiter:
        yield f"the first line names the delimiter {delimiter!r}; rows are counted without that line, as Excel does"
    if above:
        titles = ", ".join(repr(shorten(cell, 60)) for cell in above)
        yield f"{len(above)} {'line' if len(above) == 1 else 'lines'} above the header skipped: {titles}"
    for cell, column in zip(header, columns, strict=True):
        if column and plain_name(cell) not in _NAMES:
            yield f"column {shorten(cell.strip(), 40)!r} is read as the {column}"


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
