"""The rows of an imported version that are on no map, as a sheet that can be mended and added again."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as parquet

from incidents.formulas import sheet_row
from incidents.importers import INCIDENTS
from incidents.manifest import report_in
from incidents.readers.arrow import pc
from incidents.readers.shaping import NATIVE
from incidents.readers.sifting import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

ID: Final = "atlas_id"
"""The column of a sheet by which a mended row takes the place of the one that had none."""

WHY: Final = "no coordinates, and no place of this name in the gazetteer"
REMEDY: Final = "give coordinates, or the name of a place that the gazetteer has"
_TOLD: Final = (ID, "atlas_row", "atlas_column", "atlas_value", "atlas_reason", "atlas_remedy", MARK)
_OURS: Final = ("id", "digest", "row", "level", "toponym", "admin2", "admin1", "country", "note", "native_id")
_SAME: Final = {
    "native_id": ("event_id_cnty", "data_id", "eventid", "id", "relid"),
    "note": ("notes", "summary", "where_description", "note"),
}
"""Columns of known layouts that are read as ours, whose texts are not kept twice."""

_PART: Final = 8_192


def unplaced_sheet(folder: Path) -> Iterator[str]:
    """Yield the taken rows of a snapshot that are on no map as CSV, a piece at a time, in the file's own columns.

    Such a sheet can be mended and added to the dataset again: `ID` and `MARK` tell which row each of its rows takes the place of.

    Parameters
    ----------
    folder : Path
        The folder of an imported version.
    """
    with parquet.ParquetFile(folder / INCIDENTS) as file:
        native = [name for name in file.schema_arrow.names if name.startswith(NATIVE)]
        yield "\ufeff" + _lines([[*(name.removeprefix(NATIVE) for name in native), *_TOLD]])
        shared = _shared(file.schema_arrow, report_in(folder).mapping.get("columns", {}))
        for batch in file.iter_batches(_PART, columns=[*_OURS, *native]):
            table = pa.table(batch)
            rows = table.filter(pc.equal(table.column("level").cast(pa.string()), "")).to_pylist()
            yield _lines([_line(row, native, shared) for row in rows])


def known_by(digest: int) -> str:
    """Return what a taken row is known by besides its id, which another row of another version may have."""
    return f"u{digest:016x}"


def _line(row: Mapping[str, Any], native: Sequence[str], shared: Mapping[str, str]) -> list[Any]:
    written = row["toponym"] or row["admin2"] or row["admin1"] or row["country"]
    cells = [row[name] if row[name] is not None else row.get(shared.get(name, "")) for name in native]
    return [*cells, row["id"], row["row"], "place", written, WHY, REMEDY, known_by(row["digest"])]


def _shared(schema: Any, columns: Mapping[str, str]) -> dict[str, str]:
    """Return in which of our columns the text stands that a column of the file has not, because it is the same."""
    found: dict[str, str] = {}
    for ours, names in _SAME.items():
        field = "id" if ours == "native_id" else ours
        known = [f"{NATIVE}{name}" for name in (columns.get(field, ""), *names)]
        twin = next((name for name in known if name in schema.names), None)
        if twin and schema.field(twin).type == pa.string():
            found[twin] = ours
    return found


def _lines(rows: Sequence[Sequence[Any]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(sheet_row(row) for row in rows)
    return out.getvalue()
