"""What a file that was brought becomes unless a person says otherwise."""

from types import SimpleNamespace
from typing import Any

import pytest

from incidents.likeness import Likeness
from pages import arrivals


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("mine.csv", ("version", "mine")),
        ("Mine 2024.csv", ("new", "")),
        ("first.csv", ("version", "renamed")),
        ("other.csv", ("new", "")),
    ],
)
def test_a_file_becomes_a_version_only_of_the_dataset_that_its_name_tells(name: str, becomes: tuple[str, str]) -> None:
    arrival: Any = SimpleNamespace(name=name, like="mine", others=frozenset(), mends="", same=None)
    there: Any = {"mine": SimpleNamespace(file="mine.csv"), "renamed": SimpleNamespace(file="first.csv")}
    assert arrivals.likely(arrival, there) == becomes


@pytest.mark.parametrize(
    ("option", "said", "button"),
    [
        (("version", "mine"), "the 43 incidents of version 1 will no longer be shown", "Import as version 2 of mine"),
        (("append", "mine"), "version 2 holds the 43 incidents of version 1 and its rows", "Add its rows to mine"),
        (("new", ""), "", "Import it"),
    ],
)
def test_what_becomes_of_the_dataset_that_is_there_is_said_before_it_is_done(
    option: tuple[str, str], said: str, button: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = {"mine": SimpleNamespace(file="mine.csv", version=1, taken=43)}
    monkeypatch.setattr(arrivals, "_alike", lambda _arrival: there)
    monkeypatch.setattr(arrivals.st, "session_state", {"becomes-x": option})
    arrival: Any = SimpleNamespace(id="x", name="other.csv", newer=None, others=frozenset(), mends="", same=None)
    words, label = arrivals.becoming(arrival)
    assert (said in str(words)) if said else words is None
    assert label == button


def test_rows_that_come_back_mended_are_more_rows_of_their_dataset_unless_a_person_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there: Any = {"mine": SimpleNamespace(file="mine.csv", version=1, taken=43)}
    monkeypatch.setattr(arrivals, "_alike", lambda _arrival: there)
    monkeypatch.setattr(arrivals.st, "session_state", {})
    arrival: Any = SimpleNamespace(
        id="x", name="mine-v1-rejected.csv", newer=None, others=frozenset(), mends="mine", same=None
    )
    words, label = arrivals.becoming(arrival)
    assert str(words).count("It brings back rows that were rejected or on no map in mine, mended.") == 1
    assert label == "Add its rows to mine"


def test_a_newer_export_is_offered_as_a_version_and_becomes_one_only_when_that_is_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = {"mine": SimpleNamespace(file="mine.csv", version=1, taken=43)}
    state: dict[str, Any] = {}
    monkeypatch.setattr(arrivals, "_alike", lambda _arrival: there)
    monkeypatch.setattr(arrivals.st, "session_state", state)
    arrival: Any = SimpleNamespace(
        id="x", name="other.csv", newer=Likeness("mine", 1, 40, 43), others=frozenset(), mends="", same=None
    )
    words, label = arrivals.becoming(arrival)
    assert words is not None
    assert words["children"][0].startswith("40 of 43 event ids looked at are those of mine")
    assert label == "Import it"
    arrivals.choose_version(words["children"][1]["send"])
    assert arrivals.becoming(arrival)[1] == "Import as version 2 of mine"


def test_a_file_of_other_events_is_a_dataset_of_its_own_though_it_has_the_name_of_another_and_what_else_it_can_be_is_offered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there: Any = {"mine": SimpleNamespace(file="mine.csv", version=1, taken=43)}
    monkeypatch.setattr(arrivals, "_alike", lambda _arrival: there)
    monkeypatch.setattr(arrivals.st, "session_state", {})
    arrival: Any = SimpleNamespace(id="x", name="mine.csv", newer=None, others=frozenset({"mine"}), mends="", same=None)
    assert arrivals.likely(arrival, there) == ("new", "")
    words, label = arrivals.becoming(arrival)
    assert "It has none of the 43 incidents of mine, whose name it has: it becomes a dataset of its own" in str(words)
    assert label == "Import it"
    assert words is not None
    arrivals.choose_version(words["children"][1]["send"])
    assert arrivals.becoming(arrival)[1] == "Add its rows to mine"
    arrivals.choose_version(words["children"][3]["send"])
    assert arrivals.becoming(arrival)[1] == "Import as version 2 of mine"


def test_a_file_that_is_there_already_is_said_to_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    there: Any = {"mine": SimpleNamespace(file="mine.csv", dataset="mine", version=2, taken=43)}
    monkeypatch.setattr(arrivals, "_alike", lambda _arrival: there)
    monkeypatch.setattr(arrivals.st, "session_state", {})
    arrival: Any = SimpleNamespace(
        id="x", name="mine.csv", newer=None, others=frozenset(), mends="", same=there["mine"]
    )
    words, label = arrivals.becoming(arrival)
    assert "in the atlas already: mine, version 2" in str(words) and "no longer" not in str(words)
    assert label == "Import it"


def test_the_name_that_is_proposed_is_that_of_the_file_or_free(monkeypatch: pytest.MonkeyPatch) -> None:
    there = [SimpleNamespace(id=name) for name in ("mine", "mine-2")]
    monkeypatch.setattr(arrivals, "opened", lambda: SimpleNamespace(datasets=there))
    named: Any = SimpleNamespace(others=frozenset())
    another: Any = SimpleNamespace(others=frozenset({"mine"}))
    assert arrivals.free_name("mine", named) == "mine"
    assert arrivals.free_name("mine", another) == "mine-3"
