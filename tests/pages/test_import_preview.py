"""What a person changes about how a table is read, before it is imported."""

import json
import re
from types import SimpleNamespace
from typing import Any

import pytest

from incidents.readers import CountColumn, Mapping
from pages import import_preview


class Lying:
    """A file on the desk that remembers how it was last to be read."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping, self.look = mapping, object()

    def look_at(self, _kind: str, mapping: Mapping) -> None:
        self.mapping = mapping


@pytest.mark.parametrize(("chosen", "kept"), [("comma", "comma"), ("point", "point"), ("", ""), ("<b>", "")])
def test_the_sign_of_decimals_can_be_chosen(chosen: str, kept: str) -> None:
    file: Any = Lying(Mapping(decimal="" if chosen == "comma" else "comma"))
    import_preview._changed(file, {"part": "decimal", "value": chosen})
    assert file.mapping.decimal == kept


def test_it_is_asked_only_where_people_are_counted() -> None:
    assert import_preview._decimals(Mapping()) is None
    assert import_preview._decimals(Mapping(counts=(CountColumn("Killed", "killed"),))) is not None


@pytest.mark.parametrize(
    ("said", "shown", "pressed"),
    [
        ("", "day first", ["true", "false"]),
        ("month first", "day first", ["false", "true"]),
        ("", "both", ["false"] * 2),
        ("", "year-day-month", ["true", "false"]),
        ("year-month-day", "year-day-month", ["false", "true"]),
        ("", "exchanged", ["false"] * 2),
    ],
)
def test_the_order_that_dates_are_read_in_looks_chosen(said: str, shown: str, pressed: list[str]) -> None:
    look: Any = SimpleNamespace(order=shown, order_example="03/04/2026")
    drawn = json.dumps(import_preview._order(look, Mapping(date_order=said)))
    assert re.findall(r'"aria[-_]pressed": "(\w+)"', drawn) == pressed
