"""The best plan there can be, of all runs that can be part of it: the last step of a bound."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

from nemt_desk.planning.optimiser.bound import Bounder
from nemt_desk.planning.optimiser.cover import LEFT, Column, Cover, cheapest_cover
from nemt_desk.planning.optimiser.paths import Floats
from nemt_desk.planning.optimiser.pieces import Row
from nemt_desk.planning.optimiser.plan import Route
from nemt_desk.planning.optimiser.rows import Enumeration

_FIRST_GAP = 0.0003
_MOST_ROWS = 60_000
_MOST_STATES = 250_000
_NODES = 500
_MOST_SECONDS = 15.0
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
    known = Proof(linear, None, _is_near(linear, best_cost))
    gap = max(_FIRST_GAP * abs(linear), 1e-6)
    while worth is not None and not known.is_proved and not is_stopped():
        gap = min(gap, best_cost - linear)
        rows = _rows(bounder, worth, gap, is_stopped)
        if rows is None:
            break
        columns = [
            Column(row.cents, at, tuple(number for number, _ in row.requests)) for at, row in rows
        ]
        left = _left(bounder, worth, gap)
        columns += [Column(bounder.model.requests[at].cents, LEFT, (at,)) for at in left]
        found = cheapest_cover(
            columns, len(worth), bounder.counts, nodes=_NODES, seconds=_MOST_SECONDS
        )
        if found.cents <= linear + gap + _NEAR:
            chosen = [rows[at] for at in found.picked if at < len(rows)]
            return _answer(bounder, found, chosen, known.bound, best_cost)
        if not found.is_best:
            break
        bound = linear + gap
        known = Proof(bound, None, _is_near(bound, best_cost))
        gap *= 2
    return known


def _is_near(bound: float, cost: float) -> bool:
    return cost <= bound + _NEAR * max(1.0, abs(cost))


def _rows(
    bounder: Bounder, worth: Floats, gap: float, is_stopped: Callable[[], bool]
) -> list[tuple[int, Row]] | None:
    """Return all runs that can be part of a plan that costs so little more than the bound."""
    found: list[tuple[int, Row]] = []
    for at, group in enumerate(bounder.groups):
        priced = group.priced(worth)
        below = min(0.0, priced.least) + gap + _NEAR
        rows = Enumeration(priced, below, _MOST_STATES)
        found += [(at, row) for row in rows.rows(is_stopped)]
        if not rows.is_complete or len(found) > _MOST_ROWS:
            return None
    return found


def _left(bounder: Bounder, worth: Floats, gap: float) -> list[int]:
    """Return the requests that such a plan may leave to a carrier or undone."""
    return [
        one.index
        for one in bounder.model.requests
        if one.cents - float(worth[one.index]) <= gap + _NEAR
    ]


def _answer(
    bounder: Bounder,
    cover: Cover,
    rows: Sequence[tuple[int, Row]],
    bound: float,
    best_cost: float,
) -> Proof:
    """Turn the rows into runs; they prove something only if they cost what the bound says."""
    if cover.is_best:
        bound = cover.cents
    if _is_near(bound, best_cost):
        return Proof(bound, None, is_proved=True)
    free = [list(kind.drivers) for kind in bounder.model.kinds]
    routes: list[Route] = []
    for at, row in rows:
        route = bounder.route(at, row)
        drivers = free[bounder.groups[at].kind.index]
        if route is None or not drivers:
            return Proof(bound)
        routes.append(Route(drivers.pop(0), route.shifts, route.cost))
    taken = {ride for route in routes for ride in route.rides}
    real = sum(route.cost for route in routes) + sum(
        one.cents for one in bounder.model.requests if one.rides[0] not in taken
    )
    if real >= best_cost - _NEAR:
        return Proof(bound)
    return Proof(bound, tuple(routes), _is_near(bound, real))
