"""What is coming, in sentences for the window and the command line."""

from nemt_desk.ground.units import miles
from nemt_desk.ground.words import day_text, long_day_text, phone_text
from nemt_desk.planning.words import clock_text
from nemt_desk.runs.ahead.rows import AheadDay, FarRide, HalfDay, SharedDay

_MOST_NAMED = 4


def short_text(half: HalfDay) -> str:
    """Return in words and a sign whether there are enough volunteers."""
    if half.short:
        return f"\N{HEAVY BALLOT X} {half.short} short"
    if not half.expected:
        return "no rides"
    spare = half.volunteers - half.needed
    return f"\N{HEAVY CHECK MARK} {spare} to spare" if spare else "\N{HEAVY CHECK MARK} just enough"


def day_sentences(day: AheadDay) -> str:
    """Return what stands behind a day's figures."""
    name = f" ({day.holiday})" if day.holiday else ""
    halves = [_half_sentence("morning", day.morning), _half_sentence("afternoon", day.afternoon)]
    load = f"One volunteer drives about {day.morning.per_volunteer:.1f} rides in half a day."
    return f"{long_day_text(day.day)}{name}. {' '.join(halves)} {load}"


def _half_sentence(word: str, half: HalfDay) -> str:
    parts = [f"{half.booked} booked"]
    if half.without_driver:
        parts[0] += f" ({half.without_driver} without a driver)"
    if half.standing:
        parts.append(f"{half.standing} from standing orders to come")
    still = half.expected - half.booked - half.standing
    if still:
        parts.append(f"{still} that usually still come")
    named = [name.removesuffix(".") for name in half.names[:_MOST_NAMED]]
    more = len(half.names) - len(named)
    names = "; ".join(named) or "nobody"
    others = f" and {more} more" if more else ""
    return (
        f"In the {word} {half.expected} rides: {', '.join(parts)}. They take {half.needed};"
        f" on hand: {names}{others}."
    )


def suggestion(one: SharedDay) -> str:
    """Return what to ask whom, and what it saves."""
    about = "about " if one.is_estimate else ""
    saves = (
        f"One car instead of two saves {about}{miles(one.saved_m, 0)} miles there and back; who"
        f" gets on first rides {max(0, round(one.detour_min))} minutes longer."
    )
    if one.moving is None:
        return f"Both go on {day_text(one.day)} at nearly the same time. {saves}"
    moving, other = moved_ride(one), other_ride(one)
    at = other.appointment_min if other.appointment_min is not None else other.pickup_min
    when = f" at about {clock_text(at)}" if at is not None else ""
    phone = f" ({phone_text(moving.phone)})" if moving.phone else ""
    return (
        f"Ask {moving.member}{phone} and {moving.end} whether the appointment of"
        f" {day_text(moving.day)} can be on {day_text(one.day)}{when}, when {other.member} goes to"
        f" {other.end}. {saves}"
    )


def moved_ride(one: SharedDay) -> FarRide:
    """Return the ride that would move; of two on one day the second."""
    return one.moving or one.second


def other_ride(one: SharedDay) -> FarRide:
    """Return the ride it would go with."""
    return one.first if moved_ride(one) is one.second else one.second
