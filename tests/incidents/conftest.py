"""What the tests of the incidents share: an empty data folder, the gazetteer, the atlas of the embedded dataset."""

from pathlib import Path

import pytest
from hypothesis import settings

from gazetteer import Gazetteer
from incidents import Atlas

settings.register_profile("incidents", deadline=None)
settings.load_profile("incidents")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, so that no test sees or touches a person's own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("ATLAS_HOME", str(folder))
    return folder


@pytest.fixture
def gazetteer(home: Path) -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="session")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    """The atlas of the embedded dataset alone, opened once: nothing changes it."""
    return Atlas.open(tmp_path_factory.mktemp("empty"))
