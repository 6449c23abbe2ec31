"""Pure: the times that a standing order keeps, said in words, and whether they can be."""

from collections.abc import Iterator, Sequence
from datetime import time

from nemt_desk.ground.errors import Problem
from nemt_desk.ground.words import time_text
from nemt_desk.trips.rows import Leg
from nemt_desk.trips.standing.orders import StandingLeg

_DAY_MIN, _HOUR = 24 * 60, 60
_PAIRS = (("pickup", "appointment"), ("pickup", "dropoff"), ("dropoff", "appointment"))
_WORDS = {"pickup": "pick-up", "dropoff": "drop-off", "appointment": "appointment"}


def times_problems(legs: Sequence[StandingLeg]) -> Iterator[Problem]:
    """Yield what can't be, its field as `<number of the leg from 0>.pickup` or `.dropoff`."""
    end: int | None = None
    for number, leg in enumerate(legs):
        if (sentence := _out_of_order(leg)) is not None:
            yield Problem(f"{number}.{sentence[0]}", sentence[1])
        if end is not None and leg.pickup_min is not None and leg.pickup_min < end:
            what = "way home" if leg.leg is Leg.RETURN else "onward ride"
            begins = f"The {what} begins at {minute_text(leg.pickup_min)}"
            said = f"{begins}, before the ride there has ended ({minute_text(end)})."
            yield Problem(f"{number}.pickup", said)
        known = (leg.appointment_min, leg.dropoff_min, leg.pickup_min)
        end = next((minute for minute in known if minute is not None), end)


def _out_of_order(leg: StandingLeg) -> tuple[str, str] | None:
    for first, then in _PAIRS:
        a: int | None = getattr(leg, f"{first}_min")
        b: int | None = getattr(leg, f"{then}_min")
        if a is None or b is None or a < b or (a == b and (first, then) != _PAIRS[1]):
            continue
        here, there = (
            f"{_WORDS[name]} ({minute_text(at)})" for name, at in ((first, a), (then, b))
        )
        return first, f"The {here} is not before the {there}."
    return None


def leg_text(leg: StandingLeg) -> str:
    """Return `for 10:30 a.m.`, `at 9:40 a.m.` or `there 10:15 a.m.`: what is known of a leg."""
    if leg.appointment_min is not None:
        return f"for {minute_text(leg.appointment_min)}"
    if leg.pickup_min is not None:
        return f"at {minute_text(leg.pickup_min)}"
    return f"there {minute_text(leg.dropoff_min)}" if leg.dropoff_min is not None else ""


def minute_text(minute: int) -> str:
    """Return `9:05 a.m.` for minutes after midnight; those of another day too."""
    hour, rest = divmod(minute % _DAY_MIN, _HOUR)
    return time_text(time(hour, rest))
