"""Each kind of figure shows what its map, classes, panels or bars are made of, and says what it cannot show."""

from __future__ import annotations

import datetime as dt
import re
from itertools import combinations, pairwise
from types import SimpleNamespace

import numpy as np
import pytest
import shapely
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle
from PIL import Image, ImageDraw

from incidents import Atlas, Dataset, Incident, When, Where
from maps.errors import BadFigure
from maps.figures import notes
from maps.figures.areas import IN_COLOUR, LATER_IN_HUE, SEVERAL, hatches
from maps.figures.choropleth import areas_of, entries_of, shading_of
from maps.figures.inset import needs_arrow
from maps.figures.languages import wording_of
from maps.figures.layout import subject_of
from maps.figures.shade_classes import classes
from maps.figures.strip import step_start
from maps.figures.style import House, faint
from maps.figures.themes import FIGURE_THEMES, LEAST_STEP, PRINT, lightness
from maps.figures.timeline import Axis, _ticks, tick_middle
from maps.figures.words import Style
from maps.gallery import busy, complaints
from maps.recipe import Recipe
from maps.symbols import LARGEST, SYMBOLS, families
from maps.theme import THEMES
from tests.maps.drawn_figures import drawn, texts
from tests.maps.figure_samples import MADE, embedded


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return embedded()


@pytest.fixture(scope="module")
def crowded() -> Atlas:
    return busy()


def test_a_locator_shows_places_and_says_how_many_are_points_and_areas(atlas):
    composed = drawn(atlas, kind="locator")
    assert texts(composed, "claims") == texts(composed, "badges") == []
    assert texts(composed, "legend") == ["incident whose town or site is known: 2 points", "incident of which only the area is known: 7 areas"]  # fmt: skip
    assert "Outlined areas (7): " in composed.description
    assert "Marked towns or sites (2 points): " in composed.description
    assert {"Pasni", "Gwadar", "Dalbandin"} <= set(texts(composed, "names"))


def test_a_choropleth_counts_what_is_known_within_each_district(atlas):
    composed = drawn(atlas, kind="choropleth")
    assert sorted(texts(composed, "badges")) == ["1"] * 7 + ["2"]
    said = " ".join(texts(composed, "legend"))
    assert "8 of 36 districts have incidents" in said
    assert "quantiles" not in said  # of two numbers


def test_the_boxes_of_rates_have_the_rate_of_the_district_and_the_legend_says_so(atlas):
    subject = subject_of(atlas, Recipe(kind="choropleth", measure="per_area"))
    shading = shading_of(subject)
    told = {area.place_id: float(area.told) for area in areas_of(subject, shading)}
    assert told == pytest.approx(shading.values, rel=0.06)
    assert "rate of the district" in [entry.words for entry in entries_of(subject, shading)]


def test_a_legend_says_of_how_many_districts_its_method_made_classes_and_how_many_lie_far_above(atlas):
    said = subject_of(atlas, Recipe()).wording.classes("quantiles", 35, 36, 2)
    assert said == (
        "35 of 36 districts have incidents; about as many districts in each shade (quantiles); two far above the others are a class of "
        "their own."
    )


def test_a_choropleth_says_what_no_district_can_show(atlas):
    wide = Incident(id="wide", dataset="w", title="-", when=When(first=MADE, last=MADE), where=Where(place_id="division:kalat", level="division"), event_type="attack")  # fmt: skip
    far = wide.model_copy(update={"id": "far", "where": Where(place_id="province:punjab", level="province")})
    said = " ".join(texts(drawn(Atlas.of([Dataset("w", "W", incidents=(wide, far))]), kind="choropleth"), "heading"))
    assert "Shaded: 0 incidents whose district is known. Not shaded: 1 of which only a larger area is known, 1 in Punjab." in said  # fmt: skip


@pytest.mark.parametrize("method", ["quantiles", "equal", "natural"])
@pytest.mark.parametrize(
    "values", [[], [3.0], [1, 1, 1], [1, 2, 3], [1, 1, 1, 9], list(range(40)), [0.5, 0.25, 7, 7, 7, 2]]
)
def test_classes_hold_every_value_once_in_order(values, method):
    found = classes(values, method)
    assert len(found) <= 5
    assert all(low <= high for low, high in found)
    assert all(one[1] < other[0] for one, other in pairwise(found))
    assert all(sum(low <= value <= high for low, high in found) == 1 for value in values)


def test_natural_breaks_part_clusters_where_quantiles_do_not():
    values = [1, 1, 2, 2, 2, 3, 3, 50, 51, 52]
    assert ((50, 52) in classes(values, "natural", 2)) and ((50, 52) not in classes(values, "quantiles", 2))


def _dated(name: str, first: int, last: int) -> Incident:
    when = When(first=dt.date(2026, 1, first), last=dt.date(2026, 1, last), precision="day" if first == last else "range")  # fmt: skip
    return Incident(id=name, dataset="d", title="-", when=when, where=Where(place_id="town:pasni", level="town"), event_type="attack")  # fmt: skip


def test_a_record_of_two_days_stands_in_both_maps_and_this_is_said():
    data = Atlas.of([Dataset("d", "D", incidents=(_dated("a", 29, 29), _dated("b", 29, 30)))])
    composed = drawn(data, kind="multiples", by="day")
    assert texts(composed, "panels") == ["29 January 2026", "2 incidents · 1 may be of another day", "30 January 2026", "1 incident · 1 may be of another day"]  # fmt: skip
    assert any("do not add up" in text for text in texts(composed, "legend"))


def test_days_of_which_nobody_knows_which_have_one_map_and_this_is_said(atlas):
    composed = drawn(atlas, kind="multiples", by="day")
    assert len([thing for thing in composed.sheet.measure() if thing.kind == "map"]) == 1
    assert texts(composed, "panels") == []
    assert "No incident is dated to a single day: a map of each day would be the same." in " ".join(
        texts(composed, "legend")
    )


def test_small_maps_by_kind_have_each_record_once(crowded):
    composed = drawn(crowded, kind="multiples", by="event_type")
    counts = [int(text.split()[0]) for text in texts(composed, "panels")[1::2]]
    assert sum(counts) == len(crowded.incidents())


def test_periods_that_have_no_room_are_joined_and_this_is_said(crowded):
    composed = drawn(crowded, kind="multiples", by="day", preset="single")
    assert any(
        re.fullmatch(r"\d{1,2}–\d{1,2} \w+ \d{4}|\w+ \d{4}|\d{4}(–\d{4})?", text) for text in texts(composed, "panels")
    )


def test_a_timeline_draws_spans_not_spikes(atlas):
    composed = drawn(atlas, kind="timeline")
    said = texts(composed, "timeline")
    assert "9 incidents · 29–30 January 2026" in said
    assert "whole campaign · 29 January – 2 February 2026" in said
    assert "on one or more of these days; it is not stated which" in texts(composed, "legend")


def test_bars_and_spans_of_a_timeline_hold_every_incident_once(crowded):
    from maps.figures.strip import strip_of

    strip = strip_of(subject_of(crowded, Recipe(kind="timeline")), 600, 900, 1.0)
    assert sum(strip.bars.values()) + strip.in_spans == len(crowded.incidents())
    assert all(step_start(day, strip.unit) == day for day, _ in strip.bars)
    assert all(one.span.end < other.span.start for lane in strip.lanes for one, other in pairwise(lane))


def test_no_bar_of_a_timeline_has_less_than_three_pixels_of_time(crowded):
    from maps.figures.strip import GUTTER, strip_of

    for across in (80, 200, 500, 900):
        strip = strip_of(subject_of(crowded, Recipe(kind="timeline")), 600, across, 1.0)
        steps = ((strip.days[1] - strip.days[0]).days + 1) / {"day": 1, "week": 7, "month": 30.4, "year": 365}[
            strip.unit
        ]
        assert (across - GUTTER - 6) / steps >= 2.8


@pytest.mark.parametrize("kind", ["timeline", "map_timeline"])
def test_a_timeline_of_more_days_than_a_summary_tells_apart_has_only_uncertain_dates_as_spans(kind):
    days = [dt.date(2010, 1, 1) + dt.timedelta(9 * n) for n in range(600)]
    whens = [When(first=day, last=day, precision="day") for day in days]
    whens += [When(first=dt.date(2012, 12, 30), last=dt.date(2013, 1, 2), precision="range")] * 4
    incidents = tuple(
        Incident(id=f"i{n}", dataset="d", title="-", when=when, where=Where(place_id="town:pasni", level="town"), event_type="bombing")
        for n, when in enumerate(whens)
    )  # fmt: skip
    composed = drawn(Atlas.of([Dataset("d", "D", incidents=incidents)]), kind=kind, theme="print")
    assert "4 bombings" in texts(composed, "timeline")
    assert "Bars: incidents per year. 4 incidents dated to more than one year are drawn below as spans, in no bar." in " ".join(texts(composed, "legend"))  # fmt: skip


def test_hues_of_the_print_theme_stay_apart_without_colour():
    greys = sorted(lightness(colour) for colour in PRINT.hues.values())
    assert all(other - one >= LEAST_STEP for one, other in pairwise(greys))


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_classes_of_a_choropleth_differ_in_lightness(theme):
    from maps.figures.choropleth import shade

    steps = [lightness(shade(FIGURE_THEMES[theme], number, 5)) for number in range(5)]
    assert all(abs(other - one) >= LEAST_STEP for one, other in pairwise(steps))


def test_every_theme_is_readable():
    assert [fault for theme in FIGURE_THEMES.values() for fault in faint(theme)] == []


def test_a_size_without_room_is_refused_with_the_size_that_is_needed(atlas):
    with pytest.raises(BadFigure, match=r"too small.* mm (high|wide) or more"):
        drawn(atlas, preset="custom", width=89, height=60, unit="mm")


@pytest.mark.parametrize(("size", "least"), [({"width": 120, "height": 160, "unit": "mm"}, 8.0), ({"width": 900, "height": 1200, "unit": "px"}, 12.0)])  # fmt: skip
def test_no_word_is_below_the_least_size(atlas, size, least):
    composed = drawn(atlas, preset="custom", **size)
    assert composed.least == least
    assert complaints(composed) == []


def test_an_arrow_stands_where_north_is_not_up(atlas):
    assert not needs_arrow(drawn(atlas, preset="page").frame)
    turned = drawn(atlas, view={"bounds": (20, 40, 110, 70)})
    assert needs_arrow(turned.frame)
    assert texts(turned, "north") == ["N"]


def test_an_inset_locates_a_town_and_not_a_country(atlas):
    assert "[inset]" in drawn(atlas, query="places=town:pasni", kind="locator").sheet.outline()
    assert "[inset]" not in drawn(atlas, view={"bounds": (60, 22, 78, 38)}).sheet.outline()
    assert "[inset]" not in drawn(atlas, query="places=town:pasni", kind="locator", inset=False).sheet.outline()


@pytest.mark.parametrize(("labels", "pattern"), [("latin", "[\u0600-\u06ff]"), ("urdu", "[A-Za-z]")])
def test_labels_are_in_the_script_asked_for(atlas, labels, pattern):
    assert not re.search(pattern, " ".join(texts(drawn(atlas, labels=labels), "names")))


def test_no_labels_are_no_labels(atlas):
    composed = drawn(atlas, labels="none")
    assert texts(composed, "names") == texts(composed, "ground-names") == []


# In greys, kinds stay apart


def _ink(kind: str) -> np.ndarray:
    """A square hatched for a kind in the print theme, as a printer would dot it."""
    picture = Image.new("L", (240, 240), 255)
    for line in hatches(shapely.box(0, 0, 60, 60), 6.5, PRINT, kind):
        ImageDraw.Draw(picture).line([(4 * x, 4 * y) for x, y in line.tolist()], fill=0, width=4)
    return np.asarray(picture, dtype=float)


def test_every_kind_of_event_has_a_hatch_and_a_shape_of_its_own_in_print():
    pictures = {kind: _ink(kind) for kind in (*SYMBOLS, SEVERAL)}
    for one, other in combinations(pictures, 2):
        assert np.abs(pictures[one] - pictures[other]).mean() > 8, (one, other)
    assert len({symbol.shape for symbol in SYMBOLS.values()}) == len(SYMBOLS)


def test_kinds_of_one_hue_have_hatches_of_their_own_on_a_screen():
    for kinds in families(SYMBOLS).values():
        assert len({IN_COLOUR[LATER_IN_HUE.get(kind, 0)] for kind in kinds}) == len(kinds)


def test_two_classes_of_a_choropleth_are_near_steps_and_no_extremes():
    from maps.figures.choropleth import shade

    for theme in FIGURE_THEMES.values():
        every = [lightness(shade(theme, number, 5)) for number in range(5)]
        assert min(every) < min(two := [lightness(shade(theme, number, 2)) for number in range(2)])
        assert max(two) < max(every)


def test_bars_of_one_colour_are_one_family_that_names_its_kinds():
    day = dt.date(2026, 1, 1)
    incidents = tuple(
        Incident(id=f"{kind}{n}", dataset="d", title="-", when=When(first=day + dt.timedelta(n), last=day + dt.timedelta(n)), where=Where(place_id="town:pasni", level="town"), event_type=kind)
        for kind in ("attack", "armed_assault") for n in range(20)
    )  # fmt: skip
    composed = drawn(Atlas.of([Dataset("d", "D", incidents=incidents)]), kind="timeline", theme="print")
    assert "attack, kind not stated; armed assault" in texts(composed, "legend")


def test_no_date_of_a_narrow_timeline_is_cut(atlas):
    composed = drawn(atlas, kind="timeline", preset="custom", width=50, height=220, unit="mm")
    assert {"9 incidents · 29–30 January 2026", "29 January – 2 February 2026"} <= {*texts(composed, "timeline")}
    assert not any("…" in text for text in texts(composed))


def test_years_without_room_for_a_map_each_share_one_so_that_none_is_left_out():
    incidents = tuple(
        Incident(id=f"i{n}", dataset="d", title="-", when=When(first=dt.date(1990 + n, 1, 1), last=dt.date(1990 + n, 1, 1)), where=Where(place_id="town:pasni", level="town"), event_type="attack")
        for n in range(30)
    )  # fmt: skip
    composed = drawn(Atlas.of([Dataset("d", "D", incidents=incidents)]), kind="multiples", by="year", preset="single")
    panels = texts(composed, "panels")
    assert (panels[0][:4], panels[-2][-4:]) == ("1990", "2019")
    assert sum(int(text.split()[0]) for text in panels if text.endswith(("incident", "incidents"))) == 30
    assert any(re.fullmatch(r"\d{4}–\d{4}", text) for text in panels)


@pytest.mark.parametrize(
    ("language", "heading", "warning"),
    [("en", "of 5 years)", "not all of the same length"), ("ur", "میں سے", "برابر نہیں")],
)
def test_a_small_map_of_fewer_years_than_the_others_says_so(language, heading, warning):
    incidents = tuple(
        Incident(id=f"i{year}", dataset="d", title="-", when=When(first=dt.date(year, 1, 1), last=dt.date(year, 1, 1)), where=Where(place_id="town:pasni", level="town"), event_type="attack")
        for year in range(2010, 2026)
    )  # fmt: skip
    atlas = Atlas.of([Dataset("d", "D", incidents=incidents)])
    recipe = {"kind": "multiples", "by": "month", "preset": "custom", "width": 70, "height": 112, "unit": "mm"}
    composed = drawn(atlas, language=language, **recipe)
    assert [heading in text for text in texts(composed, "panels") if text[:2] == "20"][-1]
    assert warning in " ".join(texts(composed, "legend"))
    (told,) = notes(atlas, Recipe(language=language, **recipe))
    assert told.startswith("One map a month has no room: there would be 16.")


def test_symbols_of_all_small_maps_have_one_scale(crowded):
    composed = drawn(crowded, kind="multiples", by="event_type", preset="single")
    sizes = {round(thing.box.width, 3) for thing in composed.sheet.measure() if thing.kind == "symbol"}
    assert len(sizes) <= LARGEST
    assert any(text.endswith("km on every map") for text in texts(composed, "legend"))


@pytest.mark.parametrize("preset", ["double", "page", "slide"])
def test_the_bar_of_the_one_scale_is_long_enough_to_measure_with(crowded, preset):
    composed = drawn(crowded, kind="multiples", by="event_type", preset=preset)
    (kilometres,) = (float(text.split()[0]) for text in texts(composed, "legend") if text.endswith("km on every map"))
    panel = next(thing.box for thing in composed.sheet.measure() if thing.kind == "map")
    assert 0.04 <= kilometres / composed.frame.true_km_per_px(*panel.centre) / panel.width <= 0.301


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_narrow_timeline_has_two_dates_at_least(atlas, language):
    composed = drawn(atlas, kind="timeline", preset="custom", unit="mm", width=50, height=200, language=language)
    assert len([thing for thing in composed.sheet.measure() if thing.kind == "tick"]) >= 2


def test_a_line_on_names_without_room_gives_way_before_a_size_is_refused(atlas):
    narrow = drawn(atlas, preset="custom", unit="mm", width=60, height=168)
    assert narrow.left_out
    assert complaints(narrow) == []
    assert not any("without room" in text for text in texts(narrow, "legend"))


def test_no_heading_of_a_narrow_small_map_is_cut(crowded):
    composed = drawn(crowded, kind="multiples", by="event_type", preset="custom", width=70, height=180, unit="mm")
    assert not any("…" in text for text in texts(composed, "panels"))


def test_the_boxes_of_a_choropleth_are_explained(atlas):
    assert any("number of incidents in the district" in text for text in texts(drawn(atlas, kind="choropleth"), "legend"))  # fmt: skip


@pytest.mark.parametrize("size", [(1280, 720, "px"), (1200, 630, "px"), (183, 110, "mm")])
def test_a_map_with_a_timeline_has_one_or_is_refused_with_the_size_that_does(atlas, size):
    width, height, unit = size
    asked = {"kind": "map_timeline", "preset": "custom", "width": width, "unit": unit}
    try:
        composed = drawn(atlas, height=height, **asked)
    except BadFigure as refused:
        told = int(re.search(r"(\d+) \w+ high or more", str(refused))[1])
        composed = drawn(atlas, height=told, **asked)
    assert texts(composed, "timeline")
    assert complaints(composed) == []


@pytest.mark.parametrize("height", [300, 1000])
def test_no_figure_of_people_is_cut_however_narrow_the_sheet(atlas, height):
    composed = drawn(atlas, kind="timeline", preset="custom", width=60, height=height, unit="mm")
    assert complaints(composed) == []
    assert "State forces: 17 or 200 killed" in " ".join(texts(composed, "claims"))


def test_a_year_stands_below_the_middle_of_its_bar():
    axis = Axis(dt.date(2009, 1, 1), dt.date(2012, 12, 31), 0.0, 400.0)
    strip = SimpleNamespace(bars={(dt.date(2010, 1, 1), "attack"): 1}, unit="year")
    left, right = axis.reach(dt.date(2010, 1, 1), dt.date(2010, 12, 31))
    assert tick_middle(axis, strip, dt.date(2010, 1, 1), "year") == (left + right) / 2


def test_days_where_no_months_have_room_are_whole_weeks_apart_so_that_bars_of_weeks_begin_at_them():
    axis, style = Axis(dt.date(2025, 1, 13), dt.date(2025, 6, 29), 0.0, 350.0), Style(11, "#000000")
    days, step, every = _ticks(axis, SimpleNamespace(wording=wording_of("en", embedded(), House())), style)
    assert (days[0], step, len(days) > 2) == (axis.first, "day", True)
    assert every % 7 == 0


def test_the_bars_of_claims_have_no_colour_of_a_kind_of_event(atlas):
    composed = drawn(atlas, preset="page")
    hues = {to_rgba(colour) for colour in THEMES["light"].hues.values()}
    bars = {each.get_facecolor() for each in composed.sheet.layer("claims").members if isinstance(each, Rectangle)}
    assert to_rgba(THEMES["light"].text) in bars
    assert not hues & bars
