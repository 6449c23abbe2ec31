"""The best plan that can be put together from days seen so far: set partitioning."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from nemt_desk.planning.optimiser.cover import LEFT, Column, cheapest_cover
from nemt_desk.planning.optimiser.duty import Desk
from nemt_desk.planning.optimiser.model import Model
from nemt_desk.planning.optimiser.paths import Floats, Ints
from nemt_desk.planning.optimiser.plan import Route
from nemt_desk.planning.optimiser.prices import Pricer

_EPS = 1e-7
_MUST_CENTS = 1e7
"""Price of leaving out what has been promised to stay: more than any plan costs."""
_BATCH = 250
_MOST_COLUMNS = 400
_NODES_AN_EFFORT = 20
_MOST_SECONDS = 2.0
"""A cap for odd cases; nodes end it before."""


def best_cover(
    model: Model, pool: Iterable[Route], hint: Sequence[Route], effort: float
) -> list[Route] | None:
    """Return a cheaper plan than `hint` made of days of the pool, or None.

    Args:
        model: The day.
        pool: Days that every driver of the same kind as theirs can drive.
        hint: The best plan so far: a day for each driver who is used.
        effort: How long may be searched: 1 is about a second at 100 rides.
    """
    deal = _Deal.of(model, [*pool, *hint])
    known = deal.cost_of(model, hint)
    kept = deal.worth_trying(known)
    if kept is None:
        return None
    columns = [deal.columns[at] for at in kept]
    columns += [Column(cents, LEFT, (row,)) for row, cents in enumerate(deal.cents)]
    found = cheapest_cover(
        columns,
        len(deal.cents),
        deal.counts,
        nodes=max(1, round(effort * _NODES_AN_EFFORT)),
        seconds=_MOST_SECONDS,
    )
    if found.cents >= known - _EPS * max(1.0, abs(known)):
        return None
    picked = [deal.routes[kept[at]] for at in found.picked if at < len(kept)]
    return _dealt(model, picked, hint)


@dataclass(frozen=True, slots=True)
class _Deal:
    """Days as columns: rows are the requests, then each ride that must stay where it is."""

    columns: list[Column]
    routes: list[Route]
    cents: list[float]
    counts: list[int]
    idle: list[float]
    row_of: dict[int, int]

    @classmethod
    def of(cls, model: Model, routes: Iterable[Route]) -> "_Deal":
        row_of = {ride: one.index for one in model.requests for ride in one.rides}
        cents = [one.cents for one in model.requests]
        best: dict[tuple[int, frozenset[int]], Route] = {}
        for route in routes:
            key = (model.kind[route.driver], route.rides)
            if route.rides and (key not in best or route.cost < best[key].cost):
                best[key] = route
        for ride in sorted({ride for _, rides in best for ride in rides} - set(row_of)):
            row_of[ride] = len(cents)
            cents.append(_MUST_CENTS)
        idle = _idle(model)
        columns = [
            Column(route.cost - idle[kind], kind, tuple(sorted({row_of[ride] for ride in rides})))
            for (kind, rides), route in best.items()
        ]
        counts = [len(kind.drivers) for kind in model.kinds]
        return cls(columns, list(best.values()), cents, counts, idle, row_of)

    def cost_of(self, model: Model, routes: Sequence[Route]) -> float:
        """Return what a plan costs, above what idle drivers would."""
        rows = {self.row_of[ride] for route in routes for ride in route.rides}
        left = sum(cents for row, cents in enumerate(self.cents) if row not in rows)
        return left + sum(
            route.cost - self.idle[model.kind[route.driver]] for route in routes if route.rides
        )

    def worth_trying(self, known: float) -> list[int] | None:
        """Return the columns that a cheaper plan may have; None if there is no cheaper plan.

        The linear relaxation says it: solved over few columns, then more where it pays.
        """
        rows, cuts, groups, cents = self._arrays()
        if not len(cents):
            return None
        sizes = np.diff([*cuts, len(rows)])
        single = cents / np.maximum(1, sizes)
        low = 3.0 * float(np.max(single, initial=1.0))
        pricer = Pricer(self.cents, self.counts, max(1.0, low))
        is_in = np.zeros(len(cents), bool)
        fresh = np.argsort(single, kind="stable")[:_BATCH]
        while True:
            for at in fresh:
                column = self.columns[int(at)]
                pricer.add(column.cents, column.group, [(row, 1) for row in column.requests])
            is_in[fresh] = True
            prices = pricer.solve()
            if prices is None:
                return list(range(len(cents)))[:_MOST_COLUMNS]
            worth = np.array(prices.requests)
            dear = cents - np.add.reduceat(worth[rows], cuts)
            dear -= np.array(prices.groups)[groups]
            cheap = np.flatnonzero((dear < -_EPS) & ~is_in)
            if not len(cheap):
                if pricer.raise_prices():
                    fresh = cheap
                    continue
                break
            fresh = cheap[np.argsort(dear[cheap], kind="stable")[:_BATCH]]
        gap = known - prices.cost
        if gap <= _EPS * max(1.0, abs(known)):
            return None
        near = np.flatnonzero(dear <= gap + _EPS)
        near = near[np.argsort(dear[near], kind="stable")[:_MOST_COLUMNS]]
        return [int(at) for at in near]

    def _arrays(self) -> tuple[Ints, Ints, Ints, Floats]:
        """Return the rows of all columns, where each begins, their groups and their prices."""
        rows = np.array([row for column in self.columns for row in column.requests], np.int64)
        groups = np.array([column.group for column in self.columns], np.int64)
        sizes = [len(column.requests) for column in self.columns]
        cuts = np.cumsum([0, *sizes[:-1]])
        cents = np.array([column.cents for column in self.columns])
        return rows, cuts, groups, cents


def _idle(model: Model) -> list[float]:
    """Return what an unused driver of each kind costs: his way home, if he is out."""
    desk = Desk(model)
    found = []
    for kind in model.kinds:
        is_out = any(shift.is_out for shift in kind.shifts)
        duty = desk.duty(kind, tuple(() for _ in kind.shifts)) if is_out else None
        found.append(0.0 if duty is None else duty.cost)
    return found


def _dealt(model: Model, picked: Sequence[Route], hint: Sequence[Route]) -> list[Route]:
    """Give the days to drivers; who has the same day already keeps it."""
    had = {(model.kind[route.driver], route.rides): route.driver for route in hint}
    kept = [had.get((model.kind[route.driver], route.rides)) for route in picked]
    taken = set(kept)
    free = {
        kind.index: [driver for driver in kind.drivers if driver not in taken]
        for kind in model.kinds
    }
    return [
        Route(
            free[model.kind[route.driver]].pop(0) if driver is None else driver,
            route.shifts,
            route.cost,
        )
        for route, driver in zip(picked, kept, strict=True)
    ]
