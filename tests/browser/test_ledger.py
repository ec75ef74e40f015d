"""Two people edit the ledger in two browsers: neither loses a word, and a reload keeps what was typed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gazetteer import Gazetteer
from incidents.atlas import EMBEDDED
from incidents.curated import LOCAL, Curated
from incidents.curated.promoting import adopt
from incidents.dataset_file import read_toml
from tests.browser.atlas_page import at_rest, visit
from tests.browser.conftest import App

pytestmark = pytest.mark.browser
PASNI, OPERATIONS = "balochistan-2026.pasni", "balochistan-2026.security-operations"
HOSTILE = "<img src=x onerror=window.pwned=1> {{7*7}}"


@pytest.fixture(scope="module")
def ledger_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    home: Path = tmp_path_factory.mktemp("ledger") / "home"
    with Curated.open(home) as ledger:
        adopt(ledger, read_toml(EMBEDDED, Gazetteer.load()), LOCAL)
    with App(home) as served:
        yield served


@pytest.fixture
def second(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def opened(page: Page, app: App, record: str) -> None:
    visit(page, f"{app.url}/ledger?entry={record}")
    expect(page.get_by_label("Title", exact=True)).to_be_visible(timeout=30_000)


def saved(page: Page, words: str = "Save and accept") -> None:
    page.get_by_role("button", name=words).click()
    expect(page.locator(".headline .notice")).to_contain_text("readers see it")


def test_the_second_of_two_editors_is_offered_the_merge_and_a_reload_keeps_the_text(
    ledger_app: App, page: Page, second: Page
):
    for each in (page, second):
        opened(each, ledger_app, PASNI)
    page.get_by_label("Title", exact=True).fill("Attack in Pasni, first")
    saved(page)
    second.get_by_label("Title", exact=True).fill(HOSTILE)
    second.get_by_label("Note on the place").fill("A second note")
    second.reload()
    title = second.get_by_label("Title", exact=True)
    expect(title).to_have_value(HOSTILE, timeout=30_000)
    expect(second.get_by_role("form", name="incident").get_by_text("Somebody saved the record")).to_be_visible()
    title.press("Control+Enter")
    expect(second.get_by_role("row", name="Title")).to_contain_text("Attack in Pasni, first")
    expect(second.get_by_role("row", name="Title")).to_contain_text(HOSTILE)
    expect(second.get_by_role("row", name="Where").get_by_role("cell").last).to_have_text("Yours")
    second.get_by_label("Title: yours").check()
    saved(second, "Save what is chosen")
    expect(second.locator("h1")).to_have_text(HOSTILE)
    expect(second.get_by_label("Note on the place")).to_have_value("A second note")
    assert second.evaluate("window.pwned") is None
    assert second.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('atlas-draft'))") == []
    second.get_by_role("link", name="Incidents").click()
    expect(second.get_by_role("button", name=HOSTILE)).to_be_visible(timeout=20_000)


def test_the_second_to_supersede_a_claim_sees_the_first_s_and_chooses(ledger_app: App, page: Page, second: Page):
    for each, figure in ((page, "at least 150"), (second, "216")):
        opened(each, ledger_app, OPERATIONS)
        each.get_by_role("button", name="Supersede").first.click()
        each.get_by_label("As the source writes it").fill(figure)
        each.get_by_label("As the source writes it").press("Tab")
        expect(each.get_by_label("At least", exact=True)).to_have_value(figure.split()[-1])
    saved(page)
    second.get_by_role("button", name="Save and accept").click()
    expect(second.get_by_role("form", name="superseded")).to_contain_text("at least 150 militants killed")
    at_rest(second)  # a form that is put anew between press and release of a button has not been clicked
    second.get_by_role("button", name="Contest theirs").click()
    expect(second.locator(".claim-list")).to_contain_text("contests: Pakistani security forces: at least 150")
