"""The gazetteer as a geopy geocoder, and the chain to an online one."""

import pytest
from geopy.exc import GeocoderQueryError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import get_geocoder_for_service
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from gazetteer import GazetteerGeocoder, GeocoderChain, NetworkRefused

NOMINATIM_KEYS = {
    "place_id",
    "licence",
    "lat",
    "lon",
    "class",
    "type",
    "importance",
    "addresstype",
    "name",
    "display_name",
    "address",
    "boundingbox",
}


class Recorder(Geocoder):
    """An online geocoder that answers from memory and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(user_agent="test")
        self.asked: list[object] = []

    def geocode(self, query: str, *, exactly_one: bool = True) -> Location | list[Location] | None:
        self.asked.append(query)
        place = Location("Atlantis, Ocean", (31.0, -24.0), {"place_id": 7})
        return place if exactly_one else [place]

    def reverse(self, query: object, *, exactly_one: bool = True) -> Location:
        self.asked.append(query)
        return Location("Ocean", (0.0, 0.0), {"place_id": 8})


@pytest.fixture
def geocoder() -> GazetteerGeocoder:
    return GazetteerGeocoder(user_agent="test", timeout=5)


def test_a_name_becomes_a_location(geocoder: GazetteerGeocoder) -> None:
    found = geocoder.geocode("Pasni")
    assert isinstance(found, Location)
    assert found.address == "Pasni, Gwadar, Makran, Balochistan, Pakistan"
    assert (found.latitude, found.longitude) == (25.263, 63.4692)


def test_raw_has_the_shape_of_a_nominatim_answer(geocoder: GazetteerGeocoder) -> None:
    raw = geocoder.geocode("Gwadar").raw
    assert set(raw) >= NOMINATIM_KEYS
    assert (raw["place_id"], raw["class"], raw["type"]) == ("district:gwadar", "boundary", "administrative")
    assert raw["address"] == {
        "district": "Gwadar", "state_district": "Makran", "state": "Balochistan", "country": "Pakistan", "country_code": "pk",
    }  # fmt: skip
    south, north, west, east = (float(edge) for edge in raw["boundingbox"])
    assert south < float(raw["lat"]) < north
    assert west < float(raw["lon"]) < east
    assert (raw["how"], raw["score"]) == ("exact", 1.0)


def test_an_unknown_or_ambiguous_name_has_no_single_location(geocoder: GazetteerGeocoder) -> None:
    assert geocoder.geocode("Atlantis") is None
    assert geocoder.geocode("Dasht") is None
    assert geocoder.geocode("Atlantis", exactly_one=False) is None


def test_every_reading_is_given_when_asked_for(geocoder: GazetteerGeocoder) -> None:
    assert [one.raw["place_id"] for one in geocoder.geocode("Dasht", exactly_one=False)] == [
        "tehsil:dasht-kech",
        "tehsil:dasht-mastung",
    ]
    assert [one.raw["place_id"] for one in geocoder.geocode("Quetta", exactly_one=False, limit=2)] == [
        "district:quetta",
        "town:quetta",
    ]


def test_area_and_level_narrow_the_answer(geocoder: GazetteerGeocoder) -> None:
    assert geocoder.geocode("Dasht", within="Kech").raw["place_id"] == "tehsil:dasht-kech"
    assert geocoder.geocode("Quetta", level="town").raw["place_id"] == "town:quetta"


def test_address_parts_may_be_given_apart(geocoder: GazetteerGeocoder) -> None:
    assert geocoder.geocode({"county": "Tump", "district": "Kech", "state": ""}).raw["place_id"] == "tehsil:tump"


def test_a_measured_answer_lies_where_it_was_measured(geocoder: GazetteerGeocoder) -> None:
    found = geocoder.geocode("10 km west of Turbat")
    assert found.longitude == pytest.approx(62.9486, abs=0.001)
    assert found.raw["lon"] == str(found.longitude)
    assert found.raw["how"] == "relative"


@pytest.mark.parametrize("point", [(25.263, 63.4692), "25.263, 63.4692", Point(25.263, 63.4692)])
def test_a_point_becomes_a_location(geocoder: GazetteerGeocoder, point: object) -> None:
    assert geocoder.reverse(point).raw["place_id"] == "town:pasni"


def test_reverse_lists_all_levels_and_nothing_outside(geocoder: GazetteerGeocoder) -> None:
    levels = [one.raw["addresstype"] for one in geocoder.reverse((25.263, 63.4692), exactly_one=False)]
    assert levels == ["town", "tehsil", "district", "division", "province", "country"]
    assert geocoder.reverse((0, 0)) is None
    assert geocoder.reverse((0, 0), exactly_one=False) is None


def test_what_is_no_point_is_a_query_error(geocoder: GazetteerGeocoder) -> None:
    with pytest.raises(GeocoderQueryError, match="not a point: 'somewhere'"):
        geocoder.reverse("somewhere")


def test_the_rate_limiter_of_geopy_takes_it(geocoder: GazetteerGeocoder) -> None:
    limited = RateLimiter(geocoder.geocode, min_delay_seconds=0)
    assert [limited(name) and limited(name).raw["place_id"] for name in ("Pasni", "Atlantis")] == ["town:pasni", None]


def test_it_sends_no_request(geocoder: GazetteerGeocoder) -> None:
    with pytest.raises(ConnectionError), geocoder:
        geocoder._call_geocoder("http://localhost/", print)
    with pytest.raises(NetworkRefused):
        geocoder.adapter.get_text("http://localhost/", timeout=1, headers={})


def test_a_chain_asks_nobody_online_by_default() -> None:
    online = Recorder()
    chain = GeocoderChain(online)
    assert chain.geocode("Atlantis") is None
    assert chain.reverse((0, 0)) is None
    assert online.asked == []


def test_a_chain_asks_online_for_unknown_names_only_once_it_may() -> None:
    online = Recorder()
    chain = GeocoderChain(online, allow_online=True)
    assert chain.geocode("Pasni").raw["how"] == "exact"
    assert chain.geocode("Dasht") is None
    assert chain.geocode("Rakhni", within="Barkhan").raw["how"] == "area"
    assert online.asked == []
    assert chain.geocode("Atlantis").raw["how"] == "online"
    assert [one.raw["how"] for one in chain.geocode("Atlantis", exactly_one=False)] == ["online"]
    assert chain.reverse((0, 0)).address == "Ocean"
    assert online.asked == ["Atlantis", "Atlantis", (0, 0)]


def test_an_online_outage_is_not_hidden() -> None:
    class Down(Recorder):
        def geocode(self, query: str, *, exactly_one: bool = True) -> Location:
            raise ConnectionError("down")

    with pytest.raises(ConnectionError, match="down"):
        GeocoderChain(Down(), allow_online=True).geocode("Atlantis")


def test_any_geopy_geocoder_fits_in_the_chain() -> None:
    nominatim = get_geocoder_for_service("nominatim")(user_agent="test")
    assert GeocoderChain(nominatim).geocode("Pasni").raw["place_id"] == "town:pasni"
