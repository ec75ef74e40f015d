"""What must hold before anything runs: loopback, no statistics, one set of colours, documents that are up to date."""

import re
import tomllib
from pathlib import Path

import pytest

from maps import THEMES
from maps.credits import geodata_sources, licence_page

ROOT = Path(__file__).parents[1]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())


def test_the_server_listens_on_the_loopback_address_and_sends_no_statistics():
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["browser"]["gatherUsageStats"] is False


def test_nobody_waits_for_a_collection_of_garbage_after_anothers_change():
    assert CONFIG["runner"]["postScriptGC"] is False


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_streamlits_colours_are_those_of_the_theme(scheme: str):
    theme, colours = THEMES[scheme], CONFIG["theme"][scheme]
    assert colours["backgroundColor"] == theme.page
    assert colours["secondaryBackgroundColor"] == theme.paper
    assert colours["textColor"] == theme.text
    assert colours["primaryColor"] == colours["linkColor"] == theme.accent
    assert colours["borderColor"] == theme.line
    assert colours["sidebar"]["backgroundColor"] == theme.paper


def test_the_licence_page_is_the_one_that_the_sources_make():
    assert (ROOT / "docs" / "data-licences.md").read_text(encoding="utf-8") == licence_page()


def test_every_geodata_source_has_a_licence_that_the_page_explains():
    assert all(source.licence and source.attribution for source in geodata_sources())


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-bench.lock"])
def test_every_locked_package_has_a_hash_and_no_address(lock: str):
    text = (ROOT / lock).read_text()
    assert "://" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)


def test_every_dependency_is_explained():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = [
        re.split(r"[\[<>=]", line)[0] for line in [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    ]
    explained = (ROOT / "docs" / "dependencies.md").read_text()
    assert [name for name in names if name not in explained] == []
