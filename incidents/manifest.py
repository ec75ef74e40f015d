"""What an imported version is and where it came from: the manifest that lies in its folder."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from incidents.difference import Difference
from incidents.errors import StoreError
from incidents.importers import REPORT
from incidents.readers.report import ImportReport

MANIFEST: Final = "manifest.json"


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
    earlier : sequence of str
        The files to whose rows those of this one were added, each with its hash.
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
    earlier: Sequence[str] = ()
    folder: str = ""

    @property
    def made_of(self) -> str:
        """The files that it was made of, each with its hash, in the order in which they came."""
        return "; ".join([*self.earlier, f"{self.file}, sha256:{self.sha256[:16]}"])

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


def report_in(folder: Path) -> ImportReport:
    """Return the import report in a version's folder; raises `StoreError`."""
    try:
        return ImportReport.from_dict(json.loads((folder / REPORT).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreError(f"cannot read {str(folder / REPORT)!r}: import the file again") from error
