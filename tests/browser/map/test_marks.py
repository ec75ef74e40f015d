"""What the map document draws: areas, symbols, names and numbers, none on another; where everything is clear on any screen."""

import pytest
from playwright.sync_api import expect

from gazetteer import Gazetteer
from incidents import Atlas, Selection
from maps import payload
from tests.browser.atlas_page import until
from tests.browser.map.held import Held, assert_clear, of_places, overlap, shrunk
from tests.maps.test_payload import dataset_of, stray

pytestmark = pytest.mark.browser


def test_areas_are_hatched_with_a_count_and_towns_are_symbols(clean: Held, nine: dict):
    clean.show(nine)
    fills = clean.frame.evaluate(
        "[...document.querySelectorAll('path.atlas-area')].map((path) => path.getAttribute('fill'))"
    )
    assert fills == ["url(#hatch-vermilion)"] * 7
    assert clean.frame.evaluate("document.querySelectorAll('pattern#hatch-vermilion path').length") == 1
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
            clean.frame.evaluate("(zoom) => void Atlas.app.map.setZoom(zoom, { animate: false })", zoom)
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


def test_the_first_view_fits_what_is_shown(clean: Held):
    clean.show(of_places("town:pasni", "town:lahore"))
    names = clean.frame.locator(".atlas-name.incident text:not(.urdu)").all_text_contents()
    assert {"Pasni", "Lahore"} <= set(names)


def test_what_lies_beyond_the_basemap_is_told_and_can_be_seen(clean: Held):
    clean.show(stray("town:pasni", "town:zhob"))
    said, marks = clean.frame.locator(".atlas-beyond"), clean.frame.locator(".atlas-mark")
    expect(said).to_contain_text("1 incident lies outside the basemap.")
    assert "Pasni" in clean.frame.locator(".atlas-name.incident text:not(.urdu)").all_text_contents()
    seen = "Atlas.app.map.getBounds().contains([50.45, 30.52])"
    assert not clean.frame.evaluate(seen)
    said.get_by_role("button").click()
    until(clean.frame, seen)
    clean.show(of_places("town:pasni"))
    expect(said).to_be_hidden()
    expect(marks).to_have_count(1)


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
    expect(clean.frame.locator(".atlas-legend")).to_contain_text("several kinds or places together")
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
    clean.frame.evaluate("void Atlas.app.map.setZoom(9, { animate: false })")
    assert clean.frame.locator(".atlas-bin").count() < bins


GLIDE = "new Promise((done) => { Atlas.app.map.once('moveend', () => done(true)).setZoom(9) })"
OFF = """[...Atlas.app.incidents.marks.values()].filter(({ element }) => !element.hidden).map(({ element, latlng, shift }) => {
  const { left, right, top, bottom } = element.getBoundingClientRect(), { x, y } = Atlas.app.map.latLngToContainerPoint(latlng)
  return Math.hypot((left + right) / 2 - x - shift[0], (top + bottom) / 2 - y - shift[1])
})"""


def test_after_a_glide_to_another_zoom_every_mark_stands_on_its_place(clean: Held):
    towns = [place.id for place in Gazetteer.load().places("town") if "province:balochistan" in place.parents]
    clean.show(of_places(*towns))
    assert clean.frame.evaluate(GLIDE)
    assert max(clean.frame.evaluate(OFF)) < 0.1


def test_a_name_stands_once_when_circles_come_into_the_legend(clean: Held):
    districts = [place.id for place in Gazetteer.load().places("district")]
    towns = [place.id for place in Gazetteer.load().places("town") if "province:balochistan" in place.parents]
    clean.show(of_places(*districts, *towns * 7))
    assert clean.frame.locator(".atlas-sizes").count() == 1
    names = clean.frame.locator(".atlas-name.country").all_text_contents()
    assert names
    assert len(names) == len({name.encode("ascii", "ignore") for name in names})  # with Urdu or without
    assert clean.frame.locator(".atlas-name.incident").count() > 0


def test_badges_are_of_one_size_lie_on_their_area_and_never_cover_each_other(clean: Held):
    districts = [place.id for place in Gazetteer.load().places("district")]
    clean.show(of_places(*districts))
    boxes = clean.boxes(".atlas-badge")
    assert len(boxes) == 36
    assert {(box["width"], box["height"]) for box in boxes} == {(18, 18)}
    assert not [1 for i, one in enumerate(boxes) for other in boxes[i + 1 :] if overlap(one, other)]


CIRCLES = "(found) => found.filter((each) => !each.hidden).map((each) => [Number(each.dataset.count), each.getBoundingClientRect().width])"


def test_in_a_crowd_numbers_give_way_and_circles_have_areas_by_their_records(clean: Held):
    places = Gazetteer.load()
    districts = [{"place": place.id} for place in places.places("district")]
    towns = [place.id for place in places.places("town") if "province:balochistan" in place.parents]
    kinds = ("bombing", "clash", "abduction", "protest", "riot")
    many = [
        {"place": town, "event_type": kind} for n, town in enumerate(towns) for kind in kinds[: 1 + n % 5] * (1 + n % 7)
    ]
    clean.show(payload(Atlas.of([dataset_of(*districts, *many)]), Selection()))
    badges = clean.boxes(".atlas-badge:not(.quiet)")
    assert len(badges) < len(districts)
    assert not [1 for i, one in enumerate(badges) for other in badges[i + 1 :] if overlap(one, other)]
    circles = clean.frame.eval_on_selector_all(".atlas-bin", CIRCLES)
    most, widest = max(circles)
    for count, width in circles:
        assert width == pytest.approx(max(12, widest * (count / most) ** 0.5), abs=0.1)
    numbered = clean.frame.locator(".atlas-bin:not(:empty):not([hidden])").all_text_contents()
    assert str(most) in numbered
    assert len(numbered) < len(circles)
    clean.frame.locator(".atlas-badge.quiet").first.focus()
    expect(clean.frame.locator(".atlas-badge:focus-visible")).to_have_css("opacity", "1")
