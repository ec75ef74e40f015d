"""What the gazetteer's tests share: a data folder of their own, and the embedded gazetteer."""

from pathlib import Path

import pytest

from gazetteer import Gazetteer


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees the places that a person keeps on this machine."""
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def g(own_home: Path) -> Gazetteer:
    return Gazetteer.load()
