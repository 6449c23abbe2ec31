"""A plan comes at once, gets better, is the same again, and is kept when somebody says stop."""

from pathlib import Path

import pytest

from nemt_desk.planning.checker import check
from nemt_desk.planning.optimiser.helper import Helper, Work
from nemt_desk.planning.optimiser.plan import Solution
from nemt_desk.planning.optimiser.prover import Prover
from nemt_desk.planning.optimiser.rounds import Rounds
from nemt_desk.planning.optimiser.solve import solve, stream
from tests.planning.darp import darp_problem
from tests.planning.rural import rural_day


def _facts(found: Solution) -> object:
    return found.routes, found.runs, found.unserved, found.carriers, found.costs, found.rounds


def test_the_first_plan_comes_first_and_each_next_one_is_better() -> None:
    costs = [plan.costs.total for plan in stream(rural_day(3, 24).problem, seed=2, rounds=1)]
    assert len(costs) > 2
    assert costs[:-1] == sorted(costs[:-1], reverse=True)
    assert costs[-1] == costs[-2]


def test_the_same_seed_and_rounds_make_the_same_plan() -> None:
    day = rural_day(4, 16).problem
    assert _facts(solve(day, seed=5, rounds=2)) == _facts(solve(day, seed=5, rounds=2))


def test_cancelled_at_once_it_still_answers_and_loses_nobody() -> None:
    day = rural_day(5, 20).problem
    found = solve(day, is_cancelled=lambda: True)
    assert found.is_cancelled
    assert check(day, found) == ()


@pytest.mark.parametrize("after", [1, 30, 200, 1000])
def test_cancelled_at_any_moment_the_best_plan_is_kept(after: int) -> None:
    day = rural_day(6, 24).problem
    asked = 0
    heard: list[float] = []

    def is_cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > after

    found = solve(
        day,
        rounds=3,
        is_cancelled=is_cancelled,
        on_better=lambda plan: heard.append(plan.costs.total),
    )
    assert found.is_cancelled
    assert found.costs.total == pytest.approx(min(heard))
    assert check(day, found) == ()


def test_no_time_at_all_is_enough_for_an_answer() -> None:
    day = rural_day(6, 20).problem
    assert check(day, solve(day, seconds=0)) == ()


def test_a_helper_brings_days_that_can_be_driven() -> None:
    """What the second process does, without the process."""
    day = rural_day(8, 14).problem
    rounds = Rounds(day, 0, lambda: False)
    rounds.start()
    assert rounds.search is not None
    best = rounds.search.best
    helper = Helper(day, 1, lambda: False)
    shifts = [duty.shifts for duty in best.duties]
    found = []
    for _ in range(3):
        report = helper.turn(Work(20, shifts, rounds.search.pool.news(), best.cost))
        found += report.days
    assert found
    for kind, mask, cost, stops in found:
        duty = rounds.desk.duty(rounds.model.kinds[kind], stops)
        assert duty is not None
        assert duty.mask == mask
        assert duty.cost == pytest.approx(cost)


def test_a_proof_is_only_claimed_for_what_costs_no_more_than_the_bound() -> None:
    rounds = Rounds(rural_day(2, 12).problem, 0, lambda: False)
    rounds.start()
    prover = Prover(rounds.desk, lambda: False)
    report = prover.turn([], rounds.cost + 1000)
    assert not report.is_proved
    assert report.bound <= rounds.cost + 1e-6


@pytest.mark.slow
def test_two_processes_make_the_same_plan_twice() -> None:
    day = rural_day(9, 40).problem
    one, other = (solve(day, seed=5, rounds=3, processes=2) for _ in range(2))
    assert _facts(one) == _facts(other)
    assert check(day, one) == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "best"), [("a2-16", 294.25), ("a3-24", 344.83), ("b2-16", 309.41)]
)
def test_known_instances_are_solved_to_the_proven_best(
    shared_data: Path, name: str, best: float
) -> None:
    day = darp_problem((shared_data / "darp" / f"{name}.txt").read_text(encoding="utf-8"))
    found = solve(day, rounds=20)
    assert check(day, found) == ()
    assert found.costs.total == pytest.approx(best, abs=0.01)
    assert found.is_proved
