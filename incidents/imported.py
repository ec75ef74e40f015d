"""Imported snapshots as parts of the atlas: their columns as codes, their rows and records read when they are looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from incidents import imported_records as records
from incidents.coding import Coded, Codes, Mask, lists_of, objects, together, words
from incidents.columns import NO_FIGURE, NO_NUMBER, Columns, Frame
from incidents.dataset import Dataset, DatasetInfo
from incidents.importers import CLAIMS_FILE, INCIDENTS
from incidents.killed import Figures, KilledClaims, counting_alike
from incidents.late import Late
from incidents.ledger import Ledger
from incidents.problem import Problem
from incidents.readers.arrow import pc
from incidents.readers.columns import Batch, digest
from incidents.table import LOCATED, POINT_LEVELS, area_name
from incidents.vocabulary import EVENT_TYPES

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from incidents.record import Claim, Incident, Source
    from incidents.snapshot import Manifest, Snapshots

REMEMBERED: Final = 20_000  # records made of rows
_TEXTS: Final = ("title", "note", "place_note", "native_type", "event_type")


def read_imported(
    snapshots: Snapshots, gazetteer: Gazetteer, taken: set[str], ready: Iterable[ImportedPart] = ()
) -> Iterator[ImportedPart | Dataset]:
    """Yield the newest version of each imported dataset; one that cannot be read as an empty dataset with a problem.

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
    """
    known = {part.version: part for part in ready}
    for manifest in snapshots.datasets():
        if manifest.dataset in taken:
            yield _problem(manifest, "another dataset has this id", "remove one of the two")
            continue
        try:
            part = known.get((manifest.folder, manifest.created)) or ImportedPart(manifest, gazetteer)
        except (OSError, pa.ArrowException, ValueError, KeyError) as error:
            yield _problem(manifest, f"not readable ({type(error).__name__})", "import the file again")
        else:
            yield part


def _problem(manifest: Manifest, reason: str, remedy: str) -> Dataset:
    problem = Problem(manifest.dataset, "dataset", "", manifest.file, reason, remedy)
    return Dataset(f"{manifest.dataset}-unread", manifest.title, problems=(problem,), path=manifest.folder)


class ImportedPart:
    """The newest version of an imported dataset, less the rows at places that the gazetteer does not have.

    In memory it holds some numbers a row: whose ids, sources and claims they are. All texts stay in the snapshot.
    `replaced` are ids of incidents that are left out, because they are shown as curated records.

    Raises
    ------
    StoreError
        If the snapshot cannot be read, now or when its rows are looked at.
    """

    def __init__(self, manifest: Manifest, gazetteer: Gazetteer, replaced: frozenset[str] = frozenset()) -> None:
        self.replaced = replaced
        self.id, self.title = manifest.dataset, manifest.title
        self._manifest, self._gazetteer = manifest, gazetteer
        self.version = (manifest.folder, manifest.created)
        self._scheme = records.SCHEMES.get(manifest.kind, "")
        self._rows = Late(Path(manifest.folder) / INCIDENTS)
        self._claims = Late(Path(manifest.folder) / CLAIMS_FILE)
        known = {place.id for place in gazetteer.places()}
        place = words(self._rows.read(["place_id"])["place_id"])
        self._file_rows = np.flatnonzero(np.array([each in known for each in place.values], dtype=bool)[place.codes])
        self._on_map = len(self._file_rows)
        self._file_rows = self._file_rows[~self._among(replaced)]
        self._place = Coded(place.codes[self._file_rows], place.values)
        self.names: dict[str, str] = {}
        self._load_ids()
        self._load_sources()
        self._columns: Columns | None = self._coded()
        _give_back()
        self._numbers: dict[str, int] = {}
        self._incidents: dict[int, Incident] = {}
        self._figures_said: dict[int, tuple[Claim, ...]] = {}
        self.source = lru_cache(maxsize=REMEMBERED)(self._source)
        self._by_rule = lru_cache(maxsize=3)(self._figures)
        self.having = lru_cache(maxsize=8)(self._having)

    def __len__(self) -> int:
        """Return how many incidents it has."""
        return len(self._file_rows)

    def without(self, ids: Iterable[str]) -> ImportedPart:
        """Return the dataset without some incidents, and with all others; itself where it is just that already."""
        mine = frozenset(each for each in ids if each.startswith(f"{self.id}."))
        return self if mine == self.replaced else ImportedPart(self._manifest, self._gazetteer, mine)

    def _among(self, ids: Iterable[str]) -> Mask:
        """Return which rows have one of some ids."""
        wanted = _hashed(each.removeprefix(f"{self.id}.") for each in ids)
        return np.isin(_hashes(self._read("id")), wanted) if len(wanted) else np.zeros(len(self._file_rows), dtype=bool)

    def info(self) -> DatasetInfo:
        """Return the description of the dataset."""
        told = self._manifest
        lost, elsewhere = told.taken - self._on_map, self._on_map - len(self)
        parts = [f"Version {told.version} of {told.created[:10]}, from {told.file}."]
        parts += [f"{elsewhere:,} of its rows are shown as curated records."] if elsewhere else []
        parts += [f"{lost:,} of its rows lie outside the gazetteer and are not shown."] if lost else []
        counts = (len(self), 0, self._source_count)
        return DatasetInfo(
            self.id, self.title, told.licence, told.citation, *counts, told.folder, told.rejected, " ".join(parts)
        )

    # Loading

    def _read(self, name: str) -> Any:
        column = self._rows.read([name])[name]
        return column if len(self._file_rows) == len(self._rows) else column.take(pa.array(self._file_rows))

    def _load_ids(self) -> None:
        """Remember a hash of each id, in order, by which a row is found."""
        hashes = _hashes(self._read("id"))
        self._order = np.argsort(hashes, kind="stable").astype(np.int32)
        self._hashes = hashes[self._order]

    def _load_sources(self) -> None:
        """Number the sources: 0 for the file, for rows that name none; the others as they come."""
        source = words(self._read("source"))
        there = np.array([bool(each) for each in source.values], dtype=bool)[source.codes]
        codes, first = pd.factorize(source.codes[there])
        self._sources = np.zeros(len(self), dtype=np.int32)
        self._sources[there] = np.asarray(codes) + 1
        self._source_count = len(first) + 1
        self._source_rows = np.full(self._source_count, -1, dtype=np.int32)
        self._source_rows[self._sources[::-1]] = np.arange(len(self) - 1, -1, -1)

    def columns(self) -> Columns:
        """Return the incidents as columns of codes, once: they are not kept."""
        made, self._columns = self._columns or self._coded(), None
        return made

    def _coded(self) -> Columns:
        first, last = (self._read(end).cast(pa.int32()).to_numpy() for end in ("start", "end"))
        level = words(self._read("level"))
        killed, other = self._carried()
        return Columns(
            first=first,
            last=last,
            precision=words(self._read("date_precision")),
            place=self._place,
            level=level,
            **self._positions(level),
            event_type=words(self._read("event_type")),
            attacks=self._listed("attack_types"),
            targets=self._listed("target_kinds"),
            actors=self._cast(),
            campaign=Coded.same("", len(self)),
            dataset=Coded.same(self.id, len(self)),
            origin=Coded.same(self.id, len(self)),
            sources=Coded(self._sources, _SourceIds(self.id, self._source_count)),
            toponym=words(self._read("toponym")),
            killed=killed,
            other=other,
        )

    def _positions(self, level: Coded) -> dict[str, Codes]:
        """Return latitude and longitude: the row's own where it has a point, else its place's."""
        how = words(self._read("how"))
        return dict(zip(("latitude", "longitude"), self._point(self._place, level, how, self._read), strict=True))

    def _point(self, place: Coded, level: Coded, how: Coded, read: Any) -> Iterator[Codes]:
        own = np.array([each in POINT_LEVELS for each in level.values], dtype=bool)[level.codes]
        own &= np.array([each == "given" for each in how.values], dtype=bool)[how.codes]
        places = [self._gazetteer.place(each) if each and self._has(each) else None for each in place.values]
        for axis in ("latitude", "longitude"):
            values = read(axis).to_numpy()
            centre = np.array([getattr(each, axis) if each else np.nan for each in places])[place.codes]
            yield np.where(own & np.isfinite(values), values, centre)

    def _has(self, place_id: str) -> bool:
        try:
            self._gazetteer.place(place_id)
        except KeyError:
            return False
        return True

    def _listed(self, name: str) -> Coded:
        return _lists(self._read(name))

    def _cast(self) -> Coded:
        """Return who is named in each row, in which role; and remember the names of those that the vocabulary lacks."""
        whole = _combined(self._read("actors"))
        values = whole.flatten()
        actor, role, name = (words(values.field(each)) for each in ("actor", "role", "name"))
        pair, at = together([actor.codes, role.codes])
        _, named = together([actor.codes, name.codes])
        for one, text in zip(actor.take_at(named), name.take_at(named), strict=True):
            if text and one.startswith("named:"):
                self.names.setdefault(one, text)
        pairs = list(zip(actor.take_at(at), role.take_at(at), strict=True))
        offsets = _offsets(whole)
        codes, rows = lists_of(offsets, pair)
        return Coded(codes, [tuple(pairs[each] for each in pair[offsets[row] : offsets[row + 1]]) for row in rows])

    def _carried(self) -> tuple[Codes, Codes]:
        """Return the largest number that one claim about each row gives, and remember of which row each claim is."""
        self._about = self._abouts()
        read = self._claims.read(["quantity", "low", "value", "high", "qualifier"])
        low, value, high = (_whole(read[name]) for name in ("low", "value", "high"))
        most = np.where(np.isnan(high), value, high)
        most = np.where(np.isnan(most), np.where(np.isnan(low), value, low), most)
        quantity, qualifier = words(read["quantity"]), words(read["qualifier"])
        figure = np.array([each != "unknown" for each in qualifier.values], dtype=bool)[qualifier.codes]
        deadly = np.array([each == "killed" for each in quantity.values], dtype=bool)[quantity.codes]
        figure &= self._about >= 0
        killed, other = (np.full(len(self), start, dtype=np.float32) for start in (NO_FIGURE, NO_NUMBER))
        killed[self._about[figure]] = NO_NUMBER
        for column, kind in ((killed, deadly), (other, ~deadly)):
            chosen = figure & kind
            np.maximum.at(column, self._about[chosen], np.nan_to_num(most[chosen], nan=NO_NUMBER).astype(np.float32))
        return killed, other

    def _abouts(self) -> Codes:
        """Return of which row each claim is; -1 for a row that is not shown."""
        hashes = _hashes(self._claims.read(["about"])["about"])
        at = np.minimum(np.searchsorted(self._hashes, hashes), max(len(self) - 1, 0))
        found = self._hashes[at] == hashes if len(self) else np.zeros(len(hashes), dtype=bool)
        return np.where(found, self._order[at] if len(self) else -1, -1).astype(np.int32)

    # Rows

    def take(self, rows: Codes, notes: bool = True) -> Frame:
        """Return the columns of `Atlas.incidents` that do not depend on a selection, without geometry, of some rows."""
        read = self._rows.take(self._file_rows[rows], records.INCIDENT_COLUMNS if notes else records.BRIEF_COLUMNS)
        place, level, how, kind = (words(read[name]) for name in ("place_id", "level", "how", "event_type"))
        toponym = words(read["toponym"])
        actors = self._cast_of(read["actors"])
        latitude, longitude = self._point(place, level, how, lambda axis: read[axis])
        sources = _SourceIds(self.id, self._source_count)
        ids, code = np.unique(self._sources[rows], return_inverse=True)
        found = [self._gazetteer.place(each) if each else None for each in place.values]

        def of_place(value: Any, missing: Any = "") -> Codes:
            return objects(value(each) if each else missing for each in found)[place.codes]

        columns: dict[str, Any] = {
            "id": objects(f"{self.id}.{each}" for each in read["id"].to_pylist()),
            "title": self._titles(read, kind, toponym, place),
            "start": read["start"].to_numpy().astype("datetime64[s]"),
            "end": read["end"].to_numpy().astype("datetime64[s]"),
            "date_precision": words(read["date_precision"]).take(),
            "place_id": place.take(),
            "place": of_place(lambda each: each.name),
            "place_ur": of_place(lambda each: each.name_ur or ""),
            "level": level.take(),
            "toponym": toponym.take(),
            "how": how.take(),
            "latitude": latitude,
            "longitude": longitude,
            "radius_km": of_place(lambda each: each.radius_km, np.nan).astype(float),
            "admin1": of_place(lambda each: area_name(self._gazetteer, each, "province")),
            "admin2": of_place(lambda each: area_name(self._gazetteer, each, "district")),
            "event_type": kind.take(),
            "event_label": kind.map(lambda each: EVENT_TYPES[each].label if each else "").take(),
            "type_as_written": words(read["native_type"]).take(),
            "attack_types": _lists(read["attack_types"]).take(),
            "target_kinds": _lists(read["target_kinds"]).take(),
            "actors": actors.take(),
            "campaign": objects([""] * len(rows)),
            "dataset": objects([self.id] * len(rows)),
            "sources": objects(sources[each] for each in ids.tolist())[code] if len(rows) else objects(()),
            "external_ids": objects(self._external(each) for each in read["native_id"].to_pylist()),
        }
        if notes:
            columns |= {"place_note": words(read["place_note"]).take(), "note": self._notes(read)}
        return pd.DataFrame(columns)

    def located(self, rows: Codes) -> Frame:
        """Return ``place_id, level, latitude, longitude`` of some rows."""
        read = self._rows.take(self._file_rows[rows], ["level", "how", "latitude", "longitude"])
        place, level = Coded(self._place.codes[rows], self._place.values), words(read["level"])
        points = self._point(place, level, words(read["how"]), lambda axis: read[axis])
        return pd.DataFrame(dict(zip(LOCATED, (place.take(), level.take(), *points), strict=True)))

    def _external(self, native: str | None) -> tuple[str, ...]:
        return (f"{self._scheme}:{native}",) if self._scheme and native else ()

    def _cast_of(self, column: Any) -> Coded:
        whole = _combined(column)
        actor = words(whole.flatten().field("actor"))
        offsets = _offsets(whole)
        codes, rows = lists_of(offsets, actor.codes)
        texts = actor.values
        lists = [actor.codes[offsets[row] : offsets[row + 1]] for row in rows]
        return Coded(codes, [tuple(dict.fromkeys(texts[each] for each in one)) for one in lists])

    def titles(self) -> Codes:
        """Return the titles of all rows."""
        read = self._rows.read(["title", "native_type", "event_type", "toponym", "place_id"]).take(
            pa.array(self._file_rows)
        )
        kind, toponym, place = (words(read[name]) for name in ("event_type", "toponym", "place_id"))
        return self._titles(read, kind, toponym, place)

    def _titles(self, read: Any, kind: Coded, toponym: Coded, place: Coded) -> Codes:
        titles = objects(read["title"].to_pylist())
        missing = np.flatnonzero([not each for each in titles])
        if len(missing):
            native = words(read["native_type"])
            parts = [kind.codes[missing], native.codes[missing], toponym.codes[missing], place.codes[missing]]
            code, at = together(parts)
            made = (
                records.made_title(kind.values[one], native.values[two], toponym.values[three], place.values[four])
                for one, two, three, four in zip(*(part[at] for part in parts), strict=True)
            )
            titles[missing] = objects(made)[code]
        return titles

    def _notes(self, read: Any) -> Codes:
        flags = _lists(read["flags"])
        notes = objects(each or "" for each in read["note"].to_pylist())
        aloud = np.array([bool(records.told("", each)) for each in flags.values], dtype=bool)
        for row in np.flatnonzero(aloud[flags.codes]) if len(flags.values) else ():
            notes[row] = records.told(notes[row], flags.values[flags.codes[row]])
        return notes

    def _having(self, word: str) -> Mask:
        """Return which rows have a folded word in title, notes or type; names are in the columns of codes."""
        found = np.zeros(len(self._rows), dtype=bool)
        for start, piece in self._rows.pieces(_TEXTS):
            here = found[start : start + piece.num_rows]
            for name in _TEXTS[:-1]:
                here |= _contains(piece[name], word)
            untitled = pc.is_null(piece["title"]).to_numpy()
            nouns = words(piece["event_type"]).map(lambda each: word in EVENT_TYPES[each].noun().casefold())
            here |= untitled & nouns.take().astype(bool)
        return found[self._file_rows]

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
        hashes = _hashed(record_ids[each].removeprefix(prefix) for each in mine.tolist())
        at = np.minimum(np.searchsorted(self._hashes, hashes), len(self) - 1)
        found = self._hashes[at] == hashes
        return mine[found], self._order[at[found]].astype(np.int64)

    def _read_records(self, rows: Codes) -> tuple[dict[int, Incident], dict[int, tuple[Claim, ...]]]:
        """Read incidents and claims of some rows, in order, and remember them."""
        cells = self._rows.take(self._file_rows[rows], records.INCIDENT_COLUMNS).to_pylist()
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
        return _SourceIds(self.id, self._source_count)[int(self._sources[row])]

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
        whole = self._by_rule("range" if rule == "latest" else rule)
        taken = Figures(*(column[rows].astype(float) for column in whole))
        if on is None:
            return taken
        known = first <= (on - dt.date(1970, 1, 1)).days
        return Figures(*(np.where(known, column, np.nan) for column in taken))

    def _figures(self, rule: str) -> Figures:
        read = self._claims.read(["quantity", "counted", "low", "value", "high", "claimant"])
        quantity, counted = words(read["quantity"]), words(read["counted"])
        deadly = np.array([each == "killed" for each in quantity.values], dtype=bool)[quantity.codes]
        used = np.flatnonzero(deadly & (self._about >= 0))
        row = self._about[used]
        everyone = np.array([each == "people" for each in counted.values], dtype=bool)[counted.codes][used]
        used = used[counting_alike(row, everyone, counted.codes[used].astype(np.int64), len(self))]
        low, value, high = (_whole(read[name])[used] for name in ("low", "value", "high"))
        day = np.zeros(len(used), dtype="datetime64[D]")  # all are undated, so all of a row count from the same day
        claims = KilledClaims(
            size=len(self),
            row=self._about[used].astype(np.int64),
            claimant=words(read["claimant"]).take()[used],
            series=np.arange(len(used)),
            stated=day,
            low=np.where(np.isnan(low), value, low),
            value=value,
            high=np.where(np.isnan(high), value, high),
            since=day,
            until=np.full(len(used), "9999-12-31", dtype="datetime64[D]"),
        )
        found = Figures(*(column.astype(np.float32) for column in claims.figures(None, rule)))
        del claims, read
        _give_back()
        return found


class _SourceIds(Sequence[tuple[str, ...]]):
    """The ids of sources that differ only in their number, one tuple a number."""

    def __init__(self, dataset: str, count: int) -> None:
        self._dataset, self._count = dataset, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: Any) -> Any:
        return (f"{self._dataset}.s{number}",)


def _give_back() -> None:
    """Let the system have the memory that reading whole columns took: Arrow would keep it for the next time."""
    pa.default_memory_pool().release_unused()


def _hashes(column: Any) -> Codes:
    parts = [digest(Batch(np.zeros(len(each)), {"id": each})) for each in column.chunks if len(each)]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint64)


def _hashed(ids: Iterable[str]) -> Codes:
    return _hashes(pa.chunked_array([pa.array(list(ids), pa.string())]))


def _combined(column: Any) -> Any:
    whole = column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0) if whole.num_chunks else pa.array([], column.type)
    return whole


def _offsets(lists: Any) -> Codes:
    """Return where each list begins in the flattened values."""
    lengths = pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False)
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def _lists(column: Any) -> Coded:
    """Return a column of lists of texts as codes of tuples."""
    whole = _combined(column)
    values, offsets = words(whole.flatten()), _offsets(whole)
    codes, rows = lists_of(offsets, values.codes)
    texts = values.values
    return Coded(codes, [tuple(texts[each] for each in values.codes[offsets[row] : offsets[row + 1]]) for row in rows])


def _contains(column: Any, word: str) -> Mask:
    """Return which texts of a column have a folded word."""
    if pa.types.is_dictionary(column.type):
        coded = words(column)
        return np.array([word in text.casefold() for text in coded.values], dtype=bool)[coded.codes]
    return pc.fill_null(pc.match_substring(pc.utf8_lower(column), word), False).to_numpy()


def _whole(column: Any) -> Codes:
    """Return numbers as they are, NaN for none and for a half."""
    values = column.to_numpy()
    return np.where(np.isnan(values) | (values == np.floor(values)), values, np.nan)
