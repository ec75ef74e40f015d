"""Words that are not places."""

import pytest

from gazetteer import Gazetteer
from gazetteer.words import cities_elsewhere, english_words, is_elsewhere, is_english

COMMON = [
    "Mustang",
    "March",
    "Quota",
    "Trump",
    "August",
    "Police",
    "Thursday",
    "Bank",
    "Market",
    "Turban",
    "Custom",
    "Hubby",
    "Kitchen",
    "Ketch",
    "Massing",
    "Mashed",
    "Punjab",
    "Panther",
    "Passion",
    "Pasty",
    "Pause",
    "Nosh",
    "Noise",
    "Harm",
    "Harness",
    "Karma",
    "Caravan",
    "Chairman",
    "Sherry",
    "Sibling",
    "Sober",
    "Washed",
    "Zap",
    "Zebra",
    "Coast",
    "Kharki",
    "Muster",
    "Mastiff",
    "Gadget",
    "Guitar",
    "Jihad",
    "Lawyer",
    "Local",
    "Loyal",
    "Mango",
    "Mandate",
    "Nation",
    "Native",
    "Nasal",
    "Orchard",
    "Ordinary",
    "Penguin",
    "Pistol",
    "Quarter",
    "Quest",
    "Summit",
    "Surely",
    "Tamper",
    "Terrible",
    "Turbine",
    "Uproar",
    "Utter",
    "Visit",
    "Warden",
    "Zinc",
    "Monday",
    "Sunday",
    "July",
    "May",
    "Office",
    "Camp",
    "Convoy",
    "Soldier",
    "Attack",
    "Blast",
    "Firing",
    "Killed",
    "Wounded",
    "Unknown",
    "Various",
    "Several",
    "None",
    "Nothing",
    "Highway",
    "Station",
    "Road",
]


@pytest.mark.parametrize("word", [word for word in COMMON if word not in ("Punjab", "Kharki")])
def test_an_english_word_is_no_place(g: Gazetteer, word: str) -> None:
    assert g.resolve(word).place is None


@pytest.mark.parametrize("word", ["mustang", "TRUMP", "March.", " quota ", "“August”"])
def test_neither_case_nor_punctuation_makes_a_word_a_place(g: Gazetteer, word: str) -> None:
    assert g.resolve(word).how == "unknown"


def test_hardly_any_english_word_is_taken_for_a_place(g: Gazetteer) -> None:
    names = {name.lower() for place in g.places() for name in (place.name, *place.aliases)}
    words = sorted(english_words() - names)[::40]
    assert len(words) > 1000
    assert [word for word in words if g.resolve(word).place] == []


def test_words_of_two_letters_count_as_english_beside_others() -> None:
    assert is_english("in the market")
    assert not is_english("in mastung")


@pytest.mark.parametrize(
    ("name", "country"), [("kathmandu", "Nepal"), ("london", "United Kingdom"), ("paris", "France")]
)
def test_a_large_city_elsewhere_is_named_as_such(g: Gazetteer, name: str, country: str) -> None:
    assert cities_elsewhere()[name] == country
    found = g.resolve(name.title())
    assert found.how == "outside"
    assert f"outside the area of this gazetteer ({country})" in found.note


def test_no_place_of_the_gazetteer_is_listed_as_elsewhere(g: Gazetteer) -> None:
    assert [place.id for place in g.places() if is_elsewhere(place.name.lower())] == []


@pytest.mark.parametrize("word", ["Drug", "Nag", "Tank"])
def test_a_name_that_is_a_common_word_needs_an_area_or_level(g: Gazetteer, word: str) -> None:
    assert g.resolve(word).how == "ambiguous"
    assert g.resolve(word).candidates[0].place.name == word


def test_a_name_that_is_a_common_word_is_found_in_its_area(g: Gazetteer) -> None:
    assert g.resolve("Drug", within="Musakhel").place == g.place("tehsil:drug")
    assert g.resolve("Nag", level="tehsil").place == g.place("tehsil:nag")
