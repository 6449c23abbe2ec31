"""Set partitioning: the best plan of days seen, and no plan that is not better."""

from dataclasses import replace

from bench.darp_made_up import made_up
from bench.darp_problem import darp_problem
from nemt_desk.planning.optimiser.duty import Desk
from nemt_desk.planning.optimiser.model import Model
from nemt_desk.planning.optimiser.partition import best_cover
from nemt_desk.planning.optimiser.plan import Route
from nemt_desk.planning.optimiser.problem import Driver, Problem, Ride, Shift, Window


def day(*, drivers: int = 2, carrier: float | None = None) -> Problem:
    """Four rides that anybody can take, one after the other."""
    table = [[float(abs(a - b)) for b in range(9)] for a in range(9)]
    rides = tuple(
        Ride("", n, n + 4, Window(), Window(), unserved_cents=1000.0, carrier_cents=carrier)
        for n in range(4)
    )
    driver = Driver("", (9,), (Shift(0, 1440, 8, 8),))
    return Problem(table, table, rides, (driver,) * drivers)


def run(driver: int, cost: float, *rides: int) -> Route:
    stops = tuple(stop for ride in rides for stop in (2 * ride, 2 * ride + 1))
    return Route(driver, (stops,), cost)


def test_cheaper_days_replace_the_plan() -> None:
    hint = [run(0, 50, 0, 1), run(1, 60, 2, 3)]
    pool = [run(0, 30, 0, 2), run(0, 35, 1, 3), run(0, 5, 0, 1, 2)]
    found = best_cover(Model(day()), pool, hint, 1.0)
    assert found is not None
    assert {(route.rides, route.cost) for route in found} == {
        (frozenset({0, 2}), 30),
        (frozenset({1, 3}), 35),
    }
    assert sorted(route.driver for route in found) == [0, 1]


def test_plan_that_is_best_already_stays() -> None:
    hint = [run(0, 30, 0, 2), run(1, 35, 1, 3)]
    pool = [run(0, 50, 0, 1), run(0, 60, 2, 3), run(0, 66, 0, 1, 2, 3)]
    assert best_cover(Model(day()), pool, hint, 1.0) is None
    assert best_cover(Model(day()), [], hint, 1.0) is None


def test_nobody_drives_two_days() -> None:
    pool = [run(0, 1, 0), run(0, 1, 1), run(0, 1, 2), run(0, 1, 3)]
    hint = [run(0, 50, 0, 1, 2, 3)]
    assert best_cover(Model(day(drivers=1)), pool, hint, 1.0) is None
    found = best_cover(Model(day(drivers=4)), pool, hint, 1.0)
    assert found is not None
    assert sorted(route.driver for route in found) == [0, 1, 2, 3]


def test_ride_goes_to_the_carrier_if_that_is_cheaper() -> None:
    hint = [run(0, 500, 0, 1, 2, 3)]
    found = best_cover(Model(day(carrier=40.0)), [run(0, 90, 0, 1, 2)], hint, 1.0)
    assert found is not None
    assert [route.rides for route in found] == [frozenset({0, 1, 2})]


def test_driver_keeps_a_day_that_stays() -> None:
    hint = [run(0, 50, 0, 1), run(1, 20, 2), run(2, 60, 3)]
    found = best_cover(Model(day(drivers=3)), [run(0, 5, 0, 1, 3)], hint, 1.0)
    assert found is not None
    assert {route.driver: route.rides for route in found}[1] == frozenset({2})


def test_drivers_who_differ_are_not_mixed_up() -> None:
    problem = day(drivers=2)
    small = replace(problem.drivers[1], capacity=(1,))
    model = Model(replace(problem, drivers=(problem.drivers[0], small)))
    pool = [run(0, 10, 0, 1), run(0, 10, 2, 3), run(1, 40, 2, 3)]
    hint = [run(0, 100, 0, 1, 2, 3)]
    found = best_cover(model, pool, hint, 1.0)
    assert found is not None
    assert {route.driver: route.cost for route in found} == {0: 10, 1: 40}


def test_same_pool_gives_the_same_plan() -> None:
    problem = darp_problem(made_up("a", 2, 8))
    desk = Desk(Model(problem))
    kind = desk.model.kinds[0]
    singles = [desk.duty(kind, ((2 * n, 2 * n + 1),)) for n in range(8)]
    pool = [duty.route(0) for duty in singles if duty is not None]
    hint = [pool[0]]
    found = [best_cover(desk.model, pool, hint, 1.0) for _ in range(2)]
    assert found[0] is not None
    assert found[0] == found[1]
