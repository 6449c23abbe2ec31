"""`bench planner FILE…`: dial-a-ride days solved by the planner, each plan checked, with gaps.

FILE may be a folder or a pattern; without any, days like them are made up. Best known costs are
read from a `best_known.csv` (instance,best) beside a file. Plain OR-Tools gets the same seconds.
"""

import argparse
import json
import math
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bench.darp import Darp, best_known, files_of, read_darp
from bench.darp_made_up import made_up
from bench.darp_problem import darp_problem, stops_of
from bench.darp_routing import plain_plan
from nemt_desk.ground.errors import RefusedError
from nemt_desk.planning.checker import check, check_orders, reckon
from nemt_desk.planning.optimiser.problem import Problem
from nemt_desk.planning.optimiser.solve import solve

if TYPE_CHECKING:
    from pathlib import Path

_MADE_UP = (("a", 2, 16), ("b", 2, 16), ("a", 3, 24), ("b", 3, 24), ("a", 4, 48), ("b", 5, 60))
_SECONDS = 30.0
_PROCESSES = 2
_NAME = 18


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of one file. Gaps are in percent; None: not known."""

    name: str
    riders: int
    cost: float | None
    best: float | None
    first_s: float
    best_s: float
    seconds: float
    bound: float | None
    is_proved: bool
    faults: tuple[str, ...]
    plain_cost: float | None = None
    plain_first_s: float | None = None
    plain_best_s: float | None = None
    plain_faults: tuple[str, ...] = ()

    @property
    def is_feasible(self) -> bool:
        return not self.faults

    @property
    def gap(self) -> float | None:
        """The gap to the best known cost."""
        return _gap(self.cost, self.best)

    @property
    def bound_gap(self) -> float | None:
        """The gap to the lower bound."""
        return 0.0 if self.is_proved else _gap(self.cost, self.bound)

    @property
    def plain_gap(self) -> float | None:
        """The gap of OR-Tools' plan, to the same as ours."""
        return _gap(self.plain_cost, self.best if self.best is not None else self.bound)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line a file and a summary; 1 if a plan or a file is bad, 2 if there is no file."""
    parser = argparse.ArgumentParser(prog="dev.py bench planner", description=__doc__)
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("--seconds", type=float, default=_SECONDS, help="for each file")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=_PROCESSES)
    parser.add_argument("--alone", action="store_true", help="leave OR-Tools beside it out")
    parser.add_argument("--json", action="store_true", help="give the figures as JSON")
    args = parser.parse_args(arguments)
    days, refused = _days(args.files)
    for sentence in refused:
        print(sentence, file=sys.stderr)
    if not days:
        return 2
    if not args.json:
        print(_heading(is_alone=args.alone), flush=True)
    found = []
    for day, best in days:
        figures = measured(day, best, args)
        found.append(figures)
        if not args.json:
            print(_line(figures, is_alone=args.alone), flush=True)
            for fault in (*figures.faults, *(f"OR-Tools: {one}" for one in figures.plain_faults)):
                print(f"  {fault}")
    if args.json:
        print(json.dumps([asdict(figures) for figures in found], indent=2))
    else:
        print(*_summary(found), sep="\n")
    return 0 if not refused and all(figures.is_feasible for figures in found) else 1


def _days(arguments: Sequence[str]) -> tuple[list[tuple[Darp, float | None]], list[str]]:
    """Return the days with what is best known of them, and what could not be used."""
    if not arguments:
        return [(made_up(*one), None) for one in _MADE_UP], []
    files, missing = files_of(arguments)
    refused = [f"{name}: there is no such file." for name in missing]
    known: dict[Path, dict[str, float]] = {}  # by folder
    days: list[tuple[Darp, float | None]] = []
    for file in files:
        folder = file.parent
        try:
            day = read_darp(file)
            if folder not in known:
                known[folder] = best_known(folder)
        except RefusedError as problem:
            refused.append(problem.sentence)
            continue
        days.append((day, known[folder].get(day.name.lower())))
    return days, refused


def measured(day: Darp, best: float | None, args: argparse.Namespace) -> Figures:
    """Plan one day, check the plan, and let OR-Tools do the same."""
    problem = darp_problem(day)
    plan = solve(problem, seed=args.seed, seconds=args.seconds, processes=args.processes)
    faults = [f"{fault.kind}: {fault.sentence}" for fault in check(problem, plan)]
    left = len(plan.unserved) + len(plan.carriers)
    if left:
        faults.append(f"{left} of {day.riders} riders are left over.")
    figures = Figures(
        name=day.name,
        riders=day.riders,
        cost=None if left else reckon(problem, plan).total,
        best=best,
        first_s=plan.first_s,
        best_s=plan.best_s,
        seconds=plan.seconds,
        bound=plan.bound if math.isfinite(plan.bound) else None,
        is_proved=plan.is_proved,
        faults=tuple(faults),
    )
    return figures if args.alone else _with_plain(figures, day, problem, args.seconds)


def _with_plain(ours: Figures, day: Darp, problem: Problem, seconds: float) -> Figures:
    plain = plain_plan(day, seconds)
    orders = {
        (vehicle, 0): stops_of(day, order) for vehicle, order in enumerate(plain.orders) if order
    }
    left = [rider - 1 for rider in plain.unserved]
    faults = [
        f"{fault.kind}: {fault.sentence}" for fault in check_orders(problem, orders, left=left)
    ]
    if left:
        faults.append(f"{len(left)} of {day.riders} riders are left over.")
    cost = sum(_length(day, order) for order in plain.orders)
    return Figures(
        **{
            **asdict(ours),
            "plain_cost": None if faults else cost,
            "plain_first_s": plain.first_s,
            "plain_best_s": plain.best_s,
            "plain_faults": tuple(faults),
        }
    )


def _length(day: Darp, order: Sequence[int]) -> float:
    """Return the true length of a run; one that stays in the yard has none."""
    if not order:
        return 0.0
    way = [0, *order, len(day.stops) - 1]
    return sum(day.distance(one, other) for one, other in pairwise(way))


def _gap(cost: float | None, reference: float | None) -> float | None:
    if cost is None or reference is None or reference <= 0:
        return None
    return (cost / reference - 1.0) * 100.0


def _heading(*, is_alone: bool) -> str:
    ours = f"{'':{_NAME}} {'cost':>10} {'best known':>10} {'gap %':>7} {'first s':>7} {'best s':>7}"
    ours += f" {'bound':>10} {'gap %':>7}"
    return (
        ours if is_alone else f"{ours} | {'OR-Tools':>10} {'gap %':>7} {'first s':>7} {'best s':>7}"
    )


def _line(figures: Figures, *, is_alone: bool) -> str:
    bound_gap = "proved" if figures.is_proved else _told(figures.bound_gap, 7)
    ours = (
        f"{figures.name:{_NAME}} {_told(figures.cost, 10)} {_told(figures.best, 10)}"
        f" {_told(figures.gap, 7)} {_told(figures.first_s, 7)} {_told(figures.best_s, 7)}"
        f" {_told(figures.bound, 10)} {bound_gap:>7}"
    )
    if is_alone:
        return ours
    return (
        f"{ours} | {_told(figures.plain_cost, 10)} {_told(figures.plain_gap, 7)}"
        f" {_told(figures.plain_first_s, 7)} {_told(figures.plain_best_s, 7)}"
    )


def _told(figure: float | None, width: int) -> str:
    return f"{'-':>{width}}" if figure is None else f"{figure + 0.0:{width}.2f}"


def _summary(found: Sequence[Figures]) -> list[str]:
    """Return what there is to say of OR-Tools and the bounds, and the last line."""
    lines = []
    proved = sum(figures.is_proved for figures in found)
    if proved:
        lines.append(f"{proved} of {len(found)} proved best")
    beside = [one for one in found if one.plain_cost is not None or one.plain_faults]
    if beside:
        worse = [one.name for one in beside if _is_worse(one)]
        plain = [one.plain_gap for one in beside if one.plain_gap is not None]
        mean = f", mean gap {statistics.fmean(plain):.2f} %" if plain else ""
        names = f": {', '.join(worse)}" if worse else ""
        lines.append(
            f"OR-Tools: {sum(not one.plain_faults for one in beside)} of {len(beside)} feasible"
            f"{mean}; better than ours in {len(worse)}{names}"
        )
    gaps = [gap for one in found if one.is_feasible and (gap := _own_gap(one)) is not None]
    to_bound = sum(one.best is None and one.bound is not None for one in found)
    if to_bound:
        lines.append(f"the gap of {to_bound} is to the lower bound (no best known cost)")
    told = f"mean gap {statistics.fmean(gaps):.2f} %, worst {max(gaps):.2f} %" if gaps else (
        "mean gap - %, worst - %"
    )  # fmt: skip
    feasible = sum(figures.is_feasible for figures in found)
    return [*lines, f"{feasible} of {len(found)} feasible, {told}"]


def _own_gap(figures: Figures) -> float | None:
    return figures.gap if figures.best is not None else figures.bound_gap


def _is_worse(figures: Figures) -> bool:
    """Tell whether OR-Tools' plan is better than ours by more than its rounding."""
    if figures.plain_cost is None:
        return False
    return figures.cost is None or figures.plain_cost < figures.cost * (1 - 1e-6)
