"""Ways along the road between stops, asked for once and remembered in memory only."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from nemt_desk.geo.info import MapInfo
from nemt_desk.geo.roads.driving import Driving, Kind
from nemt_desk.geo.roads.routing import Route
from nemt_desk.geo.shapes import LatLon, Point
from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.progress import Progress
from nemt_desk.trips.routing import How
from ui.map.marks import thinned
from ui.map.ride_marks import Way

_MOST = 5_000


class Roads(Protocol):
    """As much of the county map as is asked here."""

    @property
    def info(self) -> MapInfo:
        """What the map was built from."""
        ...

    def route(self, a: Point, b: Point, kind: Kind, *, driving: Driving) -> Route:
        """Return a way; refuses with a sentence when there is none."""
        ...


class RouteBook:
    """Remembers ways of one map and one way to drive; another map makes it forget."""

    def __init__(self) -> None:
        self._hash = ""
        self._known: dict[tuple[How, LatLon, LatLon], tuple[LatLon, ...]] = {}

    def way(self, roads: Roads | None, how: How, progress: Progress) -> Way:
        """Return what draws a line through some points along these roads."""

        def line(points: list[LatLon]) -> tuple[tuple[LatLon, ...], bool]:
            progress.step("Drawing the runs", 0)
            return self.line(points, roads, how)

        return line

    def line(
        self, points: Sequence[LatLon], roads: Roads | None, how: How
    ) -> tuple[tuple[LatLon, ...], bool]:
        """Return the line through the points, and whether a piece of it is only straight."""
        if not points:
            return (), False
        line: list[LatLon] = [points[0]]
        is_guess = False
        for start, end in pairwise(points):
            if start == end:
                continue
            piece = self._piece(start, end, roads, how)
            is_guess = is_guess or not piece
            for point in (*piece, end):
                if point != line[-1]:
                    line.append(point)
        return tuple(line), is_guess

    def _piece(
        self, start: LatLon, end: LatLon, roads: Roads | None, how: How
    ) -> tuple[LatLon, ...]:
        """Return the way by road, empty if there is none."""
        if roads is None:
            return ()
        if roads.info.map_hash != self._hash or len(self._known) > _MOST:
            self._hash, self._known = roads.info.map_hash, {}
        known = self._known.get((how, start, end))
        if known is None:
            try:
                route = roads.route(Point(*start), Point(*end), how.kind, driving=how.driving)
                known = thinned(route.shape)
            except DeskError:
                known = ()  # off the map, or no road near: shown straight, and said so
            self._known[how, start, end] = known
        return known
