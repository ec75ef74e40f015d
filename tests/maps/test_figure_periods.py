"""Small maps by time: which periods have one, and what is said of those that have none."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from incidents import Atlas, Dataset, Incident, When, Where
from maps.figures.alt import claimants_sentence
from maps.figures.choropleth import fill_swatch
from maps.figures.keys import Entry, arrange
from maps.figures.layout import planned, subject_of
from maps.figures.periods import Cut, Times
from maps.figures.surround import FROM_AFAR, SMALLEST_NOMINAL
from maps.recipe import Recipe
from maps.theme import THEMES
from tests.maps.drawn_figures import drawn, texts
from tests.maps.figure_samples import embedded


def _of_months(*months: int) -> Atlas:
    incidents = tuple(
        Incident(id=f"i{month}", dataset="d", title="-", when=When(first=dt.date(2024, month, 5), last=dt.date(2024, month, 5)), where=Where(place_id="town:pasni", level="town"), event_type="attack")
        for month in months
    )  # fmt: skip
    return Atlas.of([Dataset("d", "D", incidents=incidents)])


def _times(*spans: tuple[dt.date, dt.date]) -> Times:
    records = pd.DataFrame(spans, columns=["start", "end"]).apply(pd.to_datetime)
    return Times(records, Atlas.of([]).gazetteer)


def test_a_month_between_others_in_which_nothing_was_has_a_map_that_says_so():
    panels = texts(drawn(_of_months(1, 3), kind="multiples", by="month"), "panels")
    assert panels == ["January 2024", "1 incident", "February 2024", "no incidents", "March 2024", "1 incident"]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "A month without incidents has no map."), ("ur", "جس مہینے میں")]
)
def test_months_without_incidents_that_are_more_than_the_others_have_no_map_and_this_is_said(language, said):
    composed = drawn(_of_months(1, 11), kind="multiples", by="month", language=language)
    assert len(texts(composed, "panels")) == 4
    assert said in " ".join(texts(composed, "legend"))


@pytest.mark.parametrize(("months", "is_beside"), [((1, 2, 3), True), ((1, 2), False)])
def test_the_key_of_small_maps_stands_in_the_empty_place_beside_an_odd_last_one(months, is_beside):
    plan = planned(subject_of(_of_months(*months), Recipe(kind="multiples", by="month", preset="page")))
    assert plan.parts
    last = plan.parts.boxes[-1]
    assert bool(plan.keys_at) is is_beside
    assert not plan.keys_at or (plan.keys_at[0] > last.right and last.top < plan.keys_at[1] < last.bottom)


def test_periods_of_two_years_begin_with_the_first_year():
    times = _times(*((dt.date(year, 5, 1), dt.date(year, 5, 1)) for year in range(2019, 2025)))
    cut = times.cut("month", ("day", "week", "month", "year"), 3)
    assert (cut.years, [start.year for start in times.starts(cut)]) == (2, [2019, 2021, 2023])


def test_no_incident_is_lost_where_a_sheet_has_room_for_one_map():
    times = _times((dt.date(1999, 1, 1), dt.date(1999, 1, 1)), (dt.date(2001, 1, 1), dt.date(2001, 1, 1)))
    cut = times.cut("year", ("day", "week", "month", "year"), 1)
    (start,) = times.starts(cut)
    assert len(times.inside(start, cut.last(start)).records) == 2


def test_an_incident_of_two_months_is_sure_in_neither():
    times = _times((dt.date(2024, 1, 30), dt.date(2024, 2, 2)))
    january = dt.date(2024, 1, 1), Cut("month").last(dt.date(2024, 1, 1))
    assert (len(times.inside(*january).records), times.sure(*january)) == (1, 0)


@pytest.mark.parametrize(("room", "rows"), [(520.0, 1), (200.0, 5)])
def test_shades_of_a_choropleth_stand_in_one_row_or_one_column(room, rows):
    steps = [Entry(f"{low}–{low + 9}", fill_swatch("#ffffff"), is_step=True) for low in range(10, 60, 10)]
    keys, _ = arrange([Entry("Incidents per district:"), *steps], THEMES["light"], 1.0, room)
    places = [(key.x, key.y) for key in keys if key.entry.is_step]
    assert len({y for _, y in places}) == rows
    assert len({x for x, _ in places}) == (5 if rows == 1 else 1)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_slide_is_read_from_the_back_of_a_room_and_its_timeline_is_not_in_the_column_of_claims(language):
    plan = planned(subject_of(embedded(), Recipe(kind="map_timeline", preset="slide", language=language)))
    claims = min(column.panel.unit for column in plan.claims.columns)
    assert min(plan.unit, claims) * SMALLEST_NOMINAL >= FROM_AFAR
    assert (plan.claims.left_out, plan.strip and plan.strip.hidden) == (0, (0, 0))
    assert plan.below and plan.below.width > 0.6 * plan.page.width


def test_words_on_a_slide_are_larger_than_on_a_sheet_of_its_size():
    slide, page = (planned(replace(subject_of(embedded(), Recipe(kind="timeline", preset="slide")), is_plain=plain)).unit for plain in (False, True))  # fmt: skip
    assert slide >= 1.1 * page


def test_who_only_reports_a_figure_is_not_called_its_claimant():
    line = type("Line", (), {"claimant": "as reported by Dawn"})()
    toll = type("Toll", (), {"lines": (line,)})()
    assert claimants_sentence([toll]) == "Figures as reported by Dawn."
