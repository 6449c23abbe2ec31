"""Reads the long ways of the next days, and which two of them one car could drive."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from sqlalchemy.orm import Session

from nemt_desk.drivers.queries import drivers_by_ids
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.units import metres
from nemt_desk.members.rows import NEEDS_LIFT
from nemt_desk.places.rows import Place
from nemt_desk.planning.rows import LatLon
from nemt_desk.runs.ahead.rows import FarList, FarRide, SharedDay
from nemt_desk.runs.queries import runs_of_rides
from nemt_desk.runs.rides import minute_of
from nemt_desk.runs.roads import RoadTravel
from nemt_desk.runs.words import place_name
from nemt_desk.trips.queries import ride_lines_between, trips_by_ids
from nemt_desk.trips.rows import Leg, ReturnKind, RideLine

FAR_DAYS = 14
LEAST_SAVED_MILES = 10.0
MOST_DETOUR_MIN = 45.0
MOST_APART_MIN = 90
"""How far apart two appointments of one day may be."""
_MOST_TIMES_LONGER = 1.5
_BACK = {
    ReturnKind.SCHEDULED: "return set",
    ReturnKind.WILL_CALL: "will call",
    ReturnKind.WAIT: "driver waits",
    ReturnKind.NONE: "one way",
}


def far_list(
    session: Session,
    settings: Settings,
    *,
    first: date,
    least_miles: float,
    travel: RoadTravel,
    days: int = FAR_DAYS,
) -> FarList:
    """Return the open ways there of `least_miles` or more, by day, with days that could be shared.

    A standing order's ride is never asked to move to another day; the other may move to its day.
    Nothing moves onto the first day: that is today.
    """
    last = first + timedelta(days=days - 1)
    lines = [
        line
        for line in ride_lines_between(session, first, last)
        if line.ride.is_open
        and line.ride.leg is not Leg.RETURN
        and (line.miles_m or 0.0) >= metres(least_miles)
    ]
    standing = {
        trip.id
        for trip in trips_by_ids(session, {line.ride.trip_id for line in lines})
        if trip.standing_id is not None
    }
    runs = runs_of_rides(session, [line.ride.id for line in lines])
    drivers = drivers_by_ids(session, {run.driver_id for run in runs.values()})
    names = {
        ride_id: drivers[run.driver_id].name
        for ride_id, run in runs.items()
        if run.driver_id in drivers
    }
    ways = [_Way.of(line, names, standing, settings) for line in lines]
    travel.prepare_points(end for way in ways for end in (way.start, way.end))
    shared = (one for one in _pairs(ways, travel) if one.moving is None or one.day > first)
    return FarList(
        first,
        last,
        metres(least_miles),
        tuple(way.ride for way in ways),
        tuple(sorted(_nearest(shared), key=lambda one: (-one.saved_m, one.day, one.first.member))),
    )


def _nearest(shared: Iterable[SharedDay]) -> Iterable[SharedDay]:
    """Return of each ride and each member it could ride with the day that is moved least."""
    best: dict[tuple[Id, Id], SharedDay] = {}
    for pair in shared:
        moving = pair.moving or pair.first
        other = pair.second if moving is pair.first else pair.first
        kept = best.setdefault((moving.ride_id, other.member_id), pair)
        if _days_moved(pair) < _days_moved(kept):
            best[moving.ride_id, other.member_id] = pair
    return best.values()


def _days_moved(pair: SharedDay) -> int:
    return abs((pair.first.day - pair.second.day).days)


@dataclass(frozen=True, slots=True)
class _Way:
    ride: FarRide
    start: LatLon | None
    end: LatLon | None
    needs_lift: bool

    @classmethod
    def of(
        cls, line: RideLine, names: dict[Id, str], standing: set[Id], settings: Settings
    ) -> "_Way":
        ride = line.ride
        there = FarRide(
            ride_id=ride.id,
            trip_id=ride.trip_id,
            member_id=ride.member_id,
            day=ride.day,
            member=line.member_name,
            phone=line.member_phone,
            start=place_name(line.from_place),
            start_town=line.from_place.city,
            end=place_name(line.to_place),
            end_town=line.to_place.city,
            pickup_min=minute_of(ride.pickup_at, ride.day, settings.time),
            appointment_min=minute_of(ride.appointment_at, ride.day, settings.time),
            direct_m=line.miles_m or 0.0,
            driver=names.get(ride.id, ""),
            back=_BACK[ride.return_kind],
            is_standing=ride.trip_id in standing,
            seats=ride.seats,
            wheelchair_places=ride.wheelchair_places,
        )
        lift = bool(line.needs & NEEDS_LIFT)
        return cls(there, _point(line.from_place), _point(line.to_place), lift)


def _point(place: Place) -> LatLon | None:
    return place.point


def _pairs(ways: Sequence[_Way], travel: RoadTravel) -> Iterator[SharedDay]:
    for one, other in combinations(ways, 2):
        if one.ride.member_id == other.ride.member_id:
            continue
        moving = _moving(one.ride, other.ride)
        if moving is None and not _is_one_time(one.ride, other.ride):
            continue
        found = _shared(one, other, moving, travel)
        if found is not None:
            yield found


def _moving(one: FarRide, other: FarRide) -> FarRide | None:
    """Return which of two rides would move to the other's day; None on one day or if none may."""
    if one.day == other.day:
        return None
    movable = [ride for ride in (other, one) if not ride.is_standing and not ride.driver]
    return movable[0] if movable else None


def _is_one_time(one: FarRide, other: FarRide) -> bool:
    if one.day != other.day:
        return False
    times = [ride.appointment_min or ride.pickup_min for ride in (one, other)]
    begin, end = times
    return begin is not None and end is not None and abs(begin - end) <= MOST_APART_MIN


def _shared(one: _Way, other: _Way, moving: FarRide | None, travel: RoadTravel) -> SharedDay | None:
    """Return what the better order of getting on and off saves, None if it is not worth a call."""
    best: tuple[float, float, bool] | None = None
    for order in _orders(one, other):
        metres_all, aboard, is_estimate = _driven(order, travel)
        if best is None or metres_all < best[0]:
            best = metres_all, aboard, is_estimate
    if best is None:
        return None
    apart = one.ride.direct_m + other.ride.direct_m
    # The way back is the same again, and the empty way home falls away with the second car.
    saved = 2 * (apart - best[0])
    alone = max(one.ride.direct_m, other.ride.direct_m)
    if saved < metres(LEAST_SAVED_MILES) or best[0] > _MOST_TIMES_LONGER * alone:
        return None
    if best[1] > MOST_DETOUR_MIN:
        return None
    return SharedDay(one.ride, other.ride, moving, saved, best[1], best[2])


def _orders(one: _Way, other: _Way) -> Iterator[tuple[LatLon, ...]]:
    """Yield the ways to fetch both and bring both: on, on, off, off."""
    ends = [one.start, other.start, one.end, other.end]
    if any(point is None for point in ends):
        return
    a, b, c, d = (point for point in ends if point is not None)
    for starts in ((a, b), (b, a)):
        for stops in ((c, d), (d, c)):
            yield (*starts, *stops)


def _driven(order: Iterable[LatLon], travel: RoadTravel) -> tuple[float, float, bool]:
    """Return metres from the first pick-up to the last drop-off, and the detour in minutes."""
    a, b, c, d = order
    legs = [travel.leg(*pair) for pair in ((a, b), (b, c), (c, d)) if pair[0] != pair[1]]
    direct = travel.leg(a, d) if a != d else None
    minutes = sum(leg.minutes for leg in legs)
    detour = minutes - (direct.minutes if direct is not None else 0.0)
    return sum(leg.distance_m for leg in legs), detour, any(leg.is_estimate for leg in legs)
