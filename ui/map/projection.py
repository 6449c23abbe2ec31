"""Which piece of the ground a picture shows, and where a point lies on it (Web Mercator)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF

from nemt_desk.geo.picture.mercator import HALF, WorldBox, px_units, to_degrees, to_world
from nemt_desk.geo.shapes import BBox, LatLon

TILE_PX = 256
BLOCK = 4
"""Tiles are painted in blocks of this many each way: one look at the map's file for many tiles."""
GREATEST_ZOOM = 19


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
    """One picture: where it lies, in units, and how large it is, in device pixels.

    `zoom` decides what is shown, `ratio` how many device pixels a px has, `scale` how many a unit
    has. Names are placed cell by cell of `cell` units; 0: the picture is one cell.
    """

    zoom: int
    ratio: float
    scale: float
    left: float
    top: float
    width: int
    height: int
    cell: int = 0

    @classmethod
    def of_block(cls, tile: TileKey, ratio: int = 1) -> "Plane":
        """Return the picture of the block a tile belongs to."""
        first = tile.block
        size = TILE_PX * BLOCK * ratio
        units = px_units(first.zoom)
        cell = int(TILE_PX * BLOCK * units)
        left, top = first.x * TILE_PX * units - HALF, first.y * TILE_PX * units - HALF
        return cls(first.zoom, ratio, ratio / units, left, top, size, size, cell)

    @classmethod
    def of_paper(cls, box: BBox, width: int, height: int, ratio: float) -> "Plane":
        """Return a picture of that size that shows all of a box, as large as it can."""
        ground = WorldBox.around(box)
        wide, high = max(1, ground.east - ground.west), max(1, ground.south - ground.north)
        scale = min(width / wide, height / high)
        zoom = max(0, min(GREATEST_ZOOM, round(math.log2(scale / ratio * px_units(0)))))
        left = (ground.west + ground.east - width / scale) / 2
        top = (ground.north + ground.south - height / scale) / 2
        return cls(zoom, ratio, scale, left, top, width, height)

    @property
    def centre(self) -> LatLon:
        """Return the middle of the picture in degrees."""
        return to_degrees(
            self.left + self.width / self.scale / 2, self.top + self.height / self.scale / 2
        )

    def points(self, line: Sequence[LatLon]) -> list[QPointF]:
        """Return where a line in degrees runs on the picture."""
        found = []
        for lat, lon in line:
            x, y = to_world(lat, lon)
            found.append(QPointF((x - self.left) * self.scale, (y - self.top) * self.scale))
        return found

    def world(self, margin: float = 0.0) -> WorldBox:
        """Return the ground under the picture and `margin` px around it, in units."""
        right, bottom = self.left + self.width / self.scale, self.top + self.height / self.scale
        box = WorldBox(
            math.floor(self.left), math.floor(self.top), math.ceil(right), math.ceil(bottom)
        )
        return box.grown(margin * self.ratio / self.scale)

    def box(self) -> BBox:
        """Return the ground under the picture in degrees."""
        north, west = to_degrees(self.left, self.top)
        south, east = to_degrees(
            self.left + self.width / self.scale, self.top + self.height / self.scale
        )
        return BBox(west, south, east, north)
