"""Finds the pieces of road that a closed road shuts, and the spots that shut them for the engine.

One spot inside a piece shuts it in both directions; whoever lives on that piece can still drive
away on his own side of the spot. A stretch shuts every piece between its points, but not a piece
it only touches at a crossing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nemt_desk.geo.roads.driving import ClosedRoad
from nemt_desk.geo.roads.engine_calls import Engine, NoRoadError, NoWayError, Plain
from nemt_desk.geo.roads.polyline import measured, passes
from nemt_desk.geo.shapes import LatLon, along, distance_m, length_m
from nemt_desk.ground.errors import RefusedError

type _Slice = tuple[list[LatLon], Plain]

# A click this little past a crossing does not mean the next piece as well.
_SLIP_M = 15.0
_OFF_ROAD_M = 100.0
_ON_SPOT_M = 3.0
# Points belong to one road when the way between them is not much longer than the straight line.
_DETOUR, _DETOUR_M = 4.0, 1000.0
_SHARES = (0.5, 0.4, 0.6, 0.3, 0.7)
_TRIES = 4
_REMEMBERED = 500


@dataclass(frozen=True, slots=True)
class ClosedPiece:
    """A piece of road that is shut; `spot` lies on it."""

    line: tuple[LatLon, ...]
    name: str
    spot: LatLon

    @property
    def length_m(self) -> float:
        """Return how long the shut piece is, in metres."""
        return length_m(self.line)


class ClosedRoads:
    """Knows the pieces of each closed road on one map."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[ClosedRoad, tuple[ClosedPiece, ...]] = {}

    def pieces(self, road: ClosedRoad) -> tuple[ClosedPiece, ...]:
        """Return what `road` shuts; refused when it is on no road or not along one."""
        for lat, lon in road.line:
            edges = self._engine.nearest([(lat, lon)])[0]
            if not edges or float(edges[0]["distance"]) > _OFF_ROAD_M:
                raise RefusedError(
                    "A point of the closed road lies on no road of the map. "
                    "Move it to the road that is closed."
                )
        if len(road.line) == 1:
            return self._one(road.line[0])
        stretch = self._stretch(road.line)
        if stretch is None:
            raise RefusedError(
                "The points of the closed road are not joined by a road near them. "
                "Put them on one road, closer to each other."
            )
        return stretch

    def shut(self, roads: Iterable[ClosedRoad]) -> tuple[ClosedPiece, ...]:
        """Return all pieces shut by `roads`; what lies on no road of this map shuts nothing."""
        found: list[ClosedPiece] = []
        for road in roads:
            if road not in self._known:
                if len(self._known) >= _REMEMBERED:
                    self._known.clear()
                self._known[road] = self._lenient(road)
            found.extend(self._known[road])
        return tuple(found)

    def _lenient(self, road: ClosedRoad) -> tuple[ClosedPiece, ...]:
        stretch = self._stretch(road.line) if len(road.line) > 1 else None
        if stretch is not None:
            return stretch
        return tuple(piece for point in road.line for piece in self._one(point))

    def _one(self, point: LatLon) -> tuple[ClosedPiece, ...]:
        try:
            edges = self._engine.nearest([point])[0]
        except NoRoadError:
            return ()
        near = [e for e in edges if float(e["distance"]) <= float(edges[0]["distance"]) + 0.1]
        pieces: dict[str, ClosedPiece] = {}
        for edge in near:
            shape = str(edge["edge_info"]["shape"])
            if shape not in pieces and float(edge["distance"]) <= _OFF_ROAD_M:
                line = tuple(measured(shape)[0])
                spot = (float(edge["correlated_lat"]), float(edge["correlated_lon"]))
                pieces[shape] = ClosedPiece(line, _name(edge["edge_info"]), _inside(line, spot))
        return tuple(pieces.values())

    def _stretch(self, line: Sequence[LatLon]) -> tuple[ClosedPiece, ...] | None:
        slices: list[_Slice] = []
        for a, b in pairwise(line):
            if distance_m(a, b) < 1.0:
                continue
            walk = self._walk(a, b)
            if walk is None:
                return None
            slices.extend(walk)
        kept = [
            (part, edge)
            for number, (part, edge) in enumerate(slices)
            if len(slices) == 1 or 0 < number < len(slices) - 1 or length_m(part) > _SLIP_M
        ]
        return self._sure(kept or slices) if slices else None

    def _walk(self, a: LatLon, b: LatLon) -> list[_Slice] | None:
        try:
            walk = self._by_name(a, b, self._slices(a, b, ()))
        except (NoWayError, NoRoadError):
            return None
        total = sum(length_m(part) for part, _ in walk)
        return walk if total <= _DETOUR * distance_m(a, b) + _DETOUR_M else None

    def _by_name(self, a: LatLon, b: LatLon, first: list[_Slice]) -> list[_Slice]:
        """Follow the road by its name where both ends share one and a side road is shorter."""
        names = _names(first[0][1]) & _names(first[-1][1])
        walk, others = first, list[LatLon]()
        for _ in range(_TRIES):
            strange = [part for part, edge in walk if names and not names & _names(edge)]
            if not strange:
                return walk
            others.extend(along(part, length_m(part) / 2)[0] for part in strange)
            try:
                walk = self._slices(a, b, others)
            except (NoWayError, NoRoadError):
                return first
        return first

    def _slices(self, a: LatLon, b: LatLon, without: Sequence[LatLon]) -> list[_Slice]:
        line, edges = self._engine.along(a, b, without)
        return [
            (line[edge["begin_shape_index"] : edge["end_shape_index"] + 1], edge) for edge in edges
        ]

    def _sure(self, slices: Sequence[_Slice]) -> tuple[ClosedPiece, ...]:
        """Choose a spot on each piece that no other road is nearer to."""
        wanted = [along(part, length_m(part) * share)[0] for part, _ in slices for share in _SHARES]
        found = self._engine.nearest(wanted)
        pieces = []
        for number, (part, edge) in enumerate(slices):
            first = number * len(_SHARES)
            good = [
                wanted[place]
                for place in range(first, first + len(_SHARES))
                if found[place] and found[place][0]["edge_info"]["way_id"] == edge["way_id"]
            ]
            spot = (good or wanted[first:])[0]
            pieces.append(ClosedPiece(tuple(part), _name(edge), spot))
        return tuple(pieces)


def first_met(line: Sequence[LatLon], pieces: Sequence[ClosedPiece]) -> ClosedPiece | None:
    """Return a shut piece that a route along `line` would have to pass, or None."""
    if not pieces or not line:
        return None
    south, north = min(p[0] for p in line), max(p[0] for p in line)
    west, east = min(p[1] for p in line), max(p[1] for p in line)
    slack = 0.0001
    for piece in pieces:
        lat, lon = piece.spot
        inside = south - slack <= lat <= north + slack and west - slack <= lon <= east + slack
        if inside and passes(line, piece.spot, _ON_SPOT_M):
            return piece
    return None


def _names(edge: Plain) -> frozenset[str]:
    return frozenset(edge.get("names") or ())


def _name(edge: Plain) -> str:
    names = edge.get("names") or ("",)
    return str(names[0])


def _inside(line: Sequence[LatLon], spot: LatLon) -> LatLon:
    """Move a spot off the crossing at either end, so that it shuts this piece only."""
    whole = length_m(line)
    margin = min(5.0, whole / 2)
    for near, back in ((line[0], False), (line[-1], True)):
        if distance_m(near, spot) < margin:
            return along(line, whole - margin if back else margin)[0]
    return spot
