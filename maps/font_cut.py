"""Static cuts of the packaged Noto fonts: fewer characters, one weight, each under its own name."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from importlib import metadata, resources
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

LATIN = "Atlas Latin"
ARABIC = "Atlas Arabic"
FAMILIES = {LATIN: "Noto Sans", ARABIC: "Noto Sans Arabic"}
"""What each family is called in SVG and PDF."""

_CUT = 2
"""Number of the recipe by which faces are cut: raise it with every change, so that older files in a cache are not used."""

_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "calt", "rlig", "init", "medi", "fina", "isol", "curs"]
_VARIATION_EXTRAS = ["HVAR", "MVAR", "STAT", "meta"]
_LATIN_CHARACTERS = (
    *range(0x20, 0x250),
    *range(0x2B0, 0x530),
    *range(0x1E00, 0x2000),
    *range(0x2000, 0x2200),
    0xFFFD,
)


@dataclass(frozen=True)
class Face:
    """One static font file to be cut from a variable one.

    Attributes
    ----------
    family : str
        Name under which matplotlib knows it; `FAMILIES` gives the name for SVG.
    weight : int
        CSS weight, 400 or 600.
    italic : bool
        Whether it slants.
    package, file : str
        Where the variable font lies.
    """

    family: str
    weight: int
    italic: bool
    package: str
    file: str

    @property
    def filename(self) -> str:
        """Name of the static file; it changes when the source, fontTools or the recipe does."""
        versions = f"{metadata.version(self.package)}-{metadata.version('fonttools')}"
        style = "italic" if self.italic else "upright"
        return f"{self.package}-{versions}-{style}-{self.weight}-{_CUT}.ttf"


_SANS, _SANS_ITALIC = "NotoSans[wdth,wght].ttf", "NotoSans-Italic[wdth,wght].ttf"
FACES = (
    Face(LATIN, 400, False, "fontpkg_noto_sans", _SANS),
    Face(LATIN, 600, False, "fontpkg_noto_sans", _SANS),
    Face(LATIN, 400, True, "fontpkg_noto_sans", _SANS_ITALIC),
    Face(ARABIC, 400, False, "fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf"),
    Face(ARABIC, 600, False, "fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf"),
)


def cut(face: Face) -> bytes:
    """Return the static font of a face: first fewer characters, then one weight, which is several times faster than the reverse."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    source = resources.files(face.package).joinpath("files", face.file)
    font = TTFont(io.BytesIO(source.read_bytes()), lazy=True, recalcTimestamp=False)
    characters = _LATIN_CHARACTERS if face.family == LATIN else cast("Iterable[int]", font.getBestCmap())
    names = font["name"]
    del font["name"]  # fontTools would look for names in use through every table, a sixth of the time
    keep(font, characters, drop_tables=_VARIATION_EXTRAS)
    font["name"] = names
    font = instancer.instantiateVariableFont(font, {"wght": face.weight, "wdth": 100}, inplace=True)
    font["OS/2"].usWeightClass = face.weight  # pyright: ignore[reportAttributeAccessIssue]
    _name(font, face)
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def _name(font: Any, face: Face) -> None:
    """Give the cut the name of its own weight, by which programs that open a PDF look for it."""
    style = {(400, False): "Regular", (600, False): "SemiBold", (400, True): "Italic"}[face.weight, face.italic]
    family = FAMILIES[face.family]
    font["name"].names = [each for each in font["name"].names if each.nameID <= 6 and each.langID == 0x409]
    for number, words in ((2, style), (4, f"{family} {style}"), (6, f"{family.replace(' ', '')}-{style}")):
        font["name"].setName(words, number, 3, 1, 0x409)


def keep(font: Any, characters: Iterable[int], drop_tables: Iterable[str] = ()) -> None:
    """Leave in a font what some characters need, and nothing of some tables."""
    from fontTools import subset

    options = subset.Options()
    options.layout_features = _FEATURES
    options.notdef_outline = True
    options.glyph_names = False
    options.drop_tables += list(drop_tables)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    subsetter.subset(font)
