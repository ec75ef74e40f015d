"""The map document in a person's hands: mouse, keyboard, layers, views; and the page's messages to it."""

import json

import pytest
from playwright.sync_api import expect

from incidents import Atlas, Selection
from maps import payload
from tests.browser.atlas_page import until
from tests.browser.map.held import Held, of_places, overlap
from tests.maps.hostile import HOSTILE
from tests.maps.test_payload import dataset_of

pytestmark = pytest.mark.browser

COUNT = """() => {
  self.placed = 0;
  const { names } = Atlas.app.labels, draw = names.draw;
  names.draw = () => { placed += 1; draw.call(names); };
}"""
GLIDE = """() => {
  const { app } = Atlas;
  app.map.setZoom(app.map.getZoom() + 1, { animate: false });
  app.map.panBy([40, 0], { animate: true });
  app.reset({ animate: false });
  return app.moved;
}"""


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


def test_a_zoom_that_the_map_makes_by_itself_is_no_move_of_a_persons(clean: Held, nine: dict):
    clean.show({**nine, "bounds": [45, 5, 95, 50]})
    before = clean.view()
    clean.show(nine)
    assert clean.view() != before
    assert clean.frame.evaluate("Atlas.app.moved") is False


@pytest.mark.parametrize("wider", [[45, 5, 95, 50], [61, 15, 71, 31]])
def test_new_data_place_names_once_also_where_the_map_has_to_come_back_to_its_sheet(
    clean: Held, nine: dict, wider: list[float]
):
    clean.show({**nine, "bounds": wider}, view={"latitude": 16.0, "longitude": 66.0, "zoom": 6.5})
    before = clean.view()
    clean.frame.evaluate(COUNT)
    clean.show(nine)
    assert clean.view() != before
    assert clean.frame.evaluate("[placed, document.querySelectorAll('.leaflet-pan-anim').length]") == [1, 0]


def test_the_first_view_that_comes_during_a_glide_is_no_move_of_a_persons(clean: Held, nine: dict):
    clean.show(nine)
    assert clean.frame.evaluate(GLIDE) is False


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


def test_a_long_payload_comes_in_pieces_and_those_of_an_older_one_are_dropped(clean: Held, nine: dict):
    text = json.dumps(nine)
    clean.tell(type="piece", seq=1, text="{older")
    clean.sequence = 1
    for start in (0, 700):
        clean.tell(type="piece", seq=2, text=text[start : start + 700])
    clean.show(text[1400:])
    assert clean.frame.evaluate("Atlas.app.incidents.payload") == nine


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


@pytest.mark.parametrize(("width", "height"), [(390, 700), (633, 375), (1100, 700)])
def test_a_list_hides_neither_the_place_that_it_is_about_nor_legend_buttons_and_credits(
    clean: Held, nine: dict, width: int, height: int
):
    clean.page.set_viewport_size({"width": width, "height": height})
    clean.show(nine)
    (legend,) = clean.boxes(".atlas-legend")
    for place in ("district:kharan", "town:pasni"):
        clean.frame.locator(f"[data-place='{place}']").click()
        (card,) = clean.boxes(".atlas-card")
        for other in (f"[data-place='{place}']", ".atlas-legend", ".atlas-tools", ".atlas-credits", ".atlas-scale"):
            (box,) = clean.boxes(other)
            assert not overlap(card, box), other
        clean.page.keyboard.press("Escape")
    assert clean.boxes(".atlas-legend") == [legend]


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
    clean.frame.evaluate("void Atlas.app.map.setView([25.3, 66.6], 6.25, { animate: false })")
    far = towns()
    clean.frame.evaluate("void Atlas.app.map.setView([25.3, 66.6], 9, { animate: false })")
    near = towns()
    assert "Karachi" in far and "Uthal" not in far
    assert "Uthal" in near
    tehsils = (
        "Atlas.app.basemap.paths.filter(({ kind, path }) => kind === 'tehsil' && Atlas.app.map.hasLayer(path)).length"
    )
    assert clean.frame.evaluate(tehsils) == 1
    clean.frame.evaluate("void Atlas.app.map.setZoom(6, { animate: false })")
    assert clean.frame.evaluate(tehsils) == 0


def test_the_scale_is_true_at_the_centre(clean: Held, nine: dict):
    clean.show(nine)
    for zoom in (6, 8, 10):
        clean.frame.evaluate("(zoom) => void Atlas.app.map.setView([30, 66], zoom, { animate: false })", zoom)
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
    clean.frame.evaluate("void Atlas.app.map.setView([30, 68], 10, { animate: false })")
    clean.page.emulate_media(reduced_motion="reduce")
    clean.frame.get_by_role("button", name="Show the whole area again").click()
    assert clean.view() == pytest.approx(home, abs=0.02)


def test_full_screen_is_offered_where_it_is_allowed(clean: Held, nine: dict):
    clean.show(nine)
    clean.frame.get_by_role("button", name="Full screen").click()
    until(clean.frame, "document.fullscreenElement?.id === 'map_atlas'")


def test_the_theme_changes_without_touching_the_view(clean: Held, nine: dict):
    clean.show(nine)
    before, light = clean.view(), clean.frame.evaluate("getComputedStyle(document.body).color")
    clean.tell(type="theme", theme="dark")
    clean.page.wait_for_timeout(200)
    assert clean.frame.evaluate("getComputedStyle(document.body).color") != light
    assert clean.frame.evaluate("document.documentElement.style.colorScheme") == "dark"
    assert clean.view() == before
    expect(clean.frame.locator(".atlas-badge")).to_have_count(7)


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
