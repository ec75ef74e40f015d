"""A person's plain sheet in the child process: whether a table is one, and reading it into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from incidents.errors import SheetError
from incidents.importing import import_sheet
from incidents.sheet import MAX_BYTES, read_sheet
from incidents.store import write_sheet_files

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from incidents.readers.mapping import Mapping as ColumnMapping
    from incidents.sheet import Sheet


def plain_sheet(path: Path, name: str, proposed: ColumnMapping) -> Sheet | None:
    """Return a table's cells where it is a plain sheet: text with our column names, and nothing that a mapping would use
    besides."""
    if path.stat().st_size > MAX_BYTES:
        return None
    try:
        sheet = read_sheet(path.read_bytes(), name)
    except SheetError:
        return None
    used = {cell.strip() for cell, column in zip(sheet.header, sheet.columns, strict=True) if column}
    wanted = {*proposed.columns.values(), *(count.column for count in proposed.counts)}
    return sheet if {column.strip() for column in wanted} <= used else None


def write_sheet(path: Path, folder: Path, gazetteer: Gazetteer, name: str, dataset: str) -> dict[str, Any]:
    """Write the files of a sheet's dataset into a folder and return its report.

    Raises
    ------
    SheetError
        If the sheet as a whole cannot be read, or no row of it can be used.
    """
    imported = import_sheet(path.read_bytes(), gazetteer, name, dataset=dataset)
    report = imported.report
    if not report.placed:
        why = f": {report.rejected[0]}" if report.rejected else ""
        raise SheetError(f"no row can be placed and dated{why}")
    write_sheet_files(folder, imported, "")
    return report.to_dict()
