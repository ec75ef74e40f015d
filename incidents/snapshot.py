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
import time
from collections.abc import Callable, Collection, Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from gazetteer import home as data_folder
from incidents.dataset import slug
from incidents.difference import Difference, compare
from incidents.errors import DatasetExists, StoreError, UnknownRecord
from incidents.importers import CLAIMS_FILE, INCIDENTS, MAPPING, REJECTED, REPORT, file_hash
from incidents.readers.errors import Cancelled
from incidents.readers.limits import check_size, unpacked_size
from incidents.readers.mapping import Mapping as ColumnMapping
from incidents.readers.report import ImportReport
from incidents.sandbox import Limits, Worker

MANIFEST: Final = "manifest.json"
_WRITING: Final = ".importing-"
_VERSION: Final = re.compile(r"v(\d+)")

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Manifest:
    """What a snapshot is and where it came from.

    Attributes
    ----------
    dataset, title, version : str and int
        The dataset's id and title, and which version of it this is, from 1.
    created : str
        When it was imported, UTC.
    file, sha256, size : str and int
        The file's name, hash and bytes.
    kind, importer : str
        What it was read as, and by what.
    licence, citation : str
        What has to go with the data.
    rows, taken, repeated, rejected, on_map : int
        What became of the file's rows.
    files : mapping of str to str
        The SHA-256 of each file of the snapshot.
    mapping : mapping
        How columns were read.
    difference : Difference or None
        How it differs from the version before.
    folder : str
        Where it lies.
    """

    dataset: str
    title: str
    version: int
    created: str
    file: str
    sha256: str
    size: int
    kind: str
    importer: str
    licence: str
    citation: str
    rows: int
    taken: int
    repeated: int
    rejected: int
    on_map: int
    files: Mapping[str, str] = field(default_factory=dict)
    mapping: Mapping[str, Any] = field(default_factory=dict)
    difference: Difference | None = None
    folder: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the manifest as a JSON-ready dict."""
        return asdict(self)

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Return the manifest in a folder; raises `StoreError`."""
        try:
            content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            known = {each.name for each in fields(cls)}
            parts: dict[str, Any] = {key: value for key, value in content.items() if key in known}
            found = parts.get("difference")
            parts["difference"] = Difference(**found) if found else None
            parts["folder"] = str(folder)
            return cls(**parts)
        except (OSError, ValueError, TypeError) as error:
            raise StoreError(f"cannot read {str(folder / MANIFEST)!r}: import the file again") from error


@dataclass(frozen=True)
class Imported:
    """What importing a file came to; `already` where the same file had been imported before."""

    manifest: Manifest
    report: ImportReport
    already: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the same as a JSON-ready dict."""
        return {
            "dataset": self.manifest.dataset,
            "version": self.manifest.version,
            "already_there": self.already,
            "folder": self.manifest.folder,
            "difference": asdict(self.manifest.difference) if self.manifest.difference else None,
            "report": self.report.to_dict(),
        }


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
        for path in _listed(self.folder / dataset):
            match = _VERSION.fullmatch(path.name)
            if match and (path / MANIFEST).is_file():
                with contextlib.suppress(StoreError):
                    found.append((int(match[1]), Manifest.read(path)))
        return tuple(manifest for _, manifest in sorted(found, key=lambda pair: pair[0]))

    def newest(self, dataset: str) -> Manifest:
        """Return the newest version of a dataset; raises `UnknownRecord`."""
        versions = self.versions(dataset) if slug(dataset) == dataset else ()
        if not versions:
            raise UnknownRecord(f"no imported dataset is called {dataset!r}; see: python -m incidents datasets")
        return versions[-1]

    def report(self, dataset: str) -> ImportReport:
        """Return the import report of a dataset's newest version; raises `UnknownRecord` or `StoreError`."""
        return _report_in(Path(self.newest(dataset).folder))

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

    # Importing

    def add(
        self,
        file: str | Path,
        *,
        name: str = "",
        dataset: str = "",
        kind: str = "",
        mapping: ColumnMapping | None = None,
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
            name.
        kind : str, optional
            acled, ucdp, gtd, atlas or table; else found out.
        mapping : Mapping, optional
            How columns are read; else proposed.
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
            If a dataset of another kind has the name.
        StoreError
            If the data folder cannot be written.
        """
        path = Path(file)
        size = check_size(path)
        name = name or path.name
        chosen = slug(dataset or re.sub(r"\.[A-Za-z0-9]{1,8}$", "", name))
        if chosen in taken:
            raise DatasetExists(f"another dataset has the name {chosen!r}: choose another with --dataset")
        sha256 = file_hash(path)
        if same := self._with_hash(sha256, chosen if dataset else "", kind, mapping):
            return Imported(same, _report_in(Path(same.folder)), already=True)
        self._sweep()
        job = {
            "file": str(path.resolve()),
            "name": name,
            "dataset": chosen,
            "kind": kind,
            "sha256": sha256,
            "mapping": _plain(mapping) if mapping else None,
        }
        with self._writing() as folder, contextlib.ExitStack() as stack:
            child = worker or stack.enter_context(Worker(limits, self.home))
            content = child.run({**job, "folder": str(folder)}, unpacked_size(path, size), progress, cancel)
            report = ImportReport.from_dict(content)
            if cancel is not None and cancel.is_set():
                raise Cancelled("cancelled: nothing was kept")
            return Imported(self._kept(folder, chosen, report), report)

    def _with_hash(self, sha256: str, dataset: str, kind: str, mapping: ColumnMapping | None) -> Manifest | None:
        """Return the snapshot that the same file made before, read the same way."""
        for name in [dataset] if dataset else self._names():
            for manifest in self.versions(name):
                alike = mapping is None or _same_mapping(manifest.mapping, mapping)
                if manifest.sha256 == sha256 and alike and kind in ("", manifest.kind):
                    return manifest
        return None

    def _kept(self, folder: Path, dataset: str, report: ImportReport) -> Manifest:
        """Give a finished folder its name: the next version of the dataset."""
        with self._locked():
            before = self.versions(dataset)
            numbers = [
                int(match[1]) for path in _listed(self.folder / dataset) if (match := _VERSION.fullmatch(path.name))
            ]
            version = max(numbers, default=0) + 1
            difference = compare(Path(before[-1].folder), folder, before[-1].version) if before else None
            manifest = _manifest(folder, dataset, version, report, difference)
            _write(folder / REPORT, report.to_dict())
            _write(folder / MANIFEST, {**manifest.to_dict(), "folder": ""})
            for path in folder.iterdir():
                _flush(path)
            _flush(folder)
            target = self.folder / dataset / f"v{version}"
            target.parent.mkdir(exist_ok=True)
            (folder / LOCK).unlink(missing_ok=True)
            folder.rename(target)
            _flush(target.parent)
            return replace(manifest, folder=str(target))

    @contextmanager
    def _writing(self) -> Generator[Path]:
        """Give a folder to write into; what is left of it afterwards is removed."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            temporary = Path(tempfile.mkdtemp(prefix=_WRITING, dir=self.folder))
            with _lock(temporary / LOCK):
                try:
                    yield temporary
                finally:
                    shutil.rmtree(temporary, ignore_errors=True)
        except (StoreError, ValueError):
            raise
        except OSError as error:
            raise StoreError(f"cannot write to {str(self.folder)!r}: {error.strerror or error}") from error

    @contextmanager
    def _locked(self) -> Generator[None]:
        """Let one import at a time take its name."""
        with _lock(self.folder / ".names.lock"):
            yield

    def _sweep(self) -> None:
        """Remove what imports that were killed have left."""
        for path in _listed(self.folder):
            if path.name.startswith((_WRITING, _REMOVING)) and _abandoned(path):
                shutil.rmtree(path, ignore_errors=True)

    # Removing

    def remove(self, dataset: str) -> None:
        """Remove a dataset with all its versions; raises `UnknownRecord` or `StoreError`."""
        if dataset not in self._names():
            raise UnknownRecord(f"no imported dataset is called {dataset!r}; see: python -m incidents datasets")
        try:
            with self._locked():
                gone = Path(tempfile.mkdtemp(prefix=_REMOVING, dir=self.folder))
                (self.folder / dataset).rename(gone / dataset)
            shutil.rmtree(gone)
        except OSError as error:
            raise StoreError(f"cannot remove {dataset!r}: {error.strerror or error}") from error


LOCK: Final = ".lock"
_REMOVING: Final = ".removing-"


def _plain(mapping: ColumnMapping) -> dict[str, Any]:
    return json.loads(json.dumps(mapping.to_dict()))


def _same_mapping(kept: Mapping[str, Any], asked: ColumnMapping) -> bool:
    """Return whether a snapshot was read as a mapping says."""
    wanted = _plain(asked)
    return all(kept.get(key) == value for key, value in wanted.items() if key not in ("notes", "kind"))


def _report_in(folder: Path) -> ImportReport:
    try:
        return ImportReport.from_dict(json.loads((folder / REPORT).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreError(f"cannot read {str(folder / REPORT)!r}: import the file again") from error


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        raise StoreError(f"cannot read {str(folder)!r}: {error.strerror or error}") from error


def _write(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def _flush(path: Path) -> None:
    """Let the disk have what was written, folders too where the system allows it."""
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _lock(path: Path) -> Generator[None]:
    """Hold a lock file; the system lets go of it when the process ends, however it does."""
    with path.open("w") as file:
        _acquire(file.fileno(), wait=True)
        yield


def _abandoned(folder: Path) -> bool:
    """Return whether nobody writes into a folder any more: its lock is free, or it has had none for an hour."""
    try:
        with (folder / LOCK).open("r+") as file:
            return _acquire(file.fileno(), wait=False)
    except FileNotFoundError:
        with contextlib.suppress(OSError):
            return time.time() - folder.stat().st_mtime > 3600
    except OSError:
        pass
    return False


def _acquire(handle: int, wait: bool) -> bool:
    """Lock an open file; False where another holds it. Systems without such locks go without."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


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
