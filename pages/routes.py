"""What the server answers besides pages: the map document, the fonts, and downloads of a selection and view."""

from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

import maps
from incidents import Selection
from pages.opened import opened
from pages.view import view_from_query

FONTS = {
    "noto-sans.ttf": ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf"),
    "noto-sans-italic.ttf": ("fontpkg_noto_sans", "NotoSans-Italic[wdth,wght].ttf"),
    "noto-sans-arabic.ttf": ("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf"),
}
MEDIA_TYPES = {"png": "image/png", "svg": "image/svg+xml", "html": "text/html; charset=utf-8"}


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
    headers = {
        "Content-Disposition": f'attachment; filename="incident-atlas-map.{kind}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store",
    }
    return Response(body, media_type=MEDIA_TYPES[kind], headers=headers)


ROUTES = [
    Route("/atlas/map", map_document),
    Route("/atlas/fonts/{name}", font),
    Route("/atlas/download.{kind}", download),
]
