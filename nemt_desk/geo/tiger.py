"""Census TIGER/Line EDGES (a shapefile in a zip) turned into OSM objects, ranges as `tiger:*` tags.

TIGER is planar: roads meet wherever they cross, also at overpasses. Limited-access highways
therefore get nodes of their own except where a ramp or their own end touches.
"""

import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import osmium
import osmium.osm.mutable
import shapefile

from nemt_desk.geo.native_paths import native
from nemt_desk.geo.shapes import BBox, LatLon, length_m
from nemt_desk.geo.sources import Source
from nemt_desk.ground.errors import RefusedError
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
# A street whose pieces between crossings are this long is a country road, not a town street.
_COUNTRY_PIECE_M = 300.0


@dataclass(slots=True)
class Edge:
    """One TIGER edge."""

    tlid: int
    mtfcc: str
    name: str
    ends: tuple[int, int]
    line: list[LatLon]
    ranges: dict[str, str]

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

    def add(self, edges: Sequence[Edge], *, ranges_only: bool) -> None:
        """Take edges; with `ranges_only` their roads are not for driving (OSM has them already)."""
        for edge in edges:
            if edge.tlid not in self.edges:
                self.edges[edge.tlid] = edge
                if ranges_only:
                    self.ranges_only.add(edge.tlid)

    def write(self, target: Path) -> None:
        """Write everything gathered."""
        nodes: dict[object, int] = {}
        places: list[LatLon] = []
        split = _split_nodes(self.edges.values())
        country = _country_names(self.edges.values())
        ways: list[tuple[Edge, list[int]]] = []

        def number(key: object, at: LatLon) -> int:
            if key not in nodes:
                nodes[key] = _FIRST_ID + len(places)
                places.append(at)
            return nodes[key]

        for edge in self.edges.values():
            upper = edge.mtfcc == "S1100"
            refs = []
            for index, at in enumerate(edge.line):
                if index in (0, len(edge.line) - 1):
                    end = edge.ends[0 if index == 0 else 1]
                    key: object = (end, "upper") if upper and end in split else end
                else:
                    key = (edge.tlid, index)
                refs.append(number(key, at))
            ways.append((edge, refs))
        with osmium.SimpleWriter(native(target)) as writer:
            for index, (lat, lon) in enumerate(places):
                writer.add_node(
                    osmium.osm.mutable.Node(id=_FIRST_ID + index, version=1, location=(lon, lat))
                )
            for index, (edge, refs) in enumerate(ways):
                tags = _tags(edge, country, drive=edge.tlid not in self.ranges_only)
                if tags:
                    writer.add_way(
                        osmium.osm.mutable.Way(
                            id=_FIRST_ID + index, version=1, nodes=refs, tags=tags
                        )
                    )


def read_edges(source: Source, clip: BBox | None, progress: Progress) -> list[Edge]:
    """Read the edges of a TIGER zip, those touching `clip` when given."""
    try:
        return list(_edges(source.path, clip, progress))
    except (shapefile.ShapefileException, zipfile.BadZipFile, OSError, ValueError, KeyError) as why:
        raise RefusedError(
            f"{source.name} can't be read as TIGER/Line EDGES; it is damaged, was not loaded "
            "to its end or is another kind of zip. It should be named like "
            "tl_2024_27001_edges.zip. The old map was kept."
        ) from why


def _edges(path: Path, clip: BBox | None, progress: Progress) -> Iterator[Edge]:
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
            if edge is not None and (clip is None or _touches(clip, edge.line)):
                yield edge


def _edge(record: dict[str, Any], shape: Any) -> Edge | None:  # noqa: ANN401 - pyshp has no types
    line = [(round(y, 7), round(x, 7)) for x, y, *_ in shape.points]
    if len(line) < 2:
        return None
    return Edge(
        tlid=int(record["TLID"]),
        mtfcc=str(record["MTFCC"] or ""),
        name=str(record["FULLNAME"] or "").strip(),
        ends=(int(record["TNIDF"]), int(record["TNIDT"])),
        line=line,
        ranges={
            tag: str(record[column]).strip() for column, tag in _RANGES.items() if record[column]
        },
    )


def _touches(clip: BBox, line: list[LatLon]) -> bool:
    box = BBox.around(line)
    return (
        box.west <= clip.east
        and box.east >= clip.west
        and box.south <= clip.north
        and box.north >= clip.south
    )


def _split_nodes(edges: Sequence[Edge] | Any) -> set[int]:  # noqa: ANN401 - any view of edges
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


def _country_names(edges: Sequence[Edge] | Any) -> set[str]:  # noqa: ANN401 - any view of edges
    lengths: dict[str, list[float]] = defaultdict(list)
    for edge in edges:
        if edge.mtfcc == "S1400" and edge.name:
            lengths[edge.name].append(length_m(edge.line))
    return {
        name for name, pieces in lengths.items() if sum(pieces) / len(pieces) >= _COUNTRY_PIECE_M
    }


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
