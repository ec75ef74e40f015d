"""The gazetteer: places by id and by name, up and down the hierarchy, and by position."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false, reportUnknownLambdaType=false

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from functools import lru_cache
from pathlib import Path

import shapely

from gazetteer.apart import great_circle_km
from gazetteer.errors import UnknownLevel, UnknownPlace
from gazetteer.extension import RowProblem, kept_files
from gazetteer.home import home
from gazetteer.load import embedded_places, own_places
from gazetteer.names import Names, is_home
from gazetteer.place import LEVELS, Match, Place
from gazetteer.resolve import Resolver

REMEMBERED = 50_000
"""Answers kept for names that come again."""


class Gazetteer:
    """Places and the names people use for them. Use :meth:`load`.

    >>> g = Gazetteer.load()
    >>> g.resolve("Noshki").place.id
    'district:noshki'
    >>> g.resolve("Dasht").how, g.resolve("Dasht", within="Kech").place.id
    ('ambiguous', 'tehsil:dasht-kech')
    """

    def __init__(self, places: Iterable[Place], problems: Iterable[tuple[Path, RowProblem]] = ()) -> None:
        self.problems = tuple(problems)
        self._places = {place.id: place for place in places}
        self._children: defaultdict[str, list[Place]] = defaultdict(list)
        for place in self._places.values():
            if place.parents:
                self._children[place.parents[0]].append(place)
        self._names = Names(self._places.values())
        self._resolver = Resolver(self._places, self._names)
        self._answers: dict[tuple[str, str | None, str | None], Match] = {}
        shapes = [(place, place.geometry) for place in self._places.values() if place.geometry is not None]
        self._areas = [place for place, _ in shapes]
        self._points = [place for place in self._places.values() if place.geometry is None]
        self._area_tree = shapely.STRtree([shape for _, shape in shapes])
        self._point_tree = shapely.STRtree([shapely.Point(place.longitude, place.latitude) for place in self._points])

    def also(self, places: Iterable[Place]) -> "Gazetteer":
        """The same gazetteer with more places, which are known by their ids only: no name leads to them, and no position.

        >>> g = Gazetteer.load().also([Place("outside:mali", "Mali", "country", 17.0, -4.0, 900.0, ())])
        >>> g.place("outside:mali").name, g.resolve("Mali").how == Gazetteer.load().resolve("Mali").how
        ('Mali', True)
        """
        more = {place.id: place for place in places if place.id not in self._places}
        if not more:
            return self
        wider = copy(self)
        wider._places = {**self._places, **more}
        wider._children = defaultdict(list, {above: list(below) for above, below in self._children.items()})
        for place in more.values():
            if place.parents:
                wider._children[place.parents[0]].append(place)
        return wider

    @classmethod
    def load(cls, extra: str | Path | None = None) -> "Gazetteer":
        """The embedded places, and the person's own from the folder *extra* (default: the data folder's).

        Cached until a file of that folder changes. Rows of the person's files that cannot be used are left out and
        listed in ``problems``, as (file, problem).
        """
        folder = Path(extra) if extra is not None else home() / "gazetteer"
        stats = ((path.name, path.stat()) for path in kept_files(folder))
        state = tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)
        return _load(folder if state else None, state)

    def resolve(self, name: str, within: str | None = None, level: str | None = None) -> Match:
        """Which place a name means. Ambiguous and unknown names are answers, not exceptions.

        Parameters
        ----------
        name : as a person wrote it: a name in Latin or Arabic script, or a phrase such as "10 km west of Turbat".
        within : name or id of an area. Only places inside it are considered; a name that is not known there is
            answered with the area itself (``how="area"``).
        level : one of :data:`gazetteer.LEVELS`. Without it a district is preferred to a town, then tehsil, division.

        Raises
        ------
        UnknownLevel
            There is no such level.

        Examples
        --------
        >>> m = Gazetteer.load().resolve("Qilla Saif ullah")
        >>> m.place.id, m.how, m.score
        ('district:killa-saifullah', 'alias', 0.98)
        >>> Gazetteer.load().resolve("Mustang").place is None
        True
        """
        if level is not None and level not in LEVELS:
            raise UnknownLevel(f"no level is called {level!r}; use one of {', '.join(LEVELS)}")
        asked = (name, within, level)
        if asked not in self._answers:
            if len(self._answers) >= REMEMBERED:
                self._answers.clear()
            self._answers[asked] = self._resolver.resolve(name, within, level)
        return self._answers[asked]

    def resolve_all(self, names: Iterable[str], within: str | None = None, level: str | None = None) -> list[Match]:
        """One match a name, in order; names that repeat are looked up once.

        >>> [m.place.id for m in Gazetteer.load().resolve_all(["Pasni", "Tump", "Pasni"])]
        ['town:pasni', 'tehsil:tump', 'town:pasni']
        """
        return [self.resolve(name, within, level) for name in names]

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
            raise UnknownPlace(
                f"no place has the id {place_id!r}; find ids with 'python -m gazetteer search'"
            ) from None

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
        """What lies at a point, finest first: a town in reach, then the areas that hold it; empty outside the data.

        >>> [place.id for place in Gazetteer.load().reverse(25.2630, 63.4692)][:3]
        ['town:pasni', 'tehsil:pasni', 'district:gwadar']
        >>> Gazetteer.load().reverse(0.0, 0.0)
        ()
        """
        point = shapely.Point(longitude, latitude)
        holding = [self._areas[index] for index in self._area_tree.query(point, predicate="intersects")]
        finest = max(holding, key=lambda area: LEVELS.index(area.level), default=None)
        areas = (finest, *self.ancestors(finest.id)) if finest else ()
        nearest = self._nearest_town(point)
        if nearest is None:
            return areas
        return (nearest, *(areas or self.ancestors(nearest.id)))

    def _nearest_town(self, point: shapely.Point) -> Place | None:
        """The town or site that is nearest, when the point is within its reach."""
        index = self._point_tree.nearest(point)
        place = self._points[index]
        away = great_circle_km((point.y, point.x), (place.latitude, place.longitude)) if abs(point.y) <= 90 else 1e9
        return place if away <= place.radius_km else None

    def search(self, prefix: str, limit: int = 10) -> tuple[Place, ...]:
        """Places with a name that begins with *prefix*: those of Balochistan first, the broadest level first.

        >>> [place.id for place in Gazetteer.load().search("gwad", limit=2)]
        ['district:gwadar', 'tehsil:gwadar']
        """
        found = (self._places[place_id] for place_id in self._names.starting(prefix))
        ranked = sorted(found, key=lambda place: (not is_home(place), LEVELS.index(place.level), place.name, place.id))
        return tuple(ranked[: max(0, limit)])


@lru_cache(maxsize=1)
def _embedded() -> tuple[Place, ...]:
    return embedded_places()


@lru_cache(maxsize=4)
def _load(folder: Path | None, state: tuple[tuple[str, int, int], ...]) -> Gazetteer:  # noqa: ARG001 - a cache key
    """The gazetteer for the files that a folder holds in this *state* (names, times, sizes)."""
    own, problems = own_places(folder, _embedded()) if folder else ((), ())
    return Gazetteer((*_embedded(), *own), problems)
