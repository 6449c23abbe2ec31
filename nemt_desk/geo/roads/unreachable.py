"""Says why there is no way: which side is cut off, and the nearest point that can be reached."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from nemt_desk.geo.roads.engine_calls import Engine, Plain, place
from nemt_desk.geo.shapes import LatLon, Point, distance_m
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.units import miles

# How many crossings beyond make a piece of road part of "the rest of the roads"; large maps have
# large cut-off parts, small maps are small as a whole.
_REACHES = (5000, 1000, 200, 50, 20, 10, 5, 2)
_AT_HAND_M = 25.0
# From here on it is asked whether a pin has a nearer road of its own that leads nowhere.
_FAR_M = 150.0
_CURE = "Move the pin there, or check the map."
_WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


class UnreachableError(RefusedError):
    """There is no way by road.

    `near_start` and `near_end` are the points nearest to the start and the end that the roads
    between them do reach; None where none was found.
    """

    def __init__(
        self, sentence: str, near_start: Point | None = None, near_end: Point | None = None
    ) -> None:
        self.near_start = near_start
        self.near_end = near_end
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class _Reached:
    at: Point
    road: str
    away_m: float


def cut_off(engine: Engine, a: Point, b: Point, costing: Plain) -> UnreachableError:
    """Return why no road leads from `a` to `b`, for two points that do lie near roads."""
    own = [_best(edges) for edges in engine.nearest([a.pair, b.pair])]
    near = _joined(engine, a, b, costing)
    words = f"The map has no way by road {_between(own)}."
    if near is None:
        return UnreachableError(f"{words} Check both pins; one may sit on a road that is cut off.")
    parts = [
        _nearest_words(which, point, found)
        for which, point, mine, found in zip(("start", "end"), (a, b), own, near, strict=True)
        if mine is None or found.away_m > mine.away_m + _AT_HAND_M
    ]
    return UnreachableError(" ".join([words, *parts, _CURE]), near[0].at, near[1].at)


def snapped_far(
    engine: Engine, a: Point, b: Point, used: Sequence[LatLon]
) -> UnreachableError | None:
    """Return an error where the way begins or ends on another road than the one at the pin.

    `used` are the first and last point of the way. The engine takes the nearest road that leads
    anywhere; far from a pin whose own road is cut off, that would be a silent gap.
    """
    gaps = [distance_m(point.pair, at) for point, at in zip((a, b), used, strict=True)]
    if not _has_far(gaps):
        return None
    own = [_best(edges) for edges in engine.nearest([a.pair, b.pair])]
    parts: list[str] = []
    for which, point, mine, at, gap_m in zip(
        ("start", "end"), (a, b), own, used, gaps, strict=True
    ):
        if _is_elsewhere(mine, gap_m):
            road = _road(_best(engine.nearest([at])[0]))
            parts.append(_nearest_words(which, point, _Reached(Point(*at), road, gap_m)))
    if not parts:
        return None
    words = f"The map has no way by road {_between(own)}."
    return UnreachableError(" ".join([words, *parts, _CURE]), Point(*used[0]), Point(*used[1]))


def stranded(engine: Engine, points: Sequence[Point]) -> frozenset[int]:
    """Return which of `points` lie on a road that is cut off, by their place in the row."""
    gaps = engine.gaps(points)
    if not _has_far(gaps):
        return frozenset()
    far = [number for number, gap_m in enumerate(gaps) if gap_m > _FAR_M]
    found = engine.nearest([points[number].pair for number in far])
    return frozenset(
        number
        for number, edges in zip(far, found, strict=True)
        if _is_elsewhere(_best(edges), gaps[number])
    )


def _has_far(gaps: Sequence[float]) -> bool:
    return any(gap_m > _FAR_M for gap_m in gaps)


def _is_elsewhere(own: _Reached | None, gap_m: float) -> bool:
    return gap_m > _FAR_M and own is not None and own.away_m < gap_m / 2


def shut(names: Sequence[str], last: Point, first: Point) -> UnreachableError:
    """Return that every way leads over closed roads; `last` and `first` are where they begin."""
    roads = ", ".join(sorted({name for name in names if name})) or "a road without a name"
    return UnreachableError(
        f"Every way between the two points uses a closed road ({roads}). Open it on the map "
        "for that day, or change the trip.",
        last,
        first,
    )


def over_water(last: Point, first: Point) -> UnreachableError:
    """Return that only a ferry leads there; `last` and `first` are its landings."""
    return UnreachableError(
        "Only a ferry leads there, and ferries are avoided. Allow ferries in Office, Settings, "
        "or change the trip.",
        last,
        first,
    )


def _joined(engine: Engine, a: Point, b: Point, costing: Plain) -> tuple[_Reached, _Reached] | None:
    """Return the points nearest to both that lie on one network of roads."""
    for reach in _REACHES:
        found = [
            _best([e for e in edges if _reaches(e, reach)])
            for edges in engine.nearest([a.pair, b.pair], minimum_reachability=reach)
        ]
        start, end = found
        if start is None or end is None:
            continue
        table = engine.table([place(start.at)], [place(end.at)], costing)
        if table["distances"][0][0] is not None:
            return start, end
    return None


def _reaches(edge: Plain, reach: int) -> bool:
    return min(int(edge["outbound_reach"]), int(edge["inbound_reach"])) >= reach


def _best(edges: Sequence[Plain]) -> _Reached | None:
    if not edges:
        return None
    edge = edges[0]
    names = edge["edge_info"].get("names") or [""]
    at = Point(float(edge["correlated_lat"]), float(edge["correlated_lon"]))
    return _Reached(at, str(names[0]), float(edge["distance"]))


def _road(found: _Reached | None) -> str:
    return found.road if found else ""


def _between(own: Sequence[_Reached | None]) -> str:
    start, end = (_road(found) for found in own)
    if start and end and start != end:
        return f"from {start} to {end}"
    return "from the start to the end"


def _nearest_words(which: str, point: Point, found: _Reached) -> str:
    road = found.road or "a road without a name"
    how_far = miles(found.away_m, 1 if found.away_m >= 160 else 2)
    wind = _wind(point.pair, found.at.pair)
    return (
        f"Nearest point to the {which} that can be reached: {road}, {how_far} miles {wind} of it."
    )


def _wind(a: LatLon, b: LatLon) -> str:
    east = (b[1] - a[1]) * math.cos(math.radians(a[0]))
    degrees = math.degrees(math.atan2(east, b[0] - a[0])) % 360
    return _WINDS[round(degrees / 45) % 8]
