"""Takes the pictures of the way to a figure: from opening the app to a downloaded ZIP, one picture a step."""

import tempfile
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.atlas_page import at_rest, map_frame, visit
from tests.browser.chromium import find
from tests.browser.conftest import QUIET, App

HERE = Path(__file__).parent / "pictures"


def main() -> None:
    """Start the app with an empty home, walk the way, write a picture of each step and the figure that comes out."""
    path = find()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        app = App(Path(folder) / "home")
        app.start()
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        page = browser.new_page(viewport={"width": 1280, "height": 720}, accept_downloads=True)
        try:
            walk(page, app.url, Path(folder) / "figure.zip")
        finally:
            browser.close()
            app.stop()


def walk(page: Page, url: str, to: Path) -> None:
    """Open the app; Figures; the list of sizes, the line in it; the ZIP."""
    visit(page, url)
    map_frame(page)
    page.wait_for_timeout(2000)
    page.screenshot(path=HERE / "figure-step-0.png")
    page.get_by_role("link", name="Figures", exact=True).click()
    expect(page.locator(".sheet")).to_have_attribute("data-state", "drawn", timeout=60_000)
    at_rest(page)
    page.screenshot(path=HERE / "figure-step-1.png")
    page.get_by_label("Size").select_option("double")
    expect(page.locator(".facts")).to_contain_text("mm at 300 dpi")
    page.wait_for_timeout(4000)
    expect(page.locator(".sheet")).to_have_attribute("data-state", "drawn", timeout=60_000)
    at_rest(page)
    page.screenshot(path=HERE / "figure-step-2.png")
    with page.expect_download(timeout=120_000) as waiting:
        page.get_by_role("link", name="Everything as ZIP").click()
    waiting.value.save_as(to)
    with zipfile.ZipFile(to) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".png"))
        (HERE / "figure-step-3.png").write_bytes(archive.read(name))


if __name__ == "__main__":
    main()
