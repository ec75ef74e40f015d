"""A choropleth shades, and says it has none of, only districts of which it counts every incident."""

from __future__ import annotations

import pytest

from incidents import Atlas, Dataset, Incident, When, Where
from incidents.unplaced import UNPLACED
from maps.figures.choropleth import entries_of, shading_of, shown_of
from maps.figures.layout import subject_of
from maps.figures.subject import Subject
from maps.recipe import Recipe
from tests.maps.figure_samples import MADE


def _at(place_id: str, name: str = "") -> Incident:
    level = UNPLACED.level if place_id == UNPLACED.id else place_id.split(":")[0]
    where = Where(place_id=place_id, level=level, toponym=name, how="unknown" if name else "stated")
    return Incident(id=place_id.replace(":", "-"), dataset="d", title="-", when=When(first=MADE, last=MADE), where=where, event_type="attack")  # fmt: skip


def _subject(*incidents: Incident, **options: str) -> Subject:
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
