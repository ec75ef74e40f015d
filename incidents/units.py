"""How many places of which kind a selection has, so that no district is counted beside its towns without a word."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from incidents.table import POINT_LEVELS
from incidents.vocabulary import PLACE_LEVELS
from incidents.wording import SMALL, counted, listed, number_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from incidents.answer import Answer

    Kinds = Sequence[tuple[str, int]]

AREA = "area"
MANY: Final = {"country": "countries"}

MOST_KINDS = 3
"""Of more kinds of place than these, all larger than a town are counted together."""


def kinds_of(levels: Iterable[str]) -> Kinds:
    """Return how many places are of each level, towns before districts; of too many levels the areas together.

    A village that the gazetteer lacks counts to its tehsil, which is the place here.

    Examples
    --------
    >>> kinds_of(["district", "town", "district"])
    [('town', 1), ('district', 2)]
    >>> kinds_of(["town", "tehsil", "district", "division", "division"])
    [('town', 1), ('area', 4)]
    """
    counts = Counter(levels)
    found = [(level, counts[level]) for level in PLACE_LEVELS if counts[level]]
    if len(found) <= MOST_KINDS:
        return found
    points = [each for each in found if each[0] in POINT_LEVELS]
    return [*points, (AREA, sum(number for level, number in found if level not in POINT_LEVELS))]


def in_kinds(kinds: Kinds, *, spelt: bool = False, also: str = "") -> str:
    """Return how many of each kind of place, in words where they are to be `spelt` and none is large, and what else.

    Examples
    --------
    >>> in_kinds([("town", 49), ("district", 1)]), in_kinds([("town", 2)], spelt=True, also="unspecified parts")
    ('49 towns and 1 district', 'two towns and unspecified parts')
    """
    spelt = spelt and all(number < len(SMALL) for _, number in kinds)
    return listed([*(_of_kind(number, kind, spelt=spelt) for kind, number in kinds), *filter(None, [also])])


def _of_kind(number: int, kind: str, *, spelt: bool) -> str:
    many = MANY.get(kind, f"{kind}s")
    return f"{number_words(number)} {kind if number == 1 else many}" if spelt else counted(number, kind, many)


def places_counted(answer: Answer) -> str:
    """Return in how many places of which kinds the incidents of an answer are, in figures."""
    return in_kinds(kinds_of(answer.levels.values()))


def stand_apart(known: Iterable[tuple[str, str]]) -> bool:
    """Return whether places stand on a map under their own name that count to the area around them.

    Of pairs of the level to which a record is known and the level of the place that it counts to.

    Examples
    --------
    >>> stand_apart([("town", "town"), ("district", "district")]), stand_apart([("town", "tehsil")])
    (False, True)
    """
    return any(level in POINT_LEVELS and of not in POINT_LEVELS for level, of in known)
