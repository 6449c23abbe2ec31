"""Reads the type-ahead's tables: bounded questions only, so that no key stroke waits."""

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from nemt_desk.geo.addresses.house_numbers import HouseNumber
from nemt_desk.geo.addresses.suggest_build import FIRST_OTHER
from nemt_desk.geo.shapes import LatLon
from nemt_desk.ground.errors import EnvironmentProblem

_FEW = 60
_COLUMNS = "a.id, a.kind, a.ref, a.label, a.town, a.zip, a.area, a.lat, a.lon, a.words, a.street"
_FOUND = f"""
SELECT {_COLUMNS} FROM ahead_words w JOIN ahead a ON a.id = w.rowid
WHERE ahead_words MATCH ? AND w.rowid BETWEEN ? AND ? ORDER BY w.rowid LIMIT ?
"""  # noqa: S608 - own words
_HOUSE = "h.prefix, h.number, h.tail, h.lat, h.lon"
_BY_NUMBER = f"""
SELECT {_COLUMNS}, {_HOUSE}
FROM ahead_house n JOIN ahead a ON a.id = n.piece JOIN house h ON h.rowid = n.house
WHERE n.number = ? AND n.prefix = ? {{words}} ORDER BY n.piece LIMIT {_FEW}
"""  # noqa: S608 - own words
_RANGED = f"""
SELECT {_COLUMNS} FROM ahead_words w JOIN ahead a ON a.id = w.rowid
WHERE ahead_words MATCH ? AND w.rowid < {FIRST_OTHER} AND ? BETWEEN a.low AND a.high
  AND EXISTS (SELECT 1 FROM span s WHERE s.street = a.ref AND s.zip = a.zip AND s.prefix = ?
              AND s.low <= ? AND s.high >= ? AND s.parity IN (2, ?))
ORDER BY w.rowid LIMIT ?
"""  # noqa: S608 - own words
_CROSSINGS = f"""
SELECT {_COLUMNS}, c.lat, c.lon FROM crossing c JOIN ahead a ON a.id = (
  SELECT min(id) FROM ahead WHERE kind = 'street' AND ref = c.b)
WHERE c.a = ? {{words}} ORDER BY a.id LIMIT ?
"""  # noqa: S608 - own words
_MOST_PREFIXES = 400_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A street in one town, a place or a town."""

    id: int
    kind: str
    ref: int
    label: str
    town: str
    zip_code: str
    area: str
    lat: float
    lon: float
    words: str
    street: str

    @property
    def at(self) -> LatLon:
        """Return where it is, roughly for a street."""
        return self.lat, self.lon


@dataclass(frozen=True, slots=True)
class Standing:
    """A house number that stands on a piece of street."""

    piece: Piece
    number: HouseNumber
    at: LatLon


class AheadTables:
    """The tables of one map, read only, for any thread; an older map has none."""

    def __init__(self, path: Path) -> None:
        self._turn = threading.Lock()
        self._base = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False
        )
        self._base.execute("PRAGMA cache_size = -24000")
        self._prefixes: dict[int, list[str]] = {}
        self.is_there = bool(self._rows("SELECT 1 FROM sqlite_master WHERE name = 'ahead_house'"))

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def streets(self, words: Sequence[str], limit: int = _FEW) -> list[Piece]:
        """Return streets with words that begin so, heaviest first; those written so before."""
        return self._pieces(words, (1, FIRST_OTHER - 1), limit)

    def others(self, words: Sequence[str], limit: int) -> list[Piece]:
        """Return towns and places with words that begin so."""
        return self._pieces(words, (FIRST_OTHER, 1 << 62), limit)

    def standing(self, words: Sequence[str], number: HouseNumber) -> list[Standing]:
        """Return where this number stands on streets of these words."""
        near = self._ask(_all_of(words), (1, FIRST_OTHER - 1), _FEW) if words else []
        if words and len(near) < _FEW:
            return [one for piece in near for one in self._on(piece, number)]
        # Too many streets begin so: the number parts them better.
        begins = " ".join(
            ["AND instr(' ' || a.words || ' ' || a.zip || ' ' || a.area, ?)"] * len(words)
        )
        rows = self._rows(
            _BY_NUMBER.format(words=begins),
            number.number,
            number.prefix,
            *(f" {word}" for word in words),
        )
        return [_standing(row) for row in rows]

    def beginning(self, piece: Piece, number: HouseNumber, limit: int) -> list[Standing]:
        """Return numbers on a street that begin with these digits, the very one first."""
        low = high = number.number
        found: dict[str, Standing] = {}
        while len(found) < limit and high < 1_000_000:
            rows = self._rows(
                f"SELECT {_HOUSE} FROM house h WHERE h.street = ? AND h.number BETWEEN ? AND ?"  # noqa: S608
                " AND h.zip = ? AND h.prefix = ? AND (h.town = '' OR lower(h.town) = ?)"
                " ORDER BY h.number LIMIT 60",
                piece.ref, low, high, piece.zip_code, number.prefix, piece.area,
            )  # fmt: skip
            for row in rows:
                one = _standing((*_values(piece), *row))
                found.setdefault(one.number.text, one)
            low, high = low * 10, high * 10 + 9
            if number.tail:
                break
        return list(found.values())[:limit]

    def ranged(self, words: Sequence[str], number: HouseNumber, limit: int) -> list[Piece]:
        """Return streets with a range of numbers that holds this one."""
        value = number.number
        rows = self._rows(
            _RANGED, _all_of(words), value, number.prefix, value, value, value % 2, limit
        )
        return [Piece(*row) for row in rows]

    def crossings(
        self, piece: Piece, words: Sequence[str], limit: int
    ) -> list[tuple[Piece, LatLon]]:
        """Return roads with these words that cross a street, and where."""
        begins = " ".join(["AND instr(' ' || a.words, ?)"] * len(words))
        query = _CROSSINGS.format(words=begins)
        rows = self._rows(query, piece.ref, *(f" {word}" for word in words), limit)
        return [(Piece(*row[:-2]), (row[-2], row[-1])) for row in rows]

    def house_unit(self, one: Standing, unit: str) -> LatLon | None:
        """Return where a unit of a house is; None if the map does not tell units apart there."""
        rows = self._rows(
            "SELECT lat, lon, unit FROM house WHERE street = ? AND number = ? AND prefix = ?"
            " AND zip = ? AND unit <> ''",
            one.piece.ref, one.number.number, one.number.prefix, one.piece.zip_code,
        )  # fmt: skip
        hits = [(lat, lon) for lat, lon, told in rows if told.upper().split()[-1] == unit]
        return hits[0] if hits else None

    def is_known(self, word: str) -> bool:
        """Say whether any word of the map begins so."""
        return bool(
            self._rows(
                "SELECT 1 FROM ahead_words WHERE ahead_words MATCH ? LIMIT 1", _all_of([word])
            )
        )

    def words_like(self, word: str, limit: int = 3) -> list[str]:
        """Return beginnings of the map's words that this misspelt one may mean."""
        size = len(word)
        if size not in self._prefixes:
            rows = self._rows(
                "SELECT DISTINCT substr(word, 1, ?) FROM ahead_vocabulary LIMIT ?",
                size, _MOST_PREFIXES,
            )  # fmt: skip
            self._prefixes[size] = [beginning for (beginning,) in rows]
        most = 1 if size < 6 else 2
        hits = process.extract(
            word, self._prefixes[size], scorer=OSA.distance, limit=8, score_cutoff=most
        )
        order = sorted(hits, key=lambda hit: (hit[1], hit[0][:1] != word[:1]))
        return [found for found, _, _ in order][:limit]

    def _on(self, piece: Piece, number: HouseNumber) -> list[Standing]:
        rows = self._rows(
            f"SELECT {_HOUSE} FROM ahead_house n JOIN house h ON h.rowid = n.house"  # noqa: S608
            " WHERE n.number = ? AND n.piece = ? AND n.prefix = ?",
            number.number, piece.id, number.prefix,
        )  # fmt: skip
        if not rows and not number.prefix:
            # 84-49 typed as 8449.
            rows = self._rows(
                f"SELECT {_HOUSE} FROM house h WHERE h.flat = ? AND h.street = ? AND h.zip = ?"  # noqa: S608
                " LIMIT 3",
                number.flat, piece.ref, piece.zip_code,
            )  # fmt: skip
        return [_standing((*_values(piece), *row)) for row in rows]

    def _pieces(self, words: Sequence[str], keys: tuple[int, int], limit: int) -> list[Piece]:
        if not words:
            return []
        begun = self._ask(_all_of(words), keys, limit)
        if len(begun) < limit:
            return begun
        # A light street written exactly so must not drown among heavy ones that begin so.
        exact = self._ask(_all_of(words, last="whole"), keys, limit // 2)
        return list({piece.id: piece for piece in (*exact, *begun)}.values())

    def _ask(self, query: str, keys: tuple[int, int], limit: int) -> list[Piece]:
        return [Piece(*row) for row in self._rows(_FOUND, query, *keys, limit)]

    def _rows(self, query: str, *values: Any) -> list[Any]:  # noqa: ANN401 - SQLite's own
        try:
            with self._turn:
                return self._base.execute(query, values).fetchall()
        except sqlite3.DatabaseError as why:
            raise EnvironmentProblem("The address index is damaged. Build the map again.") from why


def _all_of(words: Sequence[str], last: str = "begun") -> str:
    parts = [f'"{word}"*' for word in words]
    if last == "whole":
        parts[-1] = f'"{words[-1]}"'
    return " ".join(parts)


def _standing(row: Sequence[Any]) -> Standing:
    piece, (prefix, number, tail, lat, lon) = Piece(*row[:11]), row[11:]
    return Standing(piece, HouseNumber(prefix, number, tail), (lat, lon))


def _values(piece: Piece) -> tuple[object, ...]:
    return (piece.id, piece.kind, piece.ref, piece.label, piece.town, piece.zip_code, piece.area,
            piece.lat, piece.lon, piece.words, piece.street)  # fmt: skip
