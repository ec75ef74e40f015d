"""What surrounds the map of a figure: title, filters, legend, scale bar, sources, credits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.figures.areas import hatch
from maps.figures.boxes import Box
from maps.figures.sheet import joined
from maps.figures.spots import shape_path
from maps.figures.words import Style, balanced, width, wrap
from maps.symbols import RADIUS_PX

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from maps.figures.frame import Frame
    from maps.figures.sheet import Sheet
    from maps.symbols import LegendItem
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


def lines(words: str, style: Style, room: float, most: int, kind: str) -> Lines:
    """Return words as at most so many lines of a width."""
    return Lines(tuple(wrap(words, style, room, most)), style, style.size * 1.36, kind)


def heading(title: str, subtitle: str, filters: Sequence[str], theme: Theme, unit: float, room: float) -> list[Lines]:
    """Return title, subtitle and the filters that are on."""
    large = Style(25 * unit, theme.text, weight=600)
    parts = [Lines(tuple(balanced(title, large, room, 2)), large, large.size * 1.3, "title")]
    parts += [lines(subtitle, Style(14 * unit, theme.muted), room, 3, "subtitle")] if subtitle else []
    shown = "Filtered by: " + "  ·  ".join(filters)
    parts += [lines(shown, Style(12 * unit, theme.accent), room, 2, "filters")] if filters else []
    return parts


@dataclass(frozen=True)
class Key:
    """One line of the legend with its place."""

    item: LegendItem
    words: Lines
    x: float
    y: float


def arrange_legend(items: Iterable[LegendItem], theme: Theme, unit: float, room: float) -> tuple[list[Key], float]:
    """Return the legend's lines side by side as far as the width allows, and the height they need."""
    style = Style(12 * unit, theme.text)
    keys: list[Key] = []
    x = y = tallest = 0.0
    for item in items:
        words = lines(item.label, style, room - 32 * unit, 2, "legend")
        wide = 28 * unit + max((width(line, style) for line in words.words), default=0)
        if x and x + wide > room:
            x, y, tallest = 0.0, y + tallest + 3 * unit, 0.0
        keys.append(Key(item, words, x, y))
        x, tallest = x + wide + 26 * unit, max(tallest, words.height)
    return keys, y + tallest if keys else 0.0


def draw_legend(sheet: Sheet, theme: Theme, keys: Sequence[Key], left: float, top: float, unit: float) -> None:
    """Draw the legend with the same hatches, badges and symbols as the map."""
    for key in keys:
        x, y = left + key.x, top + key.y
        middle = y + key.words.leading / 2
        colour = theme.hues[key.item.hue]
        if key.item.symbol is None or key.item.kind == "area":
            _swatch(sheet, theme, Box(x, middle - 7 * unit, x + 20 * unit, middle + 7 * unit), colour, unit)
        else:
            size = RADIUS_PX * unit
            path = shape_path(key.item.symbol)
            sheet.shapes("legend", path, [(x + 10 * unit, middle)], [size], fill=colour, edge=theme.page, wide=0)
        key.words.draw(sheet, "legend", x + 28 * unit, y)


def _swatch(sheet: Sheet, theme: Theme, box: Box, colour: str, unit: float) -> None:
    shape = shapely.box(*box)
    ring = shapely.get_coordinates(shape)
    sheet.fill("legend", joined([ring]), theme.land)
    sheet.fill("legend", joined([ring]), colour, alpha=0.10)
    sheet.stroke("legend", hatch(shape, 4.5 * unit), colour, 0.7 * unit)
    sheet.stroke("legend", [ring], colour, 1.1 * unit)


@dataclass(frozen=True)
class ScaleBar:
    """A bar of a round number of kilometres, and the box it needs."""

    kilometres: float
    length: float
    box: Box


def scale_bar(frame: Frame, unit: float, corner: str = "right") -> ScaleBar:
    """Return the bar that is true where it stands: a round length of about a seventh of the frame."""
    high, margin = 34 * unit, 12 * unit
    middle = frame.box.bottom - margin - high / 2
    across = frame.box.width / 7
    start = frame.box.right - margin - across if corner == "right" else frame.box.left + margin + across
    per_px = frame.true_km_per_px(start, middle)
    kilometres = round_length(per_px * max(across, 84 * unit))
    length = kilometres / per_px
    wide = length + 44 * unit
    left = frame.box.right - margin - wide if corner == "right" else frame.box.left + margin
    return ScaleBar(
        kilometres, length, Box(left, frame.box.bottom - margin - high, left + wide, frame.box.bottom - margin)
    )


def round_length(most: float) -> float:
    """Return the largest of 1, 2, 5, 10 ... that is not above `most`.

    Examples
    --------
    >>> round_length(240), round_length(0.7)
    (200.0, 0.5)
    """
    power = 10.0 ** math.floor(math.log10(most))
    return float(f"{max(step * power for step in (1, 2, 5) if step * power <= most * 1.000001):g}")


def draw_scale_bar(sheet: Sheet, theme: Theme, bar: ScaleBar, unit: float) -> None:
    """Draw a bar with its zero, half and full length."""
    left, y = bar.box.left + 10 * unit, bar.box.bottom - 7 * unit
    style = Style(11 * unit, theme.label_muted, halo=theme.outside)
    ticks = [left, left + bar.length / 2, left + bar.length]
    strokes = [np.array([(ticks[0], y), (ticks[-1], y)])]
    strokes += [np.array([(x, y - 4 * unit), (x, y + 4 * unit)]) for x in ticks]
    sheet.stroke("scale", strokes, theme.label_muted, 1.2 * unit)
    named = ((ticks[0], 0.0), (ticks[1], 0.5), (ticks[2], 1.0))
    for x, share in named if bar.length > 84 * unit else named[::2]:
        words = f"{bar.kilometres * share:g}" + (" km" if share == 1 else "")
        at = x - width(words.removesuffix(" km"), style) / 2 if share == 1 else x
        sheet.write("scale", at, y - 9 * unit, words, style, anchor="start" if share == 1 else "middle", kind="scale")


def footer(paragraphs: Iterable[tuple[str, int]], theme: Theme, unit: float, room: float) -> list[Lines]:
    """Return the small print: (words, most lines) each."""
    style = Style(10.5 * unit, theme.muted)
    return [lines(words, style, room, most, "footer") for words, most in paragraphs if words]
