"""Reads files with geometry: GeoJSON, GeoPackage, Parquet and GeoParquet."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import shapely

from incidents.readers.arrow import pc
from incidents.readers.errors import Refused
from incidents.readers.layouts import folded
from incidents.readers.limits import MB, most_unpacked
from incidents.readers.spool import ROWS, Spool, SpoolWriter
from incidents.wording import counted

if TYPE_CHECKING:
    from pathlib import Path

GEOMETRY: Final = ("geometry", "geom", "wkb_geometry", "shape")
PART: Final = 20_000
_LOOKED_AT: Final = 50  # layers
_FORM: Final = ("crs", "geometry_name", "fid_column")
_DAMAGED: Final = "not readable as {}: the file is damaged or incomplete; save it again from the program that made it"

Progress = Callable[[int], None]


def read_geojson(path: Path, work: Path, progress: Progress) -> Spool:
    """Return the features of a GeoJSON file as rows; raises `Refused`."""
    return _read_layer(path, work, "GeoJSON", progress)


def read_geopackage(path: Path, work: Path, progress: Progress) -> Spool:
    """Return the features of a GeoPackage's first layer and those like it, or the rows of another SQLite file's tables; raises `Refused`."""
    return _read_layer(path, work, _database(path), progress)


def _database(path: Path) -> str:
    """Return which kind of database a file is.

    Raises
    ------
    Refused
        For a layer that is a view: one may go on without end, and nothing would interrupt it.
    """
    try:
        with contextlib.closing(
            sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as database:
            objects = dict(database.execute("SELECT name, type FROM sqlite_master").fetchall())
            layers = database.execute("SELECT table_name FROM gpkg_contents") if "gpkg_contents" in objects else ()
            names = [str(row[0]) for row in layers] or list(objects)
            found = [name for name in names if objects.get(name) == "view"]
    except (sqlite3.Error, ValueError) as error:  # names may be in no encoding
        raise Refused(_DAMAGED.format("GeoPackage or SQLite")) from error
    if found:
        raise Refused(f"layer {found[0][:80]!r} is a view of other tables: save it as a layer of its own")
    return "GeoPackage" if "gpkg_contents" in objects else "SQLite"


def read_parquet(path: Path, work: Path, progress: Progress) -> Spool:
    """Return the rows of a Parquet or GeoParquet file; raises `Refused`."""
    try:
        file = parquet.ParquetFile(path)
        schema = file.schema_arrow
        geo = (schema.metadata or {}).get(b"geo")
        geometry, crs = _described(geo) if geo else ("", None)
        if geometry not in schema.names:
            geometry = next((name for name in GEOMETRY if name in schema.names), "")
        notes = [f"read as {'GeoParquet' if geo else 'Parquet'}"]
        convert = _converter(crs, notes) if crs and geometry else None
        most = most_unpacked(path.stat().st_size)
        told = _told(progress, path, file.metadata.num_rows)
        return _spooled(file.iter_batches(PART), schema.names, geometry, work, notes, told, most, convert)
    except (pa.ArrowException, OSError, ValueError, RecursionError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(_DAMAGED.format("Parquet")) from error


def _features(path: Path) -> int:
    """Return about how many features GeoJSON holds, without reading it as such once more."""
    with path.open("rb") as file:
        return sum(part.count(b'"Feature"') for part in iter(lambda: file.read(MB), b""))


def _told(progress: Progress, path: Path, rows: int) -> Progress:
    """Return what tells how far a file is read in bytes of it, told the rows of it that were read."""
    size = path.stat().st_size
    return lambda done: progress(min(size, size * done // max(rows, 1)))


def _described(geo: bytes) -> tuple[str, Any]:
    """Return the column of geometry that GeoParquet's own description names, and its reference system; None for degrees."""
    told = json.loads(geo)
    columns = told.get("columns") if isinstance(told, dict) else None
    name = told.get("primary_column") if isinstance(told, dict) else None
    column = columns.get(name) if isinstance(columns, dict) and isinstance(name, str) else None
    return (name, column.get("crs")) if isinstance(name, str) and isinstance(column, dict) else ("", None)


def _read_layer(path: Path, work: Path, format_name: str, progress: Progress) -> Spool:
    import pyogrio

    try:
        layers = [str(row[0]) for row in pyogrio.list_layers(path) if row[1] is not None] or [
            str(row[0]) for row in pyogrio.list_layers(path)
        ]
        if not layers:
            raise Refused(f"the {format_name} file holds no layer")
        notes: list[str] = []
        members = _alike(path, layers, format_name, notes)
        with pyogrio.open_arrow(path, layer=layers[0], batch_size=PART, use_pyarrow=True) as (meta, reader):
            schema = reader.schema
            geometry = str(meta.get("geometry_name") or "wkb_geometry")
            geometry = geometry if geometry in schema.names else ""
            crs = str(meta.get("crs") or "EPSG:4326")
            convert = _converter(crs, notes)
            most = most_unpacked(path.stat().st_size)
            told = _told(progress, path, sum(members.values()))
            batches = chain(reader, _batches(path, list(members)[1:]))
            spool = _spooled(batches, schema.names, geometry, work, notes, told, most, convert)
            if len(members) > 1:
                before = accumulate(members.values(), initial=0)
                spool.sections = [(at, f"layer {each!r}") for at, each in zip(before, members, strict=False)]
            return spool
    except Refused:
        raise
    except Exception as error:
        raise Refused(_DAMAGED.format(format_name)) from error


def _alike(path: Path, layers: Sequence[str], format_name: str, notes: list[str]) -> dict[str, int]:
    """Return the layers with the columns of the first, with the number of their rows; those left out are named in the notes."""
    import pyogrio

    if format_name == "GeoJSON":
        notes.append(f"read as GeoJSON, layer {layers[0]!r} of {len(layers)}")
        return {layers[0]: _features(path)}
    told = {each: pyogrio.read_info(path, layer=each, force_feature_count=True) for each in layers[:_LOOKED_AT]}
    forms = {each: (set(info["fields"]), *(info[part] for part in _FORM)) for each, info in told.items()}
    members = [each for each in told if forms[each] == forms[layers[0]]]
    kind = "table" if format_name == "SQLite" else "layer"
    listed = ", ".join(repr(each) for each in members)
    notes.append(f"read as {format_name}, {kind}{'s' if len(members) > 1 else ''} {listed} of {len(layers)}")
    if len(members) > 1:
        notes.append(
            f"the {kind}s have the same columns and are read as one; rows are numbered on from {kind} to {kind}"
        )
    if others := [f"{each!r} ({counted(int(told[each]['features']), 'row')})" for each in told if each not in members]:
        notes.append(f"other {kind}s left out: {', '.join(others)}; to take one, save it as a file of its own")
    return {each: int(told[each]["features"]) for each in members}


def _batches(path: Path, layers: Sequence[str]) -> Iterator[Any]:
    """Yield the rows of layers, one after the other."""
    import pyogrio

    for layer in layers:
        with pyogrio.open_arrow(path, layer=layer, batch_size=PART, use_pyarrow=True) as (_, reader):
            yield from reader


def _converter(crs: Any, notes: list[str]) -> Any:
    """Return a function from coordinates to degrees, and note it; None where they are degrees."""
    import pyproj
    from pyproj.exceptions import CRSError

    try:
        given = pyproj.CRS.from_user_input(crs)
    except CRSError as error:
        raise Refused("the file names a reference system that is none: save it in degrees (EPSG:4326)") from error
    if given.is_geographic:
        return None
    authority = given.to_authority()
    notes.append(f"coordinates converted from {':'.join(authority) if authority else given.name[:60]} to degrees")
    return pyproj.Transformer.from_crs(given, "OGC:CRS84", always_xy=True).transform


def _spooled(
    batches: Iterator[Any],
    names: Sequence[str],
    geometry: str,
    work: Path,
    notes: list[str],
    progress: Progress,
    most: int,
    convert: Any = None,
) -> Spool:
    plain = [name for name in names if name != geometry]
    fold: dict[str, str] = {}
    for name in plain:
        short = base = folded(name) or "unnamed"
        copy = 2
        while short in fold:
            short, copy = f"{base}_{copy}", copy + 1
        fold[short] = name
    placed = bool(geometry) and not {"latitude", "longitude"} <= fold.keys()
    columns = [*fold, *(("latitude", "longitude") if placed else ())]
    headings = [*fold.values(), *(("latitude", "longitude") if placed else ())]
    with SpoolWriter(work / ROWS, columns, headings, most) as writer:
        writer.spool.notes = notes
        done = 0
        for batch in batches:
            cells = [_texts(batch.column(batch.schema.get_field_index(name))) for name in fold.values()]
            if placed:
                shapes = batch.column(batch.schema.get_field_index(geometry))
                cells += _positions(shapes, convert, notes)
            writer.write(np.arange(done + 1, done + batch.num_rows + 1), cells)
            done += batch.num_rows
            progress(done)
    return writer.spool


def _texts(column: Any) -> Any:
    """Return a column as text; lists joined by semicolons, dates in ISO form."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.dictionary_decode(), kind.value_type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pa.array(["; ".join(map(str, each or ())) for each in column.to_pylist()], pa.string())
    if pa.types.is_timestamp(kind):
        return pc.fill_null(pc.strftime(column, format="%Y-%m-%dT%H:%M:%S"), "").cast(pa.string())
    if pa.types.is_floating(kind):
        return pa.array([_number(each) for each in column.to_pylist()], pa.string())
    if pa.types.is_binary(kind) or pa.types.is_struct(kind) or pa.types.is_map(kind):
        return pa.array([""] * len(column), pa.string())
    return pc.fill_null(column.cast(pa.string()), "")


def _number(value: float | None) -> str:
    if value is None or value != value:
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)


def _positions(shapes: Any, convert: Any, notes: list[str]) -> list[Any]:
    """Return the latitudes and longitudes of geometry as text; of what is no point, a point inside it."""
    wkb = np.array([None if not each else bytes(each) for each in shapes.to_pylist()], dtype=object)
    found = shapely.from_wkb(wkb, on_invalid="ignore")
    other = ~shapely.is_empty(found) & ~shapely.is_missing(found) & (shapely.get_type_id(found) != 0)
    if other.any():
        found[other] = shapely.point_on_surface(found[other])
        told = "some features are no points: a point inside each was taken"
        if told not in notes:
            notes.append(told)
    found[shapely.is_empty(found)] = None
    x, y = shapely.get_x(found), shapely.get_y(found)
    if convert:
        x, y = convert(x, y)
    return [
        pa.array([_number(float(each)) if np.isfinite(each) else "" for each in axis], pa.string()) for axis in (y, x)
    ]
