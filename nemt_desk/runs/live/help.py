"""Who is nearest now: from where each volunteer's car will be, when he could be at the door. Pure.

Where a car is, is reckoned from the marks and the plan; nobody is followed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import minutes_text
from nemt_desk.planning.fits import fits
from nemt_desk.planning.rows import (
    DriverDay,
    Figures,
    LatLon,
    RideTask,
    Severity,
    Travel,
    Violation,
)
from nemt_desk.planning.timetable import way
from nemt_desk.planning.words import clock_text
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.live.rows import Helper
from nemt_desk.trips.rows import RideState

_BUSY = frozenset({RideState.EN_ROUTE, RideState.ARRIVED, RideState.ABOARD})
_OVER = frozenset({RideState.DONE, RideState.NO_SHOW, RideState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Asked:
    """The ride somebody must drive now: until when it is in time, and the minute it is.

    `driver_id` is who has it now, if somebody has.
    """

    ride: BoardRide
    now_min: int
    due_min: int | None
    driver_id: Id | None = None

    @property
    def is_late(self) -> bool:
        """Tell whether whoever has the ride now is late with it."""
        is_over = self.due_min is not None and self.now_min > self.due_min
        return is_over or self.ride.state is RideState.LATE


@dataclass(frozen=True, slots=True)
class _Car:
    """Where a car is free, from which minute on, in words."""

    point: LatLon | None
    free_min: int
    words: str


def nearest(
    asked: Asked,
    days: Iterable[DriverDay],
    rides: Mapping[Id, BoardRide],
    travel: Travel,
    figures: Figures,
) -> tuple[Helper, ...]:
    """Return who could come, best first: nothing against, in time, then the soonest there.

    Whoever has a late ride now comes last: help is sought because he does not come.
    `rides` are the day's rides by key, with what was marked on them.
    """
    found = [_helper(asked, day, rides, travel, figures) for day in days]
    return tuple(sorted(found, key=lambda one: _rank(one, asked)))


def _rank(helper: Helper, asked: Asked) -> tuple[bool, int, bool, int, int, str]:
    blocks = sum(violation.is_blocking for violation in helper.violations)
    is_late = asked.due_min is not None and helper.pickup_min > asked.due_min
    warns = len(helper.violations) - blocks
    is_last = helper.has_it and asked.is_late
    return is_last, blocks, is_late, helper.pickup_min, warns, helper.name


def _helper(
    asked: Asked,
    day: DriverDay,
    rides: Mapping[Id, BoardRide],
    travel: Travel,
    figures: Figures,
) -> Helper:
    ride, task = asked.ride, asked.ride.task
    free = day.minus(ride.id)
    car = car_at(free, rides, asked.now_min, travel, figures.load_min)
    leg = way(travel, car.point, task.origin.point)
    arrive = car.free_min + (round(leg.minutes) if leg is not None else 0)
    pickup = max(arrive, _earliest(ride, asked.now_min))
    dropoff = pickup + figures.load_min + (task.drive_min or 0)
    timed = replace(task, pickup_min=pickup, dropoff_min=max(dropoff, pickup + 1))
    violations = [*fits(free, timed, travel, figures), *_late(asked, timed)]
    if leg is None:
        sentence = "Where the car is, is not on the map; ask how long it takes."
        violations.append(Violation("unknown_drive", sentence, Severity.WARN))
    return Helper(
        driver_id=day.driver_id,
        name=day.name,
        violations=tuple(violations),
        arrive_min=arrive,
        pickup_min=pickup,
        dropoff_min=timed.dropoff_min or pickup,
        wait_min=max(0, pickup - _waits_from(asked)),
        from_words=car.words,
        is_estimate=leg is None or leg.is_estimate,
        has_it=day.driver_id == asked.driver_id,
    )


def _waits_from(asked: Asked) -> int:
    """Return since when the member waits: the call, else the booked pick-up."""
    ride = asked.ride
    if ride.ready_min is not None:
        return ride.ready_min
    booked = ride.booked_pickup_min
    begin = booked if booked is not None else ride.task.begin_min
    is_on_the_road = ride.state is RideState.ABOARD or bool(ride.stands_at)
    return asked.now_min if begin is None or is_on_the_road else begin


def _earliest(ride: BoardRide, now_min: int) -> int:
    """Return before which minute the member need not be fetched."""
    if ride.ready_min is not None or ride.state is RideState.ABOARD or ride.stands_at:
        return now_min
    return ride.task.begin_min if ride.task.begin_min is not None else now_min


def _late(asked: Asked, timed: RideTask) -> Sequence[Violation]:
    """Return what comes too late: the pick-up, and the appointment after it."""
    found = []
    due, latest = asked.due_min, timed.latest_min
    over = (timed.pickup_min or 0) - due if due is not None else 0
    if due is not None and over > 0:
        sentence = f"{minutes_text(over)} late: in time is until {_full_stop(clock_text(due))}"
        found.append(Violation("too_late", sentence, Severity.WARN, minutes_over=over))
    at = timed.dropoff_min or 0
    if latest is not None and at > latest:
        sentence = (
            f"There {clock_text(at)}, {minutes_text(at - latest)} after the appointment"
            f" ({clock_text(latest)})."
        )
        found.append(Violation("appointment", sentence, Severity.WARN, minutes_over=at - latest))
    return found


def _full_stop(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def car_at(
    day: DriverDay, rides: Mapping[Id, BoardRide], now_min: int, travel: Travel, load_min: int
) -> _Car:
    """Return where the driver's car is free next, by what was marked and planned."""
    last: RideTask | None = None
    free, is_busy = now_min, False
    for task in sorted(day.tasks, key=lambda one: one.begin_min or 0):
        ends = _ends(task, rides.get(task.ride_id), now_min)
        if ends is None:
            continue
        last, is_busy = task, ends > now_min
        free = max(now_min, ends + (load_min if is_busy else 0))
    if last is None:
        return _Car(day.start, now_min, "from home")
    ended = _ends(last, rides.get(last.ride_id), now_min) or now_min
    place = last.destination
    if is_busy:
        return _Car(place.point, free, f"after the ride that ends {clock_text(ended)}")
    home = way(travel, place.point, day.end)
    if home is not None and now_min - ended >= home.minutes:
        return _Car(day.end, now_min, "from home")
    return _Car(place.point, now_min, f"from the drop-off of {clock_text(ended)}")


def _ends(task: RideTask, ride: BoardRide | None, now_min: int) -> int | None:
    """Return when a ride ends or ended, None if it has not begun and need not have."""
    begin, end = task.begin_min, task.end_min
    state = ride.state if ride is not None else RideState.BOOKED
    if state in {RideState.NO_SHOW, RideState.CANCELLED}:
        return None
    if ride is not None and ride.off_min is not None:
        return ride.off_min
    if state in _BUSY:
        took = (end or now_min) - (begin or now_min)
        return max(end or now_min, now_min + (0 if state is RideState.ABOARD else took))
    if begin is None or begin > now_min:
        return None if state is not RideState.DONE else now_min
    return min(end or begin, now_min) if state is RideState.DONE else end
