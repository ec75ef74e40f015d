"""Puts whole columns of rows on the ground: by coordinates checked against the named areas, or by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import shapely

from gazetteer import LEVELS
from incidents.readers.divisions import division_named
from incidents.readers.divisions import note as division_note
from incidents.readers.draft import Draft
from incidents.readers.known import Known
from incidents.readers.naming import HOW, NONE, SAID, Named
from incidents.readers.spool import Array, Numbers, plain
from incidents.readers.words import Words

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from incidents.readers.columns import Batch

NEAR_KM: Final = 25.0  # how far outside a named area coordinates may lie: boundaries differ from map to map
FAR_KM: Final = 50.0  # how far from the one place that a row names coordinates lie when this is told
TOWN_KM: Final = 15.0  # how far from a town that a row names its coordinates may lie and still be the town's
_SAID: Final = [HOW.index(each) for each in SAID]
_GIVEN: Final = 0
_TOWN: Final = LEVELS.index("town")
_ROUNDED: Final = (
    -0.51,
    1.01,
)  # how far, in degrees, a place may lie from coordinates in whole degrees that mean it, rounded or cut off
_EARTH_KM: Final = 6371.0
_CELLS: Final = 20  # a degree
_CELL_KM: Final = 8.0  # more than half a cell's diagonal, and than what is lost where degrees are taken for km


@dataclass
class Grounded:
    """Where rows are: ids of places ("" where the gazetteer has none), levels, how and notes, as codes; and flags."""

    place_id: Array
    level: Array
    how: Array
    note: Array
    latitude: Numbers
    longitude: Numbers
    flags: dict[str, Numbers]


class Ground:
    """Places columns of rows. Names are looked up once each; coordinates are found in polygons all at once.

    Parameters
    ----------
    gazetteer : Gazetteer
        Where names and positions are looked up.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._places = gazetteer.places()
        self._index = {place.id: at for at, place in enumerate(self._places)}
        self._latitude = np.array([place.latitude for place in self._places])
        self._longitude = np.array([place.longitude for place in self._places])
        self._radius = np.array([place.radius_km for place in self._places])
        self._shapes = np.array([place.geometry for place in self._places], dtype=object)
        areas = np.flatnonzero([place.geometry is not None for place in self._places])
        self._areas = areas
        self._boxes = shapely.bounds(self._shapes)
        shapely.prepare(self._shapes[areas])
        self._rank = np.array([*(LEVELS.index(place.level) for place in self._places), NONE])
        self._above = self._ancestors()
        self._at_level = self._by_level()
        self._ids = pa.array([*(place.id for place in self._places), ""], pa.string())
        self._named = Named(gazetteer, self._places)
        self._by_position = Known()
        self._towns = self._near_towns()
        self.notes: list[str] = []

    def knowing(self, first: Batch) -> Ground:
        """Return this, having learnt from the first rows of a file what its names of areas are; `notes` then says it."""
        if found := division_named(self._gazetteer, first):
            self._named.by_division = True
            self.notes = [division_note(first, found)]
        return self

    def _ancestors(self) -> Any:
        """Return whether place i is place j or lies in it, as a matrix with a last row and column for none."""
        inside = np.zeros((len(self._places) + 1,) * 2, dtype=bool)
        for at, place in enumerate(self._places):
            inside[at, at] = True
            inside[at, [self._index[parent] for parent in place.parents if parent in self._index]] = True
        return inside

    def _by_level(self) -> Any:
        """Return for each place (a row; the last for none) and level (a column) the area at that level or coarser."""
        table = np.full((len(self._places) + 1, len(LEVELS)), NONE, dtype=np.int64)
        for at in range(len(self._places)):
            for above in np.flatnonzero(self._above[at, :-1]):
                table[at, self._rank[above]] = above
            for level in range(1, len(LEVELS)):
                if table[at, level] == NONE:
                    table[at, level] = table[at, level - 1]
        return table

    def place(self, draft: Draft) -> Grounded:
        """Return where the rows of a draft are."""
        latitude, longitude, has_point, flags = self._points(draft)
        codes = self._named.codes(draft)
        area, known = self._named.of("area", codes), self._named.of("country_known", codes)
        around = self._around(latitude, longitude, has_point)
        loose = has_point & (area < 0) & known
        self._named.resolve(codes[loose])
        said = np.isin(self._named.of("how", codes), _SAID)
        sure = np.where(loose & said, self._named.of("place", codes), NONE)
        anchor = np.where(area >= 0, area, sure)
        swapped, away = self._check(latitude, longitude, has_point, around, anchor)
        nowhere = has_point & (np.abs(latitude) > 90)
        has_point &= ~nowhere
        away[nowhere] = 0
        flags["unreadable_coordinates"] |= nowhere & ~swapped
        flags["swapped"] = swapped
        flags["far_from_named_area"] = far = ~swapped & (area >= 0) & (away > NEAR_KM)
        alone = self._named.of("alone", codes)
        flags["far_from_named_place"] = ~swapped & (area < 0) & alone & (away > FAR_KM)
        trusted = has_point & ~swapped & ~far
        whole = np.zeros_like(trusted) if draft.whole_degrees is None else trusted & draft.whole_degrees
        self._named.resolve(codes[~trusted | whole | self._is_near_town(latitude, longitude)])
        named = self._named.of("place", codes)
        flags["whole_degrees"] = whole
        rounded = self._rounded(whole, named, latitude, longitude)
        wanted = _ranks(draft.wanted_level)
        chosen, level = self._choose(wanted, trusted, around, area, named, latitude, longitude)
        by_name = ~trusted | rounded
        chosen[by_name] = np.where(named >= 0, named, area)[by_name]
        coarse = by_name & _stated(draft) & (wanted != NONE) & (self._rank[chosen] > wanted)
        coarse &= self._at_level[chosen, wanted] != NONE
        chosen[coarse] = self._at_level[chosen, wanted][coarse]
        level[by_name] = self._rank[chosen[by_name]]
        how = np.where(by_name, self._named.of("how", codes), _GIVEN)
        how[coarse] = HOW.index("area")
        lost = chosen == NONE
        flags["outside_gazetteer"] = lost & has_point
        whole &= ~lost
        flags["place_unknown"] = lost & flags["no_coordinates"]
        flags["unusable_coordinates"] = lost & ~has_point & ~flags["no_coordinates"]
        for each in ("no_coordinates", "unreadable_coordinates", "null_island"):
            flags[each] &= ~lost
        level = np.where(lost, np.where(has_point, np.where(wanted == NONE, _TOWN, wanted), NONE), level)
        how = np.where(lost, np.where(has_point, _GIVEN, HOW.index("unknown")), how)
        said = np.where(~trusted & ~lost & ~coarse, self._named.of("note", codes), 0)
        note = self._notes(said, flags, away, anchor, coarse, rounded)
        point = has_point & (swapped | far | trusted)
        return Grounded(
            self._ids.take(pa.array(np.where(lost, len(self._places), chosen))),
            _worded(level, (*LEVELS, "")),
            _worded(how, HOW),
            note,
            np.where(point, latitude, np.nan),
            np.where(point, longitude, np.nan),
            flags,
        )

    # Coordinates

    def _points(self, draft: Draft) -> tuple[Numbers, Numbers, Numbers, dict[str, Numbers]]:
        """Return latitude, longitude, which rows have both, and what is odd about them."""
        latitude, longitude = draft.latitude, draft.longitude
        both = ~np.isnan(latitude) & ~np.isnan(longitude)
        zero = both & (latitude == 0) & (longitude == 0)
        beyond = both & ((np.abs(longitude) > 180) | (np.abs(latitude) > 180))
        beyond |= both & (np.abs(latitude) > 90) & (np.abs(longitude) > 90)
        point = both & ~zero & ~beyond
        bad = (draft.bad_coordinates | beyond | (np.isnan(latitude) != np.isnan(longitude))) & ~point & ~zero
        flags = {"null_island": zero, "unreadable_coordinates": bad, "no_coordinates": ~point & ~zero & ~bad}
        return latitude, longitude, point, flags

    def _around(self, latitude: Numbers, longitude: Numbers, rows: Numbers) -> Numbers:
        """Return the finest area around each point; -1 for none. Equal points are looked up once."""
        result = np.full(len(latitude), NONE, dtype=np.int64)
        if not rows.any():
            return result
        x, y = longitude[rows], latitude[rows]
        result[rows] = self._by_position(position_keys(y, x), lambda at: self._finest(x[at], y[at]))
        return result

    def _finest(self, x: Numbers, y: Numbers) -> Numbers:
        """Return the finest area that holds each position, the finest areas tried first; -1 for none."""
        finest = np.full(len(x), NONE, dtype=np.int64)
        for area in self._areas[np.argsort(-self._rank[self._areas], kind="stable")]:
            west, south, east, north = self._boxes[area]
            open_ = (finest == NONE) & (x >= west) & (x <= east) & (y >= south) & (y <= north)
            at = np.flatnonzero(open_)
            if len(at):
                inside = shapely.intersects_xy(self._shapes[area], x[at], y[at])
                finest[at[inside]] = area
        return finest

    def _check(
        self, latitude: Numbers, longitude: Numbers, rows: Numbers, around: Numbers, anchor: Numbers
    ) -> tuple[Numbers, Numbers]:
        """Return which coordinates look exchanged, and how many km outside what the row names the others lie.

        They look exchanged where, exchanged, they lie in or near what it names (`anchor`; -1 for none), or else nowhere.
        """
        away = np.zeros(len(latitude))
        outside = rows & (anchor >= 0) & ~self._above[around, anchor]
        away[outside] = self._distance(anchor[outside], latitude[outside], longitude[outside])
        nowhere = np.abs(latitude) > 90
        suspect = rows & ((away > NEAR_KM) | nowhere) & (np.abs(longitude) <= 90)
        mirrored = self._around(longitude, latitude, suspect)
        swapped = suspect & (mirrored >= 0) & np.where(anchor < 0, nowhere, self._above[mirrored, anchor])
        left = np.flatnonzero(suspect & ~swapped & (anchor >= 0))
        swapped[left[self._distance(anchor[left], longitude[left], latitude[left]) <= NEAR_KM]] = True
        return swapped, away

    def _distance(self, areas: Numbers, latitude: Numbers, longitude: Numbers) -> Numbers:
        """Return km from points to areas: to the edge of a polygon, or beyond the radius of a place without one."""
        keys = position_keys(latitude, longitude) + areas.astype(np.uint64)
        _, at, codes = np.unique(keys, return_index=True, return_inverse=True)
        return self._measured(areas[at], latitude[at], longitude[at])[codes]

    def _measured(self, areas: Numbers, latitude: Numbers, longitude: Numbers) -> Numbers:
        shapes = self._shapes[areas]
        has = ~shapely.is_missing(shapes)
        km = np.maximum(
            _kilometres(self._latitude[areas], self._longitude[areas], latitude, longitude) - self._radius[areas], 0.0
        )
        if has.any():
            points = shapely.points(longitude[has], latitude[has])
            lines = shapely.shortest_line(shapes[has], points)
            near = shapely.get_point(lines, 0)
            km[has] = _kilometres(shapely.get_y(near), shapely.get_x(near), latitude[has], longitude[has])
        return km

    def _choose(
        self,
        wanted: Numbers,
        trusted: Numbers,
        around: Numbers,
        area: Numbers,
        named: Numbers,
        latitude: Numbers,
        longitude: Numbers,
    ) -> tuple[Numbers, Numbers]:
        """Return place and level of rows by their coordinates, no finer than the dataset says it knows.

        Where that is an area, it is the one that the row names; and coordinates just over a border, where maps differ, are in the
        country that it names.
        """
        ranks = np.where(wanted == NONE, _TOWN, wanted)
        point_like = ranks >= _TOWN
        abroad = (area >= 0) & (self._at_level[around, 0] != self._at_level[area, 0])
        base = np.where(abroad | (around < 0), area, around)
        says = (area >= 0) & (self._rank[area] >= ranks)
        level_of = np.where(says, self._at_level[area, ranks], self._at_level[base, ranks])
        close = np.zeros(len(named), dtype=bool)
        at = np.flatnonzero(trusted & point_like & (named >= 0) & (self._rank[named] >= _TOWN))
        km = _kilometres(self._latitude[named[at]], self._longitude[named[at]], latitude[at], longitude[at])
        close[at] = km <= np.maximum(TOWN_KM, self._radius[named[at]])
        chosen = np.where(point_like, np.where(close, named, base), level_of)
        return chosen, np.where(point_like, ranks, self._rank[chosen])

    def _rounded(self, whole: Numbers, named: Numbers, latitude: Numbers, longitude: Numbers) -> Numbers:
        """Return which coordinates in whole degrees may be those of the town that the row names, rounded or cut off."""
        towns = whole & (named >= 0) & (self._rank[named] >= _TOWN)
        for here, axis in ((self._latitude, latitude), (self._longitude, longitude)):
            beyond = (here[named[towns]] - axis[towns]) * np.where(axis[towns] < 0, -1, 1)
            towns[towns] = (beyond >= _ROUNDED[0]) & (beyond <= _ROUNDED[1])
        return towns

    def _near_towns(self) -> Numbers:
        """Return a grid of the world, a cell of which is true where a town may be near enough for the coordinates in it."""
        grid = np.zeros((180 * _CELLS, 360 * _CELLS), dtype=bool)
        towns = np.flatnonzero(self._rank[:-1] >= _TOWN)
        latitude, longitude = self._latitude[towns], self._longitude[towns]
        high = (np.maximum(TOWN_KM, self._radius[towns]) + _CELL_KM) / 111.0
        wide = high / np.maximum(np.cos(np.radians(latitude)), 0.1)
        rows, up = _across(latitude + 90, high)
        columns, right = _across(longitude + 180, wide)
        town, row, column = np.nonzero(up[:, :, None] + right[:, None, :] <= 1)
        grid[rows[town, row], columns[town, column]] = True
        return grid

    def _is_near_town(self, latitude: Numbers, longitude: Numbers) -> Numbers:
        """Return for which points a town may be near enough to be theirs; true where there is no point."""
        y, x = (np.nan_to_num(axis + half) * _CELLS for axis, half in ((latitude, 90), (longitude, 180)))
        inside = (y >= 0) & (y < 180 * _CELLS) & (x >= 0) & (x < 360 * _CELLS)
        near = ~inside
        near[inside] = self._towns[y[inside].astype(np.int64), x[inside].astype(np.int64)]
        return near

    def _notes(
        self,
        said: Numbers,
        flags: dict[str, Numbers],
        away: Numbers,
        anchor: Numbers,
        coarse: Numbers,
        rounded: Numbers,
    ) -> Array:
        """Return a plain sentence for each row that was not simply placed by its coordinates.

        `said` is what was noted when its names were looked up.
        """
        used, note = _used(said)
        texts = [self._named.notes[each] for each in used]
        note[coarse] = len(texts)
        texts.append("the dataset says that the place is known no better than to this area")
        note[flags["whole_degrees"]] = len(texts)
        texts.append("coordinates in whole degrees: the place is known no better than to this area")
        note[rounded] = len(texts)
        texts.append(
            "coordinates in whole degrees: placed at the town that the row names, which they mean rounded or cut off"
        )
        for row in np.flatnonzero(flags["far_from_named_area"] | flags["far_from_named_place"]):
            done = "placed by name" if flags["far_from_named_area"][row] else "placed by coordinates"
            note[row] = len(texts)
            name = self._places[anchor[row]].name
            texts.append(f"coordinates lie {away[row]:,.0f} km outside {name}, which the row names: {done}")
        note[flags["swapped"]] = len(texts)
        texts.append("latitude and longitude look exchanged: placed by name, coordinates kept as they are")
        return _worded(note, texts)


def _across(middle: Numbers, reach: Numbers) -> tuple[Numbers, Numbers]:
    """Return the cells of the grid within reach of each middle (degrees from its edge), and how far, squared, in reaches."""
    first = ((middle - reach) * _CELLS).astype(np.int64)
    cells = first[:, None] + np.arange(int(2 * reach.max(initial=0) * _CELLS) + 2)
    return cells, (((cells + 0.5) / _CELLS - middle[:, None]) / reach[:, None]) ** 2


def _stated(draft: Draft) -> Numbers:
    """Return which rows state to what their place is known."""
    stated = draft.or_null(draft.native_place_precision)
    return ~plain(stated).is_null().to_numpy(zero_copy_only=False)


def _ranks(levels: Words) -> Numbers:
    """Return the ranks of levels; -1 for none."""
    ranks = [*(LEVELS.index(each) if each else NONE for each in levels.words), NONE]
    return np.array(ranks, dtype=np.int64)[levels.codes]


def _used(codes: Numbers) -> tuple[list[int], Numbers]:
    """Return the codes that occur, and which of them each row has."""
    there = np.zeros(int(codes.max(initial=0)) + 1, dtype=bool)
    there[codes] = True
    return np.flatnonzero(there).tolist(), (there.cumsum() - 1)[codes]


def _worded(codes: Numbers, words: Sequence[str]) -> Array:
    """Return a dictionary array of words, each there once, that codes stand for; -1 for the last of them."""
    known: dict[str, int] = {}
    at = np.array([known.setdefault(each, len(known)) for each in words], dtype=np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(at[codes]), pa.array(list(known), pa.string()))


def position_keys(latitude: Numbers, longitude: Numbers) -> Numbers:
    """Return a number for each position, the same for the same position."""
    one, two = (np.ascontiguousarray(axis + 0.0).view(np.uint64) for axis in (latitude, longitude))
    mixed = (one ^ (one >> np.uint64(32))) * np.uint64(0x9E3779B97F4A7C15)
    return mixed ^ ((two ^ (two >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9))


def _kilometres(latitude: Numbers, longitude: Numbers, other_latitude: Numbers, other_longitude: Numbers) -> Numbers:
    """Return great-circle distances (haversine formula, mean radius)."""
    one, two = np.radians(latitude), np.radians(other_latitude)
    half = np.sin((two - one) / 2) ** 2
    half = half + np.cos(one) * np.cos(two) * np.sin(np.radians(other_longitude - longitude) / 2) ** 2
    return 2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
