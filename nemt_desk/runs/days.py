"""Feeds planning: each driver's day as it stands, and who can take a ride."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from nemt_desk.drivers.queries import cars_by_ids, drivers_by_ids, drivers_on
from nemt_desk.drivers.rows import Car, Credential, Driver, DriverKind, RelationKind
from nemt_desk.drivers.rules import CREDENTIAL_WORDS, REQUIRED, credentials_missing
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.units import metres
from nemt_desk.places.queries import places_by_ids
from nemt_desk.planning.rank import Candidate, who_can_take
from nemt_desk.planning.rows import (
    DayCar,
    DayCredential,
    DayRelation,
    DriverDay,
    Figures,
    Hours,
    LatLon,
    RideTask,
)
from nemt_desk.runs.model import RunRecord
from nemt_desk.runs.rides import rides_by_ids, rides_of_day
from nemt_desk.runs.roads import RoadTravel
from nemt_desk.runs.words import RELATIONS

_NO_END = date.max


def ride_tasks(session: Session, ride_ids: Sequence[Id], time: AgencyTime) -> tuple[RideTask, ...]:
    """Return rides as planning sees them, in the order asked for.

    Raises:
        RefusedError: one of them is not there.
    """
    found = {ride.id: ride.task for ride in rides_by_ids(session, ride_ids, time)}
    if any(ride_id not in found for ride_id in ride_ids):
        raise RefusedError("This ride is not there any more. Nothing was changed.")
    return tuple(found[ride_id] for ride_id in ride_ids)


def driver_days(
    session: Session, day: date, time: AgencyTime, driver_ids: Collection[Id] | None = None
) -> tuple[DriverDay, ...]:
    """Return the day of every active driver (or of those named), by name."""
    if driver_ids is None:
        drivers = [driver for driver in drivers_on(session, day) if not driver.is_archived]
    else:
        drivers = list(drivers_by_ids(session, list(driver_ids)).values())
    runs = session.execute(
        select(RunRecord.id, RunRecord.driver_id, RunRecord.car_id).where(RunRecord.day == day)
    ).all()
    cars = cars_by_ids(session, [run.car_id for run in runs if run.car_id is not None])
    chosen = {run.driver_id: cars.get(run.car_id) for run in runs if run.car_id is not None}
    driver_of = {run_id: driver_id for run_id, driver_id, _ in runs}
    tasks: dict[Id, list[RideTask]] = {}
    for ride in rides_of_day(session, day, time):
        if ride.run_id in driver_of:
            tasks.setdefault(driver_of[ride.run_id], []).append(ride.task)
    homes = places_by_ids(session, [d.home_id for d in drivers if d.home_id is not None])
    points = {place_id: place.point for place_id, place in homes.items()}
    return tuple(
        driver_day(
            driver,
            day,
            car=chosen.get(driver.id) or driver.car,
            home=points.get(driver.home_id) if driver.home_id else None,
            tasks=tasks.get(driver.id, ()),
        )
        for driver in sorted(drivers, key=lambda d: (d.last_name, d.first_name, d.id))
    )


def driver_day(
    driver: Driver,
    day: date,
    *,
    car: Car | None,
    home: LatLon | None,
    tasks: Iterable[RideTask] = (),
) -> DriverDay:
    """Return a driver's day as planning sees it; it starts and ends at home."""
    return DriverDay(
        driver_id=driver.id,
        name=driver.name,
        day=day,
        car=_day_car(car),
        hours=tuple(Hours(h.start_min, h.end_min) for h in driver.hours_on(day)),
        has_hours=bool(driver.hours),
        away=away_reason(driver, day),
        credentials=tuple(_credential(c) for c in _newest(driver.credentials)),
        missing=_missing(driver, day),
        relations=tuple(
            DayRelation(r.member_id, RELATIONS[r.kind], r.kind is RelationKind.REFUSED)
            for r in driver.relations
        ),
        is_volunteer=driver.kind is DriverKind.VOLUNTEER,
        recognized_on=driver.recognized_on,
        recognized_until=driver.recognized_until,
        is_open_to_all=driver.open_to_all,
        is_door_through=driver.door_through,
        max_m=None if driver.max_miles is None else metres(driver.max_miles),
        start=home,
        end=home,
        tasks=tuple(tasks),
    )


def _day_car(car: Car | None) -> DayCar | None:
    if car is None:
        return None
    return DayCar(car.plate, car.seats, car.wheelchair_places, car.has_lift)


def away_reason(driver: Driver, day: date) -> str | None:
    """Return why the driver is away on `day` (perhaps no reason: empty), None if he is not."""
    for off in driver.days_off:
        if off.from_day <= day <= off.until_day:
            return off.reason
    return None


def _newest(credentials: Iterable[Credential]) -> list[Credential]:
    """Return of each kind the one that lasts longest: a renewed licence heals the old one."""
    best: dict[str, Credential] = {}
    for credential in credentials:
        kept = best.get(credential.kind)
        if kept is None or (credential.until_day or _NO_END) > (kept.until_day or _NO_END):
            best[credential.kind] = credential
    return list(best.values())


def _credential(credential: Credential) -> DayCredential:
    return DayCredential(
        CREDENTIAL_WORDS[credential.kind], credential.until_day, credential.is_blocking
    )


def _missing(driver: Driver, day: date) -> tuple[DayCredential, ...]:
    return tuple(
        DayCredential(CREDENTIAL_WORDS[kind], None, REQUIRED[kind])
        for kind in credentials_missing(driver, day)
    )


def candidates(
    session: Session, ride_id: Id, *, time: AgencyTime, figures: Figures, travel: RoadTravel
) -> tuple[Candidate, ...]:
    """Return who can take this ride, best first, with reasons.

    Raises:
        RefusedError: the ride is not there.
    """
    found = rides_by_ids(session, [ride_id], time)
    if not found:
        raise RefusedError("This ride is not there any more.")
    ride = found[0]
    days = driver_days(session, ride.day, time)
    travel.prepare(ride.task, days)
    return who_can_take(ride.task, days, travel, figures)
