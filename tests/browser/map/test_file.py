"""The map as a file of its own, opened in a browser that may reach nothing."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from incidents import Atlas, Selection
from maps import standalone
from tests.maps.hostile import HOSTILE
from tests.maps.test_payload import dataset_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_axe_finds_nothing_wrong(page: Page, nine: dict, tmp_path: Path, theme: str, atlas: Atlas):
    file = tmp_path / "map.html"
    file.write_text(standalone(atlas, Selection(), theme=theme), encoding="utf-8")
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-drawn]")
    page.locator("[data-place='district:kharan']").click()
    page.get_by_role("button", name="Layers").click()
    results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert [
        (rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in results.response["violations"]
    ] == []


@pytest.fixture
def opened(browser: Browser, tmp_path: Path):
    """Opens a standalone file in a browser that may reach nothing but files; afterwards: it asked for nothing else."""
    asked: list[str] = []
    wrong: list[str] = []
    context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 900})
    context.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())

    def open_file(html: str, size: tuple[int, int] = (1280, 900)) -> Page:
        file = tmp_path / "atlas map.html"
        file.write_text(html, encoding="utf-8")
        page = context.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-drawn]")
        return page

    yield open_file
    context.close()
    assert [url[:40] for url in asked if not url.startswith(("file:", "data:font"))] == []
    assert len([url for url in asked if url.startswith("file:")]) == 1
    assert wrong == []


def test_a_standalone_file_works_without_any_request(opened: Callable[[str], Page], atlas: Atlas):
    page = opened(standalone(atlas, Selection(), made_on=dt.date(2026, 2, 3)))
    expect(page.locator("h1")).to_have_text(
        "Coordinated attacks in two towns, one tehsil and six districts of Balochistan, 29–30 January 2026"
    )
    expect(page.locator("path.atlas-area")).to_have_count(7)
    for words in ("197", "177", "17", "200", "31", "Claim and source", "not added up"):
        expect(page.locator(".report-claims")).to_contain_text(words)
    expect(page.locator(".report-foot")).to_contain_text("Made on 3 February 2026")
    page.locator("[data-place='town:pasni']").click()
    expect(page.locator(".atlas-card")).to_contain_text("Coordinated attack in Pasni")
    page.locator(".report-records summary").click()
    expect(page.locator(".report-records tbody tr")).to_have_count(9)
    assert page.evaluate(
        "document.fonts.check('600 13px \"Atlas Sans\"') && document.fonts.check('13px \"Atlas Naskh\"')"
    )


def test_a_standalone_file_keeps_the_view_and_layers_it_was_made_with(opened: Callable[[str], Page], atlas: Atlas):
    view = {"latitude": 26.0, "longitude": 63.5, "zoom": 8.25, "layers": ["towns"]}
    page = opened(standalone(atlas, Selection(), view, theme="dark"))
    assert page.evaluate("Atlas.app.currentView()") | {"bounds": None} == view | {"bounds": None}


@pytest.mark.parametrize(
    "bounds",
    [(66.0, 29.5, 67.5, 30.5), (60.9, 24.9, 70.2, 32.1), (55.0, 20.0, 80.0, 38.0)],
    ids=["close", "home", "far"],
)
@pytest.mark.parametrize("size", [(1280, 900), (390, 800)], ids=["wide", "phone"])
def test_a_standalone_file_opens_at_the_bounds_it_was_made_with(
    opened: Callable[..., Page], atlas: Atlas, bounds: tuple[float, float, float, float], size: tuple[int, int]
):
    view = {"bounds": bounds, "latitude": 30.0, "longitude": 66.9, "zoom": 7}
    page = opened(standalone(atlas, Selection(), view), size)
    gaps = page.evaluate(
        """([west, south, east, north]) => {
          const { map } = Atlas.app, a = map.latLngToContainerPoint([north, west]), b = map.latLngToContainerPoint([south, east]), size = map.getSize();
          return [a.x, a.y, size.x - b.x, size.y - b.y];
        }""",
        bounds,
    )
    left, top, right, bottom = gaps
    assert min(gaps) >= -1.5
    assert min(left, top) <= 1.5
    assert left == pytest.approx(right, abs=2) and top == pytest.approx(bottom, abs=2)


def test_hostile_texts_in_a_standalone_file_are_shown_as_written(opened: Callable[[str], Page]):
    incidents = [
        {"place": "district:quetta", "written": text, "title": text, "actors": [{"name": text}]} for text in HOSTILE
    ]
    page = opened(standalone(Atlas.of([dataset_of(*incidents)]), Selection(text="window.broken")))
    assert page.evaluate("typeof window.broken") == "undefined"
    page.locator(".report-records summary").click()
    titles = [record[1] for record in json.loads(page.locator("#atlas-payload").text_content())["report"]["records"]]
    assert page.locator(".report-records tbody td:nth-child(2)").all_text_contents() == titles
    assert len(titles) > 5
    page.locator(".atlas-badge").click()
    assert set(page.locator(".atlas-title").all_text_contents()) <= set(HOSTILE)
    assert page.locator("body img, body iframe, body svg script").count() == 0


def test_the_map_comes_first_on_a_phone_and_nothing_is_cut_off(page: Page, tmp_path: Path, atlas: Atlas):
    file = tmp_path / "map.html"
    file.write_text(standalone(atlas, Selection()), encoding="utf-8")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-drawn]")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    frame = page.locator("#map_atlas").bounding_box()
    for badge in page.locator(".atlas-mark").all():
        box = badge.bounding_box()
        assert frame["x"] <= box["x"] and box["x"] + box["width"] <= frame["x"] + frame["width"]
    assert page.locator(".report-claims").bounding_box()["y"] >= frame["y"] + frame["height"]
