"""Finds out whether there are times at all for stops in a given order, and the shortest duty.

Everything asked of the times is a difference: one moment at most so many minutes after another.
Such a system has a solution unless its graph has a negative cycle (Bellman and Ford), and the
shortest paths are one. Deliberately unlike the planner's own forward reckoning. Stays at home
are not considered: they never make an order possible, they only shorten the duty.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import inf

from nemt_desk.planning.checks.orders import Place, gaps, place_of, service_min
from nemt_desk.planning.checks.timed import is_asked
from nemt_desk.planning.optimiser.plan import Run, Visit
from nemt_desk.planning.optimiser.problem import Break, Problem, Stops

type Bound = tuple[int, int, float]
"""(u, v, w): moment v is at most w minutes after moment u."""

_EPS = 1e-9
_ZERO, _LEAVE, _HOME, _FIRST = 0, 1, 2, 3
"""Midnight, leaving the start, reaching the end; the stops follow."""


@dataclass
class _System:
    """Bounds between moments. `stands` are the gaps in which a break comes before the drive."""

    moments: int
    bounds: list[Bound] = field(default_factory=list)
    stands: set[int] = field(default_factory=set)

    def at_least(self, later: int, earlier: int, minutes: float) -> None:
        """Ask that `later` is `minutes` or more after `earlier`."""
        self.bounds.append((later, earlier, -minutes))

    def at_most(self, later: int, earlier: int, minutes: float) -> None:
        """Ask that `later` is `minutes` or less after `earlier`."""
        if minutes != inf:
            self.bounds.append((earlier, later, minutes))


def _paths(moments: int, bounds: Sequence[Bound], source: int | None) -> list[float] | None:
    """Return the shortest paths from a moment (None: from all at once); None if none solves."""
    far = [0.0 if source in (None, one) else inf for one in range(moments)]
    for _round in range(moments + 1):
        changed = False
        for u, v, w in bounds:
            if far[u] + w < far[v] - _EPS:
                far[v] = far[u] + w
                changed = True
        if not changed:
            return far
    return None


def _system(problem: Problem, place: Place, stops: Stops) -> _System:
    driver, number = place
    shift = problem.drivers[driver].shifts[number]
    found = _System(_FIRST + len(stops))
    found.at_least(_LEAVE, _ZERO, shift.open_min)
    if shift.is_out:
        found.at_most(_LEAVE, _ZERO, shift.open_min)
    found.at_most(_HOME, _ZERO, shift.close_min)
    before, busy = _LEAVE, 0.0
    for way, after in zip(
        gaps(problem, shift, stops), [*range(_FIRST, found.moments), _HOME], strict=True
    ):
        found.at_least(after, before, busy + problem.minutes[way.from_place][way.to_place])
        if after != _HOME:
            before, busy = after, service_min(problem, stops[after - _FIRST])
    loaded = {one.ride: (_ZERO, one.loaded_min) for one in shift.aboard}
    for moment, stop in enumerate(stops, _FIRST):
        row = problem.rides[stop >> 1]
        window = row.dropoff if stop & 1 else row.pickup
        found.at_least(moment, _ZERO, window.open_min)
        found.at_most(moment, _ZERO, window.close_min)
        if stop & 1:
            since, plus = loaded[stop >> 1]
            found.at_most(moment, since, plus + row.most_aboard_min)
        else:
            loaded[stop >> 1] = (moment, row.load_min)
    return found


# --- breaks ---


def _choices(
    problem: Problem, place: Place, stops: Stops, pause: Break
) -> Iterator[tuple[list[Bound], int | None]]:
    """Yield each way to take a break: its bounds (-1 is its own moment), the gap it stands in."""
    driver, number = place
    shift = problem.drivers[driver].shifts[number]
    in_time = [(-1, _ZERO, -pause.from_min), (_ZERO, -1, pause.until_min)]
    if not shift.is_out and not shift.aboard:
        yield [(_LEAVE, _ZERO, -(pause.from_min + pause.minutes))], None
    yield [(_ZERO, _HOME, pause.until_min)], None
    for way in gaps(problem, shift, stops):
        if way.aboard:
            continue
        before = _LEAVE if way.after < 0 else _FIRST + way.after
        busy = service_min(problem, stops[way.after]) if way.after >= 0 else 0.0
        after = _FIRST + way.after + 1 if way.after + 1 < len(stops) else _HOME
        drive = problem.minutes[way.from_place][way.to_place]
        here = [(-1, before, -busy), (after, -1, -(pause.minutes + drive))]
        there = [(-1, before, -(busy + drive)), (after, -1, -pause.minutes)]
        yield [*in_time, *here], way.after
        yield [*in_time, *there], None


def _with_breaks(problem: Problem, place: Place, stops: Stops) -> Iterator[_System]:
    """Yield a system for each way to take all breaks."""
    driver, number = place
    person = problem.drivers[driver]
    asked = [one for one in person.breaks if stops and is_asked(person.shifts[number], one)]
    for chosen in product(*(list(_choices(problem, place, stops, one)) for one in asked)):
        system = _system(problem, place, stops)
        for bounds, stands in chosen:
            own = system.moments
            system.stands |= set() if stands is None else {stands}
            system.moments += 1
            system.bounds += [(own if u < 0 else u, own if v < 0 else v, w) for u, v, w in bounds]
        yield system


def shortest_duty(problem: Problem, place: Place, stops: Stops) -> float | None:
    """Return the fewest minutes on duty in which the stops can be made; None: there is no way."""
    best = _best(problem, place, stops)
    return None if best is None else best[0]


def _best(problem: Problem, place: Place, stops: Stops) -> tuple[float, _System] | None:
    found: tuple[float, _System] | None = None
    for system in _with_breaks(problem, place, stops):
        far = _paths(system.moments, system.bounds, None)
        if far is None:
            continue
        back = _paths(system.moments, system.bounds, _HOME)
        if back is not None and (found is None or -back[_LEAVE] < found[0]):
            found = -back[_LEAVE], system
    return found


def timed_run(problem: Problem, place: Place, stops: Stops) -> Run | None:
    """Return a run of shortest duty with times for these stops; None if there are none."""
    best = _best(problem, place, stops)
    if best is None:
        return None
    duty, system = best
    bounds = [*system.bounds, (_LEAVE, _HOME, duty + _EPS)]
    far = _paths(system.moments, bounds, None)
    if far is None:
        return None
    at = [one - far[_ZERO] for one in far]
    return _run(problem, place, stops, (at, system.stands))


def _run(
    problem: Problem, place: Place, stops: Stops, times: tuple[Sequence[float], set[int]]
) -> Run:
    driver, number = place
    shift = problem.drivers[driver].shifts[number]
    (at, stands), visits = times, list[Visit]()
    sums = [0.0, 0.0]
    free = at[_LEAVE]
    for way in gaps(problem, shift, stops):
        sums[not way.aboard] += problem.metres[way.from_place][way.to_place]
        if way.after + 1 == len(stops):
            break
        stop, begin = stops[way.after + 1], at[_FIRST + way.after + 1]
        drive = problem.minutes[way.from_place][way.to_place]
        arrive = begin if way.after in stands else free + drive
        free = begin + service_min(problem, stop)
        visits.append(Visit(stop, place_of(problem, stop), arrive, begin, free))
    duty = at[_HOME] - at[_LEAVE]
    return Run(driver, number, at[_LEAVE], at[_HOME], tuple(visits), (), sums[0], sums[1], duty)


def together(problem: Problem, driver: int, shifts: Iterable[tuple[int, Stops]]) -> float | None:
    """Return the fewest minutes on duty of a driver over these shifts; None: there is no way."""
    total = 0.0
    for number, stops in shifts:
        duty = shortest_duty(problem, (driver, number), stops)
        if duty is None:
            return None
        total += duty
    return total
