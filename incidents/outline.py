"""The selected incidents as a table made from the engine's codes: no file is read for it, however many they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import shapely

from incidents.coding import objects

if TYPE_CHECKING:
    from incidents.coding import Codes
    from incidents.query import Query
    from incidents.selection import Selection
    from incidents.shelf import Shelf

_CODES: Final = ("row", "span", "mark", "profile", "actors", "sources", "toponym", "killed", "other")


def outline(query: Query, selection: Selection) -> gpd.GeoDataFrame:
    """Return what is counted and drawn of the selected incidents, one a row, in the order of `Query.frame`.

    Texts and shapes are shared by all rows that have the same, so that a million rows take some 150 MB. Points are to four
    decimals of a degree.
    """
    shelf, table = query.shelf, query.table
    found = query.engine.select(query.answer(selection).where, *_CODES)
    codes = dict(zip(_CODES, (np.asarray(column) for column in found), strict=True))
    order = np.argsort(codes["row"], kind="stable")
    codes = {name: column[order] for name, column in codes.items()}
    row, span = codes["row"].astype(np.int64), codes["span"].astype(np.int64)
    columns: dict[str, Any] = {
        "start": shelf.span_first[span].astype("datetime64[D]").astype("datetime64[s]"),
        "end": shelf.span_last[span].astype("datetime64[D]").astype("datetime64[s]"),
        "date_precision": objects(shelf.precisions)[shelf.span_precision[span]],
        **_places(shelf, codes["mark"].astype(np.int64)),
    }
    profile = codes["profile"].astype(np.int64)
    names = {"event_type": "event_type", "attack_types": "attacks", "campaign": "campaign", "dataset": "dataset"}
    for name, held in names.items():
        columns[name] = objects(shelf.profiles[held])[profile]
    actors = codes["actors"].astype(np.int64)
    columns["actors"] = objects(shelf.actors)[actors]
    columns["claimed"] = objects(shelf.claimants.values)[shelf.claimants.codes[actors]]
    columns["sources"] = _sources(shelf, codes["sources"].astype(np.int64))
    columns["toponym"] = objects(shelf.toponyms)[codes["toponym"].astype(np.int64)]
    columns["killed"], columns["other"] = codes["killed"], codes["other"]
    columns["how"], columns["radius_km"] = objects([""])[np.zeros(len(row), dtype=int)], np.zeros(len(row))
    own = row < len(table)
    for name in ("how", "radius_km", "latitude", "longitude"):  # records may have their own, apart from their place's
        columns[name][own] = table.frame[name].to_numpy()[row[own]]
    return gpd.GeoDataFrame(columns, geometry="geometry", crs="EPSG:4326")


def _places(shelf: Shelf, mark: Codes) -> dict[str, Any]:
    """Return what is known of where."""
    marks, at = np.unique(mark, return_inverse=True)
    known = shelf.mark_known[marks]
    latitude, longitude = shelf.mark_latitude[marks], shelf.mark_longitude[marks]
    places = [shelf.places[code] for code in known.tolist()]
    shapes = objects(place.geometry for place in places)
    there = ~np.isnan(latitude)
    shapes[there] = shapely.points(longitude[there], latitude[there])
    texts = {
        "place_id": objects(place.id for place in places),
        "place": objects(place.name for place in places),
        "place_ur": objects(place.name_ur or "" for place in places),
        "level": objects(shelf.levels)[known],
        "latitude": np.where(there, latitude, np.array([place.latitude for place in places])),
        "longitude": np.where(there, longitude, np.array([place.longitude for place in places])),
        "geometry": shapes,
    }
    return {name: column[at] for name, column in texts.items()}


def _sources(shelf: Shelf, code: Codes) -> Codes:
    """Return the ids of the sources that each row names."""
    codes, at = np.unique(code, return_inverse=True)
    return objects(shelf.source_ids(each) for each in codes.tolist())[at]
