"""A small day and its good plan, reckoned by hand, for tests of the checker.

The places lie on one road, a minute is a kilometre: home 0, Ann's house 10, Bea's house 15, the
clinic 40, the therapy 45.
"""

from dataclasses import replace
from typing import Any

from nemt_desk.planning.checker import check
from nemt_desk.planning.optimiser.plan import Costs, Pause, Route, Run, Solution, Visit
from nemt_desk.planning.optimiser.problem import (
    Break,
    Driver,
    Problem,
    Ride,
    Shift,
    Weights,
    Window,
)

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


def with_ride(number: int, **changes: Any) -> Problem:
    rides = list(day().rides)
    rides[number] = replace(rides[number], **changes)
    return replace(day(), rides=tuple(rides))


def with_driver(**changes: Any) -> Problem:
    first, *rest = day().drivers
    return replace(day(), drivers=(replace(first, **changes), *rest))


def with_shift(**changes: Any) -> Problem:
    return with_driver(shifts=(replace(day().drivers[0].shifts[0], **changes),))
