"""What people held on to may break limits: the limits give way by just so much, for those rides.

Somebody put a ride there with a reason, or holds it where it is; a plan must not take it away
because a window is missed, nor plan as if it were not there.
"""

from collections.abc import Sequence
from dataclasses import replace

from nemt_desk.planning.optimiser.duty import Desk
from nemt_desk.planning.optimiser.evaluate import Outcome, evaluate
from nemt_desk.planning.optimiser.model import Model
from nemt_desk.planning.optimiser.plan import Run
from nemt_desk.planning.optimiser.problem import Driver, Problem, Ride, Shift, Stops, Window
from nemt_desk.planning.proposal.rows import Hold, PlanDriver, PlanRide
from nemt_desk.runs.plans.shifts import WHOLE_DAY_MIN

_GIVES = frozenset({Hold.PINNED, Hold.REASON, Hold.KEPT})

type Shifts = tuple[Stops, ...]


def given_way(
    problem: Problem, rides: Sequence[PlanRide], drivers: Sequence[PlanDriver]
) -> Problem:
    """Return the problem in which each driver can do what he is held to."""
    held = {at: _held(one.now, rides) for at, one in enumerate(drivers)}
    concerned = [at for at, shifts in held.items() if any(shifts)]
    if not concerned:
        return problem
    desk = Desk(Model(problem))
    broken = [at for at in concerned if evaluate(desk, at, held[at]).breaches]
    if not broken:
        return problem
    # Hours first: whoever holds a ride outside them means the ride's own time, not a later one.
    whenever = Desk(Model(_at_any_hour(problem, broken)))
    for at in broken:
        problem = _widened(problem, at, evaluate(whenever, at, held[at]))
    desk = Desk(Model(problem))
    for at in broken:
        if evaluate(desk, at, held[at]).breaches:
            problem = _frozen(problem, at, drivers[at].now)
    return problem


def _held(now: Shifts, rides: Sequence[PlanRide]) -> Shifts:
    return tuple(tuple(stop for stop in stops if rides[stop >> 1].hold in _GIVES) for stops in now)


def _at_any_hour(problem: Problem, who: Sequence[int]) -> Problem:
    drivers = list(problem.drivers)
    for at in who:
        shifts = (
            replace(one, open_min=one.open_min if one.is_out else 0.0, close_min=WHOLE_DAY_MIN)
            for one in drivers[at].shifts
        )
        drivers[at] = replace(drivers[at], shifts=tuple(shifts))
    return replace(problem, drivers=tuple(drivers))


def _widened(problem: Problem, at: int, outcome: Outcome) -> Problem:
    """Return the problem with limits as wide as the driver's held rides need them."""
    rides, driver = list(problem.rides), problem.drivers[at]
    shifts = list(driver.shifts)
    for run in outcome.runs:
        shifts[run.shift] = _wide_shift(shifts[run.shift], run)
        for ride, widened in _wide_rides(rides, run).items():
            rides[ride] = widened
    kinds = {breach.kind for breach in outcome.breaches}
    metres = sum(run.loaded_m + run.unloaded_m for run in outcome.runs)
    driver = replace(
        driver,
        shifts=tuple(shifts),
        breaks=() if "break" in kinds else driver.breaks,
        most_m=max(driver.most_m, metres),
    )
    return replace(problem, rides=tuple(rides), drivers=_with(problem.drivers, at, driver))


def _wide_shift(shift: Shift, run: Run) -> Shift:
    return replace(
        shift,
        open_min=min(shift.open_min, run.leave_min),
        close_min=max(shift.close_min, run.home_min),
    )


def _wide_rides(rides: Sequence[Ride], run: Run) -> dict[int, Ride]:
    found: dict[int, Ride] = {}
    left: dict[int, float] = {}
    for visit in run.visits:
        at = visit.stop >> 1
        ride = found.get(at, rides[at])
        if visit.stop & 1:
            aboard = visit.begin_min - left.get(at, visit.begin_min)
            found[at] = replace(
                ride,
                dropoff=_wide(ride.dropoff, visit.begin_min),
                most_aboard_min=max(ride.most_aboard_min, aboard),
            )
        else:
            left[at] = visit.leave_min
            found[at] = replace(ride, pickup=_wide(ride.pickup, visit.begin_min))
    return found


def _wide(window: Window, begin_min: float) -> Window:
    return Window(min(window.open_min, begin_min), max(window.close_min, begin_min))


def _frozen(problem: Problem, at: int, now: Shifts) -> Problem:
    """Return the problem in which a driver keeps all he has, and gets nothing more."""
    driver = problem.drivers[at]
    shifts = tuple(
        replace(shift, fixed=stops, is_closed=True)
        for shift, stops in zip(driver.shifts, now, strict=True)
    )
    own = {stop >> 1 for stops in now for stop in stops}
    rides = tuple(
        replace(ride, drivers=frozenset({at})) if number in own else ride
        for number, ride in enumerate(problem.rides)
    )
    drivers = _with(problem.drivers, at, replace(driver, shifts=shifts))
    return replace(problem, rides=rides, drivers=drivers)


def _with(drivers: Sequence[Driver], at: int, driver: Driver) -> tuple[Driver, ...]:
    return (*drivers[:at], driver, *drivers[at + 1 :])
