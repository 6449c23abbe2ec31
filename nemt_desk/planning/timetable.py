"""When a driver really gets to each stop: driving, loading and waiting, one stop after another."""

from collections.abc import Sequence
from dataclasses import dataclass

from nemt_desk.ground.ids import Id
from nemt_desk.planning.rows import DriverDay, Figures, LatLon, Leg, RideTask, Travel
from nemt_desk.planning.stops import Stop, load_profile, stops

_NOWHERE = Leg(0.0, 0.0, is_estimate=True)


@dataclass(frozen=True, slots=True)
class Visit:
    """One stop as it will go; `way` is None where the drive to it is not known (no pin).

    `before` is the stop before, left at `left_before_min`; the first stop has none.
    """

    stop: Stop
    arrive_min: int
    leave_min: int
    way: Leg | None
    before: Stop | None
    left_before_min: int


@dataclass(frozen=True, slots=True)
class Drive:
    """All ways of a day added up: with nobody aboard, and in all."""

    unloaded_m: float
    total_m: float
    total_min: float
    is_estimate: bool


def way(travel: Travel, start: LatLon | None, end: LatLon | None) -> Leg | None:
    """Return the way between two points, None if one of them has no pin."""
    if start is None or end is None:
        return None
    return Leg(0.0, 0.0) if start == end else travel.leg(start, end)


def _between(travel: Travel, before: Stop, stop: Stop, tasks: Sequence[RideTask]) -> Leg | None:
    if before.spot.place_id == stop.spot.place_id:
        return Leg(0.0, 0.0)
    leg = way(travel, before.spot.point, stop.spot.point)
    if leg is not None and not leg.is_estimate:
        return leg
    # Without a map the minutes that were routed at booking are better than a straight line.
    for task in tasks:
        is_same_way = (task.origin.place_id, task.destination.place_id) == (
            before.spot.place_id,
            stop.spot.place_id,
        )
        if is_same_way and task.drive_min is not None and task.direct_m is not None:
            return Leg(task.direct_m, float(task.drive_min))
    return leg


def timetable(day: DriverDay, travel: Travel, figures: Figures) -> tuple[Visit, ...]:
    """Return the visits of all stops that have a time, in order.

    The first stop is reached in time; a pick-up waits until its member is ready. A way that is
    not known counts as no time at all.
    """
    visits: list[Visit] = []
    for stop in stops(day.tasks):
        if stop.at_min is None:
            continue
        before = visits[-1].stop if visits else None
        if before is None:
            left = arrive = stop.at_min
            leg = way(travel, day.start, stop.spot.point)
        else:
            left = visits[-1].leave_min
            leg = _between(travel, before, stop, day.tasks)
            arrive = left + (round(leg.minutes) if leg else 0)
        begin = max(arrive, stop.ready_min if stop.ready_min is not None else arrive)
        leave = begin + figures.load_min
        visits.append(Visit(stop, arrive, leave, leg, before, left))
    return tuple(visits)


def lateness(visits: Sequence[Visit], tasks: Sequence[RideTask]) -> dict[tuple[Id, bool], int]:
    """Return minutes after the planned time, by ride and whether it is the pick-up."""
    by_id = {task.ride_id: task for task in tasks}
    late: dict[tuple[Id, bool], int] = {}
    for visit in visits:
        for is_pickup, ride_ids in ((True, visit.stop.pickups), (False, visit.stop.dropoffs)):
            for ride_id in ride_ids:
                task = by_id[ride_id]
                planned = task.begin_min if is_pickup else task.end_min
                late[ride_id, is_pickup] = visit.arrive_min - (planned or 0)
    return late


def allowed_min(task: RideTask, figures: Figures, *, is_pickup: bool) -> int:
    """Return how many minutes after the planned time still do: the window, or the appointment."""
    if not is_pickup and task.latest_min is not None and task.end_min is not None:
        return max(0, task.latest_min - task.end_min)
    return figures.pickup_window_min


def slack_min(day: DriverDay, travel: Travel, figures: Figures) -> int | None:
    """Return the fewest spare minutes before a pick-up or an appointment; below 0 is late.

    The first stop is reached in time and has no slack of its own.
    """
    tasks = {task.ride_id: task for task in day.tasks}
    spare: list[int] = []
    for visit in timetable(day, travel, figures)[1:]:
        ends = [tasks[ride_id].begin_min for ride_id in visit.stop.pickups]
        ends += [tasks[ride_id].latest_min for ride_id in visit.stop.dropoffs]
        spare += [end - visit.arrive_min for end in ends if end is not None]
    return min(spare, default=None)


def drive(day: DriverDay, travel: Travel) -> Drive:
    """Add up the ways of the whole day, from the driver's start to his end."""
    ordered = stops(day.tasks)
    if not ordered:
        return Drive(0.0, 0.0, 0.0, is_estimate=False)
    legs: list[tuple[Leg, bool]] = []
    first = way(travel, day.start, ordered[0].spot.point)
    legs.append((first or _NOWHERE, True))
    profile = load_profile(day.tasks, ordered)
    for before, load, stop in zip(ordered, profile, ordered[1:], strict=False):
        is_empty = load.seats == 0 and load.wheelchair_places == 0
        legs.append((_between(travel, before, stop, day.tasks) or _NOWHERE, is_empty))
    legs.append((way(travel, ordered[-1].spot.point, day.end) or _NOWHERE, True))
    return Drive(
        unloaded_m=sum(leg.distance_m for leg, is_empty in legs if is_empty),
        total_m=sum(leg.distance_m for leg, _ in legs),
        total_min=sum(leg.minutes for leg, _ in legs),
        is_estimate=any(leg.is_estimate for leg, _ in legs),
    )
