"""A person's own sheet on the Add data page: every row that cannot be used is listed with its reason; the others reach the map."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from incidents.snapshot import Snapshots
from tests.browser.atlas_page import NAMES, at_rest, map_frame, until, visit
from tests.browser.conftest import App
from tests.browser.test_accessibility import RULES
from tests.incidents.readers.made import ACLED, acled, text

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


@pytest.fixture(scope="module")
def own_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """A server with a data folder of its own; each test leaves that without datasets."""
    with App(tmp_path_factory.mktemp("add") / "home") as served:
        yield served


def datasets(app: App) -> list[str]:
    """What stands in the folder of imported datasets, half-made ones included."""
    return [path.name for path in (app.home / "imported").iterdir() if path.name != ".names.lock"]


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
    expect(page.get_by_text("190 of 200 rows are in the atlas now")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Map").click()
    expect(page.locator(".subline")).to_contain_text("199 incidents", timeout=30_000)
    until(map_frame(page), f"{NAMES}.includes('Zhob')")
    page.get_by_role("link", name="Add data").click()
    page.get_by_role("button", name="Report of mine").click()
    expect(page.get_by_role("region", name="Rows that cannot be used").locator("tbody tr")).to_have_count(10)
    page.get_by_role("button", name="Back to the datasets").click()
    page.get_by_role("button", name="Remove mine").click()
    page.get_by_role("button", name="Really remove mine").click()
    expect(page.get_by_text("mine was removed from the atlas")).to_be_visible()
    page.get_by_role("link", name="Map").click()
    expect(page.locator("h1")).to_contain_text("two towns, one tehsil and six districts", timeout=30_000)


def fits_and_is_accessible(page: Page) -> None:
    """What is on the page now has no violation that axe finds, and is not wider than a phone."""
    found = Axe().run(page, options=RULES)
    assert found.response["violations"] == [], found.generate_report()
    page.set_viewport_size({"width": 390, "height": 844})
    at_rest(page)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 720})
    at_rest(page)


def test_a_table_is_mapped_by_a_person_imported_reported_and_removed(own_app: App, page: Page):
    page.set_viewport_size({"width": 1280, "height": 720})
    rows = "".join(f"0{1 + n % 9}/0{1 + n % 5}/2024,Turbat,{n},{n + 2},1.5\n" for n in range(9))
    body = (
        "Dt,Paikka,Dead Min,Dead Max,X1\n" + rows + "32/01/2024,Pasni,1,2,1\n" + "03/02/2024,=1+<mark>x</mark>,?,2,1\n"
    )
    upload(page, own_app, body.encode(), "a\u202e<mark>table</mark>.csv")
    expect(page.get_by_text("say which column has the place")).to_be_visible(timeout=60_000)
    assert page.locator("mark").count() == 0
    page.get_by_role("button", name="Check how its columns are read").click()
    page.get_by_role("combobox", name="What Paikka is").select_option("place")
    expect(page.get_by_text("say whether the day or the month comes first")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Day first").click()
    first = page.get_by_role("region", name="First rows as they are read").locator("tbody tr").first
    expect(first).to_contain_text("1 January 2024", timeout=60_000)
    expect(first).to_contain_text("Turbat (town)", timeout=60_000)
    fits_and_is_accessible(page)
    page.get_by_role("button", name="Import it so").click()
    expect(page.get_by_text("10 of 11 rows are in the atlas now")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="See the import report").click()
    expect(page.get_by_text("11 = 10 + 0 + 1")).to_be_visible(timeout=60_000)
    fits_and_is_accessible(page)
    expect(page.get_by_role("region", name="Rejected rows").locator("tbody tr")).to_contain_text(
        ["32/01/2024"], timeout=60_000
    )
    with page.expect_download() as rejected:
        page.get_by_role("link", name="1 rejected row as CSV").click()
    assert "32/01/2024" in Path(rejected.value.path()).read_text(encoding="utf-8-sig")
    page.get_by_role("link", name="Add data").click()
    name = next((own_app.home / "imported").glob("[!.]*")).name
    page.get_by_role("button", name=f"Remove {name}").click()
    page.get_by_role("button", name=f"Really remove {name}").click()
    expect(page.get_by_text(f"{name} was removed")).to_be_visible(timeout=60_000)
    assert datasets(own_app) == []


FOCUS = """(() => { let at = document.activeElement
  while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  return at.type === "file" ? "files" : at.getAttribute("aria-label") || at.textContent.trim() })()"""


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what has this name or text has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if words in page.evaluate(FOCUS)[:60]:
            return
    raise AssertionError(f"{words} is not reached by Tab")


def bring(page: Page, name: str, rows: list[dict]) -> None:
    """Choose a file by Tab and Enter, and wait until it was looked at."""
    with page.expect_file_chooser() as chooser:
        tab_to(page, "files")
        page.keyboard.press("Enter")
    chooser.value.set_files({"name": name, "mimeType": "text/csv", "buffer": text(ACLED, rows).encode()})
    expect(page.get_by_role("button", name=re.compile("^Import (it|as)"))).to_be_visible(timeout=60_000)


def test_a_newer_export_becomes_version_two_by_keyboard_and_its_differences_are_shown(own_app: App, page: Page):
    rows = [acled(number) for number in range(1, 9)]
    visit(page, f"{own_app.url}/add_data")
    expect(page.locator("input[type=file]")).to_be_attached()
    bring(page, "export.csv", rows)
    tab_to(page, "Import it")
    page.keyboard.press("Enter")
    expect(page.get_by_text("8 of 8 rows are in the atlas now")).to_be_visible(timeout=60_000)
    tab_to(page, "Close")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Close")).to_have_count(0, timeout=30_000)
    bring(page, "export.csv", [*rows[1:4], acled(5, fatalities=70), *rows[5:], acled(21), acled(22)])
    expect(page.get_by_role("combobox", name="What it becomes")).to_have_value("Version 2 of export")
    expect(page.get_by_text("the 8 incidents of version 1 will no longer be shown")).to_be_visible(timeout=60_000)
    tab_to(page, "Import as version 2 of export")
    page.keyboard.press("Enter")
    expect(page.get_by_text("9 of 9 rows are in the atlas now")).to_be_visible(timeout=60_000)
    tab_to(page, "See the import report")
    page.keyboard.press("Enter")
    differs = page.get_by_role("region", name="What differs from version 1").locator("tbody tr")
    expect(differs).to_have_text(
        [re.compile(each) for each in ("^Added2", "^Changed1.*killed 70", "^Gone upstream1")], timeout=60_000
    )
    Snapshots(own_app.home).remove("export")


def test_files_that_cannot_be_imported_are_refused_in_words_and_leave_nothing(own_app: App, page: Page):
    visit(page, f"{own_app.url}/add_data")
    box = page.locator("input[type=file]")
    files = {"x.pdf": b"%PDF-1.4", "words.csv": b"just,some,words\n1,2,3\n", "empty.csv": b""}
    box.set_input_files([{"name": name, "mimeType": "text/csv", "buffer": body} for name, body in files.items()])
    expect(page.get_by_text("It is empty")).to_be_visible()
    expect(page.get_by_text("It was not taken: 'x.pdf' is a PDF")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Before it can be imported, say which column has the date")).to_be_visible(timeout=60_000)
    for left in (1, 0):
        page.get_by_role("button", name="Put aside").first.click()
        expect(page.get_by_role("button", name="Put aside")).to_have_count(left, timeout=30_000)
    assert datasets(own_app) == []


@pytest.fixture
def broken(own_app: App) -> Iterator[Path]:
    """A dataset file with three mistakes in the data folder."""
    file = own_app.home / "datasets" / "broken.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        '[dataset]\nid = "broken"\ntitle = "Broken"\n\n'
        '[[incident]]\nid = "a"\ntitle = "A"\nplace = "Atlantis"\nfirst = 2026-01-02\nlast = 2026-01-02\nevent_type = "attack"\n\n'
        '[[incident]]\nid = "b"\ntitle = "B"\nplace = "town:pasni"\nfirst = 2026-01-09\nlast = 2026-01-02\nevent_type = "attack"\n\n'
        '[[incident]]\nid = "c"\ntitle = "C"\nplace = "town:pasni"\nfirst = 2026-01-02\nlast = 2026-01-02\nevent_type = "atack"\n'
    )
    yield file
    file.unlink()


def test_a_dataset_file_with_mistakes_is_shown_with_the_remedy_and_the_app_still_works(
    own_app: App, page: Page, broken: Path
):
    visit(page, own_app.url)
    expect(page.locator(".notice")).to_contain_text(broken.stem, timeout=30_000)
    page.get_by_role("link", name="Add data").click()
    rows = page.get_by_role("region", name="Mistakes in datasets").locator("tbody tr")
    expect(rows.filter(has_text="Atlantis")).to_have_count(1)
    expect(rows.filter(has_text="reversed dates")).to_have_count(1)
    expect(rows.filter(has_text="did you mean 'attack'")).to_have_count(1)
