"""Our direct route with its steps, and the same one asked of the engine bare."""

import random
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import valhalla

from bench.measure import Result, in_turns
from nemt_desk.geo import CountyMap, Point, build_map
from nemt_desk.geo.building.map_folder import current_folder
from nemt_desk.geo.roads.engine import engine_config
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.progress import Quiet

MAPS = ("columbus_oh_2015", "reisterstown_md", "perquimans_nc_tiger2020")
_PAIRS = 100
_SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "osm"


def measure() -> Result:
    """Ask for routes between random places of three counties."""
    details: dict[str, float] = {}
    ours: list[float] = []
    bare: list[float] = []
    for name in MAPS:
        one, other = _on(_SHARED / f"{name}.osm.pbf")
        details[f"{name} ratio"] = statistics.median(one) / statistics.median(other)
        ours += one
        bare += other
    return Result(
        name="route",
        aim=1.3,
        ours_ms=statistics.median(ours),
        baseline_ms=statistics.median(bare),
        ours="CountyMap.route: miles, minutes, steps with their miles, line, gaps to the road",
        baseline="pyvalhalla Actor.route with directions, the same costing, as it comes",
        details=details,
    )


def _on(source: Path) -> tuple[list[float], list[float]]:
    with tempfile.TemporaryDirectory(prefix="nemt-bench-") as folder:
        build_map([source], Path(folder), progress=Quiet())
        with CountyMap.open(Path(folder)) as county:
            actor = valhalla.Actor(engine_config(current_folder(Path(folder)) / "tiles"))
            pairs = _pairs(county)
            work = [(_ours(county, a, b), _bare(actor, a, b)) for a, b in pairs]
            for one, other in work[:10]:
                one()
                other()
            return in_turns(work)


def _pairs(county: CountyMap) -> list[tuple[Point, Point]]:
    """Choose points near roads: only where a route exists both calls do the same work."""
    chance, box = random.Random(11), county.info.bounds
    found: list[tuple[Point, Point]] = []
    while len(found) < _PAIRS:
        a, b = (
            Point(chance.uniform(box.south, box.north), chance.uniform(box.west, box.east))
            for _ in range(2)
        )
        (leg,) = county.matrix([a], [b])[0]
        if leg is not None and _is_plain(county, a, b):
            found.append((a, b))
    return found


def _is_plain(county: CountyMap, a: Point, b: Point) -> bool:
    try:
        route = county.route(a, b)
    except RefusedError:
        return False
    return route.off_road_m < 150


def _ours(county: CountyMap, a: Point, b: Point) -> Callable[[], object]:
    return lambda: county.route(a, b)


def _bare(actor: Any, a: Point, b: Point) -> Callable[[], object]:  # noqa: ANN401 - no types
    request = {
        "locations": [{"lat": p.lat, "lon": p.lon} for p in (a, b)],
        "costing": "auto",
        "costing_options": {"auto": {"shortest": True, "disable_hierarchy_pruning": True}},
        "units": "miles",
    }
    return lambda: actor.route(request)
