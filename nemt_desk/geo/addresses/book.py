"""Reads the address index: which streets a name may mean, what lies at a number, town or ZIP."""

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from nemt_desk.geo.addresses.street_names import (
    ALIKE_ENOUGH,
    StreetName,
    likeness,
    mend_kind,
    spelt_out,
    street_name,
    town_key,
)
from nemt_desk.geo.addresses.street_words import FAMILY_NAMES
from nemt_desk.geo.addresses.tables import unpack_line
from nemt_desk.geo.shapes import LatLon
from nemt_desk.ground.errors import EnvironmentProblem
from nemt_desk.ground.words import fold

_EXACT_ENOUGH = 88.0
_MENDED = 3.0
_TOWN_ALIKE = 84.0
_HOUSE = (
    "SELECT prefix, number, tail, lat, lon, zip, town, unit, source FROM house WHERE street = ?"
)
_SPAN = "SELECT low, high, first, last, parity, side, zip, line, source, prefix FROM span"


@dataclass(frozen=True, slots=True)
class House:
    """A house with its own point."""

    prefix: str
    number: int
    tail: str
    lat: float
    lon: float
    zip_code: str
    town: str
    unit: str
    source: str

    @property
    def at(self) -> LatLon:
        """Return where it is."""
        return self.lat, self.lon


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers along one side of one piece of road; parity 0 even, 1 odd, 2 both."""

    low: int
    high: int
    first: int
    last: int
    parity: int
    side: int
    zip_code: str
    packed: bytes
    source: str
    prefix: str

    @property
    def line(self) -> list[LatLon]:
        """Return the road's line, from `first` to `last`."""
        return unpack_line(self.packed)

    def holds(self, number: int) -> bool:
        """Say whether the number stands on this side of this piece."""
        return self.low <= number <= self.high and self.parity in (2, number % 2)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a street, by its middle."""

    at: LatLon
    length_m: float
    zips: frozenset[str]
    packed: bytes

    @property
    def line(self) -> list[LatLon]:
        """Return its line."""
        return unpack_line(self.packed)


@dataclass(frozen=True, slots=True)
class Named:
    """A town, ZIP or place with a name."""

    name: str
    at: LatLon
    kind: str
    zip_code: str = ""
    town: str = ""


class AddressBook:
    """The address index of one map, read only, for any thread."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise EnvironmentProblem("The map has no address index. Build the map again.")
        self._turn = threading.Lock()
        self._base = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False
        )
        self._names: dict[int, tuple[str, StreetName]] = {}
        self._by_norm: dict[str, int] = {}
        self._by_core: dict[str, list[int]] = defaultdict(list)
        # Also by name and kind together: "Harvey Pt" is asked for, "Harvey Point Rd" is there.
        self._by_full: dict[str, list[int]] = defaultdict(list)
        for key, name, norm, *parts in self.rows("SELECT * FROM street"):
            known = StreetName(norm, *parts)
            self._names[key] = (name, known)
            self._by_norm[norm] = key
            self._by_core[known.core].append(key)
            if known.kind:
                self._by_full[known.full].append(key)
        self.towns: dict[str, list[Named]] = defaultdict(list)
        rows = self.rows("SELECT norm, name, lat, lon FROM town ORDER BY weight DESC")
        for norm, name, lat, lon in rows:
            self.towns[norm].append(Named(name, (lat, lon), "town"))
        self.zips = {
            zip_code: Named(zip_code, (lat, lon), "zip", zip_code, town)
            for zip_code, town, lat, lon in self.rows("SELECT zip, town, lat, lon FROM zip")
        }
        self.zip_towns: dict[str, set[str]] = defaultdict(set)
        for zip_code, town in self.rows("SELECT zip, town FROM zip_town"):
            self.zip_towns[zip_code].add(town)

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def rows(self, query: str, *values: Any) -> list[Any]:  # noqa: ANN401 - SQLite's own
        """Return the rows of a query on the index."""
        try:
            with self._turn:
                return self._base.execute(query, values).fetchall()
        except sqlite3.DatabaseError as why:
            raise EnvironmentProblem("The address index is damaged. Build the map again.") from why

    def name_of(self, street: int) -> str:
        """Return a street's name as the map writes it."""
        return self._names[street][0]

    def is_street(self, text: str) -> bool:
        """Say whether this very street is on the map."""
        return street_name(text).norm in self._by_norm

    def same_streets(self, text: str) -> list[tuple[float, int]]:
        """Return likeness and ID of the streets with this very name, but for kind and direction."""
        asked = street_name(text)
        if not asked.core:
            return []
        keys = self._by_core.get(asked.core, ())
        if asked.full in self._by_core and asked.kind:
            keys = [*keys, *self._by_core[asked.full]]
        if asked.core in self._by_full:
            keys = [*keys, *self._by_full[asked.core]]
        return self._scored(asked, keys)

    def streets_like(self, text: str, limit: int = 12) -> list[tuple[float, int]]:
        """Return likeness and ID of the streets a name may mean, best first."""
        found = self.same_streets(text)
        if not found or found[0][0] < _EXACT_ENOUGH:
            asked = street_name(text)
            found = self._scored(asked, self._near_cores(asked)) if asked.core else []
        if not found or found[0][0] < _EXACT_ENOUGH:
            mended = mend_kind(text)
            if mended is not None:
                found = [
                    (score - _MENDED, key) for score, key in self.streets_like(mended)
                ] or found
        return found[:limit]

    def other_names(self, street: int) -> list[int]:
        """Return the streets that are the same road under another name, somewhere."""
        return [key for (key,) in self.rows("SELECT b FROM alias WHERE a = ? LIMIT 12", street)]

    def town(self, text: str) -> list[Named]:
        """Return the towns a name may mean; misspellings allowed."""
        plain = town_key(text)
        if plain in self.towns:
            return self.towns[plain]
        hit = process.extractOne(
            plain, self.towns.keys(), scorer=fuzz.ratio, score_cutoff=_TOWN_ALIKE
        )
        return self.towns[hit[0]] if hit else []

    def houses(self, street: int, numbers: tuple[int, int]) -> list[House]:
        """Return houses of a street with numbers from..to."""
        query = f"{_HOUSE} AND number BETWEEN ? AND ? ORDER BY number, id"
        return [House(*row) for row in self.rows(query, street, *numbers)]

    def houses_flat(self, street: int, flat: str) -> list[House]:
        """Return houses whose number without hyphens is `flat`."""
        query = f"{_HOUSE} AND flat = ? ORDER BY id"
        return [House(*row) for row in self.rows(query, street, flat)]

    def spans(self, street: int, prefix: str) -> list[Span]:
        """Return all number ranges of a street."""
        query = f"{_SPAN} WHERE street = ? AND prefix = ?"
        return [Span(*row) for row in self.rows(query, street, prefix)]

    def spans_near(self, street: int, prefix: str, number: int, within: int) -> list[Span]:
        """Return number ranges of a street that hold `number` or end at most `within` from it."""
        query = f"{_SPAN} WHERE street = ? AND low <= ? AND high >= ? AND prefix = ?"
        rows = self.rows(query, street, number + within, number - within, prefix)
        return [Span(*row) for row in rows]

    def has_numbers(self, street: int) -> bool:
        """Say whether the map knows any house number of the street."""
        query = "SELECT 1 FROM {} WHERE street = ? LIMIT 1"
        return any(self.rows(query.format(table), street) for table in ("house", "span"))

    def has_hyphens(self, street: int) -> bool:
        """Say whether numbers like `84-49` stand on the street."""
        query = "SELECT 1 FROM {} WHERE street = ? AND prefix LIKE '%-' LIMIT 1"
        return any(self.rows(query.format(table), street) for table in ("house", "span"))

    def segments(self, street: int) -> list[Segment]:
        """Return the pieces of a street (at most 2000)."""
        rows = self.rows(
            "SELECT lat, lon, length_m, zip, line FROM segment WHERE street = ? LIMIT 2000", street
        )
        return [
            Segment((lat, lon), size, frozenset(filter(None, zips.split(","))), line)
            for lat, lon, size, zips, line in rows
        ]

    def crossings(self, a: int, b: int) -> list[LatLon]:
        """Return the points where two streets meet."""
        return [
            (lat, lon)
            for lat, lon in self.rows("SELECT lat, lon FROM crossing WHERE a = ? AND b = ?", a, b)
        ]

    def places_like(self, text: str, limit: int = 12) -> list[Named]:
        """Return places whose names begin with the words of `text`, in any order."""
        found: list[Named] = []
        for _, ref in self._find(text, limit, kinds=("place",)):
            found.extend(self._places("id = ?", ref))
        return found

    def places_misspelt(self, text: str, limit: int = 5) -> list[Named]:
        """Return places whose names are nearly `text`."""
        hits = process.extract(
            fold(text), self._place_norms, scorer=fuzz.ratio, limit=limit, score_cutoff=80
        )
        return [place for norm, _, _ in hits for place in self._places("norm = ?", norm)]

    @cached_property
    def _place_norms(self) -> list[str]:
        return [norm for (norm,) in self.rows("SELECT DISTINCT norm FROM place")]

    @cached_property
    def _spelt(self) -> dict[str, list[str]]:
        spelt: dict[str, list[str]] = defaultdict(list)
        for core in self._by_core:
            spelt[spelt_out(core)].append(core)
        return spelt

    def _places(self, where: str, value: object) -> list[Named]:
        rows = self.rows(f"SELECT name, kind, lat, lon, zip, town FROM place WHERE {where}", value)  # noqa: S608 - own words
        return [
            Named(name, (lat, lon), what, zip_code, town)
            for name, what, lat, lon, zip_code, town in rows
        ]

    def _find(self, text: str, limit: int, *, kinds: tuple[str, ...]) -> list[tuple[str, int]]:
        words = fold(text).split()
        if not words:
            return []
        query = " ".join(f'"{word}"*' for word in words)
        marks = ", ".join("?" * len(kinds))
        rows = self.rows(
            f"SELECT kind, ref FROM names WHERE names MATCH ? AND kind IN ({marks}) "  # noqa: S608 - marks only
            "ORDER BY length(norm) LIMIT ?",
            query,
            *kinds,
            limit,
        )
        return [(str(kind), int(ref)) for kind, ref in rows]

    def _scored(self, asked: StreetName, streets: Sequence[int]) -> list[tuple[float, int]]:
        scored = [(likeness(asked, self._names[street][1]), street) for street in streets]
        found = [pair for pair in scored if pair[0] > 0]
        if len(found) > 1:
            found.sort(key=lambda pair: (-pair[0], pair[1]))
        return found

    def _near_cores(self, asked: StreetName) -> list[int]:
        """Return streets whose names are nearly the asked one, or numbered roads of its number."""
        if asked.is_numbered:
            number = asked.core.split(" ", 1)[1]
            cores = [f"{family} {number}" for family in sorted(FAMILY_NAMES)]
        else:
            hits = process.extract(
                spelt_out(asked.core),
                self._spelt.keys(),
                scorer=fuzz.ratio,
                limit=12,
                score_cutoff=ALIKE_ENOUGH - 8,
            )
            cores = [asked.core, asked.full]
            cores.extend(core for spelt, _, _ in hits for core in self._spelt[spelt])
        found = [street for core in cores for street in self._by_core.get(core, ())]
        return list(dict.fromkeys([*found, *self._by_full.get(asked.core, ())]))
