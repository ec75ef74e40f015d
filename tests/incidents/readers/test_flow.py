"""Rows that flow from a text file: each comes once, in order, and a date whose order matters stops them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from incidents.readers.mapping import Mapping
from incidents.readers.ordering import unordered
from incidents.readers.recognise import Plan
from incidents.readers.spool import WORD, Anew, Flow

DAY = "2024-03-05"


def flow(*pieces: Any) -> Flow:
    """Return the rows of a column of dates, a piece after another."""

    def numbered(_flow: Any) -> Iterator[tuple[Any, list[Any]]]:
        row = 2
        for piece in pieces:
            yield np.arange(row, row + len(piece)), [piece]
            row += len(piece)

    return Flow(Path("rows"), ("event_date",), ("event_date",), pieces=numbered)


def rows(there: Flow) -> list[tuple[int, str]]:
    return [
        pair
        for numbers, columns in there.batches()
        for pair in zip(numbers.tolist(), columns["event_date"].to_pylist(), strict=True)
    ]


def test_what_is_looked_at_first_comes_nevertheless() -> None:
    there = flow(pa.array(["a", "b"]), pa.array(["c"]))
    first = there.first(1)
    assert first is not None
    assert first[1]["event_date"].to_pylist() == ["a"]
    assert rows(there) == [(2, "a"), (3, "b"), (4, "c")]


def test_texts_behind_codes_keep_their_rows() -> None:
    there = flow(pa.array(["a", "b", "a"]).cast(WORD), pa.array(["c", "a"]), pa.array(["d"]).cast(WORD))
    assert [text for _, text in rows(there)] == ["a", "b", "a", "c", "a", "d"]
    assert there.rows == 6


def test_a_late_date_whose_order_matters_stops_the_rows() -> None:
    there = flow(pa.array([DAY] * 300).cast(WORD), pa.array(["03/04/2024"]))
    with pytest.raises(Anew):
        list(unordered(there, Plan(there, "acled", "", Mapping(kind="acled"))))


def test_dates_that_can_be_read_in_one_way_let_all_rows_pass() -> None:
    there = flow(pa.array([DAY] * 300).cast(WORD), pa.array(["5 March 2024"]))
    assert sum(len(numbers) for numbers, _ in unordered(there, Plan(there, "acled", "", Mapping(kind="acled")))) == 301
