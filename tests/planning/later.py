"""What is left of a planned day at some minute: who is aboard, where the cars are, what is open.

Made from the plan's times alone, without the planner; rides that are done are gone.
"""

from dataclasses import dataclass, replace

from nemt_desk.planning.checks.timed import TimedRun
from nemt_desk.planning.optimiser.plan import Run, Solution
from nemt_desk.planning.optimiser.problem import Aboard, Driver, Problem, Shift


@dataclass(frozen=True)
class RestOfDay:
    """The rest of a day. `aboard`: ride (by its new number) to driver; `keys` its rides."""

    problem: Problem
    aboard: dict[int, int]
    keys: tuple[str, ...]


def rest_of_day(problem: Problem, plan: Solution, now: float) -> RestOfDay:
    """Return the problem that is left at `now` if everything went as planned until then."""
    runs = {(run.driver, run.shift): run for run in plan.runs}
    done, inside = _progress(plan, now)
    left = [ride for ride in range(len(problem.rides)) if ride not in done]
    renamed = {ride: number for number, ride in enumerate(left)}
    drivers = tuple(
        _driver_left(problem, number, runs, (now, renamed))
        for number in range(len(problem.drivers))
    )
    rides = tuple(
        replace(row, waits_for=None if row.waits_for is None else renamed.get(row.waits_for))
        for row in (problem.rides[ride] for ride in left)
    )
    apart = frozenset(
        (renamed[one], renamed[other])
        for one, other in problem.apart
        if one in renamed and other in renamed
    )
    rest = replace(problem, rides=rides, drivers=drivers, apart=apart)
    aboard = {renamed[ride]: driver for ride, driver in inside.items()}
    return RestOfDay(rest, aboard, tuple(row.key for row in rides))


def _progress(plan: Solution, now: float) -> tuple[set[int], dict[int, int]]:
    """Return the rides that are done, and who is aboard of whose car."""
    done: set[int] = set()
    inside: dict[int, int] = {}
    for run in plan.runs:
        for visit in run.visits:
            if visit.begin_min > now:
                break
            if visit.stop & 1:
                done.add(visit.stop >> 1)
                del inside[visit.stop >> 1]
            else:
                inside[visit.stop >> 1] = run.driver
    return done, inside


def _driver_left(
    problem: Problem,
    number: int,
    runs: dict[tuple[int, int], Run],
    at: tuple[float, dict[int, int]],
) -> Driver:
    now, renamed = at
    driver = problem.drivers[number]
    shifts, metres, minutes = [], 0.0, 0.0
    for index, shift in enumerate(driver.shifts):
        run = runs.get((number, index))
        if run is None or run.leave_min > now:
            if shift.close_min > now:
                shifts.append(replace(shift, open_min=max(shift.open_min, now)))
            continue
        timed = TimedRun(problem, run)
        if run.home_min > now and run.visits:
            later, gone_m = _under_way(timed, now, renamed)
            shifts.append(later)
        else:
            later, gone_m = None, sum(timed.metres())
        metres += gone_m
        until = run.home_min if later is None else later.open_min
        at_home = ((pause.begin_min, pause.end_min) for pause in run.pauses if pause.is_home)
        off_duty = sum(max(0.0, min(end, until) - begin) for begin, end in at_home)
        minutes += until - run.leave_min - off_duty
    return replace(
        driver,
        shifts=tuple(shifts),
        breaks=tuple(pause for pause in driver.breaks if pause.from_min > now),
        # A hair more than what is left: the sums were made in another order.
        most_m=driver.most_m - metres + 1.0,
        most_min=driver.most_min - minutes + 0.01,
    )


def _under_way(timed: TimedRun, now: float, renamed: dict[int, int]) -> tuple[Shift, float]:
    """Return the shift of a car that is out, and the metres that are behind it."""
    run, shift = timed.run, timed.shift
    behind = [visit for visit in run.visits if visit.begin_min <= now]
    aboard = {one.ride: one.loaded_min for one in shift.aboard}
    for visit in behind:
        ride = visit.stop >> 1
        if visit.stop & 1:
            del aboard[ride]
        else:
            aboard[ride] = visit.begin_min + timed.problem.rides[ride].load_min
    legs = [leg for way in timed.ways[: len(behind)] for leg in way.legs]
    place = behind[-1].place if behind else shift.start
    free = max(now, behind[-1].leave_min if behind else run.leave_min)
    first = None
    for begun in _drives(timed, len(behind)):
        if begun.depart_min < now:  # on his way there, or there already
            legs.append((place, begun.place))
            place, free, first = begun.place, max(now, begun.arrive_min), begun.stop
    return replace(
        shift,
        open_min=free,
        start=place,
        is_out=True,
        aboard=tuple(Aboard(renamed[ride], since) for ride, since in sorted(aboard.items())),
        first=None if first is None else 2 * renamed[first >> 1] + (first & 1),
    ), sum(timed.problem.metres[a][b] for a, b in legs)


@dataclass(frozen=True)
class _Drive:
    """One drive of a gap: it must begin at `depart_min`; no stop is home."""

    depart_min: float
    arrive_min: float
    place: int
    stop: int | None


def _drives(timed: TimedRun, number: int) -> list[_Drive]:
    """Return the drives of the gap before the stop with this position."""
    way, visits = timed.ways[number], timed.run.visits
    arrivals = [(stay.begin_min, stay.place, None) for stay in way.stays]
    stop = visits[number].stop if number < len(visits) else None
    ends = [*arrivals, (way.reach_min, way.gap.to_place, stop)]
    roads = timed.problem.minutes
    return [
        _Drive(arrive - roads[here][there], arrive, there, what)
        for (arrive, there, what), (here, _to) in zip(ends, way.legs, strict=True)
    ]
