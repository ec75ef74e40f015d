"""XLSX: a sheet each for incidents, claims and sources, and the sheet About, second, so that it is seen."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

import pyarrow as pa
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from incidents.errors import ExportError
from incidents.export.archive import packed
from incidents.export.cells import cell
from incidents.export.held import TEXT, content, joined, mended, neutral_texts, rendered
from incidents.readers.arrow import pc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from incidents.export.about import About
    from incidents.export.tables import Table, Tables

MAX_ROWS: Final = 1_048_575
MAX_CELL: Final = 32_767
CUT: Final = " … (cut here: a cell of XLSX holds no more; the CSV export has all of it)"
_FIRST_DAY: Final = dt.date(1900, 3, 1)  # before it Excel's calendar is off by a day, or has no days
_ZERO: Final = dt.date(1899, 12, 30)
_EMPTY: Final = "<c/>"
_OPEN: Final = '<c t="inlineStr"><is><t xml:space="preserve">'
_CLOSE: Final = "</t></is></c>"
_ODD: Final = "[&<>]|_x[0-9A-Fa-f]{4}_"
_OWN: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_DIMENSION: Final = re.compile(rb"<dimension [^>]*/>")
_DATE_STYLE: Final = re.compile(rb'<col [^>]*style="(\d+)"')
_WIDTHS: Final = {"text": 22, "list": 22, "date": 12, "count": 10, "number": 11, "flag": 10}


def write_xlsx(path: Path, tables: Tables, about: About) -> None:
    """Write the workbook. The same tables give the same bytes.

    A library writes everything but the rows; these are put into its sheets as texts of many rows at a time.

    Raises
    ------
    ExportError
        If a table has more rows than a sheet can hold.
    """
    for table in tables:
        if len(table) > MAX_ROWS:
            remedy = "narrow the selection, or export CSV or GeoParquet"
            raise ExportError(f"{len(table):,} {table.name} do not fit in a sheet, which holds {MAX_ROWS:,}: {remedy}")
    empty = io.BytesIO()
    _write_without_rows(empty, tables, about)
    sheets = {f"xl/worksheets/sheet{number}.xml": table for number, table in zip((1, 3, 4), tables, strict=True)}
    with zipfile.ZipFile(empty) as made, packed(path) as book:
        for entry in made.infolist():
            with book.open(entry.filename, "w", force_zip64=True) as file:
                content = made.read(entry)
                file.writelines(_with_rows(content, sheets[entry.filename]) if entry.filename in sheets else [content])


def _write_without_rows(file: io.BytesIO, tables: Tables, about: About) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": _short(about.title, 255), "comments": _short(about.citation, 255), "created": _noon(about.made)})  # fmt: skip
        bold = book.add_format({"bold": True, "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        incidents, described, claims, sources = (
            book.add_worksheet(name) for name in ("Incidents", "About", "Claims", "Sources")
        )
        _describe(described, tables, about, bold, wrapped)
        for sheet, table in zip((incidents, claims, sources), tables, strict=True):
            _head(sheet, table, bold, date)


def _head(sheet: Worksheet, table: Table, bold: Format, date: Format) -> None:
    sheet.freeze_panes(1, 0)
    for number, (name, column) in enumerate(table.columns.items()):
        sheet.set_column(number, number, _WIDTHS[column.kind], date if column.kind == "date" else None)
        sheet.write_string(0, number, name, bold)
    sheet.autofilter(0, 0, len(table), len(table.columns) - 1)


def _with_rows(sheet: bytes, table: Table) -> Iterator[bytes | memoryview]:
    """Yield a sheet that has only its header, with the rows of a table."""
    last = xl_rowcol_to_cell(len(table), len(table.columns) - 1)
    head, end, tail = sheet.partition(b"</sheetData>")
    yield _DIMENSION.sub(f'<dimension ref="A1:{last}"/>'.encode(), head, count=1)
    style = _DATE_STYLE.search(head)
    date = style[1].decode() if style else "0"
    for piece in table.pieces():
        cells = (
            rendered(piece[name], column.kind, partial(_cell, date=date), _cells)
            for name, column in table.columns.items()
        )
        yield content(joined(["<row>", *cells, "</row>"]))
    yield end + tail


def _cell(value: Any, date: str) -> str:
    """Return a value as a cell; cells follow each other, so that none needs to say where it is."""
    made = cell(value)
    if made is None or made == "":
        return _EMPTY
    if isinstance(made, bool):
        return f'<c t="b"><v>{made:d}</v></c>'
    if isinstance(made, dt.date) and made >= _FIRST_DAY:
        return f'<c s="{date}"><v>{(made - _ZERO).days}</v></c>'
    if isinstance(made, int | float):
        return f"<c><v>{made!r}</v></c>"
    return f"{_OPEN}{_escaped(str(made))}{_CLOSE}"


def _cells(texts: Any) -> Any:
    """Return texts as `_cell` writes each."""
    kept = mended(neutral_texts(texts), _ODD, _escaped)
    long = pc.greater(pc.utf8_length(texts), MAX_CELL // 2)
    if pc.any(long).as_py():
        kept = pc.replace_with_mask(
            kept, long, pa.array(map(_escaped, map(cell, texts.filter(long).to_pylist())), TEXT)
        )
    return pc.if_else(pc.equal(texts, ""), pa.scalar(_EMPTY, TEXT), joined([_OPEN, kept, _CLOSE]))


def _escaped(text: str) -> str:
    """Return a text as a cell holds it: what looks like one of the format's own escapes is escaped itself."""
    return escape(_OWN.sub("_x005F_", _short(text)))


def _describe(sheet: Worksheet, tables: Tables, about: About, bold: Format, wrapped: Format) -> None:
    """Fill the sheet About: what the export says of itself, then what each column means."""
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 110)
    notes = [
        (f"Column {table.name}.{name}", column.note)
        for table in tables
        for name, column in table.columns.items()
        if column.note
    ]
    for number, (name, words) in enumerate((*about.rows(), *notes)):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, _short(cell(words)), wrapped)


def _short(text: str, most: int = MAX_CELL) -> str:
    """Return a text that fits in a cell, and says where it was cut."""
    return text if _units(text) <= most else _fitting(text, most - len(CUT)) + CUT if most > len(CUT) else text[:most]


def _units(text: str) -> int:
    """Return how long Excel takes a text to be: a character beyond the basic plane counts twice."""
    return len(text) + sum(each > "\uffff" for each in text)


def _fitting(text: str, units: int) -> str:
    kept = text[:units]
    while _units(kept) > units:
        kept = kept[: len(kept) - max(1, (_units(kept) - units) // 2)]
    return kept


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12))
