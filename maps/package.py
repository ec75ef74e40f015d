"""All of a figure in one ZIP: PNG, SVG, PDF, interactive HTML, its recipe, and the words beside it; and how to embed it."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import zipfile
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import maps
from incidents.wording import day_words, listed
from maps.captions import alt_text, caption, methods
from maps.checking import figure_file
from maps.credits import geodata_sources, keep_to_yourself
from maps.errors import BadFigure
from maps.figures import FORMATS, size_of
from maps.figures.alt import source_words, sources_of
from maps.figures.heights import most_size
from maps.figures.words import clean
from maps.layers import CREDIT
from maps.recipe import Recipe, figure_id
from maps.standalone import KARACHI

if TYPE_CHECKING:
    from incidents import Atlas

ENDINGS: Final = (*FORMATS, "html", "zip", "json")
"""What a figure can be written as."""

FONTS: Final = "Fonts: Noto Sans and Noto Sans Arabic, SIL Open Font License 1.1."
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)


def pinned(recipe: Recipe, today: dt.date | None = None) -> Recipe:
    """Return the recipe with the day on which the figure is made, so that its file remakes it on any other day.

    Examples
    --------
    >>> import datetime
    >>> pinned(Recipe(), datetime.date(2026, 3, 5)).made
    datetime.date(2026, 3, 5)
    """
    return recipe if recipe.made else recipe.replace(made=today or dt.datetime.now(KARACHI).date())


def lacking(atlas: Atlas, recipe: Recipe) -> str:
    """Return why a figure would be of nothing, by which filters, and what to do; empty where it shows an incident.

    A timeline has spans of whole campaigns without any.

    Examples
    --------
    >>> from incidents import Atlas
    >>> lacking(Atlas.open(), Recipe(query="start=2030-01-01"))
    'no incident matches the filter “from 1 January 2030”: change it or take it off'
    """
    summary = atlas.summary(recipe.selection)
    if summary.count or (recipe.kind == "timeline" and summary.campaigns):
        return ""
    chosen = [f"“{clean(label).strip('“”')}”" for field, _, label in recipe.selection.active(atlas) if field != "rule"]
    if not chosen or not atlas.summary().count:
        return "the atlas holds no incidents: import a list first"
    if len(chosen) == 1:
        return f"no incident matches the filter {chosen[0]}: change it or take it off"
    return f"no incident matches the filters {listed(chosen)} together: change one or take it off"


def written(atlas: Atlas, recipe: Recipe, ending: str) -> bytes:
    """Return a figure as the bytes of a file: ``png``, ``svg``, ``pdf``, ``html``, its recipe as ``json``, or all as ``zip``.

    Raises
    ------
    BadFigure
        If there is no such kind of file, or nothing to show.
    """
    fixed = pinned(recipe)
    if nothing := lacking(atlas, fixed):
        raise BadFigure(nothing)
    if ending in FORMATS:
        return maps.draw(atlas, fixed, ending)
    if ending == "html":
        theme = "dark" if fixed.theme == "dark" else "light"
        title, subtitle = (None if text is None else clean(text) for text in (fixed.title, fixed.subtitle))
        page = maps.standalone(atlas, fixed.selection, fixed.view, theme, fixed.made, title=title, subtitle=subtitle)
        return page.encode()
    if ending == "json":
        return figure_file(atlas, fixed).encode()
    if ending == "zip":
        return package(atlas, fixed)
    raise BadFigure(f"a figure cannot be written as {ending!r:.40}; known: {', '.join(ENDINGS)}")


def preview(atlas: Atlas, recipe: Recipe, longest: int = 1800) -> bytes:
    """Return a PNG of exactly the figure, its longer side at most so many pixels: what a screen shows of it."""
    fixed = pinned(recipe)
    if nothing := lacking(atlas, fixed):
        raise BadFigure(nothing)
    return maps.draw(atlas, fixed, "png", screen_dpi=96 * min(2.0, longest / max(most_size(fixed))))


def package(atlas: Atlas, recipe: Recipe) -> bytes:
    """Return the ZIP of a figure in every format, with ``figure.json``, caption, alt text, methods, credits and embed code.

    The same recipe and data give the same bytes.
    """
    fixed = pinned(recipe)
    stem = file_stem(atlas, fixed)
    files = {f"{stem}.{ending}": written(atlas, fixed, ending) for ending in (*FORMATS, "html")}
    words = {
        "caption.txt": caption(atlas, fixed),
        "alt-text.txt": alt_text(atlas, fixed),
        "methods.txt": methods(atlas, fixed),
        "credits.txt": credits_page(atlas, fixed),
        "embed.html": embed(atlas, fixed),
    }
    files |= {name: f"{text}\n".encode() for name, text in words.items()}
    files["figure.json"] = written(atlas, fixed, "json")
    return _zipped(files)


def _zipped(files: dict[str, bytes]) -> bytes:
    """Return a ZIP that depends on nothing but the files: no clock, no system."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


def file_stem(atlas: Atlas, recipe: Recipe) -> str:
    """Return the name of a figure's files without their ending: what it shows, and its id.

    Examples
    --------
    >>> from incidents import Atlas
    >>> file_stem(Atlas.open(), Recipe(query="places=town:pasni"))[:28]
    'coordinated-attack-in-pasni-'
    """
    title = recipe.title or atlas.summary(recipe.selection).headline
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40].strip("-")
    return f"{words or 'figure'}-{figure_id(recipe, atlas)}"


def drawn_size(atlas: Atlas, recipe: Recipe) -> tuple[float, float]:
    """Return the figure's size in CSS pixels; that of the recipe where the figure has no room and cannot be drawn."""
    try:
        return size_of(atlas, recipe)
    except BadFigure:
        return recipe.css_size


def embed(atlas: Atlas, recipe: Recipe, address: str = "") -> str:
    """Return HTML that shows the exported interactive file in a page: responsive, sandboxed, without scripts of its own.

    Parameters
    ----------
    address : str
        Where the newsroom keeps the exported HTML file; without, beside the page. Never the running app: that is not made
        to be open to the world.

    Raises
    ------
    BadFigure
        If the address is neither a path nor a web address.
    """
    where = address or f"{file_stem(atlas, recipe)}.html"
    parts = urlsplit(where)
    if parts.scheme not in ("", "https", "http") or (not parts.scheme and where.startswith(("//", "\\"))):
        raise BadFigure(f"the exported file is found by a path or an https address, not {where!r:.80}")
    width, height = drawn_size(atlas, recipe)
    title = html.escape(clean(recipe.title or atlas.summary(recipe.selection).headline))
    return (
        "<!-- Put the exported HTML file on your own host; if it does not lie beside this page, correct src. -->\n"
        f'<div style="width:100%;aspect-ratio:{width:.0f}/{height:.0f};min-height:680px">\n'
        f'  <iframe src="{html.escape(where)}" title="{title}" sandbox="allow-scripts" loading="lazy"\n'
        '    referrerpolicy="no-referrer" allow="fullscreen" style="width:100%;height:100%;min-height:680px;border:0"></iframe>\n'
        "</div>"
    )


def credits_page(atlas: Atlas, recipe: Recipe) -> str:
    """Return who is to be credited: datasets with licence, sources, boundaries, basemap, places, fonts."""
    records = atlas.outline(recipe.selection)
    used = set(records["dataset"].unique())
    sources = sources_of(atlas, records, atlas.summary(recipe.selection), recipe.selection.as_known_on)
    data = [info for info in atlas.datasets if info.id in used]
    ground = dict.fromkeys(f"{each.title}: {each.licence}. {each.attribution}".strip() for each in geodata_sources())
    made = f", made on {day_words(recipe.made)}" if recipe.made else ""
    lines = [f"Figure {figure_id(recipe, atlas)}, Incident Atlas{made}", "", CREDIT, FONTS, "", "Datasets"]
    lines += [f"- {clean(info.title)}. Licence: {clean(info.stated_licence)}. {clean(info.citation)}" for info in data]
    if warning := keep_to_yourself(atlas, recipe.selection):
        lines += ["", warning]
    if recipe.population:
        lines += ["", "Population", f"- {clean(recipe.population['source'])}"]
    lines += ["", "Sources", *(f"- {source_words(source)} {clean(source.url)}".rstrip() for source in sources)]
    return "\n".join([*lines, "", "Places, boundaries and basemap", *(f"- {each}" for each in ground)])
