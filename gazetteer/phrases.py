"""What people write around a name: "10 km west of Turbat", "Kanak area of Mastung district", "district Kech"."""

import re
from dataclasses import dataclass

from gazetteer.spelling import plain
from gazetteer.urdu import distance_from
from gazetteer.words import BODY_WORDS, KIND_WORDS, LEVEL_WORDS

_POINTS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
_SHORT = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
BEARINGS = {word: 45.0 * at for words in (_POINTS, _SHORT) for at, word in enumerate(words)}
"""Compass points in degrees clockwise from north."""


@dataclass(frozen=True)
class Offset:
    """So many kilometres from a place; the direction may not be stated."""

    name: str
    distance_km: float
    bearing: float | None


@dataclass(frozen=True)
class Beside:
    """Near a place, or in a part of it that is not named."""

    name: str
    words: str


@dataclass(frozen=True)
class Inside:
    """A name and the area it lies in."""

    name: str
    area: str


@dataclass(frozen=True)
class Level:
    """A name with a word that says its level (or only that it is some area: level "")."""

    name: str
    level: str


@dataclass(frozen=True)
class Several:
    """More than one place."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Named:
    """People, a body, a train or a paper with a place in its name."""

    text: str


Phrase = Named | Offset | Beside | Inside | Level | Several

_NUMBERS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
} | {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "a hundred": 100}
_COMPASS = r"(?:north|south)[\s-]?(?:east|west)|north|south|east|west|[ns][ew]|[nsew]"
_OFFSET = re.compile(
    rf"^(?:(?:about|around|some|nearly|roughly|approximately|approx\.?|over|at)\s+)*(?P<number>\d{{1,300}}(?:[.,]\d{{1,3}})*(?:e\d{{1,9}})?|{'|'.join(_NUMBERS)})\s*"
    rf"(?P<unit>km|kms|kilometers?|kilometres?|mi|miles?)\s+(?:away\s+)?(?:to\s+the\s+)?(?:(?P<compass>{_COMPASS})(?:ern)?\s+)?"
    rf"(?:side\s+)?(?:of|from|off|outside)\s+(?:the\s+)?(?P<name>.+)$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"^(?P<words>(?:on\s+|in\s+|at\s+)?(?:the\s+)?(?:near|nearby|close\s+to|around|outside|outskirts\s+of|suburbs\s+of|vicinity\s+of|"
    r"adjacent\s+to|next\s+to|surroundings\s+of|off\s+the\s+coast\s+of|off))\s+(?:the\s+)?(?P<name>.+)$",
    re.IGNORECASE,
)
_SIDE = re.compile(
    rf"^(?P<words>(?:the\s+)?(?:far\s+)?(?:{_COMPASS})(?:ern)?(?:\s+(?:part|side))?)\s+of\s+(?:the\s+)?(?P<name>.+)$",
    re.IGNORECASE,
)
_BESIDE_AFTER = re.compile(
    r"^(?P<name>.+?)(?:'s)?\s+(?P<words>outskirts|suburbs|vicinity|surroundings)$", re.IGNORECASE
)
_PART = re.compile(
    r"^(?P<words>(?:(?:north|south)[\s-]?(?:east|west)ern|northern|southern|eastern|western|central|upper|lower|parts\s+of|most\s+of|across|all\s+of))"
    r"\s+(?P<name>.+)$",
    re.IGNORECASE,
)
_INSIDE = (
    re.compile(r"^(?P<area>.+?)['’]s\s+(?P<name>.+)$", re.IGNORECASE),
    re.compile(r"^(?P<name>[^()]+)\((?P<area>[^()]+)\)?$", re.IGNORECASE),
    re.compile(r"^(?P<name>.*\S)\s*[,،;]\s*(?P<area>[^,،;]*[^\s,،;][^,،;]*)$"),
    re.compile(
        r"^(?P<name>.+?)\s+(?:area|areas|region|locality|neighbou?rhood|village|valley|town|city|bazaa?r|tehsil|sub-?tehsil|side|part|road)\s+"
        r"(?:of|in)\s+(?:the\s+)?(?P<area>.+)$",
        re.IGNORECASE,
    ),
    re.compile(r"^(?P<name>.+?)\s+(?:in|inside|within|at|of)\s+(?:the\s+)?(?P<area>.+)$", re.IGNORECASE),
)
_SEVERAL = re.compile(r"\s*(?:/|&|\s+and\s+|\s+or\s+|\s+اور\s+)\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"^between\s+(?P<names>.+)$", re.IGNORECASE)
_LEVEL_OF = re.compile(r"^(?:the\s+)?(?P<word>\S+)\s+of\s+(?:the\s+)?(?P<name>.+)$", re.IGNORECASE)


def parse(text: str) -> Phrase | None:
    """The first pattern that fits, or None for a bare name.

    >>> parse("10 km west of Turbat")
    Offset(name='Turbat', distance_km=10.0, bearing=270.0)
    >>> parse("Kanak area of Mastung district")
    Inside(name='Kanak', area='Mastung district')
    >>> parse("district Kech"), parse("near Pasni")
    (Level(name='Kech', level='district'), Beside(name='Pasni', words='near'))
    >>> parse("Zehri tribe")
    Named(text='Zehri tribe')
    >>> parse("Khuzdar") is None
    True
    """
    return (
        _offset(text) or _beside(text) or _several(text) or _named(text) or _level(text) or _inside(text) or _part(text)
    )


def _offset(text: str) -> Offset | None:
    if not (found := _OFFSET.match(text)):
        in_urdu = distance_from(text) if not text.isascii() else None
        return Offset(*in_urdu) if in_urdu else None
    written = found["number"].lower()
    number = _NUMBERS[written] if written in _NUMBERS else _number(written)
    kilometres = number * (1.609344 if found["unit"].lower().startswith("mi") else 1.0)
    compass = re.sub(r"[\s-]", "", (found["compass"] or "").lower())
    return Offset(found["name"].strip(), round(kilometres, 3), BEARINGS.get(compass))


def _number(written: str) -> float:
    """A number with a decimal point or comma; groups of three after a comma are thousands.

    >>> _number("2,5"), _number("1,000"), _number("2.5"), _number("1.2.3")
    (2.5, 1000.0, 2.5, inf)
    """
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", written):
        return float(written.replace(",", ""))
    try:
        return float(written.replace(",", "."))
    except ValueError:
        return float("inf")


def _beside(text: str) -> Beside | None:
    found = _BESIDE.match(text) or _SIDE.match(text) or _BESIDE_AFTER.match(text)
    return Beside(found["name"].strip(), " ".join(found["words"].lower().split())) if found else None


def _part(text: str) -> Beside | None:
    found = _PART.match(text)
    return Beside(found["name"].strip(), " ".join(found["words"].lower().split())) if found else None


def _several(text: str) -> Several | None:
    between = _BETWEEN.match(text)
    names = tuple(part for part in _SEVERAL.split(between["names"] if between else text) if part.strip())
    return Several(names[:8]) if len(names) > 1 else None


def _named(text: str) -> Named | None:
    """The last word, or the last before "of", is a noun of people or bodies."""
    head = re.split(r"\s+of\s+", text, maxsplit=1, flags=re.IGNORECASE)[0]
    if re.search(r"[,،;()]|\s(?:in|at|near|inside)\s", text, re.IGNORECASE):
        return None
    last = [words[-1] for part in (head, text) if len(words := plain(part).split()) > (part is text)]
    return Named(text) if len(text.split()) > 1 and BODY_WORDS & set(last) else None


def _level(text: str) -> Level | None:
    """A level word at either end, or before "of"."""
    if re.search(r"[,،;()]", text):
        return None
    found = _LEVEL_OF.match(text)
    if found and (level := _level_of_word(found["word"])) is not None:
        return Level(found["name"].strip(), level)
    words = text.split()
    if len(words) < 2 or " of " in f" {text.lower()} " or " in " in f" {text.lower()} ":
        return None
    for word, rest in ((words[-1], words[:-1]), (words[0], words[1:])):
        if (level := _level_of_word(word)) is not None:
            return Level(" ".join(rest), level)
    return None


def _level_of_word(word: str) -> str | None:
    plain_word = word.strip(".:'").lower().replace("sub-tehsil", "subtehsil")
    if plain_word in LEVEL_WORDS:
        return LEVEL_WORDS[plain_word]
    return "" if plain_word in KIND_WORDS or plain_word == "the" else None


def _inside(text: str) -> Inside | None:
    for pattern in _INSIDE:
        if (found := pattern.match(text)) and found["name"].strip() and found["area"].strip():
            return Inside(found["name"].strip(), found["area"].strip())
    return None
