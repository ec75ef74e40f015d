"""GeoJSON, GeoParquet and GeoPackage: each record with the polygon or point that is known, the claims beside the incidents."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
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

    from incidents.columns import Frame
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
        for number, feature in enumerate(_features(tables.incidents)):
            file.write(f"{',' if number else ''}\n{feature}")
        file.write("\n]")
        for table in (tables.claims, tables.sources):
            file.write(f',\n"{table.name}": [')
            for number, row in enumerate(table.rows()):
                file.write(f"{',' if number else ''}\n{_json(row)}")
            file.write("\n]")
        file.write("}\n")


def _features(incidents: Table) -> Iterator[str]:
    shapes: dict[int, str] = {}
    for piece in incidents.pieces():
        for row, shape in zip(incidents.rows_of(piece), _shapes(piece), strict=True):
            head = f'{{"type": "Feature", "id": {_json(row["id"])}, "properties": {_json(row)}'
            yield f'{head}, "geometry": {_geometry(shape, shapes)}}}'


def _shapes(piece: Frame) -> Any:
    return np.asarray(piece["geometry"].array, dtype=object)


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
    told = {"about": about.to_dict(), "campaign_claims": tables.of_campaigns, "sources": list(tables.sources.rows())}
    metadata = {"geo": json.dumps(_geo(tables.selected.shapes())), METADATA: _json(told)}
    added = [("claims", pa.list_(_struct(tables.claims))), ("geometry", pa.binary())]
    schema = pa.schema([*_schema(tables.incidents), *added], metadata)
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for incidents, claims in tables.together():
            columns = _arrays(tables.incidents, incidents, lists=True)
            columns["claims"] = _nested(tables.claims, claims, incidents["id"])
            columns["geometry"] = _wkb(_shapes(incidents))
            writer.write_table(pa.table(columns, schema))


def _geo(pieces: Iterable[Any]) -> dict[str, Any]:
    """Return the metadata that makes Parquet GeoParquet: which geometries there are, and how far they reach."""
    types: set[str] = set()
    bounds: list[Any] = []
    for shapes in pieces:
        present = shapes[~shapely.is_missing(shapes)]
        types |= {shape.geom_type for shape in present}
        bounds += [shapely.total_bounds(present)] if len(present) else []
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted(types),
        "crs": pyproj.CRS(CRS).to_json_dict(),
    }
    if bounds:
        edges = np.array(bounds)
        column["bbox"] = [*edges[:, :2].min(axis=0).tolist(), *edges[:, 2:].max(axis=0).tolist()]
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def _nested(table: Table, claims: Frame, ids: Frame) -> pa.Array:
    """Return the claims about each incident as a list; they are in the order of the incidents."""
    counts = claims["about"].value_counts(sort=False).reindex(ids, fill_value=0).to_numpy()
    offsets = pa.array(np.concatenate([[0], np.cumsum(counts)]).astype(np.int32))
    columns = _arrays(table, claims, lists=True)
    return pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(list(columns.values()), list(columns)))


def _wkb(shapes: Any) -> pa.Array:
    return pa.array(shapely.to_wkb(shapes).tolist(), pa.binary())


def _schema(table: Table, *, lists: bool = True) -> list[tuple[str, pa.DataType]]:
    return [(name, _TYPES["text" if column.kind == "list" and not lists else column.kind]) for name, column in table.columns.items()]  # fmt: skip


def _struct(table: Table) -> pa.StructType:
    return pa.struct(_schema(table))


def _arrays(table: Table, piece: Frame, *, lists: bool) -> dict[str, pa.Array]:
    """Return the columns of a piece as Arrow; with `lists` false, a list is one text."""
    values = table.values(piece)
    if not lists:
        values |= {name: [SEPARATOR.join(each) for each in values[name]] for name in table.columns if table.columns[name].kind == "list"}  # fmt: skip
    return {name: pa.array(values[name], kind) for name, kind in _schema(table, lists=lists)}


def write_geopackage(path: Path, tables: Tables, about: About) -> None:
    """Write a GeoPackage: the layer incidents, the tables claims, sources and about; citation in its metadata.

    The same tables give the same bytes, but for the version of the library that writes it.
    """
    layer = {"layer": "incidents", "geometry_name": "geometry", "geometry_type": "Unknown", "crs": CRS}
    options = {"IDENTIFIER": "incidents", "DESCRIPTION": about.citation}
    incidents = _stream(tables.incidents, geometry=True)
    _put(path, incidents, layer, append=False, layer_options=options, dataset_metadata=_texts(about))
    for table in (tables.claims, tables.sources):
        _put(path, _stream(table), {"layer": table.name}, append=True)
    names, words = zip(*about.rows(), strict=True)
    _put(path, pa.table({"heading": list(names), "words": list(words)}), {"layer": "about"}, append=True)
    _still(path, about)


def _stream(table: Table, *, geometry: bool = False) -> pa.RecordBatchReader:
    """Return a table as Arrow that is made while it is read, a piece at a time."""
    fields = _schema(table, lists=False)
    schema = pa.schema([*fields, ("geometry", pa.binary())] if geometry else fields)

    def batches() -> Iterator[pa.RecordBatch]:
        for piece in filter(len, table.pieces()):
            shapes = {"geometry": _wkb(_shapes(piece))} if geometry else {}
            yield pa.record_batch(_arrays(table, piece, lists=False) | shapes, schema)

    return pa.RecordBatchReader.from_batches(schema, batches())


def _put(path: Path, table: pa.Table | pa.RecordBatchReader, layer: dict[str, str], **options: Any) -> None:
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
