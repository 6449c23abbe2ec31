"""Several days at a glance: each driver's runs, and what is open by half day. Few statements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from nemt_desk.drivers.queries import drivers_by_ids, drivers_on
from nemt_desk.drivers.rows import Driver
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.ids import Id
from nemt_desk.runs.days import away_reason
from nemt_desk.runs.model import AssignmentRecord, RunRecord
from nemt_desk.runs.rides import minute_of
from nemt_desk.runs.rows import RunState
from nemt_desk.trips.model import RideRecord
from nemt_desk.trips.rows import OPEN_STATES, RideState

NOON = 12 * 60

_RUN, _RIDE, _ON = RunRecord, RideRecord, AssignmentRecord
_RUN_COLUMNS: tuple[Any, ...] = (
    *(_RUN.id, _RUN.driver_id, _RUN.day),
    *(_RUN.state, _RUN.published_at),
)
_RIDE_COLUMNS: tuple[Any, ...] = (
    *(_RIDE.id, _RIDE.day, _RIDE.state, _RIDE.pickup_at, _RIDE.dropoff_at),
    *(_RIDE.direct_m, _RIDE.drive_min, _ON.run_id),
    _ON.pickup_at.label("planned_on_at"),
    _ON.dropoff_at.label("planned_off_at"),
)
_RUNS: Select[Any] = select(*_RUN_COLUMNS)
_RIDES: Select[Any] = (
    select(*_RIDE_COLUMNS)
    .outerjoin(_ON, _ON.ride_id == _RIDE.id)
    .order_by(_RIDE.day, _RIDE.pickup_at, _RIDE.id)
)


@dataclass(frozen=True, slots=True)
class WeekRide:
    """One ride as a block: when, in which state. Without a time it is a will-call."""

    id: Id
    day: date
    run_id: Id | None
    begin_min: int | None
    end_min: int | None
    direct_m: float
    state: RideState

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be driven."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class WeekCell:
    """One driver's run on one day."""

    run_id: Id
    driver_id: Id
    day: date
    state: RunState
    is_changed: bool
    rides: tuple[WeekRide, ...]

    @property
    def first_min(self) -> int | None:
        """When the first ride begins."""
        return min((r.begin_min for r in self.rides if r.begin_min is not None), default=None)

    @property
    def last_min(self) -> int | None:
        """When the last ride ends."""
        return max((r.end_min for r in self.rides if r.end_min is not None), default=None)

    @property
    def loaded_m(self) -> float:
        """Metres with somebody aboard."""
        return sum(ride.direct_m for ride in self.rides)


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day: how many rides, and how many without a driver before noon, after, without a time."""

    day: date
    rides: int
    free_morning: int
    free_afternoon: int
    free_loose: int

    @property
    def free(self) -> int:
        """How many rides have no driver."""
        return self.free_morning + self.free_afternoon + self.free_loose


@dataclass(frozen=True, slots=True)
class WeekDriver:
    """A driver, and why he does not drive on each of the days (empty: he may)."""

    id: Id
    name: str
    away: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """The days with their drivers by name, and the runs by driver and day."""

    days: tuple[WeekDay, ...]
    drivers: tuple[WeekDriver, ...]
    cells: Mapping[tuple[Id, date], WeekCell]


def week(session: Session, first: date, number: int, time: AgencyTime) -> Week:
    """Return `number` days from `first` on; the number of reads does not grow with them."""
    days = [first + timedelta(days=n) for n in range(number)]
    rides = _rides(session, days[0], days[-1], time)
    there = RunRecord.day.between(days[0], days[-1])
    runs = list(session.execute(_RUNS.where(there)))
    on_run: dict[Id, list[WeekRide]] = {one.id: [] for one in runs}
    free = []
    for ride in rides:
        if ride.run_id in on_run:
            on_run[ride.run_id].append(ride)
        elif ride.is_open:
            free.append(ride)
    cells = [_cell(one, on_run[one.id]) for one in runs]
    return Week(
        tuple(_day(day, rides, free) for day in days),
        _drivers(session, days, {one.driver_id for one in runs}),
        {(cell.driver_id, cell.day): cell for cell in cells},
    )


def _rides(session: Session, first: date, last: date, time: AgencyTime) -> list[WeekRide]:
    ride = RideRecord
    meant = (ride.day.between(first, last), ride.state != RideState.CANCELLED)
    return [_ride(row, time) for row in session.execute(_RIDES.where(*meant))]


def _ride(row: Row[Any], time: AgencyTime) -> WeekRide:
    begin = minute_of(row.planned_on_at or row.pickup_at, row.day, time)
    end = minute_of(row.planned_off_at or row.dropoff_at, row.day, time)
    if begin is None and end is not None:
        begin = end - (row.drive_min or 0)
    elif end is None and begin is not None:
        end = begin + (row.drive_min or 0)
    return WeekRide(row.id, row.day, row.run_id, begin, end, row.direct_m or 0.0, row.state)


def _cell(run: Row[Any], rides: list[WeekRide]) -> WeekCell:
    is_changed = run.state is RunState.DRAFT and run.published_at is not None
    return WeekCell(run.id, run.driver_id, run.day, run.state, is_changed, tuple(rides))


def _day(day: date, rides: Iterable[WeekRide], free: Iterable[WeekRide]) -> WeekDay:
    mine = [ride.begin_min for ride in free if ride.day == day]
    timed = [minute for minute in mine if minute is not None]
    morning = sum(minute < NOON for minute in timed)
    return WeekDay(
        day=day,
        rides=sum(ride.day == day for ride in rides),
        free_morning=morning,
        free_afternoon=len(timed) - morning,
        free_loose=len(mine) - len(timed),
    )


def _drivers(session: Session, days: list[date], driving: set[Id]) -> tuple[WeekDriver, ...]:
    active = [one for one in drivers_on(session, days[0]) if not one.is_archived]
    gone = driving - {one.id for one in active}
    found = [*active, *(drivers_by_ids(session, gone).values() if gone else ())]
    return tuple(
        WeekDriver(one.id, one.name, tuple(_away(one, day) for day in days))
        for one in sorted(found, key=lambda one: (one.name, one.id))
    )


def _away(driver: Driver, day: date) -> str:
    reason = away_reason(driver, day)
    if reason is not None:
        return f"away: {reason}" if reason else "away"
    return "not on this day" if driver.hours and not driver.hours_on(day) else ""
