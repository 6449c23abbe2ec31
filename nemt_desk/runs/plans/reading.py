"""Reads what a plan of a day needs: rides, drivers' days, runs, how much was driven this month."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nemt_desk.drivers.model import DriverRecord
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.ids import Id
from nemt_desk.planning.rows import DriverDay
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.days import driver_days
from nemt_desk.runs.model import AssignmentRecord, RunRecord
from nemt_desk.runs.rides import rides_of_day
from nemt_desk.runs.rows import RunState
from nemt_desk.trips.model import RideRecord
from nemt_desk.trips.rows import RideState

_NOT_DRIVEN = (RideState.CANCELLED, RideState.NO_SHOW)


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A run as planning asks for it; `is_told` if its driver holds a sheet, as it stands or not."""

    id: Id
    version: int
    driver_id: Id
    is_told: bool


@dataclass(frozen=True, slots=True)
class DayFacts:
    """A day as it lies in the database. `so_far` are minutes driven this month, by driver."""

    day: date
    rides: tuple[BoardRide, ...]
    days: tuple[DriverDay, ...]
    runs: Mapping[Id, RunFacts]
    so_far: Mapping[Id, int]
    stamp: str

    def run_of(self, driver_id: Id) -> RunFacts | None:
        """Return the driver's run of the day."""
        return next((run for run in self.runs.values() if run.driver_id == driver_id), None)


def read_day(session: Session, day: date, time: AgencyTime) -> DayFacts:
    """Read the day, in a constant number of statements."""
    runs = _runs(session, day)
    drivers = {one.driver_id: one for one in driver_days(session, day, time)}
    # A driver who was archived keeps the rides he has until somebody moves them.
    gone = [run.driver_id for run in runs.values() if run.driver_id not in drivers]
    if gone:
        drivers |= {one.driver_id: one for one in driver_days(session, day, time, gone)}
    return DayFacts(
        day=day,
        rides=tuple(rides_of_day(session, day, time)),
        days=tuple(sorted(drivers.values(), key=lambda one: (one.name, one.driver_id))),
        runs=runs,
        so_far=_so_far(session, day),
        stamp=stamp_of(session, day),
    )


def _runs(session: Session, day: date) -> dict[Id, RunFacts]:
    rows = session.execute(
        select(
            RunRecord.id,
            RunRecord.version,
            RunRecord.driver_id,
            RunRecord.published_at,
            RunRecord.state,
        ).where(RunRecord.day == day)
    ).all()
    return {
        row.id: RunFacts(
            row.id,
            row.version,
            row.driver_id,
            # A run that was told and changed since is a draft again, but its driver holds paper.
            row.published_at is not None or row.state is RunState.PUBLISHED,
        )
        for row in rows
    }


def told_drivers(session: Session, day: date) -> set[Id]:
    """Return the drivers who hold a sheet of this day, as it stands or as it stood."""
    return {run.driver_id for run in _runs(session, day).values() if run.is_told}


def _so_far(session: Session, day: date) -> dict[Id, int]:
    rows = session.execute(
        select(RunRecord.driver_id, func.sum(RideRecord.drive_min))
        .join(AssignmentRecord, AssignmentRecord.run_id == RunRecord.id)
        .join(RideRecord, RideRecord.id == AssignmentRecord.ride_id)
        .where(
            RunRecord.day >= day.replace(day=1),
            RunRecord.day < day,
            RideRecord.state.not_in(_NOT_DRIVEN),
        )
        .group_by(RunRecord.driver_id)
    ).all()
    return {driver_id: int(minutes or 0) for driver_id, minutes in rows}


def stamp_of(session: Session, day: date) -> str:
    """Return a word that changes when a ride, a run or a driver of the day does; four statements.

    Records of members and places change nothing that a plan stands on, but for pins and homes.
    """
    on_day = select(RunRecord.id).where(RunRecord.day == day)
    wanted: Sequence[tuple[type[RunRecord | RideRecord | AssignmentRecord | DriverRecord], object]]
    wanted = (
        (RideRecord, RideRecord.day == day),
        (RunRecord, RunRecord.day == day),
        (AssignmentRecord, AssignmentRecord.run_id.in_(on_day)),
        (DriverRecord, DriverRecord.id.is_not(None)),
    )
    told = []
    for table, where in wanted:
        counted = select(func.count(), func.max(table.changed_at), func.sum(table.version))
        told += [str(value) for value in session.execute(counted.where(where)).one()]
    return hashlib.sha256("|".join(told).encode()).hexdigest()[:16]
