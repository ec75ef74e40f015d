"""Files made to harm whoever reads them: each small or large for its kind, and none of them a table of incidents."""

import contextlib
import io
import sqlite3
import struct
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import shapely

from tests.incidents.readers.made import workbook

MB = 1024 * 1024

_SHEET_XML = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def book(sheet: str | bytes, extra: dict[str, bytes] | None = None) -> bytes:
    """Return a workbook with a sheet of one's own making."""
    source, target = io.BytesIO(), io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        source.write(
            workbook(Path(folder) / "a.xlsx", ["date", "town"], [{"date": "2024-03-15", "town": "Turbat"}]).read_bytes()
        )
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return target.getvalue()


def archive(members: dict[str, bytes], link: bool = False) -> bytes:
    """Return an archive; as symbolic links where that is asked for."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o120777 if link else 0o100644) << 16
            made.writestr(entry, content)
    return out.getvalue()


def repeated(rows: int) -> bytes:
    """Return a small Parquet file of so many equal rows."""
    out = io.BytesIO()
    for_each = pa.array([0], pa.int32()).take(pa.array(np.zeros(rows, dtype=np.int32)))
    cells = [pa.DictionaryArray.from_arrays(for_each, [text]) for text in ("2024-03-15", "Turbat")]
    parquet.write_table(pa.table(cells, names=["date", "town"]), out)
    return out.getvalue()


def endless(more: str = "") -> bytes:
    """Return a GeoPackage whose layer is a view that never ends."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        gpd.GeoDataFrame({"date": ["2024-03-15"]}, geometry=[shapely.Point(63, 26)], crs=4326).to_file(path, layer="a")
        with contextlib.closing(sqlite3.connect(path)) as database:
            database.execute(
                "CREATE VIEW b AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) "
                "SELECT n AS fid, '2024-03-15' AS date, 'Turbat' AS town FROM c"
            )
            database.execute("DELETE FROM gpkg_geometry_columns")
            database.execute("UPDATE gpkg_contents SET table_name = 'b', identifier = 'b', data_type = 'attributes'")
            if more:
                database.execute(more)
            database.commit()
        return path.read_bytes()


def lying(content: bytes) -> bytes:
    """Return an archive whose directory says that a member is small."""
    made = bytearray(archive({"a.csv": content}))
    at = made.rfind(b"PK\x01\x02")
    made[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(made)


def bombs() -> dict[str, Callable[[], bytes]]:
    """Return files made to harm, by name; each is built only when it is asked for."""
    row = '<row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
    far = row.format(1, "A") + row.format(1048576, "XFD")
    wide = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 2_000))
    entity = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    head = b"date,town,killed\n"
    line = b"2024-03-15,Turbat,1\n"
    page = b"<html><body><table><tr><th>Date<th>Town</tr>"
    point = '{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{},"geometry":{}}}]}}'
    return {
        "cells A1 and XFD1048576": lambda: book(_SHEET_XML.format(far)),
        "only the last column": lambda: book(_SHEET_XML.format(wide.replace('"', "'"))),
        "a declared size beyond reason": lambda: book(
            _SHEET_XML.format(row.format(1, "A")).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
        ),
        "a sheet of zeros packed 1 to 1000": lambda: book(b"0" * (300 * MB)),
        "a workbook of entities": lambda: book(entity + "]><worksheet>&j;</worksheet>"),
        "shared strings of 300 MB": lambda: book(
            _SHEET_XML.format(far[:40]), {"xl/sharedStrings2.xml": b"<" * (300 * MB)}
        ),
        "a number with 100,000 digits in a sheet": lambda: book(
            _SHEET_XML.format(f'<row r="1"><c r="A1"><v>{"9" * 100_000}</v></c></row>')
        ),
        "a row number beyond reason": lambda: book(_SHEET_XML.format(row.format(999999999, "A"))),
        "a sheet without end": lambda: book("<worksheet><sheetData>" + "<row>" * 200_000),
        "ten thousand members": lambda: archive({f"{n}.csv": line for n in range(10_000)}),
        "zeros packed 1 to 1000": lambda: archive({"a.csv": b"0" * (400 * MB)}),
        "an archive in an archive in an archive": lambda: archive(
            {"a.zip": archive({"b.zip": archive({"c.csv": head})})}
        ),
        "a member that lies about its size": lambda: lying(head + line * 500_000),
        "a path out of the archive": lambda: archive({"../../../../tmp/out.csv": head + line}),
        "a workbook that is not one": lambda: archive({"xl/workbook.xml": b"<nothing/>"}),
        "a cell of 600 MB": lambda: head + b'2024-03-15,"' + b"x" * (600 * MB) + b'",1\n',
        "a line of 600 MB": lambda: head + b"x" * (600 * MB),
        "a quotation mark that never closes": lambda: head + b'2024-03-15,"Turbat,1\n' + line * 3_000_000,
        "a number with 100,000 digits": lambda: head + b"2024-03-15,Turbat," + b"9" * 100_000 + b"\n" + line,
        "100,000 columns": lambda: b",".join(b"c%d" % n for n in range(100_000)) + b"\n" + b"," * 99_999 + b"\n",
        "a million rows of another width": lambda: head + line * 10 + b"a,b\n" * 1_000_000,
        "ten million empty lines": lambda: head + line + b"\n" * 10_000_000,
        "a million different strange dates": lambda: (
            head + b"".join(b"%d/xx/%d,Turbat,1\n" % (n % 31, n) for n in range(1_000_000))
        ),
        "JSON nested a million deep": lambda: b'{"type":' + b"[" * 1_000_000,
        "JSON of braces a million deep": lambda: b'{"a":' * 1_000_000,
        "a number with 100,000 digits in JSON": lambda: point.format(
            f'{{"date":"2024-03-15","killed":{"9" * 100_000}}}', '{"type":"Point","coordinates":[63,26]}'
        ).encode(),
        "coordinates without end in JSON": lambda: point.format(
            "{}", '{"type":"Point","coordinates":[1e99999,' + "9" * 50_000 + "]}"
        ).encode(),
        "a collection within a collection": lambda: point.format(
            "{}", '{"type":"GeometryCollection","geometries":[' * 60 + "]}" * 60
        ).encode(),
        "Parquet that says it is large": lambda: b"PAR1" + b"\x15\x04" * 5_000 + struct.pack("<I", 2**31 - 1) + b"PAR1",
        "strings of a workbook made of entities": lambda: book(
            _SHEET_XML.format(row.format(1, "A")), {"xl/sharedStrings.xml": (entity + "]><sst>&j;</sst>").encode()}
        ),
        "a name in an archive that leads elsewhere": lambda: archive({"a.csv": b"/etc/passwd"}, link=True),
        "fifty megabytes of zero bytes": lambda: head + line + bytes(50 * MB) + line,
        "a million columns": lambda: b",".join(b"c%d" % n for n in range(1_000_000)) + b"\n" + b"," * 999_999 + b"\n",
        "halves of characters and turned letters": lambda: (
            head + "2024-03-15,\u202eTurbat\u202c\ud800,1\n".encode("utf-8", "surrogatepass") * 1_000
        ),
        "properties nested sixty deep": lambda: point.format(
            '{"date":' * 60 + '"2024-03-15"' + "}" * 60, '{"type":"Point","coordinates":[63,26]}'
        ).encode(),
        "a line of two million points in JSON": lambda: point.format(
            '{"date":"2024-03-15"}', '{"type":"LineString","coordinates":[' + "[63,26]," * 2_000_000 + "[63,27]]}"
        ).encode(),
        "Parquet of one cell twenty million times": lambda: repeated(20_000_000),
        "Parquet with other row counts than rows": lambda: repeated(5_000).replace(b"\x90\x4e", b"\xfe\x7f"),
        "a web page of comments without end": lambda: page + b"<!--" * 3_000_000,
        "a web page of tags": lambda: page + b"<" * 12_000_000,
        "a web page of rows": lambda: page + b"<tr><td>1<td>2" * 1_000_000,
        "a web page of cells that stand over a thousand rows": lambda: (
            page + (b"<tr>" + b"<td rowspan=1000>x" * 900 + b"<tr>" * 1_000) * 600
        ),
        "a database with a view without end": lambda: endless(),
        "a database that writes when it is read": lambda: endless(
            "CREATE TRIGGER t AFTER INSERT ON gpkg_contents BEGIN INSERT INTO gpkg_contents SELECT * FROM gpkg_contents; END"
        ),
        "a database that is none": lambda: b"SQLite format 3\x00" + bytes(range(256)) * 4_000,
    }
