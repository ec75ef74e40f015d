"""Words that are not places: English ones, the words for kinds of place, and for kinds of thing in a place."""

import csv
from functools import lru_cache
from pathlib import Path

from gazetteer.spelling import plain

_ENGLISH = Path(__file__).parent / "data" / "english.txt"
_ELSEWHERE = Path(__file__).parent / "data" / "elsewhere.csv"
_UNLOCATED = Path(__file__).parent / "data" / "unlocated.csv"

WEAK_NAMES = frozenset({"drug", "nag", "tank"})
"""Names of places that are English words as well: read as places only where an area or a level is given."""

CALENDAR = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ]
)

LEVEL_WORDS: dict[str, str] = {
    **dict.fromkeys(("country",), "country"),
    **dict.fromkeys(("province", "صوبہ", "صوبے"), "province"),
    **dict.fromkeys(("division", "ڈویژن"), "division"),
    **dict.fromkeys(("district", "districts", "distt", "dist", "ضلع", "ضلعے"), "district"),
    **dict.fromkeys(("tehsil", "tahsil", "tehseel", "subtehsil", "taluka", "taluqa", "تحصیل"), "tehsil"),
    **dict.fromkeys(("town", "city", "bazaar", "bazar", "cantt", "cantonment", "شہر", "بازار"), "town"),
}
"""A word beside a name that says of which level the place is."""

KIND_WORDS = frozenset(
    [
        "area",
        "areas",
        "region",
        "locality",
        "neighbourhood",
        "neighborhood",
        "village",
        "valley",
        "outskirts",
        "suburb",
        "suburbs",
        "surroundings",
        "vicinity",
        "sub",
        "headquarters",
        "hq",
        "centre",
        "center",
        "cantt",
        "cantonment",
        "علاقہ",
        "علاقے",
        "گاؤں",
        "وادی",
    ]
)
"""Words beside a name that say little; they are dropped."""

FACILITY_WORDS = frozenset(
    [
        "road",
        "highway",
        "street",
        "bypass",
        "checkpoint",
        "checkpost",
        "checkposts",
        "post",
        "station",
        "camp",
        "base",
        "hospital",
        "school",
        "university",
        "college",
        "bank",
        "market",
        "mosque",
        "office",
        "court",
        "jail",
        "prison",
        "port",
        "airport",
        "bridge",
        "tunnel",
        "mine",
        "mines",
        "plant",
        "railway",
        "crossing",
        "border",
        "line",
        "chowk",
        "colony",
        "bazaar",
        "bazar",
        "square",
        "hotel",
        "house",
        "compound",
        "police",
        "levies",
        "fort",
        "dam",
        "stadium",
    ]
)
"""Things that lie in a place: "Sariab Road" beside Quetta is somewhere in Quetta."""


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """English words of 3 to 12 letters, read once."""
    return frozenset(_ENGLISH.read_text(encoding="utf-8").split()) | CALENDAR


@lru_cache(maxsize=1)
def cities_elsewhere() -> dict[str, str]:
    """Plain name -> country, of large cities and of countries that lie outside this gazetteer; read once."""
    with _ELSEWHERE.open(encoding="utf-8", newline="") as stream:
        return {row["name"]: row["country"] for row in csv.DictReader(stream)}


@lru_cache(maxsize=1)
def unlocated() -> dict[str, str]:
    """Plain name -> id of the district, of localities that are known by name but in no source with a position."""
    with _UNLOCATED.open(encoding="utf-8", newline="") as stream:
        return {plain(row["name"]): row["area"] for row in csv.DictReader(stream)}


def is_spoken_for(plain_name: str) -> bool:
    """Whether a plain name is a word or a place of its own, and so no misspelling of another.

    >>> is_spoken_for("mustang"), is_spoken_for("kathmandu"), is_spoken_for("sariab"), is_spoken_for("mastng")
    (True, True, True, False)
    """
    return is_english(plain_name) or is_elsewhere(plain_name) or plain_name in unlocated()


def is_elsewhere(plain_name: str) -> bool:
    """Whether a plain name is that of a large city or country outside this gazetteer.

    >>> is_elsewhere("kathmandu"), is_elsewhere("quetta")
    (True, False)
    """
    return plain_name in cities_elsewhere()


def is_english(plain_name: str) -> bool:
    """Whether each word of a plain name is an English word.

    >>> is_english("mustang"), is_english("mastung"), is_english("police station"), is_english("")
    (True, False, True, False)
    """
    words = plain_name.split()
    return bool(words) and all(word in english_words() or len(word) < 3 for word in words)
