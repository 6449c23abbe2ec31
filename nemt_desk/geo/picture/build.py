"""The picture's data is made here: what of the map is painted, as what, and from which zoom on."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import osmium

from nemt_desk.geo.native_paths import native
from nemt_desk.geo.picture.chains import Chain, simplified
from nemt_desk.geo.picture.display import FeatureKind as Kind
from nemt_desk.geo.picture.display import SpotKind, Trait
from nemt_desk.geo.picture.kinds import (
    CARE_RANK,
    LANDMARKS,
    TOWNS,
    area_kind,
    first,
    is_one_way,
    line_kind,
)
from nemt_desk.geo.picture.lines import LETTER_PX, Pieces, keep_arrows
from nemt_desk.geo.picture.mercator import to_world
from nemt_desk.geo.picture.write import (
    CHAINED_TO,
    NEAREST,
    Keeper,
    Look,
    Note,
    area_spot,
    chain_of,
    middle_of,
    size_of,
    zoom_for,
)
from nemt_desk.ground.progress import Progress

_TICK = 20_000
_AREA_KEYS = (
    "natural", "landuse", "leisure", "building", "waterway", "amenity", "aeroway", "healthcare",
    "social_facility", "shop", "tourism", "office",
)  # fmt: skip
_NAMED_AREAS = {Kind.WATER: (SpotKind.WATER, 0.7), Kind.PARK: (SpotKind.PARK, 0.9),
                Kind.WETLAND: (SpotKind.WATER, 1.0), Kind.WOOD: (SpotKind.PARK, 1.0)}  # fmt: skip
_HOUSES_FROM = 18
_BUILDINGS_FROM, _BUILDINGS_TO = 15, 17
_BUILDING_NEEDS_PX = 2.5
_LARGEST_BUILDING = 150_000
_PLAIN, _SLACK = 6, 16.0
_LISTED_TOWN = "village"
_CHAINED = frozenset(Kind) - {Kind.BOUNDARY, Kind.COUNTY_LINE, Kind.SHORE}
_BORDERS = range(4, 9)


def build_display(
    network: Path,
    target: Path,
    progress: Progress,
    houses: Iterable[tuple[str, float, float]] = (),
    towns: Iterable[tuple[str, float, float]] = (),
) -> int:
    """Make the picture's data of `network`; returns how many shapes.

    Args:
        network: the sorted `.osm.pbf`.
        target: the file to write.
        progress: hears each step.
        houses: number, lat, lon of houses beside those in the network.
        towns: name, lat, lon of towns; those the network names too are left out.
    """
    aside = target.with_name(f"{target.name}.pieces")
    base, scratch = sqlite3.connect(target), sqlite3.connect(aside)
    try:
        keeper = Keeper(base, scratch)
        maker = _Maker(keeper, Pieces(scratch), _border_ways(network))
        items = (
            osmium.FileProcessor(native(network))
            .with_locations()
            .with_areas(osmium.filter.KeyFilter(*_AREA_KEYS))
            .with_filter(osmium.filter.EmptyTagFilter())
        )
        for count, item in enumerate(items):
            if count % _TICK == 0:
                progress.step("Drawing the map", min(90, 75 + count // _TICK))
            maker.take(item)
        for number, lat, lon in houses:
            keeper.spot(Note(SpotKind.HOUSE, number, _HOUSES_FROM), to_world(lat, lon))
        maker.take_towns(towns)
        maker.finish(lambda: progress.step("Writing the names on the map", 92))
        keeper.finish()
        return keeper.count
    finally:
        base.close()
        scratch.close()
        aside.unlink(missing_ok=True)


def _border_ways(network: Path) -> dict[int, int]:
    """Return the highest border each way is a part of, where only relations tell it."""
    levels: dict[int, int] = {}
    for relation in osmium.FileProcessor(native(network), osmium.osm.RELATION).with_filter(
        osmium.filter.KeyFilter("admin_level")
    ):
        if isinstance(relation, osmium.osm.Relation):
            written = relation.tags.get("admin_level") or ""
            if written.isdecimal() and int(written) in _BORDERS:
                for member in relation.members:
                    if member.type == "w":
                        levels[member.ref] = min(int(written), levels.get(member.ref, 99))
    return levels


class _Maker:
    """Decides what a tagged thing is painted as, and keeps it."""

    def __init__(self, keeper: Keeper, pieces: Pieces, borders: dict[int, int]) -> None:
        self._keeper = keeper
        self._pieces = pieces
        self._borders = borders
        self._towns: set[str] = set()

    def take(self, item: Any) -> None:  # noqa: ANN401 - node, way or area
        tags = dict(item.tags)
        if item.is_node():
            self._take_point(tags, to_world(item.lat, item.lon))
            self._take_house(tags, to_world(item.lat, item.lon))
        elif item.is_way():
            self._take_line(tags, item)
        elif item.is_area():
            self._take_area(item, tags)

    def take_towns(self, towns: Iterable[tuple[str, float, float]]) -> None:
        """Keep listed towns that the network does not name, in the middle of their ZIPs."""
        listed: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
        for name, lat, lon in towns:
            if name.strip():
                listed[name.strip()].append((lat, lon))
        rank, zoom = TOWNS[_LISTED_TOWN]
        for name, spots in listed.items():
            if name.casefold() not in self._towns:
                lat, lon = (sum(part) / len(spots) for part in zip(*spots, strict=True))
                self._keeper.spot(Note(SpotKind.TOWN, name, zoom, rank), to_world(lat, lon))

    def finish(self, tick: Any) -> None:  # noqa: ANN401 - whatever it calls
        """Join what belongs together."""
        self._pieces.finish(self._keeper, tick)

    def _take_point(self, tags: dict[str, str], at: tuple[float, float]) -> None:
        name = tags.get("name", "")
        if not name:
            return
        if tags.get("place") in TOWNS:
            rank, zoom = TOWNS[tags["place"]]
            self._towns.add(name.casefold())
            self._keeper.spot(Note(SpotKind.TOWN, name, zoom, rank), at)
            return
        hit = first(tags, LANDMARKS)
        if hit is not None and hit.mark:
            kind = SpotKind.CARE if hit.rank >= CARE_RANK else SpotKind.MARK
            self._keeper.spot(Note(kind, name, hit.zoom, hit.rank, hit.mark), at)

    def _take_house(self, tags: dict[str, str], at: tuple[float, float]) -> None:
        number = tags.get("addr:housenumber", "")
        if number:
            self._keeper.spot(Note(SpotKind.HOUSE, number, _HOUSES_FROM), at)

    def _take_line(self, tags: dict[str, str], way: Any) -> None:  # noqa: ANN401 - osmium's
        hit = line_kind(tags, self._borders.get(way.id, 0))
        if hit is None:
            return
        chain = chain_of((node.lat, node.lon) for node in way.nodes if node.location.valid())
        if len(chain) < 2:
            return
        kind, zoom = hit
        traits = Trait(0)
        for trait, key in ((Trait.BRIDGE, "bridge"), (Trait.TUNNEL, "tunnel")):
            if tags.get(key, "no") != "no":
                traits |= trait
        if tags.get("highway", "").endswith("_link"):
            traits |= Trait.RAMP
        look = Look(kind, zoom, traits, _layer(tags))
        name, ref = tags.get("name", ""), tags.get("ref", "")
        if kind in _CHAINED and (name or ref):
            self._pieces.add(look, chain, name, ref)
            self._keeper.line(look, chain, (CHAINED_TO + 1, NEAREST))
        else:
            self._keeper.line(look, chain)
        way_on = is_one_way(tags)
        if way_on:
            keep_arrows(self._keeper, chain, way_on)

    def _take_area(self, item: Any, tags: dict[str, str]) -> None:  # noqa: ANN401 - osmium's area
        hit = area_kind(tags)
        is_named = bool(tags.get("name") or tags.get("addr:housenumber"))
        if hit is None and not is_named:
            return
        for outer in item.outer_rings():
            rings = [chain_of((node.lat, node.lon) for node in outer)]
            rings += [
                chain_of((node.lat, node.lon) for node in inner)
                for inner in item.inner_rings(outer)
            ]
            rings = [ring for ring in rings if len(ring) > 3]
            if not rings:
                continue
            if hit is not None and hit[0] is Kind.BUILDING:
                self._take_building(rings)
            elif hit is not None:
                self._keeper.area(Look(*hit, Trait.AREA, _layer(tags)), rings)
            if is_named:
                at, room = area_spot(rings) if tags.get("name") else (middle_of(rings[0]), 0.0)
                self._name_area(hit[0] if hit else None, tags, at, room)
                self._take_house(tags, at)

    def _take_building(self, rings: list[Chain]) -> None:
        size = size_of(rings[0])
        if size > _LARGEST_BUILDING:
            return  # a quarter tagged as one building by mistake would hide its streets
        zoom = max(_BUILDINGS_FROM, min(_BUILDINGS_TO, zoom_for(size, _BUILDING_NEEDS_PX)))
        plain = [ring if len(ring) <= _PLAIN else simplified(ring, _SLACK) for ring in rings]
        self._keeper.house(zoom, plain)

    def _name_area(
        self, kind: Kind | None, tags: dict[str, str], at: tuple[float, float], room: float
    ) -> None:
        name = tags.get("name", "")
        if (kind in _NAMED_AREAS and name and first(tags, LANDMARKS) is None) or (
            kind in _NAMED_AREAS and tags.get("leisure")
        ):  # fmt: skip
            spot, share = _NAMED_AREAS[kind]
            zoom = max(8, zoom_for(room, LETTER_PX * len(name) * share))
            if zoom <= NEAREST and name:
                self._keeper.spot(Note(spot, name, zoom, room=room, mark=kind.value), at)
            return
        self._take_point(tags, at)


def _layer(tags: dict[str, str]) -> int:
    try:
        return max(-5, min(5, int(tags.get("layer", "0"))))
    except ValueError:
        return 0
