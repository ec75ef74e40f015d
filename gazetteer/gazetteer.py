"""The gazetteer: places by id and by name, up and down the hierarchy, and by position."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import shapely

from gazetteer.errors import UnknownPlace
from gazetteer.load import embedded_places
from gazetteer.place import LEVELS, Candidate, Match, Place
from gazetteer.spelling import plain

PREFERENCE = ("district", "town", "tehsil", "division", "province", "country", "site")


class Gazetteer:
    """Places and the names people use for them. Use :meth:`load`.

    >>> g = Gazetteer.load()
    >>> g.resolve("Noshki").place.id
    'district:nushki'
    """

    def __init__(self, places: Iterable[Place]) -> None:
        self._places = {place.id: place for place in places}
        self._children: defaultdict[str, list[Place]] = defaultdict(list)
        self._names: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for place in self._places.values():
            if place.parents:
                self._children[place.parents[0]].append(place)
            for alias in (*place.aliases, place.name_ur or ""):
                self._names[plain(alias)].setdefault(place.id, "alias")
            self._names[plain(place.name)][place.id] = "exact"
        self._areas = [place for place in self._places.values() if place.geometry is not None]
        self._tree = shapely.STRtree([place.geometry for place in self._areas])

    @classmethod
    def load(cls, extra: str | Path | None = None) -> "Gazetteer":
        """The embedded places, and the person's own from the folder *extra* (default: the data folder's). Cached."""
        return _load(str(extra) if extra is not None else None)

    def resolve(self, name: str, within: str | None = None, level: str | None = None) -> Match:
        """Which place a name means."""
        found = self._names.get(plain(name), {}) if plain(name) else {}
        area = self._area_id(within)
        readings = [
            Candidate(self._places[place_id], how, 1.0 if how == "exact" else 0.98)
            for place_id, how in found.items()
            if (level is None or self._places[place_id].level == level)
            and (area is None or self.contains(area, place_id))
        ]
        readings.sort(key=lambda c: (PREFERENCE.index(c.place.level), c.how != "exact"))
        if not readings:
            return Match(name, (), "unknown", note=f"no place is called {name!r}")
        best = readings[0]
        where = best.place
        return Match(name, tuple(readings), best.how, where, best.score, "", where.latitude, where.longitude, where.radius_km)  # fmt: skip

    def resolve_all(self, names: Iterable[str], within: str | None = None, level: str | None = None) -> list[Match]:
        """One match a name, in order."""
        return [self.resolve(name, within, level) for name in names]

    def _area_id(self, within: str | None) -> str | None:
        if within is None or within in self._places:
            return within
        found = self.resolve(within).place
        return found.id if found else None

    def place(self, place_id: str) -> Place:
        """The place with this id.

        Raises
        ------
        UnknownPlace
            No place has this id.
        """
        try:
            return self._places[place_id]
        except KeyError:
            raise UnknownPlace(f"no place has the id {place_id!r}; find ids with 'python -m gazetteer search'") from None

    def places(self, level: str | None = None) -> tuple[Place, ...]:
        """All places, or those of one level, in the order of the data files."""
        return tuple(place for place in self._places.values() if level is None or place.level == level)

    def children(self, place_id: str) -> tuple[Place, ...]:
        """The places directly below this one."""
        return tuple(self._children[self.place(place_id).id])

    def ancestors(self, place_id: str) -> tuple[Place, ...]:
        """The areas that hold this place, nearest first."""
        return tuple(self._places[parent] for parent in self.place(place_id).parents)

    def contains(self, area_id: str, place_id: str) -> bool:
        """Whether the area is the place itself or one of its ancestors."""
        return area_id == place_id or area_id in self.place(place_id).parents

    def reverse(self, latitude: float, longitude: float) -> tuple[Place, ...]:
        """The areas that hold a point, finest first; empty outside the data."""
        hits = self._tree.query(shapely.Point(longitude, latitude), predicate="intersects")
        if not len(hits):
            return ()
        finest = max((self._areas[index] for index in hits), key=lambda area: LEVELS.index(area.level))
        return (finest, *self.ancestors(finest.id))

    def search(self, prefix: str, limit: int = 10) -> tuple[Place, ...]:
        """Places with a name that begins with *prefix*, the broadest level first."""
        wanted = plain(prefix)
        found = {place_id for name, ids in self._names.items() if wanted and name.startswith(wanted) for place_id in ids}
        ranked = sorted((self._places[i] for i in found), key=lambda p: (LEVELS.index(p.level), p.name))
        return tuple(ranked[:limit])


@lru_cache(maxsize=4)
def _load(extra: str | None) -> Gazetteer:
    return Gazetteer(embedded_places())
