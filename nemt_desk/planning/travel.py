"""How far it is when there is no map: the straight line, marked as an estimate."""

import math

from nemt_desk.planning.rows import LatLon, Leg

_EARTH_M = 6_371_008.8
# County roads go around sections: about a third longer than the straight line, 40 mph on average.
_DETOUR = 1.35
_METRES_A_MINUTE = 40 * 1609.344 / 60


class StraightLine:
    """Estimates the way from the straight line; satisfies `Travel`."""

    def leg(self, start: LatLon, end: LatLon) -> Leg:
        """Return the estimated way from `start` to `end`."""
        distance_m = straight_m(start, end) * _DETOUR
        return Leg(distance_m, distance_m / _METRES_A_MINUTE, is_estimate=True)


def straight_m(start: LatLon, end: LatLon) -> float:
    """Return the great-circle distance in metres."""
    lat_a, lat_b = math.radians(start[0]), math.radians(end[0])
    half_lat = math.sin((lat_b - lat_a) / 2)
    half_lon = math.sin(math.radians(end[1] - start[1]) / 2)
    chord = half_lat * half_lat + math.cos(lat_a) * math.cos(lat_b) * half_lon * half_lon
    return 2 * _EARTH_M * math.asin(min(1.0, math.sqrt(chord)))
