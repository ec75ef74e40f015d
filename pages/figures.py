"""The Figures page: a figure for print as it will be, everything about it adjustable, its files and the words beside it."""

import math
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import streamlit as st

from incidents import Atlas, Summary
from maps.captions import alt_text, caption, methods
from maps.checking import MAX_FILE, check, read_figure_file
from maps.errors import BadFigure, BadRecipe, MapError
from maps.figures import notes
from maps.figures.heights import COLUMNS
from maps.figures.style import read_style
from maps.package import drawn_size, embed, pinned
from maps.population import read_population
from maps.recipe import CSS_DPI, DPI, MM_PER_INCH, PRESETS, SIDES, Recipe, figure_id
from pages import link
from pages.elements import Element, el, show
from pages.figure_link import has_view, query_for, recipe_from, settings_text
from pages.figure_view import preview, words
from pages.filters import filters
from pages.header import header
from pages.opened import opened

KINDS = {
    "symbol": "Symbols on a map",
    "choropleth": "Districts shaded by number",
    "locator": "Locator map",
    "multiples": "Small multiples",
    "timeline": "Timeline",
    "map_timeline": "Map and timeline",
}
SIZES = {
    "slide": "Slide",
    "single": "Single column",
    "double": "Double column",
    "page": "Full page",
    "square": "Square",
}
CHOICES = {
    "theme": {"light": "Light", "dark": "Dark", "print": "Print, safe in greys"},
    "language": {"en": "English", "ur": "اردو (Urdu)"},
    "labels": {"both": "Latin and Urdu", "latin": "Latin", "urdu": "Urdu", "none": "None"},
    "by": {"day": "Day", "week": "Week", "month": "Month", "year": "Year", "event_type": "Kind of event"},
    "classes": {"quantiles": "As many districts in each", "equal": "Equal steps", "natural": "Natural breaks"},
    "measure": {
        "count": "Number of incidents",
        "per_area": "For each 1,000 km²",
        "per_people": "For each 100,000 people",
    },
    "unit": {"mm": "mm", "px": "pixels"},
}
FILES = (
    ("zip", "Everything as ZIP", "all formats, the recipe, caption, alt text, methods, credits and embed code"),
    ("png", "PNG", "an image, for the web and slides"),
    ("svg", "SVG", "drawing with text as text, for Illustrator and Inkscape"),
    ("pdf", "PDF", "vectors with fonts inside, for print"),
    ("html", "HTML", "the interactive map as one file that works offline"),
    ("json", "Recipe", "figure.json: remakes this figure on any machine"),
)

KNOWN = 64
"""So many figures are planned once: their notes and sizes stay known."""


def page() -> None:
    """Draw the page."""
    atlas, selection = opened(), link.selection()
    summary = atlas.summary(selection)
    recipe = _recipe()
    filters(atlas, selection)
    header(atlas, selection, summary)
    made = pinned(recipe)
    number = figure_id(made, atlas)
    left, right = st.columns([2.3, 1], gap="medium")
    with left:
        _preview(atlas, made, number)
        noted = _noted(number, atlas, made)
        show(*(el("p", note, class_="small", role="status") for note in noted), key="figure-notes")
        words(
            [
                ("Caption", caption(atlas, made)),
                ("Alt text", alt_text(atlas, made)),
                ("Note on methods", methods(atlas, made)),
                ("Embed code for the HTML file on your own host", embed(atlas, made)),
            ]
        )
    with right:
        _settings(recipe, summary)
        _people(atlas, recipe)
        _remake(atlas)
        _house_style(recipe)


def _recipe() -> Recipe:
    """The recipe of the address bar; where it cannot be read, the default one, with a notice."""
    selection, parameters = link.selection(), link.parameters()
    try:
        return recipe_from(query_for(selection, parameters))
    except BadRecipe as problem:
        _notice(f"Not understood in this link: {problem}")
        return Recipe(query=selection.replace(unknown=()).to_query())


def _notice(text: str) -> None:
    st.session_state.setdefault("atlas-notice", text)


@st.cache_data(max_entries=KNOWN, show_spinner=False)
def _noted(number: str, _atlas: Atlas, _recipe: Recipe) -> tuple[str, ...]:  # noqa: ARG001 (by which it is known)
    """The notes on a figure, which are found by planning it: once for each id."""
    return notes(_atlas, _recipe)


@st.cache_data(max_entries=KNOWN, show_spinner=False)
def _drawn_size(number: str, _atlas: Atlas, _recipe: Recipe) -> tuple[float, float]:  # noqa: ARG001 (by which it is known)
    """The size of a figure, of which a column's is found by planning it: once for each id."""
    return drawn_size(_atlas, _recipe)


def _preview(atlas: Atlas, recipe: Recipe, number: str) -> None:
    query = query_for(recipe.asked, _kept_parameters())
    files = [
        {"label": label, "note": note, "href": f"./atlas/figure.{ending}?{query}"} for ending, label, note in FILES
    ]
    address = f"./atlas/figure-preview.png?{query}&shown={quote(number)}"
    size = _drawn_size(number, atlas, recipe)
    preview(address, alt_text(atlas, recipe), _facts(recipe, number, size), size, files)


def _kept_parameters() -> dict[str, list[str]]:
    """The page's keys that decide the figure, without settings that could not be read."""
    parameters = link.parameters()
    try:
        recipe_from(query_for(link.selection(), parameters))
    except BadRecipe:
        return {}
    return parameters


def _facts(recipe: Recipe, number: str, size: tuple[float, float]) -> str:
    across, down = (round(side * recipe.raster_dpi / CSS_DPI) for side in size)
    pixels = f"{across:,} × {down:,} pixels"
    if recipe.size.unit == "px":
        return f"Figure {number} · {pixels}"
    width, height = (round(side * MM_PER_INCH / CSS_DPI, 1) for side in size)
    return f"Figure {number} · {width:g} × {height:g} mm at {recipe.dpi} dpi, {pixels}"


def _settings(recipe: Recipe, summary: Summary) -> None:
    wide = [
        _select("What is drawn", "kind", KINDS, recipe.kind),
        _select("Size", "preset", _sizes(), recipe.preset),
    ]
    parts = [*_custom(recipe), *_of_kind(recipe), _dpi(recipe), *_looks(recipe), _made(recipe)]
    show(
        el(
            "section",
            el("h2", "The figure", class_="label"),
            el("div", *wide, class_="dates", vars={"grid-template-columns": "1fr"}),
            el("div", *parts, class_="dates"),
            el("div", _inset(recipe), _extent(recipe)) if recipe.kind != "timeline" else None,
            _text("Title", "title", recipe.title, summary.headline),
            _text("Subtitle", "subtitle", recipe.subtitle, summary.subline),
            class_="filters",
            aria_label="Settings of the figure",
        ),
        key="figure-settings",
        on_send=_sent,
    )


def _select(label: str, name: str, choices: dict[str, str], chosen: str) -> Element:
    options = [el("option", text, value=value, selected=value == chosen) for value, text in choices.items()]
    return el(
        "label", label, el("select", *options, class_="field", value=chosen, send={"setting": name}), data_key=name
    )


def _sizes() -> dict[str, str]:
    def size(name: str) -> str:
        width, height, unit = PRESETS[name]
        return f"{width:g} {unit} wide" if name in COLUMNS else f"{width:g} × {height:g} {unit}"

    return {name: f"{label}, {size(name)}" for name, label in SIZES.items()} | {"custom": "Custom size"}


def _of_kind(recipe: Recipe) -> Iterable[Element]:
    if recipe.kind == "multiples":
        yield _select("One map each", "by", CHOICES["by"], recipe.by)
    if recipe.kind == "choropleth":
        known = recipe.population is not None
        measures = {name: words for name, words in CHOICES["measure"].items() if known or name != "per_people"}
        yield _select("Shade shows", "measure", measures, recipe.measure)
        yield _select("Classes", "classes", CHOICES["classes"], recipe.classes)


def _custom(recipe: Recipe) -> Iterable[Element]:
    if recipe.preset != "custom":
        return
    least, most = SIDES[recipe.unit]
    for label, name in (("Width", "width"), ("Height", "height")):
        yield _number(f"{label}, {least:g}–{most:g}", name, getattr(recipe, name), least, most)
    yield _select("Unit", "unit", CHOICES["unit"], recipe.unit)


def _dpi(recipe: Recipe) -> Element | None:
    return _number("Dots an inch (PNG)", "dpi", recipe.dpi, *DPI) if recipe.size.unit == "mm" else None


def _number(label: str, name: str, value: float, least: float, most: float) -> Element:
    field = el("input", type="number", class_="field", value=f"{value:g}", min=least, max=most, send={"setting": name})
    return el("label", label, field, data_key=name)


def _tick(text: str, on: bool, name: str) -> Element:
    field = el("input", type="checkbox", checked=on, send={"setting": name})
    return el("label", field, el("span", class_="box"), el("span", text, class_="words"), class_="facet on" if on else "facet", data_key=name)  # fmt: skip


def _inset(recipe: Recipe) -> Element:
    return _tick("Small map that locates the area", recipe.inset, "inset")


def _extent(recipe: Recipe) -> Element | None:
    if not recipe.view:
        return None
    return el(
        "button", "Show the whole area instead of the map’s view", type="button", class_="link", send={"whole": True}
    )


def _text(label: str, name: str, value: str | None, placeholder: str) -> Element:
    field = el(
        "input", type="text", class_="field", value=value or "", placeholder="none" if value == "" else placeholder,
        aria_label=label, maxlength=300, send={"setting": name},
    )  # fmt: skip
    without = _tick(f"Without a {label.lower()}", value == "", f"without-{name}")
    return el("fieldset", el("legend", label, class_="label"), field, without)


def _looks(recipe: Recipe) -> Iterable[Element]:
    for label, name in (("Colours", "theme"), ("Language", "language"), ("Place names", "labels")):
        if name != "labels" or recipe.kind != "timeline":
            yield _select(label, name, CHOICES[name], getattr(recipe, name))


def _made(recipe: Recipe) -> Element:
    made = pinned(recipe).made
    field = el("input", type="date", class_="field", value=made.isoformat() if made else "", send={"setting": "made"})
    return el("label", "Date printed", field, data_key="made")


def _sent(message: dict[str, Any]) -> None:
    recipe = _recipe()
    try:
        if message.get("whole"):
            _keep(recipe.replace(view=None), view=None, layers=None)
            return
        _keep(recipe.replace(**changes(recipe, message["setting"], message.get("value"))))
    except BadRecipe as problem:
        st.session_state["atlas-notice"] = f"Not changed: {problem}"


def _keep(recipe: Recipe, **page_keys: str | None) -> None:
    own_view = has_view(st.query_params.get("figure", "")) and "view" not in page_keys
    link.choose(recipe.asked, **page_keys, figure=settings_text(recipe, with_view=own_view))


def changes(recipe: Recipe, setting: str, value: Any) -> dict[str, Any]:
    """The fields of a recipe that a control changes; raises ``BadRecipe`` for what is no value.

    >>> changes(Recipe(), "preset", "custom")
    {'preset': 'custom', 'width': 1920.0, 'height': 1080.0, 'unit': 'px'}
    >>> changes(Recipe(), "title", "")
    {'title': None}
    """
    text = str(value or "").strip()
    if setting == "preset" and text == "custom":
        width, height, unit = recipe.size
        return {"preset": text, "width": float(width), "height": float(height), "unit": unit}
    if setting == "preset":
        return {"preset": text, "width": None, "height": None}
    if setting == "unit":
        return {"unit": text} | {
            name: _in_unit(getattr(recipe, name), recipe.unit, text) for name in ("width", "height")
        }
    if setting in ("width", "height", "dpi"):
        return {setting: _amount(setting, text)}
    if setting == "inset":
        return {"inset": bool(value)}
    if setting in ("without-title", "without-subtitle"):
        return {setting.removeprefix("without-"): "" if value else None}
    if setting in ("title", "subtitle", "made"):
        return {setting: text or None}
    return {setting: text}


def _in_unit(side: float, unit: str, wanted: str) -> float:
    if unit == wanted or wanted not in SIDES:
        return side
    factor = 25.4 / 96 if wanted == "mm" else 96 / 25.4
    least, most = SIDES[wanted]
    return min(max(float(round(side * factor)), least), most)


def _amount(name: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise BadRecipe(f"{name} is a number, not {text!r:.40}") from None
    if not math.isfinite(number):
        raise BadRecipe(f"{name} is a number, not {text!r:.40}")
    return number


def _remake(atlas: Atlas) -> None:
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
        kinds = [el("li", change.words) for change in found.changes[:50]]
        more = el("p", f"and {len(found.changes) - 50:,} more", class_="muted") if len(found.changes) > 50 else None
        number = f"Figure {held.figure}. " if held.figure else ""
        show(
            el("p", f"{number}{found.headline}", class_="notice", role="status"),
            el("ul", *kinds, class_="small") if kinds else None,
            more,
            key="figure-check",
        )
        st.button("Remake this figure", type="primary", on_click=_load, args=(held.recipe,))


def _load(recipe: Recipe) -> None:
    settings = settings_text(recipe, with_view=True)
    link.choose(recipe.asked, view=None, layers=None, figure=settings)


def _people(atlas: Atlas, recipe: Recipe) -> None:
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
        _keep(_recipe().replace(population=people, measure="per_people" if people else "count"))
    except MapError as problem:
        st.session_state["atlas-notice"] = f"The numbers of people are not used: {problem}"


def _house_style(recipe: Recipe) -> None:
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
        _keep(_recipe().replace(style=style_of(given) if given else None))
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
