"""Words of a figure: made safe to draw, measured, wrapped and shortened; all lengths in CSS pixels, y downwards."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from incidents.wording import one_line
from maps.figures.bidi import DIRECTIONS, line_of
from maps.figures.boxes import Box
from maps.figures.urdu_words import MONTHS
from maps.fonts import font, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.font_manager import FontProperties
    from matplotlib.path import Path
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

PX_PER_POINT = 96 / 72
HAIR = "\u200a"
ELLIPSIS = "…"
FORESEEN = 888
"""How many names a line of a key speaks of that shows only once a map is drawn: no number of three digits is wider."""

SHARE_BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""How much of a line lies to the left of the point where it is anchored."""

SWAPPED = {"start": "end", "end": "start", "middle": "middle"}
"""Where a line is anchored once its page is mirrored."""

MAX_CHARACTERS = 2000
MAX_MARKS_ON_A_LETTER = 2

NARROWER, SHORT = (0.98, 0.96, 0.94, 0.92, 0.9, 0.86, 0.82), 0.3
"""A text whose last line would be one word, shorter than this share of the room, is set as much narrower as gives it another."""

_JOINED_EMOJI = re.compile(
    "([\u2190-\u2bff\u3030-\u3299\U0001f000-\U0001faff])"
    "(?:[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]|\u200d[\u2190-\u2bff\u3030-\u3299\U0001f000-\U0001faff])+"
)
_FLAG_LETTER = re.compile("[\U0001f1e6-\U0001f1ff]")
_ENGLISH_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_UNPARTED = re.compile(
    rf" ?\(?(?:(?:\d{{1,2}}–)?\d{{1,2}} (?:{'|'.join([*_ENGLISH_MONTHS, *MONTHS[1:]])})"
    r"|(?:Figure|شکل|نمبر) (?=نمبر|\W*[0-9a-f]{4}-[0-9a-f]{4})"
    r"|(?!(?:1[89]|20|۱[۸۹]|۲۰)\d\d )\d[\d,]* (?=[^\W\d]))"
)
"""What no line ends within: day and month, a figure and its id, a number and what it counts."""


@dataclass(frozen=True)
class Style:
    """How words are set.

    Attributes
    ----------
    size : float
        Font size, CSS pixels.
    colour : str
        Hex colour.
    weight : int
        400 or 600.
    italic : bool
        Slanted Latin.
    tracking : int
        Hair spaces between letters; 0 for none.
    halo : str
        Hex colour of the outline beneath, none where empty.
    """

    size: float
    colour: str
    weight: int = 400
    italic: bool = False
    tracking: int = 0
    halo: str = ""

    def font(self, text: str) -> FontProperties:
        """Return the matplotlib font for a text."""
        return font(self.size / PX_PER_POINT, weight=self.weight, italic=self.italic, text=text)

    def sized(self, size: float) -> Style:
        """Return the same style in another size."""
        return replace(self, size=size)


def clean(text: object) -> str:
    """Return a text as it can be drawn and stored anywhere: one line, in the order in which it was written.

    Controls become what `incidents.wording.one_line` makes of them everywhere. Piles of combining marks are cut to a few, so
    that a line stays a line high. Of emoji joined to one picture the first stands for all, and a flag becomes the letters of
    its country: no font draws them as one.

    Examples
    --------
    >>> clean("Pasni\\n  \\u202eevil"), clean(None)
    ('Pasni evil', '')
    >>> clean("\U0001f469\u200d\U0001f467 in \U0001f1f5\U0001f1f0") == "\U0001f469 in PK"
    True
    """
    if text is None:
        return ""
    if isinstance(text, str) and len(text) <= MAX_CHARACTERS and text.isascii() and text.isprintable():
        return " ".join(text.split())
    plain = one_line(_unjoined(str(text)[: 4 * MAX_CHARACTERS]))
    words = " ".join(unicodedata.normalize("NFC", plain).split())
    return _level(words)


def _unjoined(text: str) -> str:
    """Return the text with plain signs instead of emoji that are made of several: the first of those that are joined."""
    single = _JOINED_EMOJI.sub(r"\1", text)
    return _FLAG_LETTER.sub(lambda letter: chr(ord(letter[0]) - ord("\U0001f1e6") + ord("A")), single)


def _level(text: str) -> str:
    """Return the text with piles of marks cut to their first, which no language needs higher."""
    runs = ((mark, list(run)) for mark, run in groupby(text, key=lambda c: unicodedata.category(c) in {"Mn", "Me"}))
    return "".join("".join(run[:1] if mark and len(run) > MAX_MARKS_ON_A_LETTER else run) for mark, run in runs)


def has_arabic(text: str) -> bool:
    """Return whether any letter of a text runs from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def tracked(text: str, style: Style) -> str:
    """Return the text as matplotlib has to be given it: its letters spaced, and a sign for what no font has."""
    shown = printable(text)
    return (HAIR * style.tracking).join(shown) if style.tracking else shown


@functools.lru_cache(maxsize=20_000)
def width(text: str, style: Style) -> float:
    """Return how far a line of text advances."""
    if not text:
        return 0.0
    across, scale = _advance(tracked(text, style), style.weight, style.italic)
    return across * (style.size / PX_PER_POINT / scale) * PX_PER_POINT


@functools.lru_cache(maxsize=20_000)
def _advance(spaced: str, weight: int, italic: bool) -> tuple[float, float]:
    """Return how far words advance, and at which size in points: a layout tries the same ones at many sizes."""
    from matplotlib.textpath import text_to_path

    measured = font(text_to_path.FONT_SCALE, weight=weight, italic=italic, text=spaced)
    return text_to_path.get_text_width_height_descent(spaced, measured, ismath=False)[0], text_to_path.FONT_SCALE


@functools.lru_cache(maxsize=4_000)
def outline(text: str, style: Style) -> Path:
    """Return the outline of a line of text around its baseline's left end, y downwards."""
    from matplotlib.path import Path

    points, codes, scale = _drawn(tracked(text, style), style.weight, style.italic)
    share = style.size / scale
    return Path(points * (share, -share), codes) if len(points) else Path([(0.0, 0.0)])


@functools.lru_cache(maxsize=2_000)
def _drawn(spaced: str, weight: int, italic: bool) -> tuple[NDArray[np.float64], Any, float]:
    """Return the points of words' outlines, what each point is, and at which size."""
    from matplotlib.textpath import text_to_path

    measured = font(text_to_path.FONT_SCALE, weight=weight, italic=italic, text=spaced)
    points, codes = text_to_path.get_text_path(measured, spaced, ismath=False)
    return np.asarray(points, dtype=np.float64), codes, text_to_path.FONT_SCALE


@functools.lru_cache(maxsize=1_000)
def strokes(text: str, style: Style) -> BaseGeometry:
    """Return what is inked of a line of text around its baseline's left end, as lines."""
    rings = [np.asarray(ring, dtype=np.float64) for ring in outline(text, style).to_polygons(closed_only=False)]
    return shapely.MultiLineString([ring for ring in rings if len(ring) > 1] or [np.zeros((2, 2))])


@functools.lru_cache(maxsize=20_000)
def _extent(text: str, style: Style) -> Box:
    return extent_of(outline(text, style))


def extent_of(path: Path) -> Box:
    """Return the least box around an outline of lines and quadratic curves, as letters have them.

    All curves at once: matplotlib's own goes through them one by one, which took half the time of a figure.

    Examples
    --------
    >>> from matplotlib.path import Path
    >>> extent_of(Path([(0, 0), (2, 4), (4, 0)], [Path.MOVETO, Path.CURVE3, Path.CURVE3]))
    Box(left=0.0, top=0.0, right=4.0, bottom=2.0)
    """
    points, codes = np.asarray(path.vertices, dtype=float), np.asarray(path.codes if path.codes is not None else ())
    if not len(codes) or np.any(codes == path.CURVE4):
        return Box(*map(float, path.get_extents().extents))
    curved = codes == path.CURVE3
    controls = np.flatnonzero(curved & (np.cumsum(curved) % 2 == 1))
    start, control, end = points[controls - 1], points[controls], points[controls + 1]
    bend = start - 2 * control + end
    t = np.clip(np.divide(start - control, bend, out=np.zeros_like(bend), where=np.abs(bend) > 1e-12), 0, 1)
    turns = (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end
    met = codes != path.CLOSEPOLY
    met[controls] = False
    every = np.vstack([points[met], turns])
    return Box(*every.min(axis=0).tolist(), *every.max(axis=0).tolist())


def forget() -> None:
    """Forget what was measured: other fonts are used from now on."""
    for measured in (width, _advance, outline, _drawn, strokes, _extent):
        measured.cache_clear()


def ink(x: float, y: float, text: str, style: Style, anchor: str = "start") -> Box:
    """Return the box of the ink of a line of text with its baseline at (x, y); `anchor` is start, middle or end."""
    return _extent(text, style).moved(x - SHARE_BEFORE[anchor] * width(text, style), y)


def wrap(text: str, style: Style, room: float, lines: int = 1) -> list[str]:
    """Return a text as at most so many lines that fit in `room`; what is left out shows as an ellipsis.

    Examples
    --------
    >>> style = Style(12, "#000000")
    >>> wrap("Coordinated attacks in nine places", style, 100, lines=2)
    ['Coordinated', 'attacks in nine…']

    No short word is left alone on the last line where it has room for another:

    >>> wrap("They may count the same people and are not added up.", style, 285, lines=2)
    ['They may count the same people and are not', 'added up.']
    """
    found = _wrapped(text, style, room, lines)
    for share in NARROWER if _ends_in_a_word(found, style, room) else ():
        tried = _wrapped(text, style, share * room, lines)
        if len(tried) == len(found) and not _ends_in_a_word(tried, style, room) and _letters(tried) == _letters(found):
            return tried
    return found


def _ends_in_a_word(lines: Sequence[str], style: Style, room: float) -> bool:
    """Return whether of several lines the last is one short word."""
    return len(lines) > 1 and len(lines[-1].split()) < 2 and width(lines[-1], style) < SHORT * room


def parted(text: str, style: Style, room: float, lines: int) -> list[str]:
    """Return a text as `wrap` does, but broken after its colon where what follows then fits on one line.

    Examples
    --------
    >>> style = Style(12, "#000000")
    >>> parted("State forces: 17 or 200 killed", style, 150, 3)
    ['State forces:', '17 or 200 killed']
    """
    found = wrap(text, style, room, lines)
    first, colon, rest = text.partition(": ")
    if len(found) < 2 or not colon or width(f"{first}:", style) > room or width(rest, style) > room:
        return found
    return [line_of(text, 0, f"{first}:"), line_of(text, len(first) + 2, rest)]


def _wrapped(text: str, style: Style, room: float, lines: int) -> list[str]:
    """Return a text as at most so many lines, each as full as can be."""
    wrapped: list[tuple[int, str]] = []
    whole = text[:MAX_CHARACTERS]
    rest, cut = whole, len(text) > MAX_CHARACTERS
    while rest and len(wrapped) < lines:
        start = len(whole) - len(rest)
        line, rest = _first_line(rest, style, room)
        rest = rest.removeprefix("· ").lstrip()  # no line begins with what parts it from the line before
        wrapped.append((start, line.removesuffix(" ·").rstrip() if rest else line))
    if wrapped and (rest or cut):
        start, line = wrapped[-1]
        wrapped[-1] = start, _shortened(line + (ELLIPSIS if not rest else f" {rest}"), style, room)
    return [line_of(whole, start, line) for start, line in wrapped]


def balanced(text: str, style: Style, room: float, lines: int) -> list[str]:
    """Return a text wrapped as by `wrap`, its lines about equally long, so that no word is left alone on the last."""
    wrapped = wrap(text, style, room, lines)
    lines = len(wrapped)
    low, high = room / 2, room
    while len(wrapped) > 1 and high - low > 4:
        middle = (low + high) / 2
        tried = wrap(text, style, middle, lines)
        fits = _letters(tried) == _letters(wrapped)
        low, high = (low, middle) if fits else (middle, high)
    return wrap(text, style, high, lines)


def _letters(lines: Sequence[str]) -> str:
    """Return what lines hold besides spaces and marks of direction."""
    return "".join(lines).translate(dict.fromkeys(map(ord, f" ·{DIRECTIONS}")))


def _first_line(text: str, style: Style, room: float) -> tuple[str, str]:
    near = text[: _plenty(style, room)]
    if len(near) == len(text) and width(text, style) <= room:
        return text, ""
    fits = _fitting(near, style, room)
    space = text.rfind(" ", 1, fits + 1)
    while space > 0 and _UNPARTED.match(text, max(text.rfind(" ", 0, space), 0)):
        space = text.rfind(" ", 1, space)
    end = space if space > 0 else max(fits, 1)
    return text[:end].rstrip(), text[end:].lstrip()


def _fitting(text: str, style: Style, room: float, end: str = "") -> int:
    """Return how many characters fit, by halving."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width(text[:middle] + end, style) <= room else (low, middle - 1)
    return low


def _plenty(style: Style, room: float) -> int:
    """Return more characters than can fit: measuring the rest of a long text would be in vain."""
    return int(room / (0.12 * style.size)) + 12


def _shortened(text: str, style: Style, room: float) -> str:
    near = text[: _plenty(style, room)]
    if len(near) == len(text) and width(text, style) <= room:
        return text
    kept = near[: _fitting(near, style, room, ELLIPSIS)].rstrip(" ,;:·")
    return kept + ELLIPSIS


def shorten(text: str, style: Style, room: float) -> str:
    """Return a text as one line that fits in `room`, with an ellipsis where it was cut."""
    return next(iter(wrap(text, style, room)), "")
