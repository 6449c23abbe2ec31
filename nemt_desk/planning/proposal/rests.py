"""Breaks in a run whose times were moved: where they are taken now, if they still can be."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from nemt_desk.planning.optimiser.plan import Pause, Run
from nemt_desk.planning.optimiser.problem import Break, Problem, Shift

_HAIR = 1e-7


@dataclass(frozen=True, slots=True)
class _Rest:
    """A stretch in which the car stands with nobody aboard; `after` None: before or after it all.

    `is_at_next`: at the place of the next stop, else where the last one was.
    """

    begin_min: float
    end_min: float
    place: int = 0
    after: int | None = None
    is_at_next: bool = False


def with_rests(problem: Problem, run: Run) -> Run | None:
    """Return the run with its breaks in gaps that hold them; None if one finds no gap."""
    driver = problem.drivers[run.driver]
    shift = driver.shifts[run.shift]
    for one in driver.breaks:
        if not _is_asked(shift, one):
            continue
        rest = next((rest for rest in _rests(problem, run) if _begin(rest, one) is not None), None)
        if rest is None:
            return None
        if rest.after is not None:
            run = _taken(problem, run, one, rest)
    return run


def _is_asked(shift: Shift, one: Break) -> bool:
    return shift.open_min <= one.from_min and shift.close_min >= one.until_min


def _begin(rest: _Rest, one: Break) -> float | None:
    begin = max(rest.begin_min, one.from_min)
    fits = begin <= one.until_min + _HAIR and begin + one.minutes <= rest.end_min + _HAIR
    return begin if fits else None


def _rests(problem: Problem, run: Run) -> Iterator[_Rest]:
    shift = problem.drivers[run.driver].shifts[run.shift]
    if not shift.aboard and not shift.is_out:
        yield _Rest(float("-inf"), run.leave_min)
    yield _Rest(run.home_min, float("inf"))
    for pause in run.pauses:
        if pause.is_home:
            yield _Rest(pause.begin_min, pause.end_min)
    yield from _gaps(problem, run)


def _gaps(problem: Problem, run: Run) -> Iterator[_Rest]:
    """Yield the gaps about the stops, nobody aboard, that hold neither a stay nor a break."""
    taken = {pause.after for pause in run.pauses}
    shift = problem.drivers[run.driver].shifts[run.shift]
    inside = {one.ride for one in shift.aboard}
    first, last = run.visits[0], run.visits[-1]
    if shift.is_out and not inside and -1 not in taken:
        way = problem.minutes[shift.start][first.place]
        yield _Rest(shift.open_min, first.begin_min - way, shift.start, -1)
    for after, (visit, following) in enumerate(zip(run.visits, run.visits[1:], strict=False)):
        (inside.discard if visit.stop & 1 else inside.add)(visit.stop >> 1)
        if inside or after in taken:
            continue
        way = problem.minutes[visit.place][following.place]
        yield _Rest(visit.leave_min + way, following.begin_min, following.place, after, True)
        yield _Rest(visit.leave_min, following.begin_min - way, visit.place, after)
    if len(run.visits) - 1 not in taken:
        # He comes home later by that; whether that is still in his hours is asked afterwards.
        yield _Rest(last.leave_min, float("inf"), last.place, len(run.visits) - 1)


def _taken(problem: Problem, run: Run, one: Break, rest: _Rest) -> Run:
    begin, after = _begin(rest, one), rest.after
    if begin is None or after is None:
        return run
    pause = Pause(begin, begin + one.minutes, rest.place, after, is_home=False)
    visits, home = list(run.visits), run.home_min
    if after + 1 == len(visits):
        home = pause.end_min + problem.minutes[rest.place][_end(problem, run)]
    elif not rest.is_at_next:
        visit = visits[after + 1]
        there = pause.end_min + problem.minutes[rest.place][visit.place]
        visits[after + 1] = replace(visit, arrive_min=min(visit.begin_min, there))
    pauses = sorted((*run.pauses, pause), key=lambda found: found.begin_min)
    return replace(
        run,
        visits=tuple(visits),
        pauses=tuple(pauses),
        home_min=home,
        on_duty_min=run.on_duty_min + home - run.home_min,
    )


def _end(problem: Problem, run: Run) -> int:
    return problem.drivers[run.driver].shifts[run.shift].end
