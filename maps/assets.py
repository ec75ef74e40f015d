"""The files that a map document carries inside: Leaflet, the fonts, and this package's scripts and styles."""

from __future__ import annotations

import functools
import re
from importlib import resources

from maps.errors import MissingAsset
from maps.fonts import font_face_css

SCRIPTS = (
    "basemap.js", "name_sheet.js", "labels.js", "signs.js", "incident_names.js", "shaded_areas.js", "mark_look.js", "mark_places.js", "incident_layer.js", "card.js", "controls.js", "asking.js",
    "refining.js", "cube.js", "playback_layer.js", "playback_panel.js", "playback.js", "report.js", "bridge.js"
)  # fmt: skip
STYLES = ("map.css", "playback.css", "report.css")

_LATIN = "".join(
    map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x1E00, 0x1EFA), 0x192, 0x218, 0x219, 0x21A, 0x21B])
)
_SIGNS = "ʻʼʾʿ‐‑–—―‘’‚“”„†‡•…‰′″‹›⁄€№™−×"
_ARABIC = "".join(map(chr, [*range(0x600, 0x700), *range(0x750, 0x780), 0x200C, 0x200D, 0x25CC]))


def script() -> str:
    """Return this package's JavaScript, in the order in which it builds on itself."""
    return "\n".join(_own(name) for name in SCRIPTS)


def style() -> str:
    """Return this package's CSS."""
    return "\n".join(_own(name) for name in STYLES)


@functools.cache
def leaflet_script() -> str:
    """Return Leaflet's JavaScript without the pointer to its source map, which a browser would ask for."""
    return re.sub(r"//# sourceMappingURL=\S+", "", _leaflet("leaflet.js"))


@functools.cache
def leaflet_style() -> str:
    """Return Leaflet's CSS without its pictures: the document has its own controls and marks."""
    return re.sub(r"url\([^)]*\)", "none", _leaflet("leaflet.css"))


@functools.cache
def font_style() -> str:
    """Return ``@font-face`` rules with Noto Sans and Noto Sans Arabic inside, cut to the letters of these parts.

    The families are called "Atlas Sans" and "Atlas Naskh", so that no font of the reader's system takes their place.
    """
    latin = _LATIN + _SIGNS
    css = font_face_css({(400, False): latin + _ARABIC, (600, False): latin + _ARABIC, (400, True): _LATIN[:95]})
    return css.replace('"Noto Sans Arabic"', '"Atlas Naskh"').replace('"Noto Sans"', '"Atlas Sans"')


def _leaflet(name: str) -> str:
    return _text("js_lib_leaflet", f"static/js_lib_leaflet/{name}")


def _own(name: str) -> str:
    return _text("maps", name)


def _text(package: str, path: str) -> str:
    try:
        return resources.files(package).joinpath(path).read_text(encoding="utf-8")
    except (FileNotFoundError, ModuleNotFoundError) as reason:
        raise MissingAsset(f"{path!r} of the package {package!r} is not installed; run 'make setup' again") from reason
