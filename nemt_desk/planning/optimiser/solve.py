"""Plans a day: a first plan at once, then better ones round by round until time or ideas end."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from math import inf

from nemt_desk.planning.optimiser.crew import Crew, crew
from nemt_desk.planning.optimiser.plan import Solution
from nemt_desk.planning.optimiser.problem import Problem
from nemt_desk.planning.optimiser.rounds import SMALL, Rounds

ROUNDS = 1000
"""As good as without end: time, idle rounds or a proof end it."""
IDLE_ROUNDS = 15
"""It ends after so many rounds that brought nothing."""


def stream(
    problem: Problem,
    *,
    seed: int = 0,
    rounds: int = ROUNDS,
    seconds: float = inf,
    processes: int = 1,
    is_cancelled: Callable[[], bool] | None = None,
) -> Iterator[Solution]:
    """Yield a first whole plan, then each better one; the last one yielded is the answer.

    The last is yielded again when all is done, with its bound and whether it is proved. The same
    seed, rounds and processes give the same plans on every machine; `seconds` only cuts short.

    Args:
        problem: The day.
        seed: Where chance begins.
        rounds: Most rounds; it ends earlier when many brought nothing or nothing can be better.
        seconds: A cap; what is best then is the answer.
        processes: 1 or 2. A small day never starts another process.
        is_cancelled: Asked often; when it says so, what is best is the answer.
    """
    begun = time.monotonic()
    latest = begun + seconds

    def must_stop() -> bool:
        return time.monotonic() >= latest or (is_cancelled is not None and is_cancelled())

    play = Rounds(problem, seed, must_stop)
    is_wanted = processes > 1 and len(play.model.requests) > SMALL
    first_s = best_s = 0.0
    answer: Solution | None = None
    with crew(problem, seed + 1, must_stop, is_wanted=is_wanted) as helpers:
        for found in _plans(play, rounds, helpers):
            best_s = time.monotonic() - begun
            first_s = first_s or best_s
            answer = replace(
                found, first_s=first_s, best_s=best_s, seconds=best_s, rounds=play.done
            )
            yield answer
    if answer is not None:
        yield replace(
            answer,
            seconds=time.monotonic() - begun,
            rounds=play.done,
            bound=play.bound,
            is_proved=play.is_proved,
            is_cancelled=is_cancelled is not None and is_cancelled(),
        )


def _plans(play: Rounds, rounds: int, helpers: Crew) -> Iterator[Solution]:
    play.start()
    yield play.solution()
    idle = 0
    while play.done < rounds and idle < IDLE_ROUNDS:
        if play.must_stop() or play.is_proved:
            return
        before = play.cost
        for _ in play.play(helpers):
            yield play.solution()
        idle = 0 if play.cost < before - 1e-6 else idle + 1


def solve(
    problem: Problem,
    *,
    seed: int = 0,
    rounds: int = ROUNDS,
    seconds: float = inf,
    processes: int = 1,
    on_better: Callable[[Solution], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Solution:
    """Return the best plan; as `stream`, but `on_better` hears of each better one."""
    answer: Solution | None = None
    for answer in stream(
        problem,
        seed=seed,
        rounds=rounds,
        seconds=seconds,
        processes=processes,
        is_cancelled=is_cancelled,
    ):
        if on_better is not None:
            on_better(answer)
    if answer is None:
        raise AssertionError("a first plan always exists")
    return answer
