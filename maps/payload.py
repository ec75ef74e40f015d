"""A selection as the map document takes it: areas, symbols, legend, bounds; as large as a screen, not as the data."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from incidents.vocabulary import EVENT_TYPES
from incidents.wording import date_words
from maps.layers import EMBEDDED_LEVELS, FOCUS, HOME, area_json
from maps.naming import names_on_map
from maps.symbols import MIXED_HUE, POINT_LEVELS, legend_of, radius_px, symbol_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazetteer import Place
    from incidents import Atlas, Selection
    from maps.symbols import LegendItem

    Json = dict[str, Any]

MAX_MARKS = 200
"""Areas, symbols and bins on one map: beyond this number symbols are gathered into bins, first those of one spot."""

MIN_BINS = 60
MAX_SIGNS = 4
"""Kinds that stand side by side at one spot; where there are more, the spot is a bin."""

MAX_LISTED = 60
"""Records that are sent with their details, shared out among the marks; the rest are counted."""

MAX_LISTED_AT_ONE_MARK = 20
MAX_TEXT = 200


def payload(atlas: Atlas, selection: Selection) -> Json:
    """Return the selection as JSON-ready data for the map document.

    Lists of incidents are bounded in number and in length; ``more`` counts what they leave out. Empty entries of a mark
    (``name_ur``, ``incidents``, ``more``) are left out.

    Returns
    -------
    dict
        ``areas``: one for each area that records are known to: id, name, level, count, types (counts by type), hue,
        incidents (with ``contested``: by claims about the "incident" or its "campaign"); and name_ur, label ([latitude, longitude]) and polygons where the document does not carry them.
        ``symbols``: one for each spot and type: id (of the place), lat, lon, level, type, size (radius, CSS pixels), n
        and incidents.
        ``bins``: instead of symbols where a spot has more than `MAX_SIGNS` kinds, or a map more than `MAX_MARKS`: id,
        lat, lon, n, types, incidents; name and level where all lie at one spot.
        ``types``: label, shape (SVG path data, radius 1) and hue of each type that occurs.
        ``legend``; ``bounds`` (west, south, east, north) of the first view; ``counts``; ``note`` (a sentence or empty).
    """
    records = atlas.incidents(selection)
    at_points = records["level"].isin(POINT_LEVELS)
    at_areas = records[~at_points]
    room = max(MIN_BINS, MAX_MARKS - at_areas["place_id"].nunique())
    marks = _Marks(atlas, at_areas, _spotted(records[at_points], room))
    areas, symbols, bins = marks.areas(), marks.symbols(), marks.bins()
    return {
        "areas": areas,
        "symbols": symbols,
        "bins": bins,
        "types": {event_type: _type(event_type) for event_type in sorted(set(records["event_type"]))},
        "legend": _legend(records, areas, symbols),
        "bounds": _bounds(atlas, records),
        "counts": {"incidents": len(records), "areas": len(areas), "symbols": len(symbols), "bins": len(bins)},
        "note": "" if len(records) else "No record matches these filters.",
    }


def _spotted(points: pd.DataFrame, room: int) -> pd.DataFrame:
    """Return records at points with the mark that each belongs to: spot and type, a whole spot, or a cell of a grid."""
    at = points.assign(lat=points["latitude"].round(4), lon=points["longitude"].round(4))
    spots = at.groupby(["lat", "lon"]).ngroup()
    signs = at.groupby(["lat", "lon", "event_type"]).ngroup()
    kinds = at.groupby(["lat", "lon"])["event_type"].transform("nunique")
    for most in (MAX_SIGNS, 1):
        binned = kinds > most
        marks = signs.where(~binned, -1 - spots)
        if marks.nunique() <= room:
            return at.assign(mark=marks, binned=binned)
    if spots.nunique() <= room:
        return at.assign(mark=spots, binned=True)
    return at.assign(mark=_cells(at, room), binned=True)


def _cells(at: pd.DataFrame, room: int) -> pd.Series:
    """Return the cell of each record in the finest grid that has no more than `room` cells with records."""
    for step in (0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0):
        cells = at.groupby([np.floor(at["lat"] / step), np.floor(at["lon"] / step)]).ngroup()
        if cells.nunique() <= room:
            return cells
    return at.groupby([np.floor(at["lat"] / 20), np.floor(at["lon"] / 20)]).ngroup()


class _Marks:
    """The marks of a selection, each with as many of its records described as its share of `MAX_LISTED` allows."""

    def __init__(self, atlas: Atlas, areas: pd.DataFrame, points: pd.DataFrame) -> None:
        self.atlas, self.at_areas, self.at_points = atlas, areas, points
        records = pd.concat([areas.assign(mark=areas["place_id"]), points]).sort_index()
        self.names = names_on_map(atlas.gazetteer, records)
        self.listed = self._listed(records)

    def areas(self) -> list[Json]:
        types = _counts(self.at_areas, "place_id")
        return [self._area(place_id, counts, self.listed[place_id]) for place_id, counts in types.items()]

    def symbols(self) -> list[Json]:
        points = self.at_points[~self.at_points["binned"].astype(bool)]
        counts = points.groupby("mark").size()
        firsts = points.drop_duplicates("mark").sort_values("mark").to_dict("records")
        return [self._symbol(first, int(counts[first["mark"]]), self.listed[first["mark"]]) for first in firsts]

    def bins(self) -> list[Json]:
        points = self.at_points[self.at_points["binned"].astype(bool)]
        types = _counts(points, "mark")
        return [self._bin(rows, types[mark], self.listed[mark]) for mark, rows in points.groupby("mark")]

    def _bin(self, rows: pd.DataFrame, types: dict[str, int], incidents: list[Json]) -> Json:
        first = rows.iloc[0].to_dict()
        one = rows[["place_id", "lat", "lon"]].nunique().max() == 1
        level = {"level": first["level"]} if one and rows["level"].nunique() == 1 else {}
        return {
            **(self._spot(first) | level if one else {"id": f"bin:{first['lat']},{first['lon']}"}),
            "lat": round(float(rows["lat"].mean()), 4),
            "lon": round(float(rows["lon"].mean()), 4),
            "n": len(rows),
            "types": types,
            **_filled(incidents=incidents, more=len(rows) - len(incidents)),
        }

    def _listed(self, records: pd.DataFrame) -> dict[Any, list[Json]]:
        share = min(MAX_LISTED_AT_ONE_MARK, max(1, MAX_LISTED // max(1, records["mark"].nunique())))
        chosen = records.groupby("mark", sort=False).head(share).head(MAX_LISTED)
        found: dict[Any, list[Json]] = defaultdict(list)
        for row in chosen.to_dict("records"):
            found[row["mark"]].append(self._incident(row))
        return found

    def _incident(self, row: dict[Any, Any]) -> Json:
        written = str(row["toponym"] or "")
        return {
            "id": row["id"],
            "title": _short(row["title"]),
            "when": _when(row),
            "level": row["level"],
            "type": row["event_type"],
            **_filled(
                claimed_by=_short(self._claimed_by(row["id"])),
                contested=row["contested_by"],
                toponym="" if written in (row["place"], self.names[row["place_id"]]) else _short(written),
            ),
        }

    def _claimed_by(self, incident_id: str) -> str:
        participants = self.atlas.incident(incident_id).actors
        claimed = [person for person in participants if person.role == "claimed_responsibility"]
        return ", ".join(person.name or self.atlas.actor_label(person.actor) for person in claimed)

    def _area(self, place_id: str, types: dict[str, int], incidents: list[Json]) -> Json:
        place = self.atlas.gazetteer.place(place_id)
        embedded = place.level in EMBEDDED_LEVELS and place.source != "user"
        called = self._called(place)
        return {
            **({name: called[name] for name in called if name != "name_ur"} if embedded else area_json(place) | called),
            "id": place.id,
            "level": place.level,
            "count": sum(types.values()),
            "types": types,
            "hue": symbol_of(next(iter(types))).hue if len(types) == 1 else MIXED_HUE,
            **_filled(incidents=incidents, more=sum(types.values()) - len(incidents)),
        }

    def _called(self, place: Place) -> Json:
        """Return a place's names; ``also`` is the gazetteer's where the map calls it otherwise."""
        name = self.names[place.id]
        return {
            "name": _short(name),
            **_filled(name_ur=_short(place.name_ur), also=place.name if name != place.name else ""),
        }

    def _symbol(self, first: dict[Any, Any], count: int, incidents: list[Json]) -> Json:
        return {
            **self._spot(first),
            "lat": float(first["lat"]),
            "lon": float(first["lon"]),
            "level": first["level"],
            "type": first["event_type"],
            "n": count,
            "size": round(radius_px(count), 1),
            **_filled(incidents=incidents, more=count - len(incidents)),
        }

    def _spot(self, row: dict[Any, Any]) -> Json:
        """Return how a spot is called: by its place, or as written where it lies off it ("10 km west of Turbat")."""
        place = self.atlas.gazetteer.place(row["place_id"])
        if max(abs(row["lat"] - place.latitude), abs(row["lon"] - place.longitude)) < 0.001:
            return {"id": place.id, **self._called(place)}
        name = _short(row["toponym"]) or f"near {_short(place.name)}"
        return {"id": f"{place.id}@{row['lat']},{row['lon']}", "name": name, "radius_km": round(row["radius_km"], 1)}


def _counts(records: pd.DataFrame, mark: str) -> dict[Any, dict[str, int]]:
    """Return the number of records by mark and type."""
    found: dict[Any, dict[str, int]] = defaultdict(dict)
    for (key, event_type), count in records.groupby([mark, "event_type"]).size().items():  # pyright: ignore[reportGeneralTypeIssues]
        found[key][event_type] = int(count)
    return found


def _filled(**entries: Any) -> Json:
    return {name: value for name, value in entries.items() if value}


def _when(row: dict[Any, Any]) -> str:
    words = date_words(row["start"], row["end"], row["date_precision"])
    return f"{words}, day not stated" if row["date_precision"] == "range" and row["start"] != row["end"] else words


def _short(text: object) -> str:
    words = str(text or "")
    return words if len(words) <= MAX_TEXT else f"{words[: MAX_TEXT - 1]}…"


def _type(event_type: str) -> Json:
    symbol = symbol_of(event_type)
    return {"label": EVENT_TYPES[event_type].label, "shape": symbol.shape.svg(), "hue": symbol.hue}


def _legend(records: pd.DataFrame, areas: list[Json], symbols: list[Json]) -> list[Json]:
    """Return the legend's lines without signs that the map does not draw, and with a line on sizes where they differ."""
    drawn = {symbol["type"] for symbol in symbols}.union(*(area["types"] for area in areas))
    signs = {symbol_of(event_type) for event_type in drawn}
    lines = [_legend_line(item) for item in legend_of(records) if item.kind != "symbol" or item.symbol in signs]
    if not any(symbol["n"] > 1 for symbol in symbols):
        return lines
    sizes = len({symbol["size"] for symbol in symbols}) > 1
    label = f"{'size and ' if sizes else ''}number in the box: records at the spot"
    return [*lines, {"kind": "count", "label": label, "shape": "", "hue": MIXED_HUE, "count": 0}]


def _legend_line(item: LegendItem) -> Json:
    shape = item.symbol.shape.svg() if item.symbol else ""
    return {"kind": item.kind, "label": item.label, "shape": shape, "hue": item.hue, "count": item.count}


def _bounds(atlas: Atlas, records: pd.DataFrame) -> list[float]:
    """Return what the first view shows: the province while everything lies in it, else all that is drawn."""
    places = set(records["place_id"])
    if all(atlas.gazetteer.contains(FOCUS, place_id) for place_id in places):
        return list(HOME)
    return _around(atlas.gazetteer.place(place_id).bounds for place_id in places)


def _around(boxes: Iterable[tuple[float, float, float, float]]) -> list[float]:
    west, south, east, north = zip(*boxes, strict=True)
    margin = 0.3
    edges = (min(west) - margin, min(south) - margin, max(east) + margin, max(north) + margin)
    return [round(edge, 3) for edge in edges]
