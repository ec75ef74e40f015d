"""What the child process can be asked to do with a file: look at it, import it, add its rows to others, compare."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from gazetteer import Gazetteer
from incidents.appending import append
from incidents.difference import compare
from incidents.importers import import_file
from incidents.readers.mapping import Mapping as ColumnMapping
from incidents.sandbox import peak_mb

Job = Mapping[str, Any]
Tell = Callable[[str, int, int], None]


def get_ready() -> None:
    """Load what nearly every job needs; what is wrong with it is told by the job."""
    with contextlib.suppress(Exception):
        Gazetteer.load()


def _mapping(job: Job) -> ColumnMapping | None:
    return ColumnMapping.from_dict(job["mapping"]) if job.get("mapping") else None


def _import(job: Job, tell: Tell) -> dict[str, Any]:
    report = import_file(
        Path(job["file"]),
        Path(job["folder"]),
        Gazetteer.load(),
        name=job.get("name", ""),
        dataset=job.get("dataset", ""),
        kind=job.get("kind", ""),
        mapping=_mapping(job),
        sha256=job.get("sha256", ""),
        usual_order=job.get("usual_order", ""),
        usual_year=job.get("usual_year", ""),
        progress=tell,
    )
    return {**report.to_dict(), "peak_mb": round(peak_mb(), 1)}


def _look(job: Job, tell: Tell) -> dict[str, Any]:
    from incidents.looking import look  # an import starts a tenth of a second sooner without it

    found = look(
        Path(job["file"]),
        Path(job["folder"]),
        Gazetteer.load(),
        name=job.get("name", ""),
        kind=job.get("kind", ""),
        mapping=_mapping(job),
        progress=tell,
    )
    return asdict(found)


def _sheet(job: Job, tell: Tell) -> dict[str, Any]:
    from incidents.plain_sheet import write_sheet

    tell("reading", 0, 0)
    return write_sheet(Path(job["file"]), Path(job["folder"]), Gazetteer.load(), job["name"], job["dataset"])


def _append(job: Job, tell: Tell) -> dict[str, Any]:
    tell("adding to the rows there are", 0, 0)
    return append(Path(job["file"]), Path(job["old"]), Path(job["folder"]), int(job["version"])).to_dict()


def _compare(job: Job, tell: Tell) -> dict[str, Any]:
    tell("comparing with the version before", 0, 0)
    return asdict(compare(Path(job["old"]), Path(job["folder"]), int(job["version"])))


JOBS: Final[Mapping[str, Callable[[Job, Tell], dict[str, Any]]]] = {
    "import": _import,
    "look": _look,
    "sheet": _sheet,
    "append": _append,
    "compare": _compare,
}
