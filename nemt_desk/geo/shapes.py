"""Points, boxes and lines on the ground: metres and degrees (WGS 84). No files, no engine."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

EARTH_RADIUS_M = 6_371_008.8
_DEGREE_M = math.radians(1) * EARTH_RADIUS_M

type LatLon = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map in degrees."""

    lat: float
    lon: float

    @property
    def pair(self) -> LatLon:
        """Return `(lat, lon)`."""
        return self.lat, self.lon

    def distance_m(self, other: "Point") -> float:
        """Return the straight distance to `other` in metres."""
        return distance_m(self.pair, other.pair)


@dataclass(frozen=True, slots=True)
class BBox:
    """A box in degrees; west < east (the date line is not crossed)."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, points: Sequence[LatLon]) -> Self:
        """Return the smallest box holding `points` (at least one)."""
        lats = [lat for lat, _ in points]
        lons = [lon for _, lon in points]
        return cls(min(lons), min(lats), max(lons), max(lats))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `W,S,E,N`; raises ValueError with a sentence."""
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError:
            raise ValueError("A box is four numbers W,S,E,N, like -83.2,39.8,-82.7,40.1.") from None
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise ValueError("A box is W,S,E,N in degrees with west < east and south < north.")
        return cls(west, south, east, north)

    @property
    def centre(self) -> Point:
        """Return the middle of the box."""
        return Point((self.south + self.north) / 2, (self.west + self.east) / 2)

    def contains(self, lat: float, lon: float) -> bool:
        """Say whether the point lies in the box or on its edge."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east

    def grown(self, metres: float) -> "BBox":
        """Return the box with `metres` more on each side."""
        up = metres / _DEGREE_M
        wide = up / max(0.01, math.cos(math.radians(self.centre.lat)))
        return BBox(self.west - wide, self.south - up, self.east + wide, self.north + up)

    def joined(self, other: "BBox") -> "BBox":
        """Return the smallest box that holds both."""
        return BBox(
            min(self.west, other.west),
            min(self.south, other.south),
            max(self.east, other.east),
            max(self.north, other.north),
        )


def distance_m(a: LatLon, b: LatLon) -> float:
    """Return the great-circle distance in metres."""
    lat_a, lat_b = math.radians(a[0]), math.radians(b[0])
    half_lat = math.sin((lat_b - lat_a) / 2)
    half_lon = math.sin(math.radians(b[1] - a[1]) / 2)
    chord = half_lat * half_lat + math.cos(lat_a) * math.cos(lat_b) * half_lon * half_lon
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(chord)))


def length_m(line: Sequence[LatLon]) -> float:
    """Return the length of a line in metres."""
    return sum(distance_m(a, b) for a, b in pairwise(line))


def along(line: Sequence[LatLon], at_m: float) -> tuple[LatLon, LatLon]:
    """Return the point `at_m` metres from the start, and the unit direction (north, east) there."""
    left = max(0.0, at_m)
    point, heading = line[0], (1.0, 0.0)
    for a, b in pairwise(line):
        piece = distance_m(a, b)
        if piece <= 0:
            continue
        heading = _heading(a, b)
        if left <= piece:
            share = left / piece
            return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share), heading
        left -= piece
        point = b
    return point, heading


def beside(point: LatLon, heading: LatLon, right_m: float) -> LatLon:
    """Return the point `right_m` metres to the right of the way one faces (negative: left)."""
    north, east = heading
    lat = point[0] - east * right_m / _DEGREE_M
    return lat, point[1] + north * right_m / (_DEGREE_M * math.cos(math.radians(point[0])))


def middle(line: Sequence[LatLon]) -> LatLon:
    """Return the point half way along a line."""
    return along(line, length_m(line) / 2)[0]


def _heading(a: LatLon, b: LatLon) -> LatLon:
    north = b[0] - a[0]
    east = (b[1] - a[1]) * math.cos(math.radians((a[0] + b[0]) / 2))
    size = math.hypot(north, east) or 1.0
    return north / size, east / size
