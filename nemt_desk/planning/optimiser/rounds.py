"""The rounds of a search: neighbourhoods, then the best cover of all days seen, then again."""

from collections.abc import Callable, Iterator, Sequence

from nemt_desk.planning.optimiser.answer import solution
from nemt_desk.planning.optimiser.base import Base, may_begin_with
from nemt_desk.planning.optimiser.crew import Crew
from nemt_desk.planning.optimiser.duty import Desk, Duty
from nemt_desk.planning.optimiser.model import Model
from nemt_desk.planning.optimiser.partition import best_cover
from nemt_desk.planning.optimiser.plan import Route, Solution
from nemt_desk.planning.optimiser.problem import Problem
from nemt_desk.planning.optimiser.prover import Prover, Report
from nemt_desk.planning.optimiser.search import Search, first_plan
from nemt_desk.planning.optimiser.state import State

_STEPS = 48_000
_COVER_EFFORT = 0.5
_COVER_EACH = 2
SMALL = 30
"""Up to so many requests the bound is worked out at once, and no other process is started."""


class Rounds:
    """A plan that gets better by rounds; what it is made of stays the same on every machine."""

    def __init__(self, problem: Problem, seed: int, must_stop: Callable[[], bool]) -> None:
        self.model = Model(problem)
        self.desk = Desk(self.model)
        self.seed = seed
        self.must_stop = must_stop
        self.done = 0
        self.bound = float("-inf")
        self.is_proved = False
        base = Base(self.desk)
        self.frozen = base.frozen
        self.drivers = [driver for driver, duty in enumerate(base.duties) if duty is not None]
        self.base: list[Duty] = [duty for duty in base.duties if duty is not None]
        self.search: Search | None = None
        self.prover: Prover | None = None
        self.steps = max(60, min(1000, _STEPS // max(1, len(self.model.requests))))

    @property
    def cost(self) -> float:
        """What the best plan costs, without frozen drivers."""
        return self._search.best.cost

    @property
    def _search(self) -> Search:
        if self.search is None:
            raise AssertionError("not started")
        return self.search

    def start(self) -> None:
        """Make the first plan."""
        state = first_plan(self.desk, self.base, self.seed, self.must_stop)
        given = self._given()
        if given is not None:
            other = first_plan(self.desk, given, self.seed, self.must_stop)
            state = other if other.cost <= state.cost else state
        self.search = Search(self.desk, state, self.seed)
        if not self.model.requests:
            self.is_proved = True

    def _given(self) -> list[Duty] | None:
        """Return the days of the plan to begin from; None if there is none."""
        start = self.model.problem.start
        duties = list(self.base)
        taken = 0
        for number, driver in enumerate(self.drivers if start else ()):
            if not may_begin_with(self.model, driver, start[driver]):
                continue
            duty = self.desk.duty(self.model.kinds[self.model.kind[driver]], start[driver])
            if duty is not None and not duty.mask & taken:
                duties[number] = duty
                taken |= duty.mask
        return duties if taken else None

    def solution(self) -> Solution:
        """Return the best plan so far."""
        days = list(zip(self.drivers, self._search.best.duties, strict=True))
        return solution(self.desk, days, self.frozen)

    def play(self, helpers: Crew) -> Iterator[None]:
        """Play one round; yields whenever the best plan became better."""
        search = self._search
        search.restart(search.best)
        helpers.begin(self.steps, search.best.duties, search.pool.news(), search.best.cost)
        steps = self.steps
        if not self.done and len(self.model.requests) <= SMALL:
            steps //= 5  # the bound finds more, if there can be one
        for _ in search.round(steps, self.must_stop):
            yield
        before = search.best.cost
        if not self.must_stop():
            self._hear(helpers.end() if helpers.pipe is not None else self._turn())
        is_covered = len(self.model.requests) <= SMALL or self.done % _COVER_EACH
        if is_covered and not self.must_stop() and not self.is_proved:
            self._cover()
        if search.best.cost < before - 1e-7:
            yield
        self.is_proved = self.is_proved or self._is_at_bound()
        self.done += 1

    def _turn(self) -> Report | None:
        """Work on the bound in this process, from the second round on."""
        if self.done == 0 and len(self.model.requests) > SMALL:
            return None
        search = self._search
        if self.prover is None:
            self.prover = Prover(self.desk, self.must_stop)
        report = self.prover.turn(search.pool.news(), search.best.cost)
        while len(self.model.requests) <= SMALL and not (report.is_over or report.is_proved):
            if self.must_stop():
                break
            self._hear(report)
            report = self.prover.turn(search.pool.news(), search.best.cost)
        return report

    def _hear(self, report: Report | None) -> None:
        """Take in what work on the bound brought."""
        if report is None:
            return
        search = self._search
        for kind, mask, cost, shifts in report.days:
            search.pool.put((kind, mask), cost, shifts, is_news=False)
        self.bound = max(self.bound, report.bound)
        if report.routes is not None:
            search.restart(self._state(report.routes))
        if report.is_proved:
            self.is_proved = self._is_at_bound()

    def _is_at_bound(self) -> bool:
        cost = self._search.best.cost
        return cost <= self.bound + 1e-6 * max(1.0, abs(cost))

    def _cover(self) -> None:
        search = self._search
        hint = [
            duty.route(driver)
            for driver, duty in zip(self.drivers, search.best.duties, strict=True)
            if duty.mask
        ]
        routes = best_cover(self.model, search.pool.routes(), hint, _COVER_EFFORT)
        if routes:
            search.restart(self._state(routes))

    def _state(self, routes: Sequence[Route]) -> State:
        duties = list(self.base)
        for route in routes:
            duty = self.desk.duty(self.model.kinds[self.model.kind[route.driver]], route.shifts)
            if duty is None:
                raise AssertionError("a day of the pool must be one that can be driven")
            duties[self.drivers.index(route.driver)] = duty
        return State(duties, self.model.requests)
