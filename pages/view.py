"""The part of a link that is not the selection: where the map stands, its layers, and light or dark."""

import math
from typing import Any
from urllib.parse import parse_qs

#: Query keys that belong to the pages; all others belong to the selection.
PAGE_KEYS = (
    "view",
    "layers",
    "theme",
    "record",
    "figure",
    "import",
    "report",
    "version",
    "briefing",
    "scene",
    "entry",
    "act",
    "claim",
    "author",
    "log",
    "then",
    "now",
)


def view_from_query(query: str) -> tuple[dict[str, Any] | None, str]:
    """The map view and theme that a link asks for.

    ``view`` is ``zoom/latitude/longitude`` or, with the frame's edges, ``zoom/latitude/longitude/west/south/east/north``;
    anything that is not such numbers counts as no view.

    >>> view_from_query("view=7/28.5/65.5&theme=dark")
    ({'zoom': 7.0, 'latitude': 28.5, 'longitude': 65.5, 'layers': None}, 'dark')
    >>> view_from_query("view=here")
    (None, 'light')
    """
    values = parse_qs(query)
    theme = "dark" if values.get("theme") == ["dark"] else "light"
    try:
        numbers = [float(part) for part in values["view"][0].split("/")]
    except (KeyError, ValueError):
        return None, theme
    if len(numbers) not in (3, 7) or not all(map(math.isfinite, numbers)) or not _on_earth(*numbers[:3]):
        return None, theme
    layers = tuple(filter(None, values["layers"][0].split(","))) if "layers" in values else None
    view: dict[str, Any] = dict(zip(("zoom", "latitude", "longitude"), numbers, strict=False)) | {"layers": layers}
    if len(numbers) == 7 and numbers[3] < numbers[5] and numbers[4] < numbers[6]:
        view["bounds"] = tuple(numbers[3:])
    return view, theme


def _on_earth(zoom: float, latitude: float, longitude: float) -> bool:
    return 0 <= zoom <= 22 and abs(latitude) <= 90 and abs(longitude) <= 360
