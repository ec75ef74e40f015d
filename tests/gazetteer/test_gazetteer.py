"""Places by id, up and down the hierarchy, by position and by prefix."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import LEVELS, Gazetteer, UnknownPlace

EMBEDDED = Gazetteer.load()


def test_loading_again_gives_the_same_gazetteer(g: Gazetteer) -> None:
    assert Gazetteer.load() is g


@pytest.mark.parametrize(("level", "count"), [("division", 8), ("district", 36), ("tehsil", 130)])
def test_balochistan_has_all_its_areas(g: Gazetteer, level: str, count: int) -> None:
    assert sum(g.contains("province:balochistan", place.id) for place in g.places(level)) == count


def test_an_unknown_id_is_a_key_error_with_a_remedy(g: Gazetteer) -> None:
    with pytest.raises(KeyError) as caught:
        g.place("town:atlantis")
    assert isinstance(caught.value, UnknownPlace)
    assert str(caught.value).startswith("no place has the id 'town:atlantis'; find ids")


@pytest.mark.parametrize("level", LEVELS)
def test_a_place_is_whole(g: Gazetteer, level: str) -> None:
    for place in g.places(level):
        assert place.id.split(":")[0] == place.level == level
        assert set(place.id) <= set("abcdefghijklmnopqrstuvwxyz0123456789-:")
        assert -90 <= place.latitude <= 90, place.id
        assert -180 <= place.longitude <= 180, place.id
        assert place.radius_km > 0, place.id
        assert place.name == place.name.strip() != "", place.id
        ranks = [LEVELS.index(level), *(LEVELS.index(parent.split(":")[0]) for parent in place.parents)]
        assert ranks == sorted(ranks, reverse=True), place.id
        assert level == "country" or place.parents[-1].startswith("country:"), place.id


@pytest.mark.parametrize("level", LEVELS[:5])
def test_the_point_of_an_area_lies_in_it_and_its_radius_reaches_all_of_it(g: Gazetteer, level: str) -> None:
    for place in g.places(level):
        assert place.geometry is not None
        point = shapely.Point(place.longitude, place.latitude)
        assert place.geometry.covers(point), place.id
        assert place.geometry.hausdorff_distance(point) * 80 <= place.radius_km, place.id


def test_towns_of_balochistan_lie_in_the_polygon_of_their_district(g: Gazetteer) -> None:
    towns = [town for town in g.places("town") if g.contains("province:balochistan", town.id)]
    assert len(towns) >= 48
    for town in towns:
        district = g.place(town.parents[0])
        assert district.geometry is not None
        assert district.geometry.covers(shapely.Point(town.longitude, town.latitude))


def test_children_and_ancestors_are_each_others_reverse(g: Gazetteer) -> None:
    for place in g.places():
        for child in g.children(place.id):
            assert g.ancestors(child.id)[0] == place
    assert [place.id for place in g.ancestors("tehsil:tump")] == [
        "district:kech",
        "division:makran",
        "province:balochistan",
        "country:pakistan",
    ]


def test_a_place_contains_itself_and_what_lies_below_it(g: Gazetteer) -> None:
    assert g.contains("district:kech", "district:kech")
    assert g.contains("country:pakistan", "tehsil:tump")
    assert not g.contains("tehsil:tump", "district:kech")
    assert not g.contains("district:gwadar", "tehsil:tump")


@pytest.mark.parametrize("level", ["tehsil", "district", "division", "province", "country"])
def test_reverse_finds_an_area_from_the_point_in_it(g: Gazetteer, level: str) -> None:
    for place in g.places(level):
        assert place in g.reverse(place.latitude, place.longitude)


def test_reverse_finds_towns_within_their_reach(g: Gazetteer) -> None:
    for town in g.places("town"):
        assert town.name in {
            place.name for place in g.reverse(town.latitude, town.longitude) if place.level in ("town", "site")
        }


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_reverse_goes_from_fine_to_coarse_anywhere(latitude: float, longitude: float) -> None:
    ranks = [LEVELS.index(place.level) for place in EMBEDDED.reverse(latitude, longitude)]
    assert ranks == sorted(ranks, reverse=True)


@pytest.mark.parametrize(("latitude", "longitude"), [(0, 0), (52.5, 13.4), (-33.9, 18.4), (90, 0), (float("nan"), 66)])
def test_reverse_outside_the_data_is_empty(g: Gazetteer, latitude: float, longitude: float) -> None:
    assert g.reverse(latitude, longitude) == ()


def test_a_point_is_in_one_district_only(g: Gazetteer) -> None:
    for latitude in range(25, 32):
        for longitude in range(61, 71):
            levels = [place.level for place in g.reverse(latitude + 0.5, longitude + 0.5)]
            assert len(levels) == len(set(levels))


def test_search_puts_balochistan_and_the_broadest_level_first(g: Gazetteer) -> None:
    assert [place.id for place in g.search("kal", limit=3)] == ["division:kalat", "district:kalat", "tehsil:kalat"]


@pytest.mark.parametrize(
    ("prefix", "place_id"),
    [("nosh", "district:noshki"), ("کوئ", "district:quetta"), ("QILLA S", "district:killa-saifullah")],
)
def test_search_knows_aliases_scripts_and_case(g: Gazetteer, prefix: str, place_id: str) -> None:
    assert place_id in [place.id for place in g.search(prefix)]


@pytest.mark.parametrize(("prefix", "limit"), [("", 10), ("   ", 10), ("zzzz", 10), ("kal", 0), ("kal", -1)])
def test_search_may_find_nothing(g: Gazetteer, prefix: str, limit: int) -> None:
    assert g.search(prefix, limit) == ()


def test_every_place_of_balochistan_is_found_by_its_name_level_and_area(g: Gazetteer) -> None:
    for place in g.places():
        if place.parents and g.contains("province:balochistan", place.id):
            assert g.resolve(place.name, within=place.parents[0], level=place.level).place == place


def test_every_alias_in_the_table_leads_to_its_place(g: Gazetteer) -> None:
    for place in g.places():
        for alias in place.aliases:
            assert place.id in [candidate.place.id for candidate in g.resolve(alias, level=place.level).candidates]


def test_bounds_are_west_south_east_north(g: Gazetteer) -> None:
    west, south, east, north = g.place("district:gwadar").bounds
    assert 61 < west < 62 < 64 < east < 65.5
    assert 25 < south < 25.3 < north < 26
    west, south, east, north = g.place("town:pasni").bounds
    assert west < 63.469 < east
    assert south < 25.263 < north
