"""Puts the rows of a sheet on the ground: by name, by coordinates, or not at all, with the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import shapely

from gazetteer.apart import geodesic_km
from incidents.degrees import read_degrees
from incidents.problem import shorten
from incidents.record import Where
from incidents.vocabulary import PLACE_LEVELS

if TYPE_CHECKING:
    from gazetteer import Gazetteer, Match, Place

AREA: Final = "country:pakistan"
VAGUE_KM: Final = 20.0  # "150 km west of Quetta" reaches further than this: only its district is claimed
TOLERANCE_KM: Final = 10.0  # how far coordinates may lie from the place that a row names
MAX_NAME: Final = 400
LIKELY: Final = 0.7  # a name less alike than this is not offered as a guess
_SURE: Final = ("exact", "alias", "key", "relative")
COAST_KM: Final = 25.0  # how far off the coast coordinates still belong to the district that they are nearest to
_BLANK: Final = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "--", "?", "unknown"})


class Unplaced(ValueError):
    """Raised when a row cannot be placed: which field is to blame, why, and what to do."""

    def __init__(self, field: str, value: str, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.field = field
        self.value = value
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True)
class Asked:
    """What a row says of its place, as written; `within` is the finest area that it names."""

    name: str
    within: str = ""
    latitude: str = ""
    longitude: str = ""
    precision: str = ""


@dataclass(frozen=True)
class Placing:
    """Where a row is, how sure the gazetteer is (0 to 1), and notes for the report."""

    where: Where
    score: float
    notes: tuple[str, ...] = ()


class Placer:
    """Places rows inside an area; a name is resolved once however many rows have it.

    Parameters
    ----------
    gazetteer : Gazetteer
        Where names are looked up.
    within : str
        Id or name of the area in which a name is looked for first where a row names none.
    """

    def __init__(self, gazetteer: Gazetteer, within: str = AREA) -> None:
        self._gazetteer = gazetteer
        self._within = within
        self._area = gazetteer.place(AREA)
        self._known: dict[tuple[str, str], Match] = {}

    def place(self, asked: Asked) -> Placing:
        """Return where a row is; raises `Unplaced`."""
        point, notes = self._point(asked)
        if point is None:
            if asked.name.casefold() in _BLANK:
                raise Unplaced("place", asked.name, "no place", "name the place, or give latitude and longitude")
            placing = self._by_name(asked)
            return Placing(placing.where, placing.score, (*notes, *placing.notes))
        placing = self._by_point(asked, *point)
        return Placing(placing.where, placing.score, (*notes, *placing.notes))

    # By name

    def _by_name(self, asked: Asked) -> Placing:
        match = self._answer(asked)
        if match.place is None:
            raise self._unanswered(asked, match)
        country = self._country(match.place)
        if country.id != self._area.id:
            raise self._outside("place", asked.name, f"{match.place.name} is in {country.name}")
        notes = (match.note,) if match.note and match.how not in ("exact", "alias") else ()
        return Placing(self._where(asked, match, match.place), match.score, notes)

    def _answer(self, asked: Asked) -> Match:
        """Return what a name means: inside the row's area, else anywhere; the sheet's area decides between several."""
        name = asked.name if len(asked.name) <= MAX_NAME else ""
        if asked.within.casefold() not in _BLANK:
            self._check_within(asked.within)
            return self._resolve(name, asked.within)
        match = self._resolve(name, "")
        unsure = match.place is None or self._country(match.place).id != self._area.id
        if unsure and (match.how == "ambiguous" or match.place is not None):
            for area in dict.fromkeys((self._within, AREA)):
                inside = self._resolve(name, area)
                if inside.place is not None and inside.how in _SURE:
                    return inside
        return match

    def _check_within(self, within: str) -> None:
        area = self._resolve(within if len(within) <= MAX_NAME else "", "")
        if area.place is None and area.how != "ambiguous":
            raise Unplaced("within", within, "unknown area", "write the district or province, or leave it out")

    def _resolve(self, name: str, within: str) -> Match:
        if (name, within) not in self._known:
            self._known[name, within] = self._gazetteer.resolve(name, within=within or None)
        return self._known[name, within]

    def _unanswered(self, asked: Asked, match: Match) -> Unplaced:
        if match.how == "ambiguous" and match.candidates:
            labels = list(dict.fromkeys(self._label(each.place) for each in match.candidates))
            remedy = f"it could be {', '.join(labels[:6])}: {self._telling(asked, match)}"
            return Unplaced("place", asked.name, "ambiguous place", remedy)
        if match.how == "outside":
            return self._outside("place", asked.name, match.note)
        near = [self._label(each.place) for each in match.candidates[:3] if each.score >= LIKELY]
        guess = f"did you mean {' or '.join(near)}? " if near else ""
        remedy = f"{guess}correct it, give its latitude and longitude, or add the place to the gazetteer"
        return Unplaced("place", asked.name, "unknown place", remedy)

    def _telling(self, asked: Asked, match: Match) -> str:
        """Return what tells the candidates apart: their district, their level, else only coordinates."""
        places = list({each.place.id: each.place for each in match.candidates}.values())
        districts = [self._district(place) for place in places]
        if all(
            district and self._resolve(asked.name, district).place == place
            for district, place in zip(districts, places, strict=True)
        ):
            return "say which in a column 'within'"
        levelled = [place for place in places if self._resolve(f"{asked.name} {place.level}", "").place == place]
        if levelled:
            forms = " or ".join(repr(f"{asked.name} {place.level}") for place in levelled[:3])
            return f"write {forms}, or give its latitude and longitude"
        return "give its latitude and longitude"

    def _district(self, place: Place) -> str:
        """Return the id of the district around a place; empty for what is no smaller."""
        return next((parent for parent in place.parents if parent.startswith("district:")), "")

    def _label(self, place: Place) -> str:
        around = next((each for each in self._gazetteer.ancestors(place.id) if each.level == "district"), None)
        around = around or next(iter(self._gazetteer.ancestors(place.id)), None)
        return f"{place.name} ({place.level}{f', {around.name}' if around else ''})"

    def _country(self, place: Place) -> Place:
        return next((each for each in (place, *self._gazetteer.ancestors(place.id)) if each.level == "country"), place)

    def _where(self, asked: Asked, match: Match, place: Place) -> Where:
        if match.how != "relative" or match.latitude is None or match.longitude is None:
            return Where(place_id=place.id, level=place.level, toponym=asked.name, how=match.how, note=match.note)
        around = self._gazetteer.reverse(match.latitude, match.longitude)
        areas = self._inside(around)
        if around and not areas:
            raise self._outside("place", asked.name, f"{match.note}, in {self._country(around[-1]).name}")
        if (match.radius_km or 0) > VAGUE_KM:
            nested = (*areas, place, *self._gazetteer.ancestors(place.id))
            district = next((each for each in nested if each.level == "district"), place)
            return Where(
                place_id=district.id, level=district.level, toponym=asked.name, how="relative", note=match.note
            )
        return Where(
            place_id=place.id,
            level="town",
            toponym=asked.name,
            how="relative",
            latitude=match.latitude,
            longitude=match.longitude,
            radius_km=match.radius_km,
            note=match.note,
        )

    def _outside(self, field: str, value: str, where: str) -> Unplaced:
        remedy = f"{where}; the atlas covers {self._area.name}: correct it or take the row out"
        return Unplaced(field, value, f"outside {self._area.name}", remedy)

    # By coordinates

    def _point(self, asked: Asked) -> tuple[tuple[float, float] | None, list[str]]:
        """Return (latitude, longitude) where the row gives them, and why not where it does but they say nothing."""
        texts = (asked.latitude, asked.longitude)
        if all(text.casefold() in _BLANK for text in texts):
            return None, []
        try:
            latitude, longitude = (read_degrees(text) for text in texts)
        except ValueError:
            field, text = ("latitude", texts[0]) if not _readable(texts[0]) else ("longitude", texts[1])
            if asked.name.casefold() in _BLANK:
                raise Unplaced(field, text, "not a coordinate", "write degrees such as 25.2631") from None
            return None, [f"{field} {shorten(text, 30)!r} was not read: placed by its name"]
        if latitude == longitude == 0:
            if asked.name.casefold() in _BLANK:
                raise Unplaced(
                    "latitude", asked.latitude, "coordinates 0, 0 mean unknown", "give the place or its coordinates"
                )
            return None, ["coordinates 0, 0 mean unknown: placed by its name"]
        return (latitude, longitude), []

    def _by_point(self, asked: Asked, latitude: float, longitude: float) -> Placing:
        areas = self._areas(asked, latitude, longitude)
        named, note = self._named(asked, latitude, longitude)
        level, radius_km = _fineness(asked)
        if level not in ("town", "site"):
            area = next((each for each in areas if each.level == level), areas[0])
            where = Where(place_id=area.id, level=area.level, toponym=asked.name, how="coordinates", note=note)
            return Placing(where, 1.0, (note,) if note else ())
        place = named if named is not None and named.level in ("town", "site") else areas[0]
        where = Where(
            place_id=place.id,
            level=level,
            toponym=asked.name,
            how="coordinates",
            latitude=latitude,
            longitude=longitude,
            radius_km=radius_km,
            note=note,
        )
        return Placing(where, 1.0, (note,) if note else ())

    def _areas(self, asked: Asked, latitude: float, longitude: float) -> Sequence[Place]:
        """Return the areas around a point, finest first; raises where it lies outside the atlas' area."""
        around = self._at(latitude, longitude)
        if areas := self._inside(around):
            return areas
        if not around and (district := self._off_coast(latitude, longitude)):
            return (district, *self._gazetteer.ancestors(district.id))
        value = f"{asked.latitude}, {asked.longitude}"
        if swapped := self._inside(self._at(longitude, latitude)):
            remedy = f"exchanged they lie in {self._label(swapped[0])}: correct the row"
            raise Unplaced("latitude", value, "latitude and longitude look exchanged", remedy)
        country = f"in {self._country(around[-1]).name}" if around else "in no area of the gazetteer"
        raise self._outside("latitude", value, f"they lie {country}")

    def _at(self, latitude: float, longitude: float) -> Sequence[Place]:
        on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
        return self._gazetteer.reverse(latitude, longitude) if on_earth else ()

    def _off_coast(self, latitude: float, longitude: float) -> Place | None:
        """Return the nearest district where a point lies in no country but close to the area's coast or edge."""
        districts = self._inside([place for place in self._gazetteer.places("district") if place.geometry is not None])
        point = shapely.Point(longitude, latitude)
        near = [place for place in districts if shapely.dwithin(place.geometry, point, COAST_KM / 85)]
        found = min(near, key=lambda place: _distance_km(place, latitude, longitude), default=None)
        return found if found and _distance_km(found, latitude, longitude) <= COAST_KM else None

    def _inside(self, places: Sequence[Place]) -> Sequence[Place]:
        """Return those of the places that lie inside the atlas' area."""
        return [place for place in places if self._country(place).id == self._area.id]

    def _named(self, asked: Asked, latitude: float, longitude: float) -> tuple[Place | None, str]:
        """Return the place that the row names beside its coordinates, having checked that the two agree."""
        if asked.name.casefold() in _BLANK:
            return None, ""
        match = self._answer(asked)
        readings = [match.place] if match.place else [each.place for each in match.candidates if each.how != "maybe"]
        if not readings:
            return None, f"the gazetteer does not have {shorten(asked.name, 60)!r}: placed by its coordinates"
        nearest = min(readings, key=lambda place: _distance_km(place, latitude, longitude))
        away = _distance_km(nearest, latitude, longitude)
        if away > TOLERANCE_KM:
            value = f"{asked.latitude}, {asked.longitude}"
            remedy = "correct the coordinates or the place; without coordinates the name alone is used"
            raise Unplaced("latitude", value, f"coordinates lie {away:,.0f} km from {self._label(nearest)}", remedy)
        return nearest, ""


def area_of(gazetteer: Gazetteer, within: str) -> Place:
    """Return the area that decides between places of one name.

    Raises
    ------
    Unplaced
        If it is not the one area of the atlas with this name or id.
    """
    try:
        place = gazetteer.place(within)
    except KeyError:
        match = gazetteer.resolve(within if len(within) <= MAX_NAME else "")
        near = [each.place.id for each in match.candidates[:3] if each.score >= LIKELY]
        guess = f"did you mean {' or '.join(near)}? " if near else ""
        remedy = f"{guess}name a district, division or province, or leave it out"
        if match.place is None or match.how not in _SURE:
            reason = "ambiguous area" if match.how == "ambiguous" else "unknown area"
            raise Unplaced("within", within, reason, remedy) from None
        place = match.place
    if place.level in ("town", "site"):
        remedy = "name a district, division or province, or leave it out"
        raise Unplaced("within", within, f"{place.name} is a {place.level}, not an area", remedy)
    if AREA not in (place.id, *place.parents):
        remedy = f"the atlas covers {gazetteer.place(AREA).name}: name a district or province of it, or leave it out"
        raise Unplaced("within", within, f"{place.name} is outside", remedy)
    return place


def _distance_km(place: Place, latitude: float, longitude: float) -> float:
    """Return how far a point lies outside a place: from its polygon's edge, or from its radius."""
    if place.geometry is None:
        away = geodesic_km((place.latitude, place.longitude), (latitude, longitude))
        return max(0.0, away - place.radius_km)
    point = shapely.Point(longitude, latitude)
    if shapely.intersects(place.geometry, point):
        return 0.0
    edge = shapely.shortest_line(place.geometry, point).coords[0]
    return geodesic_km((edge[1], edge[0]), (latitude, longitude))


def _readable(text: str) -> bool:
    try:
        read_degrees(text)
    except ValueError:
        return False
    return True


def _fineness(asked: Asked) -> tuple[str, float]:
    """Return the level that coordinates are known to and their radius in km: as stated, else by their decimals."""
    decimals = max(_decimals(asked.latitude), _decimals(asked.longitude))  # 26.00 is written 26, too
    radius_km = max(0.1, 111.2 / 2 * 10.0**-decimals)
    stated = asked.precision.strip().casefold()
    if stated in PLACE_LEVELS:
        return stated, radius_km
    return ("site" if decimals >= 2 else "town" if decimals == 1 else "district"), radius_km


def _decimals(text: str) -> int:
    """Return the decimals of a coordinate; minutes count as two, seconds as four."""
    plain = text.strip()
    if re.search(r"[°:'′]\s*\d", plain):
        return 4 if re.search(r"\d\s*[\"″”]", plain) else 2
    match = re.search(r"[.,](\d+)", plain)
    return len(match[1]) if match else 0
