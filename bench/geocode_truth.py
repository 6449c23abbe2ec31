"""An independent reading of the map's source files: which streets and numbers are in them?

It shares no code with the geocoder on purpose: own reading of names and numbers, own distances.
It needs no cleverness; what it does not recognise does not count as answerable.
"""

import math
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import osmium
import shapefile

type Place = tuple[float, float]

_SHORT = {
    "street": "st", "avenue": "ave", "av": "ave", "road": "rd", "drive": "dr", "lane": "ln",
    "court": "ct", "boulevard": "blvd", "circle": "cir", "place": "pl", "terrace": "ter",
    "trail": "trl", "parkway": "pkwy", "highway": "hwy", "square": "sq", "route": "rte",
    "point": "pt", "turnpike": "tpke", "north": "n", "south": "s", "east": "e", "west": "w",
    "northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw", "saint": "st",
    "mount": "mt", "county": "co", "cty": "co", "township": "twp", "heights": "hts",
    "expressway": "expy", "crossing": "xing", "landing": "lndg", "creek": "crk", "ridge": "rdg",
}  # fmt: skip
_ORDINAL = re.compile(r"^0*(\d+)(?:st|nd|rd|th)$")
_ROADS = (
    (re.compile(r"^(?:cr|csah|co (?:rd|hwy|rte)|co state aid hwy) (\w+)"), r"co \1"),
    (re.compile(r"^(?:us|u s)(?: hwy| rte)? (\w+)"), r"us \1"),
    (re.compile(r"^(?:state (?:rte|hwy|rd)|sr|[mn][nc]|md|pa|oh|ny|me) (?:hwy |rte )?(\d\w*)"),
     r"state \1"),
)  # fmt: skip
_NUMBER = re.compile(r"^\s*#?([0-9NSEWnsew-]*?)(\d+)([A-Za-z]?)(?:\s+\d/\d)?[\s,]+(.*)$")
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A house (one point) or a range (a line) that holds a number; metres long."""

    line: tuple[Place, ...]
    length_m: float
    share: float


@dataclass(slots=True)
class Truth:
    """Streets by their own plain key; houses and ranges by street."""

    houses: dict[tuple[str, str], list[Place]]
    ranges: dict[str, list[tuple[str, int, int, tuple[Place, ...]]]]
    streets: set[str]
    names: list[str]

    def find(self, text: str) -> list[Numbered]:
        """Return what holds the address's number; empty when the source has it not."""
        hit = _NUMBER.match(text)
        if hit is None:
            return []
        prefix, number, tail, rest = hit[1].upper(), int(hit[2]), hit[3].upper(), hit[4]
        words = key_of(rest.split(",")[0]).split()
        for end in range(len(words), 0, -1):
            street = " ".join(words[:end])
            if street in self.streets:
                return self._on(street, prefix, number, tail)
        return []

    def _on(self, street: str, prefix: str, number: int, tail: str) -> list[Numbered]:
        width = 2 if prefix.endswith("-") else 1
        house = f"{prefix}{number:0{width}d}{tail}"
        found = [Numbered((at,), 0.0, 0.0) for at in self.houses.get((street, house), ())]
        for before, first, last, line in self.ranges.get(street, ()):
            low, high = sorted((first, last))
            if before == prefix and low <= number <= high and (number - first) % 2 == 0:
                share = (number - first) / (last - first) if last != first else 0.5
                found.append(Numbered(line, length_of(line), share))
        return found

    def highest(self) -> dict[str, int]:
        """Return each street's highest plain number."""
        most: dict[str, int] = defaultdict(int)
        for street, ranges in self.ranges.items():
            for _, first, last, _ in ranges:
                most[street] = max(most[street], first, last)
        for street, house in self.houses:
            digits = re.sub(r"\D", "", house)
            most[street] = max(most[street], int(digits or 0))
        return dict(most)


def read_truth(files: Iterable[Path]) -> Truth:
    """Read OSM and Census files."""
    truth = Truth(defaultdict(list), defaultdict(list), set(), [])
    for path in files:
        if zipfile.is_zipfile(path):
            _read_tiger(path, truth)
        elif path.name.endswith(".pbf"):
            _read_osm(path, truth)
    truth.names = sorted(set(truth.names))
    return truth


def key_of(name: str) -> str:
    """Return a street's name in one plain form."""
    plain = name.lower().replace("'", "").replace(".", "")
    words = []
    for word in _WORD.findall(plain):
        ordinal = _ORDINAL.match(word)
        words.append(ordinal[1] if ordinal else _SHORT.get(word, word))
    key = " ".join(words)
    for pattern, form in _ROADS:
        key = pattern.sub(form, key)
    return key


def distance_of(a: Place, b: Place) -> float:
    """Return metres between two near points (flat ground; good for a county)."""
    north = (b[0] - a[0]) * 111_195.0
    east = (b[1] - a[1]) * 111_195.0 * math.cos(math.radians((a[0] + b[0]) / 2))
    return math.hypot(north, east)


def length_of(line: Sequence[Place]) -> float:
    """Return the length of a line in metres."""
    return sum(distance_of(a, b) for a, b in pairwise(line))


def point_on(line: Sequence[Place], share: float) -> Place:
    """Return the point at a share of a line's length."""
    left = length_of(line) * min(1.0, max(0.0, share))
    for a, b in pairwise(line):
        piece = distance_of(a, b)
        if piece and left <= piece:
            part = left / piece
            return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part
        left -= piece
    return line[-1]


def _add_range(truth: Truth, name: str, ends: tuple[str, str], line: Sequence[Place]) -> None:
    first, last = (re.match(r"^([0-9NSEW]*-|[NSEW]\d+[NSEW]|[NSEW])?(\d+)$", end) for end in ends)
    if first is None or last is None or (first[1] or "") != (last[1] or ""):
        return
    key = key_of(name)
    truth.ranges[key].append((first[1] or "", int(first[2]), int(last[2]), tuple(line)))
    truth.streets.add(key)


def _read_tiger(path: Path, truth: Truth) -> None:
    with shapefile.Reader(str(path)) as reader:
        for item in reader.iterShapeRecords():
            record = item.record.as_dict()
            name = str(record.get("FULLNAME") or "").strip()
            if not name or not str(record.get("MTFCC") or "").startswith("S"):
                continue
            truth.names.append(name)
            truth.streets.add(key_of(name))
            line = [(float(y), float(x)) for x, y, *_ in item.shape.points]
            for side in "LR":
                ends = (str(record.get(f"{side}FROMADD") or "").strip(),
                        str(record.get(f"{side}TOADD") or "").strip())  # fmt: skip
                _add_range(truth, name, ends, line)


def _read_osm(path: Path, truth: Truth) -> None:
    for item in osmium.FileProcessor(str(path)).with_locations():
        tags = item.tags
        if "addr:housenumber" in tags and "addr:street" in tags:
            at = _middle(item)
            street = key_of(tags["addr:street"])
            truth.streets.add(street)
            if at is not None:
                for number in re.split(r"[;,]", tags["addr:housenumber"]):
                    truth.houses[street, number.strip().upper()].append(at)
        if isinstance(item, osmium.osm.Way) and "highway" in tags and "name" in tags:
            truth.streets.add(key_of(tags["name"]))
            truth.names.append(tags["name"])
            line = [(n.lat, n.lon) for n in item.nodes if n.location.valid()]
            for side in "lr":
                ends = (
                    str(tags.get(f"tiger:{side}fromadd") or ""),
                    str(tags.get(f"tiger:{side}toadd") or ""),
                )
                _add_range(truth, tags["name"], ends, line)


def _middle(item: object) -> Place | None:
    if isinstance(item, osmium.osm.Node):
        return item.lat, item.lon
    if isinstance(item, osmium.osm.Way):
        points = [(n.lat, n.lon) for n in item.nodes if n.location.valid()]
        if points:
            return (
                (min(p[0] for p in points) + max(p[0] for p in points)) / 2,
                (min(p[1] for p in points) + max(p[1] for p in points)) / 2,
            )
    return None
