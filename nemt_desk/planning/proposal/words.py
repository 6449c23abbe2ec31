"""How plans are said: counts, hours, money, and what stands in the way."""

from collections.abc import Iterable
from math import floor, inf

from nemt_desk.ground.words import miles_text, minutes_text, money_text
from nemt_desk.planning.optimiser.plan import Pause, Solution
from nemt_desk.planning.proposal.rows import Gap, Question
from nemt_desk.planning.words import clock_text

_PERCENT = 100


def about(question: Question, distance_m: float) -> str:
    """Return miles, marked where they were guessed."""
    return f"{'about ' if question.is_estimate else ''}{miles_text(distance_m)}"


def span_text(begin_min: float, end_min: float) -> str:
    """Return `9:05 a.m. to 10:10 a.m.`."""
    return f"{clock_text(round(begin_min))} to {clock_text(round(end_min))}"


def cents_text(cents: float) -> str:
    """Return cents as dollars."""
    return money_text(round(cents))


def counted(number: int, one: str, many: str = "") -> str:
    """Return `1 driver`, `3 drivers`."""
    return f"1 {one}" if number == 1 else f"{number} {many or one + 's'}"


def joined(words: Iterable[str]) -> str:
    """Return `a, b and c`."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def pause_text(pause: Pause) -> str:
    """Return a break or a stay at home in words."""
    what = "At home" if pause.is_home else "Break"
    return f"{what} {span_text(pause.begin_min, pause.end_min)}"


def duty_text(minutes: float) -> str:
    """Return hours and minutes."""
    return minutes_text(round(minutes))


def gap_of(solution: Solution, *, is_best: bool = False) -> Gap:
    """Return how good a plan is, as far as it can be told; `is_best`: all else was tried."""
    total = solution.costs.total
    if solution.is_proved or is_best:
        return Gap("Proved: by these weights no plan is better.", 0, 0.0, is_proved=True)
    if solution.bound == -inf or total <= 0:
        return Gap("How much better a plan could be is not known.")
    # Rides that nobody can drive would make any distance look small: they are left out of it.
    spent = total - solution.costs.unserved
    over = max(0.0, total - solution.bound)
    if spent <= 0 or over >= spent:
        return Gap(f"At most {cents_text(over)} from the best by these weights.", floor(over))
    percent = over / spent * _PERCENT
    words = f"At most {percent:.1f} % ({cents_text(over)}) from the best by these weights."
    return Gap(words, floor(over), percent)
