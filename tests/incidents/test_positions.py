"""Each row of a file is in exactly one of: marked on the basemap, outside it, not on the map; and exported with the position it has."""

import json
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from incidents import Atlas, Selection
from incidents.export import export
from incidents.sandbox import Worker
from incidents.snapshot import Snapshots
from maps import payload
from maps.captions import caption
from maps.layers import WINDOW
from maps.recipe import Recipe

ROWS = """id,date,location,latitude,longitude,event_type
beyond,2020-01-01,Atlantis,91,63,Armed clash
exchanged,2020-01-02,Atlantis,180,90,Armed clash
south,2020-01-03,,-26,63,Armed clash
gulf,2020-01-04,Atlantis,0,63,Armed clash
west,2020-01-05,Atlantis,26,0,Armed clash
exact,2020-01-06,,48.2082,16.3738,Armed clash
home,2020-01-07,,26.0012,63.0486,Armed clash
whole,2020-01-08,,26,63,Armed clash
town,2020-01-09,Turbat,,,Armed clash
district,2020-01-10,Kech district,,,Armed clash
nowhere,2020-01-11,Atlantis,,,Armed clash
east,2020-01-12,,26,181,Armed clash
again,2020-01-13,,26.0012,63.0486,Armed clash
"""
MINE = Selection(datasets=["mine"])
OUTSIDE = {"south": (-26, 63), "gulf": (0, 63), "west": (26, 0), "exact": (48.2082, 16.3738)}
LOST = {"beyond", "exchanged", "nowhere", "east"}


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    folder = tmp_path_factory.mktemp("positions")
    (folder / "mixed.csv").write_text(ROWS, encoding="utf-8")
    with Worker() as worker:
        report = Snapshots(folder).add(folder / "mixed.csv", dataset="mine", worker=worker).report
    assert (report.taken, report.on_map) == (13, 9)
    yield Atlas.open(folder)


def test_marked_outside_the_basemap_and_not_on_the_map_are_all_of_them(atlas: Atlas) -> None:
    shown, summary = payload(atlas, MINE), atlas.summary(MINE)
    west, south, east, north = WINDOW
    spots = [(each["lat"], each["lon"], each["n"]) for each in shown["symbols"]]
    spots += [
        (*each["label"], each["count"]) for each in shown["areas"] if "label" in each
    ]  # others are the document's
    away = sum(n for lat, lon, n in spots if not (south <= lat <= north and west <= lon <= east))
    assert shown["beyond"]["words"] == "4 incidents lie outside the basemap."
    assert (away, summary.unplaced) == (len(OUTSIDE), len(LOST))
    assert shown["counts"]["incidents"] + summary.unplaced == summary.count == 13


def test_a_view_of_the_map_holds_the_mark_of_an_area_without_polygon(atlas: Atlas) -> None:
    assert payload(atlas, MINE, within=(62, -27, 64, -25))["counts"]["incidents"] == 1


@pytest.mark.parametrize("ending", ["geojson", "parquet", "gpkg"])
def test_every_position_is_exported_as_given(atlas: Atlas, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out.{ending}"
    export(atlas, MINE, path)
    if ending == "geojson":
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        found = gpd.GeoDataFrame.from_features(features)
    else:
        found = gpd.read_parquet(path) if ending == "parquet" else gpd.read_file(path, layer="incidents")
    found = found.set_index(found["id"].str.removeprefix("mine."))
    assert set(found.index[found.geometry.isna()]) == LOST
    for row, (latitude, longitude) in OUTSIDE.items():
        assert found.loc[row, ["latitude", "longitude"]].tolist() == [latitude, longitude]
        assert (found.geometry[row].y, found.geometry[row].x) == (latitude, longitude)


def test_coordinates_of_a_row_known_to_an_area_are_told_beside_the_area(atlas: Atlas, tmp_path: Path) -> None:
    export(atlas, MINE, tmp_path / "out.csv")
    found = pd.read_csv(tmp_path / "out.csv", comment="#").set_index("id").loc["mine.whole"]
    assert (found["level"], found["given_latitude"], found["given_longitude"]) == ("district", 26, 63)
    assert pd.isna(found["latitude"])


def test_the_headline_tells_places_not_known_as_the_subline_does(atlas: Atlas) -> None:
    summary = atlas.summary(MINE)
    assert summary.headline == "Armed clashes in one town and six areas, and at places not known, 1–13 January 2020"
    assert summary.subline.startswith("13 incidents, 9 in 1 town and 6 areas and 4 at places not known")
    urdu = caption(atlas, Recipe(query="datasets=mine", language="ur"))
    assert "ایک قصبے اور چھ علاقوں میں اور نامعلوم مقامات پر" in urdu
