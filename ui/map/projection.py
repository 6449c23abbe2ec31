"""Web Mercator: which piece of the ground a block of tiles shows, and where a point lies on it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF

from nemt_desk.geo.shapes import BBox, LatLon

TILE_PX = 256
BLOCK = 2
"""Tiles are painted in blocks of this many each way, so that fewer names meet an edge."""
GREATEST_ZOOM = 19
_TURN = 2 * math.pi


@dataclass(frozen=True, slots=True)
class TileKey:
    """One tile in the usual numbering: zoom, column from the west, row from the north."""

    zoom: int
    x: int
    y: int

    @property
    def block(self) -> "TileKey":
        """The first tile of the block it is painted with."""
        return TileKey(self.zoom, self.x - self.x % BLOCK, self.y - self.y % BLOCK)

    @property
    def is_sound(self) -> bool:
        """Tell whether there is such a tile on the earth."""
        count = 1 << self.zoom if 0 <= self.zoom <= GREATEST_ZOOM else 0
        return 0 <= self.x < count and 0 <= self.y < count


@dataclass(frozen=True, slots=True)
class Plane:
    """The picture of one block: `ratio` device pixels per px, origin at its north-west corner."""

    first: TileKey
    ratio: int = 1

    @property
    def size(self) -> int:
        """Width and height in device pixels."""
        return TILE_PX * BLOCK * self.ratio

    @property
    def _world(self) -> float:
        return float((TILE_PX << self.first.zoom) * self.ratio)

    def points(self, line: Sequence[LatLon]) -> list[QPointF]:
        """Return where a line runs on the picture."""
        world = self._world
        left = self.first.x * TILE_PX * self.ratio - world / 2
        top = self.first.y * TILE_PX * self.ratio - world / 2
        wide, high, degree = world / 360, world / _TURN, math.pi / 180
        asinh, tan = math.asinh, math.tan
        return [QPointF(lon * wide - left, -top - asinh(tan(lat * degree)) * high)
                for lat, lon in line]  # fmt: skip

    def box(self, margin: float = 0.0) -> BBox:
        """Return the ground under the picture and `margin` px around it."""
        grown = margin * self.ratio
        west, north = self._ground(-grown, -grown)
        east, south = self._ground(self.size + grown, self.size + grown)
        return BBox(west, south, east, north)

    def _ground(self, x: float, y: float) -> tuple[float, float]:
        world, tile = self._world, TILE_PX * self.ratio
        lon = (self.first.x * tile + x) / world * 360 - 180
        turned = _TURN * (0.5 - (self.first.y * tile + y) / world)
        return lon, math.degrees(math.atan(math.sinh(turned)))
