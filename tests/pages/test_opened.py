"""The atlas that the pages share: old until the new one is read, and never old for good."""

import threading
from pathlib import Path

import pytest

from incidents import Atlas
from pages import opened


def test_the_page_that_meets_changed_data_first_is_drawn_again_once_they_are_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    (tmp_path / "datasets").mkdir()
    waits: list[object] = []
    read, open_atlas = threading.Event(), Atlas.open
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path))
    monkeypatch.setattr(opened, "_shared", None)
    monkeypatch.setattr(opened, "PATIENCE", 0.0)
    monkeypatch.setattr(opened, "_wait", waits.append)
    before = opened.opened()
    opened.renewing()
    assert waits == []

    def late(folder: Path, *, earlier: Atlas) -> Atlas:
        read.wait(30)
        return open_atlas(folder, earlier=earlier)

    monkeypatch.setattr(opened.Atlas, "open", late)
    (tmp_path / "datasets" / "more.toml").touch()
    opened.renewing()
    assert opened.opened() is before
    assert len(waits) == 1
    read.set()
    assert opened._shared is not None and opened._shared.opening is not None
    opened._shared.opening.join(30)
    opened.renewing()
    assert opened.opened() is not before
    assert len(waits) == 1
