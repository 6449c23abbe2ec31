"""A made-up county on two shores: ferries, a bridge, gravel, and a turning for the police only."""

from pathlib import Path

import osmium
import osmium.osm.mutable

from nemt_desk.geo import Point

_AT = {
    1: (46.50, -93.70), 2: (46.50, -93.69), 3: (46.51, -93.69), 4: (46.50, -93.68),
    11: (46.53, -93.69), 12: (46.54, -93.69), 13: (46.54, -93.68), 14: (46.54, -93.70),
    21: (46.52, -93.60), 30: (46.56, -93.69), 31: (46.57, -93.69), 32: (46.57, -93.68),
    40: (46.50, -93.72), 41: (46.52, -93.72), 42: (46.52, -93.70),
    50: (46.60, -93.60), 51: (46.61, -93.60),
}  # fmt: skip
# Name, tags, nodes. North and South are joined by the Loon Ferry or, far round, by Bridge Road.
_WAYS = (
    ("South Road", {"highway": "tertiary"}, (40, 1, 2, 4)),
    ("Landing Road", {"highway": "tertiary"}, (2, 3)),
    ("North Landing", {"highway": "tertiary"}, (11, 12)),
    ("North Road", {"highway": "tertiary"}, (14, 12, 13)),
    ("Bridge Road", {"highway": "residential"}, (4, 21, 13)),
    ("Loon Ferry", {"route": "ferry", "motor_vehicle": "yes"}, (3, 11)),
    ("Water Taxi", {"route": "ferry"}, (1, 14)),
    ("Island Ferry", {"route": "ferry", "motor_vehicle": "yes"}, (12, 30)),
    ("Island Road", {"highway": "residential"}, (30, 31, 32)),
    ("Gravel Road", {"highway": "unclassified", "surface": "gravel"}, (40, 41)),
    ("Gravel Road", {"highway": "unclassified", "surface": "gravel"}, (41, 42)),
    ("Police Turn", {"highway": "service", "access": "official"}, (42, 1)),
    ("Nowhere Lane", {"highway": "residential"}, (50, 51)),
)


def at(number: int) -> Point:
    """Where a numbered crossing of the county is."""
    return Point(*_AT[number])


def write_shores(path: Path) -> None:
    """Draw the county."""
    mutable = osmium.osm.mutable
    with osmium.SimpleWriter(str(path)) as writer:
        for number, (lat, lon) in _AT.items():
            writer.add_node(mutable.Node(id=number, version=1, location=(lon, lat)))
        for number, (name, tags, nodes) in enumerate(_WAYS):
            writer.add_way(
                mutable.Way(id=100 + number, version=1, nodes=nodes, tags={"name": name, **tags})
            )
