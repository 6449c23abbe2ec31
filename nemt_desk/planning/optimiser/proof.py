"""The best plan there can be, of all runs that can be part of it: the last step of a bound."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

from nemt_desk.planning.optimiser.bound import Bounder
from nemt_desk.planning.optimiser.network import MOST_PARTS, Network
from nemt_desk.planning.optimiser.pieces import Row
from nemt_desk.planning.optimiser.plan import Route
from nemt_desk.planning.optimiser.sieve import sieved

_FIRST_GAP = 0.001
_WIDER = 2.5
_MOST_GAP = 0.03
_NODES = 100
_MOST_SECONDS = 5.0
_NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Proof:
    """No plan costs less than `bound`; `routes` is a plan that costs that if `is_proved`.

    `routes` None: the plan that was known costs no more than the bound, or nothing was found.
    """

    bound: float
    routes: tuple[Route, ...] | None = None
    is_proved: bool = False


def prove(bounder: Bounder, best_cost: float, is_stopped: Callable[[], bool]) -> Proof:
    """Look for the best plan among all runs near the bound; wider until there is one.

    Call it when the bounder is done. A plan of `best_cost` is known. Where the bounder has not
    all fragments a better plan may come of it, but neither bound nor proof.
    """
    found = _search(bounder, best_cost, is_stopped)
    return found if bounder.is_bounding else Proof(-inf, found.routes)


def _search(bounder: Bounder, best_cost: float, is_stopped: Callable[[], bool]) -> Proof:
    linear, worth = bounder.linear, bounder.worth
    bound = linear + bounder.sure_gap
    if worth is None or _is_near(bound, best_cost):
        return Proof(bound, None, _is_near(bound, best_cost))
    sieves = [sieved(group, worth) for group in bounder.groups]
    gap = max(_WIDER * bounder.sure_gap, _FIRST_GAP * abs(linear), 1e-6)
    while not _is_near(bound, best_cost) and not is_stopped():
        gap = min(gap, best_cost - linear)
        if gap >= bounder.vain_gap or gap > _MOST_GAP * abs(linear):
            break
        network = Network(bounder, sieves, gap)
        if network.size > MOST_PARTS:
            bounder.vain_gap = gap
            break
        network.lay(worth, gap)
        found = network.best(_NODES, _MOST_SECONDS, is_stopped)
        if found.cents <= linear + gap + _NEAR:
            bound = found.cents if found.is_best else bound
            return _answer(bounder, _real(bounder, found.rows), bound, best_cost)
        if not found.is_best:
            bounder.vain_gap = gap
            break
        bounder.sure_gap = gap
        bound = linear + gap
        gap *= _WIDER
    return Proof(bound, None, _is_near(bound, best_cost))


def _is_near(bound: float, cost: float) -> bool:
    return cost <= bound + _NEAR * max(1.0, abs(cost))


def _real(bounder: Bounder, rows: Sequence[tuple[int, Row]]) -> tuple[Route, ...]:
    """Turn rows into runs of drivers."""
    free = [list(kind.drivers) for kind in bounder.model.kinds]
    routes: list[Route] = []
    for at, row in rows:
        route = bounder.route(at, row)
        drivers = free[bounder.groups[at].kind.index]
        if route is not None and drivers:
            routes.append(Route(drivers.pop(0), route.shifts, route.cost))
    return tuple(routes)


def _answer(bounder: Bounder, routes: tuple[Route, ...], bound: float, best_cost: float) -> Proof:
    """Return the runs if they are better than what is known, and whether that is proved."""
    if _is_near(bound, best_cost):
        return Proof(bound, None, is_proved=True)
    taken = {ride for route in routes for ride in route.rides}
    real = sum(route.cost for route in routes) + sum(
        one.cents for one in bounder.model.requests if one.rides[0] not in taken
    )
    if real >= best_cost - _NEAR:
        return Proof(bound)
    return Proof(bound, routes, _is_near(bound, real))
