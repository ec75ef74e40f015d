"""A cold visit to any page: the browser is told where the server is before it asks beneath the page."""

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from pages.component_files import component_file
from pages.shell import NAMES, PAGES


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=[*PAGES, Route("/atlas/parts/{name}", component_file)]))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_names_its_server_before_any_script_of_streamlit(client: TestClient, name: str) -> None:
    page = client.get(f"/{name}").text
    own = page.index("/atlas/parts/server-")
    assert own < page.index("/static/js/")
    address = page[own:].split('"')[0]
    assert "BACKEND_BASE_URL" in client.get(address).text
