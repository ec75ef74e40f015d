"""What whoever makes a figure should know, and its readers need not: where it could not be as it was asked for."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from maps.errors import BadFigure
from maps.figures.inset import shows_the_country
from maps.figures.layout import planned, subject_of
from maps.figures.words import clean
from maps.fonts import lacking
from maps.recipe import figure_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incidents import Atlas
    from maps.recipe import Recipe


def notes_of(atlas: Atlas, recipe: Recipe) -> Iterator[str]:
    """Return the notes on the figure of a recipe; of one that cannot be drawn, whose refusal says why, those on its words."""
    for name in ("title", "subtitle"):
        if missing := lacking(clean(getattr(recipe, name))):
            yield f"The {name} is drawn without {' '.join(missing)}: no font of the figure has {_it(missing)}."
    if recipe.kind == "multiples" or (recipe.inset and recipe.kind != "timeline"):
        with suppress(BadFigure):
            yield from _of_plan(atlas, recipe)


def _of_plan(atlas: Atlas, recipe: Recipe) -> Iterator[str]:
    plan = planned(subject_of(atlas, recipe), figure_id(recipe, atlas))
    if plan.parts is not None:
        yield from filter(None, (plan.parts.told,))
    elif recipe.inset and plan.frame is not None and shows_the_country(plan.frame):
        yield "No small map locates the area: the map itself shows half the country or more."


def _it(characters: str) -> str:
    return "it" if len(characters) == 1 else "them"
