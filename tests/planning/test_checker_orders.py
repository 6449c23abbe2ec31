"""The checker finds out itself whether stops in an order have times; the files' best plans do."""

from collections.abc import Callable
from dataclasses import replace
from math import hypot, inf
from pathlib import Path
from random import Random
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st
from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

from nemt_desk.planning.checker import check, check_orders
from nemt_desk.planning.checks.possible import timed_run
from nemt_desk.planning.optimiser.problem import (
    Break,
    Driver,
    Problem,
    Ride,
    Shift,
    Stops,
    Window,
)
from tests.planning.checked_day import (
    ANN,
    BEA_BACK,
    CARL,
    CLINIC,
    ORDER,
    day,
    kinds,
    ride,
    with_driver,
    with_ride,
    with_shift,
)
from tests.planning.darp import darp_problem
from tests.planning.plans import plan_of

# --- orders without times ---


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda: with_ride(0, most_aboard_min=49.0), "timing"),
        (lambda: with_ride(1, dropoff=Window(0, 552), pickup=Window(519, 540)), "timing"),
        (lambda: with_shift(close_min=644), "timing"),
        (lambda: with_driver(breaks=(Break(36, 560, 620),), most_min=inf), None),
        (lambda: with_driver(breaks=(Break(61, 560, 620),), most_min=inf), "timing"),
        (lambda: with_driver(most_min=144.9), "most_min"),
        (lambda: with_driver(most_m=89_000.0), "most_m"),
        (lambda: with_driver(capacity=(0, 1)), "load"),
        (lambda: with_ride(0, drivers=frozenset()), "driver"),
    ],
)
def test_stops_in_order_are_judged_without_times(
    change: Callable[[], Problem], kind: str | None
) -> None:
    found = check_orders(change(), {(0, 0): ORDER}, left=(BEA_BACK, CARL))
    assert {fault.kind.value for fault in found} == ({kind} if kind else set())


def test_waiting_before_the_pickup_saves_time_aboard() -> None:
    """To drive at once would be too long aboard; to begin later is not."""
    waits = ride("waits", ANN, CLINIC, pickup=Window(500, 600), dropoff=Window(600, 610), load=(1,))
    problem = replace(day(), rides=(replace(waits, most_aboard_min=31.0),))
    run = timed_run(problem, (0, 0), (0, 1))
    assert run is not None
    assert run.visits[0].begin_min >= 569.0
    assert check_orders(problem, {(0, 0): (0, 1)}) == ()


# --- the three files ---

A2: dict[tuple[int, int], Stops] = {
    (0, 0): (18, 8, 19, 9, 26, 27, 28, 29, 12, 30, 13, 31),
    (1, 0): (22, 10, 23, 11, 6, 20, 21, 7, 4, 5, 24, 25, 16, 14, 17, 15, 2, 3, 0, 1),
}
"""Found with OR-Tools' routing, as B2; the length is the optimum proven by others."""
A3: dict[tuple[int, int], Stops] = {
    (0, 0): (42, 43, 20, 21, 24, 36, 25, 40, 37, 41, 12, 13, 44, 6, 45, 7, 4, 28, 29, 5),
    (1, 0): (26, 27, 34, 18, 35, 19, 14, 15, 8, 22, 9, 23),
    (2, 0): (30, 31, 38, 39, 2, 46, 3, 47, 0, 1, 32, 33, 16, 17, 10, 11),
}
"""Found with the planner."""
A2_SHORT: dict[tuple[int, int], Stops] = {
    (0, 0): (22, 10, 23, 6, 11, 8, 2, 9, 7, 26, 28, 27, 16, 3, 17, 30, 12, 13, 29, 31),
    (1, 0): (18, 4, 19, 20, 5, 0, 24, 25, 14, 15, 1, 21),
}
"""Shorter, but riders sit in the car too long."""
B2: dict[tuple[int, int], Stops] = {
    (0, 0): (18, 19, 0, 1, 24, 20, 25, 21, 26, 27),
    (1, 0): (16, 17, 14, 2, 3, 30, 15, 10, 11, 31, 4, 5, 8, 9, 12, 22, 13, 28, 23, 29, 6, 7),
}


@pytest.mark.parametrize(
    ("name", "orders", "best"),
    [("a2-16", A2, 294.25), ("a3-24", A3, 344.83), ("b2-16", B2, 309.41)],
)
def test_the_proven_best_of_the_files_is_found_good(
    shared_data: Path, name: str, orders: dict[tuple[int, int], Stops], best: float
) -> None:
    problem = darp_problem((shared_data / "darp" / f"{name}.txt").read_text())
    assert check_orders(problem, orders) == ()
    found = plan_of(problem, orders)
    assert check(problem, found) == ()
    assert found.costs.metres == pytest.approx(best, abs=0.006)


def test_a_plan_shorter_than_the_best_breaks_the_time_aboard(shared_data: Path) -> None:
    problem = darp_problem((shared_data / "darp" / "a2-16.txt").read_text())
    assert {fault.kind.value for fault in check_orders(problem, A2_SHORT)} == {"timing"}
    free = tuple(replace(one, most_aboard_min=inf) for one in problem.rides)
    easy = replace(problem, rides=free)
    found = plan_of(easy, A2_SHORT)
    assert check(easy, found) == ()
    assert found.costs.metres < 294
    assert kinds(problem, found) == {"aboard"}


# --- the two ways of looking at times agree ---


@hypothesis.given(seed=st.integers(0, 10**6), seats=st.integers(1, 4), with_break=st.booleans())
@hypothesis.settings(max_examples=80)
def test_times_that_were_driven_are_found_possible(
    seed: int, seats: int, *, with_break: bool
) -> None:
    """A driver drives about and stops at will; windows are put tightly around what he did."""
    problem, stops, duty = driven_about(seed, seats, with_break=with_break)
    assert check_orders(problem, {(0, 0): stops}) == ()
    run = timed_run(problem, (0, 0), stops)
    assert run is not None
    assert run.on_duty_min <= duty + 1e-6
    assert check(problem, plan_of(problem, {(0, 0): stops})) == ()
    if not with_break:
        assert run.on_duty_min == pytest.approx(shortest_by_lp(problem, stops), abs=1e-5)


def shortest_by_lp(problem: Problem, stops: Stops) -> float:
    """Return the shortest duty as a linear program has it: another way to the same figure."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    (driver,) = problem.drivers
    (shift,) = driver.shifts
    leave, home = solver.NumVar(shift.open_min, 9999, ""), solver.NumVar(0, shift.close_min, "")
    before, here, busy = leave, shift.start, 0.0
    begins: dict[int, Any] = {}
    for stop in stops:
        row = problem.rides[stop >> 1]
        there = row.destination if stop & 1 else row.origin
        window = row.dropoff if stop & 1 else row.pickup
        begins[stop] = solver.NumVar(window.open_min, window.close_min, "")
        solver.Add(begins[stop] >= before + busy + problem.minutes[here][there])
        before, here, busy = begins[stop], there, row.unload_min if stop & 1 else row.load_min
        if stop & 1:
            got_in = begins[stop - 1] + row.load_min
            solver.Add(begins[stop] - got_in <= row.most_aboard_min)
    solver.Add(home >= before + busy + problem.minutes[here][shift.end])
    solver.Minimize(home - leave)
    assert solver.Solve() == pywraplp.Solver.OPTIMAL
    return float(solver.Objective().Value())


def driven_about(seed: int, seats: int, *, with_break: bool) -> tuple[Problem, Stops, float]:
    dice = Random(seed)
    number = dice.randint(1, 6)
    points = [(dice.random() * 30, dice.random() * 30) for _ in range(2 * number + 1)]
    ways = [[hypot(a - c, b - d) for c, d in points] for a, b in points]
    open_rides, inside, stops = list(range(number)), list[int](), list[int]()
    at, here, rested, pause = 480.0, 0, False, Break(20, 500, 520)
    begins: dict[int, float] = {}
    service = [dice.choice((0.0, 3.0)) for _ in range(2 * number)]
    while open_rides or inside:
        if not inside and at >= pause.from_min and not rested:
            pause, at, rested = Break(20, at, at), at + 20, True
        gets_in = bool(open_rides) and len(inside) < seats and (not inside or dice.random() < 0.5)
        ride = dice.choice(open_rides if gets_in else inside)
        (open_rides if gets_in else inside).remove(ride)
        if gets_in:
            inside.append(ride)
        stop = 2 * ride + (not gets_in)
        at += ways[here][1 + stop] + dice.choice((0.0, 0.0, 4.0, 11.0))
        begins[stop], here = at, 1 + stop
        at += service[stop]
        stops.append(stop)
    rides = tuple(
        Ride(
            str(one), 1 + 2 * one, 2 + 2 * one,
            pickup=Window(begins[2 * one] - dice.random() * 9, begins[2 * one] + dice.random() * 9),
            dropoff=Window(begins[2 * one + 1], begins[2 * one + 1] + dice.random() * 9),
            load_min=service[2 * one], unload_min=service[2 * one + 1],
            most_aboard_min=begins[2 * one + 1] - begins[2 * one] - service[2 * one],
        )
        for one in range(number)
    )  # fmt: skip
    home = at + ways[here][0]
    breaks = (pause,) if with_break and rested else ()
    driver = Driver("d", (seats,), (Shift(480, home, 0, 0),), breaks, most_min=home - 480)
    return Problem(ways, ways, rides, (driver,)), tuple(stops), home - 480
