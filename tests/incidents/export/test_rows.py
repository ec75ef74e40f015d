"""A selection taken away as a file has the rows of the screen, with the values and shapes of each, in every kind."""

from collections.abc import Callable
from pathlib import Path

import geopandas
import pyarrow.parquet as parquet
import pyogrio
import pytest
import shapely

from incidents import Atlas, Selection
from incidents.export import KINDS, export
from tests.incidents.export.read_back import MADE, POINTS, READERS, WITH_GEOMETRY, Read, every_kind
from tests.incidents.samples import atlas_of, dataset, incident


def test_there_is_a_reader_here_for_every_kind() -> None:
    assert list(READERS) == list(KINDS)


@every_kind
@pytest.mark.parametrize(
    "query", ["", "places=district:gwadar", "precisions=town", "text=tump", "event_types=bombing", "start=2026-01-30"]
)
def test_the_rows_are_those_of_the_screen(kind: str, query: str, atlas: Atlas, taken: Callable[..., Read]) -> None:
    selection = Selection.from_query(query)
    read = taken(kind, atlas, selection)
    assert len(read.incidents) == atlas.summary(selection).count
    assert [row["id"] for row in read.incidents] == atlas.incidents(selection)["id"].tolist()


@every_kind
def test_every_kind_holds_the_same_values(kind: str, atlas: Atlas, taken: Callable[..., Read]) -> None:
    expected = taken("csv", atlas).incidents
    found = taken(kind, atlas).incidents
    assert [{name: row[name] for name in expected[0]} for row in found] == expected
    first = expected[0]
    assert (first["title"], first["start"], first["end"]) == (
        "Coordinated attack in Quetta",
        "2026-01-29",
        "2026-01-30",
    )
    assert (first["place_ur"], first["actor_labels"]) == ("کوئٹہ", "Balochistan Liberation Army (BLA)")


@every_kind
def test_only_what_is_known_to_a_town_has_coordinates(kind: str, atlas: Atlas, taken: Callable[..., Read]) -> None:
    for row in taken(kind, atlas).incidents:
        assert bool(row["latitude"]) == bool(row["longitude"]) == (row["id"] in POINTS)
        assert row["place_id"].startswith(f"{row['level']}:")
        assert float(row["radius_km"]) > 0


@pytest.mark.parametrize("kind", WITH_GEOMETRY)
def test_an_area_keeps_its_polygon_and_a_town_its_point(kind: str, atlas: Atlas, taken: Callable[..., Read]) -> None:
    read = taken(kind, atlas)
    assert len(read.geometry) == 9
    for row, shape in zip(read.incidents, read.geometry, strict=True):
        place = atlas.gazetteer.place(row["place_id"])
        if row["id"] in POINTS:
            assert shape.geom_type == "Point"
            assert (round(shape.x, 5), round(shape.y, 5)) == (round(place.longitude, 5), round(place.latitude, 5))
        else:
            assert place.geometry is not None
            assert shape.symmetric_difference(place.geometry).area < 1e-6 * place.geometry.area


def test_polygons_of_geojson_turn_as_the_standard_asks(atlas: Atlas, taken: Callable[..., Read]) -> None:
    rings = [
        part.exterior
        for shape in taken("geojson", atlas).geometry
        if shape.geom_type != "Point"
        for part in shapely.get_parts(shape)
    ]
    assert len(rings) >= 7
    assert all(ring.is_ccw for ring in rings)


@pytest.mark.parametrize("kind", WITH_GEOMETRY)
def test_gdal_reads_every_kind_with_geometry_as_degrees(kind: str, atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / f"x{KINDS[kind].endings[0]}"
    export(atlas, Selection(), path, MADE)
    frame = geopandas.read_parquet(path) if kind == "parquet" else pyogrio.read_dataframe(path, layer=0)
    assert frame.crs.to_epsg() in (4326, None)
    assert len(frame) == 9
    west, south, east, north = frame.total_bounds
    assert 60 < west < 62
    assert 25 < south < 26
    assert 67 < east < 68
    assert 30 < north < 31


@every_kind
def test_a_selection_of_nothing_is_a_whole_file_that_says_so(
    kind: str, atlas: Atlas, taken: Callable[..., Read]
) -> None:
    read = taken(kind, atlas, Selection(event_types=("bombing",)))
    assert read.incidents == []
    assert "No incident matches" in read.about
    assert "Event type: Bombing" in read.about
    assert taken(kind, Atlas.of([])).incidents == []


def test_an_empty_table_keeps_its_columns_and_their_types(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    export(Atlas.of([]), Selection(), path, MADE)
    schema = parquet.read_schema(path)
    assert str(schema.field("start").type) == "date32[day]"
    assert str(schema.field("actors").type).startswith("list<")
    assert len(geopandas.read_parquet(path)) == 0


@every_kind
def test_days_before_excels_calendar_are_kept(kind: str, taken: Callable[..., Read]) -> None:
    atlas = atlas_of(dataset(incident=[incident("old", first="1857-05-10")]))
    assert taken(kind, atlas).incidents[0]["start"] == "1857-05-10"
