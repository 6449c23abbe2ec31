"""In words: why the first of a ranking is the first, and what is known of each candidate."""

from collections.abc import Iterator, Sequence

from nemt_desk.ground.units import miles
from nemt_desk.ground.words import day_text, money_text
from nemt_desk.planning.known import Times
from nemt_desk.planning.rank import Candidate, first_difference


def why_first(found: Sequence[Candidate], member: str = "the member") -> str:
    """Return one sentence that says why the first is first; empty where nobody is ranked."""
    if not found:
        return ""
    first = found[0]
    if not first.can_take:
        against = next(v.sentence for v in first.violations if v.is_blocking)
        return f"Nobody fits as it stands; least speaks against {first.name}: {against}"
    others = [one for one in found[1:] if one.can_take]
    if not others:
        return f"{first.name} is the only one who fits."
    reason = _reason(found, member)
    return f"{first.name} is first: {reason}."


def _reason(found: Sequence[Candidate], member: str) -> str:
    first, second = found[0], found[1]
    match first_difference(found):
        case "is_carrier":
            return "the only one of our own drivers who fits"
        case "has_declined":
            return f"fits and has not said no, as {second.name} did"
        case "warnings":
            return (
                f"least is to be watched ({_warnings(first)}; {second.name}: {_warnings(second)})"
            )
        case "bands":
            return _nearer(first, second)
        case "is_stranger":
            return f"of those within 5 miles of the nearest, {_driven(first, member)}"
        case "month_rides":
            return (
                f"of those as near, has driven least this month"
                f" ({_rides(first.known.month_rides)}; {second.name} {second.known.month_rides})"
            )
        case "extra_m":
            return _nearer(first, second)
    return f"{second.name} would do as well; they stand by name"


def _nearer(first: Candidate, second: Candidate) -> str:
    return f"{_unloaded(first)} unloaded, {second.name} {_unloaded(second)}"


def _unloaded(one: Candidate) -> str:
    verb = "saves" if one.extra_m < 0 else "adds"
    return f"{verb} {_miles(abs(one.extra_m))} miles"


def _warnings(one: Candidate) -> str:
    number = sum(not v.is_blocking and v.code != "declined" for v in one.violations)
    return "no warning" if not number else "1 warning" if number == 1 else f"{number} warnings"


def _driven(one: Candidate, member: str) -> str:
    last_on = one.known.driven.last_on
    when = f", last on {day_text(last_on)}" if last_on is not None else ""
    return f"has driven {member} {_often(one.known.driven.number)}{when}"


def facts(one: Candidate, member: str = "the member") -> tuple[str, ...]:
    """Return what is known of a candidate, in short lines; what speaks against him is not here."""
    return tuple(_facts(one, member))


def _facts(one: Candidate, member: str) -> Iterator[str]:
    about = "about " if one.is_estimate else ""
    if one.day.is_carrier:
        yield f"{about}{_miles(one.loaded_m)} miles with {member} aboard"
    else:
        yield (
            f"{about}{_unloaded(one)} unloaded, adds {_miles(one.loaded_m)} loaded and"
            f" {one.extra_min} min of driving"
        )
    yield from _money(one)
    if one.home_m is not None and not one.day.is_carrier:
        yield f"lives {about}{_miles(one.home_m)} miles from the pick-up"
    if one.later:
        many = "1 other pick-up" if len(one.later) == 1 else f"{len(one.later)} other pick-ups"
        yield f"{many} up to {max(one.later)} min late"
    if one.known.driven.number:
        yield _driven(one, member)
    else:
        yield f"has not driven {member} yet"
    yield f"{_rides(one.known.month_rides)}, {miles(one.known.month_m, 0)} miles this month"
    yield from _refusals(one, member)


def _money(one: Candidate) -> Iterator[str]:
    price, cents = one.known.price, one.cents
    if price is None or cents is None:
        yield "what it costs is not known: no rate in the rules"
    else:
        yield f"{money_text(cents)} ({price.words}{'; ' + price.rule if price.rule else ''})"


def _refusals(one: Candidate, member: str) -> Iterator[str]:
    known = one.known
    for times, what in (
        (known.no_ride, "this ride"),
        (known.no_order, "this standing order"),
        (known.no_member, f"other rides of {member}"),
    ):
        if times.number:
            yield f"said no to {what} {_often(times.number)}{_last(times)}"


def _last(times: Times) -> str:
    return f", last on {day_text(times.last_on)}" if times.last_on is not None else ""


def _often(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _rides(number: int) -> str:
    return "1 ride" if number == 1 else f"{number} rides"


def _miles(distance_m: float) -> str:
    return str(miles(distance_m))
