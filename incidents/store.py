"""The data folder: a person's own datasets, each in a folder of its own, written whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer import home as data_folder
from incidents.dataset import Dataset, read_toml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from gazetteer import Gazetteer


class Store:
    """The datasets in a data folder.

    Parameters
    ----------
    home : path, optional
        The data folder; by default ``ATLAS_HOME`` or the platform's.
    """

    def __init__(self, home: str | Path | None = None) -> None:
        self.folder = (Path(home) if home is not None else data_folder()) / "datasets"

    def read(self, gazetteer: Gazetteer, taken: Collection[str] = ()) -> Iterator[Dataset]:
        """Yield the datasets of the folder in the order of their names."""
        del taken
        if not self.folder.is_dir():
            return
        for path in sorted(self.folder.glob("*.toml")):
            yield read_toml(path, gazetteer)
