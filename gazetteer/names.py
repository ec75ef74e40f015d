"""An index of names: who is called this, whose name sounds like this, whose name is nearly this."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from gazetteer.place import Candidate, Place
from gazetteer.spelling import CHEAPEST, distance, is_arabic, plain, spelling_key
from gazetteer.words import is_other, is_spoken_for

LONGEST = 120
"""Names with more characters are not compared by spelling: no place has one, and comparing costs time."""

HOME = "province:balochistan"
"""Names are looked for here first; elsewhere they must be closer."""

AWAY = 0.5
"""What a place outside Balochistan is put back by in a comparison of spellings, in edits."""

OTHER_START = 0.5
"""What another first letter adds, in edits."""

BY_ALIAS = 0.15
"""What it adds when not the name but an alias is near, in edits."""

SHORT = 6
"""Letters below which a name without an area is read only as it is written, up to habits of transliteration."""

LONG = 9
"""Letters from which two slips of the pen are followed, not one."""

SHORT_AWAY = 8
"""The same for a place outside Balochistan."""

Allowed = Callable[[Place], bool]
Index = defaultdict[str, dict[str, tuple[Place, bool]]]
"""Spelling -> place id -> the place, and whether this is its own name (else an alias)."""


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
        self._sounding: Index = defaultdict(dict)
        self._written: Index = defaultdict(dict)
        for namesakes in grouped(places):
            for place in namesakes:
                shared = (alias for other in namesakes if nested(place, other) for alias in other.aliases)
                for alias in (*shared, *place.aliases, place.name_ur or "", place.name):
                    self._add(place, alias)
        self._keys = {script: [key for key in self._sounding if is_arabic(key) is script] for script in (False, True)}
        self._forms = {
            script: [form for form in self._written if is_arabic(form) is script] for script in (False, True)
        }

    def _add(self, place: Place, name: str) -> None:
        form = plain(name)
        if not form:
            return
        own = form in (plain(place.name), plain(place.name_ur or ""))
        self._called[form][place.id] = (place, "exact" if own else "alias")
        for index, spelling in ((self._written, form.replace(" ", "")), (self._sounding, spelling_key(name))):
            already = index[spelling].get(place.id)
            index[spelling][place.id] = (place, own or (already is not None and already[1]))

    def called(self, name: str) -> list[Candidate]:
        """Places that have exactly this name, or this alias."""
        found = self._called.get(plain(name), {})
        return [Candidate(place, how, 1.0 if how == "exact" else 0.98) for place, how in found.values()]

    def sounding(self, name: str, strict: bool = False) -> list[Candidate]:
        """Places with a name of the same spelling key; *strict* as for :meth:`near`."""
        if len(name) > LONGEST or is_spoken_for(plain(name)) or (strict and is_other(plain(name))):
            return []
        found = self._sounding.get(spelling_key(name), {}).values()
        candidates = [
            Candidate(place, "key", self._key_score(name, place, own))
            for place, own in found
            if is_home(place) or (len(name) > 3 and plain(name)[0] == plain(place.name)[0])
        ]
        return [one for one in candidates if not strict or self._is_alike(name, one.place)]

    @staticmethod
    def _spellings(place: Place) -> list[str]:
        forms = (plain(known).replace(" ", "") for known in (place.name, place.name_ur or "", *place.aliases))
        return [form for form in forms if form]

    def _key_score(self, name: str, place: Place, own: bool) -> float:
        """Less for every letter that differs, and for a short name."""
        form = plain(name).replace(" ", "")
        edits = min(slips(form, spelling) for spelling in self._spellings(place))
        return round(max(0.7, (0.95 if own else 0.94) - 0.03 * edits - (0.05 if len(form) < SHORT else 0)), 3)

    def _is_alike(self, name: str, place: Place) -> bool:
        """Whether a short name is a spelling of the place without another vowel; a longer one differs in few letters."""
        form = plain(name).replace(" ", "")
        if min(len(form), len(plain(place.name))) < SHORT:
            return any(squeeze(form) == squeeze(spelling) for spelling in self._spellings(place))
        return any(slips(form, spelling) <= max(1, len(form) // 3) for spelling in self._spellings(place))

    def _is_slip(self, form: str, place: Place) -> bool:
        """Whether a form is long enough, and near enough letter by letter, to be told from another name.

        A name with an i is no slip but the word for its people: "Makrani".
        """
        shortest = SHORT if is_home(place) else SHORT_AWAY
        if len(plain(place.name)) < shortest or form.removesuffix("i") in set(self._spellings(place)) - {form}:
            return False
        return any(
            slips(form, spelling) <= (1 if min(len(form), len(spelling)) < LONG else 2)
            and (len(form) >= SHORT or form[0] == spelling[0])
            for spelling in self._spellings(place)
            if len(form) >= SHORT - 1 and len(spelling) >= SHORT
        )

    def near(
        self, name: str, allowed: Allowed, loose: bool = False, limit: int = 10, strict: bool = False
    ) -> list[Near]:
        """Places with a name a few edits off, the nearest first; none for short, long or English names.

        *loose* looks twice as far, for suggestions; *limit* is how many names are compared closely, and is to be
        larger when few places are allowed; *strict* is for names that come without an area: then short names, and
        names of people and of places elsewhere, are not read as misspelt.
        """
        form = plain(name).replace(" ", "") if len(name) <= LONGEST else ""
        if len(form) < 4 or is_spoken_for(plain(name)) or (strict and is_other(plain(name))):
            return []
        script, patience = is_arabic(form), 2.0 if loose else 1.0
        found: dict[str, Near] = {}
        for asked, known, index in (
            (form, self._forms[script], self._written),
            (spelling_key(name), self._keys[script], self._sounding),
        ):
            likely = process.extract(asked, known, scorer=OSA.normalized_similarity, score_cutoff=0.5, limit=limit)
            for other, _, _ in likely:
                called = [(place, own) for place, own in index[other].values() if allowed(place)]
                reach = patience * reach_of(asked, other, form) if called else 0.0
                if not called or CHEAPEST * slips(asked, other) > reach:
                    continue
                if (edits := distance(asked, other, reach)) > reach:
                    continue
                for place, own in called:
                    if strict and not self._is_slip(form, place):
                        continue
                    near = _near(place, edits + (0 if own else BY_ALIAS), asked, other, reach)
                    if near and (place.id not in found or near.edits < found[place.id].edits):
                        found[place.id] = near
        return sorted(found.values(), key=lambda near: near.edits)

    def starting(self, prefix: str) -> set[str]:
        """Ids of the places with a name that begins with *prefix*."""
        wanted = plain(prefix)
        return {
            place_id for form, ids in self._called.items() if wanted and form.startswith(wanted) for place_id in ids
        }

    def known(self, form: str) -> bool:
        """Whether a plain form is the name of some place."""
        return form in self._called


def grouped(places: Iterable[Place]) -> Iterable[list[Place]]:
    """The places by name."""
    groups: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        groups[plain(place.name)].append(place)
    return groups.values()


_SAME = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=[bcdgjkpqtz])h+|(?<=[aeiou])h(?![aeiou])", ""),
        (r"ck|q", "k"),
        (r"w", "v"),
        (r"oo|ou", "u"),
        (r"ee|y$", "i"),
        (r"(.)\1+", r"\1"),
    )
)


def squeeze(form: str) -> str:
    """A plain form with the letters that only transliteration varies made one; its vowels stay apart.

    >>> squeeze("machh") == squeeze("mach"), squeeze("qahan") == squeeze("kahan"), squeeze("sobi") == squeeze("sibi")
    (True, True, False)
    """
    for pattern, replacement in _SAME:
        form = pattern.sub(replacement, form)
    return form


def slips(one: str, other: str) -> int:
    """Letters that are wrong, missing, too many or swapped."""
    return OSA.distance(one, other)


def nested(one: Place, other: Place) -> bool:
    """Whether one lies in the other, or both in one district: then a spelling of the one is a spelling of the other."""
    district = next((parent for parent in one.parents if parent.startswith("district:")), "")
    return one.id in other.parents or other.id in one.parents or (district != "" and district in other.parents)


def is_home(place: Place) -> bool:
    """Whether the place is Balochistan or lies in it."""
    return place.id == HOME or HOME in place.parents


def _near(place: Place, edits: float, asked: str, other: str, reach: float) -> Near | None:
    """The comparison as a result, where it is near enough; another first letter, or a place elsewhere, counts more."""
    if asked[0] != other[0]:
        edits += OTHER_START
    if not is_home(place):
        edits += AWAY
    if edits > reach:
        return None
    short = 0.05 if len(asked) < SHORT_AWAY else 0.0
    return Near(place, edits, round(max(0.5, 0.9 - short - 0.1 * edits), 3))


def reach_of(asked: str, other: str, form: str) -> float:
    """Weighted edits that are near enough: more for a single slip of the pen in a name of four letters or more."""
    length = max(len(form), len(other))
    one_slip = length >= 4 and asked is form and OSA.distance(asked, other, score_cutoff=1) <= 1
    return max(allowance(length), (1.05 if length <= 5 else 1.5) if one_slip else 0.0)


def allowance(length: int) -> float:
    """Weighted edits that a name of this many letters may be off.

    >>> [allowance(length) for length in (4, 5, 6, 8, 12)]
    [0.4, 0.7, 0.9, 1.3, 2.0]
    """
    if length < 5:
        return 0.4
    return 0.7 if length == 5 else min(2.0, round(0.2 * length - 0.3, 2))
