"""What the places of a selection are called where they are counted, so that no map shows more of them than are said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from incidents.table import POINT_LEVELS
from incidents.wording import counted, number_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incidents.answer import Answer

PLACE, AREA, MIXED = "place", "area", "town or area"
MANY: Final = {"country": "countries", MIXED: "towns and areas"}


def unit_of(known: Iterable[tuple[str, str]]) -> str:
    """Return what is counted, of pairs of the level to which a record is known and the level of the place that it counts to.

    A village that the gazetteer lacks counts to its tehsil and stands under its own name on the map: then areas are counted,
    and are not called places.

    Examples
    --------
    >>> unit_of([("town", "town"), ("district", "district")]), unit_of([("town", "tehsil")])
    ('place', 'tehsil')
    >>> unit_of([("town", "tehsil"), ("district", "district")]), unit_of([("town", "tehsil"), ("town", "town")])
    ('area', 'town or area')
    """
    pairs = set(known)
    if not any(level in POINT_LEVELS and of not in POINT_LEVELS for level, of in pairs):
        return PLACE
    levels = {of for _, of in pairs}
    if len(levels) == 1:
        return levels.pop()
    return MIXED if levels.intersection(POINT_LEVELS) else AREA


def in_units(number: int, unit: str, *, spelt: bool = False) -> str:
    """Return how many of a unit, a small number in words where it is to be `spelt`.

    Examples
    --------
    >>> in_units(1, "tehsil"), in_units(338, MIXED), in_units(9, PLACE, spelt=True)
    ('1 tehsil', '338 towns and areas', 'nine places')
    """
    many = MANY.get(unit, f"{unit}s")
    return f"{number_words(number)} {unit if number == 1 else many}" if spelt else counted(number, unit, many)


def unit_counted(answer: Answer) -> str:
    """Return what the places of an answer are called."""
    return unit_of(answer.levels)
