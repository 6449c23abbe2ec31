"""Questions to the routing engine over built tiles, one at a time. Knows its JSON, not the office.

The engine is silent about *why* there is no way: `routing` and `unreachable` find words for it.
"""

import json
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import valhalla

from nemt_desk.geo.native_paths import native
from nemt_desk.geo.roads.driving import Kind
from nemt_desk.geo.roads.engine import engine_config
from nemt_desk.geo.roads.polyline import measured
from nemt_desk.geo.shapes import LatLon, Point, distance_m
from nemt_desk.ground.errors import EnvironmentProblem, RefusedError

type Plain = dict[str, Any]

_NO_PATH = frozenset({440, 441, 442, 443})
_NO_ROAD = frozenset({170, 171})
_NO_FERRY = {"exclude_ferry": True}
# Pieces of road are looked for exactly where asked, however cut off they are.
_EXACTLY = {"radius": 0, "minimum_reachability": 0, "node_snap_tolerance": 0}
_NO_LENGTH_M = 0.2
_ANY_WAY = {"ignore_oneways": True, "ignore_access": True, "ignore_restrictions": True}
_EDGE = ["edge.way_id", "edge.names", "edge.begin_shape_index", "edge.end_shape_index", "shape"]


class NoWayError(RefusedError):
    """There is no way by road between the points."""


class NoRoadError(RefusedError):
    """There is no road near a point."""


class Engine:
    """The engine over one folder of tiles. Safe to use from several threads; they take turns."""

    def __init__(self, tiles: Path) -> None:
        self._turn = threading.Lock()
        if not tiles.is_dir():
            raise EnvironmentProblem("The map has no routing tiles. Build the map again.")
        self._tiles = tiles
        self._actor = _opened(tiles)
        self._tabler: Any = None

    def trip(self, a: Point, b: Point, costing: Plain) -> Plain:
        """Return the engine's trip from `a` to `b`: from the road at the pin if one leads on."""
        try:
            trip = self._trip((place(a), place(b)), costing)
            if _is_aboard(trip):
                trip = self._trip((place(a, ashore=True), place(b, ashore=True)), costing)
        except NoWayError:
            ends = place(a, loose=True, ashore=True), place(b, loose=True, ashore=True)
            trip = self._trip(ends, costing)
        return trip

    def _trip(self, ends: tuple[Plain, Plain], costing: Plain) -> Plain:
        request = {
            "locations": ends,
            **costing,
            "units": "kilometers",
            "language": "en-US",
            "directions_type": "instructions",
        }
        trip: Plain = self._ask(self._actor.route, request)["trip"]
        return trip

    def table(self, starts: Sequence[Plain], ends: Sequence[Plain], costing: Plain) -> Plain:
        """Return `distances` (kilometres) and `durations` (seconds), rows of starts."""
        request = {
            "sources": starts,
            "targets": ends,
            **costing,
            "units": "kilometers",
            "verbose": False,
        }
        if costing["costing_options"]["auto"].get("shortest"):
            verb = self._actor.matrix
        else:
            # Three to four times as quick, and on every cell what a route takes; but on the
            # shortest way it would drive through private roads.
            with self._turn:
                self._tabler = self._tabler or _opened(self._tiles, "timedistancematrix")
            verb = self._tabler.matrix
        table: Plain = self._ask(verb, request)["sources_to_targets"]
        return table

    def gaps(self, points: Sequence[Point]) -> list[float]:
        """Return how far the road that the engine takes loosely for each point is, in metres."""
        request = {"locations": [place(p, loose=True) for p in points], "costing": "auto"}
        found = self._ask(self._actor.locate, request)
        return [
            max((_gap_m(point, edge) for edge in item.get("edges") or ()), default=0.0)
            for point, item in zip(points, found, strict=True)
        ]

    def aboard(self, points: Sequence[Point]) -> frozenset[int]:
        """Return which points lie nearer to a ferry's line than to a road, by their place."""
        request = {"locations": [place(p) for p in points], "costing": "auto", "verbose": True}
        return frozenset(
            number
            for number, item in enumerate(self._ask(self._actor.locate, request))
            if any(_is_ferry(edge) for edge in item.get("edges") or ())
        )

    def nearest(self, points: Sequence[LatLon], **how: object) -> list[list[Plain]]:
        """Return for each point the pieces of road nearest to it, nearest first."""
        places = [
            {"lat": lat, "lon": lon, "search_filter": _NO_FERRY, **_EXACTLY, **how}
            for lat, lon in points
        ]
        answer = self._ask(
            self._actor.locate, {"locations": places, "costing": "auto", "verbose": True}
        )
        found = [item.get("edges") or [] for item in answer]
        return [sorted(edges, key=lambda edge: float(edge["distance"])) for edges in found]

    def along(
        self, a: LatLon, b: LatLon, without: Sequence[LatLon] = ()
    ) -> tuple[list[LatLon], list[Plain]]:
        """Return the shortest line of roads from `a` to `b`, and its edges; one-ways ignored."""
        how = {
            "costing": "auto",
            "costing_options": {"auto": {"shortest": True, **_ANY_WAY}},
            "exclude_locations": [exactly(spot) for spot in without],
        }
        request = {"locations": [exactly(a), exactly(b)], "directions_type": "none", **how}
        leg = self._ask(self._actor.route, request)["trip"]["legs"][0]
        line = _without_repeats(measured(leg["shape"])[0])
        walk = {
            "shape": [{"lat": lat, "lon": lon} for lat, lon in line],
            "shape_match": "edge_walk",
            "filters": {"attributes": _EDGE, "action": "include"},
            **how,
        }
        return line, self._ask(self._actor.trace_attributes, walk)["edges"]

    def _ask(self, verb: Any, request: Plain) -> Any:  # noqa: ANN401 - engine's JSON
        try:
            with self._turn:
                return verb(request)
        except valhalla.ValhallaError as why:
            raise _refusal(why) from why


def _without_repeats(line: list[LatLon]) -> list[LatLon]:
    # A spot exactly on a crossing makes a piece of no length, which the engine can't walk.
    kept = line[:1]
    for at in line[1:]:
        if distance_m(kept[-1], at) > _NO_LENGTH_M:
            kept.append(at)
    return kept


def place(point: Point, *, loose: bool = False, ashore: bool = False) -> Plain:
    """Return a point as the engine wants it.

    Loosely, a pin on a scrap of road that leads nowhere belongs to the next road that does.
    Ashore, it never belongs to a ferry; that takes the engine twice as long.
    """
    plain: Plain = {"lat": point.lat, "lon": point.lon}
    if not loose:
        plain["minimum_reachability"] = 0
    if ashore:
        plain["search_filter"] = _NO_FERRY
    return plain


def _is_aboard(trip: Plain) -> bool:
    steps = trip["legs"][0]["maneuvers"]
    return "ferry" in steps[0] or "ferry" in steps[max(0, len(steps) - 2)]


def _is_ferry(edge: Plain) -> bool:
    return bool(edge["edge"]["classification"]["use"] == "ferry")


def exactly(spot: LatLon) -> Plain:
    """Return a spot of one piece of road, as the engine wants it."""
    return {"lat": spot[0], "lon": spot[1], **_EXACTLY}


def costing(kind: Kind, *, avoid_ferries: bool, closed: Sequence[LatLon]) -> Plain:
    """Return how the engine is to choose."""
    options: Plain = {}
    if kind == "shortest":
        # Pruning small roads far from both ends is quick and right for time, wrong for distance.
        options = {"shortest": True, "disable_hierarchy_pruning": True}
    if avoid_ferries:
        options["exclude_ferries"] = True
    plain: Plain = {"costing": "auto", "costing_options": {"auto": options}}
    if closed:
        plain["exclude_locations"] = [exactly(spot) for spot in closed]
    return plain


def _gap_m(point: Point, edge: Plain) -> float:
    return distance_m(point.pair, (edge["correlated_lat"], edge["correlated_lon"]))


def _opened(tiles: Path, tabler: str = "costmatrix") -> Any:  # noqa: ANN401 - engine has no types
    settings = engine_config(tiles)
    settings["thor"]["source_to_target_algorithm"] = tabler
    # The engine wants its settings in a file once, while it starts.
    with tempfile.TemporaryDirectory(prefix="nemt-desk-") as folder:
        config = Path(folder) / "engine.json"
        config.write_text(json.dumps(settings), encoding="utf-8")
        try:
            return valhalla.Actor(native(config))
        except (valhalla.ValhallaError, RuntimeError) as why:
            raise EnvironmentProblem(
                "The routing tiles could not be opened. Build the map again."
            ) from why


def _refusal(why: Any) -> RefusedError:  # noqa: ANN401 - the engine has no types
    code = getattr(why, "code", None)
    if code in _NO_ROAD:
        return NoRoadError("There is no road near one of the two points. Move the pin to a road.")
    if code in _NO_PATH:
        return NoWayError(
            "The map has no way by road between the two points. Check both pins; "
            "one may sit on a road that is cut off."
        )
    return RefusedError(f"The route could not be found (the engine said {code}). Check both pins.")
