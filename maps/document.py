"""The map as one HTML document made by Folium, with everything inside and no request to make."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

import folium
from branca.element import Element, MacroElement
from folium.template import Template

from maps import assets
from maps.errors import BrokenDocument
from maps.layers import ground
from maps.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Mapping

MAP_NAME = "atlas"
MAX_ZOOM = 13

_GAP = re.compile(r"@@(\w+)@@")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_RISKY = re.compile("[<>&{}`$\u2028\u2029\ud800-\udfff]")
_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


class IncidentLayer(MacroElement):
    """The incidents of a map: fixed scripts of this package, which draw whatever data they are sent.

    No data and no text passes a template: scripts and data are put in after Folium and Jinja are done.
    """

    _template = Template("{% macro script(this, kwargs) %}Atlas.start({{ this._parent.get_name() }});{% endmacro %}")

    def __init__(self) -> None:
        super().__init__()
        self._name = "IncidentLayer"


@functools.cache
def document() -> str:
    """Return the map document, with no incidents inside: the page sends them by message.

    Examples
    --------
    >>> html = document()
    >>> html.startswith("<!DOCTYPE html>"), "http-equiv=\\"Content-Security-Policy\\"" in html
    (True, False)
    """
    return render("Map of incidents")


def render(
    title: str,
    blocks: Mapping[str, Any] | None = None,
    *,
    own_policy: bool = False,
    more_script: str = "",
    more_style: str = "",
) -> str:
    """Return the document with JSON blocks of data inside.

    Parameters
    ----------
    title : str
        Title of the document; any text.
    blocks : Mapping, optional
        Element id -> JSON-ready data, which scripts read.
    own_policy : bool
        Whether the document carries its own Content-Security-Policy, for a file that no server sends.
    more_script, more_style : str
        What another package builds around the map. Where the script sets ``Atlas.around``, that takes the started map.
    """
    embedded = {"atlas-ground": ground(), "atlas-themes": {name: theme.to_json() for name, theme in THEMES.items()}}
    parts = {
        "title": f"<title>{escape(title)}</title>",
        "policy": "",
        "style": "\n".join((assets.leaflet_style(), assets.font_style(), assets.style(), more_style)),
        "script": f"{assets.leaflet_script()}\n{assets.script()}\n{more_script}",
        "data": "\n".join(_block(name, data) for name, data in {**embedded, **(blocks or {})}.items()),
    }
    html = _fill(_skeleton(), parts)
    if not own_policy:
        return html
    policy = escape(document_csp(html))
    return html.replace("<head>", f'<head>\n<meta http-equiv="Content-Security-Policy" content="{policy}">', 1)


def document_csp(html: str) -> str:
    """Return the Content-Security-Policy of a document of this module: its own scripts and styles, and no request.

    Examples
    --------
    >>> document_csp("<script>run()</script>").split("; ")[1]
    "script-src 'sha256-AvyuiL0SD1mVY3NNxR+V2uo+lhk6RMFrytWmRt6CrJQ='"
    """
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for tag, content in _INLINE.findall(html):
        digest = base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")
        hashes[tag].append(f"'sha256-{digest}'")
    none = ("'none'",)
    rules = [" ".join((f"{tag}-src", *(found or none))) for tag, found in hashes.items()]
    return "; ".join(
        ["default-src 'none'", *rules, "img-src data:", "font-src data:", "base-uri 'none'", "form-action 'none'"]
    )


def safe_json(data: Any) -> str:
    """Return data as JSON for a script element: in its texts nothing reads as HTML, a template or the end of a line.

    Examples
    --------
    >>> print(safe_json({"title": "</script>{{7*7}}`${x}`"}))
    {"title":"\\u003c/script\\u003e\\u007b\\u007b7*7\\u007d\\u007d\\u0060\\u0024\\u007bx\\u007d\\u0060"}
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _STRING.sub(lambda found: _guarded(found.group()), text)


def _guarded(string: str) -> str:
    without_backslash = re.sub(r"\\(.)", lambda pair: "\\u005c" if pair.group(1) == "\\" else pair.group(), string)
    return _RISKY.sub(lambda risky: f"\\u{ord(risky.group()):04x}", without_backslash)


def _block(name: str, data: Any) -> str:
    return f'<script type="application/json" id="{name}">{safe_json(data)}</script>'


@functools.cache
def _skeleton() -> str:
    """Return what Folium renders, with gaps for everything that must not pass its templates."""
    drawn = folium.Map(
        location=(28.4, 65.6), zoom_start=6, tiles=None, zoom_control=False, prefer_canvas=True, maxZoom=MAX_ZOOM,
        zoomSnap=0.25, zoomDelta=1, wheelPxPerZoomLevel=90, maxBoundsViscosity=1.0, attributionControl=False,
    )  # fmt: skip
    drawn._id = MAP_NAME  # pyright: ignore[reportPrivateUsage]
    drawn.default_js, drawn.default_css = [], []
    drawn.add_child(IncidentLayer())
    figure: Any = drawn.get_root()
    figure.header.add_child(Element("@@title@@<style>@@style@@</style>"), name="atlas_head")
    figure.html.add_child(Element("@@data@@<script>@@script@@</script>"), name="atlas_body")
    return _corrected(figure.render())


def _corrected(html: str) -> str:
    """Mend Folium's frame: a language for screen readers, pinch zoom allowed, the last script inside the body."""
    mended = [
        (r"<html>", '<html lang="en">'),
        (r'<meta name="viewport"[^>]*>', '<meta name="viewport" content="width=device-width, initial-scale=1">'),
        (r"</body>\s*(<script>.*?</script>)", r"\1\n</body>"),
    ]
    for pattern, replacement in mended:
        html, count = re.subn(pattern, replacement, html, count=1, flags=re.DOTALL)
        if not count:
            raise BrokenDocument(f"folium rendered no {pattern!r}; install the versions of requirements.lock")
    return html


def _fill(skeleton: str, parts: Mapping[str, str]) -> str:
    missing = (set(parts) - {"policy"}) - set(_GAP.findall(skeleton))
    if missing:
        raise BrokenDocument(f"folium left out {sorted(missing)!r}; install the versions of requirements.lock")
    return _GAP.sub(lambda gap: parts[gap.group(1)], skeleton)
