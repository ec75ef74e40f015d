"""A person's plain sheet in the child process: whether a table is one, and reading it into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from incidents.dataset_folder import write_sheet_files
from incidents.errors import SheetError
from incidents.importing import import_sheet
from incidents.readers.carried_dates import stand_for_groups
from incidents.readers.spool import JUDGED
from incidents.sheet import MAX_BYTES, Sheet, read_sheet

if TYPE_CHECKING:
    from gazetteer import Gazetteer

TEMPLATE: Final = ("place", "date", "type", "killed", "source", "note")


def is_plain_sheet(path: Path, name: str) -> bool:
    """Return whether a file is the atlas's own sheet: text with its few columns, by their own names or in Urdu, and no others.

    Any other table is read by a mapping, which takes also rows at places that the gazetteer does not have, and dates that stand for several rows.
    """
    if path.stat().st_size > MAX_BYTES:
        return False
    try:
        sheet = read_sheet(path.read_bytes(), name)
    except SheetError:
        return False
    cells = ((cell.strip().casefold(), column) for cell, column in zip(sheet.header, sheet.columns, strict=True))
    plain = all(column and (not cell.isascii() or cell == column in TEMPLATE) for cell, column in cells)
    return plain and not _has_dates_of_groups(sheet)


def _has_dates_of_groups(sheet: Sheet) -> bool:
    """Return whether dates stand for the rows below them too, as only a table is read."""
    rows = sheet.rows[:JUDGED]
    dates = [row["date"].strip() for row in rows]
    if all(dates):
        return False
    filled = [sum(bool(row[name].strip()) for name in TEMPLATE if name != "date") for row in rows]
    return stand_for_groups(dates, filled, [bool(row["place"].strip()) for row in rows])


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
