"""The Figures page: a figure for print as it will be, everything about it adjustable, its files and the words beside it."""

import math
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import streamlit as st

from incidents import Atlas, Summary
from maps.captions import alt_text, caption, methods
from maps.errors import BadRecipe
from maps.figures import notes
from maps.figures.heights import COLUMNS
from maps.package import drawn_size, embed, lacking, pinned
from maps.recipe import CSS_DPI, DPI, MM_PER_INCH, PRESETS, SIDES, Recipe, figure_id
from pages import link
from pages.elements import Element, el, show
from pages.figure_link import query_for, recipe_from
from pages.figure_recipe import choose_recipe, chosen_recipe
from pages.figure_uploads import house_style, people, remake
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
    recipe = chosen_recipe()
    filters(atlas, selection)
    header(atlas, selection, summary)
    made = pinned(recipe)
    number = figure_id(made, atlas)
    left, right = st.columns([2.3, 1], gap="medium")
    with left:
        if nothing := lacking(atlas, made):
            show(el("p", f"No figure: {nothing}.", role="status"), key="figure-notes")
        else:
            _made_figure(atlas, made, number)
    with right:
        _settings(recipe, summary)
        people(atlas, recipe)
        remake(atlas)
        house_style(recipe)


def _made_figure(atlas: Atlas, made: Recipe, number: str) -> None:
    """Draw the figure with its files, what to know of it, and the words beside it."""
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
    recipe = chosen_recipe()
    try:
        if message.get("whole"):
            choose_recipe(recipe.replace(view=None), view=None, layers=None)
            return
        choose_recipe(recipe.replace(**changes(recipe, message["setting"], message.get("value"))))
    except BadRecipe as problem:
        st.session_state["atlas-notice"] = f"Not changed: {problem}"


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
