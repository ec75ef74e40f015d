"""A choropleth shades, and says it has none of, only districts of which it counts every incident."""

from __future__ import annotations

import re
from typing import Any

import pytest

from incidents import Atlas, Dataset, Incident, Selection, When, Where
from incidents.unplaced import UNPLACED
from maps.figures.choropleth import entries_of, shading_of, shown_of
from maps.figures.layout import subject_of
from maps.figures.subject import Subject
from maps.recipe import Recipe
from tests.maps.figure_samples import MADE

VIEW = (64.0, 28.0, 68.5, 31.0)


def _at(place_id: str, name: str = "") -> Incident:
    level = UNPLACED.level if place_id == UNPLACED.id else place_id.split(":")[0]
    where = Where(place_id=place_id, level=level, toponym=name, how="unknown" if name else "stated")
    return Incident(id=place_id.replace(":", "-"), dataset="d", title="-", when=When(first=MADE, last=MADE), where=where, event_type="attack")  # fmt: skip


def _subject(*incidents: Incident, **options: Any) -> Subject:
    return subject_of(Atlas.of([Dataset("d", "D", incidents=incidents)]), Recipe(kind="choropleth", **options))


def _legend(subject: Subject) -> list[str]:
    return [entry.words for entry in entries_of(subject, shading_of(subject))]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Shaded: 1 incident whose district is known. Not shaded: 1 at a place not known."),
        ("ur", "رنگوں میں: ضلع کے اندر معلوم 1 واقعہ۔ رنگوں میں نہیں: نامعلوم مقام پر 1۔"),
    ],
    ids=["en", "ur"],
)
def test_incidents_at_no_known_place_are_told_once(language, said):
    assert shown_of(_subject(_at("district:kech"), _at(UNPLACED.id, "Nowhere"), language=language)) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "none recorded (district of 2 incidents not known)"),
        ("ur", "کوئی اندراج نہیں (2 واقعات کا ضلع معلوم نہیں)"),
    ],
    ids=["en", "ur"],
)
def test_the_key_of_districts_without_incidents_says_how_many_incidents_may_lie_in_them(language, said):
    subject = _subject(_at("district:kech"), _at(UNPLACED.id, "Nowhere"), _at("division:kalat"), language=language)
    assert said in _legend(subject)


@pytest.fixture(scope="module")
def cropped() -> Subject:
    return _subject(
        *map(_at, ("district:kech", "district:quetta", "district:mastung")), query=Selection(bounds=VIEW).to_query()
    )


def test_a_district_only_partly_in_view_is_neither_shaded_nor_without_incidents(cropped):
    shading = shading_of(cropped)
    assert shading.values == {"district:quetta": 1, "district:mastung": 1}
    assert {"district:chagai", "district:kech", "district:khuzdar"} <= shading.cut


def test_the_key_of_a_cropped_choropleth_counts_districts_wholly_in_view_and_names_the_sign_of_others(cropped):
    said = _legend(cropped)
    assert "only partly in view: not shaded, incidents in view counted" in said
    assert re.search(r"^2 of \d districts wholly in view have incidents", said[-1]), said


def test_incidents_in_view_whose_district_is_only_partly_so_are_told_as_not_shaded():
    subject = _subject(*map(_at, ("district:chagai", "district:quetta")), query=Selection(bounds=VIEW).to_query())
    assert (
        shown_of(subject)
        == "Shaded: 1 incident whose district is known. Not shaded: 1 in districts only partly in view."
    )


@pytest.mark.parametrize(("language", "said"), [("en", "not selected"), ("ur", "منتخب نہیں")], ids=["en", "ur"])
def test_districts_that_are_not_selected_are_not_said_to_have_none(language, said):
    selected = "places=district:kech&places=district:gwadar"
    whole, some = (_subject(_at("district:kech"), query=query, language=language) for query in ("", selected))
    assert said not in _legend(whole)
    assert said in _legend(some)
    assert "district:panjgur" in shading_of(some).unasked
    assert not {"district:kech", "district:gwadar"} & shading_of(some).unasked


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ("district:kech&places=district:gwadar", "1 of 2 districts has incidents."),
        ("division:makran", "1 of 3 districts has incidents."),
        ("town:turbat", "1 of 1 district has incidents."),
    ],
)
def test_districts_with_incidents_are_counted_among_those_selected(places, said):
    incidents = (_at("district:kech"), _at("town:turbat"))
    assert said in _legend(_subject(*incidents, query=f"places={places}"))


def test_a_district_of_which_a_place_is_selected_is_selected():
    shading = shading_of(_subject(_at("town:turbat"), query="places=town:turbat"))
    assert "district:kech" not in shading.unasked
    assert "none recorded" not in _legend(_subject(_at("district:kech"), query="places=district:kech"))
