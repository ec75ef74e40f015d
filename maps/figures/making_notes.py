"""What whoever makes a figure should know, and its readers need not: where it could not be as it was asked for."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from incidents.wording import counted, listed
from maps.errors import BadFigure
from maps.figures.inset import shows_the_country
from maps.figures.layout import planned, subject_of
from maps.figures.words import clean
from maps.fonts import STAND_IN, lacking
from maps.recipe import figure_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incidents import Atlas
    from maps.figures.subject import Subject
    from maps.recipe import Recipe


MOST_NAMED, MOST_SIGNS = 2, 12
"""Names and characters that a note gives as examples."""


def notes_of(atlas: Atlas, recipe: Recipe) -> Iterator[str]:
    """Return the notes on the figure of a recipe; of one that cannot be drawn, whose refusal says why, those on its words."""
    for name in ("title", "subtitle"):
        if missing := lacking(clean(getattr(recipe, name))):
            yield f"The {name} is drawn with {STAND_IN} for {' '.join(missing)}: no font of the figure has {_it(missing)}."
    with suppress(BadFigure):
        yield from _of_names(subject_of(atlas, recipe))
    if recipe.kind == "multiples" or (recipe.inset and recipe.kind != "timeline"):
        with suppress(BadFigure):
            yield from _of_plan(atlas, recipe)


def _of_names(subject: Subject) -> Iterator[str]:
    """Return the note on names of places that no font can draw."""
    missing = {each.name: found for each in (*subject.areas, *subject.spots) if (found := lacking(each.name))}
    if missing:
        named = listed([repr(name) for name in list(missing)[:MOST_NAMED]])
        signs = "".join(dict.fromkeys("".join(missing.values())))[:MOST_SIGNS]
        yield (
            f"The {'name' if len(missing) == 1 else 'names'} of {counted(len(missing), 'place')}, such as {named}, "
            f"{'is' if len(missing) == 1 else 'are'} drawn with {STAND_IN} for {' '.join(signs)}: no font of the figure has {_it(signs)}."
        )


def _of_plan(atlas: Atlas, recipe: Recipe) -> Iterator[str]:
    subject = subject_of(atlas, recipe)
    plan = planned(subject, figure_id(recipe, atlas))
    if subject.alike:
        yield f"No incident is dated to a single {subject.alike}: maps of each would be the same, so one is drawn."
    if plan.parts is not None:
        yield from filter(None, (plan.parts.told,))
    if plan.parts is None and recipe.inset and plan.frame is not None and shows_the_country(plan.frame):
        yield "No small map locates the area: the map itself shows half the country or more."


def _it(characters: str) -> str:
    return "it" if len(characters) == 1 else "them"
