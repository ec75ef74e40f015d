"""How readings of a name become one answer: which is preferred, when it is ambiguous, and the sentence that says so."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

import shapely

from gazetteer.names import is_home, nested
from gazetteer.place import Candidate, Match, Place
from gazetteer.spelling import plain
from gazetteer.words import KIND_WORDS

PREFERENCE = ("district", "town", "tehsil", "division", "province", "country", "site")
"""Which level one name means when none is given."""

AREA_SCORE = 0.5
"""How sure an answer is that only gives the area."""

LONGEST = 400
"""Characters of a text that is read as a phrase; anything longer is not a place."""


def covers(area: Place, place: Place) -> bool:
    """Whether a place is the area or lies in it; a town lies in a tehsil when its point does."""
    if area.id == place.id or area.id in place.parents:
        return True
    is_point = place.geometry is None and area.level == "tehsil" and area.geometry is not None
    return is_point and bool(shapely.intersects_xy(area.geometry, place.longitude, place.latitude))


def label(place: Place) -> str:
    """The place in words, with its level and the district, or else the next area, that it lies in.

    >>> label(Place("town:pasni", "Pasni", "town", 25.3, 63.5, 3, ("district:gwadar", "division:makran")))
    'Pasni (town in Gwadar district)'
    >>> label(Place("district:gwadar", "Gwadar", "district", 25.3, 63.5, 90, ("division:makran",)))
    'Gwadar (district in Makran division)'
    """
    around = next((parent for parent in place.parents if not parent.startswith("tehsil:")), "")
    if not around:
        return f"{place.name} ({place.level})"
    level, _, name = around.partition(":")
    words = name.replace("-", " ").title().replace(" And ", " and ")
    return f"{place.name} ({place.level} in {words}{'' if level == 'country' else ' ' + level})"


def decide(text: str, readings: Sequence[Candidate], others: Iterable[Candidate] = ()) -> Match:
    """One place when the readings lie in one another, by :data:`PREFERENCE`; else ambiguous with all of them."""
    ranked = sorted(readings, key=rank)
    rest = [
        candidate for candidate in sorted(others, key=rank) if candidate.place.id not in {c.place.id for c in ranked}
    ]
    best, candidates = ranked[0], (*ranked, *rest)
    if any(not related(best.place, candidate.place) for candidate in ranked):
        where = "; ".join(label(candidate.place) for candidate in ranked[:4])
        return Match(text, candidates, "ambiguous", note=f"{text!r} may be {where}: say the area")
    return place_answer(text, best, candidates)


def related(one: Place, other: Place) -> bool:
    """Whether two readings are one spot at two levels: one lies in the other, or both are in one district."""
    return covers(one, other) or covers(other, one) or nested(one, other)


def is_kind(name: str) -> bool:
    """Whether a name is made of words for kinds of place only, such as "the area"."""
    return all(word in KIND_WORDS or word in ("the", "an", "a") for word in plain(name).split())


def rank(candidate: Candidate) -> tuple[int, int, float, str]:
    """What readings are sorted by: level, home first, score, id."""
    place = candidate.place
    return PREFERENCE.index(place.level), not is_home(place), -candidate.score, place.id


def place_answer(text: str, best: Candidate, candidates: Sequence[Candidate]) -> Match:
    """The answer that one reading gives."""
    place = best.place
    notes = {
        "exact": "",
        "alias": f"{text!r} is listed under {label(place)}",
        "key": f"{text!r} is read as a spelling of {label(place)}",
        "fuzzy": f"{text!r} is read as {label(place)}, {best.score:.0%} alike",
    }
    return Match(
        text,
        tuple(candidates),
        best.how,
        place,
        best.score,
        notes[best.how],
        place.latitude,
        place.longitude,
        place.radius_km,
    )


def area_answer(text: str, area: Place, note: str) -> Match:
    """The coarse answer: somewhere in this area."""
    candidates = (Candidate(area, "area", AREA_SCORE),)
    return Match(text, candidates, "area", area, AREA_SCORE, note, area.latitude, area.longitude, area.radius_km)


def relative_answer(base: Match, latitude: float, longitude: float, radius_km: float, note: str) -> Match:
    """An answer that is measured from a place."""
    extra = f"; {base.note}" if base.note else ""
    return replace(
        base,
        how="relative",
        note=note + extra,
        latitude=round(latitude, 4),
        longitude=round(longitude, 4),
        radius_km=round(radius_km, 1),
    )


def several_answer(text: str, candidates: Sequence[Candidate], unread: Sequence[str] = ()) -> Match:
    """The answer to a text that names several places; *unread* are the names in it that are not known."""
    unique = tuple({candidate.place.id: candidate for candidate in candidates}.values())
    names = list(dict.fromkeys(candidate.place.name for candidate in unique))
    if len(names) == 1 and not unread:
        where = "; ".join(label(candidate.place) for candidate in unique[:4])
        return Match(text, unique, "ambiguous", note=f"{shown(text)} may be {where}: say the area")
    names += [f"{shown(name)}, which is not known" for name in unread]
    count = {2: "two places", 3: "three places"}.get(len(names), "several places")
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    return Match(text, unique, "ambiguous", note=f"{shown(text)} names {count}: {listed}; say which one is meant")


def tidy(query: str) -> str:
    """The text on one line, without control and direction characters, and without quotes and stops at its ends.

    >>> tidy(" \\u202eQuetta.\\x00\\n")
    'Quetta'
    """
    kinds = {letter: unicodedata.category(letter) for letter in set(query[: LONGEST * 4])}
    control = {ord(letter): " " for letter, kind in kinds.items() if kind in ("Cc", "Cs", "Co")}
    hidden = {ord(letter): None for letter, kind in kinds.items() if kind == "Cf"}
    kept = query[: LONGEST * 4].translate(control | hidden)
    return " ".join(kept.split()).strip(" .,;:!?\"'“”‘’«»[]{}")


def visible(text: str) -> str:
    """The text for a terminal: what cannot be seen, or would move the cursor, as an escape.

    >>> print(visible("Que\\x00tta\\x1b[31m"))
    Que\\x00tta\\x1b[31m
    """
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def shown(text: str) -> str:
    """The text for a message: quoted, and cut when it is long.

    >>> shown("x" * 100)[-4:]
    "xx…'"
    """
    return repr(text if len(text) <= 60 else text[:59] + "…")
