"""XLSX: a sheet each for incidents, claims and sources, and the sheet About, second, so that it is seen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from incidents.errors import ExportError
from incidents.export.cells import cell

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from incidents.export.about import About
    from incidents.export.tables import Table, Tables

MAX_ROWS: Final = 1_048_575
MAX_CELL: Final = 32_767
MANY: Final = 20_000
"""Rows from which a text is written into each cell that has it: larger on disk, but the memory does not grow."""

CUT: Final = " … (cut here: a cell of XLSX holds no more; the CSV export has all of it)"
_FIRST_DAY: Final = dt.date(1900, 3, 1)  # before it Excel's calendar is off by a day, or has no days
_WIDTHS: Final = {"text": 22, "list": 22, "date": 12, "count": 10, "number": 11, "flag": 10}


def write_xlsx(path: Path, tables: Tables, about: About) -> None:
    """Write the workbook. The same tables give the same bytes.

    Raises
    ------
    ExportError
        If a table has more rows than a sheet can hold.
    """
    for table in tables:
        if len(table) > MAX_ROWS:
            remedy = "narrow the selection, or export CSV or GeoParquet"
            raise ExportError(f"{len(table):,} {table.name} do not fit in a sheet, which holds {MAX_ROWS:,}: {remedy}")
    many = sum(map(len, tables)) > MANY
    options = {"constant_memory": many, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"title": _short(about.title, 255), "comments": _short(about.citation, 255), "created": _noon(about.made)})  # fmt: skip
        bold = book.add_format({"bold": True, "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        incidents, described, claims, sources = (
            book.add_worksheet(name) for name in ("Incidents", "About", "Claims", "Sources")
        )
        _fill(incidents, tables.incidents, bold, date)
        _describe(described, tables, about, bold, wrapped)
        _fill(claims, tables.claims, bold, date)
        _fill(sources, tables.sources, bold, date)


def _fill(sheet: Worksheet, table: Table, bold: Format, date: Format) -> None:
    sheet.freeze_panes(1, 0)
    for number, (name, column) in enumerate(table.columns.items()):
        sheet.set_column(number, number, _WIDTHS[column.kind])
        sheet.write_string(0, number, name, bold)
    for number, row in enumerate(table.rows(), start=1):
        for column, value in enumerate(row.values()):
            _write(sheet, number, column, cell(value), date)
    sheet.autofilter(0, 0, len(table), len(table.columns) - 1)


def _write(sheet: Worksheet, row: int, column: int, value: Any, date: Format) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, dt.date) and value >= _FIRST_DAY:
        sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), date)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, _short(str(value)))


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
