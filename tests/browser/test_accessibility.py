"""What axe finds on every page, light and dark; that every control is reached by keyboard; that text is never cut on a phone."""

import re
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_no_violation(app: App, page: Page, address: str, scheme: Literal["light", "dark"]):
    page.set_viewport_size({"width": 1280, "height": 720})
    page.emulate_media(color_scheme=scheme)
    visit(page, f"{app.url}/{address}")
    if not address or address.startswith("?"):
        map_frame(page)
    at_rest(page)
    found = Axe().run(page, options=RULES)
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


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_wider_than_a_phone(app: App, page: Page, address: str):
    page.set_viewport_size(PHONE)
    visit(page, f"{app.url}/{address}")
    at_rest(page)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    tables = page.get_by_role("region", name="Table of incidents")
    assert tables.evaluate_all("all => all.filter(table => table.scrollWidth > table.clientWidth).length") == 0


def test_on_a_phone_the_filters_open_as_a_drawer(app: App, page: Page):
    page.set_viewport_size(PHONE)
    visit(page, app.url)
    page.get_by_role("button", name="Expand sidebar").click()
    box = page.get_by_role("checkbox", name=re.compile(r"^Balochistan \d"))
    expect(box).to_be_in_viewport(ratio=0.9)  # the drawer slides in
    box.check(force=True)
    expect(page.locator(".chip")).to_have_count(1)
