"""The places of a day and the ways between them, asked of the map in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nemt_desk.planning.rows import LatLon, Leg
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.roads import RoadTravel

type _Ends = tuple[LatLon, LatLon]


@dataclass(slots=True)
class Places:
    """Numbers the places of a day as they come. A place without a pin is no way from anywhere."""

    names: list[str] = field(default_factory=list)
    points: list[LatLon | None] = field(default_factory=list)
    _known: dict[LatLon, int] = field(default_factory=dict)

    def number(self, point: LatLon | None, name: str) -> int:
        """Return the number of a place."""
        if point is not None and point in self._known:
            return self._known[point]
        self.points.append(point)
        self.names.append(name)
        if point is not None:
            self._known[point] = len(self.points) - 1
        return len(self.points) - 1


@dataclass(frozen=True, slots=True)
class Ways:
    """Whole minutes and metres from place to place; `is_estimate` if a straight line was used."""

    minutes: tuple[tuple[float, ...], ...]
    metres: tuple[tuple[float, ...], ...]
    is_estimate: bool


def ways(
    places: Places, rides: Sequence[BoardRide], travel: RoadTravel, spare_percent: int = 0
) -> Ways:
    """Return all ways between the places, each drive longer by so many percent.

    Minutes are whole, as the board reckons: what is planned here comes out the same there.
    """
    pinned = [point for point in places.points if point is not None]
    table = travel.among(pinned)
    at = {point: number for number, point in enumerate(pinned)}
    booked = _booked(rides)
    longer = 1 + spare_percent / 100
    minutes, metres, is_estimate = [], [], False
    for start in places.points:
        row = [_leg(table, at, start, end, booked) for end in places.points]
        is_estimate = is_estimate or any(leg.is_estimate for leg in row)
        minutes.append(tuple(float(round(leg.minutes * longer)) for leg in row))
        metres.append(tuple(leg.distance_m for leg in row))
    return Ways(tuple(minutes), tuple(metres), is_estimate)


def _leg(
    table: Sequence[Sequence[Leg]],
    at: Mapping[LatLon, int],
    start: LatLon | None,
    end: LatLon | None,
    booked: Mapping[_Ends, Leg],
) -> Leg:
    if start is None or end is None:
        return Leg(0.0, 0.0)
    leg = table[at[start]][at[end]]
    # Without a map the minutes that were routed at booking are better than a straight line.
    return booked.get((start, end), leg) if leg.is_estimate else leg


def _booked(rides: Sequence[BoardRide]) -> dict[_Ends, Leg]:
    return {
        (ride.from_point, ride.to_point): Leg(ride.direct_m, float(ride.drive_min))
        for ride in rides
        if ride.from_point and ride.to_point and ride.direct_m and ride.drive_min
    }
