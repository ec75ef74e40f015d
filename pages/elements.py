"""Page furniture as trees of elements: built in Python, made in the browser with ``textContent``, never as HTML text.

A tree is plain data, so a title such as ``<script>`` can only ever be shown. An element with ``send=`` reports a click or a
changed value to the page's callback.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from maps import THEMES
from pages.component_files import fetched_component, written

Element = dict[str, Any]

_HERE = Path(__file__).parent
THEME_JS = (_HERE / "theme.js").read_text(encoding="utf-8")
TREE_JS = THEME_JS + (_HERE / "tree.js").read_text(encoding="utf-8")
THEME_CSS = "\n".join(f".atlas.{name} {{ {THEMES[name].css()} }}" for name in ("light", "dark"))
_tree = fetched_component(
    "atlas_elements",
    html="<div class='atlas light'></div>\n",
    css=THEME_CSS + (_HERE / "elements.css").read_text(encoding="utf-8"),
    js=TREE_JS + (_HERE / "elements.js").read_text(encoding="utf-8"),
)


def el(
    tag: str, *children: "Element | str | None", send: Mapping[str, Any] | None = None, **attributes: Any
) -> Element:
    """One element: a tag, its children (elements or text), its attributes; ``class_`` and ``aria_label`` for the reserved and dashed.

    Parameters
    ----------
    send : mapping, optional
        What the page's callback gets when the element is clicked or, for an input, changed (then with its ``value``).

    Examples
    --------
    >>> el("p", "Known to the ", el("b", "district"), class_="note")["attributes"]
    {'class': 'note'}
    """
    named = {_attribute(name): value for name, value in attributes.items() if value is not None and value is not False}
    element: Element = {"tag": tag, "attributes": named, "children": [child for child in children if child is not None]}
    return element | ({"send": dict(send)} if send else {})


@cache
def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def cell(*children: "Element | str | None", **attributes: Any) -> Element:
    """A table cell that breaks long words only beyond a readable width."""
    return el("td", el("span", *children, class_="cell"), **attributes)


def line_cell(words: str) -> Element:
    """A table cell of a few words that stay on one line."""
    return el("td", el("span", words, class_="cell line"))


def show(*elements: "Element | None", key: str, on_send: Callable[[dict[str, Any]], None] | None = None) -> None:
    """Put elements on the page; ``on_send`` is called with what a used element sends, before the page runs again."""
    show_written(written_elements(*elements), key, on_send)


def show_written(elements: bytes, key: str, on_send: Callable[[dict[str, Any]], None] | None = None) -> None:
    """Put elements on the page that were written before, see `show`."""

    def sent() -> None:
        message = st.session_state[key].sent
        if on_send is not None and isinstance(message, dict):
            on_send(message)

    _tree(key=key, data=elements, on_sent_change=sent)


def written_elements(*elements: "Element | None") -> bytes:
    """Return elements as they are sent to the browser."""
    return written(packed(*elements))


def packed(*elements: "Element | None") -> list[Any]:
    """Return elements as tree.js reads them, each as a list: its tag, its attributes, what it sends (0 for none), its children.

    Examples
    --------
    >>> packed(el("p", "Known to the ", el("b", "district"), class_="note"))
    [['p', {'class': 'note'}, 0, 'Known to the ', ['b', 0, 0, 'district']]]
    """
    return [_packed(element) for element in elements if element is not None]


def _packed(element: Element) -> list[Any]:
    children = [child if isinstance(child, str) else _packed(child) for child in element["children"]]
    return [element["tag"], element["attributes"] or 0, element.get("send", 0), *children]
