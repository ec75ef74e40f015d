"""Coordinates in a table: as people write them, exchanged, far away, of another system; flagged and never moved."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from incidents.readers import Mapping
from tests.incidents.readers.made import done


@pytest.mark.parametrize(
    ("latitude", "longitude", "flag"),
    [
        ("63.0485", "26.0012", "swapped"),
        ("0", "0", "null_island"),
        ("33.0485", "70.0012", "far_from_named_area"),
        ("", "", "no_coordinates"),
        ("north", "63.0", "unreadable_coordinates"),
        ("400", "63.0", "unreadable_coordinates"),
    ],
)
def test_odd_coordinates_are_flagged_and_never_moved(tmp_path: Path, latitude: str, longitude: str, flag: str) -> None:
    found = done(tmp_path, f"date,town,district,lat,lon\n2024-03-15,Turbat,Kech,{latitude},{longitude}\n")
    assert found.rows(flag) == 1
    first = found.incidents.iloc[0]
    assert first["place_id"] == "town:turbat"
    assert first["how"] != "given"
    if flag in ("swapped", "far_from_named_area"):
        assert (first["latitude"], first["longitude"]) == (float(latitude), float(longitude))
        assert first["place_note"]
    else:
        assert found.incidents.geometry.isna().all()


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("_26.0012", "_63.0485"), ('"26,0012"', '"63,0485"'), ("26°00'04\"N".replace('"', "″"), "63°02'55″E")],
)
def test_coordinates_as_people_write_them(tmp_path: Path, latitude: str, longitude: str) -> None:
    found = done(tmp_path, f"date,town,lat,lon\n2024-03-15,Turbat,{latitude},{longitude}\n")
    first = found.incidents.iloc[0]
    assert (first["latitude"], first["longitude"]) == pytest.approx((26.0012, 63.0485), abs=0.001)
    assert first["how"] == "given"


def test_both_coordinates_in_one_cell(tmp_path: Path) -> None:
    found = done(tmp_path, 'when,gps\n2024-03-15,"26.0012, 63.0485"\n')
    assert found.incidents["latitude"].tolist() == [26.0012]


@pytest.mark.parametrize("suffix", ["gpkg", "parquet"])
def test_coordinates_of_another_system_are_converted_and_this_is_told(tmp_path: Path, suffix: str) -> None:
    frame = gpd.GeoDataFrame({"date": ["2024-03-15"]}, geometry=[shapely.Point(63.0485, 26.0012)], crs="EPSG:4326")
    path, moved = tmp_path / f"made.{suffix}", frame.to_crs("EPSG:3857")
    moved.to_parquet(path) if suffix == "parquet" else moved.to_file(path, driver="GPKG")
    found = done(tmp_path, path)
    assert found.incidents["latitude"].tolist() == pytest.approx([26.0012])
    assert "coordinates converted from EPSG:3857 to degrees" in found.report.notes


def test_coordinates_of_a_country_far_away_are_not_called_exchanged(tmp_path: Path) -> None:
    found = done(tmp_path, "date,country,town,lat,lon\n2024-03-15,Ukraine,Kyiv,50.45,30.52\n")
    assert (found.rows("swapped"), found.rows("outside_gazetteer")) == (0, 1)


def test_a_point_abroad_is_not_called_exchanged_for_lying_in_a_known_area_when_exchanged(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town,lat,lon\n2024-03-15,Donetsk,48.5956,37.9999\n2024-03-16,Turbat,63.0485,26.0012\n")
    assert found.incidents["flags"].map(lambda flags: "swapped" in flags).tolist() == [False, True]


def test_coordinates_far_from_the_only_place_named_are_flagged_and_kept(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town,lat,lon\n2024-03-15,Turbat,34.0,71.5\n2024-03-16,Turbat,26.2,63.1\n")
    first, second = found.incidents["flags"].tolist()
    assert ("far_from_named_place" in first, "far_from_named_place" in second) == (True, False)
    assert found.incidents["latitude"].tolist() == [34.0, 26.2]
    assert "Turbat" in found.incidents["place_note"].tolist()[0]


def test_exchanged_coordinates_are_known_off_the_edge_of_the_area_too(tmp_path: Path) -> None:
    found = done(tmp_path, "date,district,town,lat,lon\n2024-03-15,Gwadar,Gwadar,62.33,25.12\n")
    assert found.rows("swapped") == 1


def test_degrees_and_minutes_are_as_fine_as_decimals(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town,lat,lon\n2024-03-15,Turbat,26°00'N,63°03'E\n")
    assert found.incidents["level"].tolist() == ["town"]


def test_what_became_of_rows_without_usable_coordinates_is_told_once_of_each(tmp_path: Path) -> None:
    rows = "Turbat,,\nAtlantis,,\nTurbat,91,63\nAtlantis,91,63\nAtlantis,0,0\nTurbat,0,0\n"
    lines = "".join(f"2024-03-{day},{row}\n" for day, row in enumerate(rows.splitlines(), start=11))
    found = done(tmp_path, f"date,town,lat,lon\n{lines}")
    told = {each.flag: each.rows for each in found.report.flagged}
    assert told == {
        "no_coordinates": 1,
        "unreadable_coordinates": 1,
        "null_island": 1,
        "place_unknown": 1,
        "unusable_coordinates": 2,
    }
    assert found.report.taken - found.report.on_map == told["place_unknown"] + told["unusable_coordinates"]


def test_a_town_is_kept_whatever_a_file_format_makes_of_whole_coordinates(tmp_path: Path) -> None:
    rows = ["26,63.05", "26.0,63.05", "26,63", "26.0,63.0"]
    lines = "".join(f"2021-03-{day},Turbat,{row},1\n" for day, row in enumerate(rows, start=11))
    found = done(tmp_path, f"date,town,lat,lon,killed\n{lines}")
    assert found.incidents["place_id"].tolist() == ["town:turbat"] * 4
    assert found.incidents["level"].tolist() == ["town"] * 4
    assert [bool(each) for each in found.incidents["place_note"]] == [False, False, True, True]
    assert found.rows("whole_degrees") == 2


def test_coordinates_cut_off_to_whole_degrees_are_those_of_the_town_that_the_row_names(tmp_path: Path) -> None:
    found = done(tmp_path, "date,city,country,lat,lon\n2013-01-03,Quetta,Pakistan,30,66\n")
    assert found.incidents["place_id"].tolist() == ["town:quetta"]


def test_a_table_may_name_tehsils_alone(tmp_path: Path) -> None:
    found = done(tmp_path, "Date,Tehsil,Killed\n2024-01-03,Turbat,1\n2024-01-05,Pasni,2\n")
    assert found.incidents["place_id"].tolist() == ["district:kech", "tehsil:pasni"]
    assert "no tehsil 'Turbat'" in found.incidents["place_note"][0]


def test_coordinates_in_whole_degrees_that_no_named_town_explains_are_known_to_the_district_and_it_is_told(
    tmp_path: Path,
) -> None:
    rows = "2021-03-11,,26,63\n2021-03-12,Atlantis,26.0,63.0\n2021-03-13,,26.01,63.05\n"
    found = done(tmp_path, f"date,town,lat,lon\n{rows}")
    assert found.incidents["level"].tolist() == ["district", "district", "town"]
    first, second, third = found.incidents["place_note"].fillna("").tolist()
    assert "whole degrees" in first and "whole degrees" in second and not third
    assert found.rows("whole_degrees") == 2


@pytest.mark.parametrize(
    ("heading", "cell", "why"),
    [
        ("location", "26.0012, 63.0485", "only so its points lie in the region"),
        ("location", "63.0485;26.0012", "'location' has the longitude first: only so"),
        ("x", "26.0012 N, 63.0485 E", "latitude first"),
        ("wkt", "POINT (63.0485 26.0012)", "as WKT or GeoJSON, longitude first"),
        ("the_geom", "SRID=4326;point z(63.0485 26.0012 12.5)", "as WKT or GeoJSON"),
        ("shape", '{"type": "Point", "coordinates": [63.0485, 26.0012]}', "as WKT or GeoJSON"),
    ],
)
def test_a_column_of_points_is_found_by_what_stands_in_it(tmp_path: Path, heading: str, cell: str, why: str) -> None:
    quoted = cell.replace('"', '""')
    found = done(tmp_path, f'date,{heading},town\n2024-03-15,"{quoted}",Turbat\n2024-03-16,"{quoted}",Turbat\n')
    assert found.incidents["latitude"].tolist() == pytest.approx([26.0012] * 2)
    assert found.incidents["longitude"].tolist() == pytest.approx([63.0485] * 2)
    assert found.incidents["how"].tolist() == ["given", "given"]
    assert any(why in note for note in found.report.notes)


def test_the_name_of_a_column_says_which_of_its_numbers_comes_first(tmp_path: Path) -> None:
    found = done(tmp_path, 'date,lon_lat,country\n2024-03-15,"10.15, 11.84",Nigeria\n')
    assert (found.incidents["latitude"][0], found.incidents["longitude"][0]) == (11.84, 10.15)


def test_numbers_that_could_be_either_are_read_latitude_first_and_that_is_told(tmp_path: Path) -> None:
    found = done(tmp_path, 'date,gps,country\n2024-03-15,"11.84, 10.15",Nigeria\n')
    assert (found.incidents["latitude"][0], found.incidents["longitude"][0]) == (11.84, 10.15)
    assert any("its numbers do not show which is which" in note for note in found.report.notes)


def test_a_mapping_says_that_the_longitude_comes_first(tmp_path: Path) -> None:
    mapping = Mapping(columns={"date": "date", "longitude_latitude": "gps"})
    found = done(tmp_path, 'date,gps\n2024-03-15,"63.0485, 26.0012"\n', mapping=mapping)
    assert found.incidents["latitude"].tolist() == [26.0012]


@pytest.mark.parametrize(
    "cell",
    ["POINT EMPTY", "POINT (63.0 )", "POINT (nan nan)", '{"type": "Point"}', '{"type":', "LINESTRING (63 26, 64 27)"],
)
def test_a_point_that_cannot_be_read_is_flagged_and_its_row_placed_by_name(tmp_path: Path, cell: str) -> None:
    good = "\n".join('2024-03-16,"POINT (63.0485 26.0012)",Turbat,Kech' for _ in range(3))
    quoted = cell.replace('"', '""')
    found = done(tmp_path, f'date,wkt,town,district\n2024-03-15,"{quoted}",Turbat,Kech\n{good}\n')
    assert (found.report.taken, found.rows("unreadable_coordinates")) == (2, 1)
    assert found.incidents["place_id"].tolist() == ["town:turbat"] * 2


def test_points_beside_columns_of_latitude_and_longitude_are_not_read(tmp_path: Path) -> None:
    found = done(tmp_path, 'date,lat,lon,wkt\n2024-03-15,26.0012,63.0485,"POINT (1 2)"\n')
    assert found.incidents["latitude"].tolist() == [26.0012]
    assert "coordinates" not in found.report.mapping["columns"]


def test_of_two_columns_called_alike_that_with_values_is_read(tmp_path: Path) -> None:
    found = done(tmp_path, "date,town,lat,long,lon\n2024-03-15,Goth Belkhel,26.0012,63.0485,\n").incidents
    assert found["longitude"].tolist() == [63.0485]
