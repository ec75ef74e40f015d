"""The preview of a figure with its downloads, and the words beside it with a button to copy each."""

from pathlib import Path
from typing import Any

from pages.component_files import fetched_component

_HERE = Path(__file__).parent
_view = fetched_component(
    "atlas_figure",
    html="<div class='figure'></div>",
    css=(_HERE / "figure_view.css").read_text(encoding="utf-8"),
    js=(_HERE / "figure_view.js").read_text(encoding="utf-8"),
)


def preview(address: str, alt: str, facts: str, size: tuple[float, float], files: list[dict[str, str]]) -> None:
    """Show the figure as large as there is room, at its true proportions, above links to its files.

    Parameters
    ----------
    address : str
        Of the preview image.
    files : list of dict
        ``label``, ``note`` and ``href`` of each download, the most useful first.
    """
    data: dict[str, Any] = {"image": address, "alt": alt, "facts": facts, "width": size[0], "height": size[1]}
    _view(key="figure-preview", data=data | {"files": files})


def words(texts: list[tuple[str, str]]) -> None:
    """Show texts under their headings, each with a button that copies it."""
    _view(key="figure-words", data={"words": [{"heading": heading, "text": text} for heading, text in texts]})
