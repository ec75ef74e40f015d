"""Which datasets there are, each with its description and what is wrong in it; who only asks this loads no rows to count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from gazetteer import Gazetteer
from incidents.curated.published import with_curated
from incidents.dataset import Dataset, DatasetInfo
from incidents.dataset_file import read_toml
from incidents.errors import StoreError
from incidents.imported_rows import ImportedRows, newest
from incidents.problem import Problem
from incidents.snapshot import Snapshots
from incidents.store import Store
from incidents.unplaced import UNPLACED

EMBEDDED: Final = Path(__file__).with_name("data") / "balochistan-2026.toml"

R = TypeVar("R", bound=ImportedRows)


@dataclass(frozen=True)
class Catalogue:
    """The datasets, the embedded one first, and the problems in them, as `Atlas.datasets` and `Atlas.problems`."""

    datasets: tuple[DatasetInfo, ...]
    problems: tuple[Problem, ...]


def catalogue(home: str | Path | None = None) -> Catalogue:
    """Return which datasets there are; of imported ones only places and sources are looked at.

    Parameters
    ----------
    home : path, optional
        The data folder; by default ``ATLAS_HOME`` or the platform's.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as empty:
    ...     [each.id for each in catalogue(empty).datasets]
    ['balochistan-2026']
    """
    gazetteer = gazetteer_of(home)
    found, problems = gathered(
        home, gazetteer, lambda taken: newest(Snapshots(home), taken, lambda told: ImportedRows(told, gazetteer))
    )
    every = problems_in(gazetteer, (each for each in found if isinstance(each, Dataset)))
    return Catalogue(tuple(each.info() for each in found), (*problems, *every))


def own_ids(home: str | Path | None = None) -> set[str]:
    """Return the ids of all datasets but the imported ones."""
    found, _ = gathered(home, gazetteer_of(home), lambda _taken: ())
    return {each.id for each in found}


def gazetteer_of(home: str | Path | None) -> Gazetteer:
    """Return the gazetteer with the places that the data folder adds."""
    return Gazetteer.load(Path(home) / "gazetteer" if home is not None else None)


def gathered(
    home: str | Path | None, gazetteer: Gazetteer, imported: Callable[[set[str]], Iterable[R | Dataset]]
) -> tuple[list[R | Dataset], list[Problem]]:
    """Return the datasets, and why those of the data folder could not be read.

    `imported` gives the imported ones, told the ids that others have already.
    """
    embedded = read_toml(EMBEDDED, gazetteer)
    try:
        added: list[R | Dataset] = list(Store(home).read(gazetteer, taken={embedded.id}))
        added += imported({embedded.id, *(dataset.id for dataset in added)})
    except StoreError as error:
        remedy = "let the program read the folder, or set ATLAS_HOME to another"
        return [embedded], [Problem("data folder", "", "", "", str(error), remedy)]
    return with_curated([embedded, *added], with_outside(gazetteer, added), home), []


def with_outside(gazetteer: Gazetteer, datasets: Iterable[Dataset | ImportedRows]) -> Gazetteer:
    """Return the gazetteer with the areas outside it in which rows of imported datasets lie, and what stands for none."""
    made = (place for each in datasets if isinstance(each, ImportedRows) for place in each.outside)
    return gazetteer.also((UNPLACED, *made))


def problems_in(gazetteer: Gazetteer, datasets: Iterable[Dataset]) -> tuple[Problem, ...]:
    """Return what is wrong in the person's gazetteer files and in datasets."""
    of_places = (
        Problem(file.name, f"row {wrong.row}", wrong.column, wrong.value, "place not usable", wrong.remedy)
        for file, wrong in gazetteer.problems
    )
    return (*of_places, *(problem for dataset in datasets for problem in dataset.problems))
