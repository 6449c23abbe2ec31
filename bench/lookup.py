"""An address looked up, beside a bare full-text search of all addresses, on the same ones.

Twice: the 32,000 houses of Queens Village, and 300,000 made-up ones.
"""

import random
import re
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.geocode_sets import QUEENS, queens
from bench.measure import Result, in_turns, percentile
from nemt_desk.geo.addresses.book import AddressBook
from nemt_desk.geo.addresses.geocoder import Geocoder
from nemt_desk.geo.addresses.index import AddressIndex
from nemt_desk.geo.shapes import BBox

_AIM = 2.0
_ASKED = 600
_MANY = 300_000
_BOX = BBox(-94.5, 46.0, -93.0, 47.0)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _House:
    """A made-up address point."""

    number: str
    street: str
    town: str
    zip_code: str
    lat: float
    lon: float
    unit: str = ""

    @property
    def text(self) -> str:
        return f"{self.number} {self.street}, {self.town} {self.zip_code}".replace(" , ", ", ")


def measure() -> Result:
    """Return the ratio on the larger set; the smaller one's, where it is at hand, is a detail."""
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = _compared(_county(), Path(folder) / "county.sqlite")
        details = {"ours p95 ms": percentile(ours, 95), "bare p95 ms": percentile(bare, 95)}
        if QUEENS.is_file():
            small, small_bare = _compared(_queens(), Path(folder) / "queens.sqlite")
            details["Queens (32,000) ours p50 ms"] = percentile(small, 50)
            details["Queens (32,000) bare p50 ms"] = percentile(small_bare, 50)
            details["Queens (32,000) ratio"] = percentile(small, 50) / percentile(small_bare, 50)
    return Result(
        name="geocode",
        aim=_AIM,
        ours_ms=percentile(ours, 50),
        baseline_ms=percentile(bare, 50),
        ours=f"CountyMap.geocode of whole addresses, {_MANY:,} houses",
        baseline="FTS5 phrase-prefix MATCH of the same words, LIMIT 5, on a table of all addresses",
        details=details,
    )


def _compared(houses: Sequence[_House], path: Path) -> tuple[list[float], list[float]]:
    index = AddressIndex(path)
    for house in houses:
        index.add_county_point(house)
    index.finish()
    index.close()
    draw = random.Random(3)
    asked = [house.text for house in draw.sample(houses, _ASKED)]
    with closing(AddressBook(path)) as book, closing(_full_text(houses, path)) as base:
        geocoder = Geocoder(book, _BOX)
        pairs = [
            (lambda text=text: geocoder.geocode(text), lambda text=text: _bare(base, text))
            for text in asked
        ]
        in_turns(pairs[:50])
        return in_turns(pairs)


def _full_text(houses: Sequence[_House], path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path.with_suffix(".fts"))
    base.execute("CREATE VIRTUAL TABLE address USING fts5 (text, lat UNINDEXED, lon UNINDEXED)")
    base.executemany(
        "INSERT INTO address VALUES (?, ?, ?)", ((one.text, one.lat, one.lon) for one in houses)
    )
    base.execute("INSERT INTO address (address) VALUES ('optimize')")
    base.commit()
    return base


def _bare(base: sqlite3.Connection, text: str) -> object:
    words = " ".join(_WORD.findall(text))
    query = "SELECT text, lat, lon FROM address WHERE address MATCH ? LIMIT 5"
    return base.execute(query, (f'"{words}" *',)).fetchall()


def _queens() -> list[_House]:
    houses = []
    for _, (text, lat, lon) in queens():
        line, _, area = text.partition(", NY ")
        number, _, street = line.partition(" ")
        houses.append(_House(number, street, "", area, lat, lon))
    return houses


def _county() -> list[_House]:
    draw = random.Random(11)
    towns = [(f"{first}{last}", f"56{number:03d}") for number, (first, last) in enumerate(
        (first, last) for first in ("Birch", "Loon", "Elk", "Pine") for last in
        (" Falls", "dale", " Lake", "ton", " Grove"))]  # fmt: skip
    streets = [f"{n}th {kind}{side}" for n in range(4, 400) for kind in ("St", "Ave")
               for side in ("", " N")]  # fmt: skip
    streets += [f"{name} {kind}" for name in _names() for kind in ("Rd", "Ln", "Dr", "Trl")]
    houses = []
    for _ in range(_MANY):
        town, zip_code = draw.choice(towns)
        lat, lon = draw.uniform(_BOX.south, _BOX.north), draw.uniform(_BOX.west, _BOX.east)
        number = str(draw.randint(1, 49_999))
        houses.append(_House(number, draw.choice(streets), town, zip_code, lat, lon))
    return houses


def _names() -> list[str]:
    begin = ("Oak", "Maple", "Cedar", "Aspen", "Willow", "Heron", "Otter", "Fox", "Granite", "Mill")
    end = (
        "wood",
        "ridge",
        " Hill",
        " Creek",
        "view",
        " Shore",
        " Valley",
        "brook",
        " Bay",
        "field",
    )
    return [first + last for first in begin for last in end]
