"""The tables of the address index, and what is made of them when everything has been read."""

import sqlite3
import struct
from collections.abc import Sequence

from nemt_desk.geo.addresses import suggest_build
from nemt_desk.geo.shapes import LatLon

SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE street (id INTEGER PRIMARY KEY, name TEXT, norm TEXT UNIQUE, before TEXT, core TEXT,
                     kind TEXT, after TEXT);
CREATE TABLE segment (id INTEGER PRIMARY KEY, street INTEGER, lat REAL, lon REAL, length_m REAL,
                      zip TEXT, line BLOB);
CREATE TABLE house (id INTEGER PRIMARY KEY, street INTEGER, prefix TEXT, number INTEGER, tail TEXT,
                    flat TEXT, lat REAL, lon REAL, zip TEXT, town TEXT, unit TEXT, source TEXT);
CREATE TABLE span (id INTEGER PRIMARY KEY, street INTEGER, prefix TEXT, low INTEGER, high INTEGER,
                   first INTEGER, last INTEGER, parity INTEGER, side INTEGER, zip TEXT, line BLOB,
                   source TEXT);
CREATE TABLE road_node (node INTEGER, way INTEGER, street INTEGER, lat REAL, lon REAL);
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, norm TEXT, kind TEXT, lat REAL, lon REAL,
                    zip TEXT, town TEXT, number TEXT, street_name TEXT);
CREATE TABLE town (norm TEXT, name TEXT, lat REAL, lon REAL, weight INTEGER);
CREATE TABLE zip (zip TEXT PRIMARY KEY, town TEXT, lat REAL, lon REAL, weight INTEGER);
CREATE TABLE zip_town (zip TEXT, town TEXT, UNIQUE (zip, town));
CREATE VIRTUAL TABLE names USING fts5 (norm, kind UNINDEXED, ref UNINDEXED, prefix = '1 2 3');
CREATE VIRTUAL TABLE near_house USING rtree (id, south, north, west, east);
CREATE VIRTUAL TABLE near_span USING rtree (id, south, north, west, east);
CREATE VIRTUAL TABLE near_road USING rtree (id, south, north, west, east);
CREATE VIRTUAL TABLE near_crossing USING rtree (id, south, north, west, east);
"""
_INDEXES = """
CREATE INDEX road_node_at ON road_node (node);
CREATE INDEX house_at ON house (street, number);
DELETE FROM house WHERE source = 'osm' AND EXISTS (
  SELECT 1 FROM house AS c WHERE c.street = house.street AND c.number = house.number
  AND c.source = 'points' AND c.prefix = house.prefix AND c.tail = house.tail
  AND abs(c.lat - house.lat) < 0.003 AND abs(c.lon - house.lon) < 0.004);
CREATE INDEX house_flat ON house (flat, street);
CREATE INDEX span_at ON span (street, low);
CREATE INDEX segment_at ON segment (street);
CREATE TABLE alias AS
  SELECT DISTINCT a.street AS a, b.street AS b
  FROM road_node a JOIN road_node b ON a.way = b.way AND a.node = b.node AND a.street <> b.street;
CREATE INDEX alias_at ON alias (a, b);
CREATE TABLE crossing AS
  SELECT a.street AS a, b.street AS b, a.lat AS lat, a.lon AS lon
  FROM road_node a JOIN road_node b ON a.node = b.node AND a.street <> b.street AND a.way <> b.way
  GROUP BY a.street, b.street, a.node;
DROP TABLE road_node;
DELETE FROM crossing WHERE EXISTS (
  SELECT 1 FROM alias WHERE alias.a = crossing.a AND alias.b = crossing.b);
CREATE INDEX crossing_at ON crossing (a, b);
CREATE INDEX place_name ON place (norm);
INSERT INTO names SELECT norm, 'place', id FROM place;
INSERT INTO names SELECT norm, 'town', rowid FROM town;
INSERT INTO near_house SELECT id, lat, lat, lon, lon FROM house;
INSERT INTO near_crossing SELECT rowid, lat, lat, lon, lon FROM crossing WHERE a < b;
"""
COUNTED = ("street", "house", "span", "crossing", "place", "town", "zip")


def index_tables(base: sqlite3.Connection) -> None:
    """Make what is found by: indexes, crossings, other names of one road, boxes on the ground."""
    base.executescript(_INDEXES)
    suggest_build.prepare(base)
    base.execute("ANALYZE")


def boxed(base: sqlite3.Connection, table: str, key: int, line: Sequence[LatLon]) -> None:
    """Note the box of a line in the R-tree `table`."""
    lats = [lat for lat, _ in line]
    lons = [lon for _, lon in line]
    base.execute(
        f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?)",  # noqa: S608 - own names
        (key, min(lats), max(lats), min(lons), max(lons)),
    )


def pack_line(line: Sequence[LatLon]) -> bytes:
    """Return a line as bytes: whole ten-millionths of a degree."""
    flat = [round(value * 1e7) for at in line for value in at]
    return struct.pack(f"<{len(flat)}i", *flat)


def unpack_line(blob: bytes) -> list[LatLon]:
    """Read a line packed by `pack_line`."""
    flat = struct.unpack(f"<{len(blob) // 4}i", blob)
    return [(lat / 1e7, lon / 1e7) for lat, lon in zip(flat[::2], flat[1::2], strict=True)]
