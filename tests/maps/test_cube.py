"""The cube that the map plays: every incident once, in the periods that it may lie in, in few bytes."""

import datetime as dt
import importlib
from base64 import b64decode

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from incidents import Atlas, Selection
from incidents.cube import Cube
from maps import cube
from tests.maps.test_payload import dataset_of

module = importlib.import_module("maps.cube")  # the package has a function of this name


def played(*incidents: dict) -> dict:
    return cube(Atlas.of([dataset_of(*incidents)]), Selection())


def numbers(text: str) -> list[int]:
    """Read whole numbers of seven bits a byte, as the browser does."""
    found, shift, number = [], 0, 0
    for byte in b64decode(text):
        number |= (byte & 127) << shift
        shift += 7
        if not byte & 128:
            found.append(number)
            shift = number = 0
    return found


@given(st.lists(st.integers(0, 2**40)))
def test_numbers_are_packed_and_read_back(values: list[int]):
    packed = module.packed(np.array(values, dtype=np.int64))
    assert numbers(module.base64.b64encode(packed).decode()) == values


def test_an_incident_of_one_day_lies_in_its_day_and_one_of_two_in_both_but_for_sure_in_none():
    sure = {"place": "town:pasni", "first": dt.date(2026, 1, 3), "last": dt.date(2026, 1, 3)}
    unsure = {
        "place": "town:pasni",
        "first": dt.date(2026, 1, 2),
        "last": dt.date(2026, 1, 5),
        "date_precision": "range",
    }
    made = played(sure, unsure)
    assert (made["period"], made["starts"][0], len(made["starts"])) == ("day", "2026-01-02", 5)
    assert numbers(made["certain"]) == [0, 0, 1, 2 * 1 + 1, 2]
    assert numbers(made["uncertain"]) == [0, 0, 1, 0, 3, 1]
    assert made["count"] == 2


def test_nothing_to_play_is_a_cube_without_places():
    made = cube(Atlas.of([dataset_of({"place": "town:pasni"})]), Selection(text="no such words"))
    assert (made["places"], made["count"]) == ([], 0)


def test_a_cube_that_is_coarser_than_asked_for_says_so():
    starts, empty = np.array(["2020-01-01", "2021-01-01"], dtype="datetime64[D]"), pd.DataFrame()
    made = Cube("year", starts, "district", empty, (), empty, empty, 0)
    assert "by year instead of by month" in module._note(made, "month")
    assert "gathered by district" in module._note(made, "month")
    assert module._note(Cube("year", starts, "spot", empty, (), empty, empty, 0), "year") == ""
