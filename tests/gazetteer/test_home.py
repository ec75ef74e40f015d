"""Where a person's own data lies."""

from pathlib import Path

import pytest

from gazetteer import home


def test_the_variable_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path))
    assert home() == tmp_path


@pytest.mark.parametrize("value", ["", "   "])
def test_without_it_the_platform_decides(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ATLAS_HOME", value)
    assert home().name == "incident-atlas"


def test_the_tilde_is_the_persons_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_HOME", "~/atlas")
    assert home() == Path.home() / "atlas"
