"""The checker finds every fault it is there for, and none in good plans.

The plan in the middle of these tests is reckoned by hand (`checked_day`).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import inf
from typing import Any

import pytest

from nemt_desk.planning.checker import check, check_orders, given, order_costs, reckon
from nemt_desk.planning.optimiser.plan import Costs, Pause, Route, Run, Solution, Visit
from nemt_desk.planning.optimiser.problem import (
    Aboard,
    Break,
    Driver,
    Problem,
    Shift,
    Weights,
    Window,
)
from tests.planning.checked_day import (
    ANN,
    ANN_BACK,
    ANN_THERE,
    BEA,
    BEA_BACK,
    BEA_THERE,
    CARL,
    CLINIC,
    COSTS,
    HOME,
    ORDER,
    OWN_CENTS,
    THERAPY,
    day,
    kinds,
    plan,
    ride,
    with_driver,
    with_ride,
    with_shift,
)
from tests.planning.plans import plan_of

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
