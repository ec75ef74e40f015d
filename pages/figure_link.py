"""A figure's settings in the address bar: the key ``figure`` beside the selection and the map's view."""

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode

from incidents import Selection
from maps.errors import BadRecipe
from maps.recipe import FIELDS, Recipe, read_json
from pages.view import PAGE_KEYS, view_from_query

#: House styles that were uploaded, by the short digest that stands for them in an address; the oldest are forgotten.
_styles: OrderedDict[str, Mapping[str, Any]] = OrderedDict()
_lock = threading.Lock()
STYLES = 32
#: Beside the selection, what an address of a figure's file may hold; ``shown`` only makes another address for other data.
KEYS = (*PAGE_KEYS, "shown")
_DEFAULT = Recipe().to_dict()


def recipe_from(query: str) -> Recipe:
    """The recipe that an address asks for: its selection, its view, and its settings. Raises ``BadRecipe``.

    >>> recipe_from("places=town%3Apasni&figure=%7B%22preset%22%3A%22double%22%7D").preset
    'double'
    """
    values = parse_qs(query, keep_blank_values=True)
    selection = Selection.from_query({key: held for key, held in values.items() if key not in KEYS})
    settings = _settings(values.get("figure", ["{}"])[0])
    settings.setdefault("view", _clean(view_from_query(query)[0]))
    return Recipe.from_dict(settings | {"query": selection.to_query()})


def _settings(text: str) -> dict[str, Any]:
    settings = read_json(text or "{}")
    if not isinstance(settings, dict) or "query" in settings:
        raise BadRecipe("the settings of a figure are names and values, without the selection")
    if isinstance(settings.get("style"), str):
        settings["style"] = _style(settings["style"])
    return settings


def _clean(view: dict[str, Any] | None) -> dict[str, Any] | None:
    return {key: value for key, value in view.items() if value is not None} if view else None


def settings_text(recipe: Recipe, *, with_view: bool) -> str | None:
    """What the address says of a recipe, besides its selection: only what differs from the default; None for nothing.

    ``with_view`` is whether the view belongs to the settings, as that of a remade figure does, and not to the map.
    """
    values = recipe.to_dict()
    kept = {name: values[name] for name in FIELDS if name != "query" and values[name] != _DEFAULT[name]}
    if not with_view:
        kept.pop("view", None)
    if recipe.style is not None:
        kept["style"] = keep_style(recipe.style)
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if kept else None


def has_view(query_value: str) -> bool:
    """Whether the settings hold a view of their own."""
    try:
        return "view" in read_json(query_value or "{}")
    except (BadRecipe, TypeError):
        return False


def keep_style(style: Mapping[str, Any]) -> str:
    """Keep a house style in this process; returns its digest."""
    digest = sha256(json.dumps(style, sort_keys=True).encode()).hexdigest()[:16]
    with _lock:
        _styles[digest] = style
        _styles.move_to_end(digest)
        while len(_styles) > STYLES:
            _styles.popitem(last=False)
    return digest


def _style(digest: str) -> Mapping[str, Any]:
    with _lock:
        if digest in _styles:
            return _styles[digest]
    raise BadRecipe("the house style of this link is not here: upload its file again")


def query_for(selection: Selection, parameters: Mapping[str, list[str]]) -> str:
    """The query string of a figure's files: the selection, and those keys of the page that decide the figure."""
    kept = [(key, value) for key in ("view", "layers", "figure") for value in parameters.get(key, [])]
    return "&".join(filter(None, (selection.to_query(), urlencode(kept))))
