"""Imported snapshots as datasets of the atlas: rows become records, made fast and shared where they are alike."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as parquet

from incidents.dataset import Dataset
from incidents.errors import StoreError
from incidents.importers import CLAIMS_FILE, INCIDENTS
from incidents.problem import Problem
from incidents.readers.arrow import pc
from incidents.record import (
    Claim,
    Evidence,
    ExternalId,
    Incident,
    Participant,
    Scope,
    Source,
    Target,
    When,
    Where,
)
from incidents.vocabulary import EVENT_TYPES

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from incidents.snapshot import Manifest, Snapshots

MOST: Final = 150_000  # incidents that are made records of; larger datasets are for a query engine
_COLUMNS: Final = (
    *(
        "id",
        "native_id",
        "title",
        "start",
        "end",
        "date_precision",
        "place_id",
        "level",
        "how",
        "place_note",
        "toponym",
    ),
    *("latitude", "longitude", "event_type", "native_type", "attack_types", "target_kinds", "actors", "source", "note"),
    *("flags",),
)
_SCHEMES: Final = {"acled": "ACLED", "ucdp": "UCDP GED", "gtd": "GTD"}
_ALOUD: Final = {
    "imputed": "the number of deaths was set by rule, not reported",
    "split_event": "one event in several rows; its deaths were divided among them",
    "conflicting_figures": "the dataset notes that sources give conflicting figures",
    "doubt": "the dataset doubts that the event meets its criteria",
    "spans_areas": "one row stands for a larger area",
}


def read_imported(snapshots: Snapshots, gazetteer: Gazetteer, taken: set[str]) -> Iterator[Dataset]:
    """Yield the newest version of each imported dataset as records; one that is too large as a problem.

    Parameters
    ----------
    snapshots : Snapshots
        The imported datasets.
    gazetteer : Gazetteer
        Where places are looked up.
    taken : set of str
        Ids of datasets that are there already; an imported one with such an id is left out, as a problem.
    """
    for manifest in snapshots.datasets():
        if manifest.dataset in taken:
            yield _problem(manifest, "another dataset has this id", "remove one of the two")
        elif manifest.on_map > MOST:
            reason = f"{manifest.on_map:,} incidents are more than the {MOST:,} that are shown"
            yield _problem(manifest, reason, "import a part of the file: some years, or one province")
        else:
            try:
                with _uncollected():
                    dataset = _dataset(manifest, gazetteer)
                yield dataset
            except (OSError, pa.ArrowException, StoreError, ValueError, KeyError) as error:
                yield _problem(manifest, f"not readable ({type(error).__name__})", "import the file again")


@contextmanager
def _uncollected() -> Generator[None]:
    """Keep the garbage collector from looking through hundreds of thousands of new records again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _problem(manifest: Manifest, reason: str, remedy: str) -> Dataset:
    problem = Problem(manifest.dataset, "dataset", "", manifest.file, reason, remedy)
    return Dataset(f"{manifest.dataset}-unread", manifest.title, problems=(problem,), path=manifest.folder)


def _dataset(manifest: Manifest, gazetteer: Gazetteer) -> Dataset:
    folder = Path(manifest.folder)
    known = {place.id for place in gazetteer.places()}
    sources = _Sources(manifest)
    incidents = tuple(_incidents(folder, manifest, known, sources))
    there = {incident.id: incident.sources for incident in incidents}
    lost = manifest.taken - len(incidents)
    return Dataset(
        id=manifest.dataset,
        title=manifest.title,
        licence=manifest.licence,
        citation=manifest.citation,
        note=_note(manifest, lost),
        sources=tuple(sources.made.values()),
        incidents=incidents,
        claims=tuple(_claims(folder, manifest.dataset, there)),
        path=manifest.folder,
        rejected=manifest.rejected,
    )


def _note(manifest: Manifest, lost: int) -> str:
    parts = [f"Version {manifest.version} of {manifest.created[:10]}, from {manifest.file}."]
    if lost:
        parts.append(f"{lost:,} of its rows lie outside the gazetteer and are not shown.")
    return " ".join(parts)


class _Sources:
    """The sources of a dataset, each made once."""

    def __init__(self, manifest: Manifest) -> None:
        self._dataset = manifest.dataset
        self.made: dict[str, Source] = {}
        self.whole = self._make(manifest.title, f"{manifest.title}, {manifest.file}", manifest.citation)

    def _make(self, key: str, title: str, note: str = "") -> str:
        source = Source(
            id=f"{self._dataset}.s{len(self.made)}",
            title=title[:300],
            url=title if title.startswith(("http://", "https://")) else "",
            note=note,
        )
        self.made[key] = source
        return source.id

    def of(self, text: str | None) -> tuple[str, ...]:
        """Return the ids of the sources of a row: what it names, else the dataset's file."""
        if not text:
            return (self.whole,)
        return (self.made[text].id if text in self.made else self._make(text, text),)


@cache
def _when(first: dt.date, last: dt.date, precision: str) -> When:
    return When(first=first, last=last, precision=precision)


@cache
def _target(kind: str) -> Target:
    return Target(kind=kind)


@cache
def _participant(actor: str, name: str, role: str) -> Participant:
    return Participant(actor=actor, name=name if actor.startswith("named:") else "", role=role)


def _rows(path: Path, columns: Sequence[str], keep: Any = None) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a Parquet file as tuples."""
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(32_768, columns=list(columns)):
            table = pa.table(batch)
            if keep is not None:
                table = table.filter(keep(table))
            yield from zip(*(_plain(table.column(name)) for name in columns), strict=True)


def _plain(column: Any) -> list[Any]:
    if pa.types.is_dictionary(column.type):
        column = pc.cast(column, column.type.value_type)
    return column.to_pylist()


def _incidents(folder: Path, manifest: Manifest, known: set[str], sources: _Sources) -> Iterator[Incident]:
    scheme = _SCHEMES.get(manifest.kind, "")
    for row in _rows(folder / INCIDENTS, _COLUMNS):
        cells = dict(zip(_COLUMNS, row, strict=True))
        if cells["place_id"] in known:
            yield _incident(cells, manifest.dataset, scheme, sources)


def _incident(cells: Mapping[str, Any], dataset: str, scheme: str, sources: _Sources) -> Incident:
    kind = cells["event_type"]
    point = cells["how"] == "given" and cells["level"] in ("town", "site")
    where = Where.model_construct(
        place_id=cells["place_id"],
        level=cells["level"],
        toponym=cells["toponym"] or "",
        how=cells["how"],
        latitude=cells["latitude"] if point else None,
        longitude=cells["longitude"] if point else None,
        radius_km=None,
        note=cells["place_note"] or "",
    )
    return Incident.model_construct(
        id=f"{dataset}.{cells['id']}",
        dataset=dataset,
        title=cells["title"] or _title(kind, cells),
        when=_when(cells["start"], cells["end"], cells["date_precision"]),
        where=where,
        event_type=kind,
        type_as_written=cells["native_type"] or "",
        attack_types=tuple(cells["attack_types"]),
        targets=tuple(_target(each) for each in cells["target_kinds"]),
        actors=tuple(_participant(each["actor"], each["name"] or "", each["role"]) for each in cells["actors"]),
        campaign="",
        sources=sources.of(cells["source"]),
        external_ids=_external(scheme, cells["native_id"]),
        status="published",
        note=_words(cells),
    )


def _external(scheme: str, native: str | None) -> tuple[ExternalId, ...]:
    return (ExternalId.model_construct(scheme=scheme, id=native),) if scheme and native else ()


def _title(kind: str, cells: Mapping[str, Any]) -> str:
    native = (cells["native_type"] or "").rpartition(" > ")[2]
    noun = native if kind in ("other", "unknown") and native else EVENT_TYPES[kind].noun()
    place = cells["toponym"] or str(cells["place_id"]).partition(":")[2].replace("-", " ").title()
    return f"{noun} in {place}"


def _words(cells: Mapping[str, Any]) -> str:
    """Return the row's note, and what its flags say that a reader of its figures has to know."""
    told = [_ALOUD[flag] for flag in cells["flags"] if flag in _ALOUD]
    note = cells["note"] or ""
    return f"{note} [{'; '.join(told)}]".strip() if told else note


_CLAIMS: Final = (
    *("about", "quantity", "counted", "low", "value", "high", "qualifier", "as_written", "word"),
    *("claimant", "claimant_name", "note"),
)


def _claims(folder: Path, dataset: str, there: Mapping[str, tuple[str, ...]]) -> Iterator[Claim]:
    scope = Scope()
    evidence = {sources: tuple(Evidence(source=each) for each in sources) for sources in set(there.values())}
    numbers: dict[str, int] = {}
    for about, quantity, counted, low, value, high, qualifier, written, word, claimant, name, note in _rows(
        folder / CLAIMS_FILE, _CLAIMS
    ):
        record = f"{dataset}.{about}"
        if record not in there:
            continue
        numbers[record] = number = numbers.get(record, 0) + 1
        yield Claim.model_construct(
            id=f"{record}.c{number}",
            about=record,
            quantity=quantity,
            counted=counted,
            low=_whole(low),
            value=_whole(value),
            high=_whole(high),
            qualifier=qualifier,
            word=word or "",
            as_written=written or "",
            claimant=claimant,
            claimant_name=name or "",
            relayed_by="",
            stated_on=None,
            as_of=None,
            scope=scope,
            standing="attributed",
            standing_note="",
            contests=(),
            supersedes=(),
            evidence=evidence[there[record]],
            note=note or "",
        )


def _whole(number: float | None) -> int | None:
    """Return a whole number; None for none, and for a half, which only the ends around it can say."""
    return int(number) if number is not None and float(number).is_integer() else None
