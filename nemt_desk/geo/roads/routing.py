"""Routes and drive times over the built tiles.

The direct route is the shortest way a car may drive: one-ways, closed roads and turn restrictions
hold; private roads and driveways only at either end. Miles and directions are of the same route.
Miles run from the road in front of the start to the road in front of the end: the way from the
road to the door is told (`from_road_m`, `to_road_m`) and not counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nemt_desk.geo.info import MapInfo
from nemt_desk.geo.roads import unreachable
from nemt_desk.geo.roads.closed_roads import ClosedPiece, ClosedRoads, first_met
from nemt_desk.geo.roads.driving import USUAL, ClosedRoad, Driving, Kind
from nemt_desk.geo.roads.engine import ENGINE, VERSION
from nemt_desk.geo.roads.engine_calls import Engine, NoWayError, Plain, costing
from nemt_desk.geo.roads.polyline import measured, placed
from nemt_desk.geo.roads.tables import Leg, Tabler
from nemt_desk.geo.roads.unreachable import UnreachableError
from nemt_desk.geo.shapes import LatLon, Point, along, distance_m
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.units import miles

__all__ = [
    "ClosedRoad", "Driving", "Kind", "Leg", "Route", "Router", "Step", "UnreachableError",
]  # fmt: skip

FARTHEST_FROM_ROAD_M = 2000.0
_SAME_PLACE_M = 1.0
# Farther off the roads than along them: the miles on the road would be an untruth, near zero.
_UNCLEAR_M = 400.0
# A pin this near a shut piece of road may stand on it.
_ON_PIECE_M = 100.0


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the directions and how far one drives, or sails, on it."""

    text: str
    distance_m: float
    duration_s: float
    is_ferry: bool = False


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

    @property
    def has_ferry(self) -> bool:
        """Say whether a part of the way is by ferry."""
        return any(step.is_ferry for step in self.steps)

    @property
    def ferry_m(self) -> float:
        """Return the metres aboard a ferry; they are part of `distance_m`."""
        return sum(step.distance_m for step in self.steps if step.is_ferry)

    @property
    def off_road_m(self) -> float:
        """Return the metres from the road to both doors; they are not in `distance_m`."""
        return self.from_road_m + self.to_road_m


class Router:
    """Routes on one built map. Safe to use from several threads; they take turns."""

    def __init__(self, folder: Path, info: MapInfo) -> None:
        self._info = info
        self._engine = Engine(folder / "tiles")
        self._closed = ClosedRoads(self._engine)

    def route(
        self, a: Point, b: Point, kind: Kind = "shortest", *, driving: Driving = USUAL
    ) -> Route:
        """Return the way from `a` to `b`; `UnreachableError` with a sentence when there is none."""
        if kind == "fastest":
            return self.routes(a, b, driving=driving)[1]
        return self._route(a, b, kind, driving)

    def routes(self, a: Point, b: Point, *, driving: Driving = USUAL) -> tuple[Route, Route]:
        """Return the direct (shortest) and the fastest way."""
        direct = self._route(a, b, "shortest", driving)
        fastest = self._route(a, b, "fastest", driving)
        if direct.duration_s <= fastest.duration_s:
            # The engine's own choice weighs turns and signals beyond their time.
            fastest = replace(direct, kind="fastest")
        return direct, fastest

    def matrix(
        self,
        starts: Sequence[Point],
        ends: Sequence[Point],
        kind: Kind = "fastest",
        *,
        driving: Driving = USUAL,
    ) -> list[list[Leg | None]]:
        """Return distance and time from each start to each end; None where there is no way."""
        spots = [piece.spot for piece in self._closed.shut(driving.closed)]
        how = costing(kind, avoid_ferries=driving.avoid_ferries, closed=spots)
        return Tabler(self._engine, how, driving.speed_factor).table(starts, ends)

    def closed_pieces(self, road: ClosedRoad) -> tuple[ClosedPiece, ...]:
        """Return what `road` really shuts; refused when it lies on no road or not along one."""
        return self._closed.pieces(road)

    def _route(self, a: Point, b: Point, kind: Kind, driving: Driving) -> Route:
        self._on_map(a, "start")
        self._on_map(b, "end")
        if a.distance_m(b) < _SAME_PLACE_M:
            return self._standing(a, kind)
        route = self._open_route(a, b, kind, avoid_ferries=driving.avoid_ferries)
        shut = self._closed.shut(driving.closed)
        if first_met(route.shape, shut) is not None:
            # Only now: a way that meets no closed road is the shortest with and without them.
            route = self._round(a, b, route, shut, avoid_ferries=driving.avoid_ferries)
        self._clear(a, b, route)
        return route if driving.speed_factor == 1.0 else _slowed(route, driving.speed_factor)

    def _open_route(self, a: Point, b: Point, kind: Kind, *, avoid_ferries: bool) -> Route:
        how = costing(kind, avoid_ferries=avoid_ferries, closed=())
        try:
            return self._plain(a, b, kind, how)
        except NoWayError as why:
            if avoid_ferries:
                self._only_by_ferry(a, b, kind)
            raise unreachable.cut_off(self._engine, a, b, how) from why

    def _only_by_ferry(self, a: Point, b: Point, kind: Kind) -> None:
        try:
            route = self._plain(a, b, kind, costing(kind, avoid_ferries=False, closed=()))
        except NoWayError:
            return
        raise _landings(route)

    def _round(
        self, a: Point, b: Point, free: Route, shut: Sequence[ClosedPiece], *, avoid_ferries: bool
    ) -> Route:
        how = costing(free.kind, avoid_ferries=avoid_ferries, closed=[p.spot for p in shut])
        try:
            return self._plain(a, b, free.kind, how)
        except NoWayError as why:
            sides = _sides(a, b, shut)
            if sides is not None:
                return self._out_and_in((a, *sides, b), free.kind, how)
            met = [piece for piece in shut if first_met(free.shape, [piece])]
            ends = [end for piece in met for end in (piece.line[0], piece.line[-1])]
            places = [_place_on(free.shape, end) for end in ends]
            last, first = free.shape[min(places)], free.shape[max(places)]
            names = [piece.name for piece in met]
            raise unreachable.shut(names, Point(*last), Point(*first)) from why

    def _out_and_in(
        self, stops: tuple[Point, Point, Point, Point], kind: Kind, how: Plain
    ) -> Route:
        """Drive to the near end of the shut piece, round it, and in from its far end.

        The engine finds no way between two points on one piece that is shut between them.
        """
        a, near, far, b = stops
        open_ = {key: value for key, value in how.items() if key != "exclude_locations"}
        try:
            parts = (
                self._plain(a, near, kind, open_),
                self._plain(near, far, kind, how),
                self._plain(far, b, kind, open_),
            )
        except NoWayError as why:
            raise unreachable.shut((), near, far) from why
        return _joined(parts)

    def _plain(self, a: Point, b: Point, kind: Kind, how: Plain) -> Route:
        trip = self._engine.trip(a, b, how)
        leg = trip["legs"][0]
        shape, metres = measured(leg["shape"])
        return Route(
            kind=kind,
            distance_m=metres[-1],
            duration_s=float(trip["summary"]["time"]),
            steps=tuple(_step(item, metres) for item in leg["maneuvers"]),
            shape=tuple(shape),
            from_road_m=distance_m(a.pair, shape[0]),
            to_road_m=distance_m(b.pair, shape[-1]),
            engine=ENGINE,
            version=VERSION,
            map_date=self._info.map_date,
            map_hash=self._info.map_hash,
        )

    def _clear(self, a: Point, b: Point, route: Route) -> None:
        """Refuse a route whose miles would not be those between the two points."""
        for gap_m, which in ((route.from_road_m, "start"), (route.to_road_m, "end")):
            if gap_m > FARTHEST_FROM_ROAD_M:
                raise RefusedError(
                    f"The {which} is {miles(gap_m)} miles from the nearest road on the map. "
                    "Move the pin to the road."
                )
        why = unreachable.snapped_far(self._engine, a, b, (route.shape[0], route.shape[-1]))
        if why is not None:
            raise why
        if route.off_road_m > max(_UNCLEAR_M, route.distance_m):
            raise RefusedError(
                "Both points are near the same spot of road, and farther from it than the way on "
                "the road is long. Move the pins to their roads."
            )

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


def _step(item: Plain, metres: Sequence[float]) -> Step:
    far = metres[item["end_shape_index"]] - metres[item["begin_shape_index"]]
    return Step(str(item["instruction"]), far, float(item["time"]), bool(item.get("ferry")))


def _joined(parts: Sequence[Route]) -> Route:
    steps = [step for part in parts[:-1] for step in part.steps[:-1]]
    return replace(
        parts[0],
        distance_m=sum(part.distance_m for part in parts),
        duration_s=sum(part.duration_s for part in parts),
        steps=(*steps, *parts[-1].steps),
        shape=tuple(at for part in parts for at in part.shape),
        to_road_m=parts[-1].to_road_m,
    )


def _sides(a: Point, b: Point, shut: Sequence[ClosedPiece]) -> tuple[Point, Point] | None:
    """Return the ends of a shut piece that has `a` and `b` on either side of its spot."""
    for piece in shut:
        places = [placed(piece.line, at) for at in (a.pair, piece.spot, b.pair)]
        if any(gap_m > _ON_PIECE_M for _, gap_m in places):
            continue
        (first, _), (middle, _), (last, _) = places
        ends = Point(*piece.line[0]), Point(*piece.line[-1])
        if first < middle < last:
            return ends
        if last < middle < first:
            return ends[1], ends[0]
    return None


def _slowed(route: Route, factor: float) -> Route:
    steps = tuple(replace(step, duration_s=step.duration_s / factor) for step in route.steps)
    return replace(route, duration_s=route.duration_s / factor, steps=steps)


def _landings(route: Route) -> UnreachableError:
    sailed = [index for index, step in enumerate(route.steps) if step.is_ferry]
    ahead = sum(step.distance_m for step in route.steps[: sailed[0]])
    behind = sum(step.distance_m for step in route.steps[sailed[-1] + 1 :])
    last = along(route.shape, ahead)[0]
    first = along(route.shape[::-1], behind)[0]
    return unreachable.over_water(Point(*last), Point(*first))


def _place_on(shape: Sequence[LatLon], spot: LatLon) -> int:
    return min(range(len(shape)), key=lambda index: distance_m(shape[index], spot))
