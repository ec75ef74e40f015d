"""The filters: what of a long list of choices stands open."""

import pytest

from incidents import Facet, Selection
from pages import filters
from pages.filters import facet_list
from tests.pages.test_strip import elements

PLACES = (
    Facet("country", "Country", 90, total=90),
    Facet("north", "North", 50, depth=1, total=50),
    Facet("hamlet", "Hamlet", 2, depth=2, total=2),
    Facet("inn", "Inn", 1, depth=2, total=1),
    Facet("south", "South", 40, depth=1, total=40),
    Facet("east", "East", 0, depth=1, total=30),
    Facet("west", "West", 20, depth=1, total=20),
)


def opened(*chosen: str, facets: tuple[Facet, ...] = PLACES) -> list[str]:
    found = facet_list("places", "Place", facets, Selection(places=chosen), 4)
    assert found
    lines = [each["attributes"] for each in elements(found) if each["tag"] == "label"]
    assert [each["data-key"] for each in lines] == [facet.value for facet in facets], "all in their order"
    return [each["data-key"] for each in lines if "rest" not in each["class"].split()]


def test_the_places_with_most_stand_open_wherever_they_lie_and_those_with_none_do_not() -> None:
    assert opened() == ["country", "north", "south", "west"]


def test_a_choice_that_is_on_stands_open_in_its_place() -> None:
    assert opened("inn") == ["country", "north", "inn", "south", "west"]
    assert opened("south") == ["country", "north", "south", "west"]


def test_a_filter_changes_which_choices_have_none_and_no_order() -> None:
    fewer = tuple(Facet(each.value, each.label, each.count // 45, each.depth, total=each.total) for each in PLACES)
    assert opened(facets=fewer) == ["country", "north", "south"]


def test_a_single_line_is_not_folded_away() -> None:
    assert opened(facets=PLACES[:5]) == ["country", "north", "hamlet", "inn", "south"]


MANY = tuple(Facet(f"place {n}", f"Place {n}", 100 - n, total=100 - n) for n in range(30))


def sent(*chosen: str) -> list[str]:
    found = facet_list("places", "Place", MANY, Selection(places=chosen), 4)
    assert found
    return [each["attributes"]["data-key"] for each in elements(found) if each["tag"] == "label"]


def test_of_a_long_list_nobody_has_opened_only_what_stands_open_is_sent() -> None:
    assert sent("place 20") == ["place 0", "place 1", "place 2", "place 3", "place 20"]


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What is remembered of a visit."""
    kept: dict[str, object] = {}
    monkeypatch.setattr(filters.st, "session_state", kept)
    return kept


WHOLE = [facet.value for facet in MANY]


def test_a_long_list_is_sent_whole_once_it_was_opened(state: dict[str, object]) -> None:
    filters.sent({"unfolded": ["places"]})
    assert sent() == WHOLE


def test_a_list_that_is_opened_leaves_others_as_they_are(state: dict[str, object]) -> None:
    state["unfolded"] = ("actors",)
    filters.sent({"unfolded": ["datasets"]})
    assert len(sent()) == 4 and filters.unfolded() == ("actors", "datasets")


def test_a_list_that_words_have_opened_stays_whole_when_they_are_taken_back(state: dict[str, object]) -> None:
    filters.sent({"find": "places", "value": "place 2"})
    filters.sent({"find": "places", "value": ""})
    assert sent() == WHOLE
