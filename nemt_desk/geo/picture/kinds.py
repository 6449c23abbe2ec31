"""Which tags are painted as what, and from which zoom on. Tables and how to look in them only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nemt_desk.geo.picture.display import FeatureKind as Kind

ROADS = {
    "motorway": (Kind.MOTORWAY, 5), "motorway_link": (Kind.MOTORWAY, 12),
    "trunk": (Kind.TRUNK, 6), "trunk_link": (Kind.TRUNK, 12),
    "primary": (Kind.PRIMARY, 8), "primary_link": (Kind.PRIMARY, 13),
    "secondary": (Kind.SECONDARY, 9), "secondary_link": (Kind.SECONDARY, 13),
    "tertiary": (Kind.TERTIARY, 10), "tertiary_link": (Kind.TERTIARY, 13),
    "unclassified": (Kind.MINOR, 11), "residential": (Kind.MINOR, 12),
    "living_street": (Kind.MINOR, 13), "road": (Kind.MINOR, 12), "service": (Kind.SERVICE, 14),
    "track": (Kind.TRACK, 13), "footway": (Kind.PATH, 16), "path": (Kind.PATH, 15),
    "cycleway": (Kind.PATH, 15), "pedestrian": (Kind.PATH, 15), "steps": (Kind.PATH, 16),
    "bridleway": (Kind.PATH, 15),
}  # fmt: skip
AREAS = {
    ("natural", "water"): (Kind.WATER, 6), ("waterway", "riverbank"): (Kind.WATER, 8),
    ("landuse", "reservoir"): (Kind.WATER, 8), ("landuse", "basin"): (Kind.WATER, 12),
    ("waterway", "dock"): (Kind.WATER, 12), ("natural", "bay"): (Kind.WATER, 8),
    ("leisure", "swimming_pool"): (Kind.WATER, 17),
    ("leisure", "park"): (Kind.PARK, 11), ("leisure", "golf_course"): (Kind.PARK, 12),
    ("leisure", "nature_reserve"): (Kind.PARK, 10), ("landuse", "cemetery"): (Kind.PARK, 12),
    ("leisure", "recreation_ground"): (Kind.PARK, 12), ("landuse", "grass"): (Kind.PARK, 14),
    ("landuse", "recreation_ground"): (Kind.PARK, 12), ("leisure", "playground"): (Kind.PARK, 16),
    ("leisure", "pitch"): (Kind.PARK, 15), ("leisure", "garden"): (Kind.PARK, 15),
    ("landuse", "forest"): (Kind.WOOD, 9), ("natural", "wood"): (Kind.WOOD, 9),
    ("landuse", "meadow"): (Kind.PARK, 12), ("natural", "wetland"): (Kind.WETLAND, 11),
    ("landuse", "residential"): (Kind.BUILT_UP, 10), ("landuse", "retail"): (Kind.BUILT_UP, 12),
    ("landuse", "commercial"): (Kind.BUILT_UP, 12), ("landuse", "industrial"): (Kind.BUILT_UP, 12),
    ("amenity", "hospital"): (Kind.MEDICAL_GROUND, 12),
    ("aeroway", "aerodrome"): (Kind.AIRFIELD, 11),
    ("amenity", "university"): (Kind.BUILT_UP, 13), ("amenity", "school"): (Kind.BUILT_UP, 14),
    ("amenity", "college"): (Kind.BUILT_UP, 13), ("aeroway", "apron"): (Kind.AIRFIELD, 14),
}  # fmt: skip
LINES = {
    ("waterway", "river"): (Kind.STREAM, 9), ("waterway", "canal"): (Kind.STREAM, 11),
    ("waterway", "stream"): (Kind.STREAM, 12), ("waterway", "drain"): (Kind.STREAM, 14),
    ("waterway", "ditch"): (Kind.STREAM, 14), ("railway", "rail"): (Kind.RAIL, 10),
    ("railway", "light_rail"): (Kind.RAIL, 12), ("railway", "subway"): (Kind.RAIL, 13),
    ("natural", "shoreline"): (Kind.SHORE, 7), ("natural", "shoreline_edge"): (Kind.SHORE, 7),
    ("natural", "coastline"): (Kind.SHORE, 5), ("aeroway", "runway"): (Kind.RUNWAY, 11),
    ("aeroway", "taxiway"): (Kind.RUNWAY, 14), ("route", "ferry"): (Kind.FERRY, 10),
}  # fmt: skip
TOWNS = {
    "city": (5, 6), "town": (4, 8), "village": (3, 9), "hamlet": (2, 10), "suburb": (2, 12),
    "borough": (2, 12), "quarter": (1, 13), "neighbourhood": (1, 14), "locality": (0, 13),
    "isolated_dwelling": (0, 14),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place with a name: the mark that stands for it, how important, and from which zoom on."""

    mark: str
    rank: int
    zoom: int


CARE_RANK = 7
LANDMARKS = {
    ("amenity", "hospital"): Landmark("hospital", 9, 11),
    ("healthcare", "hospital"): Landmark("hospital", 9, 11),
    ("amenity", "clinic"): Landmark("clinic", 8, 13),
    ("amenity", "doctors"): Landmark("clinic", 7, 14),
    ("amenity", "pharmacy"): Landmark("pharmacy", 7, 14),
    ("healthcare", "pharmacy"): Landmark("pharmacy", 7, 14),
    ("amenity", "nursing_home"): Landmark("home", 7, 14),
    ("social_facility", "nursing_home"): Landmark("home", 7, 14),
    ("social_facility", "assisted_living"): Landmark("home", 7, 14),
    ("amenity", "dentist"): Landmark("clinic", 7, 15),
    ("healthcare", None): Landmark("clinic", 8, 14),
    ("aeroway", "aerodrome"): Landmark("airport", 6, 11),
    ("amenity", "courthouse"): Landmark("courthouse", 6, 13),
    ("amenity", "social_facility"): Landmark("dot", 6, 15),
    ("amenity", "townhall"): Landmark("courthouse", 5, 14),
    ("amenity", "university"): Landmark("school", 5, 13),
    ("amenity", "college"): Landmark("school", 5, 13),
    ("amenity", "school"): Landmark("school", 4, 14),
    ("railway", "station"): Landmark("station", 4, 13),
    ("amenity", "bus_station"): Landmark("station", 4, 14),
    ("amenity", "library"): Landmark("library", 4, 15),
    ("amenity", "fire_station"): Landmark("fire", 4, 15),
    ("amenity", "police"): Landmark("police", 4, 15),
    ("amenity", "post_office"): Landmark("post", 4, 15),
    ("amenity", "place_of_worship"): Landmark("church", 3, 15),
    ("landuse", "cemetery"): Landmark("cemetery", 3, 14),
    ("amenity", "grave_yard"): Landmark("cemetery", 3, 14),
    ("shop", "supermarket"): Landmark("dot", 3, 15),
    ("amenity", "fuel"): Landmark("dot", 2, 16),
    ("leisure", None): Landmark("", 1, 16),
    ("tourism", None): Landmark("dot", 1, 16),
    ("office", None): Landmark("dot", 1, 17),
    ("amenity", None): Landmark("dot", 1, 17),
    ("shop", None): Landmark("dot", 1, 17),
}
_KEYS = frozenset(key for table in (AREAS, LINES, LANDMARKS) for key, _value in table)
_FEW = 12
_COUNTY_LEVEL = 6
_TOWN_LEVELS = (7, 8)


def first[T](tags: Mapping[str, str], table: Mapping[tuple[str, Any], T]) -> T | None:
    """Return the first entry of a table of (key, value or None for any) that tags have."""
    if len(tags) < _FEW and not any(key in _KEYS for key in tags):
        return None
    for (key, value), found in table.items():
        there = tags.get(key)
        if there is not None and there == (value or there):
            return found
    return None


def line_kind(tags: Mapping[str, str], level: int = 0) -> tuple[Kind, int] | None:
    """Return what a line is painted as; `level` is its borders' level where a relation tells."""
    if tags.get("area") == "yes" or tags.get("building", "no") != "no":
        return None
    kind = ROADS.get(tags.get("highway", "")) or first(tags, LINES)
    if kind is not None:
        return kind
    return border_kind(tags, level)


def border_kind(tags: Mapping[str, str], level: int = 0) -> tuple[Kind, int] | None:
    """Return what a border is painted as: the county's own line stands out."""
    if tags.get("boundary") == "administrative" and not level:
        written = tags.get("admin_level", "").partition(";")[0]
        level = int(written) if written.isdecimal() else _TOWN_LEVELS[-1]
    if not level:
        return None
    if level <= _COUNTY_LEVEL:
        return (Kind.COUNTY_LINE, 6) if level > 2 else None
    return (Kind.BOUNDARY, 11) if level in _TOWN_LEVELS else None


def area_kind(tags: Mapping[str, str]) -> tuple[Kind, int] | None:
    """Return what an area is painted as."""
    kind = first(tags, AREAS)
    if kind is None and tags.get("building", "no") != "no":
        return (Kind.BUILDING, 15)
    return kind


def is_one_way(tags: Mapping[str, str]) -> int:
    """Return 1 or -1 for the way traffic goes along a road as it is drawn; 0 for both."""
    if tags.get("highway", "") not in ROADS or tags.get("highway") in ("footway", "path", "steps"):
        return 0
    match tags.get("oneway", ""):
        case "yes" | "true" | "1":
            return 1
        case "-1" | "reverse":
            return -1
        case "no":
            return 0
    return int(tags.get("junction") == "roundabout" or tags.get("highway") == "motorway")
