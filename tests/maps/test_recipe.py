"""A recipe comes back from its file the same, refuses what cannot decide a figure, and gives an id that follows the data."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents import Atlas
from incidents.dataset import Dataset
from maps.errors import BadRecipe
from maps.recipe import CHOICES, FIELDS, PRESETS, Recipe, figure_id
from tests.maps.figure_samples import embedded
from tests.maps.hostile import HOSTILE

WORDS = (
    st.none()
    | st.text(st.characters(codec="utf-8"), max_size=300)
    | st.sampled_from([t for t in HOSTILE if len(t) <= 300])
)
EDGES = st.tuples(st.floats(-180, -1), st.floats(-80, -1), st.floats(1, 180), st.floats(1, 80))
VIEWS = st.fixed_dictionaries(
    {},
    optional={
        "latitude": st.floats(-85, 85),
        "longitude": st.floats(-180, 180),
        "zoom": st.integers(0, 18),
        "bounds": EDGES,
        "layers": st.lists(st.sampled_from(["towns", "urdu", "rivers"]), unique=True),
    },
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False, allow_infinity=False) | st.text(st.characters(codec="utf-8"), max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
PEOPLE = st.fixed_dictionaries(
    {
        "source": st.text(st.characters(codec="utf-8"), min_size=1, max_size=200).filter(str.strip),
        "people": st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=9), st.integers(1, 10**9), min_size=1),
    }
)
QUERIES = st.sampled_from(
    ["", "places=town%3Apasni", "start=2026-01-29&contested=yes", "rule=latest&as_known_on=2026-02-03"]
)


@st.composite
def recipes(draw: Any) -> Recipe:
    """Return any recipe that can be drawn."""
    chosen = {name: draw(st.sampled_from(known)) for name, known in CHOICES.items()}
    if chosen["preset"] == "custom":
        least, most = (50, 300) if chosen["unit"] == "mm" else (240, 3000)
        chosen |= {"width": draw(st.floats(least, most)), "height": draw(st.floats(least, most))}
    return Recipe(
        **chosen,
        query=draw(QUERIES),
        dpi=draw(st.integers(72, 400)),
        view=draw(st.none() | VIEWS),
        title=draw(WORDS),
        subtitle=draw(WORDS),
        inset=draw(st.booleans()),
        style=draw(st.none() | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), JSON, max_size=3)),
        made=draw(st.none() | st.dates()),
        population=draw(PEOPLE if chosen["measure"] == "per_people" else st.none() | PEOPLE),
    )


@given(recipes())
def test_a_recipe_comes_back_from_json_the_same(recipe: Recipe):
    back = Recipe.from_json(recipe.to_json())
    assert back == recipe
    assert back.to_json() == recipe.to_json()
    assert hash(back) == hash(recipe)


@given(recipes())
def test_json_has_every_field_once_in_order(recipe: Recipe):
    keys = [key for key, _ in json.loads(recipe.to_json(), object_pairs_hook=list)]
    assert keys == sorted(name for name in FIELDS if name != "population" or recipe.population is not None)


@cache
def nothing() -> Atlas:
    return Atlas.of([])


@settings(deadline=None)
@given(recipes(), recipes())
def test_ids_are_equal_exactly_when_recipes_are(one: Recipe, other: Recipe):
    atlas = nothing()
    assert (figure_id(one, atlas) == figure_id(other, atlas)) == (one == other)


def test_equal_selections_written_differently_are_one_recipe():
    assert Recipe(query="places=town:pasni&start=2026-01-29") == Recipe(query="?start=2026-01-29&places=town%3Apasni")


def test_a_missing_key_has_its_default():
    assert Recipe.from_json('{"kind": "timeline"}') == Recipe(kind="timeline")


@pytest.mark.parametrize("name", FIELDS)
def test_each_field_changes_the_id(name):
    base = Recipe(preset="custom", width=900, height=700, unit="px", dpi=100)
    other = {
        "query": "places=town:pasni", "kind": "timeline", "width": 901, "height": 701, "unit": "mm", "dpi": 200, "theme": "dark",
        "language": "ur", "view": {"zoom": 7}, "title": "", "subtitle": "x", "by": "day", "classes": "equal",
        "measure": "per_area", "labels": "none", "inset": False, "style": {"a": 1}, "made": dt.date(2026, 3, 5),
        "population": {"source": "Made up", "people": {"district:gwadar": 1000}},
    }  # fmt: skip
    changes = {"preset": "square", "width": None, "height": None} if name == "preset" else {name: other[name]}
    assert figure_id(base.replace(**changes), embedded()) != figure_id(base, embedded())


def _changed(**changes: Any) -> Atlas:
    """Return the embedded atlas with something else in its dataset."""
    return Atlas.of([_dataset(embedded(), **changes)], embedded().gazetteer)


def _dataset(atlas: Atlas, **changes: Any) -> Dataset:
    (info,) = atlas.datasets
    incidents = tuple(atlas.incident(each) for each in atlas.incidents()["id"])
    abouts = (*(campaign.id for campaign in atlas.campaigns), *(incident.id for incident in incidents))
    held: dict[str, Any] = {
        "id": info.id, "title": info.title, "licence": info.licence, "citation": info.citation,
        "sources": atlas.sources, "campaigns": atlas.campaigns, "incidents": incidents,
        "claims": tuple(claim for about in abouts for claim in atlas.claims_of(about)),
    }  # fmt: skip
    return Dataset(**held | {name: change(held[name]) for name, change in changes.items()})


def test_the_id_is_that_of_the_data_wherever_it_lies():
    assert figure_id(Recipe(), _changed()) == figure_id(Recipe(), embedded())


@pytest.mark.parametrize(
    "changes",
    [
        {"incidents": lambda held: held[1:]},
        {"incidents": lambda held: (held[0].model_copy(update={"note": "corrected"}), *held[1:])},
        {"claims": lambda held: held[1:]},
        {"claims": lambda held: (held[0].model_copy(update={"value": 18, "high": 18}), *held[1:])},
        {"claims": lambda held: (*held, held[0].model_copy(update={"id": "later", "supersedes": (held[0].id,)}))},
        {"title": lambda _: "Another title"},
        {"licence": lambda _: "CC0-1.0"},
    ],
)
def test_the_id_changes_with_the_data_shown(changes):
    assert figure_id(Recipe(), _changed(**changes)) != figure_id(Recipe(), embedded())


def test_the_id_stays_when_data_changes_that_the_figure_does_not_show():
    recipe = Recipe(query="places=town:pasni")
    others = {"incidents": lambda held: tuple(i for i in held if i.where.place_id == "town:pasni")}
    assert figure_id(recipe, _changed(**others)) == figure_id(recipe, embedded())


def test_a_claim_stated_after_the_day_of_knowledge_changes_nothing():
    recipe = Recipe(query="as_known_on=2026-02-10")
    late = {"id": "late", "stated_on": dt.date(2026, 5, 1)}
    more = {"claims": lambda held: (*held, held[0].model_copy(update=late))}
    assert figure_id(recipe, _changed(**more)) == figure_id(recipe, embedded())
    assert figure_id(Recipe(), _changed(**more)) != figure_id(Recipe(), embedded())


@pytest.mark.parametrize(
    ("preset", "across"), [("single", 1051), ("double", 2161), ("page", 2161), ("slide", 1920), ("square", 1080)]
)
def test_a_preset_has_its_size_in_print(preset, across):
    recipe = Recipe(preset=preset, dpi=300)
    assert recipe.pixels[0] == across
    assert recipe.size == PRESETS[preset]


@pytest.mark.parametrize(
    ("given_json", "said"),
    [
        ('{"planet": "mars"}', "no 'planet'; known: query"),
        ('{"query": "dataset=acled"}', "cannot read dataset='acled': no filter is called 'dataset'; known: start, end"),
        ('{"query": "start=tomorrow"}', "cannot read start='tomorrow': start is not a date"),
        ('{"kind": "pie"}', "no such kind: 'pie'; known: locator"),
        ('{"kind": "symbol", "kind": "timeline"}', "given twice"),
        ('{"dpi": 5}', "72 to 600"),
        ('{"dpi": true}', "72 to 600"),
        ('{"dpi": NaN}', "NaN is not a number"),
        ('{"preset": "custom"}', "width of a custom size"),
        ('{"preset": "custom", "width": 900, "height": 1e9}', "240 to 6000 px"),
        ('{"preset": "custom", "width": 900, "height": 900, "unit": "mm", "dpi": 600}', "too many"),
        ('{"preset": "slide", "width": 900}', "has its own size"),
        ('{"view": {"bounds": [66, 24, 61, 27]}}', "check their order"),
        ('{"view": {"latitude": "here"}}', "latitude of a view"),
        ('{"view": {"pitch": 3}}', "no 'pitch'"),
        ('{"title": 5}', "title is text"),
        ('{"title": "\\ud800"}', "half a character"),
        (json.dumps({"title": "x" * 301}), "at most 300"),
        ('{"made": "31/02/2026"}', "made is a date"),
        ('{"inset": "yes"}', "true or false"),
        ('{"style": []}', "house style"),
        ("[1]", "an object"),
        ("{", "not a recipe file"),
        ("[" * 100_000, "not a recipe file"),
        ("\x89PNG", "not a recipe file"),
    ],
)
def test_what_cannot_decide_a_figure_is_refused_with_the_remedy(given_json, said):
    with pytest.raises(BadRecipe) as raised:
        Recipe.from_json(given_json)
    assert said in str(raised.value)
