"""The rows of an imported dataset as people see them, read from its snapshot when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa

from incidents import imported_coding as coding
from incidents import imported_records as records
from incidents.coding import Coded, Codes, Mask, as_texts, objects, together, words
from incidents.columns import Frame
from incidents.dataset import Dataset, DatasetInfo
from incidents.importers import INCIDENTS
from incidents.late import Late
from incidents.outside import outside
from incidents.problem import Problem
from incidents.readers.arrow import pc
from incidents.table import LOCATED, area_name
from incidents.unplaced import UNPLACED, nowhere
from incidents.vocabulary import EVENT_TYPES

if TYPE_CHECKING:
    from gazetteer import Gazetteer, Place
    from incidents.manifest import Manifest
    from incidents.snapshot import Snapshots

TEXT: Final = pa.large_string()
_TEXTS: Final = ("title", "note", "place_note", "native_type", "event_type")


R = TypeVar("R", bound="ImportedRows")


def newest(
    snapshots: Snapshots, taken: set[str], read: Callable[[Manifest], R], only: Collection[str] = ()
) -> Iterator[R | Dataset]:
    """Yield the newest version of each imported dataset as it is read; one that cannot be as an empty dataset with a problem.

    One whose id another dataset has (`taken`) is left out, as a problem; `only` are ids of those that are wanted, all without.
    """
    for manifest in snapshots.datasets():
        if only and manifest.dataset not in only:
            continue
        if manifest.dataset in taken:
            yield _problem(manifest, "another dataset has this id", "remove one of the two")
            continue
        try:
            part = read(manifest)
        except (OSError, pa.ArrowException, ValueError, KeyError) as error:
            yield _problem(manifest, f"not readable ({type(error).__name__})", "import the file again")
        else:
            yield part


def _problem(manifest: Manifest, reason: str, remedy: str) -> Dataset:
    problem = Problem(manifest.dataset, "dataset", "", manifest.file, reason, remedy)
    return Dataset(f"{manifest.dataset}-unread", manifest.title, problems=(problem,), path=manifest.folder)


class ImportedRows:
    """The rows of a snapshot, in the order of the file; all texts stay in the snapshot.

    A row is at a place of the gazetteer, or, where its coordinates lie outside it, in an area that is made for it (`outside`),
    or, without coordinates, at `UNPLACED`. `replaced` are ids of incidents that are left out, because they are shown as curated records.

    Raises
    ------
    StoreError
        If the snapshot cannot be read, now or when its rows are looked at.
    """

    def __init__(self, manifest: Manifest, gazetteer: Gazetteer, replaced: frozenset[str] = frozenset()) -> None:
        self._manifest, self.replaced = manifest, replaced
        self.id, self.title = manifest.dataset, manifest.title
        self._scheme = records.SCHEMES.get(manifest.kind, "")
        self._rows = Late(Path(manifest.folder) / INCIDENTS)
        place, self.outside = self._all_places({each.id for each in gazetteer.places()})
        self._gazetteer = gazetteer.also((*self.outside, UNPLACED))
        self._file_rows = np.arange(len(self._rows))
        self._file_rows = self._file_rows[~self._among(replaced)]
        self._place = Coded(place.codes[self._file_rows], place.values)
        self._number_sources()

    def _all_places(self, known: set[str]) -> tuple[Coded, tuple[Place, ...]]:
        """Return the place of every row of the file, and the areas that were made."""
        place = words(self._rows.read(["place_id"])["place_id"]).map(
            lambda each: each if each in known else UNPLACED.id
        )
        lost = np.flatnonzero(nowhere(place))
        if not len(lost):
            return place, ()
        read = self._rows.read(["country", "admin1", "level", "latitude", "longitude"]).take(pa.array(lost))
        there = np.isfinite(read["latitude"].to_numpy()) & np.isfinite(read["longitude"].to_numpy())
        there &= words(read["level"]).map(bool).take().astype(bool)
        if not there.any():
            return place, ()
        read = read.filter(pa.array(there))
        country, admin1, level = (words(read[name]) for name in ("country", "admin1", "level"))
        areas, made = outside(country, admin1, level, read["latitude"].to_numpy(), read["longitude"].to_numpy())
        codes = place.codes.copy()
        codes[lost[there]] = areas.codes + len(place.values)
        return Coded(codes, (*place.values, *areas.values)), made

    def _levels(self, level: Any, place: Coded) -> Coded:
        """Return what rows are known to: as the snapshot says, but for those at no place that is known."""
        stated, lost = words(level), nowhere(place)
        if not lost.any():
            return stated
        codes = np.where(lost, len(stated.values), stated.codes)
        return Coded(codes.astype(np.int32), (*stated.values, UNPLACED.level))

    def _among(self, ids: Iterable[str]) -> Mask:
        """Return which rows have one of some ids."""
        wanted = coding.hashed(each.removeprefix(f"{self.id}.") for each in ids)
        if not len(wanted):
            return np.zeros(len(self._file_rows), dtype=bool)
        return np.isin(coding.hashes(self._read("id")), wanted)

    def _number_sources(self) -> None:
        """Number the sources: 0 for the file, for rows that name none; the others as they come."""
        source = words(self._read("source"))
        there = np.array([bool(each) for each in source.values], dtype=bool)[source.codes]
        codes, first = pd.factorize(source.codes[there])
        self._sources = np.zeros(len(self), dtype=np.int32)
        self._sources[there] = np.asarray(codes) + 1
        self._source_count = len(first) + 1
        self._source_rows = np.full(self._source_count, -1, dtype=np.int32)
        self._source_rows[self._sources[::-1]] = np.arange(len(self) - 1, -1, -1)

    def __len__(self) -> int:
        """Return how many incidents it has."""
        return len(self._file_rows)

    def info(self) -> DatasetInfo:
        """Return the description of the dataset."""
        told = self._manifest
        lost, elsewhere = int(nowhere(self._place).sum()), told.taken - len(self)
        parts = [f"Version {told.version} of {told.created[:10]}, from {told.file}."]
        parts += [f"{elsewhere:,} of its rows are shown as curated records."] if elsewhere else []
        unknown = "name places that the gazetteer does not have and give no coordinates: they are listed and on no map"
        parts += [f"{lost:,} of its incidents {unknown}."] if lost else []
        counts = (len(self), 0, int((self._source_rows >= 0).sum()))
        return DatasetInfo(
            self.id, self.title, told.licence, told.citation, *counts, told.folder, told.rejected, " ".join(parts)
        )

    def without(self, ids: Iterable[str]) -> Self:
        """Return the dataset without some incidents, and with all others; itself where it is just that already."""
        mine = frozenset(each for each in ids if each.startswith(f"{self.id}."))
        return self if mine == self.replaced else type(self)(self._manifest, self._gazetteer, mine)

    def _read(self, name: str) -> Any:
        column = self._rows.read([name])[name]
        return column if len(self._file_rows) == len(self._rows) else column.take(pa.array(self._file_rows))

    def _positions(self, level: Coded) -> dict[str, Codes]:
        """Return latitude and longitude: the row's own where it has a point, else its place's."""
        how = words(self._read("how"))
        return dict(zip(("latitude", "longitude"), self._points(self._place, level, how, self._read), strict=True))

    def _points(self, place: Coded, level: Coded, how: Coded, read: Any) -> Iterator[Codes]:
        return coding.points(place, level, how, read, self._gazetteer)

    # Rows

    def take(self, rows: Codes, notes: bool = True, columns: Collection[str] = ()) -> Frame:
        """Return the columns of `Atlas.incidents` that do not depend on a selection, without geometry, of some rows; or only some of them."""
        made = self._made(rows, notes)
        return pd.DataFrame({name: make() for name, make in made.items() if not columns or name in columns})

    def _made(self, rows: Codes, notes: bool) -> dict[str, Callable[[], Any]]:
        """Return what makes each column."""
        read = self._rows.take(self._file_rows[rows], records.INCIDENT_COLUMNS if notes else records.BRIEF_COLUMNS)
        how, kind, toponym = (words(read[name]) for name in ("how", "event_type", "toponym"))
        place = Coded.of(self._place.take_at(rows))
        level = self._levels(read["level"], place)
        latitude, longitude = self._points(place, level, how, lambda axis: read[axis])
        found = [self._gazetteer.place(each) for each in place.values]

        def of_place(value: Callable[[Place], Any]) -> Coded:
            return Coded(place.codes, [value(each) for each in found])

        columns: dict[str, Callable[[], Any]] = {
            "id": lambda: as_texts(self._ids(read)),
            "title": lambda: as_texts(self._titles(read, kind, toponym, place)),
            "start": lambda: read["start"].to_numpy().astype("datetime64[s]"),
            "end": lambda: read["end"].to_numpy().astype("datetime64[s]"),
            "date_precision": lambda: words(read["date_precision"]).texts(),
            "place_id": place.texts,
            "place": lambda: of_place(lambda each: "" if each is UNPLACED else each.name).texts(),
            "place_ur": lambda: of_place(lambda each: each.name_ur or "").texts(),
            "level": level.texts,
            "toponym": toponym.texts,
            "how": how.texts,
            "latitude": lambda: latitude,
            "longitude": lambda: longitude,
            "given_latitude": lambda: read["latitude"].to_numpy(),
            "given_longitude": lambda: read["longitude"].to_numpy(),
            "radius_km": lambda: of_place(lambda each: each.radius_km).take().astype(float),
            "admin1": lambda: of_place(lambda each: area_name(self._gazetteer, each, "province")).texts(),
            "admin2": lambda: of_place(lambda each: area_name(self._gazetteer, each, "district")).texts(),
            "event_type": kind.texts,
            "event_label": lambda: kind.map(lambda each: EVENT_TYPES[each].label if each else "").texts(),
            "type_as_written": lambda: words(read["native_type"]).texts(),
            "attack_types": lambda: coding.lists(read["attack_types"]).take(),
            "target_kinds": lambda: coding.lists(read["target_kinds"]).take(),
            "actors": lambda: coding.actors(read["actors"]).take(),
            "campaign": lambda: Coded.same("", len(rows)).texts(),
            "dataset": lambda: Coded.same(self.id, len(rows)).texts(),
            "sources": lambda: self._sources_at(rows).take(),
            "external_ids": lambda: objects(self._external(each) for each in read["native_id"].to_pylist()),
        }
        if notes:
            columns |= {
                "place_note": lambda: words(read["place_note"]).texts(),
                "note": lambda: as_texts(self._notes(read)),
            }
        return columns

    def named(self, rows: Codes) -> dict[str, Any]:
        """Return ``id, title, start, sources`` of some rows, as Arrow and as codes."""
        read = self._rows.take(self._file_rows[rows], ["id", "title", "start", "event_type", "native_type", "toponym"])
        kind, toponym = (words(read[name]) for name in ("event_type", "toponym"))
        return {
            "id": self._ids(read),
            "title": self._titles(read, kind, toponym, Coded.of(self._place.take_at(rows))),
            "start": read["start"].combine_chunks(),
            "sources": self._sources_at(rows),
        }

    def _ids(self, read: Any) -> Any:
        ids = read["id"].combine_chunks()
        return pc.binary_join_element_wise(pa.scalar(f"{self.id}.", ids.type), ids, pa.scalar("", ids.type)).cast(TEXT)

    def _sources_at(self, rows: Codes) -> Coded:
        numbers, codes = np.unique(self._sources[rows], return_inverse=True)
        ids = SourceIds(self.id, self._source_count)
        return Coded(codes, [ids[each] for each in numbers.tolist()])

    def located(self, rows: Codes) -> Frame:
        """Return ``place_id, level, latitude, longitude`` of some rows."""
        read = self._rows.take(self._file_rows[rows], ["level", "how", "latitude", "longitude"])
        place = Coded(self._place.codes[rows], self._place.values)
        level = self._levels(read["level"], place)
        points = self._points(place, level, words(read["how"]), lambda axis: read[axis])
        return pd.DataFrame(dict(zip(LOCATED, (place.take(), level.take(), *points), strict=True)))

    def _external(self, native: str | None) -> tuple[str, ...]:
        return (f"{self._scheme}:{native}",) if self._scheme and native else ()

    def titles(self) -> Codes:
        """Return the titles of all rows."""
        read = self._rows.read(["title", "native_type", "event_type", "toponym"]).take(pa.array(self._file_rows))
        kind, toponym = (words(read[name]) for name in ("event_type", "toponym"))
        return objects(self._titles(read, kind, toponym, self._place).to_pylist())

    def _titles(self, read: Any, kind: Coded, toponym: Coded, place: Coded) -> Any:
        """Return titles as Arrow; one is made for each row that has none."""
        titles = read["title"].combine_chunks().cast(TEXT).fill_null("")
        without = pc.equal(titles, "")
        missing = np.flatnonzero(without.to_numpy(zero_copy_only=False))
        if not len(missing):
            return titles
        native = words(read["native_type"])
        code, at = together([each.codes[missing] for each in (kind, native, toponym, place)])
        rows = missing[at]
        parts = (each.take_at(rows) for each in (kind, native, toponym, place))
        made = pa.array([records.made_title(*each) for each in zip(*parts, strict=True)], TEXT)
        return pc.replace_with_mask(titles, without, made.take(pa.array(code)))

    def _notes(self, read: Any) -> Any:
        """Return notes as Arrow, with what the flags of a row say that a reader of its figures has to know."""
        notes = read["note"].combine_chunks().cast(TEXT).fill_null("")
        flags = coding.lists(read["flags"])
        said = pa.array([records.told("", each) for each in flags.values], TEXT).take(pa.array(flags.codes))
        spoken = pc.not_equal(said, "")
        if not pc.any(spoken).as_py():
            return notes
        both = pc.binary_join_element_wise(notes.filter(spoken), said.filter(spoken), pa.scalar(" ", TEXT))
        return pc.replace_with_mask(notes, spoken, pc.utf8_trim_whitespace(both))

    def _having(self, word: str) -> Mask:
        """Return which rows have a folded word in title, notes or type; names are in the columns of codes."""
        found = np.zeros(len(self._rows), dtype=bool)
        for start, piece in self._rows.pieces(_TEXTS):
            here = found[start : start + piece.num_rows]
            for name in _TEXTS[:-1]:
                here |= coding.contains(piece[name], word)
            untitled = pc.is_null(piece["title"]).to_numpy()
            nouns = words(piece["event_type"]).map(lambda each: word in EVENT_TYPES[each].noun().casefold())
            here |= untitled & nouns.take().astype(bool)
        return found[self._file_rows]


class SourceIds(Sequence[tuple[str, ...]]):
    """The ids of sources that differ only in their number, one tuple a number."""

    def __init__(self, dataset: str, count: int) -> None:
        self._dataset, self._count = dataset, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: Any) -> Any:
        return (f"{self._dataset}.s{number}",)
