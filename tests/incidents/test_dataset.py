"""A dataset file with a mistake gives a problem with record, field, value and remedy, and keeps the good records."""

from pathlib import Path

import pytest

from gazetteer import Gazetteer
from incidents import Atlas, Problem
from incidents.dataset import Dataset
from incidents.dataset_file import read_toml

GOOD = """
[dataset]
id = "mine"
title = "Mine"

[[source]]
id = "paper"
title = "A paper"
published = 2026-03-01

[[incident]]
id = "one"
title = "One"
place = "town:pasni"
first = 2026-02-10
event_type = "bombing"
sources = ["paper"]

[[incident]]
id = "two"
title = "Two"
place = "district:kech"
first = 2026-02-11
last = 2026-02-12
event_type = "clash"

[[claim]]
id = "three-killed"
about = "one"
quantity = "killed"
value = 3
evidence = [{ source = "paper" }]
"""


def read(tmp_path: Path, text: str) -> Dataset:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return read_toml(path, Gazetteer.load())


def only(dataset: Dataset) -> Problem:
    (problem,) = dataset.problems
    return problem


def test_a_good_file_has_no_problem(tmp_path: Path) -> None:
    dataset = read(tmp_path, GOOD)
    assert dataset.problems == ()
    assert [each.id for each in dataset.incidents] == ["mine.one", "mine.two"]
    assert dataset.incidents[0].sources == ("mine.paper",)
    assert dataset.claims[0].about == "mine.one"


def test_an_exact_claim_has_its_figure_at_both_ends(tmp_path: Path) -> None:
    claim = read(tmp_path, GOOD).claims[0]
    assert (claim.low, claim.value, claim.high) == (3, 3, 3)


def test_a_record_with_one_date_begins_and_ends_on_it(tmp_path: Path) -> None:
    when = read(tmp_path, GOOD).incidents[0].when
    assert when.first == when.last


@pytest.mark.parametrize(
    ("old", "new", "record", "field", "value", "reason", "remedy"),
    [
        ('"district:kech"', '"district:keech"', "two", "place", "district:keech", "unknown place", "search"),
        ('"district:kech"', '"Nowhere at all"', "two", "place", "Nowhere at all", "unknown place", "search"),
        ('"district:kech"', '"Dasht"', "two", "place", "Dasht", "ambiguous place", "tehsil:dasht"),
        ("last = 2026-02-12", "last = 2026-02-10", "two", "last", "2026-02-11 to 2026-02-10", "reversed dates", "swap"),
        ('"two"', '"one"', "one", "id", "one", "duplicate id", "own"),
        ('"clash"', '"clsh"', "two", "event_type", "clsh", "unknown event type", "did you mean 'clash'"),
        ("event_type = ", "event_typ = ", "one", "event_typ", "bombing", "unknown field", "event_type"),
        ("first = 2026-02-10", "first = 2026", "one", "first", "2026", "a number is not a date", "2026-01-29"),
        ("first = 2026-02-10", 'first = "soon"', "one", "first", "soon", "input should be a valid date", "2026-01-29"),
        ('title = "Two"', "title = 2", "two", "title", "2", "input should be a valid string", "quotes"),
        ('title = "Two"', "", "two", "title", "", "missing", "add this field"),
        ('about = "one"', 'about = "none"', "three-killed", "about", "none", "no record has this id", "id of a record"),
        ('"killed"', '"kiled"', "three-killed", "quantity", "kiled", "unknown quantity", "'killed'"),
        ("value = 3", "value = -3", "three-killed", "value", "-3", "input should be greater than", "correct"),
        ("value = 3", "value = true", "three-killed", "value", "True", "input should be a valid integer", "number"),
        ("value = 3", "low = 5\nhigh = 3", "three-killed", "", "", "low, value and high are not in order", "low <="),
        ('id = "two"', 'id = "Two!"', "Two!", "id", "Two!", "not an id", "lower-case"),
        ("[[source]]", "[[sauce]]", "", "sauce", "sauce", "unknown table", "[[source]]"),
    ],
)
def test_a_mistake_is_told_with_record_field_value_and_remedy(
    tmp_path: Path, old: str, new: str, record: str, field: str, value: str, reason: str, remedy: str
) -> None:
    problem = next(each for each in read(tmp_path, GOOD.replace(old, new, 1)).problems)
    assert (problem.dataset, problem.record, problem.field) == ("mine", record, field)
    assert problem.reason.startswith(reason)
    assert remedy in problem.remedy
    if value:
        assert problem.value == value


def test_one_bad_record_never_loses_the_others(tmp_path: Path) -> None:
    dataset = read(tmp_path, GOOD.replace('"clash"', '"clsh"'))
    assert [each.id for each in dataset.incidents] == ["mine.one"]
    assert dataset.rejected == 1


def test_a_mistake_in_an_actor_is_told_with_its_position(tmp_path: Path) -> None:
    text = GOOD.replace('event_type = "clash"', 'actors = [{ actor = "bal", role = "named" }]')
    problem = only(read(tmp_path, text))
    assert (problem.field, problem.value, problem.reason) == ("actors.0.actor", "bal", "unknown actor")
    assert "did you mean 'bla'" in problem.remedy


def test_an_actor_that_the_vocabulary_lacks_is_written_by_name(tmp_path: Path) -> None:
    text = GOOD.replace('event_type = "clash"', 'actors = [{ name = "Local elders", role = "named" }]')
    dataset = read(tmp_path, text)
    assert dataset.problems == ()
    assert Atlas.of([dataset]).actor_label("named:local-elders") == "Local elders"


def test_what_rests_on_a_rejected_record_waits_for_it_without_a_problem_of_its_own(tmp_path: Path) -> None:
    dataset = read(tmp_path, GOOD.replace('title = "A paper"', ""))
    problem = only(dataset)
    assert (problem.record, problem.field) == ("paper", "title")
    assert problem.remedy == "add this field (2 records that refer to it left out with it)"
    assert ([each.id for each in dataset.incidents], dataset.claims, dataset.rejected) == (["mine.two"], (), 3)


def test_claims_about_a_campaign_with_a_mistake_are_no_mistakes(tmp_path: Path) -> None:
    campaign = '[[campaign]]\nid = "raids"\ntitle = "Raids"\nfirst = 2026-02-10\nplaces = ["Balochistan"]\n'
    text = GOOD.replace('about = "one"', 'about = "raids"') + campaign + 'event_type = "atack"\n'
    problem = only(read(tmp_path, text))
    assert (problem.record, problem.field, problem.value) == ("raids", "event_type", "atack")
    assert "did you mean 'attack'" in problem.remedy
    assert problem.remedy.endswith("(1 record that refers to it left out with it)")


def test_a_reference_to_nothing_is_told_beside_one_that_waits(tmp_path: Path) -> None:
    text = GOOD.replace('title = "A paper"', "").replace('about = "one"', 'about = "none"')
    assert [(each.record, each.field) for each in read(tmp_path, text).problems] == [
        ("paper", "title"),
        ("three-killed", "about"),
    ]


def test_only_places_that_are_like_a_name_are_offered_for_it(tmp_path: Path) -> None:
    for name, offered in (("Qwertyville", False), ("Dasht", True)):
        problem = only(read(tmp_path, GOOD.replace('"district:kech"', f'"{name}"')))
        assert problem.remedy.startswith("write one of") is offered
        assert "quetta" not in problem.remedy


@pytest.mark.parametrize(
    "text",
    [
        "[dataset",
        "x = 2026-02-31",
        "a = 1\na = 2",
        "\x00",
        '"' + "a" * 100,
        "[[incident]]\nid = {",
        "x = [" + "[" * 5000,
    ],
)
def test_bad_toml_is_one_problem_of_the_file(tmp_path: Path, text: str) -> None:
    dataset = read(tmp_path, text)
    assert only(dataset).reason.startswith("not readable as TOML")
    assert dataset.incidents == ()


def test_bytes_that_are_not_text_are_one_problem_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "bytes.toml"
    path.write_bytes(b"\xff\xfe\x00\x01\x80")
    assert only(read_toml(path, Gazetteer.load())).reason.startswith("not readable as TOML")


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    assert "No such file" in only(read_toml(tmp_path / "none.toml", Gazetteer.load())).reason


@pytest.mark.parametrize("text", ["incident = 3", 'incident = ["x"]', "dataset = 3", "[incident]\nid = 'x'"])
def test_a_table_of_the_wrong_shape_is_a_problem(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text).problems


def test_a_problem_reads_as_what_at_where() -> None:
    problem = Problem("mine", "row 17", "event_date", "31/02/2024", "not a date", "correct the day")
    assert str(problem) == "not a date: '31/02/2024' @ row 17, event_date"


def test_a_place_told_from_another_keeps_its_own_spot(tmp_path: Path) -> None:
    path = tmp_path / "near.toml"
    path.write_text(
        '[dataset]\nid = "near"\ntitle = "Near"\n\n[[incident]]\nid = "a"\ntitle = "A"\n'
        'place = "10 km west of Turbat"\nfirst = 2026-01-02\nevent_type = "attack"\n'
    )
    dataset = read_toml(path, Gazetteer.load())
    where = dataset.incidents[0].where
    assert where.latitude is not None
    assert (where.how, where.toponym, where.place_id) == ("relative", "10 km west of Turbat", "town:turbat")
    assert where.longitude < Gazetteer.load().place("town:turbat").longitude
