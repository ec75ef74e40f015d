"""How places, actors and datasets of an atlas are called, and which of them it has."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from incidents.problem import LABEL, shorten
from incidents.vocabulary import ACTORS
from incidents.wording import id_words, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gazetteer import Gazetteer
    from incidents.dataset import Dataset, DatasetInfo
    from incidents.imported import ImportedPart
    from incidents.record import Campaign, Incident
    from incidents.selection import Selection


class Names:
    """What an `Atlas` says of ids; it sets the fields."""

    gazetteer: Gazetteer
    _datasets: tuple[Dataset, ...]
    _imported: Mapping[str, ImportedPart]
    _infos: tuple[DatasetInfo, ...]
    _incidents: Mapping[str, Incident]
    _campaigns: Mapping[str, Campaign]
    _origins: Mapping[str, str]

    def area_of(self, place_id: str, level: str) -> str:
        """Return the id of the area of a level that holds a place; the place's own where none does."""
        chain = (self.gazetteer.place(place_id), *self.gazetteer.ancestors(place_id))
        return next((place.id for place in chain if place.level == level), place_id)

    def reported(self, selection: Selection) -> tuple[tuple[str, str, str], ...]:
        """Return what of a selection cannot be followed, as (field, value, reason): unreadable parts of a link, and
        places, datasets or actors that the atlas does not have."""
        missing = [("datasets", each, "no dataset has this id") for each in selection.datasets if each not in self._ids]
        missing += [("places", each, "no place has this id") for each in selection.places if not self.has_place(each)]
        missing += [("actors", each, "no actor has this id") for each in selection.actors if not self._has_actor(each)]
        claimant = selection.rule.partition(":")[2]
        missing += (
            [("rule", selection.rule, "no actor has this id")] if claimant and not self._has_actor(claimant) else []
        )
        return (*selection.reported, *missing)

    def _has_actor(self, actor: str) -> bool:
        return actor in ACTORS or actor in self._names

    def actor_label(self, actor: str) -> str:
        """Return an actor's name, cut to a label's length: the vocabulary's, else as a record wrote it."""
        if actor in ACTORS:
            return ACTORS[actor].label
        return shorten(one_line(self._names.get(actor, id_words(actor))), LABEL)

    @cached_property
    def _names(self) -> dict[str, str]:
        """The names of actors that the vocabulary does not have, by id."""
        names: dict[str, str] = {}
        for record in (*self._incidents.values(), *self._campaigns.values()):
            for participant in record.actors:
                if participant.name:
                    names.setdefault(participant.actor, participant.name)
        for dataset in self._datasets:
            for claim in dataset.claims:
                if claim.claimant_name:
                    names.setdefault(claim.claimant, claim.claimant_name)
        for part in self._imported.values():
            names = {**part.names, **names}
        return names

    def place_label(self, place_id: str) -> str:
        """Return a place's name, with its level where that is an area below a province: "Gwadar district"."""
        if not self.has_place(place_id):
            return id_words(place_id)
        place = self.gazetteer.place(place_id)
        return f"{place.name} {place.level}" if place.level in ("division", "district", "tehsil") else place.name

    def has_place(self, place_id: str) -> bool:
        """Return whether the gazetteer has a place with this id."""
        try:
            self.gazetteer.place(place_id)
        except KeyError:
            return False
        return True

    def contains(self, area: str, place_id: str) -> bool:
        """Return whether an area is a place itself or around it; never for a place that the gazetteer does not have."""
        return area == place_id or (self.has_place(place_id) and self.gazetteer.contains(area, place_id))

    def datasets_of(self, record: Incident | Campaign) -> tuple[str, ...]:
        """Return the datasets that a record answers to: its own, and the one that it was taken from."""
        return tuple(dict.fromkeys((record.dataset, self._origins.get(record.id, record.dataset))))

    def promoted_from(self, record_id: str) -> str:
        """Return in words where a curated incident was promoted from; empty for any other."""
        return next((dataset.promoted[record_id] for dataset in self._datasets if record_id in dataset.promoted), "")

    def dataset_label(self, dataset: str) -> str:
        """Return a dataset's title, cut to a label's length."""
        return shorten(one_line(self._ids.get(dataset, id_words(dataset))), LABEL)

    @cached_property
    def _ids(self) -> dict[str, str]:
        return {info.id: info.title for info in self._infos}
