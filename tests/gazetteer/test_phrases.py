"""What is read around a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.phrases import BEARINGS, Beside, Inside, Level, Offset, Phrase, Several, parse

PHRASES: list[tuple[str, Phrase | None]] = [
    ("10 km west of Turbat", Offset("Turbat", 10, 270)),
    ("about 2.5 kilometres north-east of Mach", Offset("Mach", 2.5, 45)),
    ("15 miles from Bela", Offset("Bela", 24.14, None)),
    ("some 40km to the south of the Quetta", Offset("Quetta", 40, 180)),
    ("7 km NW of Sibi", Offset("Sibi", 7, 315)),
    ("near Pasni", Beside("Pasni", "near")),
    ("on the outskirts of Khuzdar", Beside("Khuzdar", "on the outskirts of")),
    ("Khuzdar outskirts", Beside("Khuzdar", "outskirts")),
    ("northern Balochistan", Beside("Balochistan", "northern")),
    ("south of Kalat", Beside("Kalat", "south")),
    ("Kanak area of Mastung district", Inside("Kanak", "Mastung district")),
    ("Tump, Kech", Inside("Tump", "Kech")),
    ("Tump، کیچ", Inside("Tump", "کیچ")),
    ("Kanak (Mastung)", Inside("Kanak", "Mastung")),
    ("Mastung's Dasht area", Level("Mastung's Dasht", "")),
    ("Mastung's Dasht", Inside("Dasht", "Mastung")),
    ("a bank in Quetta", Inside("a bank", "Quetta")),
    ("district Kech", Level("Kech", "district")),
    ("Kech Distt.", Level("Kech", "district")),
    ("Quetta city", Level("Quetta", "town")),
    ("City of Quetta", Level("Quetta", "town")),
    ("sub-tehsil Gazg", Level("Gazg", "tehsil")),
    ("ضلع کیچ", Level("کیچ", "district")),
    ("Kanak area", Level("Kanak", "")),
    ("Quetta and Mastung", Several(("Quetta", "Mastung"))),
    ("Kachhi/Bolan", Several(("Kachhi", "Bolan"))),
    ("between Quetta and Sibi", Several(("Quetta", "Sibi"))),
    ("Khuzdar", None),
    ("Dera Murad Jamali", None),
]


@pytest.mark.parametrize(("text", "phrase"), PHRASES)
def test_phrase(text: str, phrase: Phrase | None) -> None:
    found = parse(text)
    if isinstance(found, Offset) and isinstance(phrase, Offset):
        assert found.distance_km == pytest.approx(phrase.distance_km, abs=0.01)
        assert (found.name, found.bearing) == (phrase.name, phrase.bearing)
    else:
        assert found == phrase


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    parse(text)


@given(st.integers(1, 999), st.sampled_from(sorted(BEARINGS)))
def test_every_compass_point_is_read(distance: int, point: str) -> None:
    assert parse(f"{distance} km {point} of Turbat") == Offset("Turbat", float(distance), BEARINGS[point])
