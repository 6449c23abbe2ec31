"""A plan begins from how the day stands: asked again, it does not get dearer or change for it."""

from dataclasses import replace

from nemt_desk.planning.checker import check
from nemt_desk.planning.optimiser.plan import Solution
from nemt_desk.planning.optimiser.problem import Problem, Stops
from nemt_desk.planning.optimiser.solve import solve
from tests.planning.rural import rural_day


def _as_start(problem: Problem, found: Solution) -> tuple[tuple[Stops, ...], ...]:
    given = {run.driver: run.shifts for run in found.routes}
    return tuple(
        given.get(number, ((),) * len(driver.shifts))
        for number, driver in enumerate(problem.drivers)
    )


def test_from_a_good_plan_the_next_is_never_dearer() -> None:
    for seed in range(4):
        problem = rural_day(seed, 24, drivers=8).problem
        good = solve(problem, rounds=3)
        again = solve(replace(problem, start=_as_start(problem, good)), rounds=0)
        assert again.costs.total <= good.costs.total + 1e-6
        assert check(problem, again) == ()


def test_what_breaks_a_limit_in_it_is_passed_over() -> None:
    problem = rural_day(3, 12, drivers=4).problem
    everything = tuple(stop for ride in range(12) for stop in (2 * ride, 2 * ride + 1))
    broken = tuple(
        ((everything if not number else ()), *((),) * (len(driver.shifts) - 1))
        for number, driver in enumerate(problem.drivers)
    )
    found = solve(replace(problem, start=broken), rounds=1)
    assert check(problem, found) == ()
