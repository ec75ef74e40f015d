"""Figures for print: a recipe as PNG, SVG or PDF, drawn from data with the live map's symbols, legend and words."""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from maps.errors import BadFigure, BadRecipe, UnknownTheme
from maps.fonts import register, remembered, use
from maps.theme import THEMES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Generator, Mapping

    from incidents import Atlas, Selection
    from maps.figures.boxes import Measured
    from maps.figures.layout import Composed
    from maps.recipe import Recipe
    from maps.theme import Theme

FORMATS = ("png", "svg", "pdf")
SMALLEST, LARGEST = 360.0, 3700.0
DPI = 192.0
"""Of a PNG whose size is in CSS pixels: two dots for each."""

DEFAULT_SIZE = (1600.0, 1000.0)
"""Width and height, CSS pixels, of `figure` where none is asked for."""

LEAST_HEIGHT, MOST_HEIGHT = 0.8, 1.35
"""How far the height of `figure` may leave the default one to suit a view's proportions."""

_MM_PER_PX = 25.4 / 96
_lock = threading.RLock()


def draw(atlas: Atlas, recipe: Recipe, fmt: str = "png", screen_dpi: float | None = None) -> bytes:
    """Return the figure of a recipe as the bytes of a file; the same recipe and records give the same bytes.

    Parameters
    ----------
    atlas : Atlas
        The records.
    recipe : Recipe
        Everything else that decides the figure.
    fmt : str
        ``png``, ``svg`` or ``pdf``.
    screen_dpi : float, optional
        Dots for 96 CSS pixels of a PNG for a screen, instead of the recipe's: the same figure with fewer pixels.

    Raises
    ------
    BadFigure
        If there is no such format, or the recipe's house style cannot be used.

    Examples
    --------
    >>> from incidents import Atlas
    >>> from maps.recipe import Recipe
    >>> draw(Atlas.open(), Recipe(query="places=town:pasni", preset="double"), "svg").startswith(b"<?xml")
    True
    """
    if fmt not in FORMATS:
        raise BadFigure(f"no such format: {fmt!r}; known: {', '.join(FORMATS)}")
    with _lock, _settings(recipe):
        return _written(_composed(atlas, recipe), fmt, screen_dpi or recipe.raster_dpi, printed_dpi=recipe.dpi)


def compose(atlas: Atlas, recipe: Recipe) -> Composed:
    """Return the figure of a recipe drawn on its sheet: with its title, alt text, id and the boxes of all its parts."""
    with _lock, _settings(recipe):
        return _composed(atlas, recipe)


def size_of(atlas: Atlas, recipe: Recipe) -> tuple[float, float]:
    """Return width and height of a figure in CSS pixels, 96 an inch.

    They are the recipe's, but a single or double column fixes the width alone: what the figure shows decides its height.

    Examples
    --------
    >>> from incidents import Atlas
    >>> from maps.recipe import Recipe
    >>> width, height = size_of(Atlas.open(), Recipe(preset="single"))
    >>> round(width * 25.4 / 96), height < Recipe(preset="page").css_size[1] + 1
    (89, True)
    """
    from maps.figures.layout import size_of as planned_size

    with _lock, _settings(recipe):
        return planned_size(atlas, recipe)


def figure(
    atlas: Atlas,
    selection: Selection,
    view: Mapping[str, Any] | None = None,
    fmt: str = "png",
    theme: str = "light",
    size: tuple[float, float] | None = None,
    dpi: float = DPI,
    made: dt.date | None = None,
) -> bytes:
    """Return the symbol map of a selection as the bytes of a file; the same arguments give the same bytes.

    Parameters
    ----------
    atlas : Atlas
        The records.
    selection : Selection
        Which of them.
    view : mapping, optional
        Where the screen's map stands: ``bounds`` (west, south, east, north) or ``latitude``, ``longitude`` and ``zoom``, and
        ``layers``. The figure then shows exactly these bounds; without, the province and all records.
    fmt : str
        ``png``, ``svg`` or ``pdf``.
    theme : str
        A key of `THEMES`, or ``print``.
    size : tuple of float, optional
        Width and height, CSS pixels (1/96 inch), each from `SMALLEST` to `LARGEST`. Without, 1600 x 1000, and with a view as
        high as its proportions need.
    dpi : float
        Dots an inch of a PNG, 72 to 600; 192 gives two for each CSS pixel.
    made : date, optional
        The date printed on the figure; today in Karachi where not given.

    Raises
    ------
    BadFigure
        If format, size or dpi is not one of these.
    UnknownTheme
        If there is no such theme.

    Examples
    --------
    >>> from incidents import Atlas, Selection
    >>> figure(Atlas.open(), Selection(places=("town:pasni",)), fmt="svg").startswith(b"<?xml")
    True
    """
    _check(fmt, size, dpi)
    recipe, themed = _recipe(selection, view, theme, size, dpi, made)
    with _lock, _settings(recipe):
        composed = _composed(atlas, _as_high_as_needed(atlas, recipe, themed, view, size), themed)
        return _written(composed, fmt, dpi, printed_dpi=dpi)


def measure(
    atlas: Atlas,
    selection: Selection,
    view: Mapping[str, Any] | None = None,
    theme: str = "light",
    size: tuple[float, float] | None = None,
    made: dt.date | None = None,
) -> list[Measured]:
    """Return everything that `figure` draws with words or a meaning, as (kind, words, box in CSS pixels).

    Boxes are those of the drawn artists; `maps.figures.boxes.faults` checks them.
    """
    _check("png", size, DPI)
    recipe, themed = _recipe(selection, view, theme, size, DPI, made)
    with _lock, _settings(recipe):
        return _composed(atlas, _as_high_as_needed(atlas, recipe, themed, view, size), themed).sheet.measure()


def description(atlas: Atlas, selection: Selection) -> str:
    """Return the alt text of a selection's figure: what, where, when, the figures and who says them."""
    from maps.captions import alt_text
    from maps.recipe import Recipe

    return alt_text(atlas, Recipe(query=selection.to_query()))


def notes(atlas: Atlas, recipe: Recipe) -> tuple[str, ...]:
    """Return what whoever makes a figure should know, and its readers need not: where it is not as it was asked for.

    Characters of the title that no font has, periods longer than asked, a small map that would say nothing new.

    Examples
    --------
    >>> from incidents import Atlas
    >>> from maps.recipe import Recipe
    >>> notes(Atlas.open(), Recipe(title="Pasni \u4e2d", inset=False))
    ('The title is drawn with [?] for \u4e2d: no font of the figure has it.',)
    """
    from maps.figures.making_notes import notes_of

    with _lock, _settings(recipe):
        return tuple(notes_of(atlas, recipe))


@contextmanager
def drawing() -> Generator[None]:
    """Let another package draw on sheets of its own: one at a time, with the settings and fonts of every figure."""
    from maps.recipe import Recipe

    with _lock, _settings(Recipe()):
        yield


@contextmanager
def _settings(recipe: Recipe) -> Generator[None]:
    """Draw with matplotlib's defaults and our settings, whatever the process or the user's own file has set."""
    register()
    import matplotlib as mpl

    from maps.figures.output import SETTINGS
    from maps.figures.style import House

    with mpl.rc_context(), use(House.of(recipe.style).fonts), remembered(), _uncollected():
        mpl.rcdefaults()
        mpl.rcParams.update(SETTINGS)  # pyright: ignore[reportCallIssue, reportArgumentType]
        yield


@contextmanager
def _uncollected() -> Generator[None]:
    """Put off Python's search for cycles: it would go through all records again and again, a seventh of the time of a figure."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _check(fmt: str, size: tuple[float, float] | None, dpi: float) -> None:
    if fmt not in FORMATS:
        raise BadFigure(f"no such format: {fmt!r}; known: {', '.join(FORMATS)}")
    if size and not all(SMALLEST <= side <= LARGEST for side in size):
        raise BadFigure(f"size {size!r} is out of reach: width and height are {SMALLEST:g} to {LARGEST:g} CSS pixels")
    if not 72 <= dpi <= 600:
        raise BadFigure(f"dpi {dpi!r} is out of reach: 72 to 600")


def _recipe(
    selection: Selection,
    view: Mapping[str, Any] | None,
    theme: str,
    size: tuple[float, float] | None,
    dpi: float,
    made: dt.date | None,
) -> tuple[Recipe, Theme]:
    """Return the recipe of `figure`'s arguments, and the theme, which may be one of the screen's alone."""
    from maps.figures.themes import FIGURE_THEMES
    from maps.recipe import Recipe

    if theme not in FIGURE_THEMES:
        raise UnknownTheme(f"no such theme: {theme!r}; known: {', '.join(FIGURE_THEMES)}")
    width, height = size or DEFAULT_SIZE
    recipe = Recipe(
        query=selection.replace(unknown=()).to_query(),
        preset="custom",
        width=width * _MM_PER_PX,
        height=height * _MM_PER_PX,
        unit="mm",
        dpi=round(min(dpi, 300)),
        theme=theme if theme not in THEMES or theme in ("light", "dark") else "light",
        view=_readable(view),
        inset=False,
        made=made,
    )
    return recipe, FIGURE_THEMES[theme]


def _readable(view: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return what of a view can be drawn: an address of a page may hold anything."""
    from maps.recipe import Recipe

    kept: dict[str, Any] = {}
    for key, value in (view or {}).items():
        try:
            kept |= Recipe(view={key: value}).view or {}
        except BadRecipe:
            continue
    return kept or None


def _as_high_as_needed(
    atlas: Atlas, recipe: Recipe, theme: Theme, view: Mapping[str, Any] | None, size: tuple[float, float] | None
) -> Recipe:
    """Return the recipe with the height at which a map of fixed proportions leaves least room empty, within reason."""
    from maps.figures.layout import subject_of
    from maps.figures.plan import plan_of
    from maps.figures.sheet import Sheet

    if size is not None or not view:
        return recipe
    width, height = recipe.css_size
    plan = plan_of(subject_of(atlas, recipe, theme), Sheet(width, height, theme.page))
    if not plan.exact or plan.frame is None:
        return recipe
    needed = plan.frame.box.height * plan.room.width / plan.frame.box.width
    column = plan.claims.needed - plan.room.height - plan.foot if plan.claims.beside else -height
    change = max(needed - plan.room.height, column)
    best = min(max(height + change, LEAST_HEIGHT * height), MOST_HEIGHT * height)
    return recipe.replace(height=round(best) * _MM_PER_PX)


def _composed(atlas: Atlas, recipe: Recipe, theme: Theme | None = None) -> Composed:
    from maps.figures.layout import compose as composed

    return composed(atlas, recipe, theme)


def _written(composed: Composed, fmt: str, dpi: float, *, printed_dpi: float) -> bytes:
    from maps.figures.output import to_pdf, to_png, to_svg

    if fmt == "png":
        return to_png(composed, dpi, printed_dpi)
    return to_svg(composed) if fmt == "svg" else to_pdf(composed)
