"""All parts of the incidents under each other: what their codes mean, and the table of codes that the engine counts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from incidents.coding import Coded, Codes, Mask, Tags, joined, narrow, objects, together
from incidents.outside import shape_of
from incidents.readers.arrow import pc
from incidents.table import POINT_LEVELS, folded
from incidents.unplaced import UNPLACED
from incidents.vocabulary import EVENT_TYPES

if TYPE_CHECKING:
    from gazetteer import Gazetteer, Place
    from incidents.columns import Columns, Frame, Part
    from incidents.selection import Bounds

DECIMALS: Final = 4  # of degrees, by which two points are one spot: about ten metres


@dataclass(frozen=True)
class Facet:
    """A filter: the column of codes by which it is counted, and what the codes carry."""

    column: str
    tags: Tags


class Shelf:
    """The incidents of all parts. A row's number is its place in the parts, one after the other.

    Parameters
    ----------
    parts : sequence of Part
        Where rows come from; the first holds the records that a ledger knows.
    gazetteer : Gazetteer
        Where places are looked up.
    """

    def __init__(self, parts: Sequence[Part], gazetteer: Gazetteer) -> None:
        self.parts = tuple(parts)
        self.gazetteer = gazetteer
        self.starts = np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)
        self.size = int(self.starts[-1])

    def coded(self) -> pa.Table:
        """Return the table of codes, in the order of the first day; and remember what they mean, and those of the records."""
        columns: Sequence[Columns] = [part.columns() for part in self.parts]

        def whole(name: str) -> Codes:
            return np.concatenate([getattr(each, name) for each in columns])

        def coded(name: str) -> Coded:
            return joined([getattr(each, name) for each in columns])

        first, last = whole("first").astype(np.int32), whole("last").astype(np.int32)
        made: dict[str, Codes] = {"first": first, "last": last, "killed": whole("killed"), "other": whole("other")}
        made["span"] = self._spanned(first, last, coded("precision"))
        made |= self._placed(coded("place"), coded("level"), whole("latitude"), whole("longitude"))
        made |= self._profiled(
            {name: coded(name) for name in ("event_type", "attacks", "targets", "dataset", "origin", "campaign")}
        )
        actors, toponyms = coded("actors"), coded("toponym")
        made |= {"actors": actors.codes, "toponym": toponyms.codes}
        self.actors: Sequence[tuple[tuple[str, str], ...]] = actors.values
        self.toponyms: Sequence[str] = toponyms.values
        made["sources"] = self._sourced([each.sources for each in columns])
        order = np.argsort(first, kind="stable")
        made["row"] = np.arange(self.size, dtype=np.int32)
        self.records = {name: codes[: len(self.parts[0])].copy() for name, codes in made.items()}
        return pa.table({name: pa.array(narrow_if_codes(made[name])[order]) for name in made})

    def _spanned(self, first: Codes, last: Codes, precision: Coded) -> Codes:
        """Return codes of days and their precision, in the order of the days."""
        codes, rows = together([first, last, precision.codes])
        self.precisions: Sequence[str] = precision.values
        names = _ranks(precision.values)[precision.codes[rows]]
        sorted_ = np.lexsort((names, last[rows], first[rows]))
        rows = rows[sorted_]
        self.span_first, self.span_last, self.span_precision = first[rows], last[rows], precision.codes[rows]
        order = np.empty(len(rows), dtype=np.int32)
        order[sorted_] = np.arange(len(rows), dtype=np.int32)
        return order[codes]

    def _placed(self, place: Coded, level: Coded, latitude: Codes, longitude: Codes) -> dict[str, Codes]:
        """Return codes of what is known of where: place and level, and the same with the point where one is known."""
        known, rows = together([place.codes, level.codes])
        self.places: Sequence[Place] = [self.gazetteer.place(each) for each in place.take_at(rows)]
        self.levels: list[str] = level.take_at(rows).tolist()
        self.known_place, self.known_level = pd.Categorical(place.take_at(rows)), pd.Categorical(self.levels)
        at_point = np.array([each in POINT_LEVELS for each in self.levels], dtype=bool)[known]
        scale = 10**DECIMALS
        lat, lon = (np.where(at_point, np.round(axis * scale), 0).astype(np.int64) for axis in (latitude, longitude))
        mark, at = together([known, lat, lon])
        self.mark_known = known[at]
        self.mark_latitude = np.where(at_point[at], lat[at] / scale, np.nan)
        self.mark_longitude = np.where(at_point[at], lon[at] / scale, np.nan)
        return {"known": known, "mark": mark}

    def _profiled(self, columns: dict[str, Coded]) -> dict[str, Codes]:
        """Return codes of what happened: every combination of type, attacks, targets, dataset, origin and campaign that occurs."""
        profile, rows = together([column.codes for column in columns.values()])
        self.profiles = pd.DataFrame({name: column.take_at(rows) for name, column in columns.items()})
        self.types: Sequence[str] = columns["event_type"].values
        self.type_names = pd.Categorical(list(self.types))
        self.profile_type: Codes = columns["event_type"].codes[rows]
        return {"type": columns["event_type"].codes, "profile": profile}

    def _sourced(self, sources: Sequence[Coded]) -> Codes:
        """Return codes of sources; each part has its own."""
        self._source_starts = np.concatenate([[0], np.cumsum([len(each.values) for each in sources])]).astype(np.int64)
        self._sources = [each.values for each in sources]
        return np.concatenate([each.codes + start for each, start in zip(sources, self._source_starts, strict=False)])

    # What codes mean

    @cached_property
    def facets(self) -> dict[str, Facet]:
        """The filters that are lists of choices, by field of `Selection`."""
        profiles = self.profiles
        return {
            "event_types": Facet("profile", Tags.of((each,) for each in profiles["event_type"])),
            "attack_types": Facet("profile", Tags.of(profiles["attacks"])),
            "target_kinds": Facet("profile", Tags.of(profiles["targets"])),
            "actors": Facet("actors", Tags.of(tuple(actor for actor, _ in each) for each in self.actors)),
            "places": Facet("known", Tags.of((place.id, *self.parents[place.id]) for place in self.places)),
            "precisions": Facet("known", Tags.of((level,) for level in self.levels)),
            "datasets": Facet("profile", Tags.of(zip(profiles["dataset"], profiles["origin"], strict=True))),
        }

    @cached_property
    def ends(self) -> tuple[int, int]:
        """The earliest last day and the latest first day of all incidents: who asks from the one to the other leaves none out."""
        return int(self.span_last.min(initial=np.iinfo(np.int32).max)), int(self.span_first.max(initial=-1))

    @cached_property
    def nowhere(self) -> Mask:
        """Which marks are of incidents at no place that is known."""
        return np.array([place.id == UNPLACED.id for place in self.places], dtype=bool)[self.mark_known]

    @cached_property
    def campaigns(self) -> Tags:
        """The campaigns that profiles carry."""
        return Tags.of((each,) if each else () for each in self.profiles["campaign"])

    @cached_property
    def parents(self) -> dict[str, tuple[str, ...]]:
        """The areas around each place that occurs, nearest first; for a town also the tehsil that it lies in."""
        return {place.id: (*self._tehsil(place), *place.parents) for place in self.places}

    def _tehsil(self, place: Place) -> tuple[str, ...]:
        if place.level not in POINT_LEVELS or any(parent.startswith("tehsil:") for parent in place.parents):
            return ()
        around = self.gazetteer.reverse(place.latitude, place.longitude)
        return tuple(area.id for area in around if area.level == "tehsil" and set(area.parents) <= set(place.parents))

    @cached_property
    def claimants(self) -> Coded:
        """Who claimed responsibility, by code of actors."""
        claimed = ([actor for actor, role in each if role == "claimed_responsibility"] for each in self.actors)
        return Coded.of(tuple(dict.fromkeys(each)) for each in claimed)

    @cached_property
    def ranks(self) -> dict[str, tuple[str, Codes]]:
        """By what rows are put in order: a column of codes, and where each code stands in the order."""
        profiles = self.profiles
        return {
            "place": ("known", _ranks([place.name for place in self.places])),
            "level": ("known", _ranks(self.levels)),
            "event_label": ("profile", _ranks([EVENT_TYPES[each].label for each in profiles["event_type"]])),
            "dataset": ("profile", _ranks(profiles["dataset"])),
        }

    @cached_property
    def title_ranks(self) -> Codes:
        """Where each row stands in the order of titles; all titles are read for it, once, and not kept."""
        titles = pa.chunked_array([pa.array(part.titles(), pa.string()) for part in self.parts])
        encoded = titles.dictionary_encode().unify_dictionaries().combine_chunks()
        whole = encoded.chunk(0) if isinstance(encoded, pa.ChunkedArray) and encoded.num_chunks else encoded
        order = pc.sort_indices(whole.dictionary).to_numpy()
        ranks = np.empty(len(order), dtype=np.int32)
        ranks[order] = np.arange(len(order), dtype=np.int32)
        return ranks[whole.indices.to_numpy()]

    def sources_of(self, codes: Codes) -> set[str]:
        """Return the ids of sources that codes stand for; large: use it for a few."""
        return {each for code in codes.tolist() for each in self.source_ids(code)}

    def source_count(self, codes: Codes) -> int:
        """Return how many different sources the codes stand for."""
        curated = codes < self._source_starts[1]
        return len(self.sources_of(codes[curated])) + int((~curated).sum())

    def source_ids(self, code: int) -> tuple[str, ...]:
        """Return the ids of the sources that a code stands for."""
        part = int(np.searchsorted(self._source_starts, code, side="right")) - 1
        return self._sources[part][code - int(self._source_starts[part])]

    # Which codes

    def within(self, bounds: Bounds) -> Mask:
        """Return which marks meet the box (west, south, east, north): the point, or the area's polygon or middle."""
        west, south, east, north = bounds
        meets = shapely.intersects(objects(map(shape_of, self.places)), shapely.box(*bounds))
        lat, lon = self.mark_latitude, self.mark_longitude
        inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        return np.where(np.isnan(lat), meets[self.mark_known], inside)

    def naming(self, word: str) -> dict[str, Mask]:
        """Return which codes have a folded word in their names, by column."""
        return {
            column: np.array([word in text for text in texts], dtype=bool) for column, texts in self._folded.items()
        }

    @cached_property
    def _folded(self) -> dict[str, list[str]]:
        names = self._names
        return {
            "known": [folded((place.name, place.name_ur or "", *place.aliases)) for place in self.places],
            "actors": [folded(names.get(actor, actor) for actor, _ in each) for each in self.actors],
            "toponym": [each.casefold() for each in self.toponyms],
        }

    @property
    def _names(self) -> dict[str, str]:
        return {name: text for part in self.parts for name, text in getattr(part, "names", {}).items()}

    # Rows

    def split(self, rows: Codes) -> Iterator[tuple[int, Part, Codes, Codes]]:
        """Yield (number, part, which of the rows, their numbers in it) of each part that has some of the rows."""
        which = np.searchsorted(self.starts, rows, side="right") - 1
        for number in np.unique(which).tolist():
            at = np.flatnonzero(which == number)
            yield number, self.parts[number], at, rows[at] - self.starts[number]

    def take(self, rows: Codes, notes: bool = True, columns: Collection[str] = ()) -> Frame:
        """Return the columns of `Atlas.incidents` that do not depend on a selection of some rows, in their order; or only some of them."""
        return self._gathered(rows, lambda part, local: part.take(local, notes, columns))

    def located(self, rows: Codes) -> Frame:
        """Return ``place_id, level, latitude, longitude`` of some rows, in their order."""
        return self._gathered(rows, lambda part, local: part.located(local))

    def _gathered(self, rows: Codes, read: Callable[[Part, Codes], Frame]) -> Frame:
        taken = [(at, read(part, local)) for _, part, at, local in self.split(rows)]
        if not taken:
            return read(self.parts[0], rows)
        if len(taken) == 1:
            return taken[0][1]
        frame = pd.concat([each for _, each in taken], ignore_index=True)
        order = np.argsort(np.concatenate([at for at, _ in taken]), kind="stable")
        return frame.take(order).reset_index(drop=True)

    def having(self, word: str) -> Mask:
        """Return which rows have a folded word in their own texts."""
        return np.concatenate([part.having(word) for part in self.parts])


def narrow_if_codes(values: Codes) -> Codes:
    """Return whole numbers in as few bytes as hold them; others as they are."""
    whole = values.dtype.kind in "iu" and values.min(initial=0) >= 0
    return narrow(values, int(values.max(initial=0)) + 1) if whole else values


def _ranks(texts: Any) -> Codes:
    order = {text: rank for rank, text in enumerate(sorted(set(texts)))}
    return np.array([order[text] for text in texts], dtype=np.int32)
