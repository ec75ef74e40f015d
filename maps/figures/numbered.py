"""The places of a figure with their numbers as it prints them: one table, which the alt texts of all languages put into words."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incidents.units import kinds_of, stand_apart
from incidents.vocabulary import UNKNOWN_PLACE
from maps.figures.words import clean
from maps.symbols import POINT_LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from gazetteer import Gazetteer, Place
    from incidents import Atlas
    from incidents.units import Kinds
    from maps.figures.marks import Area, Spot
    from maps.figures.subject import Subject


@dataclass(frozen=True)
class Numbered:
    """An area or a point with its number of incidents."""

    name: str
    name_ur: str
    level: str
    """Of an area; of a town or site only where another place has its name."""
    count: int
    within: Place | None = None
    """The area that tells a point from another of its name."""


@dataclass(frozen=True)
class Table:
    """What a figure prints numbers of."""

    areas: tuple[Numbered, ...]
    points: tuple[Numbered, ...]
    symbols: int
    """At how many points something is known to a town or site."""


def table_of(subject: Subject) -> Table:
    """Return the places of a figure with their numbers, the busiest first: those of a choropleth are its districts."""
    if subject.recipe.kind == "choropleth":
        from maps.figures.choropleth import areas_of, shading_of

        return tabled(areas_of(subject, shading_of(subject)), (), subject.atlas.gazetteer)
    return tabled(subject.areas, subject.spots, subject.atlas.gazetteer)


def tabled(areas: Iterable[Area], spots: Sequence[Spot], gazetteer: Gazetteer) -> Table:
    """Return areas, and spots under the names that stand beside them, with their numbers."""
    found = [(area.place_id, Numbered(area.name, area.name_ur, area.level, area.count)) for area in areas]
    points = _points(spots, gazetteer)
    apart = _told_apart(points, Counter(each.name for _, each in (*found, *points)), gazetteer)
    at = len({(spot.longitude, spot.latitude) for spot in spots})
    return Table(_busiest(each for _, each in found), _busiest(apart), at)


def _busiest(found: Iterable[Numbered]) -> tuple[Numbered, ...]:
    return tuple(sorted(found, key=lambda each: (-each.count, each.name, each.level)))


def _points(spots: Iterable[Spot], gazetteer: Gazetteer) -> list[tuple[str, Numbered]]:
    """Return spots of one place and name together, whatever the kinds of event there."""
    counts, in_urdu = Counter[tuple[str, str]](), dict[tuple[str, str], str]()
    called = functools.cache(lambda place_id: _called(gazetteer.place(place_id)))
    for spot in spots:
        own, own_urdu = called(spot.place_id)
        name = spot.name or own
        in_urdu.setdefault((spot.place_id, name), spot.name_ur or (own_urdu if name == own else ""))
        counts[spot.place_id, name] += spot.number
    return [(key[0], Numbered(key[1], in_urdu[key], "", count)) for key, count in counts.items()]


def _called(place: Place) -> tuple[str, str]:
    return clean(place.name), clean(place.name_ur or "")


def _told_apart(
    points: Sequence[tuple[str, Numbered]], shared: Counter[str], gazetteer: Gazetteer
) -> Iterable[Numbered]:
    """Yield points, those that share a name with another place under their level, or where that is no help, with their area."""
    among = Counter(each.name for _, each in points)
    for place_id, each in points:
        place = gazetteer.place(place_id)
        if shared[each.name] == 1:
            yield each
        elif among[each.name] == 1 and place.level in POINT_LEVELS:
            yield replace(each, level=place.level)
        else:
            yield replace(each, within=_area_of(place, gazetteer))


def _area_of(place: Place, gazetteer: Gazetteer) -> Place | None:
    chain = (place, *gazetteer.ancestors(place.id))
    areas = [each for each in chain if each.level not in POINT_LEVELS]
    districts = [each for each in areas if each.level == "district"]
    return next(iter([place] if place in areas else districts or areas), None)


def kinds_of_records(atlas: Atlas, records: pd.DataFrame) -> Kinds:
    """Return in how many places of which kinds records are, as far as that is known (see `incidents.units`)."""
    known = records.loc[records["level"] != UNKNOWN_PLACE, "place_id"].unique()
    return kinds_of(atlas.gazetteer.place(str(each)).level for each in known)


def have_places_apart(atlas: Atlas, records: pd.DataFrame) -> bool:
    """Return whether a map shows places under their own name that are counted with the area around them."""
    known = records.loc[records["level"] != UNKNOWN_PLACE, ["level", "place_id"]].drop_duplicates()
    places = map(atlas.gazetteer.place, map(str, known["place_id"]))
    return stand_apart(zip(map(str, known["level"]), (place.level for place in places), strict=True))
