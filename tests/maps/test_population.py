"""A user's own numbers of people in the districts: read or refused with the remedy, carried by the recipe, named on the figure."""

from __future__ import annotations

import pytest

from maps.captions import methods
from maps.errors import BadRecipe
from maps.figures import compose
from maps.figures.choropleth import shading_of
from maps.figures.layout import subject_of
from maps.package import credits_page
from maps.population import read_population
from maps.recipe import Recipe
from tests.maps.drawn_figures import texts
from tests.maps.figure_samples import MADE, embedded

ROWS = 'admin2,population,source\nGwadar,250000,A made-up count\nkech,"1,000,000",\n'


def read(text: str | bytes):
    return read_population(text.encode() if isinstance(text, str) else text, embedded().gazetteer)


def rates(**options) -> Recipe:
    return Recipe(kind="choropleth", measure="per_people", population=read(ROWS), preset="double", **options)


def test_districts_are_found_by_name_and_numbers_read_with_commas():
    assert read(ROWS) == {
        "source": "A made-up count",
        "people": {"district:gwadar": 250_000, "district:kech": 1_000_000},
    }
    assert read(b"\xef\xbb\xbf" + ROWS.encode()) == read(ROWS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("admin2,people,source\n", "no column 'population'"),
        (
            "admin2,population,source\nGwadr,5,x\n",
            "row 2, admin2: no district is called 'Gwadr'; did you mean 'Gwadar'",
        ),
        ("admin2,population,source\nAtlantis,5,x\n", "row 2, admin2: no district is called 'Atlantis'"),
        ("admin2,population,source\nGwadar,some,x\n", "row 2, population: a whole number of people"),
        ("admin2,population,source\nGwadar,0,x\n", "a whole number of people from 1"),
        ("admin2,population,source\nGwadar,5,x\nGawadar,6,x\n", "row 3, admin2: 'Gawadar' stands in an earlier row"),
        ("admin2,population,source\nGwadar,5,\n", "no row names a source"),
        ("admin2,population,source\n", "no row names a source"),
        (b"\xff\xfe\x00", "not UTF-8"),
        ("x" * 300_000, "300,000 bytes"),
        ('admin2,population,source\n"Gwadar,5,x\n', "not a CSV file"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_the_remedy(text, said):
    with pytest.raises(BadRecipe, match=said):
        read(text)


@pytest.mark.parametrize("value", ["x", {}, {"source": "x", "people": {}}, {"source": "", "people": {"a": 1}}, {"source": "x", "people": {"a": 1.5}}])  # fmt: skip
def test_a_recipe_refuses_what_is_no_population(value):
    with pytest.raises(BadRecipe):
        Recipe(population=value)


def test_rates_by_people_need_a_population():
    with pytest.raises(BadRecipe, match="admin2, population and source"):
        Recipe(measure="per_people")


def test_the_recipe_carries_the_numbers_and_older_recipes_are_written_as_before():
    assert Recipe.from_json(rates().to_json()) == rates()
    assert "population" not in Recipe().to_json()


def test_districts_are_shaded_by_incidents_for_each_hundred_thousand_people():
    shading = shading_of(subject_of(embedded(), rates()))
    assert shading.values == {"district:gwadar": pytest.approx(2 / 2.5), "district:kech": pytest.approx(1 / 10)}
    assert shading.uncounted == (6, 6)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_figure_names_the_source_of_the_numbers_and_what_has_none(language):
    recipe = rates(language=language, made=MADE)
    legend = " ".join(texts(compose(embedded(), recipe), "legend"))
    assert "A made-up count" in legend
    assert "100,000" in legend
    assert ("no population given: 6 districts, 6 incidents" if language == "en" else "آبادی درج نہیں: 6") in legend
    assert "A made-up count" in methods(embedded(), recipe)
    assert "A made-up count" in credits_page(embedded(), recipe)
