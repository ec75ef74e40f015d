"""Reads spreadsheets (XLSX), having looked first at how far their cells are spread."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final
from xml.parsers import expat

import openpyxl
import python_calamine

from incidents.readers.errors import Refused, TooMuch
from incidents.readers.header import SAMPLE_ROWS, find_header
from incidents.readers.limits import MAX_CELL, MAX_CELLS, MB, check_archive, sheet_extent
from incidents.readers.spool import Malformed, Spool, SpoolWriter

if TYPE_CHECKING:
    from pathlib import Path

AT_ONCE: Final = 14_000_000  # cells that are read at once; more are read row by row, which is slower
SPREAD: Final = 50  # an area may have this many times the cells that are there
PART: Final = 5_000

Progress = Callable[[int], None]


def is_workbook(path: Path) -> bool:
    """Return whether a ZIP file is a spreadsheet."""
    with zipfile.ZipFile(path) as archive:
        return any(name.lower().endswith("workbook.xml") for name in archive.namelist()[:3000])


def read_workbook(path: Path, work: Path, progress: Progress) -> Spool:
    """Return the rows of a workbook's table: of the sheet that holds the most cells.

    Raises
    ------
    Refused
        If it is damaged, locked or holds no table.
    TooMuch
        If it is made to fill the memory.
    """
    name, others, rows, columns = _sheet(path)
    notes = [f"sheet {name!r} of {len(others) + 1}"]
    if others:
        notes.append(f"other sheets left out: {', '.join(repr(each) for each in others[:5])}")
    reading = _at_once if rows * columns <= AT_ONCE else _row_by_row
    cells = reading(path, name)
    try:
        return _spooled(cells, work / "rows.arrow", notes, progress)
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise Refused(f"the workbook is damaged: {type(error).__name__}: {str(error)[:160]}") from error


def _sheet(path: Path) -> tuple[str, list[str], int, int]:
    """Return the sheet with the most cells, the names of the others, its rows and columns."""
    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(archive)
            extents: dict[str, tuple[int, int, int]] = {}
            titles = _titles(archive)
            for member in titles.keys() & set(archive.namelist()):
                with archive.open(member) as stream:
                    extents[member] = sheet_extent(stream)
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise Refused(f"the workbook is damaged: {type(error).__name__}: {str(error)[:160]}") from error
    if not extents:
        raise Refused("the workbook holds no sheet")
    for rows, columns, cells in extents.values():
        if rows * columns > MAX_CELLS or rows * columns > max(SPREAD * cells, 2_000_000):
            raise TooMuch(
                f"a sheet spreads {cells:,} cells over {rows:,} rows and {columns:,} columns: delete the stray cell far "
                "from the table and save again"
            )
    largest = max(extents, key=lambda member: extents[member][2])
    rows, columns, _ = extents[largest]
    return titles[largest], [title for member, title in titles.items() if member != largest], rows, columns


def _titles(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the titles of the sheets by the member that holds each; read without the sheets themselves."""
    targets = {
        each.get("Id"): str(each.get("Target")).lstrip("/").removeprefix("xl/")
        for each in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    titles: dict[str, str] = {}
    for sheet in _elements(archive, "xl/workbook.xml", "sheet"):
        link = next((value for key, value in sheet.items() if key.endswith("}id")), "")
        titles[f"xl/{targets.get(link, '')}"] = str(sheet.get("name"))
    return titles


def _elements(archive: zipfile.ZipFile, member: str, name: str) -> list[dict[str, str]]:
    """Return the attributes of the elements of one name in a small member."""
    if archive.getinfo(member).file_size > 8 * MB:
        raise TooMuch(f"{member!r} is larger than any list of sheets")
    found: list[dict[str, str]] = []

    def begin(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition("}")[2] == name:
            found.append(attributes)

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = begin
    parser.Parse(archive.read(member), True)
    return found


def _at_once(path: Path, name: str) -> Iterator[Sequence[Any]]:
    with path.open("rb") as file, python_calamine.CalamineWorkbook.from_filelike(file) as book:
        sheet = book.get_sheet_by_name(name)
        top = (sheet.start or (0, 0))[0]
        yield from ([] for _ in range(min(top, 1_000)))
        yield from sheet.iter_rows()


def _row_by_row(path: Path, name: str) -> Iterator[Sequence[Any]]:
    with path.open("rb") as file:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            yield from book[name].iter_rows(values_only=True)
        finally:
            book.close()


def _spooled(cells: Iterator[Sequence[Any]], path: Path, notes: list[str], progress: Progress) -> Spool:
    texts = ([_text(cell) for cell in row] for row in cells)
    sample = list(islice(texts, SAMPLE_ROWS))
    if not sample:
        raise Refused("the sheet is empty")
    header = find_header(sample)
    width = len(header.names)
    with SpoolWriter(path, header.names, header.headings) as writer:
        writer.spool.notes = [*notes, *header.notes]
        numbers: list[int] = []
        rows: list[list[str]] = []
        for number, row in enumerate(chain(sample, texts), start=1):
            if number <= header.skipped or not any(row):
                continue
            if any(row[width:]):
                why = f"it has cells beyond the {width} columns of the header"
                writer.spool.malformed.append(Malformed(number, ",".join(row), why))
                continue
            numbers.append(number)
            rows.append((row + [""] * (width - len(row)))[:width])
            if len(rows) >= PART:
                writer.write_rows(numbers, rows)
                numbers, rows = [], []
                progress(number)
        writer.write_rows(numbers, rows)
    return writer.spool


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
