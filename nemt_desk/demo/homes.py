"""Where the demo people may live and be driven to: from our own county, or from any real map.

A map without addresses gives points at road corners with a description. Reads the file only.
"""

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import osmium

from nemt_desk.demo import lay, sites
from nemt_desk.demo.county import CountyFacts
from nemt_desk.ground.errors import EnvironmentProblem

MILES_PER_DEGREE = 69.1
DRIVABLE = frozenset(
    {"trunk", "primary", "secondary", "tertiary", "unclassified", "residential"}
    | {f"{kind}_link" for kind in ("trunk", "primary", "secondary", "tertiary")}
)
REACH_MILES = 20.0
APART_MILES = 0.12
ENOUGH = 260


@dataclass(frozen=True, slots=True)
class Home:
    """A point somebody can live at; `street_line` is empty where the map has no address."""

    street_line: str
    city: str
    state: str
    postcode: str
    description: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class CarePlace:
    """A place of care (or the agency's office) on the map; `role` says which kind of care."""

    key: str
    role: str
    name: str
    home: Home
    phone: str
    hours: str
    keywords: str
    note: str


class Homes(Protocol):
    """What the people generator needs of a map: places of care, and homes in random order."""

    @property
    def homes(self) -> Sequence[Home]:
        """Points to live at, all reachable from each other."""

    @property
    def places(self) -> Sequence[CarePlace]:
        """Places of care; the first one of role `agency` is the office."""


@dataclass(frozen=True, slots=True)
class FixedHomes:
    """Homes and places as found once."""

    homes: tuple[Home, ...]
    places: tuple[CarePlace, ...]


def miles_between(a: Home, b: Home) -> float:
    """Miles as the crow flies."""
    east = (a.lon - b.lon) * math.cos(math.radians((a.lat + b.lat) / 2))
    return MILES_PER_DEGREE * math.hypot(a.lat - b.lat, east)


def homes_of_county(facts: CountyFacts, seed: int = 1) -> FixedHomes:
    """Take the houses and places of care of the demo county."""
    rng = random.Random(seed)  # noqa: S311 - scenery, no secret
    houses = rng.sample(facts.houses, ENOUGH)
    return FixedHomes(
        homes=tuple(
            Home(house.street_line, house.town, lay.STATE, house.postcode, "", house.lat, house.lon)
            for house in houses
        ),
        places=_places(
            Home(f.street_line, f.town, lay.STATE, f.postcode, "", f.lat, f.lon)
            for f in facts.facilities
        ),
    )


def homes_of_map(path: Path, seed: int = 1) -> FixedHomes:
    """Take addresses, or road corners, of a real map; places of care lie nearest its middle.

    Raises:
        EnvironmentProblem: the map has too few roads.
    """
    roads = _Roads.read(path)
    corners, addresses = _points(path, roads)
    if len(corners) < len(sites.SITES):
        raise EnvironmentProblem(
            "This map has too few roads for the demo people. "
            "Nothing was changed; take a larger map."
        )
    middle = _middle(corners)
    corners.sort(key=lambda home: (miles_between(home, middle), home.lat, home.lon))
    near = [home for home in corners if miles_between(home, middle) < REACH_MILES] or corners
    addresses = [
        home for home in _reachable(addresses, near) if miles_between(home, middle) < REACH_MILES
    ]
    rng = random.Random(seed)  # noqa: S311 - scenery, no secret
    rng.shuffle(addresses)
    rest = rng.sample(near, min(ENOUGH, len(near)))
    chosen = (addresses + rest)[:ENOUGH] if len(addresses) >= ENOUGH // 4 else rest
    while len(chosen) < ENOUGH:
        chosen += chosen[: ENOUGH - len(chosen)]
    return FixedHomes(
        homes=tuple(chosen),
        places=_places(_at_corner(home) for home in _spread(near, len(sites.SITES))),
    )


def _places(homes: Iterable[Home]) -> tuple[CarePlace, ...]:
    return tuple(
        CarePlace(
            f"place-{number:02d}",
            site.kind,
            site.name,
            home,
            site.phone,
            site.hours,
            site.keywords,
            site.note,
        )
        for number, (site, home) in enumerate(zip(sites.SITES, homes, strict=True), 1)
    )


@dataclass(slots=True)
class _Roads:
    """The names of the drivable roads at each of their points, and which points hang together."""

    names: dict[int, list[str]]
    parent: dict[int, int]

    @classmethod
    def read(cls, path: Path) -> "_Roads":
        roads = cls(defaultdict(list), {})
        try:
            for way in osmium.FileProcessor(str(path), osmium.osm.WAY):
                if isinstance(way, osmium.osm.Way) and way.tags.get("highway") in DRIVABLE:
                    name = way.tags.get("name") or way.tags.get("ref") or ""
                    roads.add([node.ref for node in way.nodes], name)
        except RuntimeError as error:
            raise EnvironmentProblem(
                "The map file could not be read. Nothing was changed; choose another .osm.pbf file."
            ) from error
        return roads

    def add(self, nodes: list[int], name: str) -> None:
        for node in nodes:
            self.names[node].append(name)
            self.parent[self.root(node)] = self.root(nodes[0])

    def root(self, node: int) -> int:
        while self.parent.setdefault(node, node) != node:
            self.parent[node] = self.parent[self.parent[node]]
            node = self.parent[node]
        return node

    def corners(self) -> set[int]:
        """Points of the largest network where two named roads meet."""
        sizes: dict[int, int] = defaultdict(int)
        for node in self.names:
            sizes[self.root(node)] += 1
        best = max(sizes, key=lambda root: sizes[root], default=0)
        return {
            node
            for node, names in self.names.items()
            if self.root(node) == best and len({name for name in names if name}) > 1
        }


def _points(path: Path, roads: _Roads) -> tuple[list[Home], list[Home]]:
    """Corners with a description, and houses with an address."""
    wanted = roads.corners()
    corners, addresses = [], []
    for node in osmium.FileProcessor(str(path), osmium.osm.NODE):
        if not isinstance(node, osmium.osm.Node):
            continue
        lat, lon = node.location.lat, node.location.lon
        if node.id in wanted:
            first, second = sorted({name for name in roads.names[node.id] if name})[:2]
            corners.append(
                Home("", "", "", "", f"House near the corner of {first} and {second}", lat, lon)
            )
        elif "addr:housenumber" in node.tags and "addr:street" in node.tags:
            tags = node.tags
            line = f"{tags['addr:housenumber']} {tags['addr:street']}"
            town, state, postcode = (
                tags.get(f"addr:{key}") or "" for key in ("city", "state", "postcode")
            )
            addresses.append(Home(line, town, state, postcode, "", lat, lon))
    return corners, addresses


def _middle(homes: list[Home]) -> Home:
    lats, lons = sorted(home.lat for home in homes), sorted(home.lon for home in homes)
    return Home("", "", "", "", "", lats[len(lats) // 2], lons[len(lons) // 2])


def _reachable(addresses: list[Home], corners: list[Home]) -> list[Home]:
    """Addresses within about a mile of a corner of the network."""
    cells = {(round(home.lat * 70), round(home.lon * 50)) for home in corners}
    return [home for home in addresses if (round(home.lat * 70), round(home.lon * 50)) in cells]


def _at_corner(home: Home) -> Home:
    return replace(home, description=home.description.replace("House near", "Near"))


def _spread(homes: list[Home], count: int) -> list[Home]:
    """The first so many that do not lie on top of each other."""
    found: list[Home] = []
    for home in homes:
        if len(found) < count and all(miles_between(home, other) > APART_MILES for other in found):
            found.append(home)
    return found + [home for home in homes if home not in found][: count - len(found)]
