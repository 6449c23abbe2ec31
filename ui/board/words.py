"""How the board says times, needs and rides. No Qt, no figures of its own."""

from collections.abc import Iterable

from nemt_desk.ground.words import miles_text
from nemt_desk.members.rows import NEEDS_LIFT, Need
from nemt_desk.planning.words import clock_text
from nemt_desk.runs.board_rows import BoardRide, BoardRun
from nemt_desk.runs.rows import RunState
from nemt_desk.trips.rows import Leg, ReturnKind, RideState
from ui.theme.status import STATUSES

WHEELCHAIR = "\N{WHEELCHAIR SYMBOL}"
DASH = "\N{EN DASH}"
FITS, FITS_NOT = "\N{HEAVY CHECK MARK}", "\N{HEAVY MULTIPLICATION X}"

# The long words of the members' form do not fit a list; these stand beside a time.
_SHORT_NEEDS = {
    Need.WALKER: "walker",
    Need.CANE: "cane",
    Need.WHEELCHAIR_FOLDS: "folding wheelchair",
    Need.WHEELCHAIR: "wheelchair",
    Need.POWER_CHAIR: "power chair",
    Need.OXYGEN: "oxygen",
    Need.SERVICE_ANIMAL: "service animal",
    Need.CHILD_SEAT: "child seat",
    Need.LOW_VISION: "low vision",
    Need.HARD_OF_HEARING: "hard of hearing",
    Need.INTERPRETER: "interpreter",
}
LEGS = {Leg.OUTBOUND: "there", Leg.ONWARD: "onward", Leg.RETURN: "return"}
_RETURNS = {
    ReturnKind.SCHEDULED: "scheduled return",
    ReturnKind.WILL_CALL: "will-call return: the member phones when ready",
    ReturnKind.WAIT: "the driver waits and drives the member home",
    ReturnKind.NONE: "no return",
}
MARKS = {
    RideState.BOOKED: "Not confirmed",
    RideState.CONFIRMED: "Confirmed",
    RideState.WILL_CALL: "Will-call: member is ready",
    RideState.LATE: "Late",
    RideState.EN_ROUTE: "Driver en route",
    RideState.ARRIVED: "Driver has arrived",
    RideState.ABOARD: "Member aboard",
    RideState.DONE: "Done",
    RideState.NO_SHOW: "No-show",
    RideState.CANCELLED: "Cancelled",
}


def clock(minute: int | None) -> str:
    """Return `9:05 a.m.`, or what stands in place of a time that is not known."""
    return "when called" if minute is None else clock_text(minute)


def needs_text(ride: BoardRide) -> str:
    """Return the needs in words, a wheelchair first, seats if there are several."""
    first = sorted(ride.needs, key=lambda need: (need not in NEEDS_LIFT, need))
    words = [_SHORT_NEEDS[need] for need in first]
    if ride.wheelchair_places and not ride.needs & NEEDS_LIFT:
        words.insert(0, "wheelchair place")
    mark = f"{WHEELCHAIR} " if ride.wheelchair_places or ride.needs & NEEDS_LIFT else ""
    if ride.seats + ride.wheelchair_places > 1:
        words.append(f"{ride.seats + ride.wheelchair_places} riders")
    return mark + ", ".join(words)


def urgent_text(ride: BoardRide) -> str:
    """Return what makes an unassigned ride urgent, before its needs."""
    said = {RideState.WILL_CALL: "member is ready", RideState.LATE: "late"}.get(ride.state, "")
    return ", ".join(part for part in (said, needs_text(ride)) if part)


def way_text(ride: BoardRide) -> str:
    """Return `home → Lakeside Clinic`."""
    start = f"car broke down: {ride.stands_at}" if ride.stands_at else ride.from_name
    return f"{start} \N{RIGHTWARDS ARROW} {ride.to_name}"


def return_text(ride: BoardRide) -> str:
    """Return how the member comes back."""
    return _RETURNS[ride.return_kind]


def ride_text(ride: BoardRide) -> str:
    """Return the ride in one line: `9:05 a.m. Schroeder, Ann M., 28.4 mi, wheelchair`."""
    parts = [f"{clock(ride.task.begin_min)} {ride.member_name}", miles_text(ride.direct_m)]
    return ", ".join(part for part in (*parts, needs_text(ride)) if part)


def rides_text(rides: Iterable[BoardRide]) -> str:
    """Return what is chosen, in one line."""
    known = list(rides)
    if not known:
        return "No ride chosen"
    return ride_text(known[0]) if len(known) == 1 else f"{len(known)} rides"


def ride_tip(ride: BoardRide) -> str:
    """Return everything the bar of a ride stands for."""
    lines = [
        f"{clock(ride.task.begin_min)} to {clock(ride.task.end_min)}  {ride.member_name}",
        f"{STATUSES[ride.status].word}, {LEGS[ride.leg]}, {return_text(ride)}",
        way_text(ride),
        ", ".join(part for part in (miles_text(ride.direct_m), needs_text(ride)) if part),
    ]
    if ride.is_pinned:
        lines.append("Held on this run: no plan moves it.")
    if ride.override_reason:
        lines.append(f"{FITS_NOT} Overridden: {ride.override_reason}")
        lines += [f"   {violation.sentence}" for violation in ride.violations]
    return "\n".join(lines)


def run_state(run: BoardRun | None) -> str:
    """Return the run's state in words; a published run that was edited says so."""
    if run is None:
        return ""
    if run.is_changed:
        return "changed since published"
    return "published" if run.state is RunState.PUBLISHED else "draft"


def short_name(name: str) -> str:
    """Return `Schroeder A.` for `Schroeder, Ann M.`."""
    last, _, first = name.partition(", ")
    return f"{last} {first[0]}." if first else last


def count(number: int, noun: str) -> str:
    """Return `1 ride`, `4 rides`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
