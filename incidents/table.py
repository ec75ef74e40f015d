"""The incidents that are records as columns: those of the embedded dataset, of a person's sheets and files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from incidents.coding import Coded, Codes, Mask, objects
from incidents.columns import NO_FIGURE, NOTES, Columns, Frame
from incidents.record import actors_of
from incidents.unplaced import UNPLACED
from incidents.vocabulary import EVENT_TYPES

if TYPE_CHECKING:
    from gazetteer import Gazetteer, Place
    from incidents.record import Campaign, Incident

POINT_LEVELS: Final = frozenset({"town", "site"})
LOCATED: Final = ("place_id", "level", "latitude", "longitude")
"""The columns of which the geometry is made."""


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
        origins: Mapping[str, str],
    ) -> None:
        self.origins = origins
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

    def columns(self) -> Columns:
        """Return the incidents as columns of codes."""
        rows, nothing = self.incidents, np.full(len(self), NO_FIGURE, dtype=np.float32)
        return Columns(
            first=self.start.astype(np.int32),
            last=self.end.astype(np.int32),
            precision=Coded.of(row.when.precision for row in rows),
            place=Coded(self.placed.codes, self.placed.ids),
            level=Coded.of(row.where.level for row in rows),
            latitude=self.frame["latitude"].to_numpy(),
            longitude=self.frame["longitude"].to_numpy(),
            event_type=Coded.of(row.event_type for row in rows),
            attacks=Coded.of(row.attack_types for row in rows),
            targets=Coded.of(tuple(target.kind for target in row.targets) for row in rows),
            actors=Coded.of(tuple((each.actor, each.role) for each in row.actors) for row in rows),
            campaign=Coded.of(row.campaign for row in rows),
            dataset=Coded.of(row.dataset for row in rows),
            origin=Coded.of(self.origins.get(row.id, row.dataset) for row in rows),
            sources=Coded.of(row.sources for row in rows),
            toponym=Coded.of(row.where.toponym for row in rows),
            killed=nothing,
            other=nothing,
        )

    @cached_property
    def frame(self) -> Frame:
        """Every column of `Atlas.incidents` that does not depend on the selection, without geometry."""
        rows, placed = self.incidents, self.placed
        latitude = _own([row.where.latitude for row in rows], placed.take(lambda place: place.latitude, float))
        longitude = _own([row.where.longitude for row in rows], placed.take(lambda place: place.longitude, float))
        radius = _own([row.where.radius_km for row in rows], placed.take(lambda place: place.radius_km, float))
        columns: dict[str, Any] = {
            "id": objects(row.id for row in rows),
            "title": objects(row.title for row in rows),
            "start": self.start.astype("datetime64[s]"),
            "end": self.end.astype("datetime64[s]"),
            "date_precision": objects(row.when.precision for row in rows),
            "place_id": objects(row.where.place_id for row in rows),
            "place": placed.take(lambda place: "" if place is UNPLACED else place.name),
            "place_ur": placed.take(lambda place: place.name_ur or ""),
            "level": objects(row.where.level for row in rows),
            "toponym": objects(row.where.toponym for row in rows),
            "how": objects(row.where.how for row in rows),
            "latitude": latitude,
            "longitude": longitude,
            "given_latitude": np.full(len(rows), np.nan),
            "given_longitude": np.full(len(rows), np.nan),
            "radius_km": radius,
            "admin1": placed.take(lambda place: area_name(self.gazetteer, place, "province")),
            "admin2": placed.take(lambda place: area_name(self.gazetteer, place, "district")),
            "event_type": objects(row.event_type for row in rows),
            "event_label": objects(EVENT_TYPES[row.event_type].label for row in rows),
            "type_as_written": objects(row.type_as_written for row in rows),
            "attack_types": objects(row.attack_types for row in rows),
            "target_kinds": objects(tuple(target.kind for target in row.targets) for row in rows),
            "actors": objects(actors_of(row.actors) for row in rows),
            "campaign": objects(row.campaign for row in rows),
            "dataset": objects(row.dataset for row in rows),
            "sources": objects(row.sources for row in rows),
            "external_ids": objects(tuple(f"{each.scheme}:{each.id}" for each in row.external_ids) for row in rows),
            "place_note": objects(row.where.note for row in rows),
            "note": objects(row.note for row in rows),
        }
        return pd.DataFrame(columns)

    @cached_property
    def _text(self) -> npt.NDArray[Any]:
        """What free text is searched in, folded: titles, names of places, actors, notes."""
        places = [folded((place.name, place.name_ur or "", *place.aliases)) for place in self.placed.places]
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
        return objects(texts)

    def having(self, word: str) -> Mask:
        """Return which rows have a folded word in what free text is searched in."""
        return np.array([word in text for text in self._text], dtype=bool)

    def titles(self) -> Codes:
        """Return the titles of all rows."""
        return objects(incident.title for incident in self.incidents)

    def take(self, rows: Codes, notes: bool = True, columns: Collection[str] = ()) -> Frame:
        """Return some rows of `frame`, with all columns or some."""
        left_out = () if notes else NOTES
        names = [name for name in self.frame if name not in left_out and (not columns or name in columns)]
        return self.frame[names].take(rows).reset_index(drop=True)

    def located(self, rows: Codes) -> Frame:
        """Return ``place_id, level, latitude, longitude`` of some rows."""
        return self.take(rows)[list(LOCATED)]


def folded(words: Iterable[str]) -> str:
    return "\n".join(words).casefold()


def _own(own: list[float | None], otherwise: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    values = np.array([np.nan if value is None else value for value in own], dtype=float)
    return np.where(np.isnan(values), otherwise, values)


def area_name(gazetteer: Gazetteer, place: Place, level: str) -> str:
    """Return the name of a place itself or of the area around it that has this level; empty where there is none."""
    areas = (place, *gazetteer.ancestors(place.id))
    return next((area.name for area in areas if area.level == level), "")
