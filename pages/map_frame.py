"""The map on a page: the Folium document in a sandboxed frame that keeps its place while the data changes."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from pages.component_files import fetched_component, written
from pages.elements import THEME_JS

_HERE = Path(__file__).parent
_HTML = """<div class="map">
  <div class="frame"></div>
  <div class="tools">
    <span class="take">This map as</span>
    <a data-kind="png" href="atlas/download.png" download>PNG</a>
    <a data-kind="svg" href="atlas/download.svg" download>SVG</a>
    <a data-kind="html" href="atlas/download.html" download>HTML file</a>
    <button type="button" class="copy">Copy link</button>
    <span class="copied" role="status"></span>
  </div>
</div>
"""
_frame = fetched_component(
    "atlas_map",
    html=_HTML,
    css=(_HERE / "map_frame.css").read_text(encoding="utf-8"),
    js=THEME_JS + (_HERE / "map_frame.js").read_text(encoding="utf-8"),
    parsed=False,
)


def map_frame(payload: bytes, selection: str, on_open: Callable[[str], None] | None = None, key: str = "map") -> None:
    """Show the map document with a payload.

    Parameters
    ----------
    payload : bytes
        From ``maps.payload``, `written`.
    selection : str
        The selection as a query string: the frame's ``data-drawn`` attribute takes this value once it is on screen.
    on_open : callable, optional
        Called with the id of a record that is opened in the map, before the page runs again.
    """

    def opened() -> None:
        record = st.session_state[key].opened
        if on_open is not None and isinstance(record, str):
            on_open(record)

    beside = written({"selection": selection, "title": "Map of the incidents; the table below it holds the same"})
    _frame(key=key, data=beside + b"\n" + payload, on_opened_change=opened)
