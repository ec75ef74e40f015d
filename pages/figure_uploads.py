"""What is uploaded for a figure: a file to remake it from, the people of the districts, a house style."""

from typing import Any

import streamlit as st

from incidents import Atlas
from maps.checking import MAX_FILE, check, read_figure_file
from maps.errors import BadFigure, BadRecipe, MapError
from maps.figures.style import read_style
from maps.population import read_population
from maps.recipe import Recipe
from pages import link
from pages.elements import el, show
from pages.figure_link import settings_text
from pages.figure_recipe import choose_recipe, chosen_recipe


def remake(atlas: Atlas) -> None:
    """Offer to read a figure.json: what changed since, and the figure remade."""
    with st.expander("Remake or check a figure from its file"):
        file = st.file_uploader("figure.json of a figure", type=["json"], key="figure-recipe")
        if file is None:
            return
        try:
            if file.size > MAX_FILE:
                raise BadRecipe(f"the file has {file.size:,} bytes; a figure's file has at most {MAX_FILE:,}")
            held = read_figure_file(file.getvalue())
            found = check(atlas, held)
        except MapError as problem:
            show(el("p", f"{file.name} was not read: {problem}", class_="notice", role="status"), key="figure-check")
            return
        kinds = [el("li", line) for line in found.lines]
        number = f"Figure {held.figure}. " if held.figure else ""
        show(
            el("p", f"{number}{found.headline}", class_="notice", role="status"),
            el("ul", *kinds, class_="small") if kinds else None,
            key="figure-check",
        )
        st.button("Remake this figure", type="primary", on_click=_load, args=(held.recipe,))


def _load(recipe: Recipe) -> None:
    settings = settings_text(recipe, with_view=True)
    link.choose(recipe.asked, view=None, layers=None, figure=settings)


def people(atlas: Atlas, recipe: Recipe) -> None:
    """Offer to give the numbers of people in the districts, for shades by incidents for each 100,000."""
    if recipe.kind != "choropleth":
        return
    with st.expander("People in the districts" if recipe.population is None else "People in the districts: in use"):
        words = "A CSV file with the columns admin2, population and source"
        file = st.file_uploader(words, ["csv"], key="figure-people")
        if file is not None and file.size <= MAX_FILE:
            given = file.getvalue(), file.name
            st.button("Shade by incidents for each 100,000 people", on_click=_use_people, args=(atlas, *given))
        if recipe.population is not None:
            show(el("p", f"Source: {recipe.population['source']}", class_="small"), key="figure-people-source")
            st.button("Take the numbers of people off", on_click=_use_people, args=(atlas, None, ""))


def _use_people(atlas: Atlas, content: bytes | None, name: str) -> None:
    try:
        people = None if content is None else read_population(content, atlas.gazetteer, name)
        choose_recipe(chosen_recipe().replace(population=people, measure="per_people" if people else "count"))
    except MapError as problem:
        st.session_state["atlas-notice"] = f"The numbers of people are not used: {problem}"


def house_style(recipe: Recipe) -> None:
    """Offer to use a house style, or to take it off."""
    with st.expander("House style" if recipe.style is None else "House style: in use"):
        words = "A TOML file, with the logo and fonts that it names"
        files = st.file_uploader(
            words, ["toml", "png", "jpg", "jpeg", "ttf"], accept_multiple_files=True, key="figure-style"
        )
        if files:
            given = {file.name: file.getvalue() for file in files if file.size <= MAX_FILE}
            st.button("Use this house style", on_click=_use_style, args=(given,))
        if recipe.style is not None:
            st.button("Take the house style off", on_click=_use_style, args=(None,))


def _use_style(given: dict[str, bytes] | None) -> None:
    try:
        choose_recipe(chosen_recipe().replace(style=style_of(given) if given else None))
    except MapError as problem:
        st.session_state["atlas-notice"] = f"The house style is not used: {problem}"


def style_of(given: dict[str, bytes]) -> dict[str, Any]:
    """The house style of uploaded files: one TOML file and those that it names; no other file of this machine is read.

    >>> style_of({"house.toml": b'name = "Gazette"'})
    {'name': 'Gazette'}
    """
    names = [name for name in given if name.lower().endswith(".toml")]
    if len(names) != 1:
        raise BadRecipe(f"one TOML file is needed, not {len(names)}")

    def among(name: str) -> bytes:
        if name not in given:
            raise BadFigure(f"the file {name!r:.80} was not given: choose it together with the TOML file")
        return given[name]

    return read_style(given[names[0]], names[0], among)
