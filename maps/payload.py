"""A selection as the map document takes it: areas, symbols, legend, bounds; as large as a screen, not as the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from incidents.vocabulary import EVENT_TYPES
from incidents.wording import date_words
from maps.layers import EMBEDDED_LEVELS, FOCUS, HOME, area_json
from maps.symbols import MIXED_HUE, POINT_LEVELS, legend_of, radius_px, symbol_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from incidents import Atlas, Selection
    from maps.symbols import LegendItem

    Json = dict[str, Any]

MAX_SYMBOLS = 1_500
"""Symbols beyond this number are gathered into bins."""

MAX_BINS = 600
MAX_LISTED = 240
"""Records that are sent with their details; the rest are counted."""

MAX_LISTED_AT_ONE_PLACE = 25
MAX_TEXT = 300


def payload(atlas: Atlas, selection: Selection) -> Json:
    """Return the selection as JSON-ready data for the map document.

    Lists of incidents are bounded in number and in length; ``more`` counts what they leave out.

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
    describe = _Describer(atlas)
    areas = [_area(atlas, describe, rows) for rows in _groups(records[~at_points], ["place_id"])]
    symbols, bins = _symbols_or_bins(describe, records[at_points])
    return {
        "areas": areas,
        "symbols": symbols,
        "bins": bins,
        "types": {event_type: _type(event_type) for event_type in sorted(set(records["event_type"]))},
        "legend": [_legend_line(item) for item in legend_of(records)] + _bin_line(bins),
        "bounds": _bounds(atlas, records),
        "counts": {"incidents": len(records), "areas": len(areas), "symbols": len(symbols), "bins": len(bins)},
        "note": "" if len(records) else "No record matches these filters.",
    }


class _Describer:
    """Describes records for the lists, up to a number in total, so that no selection makes a payload without end."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.left = MAX_LISTED

    def lists(self, rows: pd.DataFrame) -> Json:
        taken = rows.head(min(self.left, MAX_LISTED_AT_ONE_PLACE))
        self.left -= len(taken)
        listed = [self._incident(row) for row in taken.to_dict("records")]
        return {"incidents": listed, "more": len(rows) - len(listed)}

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
            "toponym": "" if written == row["place"] else _short(written),
        }

    def _claimed_by(self, incident_id: str) -> str:
        participants = self.atlas.incident(incident_id).actors
        claimed = [person for person in participants if person.role == "claimed_responsibility"]
        return ", ".join(person.name or self.atlas.actor_label(person.actor) for person in claimed)


def _when(row: dict[Any, Any]) -> str:
    words = date_words(row["start"], row["end"], row["date_precision"])
    return f"{words}, day not stated" if row["date_precision"] == "range" and row["start"] != row["end"] else words


def _known(level: str) -> str:
    return f"known to the {level}"


def _short(text: object) -> str:
    words = str(text or "")
    return words if len(words) <= MAX_TEXT else f"{words[: MAX_TEXT - 1]}…"


def _groups(records: pd.DataFrame, by: list[str]) -> Iterator[pd.DataFrame]:
    for _, rows in records.groupby(by, sort=True):
        yield rows


def _area(atlas: Atlas, describe: _Describer, rows: pd.DataFrame) -> Json:
    place = atlas.gazetteer.place(str(rows["place_id"].iloc[0]))
    types = {str(key): int(count) for key, count in rows["event_type"].value_counts().items()}
    shape = {} if place.level in EMBEDDED_LEVELS and place.source != "user" else area_json(place)
    return {
        **shape,
        "id": place.id,
        "name": _short(place.name),
        "name_ur": _short(place.name_ur),
        "level": place.level,
        "known": _known(place.level),
        "count": len(rows),
        "types": types,
        "hue": symbol_of(next(iter(types))).hue if len(types) == 1 else MIXED_HUE,
        "label": [round(place.latitude, 4), round(place.longitude, 4)],
        **describe.lists(rows),
    }


def _symbols_or_bins(describe: _Describer, records: pd.DataFrame) -> tuple[list[Json], list[Json]]:
    rounded = records.assign(latitude=records["latitude"].round(4), longitude=records["longitude"].round(4))
    spots = ["latitude", "longitude", "event_type"]
    if len(rounded[spots].drop_duplicates()) > MAX_SYMBOLS:
        return [], [_bin(describe, rows) for rows in _binned(rounded)]
    return [_symbol(describe, rows) for rows in _groups(rounded, spots)], []


def _symbol(describe: _Describer, rows: pd.DataFrame) -> Json:
    first = rows.iloc[0]
    near = {"radius_km": round(float(rows["radius_km"].max()), 1)} if "relative" in set(rows["how"]) else {}
    return {
        "id": first["place_id"],
        "name": _short(first["place"]),
        "name_ur": _short(first["place_ur"]),
        "lat": float(first["latitude"]),
        "lon": float(first["longitude"]),
        "known": _known(str(first["level"])),
        "type": first["event_type"],
        "n": len(rows),
        "size": round(radius_px(len(rows)), 1),
        **near,
        **describe.lists(rows),
    }


def _binned(records: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Gather records into cells of a grid, as fine as keeps the cells fewer than `MAX_BINS`."""
    for step in (0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0):
        cells = records.assign(row=np.floor(records["latitude"] / step), column=np.floor(records["longitude"] / step))
        if len(cells[["row", "column"]].drop_duplicates()) <= MAX_BINS:
            break
    yield from _groups(cells, ["row", "column"])


def _bin(describe: _Describer, rows: pd.DataFrame) -> Json:
    return {
        "id": f"{int(rows['row'].iloc[0])}/{int(rows['column'].iloc[0])}",
        "name": "",
        "known": "close together",
        "lat": round(float(rows["latitude"].mean()), 3),
        "lon": round(float(rows["longitude"].mean()), 3),
        "n": len(rows),
        "size": round(min(20.0, 9.0 + 2.5 * float(np.log10(len(rows)))), 1),
        "types": {str(key): int(count) for key, count in rows["event_type"].value_counts().items()},
        **describe.lists(rows),
    }


def _type(event_type: str) -> Json:
    symbol = symbol_of(event_type)
    return {"label": EVENT_TYPES[event_type].label, "shape": symbol.shape.svg(), "hue": symbol.hue}


def _legend_line(item: LegendItem) -> Json:
    shape = item.symbol.shape.svg() if item.symbol else ""
    return {"kind": item.kind, "label": item.label, "shape": shape, "hue": item.hue, "count": item.count}


def _bin_line(bins: list[Json]) -> list[Json]:
    if not bins:
        return []
    return [
        {
            "kind": "bin",
            "label": "several records near each other: their number",
            "shape": "",
            "hue": MIXED_HUE,
            "count": len(bins),
        }
    ]


def _bounds(atlas: Atlas, records: pd.DataFrame) -> list[float]:
    """Return what the first view shows: the province while everything lies in it, else all that is drawn."""
    inside = {place_id for place_id in set(records["place_id"]) if atlas.gazetteer.contains(FOCUS, place_id)}
    if records.empty or inside == set(records["place_id"]):
        return list(HOME)
    west, south, east, north = records.total_bounds  # pyright: ignore[reportAttributeAccessIssue]
    return [round(float(edge), 3) for edge in (west - 0.3, south - 0.3, east + 0.3, north + 0.3)]
