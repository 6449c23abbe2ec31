"""Map building at 1x, 4x and 16x of a made-up county: seconds for each feature, and memory.

Each build runs in a process of its own, so that its peak memory is its own. Ratio: time for a
feature at 16x to that at 4x; the fixed cost of a build (starting the tile builder, trying the
map) would flatter 1x.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import osmium
import osmium.osm.mutable

from bench.measure import Result
from bench.memory import peak_mb

AIM = 1.3
SIZES = (1, 4, 16)
_WEST, _SOUTH = -94.6, 45.2
# A town has this many streets each way, and houses along those that run east.
_STREETS = 12
_HOUSES = 20
_TOWNS = 6
_BLOCK = 0.0012
_FARMS = 6
_APART = 0.1


def write_county(path: Path, times: int) -> int:
    """Write a county of `times` x 6 towns with country roads between; returns its features."""
    across = max(1, round((times * _TOWNS) ** 0.5))
    county = _County(path)
    corners: dict[tuple[int, int], int] = {}
    for number in range(times * _TOWNS):
        spot = divmod(number, across)
        corners[spot] = _town(county, number, *_place(spot))
    for number, (spot, corner) in enumerate(corners.items()):
        for up, right in ((1, 0), (0, 1)):
            other = corners.get((spot[0] + up, spot[1] + right))
            if other is not None:
                name = f"County Road {number}{'N' if up else 'E'}"
                _country_road(county, name, _place(spot), (corner, other, up, right))
    return county.close()


def _place(spot: tuple[int, int]) -> tuple[float, float]:
    return _SOUTH + spot[0] * _APART, _WEST + spot[1] * _APART


class _County:
    """Gathers points and lines, and writes the points first."""

    def __init__(self, path: Path) -> None:
        self._writer = osmium.SimpleWriter(str(path))
        self._ways: list[tuple[list[int], dict[str, str]]] = []
        self._count = 0
        self._tagged = 0

    def point(self, lat: float, lon: float, tags: dict[str, str] | None = None) -> int:
        self._count += 1
        self._tagged += tags is not None
        node = osmium.osm.mutable.Node(
            id=self._count, version=1, location=(lon, lat), tags=tags or {}
        )
        self._writer.add_node(node)
        return self._count

    def way(self, nodes: Sequence[int], tags: dict[str, str]) -> None:
        self._ways.append((list(nodes), tags))

    def close(self) -> int:
        for number, (nodes, tags) in enumerate(self._ways, 1):
            self._writer.add_way(
                osmium.osm.mutable.Way(id=number, version=1, nodes=nodes, tags=tags)
            )
        self._writer.close()
        return self._tagged + len(self._ways)


def _town(county: _County, number: int, south: float, west: float) -> int:
    """Draw a town; returns the point of its corner."""
    name = f"Town {number}"
    county.point(south, west, {"place": "village", "name": name})
    grid = [
        [county.point(south + row * _BLOCK, west + column * _BLOCK) for column in range(_STREETS)]
        for row in range(_STREETS)
    ]
    for row in range(_STREETS):
        street = f"{row + 1}th Street {number % 40}"
        county.way(grid[row], {"highway": "residential", "name": street})
        county.way([line[row] for line in grid], {"highway": "residential", "name": f"Ave {row}"})
        for house in range(_HOUSES):
            at = (south + row * _BLOCK + 0.0002, west + house * 0.0006)
            _house(county, at, (str(100 + house * 2), street, name, f"{55000 + number % 900}"))
    return grid[0][0]


def _country_road(
    county: _County, road: str, begin: tuple[float, float], ends: tuple[int, int, int, int]
) -> None:
    """Draw a road to the next town, with farms along it."""
    first, last, up, right = ends
    points = [first]
    for step in range(1, 30):
        at = (begin[0] - 0.0004 + up * step * _APART / 30, begin[1] + right * step * _APART / 30)
        points.append(county.point(*at))
        if step % (30 // _FARMS) == 0:
            _house(county, (at[0] + 0.0003, at[1]), (f"{step}00", road, "Countryside", "55999"))
    county.way([*points, last], {"highway": "tertiary", "name": road})


def _house(county: _County, at: tuple[float, float], words: tuple[str, str, str, str]) -> None:
    keys = ("addr:housenumber", "addr:street", "addr:city", "addr:postcode")
    county.point(*at, dict(zip(keys, words, strict=True)))
    lat, lon = at
    corners = [(0, 0), (0.0001, 0), (0.0001, 0.00015), (0, 0.00015)]
    ring = [county.point(lat + up, lon + right) for up, right in corners]
    county.way([*ring, ring[0]], {"building": "yes"})


def build_alone(path: Path, folder: Path) -> dict[str, float]:
    """Build a map in a process of its own; returns seconds and peak memory in MB."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.map_growth", str(path), str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _build_here(path: Path, folder: Path) -> dict[str, float]:
    from nemt_desk.geo import build_map  # noqa: PLC0415 - the other process only

    stages = _Stages()
    begun = time.perf_counter()
    build_map([path], folder, progress=stages)
    seconds = time.perf_counter() - begun
    # The tile builder's: at least what this process had when it started it.
    builder = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e6
    return {"seconds": seconds, "mb": peak_mb(), "builder_mb": builder, **stages.told()}


class _Stages:
    """Adds up how long each stage takes."""

    def __init__(self) -> None:
        self._begun: list[tuple[str, float]] = []

    def step(self, text: str, percent: int) -> None:
        if not self._begun or self._begun[-1][0] != text:
            self._begun.append((text, time.perf_counter()))

    def told(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for (text, begun), (_, ended) in pairwise(self._begun):
            found[text] = found.get(text, 0.0) + ended - begun
        return {f"{text}, s": seconds for text, seconds in found.items() if seconds > 0.05}


def measure() -> Result:
    """Build at each size and compare."""
    with tempfile.TemporaryDirectory() as name:
        return _measured(Path(name))


def _measured(folder: Path) -> Result:
    per_feature: dict[int, float] = {}
    details: dict[str, float] = {}
    for times in SIZES:
        path = folder / f"{times}.osm.pbf"
        features = write_county(path, times)
        found = build_alone(path, folder / f"map{times}")
        per_feature[times] = found["seconds"] / features * 1000
        details[f"{times}x: features"] = features
        for what, value in found.items():
            details[f"{times}x: {what}"] = value
    return Result(
        name="map growth",
        aim=AIM,
        ours_ms=per_feature[16],
        baseline_ms=per_feature[4],
        ours="building at 16x, for each feature",
        baseline="building at 4x, for each feature",
        details=details,
    )


if __name__ == "__main__":
    print(json.dumps(_build_here(Path(sys.argv[1]), Path(sys.argv[2]))))
