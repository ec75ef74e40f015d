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
    from collections.abc import Iterable, Mapping

    from gazetteer import Place
    from incidents import Atlas, Selection
    from maps.symbols import LegendItem

    Json = dict[str, Any]

MAX_SYMBOLS = 1_500
"""Symbols beyond this number are gathered into bins."""

MAX_BINS = 600
MAX_LISTED = 160
"""Records that are sent with their details, shared out among the marks; the rest are counted."""

MAX_LISTED_AT_ONE_MARK = 25
MAX_TEXT = 300


def payload(atlas: Atlas, selection: Selection) -> Json:
    """Return the selection as JSON-ready data for the map document.

    Lists of incidents are bounded in number and in length; ``more`` counts what they leave out. Empty entries of a mark
    (``name_ur``, ``incidents``, ``more``) are left out.

    Returns
    -------
    dict
        ``areas``: one for each area that records are known to: id, name, name_ur, level, count, types (counts by
        type), hue, label ([latitude, longitude]), incidents; and polygons where the document does not carry them.
        ``symbols``: one for each spot and type: id (of the place), lat, lon, type, size (radius, CSS pixels), n and
        incidents.
        ``bins``: instead of symbols where these are more than `MAX_SYMBOLS`.
        ``types``: label, shape (SVG path data, radius 1) and hue of each type that occurs.
        ``legend``; ``bounds`` (west, south, east, north) of the first view; ``counts``; ``note`` (a sentence or empty).
    """
    records = atlas.incidents(selection)
    at_points = records["level"].isin(POINT_LEVELS)
    marks = _Marks(atlas, records[~at_points], _spotted(records[at_points]))
    areas, symbols, bins = marks.areas(), marks.symbols(), marks.bins()
    return {
        "areas": areas,
        "symbols": symbols,
        "bins": bins,
        "types": {event_type: _type(event_type) for event_type in sorted(set(records["event_type"]))},
        "legend": [_legend_line(item) for item in legend_of(records)],
        "bounds": _bounds(atlas, records),
        "counts": {"incidents": len(records), "areas": len(areas), "symbols": len(symbols), "bins": len(bins)},
        "note": "" if len(records) else "No record matches these filters.",
    }


def _spotted(points: pd.DataFrame) -> pd.DataFrame:
    """Return records at points with the mark that each belongs to: spot and type, or a cell of a grid where many."""
    at = points.assign(lat=points["latitude"].round(4), lon=points["longitude"].round(4))
    spots = at.groupby(["lat", "lon", "event_type"]).ngroup()
    if len(points) == 0 or spots.max() < MAX_SYMBOLS:
        return at.assign(mark=spots, binned=False)
    for step in (0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0):
        cells = at.groupby([np.floor(at["lat"] / step), np.floor(at["lon"] / step)]).ngroup()
        if cells.max() < MAX_BINS:
            break
    return at.assign(mark=cells, binned=True)


class _Marks:
    """The marks of a selection, each with as many of its records described as its share of `MAX_LISTED` allows."""

    def __init__(self, atlas: Atlas, areas: pd.DataFrame, points: pd.DataFrame) -> None:
        self.atlas, self.at_areas, self.at_points = atlas, areas, points
        marks = areas["place_id"].nunique() + points["mark"].nunique()
        self.names = names_on_map(atlas.gazetteer, pd.concat([areas, points]))
        self.share = min(MAX_LISTED_AT_ONE_MARK, max(1, MAX_LISTED // max(1, marks)))

    def areas(self) -> list[Json]:
        types = _counts(self.at_areas, "place_id")
        listed = self._listed(self.at_areas, "place_id")
        return [self._area(place_id, counts, listed[place_id]) for place_id, counts in types.items()]

    def symbols(self) -> list[Json]:
        points = self.at_points[~self.at_points["binned"].astype(bool)]
        counts, listed = points.groupby("mark").size(), self._listed(points, "mark")
        firsts = points.drop_duplicates("mark").sort_values("mark").to_dict("records")
        return [self._symbol(first, int(counts[first["mark"]]), listed[first["mark"]]) for first in firsts]

    def bins(self) -> list[Json]:
        points = self.at_points[self.at_points["binned"].astype(bool)]
        types, listed = _counts(points, "mark"), self._listed(points, "mark")
        means = points.groupby("mark")[["lat", "lon"]].mean().round(3).to_dict("index")
        return [_bin(mark, means[mark], counts, listed[mark]) for mark, counts in types.items()]

    def _listed(self, records: pd.DataFrame, mark: str) -> dict[Any, list[Json]]:
        chosen = records.groupby(mark).head(self.share).head(MAX_LISTED)
        found: dict[Any, list[Json]] = defaultdict(list)
        for row in chosen.to_dict("records"):
            found[row[mark]].append(self._incident(row))
        return found

    def _incident(self, row: dict[Any, Any]) -> Json:
        written = str(row["toponym"] or "")
        return {
            "id": row["id"],
            "title": _short(row["title"]),
            "when": _when(row),
            "precision": _known(row["level"]),
            "type": row["event_type"],
            "claimed_by": _short(self._claimed_by(row["id"])),
            "contested": bool(row["contested"]),
            "toponym": "" if written in (row["place"], self.names[row["place_id"]]) else _short(written),
        }

    def _claimed_by(self, incident_id: str) -> str:
        participants = self.atlas.incident(incident_id).actors
        claimed = [person for person in participants if person.role == "claimed_responsibility"]
        return ", ".join(person.name or self.atlas.actor_label(person.actor) for person in claimed)

    def _area(self, place_id: str, types: dict[str, int], incidents: list[Json]) -> Json:
        place = self.atlas.gazetteer.place(place_id)
        embedded = place.level in EMBEDDED_LEVELS and place.source != "user"
        return {
            **({} if embedded else area_json(place)),
            "id": place.id,
            **self._called(place),
            "level": place.level,
            "known": _known(place.level),
            "count": sum(types.values()),
            "types": types,
            "hue": symbol_of(next(iter(types))).hue if len(types) == 1 else MIXED_HUE,
            "label": [round(place.latitude, 4), round(place.longitude, 4)],
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
            "known": _known(first["level"]),
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


def _bin(mark: int, at: Mapping[Any, Any], types: dict[str, int], incidents: list[Json]) -> Json:
    count = sum(types.values())
    return {
        "id": str(mark),
        "known": "near each other",
        "lat": at["lat"],
        "lon": at["lon"],
        "n": count,
        "types": types,
        **_filled(incidents=incidents, more=count - len(incidents)),
    }


def _filled(**entries: Any) -> Json:
    return {name: value for name, value in entries.items() if value}


def _when(row: dict[Any, Any]) -> str:
    words = date_words(row["start"], row["end"], row["date_precision"])
    return f"{words}, day not stated" if row["date_precision"] == "range" and row["start"] != row["end"] else words


def _known(level: str) -> str:
    return f"known to the {level}"


def _short(text: object) -> str:
    words = str(text or "")
    return words if len(words) <= MAX_TEXT else f"{words[: MAX_TEXT - 1]}…"


def _type(event_type: str) -> Json:
    symbol = symbol_of(event_type)
    return {"label": EVENT_TYPES[event_type].label, "shape": symbol.shape.svg(), "hue": symbol.hue}


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
