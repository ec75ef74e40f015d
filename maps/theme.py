"""Colours shared by the pages, the map document and the printed figures: three themes, one set of names."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Theme:
    """A set of colour tokens, each a lower-case hex colour such as ``#a8441c``.

    ``text``, ``muted`` and ``accent`` reach 4.5:1 (WCAG 2.2 AA) on ``page``, ``paper`` and ``panel``; map labels reach
    it on the ground they are set on; hues reach 3:1 on ``land``.

    Attributes
    ----------
    name : str
        ``light``, ``dark`` or ``projector``.
    scheme : str
        CSS ``color-scheme``: ``light`` or ``dark``.
    hues : Mapping[str, str]
        Colours of event types, by hue name (see `maps.symbols.SYMBOLS`).
    scale : float
        Factor on text, line and symbol sizes: more than 1 for a room that reads from afar.
    """

    name: str
    scheme: str

    page: str
    paper: str
    panel: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_soft: str
    on_accent: str
    focus: str

    land: str
    country: str
    outside: str
    water: str
    coast: str
    river: str
    border_country: str
    border_province: str
    border_district: str
    border_tehsil: str

    label: str
    label_muted: str
    label_country: str
    label_water: str
    halo: str
    town: str
    badge: str
    badge_text: str
    badge_line: str

    scale: float = 1.0
    hues: Mapping[str, str] = field(default_factory=dict[str, str])

    def tokens(self) -> dict[str, str]:
        """Return every colour token by name, without the hues.

        Examples
        --------
        >>> THEMES["light"].tokens()["land"]
        '#fdfcf9'
        """
        names = (f.name for f in fields(self) if f.name not in {"name", "scheme", "scale", "hues"})
        return {name: getattr(self, name) for name in names}

    def css(self) -> str:
        """Return the tokens and hues as CSS custom properties, to be put inside a rule.

        Examples
        --------
        >>> "--atlas-border-country: " in THEMES["dark"].css()
        True
        """
        lines = [f"color-scheme: {self.scheme};", f"--atlas-scale: {self.scale};"]
        lines += [f"--atlas-{name.replace('_', '-')}: {value};" for name, value in self.tokens().items()]
        lines += [f"--atlas-hue-{name}: {value};" for name, value in self.hues.items()]
        return "\n".join(lines)

    def to_json(self) -> dict[str, object]:
        """Return the theme as the map document takes it."""
        return {"name": self.name, "scheme": self.scheme, "scale": self.scale, **self.tokens(), "hues": dict(self.hues)}


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two hex colours, 1 to 21 (WCAG 2.2, "contrast ratio" and "relative luminance").

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


# Hues are those of Okabe and Ito (2008, "Color Universal Design"), made lighter or darker to reach 3:1 on their land.
_ON_LIGHT = {
    "vermilion": "#b4481a",
    "blue": "#1f6a9c",
    "green": "#0b7a5b",
    "purple": "#a34f80",
    "orange": "#a86c00",
    "sky": "#3a82ad",
    "ink": "#4a4842",
    "grey": "#7a776c",
}
_ON_DARK = {
    "vermilion": "#f08a55",
    "blue": "#5fa8dc",
    "green": "#3dbd93",
    "purple": "#dd95bd",
    "orange": "#e6aa3c",
    "sky": "#8ccbf0",
    "ink": "#d3d0c6",
    "grey": "#9d9a8f",
}
_ON_SCREEN = {
    "vermilion": "#a33a0c",
    "blue": "#0b5a91",
    "green": "#00664a",
    "purple": "#8f3a6d",
    "orange": "#8a5600",
    "sky": "#22709e",
    "ink": "#33312c",
    "grey": "#625f55",
}

_LIGHT = Theme(
    name="light",
    scheme="light",
    page="#ffffff",
    paper="#faf9f5",
    panel="#ffffff",
    line="#e2e0d8",
    text="#23221e",
    muted="#65635a",
    faint="#8a887d",
    accent="#a3401a",
    accent_soft="#fbe9dd",
    on_accent="#ffffff",
    focus="#1f6a9c",
    land="#fdfcf9",
    country="#f8f3e5",
    outside="#efeeea",
    water="#e1eaee",
    coast="#a9b9c1",
    river="#bcd0da",
    border_country="#8f8c7f",
    border_province="#b3b0a4",
    border_district="#c9c6ba",
    border_tehsil="#dddbd1",
    label="#23221e",
    label_muted="#5f5d55",
    label_country="#6c695f",
    label_water="#4a697b",
    halo="#fdfcf9",
    town="#6d6b62",
    badge="#ffffff",
    badge_text="#23221e",
    badge_line="#8a887d",
    hues=MappingProxyType(_ON_LIGHT),
)

_DARK = Theme(
    name="dark",
    scheme="dark",
    page="#171715",
    paper="#1d1d1a",
    panel="#222220",
    line="#3a3934",
    text="#eceae2",
    muted="#aeaba0",
    faint="#858278",
    accent="#f0945f",
    accent_soft="#44291a",
    on_accent="#1b140f",
    focus="#7dbbe6",
    land="#2e2e2a",
    country="#282620",
    outside="#1a1a19",
    water="#16202a",
    coast="#42535f",
    river="#37505f",
    border_country="#87847a",
    border_province="#636159",
    border_district="#484742",
    border_tehsil="#3b3a36",
    label="#f1efe8",
    label_muted="#b9b6ab",
    label_country="#9b988e",
    label_water="#7f9fb3",
    halo="#1c1c1a",
    town="#a3a096",
    badge="#f4f2eb",
    badge_text="#1d1c19",
    badge_line="#171715",
    hues=MappingProxyType(_ON_DARK),
)

# For a beamer in a lit room and for paper: whites stay white, lines are darker, everything is larger; words reach 7:1 (WCAG 2.2 AAA).
_PROJECTOR = Theme(
    name="projector",
    scheme="light",
    page="#ffffff",
    paper="#ffffff",
    panel="#ffffff",
    line="#bdbab0",
    text="#11110f",
    muted="#48463f",
    faint="#6b695f",
    accent="#7d2c0b",
    accent_soft="#f8dfcf",
    on_accent="#ffffff",
    focus="#0b5a91",
    land="#ffffff",
    country="#f6f1e0",
    outside="#e8e7e3",
    water="#d3e0e7",
    coast="#7f939e",
    river="#93b0c0",
    border_country="#5e5b50",
    border_province="#85827a",
    border_district="#aeaba0",
    border_tehsil="#c9c6bb",
    label="#11110f",
    label_muted="#3f3d37",
    label_country="#4a473f",
    label_water="#284757",
    halo="#ffffff",
    town="#48463f",
    badge="#ffffff",
    badge_text="#11110f",
    badge_line="#48463f",
    scale=1.25,
    hues=MappingProxyType(_ON_SCREEN),
)

THEMES: Mapping[str, Theme] = MappingProxyType({theme.name: theme for theme in (_LIGHT, _DARK, _PROJECTOR)})
