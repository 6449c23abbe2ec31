"""A second process beside the search: it works on the bound, and finds runs on the way.

It is asked at the same places of every search and its answer is waited for at the same places, so
that the plan does not depend on which of the two is faster.
"""

import contextlib
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from nemt_desk.planning.optimiser.duty import Duty
from nemt_desk.planning.optimiser.helper import Helper, Work
from nemt_desk.planning.optimiser.pool import Day
from nemt_desk.planning.optimiser.problem import Problem
from nemt_desk.planning.optimiser.prover import Report

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

_TICK_S = 0.02
_LONG_ROUNDS = 6
_ROUNDS = 6
"""A turn takes about as long as so many rounds."""


class Crew:
    """The helper of a search; without a process it never has anything to say."""

    def __init__(self, must_stop: Callable[[], bool]) -> None:
        self.must_stop = must_stop
        self.pipe: Connection | None = None
        self.process: BaseProcess | None = None
        self.due = 0
        """In how many rounds the answer is waited for; 0: nothing was asked."""
        self.is_long = True  # the first turn is
        self.rounds = 0
        self._news: list[Day] = []

    def hire(self, problem: Problem, seed: int) -> None:
        """Start the process; it needs a moment to be ready."""
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=help_search, args=(there, problem, seed), daemon=True)
        process.start()
        there.close()
        self.pipe, self.process = here, process

    def begin(self, steps: int, duties: Sequence[Duty], news: list[Day], cost: float) -> None:
        """Let the helper work beside a round; not beside the first, when it is starting."""
        self.rounds += 1
        if self.pipe is None:
            return
        self._news += news
        if self.rounds == 1 or self.due:
            return
        work = Work(steps, [duty.shifts for duty in duties], self._news, cost)
        self._news = []
        try:
            self.pipe.send(work)
            self.due = _LONG_ROUNDS if self.is_long else _ROUNDS
        except OSError:
            self.dismiss()

    def end(self) -> Report | None:
        """Return what the helper brought if its answer is due at the end of this round."""
        if self.pipe is None or not self.due:
            return None
        self.due -= 1
        if self.due:
            return None
        try:
            while not self.pipe.poll(_TICK_S):
                if self.must_stop():
                    return None
            found: Report = self.pipe.recv()
        except (EOFError, OSError):
            # It died (memory, most likely): the search goes on alone.
            self.dismiss()
            return None
        self.is_long = found.is_long
        return found

    def dismiss(self) -> None:
        """End the process."""
        pipe, process = self.pipe, self.process
        self.pipe = self.process = None
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.kill()  # it owns nothing, and may be deep in a proof
            process.join()
            process.close()


@contextlib.contextmanager
def crew(
    problem: Problem, seed: int, must_stop: Callable[[], bool], *, is_wanted: bool
) -> Iterator[Crew]:
    """Yield a crew for one search and send it home afterwards."""
    made = Crew(must_stop)
    if is_wanted:
        made.hire(problem, seed)
    try:
        yield made
    finally:
        made.dismiss()


def help_search(pipe: Connection, problem: Problem, seed: int) -> None:
    """Do the work that is asked for until the pipe closes: what the second process is."""
    # Ctrl+C is the parent's to hear.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    helper = Helper(problem, seed, pipe.poll)
    with contextlib.suppress(EOFError, OSError):
        while True:
            pipe.send(helper.turn(pipe.recv()))
