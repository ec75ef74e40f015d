"""Reads the small members of a workbook: the titles of its sheets, which of them are hidden, and the formats of its cells."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from incidents.readers.errors import TooMuch
from incidents.readers.limits import MB

STYLES: Final = "xl/styles.xml"
_MOST: Final = 8 * MB  # of such a member
_BUILT_IN: Final = {17: "mmm-yy"}  # of the formats that no workbook spells out the one that shows no day


def titles_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the titles of the sheets by the member that holds each; read without the sheets themselves."""
    targets = {
        each.get("Id"): str(each.get("Target")).lstrip("/").removeprefix("xl/")
        for _, each in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    titles: dict[str, str] = {}
    for _, sheet in _elements(archive, "xl/workbook.xml", "sheet"):
        link = next((value for key, value in sheet.items() if key.endswith("}id")), "")
        titles[f"xl/{targets.get(link, '')}"] = str(sheet.get("name"))
    return titles


def hidden_in(archive: zipfile.ZipFile) -> set[str]:
    """Return the titles of the sheets that nobody sees who opens the workbook."""
    sheets = (each for _, each in _elements(archive, "xl/workbook.xml", "sheet"))
    return {str(each.get("name")) for each in sheets if each.get("state", "visible") != "visible"}


def formats_in(archive: zipfile.ZipFile) -> dict[int, str]:
    """Return the formats of numbers and dates by the number that cells have for them; of those that the workbook spells out, and of months."""
    if STYLES not in archive.namelist() or archive.getinfo(STYLES).file_size > _MOST:
        return {}
    found = [*_elements(archive, STYLES, "numFmt", "xf")]
    codes = {
        **_BUILT_IN,
        **{_number(each.get("numFmtId")): str(each.get("formatCode")) for within, each in found if within == "numFmts"},
    }
    cells = [_number(each.get("numFmtId")) for within, each in found if within == "cellXfs"]
    return {at: codes[number] for at, number in enumerate(cells) if number in codes}


def struck_in(archive: zipfile.ZipFile) -> set[int]:
    """Return the numbers of the formats whose text is struck through."""
    if STYLES not in archive.namelist() or archive.getinfo(STYLES).file_size > _MOST:
        return set()
    found = [*_elements(archive, STYLES, "font", "strike", "xf")]
    struck: set[int] = set()
    font = -1
    for within, each in found:
        font += within == "fonts"
        if within == "font" and each.get("val", "1") not in ("0", "false"):
            struck.add(font)
    cells = [_number(each.get("fontId")) for within, each in found if within == "cellXfs"]
    return {at for at, number in enumerate(cells) if number in struck}


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _elements(archive: zipfile.ZipFile, member: str, *names: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield of each element of some names in a small member the name of that around it, and its attributes."""
    if archive.getinfo(member).file_size > _MOST:
        raise TooMuch(f"{member!r} is larger than any list of sheets")
    found: list[tuple[str, dict[str, str]]] = []
    around = [""]

    def begin(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name in names:
            found.append((around[-1], attributes))
        around.append(name)

    def end(_tag: str) -> None:
        around.pop()

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.Parse(archive.read(member), True)
    yield from found
