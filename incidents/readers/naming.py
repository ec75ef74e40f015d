"""What the names of places in rows mean: each combination of them is looked up once in the life of a file."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from gazetteer.phrases import Inside, parse
from gazetteer.spelling import plain as plain_name
from incidents.readers.hashing import row_hashes
from incidents.readers.known import Known
from incidents.readers.spool import Numbers, plain

if TYPE_CHECKING:
    from gazetteer import Gazetteer, Match, Place
    from incidents.readers.draft import Draft

SAID: Final = ("exact", "alias", "key")
HOW: Final = ("given", *SAID, "fuzzy", "relative", "area", "ambiguous", "outside", "unknown", "")
NONE: Final = -1
_SURE: Final = frozenset({*SAID, "fuzzy"})
_FINE: Final = ("district", "tehsil", "town", "site")
_STREETS: Final = frozenset(["road", "street", "bazaar", "bazar", "chowk", "colony", "market"])
_LEADING: Final = ("road", "highway", "railway", "line", "bypass", "border", "stop")
_ACROSS: Final = frozenset(
    ["highway", "border", "railway", "line", "mine", "mines", "dam", "coast", "district", "tehsil"]
)
"""Words of a location that may lie anywhere in a district."""

_NAMES: Final = ("country", "admin1", "admin2", "admin3", "location")
_LEVELS: Final = (("province",), ("district",), ("tehsil",))
_BY_DIVISION: Final = (("province",), ("division", "district"), ("district", "tehsil"))
_FOUND: Final = np.dtype(
    [(name, np.int64) for name in ("area", "place", "how", "note")]
    + [(name, np.bool_) for name in ("country_known", "alone", "asked")],
    align=True,  # numbers are taken in a sixth of the time
)


class Named:
    """What combinations of names mean: the finest area at once, the place itself when it is asked for.

    Parameters
    ----------
    gazetteer : Gazetteer
        Where names are looked up.
    places : sequence of Place
        All places; elsewhere they are numbers, in this order.

    Attributes
    ----------
    notes : list of str
        What was noted, each once; the first is empty.
    by_division : bool
        Whether the second areas of the file are divisions, and the third districts (`divisions`).
    """

    def __init__(self, gazetteer: Gazetteer, places: Sequence[Place]) -> None:
        self._gazetteer = gazetteer
        self._places = places
        self._index = {place.id: at for at, place in enumerate(places)}
        self._divided = {self._index[each] for place in places if place.geometry is not None for each in place.parents}
        self._codes = Known()
        self._met: list[tuple[str | None, ...]] = []
        self._found = np.zeros(0, dtype=_FOUND)
        self._adding = threading.Lock()
        self.notes = [""]
        self._note_codes = {"": 0}
        self.by_division = False

    def codes(self, draft: Draft) -> Numbers:
        """Return which of the combinations of names that were met so far each row has."""
        columns = [draft.names[name] for name in _NAMES]

        def ask(rows: Numbers) -> Numbers:
            taken = pa.array(rows)
            texts = [plain(column.take(taken)).to_pylist() for column in columns]
            return self._add(list(zip(*texts, strict=True)))

        return self._codes(row_hashes(columns, len(draft.batch)), ask)

    def of(self, what: str, codes: Numbers) -> Numbers:
        """Return what combinations mean.

        Parameters
        ----------
        what : str
            "area" for the number of the finest area, -1 for none; "country_known" for whether the country is one of the
            gazetteer; "alone" for whether no area is named. Once it was resolved: "place", -1 for none; "how", which of
            `HOW`; "note", which of `notes`.
        codes : array of int
            The combinations.
        """
        return self._found[what][codes]

    def resolve(self, codes: Numbers) -> None:
        """Look up the places of combinations, each once in the life of a file."""
        new = codes[~self._found["asked"][codes]]
        if not len(new):
            return
        with self._adding:
            for code in np.unique(new).tolist():
                if not self._found["asked"][code]:
                    place, how, note = self._place_of(self._met[code], int(self._found["area"][code]))
                    self._settle(code, place, how, note)

    def _add(self, combinations: Sequence[tuple[str | None, ...]]) -> Numbers:
        """Add combinations and return their codes."""
        with self._adding:
            start = len(self._found)
            self._met += combinations
            self._found = np.concatenate([self._found, np.zeros(len(combinations), dtype=_FOUND)])
            for code, names in enumerate(combinations, start):
                area, known, note = self._areas_of(names)
                self._found["area"][code], self._found["country_known"][code] = area, known
                self._found["alone"][code] = not any(names[:4])
                self._found["place"][code], self._found["how"][code] = NONE, HOW.index("")
                if not known:
                    self._settle(code, NONE, "unknown", note)
            return np.arange(start, len(self._found))

    def _settle(self, code: int, place: int, how: str, note: str) -> None:
        """Keep what a combination was found to mean."""
        if note not in self._note_codes:
            self.notes.append(note)
            self._note_codes[note] = len(self.notes) - 1
        self._found["place"][code], self._found["how"][code] = place, HOW.index(how)
        self._found["note"][code] = self._note_codes[note]
        self._found["asked"][code] = True

    def _areas_of(self, names: tuple[str | None, ...]) -> tuple[int, bool, str]:
        """Return the finest area that names mean, whether their country is known, and what is to be told.

        It is sought from the country down; a name that is not there leaves the one above.
        """
        area: Place | None = None
        country = names[0]
        if country:
            area = self._one(country, None, "country")
            if area is None:
                return NONE, False, f"the gazetteer does not have {country[:80]!r}"
        above: Place | None = None
        for name, levels in zip(names[1:4], _BY_DIVISION if self.by_division else _LEVELS, strict=True):
            if name and (area is None or self._index[area.id] in self._divided):
                tried = [(area, level) for level in levels]
                tried += (
                    [(above, "district")] if area and area.level == "division" else []
                )  # of another division by now
                found = next((found for within, level in tried if (found := self._one(name, within, level))), None)
                above, area = area, found or area
        return self._index[area.id] if area else NONE, True, ""

    def _place_of(self, names: tuple[str | None, ...], within: int) -> tuple[int, str, str]:
        """Return the place that the location of names means, how it was found, and what is to be told."""
        area, location = self._places[within] if within >= 0 else None, names[4]
        if not location:
            return self._district_of(names[3], area) or (
                NONE,
                "area" if area else "unknown",
                "no place named: its area is used",
            )
        match = self._gazetteer.resolve(location[:400], within=area.id if area else None)
        if match.how == "area" and match.place and self._holds(location, match.place, area):
            town = self._around(location, match.place)
            note = f"{match.note}; only the town is known" if town is not match.place else match.note
            return self._index[town.id], "area", note
        if match.place is None or match.how in ("area", "ambiguous", "unknown"):
            how = "area" if area else match.how
            return NONE, how, match.note or f"the gazetteer does not have {location[:80]!r}"
        return self._index[self._town(match, area).id], match.how, "" if match.how in SAID else match.note

    def _district_of(self, tehsil: str | None, area: Place | None) -> tuple[int, str, str] | None:
        """Return the district of the town that a tehsil is called after which the gazetteer does not have."""
        if not tehsil or (area and area.level in _FINE):
            return None
        town = self._gazetteer.resolve(tehsil[:400], within=area.id if area else None, level="town").place
        district = next((each for each in town.parents if each.startswith("district:")), "") if town else ""
        note = f"the gazetteer has no tehsil {tehsil[:80]!r}: the district of the town of that name is used"
        return (self._index[district], "area", note) if district in self._index else None

    def _town(self, match: Match, area: Place | None) -> Place:
        """Return the town that a location means where the same name is also that of the area around it."""
        place = match.place
        if place is None or place.level in ("town", "site"):
            return place  # type: ignore[return-value]
        same = [each.place for each in match.candidates if each.place.level == "town" and each.how in _SURE]
        inside = [each for each in same if area is None or area.id == each.id or area.id in each.parents]
        exact = [each for each in inside if each.name == place.name]
        return (exact or [place])[0]

    @staticmethod
    def _holds(location: str, place: Place, area: Place | None) -> bool:
        """Return whether a location lies in the place that it names, as in "Killi X, Kech"; roads are named after distant ones."""
        words, name = f" {plain_name(location)} ", plain_name(place.name)
        fine = place.level in _FINE and (area is None or area.id in place.parents)
        return (
            fine
            and isinstance(parse(location[:400]), Inside)
            and not any(f" {name} {word} " in words for word in _LEADING)
        )

    def _around(self, location: str, place: Place) -> Place:
        """Return the town of a district's name where a location begins with it, or is a street in it: "Quetta, Sariab Road"."""
        words = set(plain_name(location).split())
        begins = plain_name(location).startswith(f"{plain_name(place.name)} ")
        if place.level != "district" or words & _ACROSS or not (begins or words & _STREETS):
            return place
        town = self._gazetteer.resolve(place.name, within=place.id, level="town")
        return town.place if town.place and town.how == "exact" and town.place.name == place.name else place

    def _one(self, name: str, within: Place | None, level: str) -> Place | None:
        """Return the one area that a name means."""
        match = self._gazetteer.resolve(name[:400], within=within.id if within else None, level=level)
        if match.place is None and level != "country":
            match = self._gazetteer.resolve(name[:400], within=within.id if within else None)
        sure = match.place is not None and match.how in _SURE and (match.how != "fuzzy" or match.score >= 0.85)
        if not sure or match.place is None or match.place.level in ("town", "site"):
            return None
        return match.place
