"""Two hundred hostile texts as title, place, actor, source and note: nothing runs anywhere, and each is shown as written."""

import csv
import io
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from incidents import Atlas
from incidents.store import Store
from incidents.wording import one_line
from tests.browser.atlas_page import at_rest, map_frame, visit
from tests.browser.conftest import App
from tests.hostile import PRODUCT, hostile_texts

pytestmark = pytest.mark.browser
TEXTS = hostile_texts()
DISTRICTS = ("Gwadar", "Quetta", "Kech", "Noshki")


def hostile_sheet() -> bytes:
    """A sheet with a row for each text, which stands in every cell that takes words."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["place", "district", "date", "type", "killed", "source", "note", "title", "actor"])
    for number, text in enumerate(TEXTS):
        place = f"{text[:300]} qqzz"  # a name that no place has
        writer.writerow([place, DISTRICTS[number % 4], "2024-05-01", text[:200], "3", text, text, text, text])
    return out.getvalue().encode()


@pytest.fixture(scope="module")
def hostile_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    served = App(tmp_path_factory.mktemp("hostile") / "home")
    added = Store(served.home).add_sheet(hostile_sheet(), Atlas.open(served.home).gazetteer, "hostile.csv")
    assert added.dataset.incidents == len(TEXTS), [str(problem) for problem in added.problems][:5]
    with served:
        yield served


def assert_nothing_ran(page: Page) -> None:
    for frame in page.frames:
        assert frame.evaluate("window.pwned") is None
    assert PRODUCT not in page.content()


def test_pages_show_hostile_texts_as_written_and_run_none(hostile_app: App, page: Page, refused: list[str]):
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    visit(page, f"{hostile_app.url}/incidents")
    shown: set[str] = set()
    later = page.get_by_role("button", name="Later rows")
    while True:
        at_rest(page)
        shown |= set(page.locator("tbody .link").evaluate_all("links => links.map(link => link.textContent)"))
        assert_nothing_ran(page)
        if not later.count():
            break
        first = page.locator("tbody tr").first
        record = first.get_attribute("data-key") or ""
        later.click()
        expect(first).not_to_have_attribute("data-key", record, timeout=30_000)
    assert {one_line(text).strip() for text in TEXTS} <= {text.strip() for text in shown}
    assert refused == []


def test_the_card_shows_every_hostile_field_as_text(hostile_app: App, page: Page):
    visit(page, f"{hostile_app.url}/incidents?datasets=hostile")
    at_rest(page)
    for number in range(12):
        link = page.locator("tbody .link").nth(number)
        title = link.text_content()
        link.click()
        expect(page.locator(".card h2")).to_have_text(title)
        expect(page.locator(".card dl")).to_be_visible()
        assert_nothing_ran(page)


def test_the_map_and_its_lists_run_none(hostile_app: App, page: Page, refused: list[str]):
    visit(page, f"{hostile_app.url}/")
    frame = map_frame(page)
    for mark in frame.evaluate("Atlas.app.incidents.payload.areas.map(area => area.id)"):
        frame.evaluate("id => void Atlas.app.incidents.open(id)", mark)
        page.wait_for_timeout(300)
        assert_nothing_ran(page)
    assert refused == []


@pytest.mark.parametrize("kind", ["html", "svg"])
def test_downloads_opened_from_a_file_run_none(hostile_app: App, context: BrowserContext, tmp_path, kind: str):
    page = context.new_page()
    answer = context.request.get(f"{hostile_app.url}/atlas/download.{kind}?datasets=hostile")
    assert answer.ok, answer.text()[:300]
    body = answer.body()
    assert PRODUCT.encode() not in body
    file = tmp_path / f"map.{kind}"
    file.write_bytes(body)
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-drawn]" if kind == "html" else "svg")
    assert page.evaluate("window.pwned") is None


def test_a_png_of_hostile_texts_is_drawn(hostile_app: App, context: BrowserContext):
    answer = context.request.get(f"{hostile_app.url}/atlas/download.png?datasets=hostile")
    assert answer.body().startswith(b"\x89PNG")


def test_the_server_says_nothing_worse_than_a_warning(hostile_app: App):
    assert "Traceback" not in hostile_app.said()
