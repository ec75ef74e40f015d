"""The filters: what of a long list of choices stands open."""

from incidents import Facet, Selection
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
