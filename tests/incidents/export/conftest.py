"""What the tests of exports share: a selection exported and read back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from incidents import Atlas, Selection
from incidents.export import KINDS, export
from tests.incidents.export.read_back import MADE, READERS, Read


@pytest.fixture
def taken(tmp_path: Path) -> Callable[..., Read]:
    """Export and read back."""

    def take(kind: str, atlas: Atlas, selection: Selection | None = None) -> Read:
        path = tmp_path / f"export{KINDS[kind].endings[0]}"
        export(atlas, selection or Selection(), path, MADE)
        return READERS[kind](path)

    return take
