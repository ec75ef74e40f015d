"""The gazetteer as a geopy geocoder, and a chain that asks an online one only when it was switched on."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false, reportUnknownLambdaType=false

from collections.abc import Mapping, Sequence
from typing import Any

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from gazetteer.errors import NetworkRefused
from gazetteer.gazetteer import Gazetteer
from gazetteer.place import Candidate, Match, Place

ADDRESS_KEYS = {
    "site": "locality",
    "town": "town",
    "tehsil": "county",
    "district": "district",
    "division": "state_district",
    "province": "state",
    "country": "country",
}
COUNTRY_CODES = {
    "country:pakistan": "pk",
    "country:afghanistan": "af",
    "country:iran": "ir",
    "country:india": "in",
    "country:china": "cn",
    "country:oman": "om",
    "country:united-arab-emirates": "ae",
}
IMPORTANCE = {
    "country": 0.9,
    "province": 0.8,
    "division": 0.6,
    "district": 0.55,
    "tehsil": 0.4,
    "town": 0.45,
    "site": 0.2,
}


class OfflineAdapter(BaseSyncAdapter):
    """A geopy adapter that refuses every request: this geocoder has nothing to ask for."""

    def get_json(self, url: str, **_: Any) -> Any:
        raise NetworkRefused(f"the gazetteer asks no server, not even {url!r}")

    def get_text(self, url: str, **_: Any) -> Any:
        raise NetworkRefused(f"the gazetteer asks no server, not even {url!r}")


class GazetteerGeocoder(Geocoder):
    """A geopy geocoder that answers from the embedded gazetteer, offline.

    Parameters
    ----------
    gazetteer : the places to answer from; the embedded ones and the person's own when left out.
    timeout, user_agent : taken for the sake of code that passes them to every geocoder.

    Examples
    --------
    >>> place = GazetteerGeocoder().geocode("Noshki")
    >>> place.address, place.raw["how"]
    ('Noshki, Rakhshan, Balochistan, Pakistan', 'exact')
    >>> GazetteerGeocoder().geocode("Dasht") is None        # ambiguous
    True
    >>> [found.raw["place_id"] for found in GazetteerGeocoder().geocode("Dasht", exactly_one=False)]
    ['tehsil:dasht-kech', 'tehsil:dasht-mastung']
    """

    def __init__(
        self, gazetteer: Gazetteer | None = None, *, timeout: Any = DEFAULT_SENTINEL, user_agent: str | None = None
    ) -> None:
        super().__init__(timeout=timeout, user_agent=user_agent, adapter_factory=OfflineAdapter)
        self.gazetteer = gazetteer or Gazetteer.load()

    def geocode(
        self,
        query: str | Mapping[str, str],
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002 - geopy's callers pass it
        within: str | None = None,
        level: str | None = None,
        limit: int | None = None,
    ) -> Location | list[Location] | None:
        """Location of a name.

        Parameters
        ----------
        query : a name, a phrase, or a mapping of address parts, finest first (``{"town": ..., "state": ...}``).
        exactly_one : one location, or None when the name is unknown or ambiguous; else a list of every reading.
        within, level : as in :meth:`Gazetteer.resolve`.
        limit : how many readings at most.
        """
        text = ", ".join(part for part in query.values() if part) if isinstance(query, Mapping) else query
        found = self.gazetteer.resolve(text, within, level)
        if exactly_one:
            return self._location(found) if found.place else None
        locations = [self._location(found)] if found.place else []
        chosen = found.place.id if found.place else None
        locations += [self._reading(found, other) for other in found.candidates if other.place.id != chosen]
        return locations[:limit] or None

    def reverse(
        self,
        query: Point | str | Sequence[float],
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002 - geopy's callers pass it
        limit: int | None = None,
    ) -> Location | list[Location] | None:
        """What lies at a point: the finest place, or with ``exactly_one=False`` all of them, finest first.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            The point cannot be read.

        Examples
        --------
        >>> GazetteerGeocoder().reverse((25.263, 63.4692)).raw["place_id"]
        'town:pasni'
        """
        try:
            point = query if isinstance(query, Point) else Point(query)
        except (TypeError, ValueError) as error:
            raise GeocoderQueryError(f"not a point: {query!r}; use 'latitude, longitude'") from error
        places = self.gazetteer.reverse(point.latitude, point.longitude)
        locations = [self._at(place) for place in places]
        if exactly_one:
            return locations[0] if locations else None
        return locations[:limit] or None

    def _location(self, found: Match) -> Location:
        assert found.place is not None
        raw = self._raw(found.place) | {
            "how": found.how,
            "score": found.score,
            "note": found.note,
            "radius_km": found.radius_km,
        }
        raw |= {"lat": str(found.latitude), "lon": str(found.longitude)}
        return Location(raw["display_name"], (found.latitude, found.longitude), raw)

    def _reading(self, found: Match, candidate: Candidate) -> Location:
        place = candidate.place
        raw = self._raw(place) | {
            "how": candidate.how,
            "score": candidate.score,
            "note": found.note,
            "radius_km": place.radius_km,
        }
        return Location(raw["display_name"], (place.latitude, place.longitude), raw)

    def _at(self, place: Place) -> Location:
        raw = self._raw(place) | {"how": "reverse", "score": 1.0, "note": "", "radius_km": place.radius_km}
        return Location(raw["display_name"], (place.latitude, place.longitude), raw)

    def _raw(self, place: Place) -> dict[str, Any]:
        """A record with the keys of a Nominatim answer."""
        line = (place, *self.gazetteer.ancestors(place.id))
        west, south, east, north = place.bounds
        names = [one.name for at, one in enumerate(line) if at == 0 or one.name != line[at - 1].name]
        address = {ADDRESS_KEYS[one.level]: one.name for one in line}
        code = next((COUNTRY_CODES[one.id] for one in line if one.id in COUNTRY_CODES), None)
        is_area = place.geometry is not None
        return {
            "place_id": place.id,
            "licence": place.source,
            "lat": str(place.latitude),
            "lon": str(place.longitude),
            "class": "boundary" if is_area else "place",
            "type": "administrative" if is_area else place.level if place.level == "town" else "locality",
            "importance": IMPORTANCE[place.level],
            "addresstype": place.level,
            "name": place.name,
            "display_name": ", ".join(names),
            "address": address | ({"country_code": code} if code else {}),
            "boundingbox": [f"{edge:.4f}" for edge in (south, north, west, east)],
        }


class GeocoderChain:
    """The gazetteer first; then, only if it was switched on, an online geocoder for names that are unknown.

    Parameters
    ----------
    online : any geopy geocoder, or None. It is not called unless *allow_online* is true.
    allow_online : the person's explicit choice. Off by default: a name that is looked up may be confidential.
    gazetteer : the geocoder that answers first.

    Errors of the online geocoder are not hidden: an outage is not an unknown place.

    Examples
    --------
    >>> GeocoderChain().geocode("Turbat").raw["how"]
    'exact'
    >>> GeocoderChain().geocode("Atlantis") is None
    True
    """

    def __init__(
        self,
        online: Geocoder | None = None,
        *,
        allow_online: bool = False,
        gazetteer: GazetteerGeocoder | None = None,
    ) -> None:
        self.first = gazetteer or GazetteerGeocoder()
        self.online = online if allow_online else None

    def geocode(self, query: str, *, exactly_one: bool = True, **choices: Any) -> Location | list[Location] | None:
        """As :meth:`GazetteerGeocoder.geocode`; ``raw["how"]`` is ``"online"`` for an answer from the network."""
        found = self.first.gazetteer.resolve(query, choices.get("within"), choices.get("level"))
        if self.online is None or found.how not in ("unknown", "outside"):
            return self.first.geocode(query, exactly_one=exactly_one, **choices)
        asked = f"{query}, {choices['within']}" if choices.get("within") else query
        answer: Any = self.online.geocode(asked, exactly_one=exactly_one)  # type: ignore[attr-defined]
        for location in answer if isinstance(answer, list) else [answer] if answer else []:
            location.raw["how"] = "online"
        return answer

    def reverse(self, query: Any, *, exactly_one: bool = True, **choices: Any) -> Location | list[Location] | None:
        """As :meth:`GazetteerGeocoder.reverse`; the online geocoder is asked for points outside the data."""
        found = self.first.reverse(query, exactly_one=exactly_one, **choices)
        if found is not None or self.online is None:
            return found
        answer: Any = self.online.reverse(query, exactly_one=exactly_one)  # type: ignore[attr-defined]
        return answer
