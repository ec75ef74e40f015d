"""From a name, as a person wrote it, to a place: the stages in the order in which they are tried.

1. exact, alias: the name is in the data.       4. fuzzy: a name in the data is a few edits away.
2. key: a name in the data sounds the same.     5. area: a known name stands inside the text.
3. phrases: "10 km west of ...", "... , Kech".  6. area: the area that was given. Else the name is unknown.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false, reportUnknownLambdaType=false

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gazetteer.answers import (
    AREA_SCORE,
    LONGEST,
    area_answer,
    covers,
    decide,
    is_kind,
    label,
    rank,
    related,
    relative_answer,
    several_answer,
    shown,
    tidy,
)
from gazetteer.apart import destination
from gazetteer.names import Names, is_home
from gazetteer.phrases import Beside, Inside, Level, Named, Offset, Phrase, Several, parse
from gazetteer.place import Candidate, Match, Place
from gazetteer.spelling import plain
from gazetteer.words import (
    BODY_WORDS,
    CALENDAR,
    FACILITY_WORDS,
    LOCATION_WORDS,
    WEAK_NAMES,
    cities_elsewhere,
    is_about_where,
    is_english,
    unlocated,
)

DEEPEST = 6
"""Phrases inside phrases that are followed."""

FARTHEST_KM = 200.0
"""Distance up to which a point is measured from a place; a larger one says nothing about where something is."""

NEAR_KM = 10.0
"""What "near" adds to the reach of a place."""

LISTED = ("division", "district", "town")
"""Levels of places that stand beside one another in a list, as in "Nushki, Panjgur"."""

SEPARATORS = frozenset(",،;/&()")
"""A text with one of these is a phrase, not a spelling of one name."""

SURE = 0.85
"""Score from which a near spelling is preferred to a name that stands inside the text."""


@dataclass(frozen=True)
class Scope:
    """Where to look: inside any of these areas, and at one level if it is given. No areas: everywhere."""

    areas: tuple[Place, ...] = ()
    level: str | None = None

    @property
    def strict(self) -> bool:
        """Whether no area, or none smaller than a country, says that the name is a place of ours."""
        return not self.areas or any(area.level == "country" for area in self.areas)

    def holds(self, place: Place) -> bool:
        """Whether a place is of the level and inside one of the areas."""
        return (self.level is None or place.level == self.level) and (
            not self.areas or any(covers(area, place) for area in self.areas)
        )


class Resolver:
    """Reads names against an index of places."""

    def __init__(self, places: Mapping[str, Place], names: Names) -> None:
        self._places = places
        self._names = names

    def resolve(self, query: str, within: str | None = None, level: str | None = None) -> Match:
        """The answer to one name; never an exception, whatever the text."""
        text = tidy(query)
        scope, refusal = self._scope(within, level)
        if refusal:
            return replace(refusal, query=query)
        if query in self._places and scope.holds(self._places[query]):
            return decide(query, [Candidate(self._places[query], "exact", 1.0)])
        found = self._read(text, scope, 0) if 0 < len(text) <= LONGEST and plain(text) else None
        if found is None or (found.how in ("unknown", "outside") and scope.areas):
            found = self._fall_back(text, scope, found)
        return replace(found, query=query)

    def _scope(self, within: str | None, level: str | None) -> tuple[Scope, Match | None]:
        """The areas that *within* names, or an answer that says why it names none."""
        if within is None or not within.strip():
            return Scope((), level), None
        if within in self._places:
            return Scope((self._places[within],), level), None
        found = self.resolve(within)
        areas = [c.place for c in found.candidates if c.place.geometry is not None and c.how != "maybe"]
        if found.place:
            return Scope((self._area_of(found, areas),), level), None
        if found.how == "ambiguous" and areas:
            return Scope(tuple(areas), level), None
        return Scope(), Match(
            "", (), "unknown", note=f"the area {shown(within)} is not known; use a district or its id"
        )

    @staticmethod
    def _area_of(found: Match, areas: Sequence[Place]) -> Place:
        """The polygon a match means: itself, or the area of the same name around a town."""
        assert found.place is not None
        around = [area for area in areas if area.id in found.place.parents]
        return found.place if found.place.geometry is not None or not around else around[0]

    # The stages

    def _read(self, text: str, scope: Scope, depth: int) -> Match | None:
        if depth > DEEPEST or not text:
            return None
        phrase = parse(text)
        if plain(text) in WEAK_NAMES and not scope.areas and scope.level is None:
            return self._weak(text)
        known = self._at_level(phrase, scope) or self._strong(text, scope)
        if known or (phrase and (known := self._read_phrase(phrase, text, scope, depth))):
            return known
        nearly = self._nearly(text, scope)
        if nearly and max(candidate.score for candidate in nearly.candidates) >= SURE:
            return nearly
        return self._mentioned(text, scope) or nearly

    def _at_level(self, phrase: Phrase | None, scope: Scope) -> Match | None:
        """So "Quetta city" is the town of that name before it is a tehsil called Quetta City."""
        if not isinstance(phrase, Level) or not phrase.level or scope.level not in (None, phrase.level):
            return None
        return self._strong(phrase.name, replace(scope, level=phrase.level))

    def _strong(self, text: str, scope: Scope) -> Match | None:
        """Stages exact, alias and key."""
        called = [candidate for candidate in self._names.called(text) if scope.holds(candidate.place)]
        exact = [candidate for candidate in called if candidate.how == "exact"]
        for candidates in (exact, called):
            if candidates:
                return decide(text, candidates, called)
        if SEPARATORS & set(text):
            return None
        sounding = [candidate for candidate in self._names.sounding(text, scope.strict) if scope.holds(candidate.place)]
        at_home = [candidate for candidate in sounding if is_home(candidate.place)] or sounding
        by_name = [candidate for candidate in at_home if candidate.score == max(other.score for other in at_home)]
        return decide(text, by_name, sounding) if sounding else None

    def _weak(self, text: str) -> Match:
        candidates = tuple(sorted(self._names.called(text), key=rank))
        note = f"{shown(text)} is also a common word or a name of people; say the district or the level if the place is meant"
        return Match(text, candidates, "ambiguous", note=note)

    def _nearly(self, text: str, scope: Scope) -> Match | None:
        """Stage fuzzy: the nearest spelling, if no unrelated place is nearly as near."""
        limit = 60 if scope.areas or scope.level else 10
        near = self._names.near(text, scope.holds, limit=limit, strict=scope.strict)
        if not near:
            return None
        candidates = [Candidate(other.place, "fuzzy", other.score) for other in near[:8]]
        rivals = [one for one, other in zip(candidates, near, strict=False) if other.edits <= near[0].edits + 0.3]
        if any(not related(near[0].place, rival.place) for rival in rivals):
            return decide(text, rivals, candidates)
        best = [one for one, other in zip(candidates, near, strict=False) if other.edits <= near[0].edits + 0.05]
        return decide(text, best, candidates)

    def _mentioned(self, text: str, scope: Scope) -> Match | None:
        """Stage area: names of the data that stand inside a longer text."""
        if plain(text) in unlocated():
            return None
        forms, rest = self._forms_in(text)
        found = [match for form in forms if (match := self._strong(form, scope))]
        if not found:
            return None
        places = {match.place.id: match.place for match in found if match.place}
        finest = [p for p in places.values() if not any(p.id in other.parents for other in places.values())]
        if len(finest) != 1 or not all(match.place for match in found):
            return several_answer(text, tuple(candidate for match in found for candidate in match.candidates))
        place = finest[0]
        ends_with_area = plain(text).endswith(forms[-1]) and place.level in ("district", "division", "province")
        if is_about_where(rest) or self._is_part(rest, ends_with_area):
            return area_answer(text, place, f"{shown(text)} is not in the data; it names {label(place)}")
        return None

    @staticmethod
    def _is_part(rest: str, ends_with_area: bool) -> bool:
        """Whether the words beside a name may be something in it: "Sariab Road", "Kanak" before an area; no body."""
        words = rest.split()
        if BODY_WORDS & set(words) - FACILITY_WORDS:
            return False
        known = LOCATION_WORDS | CALENDAR
        unknown_names = all(word in known or not (is_english(word) or word.isdigit()) for word in words)
        return bool(FACILITY_WORDS & set(words)) or (ends_with_area and unknown_names)

    def _forms_in(self, text: str) -> tuple[list[str], str]:
        """Plain forms inside a text that are names, the last one last, and the words that are left."""
        words = plain(text).split()[:40]
        found: dict[int, str] = {}
        taken: set[int] = set()
        for length in range(min(5, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                form, span = " ".join(words[start : start + length]), set(range(start, start + length))
                if not span & taken and len(form) >= 3 and self._is_name(form):
                    found[start] = form
                    taken |= span
        rest = " ".join(word for at, word in enumerate(words) if at not in taken)
        return [found[start] for start in sorted(found)], rest

    def _is_name(self, form: str) -> bool:
        """Whether a form that stands inside a text is the name of a place, and no word."""
        return self._names.known(form) and not is_english(form) and form not in WEAK_NAMES

    def _fall_back(self, text: str, scope: Scope, found: Match | None) -> Match:
        """Stage area: what was given as the area; else unknown, with what it might be."""
        if len(scope.areas) == 1:
            elsewhere = self._strong(text, Scope()) if len(text) <= LONGEST else None
            known = f"; {label(elsewhere.place)} lies elsewhere" if elsewhere and elsewhere.place else ""
            return area_answer(
                text, scope.areas[0], f"{shown(text)} is not known inside {label(scope.areas[0])}{known}"
            )
        if found:
            return found
        if scope.level and (other := self._strong(text, Scope(scope.areas))):
            note = f"no {scope.level} is called {shown(text)}; there is {label(other.candidates[0].place)}"
            return Match(text, other.candidates, "unknown", note=note)
        if country := cities_elsewhere().get(plain(text)) if len(text) <= LONGEST else None:
            return Match(text, (), "outside", note=f"{shown(text)} lies outside the area of this gazetteer ({country})")
        if not plain(text):
            return Match(text, (), "unknown", note="there is no name")
        if area := self._places.get(unlocated().get(plain(text), "")):
            note = f"{shown(text)} is known by name only; no source says where in {label(area)} it lies"
            return Match(text, (Candidate(area, "maybe", AREA_SCORE),), "unknown", note=note)
        near = self._names.near(text, scope.holds, loose=True) if len(text) <= LONGEST else []
        candidates = tuple(Candidate(other.place, "maybe", other.score) for other in near[:3])
        hint = f"; the nearest name is {label(candidates[0].place)}" if candidates else ""
        return Match(text, candidates, "unknown", note=f"no place is called {shown(text)}{hint}")

    # Phrases

    def _read_phrase(self, phrase: Phrase, text: str, scope: Scope, depth: int) -> Match | None:
        match phrase:
            case Named():
                return Match(
                    phrase.text, (), "unknown", note=f"{shown(phrase.text)} is named after a place but is none"
                )
            case Offset():
                return self._offset(phrase, scope, depth)
            case Beside():
                return self._beside(phrase, scope, depth)
            case Several():
                return self._several(phrase, text, scope, depth)
            case Level():
                return self._level(phrase, scope, depth)
            case Inside():
                return self._inside(phrase, scope, depth)

    def _offset(self, phrase: Offset, scope: Scope, depth: int) -> Match | None:
        base = self._from_town(phrase.name, scope, depth)
        if base is None or base.place is None:
            return base
        start, distance_km = base.place, phrase.distance_km
        if distance_km > FARTHEST_KM:
            note = f"more than {FARTHEST_KM:g} km from {label(start)}: too far to say where that is"
            return Match(phrase.name, (Candidate(start, "maybe", AREA_SCORE),), "unknown", note=note)
        if phrase.bearing is None:
            note = f"{distance_km:g} km from {label(start)}, direction not stated"
            return relative_answer(base, start.latitude, start.longitude, start.radius_km + distance_km, note)
        latitude, longitude = destination((start.latitude, start.longitude), phrase.bearing, distance_km)
        note = f"measured {distance_km:g} km from {label(start)}"
        reach = start.radius_km + 0.4 * distance_km
        return relative_answer(base, latitude, longitude, reach, note)

    def _beside(self, phrase: Beside, scope: Scope, depth: int) -> Match | None:
        part = phrase.words.split()[0].endswith("ern") or phrase.words.startswith(
            ("central", "upper", "lower", "parts", "most", "across", "all")
        )
        base = self._read(phrase.name, scope, depth + 1) if part else self._from_town(phrase.name, scope, depth)
        if base is None or base.place is None or base.latitude is None or base.longitude is None:
            return base
        reach = (base.radius_km or 0) + (0 if part else NEAR_KM)
        return relative_answer(base, base.latitude, base.longitude, reach, f"{phrase.words} {label(base.place)}")

    def _from_town(self, name: str, scope: Scope, depth: int) -> Match | None:
        """The reading to measure from: the town where a district has a town of its name."""
        weak = plain(name) in WEAK_NAMES
        if (
            scope.level is None
            and not weak
            and (town := self._strong(name, replace(scope, level="town")))
            and town.place
        ):
            district = self._strong(name, scope)
            if district is None or district.place is None or covers(district.place, town.place):
                return town
        return self._read(name, scope, depth + 1)

    def _several(self, phrase: Several, text: str, scope: Scope, depth: int) -> Match | None:
        read = [(name, self._read(name, scope, depth + 1)) for name in phrase.names]
        found = [match for _, match in read if match]
        places = {match.place.id for match in found if match.place}
        if len(places) == 1 and len(found) == len(phrase.names) and all(match.place for match in found):
            return found[0]
        if "/" in text and (nested := self._nested(text, found, phrase.names, scope)):
            return nested
        candidates = tuple(candidate for match in found for candidate in match.candidates[:2])
        unread = [name for name, match in read if match is None or not match.candidates]
        return several_answer(text, candidates, unread) if candidates else None

    def _nested(self, text: str, found: Sequence[Match], names: Sequence[str], scope: Scope) -> Match | None:
        """Of a text such as "Kech/Turbat" the place inside the other; the other where its name is that of a town, too, as in "Kalat/Mangochar"."""
        if len(names) != 2 or len(found) != 2:
            return None
        for (name, outer), inner in zip(zip(names, found, strict=True), reversed(found), strict=True):
            if outer.place and inner.place and covers(outer.place, inner.place):
                town = self._strong(name, replace(scope, level="town"))
                note = f"{shown(text)} may name places side by side: {label(outer.place)} holds both"
                return (
                    area_answer(text, outer.place, note) if town and town.place and town.place != inner.place else inner
                )
        return None

    def _level(self, phrase: Level, scope: Scope, depth: int) -> Match | None:
        found = self._read(phrase.name, scope, depth + 1)
        if found is None or found.place is None or not phrase.level or found.place.level == phrase.level:
            return found
        note = f"no {phrase.level} is called {phrase.name!r}; it is {label(found.place)}"
        return replace(found, note=note if found.how in ("exact", "alias") else f"{found.note}; {note}")

    def _inside(self, phrase: Inside, scope: Scope, depth: int) -> Match | None:
        area = self._read(phrase.area, Scope(scope.areas), depth + 1)
        if area is None or area.how in ("unknown", "outside") or (area.how == "fuzzy" and area.score < SURE):
            return self._beside_unknown(phrase, scope, depth)
        if is_kind(phrase.name) and area.place:
            return area
        if isinstance(parse(phrase.name), Named) and area.place:
            return area_answer(
                phrase.name, area.place, f"{shown(phrase.name)} is no place; {label(area.place)} is read"
            )
        around = self._areas_around(area)
        found = self._read(phrase.name, Scope(around, scope.level), depth + 1) if around else None
        return found or (self._not_inside(phrase, area.place, scope) if area.place else area)

    def _not_inside(self, phrase: Inside, area: Place, scope: Scope) -> Match:
        """The name is not known in the area: it may be around it, around a town, another place, or new."""
        elsewhere = self._strong(phrase.name, Scope(scope.areas))
        if elsewhere and elsewhere.place and covers(elsewhere.place, area):
            return decide(phrase.area, [Candidate(area, "exact", 1.0)])
        if area.geometry is None and (found := self._strong(phrase.name, self._district_of(area))):
            return found
        if elsewhere and elsewhere.place and elsewhere.how in ("exact", "alias") and elsewhere.place.level in LISTED:
            readings = (*elsewhere.candidates, Candidate(area, "exact", 1.0))
            return several_answer(f"{phrase.name}, {phrase.area}", readings)
        return area_answer(phrase.name, area, f"{shown(phrase.name)} is not known inside {label(area)}")

    def _beside_unknown(self, phrase: Inside, scope: Scope, depth: int) -> Match | None:
        """The area is not known: a thing in the place, words that say nothing, somewhere else, or unclear."""
        words = plain(phrase.area)
        if country := cities_elsewhere().get(words):
            note = f"{shown(phrase.area)} lies outside the area of this gazetteer ({country})"
            return Match(phrase.area, (), "outside", note=note)
        found = self._read(phrase.name, scope, depth + 1)
        if found is None or not found.candidates:
            return found
        other = label(found.candidates[0].place)
        near = self._places.get(unlocated().get(words, ""))
        if found.place and (FACILITY_WORDS & set(words.split()) or (near and covers(near, found.place))):
            note = f"{shown(phrase.area)} is not known; it is taken as lying in {other}"
            return area_answer(phrase.area, found.place, note)
        if found.place and is_about_where(words):
            return found
        note = f"the area {shown(phrase.area)} is not known, so {shown(phrase.name)} may be another place than {other}"
        return Match(phrase.name, found.candidates, "unknown", note=note)

    def _areas_around(self, area: Match) -> tuple[Place, ...]:
        """Polygons to look in: those of an ambiguous name as well, so that the other name may settle it."""
        if area.place:
            return (self._area_of(area, [c.place for c in area.candidates if c.place.geometry is not None]),)
        return tuple(candidate.place for candidate in area.candidates if candidate.place.geometry is not None)

    def _district_of(self, place: Place) -> Scope:
        return Scope(tuple(self._places[parent] for parent in place.parents[:1]))
