"""Reads spreadsheets (XLSX), having looked first at how far their cells are spread: a bounded part of a sheet at a time."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any, Final

import python_calamine

from incidents.readers.alike_sheets import Joined, Order, alike, in_order, moved
from incidents.readers.alike_sheets import notes as told_alike
from incidents.readers.errors import Refused, TooMuch
from incidents.readers.extent import sheet_extent
from incidents.readers.header import SAMPLE_ROWS, Header, find_header
from incidents.readers.hidden_rows import HiddenRows
from incidents.readers.layouts import KNOWN, kind_of
from incidents.readers.left_out import sheets_left_out
from incidents.readers.limits import MAX_CELL, MAX_CELLS, MAX_COLUMNS, MB, check_archive, opened_archive
from incidents.readers.merged import Merged
from incidents.readers.shown_months import ShownMonths
from incidents.readers.spool import ROWS, Malformed, Spool, SpoolWriter
from incidents.readers.struck_rows import STRUCK, StruckRows
from incidents.readers.text import read_text
from incidents.readers.titled_sheets import Looked, Periods, with_periods
from incidents.readers.unread_cells import UnreadCells
from incidents.readers.workbook_members import formats_in, hidden_in, struck_in, titles_of
from incidents.readers.wrapped import is_parted

if TYPE_CHECKING:
    from pathlib import Path

SPREAD: Final = 50  # an area may have this many times the cells that are there
SMALL: Final = 2_000_000  # cells of an area that may be as empty and as wide as it likes
PART: Final = 5_000
SLICE: Final = 48 * MB  # of a sheet's XML that is read at once: some 2.5 million cells
LOOKED_AT: Final = 8  # sheets, to find the one with the table
MOST_ALIKE: Final = 100  # sheets of a workbook that are looked at for being parts of one table
BLANK: Final = 1_000  # blank rows above a table that are counted
_OTHERS: Final = re.compile(r"xl/(workbook|styles|sharedStrings)\.xml|xl/_rels/workbook\.xml\.rels|_rels/\.rels", re.I)

Progress = Callable[[int], None]
Row = tuple[int, Sequence[Any]]


def is_workbook(path: Path) -> bool:
    """Return whether a ZIP file is a spreadsheet."""
    with opened_archive(path) as archive:
        return any(name.lower().endswith("workbook.xml") for name in archive.namelist())


def is_open_document(path: Path) -> bool:
    """Return whether a ZIP file is a sheet of LibreOffice and others, which says so in a member of its own."""
    with opened_archive(path) as archive:
        if "mimetype" not in archive.namelist() or archive.getinfo("mimetype").file_size > 100:
            return False
        return archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument.spreadsheet")


def read_workbook(path: Path, work: Path, progress: Progress) -> Spool:
    """Return the rows of a workbook's table: of the sheet with the most cells whose header is known, else the most cells.

    Raises
    ------
    Refused
        If it is damaged, locked or holds no table.
    TooMuch
        If it is made to fill the memory.
    """
    try:
        with opened_archive(path) as archive:
            check_archive(archive)
            every = _sheets(archive)
            hidden = hidden_in(archive)
            sheets = {each: title for each, title in every.items() if title not in hidden} or every
            table = _table(archive, sheets, work)
            looked = _looked_at(archive, sheets, table, work)
            headers = {each: sheet.header for each, sheet in looked.items()}
            joined = alike(headers, table, sheets) if headers else Joined(None, {table: ()})
            marks = _Marks()
            told = told_alike(joined, sheets)
            if looked:
                joined, marks.periods, more = with_periods(joined, looked, sheets)
                told += more
            members = joined.parts
            others, warnings = sheets_left_out(sheets, members, looked)
            notes = [f"sheet{'s' if len(members) > 1 else ''} {_named(sheets, members)} of {len(every)}"]
            notes += told
            if unseen := [title for each, title in every.items() if each not in sheets]:
                notes.append(
                    f"hidden sheets left out: {', '.join(repr(each) for each in unseen[:5])}; to take one, unhide it in the "
                    "spreadsheet program, save, and import again"
                )
            notes += others
            read = _Told(progress, path.stat().st_size, sum(archive.getinfo(each).file_size for each in members))
            marks.months.begin(formats_in(archive))
            marks.struck.begin(struck_in(archive))
            begins = marks.periods.begins
            whole = joined.header
            parts = {
                each: (headers[each].skipped if at or whole else 0, order)
                for at, (each, order) in enumerate(members.items())
            }
            rows = _under_each_other(archive, parts, work, read, marks, begins)
            spool = _spooled(rows, work / ROWS, notes, marks, whole)
            spool.warnings = warnings
            if len(members) > 1:
                spool.sections = [(at, f"sheet {sheets[each]!r}") for at, each in zip(begins, members, strict=True)]
            return spool
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise Refused(f"the workbook is damaged: {type(error).__name__}: {str(error)[:160]}") from error


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the titles of the sheets by their members, those with the most cells first; raises `TooMuch`."""
    titles, there = titles_of(archive), set(archive.namelist())
    extents: dict[str, int] = {}
    for member in titles.keys() & there:
        with archive.open(member) as stream:
            rows, columns, cells = sheet_extent(stream)
        most = SMALL if columns > MAX_COLUMNS else min(max(SPREAD * cells, SMALL), MAX_CELLS)
        if rows * columns > most:
            raise TooMuch(
                f"a sheet spreads {cells:,} cells over {rows:,} rows and {columns:,} columns: delete the stray cell far "
                "from the table and save again"
            )
        extents[member] = cells
    if not extents:
        raise Refused("the workbook holds no sheet")
    ordered = sorted((each for each in titles if each in extents), key=lambda each: -extents[each])
    return {each: titles[each] for each in ordered}


def _table(archive: zipfile.ZipFile, sheets: dict[str, str], work: Path) -> str:
    """Return the sheet that holds the table, by its header: beside it may stand a longer page of explanations."""
    largest, *_ = sheets
    if len(sheets) == 1:
        return largest
    best, most = largest, 0
    for member in list(sheets)[:LOOKED_AT]:
        if (sheet := _look(archive, member, work)) is None:
            continue
        if kind_of(sheet.header.names)[0] != "table":
            return member
        known = sum(name in KNOWN for name in sheet.header.names)
        if known > max(most, 1):
            best, most = member, known
    return best


def _look(archive: zipfile.ZipFile, member: str, work: Path) -> Looked | None:
    """Return the header of a sheet and its first rows; None where it holds no table."""
    try:
        rows = [[_text(cell) for cell in cells] for _, cells in islice(_rows(archive, member, work, MB), SAMPLE_ROWS)]
        return Looked(find_header(rows), rows)
    except Refused:
        return None


def _looked_at(archive: zipfile.ZipFile, sheets: dict[str, str], chosen: str, work: Path) -> dict[str, Looked]:
    """Return the sheets that may be parts of a table with the chosen one; none where it stands alone and is large, or holds no table."""
    alone = len(sheets) == 1 and archive.getinfo(chosen).file_size > MB
    if alone or (sheet := _look(archive, chosen, work)) is None:
        return {}
    titles = islice((each for each in titles_of(archive) if each in sheets and each != chosen), MOST_ALIKE - 1)
    found = {each: other for each in titles if (other := _look(archive, each, work))} | {chosen: sheet}
    return {each: found[each] for each in titles_of(archive) if each in found}


class _Told:
    """Tells how far a workbook is read, in bytes of its file, told the bytes of its sheets that were read."""

    def __init__(self, progress: Progress, size: int, unpacked: int) -> None:
        self._progress, self._size, self._unpacked = progress, size, max(unpacked, 1)
        self._done = 0

    def __call__(self, more: int) -> None:
        """Take so many bytes more as read."""
        self._done += more
        self._progress(min(self._size, self._size * self._done // self._unpacked))


@dataclass
class _Marks:
    """What the cells of a table have beside their values: merged ones, those without a value, those that show a month alone, rows that are hidden or struck through, months of their sheets."""

    merged: Merged = field(default_factory=Merged)
    unread: UnreadCells = field(default_factory=UnreadCells)
    months: ShownMonths = field(default_factory=ShownMonths)
    hidden: HiddenRows = field(default_factory=HiddenRows)
    struck: StruckRows = field(default_factory=StruckRows)
    periods: Periods = field(default_factory=Periods)

    def look_at(self, part: bytes, before: int) -> set[int]:
        """Take note of the cells of a part of a sheet; return in which of its rows there are some without a value."""
        self.months.look_at(part)
        self.hidden.look_at(part, before)
        self.struck.look_at(part, before)
        return self.unread.look_at(part, before)


def _unheard(_more: int) -> None:
    """Take progress that nobody asked for."""


def _under_each_other(
    archive: zipfile.ZipFile,
    members: dict[str, tuple[int, Order]],
    work: Path,
    read: Progress,
    marks: _Marks,
    begins: list[int],
) -> Iterator[Row]:
    """Yield the rows of sheets one after the other, numbered on; `begins` is told after which row each begins."""
    before = last = 0
    for member, (skipped, order) in members.items():
        begins.append(before)
        marks.unread.moved = moved(order)
        marks.merged.add(archive, member, before, marks.unread.moved)
        look_at = partial(marks.look_at, before=before)
        for number, cells in islice(_rows(archive, member, work, SLICE, read, look_at), skipped, None):
            last = before + number
            yield last, in_order(marks.months.as_shown(number, cells), order)
        before = last


def _named(sheets: dict[str, str], members: Iterable[str]) -> str:
    return ", ".join(repr(sheets[each]) for each in list(members)[:12])


def _rows(
    archive: zipfile.ZipFile,
    member: str,
    work: Path,
    size: int,
    read: Progress = _unheard,
    look_at: Callable[[bytes], Collection[int]] = lambda _part: (),
) -> Iterator[Row]:
    """Yield the rows of a sheet with their numbers, from 1; blank rows far down are left out that `look_at` does not name."""
    last = 0
    with archive.open(member) as stream:
        for part in _slices(stream, size):
            first = _first_number(part)
            kept = look_at(part)
            for number, cells in _cells(archive, member, part, work):
                at = number if first else last + 1
                yield from ((blank, []) for blank in range(last + 1, at) if blank < BLANK or blank in kept)
                yield at, cells
                last = at
            yield from ((blank, []) for blank in sorted(kept) if blank > last)
            last = max(last, *kept) if kept else last
            read(len(part))


def _slices(stream: IO[bytes], size: int) -> Iterator[bytes]:
    """Yield a sheet's XML as sheets of their own, each with a bounded number of whole rows."""
    head = stream.read(MB)
    begin = re.search(rb"<((?:\w+:)?)sheetData\b[^>]*>", head)
    if begin is None:
        raise Refused("the sheet holds no table")
    prefix, opened = begin[1], head[: begin.end()]
    end, closed = b"</" + prefix + b"row>", b"</" + prefix + b"sheetData>"
    opened, rest = opened[: -len(b"/>")] + b">" if opened.endswith(b"/>") else opened, head[begin.end() :]
    close = closed + b"</" + prefix + b"worksheet>"
    while True:
        part = stream.read(MB)
        rest += part
        if not part or closed in rest[-len(part) - len(closed) :]:
            yield opened + rest.partition(closed)[0] + close
            return
        if len(rest) >= size:
            cut = rest.rfind(end) + len(end)
            if cut < len(end):
                raise TooMuch(f"a row of the sheet is longer than {size // MB} MB")
            yield opened + rest[:cut] + close
            rest = rest[cut:]


def _first_number(part: bytes) -> int:
    """Return the number of the first row that is written, where rows have numbers; else 0."""
    found = re.search(rb"<(?:\w+:)?row\b[^>]*?\br=[\"'](\d{1,7})[\"']", part)
    return int(found[1]) if found else 0


def _cells(archive: zipfile.ZipFile, member: str, part: bytes, work: Path) -> Iterator[Row]:
    """Yield the rows of a part of a sheet, read as a workbook of its own, with their numbers."""
    path = work / "part.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        for each in archive.infolist():
            if _OTHERS.fullmatch(each.filename) and each.filename != member:
                with archive.open(each) as source, made.open(each.filename, "w") as target:
                    shutil.copyfileobj(source, target, MB)
        with made.open(member, "w") as target:
            target.write(part)
    with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
        titles = titles_of(archive)
        sheet = book.get_sheet_by_name(titles[member])
        top, left = sheet.start or (0, 0)
        before = [""] * left
        for number, cells in enumerate(sheet.to_python(skip_empty_area=True), start=top + 1):
            yield number, before + cells if left else cells
    path.unlink()


def _spooled(cells: Iterator[Row], path: Path, notes: list[str], marks: _Marks, header: Header | None = None) -> Spool:
    """Return the rows of a table; its header is the one that is given, or stands among them."""
    texts = ((number, [_text(cell) for cell in row]) for number, row in cells)
    sample = list(islice(texts, SAMPLE_ROWS))
    if not sample:
        raise Refused("the sheet is empty")
    lines = [each for each in map(_only_cell, sample) if each]
    if 2 * len(lines) > sum(any(row) for _, row in sample) and is_parted(lines):
        return _of_lines(chain(sample, texts), path, notes)
    header = header or find_header([row for _, row in sample])
    width = len(header.names)
    with SpoolWriter(path, header.names, header.headings) as writer:
        writer.spool.notes = [*notes, *header.notes]
        numbers: list[int] = []
        rows: list[list[str]] = []
        blank = 0  # those below the last row are the sheet's margin
        for number, row in chain(sample[header.skipped :], texts):
            if not any(row) and not marks.unread.in_row(number):
                blank += 1
                continue
            writer.spool.blank, blank = writer.spool.blank + blank, 0
            row = marks.periods.filled(number, marks.merged.filled(number, row))
            if any(row[width:]):
                why = f"it has cells beyond the {width} columns of the header"
                writer.spool.malformed.append(Malformed(number, ",".join(row), why))
                continue
            marks.hidden.met(number)
            numbers.append(number)
            rows.append((row + [""] * (width - len(row)))[:width])
            if len(rows) >= PART:
                writer.write_rows(numbers, rows)
                numbers, rows = [], []
        writer.write_rows(numbers, rows)
    writer.spool.marked = {STRUCK: marks.struck.numbers}
    unread = writer.spool.unread = marks.unread.by_column(header.names)
    headings = dict(zip(header.names, header.headings, strict=True))
    writer.spool.notes += [
        *marks.hidden.notes(),
        *marks.merged.notes(),
        *marks.months.notes(),
        *marks.unread.notes(unread, headings),
    ]
    return writer.spool


def _only_cell(row: tuple[int, list[str]]) -> str:
    """Return what stands in the one cell of a row that has something in it; empty where others have."""
    cells = [cell for cell in row[1] if cell.strip()]
    return cells[0] if len(cells) == 1 and row[1][0] == cells[0] else ""


def _of_lines(rows: Iterator[tuple[int, list[str]]], path: Path, notes: list[str]) -> Spool:
    """Return the rows of a sheet whose first column holds whole lines of a text table."""
    text = path.with_name("lines.csv")
    last = 0
    with text.open("w", encoding="utf-8", newline="") as out:
        for number, row in rows:
            out.write("\n" * (number - last - 1) + "".join(row[:1]) + "\n")
            last = number
    spool = read_text(text, path.parent, _unheard)
    spool.notes[:0] = [
        *notes,
        "the first column holds whole lines, which are read as a text table: the cells inside are its columns",
    ]
    return spool


def _text(cell: Any) -> str:
    """Return a cell as text: whole numbers without a point, dates in ISO form."""
    kind = type(cell)
    if kind is str:
        if len(cell) > MAX_CELL:
            raise TooMuch(f"a cell holds {len(cell):,} characters; the most is {MAX_CELL:,}")
        return cell
    if kind is float:
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
    if cell is None:
        return ""
    if kind is bool:
        return str(cell).lower()
    if kind is dt.datetime:
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ", timespec="seconds")
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)
