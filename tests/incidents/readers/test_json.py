"""JSON in the shapes that programs write it: columns, rows, records under keys, and what is nested in them."""

import json
from pathlib import Path
from typing import Any

import pytest

from incidents.readers import Refused
from tests.incidents.readers.made import done

DAYS, PLACES, KILLED = ["2024-01-02", "2024-01-05", "2024-02-01"], ["Quetta", "Turbat", "Pasni"], [3, None, 4]
ROWS = [dict(zip(("date", "place", "killed"), each, strict=True)) for each in zip(DAYS, PLACES, KILLED, strict=True)]
COLUMNS = {"date": DAYS, "place": PLACES, "killed": KILLED}


def _numbered(values: list[Any]) -> dict[str, Any]:
    return {str(at): value for at, value in enumerate(values)}


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (COLUMNS, "columns"),
        ({name: _numbered(values) for name, values in COLUMNS.items()}, "columns"),
        (_numbered(ROWS), "records under a number each"),
        ({f"PAK{at}": each for at, each in enumerate(ROWS)}, "records under a key each"),
        (
            {"columns": list(COLUMNS), "index": [0, 1, 2], "data": [list(each.values()) for each in ROWS]},
            "rows below the names of their columns",
        ),
        (
            {
                "schema": {"fields": [{"name": "index", "type": "integer"}, {"name": "date", "type": "string"}]},
                "data": ROWS,
            },
            "the records listed under 'data'",
        ),
        (
            {"result": {"fields": [{"id": each} for each in (*COLUMNS, "_id", "rank")], "records": ROWS}},
            "the records listed under 'result.records'",
        ),
        ([list(COLUMNS), *(list(each.values()) for each in ROWS)], "rows of cells"),
        ({"a": {"b": {"events": ROWS}}}, "the records listed under 'a.b.events'"),
    ],
)
def test_tables_are_found_in_whatever_shape_a_program_wrote_them(tmp_path: Path, document: Any, told: str) -> None:
    report = done(tmp_path, json.dumps(document)).report
    assert (report.taken, report.first, report.last, report.sums[0].total) == (3, "2024-01-02", "2024-02-01", 7)
    assert report.notes[0] == f"read as JSON, {told}"


def test_lists_with_the_same_fields_are_one_table_and_others_are_named(tmp_path: Path) -> None:
    report = done(
        tmp_path, json.dumps({"codes": [{"code": 1, "means": "a"}], "2023": ROWS[:1], "2024": ROWS[1:]})
    ).report
    assert (report.taken, report.sums[0].total) == (3, 7)
    assert "other lists left out: 'codes' (1 record)" in report.notes


def test_what_is_nested_in_records_is_in_columns_of_its_own(tmp_path: Path) -> None:
    records = [
        {
            "id": at,
            "event": {"date": day},
            "location": {"name": place, "lat": 26.0012, "lng": 63.0485},
            "casualties": {"killed": at, "injured": 2, "by": {"said": "police"}},
            "tags": ["a", "b"],
            "source": None if at else {"name": "Made-up Daily", "date": "2031-01-01"},
        }
        for at, (day, place) in enumerate(zip(DAYS, ["Turbat"] * 3, strict=True))
    ]
    for content in (json.dumps(records), "\n".join(map(json.dumps, records)), json.dumps({"items": records})):
        found = done(tmp_path, content)
        assert (found.report.taken, found.report.first, found.report.last) == (3, "2024-01-02", "2024-02-01")
        assert {each.quantity: each.total for each in found.report.sums} == {"killed": 3, "wounded": 6}
        assert found.incidents["toponym"].tolist() == ["Turbat"] * 3
        assert found.incidents["latitude"].tolist() == [26.0012] * 3
        assert any("what is nested in the records is in columns of its own" in note for note in found.report.notes)


def test_points_within_records_are_coordinates_and_make_no_geojson_of_them(tmp_path: Path) -> None:
    record = {"date": DAYS[0], "killed": 2, "geo": {"type": "Point", "coordinates": [63.0485, 26.0012]}}
    assert done(tmp_path, json.dumps([record])).incidents["latitude"].tolist() == [26.0012]


def test_columns_of_unequal_length_are_refused_with_how_long_they_are(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"not equally long \('date' 3, 'place' 2 values\)"):
        done(tmp_path, json.dumps({"date": DAYS, "place": PLACES[:2]}))
