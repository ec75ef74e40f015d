"""Imported snapshots as parts of the atlas: their columns as codes, their rows and records read when they are looked at."""

from __future__ import annotations

import ctypes
import datetime as dt
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from incidents import imported_coding as coding
from incidents import imported_records as records
from incidents.coding import Coded, Codes, words
from incidents.columns import Columns
from incidents.imported_rows import ImportedRows, SourceIds, newest
from incidents.importers import CLAIMS_FILE
from incidents.killed import Figures
from incidents.late import Late
from incidents.ledger import Ledger
from incidents.unplaced import UNPLACED

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from incidents.dataset import Dataset
    from incidents.record import Claim, Incident, Source
    from incidents.snapshot import Manifest, Snapshots

REMEMBERED: Final = 20_000  # records made of rows
_TEXTS: Final = ("title", "note", "place_note", "native_type", "event_type")


def read_imported(
    snapshots: Snapshots,
    gazetteer: Gazetteer,
    taken: set[str],
    ready: Iterable[ImportedPart] = (),
    only: Collection[str] = (),
) -> Iterator[ImportedPart | Dataset]:
    """Yield the newest version of each imported dataset; see `newest`.

    Parameters
    ----------
    snapshots : Snapshots
        The imported datasets.
    gazetteer : Gazetteer
        Where places are looked up.
    taken : set of str
        Ids of datasets that are there already; an imported one with such an id is left out, as a problem.
    ready : iterable of ImportedPart, optional
        Versions that have been read before; versions never change.
    only : collection of str, optional
        Ids of those that are wanted; all by default.
    """
    known = {part.version: part for part in ready}

    def read(manifest: Manifest) -> ImportedPart:
        return known.get((manifest.folder, manifest.created)) or ImportedPart(manifest, gazetteer)

    return newest(snapshots, taken, read, only)


class ImportedPart(ImportedRows):
    """The newest version of an imported dataset.

    In memory it holds some numbers a row: whose ids, sources and claims they are. All texts stay in the snapshot.

    Raises
    ------
    StoreError
        If the snapshot cannot be read, now or when its rows are looked at.
    """

    def __init__(self, manifest: Manifest, gazetteer: Gazetteer, replaced: frozenset[str] = frozenset()) -> None:
        super().__init__(manifest, gazetteer, replaced)
        self.version = (manifest.folder, manifest.created)
        self._claims = Late(Path(manifest.folder) / CLAIMS_FILE)
        self._load_ids()
        self._columns: Columns | None = self._coded()
        _give_back()
        self._numbers: dict[str, int] = {}
        self._incidents: dict[int, Incident] = {}
        self._figures_said: dict[int, tuple[Claim, ...]] = {}
        self.source = lru_cache(maxsize=REMEMBERED)(self._source)
        self._by_rule = lru_cache(maxsize=3)(self._figures)
        self._one_reads = threading.Lock()
        self.having = lru_cache(maxsize=8)(self._having)

    # Loading

    def _load_ids(self) -> None:
        """Remember a hash of each id, in order, by which a row is found."""
        hashes = coding.hashes(self._read("id"))
        self._order = np.argsort(hashes, kind="stable").astype(np.int32)
        self._hashes = hashes[self._order]

    def columns(self) -> Columns:
        """Return the incidents as columns of codes, once: they are not kept."""
        made, self._columns = self._columns or self._coded(), None
        return made

    def _coded(self) -> Columns:
        first, last = (self._read(end).cast(pa.int32()).to_numpy() for end in ("start", "end"))
        level = self._levels(self._read("level"), self._place)
        self._about = self._abouts()
        killed, other = coding.carried(self._claims.read(coding.CARRIED), self._about, len(self))
        actors, self.names = coding.cast(self._read("actors"))
        return Columns(
            first=first,
            last=last,
            precision=words(self._read("date_precision")),
            place=self._place,
            level=level,
            **self._positions(level),
            event_type=words(self._read("event_type")),
            attacks=coding.lists(self._read("attack_types")),
            targets=coding.lists(self._read("target_kinds")),
            actors=actors,
            campaign=Coded.same("", len(self)),
            dataset=Coded.same(self.id, len(self)),
            origin=Coded.same(self.id, len(self)),
            sources=Coded(self._sources, SourceIds(self.id, self._source_count)),
            toponym=words(self._read("toponym")),
            killed=killed,
            other=other,
        )

    def _abouts(self) -> Codes:
        """Return of which row each claim is; -1 for a row that is not shown."""
        hashes = coding.hashes(self._claims.read(["about"])["about"])
        at = np.minimum(np.searchsorted(self._hashes, hashes), max(len(self) - 1, 0))
        found = self._hashes[at] == hashes if len(self) else np.zeros(len(hashes), dtype=bool)
        return np.where(found, self._order[at] if len(self) else -1, -1).astype(np.int32)

    # Records

    def row_of(self, record_id: str) -> int | None:
        """Return the row of an incident's id; None where there is none."""
        if record_id not in self._numbers and record_id.startswith(f"{self.id}."):
            self.remember([record_id])
        return self._numbers.get(record_id)

    def remember(self, record_ids: Iterable[str]) -> None:
        """Make records of many incidents and their claims at once, for what asks for them one by one afterwards."""
        rows = np.unique(self.rows_of(list(record_ids))[1])
        if not len(rows):
            return
        if len(self._incidents) + len(rows) > REMEMBERED:
            for known in (self._numbers, self._incidents, self._figures_said):
                known.clear()
        self._read_records(rows)

    def rows_of(self, record_ids: Sequence[str]) -> tuple[Codes, Codes]:
        """Return which of some ids are of incidents here, and their rows."""
        prefix = f"{self.id}."
        mine = np.flatnonzero([each.startswith(prefix) for each in record_ids])
        if not len(mine) or not len(self):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        hashes = coding.hashed(record_ids[each].removeprefix(prefix) for each in mine.tolist())
        at = np.minimum(np.searchsorted(self._hashes, hashes), len(self) - 1)
        found = self._hashes[at] == hashes
        return mine[found], self._order[at[found]].astype(np.int64)

    def _read_records(self, rows: Codes) -> tuple[dict[int, Incident], dict[int, tuple[Claim, ...]]]:
        """Read incidents and claims of some rows, in order, and remember them."""
        cells = self._rows.take(self._file_rows[rows], records.INCIDENT_COLUMNS).to_pylist()
        for each, place in zip(cells, self._place.take_at(rows), strict=True):
            each["place_id"] = place
            each["level"] = UNPLACED.level if place == UNPLACED.id else each["level"]
        numbers = rows.tolist()
        made = [
            records.incident(each, self.id, self._scheme, self._sources_of(row))
            for row, each in zip(numbers, cells, strict=True)
        ]
        at = np.flatnonzero(np.isin(self._about, rows))
        said: dict[int, list[dict[str, Any]]] = {row: [] for row in numbers}
        for row, each in zip(
            self._about[at].tolist(), self._claims.take(at, records.CLAIM_COLUMNS).to_pylist(), strict=True
        ):
            said[row].append(each)
        claims = {
            row: tuple(
                records.claim(number, one.id, each, one.sources) for number, each in enumerate(said[row], start=1)
            )
            for row, one in zip(numbers, made, strict=True)
        }
        incidents = dict(zip(numbers, made, strict=True))
        self._incidents |= incidents
        self._figures_said |= claims
        self._numbers |= {one.id: row for row, one in incidents.items()}
        return incidents, claims

    def incident(self, row: int) -> Incident:
        """Return the incident of a row."""
        if (found := self._incidents.get(row)) is None:
            found = self._read_records(np.array([row]))[0][row]
        return found

    def ids(self, rows: Codes) -> list[str]:
        """Return the ids of some rows, whose records are read together and remembered."""
        unread = [row for row in np.unique(rows).tolist() if row not in self._incidents]
        if unread:
            self._read_records(np.array(unread))
        return [self._incidents[row].id for row in rows.tolist()]

    def _sources_of(self, row: int) -> tuple[str, ...]:
        return SourceIds(self.id, self._source_count)[int(self._sources[row])]

    def claims_of(self, row: int) -> tuple[Claim, ...]:
        """Return the claims about the incident of a row."""
        if (found := self._figures_said.get(row)) is None:
            found = self._read_records(np.array([row]))[1][row]
        return found

    def said_of(self, rows: Codes, numbers: Codes) -> records.Said:
        """Return the claims about some rows, in their order; `numbers` are what the rows are called there."""
        place = np.full(len(self) + 1, -1, dtype=np.int64)  # the last is for claims about no row
        place[rows] = np.arange(len(rows))
        at = np.flatnonzero(place[self._about] >= 0)
        at = at[np.argsort(place[self._about[at]], kind="stable")]
        return records.said(numbers[place[self._about[at]]], self._claims.take(at, records.CLAIM_COLUMNS))

    def claim_count(self, rows: Codes) -> int:
        """Return how many claims there are about some rows."""
        chosen = np.zeros(len(self) + 1, dtype=bool)
        chosen[rows] = True
        return int(chosen[self._about].sum())

    def ledger_of(self, row: int) -> tuple[Ledger, dict[str, Source]]:
        """Return the claims about one incident, with what follows from their dates, and the sources that it names."""
        made = self.incident(row)
        sources = {each: source for each in made.sources if (source := self.source(each))}
        return Ledger(self.claims_of(row), sources, {made.id: made}), sources

    def _source(self, source_id: str) -> Source | None:
        """Return a source by its id; None where there is none."""
        prefix, _, number = source_id.rpartition(".s")
        if prefix != self.id or not number.isdecimal() or int(number) >= self._source_count:
            return None
        return next(iter(self.sources([int(number)])))

    def sources(self, numbers: Sequence[int] | None = None) -> Iterator[Source]:
        """Yield sources by their numbers; all by default."""
        wanted = range(self._source_count) if numbers is None else numbers
        rows = self._source_rows[[each for each in wanted if each > 0]]
        titles = iter(self._rows.take(self._file_rows[rows], ["source"])["source"].to_pylist())
        told = self._manifest
        for number in wanted:
            made = f"{self.id}.s{number}"
            if number:
                yield records.source(made, next(titles))
            else:
                yield records.source(made, f"{told.title}, {told.file}", told.citation)

    def sources_of(self, source_ids: Iterable[str]) -> dict[str, Source]:
        """Return those of some sources that are of this dataset, by id, read together."""
        parted = (each.rpartition(".s") for each in source_ids)
        numbers = [int(number) for prefix, _, number in parted if prefix == self.id and number.isdecimal()]
        return {each.id: each for each in self.sources([each for each in numbers if each < self._source_count])}

    def source_ids(self, rows: Codes) -> Iterator[str]:
        """Yield the ids of the sources that some rows name, each once, in the order of the rows."""
        return (f"{self.id}.s{number}" for number in pd.unique(self._sources[rows]).tolist())

    # Figures

    def figures_of(self, rows: Codes, on: dt.date | None, rule: str, first: Codes) -> Figures:
        """Return the people killed in some rows by a rule, as known on a day; `first` are the first days of the rows.

        An undated claim counts from the first day of its incident.
        """
        with self._one_reads:  # two first visitors would read every claim twice at once
            whole = self._by_rule("range" if rule == "latest" else rule)
        taken = Figures(*(column[rows].astype(float) for column in whole))
        if on is None:
            return taken
        known = first <= (on - dt.date(1970, 1, 1)).days
        return Figures(*(np.where(known, column, np.nan) for column in taken))

    def _figures(self, rule: str) -> Figures:
        found = coding.figures(self._claims.read(coding.FIGURED), self._about, len(self), rule)
        _give_back()
        return found


def _give_back() -> None:
    """Let the system have the memory that reading whole columns took: Arrow and the C library would keep it for the next time."""
    pa.default_memory_pool().release_unused()
    if _trim is not None:
        _trim(0)


def _trim_of_libc() -> Callable[[int], int] | None:
    """Return what gives free memory back, where the C library has it: glibc does."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None


_trim = _trim_of_libc()
