"""Whoever has not shown who they are gets nothing from any route; a header or a cookie that anybody could write counts for nothing."""

import json
import re
from collections.abc import Iterable
from ipaddress import ip_network
from typing import Any
from unittest.mock import MagicMock

import pytest
from starlette.requests import Request
from starlette.routing import Route
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from incidents.arrival import Arrival
from incidents.curated import Actor, NotAllowed
from pages import admission, desk, visitor
from pages.access import Access, Proxy
from pages.admission import Admission
from pages.routes import ROUTES
from pages.security import MIDDLEWARE
from pages.shell import NAMES
from tests.awaiting import awaited
from tests.pages.asking import Behind, ask

KEY, ORIGIN = "k" * 40, "https://atlas.example"
OIDC = Access("oidc", {"sana@example.org": "editor"}, origin=ORIGIN, providers=("default",))
PROXY = Access("proxy", {"sana": "editor"}, proxy=Proxy("x-forwarded-user", (ip_network("10.0.0.2"),), "p" * 32))
PROOF = {"x-atlas-proxy-secret": "p" * 32, "x-forwarded-user": "sana"}
#: All that a sign-in page needs and nothing else; whoever adds a route decides here whether it may be open.
OPEN = {
    "/_stcore/health", "/_stcore/host-config", "/_stcore/stream", "/auth/login", "/auth/logout", "/oauth2callback",
    "/", "/atlas/fonts/x", "/atlas/parts/x",
}  # fmt: skip


@pytest.fixture(autouse=True)
def signing_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "get_cookie_secret", lambda: KEY)


def paths() -> Iterable[tuple[str, str]]:
    """Every route that the app has, ours and Streamlit's, as (kind, an address that leads to it)."""
    for route in [*ROUTES, *create_streamlit_routes(MagicMock())]:
        kind = "http" if isinstance(route, Route) or type(route).__name__ == "Mount" else "websocket"
        path = re.sub(r"{[^}]*:int}", "1", getattr(route, "path", ""))
        yield kind, re.sub(r"{[^}]*}", "x", path) or "/"


def cookie(key: str = KEY, **claims: Any) -> dict[str, str]:
    told = {"email": "sana@example.org", "origin": ORIGIN, "is_logged_in": True, "provider": "default"} | claims
    return {"cookie": f"_streamlit_user={create_signed_value(key, '_streamlit_user', json.dumps(told)).decode()}"}


def let_in(found: Access, path: str = "/atlas/export.csv", **how: Any) -> Actor | None:
    """The visitor that a request is answered for; None where it is refused."""
    behind = Behind()
    status, words = ask(Admission(behind, found), path, **how)
    if not behind.scopes:
        assert status in (401, 403) and "answered" not in words
        return None
    headers = [
        (name.decode(), value.decode()) for name, value in behind.scopes[0]["headers"] if name == b"x-atlas-visitor"
    ]
    assert len(headers) == 1
    return visitor._named(dict(headers))


def test_the_app_has_the_admission():
    assert [each.cls for each in MIDDLEWARE][-1] is Admission


def test_without_a_session_every_route_refuses_but_those_of_the_sign_in_page():
    answered = set()
    for kind, path in paths():
        behind = Behind()
        status, words = ask(Admission(behind, OIDC), path, kind=kind)
        if behind.scopes:
            answered.add(path)
        else:
            assert status in (401, 1008), path
            assert words.startswith("sign in first") or kind == "websocket"
    assert answered == OPEN | {f"/{name}" for name in NAMES}  # the empty shell that the sign-in page needs, too


def test_without_the_proxy_only_the_health_of_the_server_is_told():
    for peer, headers in (
        ("10.0.0.9", PROOF),
        ("10.0.0.2", {}),
        ("10.0.0.2", PROOF | {"x-atlas-proxy-secret": "guess"}),
    ):
        for kind, path in paths():
            behind = Behind()
            status, _ = ask(Admission(behind, PROXY), path, kind=kind, peer=peer, headers=headers)
            assert (status in (401, 1008)) == (path != "/_stcore/health"), (path, peer)


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_no_method_goes_around_it(method: str):
    assert let_in(OIDC, "/_stcore/upload_file/1/2", method=method) is None
    assert let_in(OIDC, "/atlas/export.csv", method=method) is None


@pytest.mark.parametrize(
    "path", ["/static/../atlas/export.csv", "//atlas/export.csv", "/atlas/parts/../export.csv", "/atlas/fonts/x/y", "/Atlas", "/media/x.png"]
)  # fmt: skip
def test_an_address_in_disguise_is_no_open_one(path: str):
    assert let_in(OIDC, path) is None


def test_a_session_is_let_in_with_the_role_of_its_address():
    assert let_in(OIDC, headers=cookie()) == Actor("sana@example.org", "editor")
    assert let_in(OIDC, headers=cookie(email="omar@example.org")) == Actor("omar@example.org", "reader")
    assert let_in(OIDC, "/_stcore/stream", kind="websocket", headers=cookie()) == Actor("sana@example.org", "editor")


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "_streamlit_user=x"},
        {"cookie": "_streamlit_user=" + json.dumps({"email": "sana@example.org", "is_logged_in": True})},
        cookie(key="another key that is as long as ours is"),
        cookie(origin="https://other.example"),
        cookie(is_logged_in=False),
        cookie(email="", sub=""),
        {name: value[:-3] + "AAA" for name, value in cookie().items()},
        {"cookie": "_streamlit_user=a; [[[;;;=;\x7f"},
    ],
    ids=["rubbish", "unsigned", "another key", "another site", "signed out", "nobody", "tampered", "unreadable"],
)  # fmt: skip
def test_a_cookie_that_is_no_session_is_none(headers: dict[str, str]):
    assert let_in(OIDC, headers=headers) is None


def test_an_address_that_the_provider_doubts_gives_no_role():
    assert let_in(OIDC, headers=cookie(email_verified=False, sub="17")) == Actor("17", "reader")


def test_a_forged_header_does_nothing():
    forged = PROOF | {"x-atlas-visitor": "reviewer eve", "x-forwarded-user": "sana"}
    assert let_in(OIDC, headers=forged) is None
    assert let_in(OIDC, headers=forged | cookie(email="omar@example.org")) == Actor("omar@example.org", "reader")
    assert let_in(PROXY, headers=forged, peer="127.0.0.1") is None
    only_ours = {"x-atlas-visitor": "reviewer eve", "x-forwarded-user": "sana"}
    local = let_in(Access(), headers=only_ours)
    assert local == Actor("local user", "reviewer")


def test_the_open_pages_do_not_pass_a_forged_visitor_on():
    behind = Behind()
    ask(Admission(behind, OIDC), "/_stcore/stream", kind="websocket", headers={"X-Atlas-Visitor": "reviewer eve"})
    assert b"x-atlas-visitor" not in dict(behind.scopes[0]["headers"])


def test_the_proxy_says_who_somebody_is():
    assert let_in(PROXY, headers=PROOF, peer="10.0.0.2") == Actor("sana", "editor")
    assert let_in(PROXY, headers=PROOF, peer="::ffff:10.0.0.2") == Actor("sana", "editor")
    assert let_in(
        PROXY, headers=PROOF | {"x-forwarded-user": "عمر".encode().decode("latin-1")}, peer="10.0.0.2"
    ) == Actor("عمر", "reader")


def test_two_names_from_the_proxy_are_none():
    behind = Behind()
    scope_headers = PROOF | {"X-Forwarded-USER ": "eve"}
    assert let_in(PROXY, headers=scope_headers, peer="10.0.0.2") == Actor("sana", "editor")
    twice = {"x-atlas-proxy-secret": "p" * 32, "x-forwarded-user": "sana", "X-Forwarded-User": "eve"}
    status, _ = ask(Admission(behind, PROXY), "/", headers=twice, peer="10.0.0.2")
    assert status == 401 and not behind.scopes


def test_the_local_user_is_at_this_computer_only():
    assert let_in(Access(), peer="127.0.0.1") == let_in(Access(), peer="::1") == Actor("local user", "reviewer")
    assert let_in(Access(), peer="192.168.1.7") is None
    assert let_in(Access(), headers={"X-Forwarded-For": "192.168.1.7"}) is None


def test_nobody_is_nobody(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(visitor, "access", lambda: OIDC)
    with pytest.raises(NotAllowed, match="nobody is signed in"):
        visitor.visitor_of(Request({"type": "http", "headers": []}))


@pytest.mark.parametrize(
    ("note", "status"), [("reader sana", 403), ("editor omar", 403), ("", 403), ("editor sana", 204)]
)
def test_only_an_editor_brings_files_and_only_to_their_own_page(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, note: str, status: int
):
    monkeypatch.setattr(Arrival, "look_at", lambda self: None)
    monkeypatch.setattr(visitor, "access", lambda: OIDC)
    there = desk.Desk(tmp_path, "sana")
    (route,) = [route for route in ROUTES if route.path == "/atlas/upload/{token}"]
    scope = {
        "type": "http", "method": "POST", "path": "/atlas/upload/x", "query_string": b"name=a.csv", "scheme": "http",
        "server": ("localhost", 80), "path_params": {"token": there.token},
        "headers": [(b"host", b"localhost"), (b"x-atlas-visitor", note.encode())],
    }  # fmt: skip

    async def receive() -> Any:
        return {"type": "http.request", "body": b"date,place\n", "more_body": False}

    answer = awaited(route.endpoint(Request(scope, receive)))
    assert (answer.status_code, len(there.arrivals)) == (status, 1 if status == 204 else 0)
    there.clear()
