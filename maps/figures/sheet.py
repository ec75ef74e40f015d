"""The sheet of a figure: named layers of matplotlib artists placed in CSS pixels, y downwards, without axes or pyplot."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox

from maps.figures.artists import ALIGNMENT, Layer, Line, Page
from maps.figures.boxes import Box, Measured
from maps.figures.words import PX_PER_POINT, SHARE_BEFORE, SWAPPED, Style, extent_of, ink, outline, tracked, width
from maps.fonts import printable, remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence

    from matplotlib.artist import Artist
    from matplotlib.transforms import Transform
    from numpy.typing import NDArray

PX_PER_INCH, HALO_WIDTH, DOT_PX = 96, 3.2, 0.1


class Sheet:
    """A page of a size in CSS pixels on which shapes and words are put, layer by layer.

    Attributes
    ----------
    width, height : float
        CSS pixels.
    figure : matplotlib.figure.Figure
        What is drawn; its layers appear in the order in which they were first named.
    number : Callable
        Writes a number in figures.
    texts : dict of (weight, italic) to str
        Every character set so far, by style: what the fonts have to carry.
    """

    def __init__(self, width: float, height: float, ground: str) -> None:
        self.width, self.height = width, height
        self.figure = Page(figsize=(width / PX_PER_INCH, height / PX_PER_INCH), dpi=PX_PER_INCH, facecolor=ground)
        self.number: Callable[[float], str] = lambda number: f"{number:,}"
        self.texts: dict[tuple[int, bool], str] = {}
        self._layers: dict[str, Layer] = {}
        self._measured: list[tuple[str, str, Artist | Box, tuple[str, ...]]] = []
        self.pixels: Transform = Affine2D().scale(1, -1).translate(0, height).scale(1 / PX_PER_INCH) + self.figure.dpi_scale_trans  # fmt: skip
        self._mirror: Transform = Affine2D().scale(-1, 1).translate(width, 0) + self.pixels
        self._is_mirrored = False
        self._clips: dict[Box, TransformedBbox] = {}

    @property
    def box(self) -> Box:
        """The whole sheet."""
        return Box(0, 0, self.width, self.height)

    @contextmanager
    def mirrored(self, on: bool = True) -> Generator[None]:
        """Put what is drawn meanwhile on the other side of the sheet, as a page read from right to left has it.

        Words stand at their mirrored place and are not themselves turned round; nor are symbols.
        """
        before, self._is_mirrored = self._is_mirrored, on
        try:
            yield
        finally:
            self._is_mirrored = before

    @property
    def _here(self) -> Transform:
        """From CSS pixels of what is being drawn to the canvas."""
        return self._mirror if self._is_mirrored else self.pixels

    def placed(self, box: Box) -> Box:
        """Return where a box comes to lie: on the other side while the sheet is mirrored."""
        return Box(self.width - box.right, box.top, self.width - box.left, box.bottom) if self._is_mirrored else box

    def layer(self, name: str) -> Layer:
        """Return the layer of a name, added on top when new; outlines go directly beneath the layer they belong to."""
        if name not in self._layers:
            added = Layer(name)
            base = self._layers.get(name.removesuffix("-outlines"))
            added.set_zorder(base.get_zorder() - 0.5 if base else len(self._layers))
            self._layers[name] = added
            self.figure.add_artist(added)
        return self._layers[name]

    def put(
        self,
        layer: str,
        artist: Artist,
        kind: str = "",
        words: str = "",
        clip: Box | None = None,
        of: tuple[str, ...] = (),
    ) -> Artist:
        """Add an artist to a layer; with a `kind`, it is measured, as a thing `of` some place."""
        artist.set_figure(self.figure)
        artist.set_clip_box(self._clip(self.placed(clip)) if clip else None)
        self.layer(layer).members.append(artist)
        if kind:
            self._measured.append((kind, words, artist, of))
        return artist

    def _clip(self, box: Box) -> TransformedBbox:
        if box not in self._clips:
            self._clips[box] = TransformedBbox(Bbox.from_extents(*box), self.pixels)
        return self._clips[box]

    def write(
        self,
        layer: str,
        x: float,
        y: float,
        words: str,
        style: Style,
        *,
        anchor: str = "start",
        kind: str = "text",
        of: tuple[str, ...] = (),
    ) -> Box:
        """Set one line of words with its baseline at (x, y) and return the box of its ink.

        A halo goes to a layer of outlines beneath, so that the words themselves stay text in SVG and PDF.
        """
        if not words:
            return Box(x, y, x, y)
        inked = ink(x, y, words, style, anchor)
        if self._is_mirrored:
            x, anchor = self.width - x, SWAPPED[anchor]
        if style.halo:
            self.halo(f"{layer}-outlines", x, y, words, style, anchor)
        spaced, untracked = tracked(words, style), replace(style, tracking=0)
        text = Line(
            x,
            y,
            spaced,
            color=style.colour,
            fontproperties=style.font(spaced),
            horizontalalignment=ALIGNMENT[anchor],
            verticalalignment="baseline",
            transform=self.pixels,
            parse_math=False,
        )
        text.style, text.said = untracked, words
        self.put(layer, text, kind, words, of=of)
        key = (style.weight, style.italic)
        self.texts[key] = self.texts.get(key, "") + printable(words)
        return inked

    def halo(self, layer: str, x: float, y: float, words: str, style: Style, anchor: str, share: float = 1.0) -> None:
        """Draw the halo of a line of words, a share of its usual width wide; `x` is where it is seen."""
        moved = Affine2D().translate(x - SHARE_BEFORE[anchor] * width(words, style), y)
        patch = PathPatch(
            outline(words, style),
            facecolor=style.halo,
            edgecolor=style.halo,
            linewidth=share * HALO_WIDTH * style.size / 13 / PX_PER_POINT,
            joinstyle="round",
            transform=moved + self.pixels,
        )
        self.put(layer, patch)

    def fill(self, layer: str, path: Path, colour: str, *, clip: Box | None = None, alpha: float = 1.0) -> None:
        """Fill a path without an outline."""
        self.put(layer, PathPatch(path, facecolor=colour, linewidth=0, alpha=alpha, transform=self._here), clip=clip)

    def stroke(
        self,
        layer: str,
        lines: Sequence[NDArray[np.float64]],
        colour: str,
        wide: float,
        *,
        clip: Box | None = None,
        dashes: Sequence[float] = (),
    ) -> None:
        """Draw lines, each an array of points, `wide` pixels wide, as one path; dashes shorter than `DOT_PX` are round dots."""
        if not lines:
            return
        patch = PathPatch(
            opened(lines),
            fill=False,
            edgecolor=colour,
            linewidth=wide / PX_PER_POINT,
            linestyle=(0, [step / wide for step in dashes]) if dashes else "solid",
            capstyle="butt" if dashes and dashes[0] >= DOT_PX else "round",
            joinstyle="round",
            transform=self._here,
        )
        self.put(layer, patch, clip=clip)

    def rectangle(
        self, layer: str, box: Box, *, fill: str = "none", edge: str = "none", wide: float = 0.0, kind: str = ""
    ) -> None:
        """Draw a rectangle."""
        patch = Rectangle(
            (box.left, box.top),
            box.width,
            box.height,
            facecolor=fill,
            edgecolor=edge,
            linewidth=wide / PX_PER_POINT,
            joinstyle="miter",
            transform=self._here,
            snap=None if wide else False,  # a thin bar brought to whole dots would be thicker than its like, or gone
        )
        self.put(layer, patch, kind)

    def pill(self, layer: str, box: Box, radius: float, *, fill: str, edge: str = "none", wide: float = 0.0) -> None:
        """Draw a rectangle with round corners."""
        patch = PathPatch(
            _rounded(box, radius),
            facecolor=fill,
            edgecolor=edge,
            linewidth=wide / PX_PER_POINT,
            transform=self._here,
        )
        self.put(layer, patch)

    def shapes(
        self,
        layer: str,
        path: Path,
        places: Sequence[tuple[float, float]],
        sizes: Sequence[float],
        *,
        fill: str,
        edge: str,
        wide: float,
        alpha: float = 1.0,
        clip: Box | None = None,
    ) -> None:
        """Draw one shape at many places as a single collection; `sizes` are factors on a path in CSS pixels."""
        collection = PathCollection(
            [path],
            sizes=np.square(np.unique(sizes) if len(set(sizes)) == 1 else np.asarray(sizes, dtype=float)),
            offsets=np.asarray(places, dtype=float),
            offset_transform=self._here,
            facecolors=fill,
            edgecolors=edge,
            linewidths=wide / PX_PER_POINT,
            alpha=None if alpha == 1.0 else alpha,
            joinstyle="round",
        )
        collection.set_transform(Affine2D().scale(72 / PX_PER_INCH))
        self.put(layer, collection, clip=clip)

    def note(self, kind: str, words: str, box: Box, of: tuple[str, ...] = ()) -> None:
        """Have a box measured that stands for something drawn in a collection."""
        self._measured.append((kind, words, self.placed(box), of))

    def noted(self, kind: str) -> set[tuple[str, ...]]:
        """Return what the things of a kind are of, without measuring them."""
        return {of for each, _, _, of in self._measured if each == kind}

    def sizes(self) -> list[tuple[str, float]]:
        """Return every line of words with its size in CSS pixels."""
        texts = (each for layer in self._layers.values() for each in layer.members if isinstance(each, Text))
        return [(text.get_text(), float(text.get_fontsize()) * PX_PER_POINT) for text in texts]

    def outline(self) -> str:
        """Return what is drawn as lines of text: each layer, how many shapes are in it, and its words."""
        lines = list[str]()
        for layer in self._layers.values():
            texts = [each.get_text() for each in layer.members if isinstance(each, Text)]
            shapes = len(layer.members) - len(texts)
            if layer.members:
                lines += [f"[{layer.get_gid()}] {shapes} shapes", *(f"  {text}" for text in texts)]
        return "\n".join(lines) + "\n"

    def measure(self) -> list[Measured]:
        """Return each measured thing with the box that matplotlib gives it, for words that of their ink, or that was noted."""
        to_pixels = self.pixels.inverted()
        with remembered():
            return [
                Measured(kind, words, thing if isinstance(thing, Box) else _extent(thing, to_pixels), of)
                for kind, words, thing, of in self._measured
            ]


def circle(x: float, y: float, radius: float) -> Path:
    """Return a circle as a path."""
    return Path.circle((x, y), radius)


def ring(x: float, y: float, radius: float, corners: int = 48) -> NDArray[np.float64]:
    """Return a circle as a closed line of points."""
    turns = np.linspace(0, 2 * np.pi, corners + 1)
    return np.column_stack([x + radius * np.cos(turns), y + radius * np.sin(turns)])


def opened(lines: Sequence[NDArray[np.float64]]) -> Path:
    """Return lines as one path."""
    return Path(np.concatenate(lines), _codes(lines, end=Path.LINETO))


def joined(rings: Iterable[NDArray[np.float64]]) -> Path:
    """Return closed rings as one path."""
    each = list(rings)
    return Path(np.concatenate(each), _codes(each, end=Path.CLOSEPOLY)) if each else Path(np.empty((0, 2)))


def _codes(lines: Sequence[NDArray[np.float64]], end: np.uint8) -> NDArray[np.uint8]:
    ends = np.cumsum(list(map(len, lines)))
    codes = np.full(ends[-1], Path.LINETO, dtype=np.uint8)
    codes[[0, *ends[:-1]]], codes[ends - 1] = Path.MOVETO, end
    return codes


def _rounded(box: Box, radius: float) -> Path:
    """Return a box with round corners as a path."""
    k = 0.5522847498 * radius  # a cubic curve near a quarter of a circle: 4/3 * (sqrt(2) - 1)
    left, top, right, bottom = box
    sides = [((left + radius, top), (right - radius, top)), ((right, top + radius), (right, bottom - radius))]
    sides += [((right - radius, bottom), (left + radius, bottom)), ((left, bottom - radius), (left, top + radius))]
    pulls = [((k, 0), (0, -k)), ((0, k), (k, 0)), ((-k, 0), (0, k)), ((0, -k), (-k, 0))]
    points: list[tuple[float, float]] = [sides[0][0]]
    codes = [Path.MOVETO]
    for number, (_, end) in enumerate(sides):
        (ax, ay), (bx, by) = pulls[number]
        x, y = sides[(number + 1) % 4][0]
        points += [end, (end[0] + ax, end[1] + ay), (x + bx, y + by), (x, y)]
        codes += [Path.LINETO, Path.CURVE4, Path.CURVE4, Path.CURVE4]
    return Path([*points, points[0]], [*codes, Path.CLOSEPOLY])


def _extent(artist: Any, to_pixels: Transform) -> Box:
    if isinstance(artist, Text):
        return _ink_of(artist, to_pixels)
    corners = to_pixels.transform(artist.get_window_extent().corners())
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return Box(*map(float, (left, top, right, bottom)))


def _ink_of(text: Text, to_pixels: Transform) -> Box:
    """Return the ink of a text from what the artist itself holds: words, font, place and alignment."""
    from matplotlib.textpath import text_to_path

    words, prop = text.get_text(), text.get_fontproperties()
    scale = prop.get_size_in_points() * PX_PER_POINT / text_to_path.FONT_SCALE
    vertices, codes = text_to_path.get_text_path(prop, words, ismath=False)
    x, y = to_pixels.transform(text.get_transform().transform(text.get_position()))
    if not len(vertices):
        return Box(x, y, x, y)
    across, _, _ = text_to_path.get_text_width_height_descent(words, prop, ismath=False)
    shares = {ALIGNMENT[anchor]: share for anchor, share in SHARE_BEFORE.items()}
    left = x - shares[text.get_horizontalalignment()] * across * PX_PER_POINT
    around = extent_of(Path(vertices, codes))
    return Box(
        left + around.left * scale, y - around.bottom * scale, left + around.right * scale, y - around.top * scale
    )
