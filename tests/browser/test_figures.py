"""The Figures page in Chromium: five clicks to a publishable figure, a preview that is the figure, words to copy, recipes."""

import io
import json
import re
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from incidents import Atlas
from maps.recipe import Recipe, figure_id
from tests.browser.atlas_page import at_rest, query_of, visit
from tests.browser.conftest import App
from tests.browser.test_accessibility import PHONE, RULES
from tests.hostile import hostile_texts

pytestmark = pytest.mark.browser


def drawn(page: Page) -> None:
    """Wait until the preview shows the figure asked for."""
    expect(page.locator(".sheet")).to_have_attribute("data-state", "drawn", timeout=60_000)


def downloaded(page: Page, name: str) -> bytes:
    with page.expect_download(timeout=90_000) as waiting:
        page.get_by_role("link", name=name, exact=True).click()
    return Path(waiting.value.path()).read_bytes()


def settings(**values: object) -> str:
    return f"figures?figure={quote(json.dumps(values))}"


def size_of(page: Page) -> tuple[float, float]:
    box = page.locator(".sheet").bounding_box()
    assert box
    return box["width"], box["height"]


def test_a_publishable_figure_takes_five_clicks_from_opening_the_app(app: App, page: Page):
    visit(page, app.url)
    page.get_by_role("link", name="Figures", exact=True).click()  # 1
    drawn(page)
    page.get_by_label("Size").select_option("double")  # 2 and 3: the list, the line in it
    expect(page.locator(".facts")).to_contain_text("mm at 300 dpi")
    drawn(page)
    content = downloaded(page, "Everything as ZIP")  # 4
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {name.rpartition(".")[2] for name in archive.namelist()} == {"png", "svg", "pdf", "html", "json", "txt"}
        recipe = json.loads(archive.read("figure.json"))
        name = next(name for name in archive.namelist() if name.endswith(".png"))
        with Image.open(io.BytesIO(archive.read(name))) as image:
            assert image.width == 2161
    assert recipe["recipe"]["preset"] == "double"
    expect(page.locator(".facts")).to_contain_text(recipe["figure"])


def test_what_is_downloaded_is_the_figure_that_the_page_names(app: App, page: Page):
    visit(page, f"{app.url}/{settings(title='Mine', preset='square')}")
    drawn(page)
    svg = downloaded(page, "SVG").decode()
    number = page.locator(".facts").inner_text().split()[1]
    assert "Mine" in svg
    assert number in svg
    held = json.loads(downloaded(page, "Recipe"))
    recipe = Recipe.from_dict(held["recipe"])
    assert figure_id(recipe, Atlas.open(app.home)) == held["figure"] == number


def test_the_preview_has_the_figures_proportions_and_words(app: App, page: Page):
    for preset, kind in (("page", "symbol"), ("slide", "timeline")):
        visit(page, f"{app.url}/{settings(preset=preset, kind=kind)}")
        drawn(page)
        width, height = Recipe(preset=preset).css_size
        shown_width, shown_height = size_of(page)
        assert shown_width / shown_height == pytest.approx(width / height, rel=0.02)
        alt = page.locator(".sheet img").get_attribute("alt")
        assert alt and "according to" in alt


def test_every_setting_goes_into_the_address_and_back_takes_it_off(app: App, page: Page):
    visit(page, f"{app.url}/figures")
    drawn(page)
    colours = page.locator("label", has_text="Colours").locator("select")
    colours.select_option("print")
    expect(page).to_have_url(re.compile("print"))
    page.get_by_label("What is drawn").select_option("choropleth")
    expect(page.get_by_label("Classes")).to_be_visible()
    assert json.loads(query_of(page)["figure"][0]) == {"kind": "choropleth", "theme": "print"}
    page.go_back()
    expect(page.get_by_label("Classes")).to_have_count(0)
    expect(colours).to_have_value("print")


def test_the_selection_is_that_of_the_other_pages(app: App, page: Page):
    visit(page, f"{app.url}/figures?places=town%3Apasni")
    drawn(page)
    expect(page.locator("h1")).to_have_text("Coordinated attack in Pasni, 29–30 January 2026")
    assert "Pasni" in downloaded(page, "SVG").decode()
    page.get_by_role("link", name="Map", exact=True).click()
    expect(page.locator(".chip")).to_have_count(1)


def test_a_size_out_of_reach_is_told_and_nothing_changes(app: App, page: Page):
    visit(page, f"{app.url}/{settings(preset='custom', width=900, height=700, unit='px')}")
    drawn(page)
    field = page.get_by_label("Width")
    field.fill("99999")
    field.press("Tab")
    expect(page.locator(".notice")).to_contain_text("240 to 6000 px")
    expect(page.locator(".facts")).to_contain_text("900 × 700 pixels")


def test_settings_that_cannot_be_read_are_told_and_the_page_still_works(app: App, page: Page):
    visit(page, f"{app.url}/{settings(kind='pie')}")
    expect(page.locator(".notice")).to_contain_text("no such kind: 'pie'")
    drawn(page)


def test_the_caption_is_copied(app: App, page: Page):
    visit(page, f"{app.url}/figures")
    page.get_by_role("button", name="Copy: Caption").click()
    expect(page.get_by_role("button", name="Copy: Caption")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "177 militants neutralized, according to the Pakistani military" in copied


def test_an_uploaded_recipe_is_checked_and_remade(app: App, page: Page, tmp_path: Path):
    visit(page, f"{app.url}/figures?places=town%3Apasni")
    drawn(page)
    held = json.loads(downloaded(page, "Recipe"))
    held["recipe"] |= {"title": "From a file", "preset": "square"}
    held["shown"]["claims"]["somewhere.old"] = "5 people killed, according to Nobody"
    (tmp_path / "figure.json").write_text(json.dumps(held))
    visit(page, f"{app.url}/figures")
    drawn(page)
    at_rest(page)
    page.get_by_text("Remake or check a figure from its file").click()
    page.locator("input[type=file]").first.set_input_files(tmp_path / "figure.json")
    expect(page.get_by_text("no longer recorded: 5 people killed, according to Nobody")).to_be_visible()
    at_rest(page)
    page.get_by_role("button", name="Remake this figure").click()
    expect(page.locator(".facts")).to_contain_text("1,080 × 1,080")
    expect(page.get_by_role("textbox", name="Title", exact=True)).to_have_value("From a file")
    assert query_of(page)["places"] == ["town:pasni"]


def test_axe_finds_no_violation_light_and_dark_and_nothing_is_wider_than_a_phone(app: App, page: Page):
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")
    visit(page, f"{app.url}/{settings(kind='choropleth', preset='custom', width=900, height=700)}")
    drawn(page)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        at_rest(page)
        found = Axe().run(page, options=RULES)
        assert found.response["violations"] == [], found.generate_report()


def test_a_house_style_is_put_on_and_taken_off(app: App, page: Page, tmp_path: Path):
    (tmp_path / "house.toml").write_text('credit = "Map: The Example Gazette"', encoding="utf-8")
    (tmp_path / "thief.toml").write_text('logo = "../../../../etc/passwd"', encoding="utf-8")
    visit(page, f"{app.url}/figures")
    at_rest(page)
    page.get_by_text("House style", exact=True).click()
    page.locator("input[type=file]").last.set_input_files(tmp_path / "thief.toml")
    at_rest(page)
    page.get_by_role("button", name="Use this house style").click()
    expect(page.locator(".notice")).to_contain_text("was not given")
    visit(page, f"{app.url}/figures")
    at_rest(page)
    page.get_by_text("House style", exact=True).click()
    page.locator("input[type=file]").last.set_input_files(tmp_path / "house.toml")
    at_rest(page)
    page.get_by_role("button", name="Use this house style").click()
    expect(page.get_by_text("House style: in use")).to_be_visible()
    assert "Map: The Example Gazette" in downloaded(page, "SVG").decode()


def test_hostile_words_of_an_address_run_nowhere(app: App, page: Page):
    texts = hostile_texts(6)
    for title, subtitle in zip(texts[::2], texts[1::2], strict=True):
        visit(page, f"{app.url}/{settings(title=title[:300], subtitle=subtitle[:600])}")
        drawn(page)
        assert page.evaluate("window.pwned") is None


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("figure.png?figure=%7B%22kind%22%3A%22pie%22%7D", "no such kind"),
        ("figure-preview.png?figure=nonsense", "not a recipe file"),
        ("figure.pdf?figure=%7B%22preset%22%3A%22custom%22%2C%22width%22%3A1e9%2C%22height%22%3A9%7D", "240 to 6000"),
        ("figure.svg?figure=%7B%22style%22%3A%22gone%22%7D", "upload its file again"),
        ("figure.svg?figure=%7B%22population%22%3A%22gone%22%7D", "upload its file again"),
        ("figure.gif", "ask for png"),
    ],
)
def test_the_server_says_plainly_what_it_cannot_draw(app: App, address: str, said: str):
    with pytest.raises(urllib.error.HTTPError) as raised:
        urllib.request.urlopen(f"{app.url}/atlas/{address}", timeout=30)
    body = raised.value.read().decode()
    assert raised.value.code in (400, 404)
    assert said in body
    assert "Traceback" not in body
    raised.value.close()
