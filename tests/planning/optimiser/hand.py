"""Small days on one straight road: place n is n km from home, a kilometre takes a minute."""

from collections.abc import Sequence
from math import inf
from typing import Any

from nemt_desk.planning.optimiser.plan import Run, Solution
from nemt_desk.planning.optimiser.problem import (
    Break,
    Driver,
    Problem,
    Ride,
    Shift,
    Weights,
    Window,
)
from nemt_desk.planning.optimiser.solve import solve

ROAD_KM = 60
HOME = 0


def ride(origin: int, destination: int, pickup: tuple[float, float], **more: Any) -> Ride:
    """A ride whose pick-up begins between the two minutes."""
    window = Window(*pickup)
    more.setdefault("dropoff", Window(pickup[0], pickup[1] + 240))
    more.setdefault("unserved_cents", 100_000.0)
    return Ride(f"{origin}-{destination}", origin, destination, window, **more)


def driver(*shifts: Shift, **more: Any) -> Driver:
    """A driver who lives at kilometre 0 and costs a cent a metre, loaded or not."""
    more.setdefault("capacity", (3,))
    more.setdefault("loaded_cents_m", 0.01)
    more.setdefault("unloaded_cents_m", 0.01)
    return Driver("driver", shifts=shifts or (shift(),), **more)


def shift(open_min: float = 480, close_min: float = 1080, **more: Any) -> Shift:
    """Hours of a driver who lives at kilometre 0."""
    more.setdefault("start", HOME)
    more.setdefault("end", HOME)
    return Shift(open_min, close_min, **more)


def problem(rides: Sequence[Ride], drivers: Sequence[Driver], **more: Any) -> Problem:
    """A day on the road."""
    minutes = [[float(abs(a - b)) for b in range(ROAD_KM)] for a in range(ROAD_KM)]
    metres = [[1000 * way for way in row] for row in minutes]
    return Problem(minutes, metres, tuple(rides), tuple(drivers), **more)


def planned(rides: Sequence[Ride], drivers: Sequence[Driver], **more: Any) -> Solution:
    """The plan of a day on the road after two rounds."""
    return solve(problem(rides, drivers, **more), seed=1, rounds=2)


def only_run(solution: Solution) -> Run:
    """The one run of a plan."""
    (run,) = solution.runs
    return run


def order(run: Run) -> tuple[int, ...]:
    """The stops of a run."""
    return tuple(visit.stop for visit in run.visits)


__all__ = [
    "HOME",
    "Break",
    "Weights",
    "driver",
    "inf",
    "only_run",
    "order",
    "planned",
    "problem",
    "ride",
    "shift",
]
