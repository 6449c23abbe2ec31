"""A made-up rural county of Minnesota: section-line roads with ranges, two small towns, clinics."""

from pathlib import Path
from typing import Any

import osmium
import osmium.osm.mutable

LAT, LON = 46.2, -93.9
MILE_NORTH, MILE_EAST = 0.01448, 0.02092
MILES = 12
EAST_WEST = (
    "County Road 24", "300th Street", "310th Street", "County State Aid Highway 7",
    "320th Street", "Old County Road 9", "State Highway 6", "330th Street", "Township Road 12",
    "Forest Road 2180", "Great River Road", "US Highway 2",
)  # fmt: skip
NORTH_SOUTH = (
    "US Highway 169", "200th Avenue", "210th Avenue", "County Highway 5",
    "220th Avenue Northeast", "Deer Path Trail", "230th Avenue", "State Highway 18",
    "Loon Lake Road", "240th Avenue", "County Road 107", "Saint Croix Trail",
)  # fmt: skip
REFS = {"Great River Road": "CSAH 11", "State Highway 18": "MN 18", "US Highway 2": "US 2"}
TOWNS = {"Birch Falls": (6.3, 6.3, "56990"), "Loon Grove": (2.3, 2.3, "56991")}
# Streets of the towns: name, whether it runs north, how many tenths of a mile from the corner.
STREETS = {
    "Birch Falls": (
        ("Main Street", True, 0), ("Church Street", True, 1), ("Oak Avenue", True, 2),
        ("Saint Olaf Avenue", True, 3), ("Dr Martin Luther King Jr Drive", True, 4),
        ("Lakeshore Drive", True, 5), ("1st Street NE", False, 0), ("2nd Street NE", False, 1),
        ("Mount Pleasant Road", False, 2), ("Pine Ridge Lane", False, 3),
        ("Park Avenue South", False, 4),
    ),
    "Loon Grove": (
        ("Main Street", True, 0), ("Church Street", True, 1), ("Elm Street", True, 2),
        ("1st Street", False, 0), ("Mill Road", False, 1), ("Harbor Point Road", False, 2),
    ),
}  # fmt: skip
PLACES = (
    ("Mercy Clinic", "clinic", "Birch Falls", 6.55, 6.55),
    ("Birch Falls Dialysis", "clinic", "Birch Falls", 6.6, 6.35),
    ("Loon Grove Senior Center", "community_centre", "Loon Grove", 2.5, 2.6),
)
_EXTRA = (("Church Street", "12 1/2"), ("Oak Avenue", "14A"), ("Oak Avenue", "14B"))


def spot(north: float, east: float) -> tuple[float, float]:
    """Return the point so many miles north and east of the county's corner."""
    return LAT + north * MILE_NORTH, LON + east * MILE_EAST


def on_road(number: int, road: str) -> tuple[float, float]:
    """Return where a number stands: 1000 to the mile, from 10000 eastward, 30000 northward."""
    if road in EAST_WEST:
        return spot(EAST_WEST.index(road), (number - 10_000) / 1000)
    return spot((number - 30_000) / 1000, NORTH_SOUTH.index(road))


def in_town(number: int, street: str, town: str) -> tuple[float, float]:
    """Return where a house of a town stands: 100 numbers to a tenth of a mile."""
    north, east, _ = TOWNS[town]
    goes_north, tenths = next((up, off) for name, up, off in STREETS[town] if name == street)
    along, off = number / 1000, tenths / 10 + (0.006 if number % 2 else -0.006)
    return spot(north + along, east + off) if goes_north else spot(north + off, east + along)


def write_rural(path: Path) -> None:
    """Write the county as a sorted `.osm.pbf`."""
    draft = _Draft()
    for row, name in enumerate(EAST_WEST):
        for mile in range(MILES - 1):
            ends = (spot(row, mile), spot(row, mile + 1))
            draft.road(name, ends, 10_000 + 1000 * mile, "56990" if row >= 4 else "56991")
    for column, name in enumerate(NORTH_SOUTH):
        for mile in range(MILES - 1):
            ends = (spot(mile, column), spot(mile + 1, column))
            draft.road(name, ends, 30_000 + 1000 * mile, "56990" if mile >= 4 else "56991")
    for town, streets in STREETS.items():
        _draw_town(draft, town, streets)
    for name, kind, _, north, east in PLACES:
        draft.node(spot(north, east), {"name": name, "amenity": kind})
    draft.write(path)


def _draw_town(draft: "_Draft", town: str, streets: tuple[tuple[str, bool, int], ...]) -> None:
    north, east, zip_code = TOWNS[town]
    draft.node(spot(north, east), {"place": "town", "name": town})
    area = {"addr:city": town, "addr:postcode": zip_code}
    for name, goes_north, tenths in streets:
        off = tenths / 10
        line = [
            spot(north + step / 10, east + off)
            if goes_north
            else spot(north + off, east + step / 10)
            for step in range(6)
        ]
        draft.way(line, {"highway": "residential", "name": name})
        for number in (*range(100, 500, 20), *range(101, 500, 20)):
            tags = {"addr:housenumber": str(number), "addr:street": name, **area}
            draft.node(in_town(number, name, town), tags)
    if town == "Birch Falls":
        for street, number in _EXTRA:
            tags = {"addr:housenumber": number, "addr:street": street, **area}
            draft.node(in_town(int(number[:2]), street, town), tags)


class _Draft:
    """Nodes and ways, one node where roads meet."""

    def __init__(self) -> None:
        self._nodes: dict[object, tuple[int, tuple[float, float], dict[str, str]]] = {}
        self._ways: list[tuple[list[int], dict[str, str]]] = []

    def node(self, at: tuple[float, float], tags: dict[str, str]) -> None:
        number = 1 + len(self._nodes)
        self._nodes[number, "own"] = (number, at, tags)

    def way(self, line: list[tuple[float, float]], tags: dict[str, str]) -> None:
        refs = []
        for lat, lon in line:
            key = (round(lat, 6), round(lon, 6))
            if key not in self._nodes:
                self._nodes[key] = (1 + len(self._nodes), (lat, lon), {})
            refs.append(self._nodes[key][0])
        self._ways.append((refs, tags))

    def road(
        self, name: str, ends: tuple[tuple[float, float], ...], first: int, zip_code: str
    ) -> None:
        tags = {
            "highway": "tertiary", "name": name,
            "tiger:lfromadd": str(first), "tiger:ltoadd": str(first + 998), "tiger:zipl": zip_code,
            "tiger:rfromadd": str(first + 1), "tiger:rtoadd": str(first + 999),
            "tiger:zipr": zip_code,
        }  # fmt: skip
        if name in REFS:
            tags["ref"] = REFS[name]
        self.way(list(ends), tags)

    def write(self, path: Path) -> None:
        mutable: Any = osmium.osm.mutable
        with osmium.SimpleWriter(str(path)) as writer:
            for number, (lat, lon), tags in self._nodes.values():
                writer.add_node(mutable.Node(id=number, version=1, location=(lon, lat), tags=tags))
            for number, (refs, tags) in enumerate(self._ways, start=1):
                writer.add_way(mutable.Way(id=number, version=1, nodes=refs, tags=tags))
