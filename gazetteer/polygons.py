"""Polygons: cleaning a coverage, label points, reach, and GeoJSON that reads well in a diff."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false, reportUnknownLambdaType=false

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

DECIMALS = 4
"""Digits of a degree that are kept: about 11 m."""

_ELLIPSOID = Geod(ellps="WGS84")


def rounded(geometry: BaseGeometry) -> BaseGeometry:
    """The geometry with its coordinates rounded to :data:`DECIMALS`.

    >>> rounded(shapely.Point(1.23456, 2)).wkt
    'POINT (1.2346 2)'
    """
    return shapely.transform(geometry, lambda xy: np.round(xy, DECIMALS))


def clean_coverage(polygons: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Polygons that share their edges exactly: overlaps given to one side, gaps under two kilometres closed.

    The source was digitised polygon by polygon, so neighbours miss and cross each other by metres. Nodes are snapped
    within 0.0005 degrees (50 m), then coordinates are rounded.
    """
    raw = shapely.make_valid(list(polygons))
    cleaned = shapely.coverage_clean(raw, snapping_distance=0.0005, gap_width=0.02)  # pyright: ignore[reportAttributeAccessIssue]
    return [rounded(polygon) for polygon in cleaned]


def dissolve(polygons: Iterable[BaseGeometry]) -> BaseGeometry:
    """One polygon out of polygons that share edges, without the inner edges."""
    return shapely.coverage_union_all(list(polygons))


def label_point(polygon: BaseGeometry) -> tuple[float, float]:
    """(latitude, longitude) well inside the largest part, and as near to its middle as that allows.

    The point that lies deepest inside may be at one end of a long polygon. So the way from the centroid to it is
    walked until the distance to the edge is six tenths of the greatest there is.

    >>> label_point(shapely.box(60, 20, 62, 22))
    (21.0, 61.0)
    """
    largest = max(shapely.get_parts(polygon), key=lambda part: part.area)
    widest = shapely.maximum_inscribed_circle(largest, tolerance=0.001)
    (deep_x, deep_y), middle = widest.coords[0], largest.centroid
    point = middle
    for step in range(21):
        part = step / 20
        point = shapely.Point(middle.x + part * (deep_x - middle.x), middle.y + part * (deep_y - middle.y))
        if largest.contains(point) and largest.boundary.distance(point) >= 0.6 * widest.length:
            break
    return round(point.y, DECIMALS), round(point.x, DECIMALS)


def reach_km(polygon: BaseGeometry, latitude: float, longitude: float) -> float:
    """Kilometres from the point to the farthest corner of the polygon, rounded up to a tenth."""
    corners = shapely.get_coordinates(polygon)
    here = np.full(len(corners), longitude), np.full(len(corners), latitude)
    metres: Any = _ELLIPSOID.inv(*here, corners[:, 0], corners[:, 1])[2]
    return math.ceil(float(np.max(metres)) / 100) / 10


def area_km2(polygon: BaseGeometry) -> float:
    """Area on the WGS84 ellipsoid in square kilometres."""
    return abs(_ELLIPSOID.geometry_area_perimeter(polygon)[0]) / 1e6


def feature_collection(features: Iterable[tuple[Mapping[str, Any], BaseGeometry]]) -> str:
    """GeoJSON text, one feature a line, rings wound as RFC 7946 asks, in a stable order.

    >>> print(feature_collection([({"id": "a"}, shapely.Point(60, 20))]))
    {"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"id": "a"}, "geometry": {"type": "Point", "coordinates": [60.0, 20.0]}}
    ]}
    <BLANKLINE>
    """
    lines = [
        json.dumps(
            {"type": "Feature", "properties": dict(properties), "geometry": _geometry(geometry)}, ensure_ascii=False
        )
        for properties, geometry in features
    ]
    return '{"type": "FeatureCollection", "features": [\n' + ",\n".join(lines) + "\n]}\n"


def _geometry(geometry: BaseGeometry) -> dict[str, Any]:
    ordered = shapely.orient_polygons(shapely.normalize(rounded(geometry)))
    plain: dict[str, Any] = json.loads(shapely.to_geojson(ordered), parse_float=lambda text: round(float(text), 4))
    return plain
