"""GeoJSON, GeoParquet and GeoPackage: each record with the polygon or point that is known, the claims beside the incidents."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pyogrio
import pyproj
import shapely

from incidents.export.cells import SEPARATOR

if TYPE_CHECKING:
    from pathlib import Path

    from incidents.export.about import About
    from incidents.export.tables import Table, Tables

CRS: Final = "EPSG:4326"
METADATA: Final = "incident_atlas"
_TYPES: Final[Mapping[str, pa.DataType]] = {
    "text": pa.string(),
    "list": pa.list_(pa.string()),
    "date": pa.date32(),
    "count": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
}


def write_geojson(path: Path, tables: Tables, about: About) -> None:
    """Write GeoJSON (RFC 7946) with the foreign members ``about``, ``claims`` and ``sources``; the same bytes each time."""
    head = {"type": "FeatureCollection", "name": "incidents", "about": about.to_dict()}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"{_json(head)[:-1]},\n")
        file.write('"features": [')
        shapes: dict[int, str] = {}
        for number, (row, shape) in enumerate(zip(tables.incidents.rows(), tables.shapes, strict=True)):
            head = f'{{"type": "Feature", "id": {_json(row["id"])}, "properties": {_json(row)}'
            file.write(f'{"," if number else ""}\n{head}, "geometry": {_geometry(shape, shapes)}}}')
        file.write("\n]")
        for table in (tables.claims, tables.sources):
            file.write(f',\n"{table.name}": [')
            for number, row in enumerate(table.rows()):
                file.write(f"{',' if number else ''}\n{_json(row)}")
            file.write("\n]")
        file.write("}\n")


def _geometry(shape: Any, made: dict[int, str]) -> str:
    """Return a geometry as GeoJSON, outer rings counter-clockwise; a polygon that many records share is made once."""
    if shape is None:
        return "null"
    if shape.geom_type == "Point":
        return shapely.to_geojson(shape)
    if id(shape) not in made:
        made[id(shape)] = shapely.to_geojson(shapely.orient_polygons(shape))
    return made[id(shape)]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=lambda day: day.isoformat())


def write_geoparquet(path: Path, tables: Tables, about: About) -> None:
    """Write GeoParquet 1.1: an incident's own claims in its row, a campaign's and the sources in the file's metadata.

    The key ``incident_atlas`` of the metadata holds JSON: ``about``, ``campaign_claims``, ``sources``.
    """
    own = tables.claims_by_record
    columns = _arrays(tables.incidents, lists=True)
    names = tables.incidents.values("id")
    columns["claims"] = pa.array([own.get(each, []) for each in names], pa.list_(_struct(tables.claims)))
    columns["geometry"] = pa.array(shapely.to_wkb(tables.shapes).tolist(), pa.binary())
    campaign_claims = [row for rows in own.values() for row in rows if row["about_kind"] == "campaign"]
    told = {"about": about.to_dict(), "campaign_claims": campaign_claims, "sources": list(tables.sources.rows())}
    metadata = {"geo": json.dumps(_geo(tables.shapes)), METADATA: _json(told)}
    parquet.write_table(pa.table(columns).replace_schema_metadata(metadata), path, compression="zstd")


def _geo(shapes: Any) -> dict[str, Any]:
    """Return the metadata that makes Parquet GeoParquet."""
    present = [shape for shape in shapes if shape is not None]
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({shape.geom_type for shape in present}),
        "crs": pyproj.CRS(CRS).to_json_dict(),
    }
    if present:
        column["bbox"] = [float(edge) for edge in shapely.total_bounds(np.array(present, dtype=object))]
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def _struct(table: Table) -> pa.StructType:
    return pa.struct([(name, _TYPES[column.kind]) for name, column in table.columns.items()])


def _arrays(table: Table, *, lists: bool) -> dict[str, pa.Array]:
    """Return the columns as Arrow; with `lists` false, a list is one text."""
    found: dict[str, pa.Array] = {}
    for name, column in table.columns.items():
        values: list[Any] = table.values(name)
        if column.kind == "list" and not lists:
            found[name] = pa.array([SEPARATOR.join(each) for each in values], pa.string())
        else:
            found[name] = pa.array(values, _TYPES[column.kind])
    return found


def write_geopackage(path: Path, tables: Tables, about: About) -> None:
    """Write a GeoPackage: the layer incidents, the tables claims, sources and about; citation in its metadata.

    The same tables give the same bytes, but for the version of the library that writes it.
    """
    shapes = pa.array(shapely.to_wkb(tables.shapes).tolist(), pa.binary())
    incidents = pa.table(_arrays(tables.incidents, lists=False) | {"geometry": shapes})
    layer = {"layer": "incidents", "geometry_name": "geometry", "geometry_type": "Unknown", "crs": CRS}
    options = {"IDENTIFIER": "incidents", "DESCRIPTION": about.citation}
    _put(path, incidents, layer, append=False, layer_options=options, dataset_metadata=_texts(about))
    for table in (tables.claims, tables.sources):
        _put(path, pa.table(_arrays(table, lists=False)), {"layer": table.name}, append=True)
    names, words = zip(*about.rows(), strict=True)
    _put(path, pa.table({"heading": list(names), "words": list(words)}), {"layer": "about"}, append=True)
    _still(path, about)


def _put(path: Path, table: pa.Table, layer: dict[str, str], **options: Any) -> None:
    pyogrio.write_arrow(table, path, driver="GPKG", **layer, **options)


def _texts(about: About) -> dict[str, str]:
    """Return what the export says of itself as texts by key."""
    return {name: value if isinstance(value, str) else _json(value) for name, value in about.to_dict().items()}


def _still(path: Path, about: About) -> None:
    """Set the times of writing to the day on which the export was made, whatever the clock said."""
    moment = f"{about.made.isoformat()}T12:00:00.000Z"
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE gpkg_contents SET last_change = ?", (moment,))
        database.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (moment,))
