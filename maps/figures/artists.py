"""What a sheet is made of, as matplotlib draws it: the page, its named layers, and lines of words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from matplotlib.artist import Artist, allow_rasterization
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from maps.figures.pdf import is_pdf, marked, set_words, standing_for
from maps.figures.words import SHARE_BEFORE, Style, has_arabic, outline, width

if TYPE_CHECKING:
    from matplotlib.backend_bases import RendererBase

ALIGNMENT: dict[str, Literal["left", "center", "right"]] = {"start": "left", "middle": "center", "end": "right"}
_ANCHORS = {alignment: anchor for anchor, alignment in ALIGNMENT.items()}


class Layer(Artist):
    """A named group of artists, drawn in order; in SVG a ``<g>`` with that id. Rasterized, it becomes one image."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.set_gid(name)
        self.members: list[Artist] = []

    @allow_rasterization  # pyright: ignore[reportUntypedFunctionDecorator]
    def draw(self, renderer: RendererBase) -> None:
        """Draw the members inside a group of this name; without members there is no group."""
        if not self.members:
            return
        renderer.open_group("layer", self.get_gid())
        for member in self.members:
            member.draw(renderer)
        renderer.close_group("layer")


class Line(Text):
    """A line of words: text in SVG and PDF; dots are set from its outline, which was measured already and takes a quarter of the time."""

    style: Style
    said: str
    """The words without the spaces between spaced letters."""

    def draw(self, renderer: RendererBase) -> None:
        """Draw the words."""
        in_pdf = is_pdf(renderer) and has_arabic(self.said)
        if not in_pdf and not isinstance(renderer, RendererAgg):
            with standing_for(renderer, self.said, self.get_text()):
                super().draw(renderer)
            return
        x, y = self.get_position()
        words = self.get_text()
        share = SHARE_BEFORE[_ANCHORS[self.get_horizontalalignment()]]
        moved = Affine2D().translate(x - share * width(words, self.style), y) + self.get_transform()
        if in_pdf:
            at = float(moved.get_matrix()[0, 2]), float(moved.get_matrix()[1, 2])
            set_words(renderer, at, words, self.get_fontproperties(), self.style.colour)
            return
        gc = renderer.new_gc()
        gc.set_linewidth(0)
        renderer.draw_path(gc, outline(words, self.style), moved, to_rgb(self.style.colour))
        gc.restore()


class Page(Figure):
    """A figure that says in a PDF what it is: one picture, which `maps.figures.pdf.with_alt_text` gives its words."""

    def draw(self, renderer: RendererBase) -> None:
        """Draw the layers."""
        with marked(renderer, "Figure", {"MCID": 0}):
            super().draw(renderer)
