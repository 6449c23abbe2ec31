"""The tables the type-ahead reads, made once when the address index is finished.

A row of `ahead` is a street in one town and ZIP, heaviest first (so that the first hits are the
likeliest), or a place or town. `ahead_words` finds rows by beginnings of words, `ahead_house`
the rows where a house number stands.
"""

import sqlite3
import struct
from collections.abc import Iterator

from nemt_desk.geo.addresses.suggest_words import street_words, well_cased
from nemt_desk.geo.shapes import LatLon
from nemt_desk.ground.words import fold

FIRST_OTHER = 1 << 40
_SCHEMA = """
CREATE TABLE ahead (id INTEGER PRIMARY KEY, kind TEXT, ref INTEGER, label TEXT, town TEXT,
                    zip TEXT, area TEXT, lat REAL, lon REAL, low INTEGER, high INTEGER,
                    words TEXT, street TEXT);
CREATE VIRTUAL TABLE ahead_words USING fts5 (
  words, content = '', detail = 'none', prefix = '1 2 3', tokenize = 'ascii');
CREATE TABLE ahead_house (number INTEGER, piece INTEGER, prefix TEXT, tail TEXT, house INTEGER,
                          PRIMARY KEY (number, piece, prefix, tail)) WITHOUT ROWID;
CREATE TABLE ahead_vocabulary (word TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_TOWN_OF = "CASE WHEN {0}.town <> '' THEN {0}.town ELSE coalesce(z.town, '') END"
_HOUSE_TOWN = _TOWN_OF.format("h")
_PIECES = f"""
CREATE TEMP TABLE piece AS
SELECT street, zip, lower(town) AS area, max(town) AS town, sum(weight) AS weight,
       min(low) AS low, max(high) AS high
FROM (
  SELECT h.street AS street, h.zip AS zip, {_HOUSE_TOWN} AS town, 3 AS weight,
         h.number AS low, h.number AS high
  FROM house h LEFT JOIN zip z ON z.zip = h.zip
  UNION ALL
  SELECT s.street, s.zip, coalesce(z.town, ''), 2, s.low, s.high
  FROM span s LEFT JOIN zip z ON z.zip = s.zip)
GROUP BY street, zip, lower(town);
INSERT INTO piece
SELECT r.street, coalesce(z.zip, ''), lower(coalesce(z.town, '')), coalesce(z.town, ''), 0, NULL,
       NULL
FROM (SELECT street, CASE WHEN min(zip) = max(zip) THEN min(zip) END AS zip
      FROM segment GROUP BY street) r
LEFT JOIN zip z ON z.zip = r.zip
WHERE r.street NOT IN (SELECT street FROM piece);
"""  # noqa: S608 - own words
_HOUSES = f"""
CREATE UNIQUE INDEX ahead_at ON ahead (kind, ref, zip, area);
INSERT OR IGNORE INTO ahead_house
SELECT h.number, a.id, h.prefix, h.tail, h.rowid
FROM house h LEFT JOIN zip z ON z.zip = h.zip
JOIN ahead a ON a.kind = 'street' AND a.ref = h.street AND a.zip = h.zip
            AND a.area = lower({_HOUSE_TOWN})
ORDER BY h.number, a.id;
DROP TABLE temp.piece;
"""  # noqa: S608 - own words
# Where the point of a piece is: its middle house, else the middle of a piece of road.
_A_HOUSE = """
SELECT lat, lon FROM house WHERE street = ? AND zip = ? AND number >= ? ORDER BY number LIMIT 1
"""
_A_ROAD = "SELECT lat, lon FROM segment WHERE street = ? ORDER BY zip = ? DESC LIMIT 1"
_A_RANGE = "SELECT line FROM span WHERE street = ? ORDER BY zip = ? DESC LIMIT 1"
_HEALTH = (
    "clinic", "hospital", "doctors", "dentist", "pharmacy", "dialysis", "nursing_home",
    "social_facility", "healthcare", "physiotherapist", "optometrist",
)  # fmt: skip


def prepare(base: sqlite3.Connection) -> None:
    """Write the type-ahead's tables from those of a finished address index."""
    base.executescript(_SCHEMA)
    base.executescript(_PIECES)
    vocabulary: set[str] = set()
    for rows in (_streets(base), _towns(base), _places(base)):
        for row in rows:
            base.execute(f"INSERT INTO ahead VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
            words = f"{row[11]} {row[5]} {fold(str(row[4]))}"
            base.execute("INSERT INTO ahead_words (rowid, words) VALUES (?, ?)", (row[0], words))
            vocabulary |= {word for word in words.split() if len(word) > 3 and word.isalpha()}
    base.executemany(
        "INSERT INTO ahead_vocabulary VALUES (?)", [(word,) for word in sorted(vocabulary)]
    )
    base.executescript(_HOUSES)
    base.execute("INSERT INTO ahead_words (ahead_words) VALUES ('optimize')")


type _Row = tuple[object, ...]


def _streets(base: sqlite3.Connection) -> Iterator[_Row]:
    found = base.execute(
        "SELECT p.street, p.zip, p.area, p.town, p.low, p.high, s.name, s.norm"
        " FROM temp.piece p JOIN street s ON s.id = p.street ORDER BY p.weight DESC, p.street"
    )
    for key, row in enumerate(found, 1):
        street, zip_code, area, town, low, high, name, norm = row
        at = _middle_of(base, street, zip_code, low, high)
        if at is None:
            continue
        yield (key, "street", street, well_cased(name), well_cased(town), zip_code, area, *at,
               low, high, street_words(name, norm), well_cased(name))  # fmt: skip


def _middle_of(
    base: sqlite3.Connection, street: int, zip_code: str, *numbers: int | None
) -> LatLon | None:
    low, high = numbers
    hit: LatLon | None = None
    if low is not None and high is not None:
        # A house of this very town first: the road may have pieces in several.
        hit = base.execute(_A_HOUSE, (street, zip_code, (low + high) // 2)).fetchone()
        hit = hit or base.execute(_A_HOUSE, (street, zip_code, low)).fetchone()
    hit = hit or base.execute(_A_ROAD, (street, zip_code)).fetchone()
    if hit is None:
        # A range beside a road that has another name on the map: its first corner.
        line = base.execute(_A_RANGE, (street, zip_code)).fetchone()
        hit = tuple(part / 1e7 for part in struct.unpack_from("<2i", line[0])) if line else None
    return hit


def _towns(base: sqlite3.Connection) -> Iterator[_Row]:
    found = base.execute("SELECT rowid, name, lat, lon FROM town ORDER BY weight DESC, rowid")
    for key, (ref, name, lat, lon) in enumerate(found, FIRST_OTHER):
        shown = well_cased(name)
        yield (key, "town", ref, shown, "", "", "", lat, lon, None, None, fold(name), "")


def _places(base: sqlite3.Connection) -> Iterator[_Row]:
    kinds = ", ".join(f"'{kind}'" for kind in _HEALTH)
    has_address = {row[1] for row in base.execute("PRAGMA table_info (place)")} >= {"street_name"}
    street = "trim(p.number || ' ' || p.street_name)" if has_address else "''"
    found = base.execute(
        f"SELECT p.id, p.name, {_TOWN_OF.format('p')}, p.zip, p.lat, p.lon, {street}"  # noqa: S608 - own words
        " FROM place p LEFT JOIN zip z ON z.zip = p.zip AND p.zip <> ''"
        f" ORDER BY p.kind IN ({kinds}) DESC, p.id"
    )
    for key, (ref, name, town, zip_code, lat, lon, address) in enumerate(found, 2 * FIRST_OTHER):
        yield (key, "place", ref, name, well_cased(town), zip_code, town.lower(), lat, lon, None,
               None, fold(name), address if address[:1].isdigit() else "")  # fmt: skip
