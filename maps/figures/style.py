"""A house style: a newsroom's fonts, colours, logo and credit line, from one TOML file."""

from __future__ import annotations

import base64
import binascii
import io
import re
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from maps.errors import BadFigure
from maps.theme import Theme, contrast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TABLES = ("name", "credit", "digits", "logo", "fonts", "colours")
FONT_ROLES = ("latin", "latin-semibold", "latin-italic", "arabic", "arabic-semibold")
THEME_NAMES = ("light", "dark", "print")
MAX_FILE = 1_000_000
LONGEST_CREDIT = 120
LEAST_CONTRAST, LEAST_CONTRAST_OF_MARKS = 4.5, 3.0
_HEX = re.compile(r"#[0-9a-f]{6}")
_TOKENS = frozenset(f.name for f in fields(Theme)) - {"name", "scheme", "scale", "hues"}
_READ_ON = {
    "text": ("page",),
    "muted": ("page",),
    "accent": ("page",),
    "label": ("land", "country", "outside"),
    "label_muted": ("land", "country", "outside"),
    "badge_text": ("badge",),
}
"""Which colours carry words, and what they are read on."""


@dataclass(frozen=True)
class House:
    """A house style that has been checked.

    Attributes
    ----------
    name : str
        Whose it is.
    credit : str
        The credit line in the small print; empty for none.
    digits : str
        ``latin`` or ``urdu``: the figures of an Urdu version.
    logo : bytes
        A PNG or JPEG; empty for none.
    fonts : Mapping[str, bytes]
        Font files by role, see `FONT_ROLES`; what is missing is set in the Atlas's own.
    colours : Mapping[str, Mapping[str, str]]
        Colours by theme and token of `Theme`; ``hue-...`` for the colours of event types.
    """

    name: str = ""
    credit: str = ""
    digits: str = "latin"
    logo: bytes = b""
    fonts: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    colours: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, "Mapping[str, str]"])

    @classmethod
    def of(cls, style: Mapping[str, Any] | None) -> House:
        """Return the house style of a table as `load_style` gives it; raises `BadFigure` with the key and the remedy."""
        table = dict(style or {})
        for key in table:
            if key not in TABLES:
                raise BadFigure(f"a house style has no {key!r:.80}; known: {', '.join(TABLES)}")
        digits = _words(table, "digits", 10) or "latin"
        if digits not in ("latin", "urdu"):
            raise BadFigure(f"digits are 'latin' or 'urdu', not {digits!r}")
        logo = _file("logo", table["logo"]) if table.get("logo") else b""
        if logo:
            _check_picture(logo)
        return cls(
            name=_words(table, "name", 80),
            credit=_words(table, "credit", LONGEST_CREDIT),
            digits=digits,
            logo=logo,
            fonts=_fonts(table.get("fonts", {})),
            colours=_colours(table.get("colours", {})),
        )

    def dressed(self, theme: Theme) -> Theme:
        """Return a theme in the house's colours; raises `BadFigure` where words would be hard to read in them."""
        chosen = self.colours.get(theme.name, {})
        hues = {key.removeprefix("hue-"): value for key, value in chosen.items() if key.startswith("hue-")}
        tokens = {key: value for key, value in chosen.items() if not key.startswith("hue-")}
        dressed = replace(theme, **tokens, hues=MappingProxyType({**theme.hues, **hues})) if chosen else theme
        for fault in faint(dressed) if chosen else ():
            raise BadFigure(f"colours.{theme.name}: {fault}")
        return dressed


def faint(theme: Theme) -> list[str]:
    """Return in words which colours of a theme are too near the ground that they are read on (WCAG 2.2: 4.5:1, marks 3:1).

    Examples
    --------
    >>> from maps.figures.themes import FIGURE_THEMES
    >>> [faint(theme) for theme in FIGURE_THEMES.values()]
    [[], [], [], []]
    """
    found: list[str] = []
    for token, grounds in _READ_ON.items():
        for ground in grounds:
            ratio = contrast(getattr(theme, token), getattr(theme, ground))
            if ratio < LEAST_CONTRAST:
                found.append(f"{token} on {ground} has a contrast of {ratio:.1f}; {LEAST_CONTRAST} are needed")
    for hue, colour in theme.hues.items():
        ratio = contrast(colour, theme.land)
        if ratio < LEAST_CONTRAST_OF_MARKS:
            found.append(f"hue-{hue} on land has a contrast of {ratio:.1f}; {LEAST_CONTRAST_OF_MARKS:g} are needed")
    return found


def load_style(path: str | Path) -> dict[str, Any]:
    """Return the house style of a TOML file, with the files that it names inside, so that a recipe carries all of it.

    Raises
    ------
    BadFigure
        If the file cannot be read, or says something that no house style has.
    """
    file = Path(path)

    def beside(name: str) -> bytes:
        try:
            return (file.parent / name).read_bytes()
        except (OSError, ValueError) as error:
            raise BadFigure(f"cannot read {str(file.parent / name)!r}: {_why(error)}") from None

    try:
        content = file.read_bytes()
    except OSError as error:
        raise BadFigure(f"cannot read the house style {str(file)!r}: {_why(error)}") from None
    return read_style(content, file.name, beside)


def _why(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def read_style(content: bytes, name: str, file_named: Callable[[str], bytes]) -> dict[str, Any]:
    """Return the house style of a TOML text.

    Parameters
    ----------
    content : bytes
        The text.
    name : str
        What it is called in messages.
    file_named : callable
        Gives the content of a logo or font by the name that the text has for it; raises `BadFigure`.

    Raises
    ------
    BadFigure
        If it is no TOML, or says something that no house style has.

    Examples
    --------
    >>> read_style(b'credit = "Map: Gazette"', "house.toml", lambda name: b"")
    {'credit': 'Map: Gazette'}
    """
    try:
        table = tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise BadFigure(f"the house style {name!r:.80} is no text in UTF-8: save it as a plain text file") from None
    except tomllib.TOMLDecodeError as error:
        raise BadFigure(f"the house style {name!r:.80} is no TOML: {error}; see docs/house-style.toml") from None
    except RecursionError:
        raise BadFigure(
            f"the house style {name!r:.80} is nested too deeply to be one; see docs/house-style.toml"
        ) from None
    if isinstance(table.get("logo"), str) and table["logo"]:
        table["logo"] = _carried("logo", table["logo"], file_named)
    if isinstance(table.get("fonts"), dict):
        fonts = cast("dict[str, Any]", table["fonts"])
        table["fonts"] = {
            role: _carried(f"fonts.{role}", name, file_named) if isinstance(name, str) else name
            for role, name in fonts.items()
        }
    House.of(table)
    return table


def _carried(key: str, name: str, file_named: Callable[[str], bytes]) -> str:
    try:
        content = file_named(name)
    except BadFigure as problem:
        raise BadFigure(f"{key}: {problem}") from None
    return "data:;base64," + base64.b64encode(content).decode("ascii")


def _words(table: Mapping[str, Any], key: str, most: int) -> str:
    value = table.get(key, "")
    if not isinstance(value, str) or len(value) > most:
        raise BadFigure(f"{key} is text of at most {most} characters, not {value!r:.80}")
    return value


def _file(key: str, value: object) -> bytes:
    head, _, data = value.partition("base64,") if isinstance(value, str) else ("", "", "")
    if not head.startswith("data:"):
        raise BadFigure(f"{key} is a file's name in a house style file, read with load_style; not {value!r:.80}")
    try:
        content = base64.b64decode(data, validate=True)
    except binascii.Error:
        raise BadFigure(f"{key}: its base64 is broken; read the house style file anew") from None
    if not 0 < len(content) <= MAX_FILE:
        raise BadFigure(f"{key}: {len(content):,} bytes; a file of 1 to {MAX_FILE:,} bytes is needed")
    return content


def _check_picture(content: bytes) -> None:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            picture.verify()
            if picture.width * picture.height > 4_000_000:
                raise BadFigure("logo: more than four million pixels; save it smaller")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError):
        raise BadFigure("logo: not a PNG or JPEG picture") from None


def _fonts(value: object) -> Mapping[str, bytes]:
    from fontTools.ttLib import TTFont, TTLibError

    if not isinstance(value, dict):
        raise BadFigure(f"fonts is a table of files by role ({', '.join(FONT_ROLES)}), not {value!r:.80}")
    found: dict[str, bytes] = {}
    for role, name in cast("dict[str, object]", value).items():
        if role not in FONT_ROLES:
            raise BadFigure(f"fonts has no role {role!r:.80}; known: {', '.join(FONT_ROLES)}")
        content = _file(f"fonts.{role}", name)
        try:
            with TTFont(io.BytesIO(content), lazy=True) as font:
                tables = set(font.keys())
        except (TTLibError, OSError, AssertionError, ValueError):
            tables = set[str]()
        if not {"glyf", "cmap"} <= tables:
            raise BadFigure(f"fonts.{role}: not a TrueType font (.ttf with outlines)")
        if "fvar" in tables:
            raise BadFigure(f"fonts.{role}: a variable font; save one weight of it as a static .ttf")
        found[role] = content
    return found


def _colours(value: object) -> Mapping[str, Mapping[str, str]]:
    if not isinstance(value, dict):
        raise BadFigure(f"colours is a table by theme ({', '.join(THEME_NAMES)}), not {value!r:.80}")
    themes = cast("dict[str, object]", value)
    return {theme: _tokens(theme, table) for theme, table in themes.items()}


def _tokens(theme: str, table: object) -> dict[str, str]:
    if theme not in THEME_NAMES:
        raise BadFigure(f"colours has no theme {theme!r:.80}; known: {', '.join(THEME_NAMES)}")
    if not isinstance(table, dict):
        raise BadFigure(f"colours.{theme} is a table of colours, not {table!r:.80}")
    from maps.figures.themes import FIGURE_THEMES

    known = sorted(_TOKENS) + [f"hue-{hue}" for hue in FIGURE_THEMES[theme].hues]
    found: dict[str, str] = {}
    for token, colour in cast("dict[str, object]", table).items():
        if token not in known:
            raise BadFigure(f"colours.{theme} has no {token!r:.80}; known: {', '.join(known)}")
        if not isinstance(colour, str) or not _HEX.fullmatch(colour.lower()):
            raise BadFigure(f"colours.{theme}.{token} is a colour such as '#a3401a', not {colour!r:.80}")
        found[token] = colour.lower()
    return found
