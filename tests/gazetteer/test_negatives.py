"""Words, people, bodies and places elsewhere are not taken for places of the gazetteer."""

import csv
from pathlib import Path

import pytest

from gazetteer import Gazetteer

LISTED = list(csv.DictReader((Path(__file__).parent / "negatives.csv").read_text(encoding="utf-8").splitlines()))

SHORT_AND_NEAR = [
    "Karen", "Kohl", "Mandi", "Kalar", "Kahani", "Hubei", "Sibiu", "Sibu", "Sabi", "Sobi", "Duckie", "Kashmir", "Awadh",
    "Ziaratgah", "Mandla", "Kalata", "Makrani", "Turbati",
]  # fmt: skip

NO_ANSWER = [
    "hub of activity", "Tump (mound)", "mach speed", "Mach 2", "Bela Vista", "Turbat-e Jam", "Quetta Gladiators",
    "Sui Southern Gas Company", "Bolan Mail", "Zehri tribe", "Sherani family", "people of Kech", "near Zehri tribe",
]  # fmt: skip


def test_hardly_any_listed_text_is_answered(g: Gazetteer) -> None:
    answered = [row["text"] for row in LISTED if g.resolve(row["text"]).place]
    assert len(LISTED) >= 150
    assert len(answered) / len(LISTED) < 0.03, answered


@pytest.mark.parametrize("name", SHORT_AND_NEAR)
def test_a_short_or_known_other_name_is_no_misspelling(g: Gazetteer, name: str) -> None:
    assert g.resolve(name).place is None


@pytest.mark.parametrize("text", NO_ANSWER)
def test_a_name_inside_a_text_about_something_else_is_no_place(g: Gazetteer, text: str) -> None:
    assert g.resolve(text).place is None


@pytest.mark.parametrize(
    ("name", "within", "place_id"), [("Kalar", "Kalat", "district:kalat"), ("Sobi", "Sibi", "district:sibi")]
)
def test_an_area_makes_a_short_misspelling_readable(g: Gazetteer, name: str, within: str, place_id: str) -> None:
    found = g.resolve(name, within=within)
    assert (found.how in ("fuzzy", "key"), found.place and found.place.id) == (True, place_id)


def test_a_country_is_no_such_area(g: Gazetteer) -> None:
    assert g.resolve("Karen", within="Pakistan").how == "area"


def test_what_is_near_is_still_suggested(g: Gazetteer) -> None:
    found = g.resolve("Kalar")
    assert found.how == "unknown"
    assert found.candidates[0].how == "maybe"
    assert "the nearest name is" in found.note


def test_a_personal_name_is_a_place_only_with_a_level_or_area(g: Gazetteer) -> None:
    assert g.resolve("Saifullah").how == g.resolve("near Saifullah").how == "ambiguous"
    assert g.resolve("Saifullah district").place == g.place("district:killa-saifullah")
    assert g.resolve("Saifullah", within="Zhob division").place == g.place("district:killa-saifullah")


@pytest.mark.parametrize(
    ("text", "place_id"),
    [
        ("Bolan Pass", "district:kachhi"), ("Gwadar port", "district:gwadar"), ("Sariab Road Quetta", "district:quetta"),
        ("Frontier Corps camp, Turbat", "town:turbat"), ("Zehri tribe in Khuzdar", "district:khuzdar"),
        ("old bazaar Mastung", "district:mastung"), ("Turbat in the morning", "town:turbat"),
    ],
)  # fmt: skip
def test_a_name_among_words_of_place_is_read(g: Gazetteer, text: str, place_id: str) -> None:
    found = g.resolve(text).place
    assert found is not None
    assert found.id == place_id


@pytest.mark.parametrize("name", ["Kharrann", "Gwadqr", "Mstung", "Dalbndin", "Panjgurr", "Loralee"])
def test_a_guess_is_less_sure_than_a_known_spelling(g: Gazetteer, name: str) -> None:
    assert g.resolve(name).score <= 0.92


@pytest.mark.parametrize("text", ["99999 km west of Turbat", "1e400 km west of Turbat", "1,000 km from Turbat"])
def test_a_place_is_not_measured_over_more_than_200_km(g: Gazetteer, text: str) -> None:
    found = g.resolve(text)
    assert (found.how, found.place, found.latitude) == ("unknown", None, None)
    assert "more than 200 km from Turbat" in found.note


@pytest.mark.parametrize("text", ["Turbat-Pasni road", "between Turbat and Pasni", "Turbat or Pasni"])
def test_a_text_of_two_places_says_which(g: Gazetteer, text: str) -> None:
    assert g.resolve(text).note == f"{text!r} names two places: Turbat and Pasni; say which one is meant"


def test_a_text_of_a_known_and_an_unknown_place_says_which(g: Gazetteer) -> None:
    assert "Gwadar and 'Foobar', which is not known" in g.resolve("Gwadar or Foobar").note


def test_namesakes_are_told_apart_by_level_and_area(g: Gazetteer) -> None:
    note = g.resolve("Nasirabad").note
    assert "Nasirabad (district in Nasirabad division)" in note
    assert "Nasirabad (division in Balochistan province)" in note
