"""Reads latitude and longitude that stand in one cell: two numbers, WKT or GeoJSON."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from typing import Any, Final

from incidents.degrees import read_degrees

Pair = tuple[float, float]

NONE: Final[Pair] = (math.nan, math.nan)
LATITUDE_FIRST: Final = "coordinates"
LONGITUDE_FIRST: Final = "longitude_latitude"
"""The fields of a mapping for such a column, by what its two numbers are."""

_WKT: Final = re.compile(
    r"\s*(?:SRID=4326;)?\s*POINT\s*(?:Z|M|ZM)?\s*\(\s*([-+.\deE]{1,30})\s+([-+.\deE]{1,30})(?:\s+[-+.\deE]{1,30}){0,2}\s*\)\s*",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(r"\s*[;,/|]\s+|(?<=[\d°NSEW])\s*[;,/|]\s*(?=[-+\d])|\s+(?=[-+\d])", re.IGNORECASE)
_NUMBERS: Final = re.compile(
    r"\s*[(\[]?\s*[-+]?\d{1,3}\.\d+[^\d,;]{0,4}\s*[,;]\s*[-+]?\d{1,3}\.\d+[^\d,;]{0,4}\s*[)\]]?\s*"
)
_REGION: Final = ((23.0, 38.0), (60.0, 78.0))  # latitudes and longitudes of the region that the atlas is about
_LONG: Final = 2_000  # characters; a point has no more


def read_pair(text: str, longitude_first: bool = False) -> Pair:
    """Return (latitude, longitude); not a number, both, where the text is no such pair.

    WKT and GeoJSON have an order of their own, as have numbers behind which N, S, E or W stands.

    Examples
    --------
    >>> read_pair("30.18, 66.99"), read_pair("POINT (66.99 30.18)"), read_pair("66.99; 30.18", longitude_first=True)
    ((30.18, 66.99), (30.18, 66.99), (30.18, 66.99))
    >>> read_pair('{"type": "Point", "coordinates": [66.99, 30.18]}'), read_pair("66.99E 30.18N"), read_pair("Quetta")
    ((30.18, 66.99), (30.18, 66.99), (nan, nan))
    """
    if len(text) > _LONG:
        return NONE
    if match := _WKT.fullmatch(text):
        return _finite(match[2], match[1])
    if text.lstrip().startswith("{"):
        return _geojson(text)
    parts = [part for part in _SPLIT.split(text.strip("()[] \t")) if part]
    if len(parts) != 2:
        return NONE
    turned = _is_longitude(parts[0]) or _is_latitude(parts[1])
    told = turned or _is_latitude(parts[0]) or _is_longitude(parts[1])
    first, second = parts
    return _degrees(second, first) if (turned if told else longitude_first) else _degrees(first, second)


def _is_latitude(text: str) -> bool:
    return text.strip()[-1:].upper() in ("N", "S")


def _is_longitude(text: str) -> bool:
    return text.strip()[-1:].upper() in ("E", "W")


def _degrees(latitude: str, longitude: str) -> Pair:
    try:
        return read_degrees(latitude), read_degrees(longitude)
    except ValueError:
        return NONE


def _finite(latitude: Any, longitude: Any) -> Pair:
    try:
        pair = float(latitude), float(longitude)
    except (TypeError, ValueError):
        return NONE
    return pair if all(map(math.isfinite, pair)) else NONE


def _geojson(text: str) -> Pair:
    """Return the position of a GeoJSON point: longitude stands first there."""
    try:
        shape = json.loads(text)
    except (ValueError, RecursionError):
        return NONE
    if not isinstance(shape, dict) or shape.get("type") != "Point":
        return NONE
    position = shape.get("coordinates")
    return _finite(position[1], position[0]) if isinstance(position, list) and len(position) in (2, 3, 4) else NONE


def is_geometry(text: str) -> bool:
    """Return whether a text is a point in WKT or GeoJSON, whatever its coordinates are.

    Examples
    --------
    >>> is_geometry("SRID=4326;POINT(66.99 30.18)"), is_geometry("30.18, 66.99")
    (True, False)
    """
    return len(text) <= _LONG and (_WKT.fullmatch(text) is not None or not math.isnan(_geojson(text)[0]))


def is_pair(text: str) -> bool:
    """Return whether a text is a point, or two numbers with decimals: what a column shows whose name says nothing.

    Examples
    --------
    >>> is_pair("30.18, 66.99"), is_pair("12, 14")
    (True, False)
    """
    return len(text) <= _LONG and (_NUMBERS.fullmatch(text) is not None or is_geometry(text))


def field_of(texts: Iterable[str], heading: str) -> tuple[str, str]:
    """Return the field as which a column of pairs is read, and why: which of the two numbers comes first.

    Parameters
    ----------
    texts : iterable of str
        Some of its values.
    heading : str
        Its name in the file.

    Examples
    --------
    >>> field_of(["66.99, 30.18", "63.05, 26.00"], "geo")
    ('longitude_latitude', "'geo' has the longitude first: only so its points lie in the region")
    >>> field_of(["POINT(66.99 30.18)"], "geom")
    ('coordinates', "'geom' has points as WKT or GeoJSON, longitude first")
    """
    some = list(texts)
    if sum(map(is_geometry, some)) > len(some) / 2:
        return LATITUDE_FIRST, f"{heading!r} has points as WKT or GeoJSON, longitude first"
    name = re.sub(r"[^a-z]", "", heading.casefold())
    if re.match(r"(lon|lng|long|longitude)(lat|latitude)|xy", name):
        return LONGITUDE_FIRST, f"{heading!r} has the longitude first, as its name says"
    if re.match(r"(lat|latitude)(lon|lng|long|longitude)|yx", name):
        return LATITUDE_FIRST, f"{heading!r} has the latitude first, as its name says"
    pairs = [pair for pair in map(read_pair, some) if pair[0] == pair[0]]
    here, turned = sum(map(_is_in_region, pairs)), sum(_is_in_region((second, first)) for first, second in pairs)
    beyond = [sum(abs(pair[at]) > 90 for pair in pairs) for at in (0, 1)]
    if beyond[0] != beyond[1]:
        turned, why = beyond[0] > beyond[1], "a latitude goes to 90° only"
    elif here != turned:
        turned, why = turned > here, "only so its points lie in the region"
    else:
        return LATITUDE_FIRST, f"{heading!r} is read with the latitude first: its numbers do not show which is which"
    return (
        (LONGITUDE_FIRST, f"{heading!r} has the longitude first: {why}")
        if turned
        else (LATITUDE_FIRST, f"{heading!r} has the latitude first: {why}")
    )


def _is_in_region(pair: Pair) -> bool:
    return all(low <= degrees <= high for degrees, (low, high) in zip(pair, _REGION, strict=True))
