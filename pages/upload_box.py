"""A box to drop files into, or to choose them from; each is sent on its own, with its progress and a way to stop."""

from collections.abc import Callable
from pathlib import Path

from pages.component_files import fetched_component
from pages.desk import MB, MOST
from pages.elements import THEME_CSS, THEME_JS

_HERE = Path(__file__).parent
_box = fetched_component(
    "atlas_upload",
    html="<div class='atlas light'></div>\n",
    css=THEME_CSS + "".join((_HERE / name).read_text(encoding="utf-8") for name in ("elements.css", "upload_box.css")),
    js=THEME_JS + (_HERE / "upload_box.js").read_text(encoding="utf-8"),
)


def upload_box(token: str, on_arrival: Callable[[], None]) -> None:
    """Show the box.

    Parameters
    ----------
    token : str
        Of the desk that the files go to.
    on_arrival : callable
        Called when a file has arrived, before the page runs again.
    """
    _box(key="upload", data={"to": f"./atlas/upload/{token}", "most": MOST, "mb": MB}, on_arrived_change=on_arrival)
