"""The late line's words: what to say to whom, whom to call, what to do next. Pure."""

from dataclasses import dataclass

from nemt_desk.ground.words import minutes_text, phone_text
from nemt_desk.planning.words import clock_text
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.live.clocks import due_min, late_by
from nemt_desk.trips.live_figures import LiveFigures
from nemt_desk.trips.rows import Leg, RideState


@dataclass(frozen=True, slots=True)
class LateWords:
    """What to say about a ride that is late or may be.

    `rule` says from when on it counts as late and where that stands.
    """

    rule: str
    to_member: str
    to_facility: str
    do_next: tuple[str, ...]
    contacts: tuple[str, ...]


def late_words(
    ride: BoardRide,
    *,
    now_min: int,
    figures: LiveFigures,
    driver: str,
    driver_phone: str = "",
) -> LateWords:
    """Return the words for one ride at this minute."""
    due, over = due_min(ride, figures), late_by(ride, now_min, figures)
    rule = _rule(ride, figures, due, over)
    comes = f"{driver} is on the way" if ride.state is RideState.EN_ROUTE else ""
    is_late = over > 0 or ride.state is RideState.LATE
    who = comes or (f"we are calling {driver}" if driver else "we are sending another car")
    return LateWords(
        rule=rule,
        to_member=_to_member(who) if is_late else _not_late(due),
        to_facility=_to_facility(ride) if is_late else "",
        do_next=_do_next(ride, driver, driver_phone),
        contacts=tuple(
            f"{contact.name} {phone_text(contact.phone)}"
            for contact in (figures.late_line, figures.complaint_line, figures.agency)
            if contact.phone
        ),
    )


def _rule(ride: BoardRide, figures: LiveFigures, due: int | None, over: int) -> str:
    if due is None:
        return "The member has not called yet; the ride has no time and can't be late."
    source = figures.will_call if ride.ready_min is not None else figures.late
    since = "the member's call" if ride.ready_min is not None else "the pick-up time"
    state = f"{minutes_text(over)} over" if over else f"in time until {clock_text(due)}"
    return f"Late {source.count} min after {since} ({source.source}): {state.rstrip('.')}."


def _to_member(who: str) -> str:
    return (
        f"Your ride is late; {who} and call you back with a time. Please stay where it is"
        " warm; is there anything you need right now?"
    )


def _not_late(due: int | None) -> str:
    if due is None:
        return "Please call us when you are ready; we send the car then."
    until = clock_text(due)
    return f"Your car may come until {until} and is not late yet; we call you if it will be later."


def _to_facility(ride: BoardRide) -> str:
    if ride.leg is Leg.RETURN:
        return (
            f"To {ride.from_name}: the car home is late; please let the member wait inside and"
            " call us if you close."
        )
    at = ride.appointment_min
    when = f" for {clock_text(at)}" if at is not None else ""
    return f"To {ride.to_name}: the member comes late{when}; can you still take them?"


def _do_next(ride: BoardRide, driver: str, phone: str) -> tuple[str, ...]:
    if not driver:
        return ("Send the nearest car.", "Tell the member who comes and when.")
    call = f"Call {driver}" + (f", {phone}." if phone else ".")
    first = () if ride.state is RideState.EN_ROUTE else (call,)
    return (
        *first,
        "Nobody reached: send the nearest car.",
        "Tell the member, and where they are expected.",
    )


def no_load_words(figures: LiveFigures) -> str:
    """Return what the pack says of miles driven for nobody (MN-057); nothing if it says nothing."""
    return f"Miles without the member: {figures.no_load}." if figures.no_load else ""
