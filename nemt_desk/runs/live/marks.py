"""Marks inside one transaction: where a ride stands, with its moment; and one step back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Work
from nemt_desk.ground.words import time_text
from nemt_desk.trips import rules
from nemt_desk.trips.bookings import mark_by_hand
from nemt_desk.trips.marking import set_state
from nemt_desk.trips.model import RideRecord
from nemt_desk.trips.rows import RideState

MARKS = frozenset(RideState) - {RideState.WILL_CALL, RideState.NO_SHOW, RideState.CANCELLED}
"""What `mark` takes; the others ask for more than a moment."""
_WITH_MOMENT = frozenset({RideState.ARRIVED, RideState.ABOARD})
_ORDER = (
    ("arrived_at", "the driver arrived"),
    ("aboard_at", "the member got in"),
    ("off_at", "the member got out"),
)
_MINUTE = timedelta(minutes=1)


def rows_of(
    work: Work, ride_ids: Sequence[Id], versions: Mapping[Id, int] | None = None
) -> list[RideRecord]:
    """Return the rides to mark, each once.

    Raises:
        RefusedError: none was chosen, or one is gone; StaleError: one was changed meanwhile.
    """
    wanted = list(dict.fromkeys(ride_ids))
    if not wanted:
        raise RefusedError("No ride was chosen. Nothing was changed.")
    return [work.fetch(RideRecord, key, (versions or {}).get(key)) for key in wanted]


def moment_of(now: datetime, at: datetime | None) -> datetime:
    """Return the moment of a mark, to the minute.

    Raises:
        InputError: it has not come yet.
    """
    if at is not None and at > now + _MINUTE:
        raise InputError([Problem("at", "This time has not come yet. Nothing was changed.")])
    return (at or now).replace(second=0, microsecond=0)


def mark(
    work: Work,
    row: RideRecord,
    state: RideState,
    *,
    at: datetime | None,
    reason: str,
    time: AgencyTime,
) -> None:
    """Mark one ride with its moment, where that mark has one.

    Raises:
        RefusedError: this state can't follow.
        InputError: the moment can't be, or a reason is missing.
    """
    if state not in MARKS:
        raise RefusedError("This takes more than a mark. Nothing was changed.")
    moment = moment_of(work.now, at) if at is not None or state in _WITH_MOMENT else None
    if at is None and moment is not None and time.day(moment) != row.day:
        moment = None  # keyed in on another day: nobody said when
    if moment is not None:
        _check_day(row, moment, time)
    set_state(row, state, reason, at=moment)
    check_order(row, time)
    mark_by_hand(work, row.trip_id)


def _check_day(row: RideRecord, moment: datetime, time: AgencyTime) -> None:
    days = (time.day(moment) - row.day).days
    if days not in {0, 1}:
        sentence = "This time is on another day than the ride. Nothing was changed."
        raise InputError([Problem("at", sentence)])


def check_order(row: RideRecord, time: AgencyTime) -> None:
    """Refuse moments out of their order: arrived, aboard, off.

    Raises:
        InputError: naming both.
    """
    known = [
        (getattr(row, name), words) for name, words in _ORDER if getattr(row, name) is not None
    ]
    for (first, before), (then, after) in pairwise(known):
        if then < first:
            at, was = time_text(time.local(then)), time_text(time.local(first))
            sentence = f"{at} can't be when {after}: {before} at {was}. Nothing was changed."
            raise InputError([Problem("at", sentence)])


def one_back(row: RideRecord) -> RideState:
    """Return where a ride stood one step before.

    Raises:
        RefusedError: nothing was marked.
    """
    waiting = RideState.WILL_CALL if row.ready_at is not None else RideState.BOOKED
    steps: dict[RideState, Callable[[], RideState]] = {
        RideState.DONE: lambda: RideState.ABOARD,
        RideState.ABOARD: lambda: (
            RideState.ARRIVED if row.arrived_at is not None else RideState.EN_ROUTE
        ),
        RideState.ARRIVED: lambda: RideState.EN_ROUTE,
        RideState.EN_ROUTE: lambda: waiting,
        RideState.LATE: lambda: waiting,
        RideState.NO_SHOW: lambda: waiting,
        RideState.CANCELLED: lambda: waiting,
        RideState.WILL_CALL: lambda: RideState.BOOKED,
        RideState.CONFIRMED: lambda: RideState.BOOKED,
    }
    if row.state not in steps:
        raise RefusedError("Nothing has been marked on this ride yet. Nothing was changed.")
    return steps[row.state]()


def put_back(work: Work, row: RideRecord, reason: str) -> None:
    """Put a ride one step back; from an end a reason is needed.

    Raises:
        RefusedError: nothing was marked.
        InputError: the reason is missing.
    """
    state = one_back(row)
    is_end = row.state in rules.ENDS
    set_state(row, state, reason if is_end else "")
    mark_by_hand(work, row.trip_id)
