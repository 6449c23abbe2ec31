"""Works on the bound in turns of fixed size, so that the same turns happen on every machine."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import inf

from nemt_desk.planning.optimiser.bound import Bounder
from nemt_desk.planning.optimiser.duty import Desk
from nemt_desk.planning.optimiser.plan import Route
from nemt_desk.planning.optimiser.pool import Day, mask_of
from nemt_desk.planning.optimiser.proof import prove

_STEPS = 15
_MOST_KNOWN = 3000


@dataclass(frozen=True, slots=True)
class Report:
    """What a turn brought.

    Attributes:
        days: Days that are worth having in the pool.
        bound: No plan can cost less.
        routes: A better plan, if one was found.
        is_proved: Whether the best plan told, or `routes`, is the best there is.
        is_long: Whether the next turn takes long.
        is_over: Whether another turn would bring nothing unless a better plan is known.
    """

    days: list[Day]
    bound: float = -inf
    routes: tuple[Route, ...] | None = None
    is_proved: bool = False
    is_long: bool = False
    is_over: bool = False


class Prover:
    """The bound of one problem, worked on turn by turn."""

    def __init__(self, desk: Desk, is_stopped: Callable[[], bool]) -> None:
        self.desk = desk
        self.is_stopped = is_stopped
        self.bounder = Bounder(desk)
        self.has_hours = any(kind.shifts for kind in desk.model.kinds)
        self.is_begun = False
        self.bound = -inf
        self.tried_at = inf
        """The cost of the best plan when the last proof was tried."""

    def turn(self, days: Iterable[Day], best_cost: float) -> Report:
        """Do one turn; `days` are new to the prover, `best_cost` is what the best plan costs."""
        bounder = self.bounder
        if not bounder.is_possible or not self.has_hours:
            return Report([], is_over=True)
        routes = self._routes(days)
        if not self.is_begun:
            self.is_begun = True
            if not bounder.begin(routes, self.is_stopped):
                return Report([], is_over=True)
            routes = []
        if bounder.is_done:
            return self._prove(best_cost)
        if routes:
            bounder.take(routes)
        found = self._steps()
        self.bound = max(self.bound, bounder.bound)
        is_proved = best_cost <= self.bound + 1e-6 * max(1.0, abs(best_cost))
        return Report(found, self.bound, None, is_proved, is_long=bounder.is_done)

    def _routes(self, days: Iterable[Day]) -> list[Route]:
        kinds = self.desk.model.kinds
        chosen = sorted(days, key=lambda day: (day[2] / max(1, day[1].bit_count()), day[:2]))
        return [
            Route(kinds[kind].drivers[0], shifts, cost)
            for kind, _, cost, shifts in chosen[:_MOST_KNOWN]
        ]

    def _steps(self) -> list[Day]:
        kind = self.desk.model.kind
        found: list[Day] = []
        for _ in range(_STEPS):
            if self.bounder.is_done or self.is_stopped():
                break
            found += [
                (kind[route.driver], mask_of(route.shifts), route.cost, route.shifts)
                for route in self.bounder.step()
            ]
        return found

    def _prove(self, best_cost: float) -> Report:
        if best_cost >= self.tried_at - 1e-6:
            return Report([], self.bound, is_over=True)
        self.tried_at = best_cost
        proof = prove(self.bounder, best_cost, self.is_stopped)
        self.bound = max(self.bound, proof.bound)
        is_over = proof.routes is None
        return Report([], self.bound, proof.routes, proof.is_proved, is_over=is_over)
