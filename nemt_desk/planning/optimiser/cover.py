"""Integer programs as the planner needs them: which runs, which parts of runs, once each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import inf

from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

BROKE_OFF = (AttributeError, RuntimeError, ValueError, ArithmeticError)
"""What the solver's library raises where figures defeat it; its own wording of it fails, too."""
LEFT = -1
"""Group of a column that leaves a request to nobody."""
type Term = tuple[int, float]


@dataclass(frozen=True, slots=True)
class Column:
    """A run: its price, the drivers it is one of, the requests it takes."""

    cents: float
    group: int
    requests: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Solved:
    """The chosen ones; `is_best` when no choice is cheaper. No choice costs infinitely much."""

    cents: float
    picked: tuple[int, ...]
    is_best: bool


class Program:
    """Yes or no for each variable, within limits, as cheap as can be."""

    def __init__(self) -> None:
        self._cents: list[float] = []
        self._limits: list[tuple[float, float, list[Term]]] = []

    @property
    def size(self) -> int:
        """How many variables there are."""
        return len(self._cents)

    def add(self, cents: float) -> int:
        """Add a variable; returns its number."""
        self._cents.append(cents)
        return len(self._cents) - 1

    def limit(self, least: float, most: float, terms: Sequence[Term]) -> None:
        """Keep a sum within two figures."""
        self._limits.append((least, most, list(terms)))

    def solve(self, *, nodes: int, seconds: float) -> Solved:
        """Choose; the same everywhere as long as `nodes` end it and not `seconds`."""
        if not self._cents:
            is_empty = all(least <= 0.0 for least, _, _ in self._limits)
            return Solved(0.0 if is_empty else inf, (), is_best=True)
        params = mathopt.SolveParameters(
            random_seed=0,
            node_limit=nodes,
            time_limit=timedelta(seconds=seconds),
            relative_gap_tolerance=1e-9,
            absolute_gap_tolerance=1e-9,
        )
        model = mathopt.Model.from_model_proto(self._model())
        try:
            answer = mathopt.solve(model, mathopt.SolverType.HIGHS, params=params)
        except BROKE_OFF:
            return Solved(inf, (), is_best=False)
        reason = answer.termination.reason
        if reason == mathopt.TerminationReason.INFEASIBLE:
            return Solved(inf, (), is_best=True)
        if not answer.has_primal_feasible_solution():
            return Solved(inf, (), is_best=False)
        picked = tuple(
            variable.id for variable, value in answer.variable_values().items() if value > 0.5
        )
        cents = sum(self._cents[at] for at in picked)
        return Solved(cents, picked, reason == mathopt.TerminationReason.OPTIMAL)

    def _model(self) -> model_pb2.ModelProto:
        """Return it in one piece: one call a figure would take longer than solving."""
        made = model_pb2.ModelProto()
        size = self.size
        made.variables.ids.extend(range(size))
        made.variables.lower_bounds.extend([0.0] * size)
        made.variables.upper_bounds.extend([1.0] * size)
        made.variables.integers.extend([True] * size)
        made.objective.linear_coefficients.ids.extend(range(size))
        made.objective.linear_coefficients.values.extend(self._cents)
        made.linear_constraints.ids.extend(range(len(self._limits)))
        made.linear_constraints.lower_bounds.extend([least for least, _, _ in self._limits])
        made.linear_constraints.upper_bounds.extend([most for _, most, _ in self._limits])
        for index, (_, _, terms) in enumerate(self._limits):
            ordered = sorted(terms)
            made.linear_constraint_matrix.row_ids.extend([index] * len(ordered))
            made.linear_constraint_matrix.column_ids.extend([at for at, _ in ordered])
            made.linear_constraint_matrix.coefficients.extend([times for _, times in ordered])
        return made


def cheapest_cover(
    columns: Sequence[Column],
    requests: int,
    counts: Sequence[int],
    *,
    nodes: int,
    seconds: float = 60.0,
) -> Solved:
    """Choose runs so that every request is taken once."""
    program = Program()
    rows: list[list[Term]] = [[] for _ in range(requests + len(counts))]
    for column in columns:
        at = program.add(column.cents)
        for request in column.requests:
            rows[request].append((at, 1.0))
        if column.group != LEFT:
            rows[requests + column.group].append((at, 1.0))
    for terms in rows[:requests]:
        program.limit(1.0, 1.0, terms)
    for terms, count in zip(rows[requests:], counts, strict=True):
        program.limit(-inf, float(count), terms)
    return program.solve(nodes=nodes, seconds=seconds)
