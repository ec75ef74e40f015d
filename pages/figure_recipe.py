"""The recipe of the Figures page: read from the address bar and kept there."""

import streamlit as st

from maps.errors import BadRecipe
from maps.recipe import Recipe
from pages import link
from pages.figure_link import has_view, query_for, recipe_from, settings_text


def chosen_recipe() -> Recipe:
    """The recipe of the address bar; where it cannot be read, the default one, with a notice."""
    selection, parameters = link.selection(), link.parameters()
    try:
        return recipe_from(query_for(selection, parameters))
    except BadRecipe as problem:
        st.session_state.setdefault("atlas-notice", f"Not understood in this link: {problem}")
        return Recipe(query=selection.replace(unknown=()).to_query())


def choose_recipe(recipe: Recipe, **page_keys: str | None) -> None:
    """Write a recipe into the address bar, with other keys of the page; its view only where it has one of its own."""
    own_view = has_view(st.query_params.get("figure", "")) and "view" not in page_keys
    link.choose(recipe.asked, **page_keys, figure=settings_text(recipe, with_view=own_view))
