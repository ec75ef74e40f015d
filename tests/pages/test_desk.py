"""Files that are sent to the page: onto the desk that the address names, within the limit, and nothing left of what failed."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from incidents.arrival import Arrival
from incidents.curated import LOCAL
from pages import desk
from pages.desk import Desk, upload
from tests.awaiting import awaited


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(Arrival, "look_at", lambda self: None)
    return Desk(tmp_path, LOCAL.name)


def sent(token: str, pieces: Iterable[bytes | None], name: str = "a.csv", site: str = "same-origin") -> Response:
    """The answer to a request of some pieces; None is a browser that goes away."""
    left = list(pieces)

    async def receive() -> dict[str, Any]:
        piece = left.pop(0) if left else b""
        if piece is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": piece, "more_body": bool(left)}

    scope = {
        "type": "http",
        "method": "POST",
        "scheme": "http",
        "server": ("localhost", 80),
        "root_path": "",
        "path": "/atlas/upload",
        "query_string": f"name={name}".encode(),
        "path_params": {"token": token},
        "headers": [(b"host", b"localhost"), (b"sec-fetch-site", site.encode())],
    }
    return awaited(upload(Request(scope, receive)))


def lying(there: Desk) -> list[str]:
    folder = there.folder / "imported"
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def test_a_file_arrives_piece_by_piece_under_a_name_that_any_system_can_hold(there: Desk):
    assert sent(there.token, [b"date,", b"place\n"], "../..%2Fnul.csv").status_code == 204
    (arrival,) = there.arrivals.values()
    assert (arrival.path.name, arrival.path.read_bytes()) == ("_nul.csv", b"date,place\n")
    assert arrival.path.is_relative_to(there.folder)
    there.put_aside(arrival)
    assert lying(there) == []


def test_no_file_has_an_id_that_streamlit_refuses_in_a_key(there: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("secrets.token_bytes", lambda size=None: b"\xff" * (size or 32))  # "____" in letters of base64
    assert sent(there.token, [b"date,place\n"]).status_code == 204
    (arrival,) = there.arrivals.values()
    assert "__" not in arrival.id
    there.put_aside(arrival)


@pytest.mark.parametrize(("token", "site"), [("another", "same-origin"), ("", "cross-site")])
def test_who_does_not_know_the_page_sends_nothing(there: Desk, token: str, site: str):
    assert sent(token or there.token, [b"x"], site=site).status_code == 403
    assert lying(there) == []


def test_a_file_beyond_the_limit_is_refused_and_nothing_of_it_stays(there: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(desk, "MOST", 10)
    answer = sent(there.token, [b"12345678", b"12345678"])
    assert (answer.status_code, there.arrivals, lying(there)) == (413, {}, [])


def test_a_browser_that_goes_away_leaves_nothing(there: Desk):
    sent(there.token, [b"12345678", None])
    assert (there.arrivals, lying(there)) == ({}, [])


def test_a_tab_that_is_closed_leaves_only_what_is_being_imported(there: Desk):
    sent(there.token, [b"x"])
    sent(there.token, [b"y"])
    begun, other = there.arrivals.values()
    begun.state, other.state = "importing", "ready"
    assert sent(there.token, [], "a.csv&leave").status_code == 204
    assert list(there.arrivals.values()) == [begun]
    assert len(lying(there)) == 1


def test_a_full_disk_is_told(there: Desk, monkeypatch: pytest.MonkeyPatch):
    def full(*_: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "open", full)
    answer = sent(there.token, [b"x"])
    assert (answer.status_code, there.arrivals) == (507, {})
    assert b"free some space" in bytes(answer.body)


def test_the_files_of_a_tab_go_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    there = Desk(tmp_path, LOCAL.name)
    there.arrive("a.csv").path.write_bytes(b"x")
    folder = tmp_path / "imported"
    assert len(list(folder.iterdir())) == 1
    del there
    assert list(folder.iterdir()) == []


def test_files_of_a_tab_that_was_not_heard_of_for_long_go_and_others_stay(
    there: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    sent(there.token, [b"x"], "lost.csv")
    monkeypatch.setattr(desk.time, "monotonic", lambda: there.heard + desk.PATIENCE + 1)
    other = Desk(tmp_path, LOCAL.name)
    sent(other.token, [b"x"], "new.csv")
    assert (len(there.arrivals), len(other.arrivals)) == (0, 1)
    other.clear()
