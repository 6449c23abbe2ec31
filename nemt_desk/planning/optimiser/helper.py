"""What the second process does: the bound first; when that is over, a search of its own."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from nemt_desk.planning.optimiser.base import Base
from nemt_desk.planning.optimiser.duty import Desk
from nemt_desk.planning.optimiser.model import Model
from nemt_desk.planning.optimiser.pool import Day
from nemt_desk.planning.optimiser.problem import Problem, Stops
from nemt_desk.planning.optimiser.prover import Prover, Report
from nemt_desk.planning.optimiser.search import Search
from nemt_desk.planning.optimiser.state import State

_TICK_S = 0.02
_TURNS = 5
"""So many turns of the prover go into one beside a search: its answers are seldom waited for."""


@dataclass(frozen=True, slots=True)
class Work:
    """One turn: steps of a search from these days; days that are new; what the best plan costs."""

    steps: int
    best: list[tuple[Stops, ...]]
    news: list[Day]
    cost: float


class Helper:
    """A prover and a search with their own memory; they live as long as their process."""

    def __init__(self, problem: Problem, seed: int, is_stopped: Callable[[], bool]) -> None:
        self.desk = Desk(Model(problem))
        duties = Base(self.desk).duties
        self.drivers = [driver for driver, duty in enumerate(duties) if duty is not None]
        self.seed = seed
        self.is_stopped = _seldom(is_stopped)
        self.prover = Prover(self.desk, self.is_stopped)
        self.search: Search | None = None

    def turn(self, work: Work) -> Report:
        """Return what one turn brings: of the prover, or if it has nothing to do of the search."""
        report = self.prover.turn(work.news, work.cost)
        days = list(report.days)
        for _ in range(_TURNS - 1):
            if report.is_over or report.is_proved or report.routes is not None:
                break
            if self.is_stopped():
                break
            report = self.prover.turn((), work.cost)
            days += report.days
        if report.is_over:
            days += self._play(work)
        return replace(report, days=days)

    def _play(self, work: Work) -> list[Day]:
        state = self._state(work.best)
        if self.search is None:
            self.search = Search(self.desk, state, self.seed)
        self.search.restart(state)
        for _ in self.search.round(work.steps, self.is_stopped):
            pass
        return self.search.pool.news()

    def _state(self, days: Sequence[tuple[Stops, ...]]) -> State:
        model = self.desk.model
        duties = []
        for driver, shifts in zip(self.drivers, days, strict=True):
            duty = self.desk.duty(model.kinds[model.kind[driver]], shifts)
            if duty is None:
                raise AssertionError("a day that can be driven there can be driven here")
            duties.append(duty)
        return State(duties, model.requests)


def _seldom(stop: Callable[[], bool]) -> Callable[[], bool]:
    """Ask the pipe, which is slow, fifty times a second at most."""
    asked_at = time.monotonic()

    def asked() -> bool:
        nonlocal asked_at
        now = time.monotonic()
        if now - asked_at < _TICK_S:
            return False
        asked_at = now
        return stop()

    return asked
