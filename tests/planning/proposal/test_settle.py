"""Times near the promised ones, in the planner's order; and that order on the board."""

from dataclasses import replace
from itertools import groupby

import hypothesis
from hypothesis import strategies as st

from nemt_desk.planning.checker import check
from nemt_desk.planning.checks.faults import FaultKind
from nemt_desk.planning.optimiser.plan import Run
from nemt_desk.planning.optimiser.problem import Break, Driver, Problem, Ride, Shift, Window
from nemt_desk.planning.optimiser.solve import solve
from nemt_desk.planning.proposal.settle import settled
from nemt_desk.planning.rows import RideTask, Spot
from nemt_desk.planning.stops import stops
from tests.planning.days import ident
from tests.planning.rural import rural_day

# The price of a day depends on its minutes; the planner's own times are the cheapest.
_OF_PRICE = {FaultKind.COST, FaultKind.ROUTE, FaultKind.FIGURES, FaultKind.TIMING}


def whole(problem: Problem) -> Problem:
    """Return the day in whole minutes, as an office has it."""
    minutes = tuple(tuple(float(round(way)) for way in row) for row in problem.minutes)
    rides = tuple(
        replace(one, pickup=_whole(one.pickup), dropoff=_whole(one.dropoff))
        for one in problem.rides
    )
    return replace(problem, minutes=minutes, rides=rides)


def _whole(window: Window) -> Window:
    close = window.close_min
    return Window(float(round(window.open_min)), close if close > 1e6 else float(round(close)))


def wants(problem: Problem) -> dict[int, float]:
    """Return what was promised: ten minutes into each window."""
    rides = problem.rides
    return {2 * at: min(r.pickup.open_min + 10, r.pickup.close_min) for at, r in enumerate(rides)}


def line(*places: float) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(abs(one - other) for other in places) for one in places)


def test_a_member_is_fetched_as_promised_though_the_window_opens_before() -> None:
    ways = line(0, 10, 40)
    ride = Ride("a", 1, 2, Window(530, 555), Window(0, 620), 5, 5)
    problem = Problem(ways, ways, (ride,), (Driver("d", (4,), (Shift(400, 900, 0, 0),)),))
    (run,) = solve(problem, rounds=1).runs
    assert round(settled(problem, run, {0: 540.0}).visits[0].begin_min) == 540
    assert round(settled(problem, run, {0: 540.0}).leave_min) == 530
    # An appointment comes first.
    tight = replace(problem, rides=(replace(ride, dropoff=Window(0, 568)),))
    (run,) = solve(tight, rounds=1).runs
    assert round(settled(tight, run, {0: 540.0}).visits[0].begin_min) == 533


def test_a_break_does_not_keep_a_member_from_being_fetched_as_promised() -> None:
    ways = line(0, 10, 40)
    ride = Ride("a", 1, 2, Window(640, 680), Window(0, 720), 5, 5)
    for pause in (Break(30, 540, 780), Break(30, 600, 610), Break(30, 700, 710)):
        driver = Driver("d", (4,), (Shift(400, 900, 0, 0),), breaks=(pause,))
        problem = Problem(ways, ways, (ride,), (driver,))
        plan = solve(problem, rounds=1)
        made = settled(problem, plan.runs[0], {0: 657.0})
        assert round(made.visits[0].begin_min) == 657
        faults = check(problem, replace(plan, runs=(made,)))
        assert [one for one in faults if one.kind not in _OF_PRICE] == []


def test_a_break_on_the_way_is_moved_with_the_promised_times() -> None:
    ways = line(0, 10, 40)
    there = Ride("a", 1, 2, Window(600, 630), Window(0, 720), 5, 5)
    back = Ride("b", 2, 1, Window(700, 760), Window(0, 900), 5, 5)
    driver = Driver("d", (4,), (Shift(400, 1000, 0, 0),), breaks=(Break(30, 600, 700),))
    problem = Problem(ways, ways, (there, back), (driver,), frozenset({(0, 1)}))
    plan = solve(problem, rounds=1)
    (run,) = plan.runs
    made = settled(problem, run, {0: 622.0, 2: 705.0})
    assert [round(visit.begin_min) for visit in made.visits if not visit.stop & 1] == [622, 705]
    assert [round(one.end_min - one.begin_min) for one in made.pauses] == [30]
    faults = check(problem, replace(plan, runs=(made,)))
    assert [one for one in faults if one.kind not in _OF_PRICE] == []


def tasks_of(problem: Problem, run: Run) -> list[RideTask]:
    """Return a run's rides as the board has them, at the minutes of the plan."""
    at = {visit.stop: round(visit.begin_min) for visit in run.visits}
    return [
        RideTask(
            ride_id=ident(ride),
            trip_id=ident(ride),
            member_id=ident(ride),
            origin=Spot(ident(1000 + problem.rides[ride].origin), (0.0, 0.0)),
            destination=Spot(ident(1000 + problem.rides[ride].destination), (0.0, 0.0)),
            pickup_min=at[2 * ride],
            dropoff_min=at[2 * ride + 1],
        )
        for ride in sorted(stop >> 1 for stop in at if stop & 1)
    ]


@hypothesis.given(seed=st.integers(0, 10**6), rides=st.integers(6, 24))
@hypothesis.settings(max_examples=25, phases=[hypothesis.Phase.generate])
def test_settled_days_keep_every_limit_and_their_order_on_the_board(seed: int, rides: int) -> None:
    problem = whole(rural_day(seed, rides, drivers=5).problem)
    plan = solve(problem, seed=seed, rounds=0)
    runs = tuple(settled(problem, run, wants(problem)) for run in plan.runs)
    faults = check(problem, replace(plan, runs=runs))
    assert [one for one in faults if one.kind not in _OF_PRICE and not 0 < one.amount < 1e-4] == []
    for run in runs:
        planned = [ident(1000 + visit.place) for visit in run.visits]
        board = [one.spot.place_id for one in stops(tasks_of(problem, run))]
        assert [place for place, _ in groupby(board)] == [place for place, _ in groupby(planned)]
