"""The checker finds every fault it is there for, and none in good plans.

The plan in the middle of these tests is reckoned by hand. The places lie on one road, a minute is
a kilometre: home 0, Ann's house 10, Bea's house 15, the clinic 40, the therapy 45.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import hypot, inf
from pathlib import Path
from random import Random
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st
from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

from nemt_desk.planning.checker import check, check_orders, given, order_costs, reckon
from nemt_desk.planning.checks.possible import timed_run
from nemt_desk.planning.optimiser.plan import Costs, Pause, Route, Run, Solution, Visit
from nemt_desk.planning.optimiser.problem import (
    Aboard,
    Break,
    Driver,
    Problem,
    Ride,
    Shift,
    Stops,
    Weights,
    Window,
)
from tests.planning.darp import darp_problem
from tests.planning.plans import plan_of

ROAD = (0, 10, 40, 15, 45)
HOME, ANN, CLINIC, BEA, THERAPY = range(5)
ANN_THERE, BEA_THERE, ANN_BACK, BEA_BACK, CARL = range(5)
ORDER = (0, 2, 3, 1, 4, 5)
"""Ann in, Bea in, Bea out, Ann out; the driver waits; Ann in, Ann out."""


def ride(key: str, origin: int, destination: int, **more: Any) -> Ride:
    values: dict[str, Any] = {
        "pickup": Window(),
        "dropoff": Window(),
        "load": (1, 0),
        "unserved_cents": 9000.0,
    }
    return Ride(key, origin, destination, **(values | more))


def day() -> Problem:
    minutes = [[float(abs(a - b)) for b in ROAD] for a in ROAD]
    ann = ride(
        "Ann there", ANN, CLINIC, pickup=Window(500, 530), dropoff=Window(540, 563), load_min=3.0,
        unload_min=2.0, most_aboard_min=50.0, trip=7,
    )  # fmt: skip
    bea = ride(
        "Bea there", BEA, THERAPY, pickup=Window(500, 540), dropoff=Window(0, 575), load_min=5.0,
        unload_min=5.0, load=(0, 1), trip=8, extra_cents=((0, -50.0), (1, 900.0)),
    )  # fmt: skip
    back = ride(
        "Ann back", CLINIC, ANN, pickup=Window(600, 620), load_min=3.0, unload_min=2.0, trip=7,
        waits_for=ANN_THERE,
    )  # fmt: skip
    bea_back = ride("Bea back", THERAPY, BEA, load=(0, 1), trip=8, carrier_cents=4000.0)
    carl = ride("Carl", ANN, BEA, drivers=frozenset())
    driver = Driver(
        key="Lars", capacity=(1, 1), shifts=(Shift(480, 720, HOME, HOME),),
        breaks=(Break(30, 560, 620),), most_m=90_000.0, most_min=145.0, loaded_cents_m=0.05,
        unloaded_cents_m=0.03, minute_cents=10.0, use_cents=500.0, so_far_min=600.0,
    )  # fmt: skip
    other = replace(driver, key="Ida", breaks=())
    metres = [[1000 * one for one in row] for row in minutes]
    rides = (ann, bea, back, bea_back, carl)
    return Problem(minutes, metres, rides, (driver, other), weights=Weights(300.0, 2.0))


COSTS = Costs(
    unserved=9000.0,
    carriers=4000.0,
    metres=70_000 * 0.05 + 20_000 * 0.03,
    minutes=1450.0,
    use=500.0,
    split=150.0,
    fairness=2 * (745**2 - 600**2) / 3600,
    extra=-50.0,
)
OWN_CENTS = COSTS.total - 13_000


def plan() -> Solution:
    visits = (
        Visit(0, ANN, 510, 510, 513),
        Visit(2, BEA, 518, 518, 523),
        Visit(3, THERAPY, 553, 553, 558),
        Visit(1, CLINIC, 563, 563, 565),
        Visit(4, CLINIC, 565, 600, 603),
        Visit(5, ANN, 633, 633, 635),
    )
    pauses = (Pause(565, 595, CLINIC, 3, is_home=False),)
    run = Run(0, 0, 500, 645, visits, pauses, 70_000.0, 20_000.0, 145.0)
    return Solution((Route(0, (ORDER,), OWN_CENTS),), (run,), (CARL,), (BEA_BACK,), COSTS)


def kinds(problem: Problem, solution: Solution) -> set[str]:
    return {fault.kind.value for fault in check(problem, solution)}


# --- good plans ---


def test_a_good_plan_has_no_fault_and_costs_what_was_reckoned_by_hand() -> None:
    assert check(day(), plan()) == ()
    found = reckon(day(), plan())
    assert found.total == pytest.approx(COSTS.total)
    assert found.fairness == pytest.approx(108.35, abs=0.01)


def test_the_same_stops_without_times_have_times() -> None:
    assert check_orders(day(), {(0, 0): ORDER}, left=(BEA_BACK, CARL)) == ()
    costs = order_costs(day(), {(0, 0): ORDER}, unserved=[CARL], carriers=[BEA_BACK])
    assert costs is not None
    assert costs.total == pytest.approx(COSTS.total)
    assert check(day(), plan_of(day(), {(0, 0): ORDER})) == ()


def test_nobody_driven_is_a_good_plan_too() -> None:
    dear = Costs(unserved=36_000.0, carriers=4000.0)
    assert check(day(), Solution((), (), (0, 1, 2, 4), (3,), dear)) == ()


# --- changed plans ---


def run_with(**changes: Any) -> Solution:
    return replace(plan(), runs=(replace(plan().runs[0], **changes),))


def visit_with(number: int, **changes: Any) -> Solution:
    visits = list(plan().runs[0].visits)
    visits[number] = replace(visits[number], **changes)
    return run_with(visits=tuple(visits))


def without_last_ride() -> Solution:
    """Ann's way back is forgotten: neither driven nor on a list."""
    run = plan().runs[0]
    return replace(plan(), runs=(replace(run, visits=run.visits[:4]),))


def swapped(one: int, other: int) -> Solution:
    """Two stops change places and times."""
    visits = list(plan().runs[0].visits)
    a, b = visits[one], visits[other]
    visits[one] = replace(a, stop=b.stop, place=b.place)
    visits[other] = replace(b, stop=a.stop, place=a.place)
    return run_with(visits=tuple(visits))


def second_run(number: int = 1) -> Solution:
    """Bea's way back, handed to a carrier, is driven as well."""
    visits = (Visit(6, THERAPY, 545, 545, 545), Visit(7, BEA, 575, 575, 575))
    run = Run(number, 0, 500, 590, visits, (), 30_000.0, 60_000.0, 90.0)
    return replace(plan(), runs=(*plan().runs, run))


CHANGED: Mapping[str, tuple[Callable[[], Solution], set[str]]] = {
    "a ride is forgotten": (
        without_last_ride, {"lost", "wait", "figures", "route", "cost"},
    ),
    "a ride is on no list": (lambda: replace(plan(), unserved=()), {"lost", "cost"}),
    "a ride is driven and left over": (
        lambda: replace(plan(), unserved=(ANN_THERE, CARL)), {"doubled", "wait", "cost"},
    ),
    "a ride is driven twice": (second_run, {"doubled", "route", "cost"}),
    "a ride is left over twice": (
        lambda: replace(plan(), unserved=(CARL, BEA_BACK)), {"doubled", "cost"},
    ),
    "a ride nobody booked": (lambda: replace(plan(), unserved=(CARL, 99)), {"unknown"}),
    "a driver nobody knows": (lambda: second_run(7), {"unknown"}),
    "a stop nobody knows": (lambda: visit_with(0, stop=44), {"unknown"}),
    "a shift has two runs": (
        lambda: replace(plan(), runs=plan().runs * 2), {"doubled", "most_min", "most_m", "cost"},
    ),
    "off before on": (
        lambda: swapped(0, 3), {"pair", "wait", "speed", "figures", "cost", "window", "break",
        "pause", "load", "route", "most_m"},
    ),
    "another place": (lambda: visit_with(0, place=BEA), {"place"}),
    "faster than the road": (lambda: run_with(leave_min=501.0), {"speed", "figures", "cost"}),
    "home faster than the road": (lambda: run_with(home_min=644.0), {"speed", "figures", "cost"}),
    "loads before it is there": (lambda: visit_with(0, arrive_min=511), {"speed"}),
    "leaves before all are in": (lambda: visit_with(0, leave_min=512), {"speed"}),
    "the pause is over the drive": (
        lambda: run_with(pauses=(Pause(560, 595, CLINIC, 3, is_home=False),)), {"pause"},
    ),
    "the pause is with somebody aboard": (
        lambda: run_with(pauses=(Pause(510, 510.5, ANN, 0, is_home=False),)), {"pause"},
    ),
    "the pause ends before it begins": (
        lambda: run_with(pauses=(Pause(590, 570, CLINIC, 3, is_home=False),)), {"pause"},
    ),
    "loaded metres": (lambda: run_with(loaded_m=69_000.0), {"figures"}),
    "unloaded metres": (lambda: run_with(unloaded_m=21_000.0), {"figures"}),
    "minutes on duty": (lambda: run_with(on_duty_min=120.0), {"figures"}),
    "the route has other stops": (
        lambda: replace(plan(), routes=(Route(0, (ORDER[:4],), OWN_CENTS),)), {"route"},
    ),
    "a run has no route": (lambda: replace(plan(), routes=()), {"route"}),
    "two routes of one driver": (
        lambda: replace(plan(), routes=plan().routes * 2), {"route"},
    ),
    "the route's cost": (
        lambda: replace(plan(), routes=(Route(0, (ORDER,), OWN_CENTS - 1),)), {"cost"},
    ),
    "a cost is too small": (
        lambda: replace(plan(), costs=replace(COSTS, metres=COSTS.metres - 1)), {"cost"},
    ),
    "a bound above the plan": (lambda: replace(plan(), bound=COSTS.total + 1), {"cost"}),
    "a carrier who takes nobody": (
        lambda: replace(plan(), carriers=(BEA_BACK, CARL), unserved=()), {"cost"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGED)
def test_each_change_of_the_plan_is_found(name: str) -> None:
    change, expected = CHANGED[name]
    assert kinds(day(), change()) == expected


# --- changed days: the plan stays, what is asked of it changes ---


def with_ride(number: int, **changes: Any) -> Problem:
    rides = list(day().rides)
    rides[number] = replace(rides[number], **changes)
    return replace(day(), rides=tuple(rides))


def with_driver(**changes: Any) -> Problem:
    first, *rest = day().drivers
    return replace(day(), drivers=(replace(first, **changes), *rest))


def with_shift(**changes: Any) -> Problem:
    return with_driver(shifts=(replace(day().drivers[0].shifts[0], **changes),))


ASKED: Mapping[str, tuple[Callable[[], Problem], set[str]]] = {
    "too few seats": (lambda: with_driver(capacity=(0, 1)), {"load"}),
    "no wheelchair place": (lambda: with_driver(capacity=(1,)), {"load"}),
    "too early": (lambda: with_ride(0, pickup=Window(511, 530)), {"window"}),
    "too late": (lambda: with_ride(1, dropoff=Window(0, 552)), {"window"}),
    "too long aboard": (lambda: with_ride(0, most_aboard_min=49.0), {"aboard"}),
    "before his hours": (lambda: with_shift(open_min=501), {"hours"}),
    "after his hours": (lambda: with_shift(close_min=644), {"hours"}),
    "too long on duty": (lambda: with_driver(most_min=144.0), {"most_min"}),
    "too far": (lambda: with_driver(most_m=89_999.0), {"most_m"}),
    "no break": (lambda: with_driver(breaks=(Break(36, 560, 620),)), {"break"}),
    "the break is too late": (lambda: with_driver(breaks=(Break(30, 520, 560),)), {"break"}),
    "may not take it": (lambda: with_ride(0, drivers=frozenset({1})), {"driver"}),
    "may not share": (lambda: replace(day(), apart=frozenset({(1, 0)})), {"apart"}),
    "published otherwise": (lambda: with_shift(fixed=(2, 0)), {"fixed"}),
    "published and not driven": (lambda: with_shift(fixed=(6, 7)), {"fixed"}),
    "closed": (lambda: with_shift(fixed=(0, 1), is_closed=True), {"fixed"}),
    "first somewhere else": (lambda: with_shift(first=2), {"first"}),
    "aboard and left behind": (
        lambda: with_shift(aboard=(Aboard(BEA_BACK, 500.0),)),
        {"kept", "load", "wait", "break", "pause", "figures", "cost"},
    ),
    "out since half past seven": (
        lambda: with_shift(open_min=490.0, is_out=True), {"figures", "cost", "most_min"},
    ),
    "a car under way without a run": (
        lambda: replace(day(), drivers=(day().drivers[0], replace(
            day().drivers[1], shifts=(Shift(480, 720, ANN, HOME, is_out=True),)))),
        {"out"},
    ),
    "split trips are dearer": (
        lambda: replace(day(), weights=Weights(500.0, 2.0)), {"cost"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
def test_each_promise_that_the_plan_breaks_is_found(name: str) -> None:
    change, expected = ASKED[name]
    assert kinds(change(), plan()) == expected


def test_each_limit_is_kept_to_the_minute() -> None:
    """What is just allowed is no fault: the hand-made plan stands at most of its limits."""
    tight = with_driver(breaks=(Break(35, 565, 565),), shifts=(Shift(500, 645, HOME, HOME),))
    assert kinds(tight, plan()) == set()


def test_whoever_waits_carries_nobody_else() -> None:
    bea_stays = (0, 2, 1, 4, 5, 3)
    problem = with_ride(1, dropoff=Window(), most_aboard_min=inf)
    found = check_orders(problem, {(0, 0): bea_stays}, left=(BEA_BACK, CARL))
    assert "wait" in {fault.kind.value for fault in found}


def test_a_driver_who_waits_does_not_drive_in_between() -> None:
    between = (0, 1, 2, 3, 4, 5)
    problem = with_driver(most_m=inf, most_min=inf, breaks=())
    found = check_orders(problem, {(0, 0): between}, left=(BEA_BACK, CARL))
    assert "wait" in {fault.kind.value for fault in found}
    apart = {(0, 0): (0, 1), (1, 0): (4, 5, 2, 3)}
    found = check_orders(problem, apart, left=(BEA_BACK, CARL))
    assert [fault.kind.value for fault in found if fault.kind == "wait"] == ["wait", "wait"]


# --- a stay at home ---


def long_day() -> tuple[Problem, Solution]:
    """Ann in the morning and in the afternoon, without a driver who waits; he goes home."""
    driver = Driver(
        "Lars", (1,), (Shift(480, 960, HOME, HOME),), loaded_cents_m=1.0, unloaded_cents_m=1.0,
        minute_cents=1.0, goes_home=True, breaks=(Break(60, 700, 720),),
    )  # fmt: skip
    there = ride("there", ANN, CLINIC, pickup=Window(500, 500), load=(1,))
    back = ride("back", CLINIC, ANN, pickup=Window(860, 860), load=(1,))
    problem = replace(day(), rides=(there, back), drivers=(driver,), weights=Weights())
    visits = (
        Visit(0, ANN, 500, 500, 500),
        Visit(1, CLINIC, 530, 530, 530),
        Visit(2, CLINIC, 860, 860, 860),
        Visit(3, ANN, 890, 890, 890),
    )
    home = Pause(570, 820, HOME, 1, is_home=True)
    run = Run(0, 0, 490, 900, visits, (home,), 60_000.0, 100_000.0, 410.0 - 250.0)
    costs = Costs(metres=160_000.0, minutes=160.0)
    routes = (Route(0, ((0, 1, 2, 3),), 160_160.0),)
    return problem, Solution(routes, (run,), (), (), costs)


def test_a_stay_at_home_is_no_duty_but_two_drives() -> None:
    assert check(*long_day()) == ()


@pytest.mark.parametrize(
    "stay",
    [
        Pause(569, 820, HOME, 1, is_home=True),  # he cannot be there yet
        Pause(570, 821, HOME, 1, is_home=True),  # nor back at the clinic in time
        Pause(570, 820, CLINIC, 1, is_home=True),  # nobody's home
        Pause(570, 820, HOME, 0, is_home=True),  # with Ann in the car
        Pause(910, 920, HOME, 3, is_home=True),  # there is nothing after it
    ],
)
def test_a_stay_at_home_needs_the_time_and_an_empty_car(stay: Pause) -> None:
    problem, good = long_day()
    wrong = replace(good, runs=(replace(good.runs[0], pauses=(stay,)),))
    assert kinds(problem, wrong) & {"speed", "pause"}


def test_only_who_goes_home_stays_at_home() -> None:
    problem, good = long_day()
    stays = replace(problem, drivers=(replace(problem.drivers[0], goes_home=False),))
    assert kinds(stays, good) == {"pause"}
    waits = replace(problem, rides=(problem.rides[0], replace(problem.rides[1], waits_for=0)))
    assert kinds(waits, good) == {"pause"}


# --- what was handed in ---


def occupied(close_min: float) -> Problem:
    """Ann is aboard of a car at Bea's door; it has to be back in time."""
    shift = Shift(520, close_min, BEA, HOME, is_out=True, aboard=(Aboard(ANN_THERE, 512.0),))
    alone = with_ride(ANN_BACK, waits_for=None, trip=None)
    first, other = alone.drivers
    drivers = (replace(first, shifts=(shift,), breaks=()), other)
    return replace(alone, drivers=drivers)


def test_people_aboard_are_brought_where_they_go() -> None:
    brought = plan_of(occupied(720), {(0, 0): (1,)})
    assert check(occupied(720), brought) == ()
    assert (brought.runs[0].on_duty_min, brought.runs[0].loaded_m) == (67.0, 25_000.0)


def test_an_empty_car_under_way_goes_home_and_costs_that() -> None:
    problem = with_shift(is_out=True, start=CLINIC, open_min=600.0)
    found = plan_of(problem, {(0, 0): ()})
    assert check(problem, found) == ()
    assert (found.costs.metres, found.costs.minutes, found.costs.use) == (1200.0, 400.0, 0.0)


def test_a_limit_that_was_broken_before_is_told_apart() -> None:
    """He cannot be home at 9:40; that is excused as long as nothing is put on his run."""
    brought = plan_of(occupied(720), {(0, 0): (1,)})
    assert check(occupied(580), brought) == ()
    assert [fault.kind.value for fault in given(occupied(580), brought)] == ["hours"]
    more = plan_of(occupied(720), {(0, 0): (1, 8, 9)})
    assert "hours" in kinds(occupied(580), more)
    assert given(occupied(580), more) == ()


def test_an_order_that_could_keep_the_limit_is_not_excused() -> None:
    """Ann and Bea are aboard; Bea's therapy is the nearer one, yet Ann is brought first."""
    rides = list(occupied(720).rides)
    rides[ANN_THERE] = replace(rides[ANN_THERE], dropoff=Window(0, 575), most_aboard_min=inf)
    problem = occupied(720)
    shift = problem.drivers[0].shifts[0]
    both = (*shift.aboard, Aboard(BEA_THERE, 520.0))
    rides[BEA_THERE] = replace(rides[BEA_THERE], dropoff=Window(0, 551))
    driver = replace(problem.drivers[0], shifts=(replace(shift, aboard=both),))
    problem = replace(problem, rides=tuple(rides), drivers=(driver, problem.drivers[1]))
    loose = replace(rides[BEA_THERE], dropoff=Window())
    easy = replace(problem, rides=(rides[0], loose, *rides[2:]))
    found = plan_of(easy, {(0, 0): (1, 3)})
    assert kinds(problem, found) == {"window"}
    assert kinds(problem, plan_of(easy, {(0, 0): (3, 1)})) == set()


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
"""Found with OR-Tools' routing; its length is the optimum proven by others."""
A2_SHORT: dict[tuple[int, int], Stops] = {
    (0, 0): (22, 10, 23, 6, 11, 8, 2, 9, 7, 26, 28, 27, 16, 3, 17, 30, 12, 13, 29, 31),
    (1, 0): (18, 4, 19, 20, 5, 0, 24, 25, 14, 15, 1, 21),
}
"""Shorter, but riders sit in the car too long."""
B2: dict[tuple[int, int], Stops] = {
    (0, 0): (18, 19, 0, 1, 24, 20, 25, 21, 26, 27),
    (1, 0): (16, 17, 14, 2, 3, 30, 15, 10, 11, 31, 4, 5, 8, 9, 12, 22, 13, 28, 23, 29, 6, 7),
}


@pytest.mark.parametrize(("name", "orders", "best"), [("a2-16", A2, 294.25), ("b2-16", B2, 309.41)])
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
