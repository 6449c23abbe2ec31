"""Prepares the network for the tile builder: what a car with a member in it may not do, in tags.

The engine reads some tags more freely than such a car may drive. Each mending is a tag written
into a copy; addresses and picture are made from the file as it came.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import osmium

from nemt_desk.geo.native_paths import native
from nemt_desk.geo.roads.speeds import LocalSpeeds, speed_tags

_MODES = ("motorcar", "motor_vehicle", "vehicle")
# The engine lets every car onto these: police turnings, busways, emergency ramps.
_NOT_FOR_US = frozenset({"official", "emergency", "military", "psv", "bus", "hgv", "authorized"})
_CARS_ABOARD = frozenset({"yes", "designated", "permissive", "destination", "customers"})


@dataclass(frozen=True, slots=True)
class Prepared:
    """How many roads were mended, and how many got the local speed."""

    gravel: int = 0
    closed: int = 0
    one_way: int = 0
    ferries_without_cars: int = 0


def prepare_roads(network: Path, target: Path, speeds: LocalSpeeds) -> Prepared:
    """Write `network` to `target` with the tags mended that the tiles are made from."""
    gravel = closed = one_way = ferries = 0
    with osmium.SimpleWriter(native(target), overwrite=True) as writer:
        looked_at = (
            osmium.FileProcessor(native(network))
            .with_filter(osmium.filter.KeyFilter("highway", "route"))
            .handler_for_filtered(writer)
        )
        for item in looked_at:
            if not isinstance(item, osmium.osm.Way):
                writer.add(item)
                continue
            tags = {tag.k: tag.v for tag in item.tags}
            speed = speed_tags(tags, speeds)
            shut = _closing(tags)
            ferry = _no_cars_aboard(tags)
            turned = _implied_one_way(tags)
            gravel += bool(speed)
            closed += bool(shut)
            one_way += bool(turned)
            ferries += bool(ferry)
            changed = speed | shut | ferry | turned
            if changed:
                mended = {key: value for key, value in (tags | changed).items() if value}
                writer.add(item.replace(tags=mended))
            else:
                writer.add(item)
    return Prepared(gravel, closed, one_way, ferries)


def _closing(tags: Mapping[str, str]) -> dict[str, str]:
    if "highway" not in tags:
        return {}
    said = next((tags[key] for key in (*_MODES, "access") if key in tags), None)
    if said not in _NOT_FOR_US:
        return {}
    # Empty: the tag goes. `motorcar` would outdo what is said of all motor vehicles.
    return {"motor_vehicle": "no", "motorcar": "", "vehicle": ""}


def _implied_one_way(tags: Mapping[str, str]) -> dict[str, str]:
    if tags.get("highway") == "motorway" and "oneway" not in tags:
        return {"oneway": "yes"}
    return {}


def _no_cars_aboard(tags: Mapping[str, str]) -> dict[str, str]:
    """Return what keeps cars off a ferry that is not said to carry them (water taxis)."""
    if tags.get("route") != "ferry" or "highway" in tags:
        return {}
    said = next((tags[key] for key in _MODES if key in tags), None)
    return {} if said in _CARS_ABOARD else {"motor_vehicle": "no", "motorcar": "", "vehicle": ""}
