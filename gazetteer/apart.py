"""How far positions lie apart; what measures it is loaded when it is first asked, as loading takes a tenth of a second."""

Position = tuple[float, float]
"""Latitude and longitude, in degrees."""


def great_circle_km(one: Position, other: Position) -> float:
    """Kilometres between two positions on a sphere.

    >>> round(great_circle_km((26.0, 63.0), (27.0, 63.0)))
    111
    """
    from geopy.distance import great_circle

    return float(great_circle(one, other).km)


def geodesic_km(one: Position, other: Position) -> float:
    """Kilometres between two positions on the ellipsoid."""
    from geopy.distance import geodesic

    return float(geodesic(one, other).km)


def destination(start: Position, bearing: float, km: float) -> Position:
    """The position so many kilometres from another in a direction, in degrees from north."""
    from geopy.distance import geodesic

    point = geodesic(kilometers=km).destination(start, bearing)
    return point.latitude, point.longitude
