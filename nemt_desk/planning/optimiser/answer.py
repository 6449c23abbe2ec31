"""From the search's state to the planner's answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nemt_desk.planning.optimiser.duty import Desk, Duty
from nemt_desk.planning.optimiser.evaluate import evaluate
from nemt_desk.planning.optimiser.model import Model
from nemt_desk.planning.optimiser.plan import Costs, Route, Run, Solution
from nemt_desk.planning.optimiser.pricing import added, day_costs
from nemt_desk.planning.optimiser.problem import Stops
from nemt_desk.planning.optimiser.timetable import runs_of


def solution(
    desk: Desk, days: Sequence[tuple[int, Duty]], frozen: Mapping[int, tuple[Stops, ...]]
) -> Solution:
    """Return the answer of these days; the frozen drivers' stops are kept as they are."""
    model = desk.model
    routes: list[Route] = []
    runs: list[Run] = []
    costs = Costs()
    mask = 0
    for driver, duty in days:
        mask |= duty.mask
        if not duty.mask and not duty.metres and not duty.on_duty:
            continue
        routes.append(duty.route(driver))
        runs += runs_of(model, driver, duty)
        costs = added(costs, day_costs(model, duty.kind, duty.mask, duty.money, duty.on_duty))
    for driver, shifts in frozen.items():
        outcome = evaluate(desk, driver, shifts)
        routes.append(outcome.route)
        runs += outcome.runs
        costs = added(costs, outcome.costs)
        for stops in shifts:
            for stop in stops:
                mask |= 1 << (stop >> 1)
    unserved, carriers = _undriven(model, mask)
    rides = model.problem.rides
    costs = replace(
        costs,
        unserved=sum(rides[ride].unserved_cents for ride in unserved),
        carriers=sum(rides[ride].carrier_cents or 0.0 for ride in carriers),
    )
    routes.sort(key=lambda route: route.driver)
    runs.sort(key=lambda one: (one.driver, one.shift))
    return Solution(tuple(routes), tuple(runs), unserved, carriers, costs)


def _undriven(model: Model, mask: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return who stays unserved and who goes to a carrier."""
    unserved, carriers = [], []
    for index, ride in enumerate(model.problem.rides):
        if mask >> index & 1:
            continue
        if ride.carrier_cents is not None and ride.carrier_cents <= ride.unserved_cents:
            carriers.append(index)
        else:
            unserved.append(index)
    return tuple(unserved), tuple(carriers)
