"""Checks a plan without believing the planner: each promise, each time, each cent, anew.

Written from the problem's rows alone, and kept apart from the optimiser on purpose: what both
say is right, two people have thought.
"""

from collections.abc import Collection, Iterator, Mapping

from nemt_desk.planning.checks.costs import PARTS, Work, plan_costs, work_costs
from nemt_desk.planning.checks.faults import LIMITS, Fault, FaultKind, is_less, is_near
from nemt_desk.planning.checks.orders import (
    Orders,
    Place,
    gaps,
    missing_runs,
    ride_faults,
    run_faults,
    unit_faults,
    unknown_faults,
)
from nemt_desk.planning.checks.possible import shortest_duty
from nemt_desk.planning.checks.timed import TimedRun
from nemt_desk.planning.optimiser.plan import Costs, Solution
from nemt_desk.planning.optimiser.problem import Problem, Stops

__all__ = ["Fault", "FaultKind", "check", "check_orders", "given", "order_costs", "reckon"]

_MOST_LOOSE = 4
"""So many stops without an order of their own are tried in all orders; more are excused."""


def check(problem: Problem, solution: Solution) -> tuple[Fault, ...]:
    """Return everything that is wrong with a plan; nothing is a good plan.

    Limits that a run broke as it was handed in (`given`) are left out.
    """
    faults = _all_faults(problem, solution)
    excused = set(_excused(problem, _orders(solution), faults))
    return tuple(fault for fault in faults if fault not in excused)


def given(problem: Problem, solution: Solution) -> tuple[Fault, ...]:
    """Return limits that published runs or people aboard break whatever the planner does."""
    faults = _all_faults(problem, solution)
    return tuple(_excused(problem, _orders(solution), faults))


def reckon(problem: Problem, solution: Solution) -> Costs:
    """Return what a plan costs by parts, reckoned from its stops and times.

    Raises:
        IndexError: the plan names what is not there (`check` says so).
    """
    works = _works([TimedRun(problem, run) for run in solution.runs])
    return plan_costs(problem, works, solution.unserved, solution.carriers)


def check_orders(
    problem: Problem, orders: Orders, *, left: Collection[int] = ()
) -> tuple[Fault, ...]:
    """Return what is wrong with stops in order, without times; `left` is driven by nobody.

    Whether there are times is found out here; stays at home are not considered.
    """
    faults = list(_order_faults(problem, orders, left))
    if not any(fault.kind in (FaultKind.UNKNOWN, FaultKind.PAIR) for fault in faults):
        faults += _timing_faults(problem, orders)
    return tuple(faults)


def order_costs(
    problem: Problem,
    orders: Orders,
    *,
    unserved: Collection[int] = (),
    carriers: Collection[int] = (),
) -> Costs | None:
    """Return what stops in order cost with the shortest duties; None if there are no times."""
    works: dict[int, Work] = {}
    for (driver, number), stops in orders.items():
        duty = _duty(problem, (driver, number), stops)
        if duty is None:
            return None
        metres = _metres(problem, (driver, number), stops)
        works[driver] = _more(works.get(driver), stops, metres, duty)
    return plan_costs(problem, works, unserved, carriers)


# --- the whole plan ---


def _orders(solution: Solution) -> dict[Place, Stops]:
    return {
        (run.driver, run.shift): tuple(visit.stop for visit in run.visits) for run in solution.runs
    }


def _all_faults(problem: Problem, solution: Solution) -> list[Fault]:
    orders = _orders(solution)
    faults = list(_order_faults(problem, orders, (*solution.unserved, *solution.carriers)))
    if len(orders) != len(solution.runs):
        faults.append(Fault(FaultKind.DOUBLED, "A shift has two runs."))
    if any(fault.kind is FaultKind.UNKNOWN for fault in faults):
        return faults
    runs = [TimedRun(problem, run) for run in solution.runs]
    for run in runs:
        faults += run.faults()
    works = _works(runs)
    faults += _most_faults(problem, works)
    faults += _route_faults(problem, solution, works)
    faults += _cost_faults(problem, solution, works)
    return faults


def _order_faults(problem: Problem, orders: Orders, left: Collection[int]) -> Iterator[Fault]:
    unknown = list(unknown_faults(problem, orders, left))
    yield from unknown
    if unknown:
        return
    yield from ride_faults(problem, orders, tuple(left))
    yield from unit_faults(problem, left)
    yield from missing_runs(problem, orders)
    for place, stops in orders.items():
        yield from run_faults(problem, place, stops)


def _works(runs: Collection[TimedRun]) -> dict[int, Work]:
    works: dict[int, Work] = {}
    for run in runs:
        driver = run.run.driver
        works[driver] = _more(works.get(driver), run.stops, run.metres(), run.duty_min)
    return works


def _more(work: Work | None, stops: Stops, metres: tuple[float, float], duty_min: float) -> Work:
    before = work or Work(frozenset(), False, 0.0, 0.0, 0.0)
    return Work(
        before.rides | {stop >> 1 for stop in stops},
        before.is_used or bool(stops),
        before.loaded_m + metres[0],
        before.unloaded_m + metres[1],
        before.duty_min + duty_min,
    )


def _most_faults(problem: Problem, works: Mapping[int, Work]) -> Iterator[Fault]:
    for driver, work in works.items():
        person = problem.drivers[driver]
        over = work.duty_min - person.most_min
        if is_less(0.0, over):
            text = f"The driver is on duty {over} minutes too long."
            yield Fault(FaultKind.MOST_MIN, text, driver, amount=over)
        metres = work.loaded_m + work.unloaded_m
        if metres > person.most_m and not is_near(metres, person.most_m):
            text = "The driver drives farther than his most."
            yield Fault(FaultKind.MOST_M, text, driver, amount=metres - person.most_m)


def _route_faults(
    problem: Problem, solution: Solution, works: Mapping[int, Work]
) -> Iterator[Fault]:
    """Yield where routes and runs of the plan do not say the same."""
    orders, seen = _orders(solution), set[int]()
    for route in solution.routes:
        driver = route.driver
        if driver in seen or not 0 <= driver < len(problem.drivers):
            yield Fault(FaultKind.ROUTE, "There are two routes, or no such driver.", driver)
            continue
        seen.add(driver)
        shifts = range(len(problem.drivers[driver].shifts))
        if tuple(route.shifts) != tuple(orders.get((driver, one), ()) for one in shifts):
            yield Fault(FaultKind.ROUTE, "The route has other stops than the runs.", driver)
        work = works.get(driver)
        cost = 0.0 if work is None else work_costs(problem, driver, work).total
        if not is_near(route.cost, cost):
            text = f"The route says {route.cost} cents; it costs {cost}."
            yield Fault(FaultKind.COST, text, driver, amount=route.cost - cost)
    for driver in sorted({run.driver for run in solution.runs if run.visits} - seen):
        yield Fault(FaultKind.ROUTE, "A run has no route.", driver)


def _cost_faults(
    problem: Problem, solution: Solution, works: Mapping[int, Work]
) -> Iterator[Fault]:
    for ride in solution.carriers:
        if problem.rides[ride].carrier_cents is None:
            yield Fault(FaultKind.COST, "No carrier takes this ride.", ride=ride)
    found = plan_costs(problem, works, solution.unserved, solution.carriers)
    for name in PARTS:
        said, real = getattr(solution.costs, name), getattr(found, name)
        if not is_near(said, real):
            text = f"The plan says {said} cents for {name}; they are {real}."
            yield Fault(FaultKind.COST, text, amount=said - real)
    if solution.bound > found.total and not is_near(solution.bound, found.total):
        text = "The plan costs less than what is said to be the least."
        yield Fault(FaultKind.COST, text, amount=solution.bound - found.total)


# --- orders without times ---


def _duty(problem: Problem, place: Place, stops: Stops) -> float | None:
    hours = problem.drivers[place[0]].shifts[place[1]]
    return shortest_duty(problem, place, stops) if stops or hours.is_out else 0.0


def _metres(problem: Problem, place: Place, stops: Stops) -> tuple[float, float]:
    hours = problem.drivers[place[0]].shifts[place[1]]
    if not stops and not hours.is_out:
        return 0.0, 0.0
    found = [0.0, 0.0]
    for way in gaps(problem, hours, stops):
        found[not way.aboard] += problem.metres[way.from_place][way.to_place]
    return found[0], found[1]


def _timing_faults(problem: Problem, orders: Orders) -> Iterator[Fault]:
    works: dict[int, Work] = {}
    for place, stops in orders.items():
        duty = _duty(problem, place, stops)
        if duty is None:
            yield Fault(FaultKind.TIMING, "There are no times for these stops.", *place)
            duty = 0.0
        metres = _metres(problem, place, stops)
        works[place[0]] = _more(works.get(place[0]), stops, metres, duty)
    yield from _most_faults(problem, works)


# --- what was handed in ---


def _excused(problem: Problem, orders: Orders, faults: Collection[Fault]) -> Iterator[Fault]:
    """Yield broken limits of drivers who only do what they must and cannot do it better."""
    limits = [fault for fault in faults if fault.kind in LIMITS]
    drivers = {fault.driver for fault in limits if fault.driver is not None}
    bare = {driver for driver in drivers if _cannot_better(problem, driver, orders)}
    yield from (fault for fault in limits if fault.driver in bare)


def _cannot_better(problem: Problem, driver: int, orders: Orders) -> bool:
    person = problem.drivers[driver]
    must = [_must(problem, (driver, number)) for number in range(len(person.shifts))]
    if not any(must) and not any(shift.is_out for shift in person.shifts):
        return False
    now = {(driver, number): orders.get((driver, number), ()) for number in range(len(must))}
    if any(set(now[driver, number]) != stops for number, stops in enumerate(must)):
        return False
    return not any(
        _is_good(problem, {**now, place: stops}) for place, stops in _others(problem, now)
    )


def _must(problem: Problem, place: Place) -> set[int]:
    """Return the stops that a shift has to make whatever else is planned."""
    shift = problem.drivers[place[0]].shifts[place[1]]
    must = {*shift.fixed, *(2 * one.ride + 1 for one in shift.aboard)}
    if shift.first is not None:
        must |= {shift.first, shift.first | 1}
    return must


def _others(problem: Problem, now: Mapping[Place, Stops]) -> Iterator[tuple[Place, Stops]]:
    """Yield each shift with its loose stops put everywhere into the fixed ones."""
    for place, stops in now.items():
        fixed = problem.drivers[place[0]].shifts[place[1]].fixed
        loose = [stop for stop in stops if stop not in fixed]
        orders = [tuple(fixed)]
        for stop in loose[:_MOST_LOOSE]:
            orders = [(*o[:n], stop, *o[n:]) for o in orders for n in range(len(o) + 1)]
        if len(loose) <= _MOST_LOOSE:
            yield from ((place, order) for order in orders)


def _is_good(problem: Problem, orders: Orders) -> bool:
    faults: list[Fault] = []
    for place, stops in orders.items():
        faults += run_faults(problem, place, stops)
        if faults:
            return False
    return not any(_timing_faults(problem, orders))
