"""The nouns of this package: a place, a candidate for a name, and the answer to a name."""

from dataclasses import dataclass, field
from functools import cached_property

from shapely.geometry.base import BaseGeometry

LEVELS = ("country", "province", "division", "district", "tehsil", "town", "site")
"""From the coarsest to the finest."""

HOWS = ("exact", "alias", "key", "fuzzy", "area", "relative", "ambiguous", "outside", "unknown")
"""How a name was matched. The last three carry no place; ``outside`` is a large city of a country that is not in the data."""


@dataclass(frozen=True)
class Place:
    """One place of the gazetteer.

    Parameters
    ----------
    id : stable, URL-safe and lower case, such as ``"district:gwadar"`` or ``"town:pasni"``.
    name : in Latin script.
    level : one of :data:`LEVELS`.
    latitude, longitude : WGS84 degrees; a point inside the polygon, or the town itself.
    radius_km : how far from the point the place may reach.
    parents : ids of the areas that hold it, nearest first.
    geometry : the polygon, where there is one (WGS84, longitude first).
    name_ur : the name in Urdu, where a source has it.
    aliases : other names and spellings.
    source : a key of ``sources.toml``, or ``"user"``.
    """

    id: str
    name: str
    level: str
    latitude: float
    longitude: float
    radius_km: float
    parents: tuple[str, ...]
    geometry: BaseGeometry | None = field(default=None, repr=False, compare=False)
    name_ur: str | None = None
    aliases: tuple[str, ...] = ()
    source: str = "user"

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """(west, south, east, north) in degrees: of the polygon, or of a box around the point.

        >>> [round(edge, 2) for edge in Place("town:x", "X", "town", 26.0, 63.0, 11.1, ()).bounds]
        [62.89, 25.9, 63.11, 26.1]
        """
        if self.geometry is not None:
            west, south, east, north = self.geometry.bounds
            return west, south, east, north
        reach = self.radius_km / 111.2
        wide = reach / max(0.1, 1 - (self.latitude / 90) ** 2)
        return self.longitude - wide, self.latitude - reach, self.longitude + wide, self.latitude + reach


@dataclass(frozen=True)
class Candidate:
    """One reading of a name: the place, how the name led to it, and how sure that is (0 to 1).

    Beside :data:`HOWS`, ``how`` may be ``"maybe"``: a suggestion beside an unknown name, too far off to be an answer.
    """

    place: Place
    how: str
    score: float


@dataclass(frozen=True)
class Match:
    """The answer to one name.

    Parameters
    ----------
    query : the name as it was given.
    candidates : every reading, the best first.
    how : one of :data:`HOWS`.
    place : the answer, or None when the name is ambiguous or unknown.
    score : 0 to 1.
    note : one plain sentence for a person, empty when the match is exact.
    latitude, longitude, radius_km : where that is; differs from the place for "10 km west of Turbat".
    """

    query: str
    candidates: tuple[Candidate, ...]
    how: str
    place: Place | None = None
    score: float = 0.0
    note: str = ""
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None
