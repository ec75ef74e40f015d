"""The themes of figures: those of the live map, and one for a printer without colour."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from maps.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from maps.theme import Theme

LEAST_STEP = 5.0
"""Of lightness (CIE L*) between any two hues of the print theme: they stay apart when a printer drops the colour."""

# From dark to light in steps of lightness, each of a hue near that of the screen; all reach 3:1 on white.
_IN_PRINT = {
    "ink": "#1f1e1b",
    "vermilion": "#571600",
    "blue": "#0a4066",
    "purple": "#74365d",
    "green": "#11674b",
    "sky": "#3c7290",
    "orange": "#a5741d",
    "grey": "#8e8b82",
}

PRINT: Theme = replace(
    THEMES["light"],
    name="print",
    page="#ffffff",
    paper="#ffffff",
    panel="#ffffff",
    line="#a8a8a8",
    text="#000000",
    muted="#3d3d3d",
    faint="#6e6e6e",
    accent="#000000",
    accent_soft="#e2e2e2",
    focus="#000000",
    land="#ffffff",
    country="#fafafa",
    outside="#f2f2f2",
    water="#f7f7f7",
    coast="#6e6e6e",
    river="#a6a6a6",
    border_country="#4a4a4a",
    border_province="#929292",
    border_district="#b0b0b0",
    border_tehsil="#c4c4c4",
    label="#000000",
    label_muted="#333333",
    label_country="#4a4a4a",
    label_water="#404040",
    halo="#ffffff",
    town="#333333",
    badge="#ffffff",
    badge_text="#000000",
    badge_line="#4a4a4a",
    hues=MappingProxyType(_IN_PRINT),
)

FIGURE_THEMES: Mapping[str, Theme] = MappingProxyType({**THEMES, "print": PRINT})


def lightness(colour: str) -> float:
    """Return the lightness of a hex colour once it is grey: CIE L*, 0 to 100.

    Examples
    --------
    >>> lightness("#000000"), round(lightness("#ffffff"))
    (0.0, 100)
    """
    from maps.theme import contrast

    luminance = contrast(colour, "#000000") * 0.05 - 0.05
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


def mixed(colour: str, ground: str, share: float) -> str:
    """Return `colour` mixed with the ground: unlike transparency it stays the same where lines cross.

    Examples
    --------
    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = ((int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{int(share * one + (1 - share) * other + 0.5):02x}" for one, other in pairs)
