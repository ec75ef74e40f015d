"""What surrounds the map of a figure: title, filters, legend, scale bar, sources, credits."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from maps.figures.bidi import RIGHT_TO_LEFT_MARK
from maps.figures.boxes import Box
from maps.figures.words import ELLIPSIS, Style, balanced, width, wrap
from maps.fonts import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from maps.figures.frame import Frame
    from maps.figures.quiet import Busy
    from maps.figures.sheet import Sheet
    from maps.figures.style import House
    from maps.figures.wording import Wording
    from maps.theme import Theme


@dataclass(frozen=True)
class Lines:
    """Lines of words ready to be set under one another."""

    words: tuple[str, ...]
    style: Style
    leading: float
    kind: str

    @property
    def height(self) -> float:
        """From the top of the first line to the bottom of the last."""
        return len(self.words) * self.leading

    def draw(self, sheet: Sheet, layer: str, x: float, top: float) -> float:
        """Set the lines from `top` downwards and return where they end."""
        for number, line in enumerate(self.words):
            baseline = top + number * self.leading + (self.leading + self.style.size * 0.72) / 2
            sheet.write(layer, x, baseline, line, self.style, kind=self.kind)
        return top + self.height


def stacked(parts: Sequence[Lines], gap: float) -> float:
    """Return the height of lines under one another, with gaps between them."""
    return sum(part.height for part in parts) + gap * max(len(parts) - 1, 0)


def lines(words: str, style: Style, room: float, most: int, kind: str) -> Lines:
    """Return words as at most so many lines of a width."""
    return Lines(tuple(wrap(words, style, room, most)), style, style.size * 1.36, kind)


def heading(title: str, subtitle: str, shown: str, filters: str, theme: Theme, unit: float, room: float) -> list[Lines]:
    """Return title, subtitle, what of it is shown, and the filters that are on; on a narrow figure the title is smaller."""
    large = Style(title_size(unit, room), theme.text, weight=600)
    small = Style(min(14 * unit, max(11 * unit, large.size * 0.62)), theme.muted)
    parts = [_title(title, large, 1.2 * small.size, room)] if title else []
    parts += [lines(subtitle, small, room, 6, "subtitle")] if subtitle else []
    parts += [lines(shown, small, room, 6, "subtitle")] if shown else []
    parts += [lines(filters, Style(min(12 * unit, small.size), theme.muted), room, 2, "filters")] if filters else []
    return parts


def title_size(unit: float, room: float) -> float:
    """Return how large a title is that fits, larger than all other words of the figure."""
    return min(25 * unit, max(14.5 * unit, room / 40))


def _title(words: str, style: Style, least: float, room: float) -> Lines:
    """Return a title on one line if a little smaller type has room for it there, else in three that are about equally long.

    It is smaller rather than cut, and in more lines where no smaller size has room for it.
    """
    sizes = [max(style.size * share, least) for share in (1.0, 0.88, 0.76, 0.66)]
    tried = [(style.sized(size), most) for most, some in ((1, sizes[:3]), (3, sizes), (8, sizes[-1:])) for size in some]
    wrapped = [(each, balanced(words, each, room, most)) for each, most in tried]
    chosen, found = next(((each, found) for each, found in wrapped if not found[-1].endswith(ELLIPSIS)), wrapped[-1])
    return Lines(tuple(found), chosen, chosen.size * 1.3, "title")


@dataclass(frozen=True)
class ScaleBar:
    """A bar of a round number of kilometres, and the box it needs."""

    kilometres: float
    length: float
    box: Box


BAR_SHARES, LEAST_BAR = (0.3, 0.15, 0.08), 21.0
"""How long the scale bar is at most, of a map's width, the usual length first; and nominally whatever the map is."""

PLACES = tuple((across, end) for end in ("bottom", "top") for across in (1.0, 0.0, 0.5, 0.25, 0.75))
"""Where on a map its scale bar may stand, as a share of the way to the right and the edge that it is at: the usual place first."""

LESS_USUAL = 5.0
"""Pixels of line that a scale bar crosses rather than standing at the next of its places."""


def clear_scale_bar(frame: Frame, unit: float, km: str, busy: Busy) -> ScaleBar:
    """Return the scale bar where least is beneath it, shorter where that helps: in the lower right corner if it can be."""
    bars = [scale_bar(frame, unit, km, *place, share=share) for share in BAR_SHARES for place in PLACES]
    whole = [bar for bar in bars if frame.box.holds(bar.box)] or [min(bars, key=lambda bar: bar.box.width)]
    near = [busy.within(bar.box.grown(2 * unit)) + busy.within(bar.box.grown(8 * unit)) / 4 for bar in whole]
    beneath = [each + number * LESS_USUAL * unit for number, each in enumerate(near)]
    return whole[beneath.index(min(beneath))]


MOST_DISTORTED = 1.1
"""From this ratio of the scales at a map's upper and lower edge on, its bar says at which latitude it is true."""


def kilometres(frame: Frame, wording: Wording) -> str:
    """Return the unit of a scale bar in words, with the latitude at which it is true where this matters."""
    return wording.kilometres_at(frame.degrees(*frame.box.centre)[1]) if _is_distorted(frame) else wording.kilometres


def _is_distorted(frame: Frame) -> bool:
    x, y = frame.box.centre
    scales = [frame.true_km_per_px(x, at) for at in (frame.box.top + 1, y, frame.box.bottom - 1)]
    return max(scales) > MOST_DISTORTED * min(scales)


def scale_bar(
    frame: Frame, unit: float, km: str = "km", across: float = 1.0, end: str = "bottom", share: float = BAR_SHARES[0]
) -> ScaleBar:
    """Return the bar that is true where it stands: of a round length, at most a share of the frame.

    On a map of much of the world it is true at the middle latitude instead, as `kilometres` says.
    """
    high, margin = 28 * unit, 12 * unit
    bottom = frame.box.bottom - margin if end == "bottom" else frame.box.top + margin + high
    middle = bottom - high / 2
    usual = max(share * frame.box.width, LEAST_BAR * unit)
    left, room = frame.box.left + margin, frame.box.width - 2 * margin
    start = left + usual + across * (room - 2 * usual)
    per_px = frame.true_km_per_px(*(frame.box.centre if _is_distorted(frame) else (start, middle)))
    kilometres = round_length(per_px * usual)
    length = kilometres / per_px
    words = width(f"{kilometres:g}", _scale_style(unit)) / 2 + width(f" {km}", _scale_style(unit))
    wide = length + 10 * unit + max(words, 12 * unit)
    left += across * (room - wide)
    return ScaleBar(kilometres, length, Box(left, bottom - high, left + wide, bottom))


def round_length(most: float) -> float:
    """Return the largest of 1, 2, 5, 10 ... that is not above `most`.

    Examples
    --------
    >>> round_length(240), round_length(0.7)
    (200.0, 0.5)
    """
    power = 10.0 ** math.floor(math.log10(most))
    return float(f"{max(step * power for step in (1, 2, 5) if step * power <= most * 1.000001):g}")


def _scale_style(unit: float, colour: str = "#000000", halo: str = "") -> Style:
    return Style(11 * unit, colour, halo=halo)


def draw_scale_bar(sheet: Sheet, theme: Theme, bar: ScaleBar, unit: float, km: str = "km", ground: str = "") -> None:
    """Draw a bar with its zero, half and full length on a ground of a colour; it runs to the left where its words do."""
    ground = ground or theme.outside
    y, style = bar.box.bottom - 7 * unit, _scale_style(unit, theme.label_muted, ground)
    runs_left = is_right_to_left(km)
    start, way = (bar.box.right - 10 * unit, -1) if runs_left else (bar.box.left + 10 * unit, 1)
    ticks = [start, start + way * bar.length / 2, start + way * bar.length]
    strokes = [np.array([(ticks[0], y), (ticks[-1], y)])]
    strokes += [np.array([(x, y - 4 * unit), (x, y + 4 * unit)]) for x in ticks]
    sheet.stroke("scale", strokes, ground, 4.2 * unit)
    sheet.stroke("scale", strokes, theme.label_muted, 1.2 * unit)
    above = y - 9 * unit
    marked = 2 if bar.length > 84 * unit else 1 if bar.length > 36 * unit else 0
    for x, share in ((ticks[0], 0.0), (ticks[1], 0.5))[:marked]:
        sheet.write("scale", x, above, sheet.number(bar.kilometres * share), style, anchor="middle", kind="scale")
    number = sheet.number(bar.kilometres)
    at = ticks[2] - way * width(number, style) / 2
    words = f"{RIGHT_TO_LEFT_MARK if runs_left else ''}{number} {km}"
    sheet.write("scale", at, above, words, style, anchor="end" if runs_left else "start", kind="scale")


def logo_width(house: House, unit: float) -> float:
    """Return how much of the small print's width a house's logo takes."""
    return 96 * unit if house.logo else 0.0


def draw_logo(sheet: Sheet, content: bytes, room: Box) -> None:
    """Draw a house's logo as large as the room allows, at its lower end."""
    draw_image(sheet, "logo", content, room)


def draw_image(sheet: Sheet, layer: str, content: bytes, room: Box) -> None:
    """Draw a picture as large as the room allows, at its lower right end."""
    from matplotlib.image import BboxImage
    from matplotlib.transforms import Bbox, TransformedBbox
    from PIL import Image

    with Image.open(io.BytesIO(content)) as opened:
        picture = np.asarray(opened.convert("RGBA"))
    high, wide = picture.shape[:2]
    scale = min(room.width / wide, room.height / high)
    box = sheet.placed(Box(room.right - wide * scale, room.bottom - high * scale, room.right, room.bottom))
    image = BboxImage(TransformedBbox(Bbox([[box.left, box.top], [box.right, box.bottom]]), sheet.pixels))
    image.set_data(picture)
    sheet.put(layer, image)
    with sheet.mirrored(False):
        sheet.note(layer, "", box)


def footer(paragraphs: Iterable[tuple[str, int]], theme: Theme, unit: float, room: float) -> list[Lines]:
    """Return the small print: (words, most lines) each."""
    style = Style(10.5 * unit, theme.muted)
    return [lines(words, style, room, most, "footer") for words, most in paragraphs if words]
