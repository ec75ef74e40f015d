"""A briefing on the wall, in Chromium: sizes, contrast, keys, the speaker's window, a file without network, hostile words, the kiosk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from briefing import Briefing, Scene, sample
from briefing.presenter import presenter
from incidents import Atlas
from maps.theme import contrast
from tests.browser.atlas_page import until, visit
from tests.maps.hostile import HOSTILE

pytestmark = pytest.mark.browser

#: Every word on the wall: its size in pixels, its colour, the colour beneath it (a name's own outline on the map),
#: and its box: of a name, without the room above and below its letters.
WORDS = """() => {
  const hex = (colour) => { const c = colour.match(/[\\d.]+/g).map(Number); return c.length > 3 && c[3] === 0 ? null : "#" + c.slice(0, 3).map((n) => Math.round(n).toString(16).padStart(2, "0")).join(""); };
  const beneath = (element) => { for (let e = element; e; e = e.parentElement) { const c = hex(getComputedStyle(e).backgroundColor); if (c) return c; } return "#ffffff"; };
  const walker = document.createTreeWalker(document.querySelector(".stage"), NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement, range = document.createRange(), style = getComputedStyle(element);
    if (!node.data.trim() || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect(), svg = element instanceof SVGElement;
    const map = element.closest(".stage-map")?.getBoundingClientRect();
    if (!box.width || (map && (box.right < map.left || box.left > map.right || box.bottom < map.top || box.top > map.bottom))) continue;
    found.push({ words: node.data.trim(), size: parseFloat(style.fontSize), colour: hex(svg ? style.fill : style.color),
      ground: svg && style.stroke !== "none" ? hex(style.stroke) : svg ? "#ffffff" : beneath(element), box: svg ? [box.left, box.top + box.height / 5, box.right, box.bottom - box.height / 5] : [box.left, box.top, box.right, box.bottom], map: svg });
  }
  return found;
}"""
#: Parts that may not lie on each other nor leave the screen.
PARTS = """() => ["h1", ".stage-map", ".stage-legend", ".stage-days", ".stage-chart", ".stage-panel", ".stage-foot"].map((each) => document.querySelector(`.stage ${each}`))
  .filter((e) => e && e.getClientRects().length).map((e) => { const b = e.getBoundingClientRect(); return [e.className || e.tagName, b.left, b.top, b.right, b.bottom]; })"""


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return Atlas.open(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def talk(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("talk") / "talk.html"
    file.write_text(presenter(atlas, sample()), encoding="utf-8")
    return file.as_uri()


@pytest.fixture
def wall(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without any network, whose console and requests are kept; at the end there was none of either."""
    context = browser.new_context(reduced_motion="reduce", offline=True)
    wrong: list[str] = []
    context.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("request", lambda request: None if request.url.startswith("file:") else wrong.append(request.url))
    yield context
    context.close()
    assert wrong == []


def settled(page: Page) -> Page:
    page.wait_for_selector(".stage[data-settled]")
    return page


def at(page: Page) -> int:
    return page.evaluate("Atlas.talk.index + 1")


def overlaps(one: list[float], other: list[float]) -> bool:
    return one[0] < other[2] - 1 and other[0] < one[2] - 1 and one[1] < other[3] - 1 and other[1] < one[3] - 1


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (3840, 2160)])
def test_every_scene_of_the_sample_reads_from_afar(wall: BrowserContext, talk: str, width: int, height: int):
    page = wall.new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.goto(talk)
    for number, scene in enumerate(sample().scenes, 1):
        settled(page)
        assert at(page) == number
        check_words(page.evaluate(WORDS), width, height)
        check_parts(page.evaluate(PARTS), width, height)
        assert page.locator(".stage[data-overfull]").count() == 0
        page.keyboard.press("PageDown")
        if scene.playback:
            expect(page.locator(".stage-day")).to_have_text("29 January 2026")
            page.keyboard.press("PageDown")


def check_words(words: list[dict[str, Any]], width: int, height: int) -> None:
    small = [(each["words"], each["size"]) for each in words if each["size"] < height / 40]
    pale = [
        (each["words"], each["colour"], each["ground"])
        for each in words
        if contrast(each["colour"], each["ground"]) < 7
    ]
    cut = [each["words"] for each in words if not each["map"] and not overlaps(each["box"], [0, 0, width, height])]
    assert (small, pale, cut) == ([], [], [])
    names = [each for each in words if each["map"]]
    assert [
        (a["words"], b["words"])
        for i, a in enumerate(names)
        for b in names[:i]
        if overlaps(a["box"], b["box"]) and a["words"] != b["words"]
    ] == []


def check_parts(parts: list[list[Any]], width: int, height: int) -> None:
    assert [
        name for name, left, top, right, bottom in parts if left < 0 or top < 0 or right > width or bottom > height
    ] == []
    assert [(a[0], b[0]) for i, a in enumerate(parts) for b in parts[:i] if overlaps(a[1:], b[1:])] == []


def test_a_whole_talk_by_keys_alone_with_the_speaker_in_step_and_a_reload_in_the_middle(
    wall: BrowserContext, talk: str
):
    page = wall.new_page()
    page.goto(talk)
    settled(page)
    last = len(sample().scenes)
    for key, expected in (
        ("PageDown", 2),
        ("ArrowRight", 3),
        (" ", 4),
        ("PageUp", 3),
        ("ArrowLeft", 2),
        ("End", last),
        ("Home", 1),
        ("ArrowDown", 2),
    ):
        page.keyboard.press(key)
        assert at(page) == expected, key
    for black in ("b", "."):
        page.keyboard.press(black)
        expect(page.locator(".talk-curtain")).to_be_visible()
        page.keyboard.press("PageDown")
        expect(page.locator(".talk-curtain")).to_be_hidden()
        assert at(page) == 2
    page.keyboard.press("Escape")
    expect(page.locator(".talk-card")).to_have_count(last)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert at(page) == 3
    with wall.expect_page() as opening:
        page.keyboard.press("s")
    speaker = settled(opening.value)
    expect(speaker.locator(".speaker-at")).to_have_text(f"3 / {last}")
    expect(speaker.locator(".speaker-notes")).to_contain_text("whether what it reports for Gwadar and for Pasni")
    expect(speaker.locator(".speaker-next h3")).to_have_text(sample().scenes[3].headline)
    began = speaker.evaluate(
        "new Promise((told) => setInterval(() => Atlas.speaker.since && told(Atlas.speaker.since), 50))"
    )
    speaker.keyboard.press("End")
    until(page, "Atlas.talk.index === 7")
    page.keyboard.press("PageUp")
    expect(speaker.locator(".speaker-at")).to_have_text(f"7 / {last}")
    speaker.reload()
    expect(settled(speaker).locator(".speaker-at")).to_have_text(f"7 / {last}")
    page.reload()
    assert at(settled(page)) == 7
    expect(page.locator(".stage h1")).to_have_text(sample().scenes[6].headline)
    speaker.keyboard.press("PageUp")
    until(page, "Atlas.talk.index === 5")
    assert speaker.evaluate("Atlas.speaker.since") == began
    speaker.close()
    page.wait_for_timeout(2000)  # until the wall has heard of it, the name stands for the window that was closed
    with wall.expect_page() as opening:
        page.keyboard.press("s")
    until(settled(opening.value), f"Atlas.speaker.since === {began}")


def test_the_map_stands_as_before_after_days_were_played(wall: BrowserContext, talk: str):
    page = wall.new_page()
    page.goto(talk)
    stands = "[Atlas.app.map.getBounds().toBBoxString(), Atlas.app.labels.names.svg.getAttribute('class')]"
    page.evaluate("Atlas.talk.go(7)")
    before = settled(page).evaluate(stands)
    page.evaluate("Atlas.talk.go(3)")
    still = settled(page).evaluate(stands)
    page.keyboard.press("PageDown")
    expect(page.locator(".stage-day")).to_have_text("31 January 2026", timeout=20_000)
    assert page.evaluate(stands) == still
    for scene in (4, 7):
        page.evaluate(f"Atlas.talk.go({scene})")
        settled(page)
    page.wait_for_timeout(400)
    assert page.evaluate(stands) == before


def test_hostile_words_are_shown_as_words(wall: BrowserContext, atlas: Atlas, tmp_path: Path):
    scenes = [
        Scene(id=f"s{number}", headline=text.strip()[:120].strip(), sentences=(text[:220],), notes=text[:6000], query="places=town%3Apasni", picture="claims" if number % 2 else "map")
        for number, text in enumerate(HOSTILE)
    ]  # fmt: skip
    file = tmp_path / "hostile.html"
    file.write_text(presenter(atlas, Briefing(id="x", title=HOSTILE[0], scenes=tuple(scenes))), encoding="utf-8")
    page = wall.new_page()
    page.goto(file.as_uri())
    for scene in scenes:
        settled(page)
        assert page.locator(".stage h1").inner_text().split() == scene.headline.split()
        page.keyboard.press("PageDown")
    page.keyboard.press("o")
    assert page.evaluate("[window.broken, window.pwned]") == [None, None]


def test_a_view_added_on_the_map_page_is_presented_and_a_kiosk_keeps_it_without_a_connection(
    page: Page, app, refused: list[str]
):
    visit(page, f"{app.url}/?places=district%3Agwadar")
    page.get_by_role("button", name="Add this view to the briefing").click()
    expect(page.get_by_text("Added to “My briefing” as scene 1")).to_be_visible()
    page.get_by_role("link", name="Briefings").click()
    page.get_by_role("button", name="My briefing").click()
    with page.context.expect_page() as opening:
        page.locator("a.present").click()
    shown = settled(opening.value)
    expect(shown.locator("h1")).to_contain_text("in one town and unspecified parts of Gwadar district")
    shown.goto(f"{app.url}/atlas/briefing/sample/kiosk?cycle=4&poll=2&speed=4")
    settled(shown)
    page.context.set_offline(True)
    expect(shown.locator(".stage-warning")).to_contain_text("No connection since")
    check_parts(shown.evaluate(PARTS), 1440, 900)
    expect(shown.locator(".stage h1")).to_have_text(sample().scenes[5].headline, timeout=30_000)
    page.context.set_offline(False)
    expect(shown.locator(".stage-warning")).to_be_hidden()
    lost = shown.goto(f"{app.url}/atlas/briefing/nope")
    assert lost is not None
    assert lost.status == 404
    expect(shown.get_by_role("heading")).to_have_text("There is no such briefing")
    expect(shown.get_by_role("link", name="Briefings")).to_have_attribute("href", "/briefings")
    misspelt = shown.goto(f"{app.url}/atlas/briefing/live/kiosk?places=district%3Agwadr")
    assert misspelt is not None
    assert misspelt.status == 400
    expect(shown.locator("main")).to_contain_text("did you mean 'district:gwadar'?")
    assert refused == []
