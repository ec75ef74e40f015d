"""A person's own sheet on the Add data page: every row that cannot be used is listed with its reason; the others reach the map."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.atlas_page import places_drawn, visit
from tests.browser.conftest import App

pytestmark = pytest.mark.browser
GOOD = [
    "Quetta", "Gwadar", "Mastung", "Noshki", "Nushki", "Dalbandin", "Kharan", "Panjgur", "Tump", "Pasni", "Turbat", "Khuzdar",
    "Kalat", "Sibi", "Zhob", "Loralai", "Chaman", "Pishin", "Hub", "Uthal", "Bela", "Awaran", "Washuk", "Ormara", "Jiwani", "Chagai",
    "Chaghi", "Kech", "Lasbela", "Kohlu", "Barkhan", "Musakhel", "Ziarat", "Harnai", "Killa Saifullah", "Qilla Saifullah",
    "Jaffarabad", "Sohbatpur", "Surab", "Gawadar",
]  # fmt: skip
AMBIGUOUS = ["Dasht"] * 5
IMPOSSIBLE = ["31/02/2024", "2024-13-01", "30 February 2024"]
OUTSIDE = ["Kabul", "Zahedan"]


def sheet() -> bytes:
    """200 rows: 190 in 40 spellings, 5 ambiguous places, 3 impossible dates, 2 places outside Pakistan."""
    rows = [
        [GOOD[number % 40], f"2024-03-{number % 28 + 1:02}", "attack", "", "A made-up paper", ""]
        for number in range(190)
    ]
    rows[20:20] = [[place, "2024-03-05", "bombing", "2", "A made-up paper", ""] for place in AMBIGUOUS]
    rows[90:90] = [["Quetta", date, "clash", "1", "A made-up paper", ""] for date in IMPOSSIBLE]
    rows[150:150] = [[place, "2024-03-06", "attack", "", "A made-up paper", ""] for place in OUTSIDE]
    out = io.StringIO()
    csv.writer(out).writerows([["place", "date", "type", "killed", "source", "note"], *rows])
    return out.getvalue().encode()


@pytest.fixture
def own_app(tmp_path: Path) -> Iterator[App]:
    served = App(tmp_path / "home")
    served.start()
    yield served
    served.stop()


def upload(page: Page, app: App, body: bytes, name: str = "mine.csv") -> None:
    visit(page, f"{app.url}/add_data")
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": body})


def test_exactly_the_ten_rows_that_cannot_be_used_are_listed_each_with_its_reason(own_app: App, page: Page):
    upload(page, own_app, sheet())
    expect(page.get_by_text("200 rows read: 190 can be placed and dated, 10 cannot.")).to_be_visible(timeout=30_000)
    table = page.get_by_role("region", name="Rows of mine.csv that cannot be used").locator("tbody tr")
    expect(table).to_have_count(10)
    expect(table.filter(has_text="Dasht").filter(has_text="ambiguous")).to_have_count(5)
    for date in IMPOSSIBLE:
        expect(table.filter(has_text=date)).to_have_count(1)
    for place in OUTSIDE:
        expect(table.filter(has_text=place)).to_have_count(1)
        expect(table.filter(has_text=place)).to_contain_text("outside")


def test_an_added_sheet_is_on_the_map_and_can_be_removed_again(own_app: App, page: Page):
    upload(page, own_app, sheet())
    page.get_by_role("button", name="Add 190 incidents to the atlas").click()
    expect(page.get_by_text("190 incidents are in the atlas now")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Map").click()
    expect(page.locator(".subline")).to_contain_text("199 incidents")
    assert "Zhob" in places_drawn(page)
    page.get_by_role("link", name="Add data").click()
    page.get_by_role("button", name="Remove mine").click()
    page.get_by_role("button", name="Really remove mine").click()
    expect(page.get_by_text("mine was removed from the atlas")).to_be_visible()
    page.get_by_role("link", name="Map").click()
    expect(page.locator("h1")).to_contain_text("nine places")


def test_a_file_that_is_no_sheet_gets_a_clear_message(own_app: App, page: Page):
    upload(page, own_app, b"just,some,words\n1,2,3\n")
    expect(page.get_by_text("mine.csv was not read")).to_contain_text("no column for the place")


def test_a_dataset_file_with_mistakes_is_shown_with_the_remedy_and_the_app_still_starts(own_app: App, page: Page):
    folder = own_app.home / "datasets"
    folder.mkdir(parents=True)
    (folder / "broken.toml").write_text(
        '[dataset]\nid = "broken"\ntitle = "Broken"\n\n'
        '[[incident]]\nid = "a"\ntitle = "A"\nplace = "Atlantis"\nfirst = 2026-01-02\nlast = 2026-01-02\nevent_type = "attack"\n\n'
        '[[incident]]\nid = "b"\ntitle = "B"\nplace = "town:pasni"\nfirst = 2026-01-09\nlast = 2026-01-02\nevent_type = "attack"\n\n'
        '[[incident]]\nid = "c"\ntitle = "C"\nplace = "town:pasni"\nfirst = 2026-01-02\nlast = 2026-01-02\nevent_type = "atack"\n'
    )
    visit(page, own_app.url)
    expect(page.locator(".notice")).to_contain_text("broken")
    page.get_by_role("link", name="Add data").click()
    rows = page.get_by_role("region", name="Mistakes in datasets").locator("tbody tr")
    expect(rows.filter(has_text="Atlantis")).to_have_count(1)
    expect(rows.filter(has_text="reversed dates")).to_have_count(1)
    expect(rows.filter(has_text="did you mean 'attack'")).to_have_count(1)
