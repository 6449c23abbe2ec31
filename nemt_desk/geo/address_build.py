"""The address index is made here: houses, ranges beside roads, crossings, towns, ZIPs, places.

It is public map data in a plain SQLite file; nothing about a member ever goes in.
"""

import re
import sqlite3
import struct
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import osmium

from nemt_desk.geo.house_numbers import house_number
from nemt_desk.geo.native_paths import native
from nemt_desk.geo.network import DRIVABLE
from nemt_desk.geo.shapes import BBox, LatLon, length_m, middle
from nemt_desk.geo.street_names import street_name
from nemt_desk.ground.progress import Progress
from nemt_desk.ground.words import fold

FILE = "addresses.sqlite"
_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE street (id INTEGER PRIMARY KEY, name TEXT, norm TEXT UNIQUE, before TEXT, core TEXT,
                     kind TEXT, after TEXT);
CREATE TABLE segment (street INTEGER, lat REAL, lon REAL, length_m REAL, zip TEXT);
CREATE TABLE house (street INTEGER, prefix TEXT, number INTEGER, tail TEXT, flat TEXT,
                    lat REAL, lon REAL, zip TEXT, town TEXT);
CREATE TABLE span (street INTEGER, prefix TEXT, low INTEGER, high INTEGER, first INTEGER,
                   last INTEGER, parity INTEGER, side INTEGER, zip TEXT, line BLOB);
CREATE TABLE road_node (node INTEGER, way INTEGER, street INTEGER, lat REAL, lon REAL);
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, norm TEXT, kind TEXT, lat REAL, lon REAL,
                    zip TEXT, town TEXT);
CREATE TABLE town (norm TEXT, name TEXT, lat REAL, lon REAL, weight INTEGER);
CREATE TABLE zip (zip TEXT PRIMARY KEY, town TEXT, lat REAL, lon REAL, weight INTEGER);
CREATE TABLE zip_town (zip TEXT, town TEXT, UNIQUE (zip, town));
CREATE VIRTUAL TABLE names USING fts5 (norm, kind UNINDEXED, ref UNINDEXED, prefix = '1 2 3');
"""
_INDEXES = """
CREATE INDEX road_node_at ON road_node (node);
CREATE INDEX house_at ON house (street, number);
CREATE INDEX house_flat ON house (flat, street);
CREATE INDEX span_at ON span (street, low);
CREATE INDEX segment_at ON segment (street);
CREATE TABLE alias AS
  SELECT DISTINCT a.street AS a, b.street AS b
  FROM road_node a JOIN road_node b ON a.way = b.way AND a.node = b.node AND a.street <> b.street;
CREATE TABLE crossing AS
  SELECT a.street AS a, b.street AS b, a.lat AS lat, a.lon AS lon
  FROM road_node a JOIN road_node b ON a.node = b.node AND a.street <> b.street AND a.way <> b.way
  GROUP BY a.street, b.street, a.node;
DROP TABLE road_node;
DELETE FROM crossing WHERE EXISTS (
  SELECT 1 FROM alias WHERE alias.a = crossing.a AND alias.b = crossing.b);
DROP TABLE alias;
CREATE INDEX crossing_at ON crossing (a, b);
CREATE INDEX place_name ON place (norm);
INSERT INTO names SELECT norm, 'place', id FROM place;
INSERT INTO names SELECT norm, 'town', rowid FROM town;
ANALYZE;
"""
_TOWN_KINDS = frozenset(
    {"city", "town", "village", "hamlet", "suburb", "borough", "neighbourhood", "locality"}
)
_PLACE_KEYS = (
    "amenity", "healthcare", "shop", "office", "leisure", "tourism", "social_facility",
    "public_transport", "aeroway", "building", "landuse",
)  # fmt: skip
_NAMES = ("name", "ref", "alt_name", "old_name", "official_name")
_ZIP = re.compile(r"\b(\d{5})(?:-\d{4})?$")
_MANY = re.compile(r"[;,]")
_TICK = 20_000


class AddressIndex:
    """Writes the index of one map."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path)
        self._base.executescript(_SCHEMA)
        self._streets: dict[str, int] = {}
        self._spelt: dict[str, int] = {}
        self._zips: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
        self._zip_towns: Counter[tuple[str, str]] = Counter()
        self._towns: dict[str, tuple[str, list[float]]] = {}

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def street(self, name: str) -> int | None:
        """Return the ID of a street name, made at first sight; None for a name without letters."""
        if name in self._spelt:
            return self._spelt[name]
        parts = street_name(name)
        norm = parts.norm
        if not norm:
            return None
        known = self._streets.get(norm)
        if known is None:
            known = len(self._streets) + 1
            self._streets[norm] = known
            self._base.execute(
                "INSERT INTO street VALUES (?, ?, ?, ?, ?, ?, ?)",
                (known, name.strip(), norm, parts.before, parts.core, parts.kind, parts.after),
            )
            self._base.execute(
                "INSERT INTO names VALUES (?, 'street', ?)", (f"{fold(name)} {norm}", known)
            )
        self._spelt[name] = known
        return known

    def add_road(
        self, way: int, names: Sequence[str], nodes: Sequence[tuple[int, LatLon]], zips: set[str]
    ) -> None:
        """Take a road under each of its names, with its nodes for crossings."""
        line = [at for _, at in nodes]
        lat, lon = middle(line)
        size = length_m(line)
        for street in {self.street(name) for name in names}:
            if street is None:
                continue
            self._base.execute(
                "INSERT INTO segment VALUES (?, ?, ?, ?, ?)",
                (street, lat, lon, size, ",".join(sorted(zips))),
            )
            self._base.executemany(
                "INSERT INTO road_node VALUES (?, ?, ?, ?, ?)",
                [(node, way, street, at[0], at[1]) for node, at in nodes],
            )

    def add_house(self, tags: dict[str, str], at: LatLon) -> None:
        """Take a house with a number, a street and its place."""
        town, zip_code = tags.get("addr:city", "").strip(), _zip_of(tags.get("addr:postcode", ""))
        self._note(zip_code, town, at)
        street = self.street(tags.get("addr:street") or tags.get("addr:place") or "")
        if street is None:
            return
        for text in _MANY.split(tags["addr:housenumber"]):
            number = house_number(text)
            if number is not None:
                self._base.execute(
                    "INSERT INTO house VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (street, number.prefix, number.number, number.tail, number.flat, *at,
                     zip_code, town),
                )  # fmt: skip

    def add_span(
        self, name: str, ends: tuple[str, str], side: int, zip_code: str, line: Sequence[LatLon]
    ) -> None:
        """Take a range of numbers along one side (-1 left, 1 right, 0 on the line)."""
        first, last = house_number(ends[0]), house_number(ends[1])
        street = self.street(name)
        if first is None or last is None or first.prefix != last.prefix or street is None:
            return
        self._note(zip_code, "", middle(line))
        low, high = sorted((first.number, last.number))
        parity = first.number % 2 if first.number % 2 == last.number % 2 else 2
        self._base.execute(
            "INSERT INTO span VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (street, first.prefix, low, high, first.number, last.number, parity, side, zip_code,
             pack_line(line)),
        )  # fmt: skip

    def add_place(self, tags: dict[str, str], kind: str, at: LatLon) -> None:
        """Take something with a name: a clinic, a shop, a school."""
        self._base.execute(
            "INSERT INTO place (name, norm, kind, lat, lon, zip, town) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (tags["name"], fold(tags["name"]), kind, *at, _zip_of(tags.get("addr:postcode", "")),
             tags.get("addr:city", "")),
        )  # fmt: skip

    def add_town(self, name: str, at: LatLon, weight: int) -> None:
        """Take a town, village or quarter."""
        self._base.execute(
            "INSERT INTO town VALUES (?, ?, ?, ?, ?)", (fold(name), name, *at, weight)
        )

    def add_listed_towns(self, rows: Iterable[dict[str, str]], bounds: BBox) -> None:
        """Take ZIPs and their towns from a list (columns zip, city, a latitude and a longitude)."""
        near = bounds.grown(40_000)
        for row in rows:
            at = _listed_place(row)
            zip_code = _zip_of(row.get("zip", "").rjust(5, "0"))
            if at is None or not zip_code or not near.contains(*at):
                continue
            self._zip_towns[zip_code, row.get("city", "").strip()] += 1
            self._base.execute(
                "INSERT OR IGNORE INTO zip VALUES (?, ?, ?, ?, 0)",
                (zip_code, row.get("city", "").strip(), *at),
            )

    def finish(self) -> dict[str, int]:
        """Write what was gathered, index it, and return the counts."""
        for zip_code, (lat, lon, count) in self._zips.items():
            self._base.execute(
                "INSERT INTO zip VALUES (?, '', ?, ?, ?) ON CONFLICT (zip) DO UPDATE "
                "SET lat = excluded.lat, lon = excluded.lon, weight = excluded.weight",
                (zip_code, lat / count, lon / count, int(count)),
            )
        for (zip_code, town), _ in self._zip_towns.most_common():
            self._base.execute(
                "INSERT OR IGNORE INTO zip_town VALUES (?, ?)", (zip_code, fold(town))
            )
            self._base.execute(
                "UPDATE zip SET town = ? WHERE zip = ? AND town = ''", (town, zip_code)
            )
        self._finish_towns()
        self._base.executescript(_INDEXES)
        self._base.commit()
        counts = {
            table: int(self._base.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - own names
            for table in ("street", "house", "span", "crossing", "place", "town", "zip")
        }
        self._base.execute("VACUUM")
        return counts

    def _finish_towns(self) -> None:
        known = {norm for (norm,) in self._base.execute("SELECT norm FROM town")}
        for norm, (name, (lat, lon, count)) in self._towns.items():
            if norm not in known:
                known.add(norm)
                self.add_town(name, (lat / count, lon / count), 1)
        listed = self._base.execute(
            "SELECT town, avg(lat), avg(lon) FROM zip WHERE town <> '' GROUP BY town"
        ).fetchall()
        for name, lat, lon in listed:
            if fold(name) not in known:
                known.add(fold(name))
                self.add_town(name, (lat, lon), 1)

    def _note(self, zip_code: str, town: str, at: LatLon) -> None:
        if zip_code:
            _add_to(self._zips[zip_code], at)
        if zip_code and town:
            self._zip_towns[zip_code, town] += 1
        if town:
            _add_to(self._towns.setdefault(fold(town), (town, [0.0, 0.0, 0.0]))[1], at)


def build_addresses(
    network: Path, target: Path, towns: Iterable[dict[str, str]], progress: Progress
) -> tuple[dict[str, int], BBox]:
    """Make the address index of `network`; returns counts and the box of all roads."""
    index = AddressIndex(target)
    try:
        reader = _Reader(index)
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
        progress.step("Sorting addresses", 70)
        index.add_listed_towns(towns, reader.bounds)
        return index.finish(), reader.bounds
    finally:
        index.close()


class _Reader:
    """Knows OSM's tags and hands the index what they mean."""

    def __init__(self, index: AddressIndex) -> None:
        self._index = index
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
            if node:
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
        names = [part for key in _NAMES for part in tags.get(key, "").split(";") if part.strip()]
        zips = {tags[key] for key in ("tiger:zipl", "tiger:zipr") if tags.get(key)}
        if names:
            self._index.add_road(way, names, nodes, zips)

    def _take_ranges(self, tags: dict[str, str], line: list[LatLon]) -> None:
        for letter, side in (("l", -1), ("r", 1)):
            first, last = tags.get(f"tiger:{letter}fromadd"), tags.get(f"tiger:{letter}toadd")
            if first and last:
                zip_code = _zip_of(tags.get(f"tiger:zip{letter}", ""))
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
                zip_code = _zip_of(tags.get("addr:postcode", ""))
                self._index.add_span(tags.get("addr:street", ""), ends, 0, zip_code, since)
            last, since = tags, [at]


def pack_line(line: Sequence[LatLon]) -> bytes:
    """Return a line as bytes: whole ten-millionths of a degree."""
    flat = [round(value * 1e7) for at in line for value in at]
    return struct.pack(f"<{len(flat)}i", *flat)


def unpack_line(blob: bytes) -> list[LatLon]:
    """Read a line packed by `pack_line`."""
    flat = struct.unpack(f"<{len(blob) // 4}i", blob)
    return [(lat / 1e7, lon / 1e7) for lat, lon in zip(flat[::2], flat[1::2], strict=True)]


def _zip_of(text: str) -> str:
    hit = _ZIP.search(text.strip())
    return hit[1] if hit else ""


def _add_to(sums: list[float], at: LatLon) -> None:
    sums[0] += at[0]
    sums[1] += at[1]
    sums[2] += 1


def _listed_place(row: dict[str, str]) -> LatLon | None:
    for prefix in ("zcta_", "alt_", ""):
        try:
            return float(row[f"{prefix}lat"]), float(row[f"{prefix}lon"])
        except (KeyError, ValueError):
            continue
    return None
