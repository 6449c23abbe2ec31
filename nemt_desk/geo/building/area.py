"""What part of the files the map takes: a box, or counties and a margin around them. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import numpy.typing as npt

from nemt_desk.geo.shapes import BBox, LatLon

type Grid = npt.NDArray[np.bool_]
type Whole = npt.NDArray[np.int64]

MILE_M = 1609.344
_E7 = 10_000_000
_DEGREE_M = 111_194.9
# The margin is drawn in cells: never finer than about 200 m, at most 40 of them wide.
_FINEST = 0.002
_CELLS = 40


@dataclass(frozen=True, slots=True, eq=False)
class County:
    """A county of an extract; `lines` are its borders in ten-millionths of a degree (lat, lon)."""

    name: str
    fips: str
    lines: tuple[npt.NDArray[np.int32], ...]

    @property
    def box(self) -> BBox:
        """Return the box around it."""
        south, west = np.min([line.min(axis=0) for line in self.lines], axis=0) / _E7
        north, east = np.max([line.max(axis=0) for line in self.lines], axis=0) / _E7
        return BBox(float(west), float(south), float(east), float(north))


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """A part of the ground; `words` name it, `key` stands for it in the map's hash."""

    box: BBox
    words: str
    key: str
    counties: tuple[str, ...] = ()
    margin_miles: float = 0.0
    grid: Grid | None = field(default=None, repr=False)

    @classmethod
    def of_box(cls, box: BBox) -> Self:
        """Return the area of a box."""
        return cls(box, f"the box {box.west}, {box.south}, {box.east}, {box.north}", str(box))

    @classmethod
    def of_counties(cls, counties: Sequence[County], margin_miles: float) -> Self:
        """Return the counties (at least one) and everything up to the margin from them."""
        names = tuple(county.name for county in counties)
        box = counties[0].box
        for county in counties[1:]:
            box = box.joined(county.box)
        box = box.grown(margin_miles * MILE_M)
        words = _joined(names)
        if margin_miles:
            words += f", with {margin_miles:g} {'mile' if margin_miles == 1 else 'miles'} around"
        key = f"{'|'.join(sorted(c.fips + c.name for c in counties))} +{margin_miles:g}"
        grid = _grid(counties, box, margin_miles * MILE_M)
        return cls(box, words, key, names, margin_miles, grid)

    def holds(self, lats: Whole, lons: Whole) -> Grid:
        """Say of each point (ten-millionths of a degree) whether it lies inside."""
        box = self.box
        inside = (
            (lats >= box.south * _E7)
            & (lats <= box.north * _E7)
            & (lons >= box.west * _E7)
            & (lons <= box.east * _E7)
        )
        if self.grid is None or not inside.any():
            return inside
        rows, columns = self.grid.shape
        at = np.flatnonzero(inside)
        row = (lats[at] / _E7 - box.south) / (box.north - box.south) * rows
        column = (lons[at] / _E7 - box.west) / (box.east - box.west) * columns
        inside[at] = self.grid[
            np.clip(row.astype(np.int64), 0, rows - 1),
            np.clip(column.astype(np.int64), 0, columns - 1),
        ]
        return inside

    def touches(self, line: Sequence[LatLon]) -> bool:
        """Say whether a line comes inside."""
        around = BBox.around(line)
        box = self.box
        if (
            around.west > box.east
            or around.east < box.west
            or around.south > box.north
            or around.north < box.south
        ):
            return False
        if self.grid is None:
            return True
        points = np.rint(np.array(line) * _E7).astype(np.int64)
        return bool(self.holds(points[:, 0], points[:, 1]).any())


def _joined(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _grid(counties: Sequence[County], box: BBox, margin_m: float) -> Grid:
    """Return which cells of the box lie in a county or no farther than the margin from one."""
    high = max(_FINEST, margin_m / _DEGREE_M / _CELLS)
    wide = high / max(0.05, math.cos(math.radians(box.centre.lat)))
    rows = max(1, math.ceil((box.north - box.south) / high))
    columns = max(1, math.ceil((box.east - box.west) / wide))
    scale = np.array([rows / (box.north - box.south), columns / (box.east - box.west)])
    start = np.array([box.south, box.west])
    taken = np.zeros((rows, columns), dtype=np.bool_)
    for county in counties:
        lines = [(line / _E7 - start) * scale for line in county.lines]
        _fill(taken, lines)
        _draw(taken, lines)
    reach = math.ceil(margin_m / _DEGREE_M * scale[0]) if margin_m else 0
    return _swollen(taken, reach) if reach else taken


def _fill(grid: Grid, lines: Sequence[npt.NDArray[np.float64]]) -> None:
    """Mark the cells whose middle lies within the lines (even-odd: order does not matter)."""
    a = np.concatenate([line[:-1] for line in lines])
    b = np.concatenate([line[1:] for line in lines])
    rows, columns = grid.shape
    middles = np.arange(columns) + 0.5
    for row in range(rows):
        y = row + 0.5
        cut = (a[:, 0] > y) != (b[:, 0] > y)
        if not cut.any():
            continue
        p, q = a[cut], b[cut]
        at = np.sort(p[:, 1] + (y - p[:, 0]) / (q[:, 0] - p[:, 0]) * (q[:, 1] - p[:, 1]))
        grid[row] |= np.searchsorted(at, middles) % 2 == 1


def _draw(grid: Grid, lines: Sequence[npt.NDArray[np.float64]]) -> None:
    """Mark the cells that the lines run through."""
    rows, columns = grid.shape
    for line in lines:
        steps = np.abs(np.diff(line, axis=0)).max(axis=1, initial=0)
        for share in np.linspace(0, 1, 2 + int(min(1000, steps.max(initial=0)))):
            points = line[:-1] + (line[1:] - line[:-1]) * share
            grid[
                np.clip(points[:, 0].astype(np.int64), 0, rows - 1),
                np.clip(points[:, 1].astype(np.int64), 0, columns - 1),
            ] = True


def _swollen(grid: Grid, reach: int) -> Grid:
    """Return the grid with every marked cell grown to a disc of `reach` cells."""
    rows, columns = grid.shape
    sums = np.zeros((rows, columns + 1), dtype=np.int32)
    np.cumsum(grid, axis=1, out=sums[:, 1:])
    found = np.zeros_like(grid)
    places = np.arange(columns)
    for up in range(-reach, reach + 1):
        half = int(math.sqrt(reach * reach - up * up))
        begin = np.clip(places - half, 0, columns)
        end = np.clip(places + half + 1, 0, columns)
        wide = (sums[:, end] - sums[:, begin]) > 0
        if up >= 0:
            found[up:] |= wide[: rows - up]
        else:
            found[:up] |= wide[-up:]
    return found
