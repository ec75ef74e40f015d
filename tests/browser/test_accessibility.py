"""What axe finds on every page, light and dark; that every control is reached by keyboard; that text is never cut on a phone."""

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests.browser.atlas_page import at_rest, map_frame, visit
from tests.browser.conftest import App

pytestmark = pytest.mark.browser
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PHONE: ViewportSize = {"width": 390, "height": 844}
ADDRESSES = (
    "",
    "timeline",
    "incidents?record=balochistan-2026.pasni",
    "add_data",
    "about",
    "?start=1999-01-01&end=1999-01-02",
)


@pytest.fixture(scope="module", params=ADDRESSES)
def opened(app: App, profile: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Each page, opened once for all that is looked at in it."""
    page = profile.new_page()
    page.set_default_timeout(30_000)
    page.emulate_media(color_scheme="light")
    visit(page, f"{app.url}/{request.param}")
    if not request.param or request.param.startswith("?"):
        map_frame(page)
    yield page
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(opened: Page, scheme: Literal["light", "dark"]):
    opened.set_viewport_size({"width": 1280, "height": 720})
    opened.emulate_media(color_scheme=scheme)
    at_rest(opened)
    ground = opened.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", ground)[:3])) > 400) is (scheme == "light")
    found = Axe().run(opened, options=RULES)
    assert found.response["violations"] == [], found.generate_report()


def test_every_control_of_the_map_page_is_reached_by_the_tab_key(app: App, page: Page):
    visit(page, app.url)
    map_frame(page)
    names = page.evaluate("""() => {
        const all = (root) => [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
        const controls = all(document.body).filter((one) => one.matches('a[href], button, input, select, summary, [tabindex]'));
        return controls.filter((one) => one.checkVisibility() && one.tabIndex < 0 && !one.disabled).map((one) => one.outerHTML.slice(0, 120));
    }""")
    assert names == []


def test_a_filter_is_set_by_keyboard_alone(app: App, page: Page):
    visit(page, app.url)
    page.get_by_role("checkbox", name="Town").focus()
    page.keyboard.press("Space")
    expect(page.locator(".chip")).to_have_count(1)


def test_nothing_is_wider_than_a_phone(opened: Page):
    opened.set_viewport_size(PHONE)
    at_rest(opened)
    assert opened.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    tables = opened.locator(".scroll.stacked")
    assert tables.evaluate_all("all => all.filter(table => table.scrollWidth > table.clientWidth).length") == 0


def test_on_a_phone_the_filters_open_as_a_drawer(app: App, page: Page):
    page.set_viewport_size(PHONE)
    visit(page, app.url)
    page.get_by_role("button", name="Expand sidebar").click()
    box = page.get_by_role("checkbox", name=re.compile(r"^Balochistan \d"))
    expect(box).to_be_in_viewport(ratio=0.9)  # the drawer slides in
    box.check(force=True)
    expect(page.locator(".chip")).to_have_count(1)
