"""Reads the address index: which streets a name may mean, what lies at a number, town or ZIP."""

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from nemt_desk.geo.address_build import unpack_line
from nemt_desk.geo.shapes import LatLon
from nemt_desk.geo.street_names import (
    ALIKE_ENOUGH,
    StreetName,
    likeness,
    mend_kind,
    spelt_out,
    street_name,
)
from nemt_desk.ground.errors import EnvironmentProblem
from nemt_desk.ground.words import fold

_EXACT_ENOUGH = 88.0
_MENDED = 3.0
_TOWN_ALIKE = 84.0


@dataclass(frozen=True, slots=True)
class House:
    """A house with its own point."""

    prefix: str
    number: int
    tail: str
    at: LatLon
    zip_code: str
    town: str


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
        for key, name, norm, *parts in self._rows("SELECT * FROM street"):
            self._names[key] = (name, StreetName(norm, *parts))
            self._by_norm[norm] = key
            self._by_core[parts[1]].append(key)
        self._spelt: dict[str, list[str]] = defaultdict(list)
        for core in self._by_core:
            self._spelt[spelt_out(core)].append(core)
        self.towns: dict[str, list[Named]] = defaultdict(list)
        rows = self._rows("SELECT norm, name, lat, lon FROM town ORDER BY weight DESC")
        for norm, name, lat, lon in rows:
            self.towns[norm].append(Named(name, (lat, lon), "town"))
        self.zips = {
            zip_code: Named(zip_code, (lat, lon), "zip", zip_code, town)
            for zip_code, town, lat, lon in self._rows("SELECT zip, town, lat, lon FROM zip")
        }
        self.zip_towns: dict[str, set[str]] = defaultdict(set)
        for zip_code, town in self._rows("SELECT zip, town FROM zip_town"):
            self.zip_towns[zip_code].add(town)

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def name_of(self, street: int) -> str:
        """Return a street's name as the map writes it."""
        return self._names[street][0]

    def is_street(self, text: str) -> bool:
        """Say whether this very street is on the map."""
        return street_name(text).norm in self._by_norm

    def streets_like(self, text: str, limit: int = 8) -> list[tuple[float, int]]:
        """Return likeness and ID of the streets a name may mean, best first."""
        asked = street_name(text)
        if not asked.core:
            return []
        found = self._scored(asked, self._by_core.get(asked.core, []))
        if not found or found[0][0] < _EXACT_ENOUGH:
            found = self._scored(asked, self._near_cores(asked))
        if not found or found[0][0] < _EXACT_ENOUGH:
            mended = mend_kind(text)
            if mended is not None:
                found = [
                    (score - _MENDED, key) for score, key in self.streets_like(mended)
                ] or found
        return found[:limit]

    def town(self, text: str) -> list[Named]:
        """Return the towns a name may mean; misspellings allowed."""
        plain = fold(text)
        if plain in self.towns:
            return self.towns[plain]
        hit = process.extractOne(
            plain, self.towns.keys(), scorer=fuzz.ratio, score_cutoff=_TOWN_ALIKE
        )
        return self.towns[hit[0]] if hit else []

    def houses(self, street: int, numbers: tuple[int, int]) -> list[House]:
        """Return houses of a street with numbers from..to."""
        rows = self._rows(
            "SELECT prefix, number, tail, lat, lon, zip, town FROM house "
            "WHERE street = ? AND number BETWEEN ? AND ? ORDER BY number, rowid",
            street,
            *numbers,
        )
        return [House(p, n, t, (lat, lon), z, town) for p, n, t, lat, lon, z, town in rows]

    def houses_flat(self, street: int, flat: str) -> list[House]:
        """Return houses whose number without hyphens is `flat`."""
        rows = self._rows(
            "SELECT prefix, number, tail, lat, lon, zip, town FROM house "
            "WHERE street = ? AND flat = ?",
            street,
            flat,
        )
        return [House(p, n, t, (lat, lon), z, town) for p, n, t, lat, lon, z, town in rows]

    def spans(self, street: int, prefix: str) -> list[Span]:
        """Return all number ranges of a street."""
        rows = self._rows(
            "SELECT low, high, first, last, parity, side, zip, line FROM span "
            "WHERE street = ? AND prefix = ?",
            street,
            prefix,
        )
        return [Span(*row) for row in rows]

    def segments(self, street: int) -> list[Segment]:
        """Return the pieces of a street (at most 2000)."""
        rows = self._rows(
            "SELECT lat, lon, length_m, zip FROM segment WHERE street = ? LIMIT 2000", street
        )
        return [
            Segment((lat, lon), size, frozenset(filter(None, zips.split(","))))
            for lat, lon, size, zips in rows
        ]

    def crossings(self, a: int, b: int) -> list[LatLon]:
        """Return the points where two streets meet."""
        return [
            (lat, lon)
            for lat, lon in self._rows("SELECT lat, lon FROM crossing WHERE a = ? AND b = ?", a, b)
        ]

    def places_like(self, text: str, limit: int = 12) -> list[Named]:
        """Return places whose names begin with the words of `text`, in any order."""
        found: list[Named] = []
        for kind, ref in self._find(text, limit, kinds=("place",)):
            if kind == "place":
                found.extend(
                    Named(name, (lat, lon), what, zip_code, town)
                    for name, what, lat, lon, zip_code, town in self._rows(
                        "SELECT name, kind, lat, lon, zip, town FROM place WHERE id = ?", ref
                    )
                )
        return found

    def names_beginning(self, text: str, limit: int) -> list[str]:
        """Return street, place and town names whose words begin like those of `text`."""
        names: list[str] = []
        for kind, ref in self._find(text, limit, kinds=("street", "place", "town")):
            if kind == "street":
                names.append(self._names[ref][0])
            else:
                column = "id" if kind == "place" else "rowid"
                names.extend(
                    name
                    for (name,) in self._rows(f"SELECT name FROM {kind} WHERE {column} = ?", ref)  # noqa: S608 - own names
                )
        return list(dict.fromkeys(names))

    def _find(self, text: str, limit: int, *, kinds: tuple[str, ...]) -> list[tuple[str, int]]:
        words = fold(text).split()
        if not words:
            return []
        query = " ".join(f'"{word}"*' for word in words)
        marks = ", ".join("?" * len(kinds))
        rows = self._rows(
            f"SELECT kind, ref FROM names WHERE names MATCH ? AND kind IN ({marks}) "  # noqa: S608 - marks only
            "ORDER BY length(norm) LIMIT ?",
            query,
            *kinds,
            limit,
        )
        return [(str(kind), int(ref)) for kind, ref in rows]

    def _scored(self, asked: StreetName, streets: Sequence[int]) -> list[tuple[float, int]]:
        scored = [(likeness(asked, self._names[street][1]), street) for street in streets]
        return sorted(
            (pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], pair[1])
        )

    def _near_cores(self, asked: StreetName) -> list[int]:
        if asked.is_numbered:
            number = asked.core.split(" ", 1)[1]
            cores = [f"{family} {number}" for family in ("hwy", "us", "sr", "cr", "i", "tr", "fr")]
        else:
            hits = process.extract(
                spelt_out(asked.core),
                self._spelt.keys(),
                scorer=fuzz.ratio,
                limit=12,
                score_cutoff=ALIKE_ENOUGH - 8,
            )
            cores = [asked.core, *(core for spelt, _, _ in hits for core in self._spelt[spelt])]
        return list(
            dict.fromkeys(street for core in cores for street in self._by_core.get(core, []))
        )

    def _rows(self, query: str, *values: Any) -> list[Any]:  # noqa: ANN401 - SQLite's own
        try:
            with self._turn:
                return self._base.execute(query, values).fetchall()
        except sqlite3.DatabaseError as why:
            raise EnvironmentProblem("The address index is damaged. Build the map again.") from why
