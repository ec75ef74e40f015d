"""Figures composed for the tests, and the words that stand in them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from functools import cache

from incidents import Atlas
from maps.figures import compose
from maps.recipe import KINDS, Recipe
from tests.maps.figure_samples import MADE

WITH_CLAIMS = [kind for kind in KINDS if kind != "locator"]


def drawn(atlas: Atlas, **options):
    """Compose a figure; where it has been composed before, the same one again."""
    return _composed(atlas, Recipe(made=MADE, **options).to_json())


@cache
def _composed(atlas: Atlas, recipe: str):
    return compose(atlas, Recipe.from_json(recipe))


def texts(composed, layer: str = "") -> list[str]:
    lines = composed.sheet.outline().splitlines()
    found, within = [], False
    for line in lines:
        if line.startswith("["):
            within = not layer or line.startswith(f"[{layer}]")
        elif within:
            found.append(line[2:])
    return found


def drawn_text(svg: bytes) -> list[str]:
    return [text.text or "" for text in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
