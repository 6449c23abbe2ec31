"""Routes and drive times over the built tiles.

The direct route is the shortest way a car may drive: one-ways, closed roads and turn restrictions
hold; private roads and driveways only at either end. Miles and directions are of the same route.
Miles run from the road in front of the start to the road in front of the end: the way from the
road to the door is told (`from_road_m`, `to_road_m`) and not counted.
"""

import json
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import valhalla

from nemt_desk.geo.engine import ENGINE, VERSION, engine_config
from nemt_desk.geo.info import MapInfo
from nemt_desk.geo.native_paths import native
from nemt_desk.geo.shapes import LatLon, Point, distance_m, length_m
from nemt_desk.ground.errors import EnvironmentProblem, RefusedError

type Kind = Literal["shortest", "fastest"]

FARTHEST_FROM_ROAD_M = 2000.0
_SAME_PLACE_M = 1.0
# Farther off the roads than along them: the miles on the road would be an untruth, near zero.
_UNCLEAR_M = 400.0
_NO_PATH = frozenset({440, 441, 442, 443})
_NO_ROAD = frozenset({170, 171})
_ROWS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the directions and how far one drives on it."""

    text: str
    distance_m: float
    duration_s: float


@dataclass(frozen=True, slots=True)
class Route:
    """A way from one point to another; `shape` follows the road."""

    kind: Kind
    distance_m: float
    duration_s: float
    steps: tuple[Step, ...]
    shape: tuple[LatLon, ...]
    from_road_m: float
    to_road_m: float
    engine: str
    version: str
    map_date: str
    map_hash: str


@dataclass(frozen=True, slots=True)
class Leg:
    """Distance and time between two points, without directions."""

    distance_m: float
    duration_s: float


class Router:
    """Routes on one built map. Safe to use from several threads; they take turns."""

    def __init__(self, folder: Path, info: MapInfo) -> None:
        self._info = info
        self._turn = threading.Lock()
        tiles = folder / "tiles"
        if not tiles.is_dir():
            raise EnvironmentProblem("The map has no routing tiles. Build the map again.")
        self._actor = _open_actor(tiles)

    def route(self, a: Point, b: Point, kind: Kind = "shortest") -> Route:
        """Return the way from `a` to `b`; refuses with a sentence when there is none."""
        return self.routes(a, b)[1] if kind == "fastest" else self._route(a, b, kind)

    def routes(self, a: Point, b: Point) -> tuple[Route, Route]:
        """Return the direct (shortest) and the fastest way."""
        direct = self._route(a, b, "shortest")
        fastest = self._route(a, b, "fastest")
        if direct.duration_s <= fastest.duration_s:
            # The engine's own choice weighs turns and signals beyond their time.
            fastest = replace(direct, kind="fastest")
        return direct, fastest

    def _route(self, a: Point, b: Point, kind: Kind) -> Route:
        self._on_map(a, "start")
        self._on_map(b, "end")
        if a.distance_m(b) < _SAME_PLACE_M:
            return self._standing(a, kind)
        request = {
            "locations": [_location(a), _location(b)],
            **_costing(kind),
            "units": "kilometers",
            "language": "en-US",
            "directions_type": "instructions",
        }
        trip = self._ask(self._actor.route, request)["trip"]
        leg = trip["legs"][0]
        shape = _decode(leg["shape"])
        start_m, end_m = distance_m(a.pair, shape[0]), distance_m(b.pair, shape[-1])
        _near_road(start_m, "start")
        _near_road(end_m, "end")
        steps = tuple(_step(item, shape) for item in leg["maneuvers"])
        if start_m + end_m > max(_UNCLEAR_M, length_m(shape)):
            raise RefusedError(
                "Both points are near the same spot of road, and farther from it than the way on "
                "the road is long. Move the pins to their roads."
            )
        return Route(
            kind=kind,
            distance_m=sum(step.distance_m for step in steps),
            duration_s=float(trip["summary"]["time"]),
            steps=steps,
            shape=tuple(shape),
            from_road_m=start_m,
            to_road_m=end_m,
            engine=ENGINE,
            version=VERSION,
            map_date=self._info.map_date,
            map_hash=self._info.map_hash,
        )

    def matrix(
        self, starts: Sequence[Point], ends: Sequence[Point], kind: Kind = "fastest"
    ) -> list[list[Leg | None]]:
        """Return distance and time from each start to each end; None where there is no way."""
        table: list[list[Leg | None]] = []
        for first in range(0, len(starts), _ROWS_AT_ONCE):
            table.extend(self._rows(starts[first : first + _ROWS_AT_ONCE], ends, kind))
        return table

    def _rows(
        self, starts: Sequence[Point], ends: Sequence[Point], kind: Kind
    ) -> list[list[Leg | None]]:
        if not starts or not ends:
            return [[] for _ in starts]
        request = {
            "sources": [_location(point) for point in starts],
            "targets": [_location(point) for point in ends],
            **_costing(kind),
            "units": "kilometers",
            "verbose": True,
        }
        answer = self._ask(self._actor.matrix, request)["sources_to_targets"]
        return [[_leg(cell) for cell in row] for row in answer]

    def _ask(self, verb: Any, request: dict[str, Any]) -> Any:  # noqa: ANN401 - engine's JSON
        try:
            with self._turn:
                return verb(request)
        except valhalla.ValhallaError as why:
            raise _refusal(why) from why

    def _on_map(self, point: Point, which: str) -> None:
        if not self._info.bounds.grown(FARTHEST_FROM_ROAD_M).contains(point.lat, point.lon):
            raise RefusedError(
                f"The {which} lies outside the map. Build a map that holds it, or move the pin."
            )

    def _standing(self, at: Point, kind: Kind) -> Route:
        return Route(
            kind, 0.0, 0.0, (Step("Start and end are the same place.", 0.0, 0.0),),
            (at.pair, at.pair), 0.0, 0.0,
            ENGINE, VERSION, self._info.map_date, self._info.map_hash,
        )  # fmt: skip


def _open_actor(tiles: Path) -> Any:  # noqa: ANN401 - the engine has no types
    # The engine wants its settings in a file once, while it starts.
    with tempfile.TemporaryDirectory(prefix="nemt-desk-") as folder:
        config = Path(folder) / "engine.json"
        config.write_text(json.dumps(engine_config(tiles)), encoding="utf-8")
        try:
            return valhalla.Actor(native(config))
        except (valhalla.ValhallaError, RuntimeError) as why:
            raise EnvironmentProblem(
                "The routing tiles could not be opened. Build the map again."
            ) from why


def _location(point: Point) -> dict[str, float]:
    return {"lat": point.lat, "lon": point.lon}


def _costing(kind: Kind) -> dict[str, Any]:
    # Pruning small roads far from both ends is quick and right for time, wrong for distance.
    options = {"shortest": True, "disable_hierarchy_pruning": True} if kind == "shortest" else {}
    return {"costing": "auto", "costing_options": {"auto": options}}


def _near_road(gap_m: float, which: str) -> None:
    if gap_m > FARTHEST_FROM_ROAD_M:
        raise RefusedError(
            f"The {which} is {gap_m / 1609.344:.1f} miles from the nearest road on the map. "
            "Move the pin to the road."
        )


def _step(item: dict[str, Any], shape: Sequence[LatLon]) -> Step:
    line = shape[item["begin_shape_index"] : item["end_shape_index"] + 1]
    return Step(str(item["instruction"]), length_m(line), float(item["time"]))


def _leg(cell: dict[str, Any]) -> Leg | None:
    if cell.get("distance") is None or cell.get("time") is None:
        return None
    return Leg(float(cell["distance"]) * 1000, float(cell["time"]))


def _refusal(why: Any) -> RefusedError:  # noqa: ANN401 - the engine has no types
    code = getattr(why, "code", None)
    if code in _NO_ROAD:
        return RefusedError("There is no road near one of the two points. Move the pin to a road.")
    if code in _NO_PATH:
        return RefusedError(
            "The map has no way by road between the two points. Check both pins; "
            "one may sit on a road that is cut off."
        )
    return RefusedError(f"The route could not be found (the engine said {code}). Check both pins.")


def _decode(text: str) -> list[LatLon]:
    """Read the engine's line: differences in millionths of a degree, five bits a letter."""
    line: list[LatLon] = []
    place = [0, 0]
    value = shift = axis = 0
    for letter in text:
        bits = ord(letter) - 63
        value |= (bits & 31) << shift
        shift += 5
        if bits & 32:
            continue
        place[axis] += ~(value >> 1) if value & 1 else value >> 1
        if axis:
            line.append((place[0] / 1e6, place[1] / 1e6))
        axis ^= 1
        value = shift = 0
    return line
