"""Opens the embed code of a figure in Chromium: on a page of another host, at every width, with a hostile title."""

import http.server
import threading
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, sync_playwright

from incidents import Atlas
from maps.package import embed, written
from maps.recipe import Recipe
from tests.browser.chromium import find
from tests.browser.conftest import QUIET

WIDTHS = (320, 480, 768, 1200)
LEAST_HEIGHT = 680
TITLE = "<img src=x onerror='window.pwned=1'><script>window.pwned=1</script> \"quoted\" {{7*7}}"

Checks = list[tuple[str, bool]]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def host(folder: Path, name: str) -> Generator[str]:
    """Serve a folder under a name of this machine; two names are two hosts to a browser."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://{name}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def check_embed(atlas: Atlas, folder: Path) -> Checks:
    """Lay the exported file on one host and a page with the embed code on another, and look at it in Chromium."""
    recipe = Recipe(title=TITLE)
    exported, article = folder / "newsroom", folder / "article"
    exported.mkdir()
    article.mkdir()
    (exported / "map.html").write_bytes(written(atlas, recipe, "html"))
    chromium = find()
    with host(exported, "localhost") as newsroom, host(article, "127.0.0.1") as paper, sync_playwright() as playwright:
        snippet = embed(atlas, recipe, f"{newsroom}/map.html")
        page_html = f"<!doctype html><html lang=en><title>Article</title><body style='margin:0'>{snippet}</body></html>"
        (article / "index.html").write_text(page_html, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        try:
            return _looked_at(browser.new_page(), paper, newsroom)
        finally:
            browser.close()


def _looked_at(page: Page, paper: str, newsroom: str) -> Checks:
    asked: list[str] = []

    def note(request: Request) -> None:
        if urlsplit(request.url).scheme not in ("data", "blob"):
            asked.append(request.url)

    page.on("request", note)
    page.goto(f"{paper}/index.html")
    frame = page.frame_locator("iframe")
    frame.locator("canvas, svg").first.wait_for(timeout=30_000)
    found = [_fits(page, width) for width in WIDTHS]
    sandbox, title = (page.locator("iframe").get_attribute(name) for name in ("sandbox", "title"))
    outside = [url for url in asked if not url.startswith((f"{paper}/", f"{newsroom}/map.html"))]
    ran = [each.evaluate("Boolean(window.pwned)") for each in page.frames]
    opaque = page.frames[1].evaluate("window.origin")
    words = frame.locator("body").inner_text()
    return [
        *found,
        (f"embed: sandbox is {sandbox!r}, the frame's origin {opaque!r}", (sandbox, opaque) == ("allow-scripts", "null")),
        (f"embed: requests from elsewhere: {outside or 'none'}", not outside),
        (f"embed: a hostile title ran in {sum(ran)} of {len(ran)} frames", not any(ran) and len(ran) == 2),
        ("embed: the hostile title stands as text", title == TITLE and TITLE in f"{words}{page.frames[1].title()}"),
    ]  # fmt: skip


def _fits(page: Page, width: int) -> tuple[str, bool]:
    """Look whether the frame fills the page's width, and the map the frame's, with nothing cut beside it."""
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(400)
    box = page.locator("iframe").bounding_box()
    beside = [each.evaluate("document.documentElement.scrollWidth - innerWidth") for each in page.frames]
    good = box is not None and abs(box["width"] - width) < 1 and box["height"] >= LEAST_HEIGHT and max(beside) <= 0
    size = f"{box['width']:.0f} × {box['height']:.0f}" if box else "nothing"
    return f"embed: at {width} px the frame is {size}, beside it {max(beside)} px are cut", good
