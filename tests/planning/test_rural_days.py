"""Days of a wide county, planned and checked: whatever the day, the plan keeps every promise.

Few rounds, so that it is quick: what is asked here must hold for the first plan and for the best.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import hypothesis
import pytest
from hypothesis import strategies as st

from nemt_desk.planning.checker import check, given
from nemt_desk.planning.optimiser.plan import Solution
from nemt_desk.planning.optimiser.problem import Problem, Ride
from nemt_desk.planning.optimiser.solve import solve, stream
from tests.planning.later import rest_of_day
from tests.planning.rural import RuralDay, rural_day
from tests.planning.serving import saved_by_serving

ROUNDS = 1
seeds = st.integers(0, 10**6)
sizes = st.integers(4, 14)
crews = st.integers(1, 6)


def few(number: int) -> hypothesis.settings:
    """Return so many examples, or all in the long run; no seed's day is smaller than another's."""
    is_long = hypothesis.settings().max_examples > 500
    phases = [hypothesis.Phase.explicit, hypothesis.Phase.reuse, hypothesis.Phase.generate]
    return hypothesis.settings(max_examples=100 if is_long else number, phases=phases)


def same(one: Solution, other: Solution) -> bool:
    """Tell whether two plans are the same, whatever time they took."""

    def facts(plan: Solution) -> object:
        return plan.routes, plan.runs, plan.unserved, plan.carriers, plan.costs

    return facts(one) == facts(other)


def drivers_of(plan: Solution) -> dict[int, int]:
    """Return who drives each ride."""
    return {ride: route.driver for route in plan.routes for ride in route.rides}


def keeps_all(day: RuralDay, plan: Solution) -> None:
    """Ask of a plan what holds for every plan of the day."""
    assert check(day.problem, plan) == ()
    driving = drivers_of(plan)
    assert all(driving[ride] == who for ride, who in day.pins.items() if ride in driving)
    assert not {(ride, who) for ride, who in driving.items()} & day.refused
    assert not day.impossible & driving.keys()
    left = [*plan.unserved, *plan.carriers]
    assert sorted([*driving, *left]) == list(range(len(day.problem.rides)))


# --- whole days ---


@hypothesis.given(seed=seeds, rides=sizes, drivers=crews)
@few(6)
def test_every_plan_keeps_every_promise(seed: int, rides: int, drivers: int) -> None:
    day = rural_day(seed, rides, drivers=drivers)
    keeps_all(day, solve(day.problem, seed=seed, rounds=ROUNDS))


@pytest.mark.slow
@hypothesis.given(seed=seeds, rides=st.integers(4, 16), drivers=st.integers(1, 4))
@few(5)
def test_who_is_left_over_fits_nowhere_for_his_price(seed: int, rides: int, drivers: int) -> None:
    day = rural_day(seed, rides, drivers=drivers)
    plan = solve(day.problem, seed=seed, rounds=ROUNDS)
    for ride in (*plan.unserved, *plan.carriers):
        if day.problem.rides[ride].waits_for is None:
            saved = saved_by_serving(day.problem, plan, ride)
            assert saved is None or saved <= 0.01, f"ride {ride} would save {saved} cents"


@pytest.mark.slow
@hypothesis.given(seed=seeds, rides=sizes)
@few(2)
def test_the_same_seed_gives_the_same_plan(seed: int, rides: int) -> None:
    day = rural_day(seed, rides)
    one, other = (solve(day.problem, seed=seed, rounds=ROUNDS) for _ in range(2))
    assert same(one, other)


@hypothesis.given(
    seed=seeds, rides=sizes, calls=st.sampled_from((0, 1, 4, 12, 60, 400, 2000, 6000))
)
@few(8)
def test_cancelling_at_any_moment_keeps_a_good_plan(seed: int, rides: int, calls: int) -> None:
    day = rural_day(seed, rides)
    better: list[Solution] = []
    plan = solve(
        day.problem, seed=seed, rounds=50, on_better=better.append, is_cancelled=after(calls)
    )
    keeps_all(day, plan)
    for one in better:
        keeps_all(day, one)
    totals = [one.costs.total for one in [*better, plan]]
    assert all(later <= before + 0.01 for before, later in pairwise(totals))


def after(calls: int) -> Callable[[], bool]:
    """Return what says stop from that call on."""
    left: Iterator[bool] = iter([False] * calls)
    return lambda: next(left, True)


@pytest.mark.slow
def test_each_streamed_plan_is_good_and_better_than_the_one_before() -> None:
    day = rural_day(5, 14)
    plans = list(stream(day.problem, seed=5, rounds=ROUNDS))
    for plan in plans:
        keeps_all(day, plan)
    totals = [plan.costs.total for plan in plans]
    assert totals == sorted(totals, reverse=True)
    assert same(plans[-1], solve(day.problem, seed=5, rounds=ROUNDS))


@pytest.mark.parametrize("rides", [0, 1])
def test_nearly_empty_days_are_planned(rides: int) -> None:
    day = rural_day(1, rides, drivers=2)
    keeps_all(day, solve(day.problem, seed=0, rounds=ROUNDS))
    nobody = replace(day.problem, drivers=(), rides=tuple(map(anybody, day.problem.rides)))
    plan = solve(nobody, seed=0, rounds=ROUNDS)
    assert check(nobody, plan) == ()
    assert len(plan.unserved) + len(plan.carriers) == len(nobody.rides)


def anybody(ride: Ride) -> Ride:
    return replace(ride, drivers=None)


# --- days that have begun, and runs that were told ---


@pytest.mark.slow
@hypothesis.given(seed=seeds, rides=st.integers(6, 14), at=st.integers(6 * 60, 17 * 60))
@few(6)
def test_the_rest_of_a_day_leaves_everybody_in_the_car(seed: int, rides: int, at: int) -> None:
    """Who is aboard stays with his driver, and what was planned before can still be driven."""
    day = rural_day(seed, rides)
    morning = solve(day.problem, seed=seed, rounds=1)
    rest = rest_of_day(day.problem, morning, float(at))
    plan = solve(rest.problem, seed=seed, rounds=ROUNDS)
    assert check(rest.problem, plan) == ()
    assert given(rest.problem, plan) == ()
    driving = drivers_of(plan)
    assert {ride: driving.get(ride) for ride in rest.aboard} == rest.aboard


@pytest.mark.slow
@hypothesis.given(seed=seeds, rides=st.integers(6, 14), closed=st.booleans())
@few(5)
def test_published_runs_keep_their_stops(seed: int, rides: int, *, closed: bool) -> None:
    """Every other run was told to its driver; the first plan left half of the rides out."""
    day = rural_day(seed, rides)
    early = replace(
        day.problem,
        rides=tuple(
            row if number % 2 else replace(row, unserved_cents=0.0, carrier_cents=None)
            for number, row in enumerate(day.problem.rides)
        ),
    )
    told = published(day.problem, solve(early, seed=seed, rounds=1), closed=closed)
    plan = solve(told, seed=seed, rounds=ROUNDS)
    assert check(told, plan) == ()
    assert given(told, plan) == ()


def published(problem: Problem, plan: Solution, *, closed: bool) -> Problem:
    """Return the day with the stops of every other run kept where they are."""
    drivers = list(problem.drivers)
    for run in plan.runs[::2]:
        shifts = list(drivers[run.driver].shifts)
        stops = tuple(visit.stop for visit in run.visits)
        shifts[run.shift] = replace(shifts[run.shift], fixed=stops, is_closed=closed)
        drivers[run.driver] = replace(drivers[run.driver], shifts=tuple(shifts))
    return replace(problem, drivers=tuple(drivers))


# --- big ones ---


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "rides"), [(1, 60), (3, 300)])
def test_big_days_keep_every_promise(seed: int, rides: int) -> None:
    day = rural_day(seed, rides)
    keeps_all(day, solve(day.problem, seed=seed, rounds=1))


@pytest.mark.slow
def test_two_processes_give_the_same_plan_each_time() -> None:
    day = rural_day(8, 30)
    one, other = (solve(day.problem, seed=8, rounds=2, processes=2) for _ in range(2))
    keeps_all(day, one)
    assert same(one, other)
