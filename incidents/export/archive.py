"""CSV: incidents, claims and sources as three CSV files beside ``citation.txt``, in one ZIP.

CSV has no place for a word about itself. Lines in front of the header, with or without ``#``, are read as data or as the
header by most programs, and a spreadsheet program shows them as rows; so the CSV files hold nothing but a header and rows,
and what must travel with them lies beside them in the same ZIP. Each row also names its dataset's title, version and licence.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from typing import IO, TYPE_CHECKING, Any, Final

from incidents.export.cells import cell
from incidents.export.held import content, joined, neutral_texts, rendered
from incidents.readers.arrow import pc

if TYPE_CHECKING:
    from pathlib import Path

    from incidents.export.about import About
    from incidents.export.tables import Table, Tables

CITATION: Final = "citation.txt"
_QUICK: Final = 1  # of nine: a third of the time, for an eighth more bytes
_QUOTED: Final = re.compile('[",\r\n]')


def write_csv_zip(path: Path, tables: Tables, about: About) -> None:
    """Write the ZIP. The same tables give the same bytes."""
    with packed(path) as archive:
        with archive.open(CITATION, "w", force_zip64=True) as file:
            file.write(citation_text(about))
        for table in tables:
            with archive.open(f"{table.name}.csv", "w", force_zip64=True) as file:
                write_csv(file, table)


def packed(path: Path) -> zipfile.ZipFile:
    """Return a ZIP to write to; what is opened in it by name depends on no clock."""
    return zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_QUICK)


def write_csv(file: IO[bytes], table: Table) -> None:
    """Write a table as CSV: UTF-8 with a byte order mark, by which Excel knows it; commas; a header and rows, nothing else."""
    file.write(f"\ufeff{','.join(table.columns)}\r\n".encode())
    for piece in table.pieces():
        cells = [rendered(piece[name], column.kind, _cell, _cells) for name, column in table.columns.items()]
        parts = [part for one in cells for part in (one, ",")]
        file.write(content(joined([*parts[:-1], "\r\n"])))


def citation_text(about: About) -> bytes:
    """Return what lies beside the CSV files."""
    head = "Encoding of the CSV files: UTF-8 with byte order mark; comma; first row is the header; dates as 2026-01-29."
    return f"{about.text()}\nFiles\n  {head}\n".encode()


def _cell(value: Any) -> str:
    """Return a value as it stands in a CSV file, in quotation marks where it needs them."""
    text = _written(value)
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _cells(texts: Any) -> Any:
    """Return texts as `_cell` writes each."""
    texts = neutral_texts(texts)
    apart = pc.match_substring_regex(texts, _QUOTED.pattern)
    if not pc.any(apart).as_py():
        return texts
    quoted = joined(['"', pc.replace_substring(texts.filter(apart), '"', '""'), '"'])
    return pc.replace_with_mask(texts, apart, quoted)


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
