"""What the map picture is painted from: lines, areas and labels of a box, in painting order.

It paints nothing: the window does. Kinds are few and fixed (`FeatureKind`).
"""

import sqlite3
import threading
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from nemt_desk.geo.address_build import unpack_line
from nemt_desk.geo.shapes import BBox, LatLon
from nemt_desk.ground.errors import EnvironmentProblem

FILE = "display.sqlite"


class FeatureKind(StrEnum):
    """What a feature is, in the order it is painted."""

    LAND = "land"
    PARK = "park"
    WOOD = "wood"
    BUILT_UP = "built_up"
    MEDICAL_GROUND = "medical_ground"
    WATER = "water"
    STREAM = "stream"
    SHORE = "shore"
    BOUNDARY = "boundary"
    BUILDING = "building"
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


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing to paint. `rank` orders labels of a kind, greatest first; `holes` only in areas."""

    kind: FeatureKind
    name: str
    points: tuple[LatLon, ...]
    area: bool
    rank: int
    holes: tuple[tuple[LatLon, ...], ...] = ()
    ref: str = ""
    is_bridge: bool = False


class DisplayMap:
    """Features of one map, read only, for any thread."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise EnvironmentProblem("The map has no picture data. Build the map again.")
        self._turn = threading.Lock()
        self._base = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False
        )
        self._kinds = list(FeatureKind)

    def close(self) -> None:
        """Close the file."""
        with self._turn:
            self._base.close()

    def features(self, bbox: BBox, zoom: int) -> list[Feature]:
        """Return what is seen in `bbox` at `zoom` (0..20), in painting order."""
        query = (
            "SELECT f.kind, f.name, f.line, f.area, f.rank, f.holes, f.ref, f.bridge "
            "FROM box JOIN feature f ON f.id = box.id "
            "WHERE box.east >= ? AND box.west <= ? AND box.north >= ? AND box.south <= ? "
            "AND box.zoom_from <= ? ORDER BY f.kind, f.layer, f.rank, f.id"
        )
        try:
            with self._turn:
                rows = self._base.execute(
                    query, (bbox.west, bbox.east, bbox.south, bbox.north, zoom)
                ).fetchall()
        except sqlite3.DatabaseError as why:
            raise EnvironmentProblem("The map picture is damaged. Build the map again.") from why
        return [
            Feature(
                self._kinds[kind], name, tuple(unpack_line(line)), bool(area), rank,
                _holes(holes), ref, bool(bridge),
            )
            for kind, name, line, area, rank, holes, ref, bridge in rows
        ]  # fmt: skip


def _holes(blob: bytes | None) -> tuple[tuple[LatLon, ...], ...]:
    if not blob:
        return ()
    holes, at = [], 0
    while at < len(blob):
        size = int.from_bytes(blob[at : at + 4], "little")
        holes.append(tuple(unpack_line(blob[at + 4 : at + 4 + size])))
        at += 4 + size
    return tuple(holes)
