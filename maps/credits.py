"""Where the embedded geodata comes from and under which licence; ``python -m maps.credits`` writes the licence page."""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from incidents.wording import listed
from maps.figures.words import clean

if TYPE_CHECKING:
    from incidents import Atlas, Selection

LICENCES = {
    "ODbL-1.0": "Open Database License 1.0: share adapted databases under the same licence, with attribution",
    "CC-BY-4.0": "Creative Commons Attribution 4.0: use freely, with attribution",
    "CC0-1.0": "CC0 1.0: no rights reserved",
    "public-domain": "public domain",
    "MIT": "MIT licence",
    "Unicode-3.0": "Unicode License v3: use freely, with the notice kept",
}


@dataclass(frozen=True)
class GeodataSource:
    """One source of embedded geodata, as its ``sources.toml`` states it."""

    key: str
    file: str
    title: str
    package: str
    version: str
    licence: str
    attribution: str
    note: str
    sha256: str
    rows: int


def geodata_sources() -> tuple[GeodataSource, ...]:
    """Return every source of the gazetteer and the basemap, in the order of their files.

    Examples
    --------
    >>> next(s.licence for s in geodata_sources() if s.key == "geoboundaries")
    'ODbL-1.0'
    """
    found: list[GeodataSource] = []
    for package in ("gazetteer", "maps"):
        table: dict[str, dict[str, Any]] = tomllib.loads((files(package) / "data" / "sources.toml").read_text("utf-8"))
        found += [_source(key, package, entry) for key, entry in table.items()]
    return tuple(found)


def _source(key: str, package: str, entry: dict[str, Any]) -> GeodataSource:
    words = {
        name: str(entry.get(name, ""))
        for name in ("title", "package", "version", "licence", "attribution", "note", "sha256")
    }
    return GeodataSource(key=key, file=f"{package}/data/{entry['file']}", rows=int(entry["rows"]), **words)


def keep_to_yourself(atlas: Atlas, selection: Selection) -> str:
    """Return in words that datasets among a selection's may not be passed on, by their terms; empty where all may.

    Examples
    --------
    >>> from incidents import Atlas, Selection
    >>> keep_to_yourself(Atlas.open(), Selection())
    ''
    """
    used = set(atlas.outline(selection)["dataset"].unique())
    closed = [clean(info.title) for info in atlas.datasets if info.id in used and _is_closed(info.licence)]
    if not closed:
        return ""
    named = listed([f"“{title}”" for title in closed])
    return (
        f"The terms of {named} do not permit redistribution of the data. A picture with its credit is not the data, but the HTML "
        "file and the ZIP hold the records themselves: read the terms before you pass anything on."
    )


def _is_closed(licence: str) -> bool:
    words = licence.lower()
    return "redistribution" in words and "not permitted" in words


def licence_page() -> str:
    """Return the data licence page as Markdown."""
    lines = [
        "# Data licences",
        "",
        "Made from the `sources.toml` files by `python -m maps.credits --write`; do not edit.",
        "",
        "The code is MIT. The embedded data keeps the licence of its source, file by file; a file cut from several sources",
        "carries the conditions of each of them.",
    ]
    for source in geodata_sources():
        origin = f"{source.package} {source.version}".strip() or "this project"
        lines += ["", f"## {source.title}", "", f"- file: `{source.file}`, {source.rows} rows", f"- package: {origin}"]
        lines += [f"- licence: {source.licence} ({LICENCES.get(source.licence, 'see the source')})"]
        lines += [f"- attribution: {source.attribution}"] if source.attribution else []
        lines += [f"- what was done: {source.note}"] if source.note else []
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    from pathlib import Path

    if "--write" in sys.argv:
        Path("docs/data-licences.md").write_text(licence_page(), encoding="utf-8")
    else:
        sys.stdout.write(licence_page())
