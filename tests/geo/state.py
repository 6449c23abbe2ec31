"""A made-up state: counties in a square, each a grid of roads, with borders as OSM has them."""

from dataclasses import dataclass, field
from pathlib import Path

import osmium
import osmium.osm.mutable

WEST, SOUTH, STEP = -95.0, 44.0, 0.01
# OpenStreetMap's IDs lie this far apart by now; sets of IDs must not mind.
_HIGHEST = 13_000_000_000


@dataclass(slots=True)
class _State:
    counties: int
    rows: int
    ways: list[tuple[list[int], dict[str, str]]] = field(default_factory=list)
    borders: dict[tuple[tuple[int, int], tuple[int, int]], int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return self.counties * self.rows

    def node(self, row: int, column: int) -> int:
        across = self.size + 1
        return 1 + (row * across + column) * (_HIGHEST // (across * across))

    def line(self, a: tuple[int, int], b: tuple[int, int]) -> list[int]:
        if a[0] == b[0]:
            return [self.node(a[0], column) for column in range(a[1], b[1] + 1)]
        return [self.node(row, a[1]) for row in range(a[0], b[0] + 1)]

    def border(self, a: tuple[int, int], b: tuple[int, int]) -> int:
        if (a, b) not in self.borders:
            tags = {"boundary": "administrative", "admin_level": "6"}
            self.ways.append((self.line(a, b), tags))
            self.borders[a, b] = len(self.ways)
        return self.borders[a, b]


def write_state(path: Path, counties: int = 3, rows: int = 6, lake: int = 0) -> None:
    """Write `counties`² counties named `County<row><column>`, `rows`² blocks each.

    A lake of `lake` points lies all over the state, if wanted: one shore across county 11.
    """
    mutable = osmium.osm.mutable
    state = _State(counties, rows)
    size = state.size
    relations = _counties(state)
    for row in range(size + 1):
        for at in range(0, size, rows):
            tags = {"highway": "residential", "name": f"{row}th Street"}
            state.ways.append((state.line((row, at), (row, at + rows)), tags))
            tags = {"highway": "tertiary", "name": f"County Road {row}"}
            state.ways.append((state.line((at, row), (at + rows, row)), tags))
    first_of_lake = _HIGHEST + 1
    with osmium.SimpleWriter(str(path)) as writer:
        for row in range(size + 1):
            for column in range(size + 1):
                place = (WEST + column * STEP, SOUTH + row * STEP)
                writer.add_node(mutable.Node(id=state.node(row, column), version=1, location=place))
        middle = WEST + (rows * 1.5 + 0.3) * STEP
        for number in range(lake):
            lat = SOUTH + size * STEP * number / lake
            writer.add_node(
                mutable.Node(id=first_of_lake + number, version=1, location=(middle, lat))
            )
        if lake:
            shore = list(range(first_of_lake, first_of_lake + lake))
            fifth = lake // 5
            pieces = [shore[at : at + fifth + 1] for at in range(0, fifth * 4, fifth)]
            pieces.append(shore[fifth * 4 :] + shore[:1])
            members = []
            for piece in pieces:
                state.ways.append((piece, {}))
                members.append(("w", len(state.ways), "outer"))
            tags = {"type": "multipolygon", "natural": "water", "name": "Long Lake"}
            relations.append((members, tags))
        for number, (nodes, tags) in enumerate(state.ways, 1):
            writer.add_way(mutable.Way(id=number, version=1, nodes=nodes, tags=tags))
        for number, (members, tags) in enumerate(relations, 1):
            writer.add_relation(mutable.Relation(id=number, version=1, members=members, tags=tags))


def _counties(state: _State) -> list[tuple[list[tuple[str, int, str]], dict[str, str]]]:
    found = []
    rows = state.rows
    for up in range(state.counties):
        for right in range(state.counties):
            south, west = up * rows, right * rows
            north, east = south + rows, west + rows
            ways = [
                state.border((south, west), (south, east)),
                state.border((south, east), (north, east)),
                state.border((north, west), (north, east)),
                state.border((south, west), (north, west)),
            ]
            tags = {
                "type": "boundary",
                "boundary": "administrative",
                "admin_level": "6",
                "name": f"County{up}{right} County",
                "nist:fips_code": f"99{up * state.counties + right:03d}",
            }
            found.append(([("w", way, "outer") for way in ways], tags))
    return found
