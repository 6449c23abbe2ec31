"""Who decides about a name near the edge of a cell: cells agree without asking each other.

Names that cross an edge are placed first, those near a corner before all. Each such zone looks
only at what lies near it, so every cell beside it, painted alone, decides the same. Names inside
a cell come last and never leave it.
"""

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from ui.map.lettering import Box, around

# Names of two edges that meet can't touch if both stay this many lengths off the corner.
_NEAR_CORNER = 1.5
_MARGIN = 2.1


class Phase(IntEnum):
    """In which order zones are filled."""

    CORNER = 0
    EDGE = 1
    INSIDE = 2


class Zone(NamedTuple):
    """A corner, an edge (`upright`: a vertical one) or the inside of a cell, by its place."""

    phase: Phase
    x: int
    y: int
    upright: bool = False

    def sees(self, other: "Zone") -> bool:
        """Tell whether what was placed in `other` may matter here for every cell alike."""
        if self == other or self.phase is Phase.INSIDE:
            return True
        if self.phase is Phase.CORNER or other.phase is not Phase.CORNER:
            return False
        end = (self.x, self.y + 1) if self.upright else (self.x + 1, self.y)
        return (other.x, other.y) in ((self.x, self.y), end)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the grid: its place, its size and how far a name may reach over its edge (px)."""

    x: int
    y: int
    size: float
    reach: float

    @property
    def field(self) -> Box:
        """All that may be looked at to place the cell's names."""
        more = self.margin
        left, top = self.x * self.size, self.y * self.size
        return left - more, top - more, left + self.size + more, top + self.size + more

    @property
    def margin(self) -> float:
        """How far around the cell it must be known what may stand there."""
        return _MARGIN * self.reach

    def may_matter(self, x: float, y: float) -> bool:
        """Tell whether anything at a point could be this cell's to place."""
        out_x = max(self.x * self.size - x, x - (self.x + 1) * self.size)
        out_y = max(self.y * self.size - y, y - (self.y + 1) * self.size)
        if max(out_x, out_y) <= self.reach:
            return True
        # Outside, only what is near a corner matters: not what lies along the neighbours' middle.
        return max(abs(out_x), abs(out_y)) <= self.margin

    def zone(self, boxes: list[Box]) -> Zone | None:
        """Return the zone that decides about boxes; none if it is not one of this cell's."""
        left, top, right, bottom = around(boxes)
        size = self.size
        west, east = math.floor(left / size), math.floor(right / size)
        north, south = math.floor(top / size), math.floor(bottom / size)
        if west == east and north == south:
            inside = west == self.x and north == self.y
            return Zone(Phase.INSIDE, west, north) if inside else None
        if max(right - left, bottom - top) > self.reach:
            return None
        x, y = (left + right) / 2, (top + bottom) / 2
        near_x, near_y = round(x / size), round(y / size)
        near = _NEAR_CORNER * self.reach
        if abs(x - near_x * size) <= near and abs(y - near_y * size) <= near:
            ours = near_x in (self.x, self.x + 1) and near_y in (self.y, self.y + 1)
            return Zone(Phase.CORNER, near_x, near_y) if ours else None
        if west != east:
            ours = east in (self.x, self.x + 1) and north == self.y
            return Zone(Phase.EDGE, east, north, upright=True) if ours else None
        ours = south in (self.y, self.y + 1) and west == self.x
        return Zone(Phase.EDGE, west, south) if ours else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The one cell of a picture on paper: nothing reaches over its edges."""

    field: Box

    def may_matter(self, x: float, y: float) -> bool:
        """Tell whether anything at a point could stand on the sheet."""
        left, top, right, bottom = self.field
        return left <= x <= right and top <= y <= bottom

    def zone(self, boxes: list[Box]) -> Zone | None:
        """Return the one zone, or none for boxes that would be cut."""
        left, top, right, bottom = self.field
        for box in boxes:
            if box[0] < left or box[1] < top or box[2] > right or box[3] > bottom:
                return None
        return Zone(Phase.INSIDE, 0, 0)
