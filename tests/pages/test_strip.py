"""When, under the map: few incidents each as its span, many as bars by period; uncertain ones never a bar."""

from collections.abc import Iterator
from typing import Any

from incidents import Atlas, Selection
from pages.elements import Element
from pages.strip import drawn
from tests.incidents.samples import atlas_of, dataset, incident


def elements(found: Element | str) -> Iterator[Element]:
    if not isinstance(found, str):
        yield found
        for child in found["children"]:
            yield from elements(child)


def words(found: Element | str) -> str:
    return found if isinstance(found, str) else " ".join(map(words, found["children"]))


def strip_of(*records: dict[str, Any]) -> Element:
    made: Atlas = atlas_of(dataset(incident=list(records)))
    return drawn(made, Selection(), made.summary())


def bars(found: Element) -> list[Element]:
    return [each for each in elements(found) if each["tag"] == "button"]


DAYS = [incident(f"a{n}", first=f"2024-{1 + n % 12:02}-{1 + n:02}") for n in range(24)]


def test_few_days_are_each_a_span_of_their_own() -> None:
    found = strip_of(incident("a"), incident("b", first="2026-02-02"))
    assert not bars(found)
    assert "Bombing, 29 January 2026" in words(found)


def test_many_days_are_bars_that_say_their_period_and_count() -> None:
    said = [bar["attributes"]["aria-label"] for bar in bars(strip_of(*DAYS))]
    assert len(said) == 24
    assert said[0] == "1–7 January 2024: 1 incident"


def test_a_bar_leads_to_its_days_and_one_of_them_is_in_the_tab_order() -> None:
    found = bars(strip_of(*DAYS))
    assert found[0]["send"] == {"days": ["2024-01-01", "2024-01-07"]}
    assert [bar["attributes"]["tabindex"] for bar in found].count(0) == 1


def test_what_may_lie_in_several_periods_is_a_span_and_in_no_bar() -> None:
    month = incident("m", first="2024-03-01", last="2024-03-31", date_precision="month")
    found = strip_of(*DAYS, month)
    assert sum(int(bar["attributes"]["aria-label"].split()[-2]) for bar in bars(found)) == 24
    assert "In one of several weeks (1)" in words(found)
