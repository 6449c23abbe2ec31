"""Times as members were promised them: a plan's runs moved within their windows, order unchanged.

The planner makes days short and leaves the times open; whoever was told 9:00 is fetched at 9:00
unless the run needs it otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf

from nemt_desk.planning.optimiser.plan import Run, Visit
from nemt_desk.planning.optimiser.problem import Aboard, Problem
from nemt_desk.planning.proposal.rests import with_rests

_HAIR = 1e-7
_LONGER_MIN = 15.0
"""So much longer a day may get for the sake of promised times."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """The visits of a run with the ends as first and last; drives include loading before them."""

    drives: list[float]
    opens: list[float]
    closes: list[float]


def settled(problem: Problem, run: Run, wants: Mapping[int, float]) -> Run:
    """Return the run with pick-ups as near to `wants` (by stop) as its windows and ways allow.

    A run that breaks limits anyhow keeps the planner's times, and so does one that would lose a
    break: breaks are moved if that helps, else they stay when they are.
    """
    if not run.visits:
        return run
    made = _moved(problem, run, _frame(problem, run), wants)
    if made is None and any(not pause.is_home for pause in run.pauses):
        made = _moved(problem, run, _held(problem, run, _frame(problem, run)), wants)
    return run if made is None else made


def _moved(problem: Problem, run: Run, frame: _Frame, wants: Mapping[int, float]) -> Run | None:
    """Return the run at other times; None if it would break a limit that it kept."""
    latest = _latest(frame)
    if latest is None:
        return None
    made = _retimed(problem, run, frame, _times(problem, run, frame, (wants, latest)))
    rested = with_rests(problem, made)
    return rested if rested is not None and _is_good(problem, rested, run) else None


def _held(problem: Problem, run: Run, frame: _Frame) -> _Frame:
    """Return the frame in which the breaks on the way stay when and where they are."""
    opens, closes = list(frame.opens), list(frame.closes)
    for pause in run.pauses:
        if pause.is_home:
            continue
        if pause.after >= 0:
            visit = run.visits[pause.after]
            done = visit.leave_min - visit.begin_min
            way = problem.minutes[visit.place][pause.place]
            closes[pause.after + 1] = min(closes[pause.after + 1], pause.begin_min - way - done)
        if pause.after + 1 < len(run.visits):
            place = run.visits[pause.after + 1].place
            way = problem.minutes[pause.place][place]
            opens[pause.after + 2] = max(opens[pause.after + 2], pause.end_min + way)
    return _Frame(frame.drives, opens, closes)


def _frame(problem: Problem, run: Run) -> _Frame:
    shift = problem.drivers[run.driver].shifts[run.shift]
    homes = {pause.after for pause in run.pauses if pause.is_home}
    drives, opens, closes = [], [shift.open_min], [shift.close_min]
    place, service = shift.start, 0.0
    for index, visit in enumerate(run.visits):
        way = problem.minutes[place][visit.place]
        if index - 1 in homes:
            way = problem.minutes[place][shift.end] + problem.minutes[shift.end][visit.place]
        drives.append(service + way)
        ride = problem.rides[visit.stop >> 1]
        window = ride.dropoff if visit.stop & 1 else ride.pickup
        opens.append(window.open_min)
        closes.append(window.close_min)
        place, service = visit.place, visit.leave_min - visit.begin_min
    drives.append(service + problem.minutes[place][shift.end])
    return _Frame(drives, [*opens, shift.open_min], [*closes, shift.close_min])


def _latest(frame: _Frame) -> list[float] | None:
    latest = list(frame.closes)
    for index in range(len(latest) - 2, -1, -1):
        latest[index] = min(latest[index], latest[index + 1] - frame.drives[index])
    is_late = any(end < begin - _HAIR for begin, end in zip(frame.opens, latest, strict=True))
    return None if is_late else latest


def _times(
    problem: Problem,
    run: Run,
    frame: _Frame,
    aims: tuple[Mapping[int, float], list[float]],
) -> list[float]:
    wants, latest = aims
    shift = problem.drivers[run.driver].shifts[run.shift]
    aboard = len(shift.aboard)
    at = shift.open_min
    times = [at]
    for index, visit in enumerate(run.visits, 1):
        at = max(at + frame.drives[index - 1], frame.opens[index])
        if visit.stop & 1:
            aboard -= 1
        else:
            # Nobody waits aboard for somebody else's promised time.
            if not aboard:
                at = max(at, min(wants.get(visit.stop, at), latest[index]))
            aboard += 1
        times.append(at)
    times.append(at + frame.drives[-1])
    for index in range(len(times) - 2, 0, -1):
        if not run.visits[index - 1].stop & 1:
            spare = times[index + 1] - frame.drives[index]
            times[index] = max(times[index], min(frame.closes[index], spare))
    return times


def _retimed(problem: Problem, run: Run, frame: _Frame, times: list[float]) -> Run:
    shift = problem.drivers[run.driver].shifts[run.shift]
    leave = shift.open_min if shift.is_out else times[1] - frame.drives[0]
    visits, left, place = [], leave, shift.start
    homes = {pause.after + 1 for pause in run.pauses if pause.is_home}
    for index, (visit, begin) in enumerate(zip(run.visits, times[1:-1], strict=True)):
        # From home one leaves in time to be there when it begins.
        there = begin if index in homes else left + problem.minutes[place][visit.place]
        arrive = min(begin, there)
        left, place = begin + visit.leave_min - visit.begin_min, visit.place
        visits.append(Visit(visit.stop, visit.place, arrive, begin, left))
    made = replace(run, leave_min=leave, home_min=times[-1], visits=tuple(visits))
    pauses = tuple(
        replace(
            pause,
            begin_min=_home_at(problem, made, pause.after),
            end_min=_away_at(problem, made, pause.after),
        )
        for pause in run.pauses
        if pause.is_home
    )
    stays = sum(pause.end_min - pause.begin_min for pause in pauses)
    return replace(made, pauses=pauses, on_duty_min=made.home_min - leave - stays)


def _home_at(problem: Problem, run: Run, after: int) -> float:
    end = problem.drivers[run.driver].shifts[run.shift].end
    if after < 0:
        return run.leave_min
    return run.visits[after].leave_min + problem.minutes[run.visits[after].place][end]


def _away_at(problem: Problem, run: Run, after: int) -> float:
    end = problem.drivers[run.driver].shifts[run.shift].end
    if after + 1 >= len(run.visits):
        return run.home_min
    visit = run.visits[after + 1]
    return visit.begin_min - problem.minutes[end][visit.place]


def _is_good(problem: Problem, made: Run, run: Run) -> bool:
    """Tell whether the moved run keeps what its windows do not say: time on board, the hours."""
    left = {one.ride: one.loaded_min for one in _shift_aboard(problem, run)}
    for visit in made.visits:
        ride = visit.stop >> 1
        if not visit.stop & 1:
            left[ride] = visit.leave_min
        elif visit.begin_min - left.get(ride, visit.begin_min) > (
            problem.rides[ride].most_aboard_min + _HAIR
        ):
            return False
    driver = problem.drivers[run.driver]
    is_in_time = made.home_min <= driver.shifts[run.shift].close_min + _HAIR
    longer = _LONGER_MIN if driver.most_min == inf else 0.0
    return is_in_time and made.on_duty_min <= run.on_duty_min + longer


def _shift_aboard(problem: Problem, run: Run) -> tuple[Aboard, ...]:
    return problem.drivers[run.driver].shifts[run.shift].aboard
