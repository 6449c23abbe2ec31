"""Writes shapes and spots into the picture's file, each shape once per band of zooms."""

import math
import sqlite3
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from nemt_desk.geo.picture.chains import Chain, Dot, inner_spot, parts, simplified
from nemt_desk.geo.picture.display import (
    KINDS,
    LAYERS,
    SCHEMA,
    SPOTS,
    SpotKind,
    Trait,
    pack_path,
    turn_of,
)
from nemt_desk.geo.picture.display import FeatureKind as Kind
from nemt_desk.geo.picture.mercator import UNIT_BITS, px_units, to_world

NEAREST = 20
_TABLES = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA user_version = {SCHEMA};
CREATE VIRTUAL TABLE shape USING rtree_i32
    (id, west, east, north, south, zoom_from, zoom_to,
     +sort INTEGER, +traits INTEGER, +path BLOB);
CREATE VIRTUAL TABLE spot USING rtree_i32
    (id, west, east, north, south, zoom_from, zoom_to,
     +kind INTEGER, +rank INTEGER, +turn REAL, +room INTEGER, +name TEXT, +mark TEXT);
"""
_SCRATCH = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE line (sort INTEGER, traits INTEGER, zoom_from INTEGER, zoom_to INTEGER,
                   x INTEGER, y INTEGER, dots BLOB);
"""
PLAIN = Trait(0)
BANDS = ((0, 9), (10, 11), (12, 13), (14, 15), (16, NEAREST))
"""Zooms that share one simplified line."""
CHAINED_TO = 13
"""Up to this zoom pieces of a road are painted as one line; bridges stand out from then on."""
_SLACK_PX = 0.35
_LEAST_PX = 1.5
_MOST_DOTS = 48
_CELL_BITS = 9
_SMALLEST_CELL = 18
_KIND = {kind: place for place, kind in enumerate(KINDS)}
_SPOT = {kind: place for place, kind in enumerate(SPOTS)}


@dataclass(frozen=True, slots=True)
class Look:
    """How a thing is painted."""

    kind: Kind
    zoom: int
    traits: Trait = PLAIN
    layer: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """What is written at a spot, seen from `zoom` to `zoom_to`."""

    kind: SpotKind
    name: str
    zoom: int
    rank: int = 0
    mark: str = ""
    turn: float = 0.0
    room: float = 0.0
    zoom_to: int = NEAREST


class Keeper:
    """The picture's file while it is made; lines wait in `scratch` to be put together."""

    def __init__(self, base: sqlite3.Connection, scratch: sqlite3.Connection) -> None:
        self._base = base
        self._scratch = scratch
        base.executescript(_TABLES)
        scratch.executescript(_SCRATCH)
        self.count = 0
        self._shapes = 0
        self._spots = 0

    def line(self, look: Look, chain: Chain, zooms: tuple[int, int] = (0, NEAREST)) -> None:
        """Keep a line for the zooms between."""
        self.count += 1
        for low, high in BANDS:
            begin = max(low, look.zoom, zooms[0])
            if begin <= min(high, zooms[1]):
                px = px_units(min(high, 19))
                for part in parts(simplified(chain, _SLACK_PX * px), _MOST_DOTS):
                    self._wait(look, (begin, high), part)

    def area(self, look: Look, rings: Sequence[Chain]) -> None:
        """Keep an area: its outer ring, then its holes."""
        self.count += 1
        for low, high in BANDS:
            begin = max(low, look.zoom)
            px = px_units(min(high, 19))
            if begin <= high and size_of(rings[0]) >= _LEAST_PX * px:
                shown = [simplified(ring, _SLACK_PX * px) for ring in rings
                         if ring is rings[0] or size_of(ring) >= _LEAST_PX * px]  # fmt: skip
                shown = [ring for ring in shown if len(ring) > 2]
                if shown:
                    self._insert(_sort(look), int(look.traits), (begin, high), turned(shown))

    def house(self, zoom: int, rings: Sequence[Chain]) -> None:
        """Keep a building; those of a quarter are painted in one stroke."""
        self.count += 1
        for ring in turned(rings):
            self._wait(Look(Kind.BUILDING, zoom, Trait.AREA), (zoom, NEAREST), ring, rings[0][0])

    def spot(self, note: Note, at: tuple[float, float]) -> None:
        """Keep a place where something may be written."""
        self._spots += 1
        x, y = round(at[0]), round(at[1])
        self._base.execute(
            "INSERT INTO spot VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self._spots, x, x, y, y, note.zoom, note.zoom_to, _SPOT[note.kind], note.rank,
             round(note.turn, 1), round(note.room), note.name, note.mark),
        )  # fmt: skip

    def finish(self) -> None:
        """Put together what lies together and is painted alike."""
        query = "SELECT * FROM line ORDER BY sort, traits, zoom_from, zoom_to, x, y, rowid"
        rows = self._scratch.execute(query)
        for (sort, traits, *zooms, _x, _y), same in groupby(rows, key=lambda row: row[:6]):
            self._insert(sort, traits, (zooms[0], zooms[1]), [unpacked(row[6]) for row in same])
        self._base.commit()

    def _wait(self, look: Look, zooms: tuple[int, int], line: Chain, at: Dot | None = None) -> None:
        bits = UNIT_BITS - min(zooms[1], _SMALLEST_CELL) + _CELL_BITS
        x, y = at or line[0]
        self._scratch.execute(
            "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?)",
            (_sort(look), int(look.traits), *zooms, x >> bits, y >> bits, packed(line)),
        )

    def _insert(
        self, sort: int, traits: int, zooms: tuple[int, int], lines: Sequence[Chain]
    ) -> None:
        self._shapes += 1
        xs = [x for line in lines for x, _y in line]
        ys = [y for line in lines for _x, y in line]
        west, north = min(xs), min(ys)
        self._base.execute(
            "INSERT INTO shape VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self._shapes, west, max(xs), north, max(ys), *zooms, sort, traits,
             pack_path(lines, west, north)),
        )  # fmt: skip


def packed(chain: Chain) -> bytes:
    """Return a line as bytes, to be put aside."""
    flat = [value for dot in chain for value in dot]
    return struct.pack(f"<{len(flat)}i", *flat)


def unpacked(blob: bytes) -> Chain:
    """Return a line that was put aside."""
    flat = iter(struct.unpack(f"<{len(blob) // 4}i", blob))
    return list(zip(flat, flat, strict=True))


def turned(rings: Sequence[Chain]) -> list[Chain]:
    """Return the rings of an area turned as they are kept: the first clockwise, holes not."""
    return [ring if (turn_of(ring) > 0) == (place == 0) else ring[::-1]
            for place, ring in enumerate(rings)]  # fmt: skip


def chain_of(points: Iterable[tuple[float, float]]) -> Chain:
    """Return a line in degrees as units, without points that fall on the one before."""
    chain: Chain = []
    for lat, lon in points:
        dot = to_world(lat, lon)
        if not chain or dot != chain[-1]:
            chain.append(dot)
    return chain


def area_spot(rings: Sequence[Chain]) -> tuple[Dot, float]:
    """Return where an area's name stands, and how much room it has there."""
    found = inner_spot(rings[0], rings[1:])
    return (round(found.x), round(found.y)), found.room


def middle_of(ring: Chain) -> Dot:
    """Return the middle of the box around a ring."""
    xs = [x for x, _y in ring]
    ys = [y for _x, y in ring]
    return (min(xs) + max(xs)) // 2, (min(ys) + max(ys)) // 2


def zoom_for(units: float, px: float) -> int:
    """Return the farthest zoom at which `units` on the ground are at least so many px."""
    if units <= 0:
        return NEAREST + 1
    zoom = math.ceil(UNIT_BITS - math.log2(units / px))
    return max(0, zoom) if zoom < NEAREST else NEAREST + 1


def _sort(look: Look) -> int:
    return _KIND[look.kind] * LAYERS + look.layer + 5


def size_of(ring: Chain) -> int:
    """Return how wide or high a ring is, whichever is more."""
    xs = [x for x, _y in ring]
    ys = [y for _x, y in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys))
