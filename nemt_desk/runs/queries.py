"""Reads of the runs room. The board and planning's days are read in modules of their own."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.runs.board import board
from nemt_desk.runs.board_rows import DayCounts
from nemt_desk.runs.days import candidates, driver_days, ride_tasks
from nemt_desk.runs.model import AssignmentRecord, RunRecord
from nemt_desk.runs.rows import Assignment, Run, RunState
from nemt_desk.trips.model import RideRecord
from nemt_desk.trips.rows import OPEN_STATES, ReturnKind, RideState

__all__ = [
    "board",
    "candidates",
    "day_counts",
    "driver_days",
    "other_legs",
    "ride_tasks",
    "run",
    "run_by_code",
    "runs_between",
    "runs_by_ids",
    "runs_of_rides",
    "runs_on",
]

_WHOLE = selectinload(RunRecord.assignments)


def _run(record: RunRecord) -> Run:
    return Run(
        id=record.id,
        version=record.version,
        code=record.code,
        day=record.day,
        driver_id=record.driver_id,
        car_id=record.car_id,
        state=record.state,
        published_at=record.published_at,
        note=record.note,
        assignments=tuple(
            Assignment(
                a.id,
                a.run_id,
                a.ride_id,
                a.override_reason,
                is_pinned=a.is_pinned,
                pickup_at=a.pickup_at,
                dropoff_at=a.dropoff_at,
            )
            for a in sorted(record.assignments, key=lambda a: a.id)
        ),
        start_id=record.start_id,
        end_id=record.end_id,
    )


def run(session: Session, run_id: Id) -> Run:
    """Return one run.

    Raises:
        RefusedError: it is not there.
    """
    record = session.scalar(select(RunRecord).where(RunRecord.id == run_id).options(_WHOLE))
    if record is None:
        raise RefusedError("This run is not there any more.")
    return _run(record)


def runs_by_ids(session: Session, run_ids: Iterable[Id]) -> tuple[Run, ...]:
    """Return these runs by day and code; those that are gone are left out."""
    wanted = select(RunRecord).where(RunRecord.id.in_(list(run_ids)))
    ordered = wanted.order_by(RunRecord.day, RunRecord.code).options(_WHOLE)
    return tuple(_run(record) for record in session.scalars(ordered))


def runs_on(session: Session, day: date) -> tuple[Run, ...]:
    """Return the day's runs by code."""
    wanted = select(RunRecord).where(RunRecord.day == day).order_by(RunRecord.code)
    return tuple(_run(record) for record in session.scalars(wanted.options(_WHOLE)))


def runs_between(session: Session, first: date, last: date) -> tuple[Run, ...]:
    """Return the runs of several days, both inclusive, by day and code; two statements."""
    wanted = select(RunRecord).where(RunRecord.day.between(first, last))
    ordered = wanted.order_by(RunRecord.day, RunRecord.code).options(_WHOLE)
    return tuple(_run(record) for record in session.scalars(ordered))


def run_by_code(session: Session, code: str) -> Run | None:
    """Return the run with this code, typed or read from its QR; None if there is none."""
    wanted = select(RunRecord).where(RunRecord.code == code.strip().upper())
    record = session.scalar(wanted.options(_WHOLE))
    return None if record is None else _run(record)


def runs_of_rides(session: Session, ride_ids: Iterable[Id]) -> dict[Id, Run]:
    """Return the run of each of these rides; rides on no run are left out."""
    on = AssignmentRecord
    pairs = session.execute(
        select(on.ride_id, on.run_id).where(on.ride_id.in_(list(ride_ids)))
    ).all()
    found = {one.id: one for one in runs_by_ids(session, {run_id for _, run_id in pairs})}
    return {ride_id: found[run_id] for ride_id, run_id in pairs if run_id in found}


def other_legs(session: Session, ride_ids: Iterable[Id]) -> tuple[Id, ...]:
    """Return the other open rides of the same trips that are on no run yet, in order.

    Whoever takes a member there is asked for the way back too.
    """
    given = list(ride_ids)
    trips = select(RideRecord.trip_id).where(RideRecord.id.in_(given))
    statement = (
        select(RideRecord.id)
        .outerjoin(AssignmentRecord, AssignmentRecord.ride_id == RideRecord.id)
        .where(
            RideRecord.trip_id.in_(trips),
            RideRecord.id.not_in(given),
            RideRecord.state.in_(sorted(OPEN_STATES)),
            AssignmentRecord.id.is_(None),
        )
        .order_by(RideRecord.trip_id, RideRecord.seq)
    )
    return tuple(session.scalars(statement))


def day_counts(session: Session, day: date) -> DayCounts:
    """Return what the day still needs, in two statements."""
    is_open = RideRecord.state.in_(sorted(OPEN_STATES))
    is_free = is_open & AssignmentRecord.id.is_(None)
    is_will_call = (RideRecord.state == RideState.WILL_CALL) | (
        is_open
        & (RideRecord.return_kind == ReturnKind.WILL_CALL)
        & RideRecord.pickup_at.is_(None)
        & RideRecord.dropoff_at.is_(None)
    )
    rides = session.execute(
        select(
            func.count().filter(is_free),
            func.count().filter(RideRecord.state == RideState.LATE),
            func.count().filter(is_will_call),
        )
        .select_from(RideRecord)
        .outerjoin(AssignmentRecord, AssignmentRecord.ride_id == RideRecord.id)
        .where(RideRecord.day == day)
    ).one()
    is_draft = RunRecord.state == RunState.DRAFT
    runs = session.execute(
        select(
            func.count().filter(is_draft),
            func.count().filter(RunRecord.state == RunState.PUBLISHED),
            func.count().filter(is_draft & RunRecord.published_at.is_not(None)),
        ).where(RunRecord.day == day)
    ).one()
    return DayCounts(*rides, *runs)
