"""Which rides of a day a plan may touch, which stay with their driver, which are left out."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from nemt_desk.ground.ids import Id
from nemt_desk.planning.proposal.rows import Ask, Hold, LeftOut
from nemt_desk.planning.words import clock_text, ended
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.plans.reading import DayFacts
from nemt_desk.runs.words import MODES
from nemt_desk.trips.rows import RideState

LOCAL_MODES = 4
"""Rides of the first four modes are the office's own; the others are ordered elsewhere."""
PERSONAL = 1
LATE_FOR_MIN = 120
"""A pick-up that nobody has marked for longer than this is no longer planned."""

_BEGUN_MIN = 10
_UNMARKED = frozenset({RideState.BOOKED, RideState.CONFIRMED})
UNDER_WAY = frozenset({RideState.EN_ROUTE, RideState.ARRIVED, RideState.ABOARD})


@dataclass(slots=True)
class Sorted:
    """The rides of a day: planned with how they are held, left out, and over."""

    planned: list[tuple[BoardRide, Hold]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    over: list[BoardRide] = field(default_factory=list)


def sort_rides(facts: DayFacts, ask: Ask) -> Sorted:
    """Sort the day's rides."""
    found = Sorted()
    related = _related(facts)
    for ride in facts.rides:
        if not ride.is_open:
            found.over.append(ride)
            continue
        why_not = _left_out(ride, ask, related)
        if why_not:
            found.left_out.append(LeftOut(ride.id, ride.member_name, why_not))
        else:
            found.planned.append((ride, _hold(ride, facts, ask)))
    return found


def _related(facts: DayFacts) -> set[Id]:
    """Return the members whose own people drive for this office."""
    return {one.member_id for day in facts.days for one in day.relations if not one.is_refused}


def _left_out(ride: BoardRide, ask: Ask, related: Iterable[Id]) -> str:
    if ride.is_loose:
        return "Waits for the member's call; it has no time yet."
    if ride.run_id is not None:
        return _over(ride, ask)
    if ride.state in UNDER_WAY:
        return "Is marked as under way, but nobody drives it: put it on the run of who does."
    begin = ride.task.begin_min
    if ride.mode > LOCAL_MODES:
        return f"Mode {ride.mode} ({MODES.get(ride.mode, 'special')}) is ordered elsewhere."
    if ride.from_point is None or ride.to_point is None:
        return "A place has no pin on the map, so the way is not known."
    if ride.mode == PERSONAL and ride.member_id not in related:
        return "Personal mileage (mode 1): none of the member's own people is on file as driver."
    is_past = ask.now_min is not None and begin is not None and begin + LATE_FOR_MIN < ask.now_min
    if is_past and begin is not None:
        return f"Was to begin at {clock_text(begin)}; mark what became of it."
    return ""


def _over(ride: BoardRide, ask: Ask) -> str:
    """Return what to say of a ride on a run whose time is over, though nobody marked it."""
    end = ride.task.end_min
    is_over = ask.now_min is not None and end is not None and end < ask.now_min
    if not is_over or end is None or ride.state not in _UNMARKED:
        return ""
    return ended(f"Should be over since {clock_text(end)}; mark what became of it")


def _is_begun(ride: BoardRide, ask: Ask) -> bool:
    """Tell whether the driver has the member by all likelihood, though nobody marked it."""
    begin = ride.task.begin_min
    if ask.now_min is None or begin is None or ride.state not in _UNMARKED:
        return False
    return begin + _BEGUN_MIN < ask.now_min


def _hold(ride: BoardRide, facts: DayFacts, ask: Ask) -> Hold:
    if ride.run_id is None:
        return Hold.NONE
    run = facts.runs.get(ride.run_id)
    if ride.state in UNDER_WAY or _is_begun(ride, ask):
        return Hold.ABOARD
    if run is not None and run.is_told and not ask.moves_published:
        return Hold.TOLD
    if ride.is_pinned:
        return Hold.PINNED
    if ride.override_reason:
        return Hold.REASON
    # What can't be reckoned is not moved: no pins, or a car that is ordered elsewhere.
    is_unknown = ride.from_point is None or ride.to_point is None or ride.mode > LOCAL_MODES
    return Hold.KEPT if ask.keeps_assigned or is_unknown else Hold.NONE
