"""The lower bound: below every plan, equal to the proven best of days that are known."""

from dataclasses import replace
from itertools import permutations, product
from pathlib import Path

import pytest

from bench.darp_made_up import made_up
from bench.darp_problem import darp_problem
from nemt_desk.planning.checker import check_orders
from nemt_desk.planning.optimiser.bound import Bounder
from nemt_desk.planning.optimiser.duty import Desk
from nemt_desk.planning.optimiser.fragments import Grower, Limits
from nemt_desk.planning.optimiser.model import Model
from nemt_desk.planning.optimiser.plan import Route
from nemt_desk.planning.optimiser.problem import Driver, Problem, Ride, Shift, Weights, Window
from nemt_desk.planning.optimiser.proof import Proof, prove
from nemt_desk.planning.optimiser.solve import solve
from tests.planning import darp
from tests.planning.rural import rural_day

_BEST = {"a2-16": 294.25, "b2-16": 309.41, "a3-24": 344.83}


def never() -> bool:
    return False


def proof_of(problem: Problem, *, best: float = 1e9) -> Proof:
    bounder = Bounder(Desk(Model(problem)))
    assert bounder.begin([], never)
    while not bounder.is_done:
        bounder.step()
    return prove(bounder, best, never)


@pytest.mark.parametrize("name", ["a2-16", "b2-16", pytest.param("a3-24", marks=pytest.mark.slow)])
def test_best_plan_of_a_known_day_is_found_and_proved(shared_data: Path, name: str) -> None:
    problem = darp.darp_problem((shared_data / "darp" / f"{name}.txt").read_text())
    proof = proof_of(problem)
    assert proof.is_proved
    assert proof.bound == pytest.approx(_BEST[name], abs=0.006)
    assert proof.routes is not None
    assert sum(route.cost for route in proof.routes) == pytest.approx(proof.bound)
    orders = {(route.driver, 0): route.shifts[0] for route in proof.routes}
    assert check_orders(problem, orders) == ()


def test_known_plan_as_good_as_the_bound_is_proved_by_it() -> None:
    problem = darp_problem(made_up("a", 2, 8))
    best = proof_of(problem)
    again = proof_of(problem, best=best.bound)
    assert again.is_proved
    assert again.routes is None
    assert again.bound == pytest.approx(best.bound)


@pytest.mark.parametrize("seed", range(4))
def test_bound_is_below_plans_of_rural_days(seed: int) -> None:
    problem = rural_day(seed, 10, drivers=4).problem
    bounder = Bounder(Desk(Model(problem)))
    if not bounder.begin([], never):
        pytest.skip("a day with drivers under way")
    while not bounder.is_done:
        bounder.step()
    plan = solve(problem, rounds=3)
    assert bounder.bound <= plan.costs.total + 1e-6
    proof = prove(bounder, plan.costs.total, never)
    assert proof.bound <= plan.costs.total + 1e-6


def _priced_day(seed: int) -> Problem:
    """Three rides, two drivers who differ in home, hours and prices; minutes cost, too."""
    places = [(seed * 7 % 5, 0), (9, seed % 4), (3, 8), (8, 8), (1, 5), (6, seed * 3 % 7), (5, 5)]
    table = [[abs(a - c) + abs(b - d) for c, d in places] for a, b in places]
    rides = tuple(
        Ride(
            key="",
            origin=number,
            destination=number + 3,
            pickup=Window(30 + 10 * number, 45 + 10 * number),
            dropoff=Window(),
            load_min=2,
            unload_min=1,
            most_aboard_min=25,
            unserved_cents=90 + 10 * seed,
        )
        for number in range(3)
    )
    drivers = tuple(
        Driver(
            key="",
            capacity=(2,),
            shifts=(Shift(0, 300 - 150 * number, 6 - 6 * number, 6 - 6 * number),),
            loaded_cents_m=1.0 + number,
            unloaded_cents_m=2.0,
            minute_cents=0.5 * number,
            use_cents=15.0,
        )
        for number in range(2)
    )
    return Problem(table, table, rides, drivers, weights=Weights())


def _cheapest(problem: Problem) -> float:
    """Try every order of every share of the rides."""
    desk = Desk(Model(problem))
    best = float("inf")
    rides = range(len(problem.rides))
    for shares in product((None, 0, 1), repeat=len(problem.rides)):
        cost = sum(problem.rides[ride].unserved_cents for ride in rides if shares[ride] is None)
        for driver in (0, 1):
            stops = [
                stop
                for ride in rides
                if shares[ride] == driver
                for stop in (2 * ride, 2 * ride + 1)
            ]
            kind = desk.model.kinds[desk.model.kind[driver]]
            duties = [
                desk.duty(kind, (order,))
                for order in permutations(stops)
                if all(order.index(stop | 1) >= order.index(stop & ~1) for stop in stops)
            ]
            cost += min((duty.cost for duty in duties if duty is not None), default=float("inf"))
        best = min(best, cost)
    return best


@pytest.mark.parametrize("seed", range(6))
def test_bound_is_not_above_the_best_of_all_plans(seed: int) -> None:
    problem = _priced_day(seed)
    best = _cheapest(problem)
    proof = proof_of(problem)
    assert proof.bound <= best + 1e-6
    assert proof.bound >= 0.8 * best
    if proof.is_proved:
        assert proof.bound == pytest.approx(best)


def test_wide_day_gives_good_runs_but_no_bound() -> None:
    problem = darp_problem(made_up("b", 3, 24))
    desk = Desk(Model(problem))
    bounder = Bounder(desk, Limits(fragments=60))
    assert bounder.begin([], never)
    assert not bounder.is_bounding
    found = [route for _ in range(10) for route in bounder.step()]
    assert found
    assert all(
        check_orders(problem, {(0, 0): route.shifts[0]}, left=_left(route)) == () for route in found
    )
    assert bounder.bound == float("-inf")
    assert not prove(bounder, 1e9, never).is_proved


def _left(route: Route) -> list[int]:
    return [ride for ride in range(24) if ride not in route.rides]


def test_fragments_of_a_known_run_are_taken_where_there_are_too_many() -> None:
    problem = darp_problem(made_up("a", 2, 8))
    proof = proof_of(problem)
    assert proof.routes is not None
    bounder = Bounder(Desk(Model(problem)), Limits(steps=1))
    assert bounder.begin(proof.routes, never)
    while not bounder.is_done:
        bounder.step()
    found = prove(bounder, proof.bound + 1, never)
    assert found.routes is not None
    assert sum(route.cost for route in found.routes) == pytest.approx(proof.bound)
    assert found.bound == float("-inf")


def test_growing_stops_when_told() -> None:
    asked = []

    def soon() -> bool:
        asked.append(1)
        return len(asked) > 3

    model = Model(darp_problem(made_up("b", 3, 24)))
    assert Grower(model, model.requests, Limits()).grow(soon) is None
    assert len(asked) == 4


def test_day_with_a_driver_under_way_has_no_bound() -> None:
    problem = _priced_day(0)
    shift = Shift(0, 300, 0, 0, is_out=True)
    out = Driver(key="", capacity=(2,), shifts=(shift,))
    bounder = Bounder(Desk(Model(Problem(problem.minutes, problem.metres, problem.rides, (out,)))))
    assert not bounder.begin([], never)


def test_day_without_drivers_has_no_bound() -> None:
    problem = _priced_day(0)
    empty = Problem(problem.minutes, problem.metres, problem.rides, ())
    assert not Bounder(Desk(Model(empty))).begin([], never)


def test_ride_that_nobody_may_drive_costs_what_leaving_it_costs() -> None:
    problem = _priced_day(1)
    nobodys = replace(problem.rides[0], drivers=frozenset())
    others = problem.rides[1:]
    best = _cheapest(replace(problem, rides=others)) + nobodys.unserved_cents
    bound = proof_of(replace(problem, rides=(nobodys, *others))).bound
    assert nobodys.unserved_cents <= bound <= best + 1e-6


def test_wait_and_return_is_one_fragment() -> None:
    table = [[abs(a - b) for b in range(4)] for a in range(4)]
    there = Ride("", 1, 2, Window(10, 20), Window(), most_aboard_min=30)
    back = Ride("", 2, 1, Window(60, 70), Window(), most_aboard_min=30, waits_for=0)
    driver = Driver("", (1,), (Shift(0, 200, 0, 0),), loaded_cents_m=1.0, unloaded_cents_m=1.0)
    model = Model(Problem(table, table, (there, back), (driver,)))
    fragments = Grower(model, model.requests, Limits()).grow(never)
    assert fragments is not None
    assert [fragment.stops for fragment in fragments] == [(0, 1, 2, 3)]
    assert proof_of(model.problem).bound == pytest.approx(4.0)
