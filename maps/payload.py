"""A selection as the map document takes it: areas, symbols, legend, bounds; as large as a screen, not as the data."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from incidents.vocabulary import EVENT_TYPES
from incidents.wording import counted as counted_words
from maps.layers import FOCUS, HOME, WINDOW, area_json, is_embedded
from maps.legends import legend_items
from maps.listing import described, spot_of
from maps.marks import DIGITS, MAX_MARKS, MIN_BINS, cell_bounds, counted, different, gathered, overlap
from maps.naming import names_on_map, short
from maps.symbols import AREA_LEVELS, MIXED_HUE, radius_px, symbol_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer import Place
    from incidents import Atlas, Selection
    from maps.legends import LegendItem
    from maps.marks import Bounds, Codes, Rows

    Json = dict[str, Any]

FEW = 12
"""Records up to which their lists come with the marks; of more, a list is asked for when its mark is opened."""

READ = 400
"""Records up to which places are called as all of their records write them; of more, as the gazetteer does."""


def payload(atlas: Atlas, selection: Selection, *, within: Bounds | None = None, lists: int | None = None) -> Json:
    """Return the selection as JSON-ready data for the map document.

    Empty entries of a mark (``name_ur``, ``incidents``, ``more``) are left out.

    Parameters
    ----------
    within : tuple of float, optional
        Bounds (west, south, east, north) of a closer view, for finer marks there; all areas come along.
    lists : int, optional
        How many records are described with the marks, shared out among them; ``more`` counts those left out. Without:
        all of them up to `FEW`, else none.

    Returns
    -------
    dict
        ``kinds``: the event types that occur, in the order of the counts of a mark's ``types``.
        ``areas``: one for each area that records are known to: id, name, level, count, types, hue, incidents (with
        ``contested``: by claims about the "incident" or its "campaign"); and name_ur, label ([latitude, longitude]) and
        polygons where the document does not carry them.
        ``symbols``: one for each spot and type: id (of the place), lat, lon, level, type, size (radius, CSS pixels), n
        and incidents.
        ``bins``: instead of symbols where a spot has more than `MAX_SIGNS` kinds, or a map more than `MAX_MARKS`: id,
        lat, lon, n, types, incidents; name and level where all lie at one spot, else the bounds of its ``cell``.
        ``types``: label, shape (SVG path data, radius 1) and hue of each type that occurs.
        ``legend``; without `within`, ``bounds`` (west, south, east, north) of the first view and, where that leaves out
        records beyond the basemap, ``beyond``: words, and the bounds that hold all; ``within``; ``coarse``: whether a
        closer view would show more; ``counts``; ``note`` (a sentence or empty).
    """
    rows = counted(atlas, selection, within)
    at_points = rows.at_points()
    areas_of, points = rows.take(~at_points), rows.take(at_points)
    room = max(MIN_BINS, MAX_MARKS - len(set(areas_of.place_id)))
    total = int(rows.count.sum())
    wanted = lists if lists is not None else total if total <= FEW else 0
    read = _read(atlas, selection, within, total if total <= READ else wanted)
    marks = _Marks(atlas, areas_of, gathered(points, room), read if total <= READ else read.head(0))
    if wanted:
        marks.list(described(atlas, read.head(wanted)))
    areas, symbols, bins = marks.areas(), marks.symbols(), marks.bins()
    return {
        "kinds": marks.kinds,
        "areas": areas,
        "symbols": symbols,
        "bins": bins,
        "types": {event_type: type_json(event_type) for event_type in marks.kinds},
        "legend": _legend(areas_of, marks.at_points, symbols),
        **(_first_view(atlas, rows) if within is None else {"within": list(within)}),
        "coarse": any("cell" in each for each in bins),
        "counts": {"incidents": total, "areas": len(areas), "symbols": len(symbols), "bins": len(bins)},
        "note": "" if total else "No record matches these filters.",
    }


def _read(atlas: Atlas, selection: Selection, within: Bounds | None, limit: int) -> pd.DataFrame:
    if not limit:
        return pd.DataFrame(columns=["id", "place_id", "toponym"])
    bounds = overlap(selection.bounds, within)
    return atlas.page(selection.replace(bounds=bounds), limit=limit)


class _Marks:
    """The marks of a selection, called as the records that were read write their places."""

    def __init__(self, atlas: Atlas, areas: Rows, points: Rows, read: pd.DataFrame) -> None:
        self.atlas, self.at_areas, self.at_points = atlas, areas, points
        self.kinds = sorted({*areas.event_type, *points.event_type})
        places = {*areas.place_id, *points.place_id}
        self.names = {each: atlas.gazetteer.place(each).name for each in places}
        self.spots: dict[Any, dict[Any, Any]] = {}
        if len(read):
            self.names |= names_on_map(atlas.gazetteer, read)
            self.spots = {spot_of(row): row for row in read.to_dict("records")}
        self.listed: dict[Any, list[Json]] = {}

    def areas(self) -> list[Json]:
        rows = self.at_areas
        at, place_ids = pd.factorize(rows.place_id, sort=True)
        counts = self._by_kind(rows, at, len(place_ids))
        return [self._area(place_id, types) for place_id, types in zip(place_ids.tolist(), counts, strict=True)]

    def symbols(self) -> list[Json]:
        points = self.at_points.take(~self.at_points.binned)
        _, firsts, at = np.unique(points.mark, return_index=True, return_inverse=True)
        counts = np.bincount(at, points.count, minlength=len(firsts))
        return [self._symbol(first, int(count)) for first, count in zip(_rows(points, firsts), counts, strict=True)]

    def bins(self) -> list[Json]:
        points = self.at_points.take(self.at_points.binned)
        _, firsts, at = np.unique(points.mark, return_index=True, return_inverse=True)
        whole = _one_spot(points, firsts, at)
        levels, types = different(at, points.level).tolist(), self._by_kind(points, at, len(firsts))
        middles = [np.bincount(at, axis * points.count, minlength=len(firsts)) for axis in (points.lat, points.lon)]
        found = zip(_rows(points, firsts), whole, levels, zip(*middles, strict=True), types, strict=True)
        return [self._bin(*each) for each in found]

    def _by_kind(self, rows: Rows, at: Codes, size: int) -> list[list[int]]:
        """Return the number of records of each mark, a number for each kind; `at` is the mark of each row, from 0."""
        code, found = pd.factorize(rows.event_type)
        kind = np.array([self.kinds.index(each) for each in found], dtype=np.int64)[code]
        counts = np.bincount(at * len(self.kinds) + kind, rows.count, minlength=size * len(self.kinds))
        return counts.astype(np.int64).reshape(size, len(self.kinds)).tolist()

    def _bin(self, first: Json, one: bool, levels: int, middle: tuple[float, float], types: list[int]) -> Json:
        if one:
            where = self._spot(first) | ({"level": first["level"]} if levels == 1 else {})
        else:
            cell = cell_bounds(first["lat"], first["lon"], first["cell"])
            where = {"id": f"bin:{cell[0]},{cell[1]}", "cell": cell}  # the same whichever records it holds
        total, (y, x) = sum(types), middle
        return {
            **where,
            "lat": round(float(y) / total, DIGITS),
            "lon": round(float(x) / total, DIGITS),
            "n": total,
            "types": types,
            **self._list(first["mark"], total),
        }

    def list(self, records: Sequence[Json]) -> None:
        """Give each mark those of the described records that are its own, no more than its share."""
        if not records:
            return
        points = self.at_points
        spots = zip(points.lat.tolist(), points.lon.tolist(), points.event_type.tolist(), strict=True)
        at = dict(zip(spots, points.mark.tolist(), strict=True))
        found: dict[Any, list[Json]] = defaultdict(list)
        for record in records:
            where = record.pop("at")
            key = at.get((*where, record["type"])) if isinstance(where, tuple) else where
            found[key].append(self._own_words(record))
        whole = len(records) == self.at_areas.count.sum() + points.count.sum()
        marks = len(set(self.at_areas.place_id)) + len(set(points.mark.tolist()))
        share = len(records) if whole else max(1, len(records) // max(1, marks))
        self.listed = {key: own[:share] for key, own in found.items()}

    def _own_words(self, record: Json) -> Json:
        """Return a record without the words that its mark says already."""
        place_id = record.pop("place_id")
        return {key: value for key, value in record.items() if key != "toponym" or value != self.names.get(place_id)}

    def _list(self, mark: Any, total: int) -> Json:
        incidents = self.listed.get(mark, [])
        return filled(incidents=incidents, more=total - len(incidents))

    def _area(self, place_id: str, types: list[int]) -> Json:
        place = self.atlas.gazetteer.place(place_id)
        called, drawn = self._called(place), [kind for kind, count in zip(self.kinds, types, strict=True) if count]
        return {
            **(
                {name: called[name] for name in called if name != "name_ur"}
                if is_embedded(place)
                else area_json(place) | called
            ),
            "id": place.id,
            "level": place.level,
            "count": sum(types),
            "types": types,
            "hue": symbol_of(drawn[0]).hue if len(drawn) == 1 else MIXED_HUE,
            **self._list(place_id, sum(types)),
        }

    def _called(self, place: Place) -> Json:
        """Return a place's names; ``also`` is the gazetteer's where the map calls it otherwise."""
        name = self.names[place.id]
        return {
            "name": short(name),
            **filled(name_ur=short(place.name_ur), also=place.name if name != place.name else ""),
        }

    def _symbol(self, first: dict[Any, Any], count: int) -> Json:
        return {
            **self._spot(first),
            "lat": float(first["lat"]),
            "lon": float(first["lon"]),
            "level": first["level"],
            "type": first["event_type"],
            "n": count,
            "size": round(radius_px(count), 1),
            **self._list(first["mark"], count),
        }

    def _spot(self, row: dict[Any, Any]) -> Json:
        """Return how a spot is called: by its place, or as written where it lies off it ("10 km west of Turbat")."""
        place = self.atlas.gazetteer.place(row["place_id"])
        if max(abs(row["lat"] - place.latitude), abs(row["lon"] - place.longitude)) < 0.001:
            return {"id": place.id, **self._called(place)}
        read = self.spots.get((row["lat"], row["lon"]), {})
        name = short(read.get("toponym")) or f"near {short(place.name)}"
        of_area = (
            place.level in AREA_LEVELS and read.get("radius_km") == place.radius_km
        )  # a spot in it is known better
        ring = {"radius_km": round(read["radius_km"], 1)} if read and not of_area else {}
        return {"id": f"{place.id}@{row['lat']},{row['lon']}", "name": name, **ring}


def _rows(rows: Rows, chosen: Codes) -> list[Json]:
    """Return some rows as they are put into words, one by one."""
    names = ("place_id", "level", "lat", "lon", "event_type", "mark", "cell")
    columns = [getattr(rows, name)[chosen].tolist() for name in names]
    return [dict(zip(names, each, strict=True)) for each in zip(*columns, strict=True)]


def _one_spot(points: Rows, firsts: Codes, at: Codes) -> list[bool]:
    """Return which marks stand for a single spot: all their rows are of one, and lie where the first does."""
    apart = (points.spots > 1) | (points.lat != points.lat[firsts][at]) | (points.lon != points.lon[firsts][at])
    return (np.bincount(at, apart, minlength=len(firsts)) == 0).tolist()


def filled(**entries: Any) -> Json:
    """Return the entries that say something."""
    return {name: value for name, value in entries.items() if value}


def type_json(event_type: str) -> Json:
    """Return how an event type is called and drawn."""
    symbol = symbol_of(event_type)
    return {"label": EVENT_TYPES[event_type].label, "shape": symbol.shape.svg(), "hue": symbol.hue}


def _legend(areas: Rows, points: Rows, symbols: list[Json]) -> list[Json]:
    """Return the legend of what is drawn as areas and as symbols, not within bins, with a line on sizes where they differ."""
    drawn = (areas, points.take(~points.binned))
    known = [zip(rows.level.tolist(), rows.event_type.tolist(), rows.place_id.tolist(), strict=True) for rows in drawn]
    lines = [_legend_line(item) for item in legend_items(Counter(chain(*known)))]
    if not any(symbol["n"] > 1 for symbol in symbols):
        return lines
    sizes = len({symbol["size"] for symbol in symbols}) > 1
    label = f"{'size and ' if sizes else ''}number in the box: records at the spot"
    return [*lines, {"kind": "count", "label": label, "shape": "", "hues": [MIXED_HUE]}]


def _legend_line(item: LegendItem) -> Json:
    sign = item.symbol
    kind, shape = ("symbol", sign.shape.svg()) if sign else ("area", "")
    return {"kind": kind, "label": item.label, "shape": shape, "hues": list(item.hues)}


def _first_view(atlas: Atlas, rows: Rows) -> Json:
    """Return what the first view shows, and what it leaves out: records beyond the basemap, unless most lie there."""
    boxes = _boxes(atlas, rows)
    inside = np.hstack([np.maximum(boxes[:, :2], WINDOW[:2]), np.minimum(boxes[:, 2:], WINDOW[2:])])
    beyond = np.any(inside[:, :2] > inside[:, 2:], axis=1)
    left_out = int(rows.count[beyond].sum())
    if left_out * 2 >= rows.count.sum():
        return {"bounds": _around(np.where(beyond[:, None], boxes, inside)) if left_out else list(HOME)}
    home = all(atlas.gazetteer.contains(FOCUS, place_id) for place_id in set(rows.place_id[~beyond]))
    bounds = list(HOME) if home else _around(inside[~beyond])
    if not left_out:
        return {"bounds": bounds}
    words = f"{counted_words(left_out, 'incident')} {'lies' if left_out == 1 else 'lie'} outside the basemap."
    return {"bounds": bounds, "beyond": {"words": words, "bounds": _around(np.vstack([bounds, boxes]))}}


def _boxes(atlas: Atlas, rows: Rows) -> Codes:
    """Return the bounds of each row, a line each: its spot, or the area it is known to."""
    boxes, in_area = np.column_stack([rows.lon, rows.lat, rows.lon, rows.lat]), ~rows.at_points()
    at, areas = pd.factorize(rows.place_id[in_area])
    if len(areas):
        boxes[in_area] = np.array([_drawn_in(atlas.gazetteer.place(each)) for each in areas])[at]
    return boxes


def _drawn_in(area: Place) -> Bounds:
    """Return the bounds of what is drawn of an area: its polygon, or the box with its count."""
    y, x = area.latitude, area.longitude
    return area.bounds if area.geometry is not None else (x, y, x, y)


def _around(boxes: Codes) -> list[float]:
    margin = 0.3
    edges = (*(boxes[:, :2].min(axis=0) - margin), *(boxes[:, 2:].max(axis=0) + margin))
    return [round(float(edge), 3) for edge in edges]
