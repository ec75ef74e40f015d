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
from maps.recipe import Recipe, read_json
from pages.view import PAGE_KEYS, view_from_query

#: What was uploaded for figures, by the short digest that stands for it in an address; the oldest are forgotten.
_uploads: OrderedDict[str, Mapping[str, Any]] = OrderedDict()
_lock = threading.Lock()
MOST = 32
#: Settings that come from a file, and what the file is called.
UPLOADED = {"style": "house style", "population": "population of the districts"}
#: Beside the selection, what an address of a figure's file may hold; ``shown`` only makes another address for other data.
KEYS = (*PAGE_KEYS, "shown")
_DEFAULT = Recipe().to_dict()


def recipe_from(query: str) -> Recipe:
    """The recipe that an address asks for: its selection, its view, and its settings. Raises ``BadRecipe``.

    What of the selection cannot be read is left aside, for the page has said so.

    >>> recipe_from("places=town%3Apasni&figure=%7B%22preset%22%3A%22double%22%7D").preset
    'double'
    """
    values = parse_qs(query, keep_blank_values=True)
    selection = Selection.from_query({key: held for key, held in values.items() if key not in KEYS}).replace(unknown=())
    settings = _settings(values.get("figure", ["{}"])[0])
    settings.setdefault("view", _clean(view_from_query(query)[0]))
    return Recipe.from_dict(settings | {"query": selection.to_query()})


def _settings(text: str) -> dict[str, Any]:
    settings = read_json(text or "{}")
    if not isinstance(settings, dict) or "query" in settings:
        raise BadRecipe("the settings of a figure are names and values, without the selection")
    for name, words in UPLOADED.items():
        if isinstance(settings.get(name), str):
            settings[name] = _upload(settings[name], words)
    return settings


def _clean(view: dict[str, Any] | None) -> dict[str, Any] | None:
    return {key: value for key, value in view.items() if value is not None} if view else None


def settings_text(recipe: Recipe, *, with_view: bool) -> str | None:
    """What the address says of a recipe, besides its selection: only what differs from the default; None for nothing.

    ``with_view`` is whether the view belongs to the settings, as that of a remade figure does, and not to the map.
    """
    values = recipe.to_dict()
    kept = {name: value for name, value in values.items() if name != "query" and value != _DEFAULT.get(name)}
    if not with_view:
        kept.pop("view", None)
    kept |= {name: keep(kept[name]) for name in UPLOADED if name in kept}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if kept else None


def has_view(query_value: str) -> bool:
    """Whether the settings hold a view of their own."""
    try:
        return "view" in read_json(query_value or "{}")
    except (BadRecipe, TypeError):
        return False


def keep(upload: Mapping[str, Any]) -> str:
    """Keep what was uploaded in this process; returns its digest."""
    digest = sha256(json.dumps(upload, sort_keys=True).encode()).hexdigest()[:16]
    with _lock:
        _uploads[digest] = upload
        _uploads.move_to_end(digest)
        while len(_uploads) > MOST:
            _uploads.popitem(last=False)
    return digest


def _upload(digest: str, words: str) -> Mapping[str, Any]:
    with _lock:
        if digest in _uploads:
            return _uploads[digest]
    raise BadRecipe(f"the {words} of this link is not here: upload its file again")


def query_for(selection: Selection, parameters: Mapping[str, list[str]]) -> str:
    """The query string of a figure's files: the selection, and those keys of the page that decide the figure."""
    kept = [(key, value) for key in ("view", "layers", "figure") for value in parameters.get(key, [])]
    return "&".join(filter(None, (selection.to_query(), urlencode(kept))))
