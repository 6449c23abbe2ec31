"""Write a sketch and its road network as a sorted OpenStreetMap file (.osm.pbf).

The same sketch gives the same bytes.
"""

from dataclasses import dataclass, field
from pathlib import Path

import osmium
from osmium.osm import mutable

from nemt_desk.demo.lay import STATE
from nemt_desk.demo.network import Network, Way
from nemt_desk.demo.plane import Frame, Point
from nemt_desk.demo.sketch import Area, Ban, Lot, Sketch, Tags

GENERATOR = "NEMT Desk demo county"
MADE_AT = "2026-01-01T00:00:00Z"


@dataclass(slots=True)
class _Sheet:
    """Everything with its number, in the order the file wants: nodes, ways, relations."""

    frame: Frame
    nodes: list[tuple[Point, Tags]] = field(default_factory=list)
    ways: list[tuple[list[int], Tags]] = field(default_factory=list)
    relations: list[tuple[list[tuple[str, int, str]], Tags]] = field(default_factory=list)

    def node(self, at: Point, tags: Tags) -> int:
        self.nodes.append((at, tags))
        return len(self.nodes)

    def way(self, nodes: list[int], tags: Tags) -> int:
        self.ways.append((nodes, tags))
        return len(self.ways)

    def area(self, area: Area) -> int:
        closed = area.line[0] == area.line[-1]
        ring = area.line[:-1] if closed else area.line
        nodes = [self.node(point, {}) for point in ring]
        return self.way([*nodes, nodes[0]] if closed else nodes, area.tags)

    def ban(self, ban: Ban, network: Network, numbers: list[int]) -> None:
        """A turn restriction, if both streets do meet at that corner."""
        corner = network.point(ban.at)
        legs = {ban.from_street: 0, ban.to_street: 0}
        for way, number in zip(network.ways, numbers, strict=True):
            name = way.tags.get("name", "")
            if name in legs and corner in (way.points[0], way.points[-1]) and not legs[name]:
                legs[name] = number
        if all(legs.values()):
            members = [
                ("w", legs[ban.from_street], "from"),
                ("n", corner + 1, "via"),
                ("w", legs[ban.to_street], "to"),
            ]
            self.relations.append((members, {"type": "restriction", "restriction": ban.kind}))


def write_osm(path: Path, sketch: Sketch, network: Network, frame: Frame) -> None:
    """Write the file, replacing one that is there."""
    sheet = _Sheet(frame)
    for point in network.points:
        sheet.node(point, {})
    for lot in sketch.lots:
        sheet.node(lot.at, address_tags(lot))
    for spot in sketch.spots:
        sheet.node(spot.at, spot.tags)
    numbers = [sheet.way(_node_numbers(way), way.tags) for way in network.ways]
    for area in sketch.areas:
        sheet.area(area)
    for ban in sketch.bans:
        sheet.ban(ban, network, numbers)
    _write(path, sheet)


def address_tags(lot: Lot) -> Tags:
    """The address of a house in OSM's words."""
    return {
        "addr:housenumber": str(lot.number),
        "addr:street": lot.street,
        "addr:city": lot.town,
        "addr:state": STATE,
        "addr:postcode": lot.postcode,
    }


def _node_numbers(way: Way) -> list[int]:
    return [index + 1 for index in way.points]


def _write(path: Path, sheet: _Sheet) -> None:
    header = osmium.io.Header()
    header.set("generator", GENERATOR)
    header.set("osmosis_replication_timestamp", MADE_AT)
    writer = osmium.SimpleWriter(str(path), header=header, overwrite=True)
    try:
        for number, (at, tags) in enumerate(sheet.nodes, 1):
            lat, lon = sheet.frame.degrees(at)
            writer.add_node(mutable.Node(id=number, version=1, location=(lon, lat), tags=tags))
        for number, (nodes, tags) in enumerate(sheet.ways, 1):
            writer.add_way(mutable.Way(id=number, version=1, nodes=nodes, tags=tags))
        for number, (members, tags) in enumerate(sheet.relations, 1):
            writer.add_relation(mutable.Relation(id=number, version=1, members=members, tags=tags))
    finally:
        writer.close()
