"""Signs of a choropleth's key: a class of shades, and the box that areas carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.figures.boxes import Box
from maps.figures.keys import LAYER
from maps.figures.words import Style, ink

if TYPE_CHECKING:
    from maps.figures.keys import Draw
    from maps.figures.sheet import Sheet
    from maps.theme import Theme


def fill_swatch(colour: str) -> Draw:
    """Return a sign filled with a colour: a class of a choropleth."""

    def draw(sheet: Sheet, theme: Theme, box: Box, unit: float) -> None:
        sheet.rectangle(LAYER, box, fill=colour, edge=theme.border_province, wide=0.8 * unit)

    return draw


def badge_swatch(number: str) -> Draw:
    """Return a small box with a number in it, as areas carry it."""

    def draw(sheet: Sheet, theme: Theme, box: Box, unit: float) -> None:
        style = Style(10.5 * unit, theme.badge_text, weight=600)
        x, y = box.centre
        half = Box(x - 7 * unit, box.top, x + 7 * unit, box.bottom)
        sheet.pill(LAYER, half, 3 * unit, fill=theme.badge, edge=theme.badge_line, wide=0.9 * unit)
        sheet.write(
            LAYER, x, y + ink(0, 0, number, style).height / 2, number, style, anchor="middle", kind="key-number"
        )

    return draw
