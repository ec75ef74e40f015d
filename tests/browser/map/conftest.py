"""What the browser tests of the map document share."""

from typing import Any

import pytest
from playwright.sync_api import Page

from gazetteer import Gazetteer
from incidents import Atlas, Selection
from incidents.atlas import EMBEDDED
from incidents.dataset_file import read_toml
from maps import payload
from tests.browser.map.held import Held


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    return Atlas.of([read_toml(EMBEDDED, Gazetteer.load())])


@pytest.fixture(scope="session")
def nine(atlas: Atlas) -> dict[str, Any]:
    return payload(atlas, Selection())


@pytest.fixture
def held(page: Page, refused: list[str]) -> Held:
    page.set_viewport_size({"width": 1100, "height": 700})
    return Held(page)


@pytest.fixture
def clean(held: Held, refused: list[str]):
    """Afterwards: nothing was asked for from outside, and nothing went wrong in the console."""
    yield held
    assert refused == []
    assert held.errors == []
