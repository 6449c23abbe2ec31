"""Who may take a ride, apart from the clock: planning's own checks, nothing written twice."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from nemt_desk.planning.driver_checks import driver_checks
from nemt_desk.planning.proposal.rows import Ask
from nemt_desk.planning.rows import DriverDay, Severity, Violation
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.plans.classify import PERSONAL

OUTSIDE_HOURS, NO_HOURS = "outside_hours", "no_hours_on_file"
# A person decides over these: a plan asks nobody who said no, whose hours nobody knows or are
# over, or who would make another mode of the ride.
_NOT_FOR_PLANS = frozenset({NO_HOURS, "declined", "relation", "hours_over"})
_NOT_OWN = Violation(
    "not_own", "Personal mileage (mode 1): only the member's own people drive this ride."
)
_REFUSED = Violation("refused_before", "This proposal was refused.")
_OVER = Violation("hours_over", "The driving hours of this day are over.", Severity.WARN)


@dataclass(slots=True)
class Suits:
    """For one ride, by driver's index: who may, why others may not, what to know of who may."""

    allowed: set[int] = field(default_factory=set)
    why_not: dict[int, str] = field(default_factory=dict)
    codes: dict[int, frozenset[str]] = field(default_factory=dict)
    warnings: dict[int, tuple[Violation, ...]] = field(default_factory=dict)


def suits(ride: BoardRide, days: Iterable[DriverDay], ask: Ask, now: int | None = None) -> Suits:
    """Judge every driver for a ride; `now` is the index of the one who has it."""
    found, task = Suits(), ride.task
    for index, day in enumerate(days):
        seen = list(driver_checks(replace(day, tasks=(task,)), task))
        if ride.mode == PERSONAL and not is_kin(day, ride):
            seen.append(_NOT_OWN)
        if (ride.id, day.driver_id) in ask.refused:
            seen.append(_REFUSED)
        if _is_over(day, ask):
            seen.append(_OVER)
        # The hours are the plan's own business: it knows the times, this check only those booked.
        blocks = [v for v in seen if _keeps_away(v, has_it=index == now)]
        if blocks:
            found.why_not[index] = blocks[0].sentence
            found.codes[index] = frozenset(one.code for one in blocks)
        else:
            found.allowed.add(index)
            told = tuple(v for v in seen if not v.is_blocking)
            if told:
                found.warnings[index] = told
    return found


def _keeps_away(violation: Violation, *, has_it: bool) -> bool:
    if violation.code == OUTSIDE_HOURS:
        return False
    return violation.is_blocking or (violation.code in _NOT_FOR_PLANS and not has_it)


def is_kin(day: DriverDay, ride: BoardRide) -> bool:
    """Tell whether the driver is one of the member's own people."""
    return any(one.member_id == ride.member_id and not one.is_refused for one in day.relations)


def _is_over(day: DriverDay, ask: Ask) -> bool:
    """Tell whether it is later than the last of his hours; whoever has none is asked anyway."""
    now = ask.now_min
    return now is not None and bool(day.hours) and max(s.end_min for s in day.hours) <= now
