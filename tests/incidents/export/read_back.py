"""Exported files read back, each kind by a reader that is not ours."""

import csv
import datetime as dt
import io
import json
import sqlite3
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import geopandas
import openpyxl
import pyarrow.parquet as parquet
import pyogrio
import pytest
import shapely

from incidents.export import restored

MADE = dt.date(2026, 3, 5)
KML = "{http://www.opengis.net/kml/2.2}"
POINTS = {"balochistan-2026.pasni", "balochistan-2026.dalbandin"}


class Read(NamedTuple):
    """What a reader found in a file: rows as texts, empty where missing; ``about`` is everything that the file says of itself."""

    incidents: list[dict[str, str]]
    claims: list[dict[str, str]]
    about: str
    geometry: list[Any]


def text(value: Any) -> str:
    """A value as a reader gives it, as the CSV would write it."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return "; ".join(value) if isinstance(value, list) else str(value)


def texts(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{name: text(value) for name, value in row.items()} for row in rows]


def cells(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{name: restored(value) for name, value in row.items()} for row in rows]


def read_csv(path: Path) -> Read:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        tables = [
            list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode("utf-8-sig"), newline=""), strict=True))
            for name in ("incidents", "claims")
        ]
        return Read(*map(cells, tables), archive.read("citation.txt").decode(), [])


def read_xlsx(path: Path) -> Read:
    book = openpyxl.load_workbook(path, read_only=True)

    def rows(name: str) -> list[dict[str, str]]:
        header, *lines = book[name].iter_rows(values_only=True)
        rows = texts([dict(zip(map(str, header), line, strict=True)) for line in lines])
        # a text that looks like an escape of the format is escaped; this reader gives it back so only in shared strings
        return cells([{key: value.replace("_x005F_", "_") for key, value in row.items()} for row in rows])

    about = "\n".join(" ".join(map(text, line)) for line in book["About"].iter_rows(values_only=True))
    found = Read(rows("Incidents"), rows("Claims"), about, [])
    book.close()
    return found


def read_geojson(path: Path) -> Read:
    content = json.loads(path.read_text(encoding="utf-8"))
    features = content["features"]
    shapes = [shapely.geometry.shape(each["geometry"]) for each in features]
    about = json.dumps(content["about"], ensure_ascii=False)
    return Read(texts([each["properties"] for each in features]), texts(content["claims"]), about, shapes)


def read_parquet(path: Path) -> Read:
    table = parquet.read_table(path)
    rows = table.drop_columns(["geometry"]).to_pylist()
    told = json.loads(table.schema.metadata[b"incident_atlas"])
    claims = [*told["campaign_claims"], *(each for row in rows for each in row.pop("claims"))]
    shapes = list(geopandas.read_parquet(path).geometry)
    return Read(texts(rows), texts(claims), json.dumps(told["about"], ensure_ascii=False), shapes)


def read_gpkg(path: Path) -> Read:
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    incidents, claims = (
        [dict(row) for row in database.execute(f"SELECT * FROM {name} ORDER BY fid")]
        for name in ("incidents", "claims")
    )
    about = "\n".join(row["words"] for row in database.execute("SELECT words FROM about ORDER BY fid"))
    database.close()
    for row in (*incidents, *claims):
        for name in ("contested", "superseded"):
            row[name] = bool(row[name]) if name in row else None
    shapes = list(pyogrio.read_dataframe(path, layer="incidents").geometry)
    return Read(texts(incidents), texts(claims), about, shapes)


def read_kml(path: Path) -> Read:
    document = ET.parse(path).getroot()[0]
    rows = [
        {data.get("name") or "": data.findtext(f"{KML}value") or "" for data in mark.iter(f"{KML}Data")}
        for mark in document.iter(f"{KML}Placemark")
    ]
    described = document.find(f"{KML}ExtendedData")
    assert described is not None
    about = "\n".join(value.text or "" for value in described.iter(f"{KML}value"))
    with_claims = [document, *document.iter(f"{KML}Placemark")]
    lines = "\n".join(each.findtext(f"{KML}description") or "" for each in with_claims)
    shapes = list(pyogrio.read_dataframe(path).geometry) if rows else []
    return Read(rows, [{"words": lines}], about, shapes)


READERS: dict[str, Callable[[Path], Read]] = {
    "csv": read_csv,
    "xlsx": read_xlsx,
    "geojson": read_geojson,
    "parquet": read_parquet,
    "gpkg": read_gpkg,
    "kml": read_kml,
}
WITH_TABLE_OF_CLAIMS = [kind for kind in READERS if kind != "kml"]
WITH_GEOMETRY = ["geojson", "parquet", "gpkg", "kml"]
every_kind = pytest.mark.parametrize("kind", READERS)
