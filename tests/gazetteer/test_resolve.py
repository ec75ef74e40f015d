"""Names become places: every stage, and what is not answered."""

import pytest

from gazetteer import Gazetteer, UnknownLevel

NINE = [
    ("Quetta", "district:quetta", "district:quetta"),
    ("Gwadar", "district:gwadar", "district:gwadar"),
    ("Mastung", "district:mastung", "district:mastung"),
    ("Noshki", "district:noshki", "district:noshki"),
    ("Dalbandin", "town:dalbandin", "district:chagai"),
    ("Kharan", "district:kharan", "district:kharan"),
    ("Panjgur", "district:panjgur", "district:panjgur"),
    ("Tump", "tehsil:tump", "district:kech"),
    ("Pasni", "town:pasni", "district:gwadar"),
]


@pytest.mark.parametrize(("name", "place_id", "district"), NINE)
def test_the_nine_places_of_the_embedded_dataset(g: Gazetteer, name: str, place_id: str, district: str) -> None:
    found = g.resolve(name)
    assert found.place is not None
    assert found.place.id == place_id
    assert g.contains(district, place_id)
    assert found.place.name_ur


@pytest.mark.parametrize(
    ("name", "how", "place_id"),
    [
        ("Khuzdar", "exact", "district:khuzdar"),
        ("  khuzdar ", "exact", "district:khuzdar"),
        ("کوئٹہ", "exact", "district:quetta"),
        ("Baluchistan", "alias", "province:balochistan"),
        ("Bolan", "alias", "district:kachhi"),
        ("Chaghi", "alias", "district:chagai"),
        ("Qilla Abdullah", "alias", "district:killa-abdullah"),
        ("Shaheed Sikandarabad", "alias", "district:surab"),
        ("Osta Mohammad", "alias", "district:usta-muhammad"),
        ("Quetta East", "alias", "district:quetta"),
        ("North Dera Bugti", "alias", "district:dera-bugti"),
        ("Fort Sandeman", "alias", "district:zhob"),
        ("Kharrann", "key", "district:kharan"),
        ("Kohllu", "key", "district:kohlu"),
        ("Qilla-Saif Ullah", "alias", "district:killa-saifullah"),
        ("Panjgurr", "key", "district:panjgur"),
        ("Mstung", "fuzzy", "district:mastung"),
        ("Gwadqr", "fuzzy", "district:gwadar"),
        ("Dalbndin", "fuzzy", "town:dalbandin"),
        ("district:kech", "exact", "district:kech"),
    ],
)
def test_stage(g: Gazetteer, name: str, how: str, place_id: str) -> None:
    found = g.resolve(name)
    assert (found.how, found.place and found.place.id) == (how, place_id)


def test_each_stage_is_less_sure_than_the_one_before(g: Gazetteer) -> None:
    scores = [g.resolve(name).score for name in ("Mastung", "Mustung", "Masstung", "Mstung", "Kanak, Mastung")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_an_exact_answer_has_no_note_and_every_other_one_has(g: Gazetteer) -> None:
    assert g.resolve("Mastung").note == ""
    for name in ("Mustung", "Mstung", "near Pasni", "Dasht", "Atlantis", "Kanak, Mastung"):
        assert g.resolve(name).note


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("Quetta", ["district", "town", "division"]),
        ("Pasni", ["town", "tehsil"]),
        ("Kalat", ["district", "town", "tehsil", "division"]),
    ],
)
def test_the_district_wins_and_the_other_readings_stay(g: Gazetteer, name: str, levels: list[str]) -> None:
    assert [candidate.place.level for candidate in g.resolve(name).candidates] == levels


@pytest.mark.parametrize("level", ["division", "district", "town"])
def test_a_level_keeps_places_of_one_name_apart(g: Gazetteer, level: str) -> None:
    found = g.resolve("Quetta", level=level).place
    assert found is not None
    assert found.id == f"{level}:quetta"


def test_a_level_that_does_not_exist_is_refused(g: Gazetteer) -> None:
    with pytest.raises(UnknownLevel, match="no level is called 'county'"):
        g.resolve("Quetta", level="county")


def test_a_name_without_a_place_of_that_level_says_what_there_is(g: Gazetteer) -> None:
    found = g.resolve("Pasni", level="district")
    assert (found.how, found.place) == ("unknown", None)
    assert "no district is called 'Pasni'; there is Pasni (town in Gwadar district)" in found.note


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("Dasht", {"tehsil:dasht-kech", "tehsil:dasht-mastung"}),
        ("Nasirabad", {"district:nasirabad", "town:nasirabad", "division:nasirabad"}),
        ("Khost", {"town:khost", "tehsil:khost"}),
        ("Hyderabad", {"town:hyderabad-sindh", "town:hyderabad-india"}),
    ],
)
def test_a_name_of_unrelated_places_is_ambiguous(g: Gazetteer, name: str, ids: set[str]) -> None:
    found = g.resolve(name)
    assert (found.how, found.place, found.latitude) == ("ambiguous", None, None)
    assert {candidate.place.id for candidate in found.candidates} == ids


@pytest.mark.parametrize(
    ("name", "within", "place_id"),
    [
        ("Dasht", "Kech", "tehsil:dasht-kech"),
        ("Dasht", "district:mastung", "tehsil:dasht-mastung"),
        ("Nasirabad", "Balochistan", "district:nasirabad"),
        ("Khost", "Harnai", "tehsil:khost"),
        ("Pasni", "tehsil:pasni", "town:pasni"),
        ("Kech", "Kech", "district:kech"),
        ("Mastng", "Baluchistan", "district:mastung"),
    ],
)
def test_an_area_settles_an_ambiguous_name(g: Gazetteer, name: str, within: str, place_id: str) -> None:
    found = g.resolve(name, within=within).place
    assert found is not None
    assert found.id == place_id


@pytest.mark.parametrize(
    ("name", "within", "area"),
    [
        ("Rakhni", "Barkhan", "district:barkhan"),
        ("Kolwa", "Kech", "district:kech"),
        ("Spezand", "district:mastung", "district:mastung"),
        ("Kuchlak", "Quetta", "district:quetta"),
        ("Market", "Quetta", "district:quetta"),
        ("Qwxyz", "Balochistan", "province:balochistan"),
    ],
)
def test_an_unknown_name_inside_a_known_area_gives_the_area(g: Gazetteer, name: str, within: str, area: str) -> None:
    found = g.resolve(name, within=within)
    assert (found.how, found.place and found.place.id) == ("area", area)
    assert found.score <= 0.5
    assert "is not known inside" in found.note


def test_a_misspelling_is_found_in_its_area(g: Gazetteer) -> None:
    found = g.resolve("Jehan", within="Kalat")
    assert (found.how, found.place) == ("fuzzy", g.place("tehsil:johan"))


def test_a_near_spelling_elsewhere_is_not_taken_when_an_area_is_given(g: Gazetteer) -> None:
    assert g.resolve("Turbatt").place == g.resolve("Turbat").place
    found = g.resolve("Turbatt", within="Zhob")
    assert (found.how, found.place and found.place.id) == ("area", "district:zhob")


def test_a_place_that_lies_elsewhere_is_named_in_the_note(g: Gazetteer) -> None:
    assert "Turbat (town in Kech district) lies elsewhere" in g.resolve("Turbat", within="Quetta").note


def test_an_area_that_is_not_known_leaves_the_name_unknown(g: Gazetteer) -> None:
    found = g.resolve("Quetta", within="Ruritania")
    assert (found.how, found.place) == ("unknown", None)
    assert "the area 'Ruritania' is not known" in found.note


@pytest.mark.parametrize("within", [None, "", "   "])
def test_an_empty_area_is_no_area(g: Gazetteer, within: str | None) -> None:
    assert g.resolve("Quetta", within=within).how == "exact"


@pytest.mark.parametrize("name", ["Rakhni", "Kolwa", "Spezand", "Kuchlak", "Atlantis", "Xyzzy"])
def test_a_name_that_no_source_has_is_unknown(g: Gazetteer, name: str) -> None:
    found = g.resolve(name)
    assert (found.how, found.place, found.score) == ("unknown", None, 0.0)


@pytest.mark.parametrize(
    ("text", "how", "place_id"),
    [
        ("Kanak area of Mastung district", "area", "district:mastung"),
        ("Tump, Kech", "exact", "tehsil:tump"),
        ("Tump (Kech)", "exact", "tehsil:tump"),
        ("Mastung's Dasht area", "exact", "tehsil:dasht-mastung"),
        ("Turbat city, Kech district, Balochistan, Pakistan", "exact", "town:turbat"),
        ("Balochistan, Quetta", "exact", "district:quetta"),
        ("district Kech", "exact", "district:kech"),
        ("Tehsil Tump", "exact", "tehsil:tump"),
        ("Quetta city", "exact", "town:quetta"),
        ("Quetta division", "exact", "division:quetta"),
        ("Makran ڈویژن", "exact", "division:makran"),
        ("ضلع کیچ", "exact", "district:kech"),
        ("پسنی، گوادر", "exact", "town:pasni"),
        ("Kachhi/Bolan", "alias", "district:kachhi"),
        ("police station in Mastung", "area", "district:mastung"),
        ("Sariab Road, Quetta", "area", "district:quetta"),
        ("Quetta, Sariab Road", "area", "district:quetta"),
        ("Sui gas field", "area", "tehsil:sui"),
        ("Gwadar Pasni", "area", "town:pasni"),
        ("Quetta (capital)", "exact", "district:quetta"),
        ("Quetta cantonment", "exact", "town:quetta"),
        ("Mand, Turbat", "exact", "tehsil:mand"),
        ("Absor, Turbat", "area", "town:turbat"),
        ("Sistan and Baluchestan", "alias", "country:iran"),
        ("off the coast of Pasni", "relative", "town:pasni"),
        ("two kilometres from Kharan", "relative", "town:kharan"),
        ("near Pasni", "relative", "town:pasni"),
        ("outskirts of Khuzdar", "relative", "town:khuzdar"),
        ("northern Balochistan", "relative", "province:balochistan"),
        ("Pasni airport", "exact", "site:pasni-airport"),
        ("Mastung airport", "area", "district:mastung"),
    ],
)
def test_free_text(g: Gazetteer, text: str, how: str, place_id: str) -> None:
    found = g.resolve(text)
    assert (found.how, found.place and found.place.id) == (how, place_id)


@pytest.mark.parametrize("name", ["Pasni district", "Dalbandin District", "Tump district"])
def test_a_town_that_is_called_a_district_is_found_and_said_to_be_none(g: Gazetteer, name: str) -> None:
    found = g.resolve(name)
    assert found.place is not None
    assert found.place.level != "district"
    assert found.note.startswith("no district is called")


@pytest.mark.parametrize(
    ("text", "place_id", "how"),
    [
        ("Turbat/Kech", "town:turbat", "exact"),
        ("Kalat/Mangochar", "district:kalat", "area"),
        ("Gwadar / Pasni", "district:gwadar", "area"),
        ("Quetta/Mastung", None, "ambiguous"),
    ],
)
def test_of_two_names_with_a_stroke_the_inner_place_is_read_and_the_outer_where_it_may_be_a_town(
    g: Gazetteer, text: str, place_id: str | None, how: str
) -> None:
    found = g.resolve(text)
    assert (found.place and found.place.id, found.how) == (place_id, how)


@pytest.mark.parametrize(
    "text", ["Quetta and Mastung", "Quetta-Karachi highway", "between Khuzdar and Kalat", "Nushki, Panjgur"]
)
def test_a_text_that_names_several_places_is_ambiguous(g: Gazetteer, text: str) -> None:
    found = g.resolve(text)
    assert (found.how, found.place) == ("ambiguous", None)
    assert len({candidate.place.name for candidate in found.candidates}) > 1


def test_a_known_name_in_an_area_that_is_elsewhere_is_not_answered(g: Gazetteer) -> None:
    assert g.resolve("Turbat, Atlantis").how == "unknown"
    assert "outside the area of this gazetteer (Turkey)" in g.resolve("Turbat, Ankara").note


@pytest.mark.parametrize("text", ["Turbat, London, Foo", "x, Ankara, y, z", "Foo, Bar, Baz"])
def test_a_list_of_unknown_areas_is_unknown(g: Gazetteer, text: str) -> None:
    assert g.resolve(text).how in ("unknown", "outside")


def test_a_distance_is_measured_from_the_town(g: Gazetteer) -> None:
    town, found = g.place("town:turbat"), g.resolve("10 km west of Turbat")
    assert found.how == "relative"
    assert found.latitude == pytest.approx(town.latitude, abs=0.01)
    assert found.longitude == pytest.approx(town.longitude - 10 / 100.1, abs=0.005)
    assert found.radius_km is not None
    assert found.radius_km > town.radius_km


def test_a_distance_without_a_direction_widens_the_radius(g: Gazetteer) -> None:
    town, found = g.place("town:turbat"), g.resolve("10 km from Turbat")
    assert (found.latitude, found.longitude) == (town.latitude, town.longitude)
    assert found.radius_km == pytest.approx(town.radius_km + 10)


def test_a_distance_from_an_unknown_place_is_unknown(g: Gazetteer) -> None:
    assert g.resolve("10 km west of Atlantis").place is None


def test_a_spelling_of_the_town_is_a_spelling_of_its_district(g: Gazetteer) -> None:
    assert "Gwadur" in g.place("town:gwadar").aliases
    assert g.resolve("Gwadur").place == g.place("district:gwadar")


def test_the_nearest_spelling_wins_before_the_preferred_level(g: Gazetteer) -> None:
    assert g.resolve("Jhatt Patt").place == g.place("tehsil:jhat-pat")
    assert g.resolve("Jhat Pst").place == g.place("tehsil:jhat-pat")


def test_an_area_that_is_only_guessed_at_does_not_stop_the_reading(g: Gazetteer) -> None:
    assert g.resolve("Qamar in Karaz").place == g.place("tehsil:qamar-din-karez")


def test_two_spellings_that_are_equally_near_are_ambiguous(g: Gazetteer) -> None:
    found = g.resolve("Chamai")
    assert found.how == "ambiguous"
    assert {"district:chagai", "district:chaman"} <= {candidate.place.id for candidate in found.candidates}


def test_the_query_is_kept_as_it_was_written(g: Gazetteer) -> None:
    assert g.resolve("  Quetta\u200f ").query == "  Quetta\u200f "


def test_a_column_is_answered_in_order(g: Gazetteer) -> None:
    names = ["Pasni", "Dasht", "Atlantis", "Pasni"]
    assert [match.query for match in g.resolve_all(names)] == names
    assert [match.how for match in g.resolve_all(names)] == ["exact", "ambiguous", "unknown", "exact"]


@pytest.mark.parametrize("place_id", ["kandahar", "zahedan", "karachi", "chabahar"])
def test_cities_around_balochistan_are_known(g: Gazetteer, place_id: str) -> None:
    found = g.resolve(place_id.title()).place
    assert found is not None
    assert found.id == f"town:{place_id}"


@pytest.mark.parametrize("name", ["FATA", "North Waziristan", "South Waziristan", "Kurram"])
def test_former_tribal_areas_are_found_in_the_province_that_they_became_part_of(g: Gazetteer, name: str) -> None:
    found = g.resolve(name)
    assert found.place is not None
    assert found.place.id == "province:khyber-pakhtunkhwa"
    assert "listed under" in found.note


@pytest.mark.parametrize(
    ("name", "town"), [("Wana", "town:wana"), ("Miranshah", "town:miran-shah"), ("Miram Shah", "town:miran-shah")]
)
def test_seats_of_former_tribal_areas_are_towns(g: Gazetteer, name: str, town: str) -> None:
    found = g.resolve(name)
    assert found.place is not None
    assert found.place.id == town
