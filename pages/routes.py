"""What the server answers besides pages: the map document, the fonts, downloads of a selection and view, figures, data."""

import logging
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

import maps
from incidents import Selection
from maps.errors import MapError
from maps.package import ENDINGS, file_stem, pinned, preview, written
from pages.briefing_routes import BRIEFING_ROUTES
from pages.component_files import component_file
from pages.desk import upload
from pages.export_routes import EXPORT_ROUTES
from pages.figure_link import recipe_from
from pages.import_files import import_file
from pages.map_routes import MAP_ROUTES
from pages.opened import opened
from pages.security import LOCKED
from pages.shell import PAGES
from pages.view import view_from_query

FONTS = {
    "noto-sans.ttf": ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf"),
    "noto-sans-italic.ttf": ("fontpkg_noto_sans", "NotoSans-Italic[wdth,wght].ttf"),
    "noto-sans-arabic.ttf": ("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf"),
}
#: Figures are drawn one after the other; those who wait hold no thread that the pages need.
DRAWING = 2
MEDIA_TYPES = {"png": "image/png", "svg": "image/svg+xml", "html": "text/html; charset=utf-8"}
FIGURE_TYPES = MEDIA_TYPES | {"pdf": "application/pdf", "zip": "application/zip", "json": "application/json"}


@cache
def map_html() -> tuple[str, str]:
    """The map document and its policy, made once a process."""
    html = maps.document()
    return html, maps.document_csp(html)


async def map_document(_request: Request) -> Response:
    """The Folium document, to be shown in a sandboxed frame; no data is in it."""
    html, policy = await run_sync(map_html)
    sandboxed = f"sandbox allow-scripts; {policy}; frame-ancestors 'self'"
    return Response(
        html, media_type="text/html", headers={"Content-Security-Policy": sandboxed, "Cache-Control": "no-cache"}
    )


async def font(request: Request) -> Response:
    """One of the font files that the pages name in their theme."""
    known = FONTS.get(request.path_params["name"])
    if known is None:
        return PlainTextResponse("no such font", status_code=404)
    package, name = known
    return Response(
        (files(package) / "files" / name).read_bytes(),
        media_type="font/ttf",
        headers={"Cache-Control": "max-age=604800"},
    )


def _download(kind: str, query: str) -> bytes:
    selection, (view, theme) = Selection.from_query(query), view_from_query(query)
    if kind == "html":
        return maps.standalone(opened(), selection, view, theme=theme).encode()
    return maps.figure(opened(), selection, view, fmt=kind, theme=theme)


async def download(request: Request) -> Response:
    """The selection and view of the query string as PNG, SVG or a standalone HTML file."""
    kind = request.path_params["kind"]
    if kind not in MEDIA_TYPES:
        return PlainTextResponse(f"no such kind of map file: {kind!r}; ask for png, svg or html", status_code=404)
    body = await run_sync(_download, kind, urlsplit(str(request.url)).query)
    attached = {"Content-Disposition": f'attachment; filename="incident-atlas-map.{kind}"'}
    return Response(body, media_type=MEDIA_TYPES[kind], headers=attached | LOCKED)


@cache
def _drawing() -> CapacityLimiter:
    return CapacityLimiter(DRAWING)


def _figure(ending: str, query: str) -> tuple[bytes, str]:
    recipe, atlas = pinned(recipe_from(query)), opened()
    return written(atlas, recipe, ending), file_stem(atlas, recipe)


def _preview(query: str) -> bytes:
    return preview(opened(), pinned(recipe_from(query)))


async def figure(request: Request) -> Response:
    """The figure of the query string's selection and settings as a file, or all of its files as a ZIP."""
    ending = request.path_params["ending"]
    if ending not in ENDINGS:
        return PlainTextResponse(f"no such kind of figure file: {ending!r}; ask for {', '.join(ENDINGS)}", 404)
    try:
        body, stem = await run_sync(_figure, ending, _query(request), limiter=_drawing())
    except Exception as problem:  # noqa: BLE001 - whatever it is, it is told in words
        return _refused(problem)
    attached = {"Content-Disposition": f'attachment; filename="{stem}.{ending}"'}
    return Response(body, media_type=FIGURE_TYPES[ending], headers=attached | LOCKED)


async def figure_preview(request: Request) -> Response:
    """The same figure as a PNG of a screen's resolution."""
    try:
        body = await run_sync(_preview, _query(request), limiter=_drawing())
    except Exception as problem:  # noqa: BLE001 - whatever it is, it is told in words
        return _refused(problem)
    return Response(body, media_type="image/png", headers=LOCKED)


def _refused(problem: Exception) -> Response:
    """Say plainly why there is no figure; what is the program's own fault goes into its log."""
    if isinstance(problem, MapError):
        return PlainTextResponse(f"the figure cannot be drawn: {problem}", 400, headers=LOCKED)
    logging.getLogger(__name__).error("a figure could not be drawn", exc_info=problem)
    return PlainTextResponse(
        "the figure could not be drawn: a fault of the atlas, told in its log", 500, headers=LOCKED
    )


def _query(request: Request) -> str:
    return urlsplit(str(request.url)).query


ROUTES = [
    *PAGES,
    Route("/atlas/map", map_document),
    *MAP_ROUTES,
    Route("/atlas/fonts/{name}", font),
    Route("/atlas/parts/{name}", component_file),
    Route("/atlas/download.{kind}", download),
    Route("/atlas/figure-preview.png", figure_preview),
    Route("/atlas/figure.{ending}", figure),
    *EXPORT_ROUTES,
    Route("/atlas/upload/{token}", upload, methods=["POST"]),
    Route("/atlas/imported/{dataset}/{version:int}/{name}", import_file),
    *BRIEFING_ROUTES,
]
