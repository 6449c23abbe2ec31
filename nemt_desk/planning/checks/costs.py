"""What a plan costs, reckoned anew from its stops and times."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from nemt_desk.planning.optimiser.plan import Costs
from nemt_desk.planning.optimiser.problem import Driver, Problem


@dataclass(frozen=True, slots=True)
class Work:
    """What one driver does in a day: the rides he drives and his sums over all shifts."""

    rides: frozenset[int]
    is_used: bool
    loaded_m: float
    unloaded_m: float
    duty_min: float


def work_costs(problem: Problem, driver: int, work: Work) -> Costs:
    """Return the parts of the cost that depend on this driver alone."""
    person: Driver = problem.drivers[driver]
    loaded, unloaded = person.loaded_cents_m, person.unloaded_cents_m
    before, after = person.so_far_min, person.so_far_min + work.duty_min
    ways = Counter(ride.trip for ride in problem.rides if ride.trip is not None)
    here = Counter(problem.rides[r].trip for r in work.rides)
    split = sum(1 for trip, has in here.items() if trip is not None and has < ways[trip])
    extra = sum(
        cents
        for ride in work.rides
        for who, cents in problem.rides[ride].extra_cents
        if who == driver
    )
    return Costs(
        metres=work.loaded_m * loaded + work.unloaded_m * unloaded,
        minutes=work.duty_min * person.minute_cents,
        use=person.use_cents if work.is_used else 0.0,
        split=split * problem.weights.split_cents / 2,
        fairness=problem.weights.fair_cents_h2 * (after**2 - before**2) / 3600,
        extra=extra,
    )


def plan_costs(
    problem: Problem, works: Mapping[int, Work], unserved: Iterable[int], carriers: Iterable[int]
) -> Costs:
    """Return the cost of a whole plan by parts."""
    left = Costs(
        unserved=sum(problem.rides[ride].unserved_cents for ride in unserved),
        carriers=sum(problem.rides[ride].carrier_cents or 0.0 for ride in carriers),
    )
    return reduce(plus, (work_costs(problem, d, w) for d, w in works.items()), left)


PARTS = ("unserved", "carriers", "metres", "minutes", "use", "split", "fairness", "extra")


def plus(one: Costs, other: Costs) -> Costs:
    """Add two costs part by part."""
    return Costs(**{name: getattr(one, name) + getattr(other, name) for name in PARTS})
