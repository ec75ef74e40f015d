"""The incidents of all datasets as columns, and the tags (place, actor, type) by which they are found and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from incidents.record import actors_of
from incidents.vocabulary import EVENT_TYPES

if TYPE_CHECKING:
    from gazetteer import Gazetteer, Place
    from incidents.record import Campaign, Incident

Mask: TypeAlias = npt.NDArray[np.bool_]
Codes: TypeAlias = npt.NDArray[np.int64]
Frame: TypeAlias = Any  # a pandas DataFrame: pandas has no types that a strict check can use

POINT_LEVELS: Final = frozenset({"town", "site"})


@dataclass(frozen=True)
class Tags:
    """Which rows carry which values: row `rows[i]` carries `values[codes[i]]`; a row may carry none or several."""

    rows: Codes
    codes: Codes
    values: tuple[str, ...]

    @classmethod
    def of(cls, values: Iterable[Sequence[str]]) -> Tags:
        """Return the tags of rows that each carry a sequence of values."""
        index: dict[str, int] = {}
        pairs = [
            (row, index.setdefault(value, len(index)))
            for row, carried in enumerate(values)
            for value in dict.fromkeys(carried)
        ]
        both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return cls(both[:, 0], both[:, 1], tuple(index))

    def match(self, wanted: Iterable[str], size: int) -> Mask:
        """Return which of `size` rows carry any of the wanted values."""
        sought = set(wanted)
        chosen = np.array([value in sought for value in self.values], dtype=bool)
        mask = np.zeros(size, dtype=bool)
        mask[self.rows[chosen[self.codes]]] = True
        return mask

    def count(self, mask: Mask) -> dict[str, int]:
        """Return how many of the rows in `mask` carry each value."""
        counts = np.bincount(self.codes[mask[self.rows]], minlength=len(self.values))
        return dict(zip(self.values, counts.tolist(), strict=True))


@dataclass(frozen=True)
class Placed:
    """The places that occur: each once, with what every row at it shares."""

    ids: tuple[str, ...]
    places: tuple[Place, ...]
    codes: Codes

    @classmethod
    def of(cls, place_ids: Iterable[str], gazetteer: Gazetteer) -> Placed:
        """Return the places of rows."""
        index: dict[str, int] = {}
        codes = np.array([index.setdefault(place_id, len(index)) for place_id in place_ids], dtype=np.int64)
        return cls(tuple(index), tuple(gazetteer.place(place_id) for place_id in index), codes)

    def take(self, attribute: Callable[[Place], Any], dtype: Any = object) -> npt.NDArray[Any]:
        """Return an attribute of each row's place."""
        values = np.empty(len(self.places), dtype=dtype)
        values[:] = [attribute(place) for place in self.places]
        return values[self.codes]


class Table:
    """The incidents as columns. Row numbers are positions in `incidents`."""

    def __init__(
        self,
        incidents: Sequence[Incident],
        campaigns: Mapping[str, Campaign],
        gazetteer: Gazetteer,
    ) -> None:
        self.incidents = tuple(incidents)
        self.campaigns = campaigns
        self.gazetteer = gazetteer
        self.placed = Placed.of((incident.where.place_id for incident in self.incidents), gazetteer)
        self.rows = {incident.id: row for row, incident in enumerate(self.incidents)}

    def __len__(self) -> int:
        """Return the number of incidents."""
        return len(self.incidents)

    @cached_property
    def start(self) -> npt.NDArray[np.datetime64]:
        """The first day of each row."""
        return np.array([incident.when.first for incident in self.incidents], dtype="datetime64[D]")

    @cached_property
    def end(self) -> npt.NDArray[np.datetime64]:
        """The last day of each row, inclusive."""
        return np.array([incident.when.last for incident in self.incidents], dtype="datetime64[D]")

    @cached_property
    def tags(self) -> dict[str, Tags]:
        """The tags, by field of the selection; those of places hold every area around each place."""
        rows = self.incidents
        return {
            "event_types": Tags.of((incident.event_type,) for incident in rows),
            "attack_types": Tags.of(incident.attack_types for incident in rows),
            "target_kinds": Tags.of([target.kind for target in incident.targets] for incident in rows),
            "actors": Tags.of(actors_of(incident.actors) for incident in rows),
            "places": Tags.of((row.where.place_id, *self.parents[row.where.place_id]) for row in rows),
            "precisions": Tags.of((incident.where.level,) for incident in rows),
            "datasets": Tags.of((incident.dataset,) for incident in rows),
        }

    @cached_property
    def parents(self) -> dict[str, tuple[str, ...]]:
        """The areas around each place that occurs, nearest first; for a town also the tehsil that it lies in."""
        return {place.id: (*self._tehsil(place), *place.parents) for place in self.placed.places}

    def _tehsil(self, place: Place) -> tuple[str, ...]:
        if place.level not in POINT_LEVELS or any(parent.startswith("tehsil:") for parent in place.parents):
            return ()
        around = self.gazetteer.reverse(place.latitude, place.longitude)
        return tuple(area.id for area in around if area.level == "tehsil" and set(area.parents) <= set(place.parents))

    @cached_property
    def frame(self) -> Frame:
        """Every column of `Atlas.incidents` that does not depend on the selection, without geometry."""
        rows, placed = self.incidents, self.placed
        latitude = _own([row.where.latitude for row in rows], placed.take(lambda place: place.latitude, float))
        longitude = _own([row.where.longitude for row in rows], placed.take(lambda place: place.longitude, float))
        radius = _own([row.where.radius_km for row in rows], placed.take(lambda place: place.radius_km, float))
        columns: dict[str, Any] = {
            "id": _texts(row.id for row in rows),
            "title": _texts(row.title for row in rows),
            "start": self.start.astype("datetime64[s]"),
            "end": self.end.astype("datetime64[s]"),
            "date_precision": _texts(row.when.precision for row in rows),
            "place_id": _texts(row.where.place_id for row in rows),
            "place": placed.take(lambda place: place.name),
            "place_ur": placed.take(lambda place: place.name_ur or ""),
            "level": _texts(row.where.level for row in rows),
            "toponym": _texts(row.where.toponym for row in rows),
            "how": _texts(row.where.how for row in rows),
            "latitude": latitude,
            "longitude": longitude,
            "radius_km": radius,
            "admin1": placed.take(lambda place: self._area(place, "province")),
            "admin2": placed.take(lambda place: self._area(place, "district")),
            "event_type": _texts(row.event_type for row in rows),
            "event_label": _texts(EVENT_TYPES[row.event_type].label for row in rows),
            "attack_types": _objects(row.attack_types for row in rows),
            "target_kinds": _objects(tuple(target.kind for target in row.targets) for row in rows),
            "actors": _objects(actors_of(row.actors) for row in rows),
            "campaign": _texts(row.campaign for row in rows),
            "dataset": _texts(row.dataset for row in rows),
            "sources": _objects(row.sources for row in rows),
            "place_note": _texts(row.where.note for row in rows),
            "note": _texts(row.note for row in rows),
        }
        return pd.DataFrame(columns)

    def _area(self, place: Place, level: str) -> str:
        """Return the name of the place itself or of the area around it that has this level."""
        areas = (place, *self.gazetteer.ancestors(place.id))
        return next((area.name for area in areas if area.level == level), "")

    def geometry(self, rows: Codes) -> npt.NDArray[Any]:
        """Return the geometry of some rows: the polygon of an area, the point of a town or site."""
        whole = self.frame
        at_point = self._at_point[rows]
        taken = self._polygons[self.placed.codes[rows]]
        longitude, latitude = whole["longitude"].to_numpy()[rows], whole["latitude"].to_numpy()[rows]
        taken[at_point] = shapely.points(longitude[at_point], latitude[at_point])
        return taken

    @cached_property
    def _at_point(self) -> Mask:
        return np.array([incident.where.level in POINT_LEVELS for incident in self.incidents], dtype=bool)

    @cached_property
    def _polygons(self) -> npt.NDArray[Any]:
        polygons = np.empty(len(self.placed.places), dtype=object)
        polygons[:] = [place.geometry for place in self.placed.places]
        return polygons

    def within(self, bounds: tuple[float, float, float, float]) -> Mask:
        """Return which rows' geometry meets the box (west, south, east, north)."""
        box = shapely.box(*bounds)
        at_area = shapely.intersects(self._polygons, box)[self.placed.codes]
        west, south, east, north = bounds
        longitude, latitude = self.frame["longitude"].to_numpy(), self.frame["latitude"].to_numpy()
        inside = (longitude >= west) & (longitude <= east) & (latitude >= south) & (latitude <= north)
        return np.where(self._at_point, inside, at_area)

    @cached_property
    def text(self) -> npt.NDArray[Any]:
        """What free text is searched in, folded: titles, names of places, actors, notes."""
        places = [_folded((place.name, place.name_ur or "", *place.aliases)) for place in self.placed.places]
        own = (
            "\n".join(
                (
                    incident.title,
                    incident.where.toponym,
                    incident.type_as_written,
                    incident.note,
                    incident.where.note,
                    *(participant.name or participant.actor for participant in incident.actors),
                )
            ).casefold()
            for incident in self.incidents
        )
        texts = [f"{places[code]}\n{words}" for code, words in zip(self.placed.codes.tolist(), own, strict=True)]
        return _objects(texts)


def _folded(words: Iterable[str]) -> str:
    return "\n".join(words).casefold()


def _own(own: list[float | None], otherwise: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    values = np.array([np.nan if value is None else value for value in own], dtype=float)
    return np.where(np.isnan(values), otherwise, values)


def _texts(values: Iterable[str]) -> npt.NDArray[Any]:
    return _objects(values)


def _objects(values: Iterable[Any]) -> npt.NDArray[Any]:
    listed = list(values)
    array = np.empty(len(listed), dtype=object)
    for index, value in enumerate(listed):
        array[index] = value
    return array
