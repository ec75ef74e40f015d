"""What is marked as sensitive is in nothing that a reader can get: no page, list, picture, export, briefing or search."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pyarrow.parquet
import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from briefing.exports import KINDS as BRIEFING_KINDS
from gazetteer import Gazetteer
from incidents import Atlas, Selection
from incidents.curated import Actor, Curated, Entry
from incidents.curated.entry import _FIXED
from incidents.curated.lines import record_lines
from incidents.export import KINDS
from pages import opened, visitor
from pages.access import Access
from pages.routes import ROUTES
from pages.shell import NAMES as PAGE_NAMES
from tests.awaiting import awaited
from tests.incidents.curated.made_up import REVIEWER, campaign, claim, incident, source

MARK = "zqxhidden"
LATITUDE, LONGITUDE = 25.287314, 63.448273
ACCEPTED = {"review": {"status": "accepted"}, "contributor": f"{MARK} contributor"}
SELECTION = "datasets=curated"
#: An address for each route that sends data of the atlas, with all that it can be asked for. A new route has to be added.
ASKED: dict[str, list[dict[str, str]]] = {
    "/atlas/map-marks": [{"?": f"selection={SELECTION}&within=60,24,71,33"}],
    "/atlas/map-list": [{"?": f"selection={SELECTION}&place=district:gwadar&level=district"}],
    "/atlas/map-cube": [{"?": f"selection={SELECTION}"}],
    "/atlas/download.{kind}": [{"kind": "html"}],
    "/atlas/figure.{ending}": [{"ending": "zip"}],
    "/atlas/export.{kind}": [{"kind": kind} for kind in KINDS],
    "/atlas/briefing/{id}/present": [{"id": "live"}],
    "/atlas/briefing/{id}/kiosk": [{"id": "live"}],
    "/atlas/briefing/{id}/news": [{"id": "live"}],
    "/atlas/briefing/{id}/file.{ending}": [{"id": "live", "ending": ending} for ending in BRIEFING_KINDS],
}
#: No record of the ledger goes this way: shells, fonts, scripts, what is sent, files of imports, a picture of pixels only; how far an
#: export is, and, by a token, the file that `Writing` made, which is asked for above.
WITHOUT_RECORDS = {
    "/atlas/map", "/atlas/fonts/{name}", "/atlas/parts/{name}", "/atlas/upload/{token}", "/atlas/figure-preview.png",
    "/atlas/imported/{dataset}/{version:int}/{name}", "/atlas/briefing/{id}",
    "/atlas/exporting.{kind}", "/atlas/exported/{token}",
    *(f"/{name}" for name in PAGE_NAMES),
}  # fmt: skip


def planted(entry: Entry, **values: Any) -> Entry:
    """An entry in which every field that can be marked is, with a word of its own in each that can hold one."""
    marks = [name for name in type(entry.record).model_fields if name not in (*_FIXED, "campaign", "scope", "value")]
    words = {name: f"{MARK} {entry.kind} {name}" for name in sorted(texts(entry).intersection(marks))}
    site = ("site",) if entry.kind == "incident" else ()
    return entry.edited(**words, **values).replace(sensitive=(*marks, *site), **ACCEPTED)


def texts(entry: Entry) -> set[str]:
    """The fields of a record that hold any words."""
    bound = {
        "standing",
        "qualifier",
        "counted",
        "event_type",
        "status",
        "claimant",
        "about",
        "derived_from",
        "id",
        "quantity",
    }
    return {name for name, field in type(entry.record).model_fields.items() if field.annotation is str} - bound


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sensitive")
    where = {
        "place_id": "town:pasni", "level": "town", "toponym": f"{MARK} toponym", "note": f"{MARK} where",
        "latitude": LATITUDE, "longitude": LONGITUDE, "radius_km": 0.7,
    }  # fmt: skip
    of_both = {
        "actors": [{"name": f"{MARK} actor", "role": "named"}],
        "targets": [{"kind": "police", "note": f"{MARK} target"}],
    }
    evidence = [{"source": "wire", "locator": f"{MARK} page", "quote": f"{MARK} quote"}]
    of_claims = {"claimant": f"named:{MARK}-claimant", "evidence": evidence, "scope": {"places": ["town:pasni"]}}
    with Curated.open(folder) as ledger:
        for entry, more in (
            (source(), {}),
            (campaign(), {**of_both, "places": ["town:pasni", "province:balochistan"], "context": [f"{MARK} context"]}),
            (
                incident(campaign="raids"),
                {**of_both, "where": where, "external_ids": [{"scheme": MARK, "id": f"{MARK}-9"}]},
            ),
            (claim("count", 41, about="blast"), of_claims),
            (claim("word", 7, about="raids"), of_claims),
        ):
            ledger.save(planted(entry, **more), REVIEWER)
    return folder


@pytest.fixture(autouse=True)
def a_reader(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_HOME", str(home))
    monkeypatch.setattr(visitor, "access", lambda: Access("oidc"))
    monkeypatch.setattr(visitor, "_named", lambda headers: Actor("reader@example.org", "reader"))


def everything(body: bytes, name: str = "") -> Iterator[tuple[str, bytes]]:
    """A file and all that is packed or compressed inside it, as bytes in which a word can be looked for."""
    yield name, body
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            for inner in packed.namelist():
                yield from everything(packed.read(inner), f"{name}/{inner}")
    if body[:4] == b"PAR1":
        yield f"{name} rows", repr(pyarrow.parquet.read_table(io.BytesIO(body)).to_pylist()).encode()


def secret_in(body: bytes) -> str | None:
    """The secret that stands in some bytes, if any."""
    small = body.lower()
    at = next((at for secret in (MARK.encode(), b"25.2873", b"63.4482") if (at := small.find(secret)) >= 0), None)
    return None if at is None else body[max(0, at - 40) : at + 40].decode("utf-8", "replace")


async def answer(path: str, about: dict[str, str]) -> bytes:
    """What a route sends, from the app's own table of routes."""
    about = dict(about)
    query = about.pop("?", SELECTION)
    for key, value in about.items():
        path = path.replace(f"{{{key}}}", value)
    got: list[bytes] = []
    status: list[int] = []

    async def send(message: Any) -> None:
        status.extend([message["status"]] if "status" in message else [])
        got.append(message.get("body", b""))

    async def receive() -> Any:
        await anyio.sleep_forever()

    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(b"host", b"localhost")], "scheme": "http", "server": ("localhost", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    await Starlette(routes=ROUTES)(scope, receive, send)
    assert status == [200], (path, status, b"".join(got)[:200])
    return b"".join(got)


def test_each_route_is_known_to_send_records_or_not():
    assert {route.path for route in ROUTES} == set(ASKED) | WITHOUT_RECORDS


@pytest.mark.parametrize("path", ASKED)
def test_no_route_sends_what_is_sensitive(path: str):
    for about in ASKED[path]:
        body = awaited(answer(path, about))
        assert len(body) > 20
        for name, inside in everything(body):
            found = secret_in(inside)
            assert found is None, (path, about, name)


def test_no_command_exports_what_is_sensitive(home: Path):
    with Curated.open(home) as ledger:
        whole = " ".join(entry.content() for entry in ledger.entries())
        shown = "\n".join(record_lines(ledger.shown(), Gazetteer.load()))
    assert whole.count(MARK) > 40  # they are there, and would be found
    found = secret_in(shown.encode())
    assert found is None


def test_the_exact_place_shows_nowhere(home: Path):
    atlas = Atlas.open(home)
    assert atlas.incident("curated.blast").where.place_id == "district:gwadar"
    assert [each.scope.places for each in atlas.claims_of("curated.blast")] == [("district:gwadar",)]
    assert [each.scope.places for each in atlas.claims_of("curated.raids")] == [("district:gwadar",)]
    assert atlas.campaign("curated.raids").places == ("district:gwadar", "province:balochistan")


@pytest.mark.parametrize("text", [MARK, f"{MARK} contributor", f"{MARK} toponym", "reader", "town:pasni"])
def test_searching_for_a_hidden_word_finds_nothing(text: str):
    found = opened.opened().incidents(Selection(datasets=("curated",), text=text))
    assert len(found) == 0


@pytest.mark.parametrize(
    "page", ["map", "timeline", "incidents", "figures", "briefings", "ledger", "add_data", "about"]
)
def test_no_page_shows_a_reader_what_is_sensitive(page: str):
    app = AppTest.from_function(_run, args=(page,), default_timeout=60)
    for key, value in {"datasets": "curated", "record": "curated.blast", "entry": "curated.blast"}.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    told = str([element.proto for element in [*app.main.children.values(), *app.sidebar.children.values()]])
    assert len(told) > 20
    found = secret_in(told.encode())
    assert found is None


def _run(name: str) -> None:
    from importlib import import_module

    import_module(f"pages.{name}").page()
