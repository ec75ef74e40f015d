"""How good the answers are, on spellings that nobody wrote down beforehand."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from gazetteer import BadPlaceFile, Gazetteer, Known, score
from gazetteer.score import is_right, read_known

VARIANTS = (
    "ee i", "i ee", "oo u", "u oo", "o u", "u o", "a aa", "q k", "k q", "kh k", "k kh", "sh s", "ai ay", "a e", "e a", "e i", "i e",
    "w v", "v w", "gh g", "g gh", "dh d", "d dh", "b bh", "ll l", "l ll", "m mm", "n nn", "t tt", "t th", "ch chh", "j jh", "i y",
    "y i", "u ou", "a u", "ia iya", "a ah",
)  # fmt: skip
"""Transliteration habits: one spelling and another of the same sound."""


def respelt(name: str, dice: random.Random) -> str:
    """The name with one sound written in another way."""
    word = name.lower()
    choices = [
        (*variant.split(), at)
        for variant in VARIANTS
        for at in range(len(word))
        if word.startswith(variant.split()[0], at)
    ]
    old, new, at = dice.choice(choices)
    return (word[:at] + new + word[at + len(old) :]).title()


def mistyped(name: str, dice: random.Random) -> str:
    """The name with one letter left out, doubled, swapped with the next or replaced."""
    word, at = name.lower(), dice.randrange(len(name))
    return dice.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
            word[:at] + dice.choice("abdeghiklmnoprstuz") + word[at + 1 :],
        ]
    ).title()


def held_out(g: Gazetteer, seed: int, area: str) -> Iterator[Known]:
    """Three respelt and one mistyped form of every name in Balochistan that is not ambiguous."""
    dice = random.Random(seed)
    names = {
        place.name for place in g.places() if g.contains("province:balochistan", place.id) and place.level != "site"
    }
    for name in sorted(names):
        truth = g.resolve(name, within="Balochistan").place
        if truth is None or g.resolve(name).place is None:
            continue
        for change in (respelt, respelt, respelt, mistyped):
            changed = change(name, dice)
            if changed.lower() not in {known.lower() for known in names}:
                within = {"": "", "province": "Balochistan", "district": g.place((truth.id, *truth.parents)[0]).name}[
                    area
                ]
                yield Known(
                    changed,
                    within if area != "district" or truth.level != "tehsil" else truth.parents[0],
                    truth.latitude,
                    truth.longitude,
                )


@pytest.mark.parametrize("seed", [11, 12])
@pytest.mark.parametrize("area", ["", "province"])
def test_unseen_spellings_are_answered_rightly(g: Gazetteer, seed: int, area: str) -> None:
    result = score(g, held_out(g, seed, area))
    assert result.names > 500
    assert result.precision >= 0.97, [(known.name, match.place and match.place.id) for known, match in result.wrong]
    assert result.recall >= 0.88, [(known.name, match.how) for known, match in result.unanswered]


def test_an_answer_is_right_inside_its_polygon(g: Gazetteer) -> None:
    district = g.resolve("Kech")
    assert is_right(district, 26.0, 63.05)
    assert not is_right(district, 30.2, 67.0)


def test_a_town_is_right_within_ten_kilometres(g: Gazetteer) -> None:
    town = g.resolve("Pasni")
    assert is_right(town, 25.263 + 0.085, 63.469)
    assert not is_right(town, 25.263 + 0.1, 63.469)


def test_an_ambiguous_name_counts_as_unanswered(g: Gazetteer) -> None:
    result = score(
        g, [Known("Dasht", "", 25.7, 62.7), Known("Pasni", "", 25.263, 63.469), Known("Turbat", "", 30.2, 67.0)]
    )
    assert (result.names, result.answered, result.right) == (3, 2, 1)
    assert (result.precision, result.recall) == (0.5, pytest.approx(1 / 3))
    assert [known.name for known, _ in result.unanswered] == ["Dasht"]
    assert [known.name for known, _ in result.wrong] == ["Turbat"]


def test_an_answer_to_a_name_that_is_no_place_lowers_precision_not_recall(g: Gazetteer) -> None:
    known = [Known("Pasni", "", 25.263, 63.469), Known("Turbat", "", None, None), Known("Mustang", "", None, None)]
    result = score(g, known)
    assert (result.names, result.answered, result.right, result.negatives) == (1, 1, 1, 2)
    assert [one.name for one, _ in result.false] == ["Turbat"]
    assert (result.precision, result.recall) == (0.5, 1.0)


def test_a_row_without_coordinates_should_not_be_answered(tmp_path: Path) -> None:
    file = tmp_path / "known.csv"
    file.write_text("Name,within,Latitude,longitude\nMustang,, ,\nPasni,,25.26,63.47\n", encoding="utf-8")
    assert read_known(file) == [Known("Mustang", "", None, None), Known("Pasni", "", 25.26, 63.47)]


def test_nothing_to_score_is_no_error(g: Gazetteer) -> None:
    result = score(g, [])
    assert (result.precision, result.recall) == (1.0, 0.0)


def test_a_list_of_known_names_is_read_with_or_without_areas(tmp_path: Path) -> None:
    file = tmp_path / "known.csv"
    file.write_text("\ufeffname,latitude,longitude\nPasni,25.26,63.47\n", encoding="utf-8")
    assert read_known(file) == [Known("Pasni", "", 25.26, 63.47)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,within,latitude,longitude\nPasni,,25.26,east\n", "row 2, longitude: 'east'"),
        ("name,within,latitude,longitude\nPasni,,125.26,63\n", "row 2, latitude: '125.26'"),
        ("name,within,latitude,longitude\nPasni,,25.26,\n", "row 2, longitude: ''"),
        ("root:x:0:0\ndaemon:x:1:1\n", "has no column 'name'"),
        ("", "has no column 'name'"),
        ("name,within\nPasni,\n", "'known.csv' has no column 'latitude' and no column 'longitude'"),
    ],
)
def test_a_bad_list_is_refused_with_the_row(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "known.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadPlaceFile, match=message):
        read_known(file)


def test_a_missing_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadPlaceFile, match="cannot read"):
        read_known(tmp_path / "none.csv")
