"""Made-up rows in the layouts of real datasets. No row is from a real file; towns are real, events are not."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from gazetteer import Gazetteer
from incidents.importers import import_file
from incidents.readers.layouts import LAYOUTS
from incidents.readers.mapping import Mapping as ColumnMapping
from incidents.readers.report import ImportReport

ACLED = next(layout.columns for layout in LAYOUTS if layout.kind == "acled")
ACLED_2022 = [layout.columns for layout in LAYOUTS if layout.kind == "acled"][1]
UCDP = next(layout.columns for layout in LAYOUTS if layout.kind == "ucdp")
GTD = next(layout.columns for layout in LAYOUTS if layout.kind == "gtd")
TOWNS = (("Gwadar", "Pasni", "Pasni", 25.2631, 63.4692), ("Kech", "Turbat", "Turbat", 26.0012, 63.0485))


def acled(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return an ACLED row with all columns of all its layouts."""
    admin2, admin3, town, latitude, longitude = TOWNS[number % len(TOWNS)]
    row = {
        "event_id_cnty": f"PAK{number}",
        "data_id": 900000 + number,
        "event_id_no_cnty": number,
        "event_date": f"2024-03-{1 + number % 28:02}",
        "year": 2024,
        "time_precision": 1,
        "disorder_type": "Political violence",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": "BLA: Baloch Liberation Army",
        "assoc_actor_1": "",
        "inter1": "Rebel group",
        "actor2": "Military Forces of Pakistan (2022-)",
        "assoc_actor_2": "",
        "inter2": "State forces",
        "interaction": "State forces-Rebel group",
        "civilian_targeting": "",
        "iso": 586,
        "iso3": "PAK",
        "region": "South Asia",
        "country": "Pakistan",
        "admin1": "Balochistan",
        "admin2": admin2,
        "admin3": admin3,
        "location": town,
        "latitude": latitude,
        "longitude": longitude,
        "geo_precision": 1,
        "source": "Made-up Daily",
        "source_scale": "National",
        "notes": f"A made-up event, number {number}.",
        "fatalities": number % 4,
        "tags": "",
        "timestamp": 1700000000 + number,
    }
    return {**row, **changes}


def ucdp(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return a UCDP GED row."""
    row = {
        "id": 400000 + number,
        "relid": f"PAK-2024-1-{number}",
        "year": 2024,
        "active_year": 1,
        "code_status": "Clear",
        "type_of_violence": 1,
        "conflict_dset_id": 325,
        "conflict_new_id": 325,
        "conflict_name": "Pakistan: Balochistan",
        "dyad_dset_id": 781,
        "dyad_new_id": 781,
        "dyad_name": "Government of Pakistan - BLA",
        "side_a_dset_id": 143,
        "side_a_new_id": 143,
        "side_a": "Government of Pakistan",
        "side_b_dset_id": 325,
        "side_b_new_id": 325,
        "side_b": "BLA",
        "number_of_sources": -1,
        "source_article": "A made-up agency, 2 March 2024",
        "source_office": "Made-up agency",
        "source_date": "2024-03-02",
        "source_headline": "A made-up headline",
        "source_original": "police",
        "where_prec": 1,
        "where_coordinates": "Turbat town",
        "where_description": "Turbat",
        "adm_1": "Balochistan province",
        "adm_2": "Kech district",
        "latitude": 26.0012,
        "longitude": 63.0485,
        "geom_wkt": "POINT (63.0485 26.0012)",
        "priogrid_gid": 167167,
        "country": "Pakistan",
        "country_id": 770,
        "region": "Asia",
        "event_clarity": 1,
        "date_prec": 1,
        "date_start": "2024-03-01 00:00:00.000",
        "date_end": "2024-03-01 00:00:00.000",
        "deaths_a": 2,
        "deaths_b": 1,
        "deaths_civilians": 0,
        "deaths_unknown": 1,
        "best": 4,
        "high": 6,
        "low": 3,
        "gwnoa": 770,
        "gwnob": "",
    }
    return {**row, **changes}


def gtd(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return a GTD row; columns that are not here are empty."""
    row = {
        "eventid": 202403010000 + number,
        "iyear": 2024,
        "imonth": 3,
        "iday": 1 + number % 28,
        "extended": 0,
        "country": 153,
        "country_txt": "Pakistan",
        "region_txt": "South Asia",
        "provstate": "Balochistan",
        "city": "Turbat",
        "latitude": 26.0012,
        "longitude": 63.0485,
        "specificity": 1,
        "vicinity": 0,
        "summary": f"A made-up event, number {number}.",
        "crit1": 1,
        "doubtterr": 0,
        "multiple": 0,
        "success": 1,
        "suicide": 0,
        "attacktype1": 3,
        "attacktype1_txt": "Bombing/Explosion",
        "targtype1": 3,
        "targtype1_txt": "Police",
        "gname": "Baloch Liberation Army (BLA)",
        "guncertain1": 0,
        "individual": 0,
        "claimed": 1,
        "nkill": 2,
        "nkillter": 0,
        "nwound": 5,
        "nwoundte": 0,
        "scite1": '"A made-up report," Made-up Daily, March 2, 2024.',
        "dbsource": "made up",
    }
    return {**row, **changes}


def text(
    columns: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    delimiter: str = ",",
    end: str = "\r\n",
    header: bool = True,
) -> str:
    """Return rows as delimited text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    if header:
        writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return out.getvalue()


def workbook(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Path:
    """Write rows as XLSX."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(columns))
    for row in rows:
        sheet.append([row.get(column) for column in columns])
    book.save(path)
    return path


def sheets(path: Path, made: Mapping[str, Sequence[tuple[Any, ...]]]) -> Path:
    """Write sheets with these rows, the first of them the names of columns."""
    book = openpyxl.Workbook()
    for title, rows in made.items():
        sheet = book.create_sheet(title)
        for cells in rows:
            sheet.append(cells)
    del book["Sheet"]
    book.save(path)
    return path


def zipped(path: Path, members: Mapping[str, bytes]) -> Path:
    """Write a ZIP file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


class Done:
    """An import that was done: its report, and the tables that it wrote."""

    def __init__(self, report: ImportReport, folder: Path) -> None:
        self.report = report
        self.folder = folder

    @cached_property
    def incidents(self) -> Any:
        import geopandas as gpd

        frame = _read(self.folder / "incidents.parquet")
        return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries.from_wkb(frame["geometry"]), crs=4326)

    @cached_property
    def claims(self) -> Any:
        return _read(self.folder / "claims.parquet")

    @property
    def rejected(self) -> list[dict[str, str]]:
        with (self.folder / "rejected.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def rows(self, flag: str) -> int:
        """Return how many rows have a flag."""
        return next((each.rows for each in self.report.flagged if each.flag == flag), 0)


def _read(path: Path) -> Any:
    """Return a table of an import; a category for each of its 150 columns would take longer than the import of a row."""
    table = pq.read_table(path)
    plain = [
        each.with_type(each.type.value_type) if pa.types.is_dictionary(each.type) else each for each in table.schema
    ]
    return table.cast(pa.schema(plain)).to_pandas()


def done(
    tmp_path: Path,
    content: str | bytes | Path,
    name: str = "made up.dat",
    kind: str = "",
    mapping: ColumnMapping | None = None,
) -> Done:
    """Import a file in this process."""
    if isinstance(content, Path):
        file = content
    else:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    folder = tmp_path / f"out{len(list(tmp_path.iterdir()))}"
    folder.mkdir()
    report = import_file(file, folder, Gazetteer.load(), kind=kind, mapping=mapping)
    assert report.rows == report.taken + report.repeated + report.rejected
    assert pq.read_metadata(folder / "incidents.parquet").num_rows == report.taken
    return Done(report, folder)


def counts(found: Done) -> dict[tuple[str, str, str], str]:
    """Return which columns are read as numbers of people: by quantity, who is counted, and bound."""
    return {
        (each["quantity"], each["counted"], each["bound"]): each["column"] for each in found.report.mapping["counts"]
    }
