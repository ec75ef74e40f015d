"""Cubes and kept rows answer as the engine does that looks at every row; where they cannot, they leave it to the engine."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from incidents import cubes
from incidents.cubes import FRONTS, Cubes
from incidents.engine import Bits, Engine, Where

ROWS, PROFILES, MARKS, SPANS = 2_000, 6, 30, 40
COLUMNS = (
    "profile",
    "type",
    "known",
    "mark",
    "actors",
    "sources",
    "toponym",
    "row",
    "killed",
    "other",
    "span",
    "first",
    "last",
)


@pytest.fixture(scope="module")
def asked() -> Cubes:
    chance = np.random.default_rng(3)
    shelf: Any = SimpleNamespace(
        profile_type=np.array([0, 0, 1, 1, 2, 2]),
        mark_known=chance.integers(0, 9, MARKS),
        span_first=np.sort(chance.integers(0, 100, SPANS)),
    )
    shelf.span_last = shelf.span_first + chance.integers(0, 20, SPANS)
    codes = {name: chance.integers(0, 5, ROWS) for name in ("actors", "sources", "toponym", "other")}
    codes |= {"profile": chance.integers(0, PROFILES, ROWS), "mark": chance.integers(0, MARKS, ROWS)}
    codes |= {"span": np.sort(chance.integers(0, SPANS, ROWS)), "row": chance.permutation(ROWS)}
    codes |= {"killed": chance.integers(-2, 40, ROWS), "type": shelf.profile_type[codes["profile"]]}
    codes |= {"known": shelf.mark_known[codes["mark"]]}
    codes |= {"first": shelf.span_first[codes["span"]], "last": shelf.span_last[codes["span"]]}
    return Cubes(Engine(pa.table({name: pa.array(codes[name].astype(np.int32)) for name in COLUMNS})), shelf)


def _bits(column: str, size: int, *chosen: int) -> Bits:
    return Bits.of(column, np.isin(np.arange(size), chosen))


CONDITIONS = [
    Where(),
    Where().but(_bits("profile", PROFILES, 1, 4)),
    Where().but(_bits("known", 9, 2, 3), _bits("mark", MARKS, 0)).but(_bits("profile", PROFILES, 0, 1, 2)),
    Where(since=30, until=60).but(_bits("profile", PROFILES, 0, 3)),
    Where(since=30).but(_bits("actors", 5, 1)),
    Where().but(_bits("row", ROWS, *range(0, ROWS, 3)), _bits("toponym", 5, 2)),
    Where().but(_bits("profile", PROFILES)),
]


@pytest.mark.parametrize("where", CONDITIONS)
@pytest.mark.parametrize(
    "columns", [("profile",), ("known",), ("mark", "type"), ("span", "type"), ("actors",), ("sources",)]
)
def test_counts_are_those_of_all_rows(asked: Cubes, where: Where, columns: tuple[str, ...]) -> None:
    expected = [*zip(*(each.tolist() for each in asked.engine.count(where, *columns)), strict=True)]
    assert [*zip(*(each.tolist() for each in asked.count(where, *columns)), strict=True)] == sorted(expected)


@pytest.mark.parametrize("where", CONDITIONS)
def test_rows_with_figures_are_those_of_all_rows(asked: Cubes, where: Where) -> None:
    found = (asked.count_carrying(where, "profile"), asked.engine.count_carrying(where, "profile"))
    ours, theirs = (sorted(zip(*(each.tolist() for each in one), strict=True)) for one in found)
    assert ours == theirs


def test_nobody_asks_all_rows_about_kinds_and_places(asked: Cubes, monkeypatch: pytest.MonkeyPatch) -> None:
    asked.count(Where(), "profile")
    monkeypatch.setattr(asked, "engine", None)
    by_kind = CONDITIONS[1]
    for columns in (("profile",), ("mark", "type"), ("span", "type"), ("actors",), ("sources",)):
        asked.count(by_kind, *columns)
    asked.count(CONDITIONS[2], "mark", "type")


def test_more_combinations_than_a_cube_may_have_are_left_to_the_engine(
    asked: Cubes, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = [each.tolist() for each in asked.count(CONDITIONS[1], "actors")]
    monkeypatch.setattr(cubes, "MOST", 3)
    fresh, theirs = Cubes(asked.engine, asked.shelf), list[tuple[str, ...]]()
    count = asked.engine.count
    monkeypatch.setattr(asked.engine, "count", lambda where, *names: theirs.append(names) or count(where, *names))
    assert [each.tolist() for each in fresh.count(CONDITIONS[1], "actors")] == expected
    assert theirs == [("actors",)]


@pytest.mark.parametrize("order", FRONTS)
@pytest.mark.parametrize("where", CONDITIONS)
def test_the_first_rows_are_those_of_the_whole_order(
    asked: Cubes, where: Where, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cubes, "FRONT", 200)
    fresh = Cubes(asked.engine, asked.shelf)
    expected = asked.engine.select(where, "row", order=FRONTS[order], limit=8)[0].tolist()
    found = fresh.first(where, order, 8)
    assert found is None or found["row"].tolist() == expected
    assert fresh.first(where, order, 300) is None
