"""On the smallest days every plan there is can be tried; the planner must find the cheapest."""

from collections.abc import Iterator
from itertools import product
from random import Random

import pytest

from nemt_desk.planning.checker import check, check_orders, order_costs
from nemt_desk.planning.optimiser.problem import Driver, Problem, Ride, Stops, Weights, Window
from nemt_desk.planning.optimiser.solve import solve
from tests.planning.optimiser.hand import Break, driver, problem, shift


def _orders(rides: tuple[int, ...]) -> Iterator[Stops]:
    """Yield all orders of the stops of these rides."""

    def onward(made: Stops) -> Iterator[Stops]:
        if len(made) == 2 * len(rides):
            yield made
            return
        for ride in rides:
            stop = 2 * ride if 2 * ride not in made else 2 * ride + 1
            if stop not in made:
                yield from onward((*made, stop))

    return onward(())


def _cheapest(day: Problem) -> float:
    """Return what the cheapest of all plans costs, by the checker alone."""
    numbers = range(len(day.drivers))
    rides = range(len(day.rides))
    good: dict[tuple[int, tuple[int, ...]], list[tuple[float, Stops]]] = {}
    best = float("inf")
    for holders in product((-1, *numbers), repeat=len(rides)):
        cost = sum(day.rides[ride].unserved_cents for ride in rides if holders[ride] < 0)
        for number in numbers:
            key = (number, tuple(ride for ride in rides if holders[ride] == number))
            if key not in good:
                good[key] = list(_good(day, *key)) if key[1] else [(0.0, ())]
            cost += min((one for one, _ in good[key]), default=float("inf"))
        best = min(best, cost)
    return best


def _good(day: Problem, number: int, rides: tuple[int, ...]) -> Iterator[tuple[float, Stops]]:
    """Yield what a driver's day costs in each order that keeps all limits."""
    left = [ride for ride in range(len(day.rides)) if ride not in rides]
    for stops in _orders(rides):
        orders = {(number, 0): stops}
        costs = order_costs(day, orders)
        if costs is not None and not check_orders(day, orders, left=left):
            yield costs.total, stops


def _ride(random: Random, trip: int | None) -> Ride:
    origin, destination = random.sample(range(1, 30), 2)
    begin = random.randint(500, 640)
    return Ride(
        "",
        origin,
        destination,
        Window(begin, begin + random.choice((10, 20, 40))),
        Window(begin, begin + random.choice((60, 120))),
        load_min=random.choice((0, 3)),
        unload_min=random.choice((0, 2)),
        load=(random.choice((1, 1, 2)),),
        most_aboard_min=abs(origin - destination) + random.choice((5, 20)),
        unserved_cents=20_000,
        trip=trip,
    )


def _driver(random: Random) -> Driver:
    home = random.randint(0, 30)
    pause = (Break(20, 520, 600),) if random.random() < 0.4 else ()
    return driver(
        shift(480, 760, start=home, end=home),
        capacity=(random.choice((1, 2, 3)),),
        breaks=pause,
        most_min=random.choice((100, 400)),
        unloaded_cents_m=random.choice((0.01, 0.004)),
        minute_cents=random.choice((0, 5)),
        use_cents=random.choice((0, 150)),
        so_far_min=random.choice((0, 900)),
    )


def _day(seed: int) -> Problem:
    random = Random(seed)
    rides = [_ride(random, trip) for trip in (1, 1, None)]
    weights = Weights(split_cents=random.choice((0, 300)), fair_cents_h2=random.choice((0, 2)))
    apart = frozenset({(0, 2)}) if random.random() < 0.3 else frozenset[tuple[int, int]]()
    return problem(rides, [_driver(random), _driver(random)], weights=weights, apart=apart)


@pytest.mark.parametrize("seed", range(12))
def test_no_plan_of_all_is_cheaper(seed: int) -> None:
    day = _day(seed)
    found = solve(day, seed=seed, rounds=2)
    assert check(day, found) == ()
    assert found.costs.total == pytest.approx(_cheapest(day), abs=0.01)
