"""The picture's own coordinates: Web Mercator in whole numbers, the earth 2**32 units wide.

x grows eastwards, y southwards, both from -2**31; a unit is 1/32 px at the closest zoom.
"""

import math
from dataclasses import dataclass

from nemt_desk.geo.shapes import BBox, LatLon

UNIT_BITS = 24
"""At zoom z one px (tiles of 256 px) is 2**(24 - z) units."""
HALF = 1 << 31
_TURN = 2 * math.pi
_WORLD = float(1 << 32)
_EDGE = math.radians(85.05)

type Spot = tuple[int, int]
"""x, y in units."""


@dataclass(frozen=True, slots=True)
class WorldBox:
    """A box in units; north < south."""

    west: int
    north: int
    east: int
    south: int

    @classmethod
    def around(cls, bbox: BBox) -> "WorldBox":
        """Return the box over a box in degrees."""
        west, north = to_world(bbox.north, bbox.west)
        east, south = to_world(bbox.south, bbox.east)
        return cls(west, north, east, south)

    def grown(self, units: float) -> "WorldBox":
        """Return the box with so much more on each side, inside the earth."""
        more = math.ceil(units)
        return WorldBox(
            max(-HALF, self.west - more), max(-HALF, self.north - more),
            min(HALF - 1, self.east + more), min(HALF - 1, self.south + more),
        )  # fmt: skip


def px_units(zoom: float) -> float:
    """Return how many units a px is at a zoom."""
    return float(2.0 ** (UNIT_BITS - zoom))


def to_world(lat: float, lon: float) -> Spot:
    """Return where a point in degrees lies."""
    turned = max(-_EDGE, min(_EDGE, math.radians(lat)))
    x = round(lon / 360 * _WORLD)
    y = round(-math.asinh(math.tan(turned)) / _TURN * _WORLD)
    return max(-HALF, min(HALF - 1, x)), max(-HALF, min(HALF - 1, y))


def to_degrees(x: float, y: float) -> LatLon:
    """Return `(lat, lon)` of a point in units."""
    return math.degrees(math.atan(math.sinh(-y / _WORLD * _TURN))), x / _WORLD * 360


def metres_per_unit(lat: float) -> float:
    """Return how many metres on the ground a unit is at a latitude."""
    return 40_075_016.7 * math.cos(math.radians(lat)) / _WORLD
