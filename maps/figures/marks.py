"""What a selection puts on the map: areas for what is known to an area, spots for what is known to a town or site."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from maps.figures.boxes import Box
from maps.figures.neighbours import around
from maps.figures.words import clean
from maps.symbols import MIXED_HUE, POINT_LEVELS, SYMBOLS, symbol_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from gazetteer import Gazetteer
    from maps.figures.wording import Wording

    Point = tuple[float, float]

LIKE_A_DISTRICT = "division"
"""The level whose areas have the names of districts or towns, and would be taken for these: they never stand without it."""

_AREA_SIZE = ("country", "province", "division", "district", "tehsil")


@dataclass(frozen=True)
class Area:
    """Records known only to one area."""

    place_id: str
    name: str
    name_ur: str
    level: str
    count: int
    hue: str
    geometry: BaseGeometry
    longitude: float
    latitude: float
    kind: str = ""
    """The kind of event; empty for several."""

    told: str = ""
    """What its box says instead of the count ..."""

    rate: float | None = None
    """... and the number that this is."""

    @property
    def weight(self) -> float:
        """The number by which it is more or less than others."""
        return self.count if self.rate is None else self.rate

    @property
    def is_wide(self) -> bool:
        """Whether it is coarser than a district: hatched more openly, with a broken outline."""
        return self.level not in ("district", "tehsil")


class Spot(NamedTuple):
    """Records of one event type at one point."""

    place_id: str
    name: str
    name_ur: str
    number: int
    event_type: str
    longitude: float
    latitude: float
    radius_km: float
    within: str = ""
    """The district that holds it, else the finest wider area; only what is in one district is counted together."""


@dataclass(frozen=True)
class Mark:
    """Something drawn that can carry a name: the box that it fills, and for an area its level."""

    name: str
    name_ur: str
    count: int
    box: Box
    place_id: str
    level: str = ""
    is_plain: bool = False
    """Whether nothing is drawn in the box, so that the name may stand in it."""
    parts: tuple[Box, ...] = ()
    """The symbols and numbers in the box, where there are several."""
    end: Box | None = None
    """The dot in which the line from it ends, which a name could be taken for."""
    weight: float | None = None
    """Its number, where that is not the count."""
    boxed: str = ""
    """The name that stands in the box already."""

    @property
    def number(self) -> float:
        """What the mark says of its place, by which it is more or less than others."""
        return self.count if self.weight is None else self.weight

    @property
    def drawn(self) -> tuple[Box, ...]:
        """What is really drawn in the box, to which a name has to be near."""
        return self.parts or (self.box,)

    @property
    def of(self) -> tuple[str, str]:
        """What its name is of: an area, or a place as a spot there is called."""
        return self.place_id, self.level or self.name


def areas_of(records: pd.DataFrame) -> tuple[Area, ...]:
    """Return the areas of records (see `Atlas.incidents`), larger levels first, so that smaller ones are drawn over them."""
    rows = records[~records["level"].isin(POINT_LEVELS)]
    kinds: dict[str, list[str]] = {}
    for place_id, event_type in zip(rows["place_id"], rows["event_type"], strict=True):
        kinds.setdefault(str(place_id), []).append(str(event_type))
    firsts = rows.drop_duplicates("place_id").to_dict("records")
    found = [_area(first, kinds[str(first["place_id"])]) for first in firsts if _has_shape(first["geometry"])]
    return tuple(sorted(found, key=lambda area: (level_rank(area.level), area.place_id)))


def points_of(spots: Sequence[Spot]) -> list[Spot]:
    """Return one spot a point, with the records of all kinds there, the busiest first."""
    found: dict[tuple[float, float], Spot] = {}
    for spot in spots:
        at = (spot.longitude, spot.latitude)
        found[at] = found[at]._replace(number=found[at].number + spot.number) if at in found else spot
    return sorted(found.values(), key=lambda spot: -spot.number)


def level_rank(level: str) -> int:
    """Return how fine a level of areas is, the country's being 0."""
    return _AREA_SIZE.index(level) if level in _AREA_SIZE else len(_AREA_SIZE)


def _has_shape(shape: BaseGeometry | None) -> bool:
    return shape is not None and not shape.is_empty


def _area(first: Mapping[Any, Any], kinds: Sequence[str]) -> Area:
    """Return the area of records of so many kinds, of which one is given."""
    shape: BaseGeometry = first["geometry"]
    point = shapely.Point(first["longitude"], first["latitude"])
    inside = point if shape.covers(point) else shape.representative_point()
    kind = kinds[0] if len(set(kinds)) == 1 else ""
    hue = symbol_of(kind).hue if kind else MIXED_HUE
    name, urdu = clean(first["place"]), clean(_text(first["place_ur"]))
    return Area(
        str(first["place_id"]), name, urdu, str(first["level"]), len(kinds), hue, shape, inside.x, inside.y, kind
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def type_order(event_types: Iterable[str]) -> list[str]:
    """Return event types in the order of the legend, each once."""
    order = list(SYMBOLS)
    return sorted(set(event_types), key=lambda t: (order.index(t) if t in SYMBOLS else len(order), t))


def spots_of(records: pd.DataFrame, gazetteer: Gazetteer) -> tuple[Spot, ...]:
    """Return the spots of records: one for each event type at each point, the busiest first, so that it hides none.

    A spot off its place is called as the record writes it ("10 km west of Turbat"), as on the live map, or not at all.
    """
    rows = records[records["level"].isin(POINT_LEVELS)]
    rows = rows[np.isfinite(rows["longitude"].astype(float)) & np.isfinite(rows["latitude"].astype(float))]
    if rows.empty:
        return ()
    relative = rows["radius_km"].where(rows["how"] == "relative", 0.0)
    keys = {"x": rows["longitude"].astype(float).round(4), "y": rows["latitude"].astype(float).round(4)}
    rows = rows.assign(**keys, radius_km=relative.fillna(0.0))
    called = _called(rows, gazetteer)
    grouped = rows.groupby(["x", "y", "event_type"], sort=True)
    found = grouped.agg(
        place_id=("place_id", "first"), number=("x", "size"), radius_km=("radius_km", "max")
    ).reset_index()
    within = functools.cache(lambda place_id: district_of(gazetteer, place_id))
    columns = (found[name].tolist() for name in ("place_id", "number", "event_type", "x", "y", "radius_km"))
    spots = [
        Spot(place_id, *called[x, y], number, event_type, x, y, radius, within(place_id))
        for place_id, number, event_type, x, y, radius in zip(*columns, strict=True)
    ]
    return tuple(sorted(spots, key=lambda spot: (-spot.number, spot.event_type, spot.longitude, spot.latitude)))


def district_of(gazetteer: Gazetteer, place_id: str) -> str:
    """Return the district that is a place or holds it, else the finest area that does; empty where none is known."""
    chain = (gazetteer.place(place_id), *gazetteer.ancestors(place_id))
    areas = [each for each in chain if each.level not in POINT_LEVELS]
    return next((each.id for each in areas if each.level == "district"), areas[0].id if areas else "")


OFF_PLACE_DEGREES = 0.001
"""A spot farther from its place than this has not the place's name."""


def _called(rows: pd.DataFrame, gazetteer: Gazetteer) -> dict[Point, tuple[str, str]]:
    """Return what each point, rounded, is called, in both scripts: all symbols at one point alike."""
    firsts = rows.drop_duplicates(["x", "y"])
    x, y, ids, *names = (firsts[name].tolist() for name in ("x", "y", "place_id", "place", "place_ur", "toponym"))
    places = {place_id: gazetteer.place(str(place_id)) for place_id in set(ids)}
    points = {place_id: (place.longitude, place.latitude) for place_id, place in places.items()}
    at = np.array([points[place_id] for place_id in ids])
    off = np.abs(np.column_stack([x, y]) - at).max(axis=1) > OFF_PLACE_DEGREES
    safe = functools.cache(lambda text: clean(_text(text)))
    return {
        point: (safe(written), safe(urdu) if written == name else "") if is_off else (safe(name), safe(urdu))
        for point, is_off, name, urdu, written in zip(zip(x, y, strict=True), off.tolist(), *names, strict=True)
    }


def told_apart(marks: Sequence[Mark], wording: Wording) -> list[Mark]:
    """Return the marks with the level added to divisions, and areas that share their name with another mark, or the circle of one: "Kalat district"."""
    shared = Counter((mark.boxed or mark.name).partition(" +")[0] for mark in marks)
    found: list[Mark] = []
    for mark in marks:
        apart = mark.name and mark.level and (shared[mark.name] > 1 or mark.level == LIKE_A_DISTRICT)
        name, urdu = with_level(mark.name, mark.name_ur, mark.level, wording) if apart else (mark.name, mark.name_ur)
        found.append(replace(mark, name=name, name_ur=urdu))
    return found


def with_level(name: str, name_ur: str, level: str, wording: Wording) -> tuple[str, str]:
    """Return an area's names with its level."""
    return f"{name} {level}", name_ur and wording.level(name_ur, level)


def one_a_place(marks: Sequence[Mark]) -> list[Mark]:
    """Return one mark for each place and point, as wide as all of its symbols together, which stand side by side."""
    grouped: dict[tuple[str, ...], list[Mark]] = defaultdict(list)
    for mark in marks:
        same = grouped[mark.of]
        near = [known for known in same if known.box.grown(mark.box.height / 2).overlaps(mark.box)]
        every, parts = [*near, mark], [part for each in (*near, mark) for part in each.drawn]
        box = around([each.box for each in every])
        whole = replace(every[0], box=box, count=sum(each.count for each in every), parts=tuple(parts))
        grouped[mark.of] = [*(known for known in same if known not in near), whole]
    return [mark for same in grouped.values() for mark in same]
