"""How far a file is read is told in bytes of the file, of whatever kind it is, from nothing to the whole."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from incidents.readers import geofile, records, workbook
from incidents.readers.recognise import read_rows
from tests.incidents.readers import made

ROWS = [{"date": f"2024-03-{1 + day % 28:02}", "town": "Turbat", "note": f"number {day}"} for day in range(60)]


@pytest.mark.parametrize("kind", ["xlsx", "json", "geojson", "gpkg", "parquet"])
def test_progress_reaches_the_size_of_the_file_by_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(workbook, "SLICE", 4_000)
    monkeypatch.setattr(workbook, "MB", 1_000)
    monkeypatch.setattr(records, "MB", 1_000)
    monkeypatch.setattr(geofile, "PART", 20)
    path, told = tmp_path / f"made.{kind}", list[int]()
    if kind == "xlsx":
        made.workbook(path, list(ROWS[0]), ROWS)
    elif kind == "json":
        path.write_text(json.dumps(ROWS))
    else:
        frame = gpd.GeoDataFrame(ROWS, geometry=[shapely.Point(63, 26)] * len(ROWS), crs="EPSG:4326")
        frame.to_parquet(path) if kind == "parquet" else frame.to_file(path)
    read_rows(path, tmp_path, told.append)
    whole = path.stat().st_size
    assert told == sorted(told)
    assert told[-1] == pytest.approx(whole, rel=0.01)
    assert any(0.2 * whole < each < 0.9 * whole for each in told)
