"""Figures for print: a selection as PNG, SVG or PDF, drawn from data with the live map's symbols, legend and words."""

from __future__ import annotations

import datetime as dt
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from maps.errors import BadFigure, UnknownTheme
from maps.fonts import register
from maps.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from incidents import Atlas, Selection
    from maps.figures.boxes import Measured
    from maps.figures.compose import Composed

FORMATS = ("png", "svg", "pdf")
SMALLEST, LARGEST = 360.0, 6000.0
DPI = 192.0
"""Of a PNG: two dots for each CSS pixel."""

KARACHI = dt.timezone(dt.timedelta(hours=5), "Asia/Karachi")
_lock = threading.RLock()


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
    """Return a figure of a selection as the bytes of a file; the same arguments give the same bytes.

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
        A key of `THEMES`.
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
    with _lock, _settings():
        composed = _composed(atlas, selection, view, theme, size, made)
        return _written(composed, fmt, dpi)


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
    with _lock, _settings():
        return _composed(atlas, selection, view, theme, size, made).sheet.measure()


def description(atlas: Atlas, selection: Selection) -> str:
    """Return the alt text of a selection's figure: what, where, when, the figures and who says them."""
    from maps.figures.alt import alt_text

    return alt_text(atlas.summary(selection), atlas.incidents(selection))


@contextmanager
def _settings() -> Generator[None]:
    """Draw with matplotlib's defaults and our settings, whatever the process or the user's own file has set."""
    register()
    import matplotlib as mpl

    from maps.figures.output import SETTINGS

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(SETTINGS)  # pyright: ignore[reportCallIssue, reportArgumentType]
        yield


def _check(fmt: str, size: tuple[float, float] | None, dpi: float) -> None:
    if fmt not in FORMATS:
        raise BadFigure(f"no such format: {fmt!r}; known: {', '.join(FORMATS)}")
    if size and not all(SMALLEST <= side <= LARGEST for side in size):
        raise BadFigure(f"size {size!r} is out of reach: width and height are {SMALLEST:g} to {LARGEST:g} CSS pixels")
    if not 72 <= dpi <= 600:
        raise BadFigure(f"dpi {dpi!r} is out of reach: 72 to 600")


def _composed(
    atlas: Atlas,
    selection: Selection,
    view: Mapping[str, Any] | None,
    theme: str,
    size: tuple[float, float] | None,
    made: dt.date | None,
) -> Composed:
    from maps.figures.compose import compose

    if theme not in THEMES:
        raise UnknownTheme(f"no such theme: {theme!r}; known: {', '.join(THEMES)}")
    sides = (float(size[0]), float(size[1])) if size else None
    return compose(atlas, selection, view, THEMES[theme], sides, made or dt.datetime.now(KARACHI).date())


def _written(composed: Composed, fmt: str, dpi: float) -> bytes:
    from maps.figures.output import to_pdf, to_png, to_svg

    if fmt == "png":
        return to_png(composed, dpi)
    return to_svg(composed) if fmt == "svg" else to_pdf(composed)
