"""The folder of one added dataset: what is kept of a sheet, and how it is read again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from incidents.dataset import Dataset, slug
from incidents.dataset_file import read_toml
from incidents.problem import Problem
from incidents.record import Campaign, Claim, Incident, Source
from incidents.sheet_report import Imported, rejected_csv
from incidents.unplaced import unplaced

if TYPE_CHECKING:
    from pathlib import Path

    from gazetteer import Gazetteer

RECORDS: Final = "records.json"
TOML: Final = "dataset.toml"
REPORT: Final = "report.json"
REJECTED: Final = "rejected.csv"
ORIGINAL: Final = "original.csv"


class _Stored(BaseModel):
    """The records of an added sheet, as they lie in the data folder."""

    model_config = ConfigDict(frozen=True)

    version: int = 1
    id: str
    title: str
    licence: str = ""
    citation: str = ""
    note: str = ""
    sha256: str = ""
    rejected: int = 0
    sources: tuple[Source, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    incidents: tuple[Incident, ...] = ()
    claims: tuple[Claim, ...] = ()


def read_folder(path: Path, gazetteer: Gazetteer) -> Dataset:
    """Return the dataset in a folder, or in a TOML file; one that cannot be read is empty, with a problem."""
    if path.suffix == ".toml":
        return read_toml(path, gazetteer)
    if (path / TOML).is_file():
        return read_toml(path / TOML, gazetteer)
    try:
        stored = _Stored.model_validate_json((path / RECORDS).read_bytes())
    except (OSError, ValidationError) as error:
        why = (
            error.strerror
            if isinstance(error, OSError)
            else f"{error.error_count()} values are not as they were written"
        )
        problem = Problem(path.name, "dataset", "", RECORDS, f"not readable ({why})", _remedy(path))
        return Dataset(slug(path.name), path.name, problems=(problem,), path=str(path))
    return _checked(stored, path, gazetteer)


def _remedy(folder: Path) -> str:
    """Return what can be done about a folder whose records cannot be read: what helps depends on what is in it."""
    if (folder / ORIGINAL).is_file():
        return f"remove it and add the sheet again: its copy is {ORIGINAL} in {folder}; copy that first"
    held = "a dataset folder" if any(folder.iterdir()) else "the folder is empty: a dataset folder"
    return f"{held} holds {RECORDS} or {TOML}: take {folder} away, or put your {TOML} into it"


def _checked(stored: _Stored, path: Path, gazetteer: Gazetteer) -> Dataset:
    """Return the stored records; those at places that the gazetteer no longer has are on no map, as a problem each."""
    known = {place_id: _has(gazetteer, place_id) for place_id in {each.where.place_id for each in stored.incidents}}
    lost = [incident for incident in stored.incidents if not known[incident.where.place_id]]
    remedy = "it is listed and on no map: extend the gazetteer with this place again, or add the sheet again"
    problems = [
        Problem(stored.id, each.id, "place", each.where.place_id, "place no longer in the gazetteer", remedy)
        for each in lost
    ]
    off = {each.id: each.model_copy(update={"where": unplaced(each.where)}) for each in lost}
    return Dataset(
        id=stored.id,
        title=stored.title,
        licence=stored.licence,
        citation=stored.citation,
        note=stored.note,
        sources=stored.sources,
        campaigns=stored.campaigns,
        incidents=tuple(off.get(each.id, each) for each in stored.incidents) if off else stored.incidents,
        claims=stored.claims,
        problems=(*_rejected(path), *problems),
        path=str(path),
        rejected=stored.rejected,
    )


def _has(gazetteer: Gazetteer, place_id: str) -> bool:
    try:
        gazetteer.place(place_id)
    except KeyError:
        return False
    return True


def _rejected(path: Path) -> Iterator[Problem]:
    """Yield the problems that were found when the sheet was added."""
    try:
        yield from problems_in(json.loads((path / REPORT).read_text(encoding="utf-8"))["rejected"])
    except (OSError, ValueError, KeyError, TypeError):
        yield Problem(path.name, "dataset", "", REPORT, "not readable", "add the sheet again to see its rejected rows")


def problems_in(problems: Iterable[Mapping[str, Any]]) -> Iterator[Problem]:
    """Yield the problems that a report lists."""
    for each in problems:
        yield Problem(*(str(each[name]) for name in ("dataset", "record", "field", "value", "reason", "remedy")))


def write_sheet_files(folder: Path, imported: Imported, name: str) -> None:
    """Write what is kept of a sheet into a folder: its copy, its records, its report, the rows that were rejected."""
    dataset, report = imported.dataset, imported.report
    stored = _Stored(
        id=dataset.id,
        title=name or dataset.title,
        licence=dataset.licence,
        citation=dataset.citation,
        sha256=report.sha256,
        rejected=dataset.rejected,
        sources=dataset.sources,
        incidents=dataset.incidents,
        claims=dataset.claims,
    )
    (folder / ORIGINAL).write_bytes(imported.sheet.content)
    (folder / RECORDS).write_text(stored.model_dump_json(exclude_defaults=True), encoding="utf-8")
    (folder / REPORT).write_text(json.dumps(report.to_dict(), ensure_ascii=False, indent=1), encoding="utf-8")
    (folder / REJECTED).write_bytes(rejected_csv(imported).encode("utf-8-sig"))
