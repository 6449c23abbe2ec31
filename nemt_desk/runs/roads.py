"""The county map as runs use it: minutes for planning, directions for paper."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from nemt_desk.geo.roads.driving import USUAL, Driving, Kind
from nemt_desk.geo.shapes import Point
from nemt_desk.ground.errors import RefusedError
from nemt_desk.planning.rows import DriverDay, LatLon, Leg, RideTask
from nemt_desk.planning.travel import StraightLine
from nemt_desk.runs.sheet_rows import MapSource

if TYPE_CHECKING:
    from nemt_desk.geo.info import MapInfo
    from nemt_desk.geo.roads.routing import Leg as MapLeg
    from nemt_desk.geo.roads.routing import Route


class Roads(Protocol):
    """The county map: direct routes with directions, and tables of drive times."""

    @property
    def info(self) -> "MapInfo":
        """What the map was built from."""
        ...

    def route(
        self, a: Point, b: Point, kind: Kind = "shortest", *, driving: Driving = ...
    ) -> "Route":
        """Return the direct (shortest) or fastest route; refuses with a sentence."""
        ...

    def matrix(
        self,
        starts: Sequence[Point],
        ends: Sequence[Point],
        kind: Kind = "fastest",
        *,
        driving: Driving = ...,
    ) -> "list[list[MapLeg | None]]":
        """Return the quickest ways; None where there is no way."""
        ...


class RoadTravel:
    """Drive times on the map, remembered; the straight line, marked, where there is no way.

    Satisfies `planning.rows.Travel`. One map and one way of driving (that of a day), one
    RoadTravel.
    """

    def __init__(self, roads: Roads | None = None, driving: Driving = USUAL) -> None:
        self._roads = roads
        self._driving = driving
        self._guess = StraightLine()
        self._known: dict[tuple[LatLon, LatLon], Leg] = {}

    def leg(self, start: LatLon, end: LatLon) -> Leg:
        """Return the way from `start` to `end`."""
        if (start, end) not in self._known:
            self._ask([start], [end])
        return self._known[start, end]

    def prepare(self, ride: RideTask, days: Iterable[DriverDay]) -> None:
        """Ask at once for all ways that trying `ride` on these days will need."""
        days = list(days)
        own = [p for p in (ride.origin.point, ride.destination.point) if p is not None]
        others = {point for day in days for point in points_of(day)}
        others -= set(own)
        self._ask(own, sorted(others | set(own)))
        self._ask(sorted(others), own)

    def among(self, points: Sequence[LatLon]) -> list[list[Leg]]:
        """Return the ways from each point to each, asked for at once; no way to itself."""
        own = list(dict.fromkeys(points))
        self._ask(own, own)
        here = Leg(0.0, 0.0)
        return [[here if s == e else self._known[s, e] for e in points] for s in points]

    def prepare_points(self, points: Iterable[LatLon | None]) -> None:
        """Ask at once for all ways between these points; None among them is passed over."""
        known = sorted({point for point in points if point is not None})
        self._ask(known, known)

    def prepare_all(self, rides: Iterable[RideTask], days: Iterable[DriverDay]) -> None:
        """Ask at once for all ways that trying several rides together will need."""
        given, points = list(days), set[LatLon]()
        for ride in rides:
            points |= {end.point for end in (ride.origin, ride.destination) if end.point}
        others = sorted({point for day in given for point in points_of(day)} - points)
        own = sorted(points)
        self._ask(own, sorted({*others, *own}))
        self._ask(others, own)

    def _ask(self, starts: Sequence[LatLon], ends: Sequence[LatLon]) -> None:
        missing = [s for s in starts if any((s, e) not in self._known for e in ends)]
        if not missing or not ends:
            return
        for start, row in zip(missing, self._rows(missing, ends), strict=True):
            for end, leg in zip(ends, row, strict=True):
                self._known[start, end] = leg or self._guess.leg(start, end)

    def _rows(self, starts: Sequence[LatLon], ends: Sequence[LatLon]) -> list[list[Leg | None]]:
        nothing: list[list[Leg | None]] = [[None] * len(ends) for _ in starts]
        if self._roads is None:
            return nothing
        try:
            table = self._roads.matrix(
                [Point(*s) for s in starts],
                [Point(*e) for e in ends],
                driving=self._driving,
            )
        except RefusedError:
            # One pin without a road spoils a whole table: ask for each way by itself.
            if len(starts) * len(ends) == 1:
                return nothing
            return [[self._rows([s], [e])[0][0] for e in ends] for s in starts]
        return [
            [None if way is None else Leg(way.distance_m, way.duration_s / 60) for way in row]
            for row in table
        ]


class Travels:
    """One RoadTravel for each way of driving: days without shut roads share theirs."""

    def __init__(self, roads: Roads | None) -> None:
        self.roads = roads
        self._known: dict[Driving, RoadTravel] = {}

    def on(self, driving: Driving) -> RoadTravel:
        """Return the drive times of days that are driven like this."""
        found = self._known.get(driving)
        if found is None:
            found = self._known[driving] = RoadTravel(self.roads, driving)
        return found


def points_of(day: DriverDay) -> list[LatLon]:
    """Return the points of a day: where it starts and ends, and those of its rides."""
    ends = [spot.point for task in day.tasks for spot in (task.origin, task.destination)]
    return [point for point in (day.start, day.end, *ends) if point is not None]


def source_of(roads: Roads | None, kind: Kind = "shortest") -> MapSource | None:
    """Return the electronic source that paper must name (S4-142), and which route is its."""
    if roads is None:
        return None
    info = roads.info
    first, *more = [source.name for source in info.sources] or [""]
    return MapSource(
        engine=info.engine,
        version=info.version,
        map_name=f"{first} and {len(more)} more" if more else first,
        map_date=info.map_date,
        map_hash=info.map_hash,
        kind=kind,
        caveats=info.caveats,
    )
