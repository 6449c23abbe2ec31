"""Pure checks of the trips room: which state may follow, seats, overlaps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.trips.rows import Companion, CompanionKind, RideState, TripRequest

_OUT = frozenset(
    {
        RideState.EN_ROUTE,
        RideState.ARRIVED,
        RideState.ABOARD,
        RideState.LATE,
        RideState.DONE,
        RideState.NO_SHOW,
        RideState.CANCELLED,
    }
)
BEFORE = frozenset({RideState.BOOKED, RideState.CONFIRMED})
_BACK = BEFORE | {RideState.WILL_CALL}
NEXT: dict[RideState, frozenset[RideState]] = {
    RideState.BOOKED: _OUT | {RideState.CONFIRMED, RideState.WILL_CALL},
    RideState.CONFIRMED: _OUT | {RideState.BOOKED, RideState.WILL_CALL},
    RideState.WILL_CALL: _OUT | BEFORE,
    RideState.EN_ROUTE: _OUT - {RideState.EN_ROUTE} | _BACK,
    RideState.LATE: _OUT - {RideState.LATE} | _BACK,
    RideState.ARRIVED: _OUT - {RideState.ARRIVED} | _BACK,
    RideState.ABOARD: frozenset({RideState.DONE, RideState.EN_ROUTE, RideState.ARRIVED}),
    RideState.DONE: frozenset({RideState.ABOARD, RideState.NO_SHOW}),
    RideState.NO_SHOW: _BACK | {RideState.DONE, RideState.CANCELLED},
    RideState.CANCELLED: _BACK | {RideState.NO_SHOW},
}
"""Which state may follow which; going back from an end needs a reason. Back to will-call goes only
a ride whose member has phoned."""

ENDS = frozenset({RideState.DONE, RideState.NO_SHOW, RideState.CANCELLED})
NEEDS_REASON = frozenset({RideState.NO_SHOW, RideState.CANCELLED})
NEEDS_TIME = frozenset(
    {
        RideState.EN_ROUTE,
        RideState.ARRIVED,
        RideState.ABOARD,
        RideState.LATE,
        RideState.DONE,
    }
)
STATE_WORDS = {state: state.value.replace("_", "-") for state in RideState} | {
    RideState.EN_ROUTE: "en route",
    RideState.WILL_CALL: "will-call, ready",
}

MODES = range(1, 8)


def check_next(now: RideState, then: RideState, reason: str, *, has_time: bool) -> None:
    """Refuse a state that can't follow, or that lacks its reason or its time.

    Raises:
        RefusedError: it can't follow.
        InputError: a reason is missing.
    """
    if then not in NEXT[now]:
        raise RefusedError(
            f"A ride that is {STATE_WORDS[now]} can't become {STATE_WORDS[then]}. Nothing was"
            " changed."
        )
    if (then in NEEDS_REASON or now in ENDS) and not reason.strip():
        sentence = "Say why; the reason stays with the ride."
        raise InputError([Problem("reason", sentence)])
    if then in NEEDS_TIME and not has_time:
        raise RefusedError(
            "This ride has no pick-up time yet: the member has not called. Mark the member ready"
            " first, or give the ride a time."
        )


@dataclass(frozen=True, slots=True)
class Seats:
    """What a trip takes up in the car; a service animal takes nothing (S1-22)."""

    seats: int
    wheelchair_places: int


def seats_for(companions: Iterable[Companion], *, in_wheelchair: bool) -> Seats:
    """Return the seats of member and companions; a wheelchair rider takes no seat."""
    riders = [one for one in companions if one.kind is not CompanionKind.SERVICE_ANIMAL]
    return Seats(len(riders) + (not in_wheelchair), int(in_wheelchair))


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when a ride keeps the member busy."""

    begin: datetime
    end: datetime

    def overlaps(self, other: "Span") -> bool:
        """Tell whether both share time."""
        return self.begin < other.end and other.begin < self.end


def span(pickup_at: datetime | None, dropoff_at: datetime | None) -> Span | None:
    """Return the span of a ride, None while it has no pick-up; a minute if it has no end."""
    if pickup_at is None:
        return None
    return Span(pickup_at, max(dropoff_at or pickup_at, pickup_at + timedelta(minutes=1)))


def request_problems(request: TripRequest) -> list[Problem]:
    """Return what is missing or impossible in a request, before its times are filled."""
    problems = []
    if not request.legs:
        problems.append(Problem("place", "Say where the ride begins and where it goes."))
    for leg in request.legs:
        if leg.from_id == leg.to_id:
            problems.append(
                Problem("place", "The ride ends where it begins. Choose another place.")
            )
        if leg.stay_min < 0:
            problems.append(Problem("stay", "The stay can't be shorter than nothing."))
    if any(before.to_id != after.from_id for before, after in pairwise(request.legs)):
        problems.append(Problem("place", "An onward ride begins where the one before ends."))
    if not {request.mode, request.return_mode} - {None} <= {*MODES}:
        problems.append(Problem("mode", "The mode is a number from 1 to 7."))
    return problems
