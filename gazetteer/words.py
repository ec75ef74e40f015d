"""Words that are not places: English ones, the words for kinds of place, and for kinds of thing in a place."""

import csv
from functools import lru_cache
from pathlib import Path

from gazetteer.spelling import plain

_ENGLISH = Path(__file__).parent / "data" / "english.txt"
_OTHERS = Path(__file__).parent / "data" / "others.txt"
_ELSEWHERE = Path(__file__).parent / "data" / "elsewhere.csv"
_UNLOCATED = Path(__file__).parent / "data" / "unlocated.csv"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WEAK_NAMES = frozenset({"drug", "nag", "tank", "saifullah", "bella", "lorelai"})
"""Names of places that are words or names of people as well: read as places only where an area or a level is given."""

CALENDAR = _words(
    """
    january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday today yesterday morning afternoon evening night
    """
)
"""Words that say when."""

LEVEL_WORDS: dict[str, str] = {
    **dict.fromkeys(("country",), "country"),
    **dict.fromkeys(("province", "صوبہ", "صوبے"), "province"),
    **dict.fromkeys(("division", "ڈویژن"), "division"),
    **dict.fromkeys(("district", "districts", "distt", "dist", "ضلع", "ضلعے"), "district"),
    **dict.fromkeys(("tehsil", "tahsil", "tehseel", "subtehsil", "taluka", "taluqa", "تحصیل"), "tehsil"),
    **dict.fromkeys(("town", "city", "bazaar", "bazar", "cantt", "cantonment", "شہر", "بازار"), "town"),
}
"""A word beside a name that says of which level the place is."""

KIND_WORDS = _words(
    """
    area areas region locality neighbourhood neighborhood village valley outskirts suburb suburbs surroundings
    vicinity sub headquarters hq centre center cantt cantonment علاقہ علاقے گاؤں وادی
    """
)
"""Words beside a name that say little; they are dropped."""

FACILITY_WORDS = _words(
    """
    road highway street bypass checkpoint checkpost checkposts post station camp base hospital school university
    college bank market mosque office court jail prison port airport bridge tunnel mine mines plant railway
    crossing border line chowk colony bazaar bazar square hotel house compound police levies fort dam stadium
    """
)
"""Things that lie in a place: "Sariab Road" beside Quetta is somewhere in Quetta."""

BODY_WORDS = _words(
    """
    tribe tribes clan clans family families dynasty people peoples nation khan khans nawab nawabs sardar sardars
    mir amir chief chiefs chieftain king prince princess ruler rulers governor minister ministers senator judge
    commissioner mayor student students youth women men workers traders fishermen lawyers journalists residents
    tribesmen elders members company companies corporation limited ltd inc pvt bank banks enterprise enterprises
    brothers sons traders group groups authority board commission committee council ministry department
    secretariat assembly parliament government senate party parties movement front alliance federation union
    unions association organisation organization society trust foundation institute institution agency bureau
    league club team squad eleven army guard guards regiment battalion brigade rifles scouts corps force forces
    militia lashkar fighters rangers militants insurgents insurgency express mail train trains airline airlines
    bus buses ship times post news newspaper daily weekly magazine tv radio television channel accord agreement
    pact treaty declaration resolution act bill package conference conspiracy case
    """
)
"""Nouns of people, bodies, trains and papers: "Zehri tribe" and "Bolan Mail" are named after a place but are none."""

LOCATION_WORDS = (
    _words(
        """
    the a an of in at on to from and for near nearby around outside inside beside towards along between off
    north south east west northern southern eastern western northeast northwest southeast southwest central
    upper lower inner outer old new main national international provincial regional local coastal industrial
    capital gas oil coal gold copper marble salt chromite field fields mountain mountains hill hills range pass
    peak river stream spring springs lake coast beach bay harbour harbor island islands desert plain plains
    forest park garden zone sector block phase ward uc council estate housing scheme street avenue lane
    roundabout junction interchange toll plaza gate terminal stop stand depot yard workshop power grid
    substation pipeline pump quarry project village villages killi goth kili basti mohalla town towns city
    cities settlement hamlet bazaar bazar district districts province division tehsil locality limits
    jurisdiction territory part parts side outskirts
    """
    )
    | KIND_WORDS
    | LEVEL_WORDS.keys()
    | FACILITY_WORDS
)
"""Words that leave a text about where something is: with one of other kinds, a name inside it is no answer."""


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """English words of 3 to 12 letters, read once."""
    return frozenset(_ENGLISH.read_text(encoding="utf-8").split()) | CALENDAR


@lru_cache(maxsize=1)
def other_names() -> frozenset[str]:
    """Plain names of people, of towns and regions elsewhere, and rare English words; read once."""
    return frozenset(_OTHERS.read_text(encoding="utf-8").splitlines())


@lru_cache(maxsize=1)
def cities_elsewhere() -> dict[str, str]:
    """Plain name -> country, of large cities and of countries that lie outside this gazetteer; read once."""
    with _ELSEWHERE.open(encoding="utf-8", newline="") as stream:
        return {row["name"]: row["country"] for row in csv.DictReader(stream)}


@lru_cache(maxsize=1)
def unlocated() -> dict[str, str]:
    """Plain name -> id of the district, of localities that are known by name but in no source with a position."""
    with _UNLOCATED.open(encoding="utf-8", newline="") as stream:
        return {plain(row["name"]): row["area"] for row in csv.DictReader(stream)}


def is_spoken_for(plain_name: str) -> bool:
    """Whether a plain name is a word or a place of its own, and so no misspelling of another.

    >>> is_spoken_for("mustang"), is_spoken_for("kathmandu"), is_spoken_for("sariab"), is_spoken_for("mastng")
    (True, True, True, False)
    """
    return is_english(plain_name) or is_elsewhere(plain_name) or plain_name in unlocated()


def is_other(plain_name: str) -> bool:
    """Whether a plain name is also that of a person, of a town or region elsewhere, or a rare word.

    >>> is_other("karen"), is_other("kashmir"), is_other("mastung")
    (True, True, False)
    """
    return plain_name in other_names()


def is_about_where(words: str) -> bool:
    """Whether plain words only say where something is, or when.

    >>> is_about_where("road near the"), is_about_where("gladiators"), is_about_where("in august")
    (True, False, True)
    """
    return set(words.split()) <= LOCATION_WORDS | CALENDAR


def is_elsewhere(plain_name: str) -> bool:
    """Whether a plain name is that of a large city or country outside this gazetteer.

    >>> is_elsewhere("kathmandu"), is_elsewhere("quetta")
    (True, False)
    """
    return plain_name in cities_elsewhere()


def is_english(plain_name: str) -> bool:
    """Whether each word of a plain name is an English word.

    >>> is_english("mustang"), is_english("mastung"), is_english("police station"), is_english("")
    (True, False, True, False)
    """
    words = plain_name.split()
    return bool(words) and all(word in english_words() or len(word) < 3 for word in words)
