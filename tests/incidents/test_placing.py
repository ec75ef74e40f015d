"""Rows are placed by name or coordinates; what is ambiguous, unknown, contradictory or outside is told apart."""

import pytest

from gazetteer import Gazetteer
from incidents.degrees import read_degrees
from incidents.placing import Asked, Placer, Placing, Unplaced


def place(name: str = "", within: str = "", latitude: str = "", longitude: str = "", precision: str = "") -> Placing:
    return Placer(Gazetteer.load()).place(Asked(name, within, latitude, longitude, precision))


def refusal(**asked: str) -> Unplaced:
    with pytest.raises(Unplaced) as raised:
        place(**asked)
    assert raised.value.remedy
    return raised.value


@pytest.mark.parametrize(
    ("name", "within", "place_id", "level"),
    [
        ("Pasni", "", "town:pasni", "town"),
        ("Noshki", "", "district:noshki", "district"),
        ("Tump", "Kech", "tehsil:tump", "tehsil"),
        ("Dasht", "Mastung", "tehsil:dasht-mastung", "tehsil"),
        ("Karachi", "", "town:karachi", "town"),
        ("Balochistan", "", "province:balochistan", "province"),
        ("پسنی", "", "town:pasni", "town"),
    ],
)
def test_a_name_is_placed_as_finely_as_it_says(name: str, within: str, place_id: str, level: str) -> None:
    where = place(name, within).where
    assert (where.place_id, where.level, where.toponym) == (place_id, level, name)


def test_an_unknown_name_falls_back_to_the_area_the_row_names_and_says_so() -> None:
    where = place("Kolwa", "Awaran").where
    assert (where.place_id, where.how) == ("district:awaran", "area")
    assert "Kolwa" in where.note


def test_a_distance_from_a_town_is_a_point_with_its_reach() -> None:
    where = place("10 km west of Turbat").where
    assert (where.place_id, where.level, where.how) == ("town:turbat", "town", "relative")
    assert where.longitude is not None
    assert where.longitude < 63.0


def test_a_far_distance_claims_its_district_only() -> None:
    where = place("90 km east of Turbat").where
    assert (where.level, where.latitude) == ("district", None)


@pytest.mark.parametrize(
    ("asked", "field", "reason", "remedy"),
    [
        ({"name": "Dasht"}, "place", "ambiguous place", "Dasht (tehsil, Mastung)"),
        ({"name": "Kandahar"}, "place", "outside Pakistan", "Kandahar is in Afghanistan"),
        ({"name": "Zahedan"}, "place", "outside Pakistan", "Iran"),
        ({"name": "Nowhereville"}, "place", "unknown place", "latitude and longitude"),
        ({"name": "x" * 10_000}, "place", "unknown place", "latitude and longitude"),
        ({"name": ""}, "place", "no place", "name the place"),
        ({"name": "N/A"}, "place", "no place", "name the place"),
        ({"name": "Pasni", "within": "Atlantis"}, "within", "unknown area", "district"),
        ({"latitude": "66.9", "longitude": "30.1"}, "latitude", "latitude and longitude look exchanged", "Quetta"),
        ({"latitude": "51.5", "longitude": "-0.1"}, "latitude", "outside Pakistan", "covers Pakistan"),
        ({"latitude": "951", "longitude": "999"}, "latitude", "outside Pakistan", "covers Pakistan"),
        ({"latitude": "north", "longitude": "66"}, "latitude", "not a coordinate", "degrees"),
        ({"latitude": "0", "longitude": "0"}, "latitude", "coordinates 0, 0 mean unknown", "give the place"),
        (
            {"name": "Quetta", "latitude": "25.2631", "longitude": "63.4692"},
            "latitude",
            "coordinates lie 580 km from Quetta (district, Quetta)",
            "correct the coordinates or the place",
        ),
    ],
)
def test_what_cannot_be_placed_says_its_true_reason(
    asked: dict[str, str], field: str, reason: str, remedy: str
) -> None:
    error = refusal(**asked)
    assert error.field == field
    assert error.reason.startswith(reason)
    assert remedy in error.remedy


def test_coordinates_are_a_site_beside_the_town_they_name() -> None:
    where = place("Pasni", latitude="25.2655", longitude="63.4712").where
    assert (where.place_id, where.level, where.how) == ("town:pasni", "site", "coordinates")
    assert (where.latitude, where.longitude) == (25.2655, 63.4712)


@pytest.mark.parametrize(
    ("latitude", "longitude", "precision", "level"),
    [
        ("25.2655", "63.4712", "", "site"),
        ("25.3", "63.5", "", "town"),
        ("26", "64", "", "district"),
        ("26", "63.05", "", "site"),
        ("25.2655", "63.4712", "district", "district"),
        ("25.2655", "63.4712", "Tehsil", "tehsil"),
    ],
)
def test_coordinates_are_as_fine_as_their_decimals_or_as_stated(
    latitude: str, longitude: str, precision: str, level: str
) -> None:
    where = place(latitude=latitude, longitude=longitude, precision=precision).where
    assert where.level == level
    assert (where.latitude is None) == (level not in ("town", "site"))


def test_coordinates_off_the_coast_belong_to_the_nearest_district_on_it() -> None:
    where = place(latitude="25.05", longitude="62.33").where
    assert (where.place_id, where.latitude) == ("district:gwadar", 25.05)


def test_zero_coordinates_beside_a_name_are_ignored_and_told() -> None:
    placing = place("Pasni", latitude="0.0", longitude="0.0")
    assert placing.where.how == "exact"
    assert placing.notes == ("coordinates 0, 0 mean unknown: placed by its name",)


def test_a_name_that_the_gazetteer_lacks_beside_coordinates_is_told() -> None:
    placing = place("Nowhereville", latitude="25.2655", longitude="63.4712")
    assert "placed by its coordinates" in placing.notes[0]


@pytest.mark.parametrize(
    ("text", "degrees"),
    [("25.2631", 25.2631), ("25,2631", 25.2631), ("_71.456944", 71.456944), ("29°33'N", 29.55), ("66 57 00 E", 66.95),
     ("12.5 S", -12.5), ("-0.5", -0.5), ("30°11′28″N", 30.19111)],
)  # fmt: skip
def test_degrees_as_people_write_them(text: str, degrees: float) -> None:
    assert read_degrees(text) == pytest.approx(degrees, abs=1e-4)


@pytest.mark.parametrize("text", ["", "north", "1.2.3", "25.2631 63.4692", "nan", "inf", "9" * 400])
def test_what_is_no_coordinate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a coordinate"):
        read_degrees(text)


def test_a_city_far_from_the_atlas_is_refused_as_outside() -> None:
    assert refusal(name="London").reason.startswith("outside")
