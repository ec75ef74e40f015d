"""An index of names: who is called this, whose name sounds like this, whose name is nearly this."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from gazetteer.place import Candidate, Place
from gazetteer.spelling import distance, is_arabic, plain, spelling_key
from gazetteer.words import is_english

LONGEST = 120
"""Names with more characters are not compared by spelling: no place has one, and comparing costs time."""

HOME = "province:balochistan"
"""Names are looked for here first; elsewhere they must be closer."""

AWAY = 0.5
"""What a place outside Balochistan is put back by in a comparison of spellings, in edits."""

Allowed = Callable[[Place], bool]


@dataclass(frozen=True)
class Near:
    """A place whose name nearly is the name asked for, and how far off it is in weighted edits."""

    place: Place
    edits: float
    score: float


class Names:
    """Every name of every place, by plain form and by spelling key."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._called: defaultdict[str, dict[str, tuple[Place, str]]] = defaultdict(dict)
        self._sounding: defaultdict[str, dict[str, Place]] = defaultdict(dict)
        for place in places:
            for alias in (*place.aliases, place.name_ur or "", place.name):
                self._add(place, alias)
        self._keys = {script: [key for key in self._sounding if is_arabic(key) is script] for script in (False, True)}

    def _add(self, place: Place, name: str) -> None:
        form = plain(name)
        if not form:
            return
        own = form in (plain(place.name), plain(place.name_ur or ""))
        self._called[form][place.id] = (place, "exact" if own else "alias")
        self._sounding[spelling_key(name)][place.id] = place

    def called(self, name: str) -> list[Candidate]:
        """Places that have exactly this name, or this alias."""
        found = self._called.get(plain(name), {})
        return [Candidate(place, how, 1.0 if how == "exact" else 0.98) for place, how in found.values()]

    def sounding(self, name: str) -> list[Candidate]:
        """Places with a name of the same spelling key."""
        if len(name) > LONGEST or is_english(plain(name)):
            return []
        return [Candidate(place, "key", 0.95) for place in self._sounding.get(spelling_key(name), {}).values()]

    def near(self, name: str, allowed: Allowed, loose: bool = False) -> list[Near]:
        """Places with a name a few edits off, the nearest first; none for short, long or English names.

        *loose* looks twice as far, for suggestions.
        """
        key = spelling_key(name) if len(name) <= LONGEST else ""
        if len(key) < 4 or is_english(plain(name)):
            return []
        keys = self._keys[is_arabic(key)]
        found: dict[str, Near] = {}
        for other, _, _ in process.extract(key, keys, scorer=fuzz.ratio, score_cutoff=60, limit=25):
            edits = distance(key, other)
            for place in self._sounding[other].values():
                near = _near(place, edits, key, other, 2.0 if loose else 1.0)
                if near and allowed(place) and (place.id not in found or near.edits < found[place.id].edits):
                    found[place.id] = near
        return sorted(found.values(), key=lambda near: near.edits)

    def starting(self, prefix: str) -> set[str]:
        """Ids of the places with a name that begins with *prefix*."""
        wanted = plain(prefix)
        return {place_id for form, ids in self._called.items() if wanted and form.startswith(wanted) for place_id in ids}

    def known(self, form: str) -> bool:
        """Whether a plain form is the name of some place."""
        return form in self._called


def _near(place: Place, edits: float, key: str, other: str, patience: float) -> Near | None:
    """The comparison as a result, where it is near enough: about one edit in five letters, the same first letter."""
    length = max(len(key), len(other))
    if key[0] != other[0] and edits > 0.5:
        return None
    if place.id != HOME and HOME not in place.parents:
        edits += AWAY
    if edits > allowance(length) * patience:
        return None
    return Near(place, edits, round(0.93 * (1 - edits / length), 3))


def allowance(length: int) -> float:
    """Weighted edits that a key of this many letters may be off.

    >>> [allowance(length) for length in (4, 5, 6, 8, 12)]
    [0.5, 0.9, 1.0, 1.4, 2.0]
    """
    if length < 5:
        return 0.5
    return 0.9 if length == 5 else min(2.0, round(0.2 * length - 0.2, 2))
