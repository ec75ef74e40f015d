"""The map document in Chromium: in a sandboxed frame as a page holds it, and as a file of its own."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Frame, Page, Route, expect

from gazetteer import Gazetteer
from incidents import Atlas, Selection
from incidents.atlas import EMBEDDED
from incidents.dataset_file import read_toml
from maps import document, document_csp, payload, standalone
from tests.maps.hostile import HOSTILE
from tests.maps.test_payload import dataset_of

pytestmark = pytest.mark.browser

HOST = "http://127.0.0.1:9"  # answered by the test itself, never by a server
HOLDER = """<!DOCTYPE html><html lang="en"><title>Holder</title><body style="margin:0">
<iframe title="Map" sandbox="allow-scripts" allow="fullscreen" style="border:0;width:100vw;height:100vh;display:block"
 src="/map#nonce"></iframe><script>
const frame = document.querySelector("iframe"), heard = [];
addEventListener("message", (event) => { if (event.source === frame.contentWindow) heard.push(event.data); });
const tell = (message) => frame.contentWindow.postMessage({ atlas: "nonce", ...message }, "*");
</script></body></html>"""


class Held:
    """The map document inside a page, and the talk between the two."""

    def __init__(self, page: Page) -> None:
        self.page, self.sequence = page, 0
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        html = document()
        policy = f"sandbox allow-scripts; {document_csp(html)}; frame-ancestors 'self'"
        headers = {"Content-Type": "text/html; charset=utf-8"}
        answers = {"/": (HOLDER, headers), "/map": (html, headers | {"Content-Security-Policy": policy})}

        def answer(route: Route) -> None:
            body, sent = answers[route.request.url.removeprefix(HOST).split("#")[0] or "/"]
            route.fulfill(body=body, headers=sent)

        page.route(f"{HOST}/**", answer)
        page.goto(f"{HOST}/")
        page.wait_for_function("heard.some((message) => message.type === 'ready')")

    @property
    def frame(self) -> Frame:
        return self.page.frames[1]

    def heard(self, kind: str) -> list[dict[str, Any]]:
        return [message for message in self.page.evaluate("heard") if message["type"] == kind]

    def tell(self, **message: Any) -> None:
        self.page.evaluate("(message) => tell(message)", message)

    def show(self, data: dict[str, Any], **message: Any) -> None:
        """Send data and wait until the map says that it has drawn it."""
        self.sequence += 1
        self.tell(type="show", seq=self.sequence, payload=data, **{"theme": "light", **message})
        self.page.wait_for_function(
            "(seq) => heard.some((message) => message.type === 'drawn' && message.seq === seq)", arg=self.sequence
        )

    def view(self) -> list[float]:
        return self.frame.evaluate("(({ lat, lng }) => [lat, lng, Atlas.app.map.getZoom()])(Atlas.app.map.getCenter())")

    def boxes(self, selector: str) -> list[dict[str, float]]:
        return self.frame.evaluate(
            "(selector) => [...document.querySelectorAll(selector)].filter((e) => !e.hidden).map((e) => e.getBoundingClientRect().toJSON())",
            selector,
        )


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas.of([read_toml(EMBEDDED, Gazetteer.load())])


@pytest.fixture(scope="module")
def nine(atlas: Atlas) -> dict[str, Any]:
    return payload(atlas, Selection())


@pytest.fixture
def held(page: Page, refused: list[str]) -> Held:
    page.set_viewport_size({"width": 1100, "height": 700})
    return Held(page)


@pytest.fixture
def clean(held: Held, refused: list[str]):
    """Afterwards: nothing was asked for from outside, and nothing went wrong in the console."""
    yield held
    assert refused == []
    assert held.errors == []


def of_places(*places: str, **more: Any) -> dict[str, Any]:
    return payload(Atlas.of([dataset_of(*[{"place": place, **more} for place in places])]), Selection())


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    )


def test_areas_are_hatched_with_a_count_and_towns_are_symbols(clean: Held, nine: dict):
    clean.show(nine)
    fills = clean.frame.evaluate(
        "[...document.querySelectorAll('path.atlas-area')].map((path) => path.getAttribute('fill'))"
    )
    assert fills == ["url(#hatch-vermilion)"] * 7
    assert clean.frame.evaluate("document.querySelectorAll('pattern#hatch-vermilion line').length") == 1
    expect(clean.frame.locator(".atlas-badge")).to_have_count(7)
    assert set(clean.frame.locator(".atlas-badge").all_text_contents()) == {"1"}
    assert clean.frame.evaluate("[...document.querySelectorAll('.atlas-spot')].map((e) => e.dataset.place).sort()") == [
        "town:dalbandin",
        "town:pasni",
    ]


def test_every_place_is_named_in_both_scripts_and_no_name_covers_another_or_a_mark(clean: Held, nine: dict):
    clean.show(nine)
    names = clean.frame.locator(".atlas-name.incident text:not(.urdu)").all_text_contents()
    assert sorted(names) == ["Dalbandin", "Gwadar", "Kharan", "Mastung", "Noshki", "Panjgur", "Pasni", "Quetta", "Tump"]
    assert "پسنی" in clean.frame.locator(".atlas-name.incident text.urdu").all_text_contents()
    marks = clean.boxes(".atlas-badge, .atlas-spot path")
    for zoom in (None, 6.25, 7.5, 9):
        if zoom:
            clean.frame.evaluate("(zoom) => Atlas.app.map.setZoom(zoom, { animate: false })", zoom)
            marks = clean.boxes(".atlas-badge, .atlas-spot path")
        lines = [shrunk(box) for box in clean.boxes(".atlas-names text")]
        assert lines
        for index, line in enumerate(lines):
            assert not [other for other in lines[index + 1 :] if overlap(line, other)]
            assert not [mark for mark in marks if overlap(line, shrunk(mark))]


FRAMES = {"1280x720": (632, 375), "1920x1080": (1078, 735), "390x844": (339, 574)}
"""Size of the map's frame on the page, by that of the window."""


@pytest.mark.parametrize("theme", ["light", "projector"])
@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_every_place_is_named_at_first_sight_on_screens_of_any_size(
    clean: Held, nine: dict, frame: tuple[int, int], theme: str
):
    width, height = frame
    clean.page.set_viewport_size({"width": width, "height": height})
    clean.show(nine, theme=theme)
    names = clean.frame.locator(".atlas-name.incident text:not(.urdu)").all_text_contents()
    assert sorted(names) == ["Dalbandin", "Gwadar", "Kharan", "Mastung", "Noshki", "Panjgur", "Pasni", "Quetta", "Tump"]
    assert_clear(clean)
    marks = clean.boxes(".atlas-mark")
    assert len(marks) == 9
    for box in marks + [shrunk(box) for box in clean.boxes(".atlas-name.incident text")]:
        assert box["left"] >= 0 and box["top"] >= 0 and box["right"] <= width and box["bottom"] <= height
        assert not [cover for cover in clean.boxes(".atlas-covers") if overlap(shrunk(box, 0), cover)]


DEPTHS = "(found) => found.map((each) => getComputedStyle(each.closest('.leaflet-pane')).zIndex)"


def test_crowded_incident_names_lose_urdu_or_move_on_a_line_before_any_is_left_out(clean: Held):
    clean.page.set_viewport_size({"width": 339, "height": 574})
    crowd = ["quetta", "mastung", "noshki", "kalat", "kachhi", "pishin", "ziarat", "harnai", "killa-abdullah", "sibi"]
    known = {place.id: place.name for place in Gazetteer.load().places("district")}
    districts = [f"district:{name}" for name in crowd if f"district:{name}" in known]
    assert len(districts) >= 7
    clean.show(of_places(*districts))
    names = clean.frame.locator(".atlas-name.incident text:not(.urdu)").all_text_contents()
    assert sorted(names) == sorted(known[place] for place in districts)
    assert clean.frame.locator("line.atlas-leader").count() > 0
    assert_clear(clean)
    lines, marks = "line.atlas-leader", ".leaflet-marker-pane"
    depths = [[float(depth) for depth in clean.frame.eval_on_selector_all(each, DEPTHS)] for each in (lines, marks)]
    assert max(depths[0]) < min(depths[1])  # a line ends beneath the box of its number


def assert_clear(held: Held) -> None:
    """No name, badge or symbol lies on another."""
    lines = [shrunk(box, 0.19 * box["height"]) for box in held.boxes(".atlas-names text")]
    marks = [shrunk(box, 1) for box in held.boxes(".atlas-badge, .atlas-spot path, .atlas-sign-count rect")]
    boxes = lines + marks
    assert not [(one, other) for i, one in enumerate(boxes) for other in boxes[i + 1 :] if overlap(one, other)]


def shrunk(box: dict[str, float], by: float = 3.5) -> dict[str, float]:
    """Without the empty space that a font keeps above and below its letters."""
    return box | {
        "top": box["top"] + by,
        "bottom": box["bottom"] - by,
        "left": box["left"] + 1,
        "right": box["right"] - 1,
    }


def test_new_data_keeps_the_view_the_open_list_and_the_layers(clean: Held, nine: dict, atlas: Atlas):
    clean.show(nine, view={"latitude": 26.0, "longitude": 63.4, "zoom": 8, "layers": ["districts", "towns"]})
    before = clean.view()
    clean.frame.locator("[data-place='town:pasni']").click()
    for _ in range(3):
        clean.show(payload(atlas, Selection(places=("town:pasni",))))
        clean.show(nine)
    assert clean.view() == before
    expect(clean.frame.locator(".atlas-card h2")).to_have_text("Pasni")
    assert clean.frame.evaluate("[...Atlas.layers].sort()") == ["districts", "towns"]
    clean.show(payload(atlas, Selection(places=("district:quetta",))))
    expect(clean.frame.locator(".atlas-card")).to_be_hidden()
    assert clean.view() == before


def test_the_first_view_fits_what_is_shown(clean: Held):
    clean.show(of_places("town:pasni", "town:lahore"))
    names = clean.frame.locator(".atlas-name.incident text:not(.urdu)").all_text_contents()
    assert {"Pasni", "Lahore"} <= set(names)


def test_late_messages_are_dropped_and_strangers_are_not_heard(clean: Held, nine: dict, atlas: Atlas):
    clean.show(nine)
    clean.show(payload(atlas, Selection(places=("town:pasni",))))
    clean.tell(type="show", seq=1, payload=nine, theme="light")
    clean.page.evaluate(
        "(data) => frame.contentWindow.postMessage({ atlas: 'other', seq: 9, type: 'show', payload: data }, '*')", nine
    )
    clean.frame.evaluate(
        "(data) => window.postMessage({ atlas: 'nonce', seq: 9, type: 'show', payload: data }, '*')", nine
    )
    clean.page.wait_for_timeout(700)
    assert clean.frame.evaluate("Atlas.app.incidents.payload.counts.incidents") == 1
    assert [message["seq"] for message in clean.heard("drawn")] == [1, 2]
    assert {message["atlas"] for message in clean.page.evaluate("heard")} == {"nonce"}


def test_a_click_lists_every_record_and_tells_which_place_and_record(clean: Held):
    clean.show(of_places(*["district:quetta"] * 3, "town:pasni"))
    clean.frame.locator("path.atlas-area").dispatch_event("click")
    expect(clean.frame.locator(".atlas-card li")).to_have_count(3)
    expect(clean.frame.locator(".atlas-card")).to_contain_text("3 records, known to the district")
    expect(clean.frame.locator(".atlas-badge.selected")).to_have_text("3")
    clean.frame.locator(".atlas-title").nth(1).click()
    assert [message["id"] for message in clean.heard("open")] == ["district:quetta", "made-up.i1"]


def test_a_record_says_when_what_claimed_by_whom_and_that_figures_are_contested(clean: Held, nine: dict):
    clean.show(nine)
    clean.frame.locator("[data-place='district:noshki']").click()
    card = clean.frame.locator(".atlas-card")
    expect(card.locator("h2")).to_contain_text("Noshki")
    for words in (
        "29–30 January 2026, day not stated",
        "Attack, kind not stated",
        "known to the district",
        "Balochistan Liberation Army (BLA)",
        "contested",
    ):
        expect(card).to_contain_text(words)


@pytest.mark.parametrize("width", [390, 720, 1100])
def test_a_list_does_not_hide_the_place_that_it_is_about(clean: Held, nine: dict, width: int):
    clean.page.set_viewport_size({"width": width, "height": 700})
    clean.show(nine)
    for place in ("district:kharan", "town:pasni"):
        clean.frame.locator(f"[data-place='{place}']").click()
        (card,), (mark,) = clean.boxes(".atlas-card"), clean.boxes(f"[data-place='{place}']")
        assert not overlap(card, mark)
        clean.page.keyboard.press("Escape")


def test_a_spot_known_as_a_distance_from_a_town_has_a_ring_of_its_radius(clean: Held, nine: dict):
    (pasni,) = [symbol for symbol in nine["symbols"] if symbol["id"] == "town:pasni"]
    near = pasni | {
        "id": "town:pasni@25.3,63.3",
        "name": "20 km west of Pasni",
        "lat": 25.3,
        "lon": 63.3,
        "radius_km": 12.0,
    }
    clean.show(nine | {"symbols": [near]})
    rings = "[...Atlas.app.incidents.marks.values()].map((mark) => mark.ring).filter(Boolean).map((ring) => ring.getRadius())"
    assert clean.frame.evaluate(rings) == [12000]
    expect(clean.frame.locator(".atlas-name.incident", has_text="20 km west of Pasni")).to_have_count(1)
    clean.show(nine)
    assert clean.frame.evaluate(rings) == []


def test_everything_can_be_done_from_the_keyboard(clean: Held, nine: dict):
    clean.show(nine)
    clean.frame.locator("#map_atlas").focus()
    seen = []
    for _ in range(20):
        clean.page.keyboard.press("Tab")
        seen.append(clean.frame.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert len({label for label in seen if label and "known to the" in label}) == 9
    assert {"Zoom in", "Zoom out", "Show the whole area again", "Layers"} <= set(seen)
    clean.frame.locator("[data-place='district:kharan']").focus()
    clean.page.keyboard.press("Enter")
    expect(clean.frame.locator(".atlas-card h2")).to_have_text("Kharan")
    clean.page.keyboard.press("Escape")
    expect(clean.frame.locator(".atlas-card")).to_be_hidden()
    assert clean.frame.evaluate("document.activeElement.dataset.place") == "district:kharan"


def test_arrow_keys_walk_from_mark_to_mark(clean: Held, nine: dict):
    clean.show(nine)
    clean.frame.locator("[data-place='town:dalbandin']").focus()
    view, walked = clean.view(), []
    for _ in range(9):
        clean.page.keyboard.press("ArrowRight")
        walked.append(clean.frame.evaluate("document.activeElement.dataset.place"))
    assert len(set(walked)) == 9 and walked[-1] == "town:dalbandin"
    clean.page.keyboard.press("ArrowLeft")
    assert clean.frame.evaluate("document.activeElement.dataset.place") == walked[-2]
    assert clean.view() == view


def test_layers_can_be_switched_and_travel_with_the_view(clean: Held, nine: dict):
    clean.show(nine)
    assert clean.frame.locator("text.urdu").count() > 0
    clean.frame.get_by_role("button", name="Layers").click()
    clean.frame.get_by_role("checkbox", name="Urdu names").uncheck()
    expect(clean.frame.locator("text.urdu")).to_have_count(0)
    clean.page.wait_for_function("heard.at(-1).type === 'view'")
    view = clean.heard("view")[-1]["view"]
    assert view["layers"] == ["districts", "rivers", "tehsils", "towns"]
    west, south, east, north = view["bounds"]
    assert west < view["longitude"] < east and south < view["latitude"] < north


def test_towns_and_borders_appear_as_one_zooms_in(clean: Held, nine: dict):
    clean.show(nine)
    towns = lambda: set(clean.frame.locator(".atlas-name.town text:not(.urdu)").all_text_contents())  # noqa: E731
    clean.frame.evaluate("Atlas.app.map.setView([25.3, 66.6], 6.25, { animate: false })")
    far = towns()
    clean.frame.evaluate("Atlas.app.map.setView([25.3, 66.6], 9, { animate: false })")
    near = towns()
    assert "Karachi" in far and "Uthal" not in far
    assert "Uthal" in near
    tehsils = (
        "Atlas.app.basemap.paths.filter(({ kind, path }) => kind === 'tehsil' && Atlas.app.map.hasLayer(path)).length"
    )
    assert clean.frame.evaluate(tehsils) == 1
    clean.frame.evaluate("Atlas.app.map.setZoom(6, { animate: false })")
    assert clean.frame.evaluate(tehsils) == 0


def test_the_scale_is_true_at_the_centre(clean: Held, nine: dict):
    clean.show(nine)
    for zoom in (6, 8, 10):
        clean.frame.evaluate("(zoom) => Atlas.app.map.setView([30, 66], zoom, { animate: false })", zoom)
        km, metres = clean.frame.evaluate(
            """() => {
              const { map } = Atlas.app, line = document.querySelector(".atlas-scale path").getBBox().width, { x, y } = map.getSize().divideBy(2);
              const ends = [-line / 2, line / 2].map((dx) => map.containerPointToLatLng([x + dx, y]));
              return [Atlas.app.controls.km, map.distance(...ends)];
            }"""
        )
        assert metres / 1000 == pytest.approx(km, rel=0.01)


def test_reset_shows_the_whole_area_again(clean: Held, nine: dict):
    clean.show(nine)
    home = clean.view()
    clean.frame.evaluate("Atlas.app.map.setView([30, 68], 10, { animate: false })")
    clean.page.emulate_media(reduced_motion="reduce")
    clean.frame.get_by_role("button", name="Show the whole area again").click()
    assert clean.view() == pytest.approx(home, abs=0.02)


def test_full_screen_is_offered_where_it_is_allowed(clean: Held, nine: dict):
    clean.show(nine)
    clean.frame.get_by_role("button", name="Full screen").click()
    clean.frame.wait_for_function("document.fullscreenElement?.id === 'map_atlas'")


def test_the_theme_changes_without_touching_the_view(clean: Held, nine: dict):
    clean.show(nine)
    before, light = clean.view(), clean.frame.evaluate("getComputedStyle(document.body).color")
    clean.tell(type="theme", theme="dark")
    clean.page.wait_for_timeout(200)
    assert clean.frame.evaluate("getComputedStyle(document.body).color") != light
    assert clean.frame.evaluate("document.documentElement.style.colorScheme") == "dark"
    assert clean.view() == before
    expect(clean.frame.locator(".atlas-badge")).to_have_count(7)


def test_no_record_is_shown_as_a_sentence_on_an_empty_map(clean: Held, atlas: Atlas):
    clean.show(payload(atlas, Selection(text="no such words")))
    expect(clean.frame.locator(".atlas-mark")).to_have_count(0)
    expect(clean.frame.locator(".atlas-legend")).to_contain_text("No record matches these filters.")


def test_kinds_at_one_spot_stand_side_by_side_and_many_become_a_number(clean: Held):
    kinds = ("bombing", "clash", "abduction")
    shown = payload(
        Atlas.of(
            [
                dataset_of(
                    *[{"place": "town:pasni", "event_type": kind} for kind in kinds],
                    *[{"place": "town:zhob", "event_type": kind} for kind in (*kinds, "protest", "riot", "riot")],
                )
            ]
        ),
        Selection(),
    )
    clean.show(shown)
    expect(clean.frame.locator("[data-place='town:pasni'] path")).to_have_count(3)
    signs = clean.boxes("[data-place='town:pasni'] path")
    assert not [
        1 for i, one in enumerate(signs) for other in signs[i + 1 :] if overlap(shrunk(one, 1), shrunk(other, 1))
    ]
    expect(clean.frame.locator("[data-place='town:zhob']")).to_have_text("6")
    expect(clean.frame.locator(".atlas-legend")).to_contain_text("their number")
    clean.frame.locator("[data-place='town:zhob']").click()
    expect(clean.frame.locator(".atlas-card li")).to_have_count(6)


def test_symbols_that_would_cover_each_other_count_up_and_part_on_zooming(clean: Held):
    towns = [place.id for place in Gazetteer.load().places("town") if "province:balochistan" in place.parents]
    clean.show(of_places(*towns))
    visible = "[...document.querySelectorAll('.atlas-mark')].filter((mark) => !mark.hidden)"
    assert clean.frame.evaluate(
        f"{visible}.map((mark) => mark.classList.contains('atlas-bin') ? +mark.textContent : 1).reduce((a, b) => a + b)"
    ) == len(towns)
    bins = clean.frame.locator(".atlas-bin").count()
    assert bins > 0
    clean.frame.locator(".atlas-bin").first.click()
    assert clean.frame.locator(".atlas-card .atlas-place").count() > 1
    clean.frame.evaluate("Atlas.app.map.setZoom(9, { animate: false })")
    assert clean.frame.locator(".atlas-bin").count() < bins


def test_badges_are_of_one_size_lie_on_their_area_and_never_cover_each_other(clean: Held):
    districts = [place.id for place in Gazetteer.load().places("district")]
    clean.show(of_places(*districts))
    boxes = clean.boxes(".atlas-badge")
    assert len(boxes) == 36
    assert {(box["width"], box["height"]) for box in boxes} == {(18, 18)}
    assert not [1 for i, one in enumerate(boxes) for other in boxes[i + 1 :] if overlap(one, other)]


def test_hostile_texts_are_shown_as_written_and_nothing_runs(clean: Held):
    incidents = [
        {"place": "district:quetta", "title": text, "actors": [{"name": text, "role": "claimed_responsibility"}]}
        for text in HOSTILE[:20]
    ]
    shown = payload(Atlas.of([dataset_of(*incidents)]), Selection(), lists=20)
    for area in shown["areas"]:
        area["name"] = area["also"] = HOSTILE[0]
    shown["legend"][0]["label"] = HOSTILE[1]
    shown["note"] = HOSTILE[2]
    clean.show(shown)
    clean.frame.locator(".atlas-badge").click()
    assert clean.frame.locator(".atlas-title").all_text_contents() == list(HOSTILE[:20])
    assert HOSTILE[0] in clean.frame.locator(".atlas-card h2").text_content()
    assert HOSTILE[1] in clean.frame.locator(".atlas-legend").text_content()
    assert clean.frame.evaluate("typeof window.broken") == "undefined"
    assert (
        clean.frame.evaluate(
            "document.querySelectorAll('.atlas-card script, .atlas-card img, .atlas-card iframe, .atlas-card style').length"
        )
        == 0
    )


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
    expect(page.locator("h1")).to_have_text("Coordinated attacks in nine places of Balochistan, 29–30 January 2026")
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
