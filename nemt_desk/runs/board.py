"""Reads a whole day for the board: runs with stops, rides without a run, every active driver."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from nemt_desk.drivers.queries import cars_by_ids, drivers_by_ids, drivers_on
from nemt_desk.drivers.rows import Car, Driver
from nemt_desk.drivers.rows import Hours as DriverHours
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.ids import Id
from nemt_desk.planning.rows import Hours
from nemt_desk.planning.stops import load_profile, stops
from nemt_desk.runs.board_rows import Board, BoardBreak, BoardDriver, BoardRide, BoardRun
from nemt_desk.runs.days import away_reason
from nemt_desk.runs.model import RunRecord
from nemt_desk.runs.rides import rides_of_day

_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def board(session: Session, day: date, time: AgencyTime) -> Board:
    """Return the day, in a constant number of statements."""
    runs = list(session.scalars(select(RunRecord).where(RunRecord.day == day)))
    run_ids = {run.id for run in runs}
    on_run: dict[Id, list[BoardRide]] = {run_id: [] for run_id in run_ids}
    unassigned = []
    for ride in rides_of_day(session, day, time):
        if ride.run_id in on_run:
            on_run[ride.run_id].append(ride)
        elif ride.is_open:
            # A ride whose run is on another day must not vanish: it is to be planned again.
            unassigned.append(ride)
    active = {driver.id: driver for driver in drivers_on(session, day) if not driver.is_archived}
    gone = {run.driver_id for run in runs} - active.keys()
    drivers = active | (drivers_by_ids(session, list(gone)) if gone else {})
    cars = cars_by_ids(session, [run.car_id for run in runs if run.car_id is not None])
    by_driver = {run.driver_id: run.id for run in runs}
    return Board(
        day=day,
        runs=tuple(
            sorted(
                (
                    _run(
                        run,
                        drivers[run.driver_id],
                        on_run[run.id],
                        car=cars.get(run.car_id) if run.car_id else None,
                    )
                    for run in runs
                ),
                key=lambda run: (run.driver_name, run.code),
            )
        ),
        unassigned=tuple(unassigned),
        drivers=tuple(
            _driver(driver, day, by_driver.get(driver.id))
            for driver in sorted(drivers.values(), key=lambda d: (d.name, d.id))
        ),
    )


def _run(run: RunRecord, driver: Driver, rides: list[BoardRide], *, car: Car | None) -> BoardRun:
    tasks = [ride.task for ride in rides]
    ordered = stops(tasks)
    car = car or driver.car
    return BoardRun(
        id=run.id,
        version=run.version,
        code=run.code,
        driver_id=run.driver_id,
        driver_name=driver.name,
        state=run.state,
        published_at=run.published_at,
        note=run.note,
        rides=tuple(rides),
        stops=ordered,
        seats=car.seats if car else 0,
        peak_seats=max((load.seats for load in load_profile(tasks, ordered)), default=0),
    )


def _driver(driver: Driver, day: date, run_id: Id | None) -> BoardDriver:
    car = driver.car
    return BoardDriver(
        id=driver.id,
        name=driver.name,
        phone=driver.phone,
        car=car.text if car else "",
        plate=car.plate if car else "",
        seats=car.seats if car else 0,
        wheelchair_places=car.wheelchair_places if car else 0,
        has_lift=car.has_lift if car else False,
        hours=tuple(Hours(h.start_min, h.end_min) for h in driver.hours_on(day)),
        away=_away(driver, day),
        run_id=run_id,
        breaks=tuple(_break(h) for h in driver.hours_on(day) if h.break_min),
    )


def _break(hours: DriverHours) -> BoardBreak:
    begin, end = hours.break_from_min, hours.break_until_min
    return BoardBreak(
        hours.break_min,
        hours.start_min if begin is None else begin,
        hours.end_min if end is None else end,
    )


def _away(driver: Driver, day: date) -> str:
    reason = away_reason(driver, day)
    if reason is not None:
        return f"away: {reason}" if reason else "away"
    if driver.hours and not driver.hours_on(day):
        return f"does not drive on {_DAYS[day.weekday()]}"
    return ""
