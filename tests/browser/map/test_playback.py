"""Time on the map, finer marks and lists that are asked for: the map document in Chromium, its page played by the test."""

import datetime as dt
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from incidents import Atlas, Selection
from maps import cube, listing, payload, standalone
from tests.browser.map.held import Held
from tests.maps.test_payload import dataset_of

pytestmark = pytest.mark.browser

DAY = dt.date(2026, 1, 1)


def on(place: str, first: int, last: int | None = None, kind: str = "attack") -> dict[str, Any]:
    days = {"first": DAY + dt.timedelta(first), "last": DAY + dt.timedelta(first if last is None else last)}
    return {"place": place, "event_type": kind, **days} | ({} if last is None else {"date_precision": "range"})


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas.of([dataset_of(on("town:pasni", 0), on("district:quetta", 4), on("town:zhob", 2, 3, "clash"))])


@pytest.fixture
def held(page: Page, refused: list[str], atlas: Atlas):
    page.set_viewport_size({"width": 900, "height": 620})
    held = Held(page)
    held.show(payload(atlas, Selection()))
    yield held
    assert (refused, held.errors) == ([], [])


def answer(held: Held, kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """Answer the last question of a kind as the page would; returns what it was about."""
    held.page.wait_for_function(
        "(kind) => heard.some((message) => message.type === 'ask' && message.kind === kind)", arg=kind
    )
    asked = [message for message in held.heard("ask") if message["kind"] == kind][-1]
    held.tell(type="answer", seq=held.sequence, ask=asked["ask"], body=body)
    return asked["about"]


def opened(held: Held, atlas: Atlas) -> None:
    held.frame.get_by_role("button", name="Play through time").click()
    answer(held, "cube", cube(atlas, Selection()))
    expect(held.frame.get_by_role("button", name="Play", exact=True)).to_be_enabled()


def test_a_period_shows_its_records_in_words_and_counts_and_the_uncertain_as_a_range(held: Held, atlas: Atlas):
    opened(held, atlas)
    panel, seen = held.frame.locator(".atlas-playback"), []
    for _ in range(5):
        seen.append(panel.locator("output").text_content() + ": " + panel.locator("strong").text_content())
        held.frame.get_by_role("button", name="One period on").click()
    assert seen == [
        "1 January 2026: 1 record", "2 January 2026: 0 records", "3 January 2026: 0–1 record",
        "4 January 2026: 0–1 record", "5 January 2026: 1 record",
    ]  # fmt: skip
    panel.get_by_label("Shown at once").select_option("all up to then")
    expect(panel.locator("strong")).to_have_text("3 records")
    expect(panel.locator("output")).to_have_text("Up to 5 January 2026")
    named = re.compile(r"Map of Up to 5 January 2026: (?=.*Quetta 1)(?=.*Pasni 1)(?=.*Zhob 1)\w+ 1, \w+ 1, \w+ 1")
    expect(held.frame.locator("canvas[role=img]")).to_have_attribute("aria-label", named)
    ranges = "[Atlas.Cube.range(11740, 11802, Atlas.whole), Atlas.Cube.range(11740, 11802)]"
    assert held.frame.locator("body").evaluate(f"() => {ranges}") == ["11,740–11,802", "11k"]


def test_it_plays_to_the_end_without_asking_and_tells_its_frame_rate(held: Held, atlas: Atlas):
    opened(held, atlas)
    held.frame.get_by_label("Speed").select_option("30 a second")
    questions = len(held.heard("ask"))
    held.frame.get_by_role("button", name="Play", exact=True).click()
    held.page.wait_for_function("heard.some((message) => message.type === 'played')")
    rate = held.heard("played")[-1]["rate"]
    assert rate["periods"] >= 1 and rate["perSecond"] > 0
    expect(held.frame.locator("output")).to_have_text("5 January 2026")
    assert len(held.heard("ask")) == questions


def test_closing_brings_the_still_map_back_as_it_was(held: Held, atlas: Atlas):
    before = held.view()
    opened(held, atlas)
    expect(held.frame.locator("[data-place='town:pasni']")).not_to_be_visible()
    held.page.keyboard.press("Escape")
    expect(held.frame.locator("[data-place='town:pasni']")).to_be_visible()
    assert held.view() == pytest.approx(before, abs=0.02)
    assert held.frame.evaluate("document.activeElement.getAttribute('aria-label')") == "Play through time"


def test_a_place_is_named_only_in_periods_that_show_something_of_it(held: Held, atlas: Atlas):
    opened(held, atlas)
    shown = (
        "[...document.querySelectorAll('.atlas-name.incident:not(.resting) text:not(.urdu)')].map((e) => e.textContent)"
    )
    named: dict[str, list[str]] = {}
    for day in ("2026-01-01", "2026-01-02", "2026-01-05"):
        held.frame.evaluate("(day) => void Atlas.app.playback.setPeriod(day)", day)
        named[day] = held.frame.evaluate(shown)
    assert named == {"2026-01-01": ["Pasni"], "2026-01-02": [], "2026-01-05": ["Quetta"]}
    held.page.keyboard.press("Escape")
    expect(held.frame.locator(".atlas-name.incident.resting")).to_have_count(0)
    expect(held.frame.locator(".atlas-name.incident")).to_have_count(3)


def test_on_a_low_map_the_control_leaves_every_mark_in_sight_and_the_scale_beside_the_buttons(held: Held, atlas: Atlas):
    held.page.set_viewport_size({"width": 640, "height": 375})
    held.frame.get_by_role("button", name="Show the whole area again").click()
    opened(held, atlas)
    top, zoomed_out = held.frame.evaluate("""() => {
        const { map, target, incidents } = Atlas.app, panel = document.querySelector(".atlas-playback").getBoundingClientRect()
        const lowest = Math.max(...incidents.points().map((each) => map.latLngToContainerPoint(each).y))
        return [panel.top - lowest, map.getBoundsZoom(target, false, L.point(16, 34)) - map.getZoom()]
    }""")
    assert top > 0
    assert zoomed_out <= 0.55
    boxes = [held.frame.locator(each).bounding_box() for each in (".atlas-scale", ".atlas-tools", ".atlas-playback")]
    scale, tools, panel = (box for box in boxes if box)
    assert panel["height"] < 75
    assert scale["x"] + scale["width"] + 12 < tools["x"] or tools["y"] + tools["height"] < scale["y"]
    held.frame.get_by_role("button", name="What the numbers mean").click()
    expect(held.frame.locator(".atlas-playback-note")).to_contain_text("Paler: the date may lie outside what is shown")


def test_another_selection_is_played_from_the_same_day(held: Held, atlas: Atlas):
    opened(held, atlas)
    held.frame.evaluate("void Atlas.app.playback.setPeriod('2026-01-05')")
    held.show(payload(atlas, Selection(places=("district:quetta",))))
    answer(held, "cube", cube(atlas, Selection(start=DAY, event_types=("attack",))))
    expect(held.frame.locator("output")).to_have_text("5 January 2026")


def test_all_circles_are_of_one_scale_that_of_the_most_that_a_place_has_in_any_window(held: Held):
    days = [*[on("town:pasni", 0)] * 3, *[on("town:pasni", 1)] * 2, *[on("town:pasni", 1, 2)] * 2, on("town:zhob", 9)]
    other = Atlas.of([dataset_of(*days)])
    held.show(payload(other, Selection()))
    opened(held, other)
    scale = "Atlas.app.playback.layer.most"
    assert held.frame.evaluate(scale) == 4
    held.frame.get_by_label("Shown at once").select_option("all up to then")
    assert held.frame.evaluate(scale) == 7


def test_less_motion_means_one_period_a_second(held: Held, atlas: Atlas):
    held.page.emulate_media(reduced_motion="reduce")
    opened(held, atlas)
    assert held.frame.get_by_label("Speed").locator("option").all_text_contents() == ["1 a second"]


def test_a_long_list_is_asked_for_when_its_mark_is_opened(held: Held):
    many = Atlas.of([dataset_of(*[on("district:quetta", day) for day in range(25)])])
    held.show(payload(many, Selection()))
    held.frame.locator("[data-place='district:quetta']").click()
    about = answer(held, "list", listing(many, Selection(), place="district:quetta", level="district"))
    assert about == {"place": "district:quetta", "level": "district", "offset": 0}
    expect(held.frame.locator(".atlas-card li")).to_have_count(20)
    held.frame.get_by_role("button", name="Show more (5 left)").click()
    held.page.wait_for_function(
        "heard.filter((message) => message.type === 'ask' && message.kind === 'list').length === 2"
    )
    answer(held, "list", listing(many, Selection(), place="district:quetta", level="district", offset=20))
    expect(held.frame.locator(".atlas-card li")).to_have_count(25)
    expect(held.frame.locator(".atlas-more")).to_be_hidden()


def test_closer_by_finer_marks_are_asked_for_and_view_and_open_list_stay(held: Held, atlas: Atlas):
    held.show(payload(atlas, Selection()) | {"coarse": True})
    held.frame.locator("[data-place='town:pasni']").click()
    held.frame.evaluate("void Atlas.app.map.setView([25.3, 63.5], 9, { animate: false })")
    before = held.view()
    finer = payload(atlas, Selection(), within=(62, 24, 65, 27))
    about = answer(held, "marks", finer)
    west, south, east, north = about["within"]
    assert west < 63.5 < east and south < 25.3 < north
    held.frame.locator("#map_atlas[data-marks-of='9']").wait_for()
    assert held.view() == before
    assert held.frame.evaluate("Atlas.app.incidents.marks.size") == 1
    expect(held.frame.locator(".atlas-card h2")).to_have_text("Pasni")


def test_a_standalone_file_plays_without_any_page(page: Page, refused: list[str], atlas: Atlas, tmp_path):
    file = tmp_path / "map.html"
    file.write_text(standalone(atlas, Selection()), encoding="utf-8")
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-drawn]")
    page.get_by_role("button", name="Play through time").click()
    page.get_by_role("button", name="One period on").click()
    expect(page.locator(".atlas-playback output")).to_have_text("2 January 2026")
    assert refused == []
