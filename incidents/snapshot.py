"""Imported datasets in the data folder: immutable versions side by side, each whole or not there at all."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Collection, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from gazetteer import home as data_folder
from incidents.dataset import slug
from incidents.difference import Difference
from incidents.errors import DatasetExists, StoreError, UnknownRecord, cannot_write
from incidents.importers import CLAIMS_FILE, INCIDENTS, MAPPING, REJECTED, REPORT, file_hash
from incidents.likeness import shares_nothing
from incidents.locking import Held, held, locked, sweep
from incidents.manifest import MANIFEST, Imported, Manifest, report_in
from incidents.readers.errors import Cancelled, Refused
from incidents.readers.limits import check_size, unpacked_size
from incidents.readers.mapping import Mapping as ColumnMapping
from incidents.readers.report import ImportReport
from incidents.readers.yearless import year_in
from incidents.sandbox import Limits, Worker
from incidents.wording import counted

__all__ = ["MANIFEST", "UPLOADING", "Imported", "Manifest", "Snapshots"]

UPLOADING: Final = ".upload-"
_WRITING: Final = ".importing-"
_REMOVING: Final = ".removing-"
_VERSION: Final = re.compile(r"v(\d+)")

Progress = Callable[[str, int, int], None]


class Snapshots:
    """The imported datasets of a data folder.

    Parameters
    ----------
    home : path, optional
        The data folder; by default ``ATLAS_HOME`` or the platform's.
    """

    def __init__(self, home: str | Path | None = None) -> None:
        self.home = Path(home) if home is not None else data_folder()
        self.folder = self.home / "imported"

    # Reading

    def datasets(self) -> tuple[Manifest, ...]:
        """Return the newest version of each dataset, in the order of their names; unreadable ones are left out."""
        return tuple(versions[-1] for name in self._names() if (versions := self.versions(name)))

    def versions(self, dataset: str) -> tuple[Manifest, ...]:
        """Return the versions of a dataset, oldest first; none for a dataset that is not there."""
        found: list[tuple[int, Manifest]] = []
        for number, path in self._numbered(dataset):
            if (path / MANIFEST).is_file():
                with contextlib.suppress(StoreError):
                    found.append((number, Manifest.read(path)))
        return tuple(manifest for _, manifest in sorted(found, key=lambda pair: pair[0]))

    def newest(self, dataset: str) -> Manifest:
        """Return the newest version of a dataset, the one that is shown; raises `UnknownRecord`."""
        return self.version(dataset)

    def version(self, dataset: str, number: int | None = None) -> Manifest:
        """Return a version of a dataset, the newest by default; raises `UnknownRecord`."""
        versions = self.versions(dataset) if slug(dataset) == dataset else ()
        if not versions:
            raise UnknownRecord(f"no imported dataset is called {dataset!r}; see: python -m incidents datasets")
        found = [each for each in versions if number in (None, each.version)]
        if not found:
            there = ", ".join(str(each.version) for each in versions)
            raise UnknownRecord(f"{dataset!r} has no version {number}; it has: {there}")
        return found[-1]

    def report(self, dataset: str, number: int | None = None) -> ImportReport:
        """Return the import report of a dataset's version, the newest by default; raises `UnknownRecord` or `StoreError`."""
        return report_in(Path(self.version(dataset, number).folder))

    def mapping(self, dataset: str) -> ColumnMapping:
        """Return the mapping by which a dataset was read; raises `UnknownRecord`."""
        known = ColumnMapping.__dataclass_fields__
        content = self.newest(dataset).mapping
        return ColumnMapping.from_dict({key: value for key, value in content.items() if key in known})

    def rejected(self, dataset: str) -> Path:
        """Return the CSV file of the rows that were rejected; raises `UnknownRecord`."""
        return Path(self.newest(dataset).folder) / REJECTED

    def _names(self) -> list[str]:
        return [path.name for path in _listed(self.folder) if path.is_dir() and not path.name.startswith(".")]

    def _numbered(self, dataset: str) -> list[tuple[int, Path]]:
        listed = _listed(self.folder / dataset)
        return [(int(match[1]), path) for path in listed if (match := _VERSION.fullmatch(path.name))]

    # Importing

    def add(
        self,
        file: str | Path,
        *,
        name: str = "",
        dataset: str = "",
        kind: str = "",
        mapping: ColumnMapping | None = None,
        append: bool = False,
        taken: Collection[str] = (),
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
        worker: Worker | None = None,
        limits: Limits | None = None,
    ) -> Imported:
        """Import a file, in a child process.

        Parameters
        ----------
        file : path
            The file.
        name : str, optional
            Its name, where it is not that of the path (an upload).
        dataset : str, optional
            The dataset's name. Where it is there already, this becomes its next version; by default made of the file's
            name, and then refused where that dataset has none of the file's incidents.
        kind : str, optional
            acled, ucdp, gtd, atlas or table; else found out.
        mapping : Mapping, optional
            How columns are read; else proposed.
        append : bool, optional
            Whether the rows are added to those of the dataset's newest version, such as rejected rows that were mended.
        taken : collection of str
            Ids of datasets of other kinds.
        progress : callable, optional
            Told (stage, done, whole).
        cancel : threading.Event, optional
            Set it from another thread to stop.
        worker : Worker, optional
            A child process to use again.
        limits : Limits, optional
            What the import may take.

        Raises
        ------
        Refused
            If the file cannot be imported, took too much, or the import was cancelled. Nothing is kept of it.
        DatasetExists
            If a dataset of another kind has the name, or one of other incidents and columns that was not asked for.
        UnknownRecord
            If rows are to be added to a dataset that is not there.
        StoreError
            If the data folder cannot be written.
        """
        path = Path(file)
        size = check_size(path)
        name = name or path.name
        chosen = slug(dataset or re.sub(r"\.[A-Za-z0-9]{1,8}$", "", name))
        if chosen in taken:
            raise DatasetExists(f"another dataset has the name {chosen!r}: choose another with --dataset")
        usual = year = ""
        if append:
            before = self.newest(chosen)
            own = self._mapping_of(chosen, kind)
            year = (own.year if own else "") or year_in(before.file)
            mapping = mapping or (replace(own, year="") if own else None)
            usual = _order_in(before.mapping)
        with contextlib.ExitStack() as stack:
            child = worker or stack.enter_context(Worker(limits, self.home))
            child.start()  # it gets ready while the file is hashed
            sha256 = file_hash(path)
            if same := self._with_hash(sha256, chosen if dataset else "", kind, mapping):
                return Imported(same, report_in(Path(same.folder)), already=True)
            job = {
                "file": str(path.resolve()),
                "name": name,
                "dataset": chosen,
                "kind": kind,
                "sha256": sha256,
                "mapping": _plain(mapping) if mapping else None,
                "usual_order": usual,
                "usual_year": year,
            }
            with self._writing() as folder, stack.pop_all():  # the child ends before its folder goes
                content = child.run({**job, "folder": str(folder.path)}, unpacked_size(path, size), progress, cancel)
                report = ImportReport.from_dict(content)
                if worker is None and not self.versions(chosen):  # else it compares what it made with what was there
                    child.dismiss()
                if cancel is not None and cancel.is_set():
                    raise Cancelled("cancelled: nothing was kept")
                with locked(self.folder / ".names.lock"):
                    if same := self._with_hash(sha256, chosen if dataset else "", kind, mapping):  # made meanwhile
                        return Imported(same, report_in(Path(same.folder)), already=True)
                    return self._kept(folder, chosen, report, child, path if append else None, asked=bool(dataset))

    def with_content(self, file: Path, kind: str = "", mapping: ColumnMapping | None = None) -> Manifest | None:
        """Return the version that a file of the same content made, read the same way; None for a file that is new."""
        return self._with_hash(file_hash(file), "", kind, mapping)

    def _mapping_of(self, dataset: str, kind: str) -> ColumnMapping | None:
        """Return how a dataset's own table was read, for more rows of it; None for a known kind."""
        before = self.newest(dataset)
        return self.mapping(dataset) if before.kind == "table" and kind in ("", "table") else None

    def _with_hash(self, sha256: str, dataset: str, kind: str, mapping: ColumnMapping | None) -> Manifest | None:
        """Return the snapshot that the same file made before, read the same way."""
        for name in [dataset] if dataset else self._names():
            for manifest in self.versions(name):
                alike = mapping is None or _same_mapping(manifest.mapping, mapping)
                if manifest.sha256 == sha256 and alike and kind in ("", manifest.kind):
                    return manifest
        return None

    def _kept(
        self, folder: Held, dataset: str, report: ImportReport, child: Worker, appended: Path | None, *, asked: bool
    ) -> Imported:
        """Give a finished folder its name: the next version of the dataset; the caller has the lock of names."""
        made = folder.path
        before = self.versions(dataset)
        version = max((number for number, _ in self._numbered(dataset)), default=0) + 1
        if appended is not None and before:
            job = {"do": "append", "file": str(appended), "old": before[-1].folder, "folder": str(made)}
            report = ImportReport.from_dict(child.run({**job, "version": version}, report.size))
        difference = _difference(child, before[-1], made) if before else None
        if not asked and difference and shares_nothing(made, before[-1], difference):
            raise DatasetExists(_not_meant(before[-1], report))
        with ThreadPoolExecutor(1) as beside:
            beside.submit(_flush_all, made)  # while it is hashed
            manifest = _manifest(made, dataset, version, report, difference)
            if appended is not None and before:
                old = before[-1]
                manifest = replace(manifest, earlier=(*old.earlier, old.made_of.rpartition("; ")[2]))
        _write(made / REPORT, report.to_dict())
        _write(made / MANIFEST, {**manifest.to_dict(), "folder": ""})
        _flush_all(made)
        _flush(made)
        target = self.folder / dataset / f"v{version}"
        target.parent.mkdir(exist_ok=True)
        folder.let_go()
        made.rename(target)
        _flush(target.parent)
        return Imported(replace(manifest, folder=str(target)), report)

    @contextmanager
    def _writing(self) -> Generator[Held]:
        """Give a folder to write into; what is left of it, and of imports that were killed, is removed."""
        try:
            self.sweep()
            with held(_WRITING, self.folder) as folder:
                yield folder
        except (StoreError, ValueError):
            raise
        except OSError as error:
            raise cannot_write(self.folder, error) from error

    # Removing

    def sweep(self) -> None:
        """Remove what imports and uploads of processes that are gone have left."""
        sweep(self.folder, (_WRITING, _REMOVING, UPLOADING))

    def remove(self, dataset: str, version: int | None = None) -> None:
        """Remove a dataset with all its versions, or one version of it; raises `UnknownRecord` or `StoreError`."""
        if dataset not in self._names():
            raise UnknownRecord(f"no imported dataset is called {dataset!r}; see: python -m incidents datasets")
        if version is not None and [each.version for each in self.versions(dataset)] != [version]:
            path = Path(self.version(dataset, version).folder)
        else:
            path = self.folder / dataset
        try:
            with locked(self.folder / ".names.lock"):
                gone = Path(tempfile.mkdtemp(prefix=_REMOVING, dir=self.folder))
                path.rename(gone / path.name)
            shutil.rmtree(gone)
        except OSError as error:
            raise StoreError(f"cannot remove {dataset!r}: {error.strerror or error}") from error


def _not_meant(before: Manifest, report: ImportReport) -> str:
    name = before.dataset
    return (
        f"{report.file!r} is hardly a version of {name!r}: it has none of its {counted(before.taken, 'incident')}. "
        f"Nothing was kept. Import it with --append --dataset {name} to add its rows to that dataset, with --dataset and "
        f"another name to keep it apart, or with --dataset {name} to make it version {before.version + 1} of that one all the same"
    )


def _difference(child: Worker, before: Manifest, made: Path) -> Difference | None:
    """Return how a version differs from the one before; None where comparing takes more than an import may have."""
    job = {"do": "compare", "old": before.folder, "folder": str(made), "version": before.version}
    try:
        return Difference(**child.run(job, before.size))
    except Refused:
        return None


def _plain(mapping: ColumnMapping) -> dict[str, Any]:
    return json.loads(json.dumps(mapping.to_dict()))


def _same_mapping(kept: Mapping[str, Any], asked: ColumnMapping) -> bool:
    """Return whether a snapshot was read as a mapping says."""
    wanted = _plain(asked)
    if wanted["date_order"]:  # the mapping that an import writes has the order that the file showed
        kept = {**kept, "date_order": _order_in(kept)}
    if not asked.complete:  # the others were proposed
        stated = {name: column for name, column in asked.columns.items() if column}
        alike = stated.items() <= kept.get("columns", {}).items()
        alike = alike and all(each in kept.get("counts", ()) for each in wanted["counts"])
        wanted = {
            name: wanted[name]
            for name in ("date_order", "encoding", "within", "year", "claimant", "title", "licence", "citation")
        }
        return alike and all(kept.get(name, "") == value for name, value in wanted.items())
    of_old = {"decimal": "", "encoding": "", "year": ""}  # what mappings of earlier versions of the atlas do not hold
    there = {**of_old, **kept}
    return all(there.get(key) == value for key, value in wanted.items() if key not in ("notes", "kind", "complete"))


def _order_in(mapping: Mapping[str, Any]) -> str:
    """Return the order of day and month by which a version was read, stated or found; empty for none."""
    return str(mapping.get("date_order_found") or mapping.get("date_order") or "")


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        raise StoreError(f"cannot read {str(folder)!r}: {error.strerror or error}") from error


def _write(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def _flush_all(folder: Path) -> None:
    for path in folder.iterdir():
        _flush(path)


def _flush(path: Path) -> None:
    """Let the disk have what was written, folders too where the system allows it."""
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _manifest(
    folder: Path, dataset: str, version: int, report: ImportReport, difference: Difference | None
) -> Manifest:
    files = {name: file_hash(folder / name) for name in (INCIDENTS, CLAIMS_FILE, REJECTED, MAPPING)}
    return Manifest(
        dataset=dataset,
        title=report.title,
        version=version,
        created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        file=report.file,
        sha256=report.sha256,
        size=report.size,
        kind=report.kind,
        importer=report.importer,
        licence=report.licence,
        citation=report.citation,
        rows=report.rows,
        taken=report.taken,
        repeated=report.repeated,
        rejected=report.rejected,
        on_map=report.on_map,
        files=files,
        mapping=dict(report.mapping),
        difference=difference,
    )
