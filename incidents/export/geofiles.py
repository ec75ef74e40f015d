"""GeoJSON, GeoParquet and GeoPackage: each record with the polygon or point that is known, the claims beside the incidents."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pyogrio
import pyproj
import shapely

from incidents.export.held import TEXT, arrow, content, joined, rendered, rows_in
from incidents.readers.arrow import pc

if TYPE_CHECKING:
    from pathlib import Path

    from incidents.export.about import About
    from incidents.export.held import Piece
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
_WRITINGS: Final = (24, 92)
"""Where SQLite's header counts the changes of a file, and says at which of them its size was right."""


def write_geojson(path: Path, tables: Tables, about: About) -> None:
    """Write GeoJSON (RFC 7946) with the foreign members ``about``, ``claims`` and ``sources``; the same bytes each time."""
    head = {"type": "FeatureCollection", "name": "incidents", "about": about.to_dict()}
    with path.open("wb") as file:
        file.write(f"{_json(head)[:-1]},\n".encode())
        _write_list(file, "features", _features(tables.incidents))
        for table in (tables.claims, tables.sources):
            file.write(b",\n")
            _write_list(file, table.name, (_objects(table, piece) for piece in table.pieces()))
        file.write(b"}\n")


def _write_list(file: IO[bytes], name: str, pieces: Iterable[Any]) -> None:
    """Write a member that is a list, an entry a line; `pieces` are its entries as Arrow texts."""
    file.write(f"{_json(name)}: [".encode())
    first = True
    for rows in filter(len, pieces):
        written = content(joined([",\n", rows]))
        file.write(written[1:] if first else written)
        first = False
    file.write(b"\n]")


def _features(incidents: Table) -> Iterator[Any]:
    shapes: dict[int, str] = {}
    for piece in incidents.pieces():
        ids = rendered(piece["id"], "text", _json, _json_texts)
        geometry = pa.array([_geometry(shape, shapes) for shape in piece["geometry"]], TEXT)
        head = ['{"type": "Feature", "id": ', ids, ', "properties": ', _objects(incidents, piece)]
        yield joined([*head, ', "geometry": ', geometry, "}"])


def _objects(table: Table, piece: Piece) -> Any:
    """Return the rows of a piece as JSON objects."""
    parts: list[Any] = []
    for name, column in table.columns.items():
        parts += [f"{', ' if parts else '{'}{_json(name)}: ", rendered(piece[name], column.kind, _json, _json_texts)]
    return joined([*parts, "}"])


def _json_texts(texts: Any) -> Any:
    """Return texts as `_json` writes each."""
    plain = joined(['"', texts, '"'])
    odd = pc.match_substring_regex(texts, r'["\\\x00-\x1f]')
    return pc.replace_with_mask(plain, odd, pa.array(map(_json, texts.filter(odd).to_pylist()), TEXT))


def _geometry(shape: Any, made: dict[int, str]) -> str:
    """Return a geometry as GeoJSON, outer rings counter-clockwise; a polygon that many records share is made once."""
    if shape is None:
        return "null"
    if shape.geom_type == "Point":
        return f'{{"type":"Point","coordinates":[{shape.x!r},{shape.y!r}]}}'
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
            columns["claims"] = _nested(tables.claims, claims, columns["id"])
            columns["geometry"] = _wkb(incidents["geometry"])
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


def _nested(table: Table, claims: Piece, ids: Any) -> pa.Array:
    """Return the claims about each incident as a list; they are in the order of the incidents."""
    columns = _arrays(table, claims, lists=True)
    at = pc.index_in(columns["about"], ids).to_numpy()
    counts = np.bincount(at, minlength=len(ids))
    offsets = pa.array(np.concatenate([[0], np.cumsum(counts)]).astype(np.int32))
    return pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(list(columns.values()), list(columns)))


def _wkb(shapes: Any) -> pa.Array:
    return pa.array(shapely.to_wkb(shapes), pa.binary())


def _schema(table: Table, *, lists: bool = True) -> list[tuple[str, pa.DataType]]:
    return [(name, _TYPES["text" if column.kind == "list" and not lists else column.kind]) for name, column in table.columns.items()]  # fmt: skip


def _struct(table: Table) -> pa.StructType:
    return pa.struct(_schema(table))


def _arrays(table: Table, piece: Piece, *, lists: bool) -> dict[str, pa.Array]:
    """Return the columns of a piece as Arrow; with `lists` false, a list is one text."""
    return {name: arrow(piece[name], table.columns[name].kind, kind) for name, kind in _schema(table, lists=lists)}


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
        for piece in filter(rows_in, table.pieces()):
            shapes = {"geometry": _wkb(piece["geometry"])} if geometry else {}
            yield pa.record_batch(_arrays(table, piece, lists=False) | shapes, schema)

    return pa.RecordBatchReader.from_batches(schema, batches())


def _put(path: Path, table: pa.Table | pa.RecordBatchReader, layer: dict[str, str], **options: Any) -> None:
    pyogrio.write_arrow(table, path, driver="GPKG", **layer, **options)


def _texts(about: About) -> dict[str, str]:
    """Return what the export says of itself as texts by key."""
    return {name: value if isinstance(value, str) else _json(value) for name, value in about.to_dict().items()}


def _still(path: Path, about: About) -> None:
    """Set the times of writing to the day on which the export was made, and its number of writings to one, whatever clock and pace were."""
    moment = f"{about.made.isoformat()}T12:00:00.000Z"
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE gpkg_contents SET last_change = ?", (moment,))
        database.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (moment,))
    with path.open("r+b") as file:
        for at in _WRITINGS:
            file.seek(at)
            file.write((1).to_bytes(4, "big"))
