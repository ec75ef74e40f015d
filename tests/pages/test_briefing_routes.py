"""What an address of a briefing shows, and what it refuses in words."""

from pathlib import Path

import pytest
from starlette.applications import Starlette

from pages.routes import ROUTES
from tests.pages.asking import ask


@pytest.fixture(autouse=True)
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize("part", ["kiosk", "news", "present"])
def test_a_briefing_that_is_filtered_in_its_address_is_refused_with_the_remedy(part: str):
    status, said = ask(Starlette(routes=ROUTES), f"/atlas/briefing/sample/{part}?places=town:pasni&cycle=4")
    assert status == 400
    assert "places = 'town:pasni': a briefing shows what its scenes select" in said
    assert "filter 'live' instead" in said
