"""Each rule of a day, on a day small enough to know the best plan by heart."""

import pytest

from nemt_desk.planning.checker import check
from nemt_desk.planning.optimiser.plan import Solution
from nemt_desk.planning.optimiser.problem import Aboard, Break, Problem, Weights, Window
from nemt_desk.planning.optimiser.solve import solve
from tests.planning.optimiser.hand import (
    driver,
    only_run,
    order,
    planned,
    problem,
    ride,
    shift,
)


def _solved(day: Problem) -> Solution:
    found = solve(day, seed=1, rounds=2)
    assert check(day, found) == ()
    return found


def test_two_riders_one_way_share_the_car() -> None:
    found = planned([ride(5, 30, (540, 560)), ride(10, 30, (540, 570))], [driver(), driver()])
    assert order(only_run(found)) in {(0, 2, 1, 3), (0, 2, 3, 1)}
    assert found.costs.metres == pytest.approx(600)


def test_a_full_car_goes_twice() -> None:
    rides = [
        ride(5, 10, (540, 600), load=(2,)),
        ride(5, 10, (540, 600), load=(2,)),
    ]
    assert order(only_run(planned(rides, [driver()]))) in {(0, 1, 2, 3), (2, 3, 0, 1)}


def test_each_kind_of_place_is_counted_by_itself() -> None:
    rides = [
        ride(5, 10, (540, 600), load=(0, 1)),
        ride(5, 10, (540, 600), load=(1, 0)),
        ride(5, 10, (540, 600), load=(0, 1)),
    ]
    found = _solved(problem(rides, [driver(capacity=(3, 1))]))
    assert not found.unserved
    assert found.costs.metres == pytest.approx(300)


def test_those_apart_are_never_aboard_together() -> None:
    rides = [ride(5, 10, (540, 600)), ride(5, 10, (540, 600))]
    found = _solved(problem(rides, [driver()], apart=frozenset({(1, 0)})))
    assert order(only_run(found)) in {(0, 1, 2, 3), (2, 3, 0, 1)}


def test_only_drivers_who_may_take_it() -> None:
    near, far = driver(), driver(shift(start=40, end=40))
    found = _solved(problem([ride(2, 4, (540, 560), drivers=frozenset({1}))], [near, far]))
    assert only_run(found).driver == 1


def test_nobody_may_take_it() -> None:
    found = _solved(problem([ride(2, 4, (540, 560), drivers=frozenset())], [driver()]))
    assert found.unserved == (0,)
    assert found.runs == ()


def test_no_driver_at_all() -> None:
    found = _solved(problem([ride(2, 4, (540, 560))], []))
    assert found.unserved == (0,)


def test_nothing_to_do() -> None:
    found = _solved(problem([], [driver()]))
    assert found.costs.total == 0
    assert found.is_proved


def test_longest_time_aboard_counts_from_the_end_of_loading() -> None:
    ride_of_30 = ride(10, 40, (540, 540), load_min=5, most_aboard_min=30)
    on, off = only_run(_solved(problem([ride_of_30], [driver()]))).visits
    assert off.begin_min - on.leave_min == pytest.approx(30)
    assert off.begin_min - on.begin_min == pytest.approx(35)


def test_nobody_waits_aboard_longer_than_allowed_for_another() -> None:
    """The car is at the first rider's early; he gets in late, so that he need not sit waiting."""
    first = ride(10, 30, (540, 600), most_aboard_min=25)
    second = ride(15, 30, (590, 600))
    run = only_run(_solved(problem([first, second], [driver()])))
    on, off = (next(v for v in run.visits if v.stop == stop) for stop in (0, 1))
    assert off.begin_min - on.leave_min <= 25


def test_a_return_that_waits_is_one_unit_with_the_ride_there() -> None:
    rides = [
        ride(10, 30, (540, 550), dropoff=Window(560, 575), unload_min=5),
        ride(30, 10, (620, 630), waits_for=0),
        ride(30, 40, (585, 600)),
    ]
    found = _solved(problem(rides, [driver(), driver(shift(start=50, end=50))]))
    assert {run.driver: order(run) for run in found.runs} == {0: (0, 1, 2, 3), 1: (4, 5)}


def test_both_ways_of_a_unit_or_neither() -> None:
    rides = [ride(10, 30, (540, 550)), ride(30, 10, (620, 630), waits_for=0)]
    found = _solved(problem(rides, [driver(shift(480, 620))]))
    assert found.unserved == (0, 1)


def test_the_driver_may_take_others_on_the_way_to_and_from_a_wait() -> None:
    rides = [
        ride(10, 30, (540, 550)),
        ride(30, 10, (620, 630), waits_for=0),
        ride(12, 28, (540, 560)),
        ride(28, 12, (620, 640)),
    ]
    found = _solved(problem(rides, [driver()]))
    assert found.costs.metres == pytest.approx(600)


def test_the_same_driver_both_ways_unless_that_costs_more_than_it_is_worth() -> None:
    rides = [ride(10, 30, (540, 550), trip=7), ride(30, 10, (780, 790), trip=7)]
    near = driver(shift(start=30, end=30))
    drivers = [driver(shift(480, 700)), driver(), near]
    for price, count in ((0.0, 2), (50_000.0, 1)):
        found = _solved(problem(rides, drivers, weights=Weights(split_cents=price)))
        assert len({run.driver for run in found.runs}) <= count
        assert found.costs.split == 0 or price == 0


def test_several_hours_a_day_with_home_between() -> None:
    morning, evening = shift(480, 600), shift(900, 1020)
    rides = [ride(10, 20, (520, 530)), ride(10, 20, (940, 950)), ride(10, 20, (700, 710))]
    found = _solved(problem(rides, [driver(morning, evening)]))
    assert found.unserved == (2,)
    assert [(run.shift, order(run)) for run in found.runs] == [(0, (0, 1)), (1, (2, 3))]


def test_most_metres_count_over_all_hours_of_a_day() -> None:
    morning, evening = shift(480, 600), shift(900, 1020)
    rides = [ride(10, 20, (520, 530)), ride(10, 20, (940, 950), unserved_cents=90_000)]
    found = _solved(problem(rides, [driver(morning, evening, most_m=60_000)]))
    assert found.unserved == (1,)


def test_most_minutes_on_duty_count_over_all_hours_of_a_day() -> None:
    morning, evening = shift(480, 600), shift(900, 1020)
    rides = [ride(10, 20, (520, 530)), ride(10, 20, (940, 950), unserved_cents=90_000)]
    found = _solved(problem(rides, [driver(morning, evening, most_min=60)]))
    assert found.unserved == (1,)


def test_a_break_is_found_between_two_rides() -> None:
    rides = [ride(10, 20, (690, 700)), ride(10, 20, (770, 790))]
    lunch = Break(30, 700, 760)
    run = only_run(_solved(problem(rides, [driver(breaks=(lunch,))])))
    (pause,) = run.pauses
    assert pause.end_min - pause.begin_min == 30
    assert 700 <= pause.begin_min <= 760
    assert not pause.is_home


def test_no_break_no_ride() -> None:
    rides = [ride(10, 20, (690, 700)), ride(20, 10, (770, 780), unserved_cents=90_000)]
    lunch = Break(90, 690, 760)
    found = _solved(problem(rides, [driver(breaks=(lunch,))]))
    assert len(found.unserved) == 1


def test_a_driver_goes_home_when_that_is_cheaper_than_waiting() -> None:
    rides = [ride(2, 10, (540, 550)), ride(10, 2, (800, 810))]
    waits = _solved(problem(rides, [driver(minute_cents=0.1)]))
    assert only_run(waits).pauses == ()
    idle = driver(minute_cents=10, goes_home=True)
    run = only_run(_solved(problem(rides, [idle])))
    (stay,) = run.pauses
    assert stay.is_home
    assert run.on_duty_min == pytest.approx(40)
    assert run.loaded_m + run.unloaded_m == pytest.approx(40_000)


def test_a_carrier_takes_what_would_cost_more_to_drive() -> None:
    rides = [ride(55, 59, (640, 660), carrier_cents=800), ride(2, 4, (640, 660))]
    found = _solved(problem(rides, [driver()]))
    assert found.carriers == (0,)
    assert found.unserved == ()
    assert found.costs.carriers == 800


def test_months_so_far_decide_between_equals() -> None:
    tired, fresh = driver(so_far_min=3000), driver(so_far_min=100)
    day = problem([ride(2, 4, (540, 560))], [tired, fresh], weights=Weights(fair_cents_h2=10))
    assert only_run(_solved(day)).driver == 1


def test_asking_fewer_drivers_is_cheaper() -> None:
    rides = [ride(2, 4, (540, 560)), ride(4, 2, (640, 660))]
    found = _solved(problem(rides, [driver(use_cents=500), driver(use_cents=500)]))
    assert len(found.runs) == 1


def test_published_stops_keep_their_order_and_others_come_between() -> None:
    kept = shift(fixed=(2, 0, 1, 3))
    rides = [ride(10, 20, (500, 700)), ride(12, 22, (500, 700)), ride(14, 18, (500, 700))]
    run = only_run(_solved(problem(rides, [driver(kept)])))
    assert [stop for stop in order(run) if stop < 4] == [2, 0, 1, 3]
    assert set(order(run)) >= {4, 5}


def test_a_closed_run_takes_nobody_in() -> None:
    kept = shift(fixed=(0, 1), is_closed=True)
    rides = [ride(10, 20, (500, 700)), ride(12, 18, (500, 700))]
    found = _solved(problem(rides, [driver(kept)]))
    assert order(only_run(found)) == (0, 1)
    assert found.unserved == (1,)


def test_a_published_run_that_breaks_limits_is_kept_as_it_is() -> None:
    """The dispatcher wanted it so; nothing is added, and nobody else's ride gets lost."""
    kept = shift(fixed=(0, 1))
    rides = [ride(50, 10, (490, 500)), ride(12, 18, (500, 700))]
    found = _solved(problem(rides, [driver(kept), driver()]))
    assert {run.driver: order(run) for run in found.runs} == {0: (0, 1), 1: (2, 3)}


def test_the_rest_of_a_day_begins_where_the_car_is() -> None:
    out = shift(600, 1080, start=30, is_out=True, aboard=(Aboard(0, 590),), first=2)
    rides = [
        ride(20, 50, (560, 570), dropoff=Window(0, 700)),
        ride(35, 50, (600, 620)),
        ride(31, 34, (600, 700)),
    ]
    run = only_run(_solved(problem(rides, [driver(out)])))
    assert order(run)[0] == 2
    assert set(order(run)) == {1, 2, 3, 4, 5}
    assert run.leave_min == 600


def test_a_car_under_way_with_nothing_left_drives_home() -> None:
    out = shift(600, 1080, start=30, is_out=True)
    run = only_run(_solved(problem([], [driver(out)])))
    assert (run.home_min, run.unloaded_m) == (630, 30_000)


def test_a_driver_leaves_home_as_late_as_the_day_allows() -> None:
    run = only_run(_solved(problem([ride(10, 20, (600, 620))], [driver()])))
    assert (run.leave_min, run.visits[0].begin_min) == pytest.approx((590, 600), abs=1e-4)
