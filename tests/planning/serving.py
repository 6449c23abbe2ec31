"""Whether a ride that a plan leaves over would fit somewhere, tried at every place of every run."""

from collections.abc import Iterator
from itertools import combinations_with_replacement, pairwise

from nemt_desk.planning.checker import check_orders, order_costs
from nemt_desk.planning.checks.orders import place_of, service_min
from nemt_desk.planning.optimiser.plan import Solution
from nemt_desk.planning.optimiser.problem import Problem, Stops


def saved_by_serving(problem: Problem, plan: Solution, ride: int) -> float | None:
    """Return the most cents that putting the ride (or its unit) on one run saves; None: no way."""
    unit = [ride, *(back for back, row in enumerate(problem.rides) if row.waits_for == ride)]
    orders = {(run.driver, run.shift): tuple(v.stop for v in run.visits) for run in plan.runs}
    now = {route.driver: route.cost for route in plan.routes}
    price = sum(problem.rides[one].undriven_cents for one in unit)
    left = [one for one in range(len(problem.rides)) if one not in unit]
    saved = None
    for driver, person in enumerate(problem.drivers):
        own = {place: stops for place, stops in orders.items() if place[0] == driver}
        for number in range(len(person.shifts)):
            for stops in _with(own.get((driver, number), ()), unit):
                if not _may_fit(problem, (driver, number), stops):
                    continue
                tried = {**own, (driver, number): stops}
                others = [one for one in left if all(2 * one + 1 not in s for s in tried.values())]
                if _is_wrong(problem, tried, others):
                    continue
                costs = order_costs(problem, tried)
                if costs is not None:
                    less = price - (costs.total - now.get(driver, 0.0))
                    saved = less if saved is None else max(saved, less)
    return saved


def _is_wrong(problem: Problem, tried: dict[tuple[int, int], Stops], others: list[int]) -> bool:
    """Tell whether one driver's day is wrong; the runs of others are not looked at."""
    (driver,) = {place[0] for place in tried}
    return any(
        fault.driver in (None, driver) for fault in check_orders(problem, tried, left=others)
    )


def _with(stops: Stops, unit: list[int]) -> Iterator[Stops]:
    """Yield the stops with the ride (or the unit, drop-off and next pick-up together) put in."""
    pieces: list[Stops] = [(2 * unit[0],)]
    pieces += [(2 * one + 1, 2 * other) for one, other in pairwise(unit)]
    pieces.append((2 * unit[-1] + 1,))
    for where in combinations_with_replacement(range(len(stops) + 1), len(pieces)):
        found: list[int] = []
        before = 0
        for position, piece in zip(where, pieces, strict=True):
            found += [*stops[before:position], *piece]
            before = position
        yield (*found, *stops[before:])


def _may_fit(problem: Problem, place: tuple[int, int], stops: Stops) -> bool:
    """Tell quickly whether driving at once from stop to stop meets all windows."""
    shift = problem.drivers[place[0]].shifts[place[1]]
    at, here = shift.open_min, shift.start
    for stop in stops:
        row = problem.rides[stop >> 1]
        if row.drivers is not None and place[0] not in row.drivers:
            return False
        window = row.dropoff if stop & 1 else row.pickup
        there = place_of(problem, stop)
        at = max(at + problem.minutes[here][there], window.open_min)
        if at > window.close_min + 1e-6:
            return False
        at, here = at + service_min(problem, stop), there
    return at + problem.minutes[here][shift.end] <= shift.close_min + 1e-6
