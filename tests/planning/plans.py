"""Plans made for tests: stops in order become a whole plan, reckoned by the checker's parts."""

from collections.abc import Mapping
from dataclasses import replace

from nemt_desk.planning.checker import reckon
from nemt_desk.planning.checks.costs import Work, work_costs
from nemt_desk.planning.checks.possible import timed_run
from nemt_desk.planning.optimiser.plan import Costs, Route, Run, Solution
from nemt_desk.planning.optimiser.problem import Problem, Stops


def plan_of(problem: Problem, orders: Mapping[tuple[int, int], Stops]) -> Solution:
    """Return the plan with these stops; what is on no run goes to carriers or stays undone."""
    runs = []
    for place, stops in sorted(orders.items()):
        run = timed_run(problem, place, stops)
        assert run is not None, f"no times for {place}"
        runs.append(run)
    driven = {stop >> 1 for stops in orders.values() for stop in stops}
    left = [ride for ride in range(len(problem.rides)) if ride not in driven]
    dear = {r for r in left if problem.rides[r].carrier_cents == problem.rides[r].undriven_cents}
    bare = Solution(
        (), tuple(runs), tuple(r for r in left if r not in dear), tuple(sorted(dear)), Costs()
    )
    routes = tuple(_route(problem, driver, runs) for driver in sorted({run.driver for run in runs}))
    return replace(bare, routes=routes, costs=reckon(problem, bare))


def _route(problem: Problem, driver: int, runs: list[Run]) -> Route:
    own = [run for run in runs if run.driver == driver]
    stops = {run.shift: tuple(visit.stop for visit in run.visits) for run in own}
    rides = frozenset(stop >> 1 for some in stops.values() for stop in some)
    work = Work(
        rides,
        bool(rides),
        sum(run.loaded_m for run in own),
        sum(run.unloaded_m for run in own),
        sum(run.on_duty_min for run in own),
    )
    shifts = range(len(problem.drivers[driver].shifts))
    cost = work_costs(problem, driver, work).total
    return Route(driver, tuple(stops.get(n, ()) for n in shifts), cost)
