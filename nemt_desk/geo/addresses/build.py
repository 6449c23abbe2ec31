"""The address index is made here, from OSM objects (Census edges among them) and county points."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import osmium

from nemt_desk.geo.addresses.index import AddressIndex, AddressPoint, zip_of
from nemt_desk.geo.drivable import DRIVABLE
from nemt_desk.geo.native_paths import native
from nemt_desk.geo.shapes import BBox, LatLon
from nemt_desk.ground.progress import Progress

FILE = "addresses.sqlite"
_TOWN_KINDS = frozenset(
    {"city", "town", "village", "hamlet", "suburb", "borough", "neighbourhood", "locality"}
)
_PLACE_KEYS = (
    "amenity", "healthcare", "shop", "office", "leisure", "tourism", "social_facility",
    "public_transport", "aeroway", "building", "landuse",
)  # fmt: skip
_NAMES = (
    "name", "ref", "alt_name", "old_name", "official_name", "name_1", "name_2", "loc_name",
    "short_name",
)  # fmt: skip
_TICK = 20_000


def build_addresses(
    network: Path,
    target: Path,
    towns: Iterable[dict[str, str]],
    progress: Progress,
    *,
    points: Iterable[AddressPoint] = (),
) -> tuple[dict[str, int], BBox]:
    """Make the address index of `network`; returns counts and the box of all roads.

    County points whose number or street can't be read are counted as `unreadable`.
    """
    index = AddressIndex(target)
    try:
        reader = _Reader(index, _interpolated_nodes(network))
        wanted = (
            osmium.FileProcessor(native(network))
            .with_locations()
            .with_areas(
                osmium.filter.KeyFilter(
                    "building", "amenity", "healthcare", "shop", "addr:housenumber"
                )
            )
            .with_filter(osmium.filter.EmptyTagFilter())
        )
        for count, item in enumerate(wanted):
            if count % _TICK == 0:
                progress.step("Reading addresses", min(69, 55 + count // _TICK))
            reader.take(item)
        unreadable = 0
        for count, point in enumerate(points):
            if count % _TICK == 0:
                progress.step("Reading the county's address points", 69)
            unreadable += not index.add_county_point(point)
        progress.step("Sorting addresses", 70)
        index.add_listed_towns(towns, reader.bounds)
        return index.finish() | {"unreadable": unreadable}, reader.bounds
    finally:
        index.close()


def _interpolated_nodes(network: Path) -> frozenset[int]:
    """Return the nodes of lines along which numbers are to be interpolated."""
    ways = osmium.FileProcessor(native(network), osmium.osm.WAY).with_filter(
        osmium.filter.KeyFilter("addr:interpolation")
    )
    return frozenset(
        node.ref for way in ways if isinstance(way, osmium.osm.Way) for node in way.nodes
    )


class _Reader:
    """Knows OSM's tags and hands the index what they mean."""

    def __init__(self, index: AddressIndex, interpolated: frozenset[int]) -> None:
        self._index = index
        self._interpolated = interpolated
        self._numbered: dict[int, dict[str, str]] = {}
        self.bounds = BBox(180, 90, -180, -90)

    def take(self, item: Any) -> None:  # noqa: ANN401 - node, way or area
        if item.is_node():
            self._take_point(dict(item.tags), (item.lat, item.lon), item.id)
        elif item.is_way():
            self._take_way(item)
        elif item.is_area() and not item.from_way():
            ring = next(iter(item.outer_rings()), None)
            if ring is not None:
                line = [(node.lat, node.lon) for node in ring]
                self._take_point(dict(item.tags), BBox.around(line).centre.pair, 0)

    def _take_point(self, tags: dict[str, str], at: LatLon, node: int) -> None:
        if tags.get("addr:housenumber"):
            self._index.add_house(tags, at)
            if node in self._interpolated:
                self._numbered[node] = tags
        name = tags.get("name")
        if not name:
            return
        if tags.get("place") in _TOWN_KINDS:
            weight = {"city": 4, "town": 3, "village": 2, "hamlet": 2}.get(tags["place"], 1)
            self._index.add_town(name, at, weight)
            return
        kind = next((tags[key] for key in _PLACE_KEYS if tags.get(key, "no") != "no"), None)
        if kind is not None:
            self._index.add_place(tags, kind if kind != "yes" else "building", at)

    def _take_way(self, way: Any) -> None:  # noqa: ANN401 - osmium's way
        nodes = [(node.ref, (node.lat, node.lon)) for node in way.nodes if node.location.valid()]
        if len(nodes) < 2:
            return
        tags = dict(way.tags)
        line = [at for _, at in nodes]
        if tags.get("highway") in DRIVABLE:
            self._take_road(way.id, tags, nodes)
        elif "addr:interpolation" in tags:
            self._take_interpolation(nodes)
        else:
            self._take_point(tags, BBox.around(line).centre.pair, 0)
        if tags.get("name") and ("tiger:lfromadd" in tags or "tiger:rfromadd" in tags):
            self._take_ranges(tags, line)

    def _take_road(self, way: int, tags: dict[str, str], nodes: list[tuple[int, LatLon]]) -> None:
        self.bounds = self.bounds.joined(BBox.around([at for _, at in nodes]))
        told = [part.strip() for key in _NAMES for part in tags.get(key, "").split(";")]
        names = [name for name in told if name and not name.isdigit()]
        zips = {tags[key] for key in ("tiger:zipl", "tiger:zipr") if tags.get(key)}
        if names:
            self._index.add_road(way, names, nodes, zips)

    def _take_ranges(self, tags: dict[str, str], line: list[LatLon]) -> None:
        for letter, side in (("l", -1), ("r", 1)):
            first, last = tags.get(f"tiger:{letter}fromadd"), tags.get(f"tiger:{letter}toadd")
            if first and last:
                zip_code = zip_of(tags.get(f"tiger:zip{letter}", ""))
                self._index.add_span(tags["name"], (first, last), side, zip_code, line)

    def _take_interpolation(self, nodes: list[tuple[int, LatLon]]) -> None:
        """Numbered nodes along a drawn line: each neighbouring two make a range."""
        since: list[LatLon] = []
        last: dict[str, str] | None = None
        for node, at in nodes:
            since.append(at)
            tags = self._numbered.get(node)
            if tags is None:
                continue
            if last is not None and last.get("addr:street") == tags.get("addr:street"):
                ends = (last["addr:housenumber"], tags["addr:housenumber"])
                zip_code = zip_of(tags.get("addr:postcode", ""))
                self._index.add_span(tags.get("addr:street", ""), ends, 0, zip_code, since)
            last, since = tags, [at]
