"""The picture's data is made here: what of the map is painted, as what, and from which zoom on."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import osmium

from nemt_desk.geo.address_build import pack_line
from nemt_desk.geo.display import FeatureKind as Kind
from nemt_desk.geo.native_paths import native
from nemt_desk.geo.shapes import BBox, LatLon
from nemt_desk.ground.progress import Progress

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE feature (id INTEGER PRIMARY KEY, kind INTEGER, layer INTEGER, rank INTEGER,
                      area INTEGER, bridge INTEGER, name TEXT, ref TEXT, line BLOB, holes BLOB);
CREATE VIRTUAL TABLE box USING rtree (id, west, east, south, north, zoom_from, zoom_to);
"""
_ROADS = {
    "motorway": (Kind.MOTORWAY, 5), "motorway_link": (Kind.MOTORWAY, 11),
    "trunk": (Kind.TRUNK, 6), "trunk_link": (Kind.TRUNK, 11),
    "primary": (Kind.PRIMARY, 8), "primary_link": (Kind.PRIMARY, 12),
    "secondary": (Kind.SECONDARY, 9), "secondary_link": (Kind.SECONDARY, 13),
    "tertiary": (Kind.TERTIARY, 10), "tertiary_link": (Kind.TERTIARY, 13),
    "unclassified": (Kind.MINOR, 11), "residential": (Kind.MINOR, 12),
    "living_street": (Kind.MINOR, 13), "road": (Kind.MINOR, 12), "service": (Kind.SERVICE, 14),
    "track": (Kind.TRACK, 13), "footway": (Kind.PATH, 16), "path": (Kind.PATH, 15),
    "cycleway": (Kind.PATH, 15), "pedestrian": (Kind.PATH, 15), "steps": (Kind.PATH, 16),
    "bridleway": (Kind.PATH, 15),
}  # fmt: skip
_AREAS = {
    ("natural", "water"): (Kind.WATER, 6), ("waterway", "riverbank"): (Kind.WATER, 8),
    ("landuse", "reservoir"): (Kind.WATER, 8), ("landuse", "basin"): (Kind.WATER, 12),
    ("waterway", "dock"): (Kind.WATER, 12), ("natural", "bay"): (Kind.WATER, 8),
    ("leisure", "park"): (Kind.PARK, 11), ("leisure", "golf_course"): (Kind.PARK, 12),
    ("leisure", "nature_reserve"): (Kind.PARK, 10), ("landuse", "cemetery"): (Kind.PARK, 12),
    ("leisure", "recreation_ground"): (Kind.PARK, 12), ("landuse", "grass"): (Kind.PARK, 14),
    ("leisure", "pitch"): (Kind.PARK, 15), ("leisure", "garden"): (Kind.PARK, 15),
    ("landuse", "forest"): (Kind.WOOD, 9), ("natural", "wood"): (Kind.WOOD, 9),
    ("landuse", "meadow"): (Kind.PARK, 12), ("natural", "wetland"): (Kind.WOOD, 11),
    ("landuse", "residential"): (Kind.BUILT_UP, 10), ("landuse", "retail"): (Kind.BUILT_UP, 12),
    ("landuse", "commercial"): (Kind.BUILT_UP, 12), ("landuse", "industrial"): (Kind.BUILT_UP, 12),
    ("amenity", "hospital"): (Kind.MEDICAL_GROUND, 12),
    ("amenity", "university"): (Kind.BUILT_UP, 13), ("amenity", "school"): (Kind.BUILT_UP, 14),
}  # fmt: skip
_LINES = {
    ("waterway", "river"): (Kind.STREAM, 9), ("waterway", "canal"): (Kind.STREAM, 11),
    ("waterway", "stream"): (Kind.STREAM, 12), ("waterway", "drain"): (Kind.STREAM, 14),
    ("waterway", "ditch"): (Kind.STREAM, 14), ("railway", "rail"): (Kind.RAIL, 10),
    ("railway", "light_rail"): (Kind.RAIL, 12), ("railway", "subway"): (Kind.RAIL, 13),
    ("natural", "shoreline"): (Kind.SHORE, 7), ("natural", "shoreline_edge"): (Kind.SHORE, 7),
    ("natural", "coastline"): (Kind.SHORE, 5),
}  # fmt: skip
_TOWNS = {
    "city": (4, 6), "town": (3, 9), "village": (2, 11), "hamlet": (1, 12), "suburb": (1, 12),
    "borough": (1, 12), "neighbourhood": (0, 14), "locality": (0, 14),
}  # fmt: skip
_PLACES = {
    ("amenity", "hospital"): (9, 12), ("amenity", "clinic"): (8, 14), ("healthcare", None): (8, 14),
    ("amenity", "doctors"): (7, 15), ("amenity", "dentist"): (7, 15),
    ("amenity", "pharmacy"): (7, 15), ("amenity", "nursing_home"): (7, 14),
    ("amenity", "social_facility"): (6, 15), ("amenity", "townhall"): (5, 15),
    ("amenity", "school"): (4, 15), ("amenity", "place_of_worship"): (3, 16),
    ("shop", "supermarket"): (3, 16), ("amenity", "fuel"): (2, 17), ("amenity", None): (1, 17),
    ("shop", None): (1, 17), ("leisure", None): (1, 16), ("tourism", None): (1, 17),
}  # fmt: skip
_ORDER = {kind: place for place, kind in enumerate(Kind)}
_TICK = 20_000
_WHOLE_ZOOM = 30


def build_display(network: Path, target: Path, progress: Progress) -> int:
    """Make the picture's data of `network`; returns how many features."""
    base = sqlite3.connect(target)
    try:
        base.executescript(_SCHEMA)
        writer = _Writer(base)
        items = (
            osmium.FileProcessor(native(network))
            .with_locations()
            .with_areas(
                osmium.filter.KeyFilter("natural", "landuse", "leisure", "building", "waterway")
            )
            .with_filter(osmium.filter.EmptyTagFilter())
        )
        for count, item in enumerate(items):
            if count % _TICK == 0:
                progress.step("Drawing the map", min(94, 75 + count // _TICK))
            writer.take(item)
        base.executescript("ANALYZE;")
        base.commit()
        return writer.count
    finally:
        base.close()


class _Writer:
    """Decides what a tagged thing is painted as, and keeps it."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base
        self.count = 0

    def take(self, item: Any) -> None:  # noqa: ANN401 - node, way or area
        tags = dict(item.tags)
        if item.is_node():
            self._take_point(tags, (item.lat, item.lon))
        elif item.is_way():
            self._take_line(tags, item.nodes)
        elif item.is_area():
            self._take_area(item, tags)

    def _take_point(self, tags: dict[str, str], at: LatLon) -> None:
        if not tags.get("name"):
            return
        if tags.get("place") in _TOWNS:
            rank, zoom = _TOWNS[tags["place"]]
            self._keep(Kind.TOWN, zoom, tags, [at], rank=rank)
            return
        hit = _first(tags, _PLACES)
        if hit is not None:
            rank, zoom = hit
            self._keep(Kind.PLACE, zoom, tags, [at], rank=rank)

    def _take_line(self, tags: dict[str, str], nodes: Any) -> None:  # noqa: ANN401 - osmium's
        if tags.get("area") == "yes" or tags.get("building", "no") != "no":
            return
        kind = _ROADS.get(tags.get("highway", "")) or _first(tags, _LINES)
        if kind is None and tags.get("boundary") == "administrative":
            kind = (Kind.BOUNDARY, 8)
        if kind is None:
            return
        line = [(node.lat, node.lon) for node in nodes if node.location.valid()]
        if len(line) >= 2:
            self._keep(kind[0], kind[1], tags, line)

    def _take_area(self, item: Any, tags: dict[str, str]) -> None:  # noqa: ANN401 - osmium's area
        kind: tuple[Kind, int] | None = _first(tags, _AREAS)
        if kind is None and tags.get("building", "no") != "no":
            kind = (Kind.BUILDING, 15)
        if kind is None:
            return
        for outer in item.outer_rings():
            ring = [(node.lat, node.lon) for node in outer]
            holes = [[(node.lat, node.lon) for node in inner] for inner in item.inner_rings(outer)]
            self._keep(kind[0], kind[1], tags, ring, holes=holes)
            self._take_point(tags, BBox.around(ring).centre.pair)

    def _keep(
        self,
        kind: Kind,
        zoom: int,
        tags: dict[str, str],
        line: Sequence[LatLon],
        *,
        rank: int = 0,
        holes: Sequence[Sequence[LatLon]] | None = None,
    ) -> None:
        self.count += 1
        packed = b"".join(
            len(blob).to_bytes(4, "little") + blob for blob in map(pack_line, holes or [])
        )
        bridge = tags.get("bridge", "no") != "no"
        self._base.execute(
            "INSERT INTO feature VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self.count, _ORDER[kind], _layer(tags), rank, holes is not None, bridge,
             tags.get("name", ""), tags.get("ref", ""), pack_line(line), packed or None),
        )  # fmt: skip
        box = BBox.around(line)
        self._base.execute(
            "INSERT INTO box VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self.count, box.west, box.east, box.south, box.north, zoom, _WHOLE_ZOOM),
        )


def _first(tags: dict[str, str], table: dict[Any, tuple[Any, int]]) -> tuple[Any, int] | None:
    for (key, value), found in table.items():
        there = tags.get(key)
        if there is not None and there == (value or there):
            return found
    return None


def _layer(tags: dict[str, str]) -> int:
    try:
        return max(-5, min(5, int(tags.get("layer", "0"))))
    except ValueError:
        return 0
