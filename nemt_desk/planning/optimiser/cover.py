"""The cheapest choice of runs that takes every request once: one small integer program."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import inf

from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

LEFT = -1
"""Group of a column that leaves a request to nobody."""


@dataclass(frozen=True, slots=True)
class Column:
    """A run: its price, the drivers it is one of, the requests it takes."""

    cents: float
    group: int
    requests: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The chosen columns; `is_best` when no choice is cheaper. No choice costs infinitely much."""

    cents: float
    picked: tuple[int, ...]
    is_best: bool


def cheapest_cover(
    columns: Sequence[Column],
    requests: int,
    counts: Sequence[int],
    *,
    nodes: int,
    seconds: float = 60.0,
) -> Cover:
    """Choose columns; deterministic as long as `nodes` end it and not `seconds`."""
    if not columns:
        return Cover(inf, (), requests > 0)
    model = mathopt.Model.from_model_proto(_model(columns, requests, counts))
    answer = mathopt.solve(
        model,
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(
            random_seed=0,
            node_limit=nodes,
            time_limit=timedelta(seconds=seconds),
            relative_gap_tolerance=1e-9,
            absolute_gap_tolerance=1e-9,
        ),
    )
    reason = answer.termination.reason
    if reason == mathopt.TerminationReason.INFEASIBLE:
        return Cover(inf, (), is_best=True)
    if not answer.has_primal_feasible_solution():
        return Cover(inf, (), is_best=False)
    picked = tuple(
        variable.id for variable, value in answer.variable_values().items() if value > 0.5
    )
    cents = sum(columns[at].cents for at in picked)
    return Cover(cents, picked, reason == mathopt.TerminationReason.OPTIMAL)


def _model(columns: Sequence[Column], requests: int, counts: Sequence[int]) -> model_pb2.ModelProto:
    """Return the program in one piece: one call a coefficient would take longer than solving."""
    made = model_pb2.ModelProto()
    size = len(columns)
    made.variables.ids.extend(range(size))
    made.variables.lower_bounds.extend([0.0] * size)
    made.variables.upper_bounds.extend([1.0] * size)
    made.variables.integers.extend([True] * size)
    made.objective.linear_coefficients.ids.extend(range(size))
    made.objective.linear_coefficients.values.extend([column.cents for column in columns])
    rows: list[list[int]] = [[] for _ in range(requests + len(counts))]
    for at, column in enumerate(columns):
        for request in column.requests:
            rows[request].append(at)
        if column.group != LEFT:
            rows[requests + column.group].append(at)
    made.linear_constraints.ids.extend(range(len(rows)))
    made.linear_constraints.lower_bounds.extend([1.0] * requests + [-inf] * len(counts))
    made.linear_constraints.upper_bounds.extend([1.0] * requests + [float(n) for n in counts])
    for index, row in enumerate(rows):
        made.linear_constraint_matrix.row_ids.extend([index] * len(row))
        made.linear_constraint_matrix.column_ids.extend(row)
        made.linear_constraint_matrix.coefficients.extend([1.0] * len(row))
    return made
