"""The pages run without a browser: each shows its words and no exception, whatever the link says."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import incidents  # noqa: F401 (app.py has it, too, before Streamlit puts the folder of the pages in front of it)
from tests.hostile import hostile_texts

FRAME = Path(__file__).parents[2] / "pages" / "__init__.py"


@pytest.fixture(autouse=True)
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "home"))


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(FRAME), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def test_the_frame_shows_the_navigation_and_no_exception():
    app = opened()
    assert not app.exception
    assert "Incident Atlas" in app.sidebar.get("html")[0].proto.body


@pytest.mark.parametrize("text", hostile_texts(38))
def test_a_hostile_link_never_raises(text: str):
    app = opened(text=text[:900], places=text, start=text, bounds=text, view=text, rule=text, record=text, colour=text)
    assert not app.exception
