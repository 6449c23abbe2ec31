"""Whether a ride fits a driver's day, and why not: values for the dispatcher, never exceptions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nemt_desk.ground.ids import Id
from nemt_desk.planning.driver_checks import driver_checks
from nemt_desk.planning.limits import limits
from nemt_desk.planning.rows import DriverDay, Figures, RideTask, Severity, Travel, Violation
from nemt_desk.planning.stops import stops
from nemt_desk.planning.timetable import Visit, allowed_min, lateness, timetable
from nemt_desk.planning.words import clock_text


def fits(day: DriverDay, ride: RideTask, travel: Travel, figures: Figures) -> tuple[Violation, ...]:
    """Return what speaks against the ride on this day, what blocks first; empty if it fits.

    A ride that is on the day already is judged as if it were new. Shared rides are allowed. What
    went wrong before this ride came is not held against it.
    """
    before = day.minus(ride.ride_id)
    after = before.plus(ride)
    found = list(driver_checks(after, ride))
    if not ride.is_loose:
        found += _times(before, after, ride, _Clock(travel, figures))
        found += limits(before, after, travel, figures)
    found += _waits(before, after, ride)
    return tuple(sorted(found, key=lambda violation: not violation.is_blocking))


def fits_together(
    day: DriverDay, rides: Sequence[RideTask], travel: Travel, figures: Figures
) -> dict[Id, tuple[Violation, ...]]:
    """Return for each ride what speaks against it once those before it are on the day."""
    found = {}
    for ride in rides:
        found[ride.ride_id] = fits(day, ride, travel, figures)
        day = day.plus(ride)
    return found


@dataclass(frozen=True, slots=True)
class _Clock:
    travel: Travel
    figures: Figures

    def visits(self, day: DriverDay) -> tuple[Visit, ...]:
        return timetable(day, self.travel, self.figures)


def _times(
    before: DriverDay, after: DriverDay, ride: RideTask, clock: _Clock
) -> Iterator[Violation]:
    visits = clock.visits(after)
    was_late = lateness(clock.visits(before), before.tasks)
    tasks = {task.ride_id: task for task in after.tasks}
    for (ride_id, is_pickup), late in lateness(visits, after.tasks).items():
        if late <= max(clock.figures.slack_min, was_late.get((ride_id, is_pickup), 0)):
            continue
        is_over = late > allowed_min(tasks[ride_id], clock.figures, is_pickup=is_pickup)
        visit = _visit_of(visits, ride_id, is_pickup=is_pickup)
        act = "pickup" if is_pickup else "dropoff"
        yield Violation(
            f"late_{act}" if ride_id == ride.ride_id else "late_other",
            f"{_begin(visit, ride_id)}; {_measure(visit, late, act, is_over=is_over)}"
            f"{'' if ride_id == ride.ride_id else ' (another ride)'}.",
            Severity.BLOCK if is_over else Severity.WARN,
            minutes_over=late,
        )
    if any(_is_unknown(visit) and _touches(visit, ride.ride_id) for visit in visits):
        sentence = "A place has no pin on the map, so the time between stops is not known."
        yield Violation("unknown_drive", sentence, Severity.WARN)


def _visit_of(visits: Sequence[Visit], ride_id: Id, *, is_pickup: bool) -> Visit:
    return next(
        visit
        for visit in visits
        if ride_id in (visit.stop.pickups if is_pickup else visit.stop.dropoffs)
    )


def _is_unknown(visit: Visit) -> bool:
    return visit.before is not None and visit.way is None


def _touches(visit: Visit, ride_id: Id) -> bool:
    """Tell whether the way to this stop begins or ends with this ride."""
    ends = [stop for stop in (visit.before, visit.stop) if stop is not None]
    return any(ride_id in (*stop.pickups, *stop.dropoffs) for stop in ends)


def _begin(visit: Visit, ride_id: Id) -> str:
    leg = visit.way
    about = "about " if leg is not None and leg.is_estimate else ""
    minutes = f"{about}{round(leg.minutes)} min" if leg is not None else ""
    if visit.before is not None and ride_id in visit.before.pickups and minutes:
        return f"The ride itself takes {minutes}"
    ended = f"The stop before ends {clock_text(visit.left_before_min)}"
    return f"{ended}; {minutes} away" if minutes else ended


def _measure(visit: Visit, late: int, act: str, *, is_over: bool) -> str:
    words = "pick-up" if act == "pickup" else "drop-off"
    planned = f"{clock_text(visit.arrive_min - late)} {words}"
    if is_over:
        return f"{late} min short for the {planned}"
    return f"{late} min late for the {planned}, which is still in time"


def _waits(before: DriverDay, after: DriverDay, ride: RideTask) -> Iterator[Violation]:
    """Tell when a driver who promised to wait for a member would drive somebody else."""
    if ride.waits and not any(task.trip_id == ride.trip_id for task in before.tasks):
        yield Violation(
            "waits",
            "The driver of the ride there waits for this return; this is another driver.",
            Severity.WARN,
        )
    for back in after.tasks:
        out = next((t for t in after.tasks if t.trip_id == back.trip_id and t is not back), None)
        if not back.waits or out is None or out.end_min is None or back.begin_min is None:
            continue
        is_concerned = ride.trip_id == back.trip_id
        between = _between(after, out, back)
        if ride.ride_id in between or (is_concerned and between):
            span = f"{clock_text(out.end_min)} to {clock_text(back.begin_min)}"
            sentence = f"The driver waits for a member from {span} and would leave in between."
            yield Violation("waits", sentence, Severity.WARN)


def _between(day: DriverDay, out: RideTask, back: RideTask) -> set[Id]:
    """Return the rides of others that stop between the way there and the way back."""
    found: set[Id] = set()
    is_waiting = False
    for stop in stops(day.tasks):
        if back.ride_id in stop.pickups:
            break
        if is_waiting:
            found |= {*stop.pickups, *stop.dropoffs}
        is_waiting = is_waiting or out.ride_id in stop.dropoffs
    return found - {out.ride_id, back.ride_id}
