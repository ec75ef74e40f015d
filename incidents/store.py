"""The data folder: a person's own datasets, each in a folder of its own, written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import json
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gazetteer import home as data_folder
from incidents.dataset import Dataset, DatasetInfo, slug
from incidents.dataset_file import read_toml
from incidents.dataset_folder import ORIGINAL, REPORT, TOML, problems_in, read_folder, write_sheet_files
from incidents.errors import DatasetError, DatasetExists, StoreError, UnknownRecord, cannot_write
from incidents.importing import import_sheet
from incidents.locking import held, sweep
from incidents.placing import AREA
from incidents.problem import Problem

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from incidents.sandbox import Worker

_ADDING: Final = ".adding-"
_REMOVING: Final = ".removing-"


@dataclass(frozen=True)
class Added:
    """What adding a file came to.

    `report` is the report of a sheet as JSON-ready dict (empty for a TOML file), `already` whether the same file had
    been added before, in which case nothing was written; `notices` are the values of used rows that were kept as
    written because they could not be read.
    """

    dataset: DatasetInfo
    report: Mapping[str, Any]
    problems: tuple[Problem, ...]
    folder: Path
    already: bool = False
    notices: tuple[Problem, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the same as a JSON-ready dict."""
        return {
            "dataset": self.dataset.id,
            "title": self.dataset.title,
            "incidents": self.dataset.incidents,
            "already_there": self.already,
            "folder": str(self.folder),
            "problems": [problem.to_dict() for problem in self.problems],
            "notices": [notice.to_dict() for notice in self.notices],
            "report": dict(self.report),
        }


class Store:
    """The datasets in a data folder.

    Parameters
    ----------
    home : path, optional
        The data folder; by default ``ATLAS_HOME`` or the platform's.
    """

    def __init__(self, home: str | Path | None = None) -> None:
        self.folder = (Path(home) if home is not None else data_folder()) / "datasets"

    # Reading

    def read(self, gazetteer: Gazetteer, taken: Collection[str] = ()) -> Iterator[Dataset]:
        """Yield the datasets of the folder in the order of their names.

        Parameters
        ----------
        gazetteer : Gazetteer
            Where places are looked up.
        taken : collection of str
            Ids of datasets that are there already; another one with such an id is left out, as a problem.
        """
        ids = set(taken)
        for path in self._paths():
            dataset = read_folder(path, gazetteer)
            if dataset.id in ids:
                remedy = "give it another id: in the file under [dataset], or as the name of its folder"
                problem = Problem(path.name, "dataset", "id", dataset.id, "another dataset has this id", remedy)
                dataset = Dataset(slug(f"{dataset.id} {path.name}"), path.name, problems=(problem,), path=str(path))
            ids.add(dataset.id)
            yield dataset

    def report(self, name: str) -> dict[str, Any] | None:
        """Return the report of a sheet that was added, as `sheet_report.Report.to_dict`; None for no such sheet; raises `StoreError`."""
        path = self.folder / name / REPORT
        if slug(name) != name or not path.is_file():
            return None
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise StoreError(f"cannot read {str(path)!r}: add the sheet again") from error

    def _paths(self) -> list[Path]:
        """Return the folders and TOML files that hold a dataset each."""
        try:
            found = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        except OSError as error:
            raise StoreError(f"cannot read the data folder {str(self.folder)!r}: {error.strerror or error}") from error
        visible = (path for path in found if not path.name.startswith("."))
        return [path for path in visible if path.suffix == ".toml" or path.is_dir()]

    # Adding

    def add(
        self,
        file: str | Path,
        gazetteer: Gazetteer,
        name: str = "",
        within: str = AREA,
        taken: Collection[str] = (),
    ) -> Added:
        """Add a sheet (CSV) or a dataset file (TOML).

        Parameters
        ----------
        file : path
            The file.
        gazetteer : Gazetteer
            Where places are looked up.
        name : str, optional
            A name for a sheet, else its file's; a TOML file has its own.
        within : str, optional
            The area that decides between places of one name.
        taken : collection of str
            Ids of datasets outside the folder.

        Raises
        ------
        SheetError, DatasetError
            If the file as a whole cannot be read.
        DatasetExists
            If another dataset has the name.
        StoreError
            If the folder cannot be written.
        """
        path = Path(file)
        if path.suffix.lower() == ".toml":
            if name:
                raise DatasetError("a TOML dataset has its name inside: change its id or title under [dataset]")
            return self._add_toml(path, gazetteer, taken)
        return self.add_sheet(path, gazetteer, path.name, name, within, taken)

    def add_sheet(
        self,
        file: str | Path | bytes,
        gazetteer: Gazetteer,
        file_name: str,
        name: str = "",
        within: str = AREA,
        taken: Collection[str] = (),
    ) -> Added:
        """Add a sheet from a path or from its content; see `add`."""
        imported = import_sheet(file, gazetteer, file_name, within)
        if same := self._with_hash(imported.report.sha256):
            return self._found(same, gazetteer)
        dataset = self._free(slug(name) if name else imported.dataset.id, bool(name), taken)
        if dataset != imported.dataset.id:
            imported = import_sheet(imported.sheet.content, gazetteer, file_name, within, dataset)
        with self._writing(dataset) as folder:
            write_sheet_files(folder, imported, name)
        place = self.folder / dataset
        named, report = _named(imported.dataset, name, place), imported.report
        return Added(named.info(), report.to_dict(), report.rejected, place, notices=report.notices)

    def add_apart(
        self,
        file: Path,
        file_name: str,
        worker: Worker,
        *,
        name: str = "",
        taken: Collection[str] = (),
        progress: Callable[[str, int, int], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> tuple[str, bool]:
        """Add a sheet, read in a child process; return the dataset's id and whether the file had been added before.

        Raises
        ------
        Refused
            If the sheet cannot be read, no row of it can be used, or the import was cancelled.
        DatasetExists
            If another dataset has the name.
        StoreError
            If the folder cannot be written.
        """
        with file.open("rb") as opened:
            sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
        if same := self._with_hash(sha256):
            return same.stem if same.suffix == ".toml" else same.name, True
        made = slug(name or re.sub(r"\.(csv|tsv|txt)$", "", file_name, flags=re.IGNORECASE))
        dataset = self._free(made, bool(name), taken)
        with self._writing(dataset) as folder:
            job = {"do": "sheet", "file": str(file), "folder": str(folder), "name": file_name, "dataset": dataset}
            worker.run(job, file.stat().st_size, progress, cancel)
        return dataset, False

    def _add_toml(self, path: Path, gazetteer: Gazetteer, taken: Collection[str]) -> Added:
        dataset = read_toml(path, gazetteer)
        if not (dataset.incidents or dataset.campaigns or dataset.sources):
            why = "; ".join(str(problem) for problem in dataset.problems[:5]) or "it holds no record"
            raise DatasetError(f"nothing to add in {path.name!r}: {why}")
        content = path.read_bytes()
        if same := self._with_hash(hashlib.sha256(content).hexdigest()):
            return self._found(same, gazetteer)
        name = self._free(dataset.id, True, taken)
        with self._writing(name) as folder:
            (folder / TOML).write_bytes(content)
        return Added(read_toml(self.folder / name / TOML, gazetteer).info(), {}, dataset.problems, self.folder / name)

    def _found(self, folder: Path, gazetteer: Gazetteer) -> Added:
        dataset = read_folder(folder, gazetteer)
        report = folder / REPORT
        told = json.loads(report.read_text(encoding="utf-8")) if report.is_file() else {}
        notices = tuple(problems_in(told.get("notices", ())))
        return Added(dataset.info(), told, dataset.problems, folder, already=True, notices=notices)

    def _with_hash(self, sha256: str) -> Path | None:
        """Return the folder whose original file has this hash."""
        for path in self._paths():
            for original in (path / ORIGINAL, path / TOML):
                if original.is_file() and hashlib.sha256(original.read_bytes()).hexdigest() == sha256:
                    return path
        return None

    def _free(self, name: str, asked_for: bool, taken: Collection[str]) -> str:
        """Return the name, or with a number where another dataset has it and nobody asked for this one."""
        used = {*taken, *(path.stem if path.suffix == ".toml" else path.name for path in self._paths())}
        if name not in used:
            return name
        if asked_for:
            raise DatasetExists(f"another dataset has the name {name!r}: choose another, or remove that one first")
        return next(free for number in range(2, len(used) + 3) if (free := f"{name}-{number}") not in used)

    @contextmanager
    def _writing(self, name: str) -> Generator[Path]:
        """Give a folder to write into, which takes its name only once everything is in it."""
        try:
            sweep(self.folder, (_ADDING, _REMOVING))
            with held(_ADDING, self.folder) as temporary:
                yield temporary.path
                temporary.let_go()
                temporary.path.rename(self.folder / name)
        except (StoreError, DatasetError):
            raise
        except OSError as error:
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
                raise DatasetExists(f"another dataset got the name {name!r} meanwhile: choose another") from error
            raise cannot_write(self.folder, error) from error

    # Removing

    def remove(self, name: str) -> None:
        """Remove an added dataset with everything that was kept of it; raises `UnknownRecord`."""
        for path in self._paths():
            if name == (path.stem if path.suffix == ".toml" else path.name):
                _delete(path, self.folder)
                return
        raise UnknownRecord(f"no added dataset is called {name!r}; see: python -m incidents datasets")


def _delete(path: Path, folder: Path) -> None:
    try:
        if path.is_file() or path.is_symlink():
            path.unlink()
            return
        gone = Path(tempfile.mkdtemp(prefix=_REMOVING, dir=folder))
        path.rename(gone / path.name)
        shutil.rmtree(gone)
    except OSError as error:
        raise StoreError(f"cannot remove {str(path)!r}: {error.strerror or error}") from error


def _named(dataset: Dataset, name: str, folder: Path) -> Dataset:
    return replace(dataset, title=name or dataset.title, path=str(folder))
