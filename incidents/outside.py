"""Areas that the gazetteer does not have, made of what rows say of themselves, so that rows far away are shown like all others."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import shapely

from gazetteer import Place
from incidents.coding import Coded, Codes, Mask, joined, together

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Points: TypeAlias = tuple[Codes, Codes]  # latitudes and longitudes

NAMELESS: Final = "Outside the gazetteer"
SOURCE: Final = "dataset"  # of these places, in place of a key of the gazetteer's sources
_KM: Final = 111.2  # a degree of latitude
_LEAST_KM: Final = 10.0  # how far an area reaches at least


def outside(
    country: Coded, admin1: Coded, level: Coded, latitude: Codes, longitude: Codes
) -> tuple[Coded, tuple[Place, ...]]:
    """Return the area of each row, by id, and the areas: the first-order division that a row names, else its country.

    An area lies in the middle of its rows and reaches as far as they do; it has no polygon. Where in it a row lies is told
    by the row's own coordinates and name. Rows that name neither are together where they lie near the same whole degree.

    Parameters
    ----------
    country, admin1, level : Coded
        As the dataset writes them; a row that is known to its country only is in no division.
    latitude, longitude : arrays of degrees

    Examples
    --------
    >>> same = Coded.same
    >>> column, places = outside(same("Mali", 1), same("Gao", 1), same("town", 1), np.array([16.3]), np.array([0.0]))
    >>> column.take().tolist(), [(place.id, place.name, place.parents) for place in places]
    (['outside:gao~mali'], [('outside:mali', 'Mali', ()), ('outside:gao~mali', 'Gao', ('outside:mali',))])
    """
    named = _where(country, bool) | _where(admin1, bool)
    fine = _where(level, lambda each: each != "country") & _where(admin1, bool) | ~named
    admin1 = joined([admin1, _degrees(latitude, longitude)])
    admin1 = Coded(np.where(named, admin1.codes[: len(named)], admin1.codes[len(named) :]), admin1.values)
    code, first = together([country.codes, np.where(fine, admin1.codes, -1)])
    lands = country.take_at(first).tolist()
    divisions = np.where(fine[first], admin1.take_at(first), "").tolist()
    rows = np.bincount(code).astype(float)
    middle, reach = _extent(code, (latitude, longitude), np.ones(len(code)), np.zeros(len(code)))
    land = Coded.of(_id(each) for each in lands)
    names = dict(zip(land.take().tolist(), lands, strict=True))
    around, wide = _extent(land.codes, middle, rows, reach)
    made = {
        each: _place(each, names[each] or NAMELESS, "country", (), around, wide, at)
        for at, each in enumerate(land.values)
    }
    ids = [_id(*each) for each in zip(lands, divisions, strict=True)]
    for at, (each, division) in enumerate(zip(ids, divisions, strict=True)):
        if division:
            finer = "province" if named[first[at]] else "country"
            made.setdefault(each, _place(each, division, finer, (_id(lands[at]),), middle, reach, at))
    column = Coded.of(ids)
    return Coded(column.codes[code], column.values), tuple(made.values())


def _degrees(latitude: Codes, longitude: Codes) -> Coded:
    """Return the whole degrees that points lie near, in words."""
    y, x = (np.rint(axis).astype(int) for axis in (latitude, longitude))
    code, first = together([y, x])
    ends = zip(y[first].tolist(), x[first].tolist(), strict=True)
    return Coded(code, [f"Near {abs(y)}° {'NS'[y < 0]}, {abs(x)}° {'EW'[x < 0]}" for y, x in ends])


def shape_of(place: Place) -> BaseGeometry:
    """Return the polygon of a place, or the point that stands for it where it has none."""
    return place.geometry if place.geometry is not None else shapely.Point(place.longitude, place.latitude)


def _where(column: Coded, holds: Callable[[str], bool]) -> Mask:
    """Return in which rows something holds of a value."""
    return np.array([holds(each) for each in column.values], dtype=bool)[column.codes]


def _id(country: str, division: str = "") -> str:
    words = [re.sub(r"[\W_]+", "-", each.casefold()).strip("-")[:80] for each in (division, country or "nowhere")]
    return f"outside:{'~'.join(each for each in words if each)}"


def _extent(code: Codes, points: Points, weights: Codes, further: Codes) -> tuple[Points, Codes]:
    """Return the middle of the points of each code, and how many km the points, and what is `further` about them, reach."""
    whole = np.bincount(code, weights)
    middle = tuple(np.bincount(code, axis * weights) / whole for axis in points)
    apart = [axis - mean[code] for axis, mean in zip(points, middle, strict=True)]
    reach = np.full(len(whole), _LEAST_KM)
    np.maximum.at(reach, code, _KM * np.hypot(apart[0], apart[1] * np.cos(np.radians(points[0]))) + further)
    return (middle[0], middle[1]), reach


def _place(
    place_id: str, name: str, level: str, parents: tuple[str, ...], middle: Points, reach: Codes, at: int
) -> Place:
    latitude, longitude = (float(axis[at]) for axis in middle)
    return Place(place_id, name[:200], level, latitude, longitude, float(reach[at]), parents, source=SOURCE)
