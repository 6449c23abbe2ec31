"""What the process that plans does: plans that get better and better, each ready to be shown.

No Qt here; the process imports the planner while the window still reads the day.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from nemt_desk.ground.ids import Id
from nemt_desk.planning.optimiser.plan import Solution
from nemt_desk.planning.optimiser.solve import stream
from nemt_desk.planning.proposal.rows import PlanView, Question, Why
from nemt_desk.planning.proposal.view import plan_view
from nemt_desk.planning.proposal.why import whys

_SEED = 20
_PROCESSES = 2
# Putting a plan into words must not take more than a small share of the time.
_LEAST_PAUSE_S = 0.2
_PAUSES = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A plan for a day: what was asked, the planner's answer, and the same in words.

    `whys` are the reasons ride by ride; they come with the last plan alone.
    """

    question: Question
    solution: Solution
    view: PlanView
    whys: Mapping[Id, Why] = field(default_factory=dict)


def better_plans(
    question: Question, seconds: float, is_stopped: Callable[[], bool]
) -> Iterator[tuple[Solution, PlanView, Mapping[Id, Why]]]:
    """Return plans, each better than the one before: the first at once, always the last one.

    The same question gives the same plans; `seconds` only cuts them short.
    """
    last: Solution | None = None
    next_at = 0.0
    plans = stream(
        question.problem,
        seed=_SEED,
        seconds=seconds,
        processes=_PROCESSES,
        is_cancelled=is_stopped,
    )
    for solution in plans:
        last = solution
        began = time.monotonic()
        if began < next_at:
            continue
        yield solution, plan_view(question, solution), {}
        ended = time.monotonic()
        next_at = ended + max(_LEAST_PAUSE_S, _PAUSES * (ended - began))
    if last is not None:
        reasons = {} if is_stopped() else whys(question, last)
        yield last, plan_view(question, last), reasons
