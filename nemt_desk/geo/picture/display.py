"""What the map picture is painted from: shapes of a box, and spots where a name or mark may stand.

It paints nothing: the window does. Kinds are few and fixed. Shapes are kept once per band of
zooms, simplified for it, in bytes that Qt reads by itself.
"""

import sqlite3
import struct
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntFlag, StrEnum
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from nemt_desk.geo.picture.mercator import WorldBox, to_degrees
from nemt_desk.geo.shapes import BBox, LatLon
from nemt_desk.ground.errors import EnvironmentProblem

FILE = "display.sqlite"
SCHEMA = 3
"""Raise it when the tables or the bytes in them change: an older map is built again."""


class FeatureKind(StrEnum):
    """What a shape is, in the order it is painted; TOWN and PLACE are names only."""

    LAND = "land"
    PARK = "park"
    WOOD = "wood"
    WETLAND = "wetland"
    BUILT_UP = "built_up"
    MEDICAL_GROUND = "medical_ground"
    AIRFIELD = "airfield"
    WATER = "water"
    STREAM = "stream"
    SHORE = "shore"
    BOUNDARY = "boundary"
    COUNTY_LINE = "county_line"
    BUILDING = "building"
    RUNWAY = "runway"
    FERRY = "ferry"
    RAIL = "rail"
    PATH = "path"
    TRACK = "track"
    SERVICE = "service"
    MINOR = "minor"
    TERTIARY = "tertiary"
    SECONDARY = "secondary"
    PRIMARY = "primary"
    TRUNK = "trunk"
    MOTORWAY = "motorway"
    PLACE = "place"
    TOWN = "town"


class SpotKind(StrEnum):
    """What may be written at a spot, most important first."""

    TOWN = "town"
    CARE = "care"
    SIGN = "sign"
    WATER = "water"
    ROAD = "road"
    STREAM = "stream"
    PARK = "park"
    MARK = "mark"
    RAIL = "rail"
    ARROW = "arrow"
    HOUSE = "house"


class Trait(IntFlag):
    """What changes how a shape is painted."""

    AREA = 1
    BRIDGE = 2
    RAMP = 4
    TUNNEL = 8


class Shape(NamedTuple):
    """Things to paint alike that lie together, as they are kept.

    `order` is kind and layer in one. `path` holds them as Qt streams a path, little-endian, in
    32-bit floats, in units from `west` and `north` on. Of areas outer rings turn clockwise, holes
    the other way.
    """

    order: int
    traits: int
    west: int
    north: int
    path: bytes

    @property
    def kind(self) -> FeatureKind:
        """Return what it is."""
        return KINDS[self.order // LAYERS]


class Spot(NamedTuple):
    """Where a name may stand: `turn` in degrees, `room` in units along it (0: a point's name).

    `rank` orders spots of a kind, greatest first. `mark` is the sign's or landmark's sort.
    """

    kind: int
    rank: int
    x: int
    y: int
    turn: float
    room: int
    name: str
    mark: str


@dataclass(frozen=True, slots=True)
class Feature:
    """One shape or named point in degrees, for reading."""

    kind: FeatureKind
    name: str
    points: tuple[LatLon, ...]
    area: bool
    rank: int
    holes: tuple[tuple[LatLon, ...], ...] = ()
    is_bridge: bool = False


KINDS = tuple(FeatureKind)
SPOTS = tuple(SpotKind)
LAYERS = 16
"""Layers of a kind: -5 to 5, and room."""
_DOT = struct.Struct("<iff")
_COUNT, _FOOT = struct.Struct("<i"), struct.Struct("<ii")
_WINDING = 1
_POINTS = {SpotKind.TOWN: FeatureKind.TOWN, SpotKind.CARE: FeatureKind.PLACE,
           SpotKind.MARK: FeatureKind.PLACE}  # fmt: skip
_SHAPES = (
    "SELECT sort, traits, west, north, path FROM shape"
    " WHERE west <= ? AND east >= ? AND north <= ? AND south >= ?"
    " AND zoom_from <= ? AND zoom_to >= ?"
)
_SPOTS = (
    "SELECT kind, rank, west, north, turn, room, name, mark, id FROM spot"
    " WHERE west <= ? AND east >= ? AND north <= ? AND south >= ?"
    " AND zoom_from <= ? AND zoom_to >= ?"
)
_TOO_OLD = "The map's picture was made by another version of NEMT Desk. Build the map again."


class DisplayMap:
    """Shapes and spots of one map, read only, for any thread."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise EnvironmentProblem("The map has no picture data. Build the map again.")
        self._turn = threading.Lock()
        self._base = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False
        )
        try:
            (found,) = self._base.execute("PRAGMA user_version").fetchone()
        except sqlite3.DatabaseError as why:
            self._base.close()
            raise EnvironmentProblem("The map picture is damaged. Build the map again.") from why
        if found != SCHEMA:
            self._base.close()
            raise EnvironmentProblem(_TOO_OLD)

    def close(self) -> None:
        """Close the file."""
        with self._turn:
            self._base.close()

    def shapes(self, box: WorldBox, zoom: int) -> list[Shape]:
        """Return what is seen in `box` at `zoom` (0..19), in painting order."""
        rows = self._rows(_SHAPES, box, (zoom, zoom))
        rows.sort(key=itemgetter(0))
        return [Shape._make(row) for row in rows]

    def spots(self, box: WorldBox, zoom: int) -> list[Spot]:
        """Return where names may stand in `box` at `zoom`, in the same order for every box."""
        rows = self._rows(_SPOTS, box, (zoom, zoom))
        rows.sort(key=_importance)
        return [Spot._make(row[:8]) for row in rows]

    def towns(self, zoom: int) -> list[Spot]:
        """Return all towns that are named at `zoom`, greatest first."""
        everywhere = WorldBox(-(1 << 31), -(1 << 31), (1 << 31) - 1, (1 << 31) - 1)
        kind = SPOTS.index(SpotKind.TOWN)
        rows = self._rows(_SPOTS + " AND kind = ?", everywhere, (zoom, zoom, kind))
        rows.sort(key=_importance)
        return [Spot._make(row[:8]) for row in rows]

    def features(self, bbox: BBox, zoom: int) -> list[Feature]:
        """Return what is seen in `bbox` at `zoom` (0..19) in degrees, in painting order.

        Lines and areas have no names: those are spots, of which towns and places come here too.
        """
        box = WorldBox.around(bbox)
        found = [f for shape in self.shapes(box, zoom) for f in _features(shape)]
        points = [
            Feature(_POINTS[SPOTS[s.kind]], s.name, (to_degrees(s.x, s.y),), False, s.rank)
            for s in self.spots(box, zoom)
            if SPOTS[s.kind] in _POINTS
        ]
        return found + sorted(points, key=lambda f: KINDS.index(f.kind))

    def _rows(self, query: str, box: WorldBox, more: tuple[int, ...]) -> list[tuple]:  # type: ignore[type-arg]
        values = (box.east, box.west, box.south, box.north, *more)
        try:
            with self._turn:
                return self._base.execute(query, values).fetchall()
        except sqlite3.DatabaseError as why:
            raise EnvironmentProblem("The map picture is damaged. Build the map again.") from why


def pack_path(lines: Iterable[Sequence[tuple[int, int]]], west: int, north: int) -> bytes:
    """Return lines or closed rings as the bytes of a path: what `Shape.path` holds."""
    parts, count, begin = [], 0, 0
    for line in lines:
        begin = count
        parts += [_DOT.pack(place > 0, x - west, y - north) for place, (x, y) in enumerate(line)]
        count += len(line)
    return _COUNT.pack(count) + b"".join(parts) + _FOOT.pack(begin, _WINDING)


def lines_of(shape: Shape) -> list[list[tuple[float, float]]]:
    """Return the lines or rings of a shape in units."""
    lines: list[list[tuple[float, float]]] = []
    for is_on, x, y in _DOT.iter_unpack(shape.path[_COUNT.size : -_FOOT.size]):
        if not is_on:
            lines.append([])
        lines[-1].append((shape.west + x, shape.north + y))
    return lines


def turn_of(ring: Sequence[tuple[float, float]]) -> float:
    """Return twice the area of a closed ring, above 0 if it turns clockwise on the map."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


def _importance(row: tuple) -> tuple:  # type: ignore[type-arg]
    """Order spots: kind, rank, then what lies in the map itself, never how it was asked."""
    return row[0], -row[1], row[8]


def _features(shape: Shape) -> Iterator[Feature]:
    """Yield each line or area of a shape; the holes of an area follow it."""
    is_area, is_bridge = bool(shape.traits & Trait.AREA), bool(shape.traits & Trait.BRIDGE)
    groups: list[list[tuple[LatLon, ...]]] = []
    for ring in lines_of(shape):
        line = tuple(to_degrees(x, y) for x, y in ring)
        if groups and is_area and turn_of(ring) < 0:
            groups[-1].append(line)
        else:
            groups.append([line])
    for first, *holes in groups:
        yield Feature(shape.kind, "", first, is_area, 0, tuple(holes), is_bridge)
