"""All times of a call from the ones that were said; wall clock in, aware moments out. No Qt."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.errors import Problem
from nemt_desk.ground.settings import Settings
from nemt_desk.trips.rows import ReturnKind
from nemt_desk.trips.times import Known, Times, fill
from ui.book.call.draft import Draft
from ui.book.call.ways import Ways

RETURN = "return"


@dataclass(frozen=True, slots=True)
class StopTimes:
    """When the member leaves for a further stop, and arrives there."""

    pickup_at: datetime
    dropoff_at: datetime | None


@dataclass(frozen=True, slots=True)
class Plan:
    """All times of the call; `computed` names the fields that nobody typed."""

    out: Times
    stops: tuple[StopTimes | None, ...]
    return_at: datetime | None
    computed: frozenset[str]
    problems: tuple[Problem, ...]


NO_TIMES = Plan(
    Times(appointment_at=None, pickup_at=None, dropoff_at=None), (), None, frozenset(), ()
)


def plan(draft: Draft, ways: Ways, settings: Settings) -> Plan:
    """Return every time that can be known of this draft; nothing without a day."""
    if draft.day is None:
        return NO_TIMES
    clock = settings.time
    out = fill(
        Known(
            appointment_at=_at(clock, draft.day, draft.appointment),
            pickup_at=_at(clock, draft.day, draft.pickup),
            dropoff_at=_at(clock, draft.day, draft.dropoff),
        ),
        drive_min=drive_min(draft, ways),
        load_min=settings.load_min,
        early_min=settings.early_min if draft.has_appointment else None,
    )
    leaves = _leaves(out, draft.stay)
    stops: list[StopTimes | None] = []
    here = draft.place
    for stop in draft.real_stops:
        minutes = ways.of(here, stop.place).minutes
        stops.append(_stop(leaves, minutes, settings.load_min))
        last = stops[-1]
        arrived = last.dropoff_at if last is not None else None
        leaves = arrived + timedelta(minutes=stop.stay_min) if arrived is not None else None
        here = stop.place
    return_at, is_computed = _return(draft, leaves, clock)
    computed = out.computed | ({RETURN} if is_computed else set())
    problems = out.problems + (() if is_computed else _return_problems(return_at, out))
    return Plan(out, tuple(stops), return_at, frozenset(computed), problems)


def drive_min(draft: Draft, ways: Ways) -> int | None:
    """Return the minutes of the outbound way: typed ones win."""
    if draft.drive_min is not None:
        return draft.drive_min
    return ways.of(draft.start, draft.place).minutes


def _at(clock: AgencyTime, day: date, said: time | None) -> datetime | None:
    return None if said is None else clock.at(day, said)


def _leaves(out: Times, stay_min: int) -> datetime | None:
    begins = out.appointment_at or out.dropoff_at
    return None if begins is None else begins + timedelta(minutes=stay_min)


def _stop(leaves: datetime | None, drive: int | None, load_min: int) -> StopTimes | None:
    if leaves is None:
        return None
    arrives = None if drive is None else leaves + timedelta(minutes=drive + load_min)
    return StopTimes(leaves, arrives)


def _return(
    draft: Draft, leaves: datetime | None, clock: AgencyTime
) -> tuple[datetime | None, bool]:
    if draft.return_kind in {ReturnKind.NONE, ReturnKind.WILL_CALL}:
        return None, False
    if draft.return_time is not None and draft.day is not None:
        return clock.at(draft.day, draft.return_time), False
    return leaves, leaves is not None


def _return_problems(return_at: datetime | None, out: Times) -> tuple[Problem, ...]:
    begins = out.appointment_at or out.dropoff_at
    if return_at is None or begins is None or return_at > begins:
        return ()
    return (Problem(RETURN, "The return begins before the appointment does: correct one of them."),)
