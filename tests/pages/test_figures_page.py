"""The Figures page runs without a browser: where nothing is to be drawn it says why, and offers no files."""

from typing import Any

from streamlit.testing.v1 import AppTest

from tests.maps.figure_samples import NO_HOME


def _page() -> None:
    from pages.figures import page

    page()


def _sent(block: Any) -> list[str]:
    """All that a part of the page sends to the browser."""
    inside = getattr(block, "children", {}).values()
    return [part for each in inside for part in _sent(each)] if inside else [str(block.proto)]


def test_a_selection_without_incidents_has_a_message_and_no_files(monkeypatch):
    monkeypatch.setenv("ATLAS_HOME", NO_HOME)
    app = AppTest.from_function(_page, default_timeout=60)
    app.query_params["start"] = "2030-01-01"
    app.run()
    assert not app.exception
    told = "".join(_sent(app.main))
    assert "No figure: no incident matches the filter" in told
    assert "figure.zip" not in told
