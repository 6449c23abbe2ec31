"""The linear master of column generation: runs that each pay for the requests they take."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from ortools.math_opt.python import mathopt

from nemt_desk.planning.optimiser.cover import BROKE_OFF

_NONE = 1e-7


@dataclass(frozen=True, slots=True)
class Prices:
    """What the linear master says: its cost, what each request is worth, what each driver is."""

    cost: float
    requests: tuple[float, ...]
    groups: tuple[float, ...]


class Pricer:
    """Requests are each taken by one run or left at their price; groups of runs are counted.

    What is left has a low price at first, raised where it is not enough: big prices make the
    solver slow and inexact, and every price up to the true one keeps the cost a lower bound.
    """

    def __init__(self, cents: Sequence[float], counts: Sequence[int], low: float) -> None:
        self._model = mathopt.Model()
        self._requests = [self._model.add_linear_constraint(lb=1.0, ub=inf) for _ in cents]
        self._groups = [
            self._model.add_linear_constraint(lb=-inf, ub=float(most)) for most in counts
        ]
        self._cents = list(cents)
        self._prices = [min(low, price) for price in cents]
        self._left = []
        for row, price in zip(self._requests, self._prices, strict=True):
            left = self._model.add_variable(lb=0.0)
            self._left.append(left)
            self._model.objective.set_linear_coefficient(left, price)
            row.set_coefficient(left, 1.0)
        self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)
        # Reading back the values of all runs would take longer than solving.
        self._wanted = mathopt.ModelSolveParameters(
            variable_values_filter=mathopt.VariableFilter(filtered_items=self._left),
            reduced_costs_filter=mathopt.VariableFilter(filtered_items=[]),
        )
        self._used: set[int] = set()

    def add(self, cost: float, group: int, requests: Iterable[tuple[int, int]]) -> None:
        """Add a run: which requests it takes, how often."""
        column = self._model.add_variable(lb=0.0, ub=inf)
        self._model.objective.set_linear_coefficient(column, cost)
        self._groups[group].set_coefficient(column, 1.0)
        for request, times in requests:
            self._requests[request].set_coefficient(column, float(times))

    def solve(self) -> Prices | None:
        """Return the prices, or None if the solver can't."""
        # Once more from nothing: a warm start may have been unlucky.
        found = self._asked(is_warm=True) or self._asked(is_warm=False)
        if found is None:
            return None
        worth = found.dual_values()
        values = found.variable_values(self._left)
        self._used = {
            index
            for index, value in enumerate(values)
            if value > _NONE and self._prices[index] < self._cents[index]
        }
        return Prices(
            found.objective_value(),
            tuple(worth[row] for row in self._requests),
            tuple(worth[row] for row in self._groups),
        )

    def _asked(self, *, is_warm: bool) -> mathopt.SolveResult | None:
        """Return the optimum, or None if the solver did not come to it."""
        glop = mathopt.SolverType.GLOP
        try:
            if is_warm:
                found = self._solver.solve(model_params=self._wanted)
            else:
                found = mathopt.solve(self._model, glop, model_params=self._wanted)
        except BROKE_OFF:
            return None
        is_best = found.termination.reason == mathopt.TerminationReason.OPTIMAL
        return found if is_best else None

    def raise_prices(self) -> bool:
        """Double the price of what the last answer left though it should not; False: nothing."""
        for index in self._used:
            self._prices[index] = min(self._cents[index], 2 * self._prices[index])
            self._model.objective.set_linear_coefficient(self._left[index], self._prices[index])
        return bool(self._used)
