"""The map's frame: a projection chosen for the area, the part of the sheet it fills, and true distances in it."""

from __future__ import annotations

import functools
import math
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import CRS, Geod, Transformer

from maps.figures.boxes import Box

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Bounds = tuple[float, float, float, float]

WGS84 = "EPSG:4326"
_GEOD = Geod(ellps="WGS84")
_OVERHANG_PX = 6.0
EQUATOR_METRES_PER_PX = 156_543.03392
"""Of the live map at zoom 0: 2 pi 6378137 m over 256 pixels."""


@dataclass(frozen=True)
class Projection:
    """A map projection for one area, with its name in words."""

    crs: CRS
    name: str


def projection_for(bounds: Bounds) -> Projection:
    """Return a conformal projection centred on an area given in degrees.

    Lambert's conformal conic with standard parallels a sixth of the height inside (Snyder 1987, "Map Projections: A Working
    Manual", p. 105); transverse Mercator for areas across the equator or much taller than wide; stereographic near a pole;
    Mercator for most of the world.

    Examples
    --------
    >>> projection_for((60.9, 24.9, 70.3, 32.1)).name
    'Lambert conformal conic, standard parallels 26.1° N and 30.9° N'
    """
    west, south, east, north = bounds
    longitude, latitude = (west + east) / 2, (south + north) / 2
    if east - west > 120:
        return _projection(f"+proj=merc +lon_0={longitude:.4f}", "Mercator")
    if abs(latitude) > 70:
        pole = f"+proj=stere +lat_0={latitude:.4f} +lon_0={longitude:.4f}"
        return _projection(pole, f"stereographic, centred on {_degrees(latitude, 'N', 'S')}")
    tall = (north - south) > 2.5 * (east - west) * math.cos(math.radians(latitude))
    if tall or south * north <= 0 or abs(latitude) < 8:
        meridian = f"+proj=tmerc +lat_0={latitude:.4f} +lon_0={longitude:.4f}"
        return _projection(meridian, f"transverse Mercator, central meridian {_degrees(longitude, 'E', 'W')}")
    low, high = south + (north - south) / 6, north - (north - south) / 6
    cone = f"+proj=lcc +lat_1={low:.4f} +lat_2={high:.4f} +lat_0={latitude:.4f} +lon_0={longitude:.4f}"
    parallels = f"{_degrees(low, 'N', 'S')} and {_degrees(high, 'N', 'S')}"
    return _projection(cone, f"Lambert conformal conic, standard parallels {parallels}")


def _degrees(value: float, positive: str, negative: str) -> str:
    return f"{abs(value):.1f}° {positive if value >= 0 else negative}"


def _projection(proj: str, name: str) -> Projection:
    return Projection(_crs(f"{proj} +datum=WGS84 +units=m +no_defs"), name)


@functools.lru_cache(maxsize=64)
def _crs(proj: str) -> CRS:
    return CRS.from_proj4(proj)


@dataclass(frozen=True)
class Frame:
    """A rectangle of the sheet filled by a map.

    Attributes
    ----------
    box : Box
        Where on the sheet, CSS pixels.
    projection : Projection
        Longitude and latitude to metres.
    left, top : float
        Projected metres at the box's upper left corner.
    metres_per_px : float
        Projected metres.
    """

    box: Box
    projection: Projection
    left: float
    top: float
    metres_per_px: float

    def at(self, box: Box) -> Frame:
        """Return the same map in a box elsewhere on the sheet."""
        return replace(self, box=box)

    def to_pixels(self, longitudes: Iterable[float], latitudes: Iterable[float]) -> NDArray[np.float64]:
        """Return points on the sheet, one row (x, y) each; infinite where the projection has no answer."""
        x, y = self._transformer.transform(np.asarray(longitudes, dtype=float), np.asarray(latitudes, dtype=float))
        return np.column_stack(self._place(np.asarray(x), np.asarray(y)))

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return one point on the sheet."""
        ((x, y),) = self.to_pixels([longitude], [latitude]).tolist()
        return x, y

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Return longitude and latitude of a point on the sheet."""
        metres = (
            self.left + (x - self.box.left) * self.metres_per_px,
            self.top - (y - self.box.top) * self.metres_per_px,
        )
        longitude, latitude = self._transformer.transform(*metres, direction="INVERSE")
        return float(longitude), float(latitude)

    def project(self, geometries: NDArray[np.object_]) -> NDArray[np.object_]:
        """Return geometries of degrees as geometries of pixels, cut to the frame with a small overhang."""
        near = shapely.clip_by_rect(geometries, *self.reach)
        moved = shapely.transform(near, lambda points: self.to_pixels(points[:, 0], points[:, 1]))
        return shapely.clip_by_rect(moved, *self.box.grown(_OVERHANG_PX))

    def project_one(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return one geometry of degrees in pixels, cut to the frame with a small overhang."""
        return self.project(np.array([geometry], dtype=object))[0]

    def _place(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        across = self.box.left + (x - self.left) / self.metres_per_px
        down = self.box.top + (self.top - y) / self.metres_per_px
        return across, down

    @property
    def _transformer(self) -> Transformer:
        return _transformer(self.projection.crs)

    @functools.cached_property
    def reach(self) -> Bounds:
        """What the frame shows, in degrees, with a margin: (west, south, east, north)."""
        edge = shapely.get_coordinates(shapely.segmentize(shapely.box(*self.box.grown(4 * _OVERHANG_PX)), 20))
        x = self.left + (edge[:, 0] - self.box.left) * self.metres_per_px
        y = self.top - (edge[:, 1] - self.box.top) * self.metres_per_px
        longitudes, latitudes = self._transformer.transform(x, y, direction="INVERSE")
        west, south, east, north = longitudes.min(), latitudes.min(), longitudes.max(), latitudes.max()
        if not np.isfinite([west, south, east, north]).all():
            return (-180.0, -90.0, 180.0, 90.0)
        return (float(west), float(south), float(east), float(north))

    def true_km_per_px(self, x: float, y: float) -> float:
        """Return how many kilometres on the ground a pixel to the right of (x, y) is, measured along the geodesic."""
        (west, south), (east, north) = (self.degrees(at, y) for at in (x - 20, x + 20))
        _, _, length = _GEOD.inv(west, south, east, north)
        return length / 1000 / 40


@functools.lru_cache(maxsize=256)
def _transformer_in(projection: str, _thread: int) -> Transformer:
    return Transformer.from_crs(WGS84, projection, always_xy=True)


def _transformer(crs: CRS) -> Transformer:
    """Return the transformer of this thread: one may not be shared between threads."""
    return _transformer_in(
        crs.srs, threading.get_ident()
    )  # a CRS itself is written out anew for each look at the cache


def fit(bounds: Bounds, room: Box, *, exact: bool = False, window: Bounds | None = None, narrow: bool = True) -> Frame:
    """Return the frame that shows an area as large as the room allows.

    Parameters
    ----------
    bounds : tuple
        (west, south, east, north) in degrees.
    room : Box
        Where the map may lie on the sheet.
    exact : bool
        True: the frame takes the area's own proportions and lies at the room's upper left; False: it fills the room and
        shows more of the surroundings.
    window : tuple, optional
        What the basemap covers, in degrees: a frame that fills its room keeps off the window's edges if it can.
    narrow : bool
        Whether a frame wider than the window ends with it, for something else stands beside.
    """
    projection = projection_for(bounds)
    edge = shapely.get_coordinates(shapely.segmentize(shapely.box(*bounds), max(bounds[2] - bounds[0], 0.01) / 16))
    x, y = _transformer(projection.crs).transform(edge[:, 0], edge[:, 1])
    west, south, east, north = x.min(), y.min(), x.max(), y.max()
    metres_per_px = max((east - west) / room.width, (north - south) / room.height)
    box = room
    if exact:
        box = Box(room.left, room.top, room.left + (east - west) / metres_per_px, room.top + (north - south) / metres_per_px)  # fmt: skip
    left = (west + east) / 2 - box.width / 2 * metres_per_px
    top = (south + north) / 2 + box.height / 2 * metres_per_px
    frame = Frame(box, projection, float(left), float(top), float(metres_per_px))
    if exact or window is None:
        return frame
    lifted = _lifted(frame, window, (float(south), float(north)))
    return _kept_inside(lifted, window, (float(west), float(east)), narrow=narrow)


def _lifted(frame: Frame, window: Bounds, shown: tuple[float, float]) -> Frame:
    """Return the frame moved north or south, as far as it still holds what it shows, off the edge of a window; one higher than that stays."""
    high = frame.box.height * frame.metres_per_px
    longitudes = np.linspace(max(frame.reach[0], window[0]), min(frame.reach[2], window[2]), 9)
    south, north = (
        _transformer(frame.projection.crs).transform(longitudes, np.full(9, latitude))[1]
        for latitude in (window[1] + 0.1, window[3] - 0.1)
    )
    if north.min() - south.max() < high:
        return frame
    top = max(min(frame.top, float(north.min())), float(south.max()) + high)
    return replace(frame, top=max(min(top, shown[0] + high), shown[1]))


def _kept_inside(frame: Frame, window: Bounds, shown: tuple[float, float], *, narrow: bool) -> Frame:
    """Return the frame moved east or west, as far as it still holds what it shows, off the edge of a window."""
    sides = [_side_metres(frame, longitude) for longitude in (window[0] + 0.1, window[2] - 0.1)]
    wide = frame.box.width * frame.metres_per_px
    if sides[1] - sides[0] < wide:
        return _narrowed(frame, min(sides[0], shown[0]), max(sides[1], shown[1])) if narrow else frame
    left = min(max(frame.left, sides[0]), sides[1] - wide)
    margin = 0.02 * wide
    return replace(frame, left=min(max(left, shown[1] + margin - wide), shown[0] - margin))


def _narrowed(frame: Frame, west: float, east: float) -> Frame:
    """Return the frame without what lies beyond two sides, in projected metres."""
    width = min((east - west) / frame.metres_per_px, frame.box.width)
    return replace(frame, left=west, box=frame.box._replace(right=frame.box.left + width))


def _side_metres(frame: Frame, longitude: float) -> float:
    """Return where a meridian crosses the frame, in projected metres: the inmost of its upper and lower end."""
    latitudes = np.linspace(frame.reach[1], frame.reach[3], 9)
    x, _ = _transformer(frame.projection.crs).transform(np.full(9, longitude), latitudes)
    east_of_middle = x.mean() > frame.left + frame.box.width / 2 * frame.metres_per_px
    return float(x.min() if east_of_middle else x.max())
