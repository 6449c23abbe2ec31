"""What to do with a day that waits: a proposal, in words, for the exception desk."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from nemt_desk.ground.words import day_text
from nemt_desk.trips.rows import HolidayRule
from nemt_desk.trips.standing.orders import StandingOrder
from nemt_desk.trips.standing.rows import DayChoice, Hit, HitKind, Proposal

_CANNOT_WAIT = frozenset({"dialysis"})
_SHUT = frozenset({HitKind.FACILITY, HitKind.SCHOOL, HitKind.HOLIDAY})


def proposal(
    order: StandingOrder, hits: Sequence[Hit], free: date | None, *, has_trip: bool
) -> Proposal:
    """Return what to do; `free` is the nearest open day, if there is one."""
    stops = [hit for hit in hits if hit.stops]
    if not hits:
        return Proposal(DayChoice.KEEP, None, "Make the trip.")
    if not stops:
        words = "Keep it: somebody else drives." if has_trip else "Make it: somebody else drives."
        return Proposal(DayChoice.KEEP, None, words)
    worst = stops[0]
    if worst.kind in _SHUT:
        return _elsewhen(order, free)
    return _PROPOSALS[worst.kind](worst)


def _elsewhen(order: StandingOrder, free: date | None) -> Proposal:
    must = order.service in _CANNOT_WAIT
    if free is not None and (must or order.holiday_rule is HolidayRule.MOVE):
        return Proposal(DayChoice.MOVE, free, f"Move it to {day_text(free)}.")
    if must:
        return Proposal(None, None, "This treatment can't wait: ask the clinic for another day.")
    return Proposal(DayChoice.SKIP, None, "Skip it.")


def _paper(hit: Hit) -> Proposal:
    if hit.paper:
        return Proposal(None, None, "Get the paper; the trip is made when it is on file.")
    return Proposal(None, None, "Make it anyway with a reason, or skip it.")


def _skip(sentence: str) -> Proposal:
    return Proposal(DayChoice.SKIP, None, sentence)


_PROPOSALS: Mapping[HitKind, Callable[[Hit], Proposal]] = {
    HitKind.ARCHIVED: lambda _hit: _skip("Skip it, and end the standing order."),
    HitKind.PLACE_CLOSED: lambda _hit: Proposal(
        None, None, "Change the order's place from here on, or end it."
    ),
    HitKind.ABSENCE: lambda _hit: _skip("Cancel it: the member is away."),
    HitKind.NOT_ELIGIBLE: lambda _hit: Proposal(
        None, None, "Check the eligibility; the trip is made when it is renewed."
    ),
    HitKind.RULES: _paper,
    HitKind.NO_WAY: lambda _hit: Proposal(None, None, "Type the order's pick-up time."),
    HitKind.OTHER_RIDE: lambda _hit: _skip("Skip it: the other ride stands."),
}
