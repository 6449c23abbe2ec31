"""Our table of 200 by 200 drive times for planning, and the engine's own on the same points."""

import math
import random
import statistics
import tempfile
from pathlib import Path

import valhalla

from bench.measure import Result, in_turns
from nemt_desk.geo import CountyMap, Point, build_map
from nemt_desk.geo.building.map_folder import current_folder
from nemt_desk.geo.roads.engine import engine_config
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.progress import Quiet

SIDE = 200
_MAPS = ("perquimans_nc_tiger2020", "harrisburg_pa_2015")
_SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "osm"


def measure() -> Result:
    """Ask for the whole table on a country and a town map."""
    details: dict[str, float] = {}
    ours: list[float] = []
    bare: list[float] = []
    for name in _MAPS:
        one, other, worst_s = _on(_SHARED / f"{name}.osm.pbf")
        details[f"{name} ratio"] = statistics.median(one) / statistics.median(other)
        details[f"{name} seconds"] = statistics.median(one) / 1000
        details[f"{name} worst cell, s beyond the route"] = worst_s
        ours += one
        bare += other
    return Result(
        name="matrix",
        aim=1.2,
        ours_ms=statistics.median(ours),
        baseline_ms=statistics.median(bare),
        ours=f"CountyMap.matrix {SIDE} x {SIDE}, fastest, as legs",
        baseline="pyvalhalla Actor.matrix on the same points, as it comes",
        details=details,
    )


def _on(source: Path) -> tuple[list[float], list[float], float]:
    with tempfile.TemporaryDirectory(prefix="nemt-bench-") as folder:
        build_map([source], Path(folder), progress=Quiet())
        with CountyMap.open(Path(folder)) as county:
            actor = valhalla.Actor(engine_config(current_folder(Path(folder)) / "tiles"))
            points = _points(county)
            starts, ends = points[:SIDE], points[SIDE:]
            request = {
                "sources": [{"lat": p.lat, "lon": p.lon} for p in starts],
                "targets": [{"lat": p.lat, "lon": p.lon} for p in ends],
                "costing": "auto",
            }
            pair = (lambda: county.matrix(starts, ends), lambda: actor.matrix(request))
            one, other = in_turns([pair, pair])
            return one, other, _worst_s(county, starts, ends)


def _points(county: CountyMap) -> list[Point]:
    """Choose random points beside roads."""
    chance, box = random.Random(5), county.info.bounds
    found: list[Point] = []
    while len(found) < 2 * SIDE:
        point = Point(chance.uniform(box.south, box.north), chance.uniform(box.west, box.east))
        (leg,) = county.matrix([point], [box.centre])[0]
        if leg is not None:
            found.append(point)
    return found


def _worst_s(county: CountyMap, starts: list[Point], ends: list[Point]) -> float:
    """Return by how much the table's time is beyond that of the engine's own route, at worst."""
    table = county.matrix(starts[:20], ends[:20])
    beyond = [0.0]
    for row, start in zip(table, starts[:20], strict=True):
        for leg, end in list(zip(row, ends[:20], strict=True))[::4]:
            if leg is not None:
                beyond.append(leg.duration_s - _route_s(county, start, end))
    return max(beyond)


def _route_s(county: CountyMap, start: Point, end: Point) -> float:
    try:
        return county.route(start, end, "fastest").duration_s
    except RefusedError:
        return math.inf
