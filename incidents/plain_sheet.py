"""A person's plain sheet in the child process: whether a table is one, and reading it into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from incidents.dataset_folder import write_sheet_files
from incidents.errors import SheetError
from incidents.importing import import_sheet
from incidents.sheet import MAX_BYTES, read_sheet

if TYPE_CHECKING:
    from gazetteer import Gazetteer

TEMPLATE: Final = ("place", "date", "type", "killed", "source", "note")


def is_plain_sheet(path: Path, name: str) -> bool:
    """Return whether a file is the atlas's own sheet: text with its few columns, by their own names or in Urdu, and no others.

    Any other table is read by a mapping, which takes also rows at places that the gazetteer does not have.
    """
    if path.stat().st_size > MAX_BYTES:
        return False
    try:
        sheet = read_sheet(path.read_bytes(), name)
    except SheetError:
        return False
    cells = ((cell.strip().casefold(), column) for cell, column in zip(sheet.header, sheet.columns, strict=True))
    return all(column and (not cell.isascii() or cell == column in TEMPLATE) for cell, column in cells)


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
