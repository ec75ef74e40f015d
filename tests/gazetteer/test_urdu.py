"""Distances in Urdu."""

import pytest

from gazetteer import Gazetteer
from gazetteer.urdu import BEARINGS, distance_from


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10 میل مغرب تربت", ("تربت", 16.093, 270.0)),
        ("۱۰ کلومیٹر شمال تربت", ("تربت", 10.0, 0.0)),
        ("10کلومیٹر جنوب تربت", ("تربت", 10.0, 180.0)),
        ("تربت سے 10 کلومیٹر جنوب مغرب میں", ("تربت", 10.0, 225.0)),
        ("تربت کے مشرق میں 5.5 کلو میٹر", ("تربت", 5.5, 90.0)),
        ("تربت سے 5 میل دور", ("تربت", 8.047, None)),
        ("تربت", None),
        ("10 تربت", None),
        ("", None),
    ],
)
def test_distance(text: str, found: tuple[str, float, float | None] | None) -> None:
    assert distance_from(text) == found


@pytest.mark.parametrize("point", BEARINGS)
def test_every_direction_is_measured_like_the_english_one(g: Gazetteer, point: str) -> None:
    english = {0: "north", 45: "northeast", 90: "east", 135: "southeast", 180: "south", 225: "southwest", 270: "west",
               315: "northwest"}[int(BEARINGS[point])]  # fmt: skip
    urdu, same = g.resolve(f"12 کلومیٹر {point} تربت"), g.resolve(f"12 km {english} of Turbat")
    assert urdu.how == "relative"
    assert (urdu.latitude, urdu.longitude, urdu.radius_km) == (same.latitude, same.longitude, same.radius_km)


@pytest.mark.parametrize("written", ["کوئٹہ", "کوئتہ", "كوئتة", "کوٸٹہ", "کوئٹا", "كوئٹه"])
def test_quetta_is_known_as_it_is_often_written(g: Gazetteer, written: str) -> None:
    match = g.resolve(written)
    assert match.place is not None and match.place.name == "Quetta"
