"""What the browser tests do over and over: open a page, wait until the map has drawn a selection, look into the map's frame."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Frame, Page, expect

NINE = ("Quetta", "Gwadar", "Mastung", "Noshki", "Dalbandin", "Kharan", "Panjgur", "Tump", "Pasni")


def visit(page: Page, url: str) -> None:
    """Open an address and wait for its headline."""
    page.goto(url)
    expect(page.locator("h1").first).to_be_visible(timeout=60_000)


def until(page: Page | Frame, expression: str) -> None:
    """Wait until an expression is true; asked from outside, since the page's policy forbids Playwright's own waiting."""
    for _ in range(600):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(expression)


def at_rest(page: Page) -> None:
    """Wait until the page's script has run, nothing that it shows is stale or moves, and two frames have been drawn since."""
    until(
        page,
        """async () => {
          const still = () => document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning"
            && !document.querySelector("[data-stale=true]") && !document.getAnimations().some((each) => each.playState === "running")
          if (!still()) return false
          await new Promise((next) => setTimeout(() => requestAnimationFrame(next), 100))
          return still()
        }""",
    )


def map_frame(page: Page) -> Frame:
    """The map document's frame, once it has drawn something."""
    page.wait_for_selector(".map[data-drawn]", timeout=60_000)
    return next(frame for frame in page.frames if "/atlas/map" in frame.url)


def drawn(page: Page, query: str) -> None:
    """Wait until the map has drawn the selection of a query string."""
    expect(page.locator(".map")).to_have_attribute("data-drawn", query, timeout=30_000)


NAMES = "[...Atlas.app.incidents.payload.areas, ...Atlas.app.incidents.payload.symbols].map(one => one.name)"


def places_drawn(page: Page) -> list[str]:
    """Names of the marks that the map shows, areas and symbols."""
    return map_frame(page).evaluate(NAMES)


def view_of(page: Page) -> tuple[float, float, float]:
    """Zoom, latitude and longitude of the map."""
    return tuple(
        map_frame(page).evaluate("(({lat, lng}) => [Atlas.app.map.getZoom(), lat, lng])(Atlas.app.map.getCenter())")
    )


def query_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def choose(page: Page, name: str) -> None:
    """Tick one line of the filters; lines that are folded away are opened first."""
    box = page.get_by_role("checkbox", name=name).first
    if not box.is_visible():
        for summary in page.locator(".filters details:not([open]) summary").all():
            summary.click()
    box.check(force=True)
