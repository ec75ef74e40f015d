"""Turns a composed figure into the bytes of a PNG, SVG or PDF file: same figure, same bytes."""

from __future__ import annotations

import base64
import io
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from maps.figures.bidi import turns
from maps.figures.pdf import with_alt_text
from maps.figures.png import png
from maps.figures.words import HAIR, SHARE_BEFORE, SWAPPED, Style, width
from maps.fonts import css_families, font_face_css, is_right_to_left

if TYPE_CHECKING:
    from maps.figures.layout import Composed

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
INKSCAPE = "http://www.inkscape.org/namespaces/inkscape"
CREATOR = "Incident Atlas"
RASTER_DPI = 180

_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_ANCHOR = re.compile(r"text-anchor: (\w+)")
_STYLE_SIZE = re.compile(r"font-size: ([\d.]+)px")

SETTINGS: dict[str, Any] = {
    "font.family": ["sans-serif"],
    "hatch.linewidth": 1.0,
    "path.simplify": True,
    "path.simplify_threshold": 0.1,
    "pdf.compression": 6,
    "pdf.fonttype": 42,
    "svg.fonttype": "none",
    "svg.hashsalt": "incident-atlas",
    "svg.image_inline": True,
    "text.hinting": "no_hinting",
    "text.parse_math": False,
    "text.usetex": False,
}
"""Settings of matplotlib that a figure depends on; all others have their defaults, whatever the user's own file says."""


def to_png(composed: Composed, dpi: float, printed_dpi: float) -> bytes:
    """Return a PNG of `dpi` dots for 96 pixels, meant to be printed at `printed_dpi`, with title and alt text as text chunks."""
    described = {
        "Title": composed.title,
        "Description": composed.description,
        "Creation Time": composed.made.isoformat(),
        "Software": CREATOR,
    } | ({"Source": f"figure {composed.identifier}"} if composed.identifier else {})
    return png(to_picture(composed, dpi), described, printed_dpi)


def to_picture(composed: Composed, dpi: float) -> Image.Image:
    """Return the figure drawn with `dpi` dots for 96 pixels; nothing shows through it."""
    figure, sheet = composed.sheet.figure, composed.sheet
    before, dpi_before = figure.get_size_inches(), figure.dpi
    across, down = (round(side * dpi / 96) for side in (sheet.width, sheet.height))
    figure.dpi = dpi
    figure.set_size_inches((across + 1e-6) / dpi, (down + 1e-6) / dpi)  # or it would be cut
    canvas = FigureCanvasAgg(figure)
    try:
        canvas.draw()
        return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    finally:
        FigureCanvasBase(figure)  # the figure's from now on: the dots drawn are let go
        figure.dpi = dpi_before
        figure.set_size_inches(float(before[0]), float(before[1]))


def to_pdf(composed: Composed) -> bytes:
    """Return a PDF: vectors, fonts embedded, words that can be copied; title, language, and alt text in metadata and tags."""
    described = {
        "Title": composed.title,
        "Subject": composed.description,
        "Creator": CREATOR,
        "Producer": "Matplotlib",
        "CreationDate": None,
    }
    if composed.identifier:
        described["Keywords"] = f"figure {composed.identifier}"
    drawn = _saved(composed, "pdf", dpi=RASTER_DPI, metadata=described)
    return with_alt_text(drawn, composed.language, composed.description)


def to_svg(composed: Composed) -> bytes:
    """Return an SVG whose words are text, with the fonts they need inside, a title, and the alt text as its description."""
    made = {"Date": None, "Creator": None, "Format": None, "Type": None}
    drawn = _saved(composed, "svg", dpi=RASTER_DPI, metadata=made)
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    ET.register_namespace("inkscape", INKSCAPE)
    root = ET.fromstring(drawn)  # noqa: S314 (written by matplotlib just now)
    _strip(root)
    _name_layers(root)
    for text in root.iter(f"{{{SVG}}}text"):
        _plain_text(text)
    for element in root.iter():
        _shorten_numbers(element)
    for image in root.iter(f"{{{SVG}}}image"):
        _lighten(image)
    _describe(root, composed)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="utf-8") + b"\n"


def _saved(composed: Composed, fmt: str, **options: Any) -> bytes:
    file = io.BytesIO()
    composed.sheet.figure.savefig(file, format=fmt, **options)
    return file.getvalue()


def _strip(root: ET.Element) -> None:
    """Take out what says nothing: empty metadata, comments, and groups' numbered names."""
    for element in root.findall(f"{{{SVG}}}metadata"):
        root.remove(element)
    for group in root.iter(f"{{{SVG}}}g"):
        if re.fullmatch(r"(patch|text|LineCollection|PathCollection|figure)_\d+", group.get("id", "")):
            del group.attrib["id"]


def _name_layers(root: ET.Element) -> None:
    """Make the named groups layers of Inkscape, which knows a group as a layer only by marks of its own."""
    for group in root.iter(f"{{{SVG}}}g"):
        if name := group.get("id"):
            group.set(f"{{{INKSCAPE}}}groupmode", "layer")
            group.set(f"{{{INKSCAPE}}}label", name.replace("-", " ").capitalize())


def _plain_text(text: ET.Element) -> None:
    """Give a text its public font family, spacing instead of spaces between letters, its direction, and the width that it has in its font.

    A program that takes another font sets the words as wide. Not of Arabic letters: Inkscape would draw them across the page.
    """
    style = text.get("style", "")
    words = text.text or ""
    size = float(found[1]) if (found := _STYLE_SIZE.search(style)) else 0.0
    is_italic = "font-style: italic" in style
    across = width(words, Style(size, "#000000", 600 if "font-weight: 600" in style else 400, italic=is_italic))
    style = re.sub(r"font-family: [^;]+", f"font-family: {_families()}", style)
    if spaces := _spaces_between(words):
        words = re.sub(f"{HAIR}{{{spaces}}}", "", words)
        spacing = spaces * _hair() * size
        style += f"; letter-spacing: {spacing:.3f}px"
        # Programs differ in whether a line ends with the space after its last letter: it is set from its beginning.
        text.set("x", str(float(text.get("x", 0)) - SHARE_BEFORE[_ANCHOR.findall(style)[0]] * across))
        style, across = _ANCHOR.sub("text-anchor: start", style), across + spacing
    if words and not turns(words):
        text.set("textLength", f"{across:.2f}")
        text.set("lengthAdjust", "spacingAndGlyphs")
    if is_right_to_left(words):
        style = _ANCHOR.sub(lambda found: f"text-anchor: {SWAPPED[found[1]]}", style)
        style += "; direction: rtl"
    text.set("style", style)
    text.text = words
    if text.get("transform", "").startswith("rotate(-0 "):
        del text.attrib["transform"]


def _families() -> str:
    return ", ".join([*(f"'{name}'" for name in dict.fromkeys(css_families().values())), "sans-serif"])


def _spaces_between(words: str) -> int:
    """Return how many hair spaces part the letters, 0 where the words are not spaced."""
    run = re.match(f"[^{HAIR}]({HAIR}+)[^{HAIR}]", words)
    return len(run[1]) if run else 0


def _hair() -> float:
    """Return the width of a hair space in ems."""
    return width(HAIR, Style(100, "#000000")) / 100


def _shorten_numbers(element: ET.Element) -> None:
    for name in ("d", "x", "y", "width", "height", "transform"):
        value = element.get(name)
        if value and not (name == "transform" and "matrix" in value):
            element.set(name, _NUMBER.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), value))


def _lighten(image: ET.Element) -> None:
    """Store a raster of symbols, which has few colours, with a palette: a third of the bytes."""
    name = f"{{{XLINK}}}href"
    _, _, data = image.get(name, "").partition("base64,")
    with Image.open(io.BytesIO(base64.b64decode(data))) as picture:
        few = picture.convert("RGBA").quantize(colors=128, method=Image.Quantize.FASTOCTREE)
    file = io.BytesIO()
    few.save(file, "png", optimize=True)
    image.set(name, "data:image/png;base64," + base64.b64encode(file.getvalue()).decode("ascii"))


def _describe(root: ET.Element, composed: Composed) -> None:
    root.set("role", "img")
    root.set("aria-labelledby", "figure-title figure-description")
    root.set("lang", composed.language)
    head = [
        _element("title", composed.title, id="figure-title"),
        _element("desc", composed.description, id="figure-description"),
        _element("style", font_face_css(composed.sheet.texts), type="text/css"),
    ]
    for position, element in enumerate(head):
        root.insert(position, element)


def _element(tag: str, words: str, **attributes: str) -> ET.Element:
    element = ET.Element(f"{{{SVG}}}{tag}", attributes)
    element.text = words
    return element
