"""What the map asks the server for: answered from the selection, refused in words where it cannot be read."""

import json
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.requests import Request
from starlette.responses import Response

from pages.map_routes import MAP_ROUTES
from tests.awaiting import awaited


def asked(name: str, **parameters: str) -> Response:
    (route,) = [route for route in MAP_ROUTES if route.path == f"/atlas/map-{name}"]
    scope = {"type": "http", "query_string": urlencode(parameters).encode(), "headers": []}
    return awaited(route.endpoint(Request(scope)))


@pytest.fixture(autouse=True)
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "home"))


def test_marks_of_a_view_are_those_inside_it():
    shown = json.loads(asked("marks", selection="", within="63,25,64,26").body)
    assert [symbol["id"] for symbol in shown["symbols"]] == ["town:pasni"]
    assert "bounds" not in shown and shown["within"] == [63, 25, 64, 26]


def test_the_list_of_an_area_comes_with_its_records():
    listed = json.loads(asked("list", selection="", place="district:gwadar", level="district").body)
    assert [record["title"] for record in listed["incidents"]] == ["Coordinated attack in Gwadar"]


def test_the_counts_by_period_follow_the_selection():
    assert json.loads(asked("cube", selection="places=town:pasni").body)["count"] == 1


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("marks", {}),
        ("marks", {"within": "63,25,64"}),
        ("marks", {"within": "nan,25,64,26"}),
        ("marks", {"within": "64,25,63,26"}),
        ("marks", {"within": "<script>"}),
        ("list", {"cell": "1e999,0,0,0"}),
        ("list", {"place": "district:gwadar", "level": "district", "offset": "-1"}),
        ("list", {"place": "district:gwadar", "level": "district", "offset": "9" * 5000}),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(name: str, parameters: dict[str, str]):
    answer = asked(name, **parameters)
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/plain")
    assert len(answer.body) < 300


def test_an_unreadable_selection_is_answered_like_on_the_pages():
    assert asked("cube", selection="start=yesterday&%00=\ud7ff").status_code == 200
