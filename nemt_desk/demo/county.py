"""The demo county: a fictional piece of Minnesota, made anew from a seed and written as a map file.

Everything in it is invented. The people who live there are made in people.py.
"""

import random
from dataclasses import dataclass
from pathlib import Path

from nemt_desk.demo import lay, sites
from nemt_desk.demo.farms import draw_farms, draw_houses
from nemt_desk.demo.network import build_network
from nemt_desk.demo.osmfile import write_osm
from nemt_desk.demo.plane import SPOKES, Blob
from nemt_desk.demo.roads import draw_roads
from nemt_desk.demo.sketch import Area, Lot, Sketch
from nemt_desk.demo.towns import draw_town
from nemt_desk.demo.waters import draw_waters, draw_woods


@dataclass(frozen=True, slots=True)
class Town:
    """A town of the county."""

    name: str
    lat: float
    lon: float
    people: int
    postcode: str


@dataclass(frozen=True, slots=True)
class Facility:
    """A place of care, or the agency's own office."""

    name: str
    kind: str
    street_line: str
    town: str
    postcode: str
    lat: float
    lon: float
    phone: str
    hours: str
    keywords: str
    note: str

    @property
    def address(self) -> str:
        """The whole address in one line."""
        return f"{self.street_line}, {self.town}, {lay.STATE} {self.postcode}"


@dataclass(frozen=True, slots=True)
class House:
    """A house with an address that the map knows."""

    street_line: str
    town: str
    postcode: str
    lat: float
    lon: float
    rural: bool

    @property
    def address(self) -> str:
        """The whole address in one line."""
        return f"{self.street_line}, {self.town}, {lay.STATE} {self.postcode}"


@dataclass(frozen=True, slots=True)
class CountyFacts:
    """What is known about the county that was written: bbox is west, south, east, north."""

    name: str
    bbox: tuple[float, float, float, float]
    towns: tuple[Town, ...]
    facilities: tuple[Facility, ...]
    houses: tuple[House, ...]


def write_county(path: Path, seed: int = 1) -> CountyFacts:
    """Write the county as a sorted .osm.pbf; the same seed gives the same file."""
    rng = random.Random(seed)  # noqa: S311 - scenery, no secret
    sketch = Sketch()
    draw_waters(sketch, rng)
    draw_woods(sketch, rng)
    draw_roads(sketch, rng)
    for town in lay.TOWNS:
        draw_town(town, sketch, rng, sites.taken_blocks(town))
    sites.draw_sites(sketch)
    network = build_network(sketch.roads, [ban.at for ban in sketch.bans])
    draw_farms(sketch, network, rng)
    draw_houses(sketch, rng)
    _draw_borders(sketch)
    write_osm(path, sketch, network, lay.FRAME)
    return _facts(sketch)


def _draw_borders(sketch: Sketch) -> None:
    """The county line, and the built-up ground of each town."""
    wide, tall = float(lay.WIDE), float(lay.TALL)
    edge = ((0.0, 0.0), (wide, 0.0), (wide, tall), (0.0, tall), (0.0, 0.0))
    sketch.areas.append(
        Area(edge, {"boundary": "administrative", "admin_level": "6", "name": lay.COUNTY})
    )
    for town in lay.TOWNS:
        reach = max(town.half) + 0.06 if max(town.half) else 0.45
        circle = Blob(town.middle, reach, (reach,) * SPOKES, reach)
        sketch.areas.append(Area(circle.ring(every=0.12), {"landuse": "residential"}))


def _facts(sketch: Sketch) -> CountyFacts:
    south, west = lay.FRAME.degrees((0.0, 0.0))
    north, east = lay.FRAME.degrees((float(lay.WIDE), float(lay.TALL)))
    return CountyFacts(
        name=lay.COUNTY,
        bbox=(west, south, east, north),
        towns=tuple(
            Town(plan.name, *lay.FRAME.degrees(plan.middle), plan.people, plan.postcode)
            for plan in lay.TOWNS
        ),
        facilities=tuple(_facility(site) for site in sites.SITES),
        houses=tuple(_house(lot) for lot in sketch.lots),
    )


def _facility(site: sites.Site) -> Facility:
    lat, lon = lay.FRAME.degrees(sites.site_point(site))
    number, street = sites.site_address(site)
    return Facility(
        name=site.name,
        kind=site.kind,
        street_line=f"{number} {street}",
        town=site.town.name,
        postcode=site.town.postcode,
        lat=lat,
        lon=lon,
        phone=site.phone,
        hours=site.hours,
        keywords=site.keywords,
        note=site.note,
    )


def _house(lot: Lot) -> House:
    lat, lon = lay.FRAME.degrees(lot.at)
    return House(f"{lot.number} {lot.street}", lot.town, lot.postcode, lat, lon, lot.rural)


__all__ = ["CountyFacts", "Facility", "House", "Town", "write_county"]
