"""A driver cannot come, or his car breaks down: his open rides come back on the desk.

What he has finished, and whom he can still bring home, stays with him. A breakdown leaves nobody
aboard his car: those members stay aboard, on no run, first in the line of who needs help.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from nemt_desk.drivers.model import DayOffRecord, DriverRecord
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.entry import Checker, put
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Work
from nemt_desk.ground.words import day_text
from nemt_desk.planning.words import clock_text
from nemt_desk.runs.board_rows import BROKE_DOWN, BoardRide
from nemt_desk.runs.live.rows import OutEntry, OutKind
from nemt_desk.runs.model import AssignmentRecord, RunRecord
from nemt_desk.runs.records import is_unknown, run_of, take_off
from nemt_desk.runs.rides import rides_by_ids
from nemt_desk.trips.bookings import mark_by_hand
from nemt_desk.trips.marking import set_state
from nemt_desk.trips.model import RideRecord
from nemt_desk.trips.rows import RideState

WORDS = {OutKind.CANNOT_COME: "cannot come", OutKind.BREAKDOWN: "broke down"}
_BEGUN = frozenset({RideState.EN_ROUTE, RideState.ARRIVED})
# Somebody waits for the car, whatever was planned; only the others may be driven and not marked.
_WAITS = frozenset({RideState.WILL_CALL, RideState.LATE})
_NEVER = 10**6
_MOST_DAYS = 366


def check(out: OutEntry) -> OutEntry:
    """Return the entry cleaned.

    Raises:
        InputError: with everything that can't be taken.
    """
    checker = Checker()
    reason = checker.line("reason", out.reason)
    where = checker.line("where", out.where)
    checker.order("until", out.day, out.until)
    if out.until is not None and (out.until - out.day).days > _MOST_DAYS:
        checker.say("until", "The last day is more than a year away. Compare it.")
    checker.raise_if_any()
    return OutEntry(
        driver_id=out.driver_id,
        kind=out.kind,
        day=out.day,
        until=out.until,
        from_min=out.from_min,
        reason=reason or WORDS[out.kind],
        where=where,
    )


def out_rides(session: Session, out: OutEntry, time: AgencyTime) -> tuple[BoardRide, ...]:
    """Return the rides that would come back on the desk, the most urgent first."""
    found = [ride for ride in his_rides(session, out, time) if comes_off(ride, out)]
    return tuple(sorted(found, key=_urgency))


def his_rides(session: Session, out: OutEntry, time: AgencyTime) -> list[BoardRide]:
    """Return the open rides of his runs of these days."""
    wanted = (
        select(AssignmentRecord.ride_id)
        .join(RunRecord, RunRecord.id == AssignmentRecord.run_id)
        .where(
            RunRecord.driver_id == out.driver_id,
            RunRecord.day.between(out.day, out.until or out.day),
        )
    )
    rides = rides_by_ids(session, session.scalars(wanted), time)
    return [ride for ride in rides if ride.is_open]


def comes_off(ride: BoardRide, out: OutEntry) -> bool:
    """Tell whether a ride of his can't be driven by him any more."""
    if ride.state is RideState.ABOARD:
        return out.kind is OutKind.BREAKDOWN and ride.day == out.day
    if ride.day != out.day or out.from_min is None:
        return True
    if ride.state in _WAITS:
        return True
    if ride.state in _BEGUN:
        return out.kind is OutKind.BREAKDOWN or (ride.task.end_min or _NEVER) > out.from_min
    end = ride.task.end_min
    return end is None or end > out.from_min


def _urgency(ride: BoardRide) -> tuple[date, bool, bool, int, str]:
    begin = ride.ready_min if ride.ready_min is not None else ride.task.begin_min
    is_last = begin is None
    is_waiting = ride.state is not RideState.ABOARD
    return ride.day, is_waiting, is_last, begin or 0, str(ride.id)


def take_out(work: Work, out: OutEntry, rides: Sequence[BoardRide], time: AgencyTime) -> None:
    """Take these rides off and keep the days off.

    Raises:
        RefusedError: the driver is not there.
    """
    driver = work.fetch(DriverRecord, out.driver_id)
    for ride in rides:
        _set_back(work, work.fetch(RideRecord, ride.id), out)
    run = run_of(work, out.driver_id, out.day)
    take_off(work, [ride.id for ride in rides], spare=run.id if run is not None else None)
    rest = his_rides(work.session, out, time)
    stays = any(_is_to_come(ride, out, time.local(work.now)) for ride in rest)
    first = out.day + timedelta(days=1) if stays else out.day
    _keep_days_off(work, driver, out, first)
    if run is not None:
        _note(work, run, out)


def _is_to_come(ride: BoardRide, out: OutEntry, now: datetime) -> bool:
    """Tell whether he still sets out for a ride before he is out.

    Whom he has aboard he brings home, and what should be over is only not marked: for everybody
    else he is away from now on.
    """
    if ride.day != out.day or ride.state is RideState.ABOARD:
        return False
    is_over = now.date() == out.day and (ride.task.end_min or 0) <= now.hour * 60 + now.minute
    return not is_over


def _set_back(work: Work, row: RideRecord, out: OutEntry) -> None:
    if row.state is RideState.ABOARD:
        put(row, {"state_reason": f"{BROKE_DOWN}{out.where or 'ask where'}"})
    elif row.state in _BEGUN:
        waiting = RideState.WILL_CALL if row.ready_at is not None else RideState.BOOKED
        set_state(row, waiting, "")
        mark_by_hand(work, row.trip_id)


def _keep_days_off(work: Work, driver: DriverRecord, out: OutEntry, first: date) -> None:
    last = out.until or out.day
    if first > last:
        return
    known = work.session.scalars(
        select(DayOffRecord).where(
            DayOffRecord.driver_id == driver.id,
            DayOffRecord.from_day <= first,
            DayOffRecord.until_day >= last,
        )
    ).first()
    if known is not None:
        return
    work.session.add(
        DayOffRecord(
            id=new_id(), driver_id=driver.id, from_day=first, until_day=last, reason=out.reason
        )
    )
    work.touch(driver)


def _note(work: Work, run: RunRecord, out: OutEntry) -> None:
    """Keep on the run since when its driver is out; the run goes if nothing is left to keep."""
    kept = work.session.scalar(
        select(AssignmentRecord.id).where(AssignmentRecord.run_id == run.id).limit(1)
    )
    if kept is None and is_unknown(work, run):
        work.session.delete(run)
        return
    since = f" from {clock_text(out.from_min)}" if out.from_min is not None else ""
    where = f", {out.where}" if out.where else ""
    said = f"Out{since}: {out.reason}{where}"
    put(run, {"note": f"{run.note}; {said}" if run.note else said})


def words(out: OutEntry, name: str, rides: int) -> str:
    """Return the act in words: `Lars Berg broke down, Tue 24 Nov: 3 rides back on the desk`."""
    until = out.until or out.day
    last = f" to {day_text(until)}" if until != out.day else ""
    count = "1 ride" if rides == 1 else f"{rides} rides"
    return f"{name} {WORDS[out.kind]}, {day_text(out.day)}{last}: {count} back on the desk"


def refuse_past(out: OutEntry, today: date) -> None:
    """Refuse days that are over.

    Raises:
        InputError: the day lies before today.
    """
    if out.day < today:
        raise InputError([Problem("day", "This day is over. Nothing was changed.")])


def name_of(work: Work, driver_id: Id) -> str:
    """Return the driver's spoken name.

    Raises:
        RefusedError: he is not there, or archived.
    """
    driver = work.fetch(DriverRecord, driver_id)
    if driver.archived_at is not None:
        raise RefusedError("This driver was archived. Nothing was changed.")
    return f"{driver.first_name} {driver.last_name}"
