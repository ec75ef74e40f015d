"""Takes the pictures of the documentation from the running app: ``make pictures``."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.atlas_page import at_rest, map_frame, visit
from tests.browser.chromium import find
from tests.browser.conftest import QUIET, App

HERE = Path(__file__).parent / "pictures"
#: File name: address, width, height, colour scheme.
PICTURES = {
    "map": ("", 1440, 900, "light"),
    "map-dark": ("", 1440, 900, "dark"),
    "map-720p": ("", 1280, 720, "light"),
    "map-1080p": ("", 1920, 1080, "light"),
    "map-phone": ("", 390, 844, "light"),
    "timeline": ("timeline", 1440, 900, "light"),
    "incidents": ("incidents?record=balochistan-2026.dalbandin", 1440, 900, "light"),
    "add-data": ("add_data", 1440, 900, "light"),
    "about": ("about", 1440, 900, "light"),
    "briefings": ("briefings?briefing=sample", 1440, 900, "light"),
}
#: The sample briefing on the wall: file name and number of the scene.
SCENES = {"briefing-map": 1, "briefing-claims": 7}


def main() -> None:
    """Start the app with an empty home and write every picture."""
    HERE.mkdir(exist_ok=True)
    path = find()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        app = App(Path(folder) / "home")
        app.start()
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        for name, (address, width, height, scheme) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # pyright: ignore[reportArgumentType]
            visit(page, f"{app.url}/{address}")
            if not address:
                map_frame(page)
            page.wait_for_timeout(2500)
            at_rest(page)
            page.screenshot(path=HERE / f"{name}.png")
            page.close()
        talk(browser, app.url)
        browser.close()
        app.stop()


def talk(browser: Browser, url: str) -> None:
    """Write the pictures of the sample briefing: scenes on the wall, and the speaker's window."""
    page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    for name, number in SCENES.items():
        page.goto("about:blank")
        page.goto(f"{url}/atlas/briefing/sample/present#{number}")
        page.wait_for_selector(".stage[data-settled]")
        page.screenshot(path=HERE / f"{name}.png")
    with page.expect_popup() as opening:
        page.keyboard.press("s")
    opening.value.wait_for_selector(".stage[data-settled]")
    opening.value.wait_for_timeout(2500)
    opening.value.screenshot(path=HERE / "briefing-speaker.png")


if __name__ == "__main__":
    main()
