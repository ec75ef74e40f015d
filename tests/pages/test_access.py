"""Settings of access: who has which role, how they sign in; whatever would leave the atlas open does not start."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from incidents.curated import LOCAL
from pages import access
from pages.access import AccessRefused, read_access, refuse_beyond_loopback

ROOT = Path(__file__).parents[2]
SECRET = "s" * 32
PROXY = {"ATLAS_PROXY_HEADER": "X-Forwarded-User", "ATLAS_PROXY_ADDRESSES": "10.0.0.2", "FORWARDED_ALLOW_IPS": ""}
AUTH = {
    "redirect_uri": "https://atlas.example/oauth2callback",
    "cookie_secret": SECRET,
    "client_id": "atlas",
    "client_secret": "made up",
    "server_metadata_url": "https://login.example/.well-known/openid-configuration",
}


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "_importable", lambda: None)


def read(
    tmp_path: Path, environment: dict[str, str], text: str = "", auth: dict[str, Any] | None = None
) -> access.Access:
    file = tmp_path / "access.toml"
    if text:
        file.write_text(text, encoding="utf-8")
    return read_access(environment, file, auth)


def test_without_settings_there_is_one_local_user(tmp_path: Path):
    found = read(tmp_path, {})
    assert found.how == "local"
    assert found.actor("anybody") is LOCAL


def test_roles_come_from_the_file_and_the_environment_counts_more(tmp_path: Path):
    text = 'editors = ["sana@example.org"]\nreviewers = ["omar@example.org"]\n'
    found = read(tmp_path, {"ATLAS_EDITORS": "Zarina@example.org, ali@example.org"}, text, AUTH)
    roles = {name: found.actor(f"{name}@example.org").role for name in ("sana", "omar", "zarina", "ALI", "stranger")}
    assert roles == {"sana": "reader", "omar": "reviewer", "zarina": "editor", "ALI": "editor", "stranger": "reader"}


def test_strangers_can_be_turned_away(tmp_path: Path):
    found = read(tmp_path, {"ATLAS_DEFAULT_ROLE": "none", "ATLAS_READERS": "sana@example.org"}, auth=AUTH)
    assert found.actor("stranger@example.org") is None
    assert found.actor("sana@example.org").role == "reader"


@pytest.mark.parametrize(
    ("environment", "text", "auth", "words"),
    [
        ({"ATLAS_EDITORS": "a@b.example"}, "", None, "nothing says how they sign in"),
        ({"ATLAS_EDITORS": "a@b.example", "ATLAS_REVIEWERS": "A@b.example"}, "", AUTH, "keep one"),
        ({"ATLAS_DEFAULT_ROLE": "admin"}, "", AUTH, "default_role is 'admin'"),
        ({}, "editor = ['a@b.example']", AUTH, "unknown setting 'editor'"),
        ({}, "editors = 3", AUTH, "editors is not a list"),
        ({}, "editors = [", AUTH, "cannot be read"),
        (PROXY, "", AUTH, "keep one"),
        (PROXY | {"ATLAS_PROXY_HEADER": ""}, "", None, "not proxy_header"),
        (PROXY | {"ATLAS_PROXY_ADDRESSES": ""}, "", None, "not proxy_addresses"),
        (PROXY | {"ATLAS_PROXY_ADDRESSES": "the proxy"}, "", None, "which is no address"),
        (PROXY | {"ATLAS_PROXY_ADDRESSES": "127.0.0.1"}, "", None, "set proxy_secret too"),
        (PROXY | {"ATLAS_PROXY_ADDRESSES": "0.0.0.0/0"}, "", None, "set proxy_secret too"),
        (PROXY | {"ATLAS_PROXY_SECRET": "short"}, "", None, "shorter than 32"),
        (PROXY | {"FORWARDED_ALLOW_IPS": "*"}, "", None, "FORWARDED_ALLOW_IPS"),
        ({}, "", AUTH | {"cookie_secret": "guessable"}, "cookie_secret"),
        ({}, "", AUTH | {"redirect_uri": "http://atlas.example/oauth2callback"}, "has to be https"),
        ({}, "", AUTH | {"redirect_uri": "https://atlas.example/"}, "redirect_uri"),
        ({}, "", AUTH | {"client_secret": ""}, "client_secret of the provider"),
        ({}, "", {key: AUTH[key] for key in ("redirect_uri", "cookie_secret")}, "names no provider"),
    ],
)  # fmt: skip
def test_settings_that_leave_a_gap_are_refused_with_their_name(
    tmp_path: Path, environment: dict[str, str], text: str, auth: dict[str, Any] | None, words: str
):
    with pytest.raises(AccessRefused, match=words):
        read(tmp_path, environment, text, auth)


@pytest.mark.parametrize(
    ("address", "hosts", "words"),
    [
        ("0.0.0.0", [], "server.address"),
        (None, [], "every address"),
        ("atlas.example", [], "server.address"),
        ("127.0.0.1", ["atlas.example"], "ATLAS_HOSTS"),
        ("127.0.0.1", ["*"], "ATLAS_HOSTS"),
    ],
)
def test_beyond_loopback_somebody_has_to_sign_people_in(
    tmp_path: Path, address: str | None, hosts: list[str], words: str
):
    with pytest.raises(AccessRefused, match=words):
        refuse_beyond_loopback(read(tmp_path, {}), address, hosts)
    refuse_beyond_loopback(read(tmp_path, {}, auth=AUTH), address, hosts)
    refuse_beyond_loopback(read(tmp_path, PROXY), address, hosts)


def test_the_server_does_not_start_beyond_loopback(tmp_path: Path):
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port=0"]
    environment = {"ATLAS_HOME": str(tmp_path), "HOME": str(tmp_path), "PATH": ""}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "does not start: server.address is '0.0.0.0'" in done.stderr
    assert "ATLAS_PROXY_HEADER" in done.stderr and "Traceback" not in done.stderr
    assert done.stdout == ""  # no address is offered before
