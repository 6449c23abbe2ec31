"""Writes the address index: houses, ranges beside roads, crossings, towns, ZIPs, places.

It is public map data in a plain SQLite file; nothing about a member ever goes in.
"""

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from nemt_desk.geo.addresses.house_numbers import house_number, mapped_numbers
from nemt_desk.geo.addresses.street_names import street_name, town_key
from nemt_desk.geo.addresses.suggest_words import well_cased
from nemt_desk.geo.addresses.tables import COUNTED, SCHEMA, boxed, index_tables, pack_line
from nemt_desk.geo.shapes import BBox, LatLon, length_m, middle
from nemt_desk.ground.words import fold

_HOUSE = "INSERT INTO house VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ZIP = re.compile(r"\b(\d{5})(?:-\d{4})?$")


class AddressPoint(Protocol):
    """What the index wants of a county's address point; texts may be empty."""

    @property
    def number(self) -> str: ...  # noqa: D102
    @property
    def street(self) -> str: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def town(self) -> str: ...  # noqa: D102
    @property
    def zip_code(self) -> str: ...  # noqa: D102
    @property
    def lat(self) -> float: ...  # noqa: D102
    @property
    def lon(self) -> float: ...  # noqa: D102


class AddressIndex:
    """Writes the index of one map."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path)
        self._base.executescript(SCHEMA)
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
            shown = well_cased(name.strip())
            self._base.execute(
                "INSERT INTO street VALUES (?, ?, ?, ?, ?, ?, ?)",
                (known, shown, norm, parts.before, parts.core, parts.kind, parts.after),
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
            made = self._base.execute(
                "INSERT INTO segment VALUES (NULL, ?, ?, ?, ?, ?, ?)",
                (street, lat, lon, size, ",".join(sorted(zips)), pack_line(line)),
            )
            boxed(self._base, "near_road", int(made.lastrowid or 0), line)
            self._base.executemany(
                "INSERT INTO road_node VALUES (?, ?, ?, ?, ?)",
                [(node, way, street, at[0], at[1]) for node, at in nodes],
            )

    def add_house(self, tags: dict[str, str], at: LatLon) -> None:
        """Take a house with a number, a street and its place."""
        town, zip_code = tags.get("addr:city", "").strip(), zip_of(tags.get("addr:postcode", ""))
        self._note(zip_code, town, at)
        street = self.street(tags.get("addr:street") or tags.get("addr:place") or "")
        if street is None:
            return
        for number in mapped_numbers(tags["addr:housenumber"]):
            self._base.execute(
                _HOUSE,
                (street, number.prefix, number.number, number.tail, number.flat, *at,
                 zip_code, town, tags.get("addr:unit", "").strip().lower(), "osm"),
            )  # fmt: skip

    def add_county_point(self, point: AddressPoint) -> bool:
        """Take an address point of the county's own; False when number or street can't be read."""
        number = house_number(" ".join(point.number.split()))
        street = self.street(point.street)
        if number is None or street is None:
            return False
        at, zip_code = (point.lat, point.lon), zip_of(point.zip_code)
        town = well_cased(point.town.strip())
        self._note(zip_code, town, at)
        self._base.execute(
            _HOUSE,
            (street, number.prefix, number.number, number.tail, number.flat, *at, zip_code, town,
             point.unit.strip().lower(), "points"),
        )  # fmt: skip
        return True

    def add_span(
        self, name: str, ends: tuple[str, str], side: int, zip_code: str, line: Sequence[LatLon]
    ) -> None:
        """Take a range of numbers along one side (-1 left, 1 right, 0 on a line OSM drew)."""
        first, last = house_number(ends[0]), house_number(ends[1])
        street = self.street(name)
        if first is None or last is None or first.prefix != last.prefix or street is None:
            return
        self._note(zip_code, "", middle(line))
        low, high = sorted((first.number, last.number))
        parity = first.number % 2 if first.number % 2 == last.number % 2 else 2
        made = self._base.execute(
            "INSERT INTO span VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (street, first.prefix, low, high, first.number, last.number, parity, side, zip_code,
             pack_line(line), "census" if side else "osm"),
        )  # fmt: skip
        boxed(self._base, "near_span", int(made.lastrowid or 0), line)

    def add_place(self, tags: dict[str, str], kind: str, at: LatLon) -> None:
        """Take something with a name: a clinic, a shop, a school."""
        self._base.execute(
            "INSERT INTO place VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (tags["name"], fold(tags["name"]), kind, *at, zip_of(tags.get("addr:postcode", "")),
             tags.get("addr:city", ""), tags.get("addr:housenumber", ""),
             tags.get("addr:street", "")),
        )  # fmt: skip

    def add_town(self, name: str, at: LatLon, weight: int) -> None:
        """Take a town, village or quarter."""
        self._base.execute(
            "INSERT INTO town VALUES (?, ?, ?, ?, ?)", (town_key(name), name, *at, weight)
        )

    def add_listed_towns(self, rows: Iterable[dict[str, str]], bounds: BBox) -> None:
        """Take ZIPs and their towns from a list (columns zip, city, a latitude and a longitude)."""
        near = bounds.grown(40_000)
        for row in rows:
            at = _listed_place(row)
            zip_code = zip_of(row.get("zip", "").rjust(5, "0"))
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
                "INSERT OR IGNORE INTO zip_town VALUES (?, ?)", (zip_code, town_key(town))
            )
            self._base.execute(
                "UPDATE zip SET town = ? WHERE zip = ? AND town = ''", (town, zip_code)
            )
        self._finish_towns()
        index_tables(self._base)
        self._base.commit()
        counts = {
            table: int(self._base.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - own names
            for table in COUNTED
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
            if town_key(name) not in known:
                known.add(town_key(name))
                self.add_town(name, (lat, lon), 1)

    def _note(self, zip_code: str, town: str, at: LatLon) -> None:
        if zip_code:
            _add_to(self._zips[zip_code], at)
        if zip_code and town:
            self._zip_towns[zip_code, town] += 1
        if town:
            _add_to(self._towns.setdefault(town_key(town), (town, [0.0, 0.0, 0.0]))[1], at)


def zip_of(text: str) -> str:
    """Return the five digits of a ZIP at the end of a text; nothing if there is none."""
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
