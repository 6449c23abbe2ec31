"""Census TIGER/Line EDGES (a shapefile in a zip) turned into OSM objects, ranges as `tiger:*` tags.

TIGER is planar: roads meet wherever they cross, also at overpasses. Limited-access highways
therefore get nodes of their own except where a ramp or their own end touches.
"""

import re
import sys
import warnings
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, overload, override

import osmium
import osmium.osm.mutable
import shapefile

from nemt_desk.geo.building.tiger_faces import TigerPicture, Water
from nemt_desk.geo.native_paths import native
from nemt_desk.geo.shapes import LatLon, length_m
from nemt_desk.geo.sources import Source, check_unpacked_size
from nemt_desk.ground.errors import DeskError, RefusedError
from nemt_desk.ground.progress import Progress

# Above every ID that OpenStreetMap itself will give for decades, and small enough for the builder.
_FIRST_ID = 40_000_000_000

_HIGHWAY = {
    "S1100": {"highway": "motorway", "oneway": "no"},
    "S1200": {"highway": "secondary"},
    "S1400": {"highway": "residential"},
    "S1500": {"highway": "track"},
    "S1630": {"highway": "motorway_link", "oneway": "no"},
    "S1640": {"highway": "service"},
    "S1710": {"highway": "footway"},
    "S1720": {"highway": "steps"},
    "S1730": {"highway": "service", "service": "alley"},
    "S1740": {"highway": "service", "access": "private"},
    "S1750": {"highway": "service"},
    "S1780": {"highway": "service", "service": "parking_aisle"},
    "S1820": {"highway": "cycleway"},
    "S1830": {"highway": "bridleway"},
}
_OTHER = {
    "H3010": {"waterway": "stream"},
    "H3013": {"waterway": "stream"},
    "H3020": {"waterway": "canal"},
    "P0002": {"natural": "shoreline"},
    "P0003": {"natural": "shoreline"},
    "R1011": {"railway": "rail"},
    "R1051": {"railway": "rail"},
    "R1052": {"railway": "rail"},
}
_COUNTY_LINE = {"boundary": "administrative", "admin_level": "6"}
_RANGES = {
    "LFROMADD": "tiger:lfromadd",
    "LTOADD": "tiger:ltoadd",
    "RFROMADD": "tiger:rfromadd",
    "RTOADD": "tiger:rtoadd",
    "ZIPL": "tiger:zipl",
    "ZIPR": "tiger:zipr",
}
_NEEDED = {"TLID", "MTFCC", "FULLNAME", "TNIDF", "TNIDT", *_RANGES}
_NUMBERED = re.compile(
    r"\b(hwy|highway|rte|route|state rd|co rd|county rd|us|sr|cr|i)[- ]*\d", re.I
)
_CARS = {"S1100", "S1200", "S1400", "S1500", "S1630", "S1640", "S1730", "S1740", "S1750", "S1780"}
# The Census tells no speeds. Assumed where the engine's own guess, made for towns, is far too slow;
# only minutes depend on it, never the direct-route miles.
_MPH = {"S1100": 60, "S1200": 50}
_COUNTRY_MPH = 45
_LONGEST = 200
# A street whose pieces between crossings are this long is a country road, not a town street.
_COUNTRY_PIECE_M = 300.0


class PackedLine(Sequence[LatLon]):
    """A line of points in eight bytes each: a county has a million of them."""

    __slots__ = ("_whole",)

    def __init__(self, points: Iterable[LatLon]) -> None:
        self._whole = array("i", [round(value * 1e7) for at in points for value in at])

    def __len__(self) -> int:
        return len(self._whole) // 2

    @overload
    def __getitem__(self, place: int) -> LatLon: ...
    @overload
    def __getitem__(self, place: slice) -> list[LatLon]: ...
    @override
    def __getitem__(self, place: int | slice) -> LatLon | list[LatLon]:
        if isinstance(place, slice):
            return list(self)[place]
        first = 2 * (place if place >= 0 else place + len(self))
        if not 0 <= first < len(self._whole):
            raise IndexError(place)
        return self._whole[first] / 1e7, self._whole[first + 1] / 1e7


@dataclass(slots=True)
class Edge:
    """One TIGER edge; `faces` are the areas left and right of it (0: not told)."""

    tlid: int
    mtfcc: str
    name: str
    ends: tuple[int, int]
    line: Sequence[LatLon]
    ranges: dict[str, str]
    faces: tuple[int, int] = (0, 0)

    @property
    def is_road(self) -> bool:
        """Say whether cars may use it at all."""
        return self.mtfcc in _CARS


@dataclass(slots=True)
class TigerWriter:
    """Gathers edges of one or more counties and writes them as one sorted `.osm.pbf`.

    Counties share their border edges (same TLID) and nodes (same TNID), so neighbours join.
    """

    edges: dict[int, Edge] = field(default_factory=dict)
    ranges_only: set[int] = field(default_factory=set)
    border: set[int] = field(default_factory=set)
    waters: list[Water] = field(default_factory=list)

    def add(
        self, edges: Iterable[Edge], *, ranges_only: bool, picture: TigerPicture | None = None
    ) -> None:
        """Take edges; with `ranges_only` their roads are not for driving (OSM has them already).

        `picture` adds the county line and the waters; OSM has its own.
        """
        for edge in edges:
            if edge.tlid not in self.edges:
                self.edges[edge.tlid] = edge
                if ranges_only:
                    self.ranges_only.add(edge.tlid)
        if picture is not None and not ranges_only:
            self.border |= picture.border
            self.waters += picture.waters

    def write(self, target: Path) -> None:
        """Write everything gathered."""
        with osmium.SimpleWriter(native(target)) as writer:
            sheet = _Sheet(writer)
            split = _split_nodes(self.edges.values())
            country = _country_names(self.edges.values())
            ends: dict[tuple[int, bool], int] = {}
            begins: dict[int, int] = {}
            for edge in self.edges.values():
                for at, key in zip((edge.line[0], edge.line[-1]), _keys(edge, split), strict=True):
                    if key not in ends:
                        ends[key] = sheet.node(at)
                begins[edge.tlid] = sheet.following
                for place in range(1, len(edge.line) - 1):
                    sheet.node(edge.line[place])
            lakes = [_nodes_of(sheet, water) for water in self.waters]
            for edge in self.edges.values():
                tags = _tags(edge, country, drive=edge.tlid not in self.ranges_only)
                first, last = (ends[key] for key in _keys(edge, split))
                begin = begins[edge.tlid]
                nodes = [first, *range(begin, begin + len(edge.line) - 2), last]
                if tags:
                    sheet.way(nodes, tags)
                if edge.tlid in self.border:
                    sheet.way(nodes, _COUNTY_LINE)
            for water, rings in zip(self.waters, lakes, strict=True):
                sheet.water(water, rings)
            sheet.finish()


class _Sheet:
    """Numbers what is written: points first, then lines, then areas."""

    def __init__(self, writer: osmium.SimpleWriter) -> None:
        self._writer = writer
        self.following = _FIRST_ID
        self._ways = _FIRST_ID
        self._areas: list[tuple[list[tuple[str, int, str]], dict[str, str]]] = []

    def node(self, at: LatLon) -> int:
        number = self.following
        self._writer.add_node(
            osmium.osm.mutable.Node(id=number, version=1, location=(at[1], at[0]))
        )
        self.following += 1
        return number

    def way(self, nodes: Sequence[int], tags: dict[str, str]) -> int:
        number = self._ways
        self._writer.add_way(osmium.osm.mutable.Way(id=number, version=1, nodes=nodes, tags=tags))
        self._ways += 1
        return number

    def water(self, water: Water, rings: list[tuple[str, list[int]]]) -> None:
        members = [("w", self.way(nodes, {}), role) for role, nodes in rings]
        tags = {"type": "multipolygon", "natural": "water"}
        self._areas.append((members, tags | ({"name": water.name} if water.name else {})))

    def finish(self) -> None:
        for number, (members, tags) in enumerate(self._areas, _FIRST_ID):
            self._writer.add_relation(
                osmium.osm.mutable.Relation(id=number, version=1, members=members, tags=tags)
            )


def _nodes_of(sheet: _Sheet, water: Water) -> list[tuple[str, list[int]]]:
    """Write the points of a water's shores; returns them by ring, closed."""
    rings = []
    for role, lines in (("outer", water.outers), ("inner", water.inners)):
        for line in lines:
            nodes = [sheet.node(at) for at in line[:-1]]
            rings.append((role, [*nodes, nodes[0]]))
    return rings


def _keys(edge: Edge, split: set[int]) -> tuple[tuple[int, bool], tuple[int, bool]]:
    """Return what stands for the two ends: a highway has nodes of its own where it passes over."""
    upper = edge.mtfcc == "S1100"
    first, last = edge.ends
    return (first, upper and first in split), (last, upper and last in split)


def read_edges(source: Source, progress: Progress) -> list[Edge]:
    """Read the edges of a TIGER zip."""
    try:
        check_unpacked_size(source.path)
        with warnings.catch_warnings():
            # It warns where a file is cut off, and goes on: that would be half a county.
            warnings.simplefilter("error")
            return list(_edges(source.path, progress))
    except (DeskError, MemoryError):
        raise
    except Exception as why:  # the reader throws whatever it stumbles over
        raise RefusedError(
            f"{source.name} can't be read as TIGER/Line EDGES; it is damaged, was not loaded "
            "to its end or is another kind of zip. It should be named like "
            "tl_2024_27001_edges.zip. The old map was kept."
        ) from why


def _edges(path: Path, progress: Progress) -> Iterator[Edge]:
    with shapefile.Reader(str(path)) as reader:
        names = {column[0] for column in reader.fields}
        if not names >= _NEEDED:
            missing = ", ".join(sorted(_NEEDED - names)[:3])
            raise ValueError(f"not EDGES: {missing} missing")
        total = max(1, len(reader))
        for number, item in enumerate(reader.iterShapeRecords()):
            if number % 2000 == 0:
                progress.step(f"Reading {path.name}", 4 + 6 * number // total)
            edge = _edge(item.record.as_dict(), item.shape)
            if edge is not None:
                yield edge


def _edge(record: dict[str, Any], shape: Any) -> Edge | None:  # noqa: ANN401 - pyshp has no types
    places = [(y, x) for x, y, *_ in shape.points]
    if len(places) < 2 or not all(abs(lat) <= 90 and abs(lon) <= 180 for lat, lon in places):
        return None
    return Edge(
        tlid=int(record["TLID"]),
        mtfcc=sys.intern(_word(record["MTFCC"])),
        name=sys.intern(_word(record["FULLNAME"])),
        ends=(int(record["TNIDF"]), int(record["TNIDT"])),
        line=PackedLine(places),
        ranges={
            tag: sys.intern(_word(record[column]))
            for column, tag in _RANGES.items()
            if _word(record[column])
        },
        faces=(int(record.get("TFIDL") or 0), int(record.get("TFIDR") or 0)),
    )


def _word(value: object) -> str:
    # What can't stand in a map file (a broken byte) must not end up in one.
    text = "" if value is None else str(value)
    return text.encode("utf-8", "ignore").decode().replace("\0", "").strip()[:_LONGEST]


def _split_nodes(edges: Iterable[Edge]) -> set[int]:
    """Return nodes where a limited-access highway passes over or under other roads."""
    upper: Counter[int] = Counter()
    joined: set[int] = set()
    for edge in edges:
        for end in edge.ends:
            if edge.mtfcc == "S1100":
                upper[end] += 1
            elif edge.mtfcc == "S1630":
                joined.add(end)
    return {node for node, count in upper.items() if count > 1 and node not in joined}


def _country_names(edges: Iterable[Edge]) -> set[str]:
    metres: dict[str, float] = defaultdict(float)
    pieces: Counter[str] = Counter()
    for edge in edges:
        if edge.mtfcc == "S1400" and edge.name:
            metres[edge.name] += length_m(edge.line)
            pieces[edge.name] += 1
    return {name for name, total in metres.items() if total / pieces[name] >= _COUNTRY_PIECE_M}


def _tags(edge: Edge, country: set[str], *, drive: bool) -> dict[str, str]:
    tags = dict(_OTHER.get(edge.mtfcc, {}))
    if edge.mtfcc in _HIGHWAY:
        if drive:
            tags = dict(_HIGHWAY[edge.mtfcc])
        tags |= edge.ranges
    if not tags:
        return {}
    if drive and edge.mtfcc == "S1400" and edge.name in country:
        tags["highway"] = "tertiary"
    if drive and edge.mtfcc in ("S1200", "S1400") and _NUMBERED.search(edge.name):
        tags["highway"] = "primary" if edge.mtfcc == "S1200" else "tertiary"
    if drive:
        speed = _MPH.get(edge.mtfcc) or (_COUNTRY_MPH if edge.name in country else None)
        if speed is not None and "highway" in tags:
            tags["maxspeed"] = f"{speed} mph"
    if edge.name:
        tags["name"] = edge.name
    tags["tiger:mtfcc"] = edge.mtfcc
    return tags
