"""Distances on the globe."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
"""The mean radius of the Earth (IUGG)."""

Place = tuple[float, float]
"""Latitude and longitude in degrees, WGS 84."""


def km_between(here: Place, there: Place) -> float:
    """The great-circle distance in kilometres, by the haversine formula: a lower bound of any road."""
    (north_a, east_a), (north_b, east_b) = (map(radians, place) for place in (here, there))
    bow = sin((north_b - north_a) / 2) ** 2 + cos(north_a) * cos(north_b) * sin((east_b - east_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, bow)))
