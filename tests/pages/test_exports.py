"""The links of the Incidents page, and what the server answers to each: the file of exactly that selection."""

import datetime as dt
import json
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import anyio
import pytest
from starlette.applications import Starlette
from starlette.types import Message

from incidents import Atlas, Selection
from incidents.errors import ExportError
from incidents.export import KINDS, workbook
from pages import export_routes, exports, routes


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    content: bytes


def get(kind: str, query: str = "", *, gone: bool = False) -> Answer:
    """Ask for a file as a browser would, without a network; `gone`: one that went away at once."""
    return fetch(f"/atlas/export.{kind}", query, gone=gone)


def fetch(path: str, query: str = "", *, gone: bool = False) -> Answer:
    sent: list[Message] = []
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [],
        "server": ("localhost", 80),
    }

    async def receive() -> Message:
        if gone:
            return {"type": "http.disconnect"}
        await anyio.sleep_forever()
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    async def ask() -> None:
        export_routes._limited.cache_clear()
        await Starlette(routes=routes.ROUTES)(scope, receive, send)

    with ThreadPoolExecutor(1) as thread:  # a browser test may have left a running loop in this one
        thread.submit(anyio.run, ask).result()
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:]))


@pytest.fixture(autouse=True)
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("incidents.export.writing.today", lambda: dt.date(2026, 3, 5))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_sent_as_a_file_to_keep(kind: str) -> None:
    answer = get(kind, "places=town:pasni")
    assert answer.status == 200
    assert answer.headers["content-type"].partition(";")[0] == KINDS[kind].media_type
    name = f"incident-atlas-coordinated-attack-in-pasni-29-30-january-2026-2026-03-05{KINDS[kind].endings[0]}"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert int(answer.headers["content-length"]) == len(answer.content) > 1000
    assert answer.headers["content-security-policy"].startswith("sandbox")


def test_the_file_holds_the_selection_of_the_address_and_no_key_of_the_page() -> None:
    query = "places=town:pasni&view=7/28/65&record=balochistan-2026.pasni&theme=dark&rule=highest"
    found = json.loads(get("geojson", query).content)
    assert [feature["id"] for feature in found["features"]] == ["balochistan-2026.pasni"]
    assert found["about"]["query"] == "places=town%3Apasni&rule=highest"
    assert found["about"]["not_followed"] == []


def test_nothing_of_a_file_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    names = zipfile.ZipFile(BytesIO(get("csv").content)).namelist()
    assert "incidents.csv" in names
    assert list(temporary.iterdir()) == []


def test_another_kind_is_not_found_and_the_known_ones_are_named() -> None:
    answer = get("exe")
    assert answer.status == 404
    assert "csv, xlsx, geojson, parquet, gpkg, kml" in answer.content.decode()


def test_what_does_not_fit_is_told_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 8)
    answer = get("xlsx")
    assert answer.status == 400
    assert "9 incidents do not fit in a sheet" in answer.content.decode()


def test_the_links_carry_the_selection_and_its_count(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Any] = []
    monkeypatch.setattr(exports, "_box", lambda *, data, key: drawn.append(data))
    atlas, selection = Atlas.open(), Selection(places=("town:pasni",), text="a&b")
    exports.export_links(selection, atlas.summary(selection))
    said, *links = drawn[0]["line"][3:]
    assert said[3].startswith("0 incidents with every claim")
    assert [link[1]["href"] for link in links] == [
        f"./atlas/export.{kind}?places=town%3Apasni&text=a%26b" for kind in KINDS
    ]
    assert [link[3] for link in links] == [KINDS[kind].label for kind in KINDS]


def test_a_large_selection_is_written_by_a_process_of_its_own_and_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    here = json.loads(get("geojson", "places=district:gwadar").content)
    monkeypatch.setattr(exports, "APART", 0)
    monkeypatch.setattr(exports, "export", lambda *_: pytest.fail("written by the server itself"))
    apart = get("geojson", "places=district:gwadar&later=1")
    assert json.loads(apart.content)["features"] == here["features"]


def test_what_a_process_of_its_own_cannot_write_is_refused_in_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    failing = "import sys; sys.exit('a warning\\nerror: 9 incidents do not fit in a sheet')"
    monkeypatch.setattr(exports, "APART", 0)
    monkeypatch.setattr(exports, "_command", lambda *_: [sys.executable, "-c", failing])
    answer = get("xlsx")
    assert (answer.status, answer.content.decode()) == (
        400,
        "the selection cannot be exported: 9 incidents do not fit in a sheet",
    )


def test_a_process_that_says_much_is_not_held_up(monkeypatch: pytest.MonkeyPatch) -> None:
    chatty = "import sys; sys.stderr.write('a warning\\n' * 100_000); sys.exit('error: no room')"
    monkeypatch.setattr(exports, "APART", 0)
    monkeypatch.setattr(exports, "_command", lambda *_: [sys.executable, "-c", chatty])
    writing = exports.Writing("csv", "")
    assert writing._child is not None
    writing._child.wait(30)
    with pytest.raises(ExportError, match=r"^no room$"):
        writing.download()
    writing.stop()


def test_the_process_ends_when_nobody_waits_for_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary, children = tmp_path / "temporary", list[subprocess.Popen[str]]()
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setattr(exports, "APART", 0)
    monkeypatch.setattr(exports, "_command", lambda *_: [sys.executable, "-c", "import time; time.sleep(600)"])
    started = subprocess.Popen

    def start(*given: Any, **how: Any) -> subprocess.Popen[str]:
        children.append(started(*given, **how))
        return children[-1]

    monkeypatch.setattr("pages.exports.subprocess.Popen", start)
    assert get("csv", gone=True).status == 499
    assert [child.poll() is not None for child in children] == [True]
    assert list(temporary.iterdir()) == []


def test_how_far_a_file_is_is_told_until_it_can_be_fetched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[Answer] = []
    monkeypatch.setattr(exports, "APART", 0)

    async def fetch_it(_seconds: float) -> None:
        for token in list(export_routes._ready):
            fetched.append(await anyio.to_thread.run_sync(fetch, f"/atlas/exported/{token}"))
            fetched.append(await anyio.to_thread.run_sync(fetch, f"/atlas/exported/{token}"))
        await anyio.sleep(0.01)

    monkeypatch.setattr(export_routes, "sleep", fetch_it)
    *going, last = [
        json.loads(line) for line in fetch("/atlas/exporting.geojson", "places=town:pasni").content.splitlines()
    ]
    assert going
    assert all(each.keys() == {"seconds", "bytes"} for each in going)
    assert [each.status for each in fetched] == [200, 404]
    assert len(fetched[0].content) == last["bytes"] > 1000
    assert last["file"].startswith("./atlas/exported/")


def test_a_refusal_is_told_in_words_where_it_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 8)
    (told,) = [json.loads(line) for line in fetch("/atlas/exporting.xlsx").content.splitlines()]
    assert "9 incidents do not fit in a sheet" in told["refused"]


def test_who_stops_listening_stops_the_writing_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary, children = tmp_path / "temporary", list[subprocess.Popen[str]]()
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setattr(exports, "APART", 0)
    monkeypatch.setattr(exports, "_command", lambda *_: [sys.executable, "-c", "import time; time.sleep(600)"])
    started = subprocess.Popen
    monkeypatch.setattr(
        "pages.exports.subprocess.Popen", lambda *a, **k: children.append(started(*a, **k)) or children[-1]
    )

    async def listen_for_a_while() -> None:
        export_routes._limited.cache_clear()
        told = export_routes._told("csv", "")
        assert "seconds" in await anext(told)
        await told.aclose()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(anyio.run, listen_for_a_while).result()
    assert [child.poll() is not None for child in children] == [True]
    assert list(temporary.iterdir()) == []
