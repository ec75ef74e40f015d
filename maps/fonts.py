"""The open fonts of print figures: static cuts (`maps.font_cut`), known to matplotlib by path, never the system's."""

from __future__ import annotations

import base64
import functools
import hashlib
import io
import logging
import os
import re
import tempfile
import threading
import unicodedata
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import platformdirs

from maps.font_cut import ARABIC, FACES, FAMILIES, LATIN, Face, cut, keep

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from matplotlib.font_manager import FontProperties

SIGNS = "Atlas Signs"
LAST_RESORT = "Atlas Last Resort"
STAND_IN = "[?]"
CSS_FAMILIES = {**FAMILIES, SIGNS: "DejaVu Sans"}

OWN_NAMES = {LATIN: "House Latin", ARABIC: "House Arabic"}
_ROLES = {
    "latin": (LATIN, 400, False),
    "latin-semibold": (LATIN, 600, False),
    "latin-italic": (LATIN, 400, True),
    "arabic": (ARABIC, 400, False),
    "arabic-semibold": (ARABIC, 600, False),
}
_own: dict[str, dict[tuple[int, bool], Path]] = {}
"""The fonts of the house style being drawn: files by family, then weight and slant. Changed by `use` only, under its caller's lock."""

_lock = threading.RLock()


@functools.cache
def cache_folder() -> Path:
    """Return a folder that can be written to: the user's cache, or a temporary one where that is read-only."""
    wanted = platformdirs.user_cache_path("incident-atlas") / "fonts"
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=wanted):
            return wanted
    except OSError:
        return Path(tempfile.mkdtemp(prefix="incident-atlas-fonts-"))


def face_path(face: Face) -> Path:
    """Return the file of a face, cut from its variable font on first use and written atomically."""
    path = cache_folder() / face.filename
    with _lock:
        if not _is_font(path):
            _write(path, cut(face))
    return path


def _is_font(path: Path) -> bool:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(io.BytesIO(path.read_bytes()), lazy=True) as font:
            return "glyf" in font and "cmap" in font
    except (OSError, TTLibError, AssertionError):
        return False


def _write(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(temporary).replace(path)


@functools.cache
def register() -> None:
    """Make the faces known to matplotlib under their own family names, so that no font of the system can take their place.

    matplotlib's own list of system fonts goes to `cache_folder` too: its usual place may be read-only, which it would warn of.
    """
    os.environ.setdefault("MPLCONFIGDIR", str(cache_folder() / "matplotlib"))
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    from matplotlib import font_manager

    entries = [
        font_manager.FontEntry(
            fname=str(face_path(face)),
            name=face.family,
            style="italic" if face.italic else "normal",
            weight=face.weight,
        )
        for face in FACES
    ]
    entries += [font_manager.FontEntry(fname=str(path), name=name, weight=400) for name, path in _bundled().items()]
    with _lock:
        font_manager.fontManager.ttflist.extend(entries)


def _bundled() -> Mapping[str, Path]:
    """Return the two fonts in matplotlib's own wheel that stand in for characters outside Noto Sans and Noto Sans Arabic."""
    import matplotlib

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return {SIGNS: folder / "DejaVuSans.ttf", LAST_RESORT: folder / "LastResortHE-Regular.ttf"}


@contextmanager
def use(fonts: Mapping[str, bytes]) -> Generator[None]:
    """Set words in a house's own fonts meanwhile; characters that these lack come from the Atlas's fonts.

    Parameters
    ----------
    fonts : Mapping
        TrueType files by role: ``latin``, ``latin-semibold``, ``latin-italic``, ``arabic``, ``arabic-semibold``.
    """
    from maps.figures.words import forget

    if not fonts:
        yield
        return
    for role, content in sorted(fonts.items()):
        family, weight, italic = _ROLES[role]
        _own.setdefault(_own_family(family, fonts), {})[weight, italic] = _own_file(content)
    try:
        forget()
        _register_own()
        yield
    finally:
        _own.clear()
        forget()


def _own_family(family: str, fonts: Mapping[str, bytes]) -> str:
    """Return the name by which matplotlib knows a house's fonts: another for other files."""
    digest = hashlib.sha256(b"".join(hashlib.sha256(fonts[role]).digest() for role in sorted(fonts))).hexdigest()
    return f"{OWN_NAMES[family]} {digest[:12]}"


def _own_file(content: bytes) -> Path:
    path = cache_folder() / f"house-{hashlib.sha256(content).hexdigest()[:24]}.ttf"
    if not _is_font(path):
        _write(path, content)
    return path


def _register_own() -> None:
    from matplotlib import font_manager

    register()
    known = {entry.name for entry in font_manager.fontManager.ttflist}
    for family, files in _own.items():
        if family not in known:
            font_manager.fontManager.ttflist.extend(
                font_manager.FontEntry(
                    fname=str(path), name=family, style="italic" if italic else "normal", weight=weight
                )
                for (weight, italic), path in files.items()
            )


@contextmanager
def remembered() -> Generator[None]:
    """Have matplotlib look for the files of a font once meanwhile: it asks again with every line of words, a fifth of all time."""
    register()
    from matplotlib.font_manager import fontManager

    if "_find_fonts_by_props" in vars(fontManager):  # a drawing within a drawing
        yield
        return
    found = functools.lru_cache(maxsize=4096)(fontManager._find_fonts_by_props)  # pyright: ignore
    fontManager._find_fonts_by_props = found  # pyright: ignore
    try:
        yield
    finally:
        del fontManager._find_fonts_by_props  # pyright: ignore


def _families_of(family: str) -> list[str]:
    """Return a family with the house's own before it."""
    return [*(own for own in _own if own.startswith(OWN_NAMES.get(family, "?"))), family]


def css_families() -> dict[str, str]:
    """Return the families in the order in which a character is looked for, with their names in SVG."""
    found: dict[str, str] = {}
    for family, name in CSS_FAMILIES.items():
        for each in _families_of(family):
            found[each] = name if each == family else OWN_NAMES[family]
    return found


def font(size: float, *, weight: int = 400, italic: bool = False, text: str = "") -> FontProperties:
    """Return the font of a size in points; fonts that lack a character of `text` hand it to the next in line.

    Parameters
    ----------
    size : float
        Points.
    weight : int
        400 or 600.
    italic : bool
        Slanted Latin; Arabic script has no italic and stays upright.
    text : str
        What will be set: Arabic script comes first when the text begins in it.

    Examples
    --------
    >>> font(9, text="Pasni").get_family()[0], font(9, text="پسنی").get_family()[0]
    ('Atlas Latin', 'Atlas Arabic')
    """
    register()
    from matplotlib.font_manager import FontProperties

    scripts = [ARABIC, LATIN] if is_right_to_left(text) else [LATIN, ARABIC]
    first = [family for script in scripts for family in _families_of(script)]
    style = "italic" if italic else "normal"
    return FontProperties(family=[*first, SIGNS, LAST_RESORT], style=style, weight=weight, size=size)


def is_right_to_left(text: str) -> bool:
    """Return whether the first letter with a direction runs right to left (rule P2 of the Unicode bidirectional algorithm).

    Examples
    --------
    >>> is_right_to_left("پسنی"), is_right_to_left("Pasni"), is_right_to_left("12")
    (True, False, False)
    """
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((direction != "L" for direction in directions if direction in {"L", "R", "AL"}), False)


@functools.cache
def characters(family: str, weight: int, italic: bool) -> frozenset[int]:
    """Return the code points that a face has a glyph for."""
    from fontTools.ttLib import TTFont

    with TTFont(_file(family, weight, italic), lazy=True) as opened:
        return frozenset(cast("dict[int, str]", opened.getBestCmap()))


def _file(family: str, weight: int, italic: bool) -> Path:
    if family in _own:
        files = _own[family]
        return files.get((weight, italic)) or files.get((weight, False)) or next(iter(files.values()))
    if family in (SIGNS, LAST_RESORT):
        return _bundled()[family]
    faces = [face for face in FACES if face.family == family and face.weight == weight]
    return face_path(next((face for face in faces if face.italic == italic), faces[0]))


def lacking(text: str) -> str:
    """Return the characters of a text that no font has, each once.

    Examples
    --------
    >>> lacking("Pasni \U0001f525 پسنی \u4e2d\u4e2d") == "\U0001f525\u4e2d"
    True
    """
    has = _all_characters(tuple(css_families()))
    return "".join(dict.fromkeys(each for each in text if ord(each) not in has and unicodedata.category(each) != "Cf"))


@functools.lru_cache(maxsize=8)
def _all_characters(families: tuple[str, ...]) -> frozenset[int]:
    return frozenset[int]().union(*(characters(family, 400, False) for family in families))


def printable(text: str) -> str:
    """Return a text with one sign for each run of characters that no font has, which would be drawn as boxes.

    Examples
    --------
    >>> printable("Pasni \u4e2d\u6587 \U0001f525") == "Pasni [?] [?]"
    True
    """
    without = "" if text.isascii() else lacking(text)
    return re.sub(f"[{re.escape(without)}]+", STAND_IN, text) if without else text


def font_face_css(texts: Mapping[tuple[int, bool], str]) -> str:
    """Return ``@font-face`` rules that carry just the glyphs of some texts, as data URLs.

    Parameters
    ----------
    texts : Mapping
        (weight, italic) -> every character set in that style.

    Examples
    --------
    >>> font_face_css({(400, False): "Pasni"}).count("@font-face")
    1
    """
    rules: list[str] = []
    for (weight, italic), text in sorted(texts.items()):
        left = {ord(character) for character in text}
        for family, name in css_families().items():
            covered = left & characters(family, weight, italic)
            needed = covered - {0x20, 0xA0} if rules or name != CSS_FAMILIES[LATIN] else covered
            if needed:
                rules.append(_rule(family, name, weight, italic, covered))
            left -= needed
    return "\n".join(rules)


def _rule(family: str, name: str, weight: int, italic: bool, covered: set[int]) -> str:
    style = "italic" if italic else "normal"
    woff = base64.b64encode(_woff(family, weight, italic, frozenset(covered))).decode("ascii")
    return (
        f'@font-face {{ font-family: "{name}"; font-weight: {weight}; font-style: {style}; '
        f"src: url(data:font/woff;base64,{woff}) format('woff'); }}"
    )


@functools.lru_cache(maxsize=64)
def _woff(family: str, weight: int, italic: bool, covered: frozenset[int]) -> bytes:
    from fontTools.ttLib import TTFont

    # Joining controls have no outline of their own but steer the shaping of the letters beside them.
    steering = {0x200C, 0x200D, 0x20} & characters(family, weight, italic)
    content = io.BytesIO(_file(family, weight, italic).read_bytes())
    opened = TTFont(content, lazy=True, recalcTimestamp=False)
    keep(opened, covered | steering)
    opened.flavor = "woff"
    file = io.BytesIO()
    opened.save(file)
    return file.getvalue()
