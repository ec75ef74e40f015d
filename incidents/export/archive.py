"""CSV: incidents, claims and sources as three CSV files beside ``citation.txt``, in one ZIP.

CSV has no place for a word about itself. Lines in front of the header, with or without ``#``, are read as data or as the
header by most programs, and a spreadsheet program shows them as rows; so the CSV files hold nothing but a header and rows,
and what must travel with them lies beside them in the same ZIP. Each row also names its dataset's title, version and licence.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any, Final

from incidents.export.cells import Once, cell

if TYPE_CHECKING:
    from pathlib import Path

    from incidents.export.about import About
    from incidents.export.tables import Table, Tables

CITATION: Final = "citation.txt"
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
_ENCODING: Final = "utf-8-sig"


def write_csv_zip(path: Path, tables: Tables, about: About) -> None:
    """Write the ZIP. The same tables give the same bytes."""
    with zipfile.ZipFile(path, "w") as archive:
        with archive.open(_entry(CITATION), "w", force_zip64=True) as file:
            file.write(citation_text(about))
        for table in tables:
            with archive.open(_entry(f"{table.name}.csv"), "w", force_zip64=True) as file:
                write_csv(file, table)


def write_csv(file: IO[bytes], table: Table) -> None:
    """Write a table as CSV: UTF-8 with a byte order mark, by which Excel knows it; commas; a header and rows, nothing else."""
    text = io.TextIOWrapper(file, encoding=_ENCODING, newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows(_lines(table))
    text.flush()
    text.detach()


def citation_text(about: About) -> bytes:
    """Return what lies beside the CSV files."""
    head = "Encoding of the CSV files: UTF-8 with byte order mark; comma; first row is the header; dates as 2026-01-29."
    return f"{about.text()}\nFiles\n  {head}\n".encode()


def _lines(table: Table) -> Iterator[tuple[str, ...]]:
    for piece in table.pieces():
        columns = table.values(piece)
        yield from zip(*(_column(values, table.columns[name].kind) for name, values in columns.items()), strict=True)


def _column(values: list[Any], kind: str) -> list[str]:
    """Return a column as it stands in a CSV file."""
    if kind == "list":
        return [_written(value) for value in values]
    made = Once(_written)
    return [made[value] for value in values]


def _written(value: Any) -> str:
    """Return a value as it stands in a CSV file; nothing for what is missing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    made = cell(value)
    return made if isinstance(made, str) else repr(made).removesuffix(".0")


def _entry(name: str) -> zipfile.ZipInfo:
    """Return an entry that depends on no clock and no system."""
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
